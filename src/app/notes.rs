//! What a person noted on a capture, kept in the browser's memory until the same file is opened again.
//!
//! A file is known by its size and a hash of both its ends; its name may change. Storage is read again before every
//! change, because other tabs write there too.

use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use wirelight::view::annotations::Annotations;
use yew::prelude::*;

use crate::{
    engine_client::Origin,
    host::Host,
    state::{Action, State},
};

/// Captures whose notes are kept; the one noted on longest ago goes first.
const KEPT: usize = 50;
/// The item that lists the captures, the last noted on at its end.
const LIST: &str = "notes";
/// Bytes of either end that tell a file from others of its size.
const END: f64 = 65_536.0;

/// Recalls the notes on a capture when it is opened, and remembers those that are made.
#[hook]
pub fn use_notes(host: &Host, state: &UseReducerHandle<State>) {
    let opened = state.capture.as_ref().map(|capture| (capture.number, capture.origin.clone()));
    use_effect_with(opened, {
        let (host, dispatcher) = (host.clone(), state.dispatcher());
        move |opened: &Option<(u32, Origin)>| {
            let Some((number, origin)) = opened.clone() else { return };
            spawn_local(async move {
                let Some(key) = identity(&origin).await else { return };
                let notes = host.kept_text(&key).map(|text| Annotations::from_text(&text)).unwrap_or_default();
                dispatcher.dispatch(Action::Recall { number, key, notes });
            });
        }
    });
    use_effect_with((state.notes_key.clone(), state.annotations.clone()), {
        let host = host.clone();
        move |(key, notes): &(Option<Rc<str>>, Rc<Annotations>)| {
            if let Some(key) = key {
                remember(&host, key, notes);
            }
        }
    });
}

/// The name under which the notes on a capture are kept; none for what can not be opened again.
async fn identity(origin: &Origin) -> Option<Rc<str>> {
    if let Some(sample) = origin.sample_name() {
        return Some(format!("notes {sample}").into());
    }
    let hash = hash_of_ends(origin.file()).await.ok()?;
    Some(format!("notes {} {hash:016x}", origin.file().size() as u64).into())
}

/// FNV-1a over the first and the last bytes.
async fn hash_of_ends(file: &File) -> Result<u64, JsValue> {
    let size = file.size();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (from, to) in [(0.0, END.min(size)), ((size - END).max(0.0), size)] {
        let bytes = JsFuture::from(file.slice_with_f64_and_f64(from, to)?.array_buffer()).await?;
        for byte in Uint8Array::new(&bytes).to_vec() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    Ok(hash)
}

fn remember(host: &Host, key: &str, notes: &Annotations) {
    let listed = host.kept_text(LIST).unwrap_or_default();
    if notes.is_empty() && !listed.lines().any(|line| line == key) {
        return;
    }
    let mut list: Vec<&str> = listed.lines().filter(|line| *line != key).collect();
    if notes.is_empty() {
        host.forget(key);
    } else {
        host.keep_text(key, &notes.text());
        list.push(key);
    }
    for old in list.drain(..list.len().saturating_sub(KEPT)) {
        host.forget(old);
    }
    host.keep_text(LIST, &list.join("\n"));
}
