//! The address of the page: kept true to what is shown, and followed where the person changes it.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wirelight::view::fragment::Fragment;
use yew::prelude::*;

use crate::{
    host::Host,
    opening::Opener,
    state::{Action, Screen, State},
};

/// How long the choices rest before they are written, in milliseconds: writing costs a browser several milliseconds, and
/// it refuses to write more than a few times a second.
const REST: u32 = 200;

/// Writes the choices into the address, and hears the browser's Back and Forward.
#[hook]
pub fn use_address(host: &Host, state: &UseReducerHandle<State>) {
    use_effect_with((state.fragment(), state.screen), {
        let host = host.clone();
        move |(fragment, _): &(Fragment, Screen)| {
            let fragment = fragment.clone();
            let rest = Timeout::new(REST, move || host.write_address(&fragment.text()));
            move || drop(rest)
        }
    });
    // what is heard later must know the screen of then
    let screen = use_mut_ref(|| Screen::List);
    *screen.borrow_mut() = state.screen;
    use_effect_with((), {
        let (host, dispatcher) = (host.clone(), state.dispatcher());
        move |()| {
            let went = Callback::from({
                let host = host.clone();
                move |to: Screen| {
                    // leaving a packet's screen leaves the selection as it is
                    let leaves = *screen.borrow() == Screen::Packet && to == Screen::List;
                    if !leaves {
                        dispatcher.dispatch(Action::Address(Fragment::from_text(&host.fragment())));
                    }
                    dispatcher.dispatch(Action::Go(to));
                }
            });
            let listener = host.on_travel(went);
            move || drop(listener)
        }
    });
}

/// Opens the link that the address names, and names the one that is open.
#[hook]
pub fn use_source(host: &Host, state: &UseReducerHandle<State>, opener: &Rc<Opener>) {
    use_effect_with((), {
        let (host, opener) = (host.clone(), opener.clone());
        move |()| {
            if let Some(source) = host.source() {
                opener.open_link(&source);
            }
        }
    });
    use_effect_with(state.link().map(str::to_owned), {
        let host = host.clone();
        move |link: &Option<String>| host.set_source(link.as_deref())
    });
}

/// Keeps document and title true to language, theme, file and packet.
#[hook]
pub fn use_dress(host: &Host, state: &UseReducerHandle<State>, title: Option<String>) {
    use_effect_with((state.language, state.chosen.clone()), {
        let host = host.clone();
        move |(language, chosen)| host.dress(*language, chosen)
    });
    use_effect_with(title, {
        let host = host.clone();
        move |title: &Option<String>| host.set_title(title.as_deref())
    });
}
