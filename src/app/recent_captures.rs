//! Keeps the list of what was open before true to what is open, and opens it again after the page was loaded anew.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use wirelight::view::fragment::{Fragment, View};
use yew::prelude::*;

use crate::{
    engine_client::Origin,
    host::Host,
    opening::Opener,
    recent::{self, Recent, Way, is_permitted},
    state::{Action, Capture, State},
};

/// What is seen may change often; it is written down when it has stayed for so long, in milliseconds.
const SETTLED: u32 = 400;

/// Reads the list once, and writes down what is open and seen.
#[hook]
pub fn use_recent(host: &Host, state: &UseReducerHandle<State>, opener: &Rc<Opener>) {
    // a window of one packet has its capture from the page that opened it, and is nothing to return to
    let alone = state.chosen.view == View::Packet;
    use_effect_with((), {
        let (host, opener, state) = (host.clone(), opener.clone(), state.clone());
        move |()| {
            let other = alone || host.source().is_some() || state.chosen.sample.is_some();
            let open_then = host.kept_open().filter(|_| !other);
            spawn_local(async move {
                if let Ok(list) = recent::list().await {
                    take_up(&opener, &state, list, open_then).await;
                }
            });
        }
    });
    let open = state.capture.as_ref().filter(|capture| !alone && capture.finished() && capture.packets() > 0);
    let view = Fragment { lang: None, theme: None, sample: None, ..state.fragment() }.text();
    use_effect_with((open.map(|capture| capture.number), view), {
        let (host, opener, dispatcher) = (host.clone(), opener.clone(), state.dispatcher());
        let capture = open.cloned();
        move |(_, view): &(Option<u32>, String)| {
            let view = view.clone();
            let timeout = capture.map(|capture| {
                Timeout::new(SETTLED, move || {
                    spawn_local(async move {
                        let Some(recent) = recent_of(&opener, &capture, view).await else { return };
                        if let Ok(list) = recent::remember(recent).await {
                            host.keep_open(list.first().map(|first| first.id));
                            dispatcher.dispatch(Action::Recent(list.into()));
                        }
                    });
                })
            });
            move || drop(timeout)
        }
    });
    let had = use_mut_ref(|| false);
    use_effect_with(state.capture.is_some(), {
        let host = host.clone();
        move |is_open: &bool| {
            if had.replace(*is_open) && !is_open {
                host.keep_open(None);
            }
        }
    });
}

/// Shows the list; what was open in this tab is opened again where the browser lets us, or offered.
async fn take_up(opener: &Opener, state: &UseReducerHandle<State>, list: Vec<Recent>, open_then: Option<u64>) {
    let then = list.iter().find(|recent| Some(recent.id) == open_then).cloned();
    state.dispatch(Action::Recent(list.into()));
    let Some(then) = then else { return };
    if let Way::Handle(handle) = &then.way
        && is_permitted(handle, false).await
    {
        opener.open_again(&then, None);
    } else {
        state.dispatch(Action::Offer(then.id));
    }
}

/// How the open capture can be opened again, if it can.
async fn recent_of(opener: &Opener, capture: &Capture, view: String) -> Option<Recent> {
    let way = match &capture.origin {
        Origin::Link { address, .. } => Way::Link(address.clone()),
        Origin::File(file) => {
            let handle = JsFuture::from(opener.handle_of(file)?).await.ok()?;
            let kind = js_sys::Reflect::get(&handle, &JsValue::from_str("kind")).ok()?;
            Way::Handle(Some(handle).filter(|_| kind == "file")?)
        }
        Origin::Sample { .. } => return None,
    };
    let now = js_sys::Date::now();
    let (name, size, packets) = (capture.name.clone(), capture.size, capture.packets());
    Some(Recent { id: now as u64, way, name, size, packets, opened: now, view })
}
