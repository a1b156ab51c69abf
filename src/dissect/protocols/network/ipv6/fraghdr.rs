//! The IPv6 fragment header: where a piece belongs in a packet too long for its way.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Fragment, Next, Protocol},
    protocols::network::{ip_protocol, ipv6},
    sink::Sink,
};

fields! { "ipv6.fraghdr" "Fragment Header for IPv6" "Where a piece belongs.":
    NEXT_HEADER    "nxt"            Named(&ip_protocol::NAMES) "Next header" "What the whole packet carries.";
    RESERVED       "reserved_octet" Hex(2) "Reserved octet" "Always zero.";
    OFFSET         "offset"         Dec & 0xfff8 "Offset" "Where the piece lies, in units of eight bytes.";
    RESERVED_BITS  "reserved_bits"  Dec & 0x0006 "Reserved bits" "Always zero.";
    MORE           "more"           FlagNamed(["Yes", "No"]) & 0x0001 "More Fragments" "Further pieces follow.";
    IDENTIFICATION "ident"          Hex(8) "Identification" "The same in all pieces of a packet.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "ipv6.fraghdr",
    column: "",
    spec: "RFC 8200",
    family: Family::Ip,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::IpProtocol(44)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let next = pdu.u8(&NEXT_HEADER)?;
    pdu.u8(&RESERVED)?;
    let word = pdu.peeled::<2>()?;
    let units = pdu.bits(&OFFSET, word);
    pdu.label_more(format_args!(" ({} bytes)", units * 8));
    pdu.bits(&RESERVED_BITS, word);
    let more = pdu.bits(&MORE, word) == 1;
    let id = pdu.u32(&IDENTIFICATION)?;
    if !more && units == 0 {
        // The whole packet in one piece.
        let following = ipv6::following(pdu, next);
        return Ok(following);
    }
    pdu.context.fragment = true;
    let (offset, yes) = (units as u32 * 8, if more { 'y' } else { 'n' });
    pdu.info(format_args!("IPv6 fragment (off={offset} more={yes} ident=0x{id:08x} nxt={next})"));
    Ok(Next::Fragment(Fragment { six: true, id, protocol: next, offset, more }))
}
