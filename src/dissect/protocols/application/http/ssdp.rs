//! Simple Service Discovery Protocol: the head of an HTTP message in a datagram.

use super::{content, head};
use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Protocol},
    sink::Sink,
};

fields! { "ssdp" "Simple Service Discovery Protocol" "Devices that make themselves known, and who looks for them.": }

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "ssdp",
    column: "SSDP",
    spec: "UPnP Device Architecture 2.0, 1",
    family: Family::Naming,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::Udp(1900)],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    if head::kind(pdu.rest()).is_none() {
        return super::stray::dissect(pdu);
    }
    let (_, said) = super::head(pdu)?;
    content(pdu, &said)
}
