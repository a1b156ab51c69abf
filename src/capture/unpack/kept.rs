//! Unpacked bytes that are kept because nothing allows to unpack them again from near by.

use std::sync::Arc;

/// Bytes of a piece that is shared, never copied.
const PIECE: usize = 1 << 20;
/// Less output than this between two points is unpacked again rather than kept.
const WORTH_KEEPING: u64 = 8 << 20;
/// The most that is kept.
const MOST: u64 = 512 << 20;

/// Kept output, as stretches of pieces.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    stretches: Vec<Stretch>,
    /// Bytes of the stretches that are settled.
    settled: u64,
    /// The output since the last point.
    current: Stretch,
    /// There is no room for the output since the last point.
    full: bool,
}

#[derive(Debug, Clone, Default)]
struct Stretch {
    start: u64,
    pieces: Vec<Arc<[u8]>>,
    /// The piece that is being filled.
    tail: Vec<u8>,
}

impl Kept {
    /// Bytes that are kept.
    pub fn length(&self) -> usize {
        self.stretches.iter().chain([&self.current]).map(|stretch| stretch.length() as usize).sum()
    }

    /// Takes the output at an offset, which follows the one before.
    pub fn push(&mut self, bytes: &[u8], start: u64) {
        if self.settled + self.current.length() + bytes.len() as u64 > MOST {
            self.full = true;
            self.current = Stretch::default();
        }
        if self.full {
            return;
        }
        if self.current.length() == 0 {
            self.current.start = start;
        }
        self.current.push(bytes);
    }

    /// Between the last point and this one lies all that was pushed since: it stays if it is much.
    pub fn settle(&mut self) {
        let current = std::mem::take(&mut self.current);
        self.full = false;
        if current.length() > WORTH_KEEPING {
            self.settled += current.length();
            self.stretches.push(current);
        }
    }

    /// The bytes from an offset on that lie together; none when they are not kept.
    pub fn from(&self, start: u64) -> &[u8] {
        let after = self.stretches.partition_point(|stretch| stretch.start <= start);
        let before = after.checked_sub(1).and_then(|place| self.stretches.get(place));
        let found = before.map_or(&[][..], |stretch| stretch.from(start));
        if found.is_empty() { self.current.from(start) } else { found }
    }
}

impl Stretch {
    fn length(&self) -> u64 {
        (self.pieces.len() * PIECE + self.tail.len()) as u64
    }

    fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at((PIECE - self.tail.len()).min(bytes.len()));
            self.tail.extend_from_slice(now);
            if self.tail.len() == PIECE {
                self.pieces.push(self.tail[..].into());
                self.tail.clear();
            }
            bytes = later;
        }
    }

    fn from(&self, start: u64) -> &[u8] {
        let Some(place) = start.checked_sub(self.start).and_then(|place| usize::try_from(place).ok()) else {
            return &[];
        };
        let piece = match self.pieces.get(place / PIECE) {
            Some(piece) => piece,
            None if place / PIECE == self.pieces.len() => &self.tail[..],
            None => &[],
        };
        piece.get(place % PIECE..).unwrap_or_default()
    }
}
