//! Many rows in pieces.

use std::ops::Range;

use super::{Outcome, PACKETS, Step};
use crate::{
    capture::Source,
    engine::{Engine, Unshown, request::Settings, wording::Wording},
};

/// Gives the rows at some positions, in order.
pub struct Rows {
    positions: Vec<Range<u64>>,
    /// Place in `positions` of the range that is being given.
    range: usize,
    wording: Wording,
    done: u64,
    of: u64,
}

impl Rows {
    /// Nothing given yet of these positions.
    pub fn new<S: Source>(mut positions: Vec<Range<u64>>, settings: &Settings, engine: &Engine<S>) -> Self {
        positions.iter_mut().for_each(|range| range.end = range.end.min(engine.packets()));
        let of = positions.iter().map(|range| range.end.saturating_sub(range.start)).fold(0, u64::saturating_add);
        Self { positions, range: 0, wording: Wording::new(settings), done: 0, of }
    }

    /// Gives the next rows; positions behind the last packet have none.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let Some(range) = self.positions.get_mut(self.range) else { return Step::Done(Outcome::Rows) };
        let (rows, unshown) = engine.some_rows(range.start..range.end.min(range.start + PACKETS as u64), &self.wording);
        range.start += rows.len() as u64;
        self.done += rows.len() as u64;
        match unshown {
            Some(why @ Unshown::Unreadable(_)) => return why.into(),
            Some(Unshown::Later) if rows.is_empty() => return Step::Later,
            Some(Unshown::Later) => {}
            None if range.is_empty() || rows.len() < PACKETS => self.range += 1,
            None => {}
        }
        if rows.is_empty() { Step::More } else { Step::Rows(rows) }
    }

    /// Rows given, and asked for.
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.of)
    }
}
