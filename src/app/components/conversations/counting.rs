//! Has the conversations of the kind that is seen counted, as long as they are missing.

use std::{cell::RefCell, rc::Rc};

use wirelight::engine::{request::Kind, tasks::Task};
use yew::prelude::*;

use super::chosen;
use crate::{
    page::Page,
    state::{Action, Job, Work},
};

/// Counts the conversations of the kind that is chosen while they are missing; whether the person stopped that.
#[hook]
pub fn use_count(page: Option<&Page>, missing: bool) -> bool {
    let (stopped, update) = (use_state_eq(|| None::<Kind>), use_force_update());
    let kind = page.map(|page| chosen(&page.state).table.kind).unwrap_or_default();
    let number = page.and_then(|page| page.state.capture.as_ref()).map(|capture| capture.number);
    use_effect_with((number.filter(|_| missing), kind), {
        let (page, stopped) = (page.cloned(), stopped.clone());
        move |(number, kind): &(Option<u32>, Kind)| {
            let ticket = page.zip(*number).map(|(page, _)| {
                let (state, kind) = (page.state.dispatcher(), *kind);
                stopped.set(None);
                let started = js_sys::Date::now();
                let held = Rc::new(RefCell::new(None));
                let stop = Callback::from({
                    let (state, held) = (state.clone(), held.clone());
                    move |()| {
                        drop(held.take());
                        stopped.set(Some(kind));
                        state.dispatch(Action::WorkEnds(Job::Counting));
                    }
                });
                let on_progress = Callback::from({
                    let state = state.clone();
                    move |(done, of)| {
                        let work = Work { job: Job::Counting, done, of, started, stop: stop.clone() };
                        state.dispatch(Action::Work(work));
                    }
                });
                let on_done = Callback::from({
                    let state = state.clone();
                    move |_| {
                        state.dispatch(Action::WorkEnds(Job::Counting));
                        // the answer is another one now, though nothing else has changed
                        update.force_update();
                    }
                });
                held.replace(page.client.start(Task::Count { kind }, on_progress, on_done));
                (held, state)
            });
            move || {
                if let Some((held, state)) = ticket {
                    drop(held.take());
                    state.dispatch(Action::WorkEnds(Job::Counting));
                }
            }
        }
    });
    *stopped == Some(kind)
}
