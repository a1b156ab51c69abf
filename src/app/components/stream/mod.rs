//! What both sides of a conversation said, in order, as text or as bytes.

mod head;
mod row;

use std::rc::Rc;

use web_sys::{HtmlElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::{
        request::{Reply, Request, StreamFacts, StreamLine},
        tasks::{Outcome, Task},
    },
    view::stream::StreamChoice,
};
use yew::prelude::*;

use crate::{
    page::{Page, Room},
    state::{Action, Capture, Following, Job, Work},
    streams,
    use_engine::use_engine,
    virtual_rows::use_virtual_rows,
};

/// Lines are asked for in steps of so many.
const STEP: u64 = 64;

/// The view.
#[component]
pub fn Stream() -> Html {
    let page = use_context::<Page>();
    let phone = page.as_ref().is_some_and(|page| page.room == Room::Phone);
    let narrow = page.as_ref().is_some_and(|page| matches!(page.room, Room::Phone | Room::Narrow));
    let choice = page.as_ref().map(|page| streams::chosen(&page.state));
    let following = page.as_ref().map(|page| page.state.following.clone()).unwrap_or_default();
    let work = use_follow(page.as_ref(), choice, narrow);
    let facts = following.facts.clone().filter(|facts| choice.is_some_and(|choice| choice.name == facts.name));
    let all = use_state_eq(|| 0_u64);
    let height = page.as_ref().map_or(20, Page::row_height);
    let rows = use_virtual_rows(*all, if phone { 28 } else { height });
    let first = rows.window.start / STEP * STEP;
    let count = (rows.window.end.div_ceil(STEP) * STEP).saturating_sub(first).max(STEP);
    let request = choice.filter(|_| facts.is_some() && work == Assembly::Ended).map(|choice| Request::StreamLines {
        name: choice.name,
        layout: choice.layout(narrow),
        first,
        count: u32::try_from(count).unwrap_or(u32::MAX),
    });
    let data = use_engine(request);
    let lines: Option<(u64, u64, &[StreamLine])> = match data.reply().map(|reply| &**reply) {
        Some(Reply::StreamLines(Some((all, lines)))) => Some((*all, first, lines)),
        _ => None,
    };
    use_effect_with(lines.map(|(all, ..)| all), {
        let all = all.clone();
        move |known: &Option<u64>| {
            if let Some(known) = known {
                all.set(*known);
            }
        }
    });
    use_effect_with((following.moves, *all), {
        let (rows, line) = (rows.clone(), following.line);
        move |_: &(u32, u64)| rows.reveal(line)
    });
    use_effect_with((), {
        let scroller = rows.scroller();
        move |()| {
            if let Some(scroller) = scroller.cast::<HtmlElement>() {
                let _ = scroller.focus();
            }
        }
    });
    let (Some(page), Some(choice)) = (page, choice) else { return Html::default() };
    let texts = &page.texts.stream;
    let line_at = |place: u64| {
        let (_, first, lines) = lines?;
        lines.get(usize::try_from(place.checked_sub(first)?).ok()?)
    };
    let packet_at = {
        let known: Rc<Vec<(u64, u32)>> = Rc::new(lines.map_or_else(Vec::new, |(_, first, lines)| {
            let packets = lines.iter().map(|line| line.packets.first().copied().unwrap_or(0));
            (first..).zip(packets).collect()
        }));
        move |place: u64| known.iter().find(|(at, _)| *at == place).map(|(_, packet)| u64::from(*packet))
    };
    let drawn = rows.window.clone().filter(|place| *place < *all).map(|place| {
        let looks = row::Looks { place, selected: place == following.line, narrow };
        let before = place.checked_sub(1).and_then(line_at);
        row::row(&page, choice, looks, (before, line_at(place)), &following.sought)
    });
    let drawn = rows.view(drawn.collect());
    let go = {
        let (page, packet_at) = (page.clone(), packet_at.clone());
        Callback::from(move |place: u64| {
            if let Some(packet) = packet_at(place) {
                page.show_packet(packet);
            }
        })
    };
    let select = {
        let (page, rows) = (page.clone(), rows.clone());
        Callback::from(move |place: u64| {
            rows.reveal(place);
            let following = page.state.following.clone();
            page.state.dispatch(Action::Follow(Following { line: place, ..following }));
            if let Some(packet) = packet_at(place) {
                page.state.dispatch(Action::SelectPacket(packet));
            }
        })
    };
    let onclick = {
        let (rows, select, go) = (rows.clone(), select.clone(), go.clone());
        move |event: MouseEvent| {
            if let Some(place) = row::of_packet(&event) {
                go.emit(place);
            } else if let Some(place) = rows.row_at(event.client_y()) {
                select.emit(place);
            }
        }
    };
    let ondblclick = {
        let (rows, go) = (rows.clone(), go.clone());
        move |event: MouseEvent| {
            if let Some(place) = rows.row_at(event.client_y()) {
                go.emit(place);
            }
        }
    };
    let onkeydown = {
        let (here, page_rows, last) = (following.line, rows.page, (*all).saturating_sub(1));
        move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let to = match event.key().as_str() {
                "ArrowDown" => here + 1,
                "ArrowUp" => here.saturating_sub(1),
                "PageDown" => here + page_rows,
                "PageUp" => here.saturating_sub(page_rows),
                "Home" => 0,
                "End" => last,
                "Enter" => {
                    event.prevent_default();
                    return go.emit(here);
                }
                _ => return,
            };
            event.prevent_default();
            select.emit(to.min(last));
        }
    };
    let reading = page.state.capture.as_ref().is_some_and(Capture::reading);
    let empty = match (&facts, lines) {
        _ if reading => Some(texts.still_reading.to_owned()),
        (Some(_), Some((0, ..))) => Some(texts.nothing_said.to_owned()),
        (Some(_), _) => None,
        (None, _) if work == Assembly::UnderWay => Some(texts.working.to_owned()),
        (None, _) if work == Assembly::Stopped => Some(texts.stopped.to_owned()),
        (None, _) => Some((texts.no_such_stream)(&choice.title())),
    };
    let active = rows.window.contains(&following.line).then(|| row::id(following.line));
    html! {
        <section class="pane" aria-label={texts.title}>
            { head::tools(&page, choice, facts.as_deref()) }
            if let Some(facts) = &facts { { head::ends(texts, facts) } }
            <div class={classes!("stream-view", phone.then_some("touch"))}>
                <div class="stream-rows" ref={rows.scroller()} role="grid" tabindex="0" data-pane="stream" aria-label={texts.title}
                    aria-rowcount={(*all).to_string()} aria-activedescendant={active} {onclick} {ondblclick} {onkeydown}>
                    { drawn }
                </div>
                if let Some(words) = empty { <p class="stream-empty dim">{ words }</p> }
            </div>
        </section>
    }
}

/// How far it is with putting the stream together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Assembly {
    UnderWay,
    Ended,
    /// The person did not want to wait.
    Stopped,
}

/// Puts the stream together and lays it out, again whenever another one is chosen or another form.
#[hook]
fn use_follow(page: Option<&Page>, choice: Option<StreamChoice>, narrow: bool) -> Assembly {
    let working = use_state_eq(|| Assembly::UnderWay);
    let read = page.and_then(|page| page.state.capture.as_ref()).filter(|capture| capture.finished());
    let number = read.map(|capture| capture.number);
    let wanted = choice.map(|choice| (choice.name, choice.layout(narrow)));
    use_effect_with((number, wanted), {
        let (page, working) = (page.cloned(), working.clone());
        move |(number, wanted): &(Option<u32>, Option<_>)| {
            let started = page.zip(wanted.filter(|_| number.is_some())).map(|(page, (name, layout))| {
                working.set(Assembly::UnderWay);
                page.state.dispatch(Action::Follow(page.state.following.laid_out_anew()));
                let state = page.state.dispatcher();
                let begun = js_sys::Date::now();
                let held = Rc::new(std::cell::RefCell::new(None));
                let stop = Callback::from({
                    let (state, held, working) = (state.clone(), held.clone(), working.clone());
                    move |()| {
                        drop(held.take());
                        working.set(Assembly::Stopped);
                        state.dispatch(Action::Followed(None));
                        state.dispatch(Action::WorkEnds(Job::Following));
                    }
                });
                let on_progress = Callback::from({
                    let state = state.clone();
                    move |(done, of)| {
                        let work = Work { job: Job::Following, done, of, started: begun, stop: stop.clone() };
                        state.dispatch(Action::Work(work));
                    }
                });
                let on_done = Callback::from({
                    let state = state.clone();
                    move |finished: crate::engine_client::Finished| {
                        let facts: Option<Rc<StreamFacts>> = match finished.outcome {
                            Outcome::Followed(facts) => facts.map(|facts| Rc::new(*facts)),
                            _ => None,
                        };
                        state.dispatch(Action::WorkEnds(Job::Following));
                        state.dispatch(Action::Followed(facts));
                        working.set(Assembly::Ended);
                    }
                });
                let task = Task::Follow { name, layout: Some(layout) };
                held.replace(page.client.start(task, on_progress, on_done));
                (held, state)
            });
            move || {
                if let Some((held, state)) = started {
                    drop(held.take());
                    state.dispatch(Action::WorkEnds(Job::Following));
                }
            }
        }
    });
    *working
}
