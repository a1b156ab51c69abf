//! What commands do with exchanges.

use wirelight::{
    engine::{
        exchanges::ExchangeRow,
        request::{Reply, Request},
        tasks::{Outcome, Task},
    },
    view::{
        amounts,
        copies::{curl, table::Table},
        exchanges::{COLUMNS, cell, is_numeric},
    },
};

use crate::{
    commands::Command,
    components::exchanges::{chosen, request},
    copying::{save as hand_over, stem},
    page::Page,
    state::Job,
};

/// Takes the chosen exchanges away in some form.
pub fn take(page: &Page, command: Command) {
    match command {
        Command::ExchangesHar => archive(page),
        Command::ExchangesCurl => commands(page),
        _ => sheet(page),
    }
}

/// Saves them as an HTTP archive.
fn archive(page: &Page) {
    let saving = page.clone();
    page.start(Job::Saving, Task::Archive(chosen(&page.state)), move |finished| {
        let texts = saving.texts;
        match (finished.outcome, finished.file) {
            (Outcome::Archived { exchanges, left_out }, Some(file)) => {
                let name = [stem(&saving.state), ".har"].concat();
                hand_over(&file, &name);
                let size = amounts::size(file.size() as u64);
                saving.say((texts.exchanges.archived)(exchanges, left_out, &name, &size));
            }
            _ => saving.say(texts.not_saved),
        }
    });
}

/// Copies them for a spreadsheet: plain numbers.
fn sheet(page: &Page) {
    let copying = page.clone();
    page.ask(request(&page.state, 0, u32::MAX), move |reply| {
        let Reply::Exchanges(Some(known)) = reply else { return };
        let page = &copying;
        let cells = |row: &ExchangeRow| {
            let packet = row.packet().map(|packet| (u64::from(packet) + 1).to_string()).unwrap_or_default();
            let mut cells: Vec<String> = COLUMNS.into_iter().map(|(by, _)| cell(row, by, false)).collect();
            cells.insert(1, packet);
            cells
        };
        let mut heads: Vec<String> =
            COLUMNS.into_iter().map(|(by, _)| (page.texts.exchanges.column)(by).to_owned()).collect();
        heads.insert(1, page.texts.exchanges.packet.to_owned());
        let numbers = COLUMNS.into_iter().enumerate().filter(|(_, (by, _))| is_numeric(*by));
        let numbers = numbers.map(|(place, _)| place + usize::from(place > 0)).chain([1]).collect();
        let table = Table { heads, rows: known.rows.iter().map(cells).collect(), numbers };
        page.host.copy(&table.csv());
        page.say((page.texts.copied_as)(&(page.texts.rows_count)(known.rows.len() as u64), "CSV"));
    });
}

/// Copies the selected one as a command for a shell.
fn commands(page: &Page) {
    let Some(number) = page.state.exchange else { return };
    let copying = page.clone();
    page.ask(Request::Dialogue { number, most: u32::MAX }, move |reply| {
        let command = match reply {
            Reply::Dialogue(Some(one)) => curl::command(one),
            _ => None,
        };
        match command {
            Some(command) => {
                copying.host.copy(&command);
                copying.say((copying.texts.copied_as)(&(copying.texts.rows_count)(1), "curl"));
            }
            None => copying.say(copying.texts.exchanges.no_command),
        }
    });
}
