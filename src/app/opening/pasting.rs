//! What is pasted into the page: by the browser's own paste, or read from the clipboard by a button.

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::ClipboardEvent;
use yew::prelude::*;

use super::{
    Opener, Refusal,
    files::{call, pasted},
};
use crate::{commands::is_text_field, host::Host};

/// Hears the browser's paste wherever no text is written.
#[hook]
pub fn use_paste(host: &Host, opener: &Opener) {
    use_effect_with((), {
        let (host, opener) = (host.clone(), opener.clone());
        move |()| {
            let listener = host.on_paste(Callback::from(move |event: ClipboardEvent| {
                let Some(data) = event.clipboard_data().filter(|_| !is_text_field(event.target())) else { return };
                event.prevent_default();
                let (files, text) = pasted(&data);
                if files.is_empty() {
                    opener.open_text(&text);
                } else {
                    opener.take(files);
                }
            }));
            move || drop(listener)
        }
    });
}

impl Opener {
    /// Reads the clipboard's text, for which the browser may ask the person.
    pub fn paste(&self) {
        let clipboard =
            web_sys::window().and_then(|window| Reflect::get(&window.navigator(), &"clipboard".into()).ok());
        let reading = clipboard.filter(|clipboard| clipboard.is_object());
        let reading = reading.and_then(|clipboard| call(&clipboard, "readText")?.dyn_into::<Promise>().ok());
        let opener = self.clone();
        spawn_local(async move {
            let text = match reading {
                Some(reading) => JsFuture::from(reading).await.ok(),
                None => None,
            };
            match text.and_then(|text| text.as_string()) {
                Some(text) => opener.open_text(&text),
                None => opener.refuse(Refusal::ClipboardClosed),
            }
        });
    }
}
