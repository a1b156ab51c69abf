//! Several captures → one, in the order of their packets' times.
//!
//! ```text
//! file ──feed, feed, end──▶ where its packets lie ─┐
//! file ──feed, feed, end──▶ where its packets lie ─┴─▶ Merging ──step, step──▶ pcapng
//! ```
//!
//! Packets stay where they are until they are written: what is kept of each is its place.

use crate::capture::{
    self, Bytes, Damage, Packet, Problem, Reader, Source, Store,
    merge::{Merge, Merged, Place},
    write::{Form, Writer},
};

/// Bytes that one step writes, about.
const PIECE: usize = 512 << 10;

/// A capture that is read in order, once.
pub struct Part<S> {
    reader: Reader,
    packets: Vec<Lying>,
    store: Store<S>,
    damage: Option<Damage>,
}

/// A packet in its file.
struct Lying {
    time: i64,
    offset: u64,
    captured: u32,
    original: u32,
    interface: u32,
    flags: u32,
    link_type: u16,
    comment: bool,
}

impl<S: Source> Part<S> {
    /// Nothing read yet of a file whose bytes `source` gives again later.
    pub fn new(source: S) -> Self {
        let reader = Reader::new();
        Self { store: Store::new(source, reader.unpacking()), reader, packets: Vec::new(), damage: None }
    }

    /// Takes the next bytes of the file; false when nothing more can be read.
    pub fn feed(&mut self, chunk: &[u8]) -> bool {
        let packets = &mut self.packets;
        let fed = self.reader.feed(chunk, &mut |packet| packets.push(Lying::of(&packet)));
        self.take(fed)
    }

    /// The file ends here: what is wrong with it, if anything; what was read before is kept.
    pub fn end(&mut self) -> Option<&Damage> {
        let packets = &mut self.packets;
        let ended = self.reader.finish(&mut |packet| packets.push(Lying::of(&packet)));
        self.take(ended);
        self.damage.as_ref()
    }

    /// How many packets there are by now.
    pub fn packets(&self) -> u64 {
        self.packets.len() as u64
    }

    fn take(&mut self, read: Result<(), Damage>) -> bool {
        self.store.learn(self.reader.unpacking());
        self.damage = read.err();
        self.damage.is_none()
    }
}

impl Lying {
    fn of(packet: &Packet<'_>) -> Self {
        Self {
            time: packet.time,
            offset: packet.offset,
            captured: packet.bytes.len() as u32,
            original: packet.original,
            interface: packet.interface,
            flags: packet.flags,
            link_type: packet.link_type,
            comment: packet.comment,
        }
    }
}

/// Captures that are written as one.
pub struct Merging<S> {
    parts: Vec<Part<S>>,
    merged: Merged,
    order: std::vec::IntoIter<Place>,
    packets: usize,
    writer: Option<Writer>,
}

impl<S: Source> Merging<S> {
    /// Nothing written yet of these captures, all of which are read; what was captured at the same time keeps their order.
    pub fn new(parts: Vec<Part<S>>) -> Self {
        let merged = Merged::new(parts.iter().map(|part| part.reader.facts()));
        let times = parts.iter().map(|part| part.packets.iter().map(|packet| packet.time));
        let order: Vec<Place> = Merge::new(times).collect();
        let packets = order.len();
        Self { parts, merged, order: order.into_iter(), packets, writer: None }
    }

    /// Appends the next packets to `out`; false when all are written.
    pub fn step(&mut self, out: &mut Vec<u8>) -> Result<bool, Problem> {
        let Some(mut writer) = self.writer.take() else {
            let application = concat!("Wirelight ", env!("CARGO_PKG_VERSION"));
            // pcapng takes whatever there is
            let mut writer = Writer::new(Form::Pcapng, &self.merged.facts, [], application)
                .map_err(|refusal| Problem::Unsupported(refusal.to_string()))?;
            writer.start(out);
            self.writer = Some(writer);
            return Ok(true);
        };
        let before = out.len();
        while out.len() - before < PIECE {
            let Some(place) = self.order.as_slice().first().copied() else {
                writer.finish(out);
                return Ok(false);
            };
            if !self.write(&mut writer, place, out)? {
                break;
            }
            self.order.next();
        }
        self.writer = Some(writer);
        Ok(true)
    }

    /// Packets that are written, and packets there are.
    pub fn progress(&self) -> (u64, u64) {
        ((self.packets - self.order.len()) as u64, self.packets as u64)
    }

    /// Writes one; false when its bytes come later.
    fn write(&mut self, writer: &mut Writer, place: Place, out: &mut Vec<u8>) -> Result<bool, Problem> {
        let interface = |own: u32| self.merged.interface(place.file, own);
        let found = self.parts.get_mut(place.file).and_then(|part| {
            let packet = part.packets.get(usize::try_from(place.packet).ok()?)?;
            Some((packet, &mut part.store))
        });
        let Some((lying, store)) = found else { return Ok(true) };
        let comments = match lying.comment {
            true => capture::comments(store, lying.offset, lying.captured)?,
            false => Some(Vec::new()),
        };
        let Some(comments) = comments else { return Ok(false) };
        let range = lying.offset..lying.offset.saturating_add(lying.captured.into());
        let Bytes::Here(bytes) = store.bytes(range)? else { return Ok(false) };
        let packet = Packet {
            time: lying.time,
            offset: lying.offset,
            original: lying.original,
            interface: interface(lying.interface),
            flags: lying.flags,
            link_type: lying.link_type,
            comment: lying.comment,
            bytes,
        };
        let comments: Vec<&str> = comments.iter().map(String::as_str).collect();
        writer.packet(out, &packet, &comments);
        Ok(true)
    }
}
