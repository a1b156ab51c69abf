//! Keeps the order of the list true to what was chosen: the engine sorts, the page shows how far it is and takes the
//! order when it is whole.

use std::rc::Rc;

use wirelight::{
    engine::{
        request::Settings,
        tasks::{Outcome, SortBy, Task},
    },
    view::columns::{Column, Sorting},
};
use yew::prelude::*;

use crate::{
    engine_client::{EngineClient, Finished},
    state::{Action, Job, State, Work},
    texts::Texts,
};

/// What an order depends on.
#[derive(Clone, PartialEq)]
struct Wish {
    /// Which capture, once it is read.
    capture: u32,
    sorting: Option<Sorting>,
    settings: Settings,
    /// Names came, which it may be sorted by.
    named: bool,
}

/// Sorts as soon as the capture is read, and again when what it is sorted by reads otherwise.
#[hook]
pub fn use_sorting(client: &Rc<EngineClient>, state: &UseReducerHandle<State>, settings: &Rc<Settings>) {
    let capture = state.capture.as_ref().filter(|capture| capture.finished() && capture.dead.is_none());
    let wish = capture.map(|capture| {
        let sorting = state.chosen.sorting.clone();
        let settings = telling(settings, sorting.as_ref());
        let named = capture.named && (settings.mac_names || settings.transport_names);
        Wish { capture: capture.number, sorting, settings, named }
    });
    // the capture whose order may be another than the file's
    let touched = use_mut_ref(|| None::<u32>);
    use_effect_with(wish, {
        let (client, dispatcher, texts) = (client.clone(), state.dispatcher(), Texts::of(state.language));
        move |wish: &Option<Wish>| {
            let wanted = wish.as_ref().filter(|wish| wish.sorting.is_some() || *touched.borrow() == Some(wish.capture));
            let ticket = wanted.and_then(|wish| {
                touched.replace(Some(wish.capture));
                let started = js_sys::Date::now();
                let stop = Callback::from({
                    let dispatcher = dispatcher.clone();
                    move |()| dispatcher.dispatch(Action::Sort(None))
                });
                let on_progress = {
                    let dispatcher = dispatcher.clone();
                    move |(done, of)| {
                        let work = Work { job: Job::Sorting, done, of, started, stop: stop.clone() };
                        dispatcher.dispatch(Action::Work(work));
                    }
                };
                let on_done = {
                    let dispatcher = dispatcher.clone();
                    move |finished| arrange(&dispatcher, texts, finished)
                };
                client.start(task(wish), Callback::from(on_progress), Callback::from(on_done))
            });
            move || {
                if ticket.is_some() {
                    dispatcher.dispatch(Action::WorkEnds(Job::Sorting));
                }
                drop(ticket);
            }
        }
    });
}

/// The settings that the column's texts depend on.
fn telling(settings: &Settings, sorting: Option<&Sorting>) -> Settings {
    match sorting.map(|sorting| &sorting.by) {
        None | Some(Column::Number | Column::Length) => Settings::default(),
        Some(Column::Time) => {
            let (time, references) = (settings.time, settings.references.clone());
            Settings { time, references, ..Settings::default() }
        }
        Some(_) => Settings { columns: Vec::new(), references: Vec::new(), ..settings.clone() },
    }
}

fn task(wish: &Wish) -> Task {
    let (by, descending) = match &wish.sorting {
        Some(sorting) => (sorting.by.sort_by(), sorting.descending),
        None => (SortBy::Number, false),
    };
    Task::Sort { by, descending, settings: wish.settings.clone() }
}

fn arrange(dispatcher: &UseReducerDispatcher<State>, texts: &Texts, finished: Finished) {
    dispatcher.dispatch(Action::WorkEnds(Job::Sorting));
    if matches!(finished.outcome, Outcome::Sorted { .. }) {
        dispatcher.dispatch(Action::Sorted(finished.order));
    } else {
        dispatcher.dispatch(Action::Sort(None));
        dispatcher.dispatch(Action::Say(texts.cannot_sort.to_owned()));
    }
}
