//! Captures built in tests: classic pcap and pcapng in either byte order.

use super::{Damage, Packet, Reader};

/// A packet that a test keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub time: i64,
    pub offset: u64,
    pub original: u32,
    pub interface: u32,
    pub flags: u32,
    pub link_type: u16,
    pub comment: bool,
    pub bytes: Vec<u8>,
}

impl Kept {
    /// As the reader gave it.
    pub fn packet(&self) -> Packet<'_> {
        let Self { time, offset, original, interface, flags, link_type, comment, ref bytes } = *self;
        Packet { time, offset, original, interface, flags, link_type, comment, bytes }
    }
}

impl From<Packet<'_>> for Kept {
    fn from(packet: Packet<'_>) -> Self {
        let Packet { time, offset, original, interface, flags, link_type, comment, bytes } = packet;
        Self { time, offset, original, interface, flags, link_type, comment, bytes: bytes.to_vec() }
    }
}

/// Reads a file fed in chunks of the given size: its packets, how it ended, and the reader.
pub fn read(file: &[u8], chunk: usize) -> (Vec<Kept>, Result<(), Damage>, Reader) {
    let (mut reader, mut packets) = (Reader::new(), Vec::new());
    let mut keep = |packet: Packet<'_>| packets.push(Kept::from(packet));
    let fed = file.chunks(chunk.max(1)).try_for_each(|chunk| reader.feed(chunk, &mut keep));
    let ended = fed.and_then(|()| reader.finish(&mut keep));
    (packets, ended, reader)
}

/// Reads a file that is whole and in order.
pub fn read_whole(file: &[u8]) -> (Vec<Kept>, Reader) {
    let (packets, ended, reader) = read(file, file.len());
    ended.expect("a file without damage");
    (packets, reader)
}

/// Writes numbers in one byte order.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    pub big: bool,
}

pub const LITTLE: Order = Order { big: false };
pub const BIG: Order = Order { big: true };

impl Order {
    pub fn u16(self, value: u16) -> [u8; 2] {
        if self.big { value.to_be_bytes() } else { value.to_le_bytes() }
    }

    pub fn u32(self, value: u32) -> [u8; 4] {
        if self.big { value.to_be_bytes() } else { value.to_le_bytes() }
    }

    pub fn u64(self, value: u64) -> [u8; 8] {
        if self.big { value.to_be_bytes() } else { value.to_le_bytes() }
    }

    fn words(self, values: &[u32]) -> Vec<u8> {
        values.iter().flat_map(|value| self.u32(*value)).collect()
    }

    /// A classic pcap header of version 2.4.
    pub fn pcap(self, magic: u32, network: u32) -> Vec<u8> {
        self.pcap_version(magic, network, 2, 4)
    }

    pub fn pcap_version(self, magic: u32, network: u32, major: u16, minor: u16) -> Vec<u8> {
        let version = [self.u16(major), self.u16(minor)].concat();
        [self.words(&[magic]), version, self.words(&[0, 0, 65_535, network])].concat()
    }

    /// A record with the usual 16-byte header.
    pub fn record(self, seconds: u32, fraction: u32, original: u32, bytes: &[u8]) -> Vec<u8> {
        [&self.words(&[seconds, fraction, bytes.len() as u32, original]), bytes].concat()
    }

    /// A pcapng block around a body, which is padded.
    pub fn block(self, kind: u32, body: &[u8]) -> Vec<u8> {
        let padded = padded(body);
        let length = self.u32(padded.len() as u32 + 12);
        [&self.u32(kind)[..], &length, &padded, &length].concat()
    }

    pub fn option(self, code: u16, value: &[u8]) -> Vec<u8> {
        [&self.u16(code)[..], &self.u16(value.len() as u16), &padded(value)].concat()
    }

    pub fn section(self, options: &[u8]) -> Vec<u8> {
        let version = [self.u16(1), self.u16(0)].concat();
        self.block(0x0a0d_0d0a, &[&self.u32(0x1a2b_3c4d)[..], &version, &[0xff; 8], options].concat())
    }

    pub fn interface(self, link_type: u16, snap_length: u32, options: &[u8]) -> Vec<u8> {
        self.block(1, &[&self.u16(link_type)[..], &[0, 0], &self.u32(snap_length), options].concat())
    }

    pub fn enhanced(self, interface: u32, ticks: u64, original: u32, bytes: &[u8], options: &[u8]) -> Vec<u8> {
        let head = [interface, (ticks >> 32) as u32, ticks as u32, bytes.len() as u32, original];
        self.block(6, &[&self.words(&head), &padded(bytes)[..], options].concat())
    }
}

fn padded(bytes: &[u8]) -> Vec<u8> {
    let mut padded = bytes.to_vec();
    padded.resize(bytes.len().next_multiple_of(4), 0);
    padded
}

/// A pcapng file of `count` packets with two interfaces, a comment, a journal entry and an unknown block.
pub fn pcapng(order: Order, count: u32) -> Vec<u8> {
    let mut file = order.section(&order.option(3, b"Linux"));
    file.extend(order.interface(1, 0, &[]));
    file.extend(order.interface(101, 64, &order.option(9, &[9])));
    for number in 0..count {
        let bytes = vec![number as u8; (number as usize * 13) % 90];
        let options = if number % 3 == 1 { order.option(1, b"seen") } else { Vec::new() };
        file.extend(order.enhanced(number % 2, u64::from(number) * 1_000, bytes.len() as u32 + 4, &bytes, &options));
        match number % 5 {
            2 => file.extend(order.block(0x9999, &[7; 40])),
            3 => file.extend(order.block(9, b"__REALTIME_TIMESTAMP=12\nMESSAGE=hello\n")),
            _ => {}
        }
    }
    file
}

/// A classic pcap file of `count` packets.
pub fn pcap(order: Order, count: u32) -> Vec<u8> {
    let mut file = order.pcap(0xa1b2_c3d4, 1);
    for number in 0..count {
        let bytes = vec![number as u8; (number as usize * 13) % 90];
        file.extend(order.record(1_000 + number, number, bytes.len() as u32 + 4, &bytes));
    }
    file
}
