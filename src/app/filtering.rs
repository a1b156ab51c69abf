//! Keeps the list true to the filter that was chosen: the engine asks the packets, the page shows what it finds.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use wirelight::{
    engine::{
        request::{Reply, Request, Settings, TimeFormat},
        tasks::{Outcome, Task},
    },
    view::{columns::Column, fragment::View, order::Order},
};
use yew::prelude::*;

use crate::{
    columns,
    commands::Command,
    components::context_menu::Place,
    copying,
    engine_client::{EngineClient, Finished, TaskTicket},
    page::{Page, Room},
    state::{Action, Job, Line, Overlay, Screen, State, Work},
    texts::Texts,
};

/// What is shown depends on this.
#[derive(Clone, PartialEq)]
struct Wish {
    /// Which capture, once it is read.
    capture: u32,
    filter: Option<String>,
    settings: Settings,
}

/// Filters as soon as the capture is read, and again when values read otherwise.
#[hook]
pub fn use_filtering(client: &Rc<EngineClient>, state: &UseReducerHandle<State>, settings: &Rc<Settings>) {
    let capture = state.capture.as_ref().filter(|capture| capture.finished() && capture.dead.is_none());
    let wish = capture.map(|capture| {
        let filter = state.chosen.filter.clone();
        let settings = filter.as_ref().map_or_else(Settings::default, |_| telling(settings));
        Wish { capture: capture.number, filter, settings }
    });
    // the capture that may show less than all
    let touched = use_mut_ref(|| None::<u32>);
    use_effect_with(wish, {
        let (client, dispatcher, texts) = (client.clone(), state.dispatcher(), Texts::of(state.language));
        let selected = state.selected;
        move |wish: &Option<Wish>| {
            let wanted = wish.as_ref().filter(|wish| wish.filter.is_some() || *touched.borrow() == Some(wish.capture));
            let ticket = wanted.and_then(|wish| {
                touched.replace(Some(wish.capture));
                start(&client, &dispatcher, texts, wish, selected)
            });
            move || {
                if ticket.is_some() {
                    dispatcher.dispatch(Action::WorkEnds(Job::Filtering));
                }
                drop(ticket);
            }
        }
    });
}

/// The settings that values depend on.
fn telling(settings: &Settings) -> Settings {
    Settings { columns: Vec::new(), time: TimeFormat::default(), ..settings.clone() }
}

fn start(
    client: &EngineClient,
    dispatcher: &UseReducerDispatcher<State>,
    texts: &'static Texts,
    wish: &Wish,
    selected: Option<u64>,
) -> Option<TaskTicket> {
    let started = js_sys::Date::now();
    let acting = dispatcher.clone();
    let stop = Callback::from(move |()| acting.dispatch(Action::Unfilter));
    let acting = dispatcher.clone();
    let on_progress = Callback::from(move |(done, of)| {
        acting.dispatch(Action::Work(Work { job: Job::Filtering, done, of, started, stop: stop.clone() }));
    });
    let acting = dispatcher.clone();
    let on_found = Callback::from(move |packets: Vec<u32>| {
        acting.dispatch(Action::Arrange { order: Order::narrowed(packets), whole: false });
    });
    let (acting, narrows) = (dispatcher.clone(), wish.filter.is_some());
    let on_done = Callback::from(move |finished| arrange(&acting, texts, narrows, finished));
    let text = wish.filter.clone().unwrap_or_default();
    client.start_finding(
        Task::Filter { text, selected, settings: wish.settings.clone() },
        on_found,
        on_progress,
        on_done,
    )
}

fn arrange(dispatcher: &UseReducerDispatcher<State>, texts: &Texts, narrows: bool, finished: Finished) {
    dispatcher.dispatch(Action::WorkEnds(Job::Filtering));
    let refused = match finished.outcome {
        Outcome::Filtered { .. } => {
            let order = match finished.order.is_empty() {
                _ if narrows => Order::narrowed(finished.order),
                true => Order::default(),
                false => Order::sorted(finished.order),
            };
            return dispatcher.dispatch(Action::Arrange { order, whole: true });
        }
        Outcome::Mistaken(mistake) => (texts.filters.what)(&mistake.what),
        _ => texts.filters.stopped.to_owned(),
    };
    if narrows {
        dispatcher.dispatch(Action::Unfilter);
    }
    dispatcher.dispatch(Action::Say(refused));
}

/// Shows the packets of which a filter is true, or all; the browser's Back returns. One that is not understood is left
/// in the box, which says why.
pub fn apply(page: &Page, text: &str) {
    let text = text.trim().to_owned();
    let applying = page.clone();
    page.ask(Request::Understand { text: text.clone() }, move |reply| {
        let page = &applying;
        if !matches!(reply, Reply::Understood(Ok(_))) {
            page.state.dispatch(Action::DraftFilter(text.clone()));
            return page.host.focus(BOX);
        }
        if page.state.chosen.view == View::Packets {
            page.host.add_entry(&page.state.fragment().text());
        }
        page.show(View::Packets);
        if page.room == Room::Phone {
            page.state.dispatch(Action::Go(Screen::List));
        }
        remember(page, &text);
        page.state.dispatch(Action::Filter(Some(text.clone()).filter(|text| !text.is_empty())));
    });
}

/// Filters that were used before, the latest first.
pub fn used_before(page: &Page) -> Vec<String> {
    let kept = page.host.kept_text(KEPT).unwrap_or_default();
    kept.lines().map(str::to_owned).collect()
}

fn remember(page: &Page, text: &str) {
    if text.is_empty() || text.contains('\n') {
        return;
    }
    let mut all = used_before(page);
    all.retain(|other| other != text);
    all.insert(0, text.to_owned());
    all.truncate(REMEMBERED);
    page.host.keep_text(KEPT, &all.join("\n"));
}

/// Filters that are remembered, and where.
const REMEMBERED: usize = 20;
const KEPT: &str = "filters";

/// Where the filter is written.
pub const BOX: &str = ".filter-box input";

/// Whether there is a field or a cell to make a filter of.
pub fn is_pointed(state: &State) -> bool {
    cell(state).is_some() || matches!(state.line, Some(Line::Field(_)))
}

/// The column of the cell whose menu is open.
pub fn cell(state: &State) -> Option<usize> {
    match state.overlay {
        Some(Overlay::Context(Place::Cell(column), _)) => Some(column),
        _ => None,
    }
}

/// Makes a filter of the selected field, alone or together with the one in use.
pub fn apply_field(page: &Page, command: Command) {
    let page = page.clone();
    spawn_local(async move {
        if let Some(test) = copying::field_filter(&page).await {
            combine(&page, command, test);
        }
    });
}

/// The same of what the selected packet has in a column.
pub fn apply_cell(page: &Page, command: Command, column: usize) {
    let page = page.clone();
    spawn_local(async move {
        let columns = columns::shown(&page);
        let column = columns.all().get(column).unwrap_or(&Column::Info);
        if let Some(test) = copying::cell_filter(&page, column).await {
            combine(&page, command, test);
        }
    });
}

/// Applies `test`, or together with the filter in use, as the command says.
pub fn combine(page: &Page, command: Command, test: String) {
    use Command::{AndFilter, AndNotFilter, ExcludeFilter, OrFilter, OrNotFilter};
    let negated = matches!(command, ExcludeFilter | AndNotFilter | OrNotFilter);
    let test = if negated { ["!(", &test, ")"].concat() } else { test };
    let joint = match command {
        AndFilter | AndNotFilter => " && ",
        OrFilter | OrNotFilter => " || ",
        _ => return apply(page, &test),
    };
    let Some(text) = page.state.chosen.filter.clone() else { return apply(page, &test) };
    let acting = page.clone();
    page.ask(Request::Understand { text }, move |reply| {
        if let Reply::Understood(Ok(said)) = reply {
            let other = if negated { test.clone() } else { ["(", &test, ")"].concat() };
            apply(&acting, &["(", &said.display, ")", joint, &other].concat());
        }
    });
}
