//! Domain names as counted labels (RFC 1035, section 3.1), with or without jumps back into a message.

use std::fmt;

use crate::bytes::text::Text;

/// Jumps in one name at most: what needs more goes round in circles.
const MOST_JUMPS: usize = 32;

/// A name that begins at `at` of `message`, and prints with dots between its labels.
#[derive(Debug, Clone, Copy)]
pub struct Labels<'a> {
    message: &'a [u8],
    at: usize,
}

impl<'a> Labels<'a> {
    /// The name at `at`; jumps count from the start of `message`.
    pub fn new(message: &'a [u8], at: usize) -> Self {
        Self { message, at }
    }

    /// Bytes it takes where it stands, up to its root, its jump, or the end of what is there.
    pub fn taken(self) -> usize {
        let mut at = self.at;
        while let Some(&count) = self.message.get(at) {
            match count {
                0 => return at + 1 - self.at,
                0xc0.. => return (at + 2).min(self.message.len()) - self.at,
                _ => at = at.saturating_add(1 + usize::from(count)),
            }
        }
        self.message.len().saturating_sub(self.at)
    }
}

impl fmt::Display for Labels<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut at, mut jumps, mut dot) = (self.at, 0, "");
        while let Some(&count) = self.message.get(at).filter(|count| **count != 0) {
            if count >= 0xc0 {
                let low = self.message.get(at + 1).copied().unwrap_or_default();
                at = usize::from(count & 0x3f) << 8 | usize::from(low);
                jumps += 1;
                if jumps > MOST_JUMPS {
                    break;
                }
                continue;
            }
            let end = (at + 1 + usize::from(count)).min(self.message.len());
            write!(f, "{dot}{}", Text(self.message.get(at + 1..end).unwrap_or_default()))?;
            (at, dot) = (end, ".");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_dots_and_a_length() {
        let name = Labels::new(b"\x03foo\x07example\0rest", 0);
        assert_eq!(name.to_string(), "foo.example");
        assert_eq!(name.taken(), 13);
        assert_eq!(Labels::new(b"\0", 0).to_string(), "");
    }

    #[test]
    fn jumps_are_followed_but_not_for_ever() {
        let message = b"\x03com\0\x03foo\xc0\0\xc0\x0b";
        assert_eq!(Labels::new(message, 5).to_string(), "foo.com");
        assert_eq!(Labels::new(message, 5).taken(), 6);
        assert_eq!(Labels::new(message, 11).to_string(), "");
        assert_eq!(Labels::new(b"\x3fshort", 0).to_string(), "short");
    }
}
