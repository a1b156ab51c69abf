//! The next packet of the list that holds what is looked for.

use std::ops::Range;

use super::{Lower, Outcome, PACKETS, Step};
use crate::{
    capture::Source,
    engine::{
        Engine, Unshown,
        request::Settings,
        sought::{Search, Sought},
        wording::Wording,
    },
    query::mistake::Mistake,
};

/// Rows looked at one after the other where they are sorted: for more, reading the file from place to place takes longer
/// than reading it all in its own order.
const NEAR: u64 = 2048;

/// Looks through the shown rows, once round.
pub struct Find {
    sought: Result<Sought, Mistake>,
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

impl Find {
    /// Looks for something behind the position `from`, or before it.
    pub fn new<S: Source>(
        search: &Search,
        from: Option<u64>,
        backwards: bool,
        lower: Lower,
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
        Self {
            sought: Sought::new(search, lower),
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
        match &self.sought {
            Err(mistake) => return Step::Done(Outcome::Mistaken(Box::new(mistake.clone()))),
            Ok(sought) if sought.is_nothing() => return Step::Done(Outcome::Found(None)),
            Ok(_) => {}
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
        let mut hit = None;
        for position in positions.clone() {
            let is_hit = match engine.shown.packet_at(position) {
                Some(packet) => self.holds(engine, packet)?,
                None => false,
            };
            if is_hit && (self.backwards || hit.is_none()) {
                hit = Some(position);
            }
        }
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
        let Some(mut hits) = self.hits.take() else { return Ok(Step::More) };
        let end = self.of_file.min(hits.looked_at + PACKETS as u64);
        while hits.looked_at < end {
            match self.holds(engine, hits.looked_at) {
                Ok(holds) => hits.push(holds),
                Err(why) => {
                    self.hits = Some(hits);
                    return Err(why);
                }
            }
        }
        if hits.looked_at < self.of_file {
            self.hits = Some(hits);
            return Ok(Step::More);
        }
        let mut positions = (0..self.packets).map(|looked_at| self.position(looked_at));
        let hit =
            positions.find(|position| engine.shown.packet_at(*position).is_some_and(|packet| hits.contain(packet)));
        Ok(Step::Done(Outcome::Found(hit)))
    }

    /// Whether a packet holds it.
    fn holds<S: Source>(&self, engine: &mut Engine<S>, packet: u64) -> Result<bool, Unshown> {
        let Ok(sought) = &self.sought else { return Ok(false) };
        engine.want(sought.wants(&self.wording));
        let shown =
            engine.show(packet, &self.wording.options, |record, known| sought.is_in(record, known, &self.wording));
        Ok(shown?.unwrap_or(false))
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
