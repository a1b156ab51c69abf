//! Link-local Multicast Name Resolution: Windows asks the hosts of one link for their names.

use super::dns::{self, Dialect};
use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Protocol},
    sink::Sink,
};

fields! { "llmnr" "Link-local Multicast Name Resolution" "Hosts of one link answer to their names.": }

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "llmnr",
    column: "LLMNR",
    spec: "RFC 4795",
    family: Family::Naming,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::Udp(5355)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    dns::message(pdu, Dialect::LinkLocal)
}
