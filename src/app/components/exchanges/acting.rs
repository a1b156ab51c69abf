//! What a person does with the list: moves in it, goes to packets and streams.

use web_sys::{KeyboardEvent, MouseEvent};
use wirelight::{
    engine::{
        exchanges::{Choice, ExchangeRow, ExchangeRows},
        request::StreamName,
    },
    view::{scroll::walked, stream::StreamChoice},
};
use yew::prelude::*;

use crate::{
    page::{Page, Room},
    streams,
    virtual_rows::VirtualRows,
};

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
    /// How many rows there are.
    pub fn all(&self) -> u64 {
        self.known.as_ref().map_or(0, |known| known.chosen.into())
    }

    /// A row, if it is here.
    pub fn row(&self, place: u64) -> Option<&ExchangeRow> {
        let known = self.known.as_ref()?;
        known.rows.get(usize::try_from(place.checked_sub(known.first.into())?).ok()?)
    }

    /// Shows a row's packet in the list.
    pub fn to_packet(&self, place: u64) {
        if let Some(packet) = self.row(place).and_then(ExchangeRow::packet) {
            self.page.show_packet(packet.into());
        }
    }

    /// Shows what both sides of a row's stream said.
    pub fn to_stream(&self, name: StreamName) {
        streams::open(&self.page, StreamChoice::of(name));
    }

    /// Selects the row under the mouse; a finger goes to its packet.
    pub fn on_click(&self) -> Callback<MouseEvent> {
        let list = self.clone();
        Callback::from(move |event: MouseEvent| {
            let Some(place) = list.rows.row_at(event.client_y()) else { return };
            list.selected.set(place);
            if list.page.room == Room::Phone {
                list.to_packet(place);
            }
        })
    }

    /// Two clicks go to the packet.
    pub fn on_double_click(&self) -> Callback<MouseEvent> {
        let list = self.clone();
        Callback::from(move |_| list.to_packet(*list.selected))
    }

    /// Moves by keys, and goes to the packet by Enter.
    pub fn on_key(&self) -> Callback<KeyboardEvent> {
        let list = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
                return;
            }
            let (here, last) = (*list.selected, list.all().saturating_sub(1));
            if event.key() == "Enter" {
                event.prevent_default();
                return list.to_packet(here);
            }
            let Some(to) = walked(&event.key(), Some(here), last, list.rows.page) else { return };
            event.prevent_default();
            list.selected.set(to);
            list.rows.reveal(to);
        })
    }
}
