//! The ladder that is seen: which one it is to be, and how it comes to be made.

use std::rc::Rc;

use wirelight::engine::{
    ladder::{LadderChoice, LadderFacts, Ladders},
    request::{Reply, Request},
    tasks::{Outcome, Task},
};
use yew::prelude::*;

use crate::{
    engine_client::Finished,
    page::Page,
    state::{Action, Capture},
    use_engine::use_engine,
};

/// No packet stands there.
const NONE: u32 = u32::MAX;

/// A ladder that was made.
#[derive(Clone, PartialEq)]
pub struct Ladder {
    /// Of which capture, and of what.
    pub made: (u32, LadderChoice),
    /// The whole.
    pub facts: LadderFacts,
    /// Where each rung begins, and its packet: two numbers a rung.
    places: Rc<Vec<u32>>,
}

impl Ladder {
    /// Where a rung begins; behind the last one, where the ladder ends.
    pub fn at(&self, rung: usize) -> u32 {
        self.places.get(rung * 2).copied().unwrap_or(self.facts.height)
    }

    /// The packet that stands on a rung.
    pub fn packet(&self, rung: usize) -> Option<u32> {
        self.places.get(rung * 2 + 1).copied().filter(|packet| *packet != NONE)
    }

    /// How many rungs there are.
    pub fn len(&self) -> usize {
        self.places.len() / 2
    }

    /// The last rung that begins at a unit or above it.
    pub fn rung_at(&self, unit: u32) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.at(middle) <= unit { low = middle + 1 } else { high = middle }
        }
        low.saturating_sub(1)
    }

    /// The rung of a packet.
    pub fn rung_of(&self, packet: u32) -> Option<usize> {
        self.places.chunks_exact(2).position(|rung| rung.get(1) == Some(&packet))
    }
}

/// What is to be drawn: what the link says, else the stream of the selected packet.
#[hook]
pub fn use_choice(page: Option<&Page>) -> Option<LadderChoice> {
    let state = page.map(|page| &page.state);
    let flow = state.map(|state| state.chosen.flow.clone().unwrap_or_default()).unwrap_or_default();
    let read = state.and_then(|state| state.capture.as_ref()).is_some_and(Capture::finished);
    let packet = state.and_then(|state| state.selected).filter(|_| read && flow.of.is_none());
    let data = use_engine(packet.map(|packet| Request::StreamOf { packet }));
    let of = match (&flow.of, data.reply().map(|reply| &**reply)) {
        (Some(of), _) => of.clone(),
        (None, Some(Reply::StreamOf(Some(name)))) => Ladders::Streams(vec![*name]),
        (None, Some(Reply::StreamOf(None))) => Ladders::Streams(Vec::new()),
        (None, _) => return None,
    };
    read.then(|| LadderChoice { of, drawing: flow.drawing() })
}

/// Has the ladder made, and keeps it where commands find it.
#[hook]
pub fn use_ladder(page: Option<&Page>, choice: Option<LadderChoice>) -> Option<Rc<Ladder>> {
    let number = page.and_then(|page| page.state.capture.as_ref()).map(|capture| capture.number);
    let wanted = number.zip(choice);
    use_effect_with(wanted.clone(), {
        let page = page.cloned();
        move |wanted: &Option<(u32, LadderChoice)>| {
            let ticket = page.zip(wanted.clone()).and_then(|(page, made)| {
                let state = page.state.dispatcher();
                let task = Task::Climb(made.1.clone());
                let on_done = Callback::from(move |finished: Finished| {
                    if let Outcome::Climbed(facts) = finished.outcome {
                        let places = Rc::new(finished.order);
                        let ladder = Ladder { made: made.clone(), facts: *facts, places };
                        state.dispatch(Action::Ladder(Rc::new(ladder)));
                    }
                });
                page.client.start(task, Callback::noop(), on_done)
            });
            move || drop(ticket)
        }
    });
    let ladder = page.and_then(|page| page.state.ladder.clone());
    // until the next one is there, the last one of the same capture stays
    ladder.filter(|ladder| Some(ladder.made.0) == number && (wanted.is_none() || is_near(ladder, wanted.as_ref())))
}

/// Whether a ladder may stand until the one that is wanted is there.
fn is_near(ladder: &Ladder, wanted: Option<&(u32, LadderChoice)>) -> bool {
    wanted.is_some_and(|wanted| wanted.1.of == ladder.made.1.of)
}
