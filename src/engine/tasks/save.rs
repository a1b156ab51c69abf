//! Packets → a capture file of their own, in pieces.

use serde::{Deserialize, Serialize};

use super::{Outcome, PACKETS, Step};
use crate::{
    capture::{
        Bytes, Format, Packet, Remarks, Source, Store, enterprise, remarks,
        write::{Form, Refusal, Writer},
    },
    engine::{Engine, Unshown},
    index::{Row, Session},
};

/// Bytes that are given at once, about.
const PIECE: usize = 4 << 20;
/// Bytes that one step reads, about.
const READ: usize = 512 << 10;
/// The program that writes, as the file names it.
const APPLICATION: &str = concat!("Wirelight ", env!("CARGO_PKG_VERSION"));

/// Which packets are saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    /// All that could be read.
    All,
    /// These, by their places in the file from 0; they are saved in the file's order.
    Packets(Vec<u32>),
}

/// Writes packets in the file's order.
pub struct Save {
    writer: Result<Writer, Refusal>,
    packets: Packets,
    comments: Comments,
    numbered: bool,
    out: Vec<u8>,
    stage: Stage,
    at: usize,
    written: u64,
}

enum Packets {
    All(u32),
    /// Ascending.
    These(Vec<u64>),
}

/// A person's comments, which stand for those of the file.
struct Comments {
    /// Packets in order, each in the upper half, and in the lower the place of a comment on it.
    places: Vec<u64>,
    texts: Vec<(u32, String)>,
}

enum Stage {
    Begun,
    Packets,
    Finished,
}

impl Save {
    /// Nothing written yet. A comment replaces those that the file has on its packet; an empty one removes them.
    pub fn new<S: Source>(which: Which, form: Form, comments: Vec<(u32, String)>, engine: &Engine<S>) -> Self {
        let session = engine.pass_one.session();
        let packets = match which {
            Which::All => Packets::All(u32::try_from(session.packets.len()).unwrap_or(u32::MAX)),
            Which::Packets(these) => {
                let mut these: Vec<_> = these.into_iter().map(u64::from).collect();
                these.sort_unstable();
                these.dedup();
                Packets::These(these)
            }
        };
        let facts = engine.pass_one.reader().facts();
        let writer = Writer::new(form, facts, packets.interfaces(engine), APPLICATION);
        let comments = Comments::new(comments);
        let numbered = facts.format == Some(Format::Pcapng);
        Self { writer, packets, comments, numbered, out: Vec::new(), stage: Stage::Begun, at: 0, written: 0 }
    }

    /// Writes some packets.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let writer = match &mut self.writer {
            Ok(writer) => writer,
            Err(refusal) => return Step::Done(Outcome::Refused(refusal.clone())),
        };
        match self.stage {
            Stage::Begun => {
                writer.start(&mut self.out);
                self.stage = Stage::Packets;
            }
            Stage::Packets if self.at < self.packets.len() => {
                if let Err(why) = self.write(engine) {
                    return why.into();
                }
            }
            Stage::Packets => {
                writer.finish(&mut self.out);
                self.stage = Stage::Finished;
                return Step::Bytes(std::mem::take(&mut self.out));
            }
            Stage::Finished => {
                let left_out = self.packets.len() as u64 - self.written;
                return Step::Done(Outcome::Saved { packets: self.written, left_out });
            }
        }
        if self.out.len() < PIECE {
            return Step::More;
        }
        Step::Bytes(std::mem::replace(&mut self.out, Vec::with_capacity(PIECE + READ)))
    }

    fn write<S: Source>(&mut self, engine: &mut Engine<S>) -> Result<(), Unshown> {
        let Ok(writer) = &mut self.writer else { return Ok(()) };
        let before = self.out.len();
        for _ in 0..PACKETS {
            let Some(packet) = self.packets.get(self.at).filter(|_| self.out.len() - before < READ) else { break };
            let Some(row) = engine.pass_one.session().packets.get(packet as usize) else {
                self.at += 1;
                continue;
            };
            let remarks = match self.numbered {
                true => beside(&mut engine.store, row)?,
                false => Remarks::default(),
            };
            let mut comments: Vec<&str> = self.comments.of(packet).collect();
            match comments.is_empty() {
                true => comments.extend(remarks.comments.iter().map(String::as_str)),
                false => comments.retain(|text| !text.is_empty()),
            }
            let packet = recorded(&mut engine.store, engine.pass_one.session(), row, remarks.flags)?;
            self.written += u64::from(writer.packet(&mut self.out, &packet, &comments));
            self.at += 1;
        }
        Ok(())
    }

    /// Packets looked at, and packets to be written.
    pub fn progress(&self) -> (u64, u64) {
        (self.at as u64, self.packets.len() as u64)
    }
}

impl Packets {
    fn len(&self) -> usize {
        match self {
            Self::All(packets) => *packets as usize,
            Self::These(packets) => packets.len(),
        }
    }

    fn get(&self, place: usize) -> Option<u32> {
        match self {
            Self::All(packets) => u32::try_from(place).ok().filter(|packet| packet < packets),
            Self::These(packets) => packets.get(place).map(|packet| *packet as u32),
        }
    }

    /// The interfaces that they came in on.
    fn interfaces<S>(&self, engine: &Engine<S>) -> Vec<u32> {
        let session = engine.pass_one.session();
        match self {
            Self::All(_) => engine.summary.interfaces().collect(),
            Self::These(packets) => {
                let rows = packets.iter().filter_map(|packet| session.packets.get(*packet as usize));
                let mut interfaces: Vec<_> = rows.map(interface).map(u64::from).collect();
                interfaces.sort_unstable();
                interfaces.dedup();
                interfaces.into_iter().map(|interface| interface as u32).collect()
            }
        }
    }
}

impl Comments {
    fn new(texts: Vec<(u32, String)>) -> Self {
        let places = texts.iter().zip(0_u64..).map(|((packet, _), place)| u64::from(*packet) << 32 | place);
        let mut places: Vec<_> = places.collect();
        places.sort_unstable();
        Self { places, texts }
    }

    /// Those on a packet, in the order in which they were given.
    fn of(&self, packet: u32) -> impl Iterator<Item = &str> {
        let first = self.places.partition_point(|place| *place < u64::from(packet) << 32);
        let own = self.places.iter().skip(first).take_while(move |place| *place >> 32 == u64::from(packet));
        own.filter_map(|place| self.texts.get(*place as u32 as usize)).map(|(_, text)| text.as_str())
    }
}

/// A row names its interface in fewer bits than the file does.
fn interface(row: &Row) -> u32 {
    if row.interface == u16::MAX { Packet::NO_INTERFACE } else { row.interface.into() }
}

/// What pcapng says of a packet beside its bytes.
fn beside<S: Source>(store: &mut Store<S>, row: &Row) -> Result<Remarks, Unshown> {
    if interface(row) == Packet::NO_INTERFACE {
        let flags = enterprise(store, row.offset).map_err(Unshown::Unreadable)?.ok_or(Unshown::Later)?;
        return Ok(Remarks { flags, ..Remarks::default() });
    }
    // A simple packet block has no options, and no time.
    if row.instant().is_none() {
        return Ok(Remarks::default());
    }
    remarks(store, row.offset, row.captured).map_err(Unshown::Unreadable)?.ok_or(Unshown::Later)
}

/// The packet as the file has it.
fn recorded<'s, S: Source>(
    store: &'s mut Store<S>,
    session: &Session,
    row: &Row,
    flags: u32,
) -> Result<Packet<'s>, Unshown> {
    let link_type = session.interface(row).map_or(Packet::CUSTOM, |interface| interface.link_type);
    let range = row.offset..row.offset.saturating_add(row.captured.into());
    let bytes = match store.bytes(range).map_err(Unshown::Unreadable)? {
        Bytes::Here(bytes) => bytes,
        Bytes::Later => return Err(Unshown::Later),
    };
    Ok(Packet {
        time: row.time,
        offset: row.offset,
        original: row.original,
        interface: interface(row),
        flags,
        link_type,
        comment: false,
        bytes,
    })
}
