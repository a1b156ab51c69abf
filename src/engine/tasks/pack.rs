//! Objects in a zip file, one after the other.

use super::{Outcome, Step};
use crate::{
    capture::Source,
    engine::{Engine, objects::zip::Zip},
};

/// Packs objects.
pub struct Pack {
    zip: Option<Zip>,
    wanted: Vec<u32>,
    done: usize,
}

impl Pack {
    /// These objects, by their places among all that were collected.
    pub fn new(wanted: Vec<u32>) -> Self {
        Self { zip: Some(Zip::default()), wanted, done: 0 }
    }

    /// Packs the next one.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let Some(zip) = &mut self.zip else {
            return Step::Done(Outcome::Packed { objects: self.wanted.len() as u32 });
        };
        let Some(&number) = self.wanted.get(self.done) else {
            return Step::Bytes(self.zip.take().map(Zip::end).unwrap_or_default());
        };
        let bytes = match engine.object(number) {
            Ok(bytes) => bytes.unwrap_or_default(),
            Err(why) => return why.into(),
        };
        self.done += 1;
        match engine.objects.as_ref().and_then(|all| all.row(number)) {
            Some(row) => Step::Bytes(zip.entry(&row.name, &bytes)),
            None => Step::More,
        }
    }

    /// Objects packed, and objects there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.done as u64, self.wanted.len() as u64)
    }
}
