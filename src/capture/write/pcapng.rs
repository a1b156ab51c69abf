//! Packets → pcapng: one section, its interfaces, names and secrets; packets; statistics.

use std::net::IpAddr;

use pcap_parser::{CB_MAGIC, DSB_MAGIC, EPB_MAGIC, IDB_MAGIC, ISB_MAGIC, NRB_MAGIC, SHB_MAGIC, SJE_MAGIC, SPB_MAGIC};

use super::super::blocks::{COMMENT, EPB_FLAGS};
use super::super::clock::Clock;
use super::super::{Facts, Interface, Name, Packet, Section, Statistics};
use super::block::{Block, cut};

/// Bytes of names after which another block begins: readers refuse blocks that are very long.
const NAMES_A_BLOCK: usize = 64 << 10;

/// A pcapng file that is being written.
#[derive(Debug)]
pub(super) struct Pcapng {
    /// What stands before the packets.
    head: Vec<u8>,
    statistics: Vec<Statistics>,
    interfaces: Vec<Taps>,
}

/// What packets need of their interface.
#[derive(Debug)]
struct Taps {
    snap_length: u32,
    clock: Clock,
    /// When its last packet came, in its own ticks.
    last: u64,
}

impl Pcapng {
    pub fn new(facts: &Facts, application: &str) -> Self {
        let mut head = Vec::new();
        section(&mut head, &facts.sections, application);
        facts.interfaces.iter().for_each(|interface| self::interface(&mut head, interface));
        names(&mut head, &facts.names);
        for secrets in &facts.secrets {
            Block::append(&mut head, DSB_MAGIC, |block| {
                block.numbers(&[secrets.kind, secrets.data.len() as u32]);
                block.bytes(&secrets.data);
            });
        }
        let taps =
            |interface: &Interface| Taps { snap_length: interface.snap_length, clock: interface.clock(), last: 0 };
        Self { head, statistics: facts.statistics.clone(), interfaces: facts.interfaces.iter().map(taps).collect() }
    }

    pub fn start(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.head);
    }

    pub fn packet(&mut self, out: &mut Vec<u8>, packet: &Packet<'_>, comments: &[&str]) -> bool {
        if packet.interface == Packet::NO_INTERFACE {
            return record(out, packet);
        }
        let Some(taps) = self.interfaces.get_mut(packet.interface as usize) else { return false };
        if packet.time == Packet::UNTIMED && comments.is_empty() && is_simple(packet, taps.snap_length) {
            Block::append(out, SPB_MAGIC, |block| {
                block.numbers(&[packet.original]);
                block.bytes(packet.bytes);
            });
            return true;
        }
        let ticks = if packet.time == Packet::UNTIMED { 0 } else { taps.clock.ticks(packet.time) };
        taps.last = taps.last.max(ticks);
        enhanced(out, packet, ticks, comments);
        true
    }

    pub fn finish(&mut self, out: &mut Vec<u8>) {
        for statistics in &self.statistics {
            if let Some(taps) = self.interfaces.get(statistics.interface as usize) {
                self::statistics(out, statistics, taps.last);
            }
        }
    }
}

/// Whether a simple packet block says all there is: of the first interface, and as long as its snapshot length makes it.
fn is_simple(packet: &Packet<'_>, snap_length: u32) -> bool {
    let limit = if snap_length == 0 { u32::MAX } else { snap_length };
    packet.interface == 0 && packet.flags == 0 && packet.bytes.len() == packet.original.min(limit) as usize
}

fn enhanced(out: &mut Vec<u8>, packet: &Packet<'_>, ticks: u64, comments: &[&str]) {
    Block::append(out, EPB_MAGIC, |block| {
        let captured = packet.bytes.len() as u32;
        block.numbers(&[packet.interface, (ticks >> 32) as u32, ticks as u32, captured, packet.original]);
        block.bytes(packet.bytes);
        if packet.flags != 0 {
            block.option(EPB_FLAGS, &packet.flags.to_le_bytes());
        }
        block.texts(COMMENT, comments.iter().copied());
    });
}

/// Writes a record of no interface, if it may be copied.
fn record(out: &mut Vec<u8>, packet: &Packet<'_>) -> bool {
    // Later passes know these records by what they hold only.
    let is_journal = packet.link_type == Packet::JOURNAL || packet.bytes.starts_with(b"__");
    match packet.flags {
        _ if is_journal => Block::append(out, SJE_MAGIC, |block| block.bytes(packet.bytes)),
        0 => return false,
        enterprise => Block::append(out, CB_MAGIC, |block| {
            block.numbers(&[enterprise]);
            block.bytes(packet.bytes);
        }),
    }
    true
}

fn section(out: &mut Vec<u8>, sections: &[Section], application: &str) {
    Block::append(out, SHB_MAGIC, |block| {
        // Byte-order magic, version 1.0, and a length that is not known.
        block.numbers(&[0x1a2b_3c4d, 1, u32::MAX, u32::MAX]);
        block.texts(COMMENT, sections.iter().flat_map(|section| &section.comments).map(String::as_str));
        block.texts(2, sections.iter().find_map(|section| section.hardware.as_deref()));
        block.texts(3, sections.iter().find_map(|section| section.os.as_deref()));
        block.text(4, application);
    });
}

fn interface(out: &mut Vec<u8>, interface: &Interface) {
    Block::append(out, IDB_MAGIC, |block| {
        block.numbers(&[u32::from(interface.link_type), interface.snap_length]);
        block.texts(COMMENT, interface.comments.iter().map(String::as_str));
        block.texts(2, interface.name.as_deref());
        block.texts(3, interface.description.as_deref());
        if let Some(speed) = interface.speed {
            block.option(8, &speed.to_le_bytes());
        }
        block.option(9, &[interface.resolution()]);
        if let Some(filter) = &interface.filter {
            // Its first byte says in which form: 0 is text.
            let text = cut(filter, usize::from(u16::MAX) - 1);
            block.option(11, &[&[0], text.as_bytes()].concat());
        }
        block.texts(12, interface.os.as_deref());
        if let Some(length) = interface.fcs_length {
            block.option(13, &[length]);
        }
        if interface.offset_seconds != 0 {
            block.option(14, &interface.offset_seconds.to_le_bytes());
        }
        block.texts(15, interface.hardware.as_deref());
    });
}

fn names(out: &mut Vec<u8>, names: &[Name]) {
    let mut rest = names;
    while !rest.is_empty() {
        Block::append(out, NRB_MAGIC, |block| {
            let mut written = 0;
            while let Some((name, more)) = rest.split_first().filter(|_| written < NAMES_A_BLOCK) {
                let record = name_record(name);
                written += record.len();
                block.bytes(&record);
                rest = more;
            }
            // The end of the records.
            block.numbers(&[0]);
        });
    }
}

/// Type and length of a record, an address and its name with a zero behind.
fn name_record(name: &Name) -> Vec<u8> {
    let (kind, address) = match name.address {
        IpAddr::V4(address) => (1_u16, address.octets().to_vec()),
        IpAddr::V6(address) => (2, address.octets().to_vec()),
    };
    let text = name.name.split('\0').next().unwrap_or_default();
    let text = cut(text, usize::from(u16::MAX) - address.len() - 1);
    let length = (address.len() + text.len() + 1) as u16;
    [&kind.to_le_bytes(), &length.to_le_bytes(), &address[..], text.as_bytes(), &[0]].concat()
}

/// Statistics say when they were taken: when the last packet came.
fn statistics(out: &mut Vec<u8>, statistics: &Statistics, ticks: u64) {
    Block::append(out, ISB_MAGIC, |block| {
        block.numbers(&[statistics.interface, (ticks >> 32) as u32, ticks as u32]);
        block.texts(COMMENT, statistics.comments.iter().map(String::as_str));
        let counts = [
            (4, statistics.received),
            (5, statistics.dropped),
            (6, statistics.accepted),
            (7, statistics.dropped_by_system),
            (8, statistics.delivered),
        ];
        for (code, count) in counts {
            if let Some(count) = count {
                block.option(code, &count.to_le_bytes());
            }
        }
    });
}
