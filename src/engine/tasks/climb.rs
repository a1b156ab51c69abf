//! A ladder, made packet by packet from what pass one learnt.

use super::{Outcome, Step};
use crate::{
    analyse::ladder::Making,
    capture::Source,
    engine::{
        Engine,
        ladder::{self, LadderChoice},
    },
};

/// Packets looked at in one step.
const ROWS: u64 = 32 << 10;

/// Makes a ladder.
pub struct Climb {
    making: Option<Making>,
    done: u64,
    of: u64,
}

impl Climb {
    /// Nothing drawn yet.
    pub fn new<S: Source>(choice: &LadderChoice, engine: &Engine<S>) -> Self {
        let scope = ladder::scope(engine.pass_one.session(), &choice.of);
        Self { making: Some(Making::new(scope, choice.drawing)), done: 0, of: engine.packets() }
    }

    /// Looks at the next packets.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let session = engine.pass_one.session();
        let end = self.of.min(self.done + ROWS);
        for packet in self.done..end {
            if let (Some(making), Some(row)) = (&mut self.making, session.packets.get(packet as usize)) {
                making.take(session, row, packet as u32);
            }
        }
        self.done = end;
        if self.done < self.of {
            return Step::More;
        }
        if let Some(making) = self.making.take() {
            engine.ladder = making.finish(session);
        }
        Step::Done(Outcome::Climbed(Box::new(engine.ladder_facts())))
    }

    /// Packets looked at, and packets there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.of)
    }
}
