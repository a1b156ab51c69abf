//! Packets and capture files from code: etherparse writes the headers it knows, byte strings do the rest.

use etherparse::{EtherType, Ethernet2Header, IpNumber, Ipv4Header, Ipv6FlowLabel, Ipv6Header, PacketBuilder};

/// The client's Ethernet address, and the server's.
pub const MACS: [[u8; 6]; 2] = [[0x02, 0, 0, 0, 0, 0x01], [0x02, 0, 0, 0, 0, 0x02]];
/// Their IPv4 addresses.
pub const IPV4: [[u8; 4]; 2] = [[192, 0, 2, 1], [198, 51, 100, 2]];
/// Their IPv6 addresses: 2001:db8::1 and 2001:db8::2.
pub const IPV6: [[u8; 16]; 2] = [
    [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
];

/// Link types as files number them.
pub const ETHERNET: u16 = 1;

/// A classic pcap file.
pub struct File {
    link_type: u16,
    packets: Vec<Kept>,
}

/// A packet as the file holds it: when in milliseconds, its bytes, and how many there were.
struct Kept {
    time: u32,
    bytes: Vec<u8>,
    original: usize,
}

impl File {
    /// These packets, whole, a millisecond apart.
    pub fn of(link_type: u16, packets: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self::at(link_type, (0..).zip(packets))
    }

    /// These packets, whole, each at its milliseconds.
    pub fn at(link_type: u16, packets: impl IntoIterator<Item = (u32, Vec<u8>)>) -> Self {
        let whole = |(time, bytes): (u32, Vec<u8>)| Kept { time, original: bytes.len(), bytes };
        Self { link_type, packets: packets.into_iter().map(whole).collect() }
    }

    /// One more packet, of which the capture holds the first `len` bytes.
    pub fn cut(mut self, mut bytes: Vec<u8>, len: usize) -> Self {
        let (time, original) = (self.packets.len() as u32, bytes.len());
        bytes.truncate(len);
        self.packets.push(Kept { time, bytes, original });
        self
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut file = hex("d4c3b2a1 0200 0400 00000000 00000000 00000400");
        file.extend(u32::from(self.link_type).to_le_bytes());
        for Kept { time, bytes, original } in &self.packets {
            // 2026-01-01 00:00:00 UTC.
            for word in [1_767_225_600 + time / 1000, time % 1000 * 1000, bytes.len() as u32, *original as u32] {
                file.extend(word.to_le_bytes());
            }
            file.extend(bytes);
        }
        file
    }
}

/// Bytes written in hex, spaces and line breaks as you like.
pub fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).expect(text);
    digits.chunks(2).map(byte).collect()
}

/// Pieces in a row.
pub fn join(pieces: &[&[u8]]) -> Vec<u8> {
    pieces.concat()
}

/// A frame from the client to the server.
pub fn ethernet(ether_type: u16, payload: &[u8]) -> Vec<u8> {
    let header =
        Ethernet2Header { source: MACS[0], destination: MACS[1], ether_type: EtherType(ether_type) }.to_bytes();
    join(&[&header, payload])
}

/// An IPv4 packet from the client to the server.
pub fn ipv4(protocol: u8, payload: &[u8]) -> Vec<u8> {
    let len = u16::try_from(payload.len()).unwrap();
    let mut header = Ipv4Header::new(len, 64, IpNumber(protocol), IPV4[0], IPV4[1]).unwrap();
    header.identification = 0x1234;
    header.header_checksum = header.calc_header_checksum();
    join(&[&header.to_bytes(), payload])
}

/// An IPv6 packet from the client to the server.
pub fn ipv6(next: u8, payload: &[u8]) -> Vec<u8> {
    ipv6_between(IPV6[0], IPV6[1], 64, next, payload)
}

/// An IPv6 packet between two addresses.
pub fn ipv6_between(source: [u8; 16], destination: [u8; 16], hops: u8, next: u8, payload: &[u8]) -> Vec<u8> {
    let header = Ipv6Header {
        traffic_class: 0,
        flow_label: Ipv6FlowLabel::ZERO,
        payload_length: u16::try_from(payload.len()).unwrap(),
        next_header: IpNumber(next),
        hop_limit: hops,
        source,
        destination,
    };
    join(&[&header.to_bytes(), payload])
}

/// A frame with an IPv4 packet in it.
pub fn frame4(protocol: u8, payload: &[u8]) -> Vec<u8> {
    ethernet(0x0800, &ipv4(protocol, payload))
}

/// A frame with an IPv6 packet in it.
pub fn frame6(next: u8, payload: &[u8]) -> Vec<u8> {
    ethernet(0x86dd, &ipv6(next, payload))
}

/// A frame with a UDP datagram over IPv4 from the client to the server.
pub fn udp4(source: u16, destination: u16, payload: &[u8]) -> Vec<u8> {
    udp4_by(0, source, destination, payload)
}

/// A frame with a UDP datagram over IPv4 back from the server.
pub fn udp4_back(source: u16, destination: u16, payload: &[u8]) -> Vec<u8> {
    udp4_by(1, source, destination, payload)
}

fn udp4_by(who: usize, source: u16, destination: u16, payload: &[u8]) -> Vec<u8> {
    let builder = PacketBuilder::ethernet2(MACS[who], MACS[1 - who]).ipv4(IPV4[who], IPV4[1 - who], 64);
    let mut frame = Vec::new();
    builder.udp(source, destination).write_to_vec(&mut frame, payload).unwrap();
    frame
}

/// A frame with a UDP datagram over IPv6 from the client to `destination`.
pub fn udp6(destination: [u8; 16], ports: (u16, u16), payload: &[u8]) -> Vec<u8> {
    let builder = PacketBuilder::ethernet2(MACS[0], MACS[1]).ipv6(IPV6[0], destination, 255);
    let mut frame = Vec::new();
    builder.udp(ports.0, ports.1).write_to_vec(&mut frame, payload).unwrap();
    frame
}

/// `message` with the Internet checksum over it and `pseudo_header` written at `at`.
pub fn summed(mut message: Vec<u8>, at: usize, pseudo_header: &[u8]) -> Vec<u8> {
    let sum = etherparse::checksum::Sum16BitWords::new().add_slice(&message);
    let sum = if pseudo_header.is_empty() { sum } else { sum.add_slice(pseudo_header) };
    message[at..at + 2].copy_from_slice(&sum.ones_complement().to_be_bytes());
    message
}

/// A frame with an ICMP or IGMP message over IPv4, its checksum filled in.
pub fn control4(protocol: u8, message: Vec<u8>) -> Vec<u8> {
    frame4(protocol, &summed(message, 2, &[]))
}

/// A frame with an ICMPv6 message from the client to `destination`, its checksum filled in.
pub fn control6(destination: [u8; 16], message: Vec<u8>) -> Vec<u8> {
    let len = u32::try_from(message.len()).unwrap().to_be_bytes();
    let pseudo_header = join(&[&IPV6[0], &destination, &len, &[0, 0, 0, 58]]);
    ethernet(0x86dd, &ipv6_between(IPV6[0], destination, 255, 58, &summed(message, 2, &pseudo_header)))
}

/// A domain name as DNS writes it.
pub fn name(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in text.split('.').filter(|label| !label.is_empty()) {
        bytes.push(label.len() as u8);
        bytes.extend(label.bytes());
    }
    bytes.push(0);
    bytes
}
