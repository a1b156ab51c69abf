//! Requests and responses, gathered: packets whose stacks have some are dissected again, as far as their heads.

use super::{Outcome, PACKETS, Step};
use crate::{
    capture::Source,
    dissect::{cut::UNSEEN, options::Options},
    engine::{
        Engine, Unshown,
        exchanges::{Pairing, dialogue},
    },
    index::packets::flags,
};

/// Packets whose rows are looked at in one step.
const ROWS: u64 = 16 << 10;

/// Gathers exchanges.
pub struct Gather {
    pairing: Option<Pairing>,
    /// Of each stack, whether its packets may hold messages.
    stacks: Vec<bool>,
    options: Options,
    done: u64,
    of: u64,
}

impl Gather {
    /// Nothing gathered yet.
    pub fn new<S: Source>(engine: &Engine<S>) -> Self {
        let session = engine.pass_one.session();
        let stacks = (0..session.stacks.len()).map(|stack| dialogue::speaks(session, stack as u16)).collect();
        Self {
            pairing: Some(Pairing::new(engine.seed)),
            stacks,
            options: Options::default(),
            done: 0,
            of: engine.packets(),
        }
    }

    /// Looks at the next packets.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let end = self.of.min(self.done + ROWS);
        let mut left = PACKETS;
        engine.want(dialogue::wants());
        while self.done < end && left > 0 {
            match self.take(engine) {
                Ok(read) => left -= usize::from(read),
                Err(why) => return why.into(),
            }
            self.done += 1;
        }
        if self.done < self.of {
            return Step::More;
        }
        if let Some(pairing) = &mut self.pairing {
            pairing.take_open(engine.pass_one.session());
        }
        engine.exchanges = self.pairing.take().map(Pairing::finish);
        Step::Done(Outcome::Gathered)
    }

    /// Takes the next packet; whether it had to be read.
    fn take<S: Source>(&mut self, engine: &mut Engine<S>) -> Result<bool, Unshown> {
        let session = engine.pass_one.session();
        let packet = self.done as u32;
        let Some(row) = session.packets.get(packet as usize) else { return Ok(false) };
        let unseen = || session.messages.of(packet).any(|message| message.mode == UNSEEN);
        let speaks = self.stacks.get(usize::from(row.stack)).copied().unwrap_or(true);
        if !speaks && (row.flags & flags::MESSAGES == 0 || !unseen()) {
            return Ok(false);
        }
        if let Some(pairing) = &mut self.pairing {
            engine.show(packet.into(), &self.options, |record, known| {
                dialogue::messages(record, known, |message| pairing.take(known.session, message));
            })?;
        }
        Ok(true)
    }

    /// Packets looked at, and packets there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.of)
    }
}
