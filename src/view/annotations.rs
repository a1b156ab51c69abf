//! What a person notes on packets: marks, packets to ignore, time references and comments. Packets are counted from 0.

use std::collections::BTreeSet;

/// All notes on one capture, small enough to be copied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotations {
    /// Marked.
    pub marks: BTreeSet<u32>,
    /// Struck out: neither saved nor copied with the others.
    pub ignored: BTreeSet<u32>,
    /// Where the Time column begins anew.
    pub references: BTreeSet<u32>,
    /// What the person wrote; stands for the file's own comment, empty for none.
    pub comments: Comments,
}

/// Comments on packets in the order of the packets; a person writes few.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comments(Vec<(u32, String)>);

impl Comments {
    /// The comment on a packet.
    pub fn get(&self, packet: &u32) -> Option<&String> {
        let place = self.place(*packet).ok()?;
        self.0.get(place).map(|(_, text)| text)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &(u32, String)> {
        self.0.iter()
    }

    /// Comments on a packet, be it again.
    pub fn insert(&mut self, packet: u32, text: String) {
        self.remove(packet);
        let place = self.place(packet).unwrap_or_else(|place| place);
        self.0.insert(place, (packet, text));
    }

    /// Takes the comment on a packet away.
    pub fn remove(&mut self, packet: u32) {
        self.0.retain(|(at, _)| *at != packet);
    }

    fn place(&self, packet: u32) -> Result<usize, usize> {
        self.0.binary_search_by_key(&packet, |(at, _)| *at)
    }
}

impl Annotations {
    /// Whether nothing is noted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The comment on a packet of which the file says `of_file`.
    pub fn comment(&self, packet: u32, of_file: &[String]) -> String {
        self.comments.get(&packet).cloned().unwrap_or_else(|| of_file.join("\n"))
    }

    /// Comments on a packet; nothing is noted where that is what the file says anyway.
    pub fn set_comment(&mut self, packet: u32, text: &str, of_file: &[String]) {
        if text == of_file.join("\n") {
            self.comments.remove(packet);
        } else {
            self.comments.insert(packet, text.to_owned());
        }
    }

    /// These notes and newer ones. Time references are one choice: newer ones stand for all older ones.
    pub fn with(mut self, newer: Self) -> Self {
        self.marks.extend(newer.marks);
        self.ignored.extend(newer.ignored);
        for (packet, text) in newer.comments.0 {
            self.comments.insert(packet, text);
        }
        if !newer.references.is_empty() {
            self.references = newer.references;
        }
        self
    }

    /// Notes as text for the browser's memory: a line each, `m 5`, `i 7`, `r 1`, `c 5 text` with line breaks escaped.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (sign, packets) in [("m", &self.marks), ("i", &self.ignored), ("r", &self.references)] {
            for packet in packets {
                text.push_str(&format!("{sign} {packet}\n"));
            }
        }
        for (packet, comment) in self.comments.iter() {
            let comment = comment.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "");
            text.push_str(&format!("c {packet} {comment}\n"));
        }
        text
    }

    /// Reads what [`Annotations::text`] wrote; what is not understood is left out.
    pub fn from_text(text: &str) -> Self {
        let mut notes = Self::default();
        for line in text.lines() {
            let Some((sign, rest)) = line.split_once(' ') else { continue };
            let (packet, comment) = rest.split_once(' ').unwrap_or((rest, ""));
            let Ok(packet) = packet.parse() else { continue };
            match sign {
                "m" => notes.marks.extend([packet]),
                "i" => notes.ignored.extend([packet]),
                "r" => notes.references.extend([packet]),
                "c" => notes.comments.insert(packet, unescaped(comment)),
                _ => {}
            }
        }
        notes
    }
}

/// Puts a packet in, or takes it out when it is in.
pub fn toggle(packets: &mut BTreeSet<u32>, packet: u32) {
    if !packets.remove(&packet) {
        packets.insert(packet);
    }
}

/// The packet of the set after (or before) `packet`, round the end.
pub fn neighbour(packets: &BTreeSet<u32>, packet: u32, later: bool) -> Option<u32> {
    if later {
        packets.range(packet.saturating_add(1)..).next().or_else(|| packets.first()).copied()
    } else {
        packets.range(..packet).next_back().or_else(|| packets.last()).copied()
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        match (escaped, c) {
            (false, '\\') => escaped = true,
            (true, 'n') => {
                out.push('\n');
                escaped = false;
            }
            (_, c) => {
                out.push(c);
                escaped = false;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_kept_as_text() {
        let mut notes = Annotations::default();
        assert!(notes.is_empty());
        notes.marks.extend([5, 207]);
        notes.ignored.insert(7);
        notes.references.insert(0);
        notes.comments.insert(5, "two\nlines \\n 猪".into());
        notes.comments.insert(6, String::new());
        assert_eq!(Annotations::from_text(&notes.text()), notes);
    }

    #[test]
    fn a_comment_stands_for_the_files_own() {
        let mut notes = Annotations::default();
        let of_file = ["one".to_owned(), "two".to_owned()];
        assert_eq!(notes.comment(5, &of_file), "one\ntwo");
        notes.set_comment(5, "three", &of_file);
        assert_eq!((notes.comment(5, &of_file).as_str(), notes.comment(6, &[]).as_str()), ("three", ""));
        notes.set_comment(5, "", &of_file);
        assert_eq!(notes.comment(5, &of_file), "");
        assert!(!notes.is_empty(), "that it is deleted is a note too");
        notes.set_comment(5, "one\ntwo", &of_file);
        notes.set_comment(6, "", &[]);
        assert!(notes.is_empty());
    }

    #[test]
    fn newer_notes_come_to_older_ones() {
        let older = Annotations::from_text("m 1\nr 3\nc 4 old\nc 5 kept");
        let newer = Annotations::from_text("m 2\nc 4 new");
        assert_eq!(older.clone().with(newer), Annotations::from_text("m 1\nm 2\nr 3\nc 4 new\nc 5 kept"));
        assert_eq!(older.with(Annotations::from_text("r 7")).references.into_iter().collect::<Vec<_>>(), [7]);
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        let notes = Annotations::from_text("x 1\nm\nm one\nm 4294967296\n\nm 3\nc 2");
        assert_eq!((notes.marks.len(), notes.comments.get(&2).map(String::as_str)), (1, Some("")));
    }

    #[test]
    fn marks_are_visited_in_a_circle() {
        let mut marks = BTreeSet::new();
        assert_eq!(neighbour(&marks, 3, true), None);
        toggle(&mut marks, 2);
        toggle(&mut marks, 9);
        assert_eq!((neighbour(&marks, 2, true), neighbour(&marks, 9, true)), (Some(9), Some(2)));
        assert_eq!((neighbour(&marks, 2, false), neighbour(&marks, 9, false)), (Some(9), Some(2)));
        toggle(&mut marks, 9);
        assert_eq!(neighbour(&marks, 2, true), Some(2));
    }
}
