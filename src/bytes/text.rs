//! Bytes from the wire to readable text: escaped, and never more than asked for.

use std::fmt;

/// Bytes that print as text: UTF-8 as it is, control characters as `\n`, `\t`, `\r`, `\xNN` escapes, other bytes as U+FFFD.
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

/// Writes `text` with its control characters escaped as Wireshark does.
pub fn write_escaped(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_control()) {
        out.write_str(&rest[..at])?;
        let control = rest[at..].chars().next().unwrap_or_default();
        match control {
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            '\u{7}' => out.write_str("\\a")?,
            '\u{8}' => out.write_str("\\b")?,
            '\u{b}' => out.write_str("\\v")?,
            '\u{c}' => out.write_str("\\f")?,
            other if other.is_ascii() => write!(out, "\\x{:02x}", u32::from(other))?,
            other => write!(out, "\\u{:04x}", u32::from(other))?,
        }
        rest = &rest[at + control.len_utf8()..];
    }
    out.write_str(rest)
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
        assert_eq!(Text(b"a\r\n\tb\x01").to_string(), "a\\r\\n\\tb\\x01");
        assert_eq!(Text("猪".as_bytes()).to_string(), "猪");
        assert_eq!(Text(b"\xff!").to_string(), "\u{fffd}!");
        assert_eq!(Hex(&[0, 0xab]).to_string(), "00ab");
    }
}
