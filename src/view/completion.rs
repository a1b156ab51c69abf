//! What could be written next in a filter: the word at the caret, and what belongs there.

use std::ops::Range;

/// What belongs at a place of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A field, a protocol or a function.
    Name,
    /// An operator.
    Operator,
    /// A value, or nothing that is known.
    Value,
}

/// Functions, by what they are called.
pub const FUNCTIONS: [&str; 8] = ["abs", "count", "len", "lower", "max", "min", "string", "upper"];
/// Operators that stand behind a field.
pub const OPERATORS: [&str; 10] = ["==", "!=", ">", ">=", "<", "<=", "contains", "matches", "in", "&&"];

/// The word that ends at the caret, and what belongs there; places are bytes.
pub fn at(text: &str, caret: usize) -> (Range<usize>, Wanted) {
    let before = text.get(..caret).unwrap_or(text);
    let quoted = before.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    let start = before.rfind(|c: char| !is_name(c)).map_or(0, |place| place + c_len(before, place));
    let word = start..before.len();
    if quoted {
        return (word, Wanted::Value);
    }
    let rest = before.get(..start).unwrap_or_default().trim_end();
    let last = rest.rsplit(|c: char| !is_name(c)).next().unwrap_or_default();
    let wanted = match last {
        "and" | "or" | "not" | "xor" | "any" | "all" => Wanted::Name,
        "contains" | "matches" | "in" | "eq" | "ne" | "gt" | "lt" | "ge" | "le" => Wanted::Value,
        "" if rest.ends_with(['=', '>', '<', '~', '"', '{']) && !rest.ends_with("&&") => Wanted::Value,
        "" => Wanted::Name,
        _ if word_before_is_value(rest, last) => Wanted::Value,
        _ => Wanted::Operator,
    };
    (word, wanted)
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

fn c_len(text: &str, place: usize) -> usize {
    text.get(place..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

/// Whether the word at the end stands behind a comparison.
fn word_before_is_value(rest: &str, last: &str) -> bool {
    rest.strip_suffix(last).unwrap_or_default().trim_end().ends_with(['=', '>', '<', '~'])
}

/// A place counted in UTF-16, as browsers do, in bytes.
pub fn bytes_before(text: &str, units: usize) -> usize {
    let mut left = units;
    let ends = text.char_indices().find(|(_, c)| {
        let over = left == 0;
        left = left.saturating_sub(c.len_utf16());
        over
    });
    ends.map_or(text.len(), |(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (&str, Wanted) {
        let (word, wanted) = at(text, text.len());
        (&text[word], wanted)
    }

    #[test]
    fn names_operators_and_values_are_told_apart() {
        assert_eq!(told(""), ("", Wanted::Name));
        assert_eq!(told("http.re"), ("http.re", Wanted::Name));
        assert_eq!(told("!(tcp.po"), ("tcp.po", Wanted::Name));
        assert_eq!(told("tcp.port == 80 && http.re"), ("http.re", Wanted::Name));
        assert_eq!(told("tcp and ht"), ("ht", Wanted::Name));
        assert_eq!(told("tcp.port "), ("", Wanted::Operator));
        assert_eq!(told("http.host con"), ("con", Wanted::Operator));
        assert_eq!(told("tcp.port == 8"), ("8", Wanted::Value));
        assert_eq!(told("http.host contains ex"), ("ex", Wanted::Value));
        assert_eq!(told("http.host == \"tcp po"), ("po", Wanted::Value));
        assert_eq!(told("猫 tc").0, "tc");
    }

    #[test]
    fn browsers_count_otherwise() {
        assert_eq!((bytes_before("a猫b", 2), bytes_before("😀b", 2), bytes_before("ab", 9)), (4, 4, 2));
    }
}
