//! The next row that contains a text.

use std::ops::Range;

use super::{Outcome, PACKETS, Step};
use crate::{
    capture::Source,
    engine::{
        Engine,
        request::{Row, Settings},
        wording::Wording,
    },
};

/// Looks through the shown rows, once round.
pub struct Find {
    text: String,
    case_sensitive: bool,
    backwards: bool,
    /// The position looked at first.
    start: u64,
    looked_at: u64,
    packets: u64,
    wording: Wording,
}

impl Find {
    /// Looks for `text` behind the position `from`, or before it.
    pub fn new<S: Source>(
        text: &str,
        from: Option<u64>,
        backwards: bool,
        case_sensitive: bool,
        settings: &Settings,
        engine: &Engine<S>,
    ) -> Self {
        let packets = engine.packets();
        let last = packets.saturating_sub(1);
        let start = match (from.map(|from| from.min(last)), backwards) {
            (None, false) => 0,
            (None, true) => last,
            (Some(from), false) => {
                if from == last {
                    0
                } else {
                    from + 1
                }
            }
            (Some(from), true) => from.checked_sub(1).unwrap_or(last),
        };
        let text = if case_sensitive { text.to_owned() } else { text.to_lowercase() };
        let wording = Wording::new(settings);
        Self { text, case_sensitive, backwards, start, looked_at: 0, packets, wording }
    }

    /// Looks at the next rows.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        if self.text.is_empty() {
            return Step::Done(Outcome::Found(None));
        }
        let Some(positions) = self.positions() else { return Step::Done(Outcome::Found(None)) };
        let (rows, unshown) = engine.some_rows(positions.clone(), &self.wording);
        if let Some(why) = unshown {
            return why.into();
        }
        let mut found = positions.clone().zip(&rows).filter(|(_, row)| self.is_in(row)).map(|(position, _)| position);
        let found = if self.backwards { found.last() } else { found.next() };
        self.looked_at += positions.end - positions.start;
        found.map_or(Step::More, |position| Step::Done(Outcome::Found(Some(position))))
    }

    /// The positions to look at next, on this side of the list's end; none when all were looked at.
    fn positions(&self) -> Option<Range<u64>> {
        let most = self.packets.checked_sub(self.looked_at).filter(|left| *left > 0)?.min(PACKETS as u64);
        if self.backwards {
            let end = (self.start + self.packets - self.looked_at) % self.packets + 1;
            Some(end.saturating_sub(most)..end)
        } else {
            let start = (self.start + self.looked_at) % self.packets;
            Some(start..self.packets.min(start + most))
        }
    }

    /// Whether one of the row's texts contains what is looked for. A line break stands in none of them.
    fn is_in(&self, row: &Row) -> bool {
        let Row { number, time, source, destination, protocol, length, info, cells, .. } = row;
        let mut texts = format!("{number}\n{time}\n{source}\n{destination}\n{protocol}\n{length}\n{info}");
        for cell in cells {
            texts.push('\n');
            texts.push_str(cell);
        }
        match self.case_sensitive {
            true => texts.contains(&self.text),
            false if self.text.is_ascii() => {
                texts.make_ascii_lowercase();
                texts.contains(&self.text)
            }
            false => texts.to_lowercase().contains(&self.text),
        }
    }

    /// Rows looked at, and rows there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.looked_at, self.packets)
    }
}
