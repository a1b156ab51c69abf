//! What a capture file says besides its packets: format, sections, interfaces, names, statistics, secrets.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::clock::Clock;

/// Everything a file says of itself, as far as it has been read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// How packets are stored; `None` until the first bytes are here.
    pub format: Option<Format>,
    /// pcapng sections in order; one without texts for pcap.
    pub sections: Vec<Section>,
    /// Interfaces of all sections in order; [`Packet::interface`](super::Packet) counts in this list.
    pub interfaces: Vec<Interface>,
    /// Name resolution records, in order.
    pub names: Vec<Name>,
    /// Interface statistics, in order.
    pub statistics: Vec<Statistics>,
    /// Decryption secrets, in order.
    pub secrets: Vec<Secrets>,
}

/// How packets are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Classic pcap.
    Pcap {
        /// Timestamps in nanoseconds, else microseconds.
        nanoseconds: bool,
        /// The magic is Kuznetzov's: record headers of 24 bytes.
        modified: bool,
    },
    /// pcapng.
    Pcapng,
    /// snoop, of Solaris.
    Snoop,
}

/// One pcapng section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Where its header block begins.
    pub at: u64,
    /// Byte order of its numbers.
    pub big_endian: bool,
    /// `shb_hardware`.
    pub hardware: Option<String>,
    /// `shb_os`.
    pub os: Option<String>,
    /// `shb_userappl`.
    pub application: Option<String>,
    /// Comments on the section.
    pub comments: Vec<String>,
}

/// What the file says of one interface; a pcap file has exactly one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interface {
    /// LINKTYPE_ value.
    pub link_type: u16,
    /// Longest captured packet, 0 when unlimited.
    pub snap_length: u32,
    /// Digits of a second's fraction that its timestamps carry: 0, 1, 2, 3, 6 or 9.
    pub digits: u8,
    /// `if_tsresol` when the file has it: a power of ten, or of two with the highest bit set.
    pub resolution: Option<u8>,
    /// `if_tsoffset`: seconds that count to each of its timestamps.
    pub offset_seconds: i64,
    /// Place of its section in the list of sections.
    pub section: u32,
    /// Bytes of frame check sequence at the end of each packet, when the file says so.
    pub fcs_length: Option<u8>,
    /// `if_name`.
    pub name: Option<String>,
    /// `if_description`.
    pub description: Option<String>,
    /// `if_filter`: what was asked of the capture library.
    pub filter: Option<String>,
    /// `if_hardware`.
    pub hardware: Option<String>,
    /// `if_os`.
    pub os: Option<String>,
    /// `if_speed` in bits a second.
    pub speed: Option<u64>,
    /// Comments on the interface.
    pub comments: Vec<String>,
}

impl Interface {
    /// Its `if_tsresol`: the file's own, or the power of ten that it has digits for.
    pub(super) fn resolution(&self) -> u8 {
        self.resolution.unwrap_or(self.digits)
    }

    pub(super) fn clock(&self) -> Clock {
        Clock::new(self.resolution(), self.offset_seconds)
    }
}

/// A name that the file gives to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Whose.
    pub address: IpAddr,
    /// The name, lossily decoded.
    pub name: String,
}

/// One interface statistics block.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// Place in the list of interfaces.
    pub interface: u32,
    /// `isb_ifrecv`: packets received by the interface.
    pub received: Option<u64>,
    /// `isb_ifdrop`: packets the interface dropped.
    pub dropped: Option<u64>,
    /// `isb_filteraccept`: packets the filter let through.
    pub accepted: Option<u64>,
    /// `isb_osdrop`: packets the system dropped.
    pub dropped_by_system: Option<u64>,
    /// `isb_usrdeliv`: packets handed to the capturing program.
    pub delivered: Option<u64>,
    /// Comments on the statistics.
    pub comments: Vec<String>,
}

/// One decryption secrets block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secrets {
    /// What they are: [`Secrets::TLS_KEY_LOG`] or another registered number.
    pub kind: u32,
    /// The secrets themselves.
    pub data: Vec<u8>,
}

impl Secrets {
    /// `kind` of an NSS key log, as `SSLKEYLOGFILE` makes it.
    pub const TLS_KEY_LOG: u32 = 0x544c_534b;
}
