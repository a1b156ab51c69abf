//! Capture files → packets: formats, compression around them, and random access to their bytes.

use serde::{Deserialize, Serialize};

/// One packet as the file holds it; `bytes` are the captured ones only.
#[derive(Debug, Clone, Copy)]
pub struct Packet<'a> {
    /// Nanoseconds since 1970-01-01 00:00:00 UTC.
    pub time: i64,
    /// Where its captured bytes begin in the unpacked file.
    pub offset: u64,
    /// Bytes on the wire.
    pub original: u32,
    /// Place in the file's list of interfaces.
    pub interface: u32,
    /// LINKTYPE_ value of that interface.
    pub link_type: u16,
    /// Captured bytes.
    pub bytes: &'a [u8],
}

/// What the file says of one interface; a pcap file has exactly one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interface {
    /// LINKTYPE_ value.
    pub link_type: u16,
    /// Longest captured packet, 0 when unlimited.
    pub snap_length: u32,
    /// Digits of a second's fraction that its timestamps carry, 0–9.
    pub digits: u8,
    /// `if_name`.
    pub name: Option<String>,
    /// `if_description`.
    pub description: Option<String>,
}

/// Why reading stopped before the end, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Damage {
    /// Offset in the unpacked file.
    pub at: u64,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a file, as data; each skin words it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Not a capture; what it looks like instead (a stable key such as `png`, `zip`, `text`, `empty`), if known.
    NotACapture(Option<String>),
    /// Ends in the middle of a packet or block.
    CutShort {
        /// Bytes that belong here.
        needed: u64,
        /// Bytes that are there.
        had: u64,
    },
    /// A length or a value that cannot be; the text is a short English phrase naming it.
    Damaged(String),
    /// Compressed data that cannot be unpacked; the text is a short English phrase.
    Compression(String),
    /// One compressed block of more than 512 MiB without seek points: unpack the file first.
    TooLargeToUnpack,
    /// The browser or the system refused to read on; its own words.
    Unreadable(String),
    /// No memory left for the index.
    OutOfMemory,
}
