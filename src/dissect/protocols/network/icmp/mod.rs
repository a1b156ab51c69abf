//! Internet Control Message Protocol: errors about packets, which it quotes, and questions to hosts, ping above all.

mod echo;
pub mod extensions;
mod names;
mod router;

pub use names::STATE;

use std::fmt;

use crate::{
    bytes::{checksum, time::InWords},
    dissect::{
        field::{Note, Severity},
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::network::checksum_status,
        sink::Sink,
    },
};

fields! { "icmp" "Internet Control Message Protocol" "Errors about packets, and questions to hosts.":
    TYPE            "type"            Dec    "Type"            "What kind of message it is.";
    CODE            "code"            Dec    "Code"            "Which case of its type it is.";
    CHECKSUM        "checksum"        Hex(4) "Checksum"        "Over the whole message.";
    CHECKSUM_STATUS "checksum.status" Named(&checksum_status::NAMES) "Checksum Status" "Whether the checksum fits.";
    UNUSED          "unused"          Bytes  "Unused"          "Bytes that say nothing.";
    LENGTH          "length"          Dec    "Length"          "Words of four bytes that the quoted packet takes, where extensions follow it.";
    ORIGINAL_LENGTH "length.original_datagram" Dec "Length of original datagram" "The same in bytes.";
    MTU             "mtu"             Dec    "MTU of next hop" "The largest packet that the next link can carry.";
    POINTER         "pointer"         Dec    "Pointer"         "The byte of the quoted packet that is wrong.";
    GATEWAY         "redir_gw"        Ipv4   "Gateway Address" "The router to use instead.";
    ORIGINATE       "originate_timestamp" Dec "Originate Timestamp" "When the question was sent, in milliseconds since midnight UTC.";
    RECEIVE         "receive_timestamp"   Dec "Receive Timestamp"   "When the question came in.";
    TRANSMIT        "transmit_timestamp"  Dec "Transmit Timestamp"  "When the answer was sent.";
    MASK            "address_mask"    Ipv4   "Address Mask"    "The subnet mask asked for.";
}

static LENGTH_LIES: Note = Note {
    key: "icmp.length.bad",
    severity: Severity::Error,
    text: "The quoted packet is said to be longer than the message",
};

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "icmp",
    column: "ICMP",
    spec: "RFC 792",
    family: Family::Ip,
    fields: FIELDS,
    more: &[echo::FIELDS, extensions::FIELDS, router::FIELDS],
    notes: &[&LENGTH_LIES, &extensions::BAD_LENGTH],
    claims: &[Claim::IpProtocol(1)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let kind = pdu.u8(&TYPE)?;
    let code = pdu.peek(0).unwrap_or_default();
    pdu.label(format_args!("{kind} ({})", names::kind(kind, code)));
    let code = pdu.u8(&CODE)?;
    head(pdu, kind, code);
    let checksum = message_checksum(pdu)?;
    match kind {
        0 | 8 => return echo::dissect(pdu, kind, checksum),
        3 | 11 | 12 => return error(pdu, kind, code),
        4 => {
            pdu.skip(4)?;
            return Ok(quote(pdu));
        }
        5 => {
            pdu.ipv4(&GATEWAY)?;
            return Ok(quote(pdu));
        }
        9 => return router::dissect(pdu, code),
        13 | 14 => {
            echo::identifiers(pdu, Some(kind))?;
            for field in [&ORIGINATE, &RECEIVE, &TRANSMIT] {
                let stamp = pdu.u32(field)?;
                pdu.label(format_args!("{stamp} ({} after midnight UTC)", InWords::from_ms(stamp & 0x7fff_ffff)));
            }
        }
        15 | 16 => {
            echo::identifiers(pdu, Some(kind))?;
        }
        17 | 18 => {
            echo::identifiers(pdu, Some(kind))?;
            pdu.ipv4(&MASK)?;
        }
        42 | 43 => return echo::extended(pdu, kind),
        _ => {}
    }
    Ok(Next::Done)
}

/// The code with its name, and what the row says of both.
fn head<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, code: u8) {
    let called = names::kind(kind, code);
    match names::codes(kind) {
        Some(codes) => {
            let case = fmt::from_fn(move |f| match codes.get(code.into()) {
                Some(name) => f.write_str(name),
                None => write!(f, "Unknown code: {code}"),
            });
            pdu.label(format_args!("{code} ({case})"));
            pdu.info(format_args!("{called:<20} ({case})"));
        }
        None => pdu.info(format_args!("{called:<20}")),
    }
}

fn message_checksum<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<u16, Short> {
    let field = pdu.u16(&CHECKSUM)?;
    let (whole, bytes) = (pdu.left() == pdu.claimed_left() && !pdu.context.fragment, pdu.layer_bytes());
    if pdu.context.quoted {
        pdu.checksum(&CHECKSUM_STATUS, "unverified] [in ICMP error packet", |_| None);
    } else {
        pdu.checksum(&CHECKSUM_STATUS, "unverified] [fragmented datagram", |_| {
            whole.then(|| checksum::plain(bytes, field))
        });
    }
    Ok(field)
}

/// An error with a word that RFC 4884 took a byte of: how long the quoted packet is when extensions follow it.
fn error<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, code: u8) -> Dissected {
    let length = pdu.peek(1).unwrap_or_default();
    let has_mtu = kind == 3 && code == 4;
    let behind = if has_mtu { 0 } else { 2 };
    if kind == 12 {
        pdu.u8(&POINTER)?;
    } else if length > 0 {
        pdu.bytes(&UNUSED, 1)?;
    }
    if length > 0 {
        pdu.u8(&LENGTH)?;
        pdu.computed(&ORIGINAL_LENGTH, u64::from(length) * 4);
    }
    let unused = behind + usize::from(length == 0) * if kind == 12 { 1 } else { 2 };
    if unused > 0 {
        pdu.bytes(&UNUSED, unused)?;
    }
    if has_mtu {
        pdu.u16(&MTU)?;
    }
    extended_quote(pdu, usize::from(length) * 4)?;
    Ok(quote(pdu))
}

/// Extensions stand behind the quoted packet: after the bytes that the length field names, or, from routers older than
/// the field (RFC 4884, section 5.4), after 128 bytes.
fn extended_quote<S: Sink>(pdu: &mut Pdu<'_, S>, length: usize) -> Result<(), Short> {
    const SHORTEST: usize = 128;
    let there = pdu.claimed_left();
    let quoted_length = pdu.peek_u16(2).map_or(there, usize::from);
    if length > there && quoted_length < there {
        pdu.malformed(&LENGTH_LIES, 3);
    }
    let quote = if (SHORTEST..there).contains(&length) { length } else { SHORTEST };
    if extensions::fit(pdu.rest().get(quote..).unwrap_or_default()) {
        pdu.ahead(quote, extensions::dissect)?;
        pdu.limit(8 + quote);
    }
    Ok(())
}

/// What follows is the beginning of a packet that this message is about.
fn quote<S: Sink>(pdu: &mut Pdu<'_, S>) -> Next {
    if pdu.claimed_left() == 0 {
        return Next::Done;
    }
    pdu.context.quoted = true;
    Next::Type(0x0800)
}
