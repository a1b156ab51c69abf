//! Where a text contains another one.

/// The text in parts, each with whether it is what is looked for.
pub fn parts<'t>(text: &'t str, sought: &str, case_sensitive: bool) -> Vec<(bool, &'t str)> {
    let sought: Vec<char> = sought.chars().flat_map(|c| folded(c, case_sensitive)).collect();
    let mut parts = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = length_of_match(rest, &sought, case_sensitive);
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
fn length_of_match(text: &str, sought: &[char], case_sensitive: bool) -> Option<usize> {
    let mut left = sought.iter();
    for (at, c) in text.char_indices() {
        if left.len() == 0 {
            return Some(at);
        }
        if !folded(c, case_sensitive).all(|c| left.next() == Some(&c)) {
            return None;
        }
    }
    (left.len() == 0).then_some(text.len())
}

/// A character as it is compared.
fn folded(c: char, case_sensitive: bool) -> impl Iterator<Item = char> {
    let as_it_is = case_sensitive.then_some(c);
    as_it_is.into_iter().chain((!case_sensitive).then(|| c.to_lowercase()).into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_matches_are_parts() {
        assert_eq!(
            parts("Seq=1 ack=2 ACK", "ack", false),
            [(false, "Seq=1 "), (true, "ack"), (false, "=2 "), (true, "ACK")]
        );
        assert_eq!(parts("ack ACK", "ACK", true), [(false, "ack "), (true, "ACK")]);
        assert_eq!(parts("aaa", "aa", true), [(true, "aa"), (false, "a")]);
    }

    #[test]
    fn what_is_not_there_leaves_one_part() {
        assert_eq!(parts("SYN", "FIN", false), [(false, "SYN")]);
        assert_eq!(parts("SYN", "", false), [(false, "SYN")]);
        assert_eq!(parts("", "x", false), []);
    }

    #[test]
    fn letters_of_several_bytes_are_whole() {
        assert_eq!(parts("烤猪肉 ÄPFEL", "äpfel", false), [(false, "烤猪肉 "), (true, "ÄPFEL")]);
        assert_eq!(parts("烤猪肉", "猪", true), [(false, "烤"), (true, "猪"), (false, "肉")]);
        assert_eq!(parts("İ", "i", false), [(false, "İ")]);
    }
}
