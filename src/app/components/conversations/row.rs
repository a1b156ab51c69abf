//! A row of the table: a cell for every column, or a few lines for fingers.

use web_sys::MouseEvent;
use wirelight::{
    engine::request::{By, Kind, Table, TableRow},
    view::tables::{cell, columns, is_numeric},
};
use yew::prelude::*;

use super::acting;
use crate::texts::Texts;

/// How a row is drawn.
#[derive(Clone, Copy)]
pub struct Looks {
    /// Its place in the table, from 0.
    pub place: u64,
    /// Whether it is the selected one.
    pub selected: bool,
    /// Lines instead of cells.
    pub phone: bool,
}

/// The id of a row.
pub fn id(place: u64) -> String {
    format!("table-row-{}", place + 1)
}

/// The row.
pub fn row(texts: &Texts, acting: &acting::Table, looks: Looks) -> Html {
    let Looks { place, selected, phone } = looks;
    let content = match acting.row(place) {
        Some(row) if phone => lines(texts, acting.choice.table, row),
        Some(row) => cells(texts, acting, place, row),
        None => html! { <span class="cell" role="gridcell"></span> },
    };
    html! {
        <div key={place} id={id(place)} class={classes!("table-row", selected.then_some("selected"))} role="row"
            aria-selected={if selected { "true" } else { "false" }} aria-rowindex={(place + 1 + u64::from(!phone)).to_string()}>
            { content }
        </div>
    }
}

fn cells(texts: &Texts, acting: &acting::Table, place: u64, row: &TableRow) -> Html {
    let table = acting.choice.table;
    let cells = columns(table).zip(1_u8..).map(|(by, index)| {
        let text = cell(row, by, true);
        let loss = (by == By::Losses && row.losses > 0).then_some("loss");
        let content = if by == By::First {
            let acting = acting.clone();
            let onclick = move |event: MouseEvent| {
                event.stop_propagation();
                acting.to_stream(place);
            };
            let title = if row.stream.is_some() { texts.stream.follow } else { texts.beside.to_packets };
            // the row itself is reached by keys
            html! { <button class="link" tabindex="-1" {title} {onclick}>{ text }</button> }
        } else {
            html! { text }
        };
        html! {
            <span class={classes!("cell", is_numeric(by).then_some("numeric"), loss)} role="gridcell"
                aria-colindex={index.to_string()}>{ content }</span>
        }
    });
    cells.collect()
}

fn lines(texts: &Texts, table: Table, row: &TableRow) -> Html {
    let end = |(address, port): &(String, String)| {
        if port.is_empty() { address.clone() } else { format!("{address}:{port}") }
    };
    let [from, to] = &row.ends;
    let amounts = (texts.beside.amounts)(&cell(row, By::Packets, true), &cell(row, By::Bytes, true));
    let health = (table.kind == Kind::Tcp && row.losses > 0)
        .then(|| html! { <span class="loss">{ (texts.beside.losses)(row.losses) }</span> });
    html! {
        <span role="gridcell">
            <span class="line ellipsis"><b>{ end(from) }</b></span>
            if !table.endpoints { <span class="line ellipsis">{ "⇄ " }{ end(to) }</span> }
            <span class="line dim ellipsis">{ amounts }{ health }</span>
        </span>
    }
}
