//! One lz4 frame: its header and blocks are cut out of the stream here, because lz4_flex's own frame decoder can only pull;
//! its block decoder unpacks them.

use std::hash::Hasher;

use twox_hash::XxHash32;

use super::{Pending, Problem, Resume};

/// A frame's first bytes.
pub(super) const MAGIC: [u8; 4] = [0x04, 0x22, 0x4d, 0x18];
/// First bytes of the format before frames.
pub(super) const LEGACY_MAGIC: [u8; 4] = [0x02, 0x21, 0x4c, 0x18];
/// How far back linked blocks refer.
const WINDOW: usize = 64 << 10;

/// What a frame's header says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in super::super) struct Header {
    linked: bool,
    blocks_checked: bool,
    content_checked: bool,
    largest_block: usize,
}

/// Decodes an lz4 frame behind its magic.
#[derive(Debug, Default)]
pub(super) struct Lz4Frame {
    header: Option<Header>,
    pending: Pending,
    output: Vec<u8>,
    /// Bytes of `output` that the last step put there.
    length: usize,
    /// The last 64 KiB of output, when blocks are linked.
    window: Vec<u8>,
    /// Checksum of the content, unless unpacking began in its middle.
    checksum: Option<Checksum>,
}

#[derive(Clone)]
struct Checksum(XxHash32);

impl std::fmt::Debug for Checksum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Checksum")
    }
}

impl Lz4Frame {
    /// Between two blocks when `resume` says so.
    pub fn new(resume: &Resume) -> Self {
        match resume {
            Resume::Lz4 { header, window } => {
                Self { header: Some(*header), window: window.to_vec(), ..Self::default() }
            }
            _ => Self::default(),
        }
    }

    /// Starts behind the magic.
    pub fn begin(&mut self) {
        self.header = None;
        self.pending.bytes.clear();
        self.length = 0;
        self.window.clear();
        self.checksum = Some(Checksum(XxHash32::with_seed(0)));
    }

    /// What the last step put out.
    pub fn output(&self) -> &[u8] {
        self.output.get(..self.length).unwrap_or_default()
    }

    /// How to go on here, when a block has just ended.
    pub fn point(&self) -> Option<Resume> {
        let header = self.header.filter(|_| self.pending.bytes.is_empty())?;
        Some(Resume::Lz4 { header, window: self.window[..].into() })
    }

    /// Decodes the next header or block: how much of the chunk that took, and whether the frame is over.
    pub fn step(&mut self, chunk: &[u8]) -> Result<(usize, bool), Problem> {
        self.length = 0;
        let mut used = 0;
        loop {
            let wanted = self.wanted()?;
            if wanted <= self.pending.bytes.len() {
                break;
            }
            let (more, whole) = self.pending.fill(chunk.get(used..).unwrap_or_default(), wanted);
            used += more;
            if !whole {
                return Ok((used, false));
            }
        }
        let pending = std::mem::take(&mut self.pending.bytes);
        let over = match self.header {
            None => self.read_header(&pending).map(|()| false),
            Some(header) => self.read_block(header, &pending),
        };
        self.pending.bytes = pending;
        self.pending.bytes.clear();
        over.map(|over| (used, over))
    }

    /// How long the next header or block is, as far as the pending bytes tell.
    fn wanted(&self) -> Result<usize, Problem> {
        let bytes = &self.pending.bytes;
        let Some(header) = self.header else {
            let Some(&flags) = bytes.first() else { return Ok(1) };
            return Ok(3 + if flags & 8 != 0 { 8 } else { 0 } + if flags & 1 != 0 { 4 } else { 0 });
        };
        let Some(raw) = bytes.first_chunk() else { return Ok(4) };
        let (length, _) = block_length(u32::from_le_bytes(*raw));
        if length > header.largest_block {
            return Err(damaged("an lz4 block is too long"));
        }
        let checked = if length == 0 { header.content_checked } else { header.blocks_checked };
        Ok(4 + length + if checked { 4 } else { 0 })
    }

    fn read_header(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let (Some((&check, fields)), Some(&[flags, sizes])) = (bytes.split_last(), bytes.first_chunk()) else {
            return Err(damaged("an lz4 header"));
        };
        if flags >> 6 != 1 || flags & 1 != 0 {
            return Err(Problem::Compression("lz4 with a dictionary or of another version is not read".into()));
        }
        if (hash(fields) >> 8) as u8 != check {
            return Err(damaged("the checksum of the lz4 header does not fit"));
        }
        let largest_block = match sizes >> 4 & 7 {
            size @ 4..=7 => 1_usize << (2 * size + 8),
            _ => return Err(damaged("an lz4 block size that does not exist")),
        };
        self.header = Some(Header {
            linked: flags & 0x20 == 0,
            blocks_checked: flags & 0x10 != 0,
            content_checked: flags & 4 != 0,
            largest_block,
        });
        Ok(())
    }

    fn read_block(&mut self, header: Header, bytes: &[u8]) -> Result<bool, Problem> {
        let Some((raw, rest)) = bytes.split_first_chunk() else { return Err(damaged("an lz4 block")) };
        let (length, packed) = block_length(u32::from_le_bytes(*raw));
        let (body, check) = rest.split_at_checked(length).ok_or_else(|| damaged("an lz4 block"))?;
        let check = check.first_chunk().map(|raw| u32::from_le_bytes(*raw));
        if length == 0 {
            return match (&self.checksum, check) {
                (Some(Checksum(content)), Some(check)) if content.finish() as u32 != check => {
                    Err(damaged("the lz4 checksum does not fit"))
                }
                _ => Ok(true),
            };
        }
        if check.is_some_and(|check| check != hash(body)) {
            return Err(damaged("the checksum of an lz4 block does not fit"));
        }
        self.unpack(header, body, packed)?;
        let output = self.output.get(..self.length).unwrap_or_default();
        if let Some(Checksum(content)) = self.checksum.as_mut().filter(|_| header.content_checked) {
            content.write(output);
        }
        if header.linked {
            self.window.extend_from_slice(output.get(output.len().saturating_sub(WINDOW)..).unwrap_or_default());
            self.window.drain(..self.window.len().saturating_sub(WINDOW));
        }
        Ok(false)
    }

    fn unpack(&mut self, header: Header, body: &[u8], packed: bool) -> Result<(), Problem> {
        if self.output.len() < header.largest_block {
            self.output.resize(header.largest_block, 0);
        }
        let output = self.output.get_mut(..header.largest_block).unwrap_or_default();
        self.length = if packed {
            lz4_flex::block::decompress_into_with_dict(body, output, &self.window)
                .map_err(|error| Problem::Compression(error.to_string()))?
        } else {
            output.iter_mut().zip(body).for_each(|(to, from)| *to = *from);
            body.len()
        };
        Ok(())
    }
}

/// Bytes of a block's body, and whether they are packed.
fn block_length(size: u32) -> (usize, bool) {
    ((size & 0x7fff_ffff) as usize, size & 0x8000_0000 == 0)
}

fn hash(bytes: &[u8]) -> u32 {
    XxHash32::oneshot(0, bytes)
}

fn damaged(what: &str) -> Problem {
    Problem::Compression(what.to_owned())
}
