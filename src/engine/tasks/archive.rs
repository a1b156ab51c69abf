//! An HTTP archive of exchanges, written one after the other.

use super::{Outcome, Step};
use crate::{
    capture::Source,
    engine::{
        Engine,
        exchanges::{Choice, har},
    },
};

/// Writes an archive.
pub struct Archive {
    places: Vec<u32>,
    done: usize,
    written: u64,
    begun: bool,
}

impl Archive {
    /// Nothing written yet; without exchanges gathered there is nothing to write.
    pub fn new<S: Source>(choice: &Choice, engine: &Engine<S>) -> Self {
        let session = engine.pass_one.session();
        let all = engine.exchanges.as_ref();
        let places = all.map(|all| all.places(session, choice, &engine.shown)).unwrap_or_default();
        Self { places, done: 0, written: 0, begun: false }
    }

    /// Writes the next one.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        if !self.begun {
            self.begun = true;
            return Step::Bytes(har::begin().into_bytes());
        }
        let Some(place) = self.places.get(self.done).copied() else {
            if self.done == self.places.len() {
                self.done += 1;
                return Step::Bytes(har::end().as_bytes().to_vec());
            }
            let left_out = self.places.len() as u64 - self.written;
            return Step::Done(Outcome::Archived { exchanges: self.written, left_out });
        };
        let entry = match engine.dialogue(place) {
            Ok(one) => one.and_then(|one| har::entry(&one, self.written == 0)),
            Err(why) => return why.into(),
        };
        self.done += 1;
        match entry {
            Some(entry) => {
                self.written += 1;
                Step::Bytes(entry.into_bytes())
            }
            None => Step::More,
        }
    }

    /// Exchanges written, and exchanges there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.done.min(self.places.len()) as u64, self.places.len() as u64)
    }
}
