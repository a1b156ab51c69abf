//! The sequence ladder: a lane for each end, an arrow for each packet, the states of both sides at the edges.

mod drawn;
mod made;
mod tools;

use std::rc::Rc;

use web_sys::{KeyboardEvent, MouseEvent};
use wirelight::{
    engine::request::{Reply, Request, Settings},
    view::{
        amounts,
        ladder::{Sheet, UNIT, svg::pixels},
    },
};
use yew::prelude::*;

pub use self::{drawn::words, made::Ladder};
use self::{
    drawn::{head, rung},
    made::{use_choice, use_ladder},
    tools::{legend, tools},
};
use super::layer_tree::LayerTree;
use crate::{
    page::{Page, Room},
    state::{Action, Capture, State},
    use_engine::use_engine,
    use_width::use_width,
    virtual_rows::{VirtualRows, style, use_focus, use_virtual_rows},
};

/// Rungs are asked for in steps of so many.
const STEP: usize = 32;
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
    use_focus(&rows);
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
        <svg class="ladder-sheet" role="presentation" width={pixels(sheet.width())} height={height.to_string()}>
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
