//! The next row that contains a text.

use std::ops::Range;

use super::{Lower, Outcome, PACKETS, Step};
use crate::{
    capture::Source,
    engine::{
        Engine, Unshown,
        request::{Row, Settings},
        wording::Wording,
    },
};

/// Rows looked at one after the other where they are sorted: for more, reading the file from place to place takes longer
/// than reading it all in its own order.
const NEAR: u64 = 2048;

/// Looks through the shown rows, once round.
pub struct Find {
    text: Wanted,
    wording: Wording,
    backwards: bool,
    /// The position looked at first.
    start: u64,
    packets: u64,
    /// Packets that the file has, shown or not.
    of_file: u64,
    looked_at: u64,
    /// Of sorted rows: the packets that contain it, as far as the file was read from its beginning.
    hits: Option<Hits>,
}

/// A bit for each packet looked at.
#[derive(Default)]
struct Hits {
    bits: Vec<u64>,
    looked_at: u64,
}

/// What is looked for.
struct Wanted {
    text: String,
    /// Lower case, where it is all the same.
    lower: Option<Lower>,
}

impl Find {
    /// Looks for `text` behind the position `from`, or before it.
    pub fn new<S: Source>(
        text: &str,
        from: Option<u64>,
        backwards: bool,
        lower: Option<Lower>,
        settings: &Settings,
        engine: &Engine<S>,
    ) -> Self {
        let packets = engine.listed();
        let last = packets.saturating_sub(1);
        let start = match (from.map(|from| from.min(last)), backwards) {
            (None, false) => 0,
            (None, true) => last,
            (Some(from), false) if from == last => 0,
            (Some(from), false) => from + 1,
            (Some(from), true) => from.checked_sub(1).unwrap_or(last),
        };
        let text = Wanted { text: lower.map_or_else(|| text.to_owned(), |lower| lower(text)), lower };
        Self {
            text,
            wording: Wording::new(settings),
            backwards,
            start,
            packets,
            of_file: engine.packets(),
            looked_at: 0,
            hits: None,
        }
    }

    /// Looks at the next rows.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        if self.text.text.is_empty() {
            return Step::Done(Outcome::Found(None));
        }
        if self.hits.is_none() && self.looked_at >= NEAR && !engine.shown.is_in_file_order() {
            self.hits = Some(Hits::default());
        }
        let looked = if self.hits.is_some() { self.look_through_file(engine) } else { self.look_near(engine) };
        looked.unwrap_or_else(Step::from)
    }

    /// Looks at the next rows as they are shown.
    fn look_near<S: Source>(&mut self, engine: &mut Engine<S>) -> Result<Step, Unshown> {
        let Some(positions) = self.positions() else { return Ok(Step::Done(Outcome::Found(None))) };
        let (rows, unshown) = engine.some_rows(positions.clone(), &self.wording);
        if let Some(why) = unshown {
            return Err(why);
        }
        let hits = positions.clone().zip(&rows).filter(|(_, row)| self.text.is_in(row));
        let mut hits = hits.map(|(position, _)| position);
        let hit = if self.backwards { hits.last() } else { hits.next() };
        self.looked_at += positions.end - positions.start;
        Ok(hit.map_or(Step::More, |position| Step::Done(Outcome::Found(Some(position)))))
    }

    /// The positions to look at next, on this side of the list's end; none when all were looked at.
    fn positions(&self) -> Option<Range<u64>> {
        let most = self.packets.checked_sub(self.looked_at).filter(|left| *left > 0)?.min(PACKETS as u64);
        let position = self.position(self.looked_at);
        Some(match self.backwards {
            true => (position + 1).saturating_sub(most)..position + 1,
            false => position..self.packets.min(position + most),
        })
    }

    /// The position that is looked at after so many.
    fn position(&self, looked_at: u64) -> u64 {
        let way = if self.backwards { self.packets - looked_at } else { looked_at };
        (self.start + way) % self.packets
    }

    /// Looks at the next packets of the file; when that was all, at which of those that contain the text comes next.
    fn look_through_file<S: Source>(&mut self, engine: &mut Engine<S>) -> Result<Step, Unshown> {
        let Some(hits) = &mut self.hits else { return Ok(Step::More) };
        engine.want(self.wording.wants());
        for packet in hits.looked_at..self.of_file.min(hits.looked_at + PACKETS as u64) {
            let row = engine.show(packet, &self.wording.options, |record, known| self.wording.row(record, known))?;
            hits.push(row.is_some_and(|row| self.text.is_in(&row)));
        }
        if hits.looked_at < self.of_file {
            return Ok(Step::More);
        }
        let hits = self.hits.take().unwrap_or_default();
        let mut positions = (0..self.packets).map(|looked_at| self.position(looked_at));
        let hit =
            positions.find(|position| engine.shown.packet_at(*position).is_some_and(|packet| hits.contain(packet)));
        Ok(Step::Done(Outcome::Found(hit)))
    }

    /// Rows looked at, and rows there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.hits.as_ref().map_or(0, |hits| hits.looked_at).max(self.looked_at), self.packets)
    }
}

impl Hits {
    fn push(&mut self, hit: bool) {
        let bit = self.looked_at % 64;
        match self.bits.last_mut() {
            Some(bits) if bit > 0 => *bits |= u64::from(hit) << bit,
            _ => self.bits.push(hit.into()),
        }
        self.looked_at += 1;
    }

    fn contain(&self, packet: u64) -> bool {
        let place = usize::try_from(packet / 64).unwrap_or(usize::MAX);
        self.bits.get(place).is_some_and(|bits| bits >> (packet % 64) & 1 == 1)
    }
}

impl Wanted {
    /// Whether one of the row's texts contains it. A line break stands in none of them.
    fn is_in(&self, row: &Row) -> bool {
        let Row { number, time, source, destination, protocol, length, info, cells, .. } = row;
        let mut texts = format!("{number}\n{time}\n{source}\n{destination}\n{protocol}\n{length}\n{info}");
        for cell in cells {
            texts.push('\n');
            texts.push_str(cell);
        }
        match self.lower {
            None => {}
            Some(_) if self.text.is_ascii() => texts.make_ascii_lowercase(),
            Some(lower) => texts = lower(&texts),
        }
        texts.contains(&self.text)
    }
}
