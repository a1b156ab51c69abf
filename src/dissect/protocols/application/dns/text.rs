//! Small texts of DNS: durations in words, escapes, base 32 and base 64.

use std::fmt::{self, Write};

use crate::bytes::text::write_escaped;

/// Seconds that print as `3600 (1 hour)`.
#[derive(Debug, Clone, Copy)]
pub struct Lasting(pub u32);

impl fmt::Display for Lasting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0;
        write!(f, "{seconds} (")?;
        let parts = [
            (seconds / 86_400, "day"),
            (seconds / 3600 % 24, "hour"),
            (seconds / 60 % 60, "minute"),
            (seconds % 60, "second"),
        ];
        let mut between = "";
        for (count, unit) in parts {
            if count > 0 || (unit == "second" && seconds == 0) {
                write!(f, "{between}{count} {unit}{}", if count == 1 { "" } else { "s" })?;
                between = ", ";
            }
        }
        f.write_char(')')
    }
}

/// A text with its control characters escaped, for rows and headings.
#[derive(Debug, Clone, Copy)]
pub struct Escaped<T>(pub T);

impl<T: fmt::Display> fmt::Display for Escaped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_escaped(f, &self.0.to_string())
    }
}

/// Bytes that print in base 32 with the "extended hex" alphabet, lower case and without padding: RFC 5155.
#[derive(Debug, Clone, Copy)]
pub struct Base32<'a>(pub &'a [u8]);

impl fmt::Display for Base32<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.chunks(5) {
            let word = chunk.iter().fold(0_u64, |word, &byte| word << 8 | u64::from(byte)) << (8 * (5 - chunk.len()));
            for digit in 0..(chunk.len() * 8).div_ceil(5) {
                let place = (word >> (35 - 5 * digit) & 31) as u32;
                f.write_char(char::from_digit(place, 32).unwrap_or('?'))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_worded() {
        assert_eq!(Lasting(0).to_string(), "0 (0 seconds)");
        assert_eq!(Lasting(90_061).to_string(), "90061 (1 day, 1 hour, 1 minute, 1 second)");
        assert_eq!(Lasting(7200).to_string(), "7200 (2 hours)");
    }

    #[test]
    fn bases_fit_their_rfcs() {
        let digest: Vec<u8> = (0..20).collect();
        assert_eq!(Base32(&digest).to_string(), "000g40o40k30e209185go38e1s8124gj");
        assert_eq!(Base32(b"foob").to_string(), "cpnmuog");
    }

    #[test]
    fn controls_are_escaped() {
        assert_eq!(Escaped("a\x01").to_string(), "a\\001");
    }
}
