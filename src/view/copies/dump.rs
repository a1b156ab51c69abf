//! Bytes for people to read: a hex dump as `tshark -x` prints it, hex with and without spaces, and the text in them.

use std::fmt::Write;

use crate::bytes::text::{Hex, is_escaped};

/// How many bytes stand on a line.
const LINE: usize = 16;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Place, sixteen bytes as hex, the same as text.
pub fn hex_dump(bytes: &[u8]) -> String {
    // Four digits for a place, more only when the bytes need them.
    let digits = (4..).find(|digits| bytes.len() <= 1 << (4 * digits)).unwrap_or(8);
    let mut out = String::with_capacity(bytes.len().saturating_mul(5));
    for (line, bytes) in bytes.chunks(LINE).enumerate() {
        let text: String =
            bytes.iter().map(|byte| if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '.' }).collect();
        // Writing to a `String` never fails.
        let _ = writeln!(out, "{:0digits$x}  {:47}   {text}", line * LINE, spaced_hex(bytes));
    }
    out
}

/// Hex digits in a row.
pub fn hex(bytes: &[u8]) -> String {
    Hex(bytes).to_string()
}

/// Hex digits with a space between bytes.
pub fn spaced_hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().saturating_mul(3));
    for byte in bytes {
        let gap = if out.is_empty() { "" } else { " " };
        out.push_str(gap);
        // Four times as fast as `write!`, and captures are dumped whole.
        for half in [byte >> 4, byte & 15] {
            out.push(char::from(HEX[usize::from(half)]));
        }
    }
    out
}

/// The text in the bytes: UTF-8 with its line breaks and tabs, without anything else that does not print.
pub fn printable(bytes: &[u8]) -> String {
    let prints = |c: &char| matches!(c, '\n' | '\t') || !is_escaped(*c);
    bytes.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).filter(prints).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_hex_and_text_stand_in_their_columns() {
        assert_eq!(
            hex_dump(b"GET / HTTP/1.1\r\nHost"),
            "0000  47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a   GET / HTTP/1.1..\n\
             0010  48 6f 73 74                                       Host\n"
        );
    }

    #[test]
    fn long_places_get_more_digits() {
        assert!(hex_dump(&[0; 0x10000]).starts_with("0000  00"));
        assert!(hex_dump(&[0; 0x10001]).ends_with(&format!("\n10000  00{:48}.\n", "")));
    }

    #[test]
    fn hex_has_spaces_or_not() {
        assert_eq!((hex(b"\x16\x03\0").as_str(), spaced_hex(b"\x16\x03\0").as_str()), ("160300", "16 03 00"));
    }

    #[test]
    fn text_is_what_prints() {
        assert_eq!(printable("a\r\n\t猪肉\0\u{1b}[1m\u{202e}|`".as_bytes()), "a\n\t猪肉[1m|`");
        assert_eq!(printable(b"\xff\xfea\x80b"), "ab");
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!([hex_dump(b""), hex(b""), spaced_hex(b""), printable(b"")], ["", "", "", ""]);
    }
}
