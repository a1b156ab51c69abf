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
    if !has_suspects(text.as_bytes()) {
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
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        unused -= 1;
        if rest == 0 {
            break;
        }
    }
    out.push_str(before);
    out.push_str(digits.get(unused..).and_then(|digits| str::from_utf8(digits).ok()).unwrap_or_default());
}

/// Whether one of the characters that are escaped may be among these bytes, by what those begin with: nearly always not,
/// and to look at bytes is quicker than at characters.
fn has_suspects(bytes: &[u8]) -> bool {
    let next = bytes.iter().skip(1).chain([&0]);
    bytes.iter().zip(next).any(|(byte, next)| match byte {
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
            assert!(has_suspects(c.to_string().as_bytes()), "{c:?}");
        }
        assert!(!has_suspects("50417 → 80 [SYN]".as_bytes()));
    }
}
