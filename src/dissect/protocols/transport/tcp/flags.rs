//! The twelve flag bits of a segment, as words and as letters.

use std::fmt;

/// The low twelve bits of the word that begins with the data offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flags(pub u16);

impl Flags {
    pub const FIN: u16 = 0x001;
    pub const SYN: u16 = 0x002;
    pub const RST: u16 = 0x004;
    pub const PSH: u16 = 0x008;
    pub const ACK: u16 = 0x010;
    pub const URG: u16 = 0x020;

    pub fn has(self, bit: u16) -> bool {
        self.0 & bit != 0
    }

    /// `SYN, ACK`: from the lowest bit up.
    pub fn names(self) -> impl fmt::Display {
        fmt::from_fn(move |f| self.write_names(f))
    }

    /// Writes [`Flags::names`].
    pub fn write_names(self, out: &mut impl fmt::Write) -> fmt::Result {
        const NAMES: [&str; 10] = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE", "Reserved"];
        match self.0 {
            0 => return out.write_str("<None>"),
            // what nearly all segments have
            0x010 => return out.write_str("ACK"),
            0x018 => return out.write_str("PSH, ACK"),
            _ => {}
        }
        let reserved = u16::from(self.0 & 0xe00 != 0) << 9;
        let bits = self.0 & 0x1ff | reserved;
        let set = NAMES.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1);
        set.enumerate().try_for_each(|(place, (_, name))| {
            out.write_str(if place == 0 { "" } else { ", " })?;
            out.write_str(name)
        })
    }

    /// `·······AP···`: a letter for each bit that is set.
    pub fn letters(self) -> impl fmt::Display {
        fmt::from_fn(move |f| {
            "RRRACEUAPRSF".chars().enumerate().try_for_each(|(place, letter)| {
                let set = self.0 >> (11 - place) & 1 == 1;
                fmt::Write::write_char(f, if set { letter } else { '·' })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_have_names_and_letters() {
        assert_eq!(Flags(0x012).names().to_string(), "SYN, ACK");
        assert_eq!(Flags(0).names().to_string(), "<None>");
        assert_eq!(
            (Flags(0x010).names().to_string(), Flags(0x011).names().to_string()),
            ("ACK".into(), "FIN, ACK".into())
        );
        assert_eq!(Flags(0x018).names().to_string(), "PSH, ACK");
        assert_eq!(Flags(0x018).letters().to_string(), "·······AP···");
    }
}
