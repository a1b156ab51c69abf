//! Hex dumps as text, from a clipboard or a log → packets, and a capture of them.
//!
//! ```text
//! text ─line─▶ rows ─row─▶ bytes ─packets─▶ packets ─link─▶ with an Ethernet header ─▶ pcapng
//! ```
//!
//! Which program printed the dump is not asked: rows with offsets of `xxd`, `hexdump -C`, `od`, Wireshark and tcpdump, and bare
//! hex digits, are told by what stands in them. An offset says exactly how many bytes the row before it has; a last row is told
//! from the characters beside it by their being its own picture.

mod line;
mod link;
mod packets;
mod row;
mod stamp;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::write::{Form, Writer};
use super::{Facts, Format, Interface, Packet};

/// The longest packet that a reader of captures believes.
const LONGEST: usize = 262_144;
/// The comment on a packet whose Ethernet header was added.
const HEADER_ADDED: &str = "Ethernet header added";

/// What a text holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dump {
    /// Its packets, in order; at least one.
    pub packets: Vec<Dumped>,
    /// Lines of other text.
    pub skipped: u32,
}

/// A packet of a dump.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dumped {
    /// Line where it begins, from 1.
    pub line: u32,
    /// Nanoseconds since 1970, if a line above says when it came; the clock is taken for UTC, and a time without a date is one
    /// of 1970-01-01 or, after midnight, of the days that follow.
    pub time: Option<i64>,
    /// From the Ethernet header on.
    pub bytes: Vec<u8>,
    /// The dump begins at the network layer, and an Ethernet header was put before it.
    pub header_added: bool,
}

/// Why a text is no dump of packets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Problem {
    /// There are no rows of bytes in it.
    #[error("no rows of bytes")]
    NoBytes,
    /// A row has another offset than the bytes before it make: a row is missing, or damaged.
    #[error("line {line}: offset {found:#x} where {expected:#x} comes next")]
    Offset {
        /// Its line, from 1.
        line: u32,
        /// The offset that should stand there.
        expected: u64,
        /// The offset that does.
        found: u64,
    },
    /// A packet is longer than there can be.
    #[error("line {line}: a packet of more than {most} bytes")]
    TooLong {
        /// Where it begins, from 1.
        line: u32,
        /// The longest there can be, in bytes.
        most: u32,
    },
}

/// Reads the packets that a text dumps.
pub fn read(text: &str) -> Result<Dump, Problem> {
    let dump = packets::read(text)?;
    if dump.packets.is_empty() { Err(Problem::NoBytes) } else { Ok(dump) }
}

/// A pcapng file of the packets that a text dumps; a comment marks those whose Ethernet header was added.
pub fn capture(text: &str) -> Result<Vec<u8>, Problem> {
    let dump = read(text)?;
    let microseconds = dump.packets.iter().all(|packet| packet.time.is_none_or(|time| time % 1_000 == 0));
    let digits = if microseconds { 6 } else { 9 };
    let ethernet = Interface { link_type: 1, digits, ..Interface::default() };
    let facts = Facts { format: Some(Format::Pcapng), interfaces: vec![ethernet], ..Facts::default() };
    let mut file = Vec::new();
    // pcapng takes whatever there is.
    if let Ok(mut writer) = Writer::new(Form::Pcapng, &facts, [0], "Wirelight") {
        writer.start(&mut file);
        for dumped in &dump.packets {
            let comments: &[&str] = if dumped.header_added { &[HEADER_ADDED] } else { &[] };
            writer.packet(&mut file, &dumped.packet(), comments);
        }
        writer.finish(&mut file);
    }
    Ok(file)
}

impl Dumped {
    /// As a capture of one Ethernet interface holds it.
    fn packet(&self) -> Packet<'_> {
        Packet {
            time: self.time.unwrap_or(Packet::UNTIMED),
            offset: 0,
            original: self.bytes.len() as u32,
            interface: 0,
            flags: 0,
            link_type: 1,
            comment: self.header_added,
            bytes: &self.bytes,
        }
    }
}
