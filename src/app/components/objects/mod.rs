//! What was transferred, each as a file that can be saved: its name, what it is, how large, and which packet brought it.

mod row;
mod thumbnail;

use web_sys::MouseEvent;
use wirelight::{
    engine::{
        objects::{ObjectRow, ObjectRows},
        request::{Reply, Request},
        tasks::Task,
    },
    view::{amounts, copies::dump::hex, scroll::in_steps},
};
use yew::prelude::*;

use super::{icon::icon, picking::Picking, views::tool_row};
use crate::{
    commands::Command,
    objects,
    page::{Page, Room},
    state::Capture,
    use_engine::{Data, use_engine},
    use_prepared::use_prepared,
    virtual_rows::{VirtualRows, use_focus, use_virtual_rows},
};

/// Rows are asked for in steps of so many.
const STEP: u32 = 64;
/// The grid owns its head by this name.
const HEAD: &str = "objects-head";

/// The list as its handlers know it.
#[derive(Clone)]
pub struct List {
    page: Page,
    rows: VirtualRows,
    /// The rows that are here, once they are collected.
    known: Option<ObjectRows>,
    /// The place of the selected row.
    selected: UseStateHandle<u64>,
}

/// The view.
#[component]
pub fn Objects() -> Html {
    let page = use_context::<Page>();
    let all = use_state_eq(|| 0_u32);
    let selected = use_state_eq(|| 0_u64);
    let phone = page.as_ref().is_some_and(|page| page.room == Room::Phone);
    let rows = use_virtual_rows((*all).into(), if phone { 64 } else { 48 });
    let read = page.as_ref().and_then(|page| page.state.capture.as_ref()).is_some_and(Capture::finished);
    let data = use_engine(read.then(|| in_view(&rows)));
    let known = match data.reply().map(|reply| &**reply) {
        Some(Reply::Objects(Some(known))) => Some((**known).clone()),
        _ => None,
    };
    let missing = matches!(&data, Data::Fresh(reply) if matches!(**reply, Reply::Objects(None)));
    let stopped = use_prepared(page.as_ref(), missing, Task::Collect);
    use_effect_with(known.as_ref().map_or(0, |known| known.all), {
        let all = all.clone();
        move |count: &u32| all.set(*count)
    });
    use_focus(&rows);
    let Some(page) = page else { return Html::default() };
    let list = List { page, rows, known, selected };
    let words = empty(&list, read, stopped);
    html! {
        <section class="pane" aria-label={list.page.texts.objects.objects}>
            { tools(&list) }
            <div class={classes!("table-view", "objects", phone.then_some("touch"))}>
                { grid(&list, phone) }
                if let Some(words) = words { <p class="table-empty dim">{ words }</p> }
            </div>
        </section>
    }
}

/// What can be done with the selected one, and with all.
fn tools(list: &List) -> Html {
    let texts = &list.page.texts.objects;
    let (saving, copying) = (list.clone(), list.clone());
    let save = move |_: MouseEvent| {
        if let Some(row) = saving.row(*saving.selected) {
            objects::save(&saving.page, *saving.selected as u32, row);
        }
    };
    let copy = move |_: MouseEvent| {
        if let Some(row) = copying.row(*copying.selected) {
            copying.page.host.copy(&hex(&row.sha256));
            copying.page.say(copying.page.texts.copied);
        }
    };
    let none = list.row(*list.selected).is_none();
    let known = list.known.as_ref().filter(|known| known.all > 0);
    tool_row(html! {
        <>
            <span class="dim ellipsis">
                { known.map(|known| (texts.summary)(&amounts::thousands(known.all.into()), &amounts::size(known.bytes))) }
            </span>
            <span class="grow"></span>
            if list.page.room != Room::Phone {
                <button class="button" disabled={none} onclick={copy}>{ icon("copy", "") }{ texts.copy_digest }</button>
                <button class="button" disabled={none} onclick={save}>{ icon("save", "") }{ texts.save }</button>
            }
            <button class="button" disabled={known.is_none()} onclick={list.page.doing::<MouseEvent>(Command::SaveObjects)}>
                { icon("save", "") }{ texts.save_all }
            </button>
        </>
    })
}

/// Head and rows.
fn grid(list: &List, phone: bool) -> Html {
    let texts = &list.page.texts.objects;
    let drawn = list.rows.window.clone().map(|place| row::row(list, place, phone));
    let drawn = list.rows.view(drawn.collect());
    let active = (list.all() > 0 && list.rows.window.contains(&*list.selected)).then(|| row::id(*list.selected));
    let heads = texts.columns.into_iter().zip(1_u32..).map(|(name, index)| {
        let numeric = matches!(index, 4 | 5).then_some("numeric");
        html! { <span class={classes!("cell", numeric)} role="columnheader" aria-colindex={index.to_string()}><span class="ellipsis">{ name }</span></span> }
    });
    html! {
        <div class="table-wide">
            if !phone { <div id={HEAD} class="table-row table-head" role="row" aria-rowindex="1">{ for heads }</div> }
            <div class="table-rows" ref={list.rows.scroller()} role="grid" tabindex="0" data-pane="objects"
                aria-label={texts.objects} aria-rowcount={(list.all() + u64::from(!phone)).to_string()}
                aria-colcount={texts.columns.len().to_string()} aria-owns={(!phone).then_some(HEAD)}
                aria-activedescendant={active} onclick={list.on_click()} ondblclick={list.on_double_click()}
                onkeydown={list.on_key()}>
                { drawn }
            </div>
        </div>
    }
}

/// What stands there instead of rows.
fn empty(list: &List, read: bool, stopped: bool) -> Option<&'static str> {
    let texts = &list.page.texts.objects;
    match &list.known {
        _ if !read => Some(texts.still_reading),
        None if stopped => Some(texts.not_collected),
        None => Some(texts.collecting),
        Some(known) if known.all == 0 => Some(texts.empty),
        Some(_) => None,
    }
}

/// The rows in view, in whole steps.
fn in_view(rows: &VirtualRows) -> Request {
    let (first, count) = in_steps(&rows.window, STEP);
    Request::Objects { first, count }
}

impl List {
    /// A row, if it is here.
    fn row(&self, place: u64) -> Option<&ObjectRow> {
        let known = self.known.as_ref()?;
        known.rows.get(usize::try_from(place.checked_sub(known.first.into())?).ok()?)
    }
}

impl Picking for List {
    fn page(&self) -> &Page {
        &self.page
    }

    fn rows(&self) -> &VirtualRows {
        &self.rows
    }

    fn selected(&self) -> &UseStateHandle<u64> {
        &self.selected
    }

    fn all(&self) -> u64 {
        self.known.as_ref().map_or(0, |known| known.all.into())
    }

    fn packet(&self, place: u64) -> Option<u32> {
        self.row(place).map(|row| row.packet)
    }
}
