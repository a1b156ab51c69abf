//! ICMP for IPv6: errors, ping, and how hosts find neighbours, routers, prefixes and groups.

mod echo;
mod information;
mod listener;
mod mobility;
mod names;
mod neighbor;
mod options;
mod other_options;
mod renumbering;
mod rpl;
mod rpl_options;

pub use options::short_address;
pub use other_options::Colons;

use crate::{
    bytes::checksum,
    dissect::{
        field::{Note, Severity},
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::network::checksum_status,
        sink::Sink,
    },
};

fields! { "icmpv6" "Internet Control Message Protocol v6" "Errors, ping, and the finding of neighbours, routers and groups.":
    TYPE            "type"            Named(&names::TYPES) "Type" "What kind of message it is.";
    CODE            "code"            Dec    "Code"            "Which case of its type it is.";
    CHECKSUM        "checksum"        Hex(4) "Checksum"        "Over the message and the addresses.";
    CHECKSUM_STATUS "checksum.status" Named(&checksum_status::NAMES) "Checksum Status" "Whether the checksum fits.";
    RESERVED        "reserved"        Bytes  "Reserved"        "Always zero.";
    LENGTH          "length"          Dec    "Length of original datagram" "Words of eight bytes that the quoted packet takes, where extensions follow it.";
    MTU             "mtu"             Dec    "MTU"             "The largest packet that the next link can carry.";
    POINTER         "pointer"         Dec    "Pointer"         "The byte of the quoted packet that is wrong.";
    DATA            "data"            Bytes  "Data"            "What a message of unknown type holds.";
}

static OPTION_WITHOUT_LENGTH: Note =
    Note { key: "icmpv6.invalid_option_length", severity: Severity::Error, text: "Invalid option length (Zero)" };

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "icmpv6",
    column: "ICMPv6",
    spec: "RFC 4443",
    family: Family::Ip,
    fields: FIELDS,
    more: &[
        echo::FIELDS,
        neighbor::FIELDS,
        options::FIELDS,
        other_options::FIELDS,
        listener::FIELDS,
        information::FIELDS,
        renumbering::FIELDS,
        mobility::FIELDS,
        rpl::FIELDS,
        rpl_options::FIELDS,
    ],
    notes: &[&OPTION_WITHOUT_LENGTH],
    claims: &[Claim::IpProtocol(58)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let kind = pdu.u8(&TYPE)?;
    let code = pdu.u8(&CODE)?;
    head(pdu, kind, code);
    let checksum = message_checksum(pdu)?;
    match kind {
        1 | 3 => {
            if pdu.peek(0).is_some_and(|length| length != 0) {
                pdu.u8(&LENGTH)?;
                pdu.bytes(&RESERVED, 3)?;
            } else {
                pdu.bytes(&RESERVED, 4)?;
            }
            return quote(pdu);
        }
        2 => {
            pdu.u32(&MTU)?;
            return quote(pdu);
        }
        4 => {
            pdu.u32(&POINTER)?;
            return quote(pdu);
        }
        128 | 129 => return echo::dissect(pdu, kind, checksum),
        130..=132 => listener::dissect(pdu, kind)?,
        133..=137 | 141 | 142 => return neighbor::dissect(pdu, kind),
        138 => renumbering::dissect(pdu, code)?,
        139 | 140 => information::dissect(pdu, kind, code)?,
        143 => listener::report(pdu)?,
        144..=150 | 154 | 156..=159 => return mobility::dissect(pdu, kind),
        151 => listener::router(pdu)?,
        152 | 153 => {}
        155 => return rpl::dissect(pdu, code),
        160 | 161 => return echo::extended(pdu, kind),
        _ => {
            // No message is that short.
            pdu.ahead(1, |_| Ok(()))?;
            pdu.all(&DATA);
        }
    }
    Ok(Next::Done)
}

/// The code with its name, and what the row says of both.
fn head<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, code: u8) {
    let called = names::or_number(&names::TYPES, kind);
    match names::codes(kind) {
        Some(codes) if kind == 1 => {
            let case = codes.or_unknown(code.into());
            pdu.label(format_args!("{code} ({case})"));
            pdu.info(format_args!("{called} ({case})"));
        }
        Some(codes) => {
            pdu.label(format_args!("{code} ({})", codes.or_unknown(code.into())));
            pdu.info(format_args!("{called} ({})", names::or_number(codes, code)));
        }
        None => pdu.info(format_args!("{called}")),
    }
}

fn message_checksum<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<u16, Short> {
    let field = pdu.u16(&CHECKSUM)?;
    let context = pdu.context;
    let (whole, bytes) = (pdu.left() == pdu.claimed_left() && !context.fragment, pdu.layer_bytes());
    if context.quoted {
        pdu.checksum(&CHECKSUM_STATUS, "unverified] [in ICMP error packet", |_| None);
    } else {
        pdu.checksum(&CHECKSUM_STATUS, "unverified] [fragmented datagram", |_| {
            whole.then(|| checksum::with_pseudo_header(bytes, context.source, context.destination, 58, field))
        });
    }
    Ok(field)
}

/// What follows is the beginning of a packet that this message is about; an error without one is malformed.
fn quote<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    if pdu.claimed_left() == 0 {
        pdu.skip(1)?;
    }
    pdu.context.quoted = true;
    Ok(Next::Type(0x86dd))
}
