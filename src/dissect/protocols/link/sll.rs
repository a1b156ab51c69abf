//! Linux cooked captures: what `-i any` puts in place of each interface's own link layer, in two versions.

use crate::{
    bytes::Address,
    dissect::{
        field::Field,
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::{
            link::{ethertype, hardware, llc},
            tunnel::gre,
        },
        sink::Sink,
        trailer::Trailer,
    },
};

fields! { "sll" "Linux cooked capture" "A packet of any interface, with what Linux says of it.":
    PACKET_TYPE     "pkttype"   Named(&PACKET_TYPES) "Packet type" "Whether the host sent it, or to whom it was addressed.";
    HARDWARE        "hatype"    Named(&hardware::NAMES) "Link-layer address type" "The kind of the interface.";
    ADDRESS_LENGTH  "halen"     Dec   "Link-layer address length" "Bytes of the sender's address, of which eight are kept.";
    SOURCE_MAC      "src.eth"   Mac   "Source" "The station that sent the packet.";
    SOURCE_IPV4     "src.ipv4"  Ipv4  "Source" "The tunnel's end that sent the packet.";
    SOURCE_OTHER    "src.other" Bytes "Source" "Who sent the packet, where the address is of another kind.";
    UNUSED          "unused"    Bytes "Unused" "Room for a longer address.";
    TYPE            "etype"     HexNamed(4, &ethertype::NAMES) "Protocol" "What the packet carries, from 0x0600 up.";
    LINUX_TYPE      "ltype"     HexNamed(4, &LINUX_TYPES) "Protocol" "What the packet carries, as Linux numbers it.";
    GRE_TYPE        "gretype"   HexNamed(4, &gre::NAMES) "Protocol" "What the packet carries, in a tunnel.";
    INTERFACE       "ifindex"   Dec   "Interface index" "The interface's number in its host (version 2).";
    TRAILER         "trailer"   Bytes "Trailer" "Bytes behind what the packet carries.";
}

names! {
    /// Ways past the host.
    pub PACKET_TYPES:
        0 "Unicast to us", 1 "Broadcast", 2 "Multicast", 3 "Unicast to another host", 4 "Sent by us";
    /// What has no EtherType.
    pub LINUX_TYPES:
        0x0001 "Raw 802.3", 0x0003 "Ethernet", 0x0004 "802.2 LLC", 0x0007 "PPP (HDLC)", 0x000c "CAN", 0x000d "CAN FD",
        0x0017 "IrDA LAP", 0x00f5 "ISI", 0x00f6 "IEEE 802.15.4";
}

/// `LINKTYPE_LINUX_SLL2`.
const VERSION_2: u16 = 276;
/// `ARPHRD_IPGRE`.
const GRE: u16 = 778;

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "sll",
    column: "SLL",
    spec: "LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::LinkType(113), Claim::LinkType(276)],
    trailer: Some(Trailer::Rest(&TRAILER)),
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let (hardware, number) = if pdu.context.link_type == VERSION_2 { second(pdu)? } else { first(pdu)? };
    Ok(match number {
        1536.. if hardware == GRE => Next::Type(number),
        1536.. => ethertype::next(pdu, number),
        4 => Next::To(&llc::PROTOCOL),
        _ => Next::Data,
    })
}

fn first<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(u16, u16), Short> {
    pdu.heading(format_args!(" v1"));
    let way = pdu.u16(&PACKET_TYPE)?;
    pdu.info(format_args!("{}", Way(way)));
    let hardware = pdu.u16(&HARDWARE)?;
    let len = pdu.u16(&ADDRESS_LENGTH)?;
    source(pdu, len)?;
    let number = kind(pdu, hardware)?;
    Ok((hardware, number))
}

fn second<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(u16, u16), Short> {
    pdu.heading(format_args!(" v2"));
    let hardware = pdu.peeked_at::<2>(8)?.value as u16;
    let number = kind(pdu, hardware)?;
    pdu.skip(2)?;
    pdu.u32(&INTERFACE)?;
    pdu.u16(&HARDWARE)?;
    let way = pdu.u8(&PACKET_TYPE)?;
    pdu.info(format_args!("{}", Way(way.into())));
    let len = pdu.u8(&ADDRESS_LENGTH)?;
    source(pdu, len.into())?;
    Ok((hardware, number))
}

/// The protocol's number; what it counts depends on its size and on the interface.
fn kind<S: Sink>(pdu: &mut Pdu<'_, S>, hardware: u16) -> Result<u16, Short> {
    let field: &'static Field = match pdu.peeked::<2>()?.value {
        1536.. if hardware == GRE => &GRE_TYPE,
        1536.. => &TYPE,
        _ => &LINUX_TYPE,
    };
    pdu.u16(field)
}

/// Eight bytes, of which the address takes the first `len`.
fn source<S: Sink>(pdu: &mut Pdu<'_, S>, len: u16) -> Result<(), Short> {
    let used = usize::from(len.min(8));
    match used {
        0 => {}
        4 => {
            let address = pdu.ipv4(&SOURCE_IPV4)?;
            pdu.addresses(address, Address::None);
        }
        6 => {
            let address = pdu.mac(&SOURCE_MAC)?;
            pdu.addresses(address, Address::None);
        }
        _ => {
            pdu.bytes(&SOURCE_OTHER, used)?;
        }
    }
    if used < 8 {
        pdu.bytes(&UNUSED, 8 - used)?;
    }
    Ok(())
}

/// The packet's way in words.
struct Way(u16);

impl std::fmt::Display for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match PACKET_TYPES.get(self.0.into()) {
            Some(name) => f.write_str(name),
            None => write!(f, "Unknown ({})", self.0),
        }
    }
}
