//! What commands do with tables of conversations.

use wirelight::{
    engine::request::{Kind, Reply, Table},
    view::{
        copies::table,
        fragment::View,
        tables::{TableChoice, cell, columns, is_numeric},
    },
};

use crate::{
    components::conversations::{chosen, request},
    page::Page,
    state::Action,
};

/// Shows the conversations of a kind, or its endpoints where those are seen.
pub fn show(page: &Page, kind: Kind) {
    let choice = chosen(&page.state);
    choose(page, choice.of(Table { kind, ..choice.table }));
}

/// Shows endpoints instead of conversations, or the other way round.
pub fn turn(page: &Page) {
    let choice = chosen(&page.state);
    choose(page, choice.of(Table { endpoints: !choice.table.endpoints, ..choice.table }));
}

fn choose(page: &Page, choice: TableChoice) {
    page.show(View::Conversations);
    page.state.dispatch(Action::Table(choice));
}

/// Copies the whole table for a spreadsheet: plain numbers, seconds and bits a second.
pub fn copy(page: &Page) {
    let (copying, choice) = (page.clone(), chosen(&page.state));
    page.ask(request(&page.state, 0, u32::MAX), move |reply| {
        let Reply::Conversations { rows, .. } = reply else { return };
        let (page, columns) = (&copying, columns(choice.table));
        let numbers = columns.clone().enumerate().filter(|(_, by)| is_numeric(*by)).map(|(place, _)| place);
        let cells = rows.iter().map(|row| columns.clone().map(|by| cell(row, by, false)).collect());
        let table = table::Table {
            heads: columns.clone().map(|by| (page.texts.beside.column)(by, choice.table).to_owned()).collect(),
            rows: cells.collect(),
            numbers: numbers.collect(),
        };
        page.host.copy(&table.csv());
        page.say((page.texts.copied_as)(&(page.texts.rows_count)(rows.len() as u64), "CSV"));
    });
}
