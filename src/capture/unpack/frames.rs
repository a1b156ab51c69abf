//! Frames of zstd and lz4, one after the other, and the skippable ones that both know.

use super::lz4::{self, Lz4Frame};
use super::zstd::{self, ZstdFrame};
use super::{Pending, Problem, Resume, Step};

/// Unpacks frames.
#[derive(Debug)]
pub(super) struct Frames {
    state: State,
    pending: Pending,
    zstd: ZstdFrame,
    lz4: Lz4Frame,
    /// Whether a frame has been read whole.
    frames: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Magic,
    SkipLength,
    Skip(u64),
    Zstd,
    Lz4,
    /// What follows the last frame is no frame: it does not count.
    Over,
}

impl Frames {
    /// At the start of a frame, or between two lz4 blocks.
    pub fn new(resume: &Resume) -> Self {
        let state = if matches!(resume, Resume::Lz4 { .. }) { State::Lz4 } else { State::Magic };
        let lz4 = Lz4Frame::new(resume);
        Self { state, pending: Pending::default(), zstd: ZstdFrame::default(), lz4, frames: false }
    }

    /// Whether the file may end here.
    pub fn is_whole(&self) -> bool {
        match self.state {
            State::Magic => self.frames && self.pending.bytes.is_empty(),
            State::Over => true,
            _ => false,
        }
    }

    /// Unpacks some of a chunk.
    pub fn step(&mut self, chunk: &[u8], point_is_due: bool) -> Result<Step<'_>, Problem> {
        let mut point = None;
        let (used, bytes): (usize, &[u8]) = match self.state {
            State::Magic => (self.magic(chunk)?, &[]),
            State::SkipLength => (self.skip_length(chunk), &[]),
            State::Skip(left) => (self.skip(chunk, left), &[]),
            State::Over => (chunk.len(), &[]),
            State::Zstd => {
                let (used, over) = self.zstd.step(chunk)?;
                if over {
                    (self.state, self.frames, point) = (State::Magic, true, Some(Resume::Start));
                }
                (used, self.zstd.output())
            }
            State::Lz4 => {
                let (used, over) = self.lz4.step(chunk)?;
                if over {
                    (self.state, self.frames, point) = (State::Magic, true, Some(Resume::Start));
                } else if point_is_due {
                    point = self.lz4.point();
                }
                (used, self.lz4.output())
            }
        };
        Ok(Step { used, bytes, point })
    }

    fn magic(&mut self, chunk: &[u8]) -> Result<usize, Problem> {
        let (used, whole) = self.pending.fill(chunk, 4);
        if !whole {
            return Ok(used);
        }
        let magic = self.pending.bytes.first_chunk().copied().unwrap_or_default();
        self.pending.bytes.clear();
        self.state = match magic {
            zstd::MAGIC => {
                self.zstd.begin();
                State::Zstd
            }
            lz4::MAGIC => {
                self.lz4.begin();
                State::Lz4
            }
            [0x50..=0x5f, 0x2a, 0x4d, 0x18] => State::SkipLength,
            lz4::LEGACY_MAGIC => {
                return Err(Problem::Compression("the legacy lz4 format is not read".into()));
            }
            _ if self.frames => State::Over,
            _ => return Err(Problem::Compression("what follows is no zstd or lz4 frame".into())),
        };
        Ok(used)
    }

    fn skip_length(&mut self, chunk: &[u8]) -> usize {
        let (used, whole) = self.pending.fill(chunk, 4);
        if whole {
            let length = self.pending.bytes.first_chunk().map_or(0, |raw| u32::from_le_bytes(*raw));
            self.pending.bytes.clear();
            self.state = if length == 0 { State::Magic } else { State::Skip(u64::from(length)) };
        }
        used
    }

    fn skip(&mut self, chunk: &[u8], left: u64) -> usize {
        let used = usize::try_from(left).unwrap_or(usize::MAX).min(chunk.len());
        let left = left - used as u64;
        self.state = if left == 0 { State::Magic } else { State::Skip(left) };
        used
    }
}
