//! What stands around the app: the document it is mounted into, the address, what the browser prefers and remembers.
//! Nothing else looks at the document or the window's address, so the app can be mounted anywhere.

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ClipboardEvent, Element, History, HtmlElement, PopStateEvent, Storage, UrlSearchParams, Window};
use wirelight::view::fragment::{Fragment, Language, Theme};
use yew::Callback;

use crate::{app::AppProperties, engine_client::WorkerFiles, state::Screen};

/// The document's side of the app.
#[derive(Clone, PartialEq)]
pub struct Host {
    root: Element,
    script: Rc<WorkerFiles>,
    /// The address of a file of the page, with `*` where its name goes.
    files: Rc<str>,
}

/// Where in the document the app goes, and what it starts with.
pub fn place() -> Option<(Element, AppProperties)> {
    let document = web_sys::window()?.document()?;
    let place = document.get_element_by_id("app")?;
    let script = document.query_selector("script[data-worker]").ok()??;
    let worker =
        WorkerFiles { script: script.get_attribute("data-worker")?, wasm: script.get_attribute("data-worker-wasm")? };
    let files = script.get_attribute("data-files")?.into();
    let host = Host { root: document.document_element()?, script: Rc::new(worker), files };
    place.set_text_content(None);
    Some((place, AppProperties { host }))
}

impl Host {
    /// Where the worker's files are.
    pub fn worker_files(&self) -> WorkerFiles {
        (*self.script).clone()
    }

    /// Where a file of the page is that is fetched when it is needed.
    pub fn file_address(&self, name: &str) -> String {
        self.files.replace('*', name)
    }

    /// The choices in the address; what is not there comes from the last visit.
    pub fn choices(&self) -> Fragment {
        let mut choices = Fragment::from_text(&self.fragment());
        let kept = |key: &str| storage().and_then(|storage| storage.get_item(key).ok().flatten());
        choices.lang = choices.lang.or_else(|| kept("lang").and_then(|lang| Language::from_tag(&lang)));
        choices.theme = choices.theme.or_else(|| kept("theme").and_then(|theme| Theme::from_key(&theme)));
        choices
    }

    /// The part of the address after `#`.
    pub fn fragment(&self) -> String {
        window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
    }

    /// The first of the browser's languages that is one of ours.
    pub fn preferred_language(&self) -> Language {
        let languages = window().map(|window| window.navigator().languages()).unwrap_or_default();
        let ours = languages.iter().filter_map(|tag| Language::from_tag(&tag.as_string()?)).next();
        ours.unwrap_or(Language::En)
    }

    /// Whether the system asks for a dark theme.
    pub fn prefers_dark(&self) -> bool {
        let query = window().and_then(|window| window.match_media("(prefers-color-scheme: dark)").ok().flatten());
        query.is_some_and(|query| query.matches())
    }

    /// Shows language and theme to the document, and remembers those that were chosen.
    pub fn dress(&self, language: Language, chosen: &Fragment) {
        let _ = self.root.set_attribute("lang", language.tag());
        let _ = match chosen.theme {
            Some(theme) => self.root.set_attribute("data-theme", theme.key()),
            None => self.root.remove_attribute("data-theme"),
        };
        let Some(storage) = storage() else { return };
        for (key, value) in [("lang", chosen.lang.map(Language::key)), ("theme", chosen.theme.map(Theme::key))] {
            if let Some(value) = value {
                let _ = storage.set_item(key, value);
            }
        }
    }

    /// Says in the window's title what is open.
    pub fn set_title(&self, file: Option<&str>) {
        let title = file.map_or("Wirelight".to_owned(), |file| format!("{file} · Wirelight"));
        if let Some(document) = window().and_then(|window| window.document()) {
            document.set_title(&title);
        }
    }

    /// Writes the choices into the address without a new entry in the history.
    pub fn write_address(&self, fragment: &str) {
        let Some((window, history)) = window().and_then(|window| Some((window.clone(), window.history().ok()?))) else {
            return;
        };
        let location = window.location();
        let address = format!(
            "{}{}{}{fragment}",
            location.pathname().unwrap_or_default(),
            location.search().unwrap_or_default(),
            if fragment.is_empty() { "" } else { "#" }
        );
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(&address));
    }

    /// The link that the address names to be opened.
    pub fn source(&self) -> Option<String> {
        UrlSearchParams::new_with_str(&search()).ok()?.get("src").filter(|source| !source.is_empty())
    }

    /// Writes a link to be opened into the address, or takes it out.
    pub fn set_source(&self, source: Option<&str>) {
        let Ok(parameters) = UrlSearchParams::new_with_str(&search()) else { return };
        match source {
            Some(source) => parameters.set("src", source),
            None if parameters.has("src") => parameters.delete("src"),
            None => return,
        }
        let (Some(window), Some(history)) = (window(), history()) else { return };
        let location = window.location();
        let parameters = String::from(parameters.to_string());
        let mark = if parameters.is_empty() { "" } else { "?" };
        let address = [&location.pathname().unwrap_or_default(), mark, &parameters, &self.fragment()].concat();
        let _ = history.replace_state_with_url(&history.state().unwrap_or(JsValue::NULL), "", Some(&address));
    }

    /// Whether the page came by https.
    pub fn is_encrypted(&self) -> bool {
        window().is_some_and(|window| window.location().protocol().is_ok_and(|protocol| protocol == "https:"))
    }

    /// Adds an entry with these choices to the history, like the present one: what changes next can be gone back from.
    pub fn add_entry(&self, fragment: &str) {
        self.write_address(fragment);
        if let Some(history) = history() {
            let _ = history.push_state_with_url(&history.state().unwrap_or(JsValue::NULL), "", None);
        }
    }

    /// The same, with an entry in which a packet fills the screen, so that the browser's Back leaves it again.
    pub fn enter_packet(&self, fragment: &str) {
        self.write_address(fragment);
        if let Some(history) = history() {
            let _ = history.push_state_with_url(&JsValue::TRUE, "", None);
        }
    }

    /// Goes back in the history, or forward.
    pub fn travel(&self, by: i32) {
        if let Some(history) = history() {
            let _ = history.go_with_delta(by);
        }
    }

    /// Tells which screen it is when the browser goes back or forward, or the address is changed by hand.
    pub fn on_travel(&self, went: Callback<Screen>) -> Option<EventListener> {
        let window = window()?;
        Some(EventListener::new(&window, "popstate", move |event| {
            let state = event.dyn_ref::<PopStateEvent>().map(PopStateEvent::state);
            let in_packet = state.and_then(|state| state.as_bool()).unwrap_or(false);
            went.emit(if in_packet { Screen::Packet } else { Screen::List });
        }))
    }

    /// Hears what is pasted anywhere in the document.
    pub fn on_paste(&self, pasted: Callback<ClipboardEvent>) -> EventListener {
        EventListener::new_with_options(
            &self.root,
            "paste",
            EventListenerOptions::enable_prevent_default(),
            move |event| {
                if let Some(event) = event.dyn_ref::<ClipboardEvent>() {
                    pasted.emit(event.clone());
                }
            },
        )
    }

    /// The whole address with these choices, as a link to this view.
    pub fn link(&self, fragment: &str) -> String {
        self.write_address(fragment);
        window().and_then(|window| window.location().href().ok()).unwrap_or_default()
    }

    /// Whether nothing has the focus, as happens when what had it goes away.
    pub fn focus_is_lost(&self) -> bool {
        let document = window().and_then(|window| window.document());
        document.is_some_and(|document| match (document.active_element(), document.body()) {
            (Some(active), Some(body)) => active == *body.unchecked_ref::<Element>(),
            (active, _) => active.is_none(),
        })
    }

    /// The first element that fits.
    pub fn element(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).ok().flatten()
    }

    /// Gives the focus to the first element that fits.
    pub fn focus(&self, selector: &str) {
        if let Some(element) = self.element(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }

    /// Keeps a number under a name until the next visit.
    pub fn keep(&self, name: &str, number: u32) {
        if let Some(storage) = storage() {
            let _ = storage.set_item(name, &number.to_string());
        }
    }

    /// Forgets the number under that name.
    pub fn forget(&self, name: &str) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(name);
        }
    }

    /// The number kept under that name.
    pub fn kept(&self, name: &str) -> Option<u32> {
        storage()?.get_item(name).ok()??.parse().ok()
    }

    /// Keeps the number of what is open in this tab, until the tab is closed.
    pub fn keep_open(&self, id: Option<u64>) {
        let Some(storage) = window().and_then(|window| window.session_storage().ok().flatten()) else { return };
        let _ = match id {
            Some(id) => storage.set_item("open", &id.to_string()),
            None => storage.remove_item("open"),
        };
    }

    /// The number of what was open in this tab before it was loaded anew.
    pub fn kept_open(&self) -> Option<u64> {
        window()?.session_storage().ok()??.get_item("open").ok()??.parse().ok()
    }

    /// Keeps a text under a name until the next visit, if there is room.
    pub fn keep_text(&self, name: &str, text: &str) {
        if let Some(storage) = storage() {
            let _ = storage.set_item(name, text);
        }
    }

    /// The text that is kept under that name.
    pub fn kept_text(&self, name: &str) -> Option<String> {
        storage()?.get_item(name).ok()?
    }

    /// The colour of a token of the style sheets, in the theme that is seen.
    pub fn colour(&self, token: &str) -> String {
        let style = window().and_then(|window| window.get_computed_style(&self.root).ok().flatten());
        let value = style.and_then(|style| style.get_property_value(token).ok());
        value.map(|value| value.trim().to_owned()).unwrap_or_default()
    }

    /// Puts text on the clipboard.
    pub fn copy(&self, text: &str) {
        if let Some(window) = window() {
            let promise = window.navigator().clipboard().write_text(text);
            wasm_bindgen_futures::spawn_local(async move {
                let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
            });
        }
    }
}

fn window() -> Option<Window> {
    web_sys::window()
}

/// The part of the address from `?` to `#`.
fn search() -> String {
    window().and_then(|window| window.location().search().ok()).unwrap_or_default()
}

fn history() -> Option<History> {
    window()?.history().ok()
}

/// The browser's memory, where it has one and lets us.
fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}
