//! The sequence ladder: a lane for each end, an arrow for each packet, the states of both sides at the edges.

mod drawn;
mod tools;

use std::rc::Rc;

use web_sys::{HtmlElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::{
        ladder::{LadderChoice, LadderFacts, Ladders},
        request::{Reply, Request, Settings},
        tasks::{Outcome, Task},
    },
    view::{
        amounts,
        ladder::{Sheet, UNIT},
    },
};
use yew::prelude::*;

pub use self::drawn::words;
use self::{
    drawn::{head, rung},
    tools::{legend, tools},
};
use super::layer_tree::LayerTree;
use crate::{
    page::{Page, Room},
    state::{Action, Capture, State},
    use_engine::use_engine,
    use_width::use_width,
    virtual_rows::{VirtualRows, style, use_virtual_rows},
};

/// Rungs are asked for in steps of so many.
const STEP: usize = 32;
/// No packet stands there.
const NONE: u32 = u32::MAX;

/// A ladder that was made.
#[derive(Clone, PartialEq)]
pub struct Ladder {
    /// Of which capture, and of what.
    made: (u32, LadderChoice),
    /// The whole.
    pub facts: LadderFacts,
    /// Where each rung begins, and its packet: two numbers a rung.
    places: Rc<Vec<u32>>,
}

impl Ladder {
    fn at(&self, rung: usize) -> u32 {
        self.places.get(rung * 2).copied().unwrap_or(self.facts.height)
    }

    fn packet(&self, rung: usize) -> Option<u32> {
        self.places.get(rung * 2 + 1).copied().filter(|packet| *packet != NONE)
    }

    fn len(&self) -> usize {
        self.places.len() / 2
    }

    /// The last rung that begins at a unit or above it.
    fn rung_at(&self, unit: u32) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.at(middle) <= unit { low = middle + 1 } else { high = middle }
        }
        low.saturating_sub(1)
    }

    fn rung_of(&self, packet: u32) -> Option<usize> {
        self.places.chunks_exact(2).position(|rung| rung.get(1) == Some(&packet))
    }
}

/// The settings that rungs depend on.
pub fn settings(page: &Page) -> Settings {
    let Settings { time, zone, zone_name, references, .. } = (*page.settings).clone();
    Settings { time, zone, zone_name, references, ..Settings::default() }
}

/// The view.
#[component]
pub fn Flow() -> Html {
    let page = use_context::<Page>();
    let wide = use_node_ref();
    let width = use_width(&wide);
    let choice = use_choice(page.as_ref());
    let ladder = use_ladder(page.as_ref(), choice);
    let height = ladder.as_ref().map_or(0, |ladder| ladder.facts.height);
    let rows = use_virtual_rows(height.into(), UNIT);
    let seen = ladder.as_ref().map(|ladder| seen(ladder, &rows)).unwrap_or_default();
    let asked = page.as_ref().filter(|_| !seen.is_empty()).map(|page| {
        let (first, end) = (seen.start / STEP * STEP, seen.end.div_ceil(STEP) * STEP);
        Request::Rungs { first: first as u32, count: (end - first) as u32, settings: settings(page) }
    });
    let data = use_engine(asked);
    let selected = page.as_ref().and_then(|page| page.state.selected).and_then(|packet| u32::try_from(packet).ok());
    use_reveal(ladder.as_ref(), &rows, selected);
    let sheet = Sheet::new(ladder.as_ref().map_or(2, |ladder| ladder.facts.lanes.len()), width);
    use_effect_with(sheet.width().round() as u32, {
        let wide = wide.clone();
        move |width: &u32| style(&wide, "--ladder", &format!("{width}px"))
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
    let texts = &page.texts.flow;
    let known = match data.reply().map(|reply| &**reply) {
        Some(Reply::Rungs { rungs, .. }) => rungs.as_slice(),
        _ => &[],
    };
    let top = rows.window.start * u64::from(UNIT);
    let shown =
        known.iter().filter(|known| ladder.as_ref().is_some_and(|ladder| seen.contains(&ladder.rung_at(known.at))));
    let drawn = shown.map(|known| rung(&page, known, &sheet, ladder.as_deref(), top, selected == Some(known.packet)));
    let height = (rows.window.end - rows.window.start) as u32 * UNIT;
    let drawn = html! {
        <svg class="ladder-sheet" role="presentation" width={sheet.width().to_string()} height={height.to_string()}>
            { drawn::lanes(ladder.as_deref(), &sheet, height) }
            { for drawn }
        </svg>
    };
    let read = page.state.capture.as_ref().is_some_and(Capture::finished);
    let empty = match &ladder {
        None if read => Some(texts.drawing),
        None => Some(texts.still_reading),
        Some(ladder) if ladder.len() == 0 => Some(texts.nothing),
        Some(_) => None,
    };
    let active = ladder.as_ref().zip(selected).filter(|(_, packet)| known.iter().any(|rung| rung.packet == *packet));
    html! {
        <section class="pane flow" aria-label={texts.flow}>
            { tools(&page, ladder.as_deref()) }
            <div class="flow-and-layers">
                <div class="ladder" ref={wide}>
                    if let Some(ladder) = &ladder { { head(&page, ladder, &sheet) } }
                    <div class="ladder-rows" ref={rows.scroller()} role="listbox" tabindex="0" data-pane="flow" aria-label={texts.flow}
                        aria-activedescendant={active.map(|(_, packet)| drawn::id(packet))}
                        onclick={on_click(&page, ladder.as_ref(), &rows)} ondblclick={on_double_click(&page)}
                        onkeydown={on_key(&page, ladder.as_ref(), &rows)}>
                        { rows.view(drawn) }
                    </div>
                    if let Some(words) = empty { <p class="table-empty dim">{ words }</p> }
                </div>
                if page.room == Room::Widest && ladder.is_some() { <Layers /> }
            </div>
            { legend(&page, ladder.as_deref()) }
        </section>
    }
}

/// The layers of the selected packet, where there is room beside the ladder.
#[component]
fn Layers() -> Html {
    let page = use_context::<Page>();
    let asked = page
        .as_ref()
        .and_then(|page| Some(Request::Packet { packet: page.state.selected?, settings: (*page.settings).clone() }));
    let data = use_engine(asked);
    let packet = match data.reply().map(|reply| &**reply) {
        Some(Reply::Packet(Some(packet))) => Some(Rc::new((**packet).clone())),
        _ => None,
    };
    let label = page.map(|page| page.texts.layers);
    html! { <section class="pane layers-pane flow-layers" aria-label={label}><LayerTree {packet} /></section> }
}

/// The rungs in view.
fn seen(ladder: &Ladder, rows: &VirtualRows) -> std::ops::Range<usize> {
    if ladder.len() == 0 {
        return 0..0;
    }
    let unit = |row: u64| u32::try_from(row).unwrap_or(u32::MAX);
    ladder.rung_at(unit(rows.window.start))..(ladder.rung_at(unit(rows.window.end)) + 1).min(ladder.len())
}

/// What is to be drawn: what the link says, else the stream of the selected packet.
#[hook]
fn use_choice(page: Option<&Page>) -> Option<LadderChoice> {
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
fn use_ladder(page: Option<&Page>, choice: Option<LadderChoice>) -> Option<Rc<Ladder>> {
    let number = page.and_then(|page| page.state.capture.as_ref()).map(|capture| capture.number);
    let wanted = number.zip(choice);
    use_effect_with(wanted.clone(), {
        let page = page.cloned();
        move |wanted: &Option<(u32, LadderChoice)>| {
            let ticket = page.zip(wanted.clone()).and_then(|(page, made)| {
                let state = page.state.dispatcher();
                let task = Task::Climb(made.1.clone());
                let on_done = Callback::from(move |finished: crate::engine_client::Finished| {
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

/// Scrolls to the selected packet when it becomes another, or stands elsewhere.
#[hook]
fn use_reveal(ladder: Option<&Rc<Ladder>>, rows: &VirtualRows, selected: Option<u32>) {
    let made = ladder.map(|ladder| ladder.made.clone());
    use_effect_with((selected, made), {
        let (rows, ladder) = (rows.clone(), ladder.cloned());
        move |(selected, _): &(Option<u32>, _)| {
            let rung =
                ladder.as_ref().zip(*selected).and_then(|(ladder, packet)| Some((ladder, ladder.rung_of(packet)?)));
            if let Some((ladder, rung)) = rung {
                rows.reveal(ladder.at(rung + 1).saturating_sub(1).max(ladder.at(rung)).into());
                rows.reveal(ladder.at(rung).into());
            }
        }
    });
}

fn on_click(page: &Page, ladder: Option<&Rc<Ladder>>, rows: &VirtualRows) -> Callback<MouseEvent> {
    let (page, ladder, rows) = (page.clone(), ladder.cloned(), rows.clone());
    Callback::from(move |event: MouseEvent| {
        let unit = rows.row_at(event.client_y()).and_then(|row| u32::try_from(row).ok());
        let packet = ladder.as_ref().zip(unit).and_then(|(ladder, unit)| ladder.packet(ladder.rung_at(unit)));
        if let Some(packet) = packet {
            page.state.dispatch(Action::SelectPacket(packet.into()));
        }
    })
}

fn on_double_click(page: &Page) -> Callback<MouseEvent> {
    let page = page.clone();
    Callback::from(move |_| to_list(&page))
}

/// Shows the selected packet in the list.
fn to_list(page: &Page) {
    if let Some(packet) = page.state.selected {
        page.show_packet(packet);
    }
}

fn on_key(page: &Page, ladder: Option<&Rc<Ladder>>, rows: &VirtualRows) -> Callback<KeyboardEvent> {
    let (page, ladder, rows) = (page.clone(), ladder.cloned(), rows.clone());
    Callback::from(move |event: KeyboardEvent| {
        let Some(ladder) = ladder.as_ref().filter(|_| !event.ctrl_key() && !event.meta_key() && !event.alt_key())
        else {
            return;
        };
        let here = page.state.selected.and_then(|packet| ladder.rung_of(u32::try_from(packet).ok()?));
        let screen = (rows.page / 3).max(1) as usize;
        let mut packets = (0..ladder.len()).filter(|rung| ladder.packet(*rung).is_some());
        let to = match (event.key().as_str(), here) {
            ("Enter", _) => {
                event.prevent_default();
                return to_list(&page);
            }
            ("Home", _) => packets.next(),
            ("End", _) => packets.next_back(),
            ("ArrowDown", None) => packets.next(),
            ("ArrowDown", Some(here)) => packets.find(|rung| *rung > here),
            ("ArrowUp", Some(here)) => packets.rev().find(|rung| *rung < here),
            ("PageDown", Some(here)) => packets.find(|rung| *rung >= here + screen).or(Some(here)),
            ("PageUp", Some(here)) => packets.rev().find(|rung| *rung + screen <= here).or(Some(here)),
            _ => return,
        };
        event.prevent_default();
        if let Some(packet) = to.and_then(|rung| ladder.packet(rung)) {
            page.state.dispatch(Action::SelectPacket(packet.into()));
        }
    })
}

/// How many packets are drawn and how many are not.
fn counts(page: &Page, ladder: &Ladder) -> String {
    let drawn = (0..ladder.len()).filter(|rung| ladder.packet(*rung).is_some()).count();
    (page.texts.flow.drawn)(&amounts::thousands(drawn as u64), &amounts::thousands(ladder.facts.folded))
}

/// The choice as the state has it.
fn chosen(state: &State) -> wirelight::view::ladder::choice::FlowChoice {
    state.chosen.flow.clone().unwrap_or_default()
}
