//! The Info column of a transport row, cut into parts that are drawn differently; joined, they are the text again.

/// How a part of an Info text is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// As it is.
    Plain,
    /// The name of a number: `Seq=`.
    Name,
    /// Flags that open or close a connection: `[SYN]`.
    Flags,
    /// A remark in brackets: `[TCP segment of a reassembled PDU]`.
    Aside,
}

/// The parts of an Info text in order.
pub fn parts(info: &str) -> impl Iterator<Item = (Part, &str)> {
    let mut rest = info;
    std::iter::from_fn(move || {
        let (part, len) = next_part(rest)?;
        let (text, after) = rest.split_at_checked(len)?;
        rest = after;
        Some((part, text))
    })
}

/// What leads an Info text, `[TCP Retransmission] `, which may be several findings about the segment; and the rest.
pub fn lead(info: &str) -> (&str, &str) {
    let mut rest = info;
    while rest.starts_with("[TCP ") && !rest.starts_with("[TCP segment") {
        let Some((_, after)) = rest.split_once("] ") else { break };
        rest = after;
    }
    info.split_at_checked(info.len() - rest.len()).unwrap_or(("", info))
}

/// Whether what leads an Info text tells of nothing but ordinary life.
pub fn is_ordinary(lead: &str) -> bool {
    let ordinary = ["[TCP Window Update]", "[TCP Keep-Alive]", "[TCP Keep-Alive ACK]"];
    ordinary.iter().any(|one| lead.trim_end() == *one)
}

/// The part that `text` begins with, and how long it is.
fn next_part(text: &str) -> Option<(Part, usize)> {
    if text.is_empty() {
        return None;
    }
    if text.starts_with('[') {
        let end = text.find(']').map_or(text.len(), |end| end + 1);
        return Some((kind_of_brackets(text.get(..end)?), end));
    }
    if let Some(len) = name_len(text) {
        return Some((Part::Name, len));
    }
    // up to the next word that may be something else
    let next = text.char_indices().skip(1).find(|(at, _)| {
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(*at..).unwrap_or_default();
        after.starts_with('[') || (before.ends_with(' ') && name_len(after).is_some())
    });
    Some((Part::Plain, next.map_or(text.len(), |(at, _)| at)))
}

fn kind_of_brackets(brackets: &str) -> Part {
    let inside = brackets.trim_matches(['[', ']']);
    let flags = inside.split(", ").all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase()));
    match flags {
        true if ["SYN", "FIN", "RST"].iter().any(|flag| inside.split(", ").any(|word| word == *flag)) => Part::Flags,
        true => Part::Plain,
        false => Part::Aside,
    }
}

/// The length of a `Name=` that `text` begins with.
fn name_len(text: &str) -> Option<usize> {
    let name = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    (name > 0 && text.get(name..)?.starts_with('=')).then_some(name + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_cut_into_names_and_flags() {
        let parts: Vec<_> = parts("50417 → 8080 [SYN, ACK] Seq=0 Win=65535 SACK_PERM [a remark]").collect();
        assert_eq!(
            parts,
            [
                (Part::Plain, "50417 → 8080 "),
                (Part::Flags, "[SYN, ACK]"),
                (Part::Plain, " "),
                (Part::Name, "Seq="),
                (Part::Plain, "0 "),
                (Part::Name, "Win="),
                (Part::Plain, "65535 SACK_PERM "),
                (Part::Aside, "[a remark]"),
            ]
        );
    }

    #[test]
    fn joined_the_parts_are_the_text() {
        for text in ["", "=", "[", "a=b=c", "8080 → 1 [ACK] Seq=1 [x", "猪=1 [猪] 猪 Len=2", "[PSH, ACK]x=1"] {
            assert_eq!(parts(text).map(|(_, text)| text).collect::<String>(), text);
        }
    }

    #[test]
    fn findings_lead() {
        let both = "[TCP ACKed unseen segment] [TCP Retransmission] ";
        assert_eq!(lead(&format!("{both}80 → 1 [ACK]")), (both, "80 → 1 [ACK]"));
        assert_eq!(lead("[TCP segment of a reassembled PDU]"), ("", "[TCP segment of a reassembled PDU]"));
        assert_eq!(lead("80 → 1 [SYN] [TCP x] "), ("", "80 → 1 [SYN] [TCP x] "));
        assert!(is_ordinary("[TCP Keep-Alive] ") && !is_ordinary(both) && !is_ordinary("[TCP Keep-Alive] [TCP x] "));
    }

    #[test]
    fn plain_acknowledgments_are_not_strong() {
        assert_eq!(parts("[ACK]").collect::<Vec<_>>(), [(Part::Plain, "[ACK]")]);
    }
}
