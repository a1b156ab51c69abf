//! IPv6 destination options: for the receiver, or for each host of a route.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Protocol},
    protocols::network::{ip_protocol, ipv6},
    sink::Sink,
};

fields! { "ipv6.dstopts" "Destination Options for IPv6" "Options for the receiver.":
    NEXT_HEADER "nxt"     Named(&ip_protocol::NAMES) "Next Header" "What follows this header.";
    LENGTH      "len"     Dec "Length" "Eight-byte units behind the first one.";
    BYTES       "len_oct" Dec "Length" "Bytes of this header.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "ipv6.dstopts",
    column: "",
    spec: "RFC 8200",
    family: Family::Ip,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::IpProtocol(60)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.info(format_args!("IPv6 destination options"));
    let next = pdu.u8(&NEXT_HEADER)?;
    ipv6::options::header(pdu, [&LENGTH, &BYTES])?;
    Ok(ipv6::following(pdu, next))
}
