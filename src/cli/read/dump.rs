//! Bytes as `tshark -x` prints them: place, sixteen bytes as hex, the same as text.

use std::io::{self, Write};

/// How many bytes stand on a line.
const LINE: usize = 16;

/// Writes `bytes` and a blank line behind them.
pub fn dump(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    // Four digits for a place, more only when the bytes need them.
    let digits = (4..).find(|digits| bytes.len() <= 1 << (4 * digits)).unwrap_or(8);
    for (line, bytes) in bytes.chunks(LINE).enumerate() {
        let mut hex = String::with_capacity(3 * LINE);
        let mut text = String::with_capacity(LINE);
        for &byte in bytes {
            hex.push_str(if hex.is_empty() { "" } else { " " });
            hex.push(char::from(HEX[usize::from(byte >> 4)]));
            hex.push(char::from(HEX[usize::from(byte & 15)]));
            text.push(if matches!(byte, b' '..=b'~') { char::from(byte) } else { '.' });
        }
        writeln!(out, "{:0digits$x}  {hex:47}   {text}", line * LINE)?;
    }
    writeln!(out)
}

const HEX: [u8; 16] = *b"0123456789abcdef";

#[cfg(test)]
mod tests {
    use super::*;

    fn dumped(bytes: &[u8]) -> String {
        let mut out = Vec::new();
        dump(&mut out, bytes).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn places_hex_and_text_stand_in_their_columns() {
        assert_eq!(
            dumped(b"GET / HTTP/1.1\r\nHost"),
            "0000  47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a   GET / HTTP/1.1..\n\
             0010  48 6f 73 74                                       Host\n\n"
        );
        assert_eq!(dumped(b""), "\n");
    }

    #[test]
    fn long_places_get_more_digits() {
        assert!(dumped(&[0; 0x10000]).starts_with("0000  00"));
        assert!(dumped(&[0; 0x10001]).starts_with("00000  00"));
    }
}
