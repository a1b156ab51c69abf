//! Address Resolution Protocol and its reverse: who has which address (RFC 826, RFC 903).

use std::fmt::{self, Write};

use crate::{
    bytes::{Address, text::Hex},
    dissect::{
        field::Field,
        known::Known,
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::link::{ethertype, hardware},
        sink::Sink,
    },
    index::stations::Duplicate,
};

fields! { "arp" "Address Resolution Protocol" "Who has which address.":
    HARDWARE_TYPE   "hw.type"    Named(&hardware::NAMES) "Hardware type" "The kind of the hardware addresses.";
    PROTOCOL_TYPE   "proto.type" HexNamed(4, &ethertype::NAMES) "Protocol type" "The kind of the protocol addresses.";
    HARDWARE_SIZE   "hw.size"    Dec "Hardware size" "Bytes of a hardware address.";
    PROTOCOL_SIZE   "proto.size" Dec "Protocol size" "Bytes of a protocol address.";
    OPCODE          "opcode"     Named(&OPCODES) "Opcode" "What is asked or answered.";
    GRATUITOUS      "isgratuitous"   FlagNamed(["True", "False"]) "Is gratuitous" "The sender speaks of its own address, unasked.";
    PROBE           "isprobe"        FlagNamed(["True", "False"]) "Is probe" "The sender asks whether an address that it wants is taken.";
    ANNOUNCEMENT    "isannouncement" FlagNamed(["True", "False"]) "Is announcement" "The sender says that it has taken an address.";
    SENDER_MAC      "src.hw_mac" Mac   "Sender MAC address" "The station that sends.";
    SENDER_HARDWARE "src.hw"     Bytes "Sender hardware address" "The station that sends, where it is not on an Ethernet.";
    SENDER_IPV4     "src.proto_ipv4" Ipv4 "Sender IP address" "The address of the station that sends.";
    SENDER_PROTOCOL "src.proto"  Bytes "Sender protocol address" "The address of the station that sends, where it is not IPv4.";
    TARGET_MAC      "dst.hw_mac" Mac   "Target MAC address" "The station asked for or answered.";
    TARGET_HARDWARE "dst.hw"     Bytes "Target hardware address" "The station asked for or answered, where it is not on an Ethernet.";
    TARGET_IPV4     "dst.proto_ipv4" Ipv4 "Target IP address" "The address asked for, or that of the station answered.";
    DUPLICATE       "duplicate"  Text  "Duplicate IP address detected for" "Who else uses an address of this message.";
    DUPLICATE_FRAME "duplicate-address-frame" Packet "Frame showing earlier use of IP address" "The last packet that gave the address to its first station.";
    DUPLICATE_SECONDS "seconds-since-duplicate-address-frame" Dec "Seconds since earlier frame seen" "How long ago that was.";
    ERROR_STATUS    "dst.drarp_error_status" Named(&ERRORS) "DRARP error status" "Why no address was given.";
    TARGET_PROTOCOL "dst.proto"  Bytes "Target protocol address" "The address asked for or answered, where it is not IPv4.";
}

names! {
    /// What is asked or answered, as Wireshark words it.
    pub OPCODES:
        0 "reserved", 1 "request", 2 "reply", 3 "reverse request", 4 "reverse reply", 5 "drarp request",
        6 "drarp reply", 7 "drarp error", 8 "inverse request", 9 "inverse reply", 10 "arp nak", 11 "mars request",
        12 "mars multi", 13 "mars mserv", 14 "mars join", 15 "mars leave", 16 "mars nak", 17 "mars unserv",
        18 "mars sjoin", 19 "mars sleave", 20 "mars grouplist request", 21 "mars grouplist reply",
        22 "mars redirect map", 23 "mapos unarp", 24 "experimental 1", 25 "experimental 2", 65535 "reserved";
    COLUMNS:
        3..=4 "RARP", 5..=7 "DRARP", 8..=9 "Inverse ARP", 11..=22 "MARS", 23 "MAPOS";
    ERRORS:
        1 "restricted", 2 "no address", 3 "serverdown", 4 "moved", 5 "failure";
    MARS:
        11 "MARS request", 12 "MARS MULTI request", 13 "MARS MSERV request", 14 "MARS JOIN request", 15 "MARS LEAVE",
        16 "MARS NAK", 17 "MARS UNSERV request", 18 "MARS SJOIN request", 19 "MARS SLEAVE", 20 "MARS grouplist request",
        21 "MARS grouplist reply", 22 "MARS redirect map", 23 "MAPOS UNARP request";
}

const ETHERNET: u16 = 1;
const IEEE_802: u16 = 6;
const IPV4: u16 = 0x0800;
const REQUEST: u16 = 1;
const REPLY: u16 = 2;
const DRARP_ERROR: u16 = 7;
const SECOND: i64 = 1_000_000_000;

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "arp",
    column: "ARP",
    spec: "RFC 826",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::EtherType(0x0806), Claim::EtherType(0x8035), Claim::EtherType(0xfff2)],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

/// The four addresses of a message.
struct Addresses<'a> {
    sender: [Shown<'a>; 2],
    target: [Shown<'a>; 2],
}

/// An address: of a kind that can be named, or only bytes.
#[derive(Clone, Copy)]
struct Shown<'a>(&'a [u8], bool);

impl Shown<'_> {
    fn write(self, out: &mut String, known: Known<'_>) -> fmt::Result {
        match self {
            Self(bytes, true) => write!(out, "{}", known.address(Address::from_octets(bytes))),
            Self(bytes, false) => write!(out, "{}", Hex(bytes)),
        }
    }
}

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let hardware = pdu.u16(&HARDWARE_TYPE)?;
    let protocol = pdu.u16(&PROTOCOL_TYPE)?;
    let hardware_size = pdu.u8(&HARDWARE_SIZE)?;
    let protocol_size = pdu.u8(&PROTOCOL_SIZE)?;
    let opcode = pdu.u16(&OPCODE)?;
    pdu.limit(8 + 2 * (usize::from(hardware_size) + usize::from(protocol_size)));
    if let Some(column) = pdu.shown_name(&COLUMNS, opcode.into()) {
        pdu.protocol(column);
    }
    let mac = hardware_size == 6 && matches!(hardware, ETHERNET | IEEE_802);
    let ipv4 = protocol_size == 4 && protocol == IPV4;
    let meaning = meaning(pdu.rest(), opcode, hardware_size.into(), protocol_size.into());
    flag(pdu, meaning);
    title(pdu, opcode, meaning);
    let of = |mac: bool, fields: [&'static Field; 2]| if mac { fields[0] } else { fields[1] };
    let sender = [
        address(pdu, of(mac, [&SENDER_MAC, &SENDER_HARDWARE]), hardware_size, mac)?,
        address(pdu, of(ipv4, [&SENDER_IPV4, &SENDER_PROTOCOL]), protocol_size, ipv4)?,
    ];
    let target_hardware = address(pdu, of(mac, [&TARGET_MAC, &TARGET_HARDWARE]), hardware_size, mac)?;
    if opcode == DRARP_ERROR && protocol_size > 0 {
        let status = pdu.peeked::<1>()?;
        pdu.bits(&ERROR_STATUS, status);
        pdu.skip(protocol_size.into())?;
        pdu.info(format_args!("DRARP Error"));
        return Ok(Next::Done);
    }
    let target = [target_hardware, address(pdu, of(ipv4, [&TARGET_IPV4, &TARGET_PROTOCOL]), protocol_size, ipv4)?];
    let addresses = Addresses { sender, target };
    let questions = questions(opcode, meaning);
    if mac && ipv4 {
        learn_stations(pdu, &addresses, questions);
        show_duplicates(pdu, &addresses);
    }
    pdu.info_with(|out, known| {
        write_info(out, known, opcode, meaning, &addresses)?;
        let target = questions == [true; 2];
        match known.session.stations.duplicate(known.packet, target) {
            Some(_) => {
                let [_, address] = if target { addresses.target } else { addresses.sender };
                out.push_str(" (duplicate use of ");
                address.write(out, known)?;
                out.write_str(" detected!)")
            }
            None => Ok(()),
        }
    });
    Ok(Next::Done)
}

/// What a request or a reply is besides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Ordinary,
    Probe,
    Gratuitous,
    Announcement,
}

/// Told from the addresses, before they are read: the sender's and the target's protocol addresses.
fn meaning(rest: &[u8], opcode: u16, hardware_size: usize, protocol_size: usize) -> Meaning {
    let at = |start: usize, len: usize| rest.get(start..start + len).unwrap_or_default();
    let sender = at(hardware_size, protocol_size);
    let target_hardware = at(hardware_size + protocol_size, hardware_size);
    let target = at(2 * hardware_size + protocol_size, protocol_size);
    let zero = |bytes: &[u8]| bytes.iter().all(|byte| *byte == 0);
    match opcode {
        _ if target.is_empty() => Meaning::Ordinary,
        REQUEST if sender == target && zero(target_hardware) => Meaning::Announcement,
        REQUEST | REPLY if sender == target => Meaning::Gratuitous,
        REQUEST if zero(sender) => Meaning::Probe,
        _ => Meaning::Ordinary,
    }
}

fn flag<S: Sink>(pdu: &mut Pdu<'_, S>, meaning: Meaning) {
    match meaning {
        Meaning::Ordinary => {}
        Meaning::Probe => pdu.computed(&PROBE, 1),
        Meaning::Gratuitous => pdu.computed(&GRATUITOUS, 1),
        Meaning::Announcement => {
            pdu.computed(&GRATUITOUS, 1);
            pdu.computed(&ANNOUNCEMENT, 1);
        }
    }
}

fn title<S: Sink>(pdu: &mut Pdu<'_, S>, opcode: u16, meaning: Meaning) {
    match (meaning, OPCODES.get(opcode.into())) {
        (Meaning::Probe, _) => pdu.heading(format_args!(" (ARP Probe)")),
        (Meaning::Announcement, _) => pdu.heading(format_args!(" (ARP Announcement)")),
        (Meaning::Gratuitous, Some(name)) => pdu.heading(format_args!(" ({name}/gratuitous ARP)")),
        (_, Some(name)) => pdu.heading(format_args!(" ({name})")),
        (_, None) => pdu.heading(format_args!(" (opcode 0x{opcode:04x})")),
    }
}

fn address<'a, S: Sink>(pdu: &mut Pdu<'a, S>, field: &'static Field, len: u8, known: bool) -> Result<Shown<'a>, Short> {
    Ok(Shown(if len > 0 { pdu.bytes(field, len.into())? } else { &[] }, known))
}

/// Whose use of an address a message tells of: the sender's, the target's.
fn questions(opcode: u16, meaning: Meaning) -> [bool; 2] {
    [matches!(opcode, REQUEST | REPLY), opcode == REPLY && meaning == Meaning::Ordinary]
}

/// Stations and addresses that mean nobody or everybody are none.
fn learn_stations<S: Sink>(pdu: &mut Pdu<'_, S>, addresses: &Addresses<'_>, questions: [bool; 2]) {
    let Addresses { sender, target } = addresses;
    pdu.learn(|lesson| {
        for ([station, address], is_target) in [(sender, false), (target, true)] {
            let (Ok(station), Ok(address)) = (<[u8; 6]>::try_from(station.0), <[u8; 4]>::try_from(address.0)) else {
                continue;
            };
            let meant = questions[usize::from(is_target)] && !lesson.context.quoted;
            if meant && address != [0; 4] && station != [0; 6] && station != [0xff; 6] {
                lesson.session.stations.uses(address, station, lesson.packet, is_target);
            }
        }
    });
}

/// Says who else uses the sender's and the target's addresses.
fn show_duplicates<S: Sink>(pdu: &mut Pdu<'_, S>, addresses: &Addresses<'_>) {
    for ([station, address], is_target) in [(addresses.sender, false), (addresses.target, true)] {
        let duplicate = move |known: Known<'_>| known.session.stations.duplicate(known.packet, is_target);
        pdu.derived_text(&DUPLICATE, |out, known| match duplicate(known) {
            Some(Duplicate { earlier, station: first, .. }) => {
                address.write(out, known)?;
                out.push_str(" (");
                station.write(out, known)?;
                write!(out, ") - also in use by {} (frame {})", known.address(Address::Mac(first)), earlier + 1)
            }
            None => Ok(()),
        });
        pdu.derived(&DUPLICATE_FRAME, |known| Some(u64::from(duplicate(known)?.earlier) + 1));
        pdu.derived(&DUPLICATE_SECONDS, |known| {
            let earlier = known.session.packets.get(duplicate(known)?.earlier as usize)?;
            Some((known.row.time.div_euclid(SECOND) - earlier.time.div_euclid(SECOND)).cast_unsigned())
        });
    }
}

/// A word, an address, another word, another address.
fn pair(out: &mut String, known: Known<'_>, words: [&str; 2], shown: [Shown<'_>; 2]) -> fmt::Result {
    for (word, shown) in words.iter().zip(shown) {
        out.push_str(word);
        shown.write(out, known)?;
    }
    Ok(())
}

fn write_info(
    out: &mut String,
    known: Known<'_>,
    opcode: u16,
    meaning: Meaning,
    addresses: &Addresses<'_>,
) -> fmt::Result {
    let Addresses { sender: [sender_hardware, sender], target: [target_hardware, target] } = addresses;
    match (opcode, meaning) {
        (_, Meaning::Announcement) => pair(out, known, ["ARP Announcement for ", ""], [*target, Shown(&[], false)]),
        (_, Meaning::Gratuitous) => {
            pair(out, known, ["Gratuitous ARP for ", ""], [*target, Shown(&[], false)])?;
            out.write_str(if opcode == REQUEST { " (Request)" } else { " (Reply)" })
        }
        (_, Meaning::Probe) => pair(out, known, ["Who has ", "? (ARP Probe)"], [*target, Shown(&[], false)]),
        (REQUEST, _) => pair(out, known, ["Who has ", "? Tell "], [*target, *sender]),
        (REPLY, _) => pair(out, known, ["", " is at "], [*sender, *sender_hardware]),
        (3 | 5 | 8, _) => pair(out, known, ["Who is ", "? Tell "], [*target_hardware, *sender_hardware]),
        (4 | 6, _) => pair(out, known, ["", " is at "], [*target_hardware, *target]),
        (9, _) => pair(out, known, ["", " is at "], [*sender_hardware, *sender]),
        (11..=23, _) => {
            write!(out, "{}", MARS.or_unknown(opcode.into()))?;
            pair(out, known, [" from ", " at "], [*sender_hardware, *sender])
        }
        (7, _) => out.write_str("DRARP Error"),
        (10, _) => out.write_str("ARP NAK"),
        (24, _) => out.write_str("Experimental 1 ( opcode 24 )"),
        (25, _) => out.write_str("Experimental 2 ( opcode 25 )"),
        (0 | 65535, _) => write!(out, "Reserved opcode {opcode}"),
        _ => write!(out, "Unknown ARP opcode 0x{opcode:04x}"),
    }
}
