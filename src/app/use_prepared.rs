//! Has something prepared by a task that a view shows, as long as it is missing.

use std::{cell::RefCell, rc::Rc};

use wirelight::engine::tasks::Task;
use yew::prelude::*;

use crate::{
    page::Page,
    state::{Action, Job, Work},
};

/// Runs `task` while what it makes is missing; whether the person stopped it.
#[hook]
pub fn use_prepared(page: Option<&Page>, missing: bool, task: Task) -> bool {
    let (stopped, update) = (use_state_eq(|| None::<Task>), use_force_update());
    let number = page.and_then(|page| page.state.capture.as_ref()).map(|capture| capture.number);
    use_effect_with((number.filter(|_| missing), task.clone()), {
        let (page, stopped) = (page.cloned(), stopped.clone());
        move |(number, task): &(Option<u32>, Task)| {
            let ticket = page.zip(*number).map(|(page, _)| {
                let (state, task) = (page.state.dispatcher(), task.clone());
                stopped.set(None);
                let started = js_sys::Date::now();
                let held = Rc::new(RefCell::new(None));
                let stop = Callback::from({
                    let (state, held, task) = (state.clone(), held.clone(), task.clone());
                    move |()| {
                        drop(held.take());
                        stopped.set(Some(task.clone()));
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
                held.replace(page.client.start(task, on_progress, on_done));
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
    *stopped == Some(task)
}
