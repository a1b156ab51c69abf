//! What a person does with the list: moves in it, goes to packets and streams.

use wirelight::{
    engine::{
        exchanges::{Choice, ExchangeRow, ExchangeRows},
        request::StreamName,
    },
    view::stream::StreamChoice,
};
use yew::prelude::*;

use crate::{components::picking::Picking, page::Page, streams, virtual_rows::VirtualRows};

/// The list as its handlers know it.
#[derive(Clone)]
pub struct List {
    pub page: Page,
    pub choice: Choice,
    pub rows: VirtualRows,
    /// The rows that are here, once they are gathered.
    pub known: Option<ExchangeRows>,
    /// The place of the selected row.
    pub selected: UseStateHandle<u64>,
}

impl List {
    /// A row, if it is here.
    pub fn row(&self, place: u64) -> Option<&ExchangeRow> {
        let known = self.known.as_ref()?;
        known.rows.get(usize::try_from(place.checked_sub(known.first.into())?).ok()?)
    }

    /// Shows what both sides of a row's stream said.
    pub fn to_stream(&self, name: StreamName) {
        streams::open(&self.page, StreamChoice::of(name));
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
        self.known.as_ref().map_or(0, |known| known.chosen.into())
    }

    fn packet(&self, place: u64) -> Option<u32> {
        self.row(place).and_then(ExchangeRow::packet)
    }
}
