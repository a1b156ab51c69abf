//! Who talked to whom: conversations or their ends as a table that can be sorted by every column.

mod head;
mod row;

use web_sys::{HtmlElement, HtmlSelectElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::{
        request::{Kind, Reply, Request, Settings, StreamName, Table, TableRow},
        tasks::Task,
    },
    index::flows::Transport,
    view::{
        fragment::NameChoice,
        stream::StreamChoice,
        tables::{KINDS, TableChoice, columns},
    },
};
use yew::prelude::*;

use self::{head::Head, row::row};
use super::{
    icon::icon,
    views::{choice, tool_row},
};
use crate::{
    commands::Command,
    page::{Page, Room},
    state::{Action, Capture, Job, State, Work},
    streams,
    use_engine::{Data, use_engine},
    virtual_rows::use_virtual_rows,
};

/// Rows are asked for in steps of so many.
const STEP: u64 = 64;

/// The table that is chosen.
pub fn chosen(state: &State) -> TableChoice {
    state.chosen.table.unwrap_or_default()
}

/// Which names are shown, and nothing else that a table does not depend on.
fn names(choice: NameChoice) -> Settings {
    let NameChoice { mac, network, transport } = choice;
    Settings { mac_names: mac, network_names: network, transport_names: transport, ..Settings::default() }
}

/// A question for some rows of the table that is chosen.
pub fn request(state: &State, first: u32, count: u32) -> Request {
    let TableChoice { table, by, descending } = chosen(state);
    Request::Conversations { table, by, descending, first, count, settings: names(state.chosen.names) }
}

/// The view.
#[component]
pub fn Conversations() -> Html {
    let page = use_context::<Page>();
    let all = use_state_eq(|| 0_u32);
    let selected = use_state_eq(|| 0_u64);
    let phone = page.as_ref().is_some_and(|page| page.room == Room::Phone);
    let height = page.as_ref().map_or(20, Page::row_height);
    let rows = use_virtual_rows((*all).into(), if phone { 64 } else { height });
    let read = page.as_ref().and_then(|page| page.state.capture.as_ref()).is_some_and(Capture::finished);
    let first = rows.window.start / STEP * STEP;
    let count = (rows.window.end.div_ceil(STEP) * STEP).saturating_sub(first).max(STEP);
    let asked = page.as_ref().filter(|_| read).map(|page| request(&page.state, first as u32, count as u32));
    let data = use_engine(asked);
    let (counted, known) = match data.reply().map(|reply| &**reply) {
        Some(Reply::Conversations { all, first, rows }) => (*all, Some((*first, rows))),
        _ => (None, None),
    };
    let is_fresh = matches!(data, Data::Fresh(_));
    let missing = is_fresh && counted.is_none();
    let stopped = use_count(page.as_ref(), missing);
    use_effect_with(counted, {
        let all = all.clone();
        move |counted: &Option<u32>| all.set(counted.unwrap_or(0))
    });
    let choice = page.as_ref().map(|page| chosen(&page.state)).unwrap_or_default();
    use_effect_with(choice, {
        let (rows, selected) = (rows.clone(), selected.clone());
        move |_: &TableChoice| {
            selected.set(0);
            rows.go_to_depth(0.0);
        }
    });
    use_effect_with((), {
        let scroller = rows.scroller();
        move |()| {
            if let Some(scroller) = scroller.cast::<HtmlElement>() {
                let _ = scroller.focus();
            }
        }
    });
    let Some(page) = page else { return Html::default() };
    let texts = &page.texts.beside;
    let known_row = |place: u64| {
        let (first, rows) = known?;
        rows.get(usize::try_from(place.checked_sub(first.into())?).ok()?)
    };
    let open = {
        let rows: Vec<(u64, u32)> = known
            .iter()
            .flat_map(|(first, rows)| (u64::from(*first)..).zip(rows.iter().map(|row| row.first)))
            .collect();
        let page = page.clone();
        Callback::from(move |place: u64| {
            if let Some((_, packet)) = rows.iter().find(|(at, _)| *at == place) {
                page.show_packet(u64::from(*packet));
            }
        })
    };
    // the number of a stream leads to what was said in it, that of a packet to the packet
    let linked = {
        let streams: Vec<(u64, Option<u32>)> = known
            .iter()
            .flat_map(|(first, rows)| (u64::from(*first)..).zip(rows.iter().map(|row| row.stream)))
            .collect();
        let transport = if choice.table.kind == Kind::Udp { Transport::Udp } else { Transport::Tcp };
        let (page, open) = (page.clone(), open.clone());
        Callback::from(move |place: u64| {
            let stream = streams.iter().find(|(at, _)| *at == place).and_then(|(_, number)| *number);
            match stream {
                Some(number) => streams::open(&page, StreamChoice::of(StreamName { transport, number })),
                None => open.emit(place),
            }
        })
    };
    let drawn = rows.window.clone().map(|place| {
        let known: Option<&TableRow> = known_row(place);
        let looks = row::Looks { place, selected: place == *selected, phone };
        row(page.texts, choice.table, looks, known, &linked)
    });
    let drawn = rows.view(drawn.collect());
    let onclick = {
        let (rows, selected, page, open) = (rows.clone(), selected.clone(), page.clone(), open.clone());
        move |event: MouseEvent| {
            if let Some(place) = rows.row_at(event.client_y()) {
                selected.set(place);
                if page.room == Room::Phone {
                    open.emit(place);
                }
            }
        }
    };
    let ondblclick = {
        let (rows, open) = (rows.clone(), open.clone());
        move |event: MouseEvent| {
            if let Some(place) = rows.row_at(event.client_y()) {
                open.emit(place);
            }
        }
    };
    let onkeydown = {
        let (rows, selected, open, last) = (rows.clone(), selected.clone(), open.clone(), (*all).saturating_sub(1));
        move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let here = *selected;
            let to = match event.key().as_str() {
                "ArrowDown" => here + 1,
                "ArrowUp" => here.saturating_sub(1),
                "PageDown" => here + rows.page,
                "PageUp" => here.saturating_sub(rows.page),
                "Home" => 0,
                "End" => last.into(),
                "Enter" => {
                    event.prevent_default();
                    return open.emit(here);
                }
                _ => return,
            };
            event.prevent_default();
            let to = to.min(last.into());
            selected.set(to);
            rows.reveal(to);
        }
    };
    let empty = match (read, counted) {
        (false, _) => Some(texts.still_reading.to_owned()),
        (true, None) if stopped => Some(texts.not_counted.to_owned()),
        (true, None) => Some(texts.counting.to_owned()),
        (true, Some(0)) => Some((texts.no_conversations)(name_of(choice.table.kind))),
        _ => None,
    };
    let active = (!phone && rows.window.contains(&*selected)).then(|| row::id(*selected));
    html! {
        <section class="pane" aria-label={texts.conversations}>
            { tools(&page, choice, counted) }
            <div class={classes!("table-view", phone.then_some("touch"))} data-table={choice.name()}>
                <div class="table-wide">
                    if !phone { <Head {choice} /> }
                    <div class="table-rows" ref={rows.scroller()} role="grid" tabindex="0" data-pane="table"
                        aria-label={texts.conversations} aria-rowcount={(*all + u32::from(!phone)).to_string()}
                        aria-colcount={columns(choice.table).count().to_string()} aria-owns={(!phone).then_some(head::ID)}
                        aria-activedescendant={active} {onclick} {ondblclick} {onkeydown}>
                        { drawn }
                    </div>
                </div>
                if let Some(words) = empty { <p class="table-empty dim">{ words }</p> }
            </div>
        </section>
    }
}

/// What a kind is called, in every language.
pub fn name_of(kind: Kind) -> &'static str {
    KINDS.into_iter().find(|(known, ..)| *known == kind).map_or("", |(.., name)| name)
}

/// Counts the conversations of the kind that is chosen while they are missing; whether the person stopped that.
#[hook]
fn use_count(page: Option<&Page>, missing: bool) -> bool {
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
                let held = std::rc::Rc::new(std::cell::RefCell::new(None));
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

/// What the table is of, its order on a phone, and what can be done with it.
fn tools(page: &Page, chosen: TableChoice, counted: Option<u32>) -> Html {
    let texts = &page.texts.beside;
    let Table { kind, endpoints } = chosen.table;
    let of = |table: Table| page.act(move |_: MouseEvent| Action::Table(chosen.of(table)));
    let count = counted.filter(|_| !endpoints).map(|count| wirelight::view::amounts::thousands(count.into()));
    tool_row(html! {
        <>
            <span class="choices" role="group" aria-label={texts.kinds}>
                { for KINDS.into_iter().map(|(one, _, name)| {
                    let count = count.as_ref().filter(|_| one == kind).map(|count| html! { <span class="count">{ count }</span> });
                    choice(html! { <>{ name }{ count }</> }, one == kind, of(Table { kind: one, endpoints }))
                }) }
            </span>
            <span class="choices" role="group" aria-label={texts.pairs_or_ends}>
                { choice(html! { texts.conversations }, !endpoints, of(Table { kind, endpoints: false })) }
                { choice(html! { texts.endpoints }, endpoints, of(Table { kind, endpoints: true })) }
            </span>
            if page.room == Room::Phone { { order(page, chosen) } }
            <span class="grow"></span>
            <button class="button" disabled={counted.unwrap_or(0) == 0} onclick={page.doing::<MouseEvent>(Command::CopyTable)}>
                { icon("copy", "") }{ "CSV" }
            </button>
        </>
    })
}

/// What a phone sorts by: it has no heads to touch.
fn order(page: &Page, chosen: TableChoice) -> Html {
    let texts = &page.texts.beside;
    let onchange = {
        let page = page.clone();
        move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            let by =
                select.and_then(|select| columns(chosen.table).nth(usize::try_from(select.selected_index()).ok()?));
            if let Some(by) = by {
                page.state.dispatch(Action::Table(chosen.sorted_by(by)));
            }
        }
    };
    html! {
        <select class="table-order" aria-label={texts.sort_by} {onchange}>
            { for columns(chosen.table).map(|by| {
                html! { <option selected={by == chosen.by}>{ (texts.column)(by, chosen.table) }</option> }
            }) }
        </select>
    }
}
