//! The body of one message of an exchange, as a file.

use super::{Outcome, Step};
use crate::{capture::Source, engine::Engine};

/// Gives a body.
pub struct SaveBody {
    number: u32,
    response: bool,
    as_sent: bool,
    given: Option<bool>,
}

impl SaveBody {
    /// Nothing given yet.
    pub fn new(number: u32, response: bool, as_sent: bool) -> Self {
        Self { number, response, as_sent, given: None }
    }

    /// Gives it.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        if let Some(whole) = self.given {
            return Step::Done(Outcome::Given { whole });
        }
        match engine.dialogue(self.number) {
            Ok(one) => {
                let told = one.as_ref().and_then(|one| one.told(self.response));
                self.given = Some(told.is_some_and(|told| told.whole));
                let bytes = told.map_or(&[][..], |told| if self.as_sent { &told.body } else { told.contents() });
                Step::Bytes(bytes.to_vec())
            }
            Err(why) => why.into(),
        }
    }

    /// Bodies given, of one.
    pub fn progress(&self) -> (u64, u64) {
        (self.given.is_some().into(), 1)
    }
}
