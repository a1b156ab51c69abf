//! Internet Protocol version 6: addresses, a traffic class and the first of a chain of headers.

pub mod dstopts;
mod embedded;
pub mod fraghdr;
pub mod fragments;
pub mod hopopts;
mod mesh;
mod options;
pub mod routing;

pub(in crate::dissect::protocols) use options::RATES;
use std::fmt::Write;

use crate::{
    bytes::Address,
    dissect::{
        field::{Note, Severity},
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::network::{dscp, ip_protocol},
        sink::Sink,
    },
};

fields! { "ipv6" "Internet Protocol Version 6" "Packets from host to host, with long addresses.":
    VERSION     "version"     Dec & 0xf0 "Version" "Always 6.";
    CLASS       "tclass"      Hex(8) & 0x0ff0_0000 "Traffic Class" "How routers should treat the packet.";
    DSCP        "tclass.dscp" Named(&dscp::NAMES) & 0x0fc0_0000 "Differentiated Services Codepoint" "The class of service.";
    ECN         "tclass.ecn"  Named(&dscp::ECN) & 0x0030_0000 "Explicit Congestion Notification" "Whether routers may mark congestion instead of dropping.";
    FLOW        "flow"        Hex(6) & 0x0f_ffff "Flow Label" "The same in all packets that routers should treat alike.";
    LENGTH      "plen"        Dec "Payload Length" "Bytes behind this header; 0 in a jumbogram.";
    NEXT_HEADER "nxt"         Named(&ip_protocol::NAMES) "Next Header" "What follows this header.";
    HOP_LIMIT   "hlim"        Dec "Hop Limit" "Routers the packet may still pass.";
    SOURCE      "src"         Ipv6 "Source Address" "The host that sent it.";
    DESTINATION "dst"         Ipv6 "Destination Address" "The host addressed, or the next one of a route.";
    ADDRESS     "addr"        Either(&[&SOURCE, &DESTINATION]) "Source or Destination Address" "Either end.";
}

static PAST_FRAME: Note = Note {
    key: "ipv6.plen_exceeds_framing",
    severity: Severity::Warning,
    text: "IPv6 payload length does not match expected framing length",
};
static NO_LENGTH: Note = Note {
    key: "ipv6.plen_zero",
    severity: Severity::Chat,
    text: "IPv6 payload length equals 0 (maybe because of \"TCP segmentation offload\" (TSO))",
};

const HEADER: usize = 40;
const HOP_BY_HOP: u8 = 0;
const NO_NEXT_HEADER: u8 = 59;

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "ipv6",
    column: "IPv6",
    spec: "RFC 8200",
    family: Family::Ip,
    fields: FIELDS,
    more: &[embedded::FIELDS, fragments::FIELDS, options::FIELDS, mesh::FIELDS],
    notes: &[&PAST_FRAME, &NO_LENGTH, &options::JUMBO_PROHIBITED],
    claims: &[
        Claim::EtherType(0x86dd),
        Claim::IpProtocol(41),
        Claim::Ppp(0x0057),
        Claim::LinkType(229),
        Claim::Refuses(|bytes| bytes.first().is_some_and(|first| first >> 4 != 6)),
    ],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let first = pdu.peeked::<1>()?;
    let version = pdu.bits(&VERSION, first);
    if version != 6 {
        // Only the capture's own word that this is IPv6 leads here.
        pdu.info(format_args!("Bogus IPv6 version ({version}, must be 6)"));
        return Ok(Next::Done);
    }
    if pdu.claimed_left() < HEADER {
        pdu.info(format_args!("Invalid IPv6 header ({} bytes, need exactly 40)", pdu.claimed_left()));
    }
    classes(pdu)?;
    let len = usize::from(pdu.u16(&LENGTH)?);
    let rest = pdu.claimed_left().saturating_sub(HEADER - 6);
    if len > rest {
        pdu.note(&PAST_FRAME, 2);
    }
    let next = pdu.u8(&NEXT_HEADER)?;
    pdu.context.hops = pdu.u8(&HOP_LIMIT)?;
    let (source, below) = (pdu.ipv6(&SOURCE)?, pdu.context.destination);
    pdu.addresses(source, below);
    let destination = pdu.ipv6(&DESTINATION)?;
    pdu.addresses(source, destination);
    pdu.heading_with(|out, known| {
        write!(out, ", Src: {}, Dst: {}", known.address_in_tree(source), known.address_in_tree(destination))
    });
    embedded::both(pdu, source, destination);
    match jumbo(pdu, len, next) {
        Some(jumbo) => pdu.limit(HEADER.saturating_add(jumbo)),
        None => pdu.limit(HEADER + len),
    }
    pdu.context.fragment = false;
    Ok(following(pdu, next))
}

/// The length that a Jumbo Payload option states where the header's own length is zero (RFC 2675).
fn jumbo<S: Sink>(pdu: &mut Pdu<'_, S>, len: usize, next: u8) -> Option<usize> {
    if len != 0 || next == NO_NEXT_HEADER {
        return None;
    }
    let jumbo = (next == HOP_BY_HOP).then(|| options::jumbo(pdu.rest())).flatten();
    if jumbo.is_none() {
        pdu.note(&NO_LENGTH, 36);
    }
    jumbo
}

/// The traffic class and the flow label share the first word with the version.
fn classes<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let word = pdu.peeked::<4>()?;
    let class = pdu.bits(&CLASS, word) as u8;
    pdu.label_more(format_args!(" {}", dscp::Summary(class)));
    pdu.below(|pdu| {
        pdu.bits(&DSCP, word);
        pdu.bits(&ECN, word);
    });
    pdu.skip(1)?;
    let label = pdu.peeled::<3>()?;
    pdu.bits(&FLOW, label);
    Ok(())
}

/// What comes after this header; a row that nobody claims says so.
pub(super) fn following<S: Sink>(pdu: &mut Pdu<'_, S>, next: u8) -> Next {
    if next == NO_NEXT_HEADER {
        pdu.info(format_args!("IPv6 no next header"));
        return Next::Data;
    }
    let name = ip_protocol::NAMES.or_unknown(next.into());
    pdu.info(format_args!("Unknown IP Protocol: {name} ({next})"));
    Next::IpProtocol(next)
}

/// The address that a routing header still leads to, which checksums are made with.
pub(super) fn redirect<S: Sink>(pdu: &mut Pdu<'_, S>, destination: Address) {
    let source = pdu.context.source;
    pdu.addresses(source, destination);
}
