//! The channel beside a pseudowire's own traffic, for its upkeep (RFC 4385).

use crate::dissect::{
    pdu::Pdu,
    protocol::{Dissected, Family, Next, Protocol},
    sink::Sink,
};

fields! { "pwach" "PW Associated Channel Header" "Marks what keeps a pseudowire up.":
    VERSION  "ver" Dec & 0x0f "Channel Version" "Always zero.";
    RESERVED "res" Hex(2) "Reserved" "Always zero.";
    TYPE     "channel_type" HexNamed(4, &NAMES) "Channel Type" "What the channel carries.";
}

names! {
    NAMES:
        0x0000 "Reserved", 0x0001 "Management Communication Channel (MCC)",
        0x0002 "Signaling Communication Channel (SCC)",
        0x0007 "BFD Control, PW-ACH-encapsulated (BFD Without IP/UDP Headers)",
        0x000a "MPLS Direct Loss Measurement (DLM)", 0x000b "MPLS Inferred Loss Measurement (ILM)",
        0x000c "MPLS Delay Measurement (DM)", 0x000d "MPLS Direct Loss and Delay Measurement (DLM+DM)",
        0x000e "MPLS Inferred Loss and Delay Measurement (ILM+DM)", 0x0021 "IPv4 packet", 0x0022 "MPLS-TP CC message",
        0x0023 "MPLS-TP CV message", 0x0024 "Protection State Coordination Protocol (PSC)", 0x0025 "On-Demand CV",
        0x0026 "LI", 0x0027 "Pseudo-Wire OAM", 0x0028 "MAC Withdraw OAM Msg", 0x0057 "IPv6 packet", 0x0058 "Fault OAM",
        0x7ff8 "Reserved for Experimental Use", 0x7ff9 "Reserved for Experimental Use",
        0x7ffa "Reserved for Experimental Use", 0x7ffb "Reserved for Experimental Use",
        0x7ffc "Reserved for Experimental Use", 0x7ffd "Reserved for Experimental Use",
        0x7ffe "Reserved for Experimental Use", 0x7fff "Reserved for Experimental Use", 0x8902 "MPLS-TP OAM";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "pwach",
    column: "",
    spec: "RFC 4385",
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
    let first = pdu.peeled::<1>()?;
    pdu.bits(&VERSION, first);
    pdu.u8(&RESERVED)?;
    Ok(match pdu.u16(&TYPE)? {
        0x0021 => Next::Type(0x0800),
        0x0057 => Next::Type(0x86dd),
        _ => Next::Data,
    })
}
