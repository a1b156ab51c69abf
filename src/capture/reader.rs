//! Pass one: a capture file in chunks → its packets, in order, in bounded memory.

use super::carry::{Carry, Records, Want};
use super::pcap::{self, Pcap};
use super::pcapng::Pcapng;
use super::{Damage, Facts, Format, Packet, Problem, sniff};

/// Reads a capture that is fed to it in chunks of any size.
#[derive(Debug, Default)]
pub struct Reader {
    carry: Carry,
    capture: Capture,
    damage: Option<Damage>,
}

/// What random access to the unpacked bytes needs, learnt by the [`Reader`] in pass one.
#[derive(Debug, Clone, Default)]
pub enum Unpacking {
    /// The file is not packed.
    #[default]
    Plain,
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
        let fed = self.carry.feed(chunk, &mut self.capture, each);
        self.damage = fed.as_ref().err().cloned();
        fed
    }

    /// Says that the file ends here: what is wrong with its tail, if anything.
    pub fn finish(&mut self, _each: &mut impl FnMut(Packet<'_>)) -> Result<(), Damage> {
        if let Some(damage) = &self.damage {
            return Err(damage.clone());
        }
        let finished = match self.capture.contents {
            Contents::Unknown if !is_cut_magic(self.carry.piece()) => {
                Err(Damage { at: 0, problem: Problem::NotACapture(sniff::look(self.carry.piece())) })
            }
            _ => self.carry.finish(),
        };
        self.damage = finished.as_ref().err().cloned();
        finished
    }

    /// What the file has said of itself by now.
    pub fn facts(&self) -> &Facts {
        &self.capture.facts
    }

    /// Bytes of the unpacked file that have been read, up to the first packet or block that is not whole.
    pub fn position(&self) -> u64 {
        self.carry.at()
    }

    /// What random access needs to know of the bytes read by now.
    pub fn unpacking(&self) -> &Unpacking {
        &Unpacking::Plain
    }

    /// What is left of a reader that has done its work.
    pub fn into_parts(self) -> (Facts, Unpacking) {
        (self.capture.facts, Unpacking::Plain)
    }
}

/// An unpacked capture of any format.
#[derive(Debug, Default)]
struct Capture {
    contents: Contents,
    facts: Facts,
}

#[derive(Debug, Default)]
enum Contents {
    #[default]
    Unknown,
    Pcap(Pcap),
    Pcapng(Pcapng),
}

impl Records for Capture {
    #[inline]
    fn walk(&mut self, bytes: &[u8], at: u64, each: &mut impl FnMut(Packet<'_>)) -> (usize, Result<Want, Problem>) {
        match &mut self.contents {
            Contents::Pcap(pcap) => pcap.walk(bytes, at, each),
            Contents::Pcapng(pcapng) => pcapng.walk(bytes, at, &mut self.facts, each),
            Contents::Unknown => match self.open(bytes) {
                Ok(Some(used)) => {
                    let (more, want) = self.walk(bytes.get(used..).unwrap_or_default(), at + used as u64, each);
                    (used + more, want)
                }
                Ok(None) => (0, Ok(Want::More(bytes.len() + 1))),
                Err(problem) => (0, Err(problem)),
            },
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
                    self.contents = Contents::Pcap(pcap);
                    used
                }))
            }
            Some(b"\x0a\x0d\x0d\x0a") => {
                self.facts.format = Some(Format::Pcapng);
                self.contents = Contents::Pcapng(Pcapng::default());
                Ok(Some(0))
            }
            Some(_) if bytes.len() >= sniff::ENOUGH => {
                Err(Problem::NotACapture(sniff::look(bytes.get(..sniff::ENOUGH).unwrap_or_default())))
            }
            _ => Ok(None),
        }
    }
}

/// Whether these bytes are the whole file and yet begin as a pcap file does.
fn is_cut_magic(bytes: &[u8]) -> bool {
    bytes.first_chunk().is_some_and(|magic| pcap::is_magic(*magic))
}
