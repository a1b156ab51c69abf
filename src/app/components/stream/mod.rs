//! What both sides of a conversation said, in order, as text or as bytes.

mod assembly;
mod head;
mod row;

use std::rc::Rc;

use web_sys::{HtmlElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::request::{Reply, Request, StreamFacts, StreamLine},
    view::{scroll::walked, stream::StreamChoice},
};
use yew::prelude::*;

use self::assembly::{Assembly, use_follow};
use crate::{
    page::{Page, Room},
    state::{Action, Capture, Following},
    streams,
    use_engine::use_engine,
    virtual_rows::{VirtualRows, use_virtual_rows},
};

/// Lines are asked for in steps of so many.
const STEP: u64 = 64;

/// What drawing and handlers need.
#[derive(Clone)]
struct Lines {
    page: Page,
    choice: StreamChoice,
    following: Following,
    narrow: bool,
    rows: VirtualRows,
    /// How many there are.
    all: u64,
    /// The answer that holds some of them.
    reply: Option<Rc<Reply>>,
}

/// The view.
#[component]
pub fn Stream() -> Html {
    let page = use_context::<Page>();
    let room = page.as_ref().map_or(Room::Wide, |page| page.room);
    let narrow = matches!(room, Room::Phone | Room::Narrow);
    let choice = page.as_ref().map(|page| streams::chosen(&page.state));
    let following = page.as_ref().map(|page| page.state.following.clone()).unwrap_or_default();
    let assembly = use_follow(page.as_ref(), choice, narrow);
    let facts = following.facts.clone().filter(|facts| choice.is_some_and(|choice| choice.name == facts.name));
    let all = use_state_eq(|| 0_u64);
    let height = page.as_ref().map_or(20, Page::row_height);
    let rows = use_virtual_rows(*all, if room == Room::Phone { 28 } else { height });
    let there = choice.filter(|_| facts.is_some() && assembly == Assembly::Ended);
    let data = use_engine(there.map(|choice| request(choice, &rows, narrow)));
    let reply = data.reply().filter(|reply| matches!(&***reply, Reply::StreamLines(Some(_)))).cloned();
    let known = reply.as_ref().and_then(|reply| match &**reply {
        Reply::StreamLines(lines) => lines.as_ref().map(|lines| lines.all),
        _ => None,
    });
    use_effect_with(known, {
        let all = all.clone();
        move |known: &Option<u64>| all.set(known.unwrap_or(*all))
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
    let words = empty(&page, choice, assembly, facts.as_deref(), known);
    let active = rows.window.contains(&following.line).then(|| row::id(following.line));
    let lines = Lines { page: page.clone(), choice, following, narrow, rows: rows.clone(), all: *all, reply };
    html! {
        <section class="pane" aria-label={texts.title}>
            { head::tools(&page, choice, facts.as_deref()) }
            if let Some(facts) = &facts { { head::ends(texts, facts) } }
            <div class={classes!("stream-view", (room == Room::Phone).then_some("touch"))}>
                <div class="stream-rows" ref={rows.scroller()} role="grid" tabindex="0" data-pane="stream" aria-label={texts.title}
                    aria-rowcount={(*all).to_string()} aria-activedescendant={active}
                    onclick={lines.click()} ondblclick={lines.double_click()} onkeydown={lines.keys()}>
                    { rows.view(lines.draw()) }
                </div>
                if let Some(words) = words { <p class="stream-empty dim">{ words }</p> }
            </div>
        </section>
    }
}

/// The lines in view, in whole steps.
fn request(choice: StreamChoice, rows: &VirtualRows, narrow: bool) -> Request {
    let first = rows.window.start / STEP * STEP;
    let count = (rows.window.end.div_ceil(STEP) * STEP).saturating_sub(first).max(STEP);
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    Request::StreamLines { name: choice.name, layout: choice.layout(narrow), first, count }
}

/// What stands there instead of lines.
fn empty(
    page: &Page,
    choice: StreamChoice,
    assembly: Assembly,
    facts: Option<&StreamFacts>,
    all: Option<u64>,
) -> Option<String> {
    let texts = &page.texts.stream;
    let reading = page.state.capture.as_ref().is_some_and(Capture::reading);
    Some(match (facts, assembly) {
        _ if reading => texts.still_reading.to_owned(),
        (Some(_), _) if all == Some(0) => texts.nothing_said.to_owned(),
        (Some(_), _) => return None,
        (None, Assembly::UnderWay) => texts.working.to_owned(),
        (None, Assembly::Stopped) => texts.stopped.to_owned(),
        (None, Assembly::Ended) => (texts.no_such_stream)(&choice.title()),
    })
}

impl Lines {
    fn get(&self, place: u64) -> Option<&StreamLine> {
        let Some(Reply::StreamLines(Some(known))) = self.reply.as_deref() else { return None };
        known.lines.get(usize::try_from(place.checked_sub(known.first)?).ok()?)
    }

    fn draw(&self) -> Html {
        let places = self.rows.window.clone().filter(|place| *place < self.all);
        let drawn = places.map(|place| {
            let looks = row::Looks { place, selected: place == self.following.line, narrow: self.narrow };
            let before = place.checked_sub(1).and_then(|before| self.get(before));
            row::row(&self.page, self.choice, looks, (before, self.get(place)), &self.following.sought)
        });
        drawn.collect()
    }

    /// The packet that brought what the line begins with.
    fn packet(&self, place: u64) -> Option<u64> {
        self.get(place)?.packets.first().map(|packet| u64::from(*packet))
    }

    /// Shows the line's packet in the list.
    fn go(&self, place: u64) {
        if let Some(packet) = self.packet(place) {
            self.page.show_packet(packet);
        }
    }

    /// One is at this line now, and its packet is selected.
    fn select(&self, place: u64) {
        self.rows.reveal(place);
        self.page.state.dispatch(Action::Follow(Following { line: place, ..self.following.clone() }));
        if let Some(packet) = self.packet(place) {
            self.page.state.dispatch(Action::SelectPacket(packet));
        }
    }

    fn click(&self) -> Callback<MouseEvent> {
        let lines = self.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(place) = row::of_packet(&event) {
                lines.go(place);
            } else if let Some(place) = lines.rows.row_at(event.client_y()) {
                lines.select(place);
            }
        })
    }

    fn double_click(&self) -> Callback<MouseEvent> {
        let lines = self.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(place) = lines.rows.row_at(event.client_y()) {
                lines.go(place);
            }
        })
    }

    fn keys(&self) -> Callback<KeyboardEvent> {
        let lines = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let (here, last) = (lines.following.line, lines.all.saturating_sub(1));
            if event.key() == "Enter" {
                event.prevent_default();
                return lines.go(here);
            }
            let Some(to) = walked(&event.key(), Some(here), last, lines.rows.page) else { return };
            event.prevent_default();
            lines.select(to);
        })
    }
}
