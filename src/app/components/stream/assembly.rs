//! Puts the stream that is chosen together, in the worker, and tells how far that is.

use std::{cell::RefCell, rc::Rc};

use wirelight::{
    engine::{
        request::{Layout, StreamFacts, StreamName},
        tasks::{Outcome, Task},
    },
    view::stream::StreamChoice,
};
use yew::prelude::*;

use crate::{
    engine_client::{Finished, TaskTicket},
    page::Page,
    state::{Action, Job, Work},
};

/// A task that is given up when it is dropped.
type Held = Rc<RefCell<Option<TaskTicket>>>;

/// How far it is with putting the stream together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assembly {
    /// It is not done yet.
    UnderWay,
    /// It is there, or there is no such stream.
    Ended,
    /// The person did not want to wait.
    Stopped,
}

/// Puts the stream together and lays it out, again whenever another one is chosen or another form.
#[hook]
pub fn use_follow(page: Option<&Page>, choice: Option<StreamChoice>, narrow: bool) -> Assembly {
    let far = use_state_eq(|| Assembly::UnderWay);
    let read = page.and_then(|page| page.state.capture.as_ref()).filter(|capture| capture.finished());
    let number = read.map(|capture| capture.number);
    let wanted = choice.map(|choice| (choice.name, choice.layout(narrow)));
    use_effect_with((number, wanted), {
        let (page, far) = (page.cloned(), far.setter());
        move |(number, wanted): &(Option<u32>, Option<(StreamName, Layout)>)| {
            let begun = page.zip(wanted.filter(|_| number.is_some())).map(|(page, (name, layout))| {
                far.set(Assembly::UnderWay);
                page.state.dispatch(Action::Follow(page.state.following.laid_out_anew()));
                (begin(&page, Task::Follow { name, layout: Some(layout) }, far), page.state.dispatcher())
            });
            move || {
                if let Some((held, state)) = begun {
                    drop(held.take());
                    state.dispatch(Action::WorkEnds(Job::Following));
                }
            }
        }
    });
    *far
}

/// Starts the task; the status bar says how far it is and lets it be stopped.
fn begin(page: &Page, task: Task, far: UseStateSetter<Assembly>) -> Held {
    let state = page.state.dispatcher();
    let (held, started) = (Held::default(), js_sys::Date::now());
    let stop = Callback::from({
        let (state, held, far) = (state.clone(), held.clone(), far.clone());
        move |()| {
            drop(held.take());
            far.set(Assembly::Stopped);
            state.dispatch(Action::Followed(None));
            state.dispatch(Action::WorkEnds(Job::Following));
        }
    });
    let on_progress = Callback::from({
        let state = state.clone();
        move |(done, of)| {
            state.dispatch(Action::Work(Work { job: Job::Following, done, of, started, stop: stop.clone() }));
        }
    });
    let on_done = Callback::from(move |finished: Finished| {
        let facts: Option<Rc<StreamFacts>> = match finished.outcome {
            Outcome::Followed(facts) => facts.map(|facts| Rc::new(*facts)),
            _ => None,
        };
        state.dispatch(Action::WorkEnds(Job::Following));
        state.dispatch(Action::Followed(facts));
        far.set(Assembly::Ended);
    });
    held.replace(page.client.start(task, on_progress, on_done));
    held
}
