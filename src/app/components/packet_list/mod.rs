//! The packet list: as many rows as there are packets, only those in view drawn, in the columns that were chosen.

mod head;
mod head_menu;
mod row;

use std::rc::Rc;

use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::request::{Relation, Reply, Request, Row, Settings},
    view::{
        columns::{Column, Columns},
        scroll::walked,
        widths::Needs,
    },
};
use yew::prelude::*;

use self::{
    head::{HEAD_ID, Head},
    row::{Noted, PacketRow, row_id},
};
use super::packet_map::PacketMap;
use crate::{
    columns::{self, Fields, use_fields},
    commands::Command,
    finding::Finding,
    page::{Page, Room},
    state::{Action, Capture, Job, Screen},
    use_engine::{Data, use_engine},
    virtual_rows::{VirtualRows, style, use_virtual_rows},
};

/// Rows are asked for in steps of so many, so that scrolling a little asks for nothing.
const STEP: u64 = 32;

/// How far an arrow key moves the columns that do not fit, in pixels.
const ASIDE: f64 = 64.0;

/// The rows that are here, each shared with what draws it.
#[derive(Default)]
struct Known {
    reply: Option<Rc<Reply>>,
    first: u64,
    rows: Vec<Rc<Row>>,
    /// The fields whose values are their cells.
    fields: Rc<Vec<String>>,
}

/// The list.
#[component]
pub fn PacketList() -> Html {
    let page = use_context::<Page>();
    let packets = page.as_ref().map_or(0, |page| page.state.shown());
    let phone = page.as_ref().is_some_and(|page| page.room == Room::Phone);
    let height = page.as_ref().map_or(20, Page::row_height);
    let rows = use_virtual_rows(packets, if phone { 56 } else { height });
    let settings = page.as_ref().map(|page| page.settings.clone()).unwrap_or_default();
    let columns = use_memo(page.as_ref().map(columns::shown), |shown| shown.clone().unwrap_or_default());
    let fields = use_fields(page.as_ref(), &columns);
    let data = use_engine(request(&rows, packets, &settings));
    // while the file is read conversations go on, and the worker has better to do
    let whole = page.as_ref().filter(|page| page.state.capture.as_ref().is_some_and(Capture::finished));
    let related = use_engine(related(&rows, packets, whole.and_then(|page| page.state.selected)));
    let known = use_mut_ref(Known::default);
    known.borrow_mut().take(&data, &settings);
    let grid = use_node_ref();
    let needs = use_widths(page.as_ref(), &grid, &columns, &fields, &known.borrow(), packets);
    let selected = page.as_ref().and_then(|page| page.state.place);
    use_reveal(&rows, selected);
    // a capture was opened: the keys are for its list
    use_effect_with((), {
        let scroller = rows.scroller();
        move |()| {
            if let Some(scroller) = scroller.cast::<HtmlElement>() {
                let _ = scroller.focus();
            }
        }
    });
    let finding = use_finding(page.as_ref());
    let Some(page) = page else { return Html::default() };
    let texts = page.texts;
    let places = page.state.selected_places();
    let known = known.borrow();
    let relation_of = |place: u64| match related.reply().map(|reply| &**reply) {
        Some(Reply::Related { first, relations }) => {
            let index = place.checked_sub(*first).and_then(|index| usize::try_from(index).ok());
            index.and_then(|index| relations.get(index)).copied().unwrap_or_default()
        }
        _ => Relation::None,
    };
    let drawn = rows.window.clone().filter_map(|place| {
        let packet = page.state.order.packet(place)?;
        // while the order changes, rows of the one before are still here
        let row = known.row(place).filter(|row| row.number == packet + 1);
        let noted = Noted::of(&page.state.annotations, packet, row);
        Some(html! {
            <PacketRow key={place} {place} {packet} row={row.cloned()} columns={columns.clone()} fields={fields.clone()}
                cells={known.fields.clone()} relation={relation_of(place)} selected={places.contains(&place)} {noted} finding={finding.clone()} {phone} language={texts.language} />
        })
    });
    let drawn = rows.view(drawn.collect());
    let active = selected.filter(|place| rows.window.contains(place)).and(page.state.selected).map(row_id);
    html! {
        <div class={classes!("packet-list", phone.then_some("touch"))} ref={grid.clone()}>
            <div class="packet-table">
                if !phone {
                    <Head columns={columns.clone()} fields={fields} {needs} grid={grid.clone()} />
                }
                <div class="packet-rows" ref={rows.scroller()} role="grid" tabindex="0" data-pane="list" aria-label={texts.packet_list}
                    aria-rowcount={(packets + u64::from(!phone)).to_string()} aria-colcount={(columns.all().len() + 1).to_string()}
                    aria-multiselectable="true" aria-owns={(!phone).then_some(HEAD_ID)} aria-activedescendant={active}
                    onclick={click(&page, &rows)} onkeydown={keys(&page, &rows, &grid)}>
                    { drawn }
                </div>
            </div>
            if !phone { <PacketMap rows={rows.clone()} /> }
            if packets == 0 { { empty(&page) } }
        </div>
    }
}

/// Why there are no rows, and what to do about it.
fn empty(page: &Page) -> Html {
    let Some(capture) = &page.state.capture else { return Html::default() };
    if capture.packets() == 0 || !page.state.order.is_narrowed() {
        return html! { <p class="packet-list-empty dim">{ (page.texts.opening)(&capture.name) }</p> };
    }
    let running = page.state.work.as_ref().is_some_and(|work| work.job == Job::Filtering);
    html! {
        <div class="packet-list-empty" role="status">
            if !running {
                <p>{ page.texts.filters.nothing }</p>
                <button class="button" onclick={page.doing::<MouseEvent>(Command::ClearFilter)}>{ page.texts.filters.clear }</button>
            }
        </div>
    }
}

/// The rows in view, in whole steps: the first one, and how many.
fn in_view(rows: &VirtualRows, packets: u64) -> Option<(u64, u32)> {
    let first = rows.window.start / STEP * STEP;
    let end = (rows.window.end.div_ceil(STEP) * STEP).min(packets);
    Some((first, u32::try_from(end.checked_sub(first)?).ok().filter(|count| *count > 0)?))
}

fn request(rows: &VirtualRows, packets: u64, settings: &Settings) -> Option<Request> {
    let (first, count) = in_view(rows, packets)?;
    Some(Request::Rows { first, count, settings: settings.clone() })
}

/// What the rows in view have to do with the selected packet.
fn related(rows: &VirtualRows, packets: u64, selected: Option<u64>) -> Option<Request> {
    let (first, count) = in_view(rows, packets)?;
    Some(Request::Related { packet: selected?, first, count })
}

impl Known {
    /// Takes in an answer; an old one is known already.
    fn take(&mut self, data: &Data, settings: &Settings) {
        match data {
            Data::Fresh(reply) if self.reply.as_ref().is_none_or(|known| !Rc::ptr_eq(known, reply)) => {
                if let Reply::Rows { first, rows } = &**reply {
                    self.first = *first;
                    self.rows = rows.iter().cloned().map(Rc::new).collect();
                    self.fields = Rc::new(settings.columns.clone());
                    self.reply = Some(reply.clone());
                }
            }
            Data::Fresh(_) | Data::Stale(_) => {}
            Data::Nothing => *self = Self::default(),
        }
    }

    fn row(&self, place: u64) -> Option<&Rc<Row>> {
        self.rows.get(usize::try_from(place.checked_sub(self.first)?).ok()?)
    }
}

/// Gives the list its widths: what was seen in a column, or what the person chose.
#[hook]
fn use_widths(
    page: Option<&Page>,
    grid: &NodeRef,
    columns: &Rc<Columns>,
    fields: &Fields,
    known: &Known,
    packets: u64,
) -> Rc<Needs> {
    let needs = use_mut_ref(Rc::<Needs>::default);
    let mut seen = (**needs.borrow()).clone();
    seen.see(columns, known.rows.iter().map(|row| &**row), &known.fields, packets);
    for field in fields {
        seen.see_heading(&Column::Field(field.key.clone()), &field.name);
    }
    if seen != **needs.borrow() {
        *needs.borrow_mut() = Rc::new(seen);
    }
    let needs = needs.borrow().clone();
    let changes = page.map(|page| (page.state.widths, page.room == Room::Phone));
    use_effect_with((columns.clone(), needs.clone(), changes), {
        let (grid, host) = (grid.clone(), page.map(|page| page.host.clone()));
        move |(columns, needs, _): &(Rc<Columns>, Rc<Needs>, _)| {
            let made = needs.grid(columns, |column| columns::width(host.as_ref()?, column));
            style(&grid, "--columns", &made.tracks);
            style(&grid, "--least", &made.least);
        }
    });
    needs
}

/// What is looked for while the bar for it is open, without what came of it: rows depend on the words alone.
#[hook]
fn use_finding(page: Option<&Page>) -> Rc<Finding> {
    let finding = page.map(|page| &page.state.finding).filter(|finding| finding.open);
    let words = finding.map(|finding| (finding.text.clone(), finding.case_sensitive));
    use_memo(words, |words| match words.clone() {
        Some((text, case_sensitive)) => Finding { open: true, text, case_sensitive, ..Finding::default() },
        None => Finding::default(),
    })
}

/// Scrolls to the selected place when it becomes another.
#[hook]
fn use_reveal(rows: &VirtualRows, selected: Option<u64>) {
    use_effect_with(selected, {
        let rows = rows.clone();
        move |selected: &Option<u64>| {
            if let Some(place) = selected {
                rows.reveal(*place);
            }
        }
    });
}

fn click(page: &Page, rows: &VirtualRows) -> Callback<MouseEvent> {
    let (page, rows) = (page.clone(), rows.clone());
    Callback::from(move |event: MouseEvent| {
        if let Some(place) = rows.row_at(event.client_y()) {
            page.state.dispatch(if event.shift_key() { Action::SelectTo(place) } else { Action::Select(place) });
            if page.room == Room::Phone {
                open_packet(&page);
            }
        }
    })
}

/// On a phone a packet is a screen of its own, and the browser's Back leaves it.
fn open_packet(page: &Page) {
    page.host.enter_packet(&page.state.fragment().text());
    page.state.dispatch(Action::Go(Screen::Packet));
}

fn keys(page: &Page, rows: &VirtualRows, grid: &NodeRef) -> Callback<KeyboardEvent> {
    let (page, rows, grid) = (page.clone(), rows.clone(), grid.clone());
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let Some(last) = page.state.shown().checked_sub(1) else { return };
        let here = page.state.place;
        let to = match event.key().as_str() {
            "ArrowLeft" => return scroll_aside(&event, &grid, -ASIDE),
            "ArrowRight" => return scroll_aside(&event, &grid, ASIDE),
            "Enter" if page.room == Room::Phone => {
                event.prevent_default();
                open_packet(&page);
                return;
            }
            key => match walked(key, here, last, rows.page) {
                Some(to) => to,
                None => return,
            },
        };
        event.prevent_default();
        if here == Some(to) {
            rows.reveal(to);
        }
        page.state.dispatch(if event.shift_key() { Action::SelectTo(to) } else { Action::Select(to) });
    })
}

/// Shows columns further to the right or the left.
fn scroll_aside(event: &KeyboardEvent, grid: &NodeRef, pixels: f64) {
    let table = grid.cast::<Element>().and_then(|grid| grid.query_selector(".packet-table").ok().flatten());
    if let Some(table) = table {
        event.prevent_default();
        table.scroll_by_with_x_and_y(pixels, 0.0);
    }
}
