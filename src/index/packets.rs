//! One row a packet: where it lies, when it came, and what pass one made of it.

use crate::{capture::Packet, index::states::States};

/// No flow, or no packet.
pub const NONE: u32 = u32::MAX;

/// 40 bytes a packet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Row {
    /// Nanoseconds since 1970 UTC.
    pub time: i64,
    /// Where its captured bytes begin in the unpacked file.
    pub offset: u64,
    /// Captured bytes.
    pub captured: u32,
    /// Bytes on the wire.
    pub original: u32,
    /// Its innermost flow ([`crate::index::flows`]), or [`NONE`].
    pub flow: u32,
    /// The packet before it in the same flow, or [`NONE`].
    pub previous: u32,
    /// Its protocol stack ([`crate::index::stacks`]).
    pub stack: u16,
    /// Its interface; 65,535 stands for that one and all after it.
    pub interface: u16,
    /// [`flags`].
    pub flags: u16,
    /// Anomalies seen, up to 255.
    pub notes: u8,
    /// What both sides of its TCP connection are in behind it.
    pub states: States,
}

impl Row {
    /// 0 from the flow's first sender, 1 towards it.
    #[inline]
    pub fn way(&self) -> u8 {
        u8::from(self.flags & flags::BACK != 0)
    }

    /// When it came, if the file says so.
    pub fn instant(&self) -> Option<i64> {
        (self.time != Packet::UNTIMED).then_some(self.time)
    }

    /// Nanoseconds from `earlier` to this packet; a packet without a time counts as one of 1970, as tshark has it.
    pub fn since(&self, earlier: &Self) -> i64 {
        self.instant().unwrap_or(0).wrapping_sub(earlier.instant().unwrap_or(0))
    }
}

/// Bits of [`Row::flags`].
pub mod flags {
    /// Its stream gave messages: [`crate::index::messages`] says where they lie.
    pub const MESSAGES: u16 = 1;
    /// Dissection needed bytes that the capture cut off.
    pub const CUT_SHORT: u16 = 2;
    /// A length lies, or a header is too short for what it says.
    pub const MALFORMED: u16 = 4;
    /// The file holds a comment on it.
    pub const COMMENT: u16 = 8;
    /// A segment about which something was found out ([`crate::index::analysis`]).
    pub const FOUND: u16 = 32;
    /// The same, and it is worth a look.
    pub const TROUBLE: u16 = 64;
    /// A segment that acknowledges and does nothing else.
    pub const QUIET: u16 = 16;
    /// A segment that closes, opens or breaks off its connection, a bit for each as TCP has them: FIN, SYN, RST.
    pub const CONTROL: u16 = 7 << 8;
    /// It goes to the flow's first sender.
    pub const BACK: u16 = 1 << 11;
}

const _: () = assert!(size_of::<Row>() == 40);
