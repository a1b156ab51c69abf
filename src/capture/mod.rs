//! Capture files → packets: formats, compression around them, and random access to their bytes.
//!
//! Two doors, for the two kinds of passes:
//!
//! ```text
//! pass one       file chunks ──feed──▶ Reader ──▶ Packet, Packet, …     in order, once, in bounded memory
//! later passes   Source ──▶ Store ──bytes(range)──▶ &[u8]               anywhere, paged and cached
//! ```
//!
//! [`Reader`] is fed the file in chunks of any size and calls back for every packet; it unpacks gzip, zstd and lz4 on the way
//! and keeps what random access will need ([`Unpacking`]). Every offset it reports is one in the *unpacked* file, and so is
//! every range asked of a [`Store`]. The way back is [`write`]: packets → a capture file; [`merge`]
//! makes one of several, and [`hexdump`] one of a text.

mod blocks;
mod carry;
mod clock;
mod facts;
pub mod hexdump;
pub mod merge;
#[cfg(test)]
mod packed_tests;
mod pages;
mod pcap;
mod pcapng;
mod reader;
#[cfg(test)]
mod reader_tests;
mod remarks;
mod sniff;
mod snoop;
mod source;
mod store;
#[cfg(test)]
mod testing;
mod unpack;
mod unpacked;
mod variant;
pub mod write;

use serde::{Deserialize, Serialize};

pub use facts::{Facts, Format, Interface, Name, Secrets, Section, Statistics};
pub use reader::Reader;
pub use remarks::{Remarks, comments, enterprise, remarks};
#[cfg(not(target_arch = "wasm32"))]
pub use source::File;
pub use source::{Answer, Memory, Slow, Source};
pub use store::{Bytes, Store};
pub use unpack::{Packing, Unpacking};

/// One packet as the file holds it; `bytes` are the captured ones only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet<'a> {
    /// Nanoseconds since 1970-01-01 00:00:00 UTC, or [`Packet::UNTIMED`].
    pub time: i64,
    /// Where its captured bytes begin in the unpacked file.
    pub offset: u64,
    /// Bytes on the wire.
    pub original: u32,
    /// Place in the file's list of interfaces, or [`Packet::NO_INTERFACE`].
    pub interface: u32,
    /// `epb_flags` of pcapng (direction, FCS length, link-layer errors), or the private enterprise number of a custom block that
    /// may be copied; 0 when the file says nothing.
    pub flags: u32,
    /// LINKTYPE_ value of that interface, or from [`Packet::JOURNAL`] on a value for records that are no packets.
    pub link_type: u16,
    /// A comment hangs on it, which [`comments`] reads again; pcapng only.
    pub comment: bool,
    /// Captured bytes.
    pub bytes: &'a [u8],
}

impl Packet<'_> {
    /// `time` of a packet whose record carries none (simple packet and custom blocks).
    pub const UNTIMED: i64 = i64::MIN;
    /// `interface` of a record that belongs to none.
    pub const NO_INTERFACE: u32 = u32::MAX;
    /// `link_type` of a systemd journal entry: text in the journal export format.
    pub const JOURNAL: u16 = 0xff00;
    /// `link_type` of a pcapng custom block: the data behind its private enterprise number.
    pub const CUSTOM: u16 = 0xff01;
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
    /// A capture file of a version or kind that is not read; the text is a short English phrase naming it.
    Unsupported(String),
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
