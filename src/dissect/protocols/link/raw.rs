//! Packets without a link layer: IP straight away, told apart by its version.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Next, Protocol},
    protocols::link::ppp,
    sink::Sink,
};

fields! { "raw" "Raw packet data" "IP without a link layer.": }

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "raw",
    column: "",
    spec: "",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::LinkType(12), Claim::LinkType(14), Claim::LinkType(101)],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.unaddressed();
    pdu.protocol("N/A");
    pdu.info(format_args!("Raw packet data"));
    let first = pdu.peeked::<2>()?.value;
    Ok(match (first, first >> 12) {
        (0xff03, _) => Next::To(&ppp::PROTOCOL),
        (_, 4) => Next::Type(0x0800),
        (_, 6) => Next::Type(0x86dd),
        _ => Next::Data,
    })
}
