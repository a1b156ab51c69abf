//! What was transferred, collected exchange by exchange.

use super::{Outcome, Step};
use crate::{
    capture::Source,
    engine::{Engine, objects::Objects},
};

/// Collects objects.
pub struct Collect {
    objects: Objects,
    done: u32,
    of: u32,
}

impl Collect {
    /// Nothing collected yet; without exchanges gathered there is nothing.
    pub fn new<S: Source>(engine: &Engine<S>) -> Self {
        let of = engine.exchanges.as_ref().map_or(0, |all| all.len() as u32);
        Self { objects: Objects::default(), done: 0, of }
    }

    /// Looks at the next exchange.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        match engine.collect(&mut self.objects, self.done) {
            Ok(true) => {
                self.done += 1;
                Step::More
            }
            Ok(false) => {
                let objects = std::mem::take(&mut self.objects);
                let (count, bytes) =
                    (objects.len() as u32, objects.rows(0, usize::MAX).iter().map(|row| row.len).sum());
                engine.objects = objects;
                Step::Done(Outcome::Collected { objects: count, bytes })
            }
            Err(why) => why.into(),
        }
    }

    /// Exchanges looked at, and exchanges there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.done.into(), self.of.into())
    }
}
