//! Whether a dump begins with an Ethernet header or behind it: by content, because programs print both and do not say.

use etherparse::{EtherType, Ethernet2Header};

use crate::bytes::checksum::{self, Verdict};

/// Bytes of a header that was added.
pub(super) const ADDED: usize = ETHERNET;
const ETHERNET: usize = 14;
/// Locally administered addresses for a header that is added.
const SOURCE: [u8; 6] = [2, 0, 0, 0, 0, 1];
const DESTINATION: [u8; 6] = [2, 0, 0, 0, 0, 2];

/// How surely bytes are what they might be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likely {
    No,
    /// Nothing speaks against it.
    Possibly,
    /// Lengths or types agree.
    Probably,
    /// More agrees than chance would have.
    Surely,
}

/// Puts an Ethernet header before bytes that begin at the network layer; says whether it did.
pub(super) fn complete(bytes: &mut Vec<u8>) -> bool {
    let Some(ether_type) = missing(bytes) else { return false };
    let header = Ethernet2Header { source: SOURCE, destination: DESTINATION, ether_type };
    bytes.splice(0..0, header.to_bytes());
    true
}

/// Whether bytes are surely one packet, to its end and no further.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let packet = match ethernet(bytes) {
        Likely::Surely => bytes.get(ETHERNET..).unwrap_or_default(),
        _ => bytes,
    };
    // Frames are filled up to 60 bytes.
    let fits =
        |length: Option<usize>| length.is_some_and(|length| length == packet.len() || length < 46 && bytes.len() == 60);
    ipv4(packet) == Likely::Surely && fits(half(packet, 2))
        || ipv6(packet) >= Likely::Probably && fits(half(packet, 4).map(|length| length + 40))
}

/// The EtherType of what begins at the network layer.
fn missing(bytes: &[u8]) -> Option<EtherType> {
    let network = [(ipv4(bytes), EtherType::IPV4), (ipv6(bytes), EtherType::IPV6), (arp(bytes), EtherType::ARP)];
    let (likely, ether_type) = network.into_iter().max_by_key(|(likely, _)| *likely)?;
    let is = match ethernet(bytes) {
        Likely::No => likely >= Likely::Possibly,
        Likely::Possibly | Likely::Probably => likely > Likely::Possibly,
        Likely::Surely => likely == Likely::Surely && ether_type == EtherType::IPV4,
    };
    is.then_some(ether_type)
}

/// Version, lengths, and a checksum that is right.
fn ipv4(bytes: &[u8]) -> Likely {
    let Some(first) = bytes.first() else { return Likely::No };
    let length = usize::from(first & 15) * 4;
    let (Some(header), Some(total), Some(sum)) = (bytes.get(..length), half(bytes, 2), half(bytes, 10)) else {
        return Likely::No;
    };
    if first >> 4 != 4 || length < 20 || total < length {
        return Likely::No;
    }
    match checksum::plain(header, sum as u16) {
        // Also where the end of the packet was cut off.
        Verdict::Good => Likely::Surely,
        _ if total == bytes.len() => Likely::Probably,
        _ if total < bytes.len() => Likely::Possibly,
        _ => Likely::No,
    }
}

/// Version and length.
fn ipv6(bytes: &[u8]) -> Likely {
    let (Some(first), Some(length)) = (bytes.first(), half(bytes, 4)) else { return Likely::No };
    if first >> 4 != 6 || bytes.len() < 40 {
        return Likely::No;
    }
    match (length + 40).cmp(&bytes.len()) {
        std::cmp::Ordering::Equal => Likely::Probably,
        std::cmp::Ordering::Less => Likely::Possibly,
        std::cmp::Ordering::Greater => Likely::No,
    }
}

/// Ethernet and IPv4 addresses, as all ARP has them.
fn arp(bytes: &[u8]) -> Likely {
    if bytes.len() >= 28 && bytes.starts_with(&[0, 1, 8, 0, 6, 4, 0]) { Likely::Probably } else { Likely::No }
}

fn ethernet(bytes: &[u8]) -> Likely {
    let (Some(kind), Some(body)) = (half(bytes, 12), bytes.get(ETHERNET..)) else { return Likely::No };
    match kind {
        0x0800 => Likely::Probably.max(ipv4(body)),
        0x86dd => Likely::Probably.max(ipv6(body)),
        0x0806 if arp(body) != Likely::No => Likely::Surely,
        // VLAN tags, MPLS, PPPoE, EAPOL, LLDP, MACsec, PTP and the like.
        0x0806 | 0x8035 | 0x8100 | 0x8137 | 0x8847 | 0x8848 | 0x8863 | 0x8864 | 0x888e | 0x88a8 | 0x88cc | 0x88e5
        | 0x88f7 | 0x8902 | 0x9000 | 0x9100 => Likely::Probably,
        ..=1500 if kind <= body.len() => Likely::Possibly,
        _ => Likely::No,
    }
}

/// A number of two bytes.
fn half(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use etherparse::PacketBuilder;

    fn ip(version: u8) -> Vec<u8> {
        let builder = match version {
            4 => PacketBuilder::ipv4([10, 0, 0, 1], [10, 0, 0, 2], 64),
            _ => PacketBuilder::ipv6([0x20; 16], [0x21; 16], 64),
        };
        let mut bytes = Vec::new();
        builder.udp(40_000, 53).write(&mut bytes, b"payload").unwrap();
        bytes
    }

    fn added(bytes: &[u8]) -> Option<Vec<u8>> {
        let mut completed = bytes.to_vec();
        complete(&mut completed).then_some(completed)
    }

    #[test]
    fn what_begins_at_ip_or_arp_gets_a_header() {
        let arp = [&[0, 1, 8, 0, 6, 4, 0, 1][..], &[9; 20]].concat();
        for (packet, kind) in [(ip(4), [8, 0]), (ip(6), [0x86, 0xdd]), (arp, [8, 6])] {
            let header = [&[2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1][..], &kind].concat();
            let framed = [header, packet.clone()].concat();
            assert_eq!(added(&packet), Some(framed.clone()));
            assert_eq!(added(&framed), None);
        }
    }

    #[test]
    fn a_right_checksum_outweighs_all() {
        let mut bytes = ip(4);
        // Read as Ethernet, the address ends in an EtherType.
        bytes[12..14].copy_from_slice(&[8, 0]);
        assert!(added(&bytes).is_some());
        let sum = etherparse::Ipv4Header::from_slice(&bytes).unwrap().0.calc_header_checksum();
        bytes[10..12].copy_from_slice(&sum.to_be_bytes());
        assert!(added(&bytes[..24]).is_some());
        bytes[10] ^= 1;
        assert_eq!(added(&bytes[..24]), None);
    }

    #[test]
    fn other_frames_stay_as_they_are() {
        for bytes in [
            &[][..],
            &[0x45],
            &[0x45; 60],
            &[0x60; 60],
            &[0xff; 14],
            &[1, 128, 194, 0, 0, 0, 2, 2, 2, 2, 2, 2, 0, 3, 66, 66, 3],
        ] {
            assert_eq!(added(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn whole_packets_end_where_they_say() {
        let mut packet = ip(4);
        assert!(is_whole(&packet) && is_whole(&ip(6)) && !is_whole(&packet[..packet.len() - 1]));
        complete(&mut packet);
        assert!(is_whole(&packet));
        packet.resize(60, 0);
        assert!(is_whole(&packet));
        packet.push(0);
        assert!(!is_whole(&packet));
    }
}
