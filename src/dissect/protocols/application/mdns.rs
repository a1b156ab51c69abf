//! Multicast DNS: hosts of one link name themselves and their services.

use super::dns::{self, Dialect};
use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Protocol},
    sink::Sink,
};

fields! { "mdns" "Multicast Domain Name System" "Hosts of one link name themselves and their services.": }

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "mdns",
    column: "MDNS",
    spec: "RFC 6762",
    family: Family::Naming,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::Udp(5353)],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    dns::message(pdu, Dialect::Multicast)
}
