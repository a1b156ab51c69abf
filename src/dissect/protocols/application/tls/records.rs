//! Where records end, and which of them are encrypted or begin inside of a handshake message: RFC 8446 5.1.

use crate::dissect::cut::{Cut, Piece, Stream};

/// Of a record's mode: its sender has changed to the agreed cipher.
pub const ENCRYPTED: u32 = 1 << 31;
/// Of a record's mode: bytes at its beginning that end a handshake message which an earlier record has begun.
pub const REST: u32 = 0xff_ffff;

const HEADER: u32 = 5;
/// A record's payload at most, with the room that RFC 5246 6.2.3 gives to ciphers.
const LONGEST: u16 = (1 << 14) + 2048;
const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;
/// Bytes of a handshake message before its body.
const MESSAGE_HEADER: u32 = 4;
/// [`Stream::inside`] of a handshake record: this and how much of it is left.
const IN_HANDSHAKE: u32 = 1 << 31;

/// Whether the bytes begin with a record that is sure enough on any port: one of a handshake.
pub fn looks(bytes: &[u8]) -> bool {
    matches!(*bytes, [HANDSHAKE, 3, 0..=4, high, low, 1 | 2, 0, ..] if plausible(high, low))
}

/// Whether the bytes may begin a record: sure enough where records went before.
pub fn begins(bytes: &[u8]) -> bool {
    matches!(*bytes, [20..=24, 3, 0..=4, high, low, ..] if plausible(high, low))
}

fn plausible(high: u8, low: u8) -> bool {
    (1..=LONGEST).contains(&u16::from_be_bytes([high, low]))
}

/// A stream → records.
pub fn cut(stream: &mut Stream<'_>) -> Cut {
    if stream.inside != 0 {
        return goes_on(stream, stream.inside & !IN_HANDSHAKE);
    }
    let (content, len) = match *stream.bytes {
        [content @ 20..=24, 3, 0..=4, high, low, ..] if plausible(high, low) => {
            (content, u32::from(u16::from_be_bytes([high, low])))
        }
        [20..=24, 3, 0..=4, _, _, ..] => return Cut::NotThis,
        [20..=24, 3, 0..=4, ..] | [20..=24, 3] | [20..=24] => return Cut::More,
        _ => return Cut::NotThis,
    };
    let mode = remembered(stream);
    let piece = |len: u32| Piece { len: (HEADER + len).into(), head: HEADER + MESSAGE_HEADER, mode };
    if content == CHANGE_CIPHER_SPEC {
        remember(stream, ENCRYPTED);
    }
    if content != HANDSHAKE || mode & ENCRYPTED != 0 {
        return Cut::Message(piece(len));
    }
    let rest = mode & REST;
    if rest >= len {
        remember(stream, rest - len);
        return Cut::Message(piece(len));
    }
    remember(stream, 0);
    Cut::Part(piece(rest), IN_HANDSHAKE | (len - rest))
}

/// The handshake messages of a record of which `left` bytes are left.
fn goes_on(stream: &mut Stream<'_>, left: u32) -> Cut {
    let piece = |len: u32| Piece { len: len.into(), ..Piece::default() };
    if left < MESSAGE_HEADER {
        // A header over two records is not put together; what follows is taken for encrypted.
        remember(stream, ENCRYPTED);
        return Cut::Message(piece(left));
    }
    let [_, a, b, c, ..] = *stream.bytes else { return Cut::More };
    let message = MESSAGE_HEADER + u32::from_be_bytes([0, a, b, c]);
    if message >= left {
        remember(stream, (message - left).min(REST));
        return Cut::Message(piece(left));
    }
    Cut::Part(piece(message), IN_HANDSHAKE | (left - message))
}

/// What is remembered of the stream's own way: half of the flow's memory.
fn remembered(stream: &Stream<'_>) -> u32 {
    (stream.memory >> (32 * u32::from(stream.way & 1))) as u32
}

fn remember(stream: &mut Stream<'_>, mode: u32) {
    let shift = 32 * u32::from(stream.way & 1);
    stream.memory = (stream.memory & !(u64::from(u32::MAX) << shift)) | u64::from(mode) << shift;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lengths and modes of the records in `bytes`.
    fn records(bytes: &[u8], memory: &mut u64) -> Vec<(u64, u32)> {
        let (mut at, mut records, mut inside) = (0, Vec::new(), 0);
        let (mut begun, mut mode) = (0, 0);
        while at < bytes.len() as u64 {
            let mut stream = Stream { bytes: &bytes[at as usize..], way: 1, inside, memory: *memory };
            let answer = cut(&mut stream);
            *memory = stream.memory;
            let (Cut::Message(piece) | Cut::Part(piece, _)) = answer else { panic!("{answer:?} at {at}") };
            (begun, mode) = if inside == 0 { (at, piece.mode) } else { (begun, mode) };
            at += piece.len;
            inside = match answer {
                Cut::Part(_, inside) => inside,
                _ => {
                    records.push((at - begun, mode));
                    0
                }
            };
        }
        records
    }

    #[test]
    fn a_handshake_message_may_begin_in_an_earlier_record() {
        let first = [22, 3, 3, 0, 9, 2, 0, 0, 1, 0xaa, 11, 0, 0, 6];
        let second = [22, 3, 3, 0, 10, 1, 2, 3, 4, 5, 6, 14, 0, 0, 0];
        let mut memory = 0;
        assert_eq!(records(&first, &mut memory), [(14, 0)]);
        assert_eq!(records(&second, &mut memory), [(15, 6)]);
        assert_eq!(memory, 0);
    }

    #[test]
    fn behind_a_change_of_cipher_nothing_is_read() {
        let bytes = [20, 3, 3, 0, 1, 1, 22, 3, 3, 0, 5, 9, 9, 9, 9, 9];
        assert_eq!(records(&bytes, &mut 0), [(6, 0), (10, ENCRYPTED)]);
    }

    #[test]
    fn what_is_no_record_is_not_waited_for() {
        let says = |bytes: &[u8]| cut(&mut Stream { bytes, way: 0, inside: 0, memory: 0 });
        assert!(matches!(says(&[22, 3]), Cut::More));
        assert!(matches!(says(b"GET "), Cut::NotThis));
        assert!(matches!(says(&[22, 3, 1, 0xff, 0]), Cut::NotThis));
        assert!(matches!(says(&[23, 3, 3, 0x40, 0]), Cut::Message(Piece { len: 16_389, .. })));
    }
}
