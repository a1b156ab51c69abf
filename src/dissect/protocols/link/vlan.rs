//! IEEE 802.1Q: a tag that puts a frame into one of a network's virtual networks.

use crate::dissect::{
    field::{Note, Severity},
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Next, Protocol},
    protocols::link::{ethertype, llc},
    sink::Sink,
    trailer::Trailer,
};

fields! { "vlan" "802.1Q Virtual LAN" "The virtual network that a frame belongs to.":
    PRIORITY "priority" Named(&PRIORITIES) & 0xe000 "Priority" "How urgent the frame is.";
    DEI      "dei"      FlagNamed(["Eligible", "Ineligible"]) & 0x1000 "DEI" "Whether the frame may be dropped first.";
    ID       "id"       Dec & 0x0fff "ID" "The virtual network's number.";
    TYPE     "etype"    HexNamed(4, &ethertype::NAMES) "Type" "What the frame carries, from 0x0600 up.";
    LENGTH   "len"      Dec "Length" "Bytes of the frame's content, up to 0x05dc.";
    PADDING  "padding"  Bytes "Padding" "Bytes that fill the frame up to its shortest length.";
    TRAILER  "trailer"  Bytes "Trailer" "Bytes behind what the frame carries.";
}

names! {
    /// Classes of traffic (IEEE 802.1Q-2011).
    pub PRIORITIES:
        0 "Best Effort (default)", 1 "Background", 2 "Excellent Effort", 3 "Critical Applications",
        4 "Video, < 100ms latency and jitter", 5 "Voice, < 10ms latency and jitter", 6 "Internetwork Control",
        7 "Network Control";
}

static PAST_END: Note = Note {
    key: "vlan.len.past_end",
    severity: Severity::Error,
    text: "Length field value goes past the end of the payload",
};

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "vlan",
    column: "VLAN",
    spec: "IEEE 802.1Q",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[&PAST_END],
    claims: &[Claim::EtherType(0x8100), Claim::EtherType(0x9100)],
    trailer: Some(Trailer::Shown { padding: &PADDING, rest: &TRAILER, checksum: None }),
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let tag = pdu.peeled::<2>()?;
    let priority = pdu.bits(&PRIORITY, tag);
    let eligible = pdu.bits(&DEI, tag);
    let id = pdu.bits(&ID, tag);
    pdu.heading(format_args!(", PRI: {priority}, DEI: {eligible}, ID: {id}"));
    pdu.info(format_args!("PRI: {priority}  DEI: {eligible}  ID: {id}"));
    let number = pdu.peeked::<2>()?.value as u16;
    if number > 1500 {
        pdu.u16(&TYPE)?;
        return Ok(ethertype::next(pdu, number));
    }
    pdu.u16(&LENGTH)?;
    let len = usize::from(number);
    if len > pdu.claimed_left() {
        pdu.note(&PAST_END, 2);
    }
    pdu.limit(len + 4);
    Ok(Next::To(&llc::PROTOCOL))
}
