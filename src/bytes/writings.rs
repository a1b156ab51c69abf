//! The ways in which a text may stand in bytes: character sets, and the escapes of JSON, URLs and HTML.

use std::fmt::Write;

use memchr::memmem;

/// Bytes that stand for a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    bytes: Vec<u8>,
    /// Upper and lower case of ASCII letters are the same.
    folded: bool,
}

impl Writing {
    /// These bytes and no others.
    pub fn exactly(bytes: Vec<u8>) -> Self {
        Self { bytes, folded: false }
    }

    /// Whether `bytes` hold it.
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        match self.folded {
            false => memmem::find(bytes, &self.bytes).is_some(),
            true => memmem::find(&bytes.to_ascii_lowercase(), &self.bytes).is_some(),
        }
    }
}

/// All writings of `text`; `gbk` is the text in that character set, which browsers know.
///
/// ASCII has them in UTF-8 and UTF-16 alone: everything else writes it as it is.
pub fn writings(text: &str, gbk: Option<&[u8]>, case_sensitive: bool) -> Vec<Writing> {
    let units = || text.encode_utf16();
    let mut all: Vec<(Vec<u8>, bool)> = vec![
        (text.as_bytes().to_vec(), false),
        (units().flat_map(u16::to_le_bytes).collect(), false),
        (units().flat_map(u16::to_be_bytes).collect(), false),
    ];
    if !text.is_ascii() {
        all.extend(gbk.map(|bytes| (bytes.to_vec(), false)));
        all.extend(gbk.map(|bytes| (percent(bytes), true)));
        all.push((percent(text.as_bytes()), true));
        all.push((
            by_number(text, |out, letter| units_of(letter).try_for_each(|unit| write!(out, "\\u{unit:04x}"))),
            true,
        ));
        all.push((by_number(text, |out, letter| write!(out, "&#{};", u32::from(letter))), true));
        all.push((by_number(text, |out, letter| write!(out, "&#x{:x};", u32::from(letter))), true));
    }
    let writing = |(mut bytes, is_escape): (Vec<u8>, bool)| {
        let folded = is_escape || !case_sensitive;
        if folded {
            bytes.make_ascii_lowercase();
        }
        Writing { bytes, folded }
    };
    all.into_iter().map(writing).collect()
}

fn percent(bytes: &[u8]) -> Vec<u8> {
    let escaped = |byte: &u8| if byte.is_ascii() { vec![*byte] } else { format!("%{byte:02x}").into_bytes() };
    bytes.iter().flat_map(escaped).collect()
}

fn units_of(letter: char) -> impl Iterator<Item = u16> {
    let mut units = [0; 2];
    let len = letter.encode_utf16(&mut units).len();
    units.into_iter().take(len)
}

/// The text with each letter that is not of ASCII written by its number.
fn by_number(text: &str, write: impl Fn(&mut String, char) -> std::fmt::Result) -> Vec<u8> {
    let mut out = String::new();
    for letter in text.chars() {
        if letter.is_ascii() {
            out.push(letter);
        } else {
            // Writing to a `String` never fails.
            let _ = write(&mut out, letter);
        }
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_however_it_is_written() {
        let all = writings("猪a", Some(b"\xd6\xeda"), false);
        let found = |bytes: &[u8]| all.iter().any(|writing| writing.is_in(bytes));
        for bytes in [
            "一只猪A".as_bytes(),
            b"\x2a\x73a\0",
            b"\x73\x2a\0a",
            b"\xd6\xedA",
            b"{\"x\":\"\\u732Aa\"}",
            b"?q=%E7%8C%AAa",
            b"?q=%d6%eda",
            b"&#29482;a",
            b"&#x732A;A",
        ] {
            assert!(found(bytes), "{bytes:?}");
        }
        assert!(!found(b"pig") && !found("猪".as_bytes()));
    }

    #[test]
    fn case_matters_where_it_is_asked_for() {
        let found = |case, bytes: &[u8]| writings("Host", None, case).iter().any(|writing| writing.is_in(bytes));
        assert!(
            found(false, b"HOST:") && !found(true, b"HOST:") && found(true, b"Host:") && found(true, b"H\0o\0s\0t\0")
        );
        assert!(Writing::exactly(vec![1, 2]).is_in(&[0, 1, 2]) && !Writing::exactly(vec![1, 2]).is_in(&[1, 0, 2]));
    }
}
