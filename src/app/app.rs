//! The root: holds the state and the engine, opens what is dropped or chosen, and lays out what is seen.

use std::rc::Rc;

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, HtmlInputElement, ResizeObserver};
use wirelight::view::fragment::View;
use yew::prelude::*;

use crate::{
    address::{use_address, use_dress, use_source},
    chinese::use_side_names,
    components::{
        drop_overlay::drop_overlay, icon::sprite, overlay::overlay, printout::Paper, welcome::welcome,
        workbench::Workbench,
    },
    dragging::Dragging,
    engine_client::{EngineClient, Origin},
    filtering::use_filtering,
    host::Host,
    keyboard::keys,
    notes::use_notes,
    opening::{Opener, chosen, use_opener, use_paste},
    page::{Page, Parts, Room},
    panes::focus_first_pane,
    recent_captures::use_recent,
    settings::use_settings,
    sorting::use_sorting,
    state::{Action, Screen, State},
    texts::Texts,
    windows::use_handed_over,
};

/// The samples: name, how the file that is fetched ends, packets, bytes.
pub const SAMPLES: [(&str, &str, u64, u64); 3] = [
    ("page-load.pcap", ".zst", 211, 4_209_389),
    ("websocket-chat.pcap", ".gz", 22, 3_343),
    ("live-video.pcap", ".gz", 14, 10_039),
];

/// What the app is given.
#[derive(Properties, PartialEq, Clone)]
pub struct AppProperties {
    /// What stands around it.
    pub host: Host,
}

/// The whole page.
#[component]
pub fn App(properties: &AppProperties) -> Html {
    let host = properties.host.clone();
    let state = use_reducer(|| State::new(host.choices(), host.preferred_language()));
    let client = use_memo((), |()| {
        let dispatcher = state.dispatcher();
        EngineClient::new(host.worker_files(), Callback::from(move |news| dispatcher.dispatch(Action::News(news))))
    });
    let (root, input) = (use_node_ref(), use_node_ref());
    let room = use_room(&root);
    let files_over = use_state(|| None::<u32>);
    let settings = use_settings(&state);
    let texts = Texts::of(state.language);
    use_address(&host, &state);
    use_dress(&host, &state, title(&state, texts));
    use_side_names(&host, &state);
    use_notes(&host, &state);
    use_focus(&host, &root);
    let open = use_open(&client, &state);
    let opener = use_opener(&open, &client, &state, &host, &input);
    use_source(&host, &state, &opener);
    use_paste(&host, &opener);
    use_sample(&state, &opener);
    use_recent(&host, &state, &opener);
    use_handed_over(&state, &open);
    use_sorting(&client, &state, &settings);
    use_filtering(&client, &state, &settings);
    let choose = use_callback((), {
        let opener = opener.clone();
        move |(), ()| opener.choose()
    });
    let page = Page::new(Parts {
        texts,
        state: state.clone(),
        client: (*client).clone(),
        host,
        room: *room,
        settings,
        open,
        choose,
        opener: (*opener).clone(),
    });
    let dragging = Dragging { over: files_over.clone(), opener: (*opener).clone() };
    let onchange = move |event: Event| {
        let files = event.target_dyn_into::<HtmlInputElement>().and_then(|input| input.files());
        opener.take(files.map(|files| chosen(&files)).unwrap_or_default());
    };
    let density = if page.row_height() > 20 { "comfortable" } else { "dense" };
    html! {
        <ContextProvider<Page> context={page.clone()}>
            <div ref={root} class="wirelight" data-room={room.key()} data-screen={screen_key(&state)} data-density={density}
                lang={state.language.tag()} tabindex="-1" onkeydown={keys(&page)}
                ondragenter={dragging.over()} ondragover={dragging.over()} ondragleave={dragging.out()}
                ondrop={dragging.dropped()}>
                { sprite() }
                <input ref={input} class="file-input" type="file" multiple=true hidden=true {onchange} />
                if state.capture.is_some() { <Workbench /> } else { { welcome(&page) } }
                { overlay(&page) }
                if page.state.printout.is_some() { <Paper /> }
                if let Some(files) = *files_over { { drop_overlay(&page, files) } }
            </div>
        </ContextProvider<Page>>
    }
}

fn screen_key(state: &State) -> &'static str {
    match state.screen {
        Screen::List => "list",
        Screen::Packet => "packet",
    }
}

/// What the window is called.
fn title(state: &State, texts: &Texts) -> Option<String> {
    let name = &state.capture.as_ref()?.name;
    let alone = state.chosen.view == View::Packet;
    Some(match state.selected.filter(|_| alone) {
        Some(packet) => format!("{} · {name}", (texts.packet)(&(packet + 1).to_string())),
        None => name.clone(),
    })
}

/// Gives the focus to the first pane when what had it goes away.
#[hook]
fn use_focus(host: &Host, root: &NodeRef) {
    use_effect({
        let (host, root) = (host.clone(), root.clone());
        move || {
            if let Some(root) = root.cast::<Element>().filter(|_| host.focus_is_lost()) {
                focus_first_pane(&root);
            }
        }
    });
}

/// Opens a file or a sample in the engine and on the screen.
#[hook]
fn use_open(client: &Rc<EngineClient>, state: &UseReducerHandle<State>) -> Callback<Origin> {
    let (client, dispatcher) = (client.clone(), state.dispatcher());
    use_callback((), move |origin: Origin, ()| {
        let (name, size) = match &origin {
            Origin::File(file) | Origin::Link { file, .. } => (file.name(), file.size() as u64),
            Origin::Sample { place, .. } => {
                let Some((name, .., size)) = SAMPLES.get(usize::from(*place)) else { return };
                ((*name).to_owned(), *size)
            }
        };
        client.open(&origin);
        dispatcher.dispatch(Action::Open { name, size, origin, now: js_sys::Date::now() });
    })
}

/// Opens the sample that the address names.
#[hook]
fn use_sample(state: &UseReducerHandle<State>, opener: &Rc<Opener>) {
    let named = state.chosen.sample.clone().filter(|_| state.capture.is_none());
    use_effect_with(named, {
        let opener = opener.clone();
        move |named: &Option<String>| {
            let place = named.as_ref().and_then(|named| SAMPLES.iter().position(|(name, ..)| name == named));
            if let Some(place) = place.and_then(|place| u8::try_from(place).ok()) {
                opener.open_sample(place);
            }
        }
    });
}

/// How much room the app has, measured on itself and not on the window.
#[hook]
fn use_room(root: &NodeRef) -> UseStateHandle<Room> {
    let room = use_state_eq(|| Room::Wide);
    use_effect_with((), {
        let (root, room) = (root.clone(), room.clone());
        move |()| {
            let element = root.cast::<Element>();
            let measure = {
                let element = element.clone();
                move || {
                    if let Some(element) = &element {
                        room.set(Room::of(element.get_bounding_client_rect().width()));
                    }
                }
            };
            measure();
            let resized = Closure::<dyn Fn()>::new(measure);
            let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, &element) {
                observer.observe(element);
            }
            if let Some(root) = root.cast::<HtmlElement>() {
                let _ = root.focus();
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(resized);
            }
        }
    });
    room
}
