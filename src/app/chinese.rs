//! Fetches the Chinese names of fields and layers when Chinese is spoken for the first time.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use wirelight::view::fragment::Language;
use yew::prelude::*;

use crate::{
    host::Host,
    opening::own_file,
    state::{Action, State},
    texts::side_names,
};

/// Asks whenever Chinese is chosen, until the names are here; without them fields have their own names alone.
#[hook]
pub fn use_side_names(host: &Host, state: &UseReducerHandle<State>) {
    let wanted = state.language == Language::Zh && !state.side_names;
    use_effect_with(wanted, {
        let (address, dispatcher) = (host.file_address(NAMES), state.dispatcher());
        move |wanted: &bool| {
            if *wanted {
                spawn_local(async move {
                    let Ok(file) = own_file(&address, NAMES, None).await else { return };
                    if let Some(table) = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
                        side_names::learn(table);
                        dispatcher.dispatch(Action::SideNames);
                    }
                });
            }
        }
    });
}

const NAMES: &str = "fields_zh.tsv";
