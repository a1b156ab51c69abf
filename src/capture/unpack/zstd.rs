//! One zstd frame (RFC 8878): its header and blocks are cut out of the stream here and decoded by ruzstd.

use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::{Pending, Problem};

/// A frame's first bytes.
pub(super) const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// The largest window that is believed.
const LARGEST_WINDOW: u64 = 128 << 20;

/// Decodes a zstd frame behind its magic.
#[derive(Default)]
pub(super) struct ZstdFrame {
    decoder: Option<Box<FrameDecoder>>,
    state: State,
    pending: Pending,
    output: Vec<u8>,
    /// A checksum follows the last block.
    checked: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Header,
    Block,
}

impl std::fmt::Debug for ZstdFrame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ZstdFrame").field("state", &self.state).finish_non_exhaustive()
    }
}

impl ZstdFrame {
    /// Starts behind the magic.
    pub fn begin(&mut self) {
        self.state = State::Header;
        self.pending.bytes.clear();
        self.pending.bytes.extend(MAGIC);
        self.output.clear();
    }

    /// What the last step put out.
    pub fn output(&self) -> &[u8] {
        &self.output
    }

    /// Decodes the next header or block: how much of the chunk that took, and whether the frame is over.
    pub fn step(&mut self, chunk: &[u8]) -> Result<(usize, bool), Problem> {
        self.output.clear();
        let mut used = 0;
        loop {
            let wanted = match self.state {
                State::Header => header_length(&self.pending.bytes),
                State::Block => block_length(&self.pending.bytes, self.checked),
            };
            if wanted <= self.pending.bytes.len() {
                break;
            }
            let (more, whole) = self.pending.fill(chunk.get(used..).unwrap_or_default(), wanted);
            used += more;
            if !whole {
                return Ok((used, false));
            }
        }
        let over = match self.state {
            State::Header => self.header()?,
            State::Block => self.block()?,
        };
        self.pending.bytes.clear();
        Ok((used, over))
    }

    fn header(&mut self) -> Result<bool, Problem> {
        let decoder = self.decoder.get_or_insert_with(|| Box::new(FrameDecoder::new()));
        decoder.set_max_window_size(LARGEST_WINDOW);
        decoder.init(&self.pending.bytes[..]).map_err(|_| damaged("a zstd frame header is damaged"))?;
        self.checked = self.pending.bytes.get(4).is_some_and(|descriptor| descriptor & 4 != 0);
        self.state = State::Block;
        Ok(false)
    }

    fn block(&mut self) -> Result<bool, Problem> {
        let Some(decoder) = &mut self.decoder else { return Err(damaged("a block without its frame")) };
        let decoded = decoder.decode_blocks(&self.pending.bytes[..], BlockDecodingStrategy::UptoBlocks(1));
        let over = decoded.map_err(|_| damaged("a zstd block is damaged"))?;
        decoder.collect_to_writer(&mut self.output).map_err(|_| damaged("a zstd block is damaged"))?;
        if over && self.checked && decoder.get_checksum_from_data() != decoder.get_calculated_checksum() {
            return Err(damaged("the zstd checksum does not fit"));
        }
        Ok(over)
    }
}

/// What is wrong, in our words: the decoder's are 18 kB of code.
fn damaged(what: &str) -> Problem {
    Problem::Compression(what.into())
}

/// How long a frame header is, as far as these bytes tell.
fn header_length(bytes: &[u8]) -> usize {
    let Some(&descriptor) = bytes.get(4) else { return 5 };
    let single_segment = descriptor & 0x20 != 0;
    let window = usize::from(!single_segment);
    let dictionary = match descriptor & 3 {
        3 => 4,
        short => usize::from(short),
    };
    let content_size = match descriptor >> 6 {
        0 => usize::from(single_segment),
        power => 1 << power,
    };
    5 + window + dictionary + content_size
}

/// How long a block is, with the checksum behind the last one, as far as these bytes tell.
fn block_length(bytes: &[u8], checked: bool) -> usize {
    let Some(&[a, b, c]) = bytes.first_chunk() else { return 3 };
    let header = u32::from_le_bytes([a, b, c, 0]);
    let (last, kind, size) = (header & 1 != 0, header >> 1 & 3, (header >> 3) as usize);
    // Kind 1 repeats its one byte `size` times.
    let body = if kind == 1 { 1 } else { size };
    3 + body + if last && checked { 4 } else { 0 }
}
