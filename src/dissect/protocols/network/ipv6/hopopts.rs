//! IPv6 hop-by-hop options: for every router on the way.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Protocol},
    protocols::network::{ip_protocol, ipv6},
    sink::Sink,
};

fields! { "ipv6.hopopts" "IPv6 Hop-by-Hop Option" "Options for every router on the way.":
    NEXT_HEADER "nxt"     Named(&ip_protocol::NAMES) "Next Header" "What follows this header.";
    LENGTH      "len"     Dec "Length" "Eight-byte units behind the first one.";
    BYTES       "len_oct" Dec "Length" "Bytes of this header.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "ipv6.hopopts",
    column: "",
    spec: "RFC 8200",
    family: Family::Ip,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::IpProtocol(0)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.info(format_args!("IPv6 hop-by-hop options"));
    let next = pdu.u8(&NEXT_HEADER)?;
    ipv6::options::header(pdu, [&LENGTH, &BYTES])?;
    Ok(ipv6::following(pdu, next))
}
