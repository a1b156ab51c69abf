//! A packet in a window of its own: this page again. The capture is handed over by the page that opened it, so that
//! nobody is asked for it and the window has an engine of its own.

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, MessageEvent, Window};
use wirelight::view::fragment::View;
use yew::prelude::*;

use crate::{engine_client::Origin, page::Page, state::State};

/// What the window asks of the page that opened it.
const ASKS: &str = "wirelight: which capture";
/// Wide enough for layers beside bytes.
const FEATURES: &str = "popup,width=1180,height=680";

/// Opens the selected packet in a window of its own.
pub fn open(page: &Page) {
    let (Some(window), Some(capture)) = (web_sys::window(), page.state.capture.as_ref()) else { return };
    let mut fragment = page.state.fragment();
    fragment.view = View::Packet;
    // without what the page was asked for: the capture comes from here
    let address = format!("{}#{}", window.location().pathname().unwrap_or_default(), fragment.text());
    let child = window.open_with_url_and_target_and_features(&address, "_blank", FEATURES).ok().flatten();
    let Some(child) = child else {
        page.say(page.texts.window_refused);
        return;
    };
    hand_over(&window, child, capture.origin.file().clone());
}

/// Gives the file to the window whenever it asks, be it after it was loaded again.
fn hand_over(window: &Window, child: Window, file: File) {
    let here = window.location().origin().unwrap_or_default();
    EventListener::new(window, "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
        let asks = event.data().as_string().is_some_and(|data| data == ASKS);
        if asks && event.origin() == here && is_from(event, &child) {
            let _ = child.post_message(&file, &here);
        }
    })
    .forget();
}

/// Whether that window sent the message.
fn is_from(event: &MessageEvent, window: &Window) -> bool {
    event.source().is_some_and(|source| AsRef::<JsValue>::as_ref(&source) == AsRef::<JsValue>::as_ref(window))
}

/// In a window of one packet: asks the page that opened it for the capture, and opens that.
#[hook]
pub fn use_handed_over(state: &UseReducerHandle<State>, open: &Callback<Origin>) {
    let alone = state.chosen.view == View::Packet && state.chosen.sample.is_none();
    use_effect_with((), {
        let open = open.clone();
        move |()| {
            let listener = if alone { ask(open) } else { None };
            move || drop(listener)
        }
    });
}

fn ask(open: Callback<Origin>) -> Option<EventListener> {
    let window = web_sys::window()?;
    // a window of another page is no `Window` of this one's, so it can not be asked what it is
    let opener: Window = window.opener().ok().filter(JsValue::is_object)?.unchecked_into();
    let here = window.location().origin().ok()?;
    let listener = EventListener::new(&window, "message", {
        let (opener, here) = (opener.clone(), here.clone());
        move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let is_answer = event.origin() == here && is_from(event, &opener);
            if let Some(file) = event.data().dyn_into::<File>().ok().filter(|_| is_answer) {
                open.emit(Origin::File(file));
            }
        }
    });
    opener.post_message(&JsValue::from_str(ASKS), &here).ok()?;
    Some(listener)
}
