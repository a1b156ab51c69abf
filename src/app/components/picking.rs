//! A list of which one row is selected, by keys and clicks that also lead to its packet.

use web_sys::{KeyboardEvent, MouseEvent};
use wirelight::view::scroll::walked;
use yew::prelude::*;

use crate::{
    page::{Page, Room},
    virtual_rows::VirtualRows,
};

/// What such a list knows; the rest follows.
pub trait Picking: Clone + 'static {
    /// What any component may use.
    fn page(&self) -> &Page;

    /// Its rows as they are drawn.
    fn rows(&self) -> &VirtualRows;

    /// The place of the selected row.
    fn selected(&self) -> &UseStateHandle<u64>;

    /// How many rows there are.
    fn all(&self) -> u64;

    /// The packet of a row that is here.
    fn packet(&self, place: u64) -> Option<u32>;

    /// Shows a row's packet in the list of packets.
    fn to_packet(&self, place: u64) {
        if let Some(packet) = self.packet(place) {
            self.page().show_packet(packet.into());
        }
    }

    /// Selects the row under the mouse; a finger goes to its packet.
    fn on_click(&self) -> Callback<MouseEvent> {
        let list = self.clone();
        Callback::from(move |event: MouseEvent| {
            let Some(place) = list.rows().row_at(event.client_y()) else { return };
            list.selected().set(place);
            if list.page().room == Room::Phone {
                list.to_packet(place);
            }
        })
    }

    /// Two clicks go to the packet.
    fn on_double_click(&self) -> Callback<MouseEvent> {
        let list = self.clone();
        Callback::from(move |_| list.to_packet(**list.selected()))
    }

    /// Moves by keys, and goes to the packet by Enter.
    fn on_key(&self) -> Callback<KeyboardEvent> {
        let list = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
                return;
            }
            let here = **list.selected();
            if event.key() == "Enter" {
                event.prevent_default();
                return list.to_packet(here);
            }
            let last = list.all().saturating_sub(1);
            let Some(to) = walked(&event.key(), Some(here), last, list.rows().page) else { return };
            event.prevent_default();
            list.selected().set(to);
            list.rows().reveal(to);
        })
    }
}
