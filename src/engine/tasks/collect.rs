//! What was transferred, collected exchange by exchange.

use super::{Outcome, Step, gather::Gather};
use crate::{
    capture::Source,
    engine::{Engine, objects::Objects},
};

/// Collects objects.
pub struct Collect {
    /// Exchanges come first, where they are not gathered.
    gather: Option<Box<Gather>>,
    objects: Objects,
    done: u32,
    of: u32,
}

impl Collect {
    /// Nothing collected yet.
    pub fn new<S: Source>(engine: &Engine<S>) -> Self {
        let of = engine.exchanges.as_ref().map_or(0, |all| all.len() as u32);
        let gather = engine.exchanges.is_none().then(|| Box::new(Gather::new(engine)));
        Self { gather, objects: Objects::default(), done: 0, of }
    }

    /// Looks at the next exchange.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        if let Some(gather) = &mut self.gather {
            let step = gather.step(engine);
            if matches!(step, Step::Done(Outcome::Gathered)) {
                self.gather = None;
                self.of = engine.exchanges.as_ref().map_or(0, |all| all.len() as u32);
                return Step::More;
            }
            return step;
        }
        match engine.collect(&mut self.objects, self.done) {
            Ok(true) => {
                self.done += 1;
                Step::More
            }
            Ok(false) => {
                let objects = std::mem::take(&mut self.objects);
                let (count, bytes) = (objects.len() as u32, objects.bytes());
                engine.objects = Some(objects);
                Step::Done(Outcome::Collected { objects: count, bytes })
            }
            Err(why) => why.into(),
        }
    }

    /// Exchanges looked at, and exchanges there are; packets, while these are gathered.
    pub fn progress(&self) -> (u64, u64) {
        if let Some(gather) = &self.gather {
            return gather.progress();
        }
        (self.done.into(), self.of.into())
    }
}
