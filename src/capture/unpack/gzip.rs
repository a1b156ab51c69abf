//! gzip (RFC 1952): members of a header, deflate data, and a checksum.

#[cfg(not(target_arch = "wasm32"))]
use flate2::Crc;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{TINFL_FLAG_HAS_MORE_INPUT, TINFL_FLAG_STOP_ON_BLOCK_BOUNDARY};
use miniz_oxide::inflate::core::{BlockBoundaryState, DecompressorOxide, decompress};

use super::{Pending, Problem, Resume, Step};
// flate2 uses the processor's own instructions, which the page cannot, and brings tables of 16 kB, which do not compress.
#[cfg(target_arch = "wasm32")]
use crate::bytes::crc32::Crc;

/// How far back deflate refers.
const WINDOW: usize = 32 << 10;
/// The ring that output goes through; a power of two.
const RING: usize = 128 << 10;
/// The longest header that is believed: the extra field and two texts.
const LONGEST_HEADER: usize = 256 << 10;

/// Unpacks gzip members one after the other.
pub(super) struct Gunzip {
    state: State,
    inflate: DecompressorOxide,
    ring: Box<[u8]>,
    /// Where in the ring the next byte goes.
    at: usize,
    pending: Pending,
    /// Checksum of the member, unless unpacking began in its middle.
    checksum: Option<Crc>,
    /// Whether a member has been read whole.
    members: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Header,
    Body,
    Trailer,
    /// What follows the last member is no gzip: it does not count.
    Over,
    Damaged,
}

impl std::fmt::Debug for Gunzip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gunzip").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Gunzip {
    /// At the start of a member, or between two of its blocks.
    pub fn new(resume: &Resume) -> Self {
        let mut new = Self {
            state: State::Header,
            inflate: DecompressorOxide::new(),
            ring: vec![0; RING].into(),
            at: 0,
            pending: Pending::default(),
            checksum: Some(Crc::new()),
            members: false,
        };
        if let Resume::Deflate { bits, byte, window } = resume {
            let boundary = BlockBoundaryState { num_bits: *bits, bit_buf: *byte, ..BlockBoundaryState::default() };
            new.inflate = DecompressorOxide::from_block_boundary_state(&boundary);
            new.ring.iter_mut().zip(window.iter()).for_each(|(to, from)| *to = *from);
            new.at = window.len() % RING;
            new.state = State::Body;
            new.checksum = None;
        }
        new
    }

    /// Whether the file may end here.
    pub fn is_whole(&self) -> bool {
        match self.state {
            State::Header => self.members && self.pending.bytes.is_empty(),
            State::Over => true,
            State::Body | State::Trailer | State::Damaged => false,
        }
    }

    /// Unpacks some of a chunk.
    pub fn step(&mut self, chunk: &[u8], point_is_due: bool) -> Result<Step<'_>, Problem> {
        match self.state {
            State::Header => self.header(chunk),
            State::Body => self.body(chunk, point_is_due),
            State::Trailer => self.trailer(chunk),
            State::Over => Ok(Step { used: chunk.len(), bytes: &[], point: None }),
            State::Damaged => Err(damaged()),
        }
    }

    fn header(&mut self, chunk: &[u8]) -> Result<Step<'_>, Problem> {
        let mut used = 0;
        loop {
            let wanted = match header_length(&self.pending.bytes) {
                Ok(wanted) => wanted,
                Err(_) if self.members => {
                    self.state = State::Over;
                    return Ok(Step { used, bytes: &[], point: None });
                }
                Err(problem) => return Err(problem),
            };
            if wanted <= self.pending.bytes.len() {
                self.pending.bytes.clear();
                self.inflate = DecompressorOxide::new();
                self.checksum = Some(Crc::new());
                self.state = State::Body;
                return Ok(Step { used, bytes: &[], point: None });
            }
            let (more, enough) = self.pending.fill(chunk.get(used..).unwrap_or_default(), wanted);
            used += more;
            if !enough {
                return Ok(Step { used, bytes: &[], point: None });
            }
        }
    }

    fn body(&mut self, chunk: &[u8], point_is_due: bool) -> Result<Step<'_>, Problem> {
        let stop = if point_is_due { TINFL_FLAG_STOP_ON_BLOCK_BOUNDARY } else { 0 };
        let flags = TINFL_FLAG_HAS_MORE_INPUT | stop;
        let start = self.at;
        let (status, used, written) = decompress(&mut self.inflate, chunk, &mut self.ring, start, flags);
        self.at = (start + written) % RING;
        let mut point = None;
        match status {
            TINFLStatus::Done => self.state = State::Trailer,
            TINFLStatus::BlockBoundary => point = self.point(),
            TINFLStatus::NeedsMoreInput | TINFLStatus::HasMoreOutput => {}
            // What came out before the damage still counts.
            _ => self.state = State::Damaged,
        }
        let bytes = self.ring.get(start..start + written).unwrap_or_default();
        if let Some(checksum) = &mut self.checksum {
            checksum.update(bytes);
        }
        if self.state == State::Damaged && bytes.is_empty() {
            return Err(damaged());
        }
        Ok(Step { used, bytes, point })
    }

    fn point(&self) -> Option<Resume> {
        let boundary = self.inflate.block_boundary_state()?;
        let (newer, older) = self.ring.split_at_checked(self.at)?;
        let older = older.get(older.len().saturating_sub(WINDOW.saturating_sub(newer.len()))..)?;
        let newer = newer.get(newer.len().saturating_sub(WINDOW)..)?;
        let window = [older, newer].concat().into();
        Some(Resume::Deflate { bits: boundary.num_bits, byte: boundary.bit_buf, window })
    }

    /// CRC-32 and length of the member.
    fn trailer(&mut self, chunk: &[u8]) -> Result<Step<'_>, Problem> {
        let (used, whole) = self.pending.fill(chunk, 8);
        if !whole {
            return Ok(Step { used, bytes: &[], point: None });
        }
        let words = self.pending.bytes.as_chunks::<4>().0;
        let words: Vec<_> = words.iter().map(|word| u32::from_le_bytes(*word)).collect();
        if let Some(checksum) = &self.checksum
            && words != [checksum.sum(), checksum.amount()]
        {
            return Err(Problem::Compression("the gzip checksum does not fit".into()));
        }
        self.pending.bytes.clear();
        self.members = true;
        self.state = State::Header;
        Ok(Step { used, bytes: &[], point: Some(Resume::Start) })
    }
}

fn damaged() -> Problem {
    Problem::Compression("the deflate data is damaged".into())
}

/// How long a member's header is, as far as these bytes tell; more than there are when they do not tell all.
fn header_length(bytes: &[u8]) -> Result<usize, Problem> {
    let not_gzip = || Problem::Compression("what follows is no gzip member".into());
    if bytes.iter().zip([0x1f, 0x8b, 8]).any(|(byte, expected)| *byte != expected) {
        return Err(not_gzip());
    }
    let Some(&flags) = bytes.get(3) else { return Ok(bytes.len() + 1) };
    let mut length = 10;
    if flags & 4 != 0 {
        let Some(extra) = bytes.get(length..).and_then(|rest| rest.first_chunk()) else { return Ok(length + 2) };
        length += 2 + usize::from(u16::from_le_bytes(*extra));
    }
    // A name, then a comment, each ended by a zero.
    for flag in [8, 16] {
        if flags & flag != 0 {
            let rest = bytes.get(length..).unwrap_or_default();
            match rest.iter().position(|byte| *byte == 0) {
                Some(end) => length += end + 1,
                None if rest.len() > LONGEST_HEADER => return Err(not_gzip()),
                None => return Ok(bytes.len().max(length) + 1),
            }
        }
    }
    Ok(if flags & 2 != 0 { length + 2 } else { length })
}
