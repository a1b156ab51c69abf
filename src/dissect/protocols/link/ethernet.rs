//! Ethernet II and IEEE 802.3: two addresses and a type or a length.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Next, Protocol},
    protocols::link::ethertype,
    sink::Sink,
};

fields! { "eth" "Ethernet II" "Frames between stations of one network.":
    DESTINATION "dst"     Mac "Destination" "The station or group addressed.";
    SOURCE      "src"     Mac "Source"      "The station that sent the frame.";
    TYPE        "type"    HexNamed(4, &ethertype::NAMES) "Type" "What the frame carries, from 0x0600 up.";
    LENGTH      "len"     Dec   "Length"  "Bytes of the frame's content, up to 0x05dc.";
    PADDING     "padding" Bytes "Padding" "Bytes that fill the frame up to its shortest length.";
    TRAILER     "trailer" Bytes "Trailer" "Bytes behind what the frame carries.";
    ADDRESS     "addr"    Either(&[&DESTINATION, &SOURCE]) "Address" "Source or destination.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "eth",
    column: "Ethernet",
    spec: "IEEE 802.3",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::LinkType(1)],
    trailer: Some([&PADDING, &TRAILER]),
    scan: |pdu| dissect(pdu),
    detail: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let destination = pdu.mac(&DESTINATION)?;
    let source = pdu.mac(&SOURCE)?;
    pdu.addresses(source, destination);
    pdu.heading_with(|out, known| {
        use std::fmt::Write;
        write!(out, ", Src: {}, Dst: {}", known.address_in_tree(source), known.address_in_tree(destination))
    });
    let kind = pdu.u16(&TYPE)?;
    pdu.info(format_args!("Ethernet II"));
    Ok(Next::EtherType(kind))
}
