//! The bytes of a row, and where they end: groups of hex digits, and perhaps the same bytes as characters beside them.

/// Digits of the longest group that is believed.
const WIDEST: usize = 64;

/// A word of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'t> {
    pub text: &'t str,
    /// Where it begins in the row.
    pub at: usize,
    /// How wide the blank before it is; a tab is at least two.
    gap: usize,
}

/// What the rows before have shown of a dump.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shape {
    /// Where the characters begin, if there are any.
    column: Option<usize>,
    /// Bytes of a full row; 0 until there was one.
    width: usize,
}

/// The words of a row.
pub(super) fn tokens(row: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = row;
    std::iter::from_fn(move || {
        let begun = rest.trim_start();
        let blank = rest.get(..rest.len() - begun.len()).unwrap_or_default();
        let end = begun.find(char::is_whitespace).unwrap_or(begun.len());
        let (text, after) = begun.split_at_checked(end).filter(|(text, _)| !text.is_empty())?;
        rest = after;
        let gap = blank.chars().map(|c| if c == '\t' { 2 } else { 1 }).sum();
        Some(Token { text, at: row.len() - begun.len(), gap })
    })
}

/// The words at the beginning that are groups of digits: all as wide as the first, only the last may be shorter.
pub(super) fn groups(row: &str) -> impl Iterator<Item = Token<'_>> {
    let (mut width, mut ended) = (None, false);
    tokens(row).take_while(move |token| {
        let width = *width.get_or_insert(token.text.len());
        let fits = !ended && token.text.len() <= width && is_group(token.text);
        ended = token.text.len() < width;
        fits
    })
}

/// Whether a word is an even number of hex digits.
pub(super) fn is_group(word: &str) -> bool {
    word.len().is_multiple_of(2) && word.len() <= WIDEST && word.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Appends the bytes of hex digits, unless they are none.
pub(super) fn push(digits: &str, bytes: &mut Vec<u8>) -> bool {
    let (pairs, odd) = digits.as_bytes().as_chunks::<2>();
    let before = bytes.len();
    let value = |digit: u8| char::from(digit).to_digit(16).map(|value| value as u8);
    bytes.extend(pairs.iter().map_while(|[high, low]| Some(value(*high)? << 4 | value(*low)?)));
    let all = odd.is_empty() && !pairs.is_empty() && bytes.len() - before == pairs.len();
    if !all {
        bytes.truncate(before);
    }
    all
}

/// The most bytes that a row may have: what stands beside them may look like some, too.
pub(super) fn most(row: &str) -> usize {
    groups(row).map(|group| group.text.len() / 2).sum()
}

impl Shape {
    /// Appends the first `count` bytes of a row, as the offset after it says, and learns where its characters are; `false` when
    /// there are fewer.
    pub fn take(&mut self, row: &str, count: usize, bytes: &mut Vec<u8>) -> bool {
        let wanted = bytes.len() + count;
        let mut column = None;
        for token in tokens(row) {
            if bytes.len() >= wanted {
                column = Some(token.at);
                break;
            }
            if !push(token.text, bytes) {
                break;
            }
        }
        let enough = bytes.len() >= wanted;
        bytes.truncate(wanted);
        if enough {
            // Characters that begin with blanks seem to begin later.
            *self = Self { column: column.into_iter().chain(self.column).min(), width: count.max(self.width) };
        }
        enough
    }

    /// Appends the bytes of a row of which no offset says how many there are.
    pub fn take_last(&self, row: &str, bytes: &mut Vec<u8>) {
        let start = bytes.len();
        let most = if self.width == 0 { usize::MAX } else { self.width };
        let mut halved = false;
        for group in groups(row) {
            let there = bytes.get(start..).unwrap_or_default();
            if there.len() >= most || self.column.is_some_and(|column| group.at >= column) {
                break;
            }
            let beside = row.get(group.at..).unwrap_or_default();
            let may_be_picture = group.gap > 1 || self.column.is_some();
            if may_be_picture && is_picture(beside, there) {
                break;
            }
            // Some leave a wider gap in the middle of sixteen bytes.
            if self.width == 0 && group.gap > 1 && !there.is_empty() {
                if halved || group.gap > 2 || there.len() != 8 {
                    break;
                }
                halved = true;
            }
            push(group.text, bytes);
        }
    }
}

/// Whether a text shows these bytes as characters: a dot, or something that is not ASCII, for what has none.
fn is_picture(text: &str, bytes: &[u8]) -> bool {
    // Blanks at either end are not told from the gap.
    let spaces = bytes.iter().take_while(|byte| **byte == b' ').count();
    [0, spaces].into_iter().any(|skipped| {
        let bytes = bytes.get(skipped..).unwrap_or_default();
        shows(text, bytes, usize::MAX) || shows(text, bytes, 8_usize.saturating_sub(skipped))
    })
}

/// `gap` is where a blank may stand that separates halves.
fn shows(text: &str, bytes: &[u8], gap: usize) -> bool {
    let characters = text.chars().enumerate().filter(|(place, c)| (*place, *c) != (gap, ' '));
    let mut characters = characters.map(|(_, c)| c);
    let all = bytes.iter().all(|byte| match characters.next() {
        Some(c) if c.is_ascii() => c == '.' || c == char::from(*byte) && (b' '..0x7f).contains(byte),
        Some(_) => true,
        None => *byte == b' ',
    });
    all && characters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(shape: Shape, row: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        shape.take_last(row, &mut bytes);
        bytes
    }

    #[test]
    fn a_row_ends_where_its_picture_begins() {
        let alone = Shape::default();
        assert_eq!(last(alone, " 61 62 20 63 64 20 65 66   ab cd ef"), b"ab cd ef");
        assert_eq!(last(alone, " 6162 2063 6420 6566  ab cd ef"), b"ab cd ef");
        assert_eq!(last(alone, " 2061 62   ab"), b" ab");
        assert_eq!(last(alone, " 6162  ab"), b"ab");
        assert_eq!(last(alone, " 61 62"), b"ab");
    }

    #[test]
    fn a_gap_in_the_middle_is_none_at_the_end() {
        let alone = Shape::default();
        let row = "  61 62 63 64 65 66 67 68  41 42 43                 |abcdefghABC|";
        assert_eq!(last(alone, row), b"abcdefghABC");
        assert_eq!(last(alone, " 61 62 63 64 65 66 67 68   41 42 43"), b"abcdefgh");
    }

    #[test]
    fn rows_before_show_where_characters_begin() {
        let mut shape = Shape::default();
        let mut bytes = Vec::new();
        assert!(shape.take(" 61 62 63 64   ab ad", 4, &mut bytes));
        assert_eq!(last(shape, " 61 62         ad"), b"ab");
        assert!(!shape.take(" 61 zz", 2, &mut Vec::new()));
    }

    #[test]
    fn a_row_without_a_picture_is_all_bytes() {
        let mut shape = Shape::default();
        assert!(shape.take(" 61 62 63 64", 4, &mut Vec::new()));
        assert_eq!(last(shape, " 33 31 31"), b"311");
    }
}
