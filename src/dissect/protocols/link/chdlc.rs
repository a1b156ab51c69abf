//! Cisco HDLC: two bytes of framing and an EtherType.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Next, Protocol},
    sink::Sink,
};

fields! { "chdlc" "Cisco HDLC" "Packets between two routers on a serial line.":
    ADDRESS "address"  HexNamed(2, &ADDRESSES) "Address" "Whether one router is addressed or all.";
    CONTROL "control"  Hex(2) "Control" "Always zero.";
    NUMBER  "protocol" HexNamed(4, &NAMES) "Protocol" "What the frame carries.";
}

names! {
    /// What frames carry, as Wireshark words it.
    pub NAMES:
        0x0800 "IP", 0x2000 "Cisco Discovery Protocol", 0x4242 "Spanning Tree BPDU",
        0x6558 "Transparent Ethernet bridging", 0x8035 "SLARP", 0x8038 "DEC LanBridge", 0x809b "Appletalk",
        0x80f3 "AARP", 0x8137 "Netware IPX/SPX", 0x86dd "IPv6", 0x8847 "MPLS unicast", 0x8848 "MPLS multicast",
        0xfefe "OSI";
    ADDRESSES: 0x0f "Unicast", 0x8f "Multicast";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "chdlc",
    column: "CHDLC",
    spec: "",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::LinkType(104)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.unaddressed();
    pdu.u8(&ADDRESS)?;
    pdu.u8(&CONTROL)?;
    let number = pdu.u16(&NUMBER)?;
    pdu.protocol(format_args!("0x{number:04x}"));
    Ok(Next::Type(number))
}
