//! pcapng: blocks of a type, a length, a body and the length again; sections, each with a byte order and interfaces of its own.
//!
//! Packet blocks are read here by hand, because pcap-parser collects the options of every packet in a vector and asks for
//! interfaces by itself; all the other blocks go through pcap-parser (`blocks.rs`).

use pcap_parser::{
    CB_MAGIC, DCB_MAGIC, DSB_MAGIC, EPB_MAGIC, IDB_MAGIC, ISB_MAGIC, NRB_MAGIC, SHB_MAGIC, SJE_MAGIC, SPB_MAGIC,
};

use super::blocks::{self, big_endian_of};
use super::carry::Want;
use super::clock::Clock;
use super::pcap::{clamped, longest};
use super::{Facts, Packet, Problem};

/// The obsolete packet block, which pcap-parser leaves out.
const PB_MAGIC: u32 = 2;
/// Type, length and length again.
const FRAME: u32 = 12;
/// The longest block that is believed: the longest packet, and 128 KiB for the rest.
const LONGEST_BLOCK: u32 = (128 << 20) + (128 << 10);
/// A block of facts longer than this is passed over, not kept in memory.
const LONGEST_FACTS: u32 = 16 << 20;
/// What a file may say of itself altogether, so that it cannot fill the memory: the bytes of such blocks and what each costs
/// besides.
const MOST_FACTS: u64 = 64 << 20;
/// Memory that a block costs besides its bytes.
const COST_OF_BLOCK: u64 = 256;
/// Bytes of an enhanced (or obsolete) packet block before its data.
pub(super) const PACKET_HEAD: usize = 28;

/// A pcapng file at the start of a block.
#[derive(Debug, Default)]
pub(super) struct Pcapng {
    big: bool,
    /// Place in `facts.interfaces` of the section's first interface.
    first_interface: usize,
    /// What packets need of the section's interfaces.
    interfaces: Vec<Taps>,
    /// A passed-over block's length, to be met again at its end.
    closing: Option<u32>,
    /// What the blocks read so far took of [`MOST_FACTS`].
    facts_cost: u64,
}

/// What a packet needs of its interface.
#[derive(Debug, Clone, Copy)]
struct Taps {
    link_type: u16,
    snap_length: u32,
    clock: Clock,
}

/// What became of the next block.
enum Step {
    /// It was whole, and so long.
    Read(usize),
    /// It was not.
    Want(Want),
}

/// The first 12 bytes of a block.
struct Head {
    kind: u32,
    length: u32,
}

impl Pcapng {
    /// Reads all blocks that are whole in `bytes`, as [`Records::walk`](super::carry::Records) does.
    #[inline]
    pub fn walk(
        &mut self,
        bytes: &[u8],
        at: u64,
        facts: &mut Facts,
        each: &mut impl FnMut(Packet<'_>),
    ) -> (usize, Result<Want, Problem>) {
        let mut used = 0;
        loop {
            let rest = bytes.get(used..).unwrap_or_default();
            match self.block(rest, at + used as u64, facts, each) {
                Ok(Step::Read(length)) => used += length,
                Ok(Step::Want(want)) => return (used, Ok(want)),
                Err(problem) => return (used, Err(problem)),
            }
        }
    }

    fn head(&mut self, bytes: &[u8; FRAME as usize]) -> Result<Head, Problem> {
        let [k0, k1, k2, k3, l0, l1, l2, l3, order @ ..] = *bytes;
        let kind = self.number([k0, k1, k2, k3]);
        if kind == SHB_MAGIC {
            self.big =
                big_endian_of(order).ok_or_else(|| Problem::Damaged("the byte-order magic of a section".into()))?;
        }
        let length = self.number([l0, l1, l2, l3]);
        if length < FRAME || !length.is_multiple_of(4) || length > LONGEST_BLOCK {
            return Err(Problem::Damaged(format!("a block length of {length}")));
        }
        Ok(Head { kind, length })
    }

    #[inline(always)]
    fn number(&self, raw: [u8; 4]) -> u32 {
        if self.big { u32::from_be_bytes(raw) } else { u32::from_le_bytes(raw) }
    }

    /// Reads the block at the start of `bytes`.
    #[inline]
    fn block(
        &mut self,
        bytes: &[u8],
        at: u64,
        facts: &mut Facts,
        each: &mut impl FnMut(Packet<'_>),
    ) -> Result<Step, Problem> {
        if let Some(length) = self.closing {
            return self.close(bytes, length);
        }
        let Some(first) = bytes.first_chunk() else { return Ok(Step::Want(Want::More(FRAME as usize))) };
        let head = self.head(first)?;
        if !self.is_read(&head) {
            self.closing = Some(head.length);
            return Ok(Step::Want(Want::Skip(u64::from(head.length - 4))));
        }
        if head.kind == EPB_MAGIC {
            self.expect_packet(&head, bytes)?;
        }
        let length = head.length as usize;
        let Some(block) = bytes.get(..length) else { return Ok(Step::Want(Want::More(length))) };
        if block.last_chunk().map(|raw| self.number(*raw)) != Some(head.length) {
            return Err(Problem::Damaged("a block whose two lengths differ".into()));
        }
        match head.kind {
            EPB_MAGIC => each(self.enhanced(block, at)?),
            SPB_MAGIC => each(self.simple(block, at)?),
            PB_MAGIC => each(self.obsolete(block, at)?),
            SJE_MAGIC => each(journal(block, at)),
            CB_MAGIC | DCB_MAGIC => each(self.custom(&head, block, at)?),
            _ => self.learn(&head, block, at, facts)?,
        }
        Ok(Step::Read(length))
    }

    /// Whether a block is read whole; the others are passed over.
    #[inline]
    fn is_read(&self, head: &Head) -> bool {
        match head.kind {
            EPB_MAGIC | SPB_MAGIC | PB_MAGIC | SJE_MAGIC | CB_MAGIC | DCB_MAGIC | SHB_MAGIC | IDB_MAGIC => true,
            NRB_MAGIC | ISB_MAGIC | DSB_MAGIC => head.length <= LONGEST_FACTS && self.facts_cost < MOST_FACTS,
            _ => false,
        }
    }

    /// Reads a block that holds no packet.
    #[cold]
    fn learn(&mut self, head: &Head, block: &[u8], at: u64, facts: &mut Facts) -> Result<(), Problem> {
        self.facts_cost += u64::from(head.length) + COST_OF_BLOCK;
        match head.kind {
            SHB_MAGIC | IDB_MAGIC if self.facts_cost > 2 * MOST_FACTS => {
                Err(Problem::Unsupported("so many sections and interfaces".into()))
            }
            SHB_MAGIC => self.section(block, at, facts),
            IDB_MAGIC => self.interface(block, facts),
            _ => {
                blocks::learn(block, self.big, self.first_interface, facts);
                Ok(())
            }
        }
    }

    /// The second length of a block whose body was passed over.
    fn close(&mut self, bytes: &[u8], length: u32) -> Result<Step, Problem> {
        let Some(again) = bytes.first_chunk() else { return Ok(Step::Want(Want::More(4))) };
        if self.number(*again) != length {
            return Err(Problem::Damaged("a block whose two lengths differ".into()));
        }
        self.closing = None;
        Ok(Step::Read(4))
    }

    fn section(&mut self, block: &[u8], at: u64, facts: &mut Facts) -> Result<(), Problem> {
        blocks::section(block, at, facts)?;
        self.first_interface = facts.interfaces.len();
        self.interfaces.clear();
        Ok(())
    }

    fn interface(&mut self, block: &[u8], facts: &mut Facts) -> Result<(), Problem> {
        let (interface, clock) = blocks::interface(block, self.big)?;
        self.interfaces.push(Taps { link_type: interface.link_type, snap_length: interface.snap_length, clock });
        let section = facts.sections.len().saturating_sub(1) as u32;
        facts.interfaces.push(super::Interface { section, ..interface });
        Ok(())
    }

    /// Refuses an enhanced packet block by its head, before its body is waited for.
    #[inline]
    fn expect_packet(&self, head: &Head, bytes: &[u8]) -> Result<(), Problem> {
        if (head.length as usize) < PACKET_HEAD + 4 {
            return Err(too_short());
        }
        let Some(head) = bytes.first_chunk::<PACKET_HEAD>() else { return Ok(()) };
        let [_, _, _, _, _, _, _, _, i0, i1, i2, i3, _, _, _, _, _, _, _, _, c0, c1, c2, c3, ..] = *head;
        let taps = self.taps(self.number([i0, i1, i2, i3]))?;
        believable(self.number([c0, c1, c2, c3]), taps.link_type)
    }

    #[inline]
    fn taps(&self, interface: u32) -> Result<&Taps, Problem> {
        self.interfaces.get(interface as usize).ok_or_else(|| no_interface(interface, self.interfaces.len()))
    }

    #[inline]
    fn enhanced<'b>(&self, block: &'b [u8], at: u64) -> Result<Packet<'b>, Problem> {
        let [interface, high, low, captured, original] = self.numbers(block)?;
        self.packet(block, at, interface, [high, low], captured, original)
    }

    fn obsolete<'b>(&self, block: &'b [u8], at: u64) -> Result<Packet<'b>, Problem> {
        let [interface_and_drops, high, low, captured, original] = self.numbers(block)?;
        // Two u16: which half is the interface depends on the byte order.
        let interface = if self.big { interface_and_drops >> 16 } else { interface_and_drops & 0xffff };
        believable(captured, self.taps(interface)?.link_type)?;
        self.packet(block, at, interface, [high, low], captured, original)
    }

    #[inline]
    fn packet<'b>(
        &self,
        block: &'b [u8],
        at: u64,
        interface: u32,
        [high, low]: [u32; 2],
        captured: u32,
        original: u32,
    ) -> Result<Packet<'b>, Problem> {
        let taps = self.taps(interface)?;
        let padded = (captured as usize).next_multiple_of(4);
        let body = block.get(PACKET_HEAD..block.len() - 4).unwrap_or_default();
        let (Some(bytes), Some(options)) = (body.get(..captured as usize), body.get(padded..)) else {
            return Err(Problem::Damaged(format!("a block too short for its packet of {captured} bytes")));
        };
        let (flags, comment) = if options.is_empty() { (0, false) } else { blocks::packet_options(options, self.big) };
        Ok(Packet {
            time: taps.clock.time(u64::from(high) << 32 | u64::from(low)),
            offset: at + PACKET_HEAD as u64,
            original: clamped(original),
            interface: self.first_interface as u32 + interface,
            flags,
            link_type: taps.link_type,
            comment,
            bytes,
        })
    }

    /// A packet of the section's first interface, as long as its snapshot length allows.
    fn simple<'b>(&self, block: &'b [u8], at: u64) -> Result<Packet<'b>, Problem> {
        let taps = self.taps(0)?;
        let [original] = self.numbers(block)?;
        let captured = if taps.snap_length == 0 { original } else { original.min(taps.snap_length) };
        believable(captured, taps.link_type)?;
        let bytes = block.get(12..block.len() - 4).and_then(|body| body.get(..captured as usize));
        Ok(Packet {
            time: Packet::UNTIMED,
            offset: at + 12,
            original: clamped(original),
            interface: self.first_interface as u32,
            flags: 0,
            link_type: taps.link_type,
            comment: false,
            bytes: bytes
                .ok_or_else(|| Problem::Damaged(format!("a block too short for its packet of {captured} bytes")))?,
        })
    }

    /// A custom block's data behind its private enterprise number.
    fn custom<'b>(&self, head: &Head, block: &'b [u8], at: u64) -> Result<Packet<'b>, Problem> {
        let [enterprise] = self.numbers(block)?;
        let bytes = block.get(12..block.len() - 4).ok_or_else(too_short)?;
        let flags = if head.kind == CB_MAGIC { enterprise } else { 0 };
        Ok(Packet { link_type: Packet::CUSTOM, flags, ..recorded(bytes, at + 12) })
    }

    /// The first numbers of a block's body.
    #[inline(always)]
    fn numbers<const N: usize>(&self, block: &[u8]) -> Result<[u32; N], Problem> {
        let mut numbers = [0; N];
        let body = block.get(8..block.len() - 4).unwrap_or_default();
        let (words, _) = body.as_chunks::<4>();
        let words = words.get(..N).ok_or_else(too_short)?;
        numbers.iter_mut().zip(words).for_each(|(number, raw)| *number = self.number(*raw));
        Ok(numbers)
    }
}

#[inline]
fn believable(captured: u32, link_type: u16) -> Result<(), Problem> {
    if captured > longest(link_type) {
        let most = longest(link_type);
        return Err(Problem::Damaged(format!("a packet of {captured} bytes, more than the {most} there can be")));
    }
    Ok(())
}

#[cold]
fn too_short() -> Problem {
    Problem::Damaged("a block too short for its kind".into())
}

#[cold]
fn no_interface(interface: u32, count: usize) -> Problem {
    Problem::Damaged(format!("a packet of interface {interface} where the section has {count}"))
}

/// A systemd journal entry, without the padding.
fn journal(block: &[u8], at: u64) -> Packet<'_> {
    let body = block.get(8..block.len() - 4).unwrap_or_default();
    let text = body.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let bytes = body.get(..text).unwrap_or_default();
    let time = blocks::journal_time(bytes).unwrap_or(Packet::UNTIMED);
    Packet { time, link_type: Packet::JOURNAL, ..recorded(bytes, at + 8) }
}

/// A record that is no packet of an interface.
fn recorded(bytes: &[u8], offset: u64) -> Packet<'_> {
    Packet {
        time: Packet::UNTIMED,
        offset,
        original: bytes.len() as u32,
        interface: Packet::NO_INTERFACE,
        flags: 0,
        link_type: 0,
        comment: false,
        bytes,
    }
}
