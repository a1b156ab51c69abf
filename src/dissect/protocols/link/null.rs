//! BSD loopback (`DLT_NULL`, `DLT_LOOP`): an address family in four bytes, in the byte order of the host or the network.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Next, Protocol},
    protocols::link::{ethertype, ppp},
    sink::Sink,
};

fields! { "null" "Null/Loopback" "Packets of a host to itself.":
    FAMILY "family" Named(&FAMILIES) "Family" "The address family of what the packet carries.";
    TYPE   "type"   HexNamed(4, &ethertype::NAMES) "Type" "An EtherType where the family should be.";
}

names! {
    /// Address families of several systems, as Wireshark words them.
    pub FAMILIES:
        2 "IP", 7 "OSI", 16 "Appletalk", 23 "Netware IPX/SPX", 24 "IPv6", 28 "IPv6", 30 "IPv6";
}

/// `DLT_LOOP`: always in network byte order.
const LOOP: u16 = 108;
const HIGHEST_FAMILY: u32 = 1500;

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "null",
    column: "",
    spec: "",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::LinkType(0), Claim::LinkType(108)],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    if pdu.peeked::<2>()?.value == 0xff03 {
        pdu.unaddressed();
        return Ok(Next::To(&ppp::PROTOCOL));
    }
    pdu.unaddressed();
    pdu.protocol("N/A");
    pdu.info(format_args!("Null/Loopback"));
    let word = pdu.peeled::<4>()?;
    let value = if pdu.context.link_type == LOOP { word.value as u32 } else { host_order(word.value as u32) };
    if value > HIGHEST_FAMILY && pdu.context.link_type != LOOP {
        let number = value as u16;
        pdu.bits(&TYPE, word.with(number.into()));
        return Ok(Next::Type(number));
    }
    pdu.bits(&FAMILY, word.with(value.into()));
    Ok(match value {
        2 => Next::Type(0x0800),
        24 | 28 | 30 => Next::Type(0x86dd),
        _ => Next::Data,
    })
}

/// Families are small numbers, which tells in whose byte order they were written.
fn host_order(big: u32) -> u32 {
    match big.swap_bytes() {
        little if little & 0xffff_0000 != 0 => big,
        little if little <= HIGHEST_FAMILY && little & 0xff == 0 => little >> 8,
        little => little,
    }
}

#[cfg(test)]
mod tests {
    use super::host_order;

    #[test]
    fn families_are_small_in_either_order() {
        assert_eq!(host_order(0x0200_0000), 2);
        assert_eq!(host_order(0x0000_0002), 2);
        assert_eq!(host_order(0x1e00_0000), 30);
        assert_eq!(host_order(0x0008_0000), 0x0800);
        assert_eq!(host_order(0x0000_0800), 0x0800);
        assert_eq!(host_order(0x0001_0000), 1);
    }
}
