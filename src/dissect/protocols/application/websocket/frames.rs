//! Where frames end, and which message a continued one belongs to: RFC 6455 5.2 and 5.4.

use super::extensions::{DEFLATE, refers_back};
use crate::dissect::cut::{Cut, Piece, Stream};

/// The longest header: two bytes, a length of eight, a mask of four.
const LONGEST_HEADER: usize = 14;
/// A control frame's payload at most; so much pass one wants to see.
const CONTROL: u64 = 125;

/// Goes on with a message.
pub const CONTINUATION: u8 = 0;
/// Text in UTF-8.
pub const TEXT: u8 = 1;
/// Bytes.
pub const BINARY: u8 = 2;
/// No more messages follow.
pub const CLOSE: u8 = 8;
/// Are you there?
pub const PING: u8 = 9;
/// I am.
pub const PONG: u8 = 10;

/// Of a message's mode: the opcode of the message that a frame goes on with.
pub const OPCODE: u32 = 15;
/// Of a message's mode: the message is packed.
pub const PACKED: u32 = 1 << 4;
/// Of a message's mode: packed messages refer back to those before.
pub const REFERS_BACK: u32 = 1 << 5;
/// Of a message's mode: the frame goes on with a message, or others will go on with it.
pub const IN_PIECES: u32 = 1 << 6;
/// Of a message's mode: packing was agreed on.
pub const MAY_BE_PACKED: u32 = 1 << 7;

/// Where a way's message under way stands in the flow's memory: its [`OPCODE`] and [`PACKED`].
const UNDER_WAY: u32 = 8;

/// A frame's header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The message ends with it.
    pub fin: bool,
    /// The first reserved bit: the message is packed.
    pub packed: bool,
    /// What it is.
    pub opcode: u8,
    /// A mask lies over its payload.
    pub masked: bool,
    /// Bytes of the payload.
    pub len: u64,
    /// Its own bytes.
    pub header: usize,
}

/// The header at the beginning of `bytes`, if all of it is there.
pub fn header(bytes: &[u8]) -> Option<Header> {
    let [first, second, ..] = *bytes else { return None };
    let rest = bytes.get(2..).unwrap_or_default();
    let (len, more) = match second & 0x7f {
        126 => (u16::from_be_bytes(*rest.first_chunk()?).into(), 2),
        127 => (u64::from_be_bytes(*rest.first_chunk()?), 8),
        short => (short.into(), 0),
    };
    let masked = second & 0x80 != 0;
    let header = 2 + more + if masked { 4 } else { 0 };
    (bytes.len() >= header).then_some(Header {
        fin: first & 0x80 != 0,
        packed: first & 0x40 != 0,
        opcode: first & 15,
        masked,
        len,
        header,
    })
}

/// A stream → frames.
pub fn cut(stream: &mut Stream<'_>) -> Cut {
    let Some(header) = header(stream.bytes) else {
        return if stream.bytes.len() < LONGEST_HEADER { Cut::More } else { Cut::NotThis };
    };
    // the highest bit must be 0: RFC 6455 5.2
    if header.len >= 1 << 63 {
        return Cut::NotThis;
    }
    let mode = mode(stream, header);
    let len = header.len + header.header as u64;
    Cut::Message(Piece { len, head: header.header as u32 + header.len.min(CONTROL) as u32, mode })
}

/// What a frame depends on; what it begins or ends is remembered.
fn mode(stream: &mut Stream<'_>, header: Header) -> u32 {
    let shift = UNDER_WAY << (stream.way & 1);
    let agreed = stream.memory & DEFLATE != 0;
    let back = agreed && refers_back(stream.memory, stream.way);
    let of_both = if agreed { MAY_BE_PACKED } else { 0 } | if back { REFERS_BACK } else { 0 };
    if header.opcode >= CLOSE {
        return if agreed { MAY_BE_PACKED } else { 0 };
    }
    let own = u32::from(header.opcode) | if header.packed && agreed { PACKED } else { 0 };
    let under_way =
        if header.opcode == CONTINUATION { (stream.memory >> shift) as u32 & (OPCODE | PACKED) } else { own };
    let remembered = if header.fin { 0 } else { under_way };
    stream.memory = stream.memory & !(u64::from(OPCODE | PACKED) << shift) | u64::from(remembered) << shift;
    let in_pieces = header.opcode == CONTINUATION || !header.fin;
    match under_way & PACKED {
        0 if !in_pieces && !agreed => 0,
        _ => under_way | of_both | if in_pieces { IN_PIECES } else { 0 },
    }
}

/// Whether bytes in a connection of frames are frames, one behind the other up to the last byte.
pub fn go_on(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(header) = header(rest).filter(|it| matches!(it.opcode, CONTINUATION..=BINARY | CLOSE..=PONG)) {
        let len = usize::try_from(header.len).unwrap_or(usize::MAX).saturating_add(header.header);
        match rest.get(len..) {
            Some([]) => return true,
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    false
}

/// Whether bytes that nobody introduced are a frame: one text that is JSON, to the last byte.
pub fn looks(bytes: &[u8]) -> bool {
    let Some(header) = header(bytes).filter(|header| header.fin && !header.packed && header.opcode == TEXT) else {
        return false;
    };
    let (head, payload) = bytes.split_at_checked(header.header).unwrap_or_default();
    if payload.len() as u64 != header.len || bytes.first() != Some(&0x81) {
        return false;
    }
    let key = head.last_chunk::<4>().filter(|_| header.masked);
    let unmasked = |place: usize| Some(payload.get(place)? ^ key.map_or(0, |key| key[place % 4]));
    let ends = (unmasked(0), payload.len().checked_sub(1).and_then(unmasked));
    matches!(ends, (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']'))) && payload.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modes(frames: &[&[u8]], memory: u64) -> Vec<u32> {
        let mut memory = memory;
        let mut modes = Vec::new();
        for bytes in frames {
            let mut stream = Stream { bytes, way: 1, inside: 0, memory };
            let Cut::Message(piece) = cut(&mut stream) else { panic!("no frame in {bytes:?}") };
            assert_eq!(piece.len, bytes.len() as u64);
            memory = stream.memory;
            modes.push(piece.mode);
        }
        modes
    }

    #[test]
    fn a_continuation_belongs_to_what_was_begun() {
        let frames: [&[u8]; 5] = [&[0x01, 1, b'a'], &[0x89, 0], &[0x00, 1, b'b'], &[0x80, 0], &[0x82, 0]];
        let text = u32::from(TEXT) | IN_PIECES;
        assert_eq!(modes(&frames, 0), [text, 0, text, text, 0]);
    }

    #[test]
    fn packed_messages_say_so_where_that_was_agreed() {
        let frames: [&[u8]; 3] = [&[0xc1, 0], &[0x42, 0], &[0x80, 0]];
        let of_both = MAY_BE_PACKED | REFERS_BACK | PACKED;
        let binary = u32::from(BINARY) | of_both | IN_PIECES;
        assert_eq!(modes(&frames, DEFLATE), [u32::from(TEXT) | of_both, binary, binary]);
        assert_eq!(modes(&frames[..1], 0), [0]);
    }

    #[test]
    fn lengths_are_of_three_kinds() {
        let long = [0x82, 0x7f, 0, 0, 0, 1, 0, 0, 0, 0];
        assert_eq!(header(&long).map(|header| (header.len, header.header)), Some((1 << 32, 10)));
        assert_eq!(header(&[0x82, 0xfe, 1, 0, 1, 2, 3]), None);
        assert_eq!(header(&[0x82, 0xfe, 1, 0, 1, 2, 3, 4]).map(|header| (header.len, header.header)), Some((256, 8)));
        let mut lies = Stream { bytes: &[0x82, 0x7f, 0xff, 0, 0, 0, 0, 0, 0, 0], way: 0, inside: 0, memory: 0 };
        assert!(matches!(cut(&mut lies), Cut::NotThis));
    }

    #[test]
    fn only_a_whole_text_of_json_is_sure_enough() {
        assert!(looks(b"\x81\x02{}"));
        assert!(looks(b"\x81\x83\x01\x02\x03\x04\x5a\x33\x5e"));
        assert!(!looks(b"\x81\x02{}\x81"));
        assert!(!looks(b"\x81\x02ab"));
        assert!(!looks(b"\x82\x02{}"));
    }

    #[test]
    fn behind_a_gap_frames_have_to_fit() {
        assert!(go_on(b"\x81\x02hi\x89\x00"));
        assert!(!go_on(b"\x81\x02hi\x89"));
        assert!(!go_on(b"\x83\x02hi"));
        assert!(!go_on(b""));
    }
}
