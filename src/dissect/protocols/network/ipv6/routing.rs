//! IPv6 routing headers: hosts that a packet should pass on its way, in several forms.

use crate::{
    bytes::Address,
    dissect::{
        field::{Note, Severity},
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Protocol, Short},
        protocols::network::{ip_protocol, ipv6},
        sink::Sink,
    },
};

fields! { "ipv6.routing" "Routing Header for IPv6" "Hosts that a packet should pass.":
    NEXT_HEADER "nxt"     Named(&ip_protocol::NAMES) "Next Header" "What follows this header.";
    LENGTH      "len"     Dec "Length" "Eight-byte units behind the first one.";
    BYTES       "len_oct" Dec "Length" "Bytes of this header.";
    TYPE        "type"    Named(&TYPES) "Type" "The form of the header.";
    LEFT        "segleft" Dec "Segments Left" "Hosts still to be passed.";
    UNKNOWN     "unknown_data" Bytes "Type-Specific Data" "What a form holds that is not read here.";
    SOURCE_RESERVED "src.reserved" Bytes "Reserved" "Always zero.";
    SOURCE_ADDRESS  "src.addr" Ipv6 "Address" "A host to pass.";
    MOBILE_RESERVED "mipv6.reserved" Bytes "Reserved" "Always zero.";
    MOBILE_ADDRESS  "mipv6.home_address" Ipv6 "Home Address" "The mobile host's address at home.";
    CMPR_I      "rpl.cmprI" Dec & 0xf000_0000 "Compressed Internal Octets (CmprI)" "Bytes that all addresses but the last leave out.";
    CMPR_E      "rpl.cmprE" Dec & 0x0f00_0000 "Compressed Final Octets (CmprE)" "Bytes that the last address leaves out.";
    PAD         "rpl.pad"   Dec & 0x00f0_0000 "Padding Bytes" "Bytes behind the addresses.";
    RPL_RESERVED "rpl.reserved" Dec & 0x000f_ffff "Reserved" "Always zero.";
    COUNT       "rpl.addr_count" Signed "Total Address Count" "Addresses that follow.";
    RPL_ADDRESS "rpl.address" Bytes "Address" "A host to pass, shortened.";
    FULL_ADDRESS "rpl.full_address" Ipv6 "Full Address" "The same, with what was left out.";
    LAST_ENTRY  "srh.last_entry" Dec "Last Entry" "The place of the last address.";
    FLAGS       "srh.flags" Hex(2) "Flags" "Unused so far.";
    TAG         "srh.tag"   Bytes "Tag" "Marks packets that belong together.";
    SEGMENT     "srh.addr"  Ipv6 "Address" "A segment; the last one comes first.";
    CURRENT_16  "crh16.current_sid" Dec "Current SID" "The segment that the packet is on its way to.";
    CURRENT_32  "crh32.current_sid" Dec "Current SID" "The segment that the packet is on its way to.";
    SID_16      "crh16.sid" Dec "Segment ID" "A segment.";
    SID_32      "crh32.sid" Dec "Segment ID" "A segment.";
}

names! {
    TYPES:
        0 "Source Route", 1 "Nimrod", 2 "Type 2 Routing", 3 "RPL Source Route", 4 "Segment Routing",
        5 "Compact Routing Header 16", 6 "Compact Routing Header 32", 253 "Experiment 1", 254 "Experiment 2";
}

static DEPRECATED: Note =
    Note { key: "ipv6.routing.deprecated", severity: Severity::Note, text: "Routing header type is deprecated" };
static INVALID_LEFT: Note = Note {
    key: "ipv6.routing.invalid_segleft",
    severity: Severity::Error,
    text: "IPv6 Routing Header segments left field must not exceed address count",
};

const SOURCE_ROUTE: u8 = 0;
const MOBILE: u8 = 2;
const RPL: u8 = 3;
const SEGMENT_ROUTING: u8 = 4;
const COMPACT_16: u8 = 5;
const COMPACT_32: u8 = 6;

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "ipv6.routing",
    column: "",
    spec: "RFC 8200, RFC 6275, RFC 6554, RFC 8754",
    family: Family::Ip,
    fields: FIELDS,
    more: &[],
    notes: &[&DEPRECATED, &INVALID_LEFT],
    claims: &[Claim::IpProtocol(43)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.info(format_args!("IPv6 routing"));
    let next = pdu.u8(&NEXT_HEADER)?;
    let total = (usize::from(pdu.u8(&LENGTH)?) + 1) * 8;
    pdu.computed(&BYTES, total as u64);
    pdu.label(format_args!("{total} bytes"));
    let kind = pdu.u8(&TYPE)?;
    if matches!(kind, 0 | 1) {
        pdu.note(&DEPRECATED, 1);
    }
    pdu.heading(format_args!(" ({})", TYPES.or_unknown(kind.into())));
    let left = pdu.u8(&LEFT)?;
    let len = total - 4;
    pdu.within(len, |pdu| match kind {
        SOURCE_ROUTE => source_route(pdu, left),
        MOBILE => mobile(pdu, left),
        RPL => rpl(pdu, len, left),
        SEGMENT_ROUTING => segments(pdu, left),
        COMPACT_16 | COMPACT_32 => compact(pdu, kind == COMPACT_16),
        _ => {
            pdu.all(&UNKNOWN);
            Ok(())
        }
    })?;
    Ok(ipv6::following(pdu, next))
}

/// Type 0: whole addresses, the last one being where the packet ends.
fn source_route<S: Sink>(pdu: &mut Pdu<'_, S>, left: u8) -> Result<(), Short> {
    pdu.bytes(&SOURCE_RESERVED, 4)?;
    let mut last = None;
    let mut count = 0_u32;
    while pdu.claimed_left() >= 16 {
        last = Some(pdu.ipv6(&SOURCE_ADDRESS)?);
        count += 1;
    }
    if u32::from(left) > count {
        pdu.note(&INVALID_LEFT, 0);
    } else if let Some(last) = last.filter(|_| left > 0) {
        ipv6::redirect(pdu, last);
    }
    Ok(())
}

/// Type 2: a mobile host's home address.
fn mobile<S: Sink>(pdu: &mut Pdu<'_, S>, left: u8) -> Result<(), Short> {
    pdu.bytes(&MOBILE_RESERVED, 4)?;
    let home = pdu.ipv6(&MOBILE_ADDRESS)?;
    if left > 0 {
        ipv6::redirect(pdu, home);
    }
    Ok(())
}

/// Type 3 (RFC 6554): addresses without the beginning that they share with the packet's destination.
fn rpl<S: Sink>(pdu: &mut Pdu<'_, S>, len: usize, left: u8) -> Result<(), Short> {
    let word = pdu.peeled::<4>()?;
    let inner = 16 - pdu.bits(&CMPR_I, word) as usize;
    let outer = 16 - pdu.bits(&CMPR_E, word) as usize;
    let pad = pdu.bits(&PAD, word) as usize;
    pdu.bits(&RPL_RESERVED, word);
    // What the padding and the last address leave, all others share.
    let count = match (len - 4).checked_sub(pad + outer) {
        Some(others) => others / inner + 1,
        None => 0,
    };
    pdu.computed(&COUNT, count as u64);
    let destination = pdu.context.destination;
    let mut last = None;
    for place in 1..=count {
        let size = if place == count { outer } else { inner };
        let bytes = pdu.bytes(&RPL_ADDRESS, size)?;
        let full = completed(destination, bytes);
        pdu.computed_address(&FULL_ADDRESS, full);
        last = Some(full);
    }
    if let Some(last) = last.filter(|_| left > 0) {
        ipv6::redirect(pdu, last);
    }
    Ok(())
}

/// `end` behind as much of `beginning` as is missing of an address.
fn completed(beginning: Address, end: &[u8]) -> Address {
    let Address::Ipv6(mut octets) = beginning else { return Address::None };
    if let Some(tail) = octets.get_mut(16_usize.saturating_sub(end.len())..).filter(|tail| tail.len() == end.len()) {
        tail.copy_from_slice(end);
    }
    Address::Ipv6(octets)
}

/// Type 4 (RFC 8754): segments in reverse, then options.
fn segments<S: Sink>(pdu: &mut Pdu<'_, S>, left: u8) -> Result<(), Short> {
    let last_entry = pdu.u8(&LAST_ENTRY)?;
    pdu.u8(&FLAGS)?;
    pdu.bytes(&TAG, 2)?;
    let mut first = None;
    for _ in 0..=last_entry {
        let segment = pdu.ipv6(&SEGMENT)?;
        first = first.or(Some(segment));
    }
    if let Some(first) = first.filter(|_| left > 0) {
        ipv6::redirect(pdu, first);
    }
    pdu.all(&UNKNOWN);
    Ok(())
}

/// Types 5 and 6: short numbers for segments.
fn compact<S: Sink>(pdu: &mut Pdu<'_, S>, short: bool) -> Result<(), Short> {
    let size = if short { 2 } else { 4 };
    let mut place = 0_u32;
    while pdu.claimed_left() >= size {
        if short {
            pdu.u16(if place == 0 { &CURRENT_16 } else { &SID_16 })?;
        } else {
            pdu.u32(if place == 0 { &CURRENT_32 } else { &SID_32 })?;
        }
        place += 1;
    }
    Ok(())
}
