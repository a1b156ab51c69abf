//! The packets in another order: their keys are gathered, sorted in runs and merged, a little at a time.

mod keys;
mod runs;

use super::{Outcome, PACKETS, SortBy, Step};
use crate::{
    capture::Source,
    dissect::{known::Known, options::Options, record::Record},
    engine::{Engine, request::Settings},
};

use self::{
    keys::{IndexKey, Keys},
    runs::Runs,
};

/// Packets that one step merges, or whose keys it takes from the index.
const QUICK: usize = 4096;

/// Sorts the packets that are there.
pub struct Sort {
    keys: Keys,
    descending: bool,
    options: Options,
    runs: Runs,
    text: String,
    gathered: u32,
    packets: u32,
    order: Vec<u32>,
}

impl Sort {
    /// Nothing gathered yet.
    pub fn new<S: Source>(by: &SortBy, descending: bool, settings: &Settings, engine: &Engine<S>) -> Self {
        Self {
            keys: Keys::of(by, settings),
            descending,
            options: settings.options(),
            runs: Runs::default(),
            text: String::new(),
            gathered: 0,
            packets: u32::try_from(engine.packets()).unwrap_or(u32::MAX),
            order: Vec::new(),
        }
    }

    /// Gathers some keys, sorts a run, or merges some packets.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        if matches!(self.keys, Keys::Index(IndexKey::Number)) {
            return self.in_file_order(engine);
        }
        if self.runs.is_full() {
            return self.end_run();
        }
        if self.gathered < self.packets {
            return self.gather(engine);
        }
        if self.order.capacity() == 0 && self.packets > 0 {
            if self.order.try_reserve_exact(self.packets as usize).is_err() {
                return Step::Done(Outcome::OutOfMemory);
            }
            return self.end_run();
        }
        for _ in 0..QUICK {
            match self.runs.pop() {
                Some(place) => self.order.push(self.packet(place)),
                None => return self.done(engine),
            }
        }
        Step::More
    }

    /// What stands for a packet where keys are equal, and back: the order is turned at the end if it descends.
    fn packet(&self, place: u32) -> u32 {
        if self.descending { !place } else { place }
    }

    fn gather<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        match &self.keys {
            Keys::Index(_) => {
                self.gather_from_index(engine);
                Step::More
            }
            Keys::Record(key) => {
                engine.want(key.wants());
                self.gather_from_records(engine)
            }
        }
    }

    fn gather_from_index<S: Source>(&mut self, engine: &Engine<S>) {
        let Keys::Index(key) = &self.keys else { return };
        let session = engine.pass_one().session();
        let end = self.packets.min(self.gathered.saturating_add(QUICK as u32));
        for packet in self.gathered..end {
            let number = key.number(session, packet, &self.options);
            let place = if self.descending { !packet } else { packet };
            self.runs.push(place, |out| out.extend_from_slice(&number.to_be_bytes()));
        }
        self.gathered = end;
    }

    fn gather_from_records<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let Keys::Record(key) = &self.keys else { return Step::More };
        let end = self.packets.min(self.gathered.saturating_add(PACKETS as u32));
        while self.gathered < end {
            let place = if self.descending { !self.gathered } else { self.gathered };
            let (runs, text) = (&mut self.runs, &mut self.text);
            let shown = engine.show(self.gathered.into(), &self.options, |record: &Record, known: Known<'_>| {
                runs.push(place, |out| key.write(out, text, record, known));
            });
            match shown {
                Ok(_) => self.gathered += 1,
                Err(why) => return why.into(),
            }
        }
        Step::More
    }

    fn end_run(&mut self) -> Step {
        match self.runs.end_run() {
            Ok(()) => Step::More,
            Err(_) => Step::Done(Outcome::OutOfMemory),
        }
    }

    fn in_file_order<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        if self.descending {
            self.order = (0..self.packets).collect();
        }
        self.gathered = self.packets;
        self.done(engine)
    }

    fn done<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let mut order = std::mem::take(&mut self.order);
        if self.descending {
            order.reverse();
        }
        engine.shown.sort(order);
        Step::Done(Outcome::Sorted { generation: engine.shown.generation() })
    }

    /// Packets taken in, merging counting an eighth, and packets there are.
    pub fn progress(&self) -> (u64, u64) {
        let done = 7 * u64::from(self.gathered) + self.order.len() as u64;
        (done / 8, self.packets.into())
    }
}
