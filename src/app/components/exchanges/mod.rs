//! Requests with their responses: what was asked, how it went, how much it was, and where the time went.

mod acting;
mod head;
mod row;
mod tools;
mod waterfall;

use wirelight::{
    engine::{
        exchanges::{By, Choice},
        request::{Reply, Request},
        tasks::Task,
    },
    view::{exchanges::COLUMNS, scroll::in_steps},
};
use yew::prelude::*;

use self::acting::List;
use crate::{
    components::{message::Message, picking::Picking, splitter::Splitter},
    page::{Page, Room},
    state::{Action, Capture, State},
    use_engine::{Data, use_engine},
    use_prepared::use_prepared,
    virtual_rows::{VirtualRows, use_focus, use_virtual_rows},
};

/// Rows are asked for in steps of so many.
const STEP: u32 = 64;
/// Columns: those that sort, the packet, and the waterfall.
const ALL_COLUMNS: usize = COLUMNS.len() + 2;

/// Which exchanges are chosen, and in which order.
pub fn chosen(state: &State) -> Choice {
    state.chosen.exchanges.clone().unwrap_or_default()
}

/// A question for some rows.
pub fn request(state: &State, first: u32, count: u32) -> Request {
    Request::Exchanges { choice: chosen(state), first, count }
}

/// The view.
#[component]
pub fn Exchanges() -> Html {
    let page = use_context::<Page>();
    let all = use_state_eq(|| 0_u32);
    let selected = use_state_eq(|| 0_u64);
    let reached = use_state_eq(|| By::Number);
    let split = use_node_ref();
    let phone = page.as_ref().is_some_and(|page| page.room == Room::Phone);
    let height = page.as_ref().map_or(20, Page::row_height).max(24);
    let rows = use_virtual_rows((*all).into(), if phone { 64 } else { height });
    let read = page.as_ref().and_then(|page| page.state.capture.as_ref()).is_some_and(Capture::finished);
    let data = use_engine(page.as_ref().filter(|_| read).map(|page| in_view(page, &rows)));
    let known = match data.reply().map(|reply| &**reply) {
        Some(Reply::Exchanges(Some(known))) => Some((**known).clone()),
        _ => None,
    };
    let missing = matches!(&data, Data::Fresh(reply) if matches!(**reply, Reply::Exchanges(None)));
    let stopped = use_prepared(page.as_ref(), missing, Task::Gather);
    let chosen_rows = known.as_ref().map(|known| known.chosen);
    use_effect_with(chosen_rows, {
        let all = all.clone();
        move |chosen: &Option<u32>| all.set(chosen.unwrap_or(0))
    });
    let choice = page.as_ref().map(|page| chosen(&page.state)).unwrap_or_default();
    use_effect_with(choice.clone(), {
        let (rows, selected) = (rows.clone(), selected.clone());
        move |_: &Choice| {
            selected.set(0);
            rows.go_to_depth(0.0);
        }
    });
    let number = known.as_ref().and_then(|known| {
        let place = selected.checked_sub(known.first.into())?;
        known.rows.get(usize::try_from(place).ok()?).map(|row| row.number)
    });
    use_effect_with(number, {
        let page = page.clone();
        move |number: &Option<u32>| {
            if let Some(page) = page {
                page.state.dispatch(Action::Exchange(*number));
            }
        }
    });
    use_focus(&rows);
    let Some(page) = page else { return Html::default() };
    let list = List { page, choice, rows, known, selected };
    let words = empty(&list, read, stopped);
    let table = html! {
        <div class={classes!("table-view", "exchanges", phone.then_some("touch"))}>
            { grid(&list, &reached, phone) }
            if let Some(words) = words { <p class="table-empty dim">{ words }</p> }
        </div>
    };
    let message = list.row(*list.selected).filter(|_| !phone).map(|row| row.number);
    // the list stays the same element whatever stands below it: it has the focus
    html! {
        <section class="pane" aria-label={list.page.texts.exchanges.exchanges}>
            { tools::tools(&list) }
            <div class={classes!("exchange-split", message.map(|_| "both"))} ref={split.clone()}>
                { table }
                <div>{ tools::legend(&list, phone) }</div>
                if let Some(number) = message {
                    <Splitter across=true property="--exchanges-part" {split} label={list.page.texts.message.resize} />
                    <Message {number} />
                }
            </div>
        </section>
    }
}

/// Head and rows.
fn grid(list: &List, reached: &UseStateHandle<By>, phone: bool) -> Html {
    let drawn = list.rows.window.clone().map(|place| row::row(list, place, phone));
    let drawn = list.rows.view(drawn.collect());
    let active = (!phone && list.rows.window.contains(&*list.selected)).then(|| row::id(*list.selected));
    html! {
        <div class="table-wide">
            if !phone { { head::head(list, reached) } }
            <div class="table-rows" ref={list.rows.scroller()} role="grid" tabindex="0" data-pane="exchanges"
                aria-label={list.page.texts.exchanges.exchanges}
                aria-rowcount={(list.all() + u64::from(!phone)).to_string()}
                aria-colcount={ALL_COLUMNS.to_string()} aria-owns={(!phone).then_some(head::ID)}
                aria-activedescendant={active} onclick={list.on_click()} ondblclick={list.on_double_click()}
                onkeydown={list.on_key()}>
                { drawn }
            </div>
        </div>
    }
}

/// What stands there instead of rows.
fn empty(list: &List, read: bool, stopped: bool) -> Option<&'static str> {
    let texts = &list.page.texts.exchanges;
    match &list.known {
        _ if !read => Some(texts.still_reading),
        None if stopped => Some(texts.not_gathered),
        None => Some(texts.gathering),
        Some(known) if known.kinds == [0; 3] => Some(texts.empty),
        Some(known) if known.chosen == 0 => Some(texts.none_left),
        Some(_) => None,
    }
}

/// The rows in view, in whole steps.
fn in_view(page: &Page, rows: &VirtualRows) -> Request {
    let (first, count) = in_steps(&rows.window, STEP);
    request(&page.state, first, count)
}
