//! A row of the table: a cell for every column, or a few lines for fingers.

use web_sys::MouseEvent;
use wirelight::{
    engine::request::{By, Kind, Table, TableRow},
    view::tables::{cell, columns, is_numeric},
};
use yew::prelude::*;

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

/// The row; `open` goes to its first packet.
pub fn row(texts: &Texts, table: Table, looks: Looks, known: Option<&TableRow>, open: &Callback<u64>) -> Html {
    let Looks { place, selected, phone } = looks;
    let content = match known {
        Some(row) if phone => lines(texts, table, row),
        Some(row) => cells(texts, table, place, row, open),
        None => html! { <span class="cell" role="gridcell"></span> },
    };
    html! {
        <div key={place} id={id(place)} class={classes!("table-row", selected.then_some("selected"))} role="row"
            aria-selected={if selected { "true" } else { "false" }} aria-rowindex={(place + 1 + u64::from(!phone)).to_string()}>
            { content }
        </div>
    }
}

fn cells(texts: &Texts, table: Table, place: u64, row: &TableRow, open: &Callback<u64>) -> Html {
    let cells = columns(table).zip(1_u8..).map(|(by, index)| {
        let text = cell(row, by, true);
        let loss = (by == By::Losses && row.losses > 0).then_some("loss");
        let content = if by == By::First {
            let onclick = open.reform(move |event: MouseEvent| {
                event.stop_propagation();
                place
            });
            // the row itself is reached by keys, and Enter does the same
            html! { <button class="link" tabindex="-1" title={if row.stream.is_some() { texts.stream.follow } else { texts.beside.to_packets }} {onclick}>{ text }</button> }
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
