//! The type number that Ethernet-like links share: a layer without bytes that stacks name.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Dissected, Family, Next, Protocol},
    sink::Sink,
};

fields! { "ethertype" "Ethertype" "The type number that Ethernet-like links share.": }

names! {
    /// EtherTypes that are named, as Wireshark words them.
    pub NAMES:
        0x0800 "IPv4", 0x0806 "ARP", 0x0842 "Wake on LAN", 0x22f3 "TRILL", 0x6003 "DEC DNA Routing", 0x8035 "RARP",
        0x809b "AppleTalk", 0x80f3 "AARP", 0x8100 "802.1Q Virtual LAN", 0x8137 "IPX", 0x86dd "IPv6", 0x8808 "MAC Control",
        0x8809 "Slow Protocols", 0x8847 "MPLS label switched packet", 0x8848 "MPLS multicast packet", 0x8863 "PPPoE Discovery",
        0x8864 "PPPoE Session", 0x888e "802.1X Authentication", 0x88a8 "802.1ad Provider Bridge (Q-in-Q)",
        0x88cc "802.1 Link Layer Discovery Protocol (LLDP)", 0x88e5 "802.1AE (MACsec)", 0x9000 "Configuration Test Protocol (loopback)",
        0x9100 "QinQ: old non-standard 802.1ad";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "ethertype",
    column: "",
    spec: "IEEE 802.3",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[],
    trailer: None,
    scan: |pdu| dissect(pdu),
    detail: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(_: &mut Pdu<'_, S>) -> Dissected {
    Ok(Next::Done)
}
