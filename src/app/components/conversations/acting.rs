//! What a person does with the table: moves in it, selects rows, goes to packets, streams and ladders.

use std::{ops::RangeInclusive, rc::Rc};

use web_sys::{KeyboardEvent, MouseEvent};
use wirelight::{
    engine::{
        ladder::Ladders,
        request::{Kind, Reply, StreamName, TableRow},
    },
    index::flows::Transport,
    view::{
        fragment::View,
        ladder::choice::FlowChoice,
        scroll::walked,
        stream::StreamChoice,
        tables::{TableChoice, filter},
    },
};
use yew::prelude::*;

use crate::{
    commands::Command,
    filtering,
    page::{Page, Room},
    state::Action,
    streams,
    virtual_rows::VirtualRows,
};

/// The table as its handlers know it.
#[derive(Clone)]
pub struct Table {
    pub page: Page,
    pub choice: TableChoice,
    pub rows: VirtualRows,
    /// How many rows there are.
    pub all: u32,
    /// The rows that are here.
    pub known: Option<Rc<Reply>>,
    /// The selected row, and where the selection began.
    pub selected: UseStateHandle<(u64, u64)>,
}

impl Table {
    /// A row, if it is here.
    pub fn row(&self, place: u64) -> Option<&TableRow> {
        let Some(Reply::Conversations { first, rows, .. }) = self.known.as_deref() else { return None };
        rows.get(usize::try_from(place.checked_sub(u64::from(*first))?).ok()?)
    }

    /// The selected rows.
    pub fn places(&self) -> RangeInclusive<u64> {
        let (place, anchor) = *self.selected;
        place.min(anchor)..=place.max(anchor)
    }

    fn stream_of(&self, row: &TableRow) -> Option<StreamName> {
        let transport = if self.choice.table.kind == Kind::Tcp { Transport::Tcp } else { Transport::Udp };
        row.stream.map(|number| StreamName { transport, number })
    }

    /// Shows the first packet of the selected row in the list.
    pub fn to_packets(&self) {
        if let Some(row) = self.row(self.selected.0) {
            self.page.show_packet(row.first.into());
        }
    }

    /// Shows only the packets of the selected row.
    pub fn to_filter(&self) {
        self.combine(Command::ApplyFilter, false);
    }

    /// Hides the packets of the selected row's addresses and ports, in whatever stream.
    pub fn hide(&self) {
        let filtered = self.page.state.chosen.filter.is_some();
        self.combine(if filtered { Command::AndNotFilter } else { Command::ExcludeFilter }, true);
    }

    fn combine(&self, command: Command, ports: bool) {
        if let Some(test) = self.row(self.selected.0).and_then(|row| filter(self.choice.table, row, ports)) {
            filtering::combine(&self.page, command, test);
        }
    }

    /// Shows what both sides of a row said; of addresses without ports, the first packet.
    pub fn to_stream(&self, place: u64) {
        match self.row(place).map(|row| (row, self.stream_of(row))) {
            Some((_, Some(name))) => streams::open(&self.page, StreamChoice::of(name)),
            Some((row, None)) => self.page.show_packet(row.first.into()),
            None => {}
        }
    }

    /// Shows the selected rows as one ladder.
    pub fn to_flow(&self) {
        let rows: Vec<&TableRow> = self.places().filter_map(|place| self.row(place)).collect();
        let names: Vec<StreamName> = rows.iter().filter_map(|row| self.stream_of(row)).collect();
        let host = rows.first().map(|row| Ladders::HostOf(row.first));
        let of = if names.is_empty() { host } else { Some(Ladders::Streams(names)) };
        let choice = FlowChoice { of, ..self.page.state.chosen.flow.clone().unwrap_or_default() };
        self.page.show(View::Flow);
        self.page.state.dispatch(Action::Flow(choice));
        if let Some(row) = rows.first() {
            self.page.state.dispatch(Action::SelectPacket(row.first.into()));
        }
    }

    fn select(&self, place: u64, extends: bool) {
        self.selected.set((place, if extends { self.selected.1 } else { place }));
    }

    /// Selects the row under the mouse; a finger goes to its packets.
    pub fn on_click(&self) -> Callback<MouseEvent> {
        let table = self.clone();
        Callback::from(move |event: MouseEvent| {
            let Some(place) = table.rows.row_at(event.client_y()) else { return };
            table.select(place, event.shift_key());
            if let Some(row) = table.row(place).filter(|_| table.page.room == Room::Phone) {
                table.page.show_packet(row.first.into());
            }
        })
    }

    /// Two clicks go to the packets.
    pub fn on_double_click(&self) -> Callback<MouseEvent> {
        let table = self.clone();
        Callback::from(move |_| table.to_packets())
    }

    /// Moves by keys, and goes to the packets by Enter.
    pub fn on_key(&self) -> Callback<KeyboardEvent> {
        let table = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let (here, last) = (table.selected.0, u64::from(table.all.saturating_sub(1)));
            if event.key() == "Enter" {
                event.prevent_default();
                return table.to_packets();
            }
            let Some(to) = walked(&event.key(), Some(here), last, table.rows.page) else { return };
            event.prevent_default();
            table.select(to, event.shift_key());
            table.rows.reveal(to);
        })
    }
}
