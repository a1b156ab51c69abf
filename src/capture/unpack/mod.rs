//! Compression around a capture: unpacks a stream of chunks, and notes the points from which it can be unpacked again.
//!
//! A point comes every 4 MiB of output where the format allows one: between two deflate blocks or lz4 blocks with the window
//! before it (32 or 64 KiB), and at the start of each gzip member, zstd frame or lz4 frame with nothing. A zstd frame has no points inside;
//! the output of a large one is kept.

mod frames;
mod gzip;
mod kept;
mod lz4;
mod zstd;

use std::sync::Arc;

use super::Problem;
use frames::Frames;
use gzip::Gunzip;
use kept::Kept;

/// Output between two points.
const SPACING: u64 = 4 << 20;
/// The most output without a point that can be read again.
const MOST_WITHOUT_POINT: u64 = 512 << 20;

/// What a file is packed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// gzip, in one member or several.
    Gzip,
    /// zstd frames.
    Zstd,
    /// lz4 frames.
    Lz4,
}

impl Packing {
    /// What a file that begins with these bytes is packed with.
    pub(super) fn of(first: [u8; 4]) -> Option<Self> {
        match first {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            zstd::MAGIC => Some(Self::Zstd),
            lz4::MAGIC | lz4::LEGACY_MAGIC => Some(Self::Lz4),
            // A skippable frame; parallel zstd begins with one.
            [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// The key of a file of this kind that holds no capture.
    pub fn key(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Lz4 => "lz4",
        }
    }
}

/// What random access to the unpacked bytes needs, learnt by the [`Reader`](super::Reader) in pass one; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Unpacking {
    packing: Option<Packing>,
    points: Vec<Point>,
    kept: Kept,
    unpacked: u64,
}

impl Unpacking {
    /// What the file is packed with, if it is.
    pub fn packing(&self) -> Option<Packing> {
        self.packing
    }

    /// Bytes of the unpacked file that pass one has seen; 0 of one that is not packed.
    pub fn length(&self) -> u64 {
        self.unpacked
    }

    /// Bytes of memory that this takes.
    pub fn memory(&self) -> usize {
        self.kept.length() + self.points.iter().map(|point| size_of::<Point>() + point.resume.memory()).sum::<usize>()
    }

    /// The last point at or before an offset of the unpacked file.
    pub(super) fn point_before(&self, unpacked: u64) -> Option<&Point> {
        let after = self.points.partition_point(|point| point.unpacked <= unpacked);
        self.points.get(after.checked_sub(1)?)
    }

    /// Output that was kept, from an offset on.
    pub(super) fn kept_from(&self, unpacked: u64) -> &[u8] {
        self.kept.from(unpacked)
    }
}

/// A place from which the file can be unpacked again.
#[derive(Debug, Clone)]
pub(super) struct Point {
    /// Offset in the file.
    pub packed: u64,
    /// Offset in the unpacked file.
    pub unpacked: u64,
    /// How to go on there.
    pub resume: Resume,
}

/// What unpacking needs to go on at a point.
#[derive(Debug, Clone)]
pub(super) enum Resume {
    /// Nothing: a gzip member or a frame begins.
    Start,
    /// Between two deflate blocks.
    Deflate {
        /// Bits of the byte before that belong to the next block.
        bits: u8,
        /// These bits.
        byte: u8,
        /// The output before.
        window: Arc<[u8]>,
    },
    /// Between two lz4 blocks.
    Lz4 {
        /// The frame's header.
        header: lz4::Header,
        /// The output before, when blocks refer to it.
        window: Arc<[u8]>,
    },
}

impl Resume {
    fn memory(&self) -> usize {
        match self {
            Self::Start => 0,
            Self::Deflate { window, .. } | Self::Lz4 { window, .. } => window.len(),
        }
    }
}

/// What one step of a codec did.
struct Step<'a> {
    /// Bytes of the chunk that it took.
    used: usize,
    /// What came out.
    bytes: &'a [u8],
    /// Behind both, unpacking can start again like this.
    point: Option<Resume>,
}

#[derive(Debug)]
enum Codec {
    Gzip(Box<Gunzip>),
    Frames(Box<Frames>),
}

impl Codec {
    fn step(&mut self, chunk: &[u8], point_is_due: bool) -> Result<Step<'_>, Problem> {
        match self {
            Self::Gzip(gunzip) => gunzip.step(chunk, point_is_due),
            Self::Frames(frames) => frames.step(chunk, point_is_due),
        }
    }
}

/// Unpacks a file that is fed to it in chunks.
#[derive(Debug)]
pub(super) struct Unpacker {
    codec: Codec,
    packed: u64,
    unpacked: u64,
}

impl Unpacker {
    /// At the start of a file.
    pub fn new(packing: Packing) -> Self {
        Self::at(packing, &Point { packed: 0, unpacked: 0, resume: Resume::Start })
    }

    /// At a point.
    pub fn at(packing: Packing, point: &Point) -> Self {
        let codec = match packing {
            Packing::Gzip => Codec::Gzip(Box::new(Gunzip::new(&point.resume))),
            Packing::Zstd | Packing::Lz4 => Codec::Frames(Box::new(Frames::new(&point.resume))),
        };
        Self { codec, packed: point.packed, unpacked: point.unpacked }
    }

    /// Offset in the file of the next byte to feed.
    pub fn packed(&self) -> u64 {
        self.packed
    }

    /// Unpacks a chunk and hands what comes out to `each`, piece by piece.
    pub fn feed<E: From<Problem>>(
        &mut self,
        chunk: &[u8],
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.run(chunk, &mut each, |_| false, |_, _| Ok(()))
    }

    /// As [`Unpacker::feed`], and notes points in `unpacking`.
    pub fn feed_noting<E: From<Problem>>(
        &mut self,
        chunk: &[u8],
        unpacking: &mut Unpacking,
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let keeps = matches!(self.codec, Codec::Frames(_));
        let notes = std::cell::RefCell::new(unpacking);
        self.run(
            chunk,
            &mut |bytes: &[u8]| {
                each(bytes)?;
                notes.borrow_mut().note_output(bytes, keeps).map_err(E::from)
            },
            |unpacked| notes.borrow().point_is_due(unpacked),
            |packed, resume| {
                notes.borrow_mut().note_point(packed, resume);
                Ok(())
            },
        )
    }

    fn run<E: From<Problem>>(
        &mut self,
        mut chunk: &[u8],
        each: &mut impl FnMut(&[u8]) -> Result<(), E>,
        due: impl Fn(u64) -> bool,
        mut note: impl FnMut(u64, Resume) -> Result<(), E>,
    ) -> Result<(), E> {
        // A step that only changes the state neither takes nor gives anything; two on end mean that nothing is left to do.
        let mut idle_steps = 0;
        while idle_steps < 2 {
            let step = self.codec.step(chunk, due(self.unpacked))?;
            idle_steps = if step.used == 0 && step.bytes.is_empty() { idle_steps + 1 } else { 0 };
            self.packed += step.used as u64;
            self.unpacked += step.bytes.len() as u64;
            chunk = chunk.get(step.used..).unwrap_or_default();
            if !step.bytes.is_empty() {
                each(step.bytes)?;
            }
            if let Some(resume) = step.point {
                note(self.packed, resume)?;
            }
        }
        Ok(())
    }

    /// What is wrong when the file ends here.
    pub fn finish(&self) -> Result<(), Problem> {
        let whole = match &self.codec {
            Codec::Gzip(gunzip) => gunzip.is_whole(),
            Codec::Frames(frames) => frames.is_whole(),
        };
        if whole { Ok(()) } else { Err(Problem::Compression("the packed data ends early".into())) }
    }
}

impl Unpacking {
    /// What pass one knows at the start of a file.
    pub(super) fn new(packing: Packing) -> Self {
        let start = Point { packed: 0, unpacked: 0, resume: Resume::Start };
        Self { packing: Some(packing), points: vec![start], ..Self::default() }
    }

    fn since_point(&self, unpacked: u64) -> u64 {
        unpacked - self.points.last().map_or(0, |point| point.unpacked)
    }

    fn point_is_due(&self, unpacked: u64) -> bool {
        self.since_point(unpacked) >= SPACING
    }

    fn note_output(&mut self, bytes: &[u8], keeps: bool) -> Result<(), Problem> {
        self.unpacked += bytes.len() as u64;
        let since = self.since_point(self.unpacked);
        if since > MOST_WITHOUT_POINT {
            return Err(Problem::TooLargeToUnpack);
        }
        if keeps {
            self.kept.push(bytes, self.unpacked - bytes.len() as u64);
        }
        Ok(())
    }

    fn note_point(&mut self, packed: u64, resume: Resume) {
        if self.point_is_due(self.unpacked) {
            self.kept.settle();
            self.points.push(Point { packed, unpacked: self.unpacked, resume });
        }
    }
}

/// Collects bytes of several chunks until there are as many as wanted.
#[derive(Debug, Default)]
struct Pending {
    bytes: Vec<u8>,
}

impl Pending {
    /// Takes what is missing from `chunk`: how much that was, and whether all of it is here now.
    fn fill(&mut self, chunk: &[u8], wanted: usize) -> (usize, bool) {
        let used = wanted.saturating_sub(self.bytes.len()).min(chunk.len());
        self.bytes.extend_from_slice(chunk.get(..used).unwrap_or_default());
        (used, self.bytes.len() >= wanted)
    }
}
