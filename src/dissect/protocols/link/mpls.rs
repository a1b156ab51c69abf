//! Multiprotocol Label Switching: a stack of labels, and no word of what lies below it.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Next, Protocol},
    protocols::link::{pwach, pwethcw},
    sink::Sink,
};

fields! { "mpls" "MultiProtocol Label Switching Header" "Labels that routers switch a packet by.":
    LABEL  "label"  DecHex(5) & 0xffff_f000 "MPLS Label" "The path of the packet.";
    EXP    "exp"    Dec & 0x0000_0e00 "MPLS Experimental Bits" "The class of service.";
    BOTTOM "bottom" Dec & 0x0000_0100 "MPLS Bottom Of Label Stack" "Whether this is the last label.";
    TTL    "ttl"    Dec & 0x0000_00ff "MPLS TTL" "Routers the packet may still pass.";
}

names! {
    RESERVED:
        0 "IPv4 Explicit-Null", 1 "Router Alert", 2 "IPv6 Explicit-Null", 3 "Implicit-Null",
        7 "Entropy Label Indicator (ELI)", 13 "Generic Associated Channel Label (GAL)", 14 "OAM Alert";
}

/// The generic associated channel (RFC 5586).
const ASSOCIATED_CHANNEL: u64 = 13;
/// Upkeep as ITU-T Y.1711 has it; its messages are not read here.
const OAM_ALERT: u64 = 14;

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "mpls",
    column: "MPLS",
    spec: "RFC 3032",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[
        Claim::EtherType(0x8847),
        Claim::EtherType(0x8848),
        Claim::Ppp(0x0281),
        Claim::Ppp(0x0283),
        Claim::IpProtocol(137),
    ],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.info(format_args!("MPLS Label Switched Packet"));
    let mut first = true;
    let last = loop {
        pdu.peeked::<4>()?;
        if !first {
            pdu.again(&LAYER);
        }
        first = false;
        let word = pdu.peeled::<4>()?;
        let label = pdu.bits(&LABEL, word);
        if let Some(name) = RESERVED.get(label) {
            pdu.label(format_args!("{name} ({label})"));
        }
        let class = pdu.bits(&EXP, word);
        let bottom = pdu.bits(&BOTTOM, word);
        let ttl = pdu.bits(&TTL, word);
        let name = std::fmt::from_fn(|f| RESERVED.get(label).map_or(Ok(()), |name| write!(f, " ({name})")));
        pdu.heading(format_args!(", Label: {label}{name}, Exp: {class}, S: {bottom}, TTL: {ttl}"));
        if bottom == 1 {
            break label;
        }
    };
    // Nothing says what follows; IP gives itself away by its version, and everything else must not look like IP.
    Ok(match pdu.peeked::<1>()?.value >> 4 {
        _ if last == OAM_ALERT => {
            pdu.info_more(format_args!(" (Y.1711: reserved/unknown)"));
            Next::Data
        }
        _ if last == ASSOCIATED_CHANNEL => Next::To(&pwach::PROTOCOL),
        4 => Next::Type(0x0800),
        6 => Next::Type(0x86dd),
        0 => Next::To(&pwethcw::PROTOCOL),
        1 => Next::To(&pwach::PROTOCOL),
        _ => Next::Data,
    })
}
