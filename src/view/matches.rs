//! Where a text contains another one.

/// How a letter beyond ASCII is in lower case: browsers know that, and their page need not bring a table of it.
pub type Lower = fn(char) -> String;

/// The text in parts, each with whether it is what is looked for; with `lower`, upper and lower case are the same.
pub fn parts<'t>(text: &'t str, sought: &str, lower: Option<Lower>) -> Vec<(bool, &'t str)> {
    let mut folded = Vec::with_capacity(sought.len());
    for c in sought.chars() {
        fold(c, lower, |c| {
            folded.push(c);
            true
        });
    }
    let mut parts = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = length_of_match(rest, &folded, lower);
        match length.filter(|length| *length > 0) {
            Some(length) => {
                parts.extend(text.get(plain..at).filter(|part| !part.is_empty()).map(|part| (false, part)));
                parts.extend(text.get(at..at + length).map(|part| (true, part)));
                at += length;
                plain = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    parts.extend(text.get(plain..).filter(|part| !part.is_empty()).map(|part| (false, part)));
    parts
}

/// How many bytes at the beginning of the text are what is looked for.
fn length_of_match(text: &str, sought: &[char], lower: Option<Lower>) -> Option<usize> {
    let mut left = sought.iter();
    for (at, c) in text.char_indices() {
        if left.len() == 0 {
            return Some(at);
        }
        if !fold(c, lower, |c| left.next() == Some(&c)) {
            return None;
        }
    }
    (left.len() == 0).then_some(text.len())
}

/// Whether all holds for a character as it is compared, which may be several.
fn fold(c: char, lower: Option<Lower>, mut holds: impl FnMut(char) -> bool) -> bool {
    match lower {
        None => holds(c),
        Some(_) if c.is_ascii() => holds(c.to_ascii_lowercase()),
        Some(lower) => lower(c).chars().all(holds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOWER: Option<Lower> = Some(|c| c.to_lowercase().collect());

    #[test]
    fn all_matches_are_parts() {
        assert_eq!(
            parts("Seq=1 ack=2 ACK", "ack", LOWER),
            [(false, "Seq=1 "), (true, "ack"), (false, "=2 "), (true, "ACK")]
        );
        assert_eq!(parts("ack ACK", "ACK", None), [(false, "ack "), (true, "ACK")]);
        assert_eq!(parts("aaa", "aa", None), [(true, "aa"), (false, "a")]);
    }

    #[test]
    fn what_is_not_there_leaves_one_part() {
        assert_eq!(parts("SYN", "FIN", LOWER), [(false, "SYN")]);
        assert_eq!(parts("SYN", "", LOWER), [(false, "SYN")]);
        assert_eq!(parts("", "x", LOWER), []);
    }

    #[test]
    fn letters_of_several_bytes_are_whole() {
        assert_eq!(parts("烤猪肉 ÄPFEL", "äpfel", LOWER), [(false, "烤猪肉 "), (true, "ÄPFEL")]);
        assert_eq!(parts("烤猪肉", "猪", None), [(false, "烤"), (true, "猪"), (false, "肉")]);
        assert_eq!(parts("İ", "i", LOWER), [(false, "İ")]);
    }
}
