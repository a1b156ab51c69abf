//! Where records end, and which of them are encrypted or begin inside of a handshake message: RFC 8446 5.1.

use super::{
    connection::{self, ENCRYPTED, OLD, REST, STRAY, Version},
    handshake, ssl2,
};
use crate::dissect::cut::{Cut, Piece, Stream};

const HEADER: u32 = 5;
/// A record's payload at most, with the room that RFC 5246 6.2.3 gives to ciphers.
const LONGEST: u16 = (1 << 14) + 2048;
const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;
/// Bytes of a handshake message before its body.
const MESSAGE_HEADER: u32 = 4;
/// [`Stream::inside`] of a handshake record: this and how much of it is left.
const IN_HANDSHAKE: u32 = 1 << 31;
/// So many printable characters are the beginning of a text.
const TEXT: usize = 4;

/// Whether the bytes begin with records that are sure enough on any port.
pub fn looks(bytes: &[u8]) -> bool {
    let first = match *bytes {
        [20, 3, 0..=3, 0, 1, 1, ..] => 6,
        [21, 3, 0..=3, 0, 2, 1 | 2, ..] => 7,
        [HANDSHAKE, 3, 0..=3, high, low, kind, _, ..]
            if plausible(high, low) && (handshake::is_type(kind) || bytes.len() > usize::from(LONGEST)) =>
        {
            5 + usize::from(u16::from_be_bytes([high, low]))
        }
        [23, 3, 1..=3, high, low, _, ..] if plausible(high, low) => 5 + usize::from(u16::from_be_bytes([high, low])),
        _ => return ssl2::looks(bytes),
    };
    match bytes.get(first..).unwrap_or_default() {
        [] | [20..=23] => true,
        behind => matches!(behind, [20..=23, 3] | [20..=23, 3, 0..=3, ..]),
    }
}

/// Whether the bytes may begin a record: sure enough where records are awaited.
pub fn begins(bytes: &[u8]) -> bool {
    matches!(*bytes, [20..=24, 3, 0..=4, high, low, ..] if plausible(high, low))
}

/// Whether the bytes may be read behind a gap: any may but a text, as what is no record is said to be none.
pub fn goes_on(bytes: &[u8]) -> bool {
    !is_text(bytes)
}

fn is_text(bytes: &[u8]) -> bool {
    bytes.first_chunk::<TEXT>().is_some_and(|first| first.iter().all(|byte| (b' '..=b'~').contains(byte)))
}

fn plausible(high: u8, low: u8) -> bool {
    (1..=LONGEST).contains(&u16::from_be_bytes([high, low]))
}

/// A stream → records.
pub fn cut(stream: &mut Stream<'_>) -> Cut {
    if stream.inside != 0 {
        return go_on(stream, stream.inside & !IN_HANDSHAKE);
    }
    let mode = connection::mode(stream);
    let (content, version, len) = match *stream.bytes {
        [content @ 20..=24, 3, minor @ 0..=4, high, low, ..] if plausible(high, low) || (content == 23 && low == 0) => {
            (content, u16::from(minor) | 0x300, u32::from(u16::from_be_bytes([high, low])))
        }
        [20..=24, 3, 0..=4, _, _, ..] => return stray(stream, mode),
        [20..=24, 3, 0..=4, ..] | [20..=24, 3] | [20..=24] => return Cut::More,
        _ if ssl2::looks(stream.bytes) => return old(stream.bytes, mode),
        _ => return stray(stream, mode),
    };
    let piece = |len: u32, head: u32| Piece { len: (HEADER + len).into(), head: HEADER + head, mode };
    if content != HANDSHAKE {
        connection::note_version(&mut stream.memory, Version::of(version));
    }
    // TLS 1.3 changes keys without saying so: RFC 8446 5.
    if content == CHANGE_CIPHER_SPEC && connection::version(mode) != Version::Tls13 {
        connection::remember(stream, ENCRYPTED);
    }
    if content != HANDSHAKE || mode & ENCRYPTED != 0 {
        return Cut::Message(piece(len, len.min(MESSAGE_HEADER)));
    }
    let rest = mode & REST;
    if rest >= len {
        connection::remember(stream, connection::with_rest(mode, rest - len, connection::begun_type(mode)));
        return Cut::Message(piece(len, len));
    }
    connection::remember(stream, connection::with_rest(mode, 0, 0));
    Cut::Part(Piece { head: HEADER + len, ..piece(rest, 0) }, IN_HANDSHAKE | (len - rest))
}

/// Bytes that are no record where one should begin: theirs who send records on this port, or in this connection.
fn stray(stream: &Stream<'_>, mode: u32) -> Cut {
    let len = match stream.bytes.len() {
        len if len >= HEADER as usize && !is_text(stream.bytes) => len as u64,
        _ if connection::version(mode) != Version::Unknown => 0,
        len if len < HEADER as usize => HEADER.into(),
        _ => return Cut::NotThis,
    };
    Cut::Stray(Piece { len, head: 0, mode: (mode & !REST) | STRAY })
}

/// A client that could also speak SSL 2.0 begins with one of its records: RFC 5246 E.2.
fn old(bytes: &[u8], mode: u32) -> Cut {
    let len = ssl2::len(bytes);
    Cut::Message(Piece { len: len.into(), head: len, mode: mode | OLD })
}

/// The handshake messages of a record of which `left` bytes are left.
fn go_on(stream: &mut Stream<'_>, left: u32) -> Cut {
    let piece = |len: u32| Piece { len: len.into(), ..Piece::default() };
    let mode = connection::mode(stream);
    if left < MESSAGE_HEADER {
        // A header over two records is not put together; what follows is taken for encrypted.
        connection::remember(stream, ENCRYPTED);
        return Cut::Message(piece(left));
    }
    let [kind, a, b, c, ..] = *stream.bytes else { return Cut::More };
    let body = u32::from_be_bytes([0, a, b, c]);
    if !handshake::is_message(kind, body) {
        return Cut::Message(piece(left));
    }
    let message = MESSAGE_HEADER + body;
    if message >= left {
        connection::remember(stream, connection::with_rest(mode, message - left, kind));
        return Cut::Message(piece(left));
    }
    Cut::Part(piece(message), IN_HANDSHAKE | (left - message))
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
        assert_eq!(records(&second, &mut memory), [(15, connection::with_rest(0, 6, 11))]);
        assert_eq!(memory, 0);
    }

    #[test]
    fn behind_a_change_of_cipher_nothing_is_read() {
        let bytes = [20, 3, 3, 0, 1, 1, 22, 3, 3, 0, 5, 9, 9, 9, 9, 9];
        let modes = records(&bytes, &mut 0).into_iter().map(|(len, mode)| (len, mode & ENCRYPTED));
        assert_eq!(modes.collect::<Vec<_>>(), [(6, 0), (10, ENCRYPTED)]);
    }

    #[test]
    fn tls_1_3_changes_keys_without_saying_so() {
        let mut memory = 0;
        connection::note_version(&mut memory, Version::Tls13);
        let bytes = [20, 3, 3, 0, 1, 1, 22, 3, 3, 0, 4, 14, 0, 0, 0];
        assert!(records(&bytes, &mut memory).iter().all(|(_, mode)| mode & ENCRYPTED == 0));
    }

    #[test]
    fn what_is_no_record_is_not_waited_for() {
        let says = |bytes: &[u8]| cut(&mut Stream { bytes, way: 0, inside: 0, memory: 0 });
        assert!(matches!(says(&[22, 3]), Cut::More));
        assert!(matches!(says(b"GET / HTTP"), Cut::NotThis));
        assert!(matches!(says(&[22, 3, 1, 0xff, 0]), Cut::Stray(Piece { len: 5, .. })));
        assert!(matches!(says(&[23, 3, 3, 0x40, 0]), Cut::Message(Piece { len: 16_389, .. })));
    }

    #[test]
    fn on_any_port_records_follow_each_other() {
        assert!(looks(&[23, 3, 3, 0, 2, 7, 7, 23, 3, 3, 0, 9]));
        assert!(looks(&[23, 3, 3, 0, 20, 7, 7, 7]));
        assert!(!looks(&[23, 3, 3, 0, 2, 7, 7, 7, 7, 7]));
        assert!(!looks(&[22, 3, 3, 0, 20, 99, 0, 0, 1]));
        assert!(!looks(b"\x17\x03"));
    }
}
