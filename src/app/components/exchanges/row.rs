//! A row of the list: a cell for every column, or a few lines for fingers.

use web_sys::MouseEvent;
use wirelight::{
    engine::{
        exchanges::{By, ExchangeRow},
        request::StreamName,
    },
    view::exchanges::{COLUMNS, cell, is_numeric, short},
};
use yew::prelude::*;

use super::{acting::List, waterfall};
use crate::{components::picking::Picking, page::Room};

/// Letters of a URL that have room: more are cut in its middle, so that the file's name stays.
fn letters(room: Room) -> usize {
    match room {
        Room::Phone => 44,
        Room::Narrow | Room::Middle => 32,
        Room::Wide => 36,
        Room::Widest => 64,
    }
}

/// The id of a row.
pub fn id(place: u64) -> String {
    format!("exchange-{}", place + 1)
}

/// The row.
pub fn row(list: &List, place: u64, phone: bool) -> Html {
    let selected = place == *list.selected;
    let content = match list.row(place) {
        Some(row) if phone => lines(list, row),
        Some(row) => cells(list, place, row),
        None => html! { <span class="cell" role="gridcell"></span> },
    };
    html! {
        <div key={place} id={id(place)} class={classes!("table-row", selected.then_some("selected"))} role="row"
            aria-selected={if selected { "true" } else { "false" }} aria-rowindex={(place + 1 + u64::from(!phone)).to_string()}>
            { content }
        </div>
    }
}

fn cells(list: &List, place: u64, row: &ExchangeRow) -> Html {
    let mut cells = Vec::new();
    for (by, _) in COLUMNS {
        let content = match (by, row.stream) {
            (By::Url, _) => html! { short(&row.url, letters(list.page.room)) },
            (By::Stream, Some(name)) => to_stream(list, name, cell(row, by, true)),
            (By::Status, _) if row.response.is_none() => html! { "–" },
            _ => html! { cell(row, by, true) },
        };
        let title = match by {
            By::Url => Some(AttrValue::from(row.url.clone())),
            By::Status if row.response.is_none() => Some(list.page.texts.exchanges.no_response.into()),
            _ => None,
        };
        cells.push(html! {
            <span class={classes!("cell", is_numeric(by).then_some("numeric"), class(by, row))} role="gridcell" {title}
                aria-colindex={(cells.len() + 1).to_string()}>{ content }</span>
        });
        if by == By::Number {
            cells.push(
                html! { <span class="cell" role="gridcell" aria-colindex="2">{ to_packet(list, place, row) }</span> },
            );
        }
    }
    html! {
        <>
            { for cells }
            <span class="cell falls" role="gridcell" aria-colindex={super::ALL_COLUMNS.to_string()}>
                { waterfall::bar(list, row) }
            </span>
        </>
    }
}

/// What stands out: methods, and statuses that are no success.
fn class(by: By, row: &ExchangeRow) -> Option<&'static str> {
    match (by, row.status) {
        (By::Method, _) => Some("method"),
        (By::Status, Some(400..)) => Some("failed"),
        (By::Status, None) => Some("dim"),
        _ => None,
    }
}

/// The row itself is reached by keys.
fn to_packet(list: &List, place: u64, row: &ExchangeRow) -> Html {
    let (list, number) = (list.clone(), row.packet().map(|packet| u64::from(packet) + 1));
    let title = list.page.texts.beside.to_packets;
    let onclick = move |event: MouseEvent| {
        event.stop_propagation();
        list.to_packet(place);
    };
    html! { <button class="link" tabindex="-1" {title} {onclick}>{ number.unwrap_or(0).to_string() }</button> }
}

fn to_stream(list: &List, name: StreamName, text: String) -> Html {
    let list = list.clone();
    let title = list.page.texts.stream.follow;
    let onclick = move |event: MouseEvent| {
        event.stop_propagation();
        list.to_stream(name);
    };
    html! { <button class="link quiet" tabindex="-1" {title} {onclick}>{ text }</button> }
}

fn lines(list: &List, row: &ExchangeRow) -> Html {
    let some = [By::Status, By::Media, By::Body, By::Time].map(|by| match (by, cell(row, by, true)) {
        (_, text) if text.is_empty() => text,
        (By::Body, text) => text + " B",
        (By::Time, text) => text + " ms",
        (_, text) => text,
    });
    let some: Vec<String> = some.into_iter().filter(|text| !text.is_empty()).collect();
    html! {
        <span role="gridcell">
            <span class="line ellipsis"><b>{ &row.method }</b>{ " " }{ short(&row.url, letters(list.page.room)) }</span>
            <span class="line dim ellipsis">{ some.join(" · ") }</span>
            <span class="line">{ waterfall::bar(list, row) }</span>
        </span>
    }
}
