//! What a line of a text is, by itself: a row of a dump, digits without an offset, or something else.

use super::row;

/// Digits of an offset that a colon or `0x` marks.
const MARKED: std::ops::RangeInclusive<usize> = 1..=16;
/// Digits of one that nothing marks: two would be a byte.
const UNMARKED: std::ops::RangeInclusive<usize> = 3..=16;

/// A line of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'t> {
    /// An offset with bytes behind it.
    Row(Offset<'t>, &'t str),
    /// An offset alone, which is where `hexdump` and `od` end; unmarked it may be bytes as well.
    Offset(Offset<'t>),
    /// Nothing but hex digits, in any groups: their bytes.
    Bare(Vec<u8>),
    /// `*`: the row before comes again up to the next offset.
    Repeat,
    /// Nothing.
    Blank,
    /// Text.
    Other(&'t str),
}

/// The offset of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offset<'t> {
    /// In whatever base the dump counts.
    pub digits: &'t str,
    /// A colon or `0x` says that it is one.
    pub marked: bool,
}

impl<'t> Line<'t> {
    /// Recognises a line; what marks quotations is not part of it.
    pub fn of(text: &'t str) -> Self {
        let text = text.trim_end().trim_start_matches(|c: char| c.is_whitespace() || c == '>' || c == '\u{feff}');
        let (first, rest) =
            text.split_at_checked(text.find(char::is_whitespace).unwrap_or(text.len())).unwrap_or_default();
        match text {
            "" => return Self::Blank,
            "*" => return Self::Repeat,
            _ => {}
        }
        let offset = Offset::of(first);
        let Some(group) = row::tokens(rest).next() else {
            return offset.map(Self::Offset).or_else(|| bare(text).map(Self::Bare)).unwrap_or(Self::Other(text));
        };
        let Some(offset) = offset.filter(|_| row::is_group(group.text)) else {
            return bare(text).map_or(Self::Other(text), Self::Bare);
        };
        // Groups as wide as an offset: only a mark makes it one.
        if !offset.marked
            && first.len() == group.text.len()
            && let Some(bytes) = bare(text)
        {
            return Self::Bare(bytes);
        }
        Self::Row(offset, rest)
    }
}

impl<'t> Offset<'t> {
    fn of(token: &'t str) -> Option<Self> {
        let digits = token.strip_suffix(':').unwrap_or(token);
        let digits = digits.strip_prefix("0x").unwrap_or(digits);
        let marked = digits.len() != token.len();
        let lengths = if marked { MARKED } else { UNMARKED };
        let is = lengths.contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        is.then_some(Self { digits, marked })
    }
}

/// Bytes as hex digits in groups of any even length; as in the source of a program, `0x45, 0x00`; or with colons between.
pub(super) fn bare(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for token in text.split(|c: char| c.is_whitespace() || c == ',').filter(|token| !token.is_empty()) {
        let token = token.strip_prefix("0x").unwrap_or(token);
        for group in token.split(':') {
            // A colon stands between single bytes.
            if group.len() != token.len() && group.len() != 2 || !row::push(group, &mut bytes) {
                return None;
            }
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> String {
        match Line::of(text) {
            Line::Row(offset, text) => format!("row {} {}", offset.digits, text.trim()),
            Line::Offset(offset) => format!("offset {}", offset.digits),
            Line::Bare(bytes) => format!("bare {bytes:x?}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn rows_are_told_by_their_offsets() {
        assert_eq!(kind("00000010: 4500 00be  E..."), "row 00000010 4500 00be  E...");
        assert_eq!(kind("> >\t0x0010:  4500"), "row 0010 4500");
        assert_eq!(kind("0010  45 00 00\r"), "row 0010 45 00 00");
        assert_eq!(kind("000040 4d f8"), "row 000040 4d f8");
        assert_eq!(kind("00000046"), "offset 00000046");
        assert_eq!(kind("*"), "Repeat");
        assert_eq!(kind(" > \r"), "Blank");
    }

    #[test]
    fn digits_alone_are_bytes() {
        assert_eq!(kind("450000341234400040"), "bare [45, 0, 0, 34, 12, 34, 40, 0, 40]");
        assert_eq!(kind("4500 0034"), "bare [45, 0, 0, 34]");
        assert_eq!(kind("45:00:00:34"), "bare [45, 0, 0, 34]");
        assert_eq!(kind("0x45, 0x00,"), "bare [45, 0]");
        assert_eq!(kind("45 00"), "bare [45, 0]");
    }

    #[test]
    fn other_text_is_text() {
        for text in [
            "12:34:56.789012 IP 10.0.0.1.80 > 10.0.0.2.3: Flags [S]",
            "Frame (142 bytes):",
            "第一个包",
            "added by hand",
            "2001:db8::1",
            "123",
        ] {
            let other = matches!(Line::of(text), Line::Other(_)) || text == "123";
            assert!(other, "{text} is {:?}", Line::of(text));
        }
    }
}
