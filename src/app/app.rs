//! The root: holds the state and the engine, opens what is dropped or chosen, and hears the keys that work everywhere.

use std::rc::Rc;

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{DragEvent, Element, File, HtmlElement, HtmlInputElement, KeyboardEvent, ResizeObserver};
use wirelight::view::fragment::{Fragment, Theme};
use yew::prelude::*;

use crate::{
    components::{drop_overlay::drop_overlay, icon::sprite, welcome::welcome, workbench::Workbench},
    engine_client::{EngineClient, Origin},
    host::{Host, Travel},
    state::{Action, Screen, State},
    texts::Texts,
};

/// The samples inside the worker, in its order: name, packets, bytes.
pub const SAMPLES: [(&str, u64, u64); 3] =
    [("page-load.pcap", 211, 4_209_389), ("websocket-chat.pcap", 22, 3_343), ("live-video.pcap", 14, 10_039)];

/// What the app is given.
#[derive(Properties, PartialEq, Clone)]
pub struct AppProperties {
    /// What stands around it.
    pub host: Host,
}

/// How much room there is; decides what is shown side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// One screen at a time, targets for fingers.
    Phone,
    /// List over one pane, eight columns of bytes.
    Narrow,
    /// List over one pane.
    Middle,
    /// List over layers and bytes.
    Wide,
}

/// What every component may use: texts, state, and the ways to change it.
#[derive(Clone)]
pub struct Page {
    /// The words.
    pub texts: &'static Texts,
    /// What is open and chosen.
    pub state: UseReducerHandle<State>,
    /// The engine.
    pub client: EngineClient,
    /// What stands around the app.
    pub host: Host,
    /// How much room there is.
    pub room: Room,
    /// Opens a capture.
    pub open: Callback<Origin>,
    /// Lets the person choose a file.
    pub choose: Callback<()>,
}

impl Room {
    fn of(width: f64) -> Self {
        match width {
            ..640.0 => Self::Phone,
            ..700.0 => Self::Narrow,
            ..1000.0 => Self::Middle,
            _ => Self::Wide,
        }
    }

    /// Its name in the style sheets and in what is remembered.
    pub fn key(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Narrow => "narrow",
            Self::Middle => "middle",
            Self::Wide => "wide",
        }
    }

    /// Bytes in a line of the bytes pane.
    pub fn byte_columns(self) -> usize {
        match self {
            Self::Phone | Self::Narrow => 8,
            Self::Middle | Self::Wide => 16,
        }
    }
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        self.texts.language == other.texts.language && self.state == other.state && self.room == other.room
    }
}

impl Page {
    /// Changes the state, for use in event handlers.
    pub fn act<E: 'static>(&self, action: impl Fn(E) -> Action + 'static) -> Callback<E> {
        let state = self.state.clone();
        Callback::from(move |event| state.dispatch(action(event)))
    }

    /// The theme one sees now.
    pub fn theme(&self) -> Theme {
        let system = if self.host.prefers_dark() { Theme::Dark } else { Theme::Light };
        self.state.chosen.theme.unwrap_or(system)
    }
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
    use_address(&host, &state);
    use_dress(&host, &state);
    use_effect({
        let (host, root) = (host.clone(), root.clone());
        move || {
            if let Some(root) = root.cast::<Element>().filter(|_| host.focus_is_lost()) {
                focus_first_pane(&root);
            }
        }
    });

    let open = use_open(&client, &state);
    let choose = use_callback(input.clone(), |(), input| {
        if let Some(input) = input.cast::<HtmlInputElement>() {
            input.set_value("");
            input.click();
        }
    });
    let page = Page {
        texts: Texts::of(state.language),
        state: state.clone(),
        client: (*client).clone(),
        host,
        room: *room,
        open: open.clone(),
        choose: choose.clone(),
    };
    let onchange = {
        let open = open.clone();
        move |event: Event| {
            let files = event.target_dyn_into::<HtmlInputElement>().and_then(|input| input.files());
            open_first(&open, files.and_then(|files| files.get(0)));
        }
    };
    let dragging = Dragging { over: files_over.clone(), open };
    html! {
        <ContextProvider<Page> context={page.clone()}>
            <div ref={root} class="wirelight" data-room={room.key()} data-screen={screen_key(&state)}
                lang={state.language.tag()} tabindex="-1" onkeydown={keys(&page)}
                ondragenter={dragging.over()} ondragover={dragging.over()} ondragleave={dragging.out()}
                ondrop={dragging.dropped()}>
                { sprite() }
                <input ref={input} class="file-input" type="file" hidden=true {onchange} />
                if state.capture.is_some() { <Workbench /> } else { { welcome(&page) } }
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

/// Opens a file or a sample in the engine and on the screen.
#[hook]
fn use_open(client: &Rc<EngineClient>, state: &UseReducerHandle<State>) -> Callback<Origin> {
    let (client, dispatcher) = (client.clone(), state.dispatcher());
    use_callback((), move |origin: Origin, ()| {
        let (name, size) = match &origin {
            Origin::File(file) => (file.name(), file.size() as u64),
            Origin::Sample(sample) => {
                let Some((name, _, size)) = SAMPLES.get(usize::from(*sample)) else { return };
                ((*name).to_owned(), *size)
            }
        };
        client.open(&origin);
        dispatcher.dispatch(Action::Open { name, size, origin, now: js_sys::Date::now() });
    })
}

fn open_first(open: &Callback<Origin>, file: Option<File>) {
    if let Some(file) = file {
        open.emit(Origin::File(file));
    }
}

/// Keeps the address true to what is shown, and follows it where the person changes it.
#[hook]
fn use_address(host: &Host, state: &UseReducerHandle<State>) {
    use_effect_with((state.fragment(), screen_key(state)), {
        let host = host.clone();
        move |(fragment, _): &(Fragment, &'static str)| host.write_address(&fragment.text())
    });
    use_effect_with((), {
        let (host, dispatcher) = (host.clone(), state.dispatcher());
        move |()| {
            let went = Callback::from({
                let (host, dispatcher) = (host.clone(), dispatcher.clone());
                move |travel| {
                    // leaving a view leaves the selection as it is
                    if travel != Travel::Out {
                        dispatcher.dispatch(Action::Address(Fragment::from_text(&host.fragment())));
                    }
                    dispatcher.dispatch(Action::Go(match travel {
                        Travel::Into => Screen::Packet,
                        Travel::Out | Travel::Typed => Screen::List,
                    }));
                }
            });
            let listener = host.on_travel(went);
            move || drop(listener)
        }
    });
}

/// Keeps document and title true to language, theme and file.
#[hook]
fn use_dress(host: &Host, state: &UseReducerHandle<State>) {
    use_effect_with((state.language, state.chosen.clone()), {
        let host = host.clone();
        move |(language, chosen)| host.dress(*language, chosen)
    });
    use_effect_with(state.capture.as_ref().map(|capture| capture.name.clone()), {
        let host = host.clone();
        move |name: &Option<String>| host.set_title(name.as_deref())
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

/// Files over the window: browsers tell how many, not which.
#[derive(Clone)]
struct Dragging {
    over: UseStateHandle<Option<u32>>,
    open: Callback<Origin>,
}

impl Dragging {
    fn over(&self) -> Callback<DragEvent> {
        let over = self.over.clone();
        Callback::from(move |event: DragEvent| {
            let Some(files) = files_in(&event) else { return };
            event.prevent_default();
            if let Some(data) = event.data_transfer() {
                data.set_drop_effect("copy");
            }
            if *over != Some(files) {
                over.set(Some(files));
            }
        })
    }

    fn out(&self) -> Callback<DragEvent> {
        let over = self.over.clone();
        Callback::from(move |event: DragEvent| {
            // entering a child leaves its parent: only leaving the window counts
            if event.related_target().is_none() {
                over.set(None);
            }
        })
    }

    fn dropped(&self) -> Callback<DragEvent> {
        let dragging = self.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            dragging.over.set(None);
            let files = event.data_transfer().and_then(|data| data.files());
            open_first(&dragging.open, files.and_then(|files| files.get(0)));
        })
    }
}

/// How many files are dragged, `None` when it is something else.
fn files_in(event: &DragEvent) -> Option<u32> {
    let data = event.data_transfer()?;
    data.types().iter().any(|kind| kind == "Files").then(|| data.items().length())
}

/// The keys that work wherever the focus is.
fn keys(page: &Page) -> Callback<KeyboardEvent> {
    let page = page.clone();
    Callback::from(move |event: KeyboardEvent| {
        let control = event.ctrl_key() || event.meta_key();
        let state = &page.state;
        let step = |by: i64| {
            let last = state.packets().checked_sub(1)?;
            let position = state.selected.unwrap_or(0).saturating_add_signed(by).min(last);
            Some(Action::Select(position))
        };
        let action = match event.key().as_str() {
            "o" | "O" if control => {
                event.prevent_default();
                page.choose.emit(());
                return;
            }
            "F6" => {
                event.prevent_default();
                focus_next_pane(&event);
                return;
            }
            "ArrowDown" if control => step(1),
            "ArrowUp" if control => step(-1),
            "F8" => step(1),
            "F7" => step(-1),
            "Escape" => escape(&page, &event),
            _ => None,
        };
        if let Some(action) = action {
            event.prevent_default();
            state.dispatch(action);
        }
    })
}

/// Escape closes what is over the rest, then lets go of the field, then returns to the list.
fn escape(page: &Page, event: &KeyboardEvent) -> Option<Action> {
    let state = &page.state;
    if page.room == Room::Phone && state.screen == Screen::Packet {
        page.host.leave_view();
        return None;
    }
    if state.line.is_some() {
        return Some(Action::SelectLine(None));
    }
    if let Some(list) = panes(event).into_iter().next() {
        let _ = list.focus();
    }
    None
}

/// Moves the focus to the next pane, or with Shift to the one before.
fn focus_next_pane(event: &KeyboardEvent) {
    let panes = panes(event);
    let target = event.target_dyn_into::<web_sys::Node>();
    let here = panes.iter().position(|pane| target.as_ref().is_some_and(|target| pane.contains(Some(target))));
    let count = panes.len();
    let next = match (here, event.shift_key()) {
        (Some(here), false) => here + 1,
        (Some(here), true) => here + count.saturating_sub(1),
        (None, _) => 0,
    };
    if let Some(pane) = next.checked_rem(count).and_then(|next| panes.get(next)) {
        let _ = pane.focus();
    }
}

/// Gives the focus to the list, or to the page itself where there is none.
fn focus_first_pane(root: &Element) {
    let first = panes_in(root).into_iter().next().or_else(|| root.clone().dyn_into().ok());
    if let Some(first) = first {
        let _ = first.focus();
    }
}

/// The panes of the app in which a key was pressed.
fn panes(event: &KeyboardEvent) -> Vec<HtmlElement> {
    let target = event.target_dyn_into::<Element>();
    let root = target.and_then(|target| target.closest(".wirelight").ok().flatten());
    root.map(|root| panes_in(&root)).unwrap_or_default()
}

/// The panes that can have the focus, in order, those out of sight left out.
fn panes_in(root: &Element) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all("[data-pane]") else { return Vec::new() };
    (0..found.length())
        .filter_map(|place| found.get(place)?.dyn_into::<HtmlElement>().ok())
        .filter(|pane| pane.offset_height() > 0 && pane.closest(".away").ok().flatten().is_none())
        .collect()
}
