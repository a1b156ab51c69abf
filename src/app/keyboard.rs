//! The keys that work wherever the focus is.

use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::{
    commands::{self, Command},
    page::{Page, Room},
    panes::{focus_next_pane, panes},
    state::{Action, Screen},
};

/// Hears keys at the root of the app.
pub fn keys(page: &Page) -> Callback<KeyboardEvent> {
    let page = page.clone();
    Callback::from(move |event: KeyboardEvent| {
        // what is over the rest hears its own keys
        if page.state.overlay.is_some() || event.default_prevented() {
            return;
        }
        match event.key().as_str() {
            "F6" => {
                event.prevent_default();
                focus_next_pane(&event);
            }
            "ArrowDown" | "ArrowUp" if page.is_popped_out() && !held(&event) => {
                event.prevent_default();
                page.step(if event.key() == "ArrowDown" { 1 } else { -1 });
            }
            "Escape" => escape(&page, &event),
            _ => {
                let pressed = commands::pressed(&event).filter(|command| commands::is_enabled(*command, &page));
                // the browser pastes by itself, and needs no permission for it
                if let Some(command) = pressed.filter(|command| *command != Command::Paste) {
                    event.prevent_default();
                    commands::run(command, &page);
                }
            }
        }
    })
}

/// Whether a key is held down that changes what others mean.
fn held(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key()
}

/// Escape closes what is over the rest, then lets go of the field, then returns to the list.
fn escape(page: &Page, event: &KeyboardEvent) {
    let state = &page.state;
    event.prevent_default();
    if page.room == Room::Phone && state.screen == Screen::Packet {
        page.host.travel(-1);
    } else if state.line.is_some() {
        state.dispatch(Action::SelectLine(None));
    } else if state.anchor.is_some() {
        state.dispatch(Action::Select(state.place.unwrap_or(0)));
    } else if let Some(list) = panes(event).into_iter().next() {
        let _ = list.focus();
    }
}
