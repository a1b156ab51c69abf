//! An Ethernet pseudowire over MPLS: a control word in front of the frame (RFC 4448).

use crate::dissect::{
    pdu::Pdu,
    protocol::{Dissected, Family, Next, Protocol},
    protocols::link::ethernet,
    sink::Sink,
};

fields! { "pwethcw" "PW Ethernet Control Word" "Keeps the frames of a pseudowire in order.":
    SEQUENCE "sequence_number" Dec "Sequence Number" "The frame's place; zero where nobody counts.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "pwethcw",
    column: "",
    spec: "RFC 4448",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.skip(2)?;
    pdu.u16(&SEQUENCE)?;
    Ok(Next::To(&ethernet::PROTOCOL))
}
