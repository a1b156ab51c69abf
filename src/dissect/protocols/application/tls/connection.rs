//! What is remembered of a connection, in the 64 bits that a flow has for it, and what of that a record is read with.
//!
//! ```text
//! each way's half  0–17  bytes by which an earlier record's handshake message reaches into the next record
//!                 18–22  the type of that message
//!                    23  the sender has changed to the agreed cipher
//! first half only 24–26  the agreed version
//!                 27–29  how the keys are agreed on
//! a mode is the sender's half with 24–29 of the first one, and
//!                    30  the bytes are no record
//!                    31  the record is one of SSL 2.0
//! ```

use crate::dissect::{cut::Stream, names::Names, pdu::Pdu, record::Value, sink::Sink};

/// Bytes at a record's beginning that end a handshake message which an earlier record has begun.
pub const REST: u32 = 0x3_ffff;
/// The sender has changed to the agreed cipher.
pub const ENCRYPTED: u32 = 1 << 23;
/// The bytes are no record.
pub const STRAY: u32 = 1 << 30;
/// The record is one of SSL 2.0.
pub const OLD: u32 = 1 << 31;

const TYPE: u32 = 18;
const VERSION: u32 = 24;
const EXCHANGE: u32 = 27;
const WAY: u32 = 0xff_ffff;
const BOTH: u32 = 0x3f00_0000;

/// A version of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Nobody has said.
    Unknown,
    /// SSL 3.0.
    Ssl3,
    /// TLS 1.0.
    Tls10,
    /// TLS 1.1.
    Tls11,
    /// TLS 1.2.
    Tls12,
    /// TLS 1.3 and its drafts.
    Tls13,
}

impl Version {
    /// By its number in a record or a hello.
    pub fn of(number: u16) -> Self {
        match number {
            0x0300 => Self::Ssl3,
            0x0301 => Self::Tls10,
            0x0302 => Self::Tls11,
            0x0303 => Self::Tls12,
            0x0304 | 0x7f00..=0x7fff | 0xfb17 | 0xfb1a => Self::Tls13,
            _ => Self::Unknown,
        }
    }

    fn at(code: u32) -> Self {
        match code & 7 {
            1 => Self::Ssl3,
            2 => Self::Tls10,
            3 => Self::Tls11,
            4 => Self::Tls12,
            5 => Self::Tls13,
            _ => Self::Unknown,
        }
    }

    /// As the Protocol column has it.
    pub fn column(self) -> &'static str {
        match self {
            Self::Unknown => "SSL",
            Self::Ssl3 => "SSLv3",
            Self::Tls10 => "TLSv1",
            Self::Tls11 => "TLSv1.1",
            Self::Tls12 => "TLSv1.2",
            Self::Tls13 => "TLSv1.3",
        }
    }
}

/// How the keys are agreed on, as far as the messages' shapes depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exchange {
    /// Nobody has said, or TLS 1.3 has its own ways.
    Unknown,
    /// A secret encrypted for the certificate's key.
    Rsa,
    /// Diffie-Hellman.
    Dh,
    /// Diffie-Hellman on an elliptic curve.
    Ecdh,
    /// A key that both knew.
    Psk,
}

impl Exchange {
    /// By the name of the cipher suite.
    pub fn of(suite: u16, names: &'static Names) -> Self {
        let name = names.get(suite.into()).unwrap_or_default();
        let way = name.split("_WITH_").next().filter(|way| way.len() < name.len()).unwrap_or_default();
        match way {
            way if way.contains("PSK") => Self::Psk,
            way if way.contains("ECDH") => Self::Ecdh,
            way if way.contains("_DH") => Self::Dh,
            way if way.contains("_RSA") => Self::Rsa,
            _ => Self::Unknown,
        }
    }

    fn at(code: u32) -> Self {
        match code & 7 {
            1 => Self::Rsa,
            2 => Self::Dh,
            3 => Self::Ecdh,
            4 => Self::Psk,
            _ => Self::Unknown,
        }
    }
}

/// What the sender's next record is read with.
pub fn mode(stream: &Stream<'_>) -> u32 {
    let half = (stream.memory >> shift(stream)) as u32;
    (half & WAY) | (stream.memory as u32 & BOTH)
}

/// Remembers of the sender what a mode says.
pub fn remember(stream: &mut Stream<'_>, mode: u32) {
    let shift = shift(stream);
    stream.memory = (stream.memory & !(u64::from(WAY) << shift)) | u64::from(mode & WAY) << shift;
}

fn shift(stream: &Stream<'_>) -> u32 {
    32 * u32::from(stream.way & 1)
}

/// A mode in which `rest` bytes of a handshake message of this type follow.
pub fn with_rest(mode: u32, rest: u32, kind: u8) -> u32 {
    let kind = if rest == 0 { 0 } else { u32::from(kind) & 31 };
    (mode & !(REST | 31 << TYPE)) | rest.min(REST) | kind << TYPE
}

/// The type of the handshake message that an earlier record has begun.
pub fn begun_type(mode: u32) -> u8 {
    (mode >> TYPE & 31) as u8
}

/// The agreed version, of a mode or a flow's memory.
pub fn version(mode: u32) -> Version {
    Version::at(mode >> VERSION)
}

/// How the keys are agreed on.
pub fn exchange(mode: u32) -> Exchange {
    Exchange::at(mode >> EXCHANGE)
}

/// Remembers the version that a record says, unless one is known.
pub fn note_version(memory: &mut u64, version: Version) {
    if self::version(*memory as u32) == Version::Unknown {
        *memory |= (version as u64) << VERSION;
    }
}

/// Remembers what the server has chosen.
pub fn agree(memory: &mut u64, agreement: (Version, Exchange)) {
    *memory = *memory >> 32 << 32 | u64::from(agreed_mode(*memory as u32, agreement));
}

/// A mode with what the server has chosen.
pub fn agreed_mode(mode: u32, (version, exchange): (Version, Exchange)) -> u32 {
    (mode & !BOTH) | (version as u32) << VERSION | (exchange as u32) << EXCHANGE
}

/// The version that the connection has agreed on, earlier or later than the packet at hand; pass one does not ask.
pub fn agreed<S: Sink>(pdu: &mut Pdu<'_, S>) -> Version {
    let memory = pdu.sink().derive(|known| Value::Number(known.flow().map_or(0, |flow| flow.memory)));
    let Value::Number(memory) = memory else { return Version::Unknown };
    version(memory as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_remembered_apart_and_the_version_for_both() {
        let mut there = Stream { bytes: &[], way: 0, inside: 0, memory: 0 };
        remember(&mut there, with_rest(ENCRYPTED, 300, 11));
        note_version(&mut there.memory, Version::Tls10);
        note_version(&mut there.memory, Version::Tls12);
        let back = Stream { way: 1, ..there };
        assert_eq!((mode(&there) & REST, begun_type(mode(&there))), (300, 11));
        assert_eq!((mode(&back) & WAY, version(mode(&back))), (0, Version::Tls10));
        agree(&mut there.memory, (Version::Tls12, Exchange::Ecdh));
        assert_eq!((version(mode(&there)), exchange(mode(&there))), (Version::Tls12, Exchange::Ecdh));
        assert_ne!(mode(&there) & ENCRYPTED, 0);
    }
}
