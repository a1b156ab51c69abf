//! Pass one: a capture file in chunks → its packets, in order, in bounded memory.

use super::carry::{Carry, Records, Want};
use super::pcap::{self, Pcap};
use super::pcapng::Pcapng;
use super::snoop::{self, Snoop};
use super::unpack::Unpacker;
use super::{Damage, Facts, Format, Packet, Packing, Problem, Unpacking, sniff};

/// Reads a capture that is fed to it in chunks of any size.
#[derive(Debug, Default)]
pub struct Reader {
    wrapping: Wrapping,
    unpacking: Unpacking,
    contents: Contents,
    damage: Option<Damage>,
}

/// What is around the capture.
#[derive(Debug)]
enum Wrapping {
    /// Not known: fewer than four bytes have come.
    Unknown(Vec<u8>),
    Nothing,
    Packed(Unpacker),
}

/// The capture itself, in whatever pieces it comes.
#[derive(Debug, Default)]
struct Contents {
    carry: Carry,
    capture: Capture,
}

impl Reader {
    /// A reader at the start of a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next chunk of the file and calls `each` for every packet that is whole by now. After damage nothing is read
    /// any more, and the same damage is the answer again.
    pub fn feed(&mut self, chunk: &[u8], each: &mut impl FnMut(Packet<'_>)) -> Result<(), Damage> {
        if let Some(damage) = &self.damage {
            return Err(damage.clone());
        }
        let fed = self.take(chunk, each);
        self.damage = fed.as_ref().err().cloned();
        fed
    }

    /// Says that the file ends here: what is wrong with its tail, if anything.
    pub fn finish(&mut self, each: &mut impl FnMut(Packet<'_>)) -> Result<(), Damage> {
        if let Some(damage) = &self.damage {
            return Err(damage.clone());
        }
        let finished = self.end(each);
        self.damage = finished.as_ref().err().cloned();
        finished
    }

    /// What the file has said of itself by now.
    pub fn facts(&self) -> &Facts {
        &self.contents.capture.facts
    }

    /// Bytes of the unpacked file that have been read, up to the first packet or block that is not whole.
    pub fn position(&self) -> u64 {
        self.contents.carry.at()
    }

    /// What random access needs to know of the bytes read by now.
    pub fn unpacking(&self) -> &Unpacking {
        &self.unpacking
    }

    /// Hands a chunk through what is around the capture.
    fn take(&mut self, chunk: &[u8], each: &mut impl FnMut(Packet<'_>)) -> Result<(), Damage> {
        match &mut self.wrapping {
            Wrapping::Nothing => self.contents.feed(chunk, each),
            Wrapping::Packed(unpacker) => {
                let contents = &mut self.contents;
                let fed: Result<(), Stop> =
                    unpacker.feed_noting(chunk, &mut self.unpacking, |bytes| Ok(contents.feed(bytes, each)?));
                fed.map_err(|stop| stop.damage(&self.unpacking))
            }
            Wrapping::Unknown(first) if first.is_empty() && chunk.len() >= 4 => {
                self.recognise(chunk);
                self.take(chunk, each)
            }
            Wrapping::Unknown(first) => {
                first.extend_from_slice(chunk);
                if first.len() < 4 {
                    return Ok(());
                }
                let first = std::mem::take(first);
                self.recognise(&first);
                self.take(&first, each)
            }
        }
    }

    /// Tells by the file's first four bytes what is around the capture.
    fn recognise(&mut self, first: &[u8]) {
        self.wrapping = match first.first_chunk().copied().and_then(Packing::of) {
            None => Wrapping::Nothing,
            Some(packing) => {
                self.unpacking = Unpacking::new(packing);
                Wrapping::Packed(Unpacker::new(packing))
            }
        };
    }

    fn end(&mut self, each: &mut impl FnMut(Packet<'_>)) -> Result<(), Damage> {
        if let Wrapping::Unknown(first) = &mut self.wrapping {
            let first = std::mem::take(first);
            self.contents.feed(&first, each)?;
        }
        if let Wrapping::Packed(unpacker) = &self.wrapping {
            unpacker.finish().map_err(|problem| Damage { at: self.unpacking.length(), problem })?;
        }
        self.contents.finish(each).map_err(|damage| Stop::Contents(damage).damage(&self.unpacking))
    }
}

impl Default for Wrapping {
    fn default() -> Self {
        Self::Unknown(Vec::new())
    }
}

/// Why unpacking stopped: the packed data, or what came out of it.
enum Stop {
    Packed(Problem),
    Contents(Damage),
}

impl Stop {
    fn damage(self, unpacking: &Unpacking) -> Damage {
        match self {
            Self::Packed(problem) => Damage { at: unpacking.length(), problem },
            Self::Contents(Damage { at, problem: Problem::NotACapture(None) }) => {
                let key = unpacking.packing().map(|packing| packing.key().to_owned());
                Damage { at, problem: Problem::NotACapture(key) }
            }
            Self::Contents(damage) => damage,
        }
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Packed(problem)
    }
}

impl From<Damage> for Stop {
    fn from(damage: Damage) -> Self {
        Self::Contents(damage)
    }
}

impl Contents {
    fn feed(&mut self, bytes: &[u8], each: &mut impl FnMut(Packet<'_>)) -> Result<(), Damage> {
        self.carry.feed(bytes, &mut self.capture, each)
    }

    fn finish(&mut self, each: &mut impl FnMut(Packet<'_>)) -> Result<(), Damage> {
        let piece = self.carry.piece();
        match self.capture.format {
            CaptureFormat::Unknown if !is_cut_magic(piece) => {
                Err(Damage { at: 0, problem: Problem::NotACapture(sniff::look(piece)) })
            }
            _ => self.carry.finish(&mut self.capture, each),
        }
    }
}

/// An unpacked capture of any format.
#[derive(Debug, Default)]
struct Capture {
    format: CaptureFormat,
    facts: Facts,
}

#[derive(Debug, Default)]
enum CaptureFormat {
    #[default]
    Unknown,
    Pcap(Pcap),
    Pcapng(Pcapng),
    Snoop(Snoop),
}

impl Records for Capture {
    #[inline]
    fn walk(&mut self, bytes: &[u8], at: u64, each: &mut impl FnMut(Packet<'_>)) -> (usize, Result<Want, Problem>) {
        match &mut self.format {
            CaptureFormat::Pcap(pcap) => pcap.walk(bytes, at, each),
            CaptureFormat::Pcapng(pcapng) => pcapng.walk(bytes, at, &mut self.facts, each),
            CaptureFormat::Snoop(snoop) => snoop.walk(bytes, at, each),
            CaptureFormat::Unknown => match self.open(bytes) {
                Ok(Some(used)) => {
                    let (more, want) = self.walk(bytes.get(used..).unwrap_or_default(), at + used as u64, each);
                    (used + more, want)
                }
                Ok(None) => (0, Ok(Want::More(bytes.len() + 1))),
                Err(problem) => (0, Err(problem)),
            },
        }
    }

    fn end(&mut self) {
        if let CaptureFormat::Pcap(pcap) = &mut self.format {
            pcap.end();
        }
    }
}

impl Capture {
    /// Recognises the format by the first bytes; `None` when there are too few to tell.
    fn open(&mut self, bytes: &[u8]) -> Result<Option<usize>, Problem> {
        match bytes.first_chunk::<4>() {
            Some(magic) if pcap::is_magic(*magic) => {
                let opened = Pcap::open(bytes, &mut self.facts)?;
                Ok(opened.map(|(pcap, used)| {
                    self.format = CaptureFormat::Pcap(pcap);
                    used
                }))
            }
            Some(b"\x0a\x0d\x0d\x0a") => {
                self.facts.format = Some(Format::Pcapng);
                self.format = CaptureFormat::Pcapng(Pcapng::default());
                Ok(Some(0))
            }
            _ if bytes.starts_with(&snoop::MAGIC) => {
                let opened = Snoop::open(bytes, &mut self.facts)?;
                Ok(opened.map(|(snoop, used)| {
                    self.format = CaptureFormat::Snoop(snoop);
                    used
                }))
            }
            Some(_) if bytes.len() >= sniff::ENOUGH => {
                Err(Problem::NotACapture(sniff::look(bytes.get(..sniff::ENOUGH).unwrap_or_default())))
            }
            _ => Ok(None),
        }
    }
}

/// Whether these bytes, all that there are, begin as a capture does whose header is cut.
fn is_cut_magic(bytes: &[u8]) -> bool {
    bytes.first_chunk().is_some_and(|magic| pcap::is_magic(*magic)) || bytes.starts_with(&snoop::MAGIC)
}
