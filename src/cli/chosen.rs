//! `-Y` of commands that look at a whole capture: the packets of which a filter is true.

use roaring::RoaringBitmap;
use wirelight::{
    capture::{Problem, Source},
    engine::{
        Engine,
        request::Settings,
        tasks::{Outcome, Step, Task, Which, Work},
    },
};

use crate::{exit::Stop, mistake};

/// Packets that were chosen by a filter.
pub struct Chosen {
    /// Nothing where all are.
    packets: Option<RoaringBitmap>,
}

/// Finds out whether a filter is one, before a long capture is read for nothing.
pub fn check(filter: Option<&str>) -> Result<(), Stop> {
    filter.map_or(Ok(()), |text| mistake::understood(text).map(|_| ()))
}

impl Chosen {
    /// Narrows the list of an engine that has read everything to the packets of which a filter is true.
    pub fn of<S: Source>(engine: &mut Engine<S>, filter: Option<&str>) -> Result<Self, Problem> {
        let Some(text) = filter.filter(|text| !text.trim().is_empty()) else { return Ok(Self { packets: None }) };
        let task = Task::Filter { text: text.to_owned(), selected: None, settings: Settings::default() };
        let mut work = Work::new(task, engine, str::to_lowercase);
        loop {
            match work.step(engine) {
                Step::Done(Outcome::Unreadable(problem)) => return Err(problem),
                Step::Done(_) => break,
                _ => {}
            }
        }
        Ok(Self { packets: Some(engine.order().iter().copied().collect()) })
    }

    /// Whether a packet is one of them.
    pub fn has(&self, packet: u32) -> bool {
        self.packets.as_ref().is_none_or(|packets| packets.contains(packet))
    }

    /// Them, as a task that saves packets takes them.
    pub fn which(&self) -> Which {
        self.packets.as_ref().map_or(Which::All, |packets| Which::Packets(packets.iter().collect()))
    }
}
