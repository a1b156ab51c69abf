//! Bytes from the wire to readable text: escaped, and never more than asked for.

use std::fmt;

/// Bytes that print as text: UTF-8 as it is, control characters as `\n`, `\t`, `\r`, `\NNN` escapes, other bytes as U+FFFD.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a>(pub &'a [u8]);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            write_escaped(f, chunk.valid())?;
            if !chunk.invalid().is_empty() {
                f.write_str("\u{fffd}")?;
            }
        }
        Ok(())
    }
}

/// Writes `text` with what does not print escaped as Wireshark does: `\n`, `\001`, `\u202E`.
pub fn write_escaped(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    if is_plain(text) {
        return out.write_str(text);
    }
    let mut rest = text;
    while let Some(at) = rest.find(is_escaped) {
        let (before, after) = rest.split_at(at);
        out.write_str(before)?;
        let mut after = after.chars();
        match after.next().unwrap_or_default() {
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            '\u{7}' => out.write_str("\\a")?,
            '\u{8}' => out.write_str("\\b")?,
            '\u{b}' => out.write_str("\\v")?,
            '\u{c}' => out.write_str("\\f")?,
            other if other.is_ascii() => write!(out, "\\{:03o}", u32::from(other))?,
            other => write!(out, "\\u{:04X}", u32::from(other))?,
        }
        rest = after.as_str();
    }
    out.write_str(rest)
}

/// Appends `before` and a number. What formats numbers of any kind takes several times as long, and rows are full of them.
pub fn write_number(out: &mut String, before: &str, number: u32) {
    let (mut digits, mut rest, mut unused) = ([0_u8; 10], number, 10);
    for digit in digits.iter_mut().rev() {
        *digit = (rest % 10) as u8;
        rest /= 10;
        unused -= 1;
        if rest == 0 {
            break;
        }
    }
    out.push_str(before);
    for digit in digits.iter().skip(unused) {
        out.push(char::from(b'0' | digit & 0xf));
    }
}

/// Whether it is certain that nothing of `text` needs to be escaped, which is so of nearly all texts.
///
/// To look at bytes is quicker than at characters, and at eight of them together when they are ASCII that prints.
pub fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).step_by(8).all(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        rest.first_chunk().is_some_and(|eight| print(*eight)) || !begins_with_suspect(rest)
    })
}

/// Whether eight bytes are ASCII that prints.
fn print(eight: [u8; 8]) -> bool {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    let word = u64::from_ne_bytes(eight);
    // A byte's highest bit is set here if it was before, if the byte is DEL, or if it or one beside it is a control.
    let suspects = word | word.wrapping_add(EACH) | word.wrapping_sub(EACH * 0x20);
    suspects & (EACH * 0x80) == 0
}

/// Whether one of the characters that are escaped may be among the first eight bytes, by what such characters begin with.
fn begins_with_suspect(bytes: &[u8]) -> bool {
    let next = bytes.iter().skip(1).chain([&0]);
    bytes.iter().zip(next).take(8).any(|(byte, next)| match byte {
        b' '..=b'~' => false,
        // U+2000 to U+207F, but not arrows.
        0xe2 => matches!(next, 0x80 | 0x81),
        0x00..=0x1f | 0x7f | 0xc2 | 0xd8 | 0xe1 | 0xef => true,
        _ => false,
    })
}

/// Whether it is a control, or a mark that prints nothing but turns or joins what stands around it.
pub fn is_escaped(c: char) -> bool {
    // Nearly all is plain ASCII, for which this is enough.
    if (' '..='~').contains(&c) {
        return false;
    }
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Bytes that print as lower-case hex without separators.
#[derive(Debug, Clone, Copy)]
pub struct Hex<'a>(pub &'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Where a line of text may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// Behind a line feed alone.
    AtLineFeeds,
    /// Where it looks best: what follows does not fit.
    Anywhere,
}

/// How many of these bytes make a line: up to its line feed, else all of them, or where they have to be broken as many as
/// leave words and characters whole.
pub fn break_at(bytes: &[u8], end: Break) -> usize {
    if let Some(feed) = bytes.iter().position(|byte| *byte == b'\n') {
        return feed + 1;
    }
    if end == Break::AtLineFeeds {
        return bytes.len();
    }
    // These are no part of a longer character, neither in UTF-8 nor in GBK.
    let alone = |byte: &u8| (b' '..b'@').contains(byte);
    if let Some(place) = bytes.iter().rposition(alone).filter(|place| *place >= bytes.len() / 2) {
        return place + 1;
    }
    let begins = |byte: &u8| byte & 0xc0 != 0x80;
    let last = bytes.iter().rposition(begins).filter(|place| *place > 0 && bytes.len() - place <= 3);
    match (last, bytes.last()) {
        (Some(place), Some(byte)) if !byte.is_ascii() => place,
        _ => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_controls_and_keeps_text() {
        assert_eq!(Text(b"a\r\n\tb\x01").to_string(), "a\\r\\n\\tb\\001");
        assert_eq!(Text("猪".as_bytes()).to_string(), "猪");
        assert_eq!(Text("a\u{202e}b\u{85}".as_bytes()).to_string(), "a\\u202Eb\\u0085");
        assert_eq!(Text(b"\xff!").to_string(), "\u{fffd}!");
        assert_eq!(Text("1 → 2 é".as_bytes()).to_string(), "1 → 2 é");
        assert_eq!(Hex(&[0, 0xab]).to_string(), "00ab");
    }

    #[test]
    fn numbers_are_written_whole() {
        for number in [0, 7, 10, 65_535, 1_000_000_000, u32::MAX] {
            let mut out = String::from("a");
            write_number(&mut out, " Seq=", number);
            assert_eq!(out, format!("a Seq={number}"));
        }
    }

    #[test]
    fn whatever_is_escaped_is_suspected() {
        for c in ('\0'..=char::MAX).filter(|c| is_escaped(*c)) {
            for before in 0..10 {
                assert!(!is_plain(&format!("{:before$}{c}plain text", "")), "{c:?} behind {before}");
            }
        }
        assert!(is_plain("50417 → 80 [SYN] ~"));
    }

    #[test]
    fn lines_are_broken_where_words_and_characters_end() {
        assert_eq!(break_at(b"one\ntwo", Break::AtLineFeeds), 4);
        assert_eq!(break_at(b"one two", Break::AtLineFeeds), 7);
        assert_eq!(break_at(b"one two three", Break::Anywhere), 8);
        assert_eq!(break_at(b"a bcdefghijk", Break::Anywhere), 12);
        let text = "ab\u{732a}\u{732a}";
        assert_eq!(break_at(&text.as_bytes()[..7], Break::Anywhere), 5);
        assert_eq!(break_at(&[0x80; 9], Break::Anywhere), 9);
        assert_eq!(break_at(b"", Break::Anywhere), 0);
    }
}
