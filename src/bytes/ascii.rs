//! Strings that are ASCII by definition.

use std::fmt::{self, Write};

/// A string of ASCII: it ends at a NUL, and other bytes print as U+FFFD.
#[derive(Debug, Clone, Copy)]
pub struct Ascii<'a>(pub &'a [u8]);

impl fmt::Display for Ascii<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for &byte in self.0.iter().take_while(|&&byte| byte != 0) {
            f.write_char(if byte.is_ascii() { byte.into() } else { char::REPLACEMENT_CHARACTER })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_at_a_nul() {
        assert_eq!(Ascii(b"a\0b").to_string(), "a");
        assert_eq!(Ascii(b"\xe7\x8c!").to_string(), "\u{fffd}\u{fffd}!");
    }
}
