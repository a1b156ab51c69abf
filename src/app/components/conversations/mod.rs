//! Who talked to whom: conversations or their ends as a table that can be sorted by every column.

mod acting;
mod head;
mod row;
mod tools;

use wirelight::{
    engine::{
        request::{Kind, Reply, Request, Settings},
        tasks::Task,
    },
    view::{
        fragment::NameChoice,
        scroll::in_steps,
        tables::{KINDS, TableChoice, columns},
    },
};
use yew::prelude::*;

use self::{acting::Table, head::Head, row::row, tools::tools};
use crate::{
    page::{Page, Room},
    state::{Capture, State},
    use_engine::{Data, use_engine},
    use_prepared::use_prepared,
    virtual_rows::{VirtualRows, use_focus, use_virtual_rows},
};

/// Rows are asked for in steps of so many.
const STEP: u32 = 64;

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
    let selected = use_state_eq(|| (0_u64, 0_u64));
    let phone = page.as_ref().is_some_and(|page| page.room == Room::Phone);
    let height = page.as_ref().map_or(20, Page::row_height);
    let rows = use_virtual_rows((*all).into(), if phone { 64 } else { height });
    let read = page.as_ref().and_then(|page| page.state.capture.as_ref()).is_some_and(Capture::finished);
    let data = use_engine(page.as_ref().filter(|_| read).map(|page| in_view(page, &rows)));
    let counted = match data.reply().map(|reply| &**reply) {
        Some(Reply::Conversations { all, .. }) => *all,
        _ => None,
    };
    let missing = matches!(data, Data::Fresh(_)) && counted.is_none();
    let kind = page.as_ref().map(|page| chosen(&page.state).table.kind).unwrap_or_default();
    let stopped = use_prepared(page.as_ref(), missing, Task::Count { kind });
    use_effect_with(counted, {
        let all = all.clone();
        move |counted: &Option<u32>| all.set(counted.unwrap_or(0))
    });
    let choice = page.as_ref().map(|page| chosen(&page.state)).unwrap_or_default();
    use_start(&rows, choice, &selected);
    let Some(page) = page else { return Html::default() };
    let table = Table { page, choice, rows, all: *all, known: data.reply().cloned(), selected };
    let words = empty(&table, read, stopped, counted);
    html! {
        <section class="pane" aria-label={table.page.texts.beside.conversations}>
            { tools(&table, counted) }
            <div class={classes!("table-view", phone.then_some("touch"))} data-table={choice.name()}>
                { grid(&table, phone) }
                if let Some(words) = words { <p class="table-empty dim">{ words }</p> }
            </div>
        </section>
    }
}

/// Head and rows.
fn grid(table: &Table, phone: bool) -> Html {
    let (texts, choice, places) = (table.page.texts, table.choice, table.places());
    let drawn = table.rows.window.clone().map(|place| {
        let looks = row::Looks { place, selected: places.contains(&place), phone };
        row(texts, table, looks)
    });
    let drawn = table.rows.view(drawn.collect());
    let active = (!phone && table.rows.window.contains(&table.selected.0)).then(|| row::id(table.selected.0));
    html! {
        <div class="table-wide">
            if !phone { <Head {choice} /> }
            <div class="table-rows" ref={table.rows.scroller()} role="grid" tabindex="0" data-pane="table"
                aria-label={texts.beside.conversations} aria-rowcount={(table.all + u32::from(!phone)).to_string()}
                aria-colcount={columns(choice.table).count().to_string()} aria-owns={(!phone).then_some(head::ID)}
                aria-multiselectable="true" aria-activedescendant={active} onclick={table.on_click()}
                ondblclick={table.on_double_click()} onkeydown={table.on_key()}>
                { drawn }
            </div>
        </div>
    }
}

/// What stands there instead of rows.
fn empty(table: &Table, read: bool, stopped: bool, counted: Option<u32>) -> Option<String> {
    let texts = &table.page.texts.beside;
    match (read, counted) {
        (false, _) => Some(texts.still_reading.to_owned()),
        (true, None) if stopped => Some(texts.not_counted.to_owned()),
        (true, None) => Some(texts.counting.to_owned()),
        (true, Some(0)) => Some((texts.no_conversations)(name_of(table.choice.table.kind))),
        _ => None,
    }
}

/// The rows in view, in whole steps.
fn in_view(page: &Page, rows: &VirtualRows) -> Request {
    let (first, count) = in_steps(&rows.window, STEP);
    request(&page.state, first, count)
}

/// Another table begins at its top; the keys are for it.
#[hook]
fn use_start(rows: &VirtualRows, choice: TableChoice, selected: &UseStateHandle<(u64, u64)>) {
    use_effect_with(choice, {
        let (rows, selected) = (rows.clone(), selected.clone());
        move |_: &TableChoice| {
            selected.set((0, 0));
            rows.go_to_depth(0.0);
        }
    });
    use_focus(rows);
}

/// What a kind is called, in every language.
pub fn name_of(kind: Kind) -> &'static str {
    KINDS.into_iter().find(|(known, ..)| *known == kind).map_or("", |(.., name)| name)
}
