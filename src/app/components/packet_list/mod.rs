//! The packet list: seven columns, as many rows as there are packets, only those in view drawn.

use web_sys::{HtmlElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::request::{Family, Reply, Request, Row, Settings},
    view::info::{self, Part},
};
use yew::prelude::*;

use super::icon::{family_key, family_mark};
use crate::{
    page::{Page, Room},
    state::{Action, Screen},
    use_engine::use_engine,
    virtual_rows::{VirtualRows, style, use_virtual_rows},
};

/// Rows are asked for in steps of so many, so that scrolling a little asks for nothing.
const STEP: u64 = 32;

/// Characters that the columns need, from the rows seen so far; they only grow, so that nothing jumps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Widths {
    number: usize,
    time: usize,
    address: usize,
    protocol: usize,
    length: usize,
}

/// The list.
#[component]
pub fn PacketList() -> Html {
    let page = use_context::<Page>();
    let packets = page.as_ref().map_or(0, |page| page.state.packets());
    let phone = page.as_ref().is_some_and(|page| page.room == Room::Phone);
    let height = page.as_ref().map_or(20, Page::row_height);
    let rows = use_virtual_rows(packets, if phone { 56 } else { height });
    let settings = page.as_ref().map(|page| page.settings.clone()).unwrap_or_default();
    let data = use_engine(request(&rows, packets, &settings));
    let grid = use_node_ref();
    let widths = use_mut_ref(|| Widths { number: 4, time: 8, address: 15, protocol: 7, length: 6 });
    let selected = page.as_ref().and_then(|page| page.state.place);
    let places = page.as_ref().map_or(std::ops::RangeInclusive::new(1, 0), |page| page.state.selected_places());
    use_effect_with(selected, {
        let rows = rows.clone();
        move |selected: &Option<u64>| {
            if let Some(position) = selected {
                rows.reveal(*position);
            }
        }
    });
    // a capture was opened: the keys are for its list
    use_effect_with((), {
        let scroller = rows.scroller();
        move |()| {
            if let Some(scroller) = scroller.cast::<HtmlElement>() {
                let _ = scroller.focus();
            }
        }
    });
    let (first, known) = match data.reply().map(|reply| &**reply) {
        Some(Reply::Rows { first, rows }) => (*first, rows.as_slice()),
        _ => (0, [].as_slice()),
    };
    let now = widths.borrow().and(known, packets);
    *widths.borrow_mut() = now;
    use_effect_with(now, {
        let grid = grid.clone();
        move |widths: &Widths| style(&grid, "--columns", &widths.columns())
    });
    let Some(page) = page else { return Html::default() };
    let texts = page.texts;
    let row_at = |position: u64| known.get(usize::try_from(position.checked_sub(first)?).ok()?);
    let drawn = rows.window.clone().map(|position| {
        let is_selected = places.contains(&position);
        match (row_at(position), phone) {
            (Some(row), false) => packet_row(position, row, is_selected),
            (Some(row), true) => phone_row(position, row, is_selected),
            (None, _) => unread_row(position, is_selected),
        }
    });
    let drawn = rows.view(drawn.collect());
    let active = selected.filter(|position| rows.window.contains(position)).map(row_id);
    html! {
        <div class={classes!("packet-list", phone.then_some("touch"))} ref={grid}>
            if !phone {
                <div class="packet-row packet-head" role="row" aria-hidden="true">
                    <span class="cell number">{ texts.number }</span><span class="cell time">{ texts.time }</span>
                    <span class="cell">{ texts.source }</span><span class="cell">{ texts.destination }</span>
                    <span class="cell protocol">{ texts.protocol }</span><span class="cell length">{ texts.length }</span>
                    <span class="cell info">{ texts.info }</span>
                </div>
            }
            <div class="packet-rows" ref={rows.scroller()} role="grid" tabindex="0" data-pane="list"
                aria-label={texts.packet_list} aria-rowcount={packets.to_string()} aria-colcount="7"
                aria-activedescendant={active} onclick={click(&page, &rows)} onkeydown={keys(&page, &rows)}>
                { drawn }
            </div>
            if packets == 0 {
                <p class="packet-list-empty dim">{ page.state.capture.as_ref().map(|capture| (texts.opening)(&capture.name)) }</p>
            }
        </div>
    }
}

/// The rows in view, in whole steps.
fn request(rows: &VirtualRows, packets: u64, settings: &Settings) -> Option<Request> {
    let first = rows.window.start / STEP * STEP;
    let end = (rows.window.end.div_ceil(STEP) * STEP).min(packets);
    let count = u32::try_from(end.checked_sub(first)?).ok().filter(|count| *count > 0)?;
    Some(Request::Rows { first, count, settings: settings.clone() })
}

fn row_id(position: u64) -> String {
    format!("packet-{}", position + 1)
}

fn packet_row(position: u64, row: &Row, selected: bool) -> Html {
    html! {
        <div key={position} id={row_id(position)} class={row_classes(row.family, selected)} role="row"
            aria-selected={selected.to_string()} aria-rowindex={(position + 1).to_string()}>
            <span class="cell number" role="gridcell">{ row.number }</span>
            <span class="cell time" role="gridcell">{ &row.time }</span>
            <span class="cell" role="gridcell">{ &row.source }</span>
            <span class="cell" role="gridcell">{ &row.destination }</span>
            <span class="cell protocol" role="gridcell">{ family_mark(row.family) }{ &row.protocol }</span>
            <span class="cell length" role="gridcell">{ row.length }</span>
            <span class="cell info" role="gridcell">{ info_parts(row) }</span>
        </div>
    }
}

fn phone_row(position: u64, row: &Row, selected: bool) -> Html {
    html! {
        <div key={position} id={row_id(position)} class={row_classes(row.family, selected)} role="row"
            aria-selected={selected.to_string()} aria-rowindex={(position + 1).to_string()}>
            <span class="first-line" role="gridcell">
                <b class="number">{ row.number }</b>{ family_mark(row.family) }
                <span class="ellipsis">{ &row.protocol }</span><span class="grow"></span>
                <span>{ &row.time }</span><span class="length">{ row.length }{ " B" }</span>
            </span>
            <span class="second-line ellipsis" role="gridcell">{ info_parts(row) }</span>
        </div>
    }
}

/// A row that is not read yet keeps its place and says its number.
fn unread_row(position: u64, selected: bool) -> Html {
    html! {
        <div key={position} id={row_id(position)} class={classes!("packet-row", "unread", selected.then_some("selected"))}
            role="row" aria-rowindex={(position + 1).to_string()}>
            <span class="cell number" role="gridcell">{ position + 1 }</span>
        </div>
    }
}

fn row_classes(family: Family, selected: bool) -> Classes {
    let tint = (family != Family::Quiet).then(|| format!("tint-{}", family_key(family)));
    classes!("packet-row", tint, selected.then_some("selected"))
}

/// The Info column: names of numbers dim, flags that matter strong. The words are the row's own.
fn info_parts(row: &Row) -> Html {
    if !matches!(row.family, Family::Tcp | Family::Udp | Family::Control | Family::Quiet) {
        return html! { &row.info };
    }
    info::parts(&row.info)
        .map(|(part, text)| match part {
            Part::Plain => html! { text },
            Part::Name => html! { <i>{ text }</i> },
            Part::Flags => html! { <b>{ text }</b> },
            Part::Aside => html! { <span class="dim">{ text }</span> },
        })
        .collect()
}

fn click(page: &Page, rows: &VirtualRows) -> Callback<MouseEvent> {
    let (page, rows) = (page.clone(), rows.clone());
    Callback::from(move |event: MouseEvent| {
        if let Some(position) = rows.row_at(event.client_y()) {
            page.state.dispatch(if event.shift_key() { Action::SelectTo(position) } else { Action::Select(position) });
            if page.room == Room::Phone {
                open_packet(&page);
            }
        }
    })
}

/// On a phone a packet is a screen of its own, and the browser's Back leaves it.
fn open_packet(page: &Page) {
    page.host.enter_packet();
    page.state.dispatch(Action::Go(Screen::Packet));
}

fn keys(page: &Page, rows: &VirtualRows) -> Callback<KeyboardEvent> {
    let (page, rows) = (page.clone(), rows.clone());
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let Some(last) = page.state.packets().checked_sub(1) else { return };
        let here = page.state.place;
        let from = here.unwrap_or(0);
        let to = match event.key().as_str() {
            "ArrowDown" => here.map_or(0, |here| here + 1),
            "ArrowUp" => from.saturating_sub(1),
            "PageDown" => from + rows.page,
            "PageUp" => from.saturating_sub(rows.page),
            "Home" => 0,
            "End" => last,
            "Enter" if page.room == Room::Phone => {
                event.prevent_default();
                open_packet(&page);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        let to = to.min(last);
        if here == Some(to) {
            rows.reveal(to);
        }
        page.state.dispatch(if event.shift_key() { Action::SelectTo(to) } else { Action::Select(to) });
    })
}

impl Widths {
    /// Room for these rows too, and for the number of the last packet.
    fn and(&self, rows: &[Row], packets: u64) -> Self {
        let mut widths = *self;
        widths.number = widths.number.max(packets.to_string().len());
        for row in rows {
            widths.time = widths.time.max(row.time.chars().count());
            widths.address = widths.address.max(row.source.chars().count()).max(row.destination.chars().count());
            widths.protocol = widths.protocol.max(row.protocol.chars().count());
            widths.length = widths.length.max(row.length.to_string().len());
        }
        widths.address = widths.address.min(39);
        widths.protocol = widths.protocol.min(14);
        widths
    }

    /// The grid of every row. An address may take a fifth of the list, the rest belongs to Info.
    fn columns(&self) -> String {
        let Self { number, time, address, protocol, length } = self;
        let address = format!("min(calc({address}ch + 11px), 20%)");
        format!(
            "calc({number}ch + 18px) calc({time}ch + 12px) {address} {address} calc({protocol}ch + 30px) \
             calc({length}ch + 12px) minmax(0, 1fr)"
        )
    }
}
