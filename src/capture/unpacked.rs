//! The unpacked bytes of a packed file as a source of their own: any range, from the nearest point before it.

use std::ops::Range;

use super::pages::Pages;
use super::unpack::Unpacker;
use super::{Answer, Problem, Source, Unpacking};

/// Output kept behind what was asked for: who goes back a little need not unpack from the point again.
const BEHIND: u64 = 4 << 20;
/// Packed bytes unpacked at a time.
const CHUNK: usize = 32 << 10;

/// A source, seen unpacked; one that is not packed is seen as it is.
#[derive(Debug)]
pub(super) struct Unpacked<S> {
    packed: Pages<S>,
    unpacking: Unpacking,
    cursor: Option<Cursor>,
}

/// Where unpacking stands: going on from here is cheaper than starting again at a point.
#[derive(Debug)]
struct Cursor {
    unpacker: Unpacker,
    /// Offset of the first byte of `output` in the unpacked file.
    start: u64,
    output: Vec<u8>,
}

impl<S: Source> Unpacked<S> {
    /// A source with what is known of it by now.
    pub fn new(source: S, unpacking: Unpacking) -> Self {
        Self { packed: Pages::new(source), unpacking, cursor: None }
    }

    /// The source underneath.
    pub fn packed(&self) -> &S {
        self.packed.source()
    }

    /// The source underneath, to be read as it is.
    pub fn packed_mut(&mut self) -> &mut S {
        self.packed.source_mut()
    }

    /// Takes what pass one has learnt meanwhile; says whether the bytes are others now.
    pub fn learn(&mut self, unpacking: Unpacking) -> bool {
        let others = self.unpacking.packing() != unpacking.packing();
        self.unpacking = unpacking;
        others
    }

    /// Unpacks until the cursor holds `start..end`, or all there is of it.
    fn unpack(&mut self, start: u64, end: u64) -> Result<Answer, Problem> {
        let (Some(packing), Some(point)) = (self.unpacking.packing(), self.unpacking.point_before(start)) else {
            return Ok(Answer::Here);
        };
        let useful = |cursor: &Cursor| cursor.start <= start && cursor.end() >= point.unpacked;
        let mut cursor = self.cursor.take().filter(useful).unwrap_or_else(|| Cursor {
            unpacker: Unpacker::at(packing, point),
            start: point.unpacked,
            output: Vec::new(),
        });
        let kept_from = start.saturating_sub(BEHIND);
        cursor.forget_before(kept_from);
        while cursor.end() < end {
            let Some(bytes) = self.packed.some(cursor.unpacker.packed())? else {
                self.cursor = Some(cursor);
                return Ok(Answer::Later);
            };
            let chunk = bytes.get(..CHUNK).unwrap_or(bytes);
            if chunk.is_empty() {
                break;
            }
            // Pass one has told what is damaged: here the data just ends.
            if cursor.feed(chunk, kept_from).is_err() {
                break;
            }
        }
        self.cursor = Some(cursor);
        Ok(Answer::Here)
    }
}

impl<S: Source> Source for Unpacked<S> {
    fn len(&self) -> u64 {
        if self.unpacking.packing().is_some() { self.unpacking.length() } else { self.packed().len() }
    }

    fn read(&mut self, range: Range<u64>, into: &mut Vec<u8>) -> Result<Answer, String> {
        if self.unpacking.packing().is_none() {
            return self.packed.source_mut().read(range, into);
        }
        into.clear();
        let length = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX);
        while into.len() < length {
            let kept = self.unpacking.kept_from(range.start + into.len() as u64);
            if kept.is_empty() {
                break;
            }
            into.extend_from_slice(kept.get(..length - into.len()).unwrap_or(kept));
        }
        if into.len() == length {
            return Ok(Answer::Here);
        }
        let start = range.start + into.len() as u64;
        let answer = self.unpack(start, range.end).map_err(|problem| match problem {
            Problem::Unreadable(text) | Problem::Compression(text) => text,
            Problem::OutOfMemory => "there is not enough memory".into(),
            _ => "the packed file can not be unpacked again".into(),
        })?;
        if answer == Answer::Here
            && let Some(cursor) = &self.cursor
        {
            let place = usize::try_from(start.saturating_sub(cursor.start)).unwrap_or(usize::MAX);
            let there = cursor.output.get(place..).unwrap_or_default();
            into.extend_from_slice(there.get(..length - into.len()).unwrap_or(there));
        }
        Ok(answer)
    }
}

impl Cursor {
    fn end(&self) -> u64 {
        self.start + self.output.len() as u64
    }

    /// Drops the output before an offset, unless moving the rest costs more than that is worth.
    fn forget_before(&mut self, start: u64) {
        let old = usize::try_from(start.saturating_sub(self.start)).unwrap_or(usize::MAX).min(self.output.len());
        if old < self.output.len() / 2 {
            return;
        }
        self.output.drain(..old);
        self.start += old as u64;
    }

    /// Unpacks a chunk; what comes out before `kept_from` is dropped at once.
    fn feed(&mut self, chunk: &[u8], kept_from: u64) -> Result<(), Problem> {
        let Self { unpacker, start, output } = self;
        unpacker.feed(chunk, |bytes| {
            let skipped = if output.is_empty() {
                usize::try_from(kept_from.saturating_sub(*start)).unwrap_or(usize::MAX).min(bytes.len())
            } else {
                0
            };
            *start += skipped as u64;
            output.extend_from_slice(bytes.get(skipped..).unwrap_or_default());
            Ok(())
        })
    }
}
