//! What the table is of, its order on a phone, and what can be done with it.

use web_sys::{HtmlSelectElement, MouseEvent};
use wirelight::{
    engine::request,
    view::{
        amounts,
        tables::{KINDS, TableChoice, columns},
    },
};
use yew::prelude::*;

use super::acting::Table;
use crate::{
    commands::Command,
    components::{
        icon::icon,
        views::{choice, tool_row},
    },
    page::{Page, Room},
    state::Action,
};

/// What the table is of, its order on a phone, and what can be done with it.
pub fn tools(table: &Table, counted: Option<u32>) -> Html {
    let (page, chosen) = (&table.page, table.choice);
    let texts = &page.texts.beside;
    let request::Table { kind, endpoints } = chosen.table;
    let of = |table: request::Table| page.act(move |_: MouseEvent| Action::Table(chosen.of(table)));
    let count = counted.filter(|_| !endpoints).map(|count| amounts::thousands(count.into()));
    tool_row(html! {
        <>
            <span class="choices" role="group" aria-label={texts.kinds}>
                { for KINDS.into_iter().map(|(one, _, name)| {
                    let count = count.as_ref().filter(|_| one == kind).map(|count| html! { <span class="count">{ count }</span> });
                    choice(html! { <>{ name }{ count }</> }, one == kind, of(request::Table { kind: one, endpoints }))
                }) }
            </span>
            <span class="choices" role="group" aria-label={texts.pairs_or_ends}>
                { choice(html! { texts.conversations }, !endpoints, of(request::Table { kind, endpoints: false })) }
                { choice(html! { texts.endpoints }, endpoints, of(request::Table { kind, endpoints: true })) }
            </span>
            if page.room == Room::Phone { { order(page, chosen) } }
            <span class="grow"></span>
            { go(table, page.texts.filters.filter, Table::to_filter) }
            { go(table, page.texts.filters.hide_conversation, Table::hide) }
            if !endpoints {
                { go(table, page.texts.packets_of, Table::to_packets) }
                { go(table, page.texts.flow.flow, Table::to_flow) }
            }
            if page.room != Room::Phone {
            <button class="button" disabled={counted.unwrap_or(0) == 0} onclick={page.doing::<MouseEvent>(Command::CopyTable)}>
                { icon("copy", "") }{ "CSV" }
            </button>
            }
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

/// Goes where the selected rows lead.
fn go(table: &Table, label: &'static str, to: fn(&Table)) -> Html {
    let acting = table.clone();
    let onclick = move |_: MouseEvent| to(&acting);
    html! { <button class="button" disabled={table.all == 0} {onclick}>{ label }</button> }
}
