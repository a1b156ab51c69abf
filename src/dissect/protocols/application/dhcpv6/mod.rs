//! DHCP for IPv6: addresses, prefixes and settings for hosts and routers.

mod duid;
mod failover;
mod names;
mod options;
mod softwire;

use crate::dissect::{
    field::{Note, Severity},
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Next, Protocol, Short},
    sink::Sink,
};

fields! { "dhcpv6" "DHCPv6" "Addresses, prefixes and settings for hosts and routers.":
    TYPE            "msgtype"   Named(&names::MESSAGES) "Message type" "What kind of message it is.";
    HOPS            "hopcount"  Dec    "Hopcount" "Relays passed before this one.";
    TRANSACTION     "xid"       Hex(6) "Transaction ID" "Ties answers to their questions.";
    LINK            "linkaddr"  Ipv6   "Link address" "The link that the client is on.";
    PEER            "peeraddr"  Ipv6   "Peer address" "Who the relay heard it from.";
}

/// Reported when an option reaches beyond its message.
static LONG_OPTION: Note = Note {
    key: "dhcpv6.bogus_length",
    severity: Severity::Error,
    text: "The option is longer than what is left of the message",
};
/// Reported when options hold options that hold options, further than anyone means.
static TOO_DEEP: Note = Note {
    key: "dhcpv6.too_deep",
    severity: Severity::Error,
    text: "Options inside options, deeper than any real message has; these are not read",
};

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "dhcpv6",
    column: "DHCPv6",
    spec: "RFC 8415",
    family: Family::Naming,
    fields: FIELDS,
    more: &[options::FIELDS, duid::FIELDS, softwire::FIELDS, failover::FIELDS],
    notes: &[&LONG_OPTION, &TOO_DEEP],
    claims: &[Claim::Udp(546), Claim::Udp(547)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

/// Options inside options at most; relays and leases need five or six.
const DEEPEST: u8 = 16;

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.info(format_args!(""));
    message(pdu, 0)?;
    Ok(Next::Done)
}

/// A message, which may be one that a relay passes on.
fn message<S: Sink>(pdu: &mut Pdu<'_, S>, depth: u8) -> Result<(), Short> {
    let kind = pdu.u8(&TYPE)?;
    match names::MESSAGES.get(kind.into()) {
        Some(name) => pdu.info_more(format_args!("{name} ")),
        None => pdu.info_more(format_args!("Message Type {kind} ")),
    }
    if matches!(kind, 12 | 13) {
        pdu.u8(&HOPS)?;
        let link = pdu.ipv6(&LINK)?;
        pdu.info_more(format_args!("L: {link} "));
        pdu.ipv6(&PEER)?;
    } else {
        let transaction = pdu.u24(&TRANSACTION)?;
        pdu.info_more(format_args!("XID: 0x{transaction:06x} "));
    }
    options::all(pdu, kind, depth)
}
