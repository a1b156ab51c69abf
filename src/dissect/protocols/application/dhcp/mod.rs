//! Dynamic Host Configuration Protocol, and BOOTP, which it grew out of: addresses and settings for hosts.

mod agent;
mod client;
mod options;
mod special;
mod values;
mod vendor;

use std::fmt::Write;

use crate::{
    bytes::{Address, time::InWords},
    dissect::{
        field::{Note, Severity},
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::link::hardware,
        sink::Sink,
    },
};

names! {
    OPERATIONS: 1 "Boot Request", 2 "Boot Reply";
    /// Message types of option 53.
    pub MESSAGES:
        1 "Discover", 2 "Offer", 3 "Request", 4 "Decline", 5 "ACK", 6 "NAK", 7 "Release", 8 "Inform", 9 "Force Renew",
        10 "Lease query", 11 "Lease Unassigned", 12 "Lease Unknown", 13 "Lease Active", 14 "Bulk Lease Query",
        15 "Lease Query Done", 16 "Active LeaseQuery", 17 "Lease Query Status", 18 "TLS";
}

fields! { "dhcp" "Dynamic Host Configuration Protocol" "Addresses and settings for hosts.":
    TYPE            "type"         Named(&OPERATIONS) "Message type" "Whether client or server speaks.";
    HARDWARE_TYPE   "hw.type"      HexNamed(2, &hardware::NAMES) "Hardware type" "What kind of link the client is on.";
    HARDWARE_LENGTH "hw.len"       Dec   "Hardware address length" "Bytes of the client's link address.";
    HOPS            "hops"         Dec   "Hops"            "Relays passed.";
    TRANSACTION     "id"           Hex(8) "Transaction ID" "Ties answers to their questions.";
    SECONDS         "secs"         Dec   "Seconds elapsed" "For how long the client has been trying.";
    FLAGS           "flags"        Hex(4) "Bootp flags"    "How the answer should come.";
    BROADCAST       "flags.bc"     FlagNamed(["Broadcast", "Unicast"]) & 0x8000 "Broadcast flag" "The client cannot take unicast packets yet.";
    FLAGS_RESERVED  "flags.reserved" Hex(4) & 0x7fff "Reserved flags" "Always zero.";
    CLIENT          "ip.client"    Ipv4  "Client IP address" "The address that the client uses already.";
    YOUR            "ip.your"      Ipv4  "Your (client) IP address" "The address that the client may use.";
    SERVER          "ip.server"    Ipv4  "Next server IP address" "The server to boot from.";
    RELAY           "ip.relay"     Ipv4  "Relay agent IP address" "The relay that the client was heard by.";
    CLIENT_MAC      "hw.mac_addr"  Mac   "Client MAC address" "The client's Ethernet address.";
    CLIENT_HARDWARE "hw.addr"      Bytes "Client hardware address" "The client's link address.";
    CLIENT_UNKNOWN  "hw.addr_missing" Group "Client address not given" "The length says that there is none.";
    CLIENT_PADDING  "hw.addr_padding" Bytes "Client hardware address padding" "Bytes behind the client's link address.";
    SERVER_NAME     "server"       Text  "Server host name" "The server's name.";
    FILE            "file"         Text  "Boot file name"  "The file to boot.";
    NO_SERVER_NAME  "server_missing" Group "Server host name not given" "All zeros.";
    NO_FILE         "file_missing" Group "Boot file name not given" "All zeros.";
    NAME_OVERLOADED "server_overloaded" Group "Server name option overloaded by DHCP" "Options lie where the server's name would.";
    FILE_OVERLOADED "file_overloaded" Group "Boot file name option overloaded by DHCP" "Options lie where the boot file's name would.";
    COOKIE          "cookie"       Ipv4  "Magic cookie"    "What tells DHCP from BOOTP: 99.130.83.99.";
    VENDOR_AREA     "vendor_specific_options" Bytes "Bootp vendor specific options" "BOOTP's area for vendors.";
}

static SECONDS_SWAPPED: Note = Note {
    key: "dhcp.secs_le",
    severity: Severity::Note,
    text: "Seconds elapsed appears to be encoded as little-endian",
};
static NO_END: Note = Note { key: "dhcp.end_option_missing", severity: Severity::Error, text: "End option missing" };

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "dhcp",
    column: "DHCP",
    spec: "RFC 2131",
    family: Family::Naming,
    fields: FIELDS,
    more: &[options::FIELDS, values::FIELDS, special::FIELDS, client::FIELDS, agent::FIELDS, vendor::FIELDS],
    notes: &[&SECONDS_SWAPPED, &NO_END, &values::BAD_LENGTH, &values::NO_ROOM],
    claims: &[Claim::Udp(67), Claim::Udp(68), Claim::Udp(4011)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

const MAGIC: [u8; 4] = [99, 130, 83, 99];
/// Where the areas lie that options may overflow into.
const NAME_AREA: usize = 44;
const FILE_AREA: usize = 108;
/// Where options begin.
const OPTIONS: usize = 240;

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let rest = pdu.rest();
    let found = Found::in_options(rest.get(OPTIONS..).unwrap_or_default());
    let operation = pdu.u8(&TYPE)?;
    say_operation(pdu, operation, rest);
    let transaction = head(pdu)?;
    areas(pdu, found.overload)?;
    let cookie = pdu.rest().first_chunk::<4>().copied();
    if cookie != Some(MAGIC) {
        if pdu.claimed_left() < 64 {
            // BOOTP's area has 64 bytes; what has less than that and no cookie is cut off.
            pdu.skip(64)?;
        }
        pdu.bytes(&VENDOR_AREA, 64)?;
        return Ok(Next::Done);
    }
    pdu.ipv4(&COOKIE)?;
    pdu.label(format_args!("DHCP"));
    if !found.ended && pdu.left() < pdu.claimed_left() {
        // Options that the capture cut off are not all there were: the tree shows what is left, but neither the row nor a
        // filter takes it for the message's options, and tshark does not either.
        pdu.tree_only(|pdu| special::options(pdu, &found))?;
        return Ok(Next::Done);
    }
    say_message(pdu, &found, transaction);
    if !special::options(pdu, &found)? {
        pdu.note(&NO_END, 0);
    }
    Ok(Next::Done)
}

/// What has to be known of the options before they are read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Found<'a> {
    /// The message type, of which BOOTP has none.
    message: Option<u8>,
    /// An end option closes them.
    ended: bool,
    /// Bit 0: options in the boot file's name; bit 1: in the server's.
    overload: u8,
    /// What kind of client it is.
    vendor: &'a [u8],
}

impl<'a> Found<'a> {
    fn in_options(bytes: &'a [u8]) -> Self {
        let mut found = Self::default();
        let mut rest = bytes;
        while let Some((&code, after)) = rest.split_first() {
            if code == 255 {
                found.ended = true;
                break;
            }
            if code == 0 {
                rest = after;
                continue;
            }
            let Some((&length, after)) = after.split_first() else { break };
            let value = after.get(..usize::from(length)).unwrap_or(after);
            match (code, value.first()) {
                (52, Some(overload)) => found.overload = *overload,
                (53, Some(message)) => found.message = Some(*message),
                (60, _) => found.vendor = value,
                _ => {}
            }
            rest = after.get(usize::from(length)..).unwrap_or_default();
        }
        found
    }

    /// What kind of client it is, where the vendor's own options depend on it.
    fn is_vendor(&self, prefix: &[u8]) -> bool {
        self.vendor.starts_with(prefix)
    }
}

/// Until a message type says that it is DHCP, the row is BOOTP's.
fn say_operation<S: Sink>(pdu: &mut Pdu<'_, S>, operation: u8, rest: &[u8]) {
    pdu.protocol("BOOTP");
    match operation {
        1 => {
            let (length, octets) = (rest.get(2).copied(), rest.get(28..34).map(Address::from_octets));
            match (length, octets) {
                (Some(6), Some(mac)) => {
                    pdu.info_with(|out, known| write!(out, "Boot Request from {} ({mac})", known.address(mac)))
                }
                _ => pdu.info(format_args!("Boot Request")),
            }
        }
        2 => pdu.info(format_args!("Boot Reply")),
        _ => pdu.info(format_args!("Unknown BOOTP message type ({operation})")),
    }
}

fn say_message<S: Sink>(pdu: &mut Pdu<'_, S>, found: &Found<'_>, transaction: u32) {
    let Some(message) = found.message else { return };
    pdu.protocol("DHCP");
    let proxy = if pdu.context.ports.0 == 4011 || pdu.context.ports.1 == 4011 { "proxy" } else { "" };
    match MESSAGES.get(message.into()) {
        Some(name) => {
            pdu.heading(format_args!(" ({name})"));
            pdu.info(format_args!("{proxy}DHCP {name:<8} - Transaction ID 0x{transaction:x}"));
        }
        None => {
            pdu.heading(format_args!(" (Unknown Message Type (0x{message:02x}))"));
            pdu.info(format_args!(
                "{proxy}DHCP Unknown Message Type (0x{message:02x}) - Transaction ID 0x{transaction:x}"
            ));
        }
    }
}

/// The fixed part up to the addresses; the transaction's id.
fn head<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<u32, Short> {
    let kind = pdu.u8(&HARDWARE_TYPE)?;
    let length = usize::from(pdu.u8(&HARDWARE_LENGTH)?);
    pdu.u8(&HOPS)?;
    let transaction = pdu.u32(&TRANSACTION)?;
    let seconds = pdu.u16(&SECONDS)?;
    if seconds > 0xff && seconds & 0xff == 0 {
        pdu.label(format_args!("{}", seconds.swap_bytes()));
        pdu.note(&SECONDS_SWAPPED, 2);
    }
    let mark = pdu.mark();
    let flags = pdu.flags::<2>(&FLAGS, &[&BROADCAST, &FLAGS_RESERVED])?;
    pdu.label_of(mark, format_args!(" ({})", if flags & 0x8000 == 0 { "Unicast" } else { "Broadcast" }));
    for field in [&CLIENT, &YOUR, &SERVER, &RELAY] {
        pdu.ipv4(field)?;
    }
    match (kind, length) {
        (_, 0) | (_, 17..) => {
            pdu.blank(&CLIENT_UNKNOWN, 16)?;
            return Ok(transaction);
        }
        (1 | 6, 6) => drop(pdu.mac(&CLIENT_MAC)?),
        _ => drop(pdu.bytes(&CLIENT_HARDWARE, length)?),
    }
    if length < 16 {
        pdu.bytes(&CLIENT_PADDING, 16 - length)?;
    }
    Ok(transaction)
}

/// The server's name and the boot file's, unless options overflowed into them.
fn areas<S: Sink>(pdu: &mut Pdu<'_, S>, overload: u8) -> Result<(), Short> {
    let named = |first: Option<u8>| first.is_some_and(|byte| byte != 0);
    if overload & 2 != 0 {
        pdu.blank(&NAME_OVERLOADED, 64)?;
    } else if named(pdu.peek(0)) {
        pdu.padded_text(&SERVER_NAME, 64)?;
    } else {
        pdu.blank(&NO_SERVER_NAME, 64)?;
    }
    if overload & 1 != 0 {
        pdu.blank(&FILE_OVERLOADED, 128)?;
    } else if named(pdu.peek(0)) {
        pdu.padded_text(&FILE, 128)?;
    } else {
        pdu.blank(&NO_FILE, 128)?;
    }
    Ok(())
}

/// Seconds as DHCP's lines word them.
fn duration(seconds: u32) -> impl std::fmt::Display {
    std::fmt::from_fn(move |f| match seconds {
        u32::MAX => f.write_str("infinity"),
        _ => write!(f, "{}", InWords::from_seconds(seconds.into())),
    })
}
