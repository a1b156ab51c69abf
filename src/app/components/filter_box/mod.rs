//! The box in which a filter is written: says while somebody writes whether it is understood, and what could follow.

mod panel;
mod suggestions;

use gloo::timers::callback::Timeout;
use web_sys::{HtmlInputElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::request::{Dialect, Reply, Request, Understanding},
    query::mistake::{Mistake, What},
    view::completion,
};
use yew::prelude::*;

use self::{
    panel::panel,
    suggestions::{Suggestion, use_suggestions},
};
use super::icon::icon;
use crate::{
    filtering,
    page::{Page, Room},
    use_engine::{Data, use_engine},
};

/// What is written is looked at when it has stayed for so long, in milliseconds.
const SETTLED: u32 = 60;

/// The list below the box.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Listing {
    open: bool,
    /// Where the keys are in it.
    active: Option<usize>,
    /// Bytes before the caret.
    caret: usize,
}

/// The box as its handlers know it.
#[derive(Clone)]
struct Writing {
    page: Page,
    input: NodeRef,
    text: UseStateHandle<String>,
    listing: UseStateHandle<Listing>,
    suggestions: Vec<Suggestion>,
}

/// How what is written is understood.
enum Verdict {
    Understood(Understanding),
    Mistaken(Mistake),
}

/// The box.
#[component]
pub fn FilterBox() -> Html {
    let input = use_node_ref();
    let text = use_state(String::new);
    let listing = use_state_eq(Listing::default);
    let page = use_context::<Page>();
    use_effect_with(page.as_ref().map(|page| page.state.draft_filter.clone()), {
        let (text, listing) = (text.clone(), listing.clone());
        move |draft| {
            text.set(draft.as_ref().map_or_else(String::new, |(draft, _)| (**draft).to_owned()));
            listing.set(Listing::default());
        }
    });
    let verdict = use_verdict(&text);
    let suggestions = use_suggestions(page.as_ref(), &text, *listing);
    let Some(page) = page else { return Html::default() };
    let texts = &page.texts.filters;
    let (class, word, sign) = match &verdict {
        None => ("", "", "filter"),
        Some(Verdict::Understood(said)) => match said.dialect {
            Dialect::Display => ("ok", texts.valid, "check"),
            Dialect::Capture => ("alt", texts.capture_form, "swap"),
            Dialect::Bare => ("alt", texts.bare_form, "swap"),
        },
        Some(Verdict::Mistaken(mistake)) if is_unfinished(mistake, &suggestions) => ("part", texts.incomplete, "more"),
        Some(Verdict::Mistaken(_)) => ("err", texts.wrong, "err"),
    };
    let writing = Writing { page: page.clone(), input: input.clone(), text: text.clone(), listing, suggestions };
    let wrong = class == "err";
    let open = writing.listing.open && !writing.suggestions.is_empty();
    let active = writing.listing.active.filter(|_| open).map(suggestions::id);
    let phone = (page.room == Room::Phone).then_some("touch");
    html! {
        <div class={classes!("filter-box", class, phone)} role="search">
            { icon(sign, "") }
            <input ref={input} type="text" role="combobox" autocomplete="off" autocapitalize="off" spellcheck="false" aria-label={texts.filter}
                placeholder={texts.placeholder} value={(*text).clone()} aria-expanded={open.to_string()} aria-autocomplete="list"
                aria-controls={open.then_some("filter-suggestions")} aria-activedescendant={active} aria-invalid={wrong.to_string()}
                aria-describedby="filter-state" oninput={writing.on_input()} onkeydown={writing.on_key()} />
            <span class="filter-state" id="filter-state" role="status">{ word }</span>
            if !text.is_empty() {
                <button class="filter-tool" aria-label={texts.clear} title={texts.clear} onclick={writing.on_clear()}>{ icon("x", "") }</button>
            }
            <button class="filter-tool apply" aria-label={texts.apply} title={texts.apply} onclick={writing.on_apply()}>{ icon("enter", "") }</button>
            { panel(&writing, verdict.as_ref(), open) }
        </div>
    }
}

/// How what is written is understood, once it stays.
#[hook]
fn use_verdict(text: &UseStateHandle<String>) -> Option<Verdict> {
    let settled = use_state_eq(String::new);
    use_effect_with((**text).clone(), {
        let settled = settled.clone();
        move |text: &String| {
            let text = text.clone();
            let rest = Timeout::new(SETTLED, move || settled.set(text));
            move || drop(rest)
        }
    });
    let written = !settled.trim().is_empty();
    let data = use_engine(written.then(|| Request::Understand { text: (*settled).clone() }));
    match data {
        Data::Fresh(reply) if **text == *settled => match &*reply {
            Reply::Understood(Ok(said)) => Some(Verdict::Understood(said.clone())),
            Reply::Understood(Err(mistake)) => Some(Verdict::Mistaken((**mistake).clone())),
            _ => None,
        },
        _ => None,
    }
}

/// Whether more at the end may make it right: a name that is half written is no mistake yet.
fn is_unfinished(mistake: &Mistake, suggestions: &[Suggestion]) -> bool {
    match &mistake.what {
        What::Unfinished | What::OpenQuotes | What::OpenBracket(_) => true,
        What::UnknownName(name, _) => suggestions.iter().any(|one| one.text.starts_with(name.as_str())),
        _ => false,
    }
}

impl Writing {
    /// Writes `text` into the box, the caret behind so many bytes.
    fn write(&self, text: String, caret: usize, listing: Listing) {
        if let Some(input) = self.input.cast::<HtmlInputElement>() {
            let units = text.get(..caret).unwrap_or(&text).encode_utf16().count() as u32;
            input.set_value(&text);
            let _ = input.focus();
            let _ = input.set_selection_range(units, units);
        }
        self.text.set(text);
        self.listing.set(Listing { caret, ..listing });
    }

    fn close(&self) {
        self.listing.set(Listing::default());
    }

    /// Puts a suggestion in the place of the word at the caret.
    fn take(&self, place: usize) {
        let Some(suggestion) = self.suggestions.get(place) else { return };
        let range = suggestion.instead.clone();
        let caret = range.start + suggestion.text.len();
        let mut text = (*self.text).clone();
        if text.is_char_boundary(range.start) && text.is_char_boundary(range.end) {
            text.replace_range(range, &suggestion.text);
            self.write(text, caret, Listing::default());
        }
    }

    fn on_input(&self) -> Callback<InputEvent> {
        let writing = self.clone();
        Callback::from(move |event: InputEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let text = input.value();
            let units = input.selection_start().ok().flatten().unwrap_or(u32::MAX);
            let caret = completion::bytes_before(&text, units as usize);
            writing.text.set(text);
            writing.listing.set(Listing { open: true, active: None, caret });
        })
    }

    fn on_key(&self) -> Callback<KeyboardEvent> {
        let writing = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            if writing.hears(&event.key(), event.shift_key()) {
                event.prevent_default();
                event.stop_propagation();
            }
        })
    }

    /// Whether a key meant something here.
    fn hears(&self, key: &str, shift: bool) -> bool {
        let listing = *self.listing;
        let count = self.suggestions.len();
        let open = listing.open && count > 0;
        let go = |active: usize| self.listing.set(Listing { active: Some(active), ..listing });
        match key {
            "ArrowDown" if !listing.open => {
                let caret = self.text.len();
                self.listing.set(Listing { open: true, active: None, caret });
            }
            "ArrowDown" if open => go(listing.active.map_or(0, |active| (active + 1) % count)),
            "ArrowUp" if open => go(listing.active.map_or(count - 1, |active| (active + count - 1) % count)),
            "Tab" if open && !shift => self.take(listing.active.unwrap_or(0)),
            "Enter" => match listing.active.filter(|_| open) {
                Some(active) => self.take(active),
                None => self.apply(),
            },
            "Escape" if open => self.close(),
            "Escape" => self.leave(),
            _ => return false,
        }
        true
    }

    fn apply(&self) {
        self.close();
        filtering::apply(&self.page, &self.text);
    }

    /// What is used stands in the box again, or the keys are for the list.
    fn leave(&self) {
        let used = self.page.state.chosen.filter.clone().unwrap_or_default();
        if used == **self.text {
            self.page.host.focus("[data-pane]");
        } else {
            let caret = used.len();
            self.write(used, caret, Listing::default());
        }
    }

    fn on_apply(&self) -> Callback<MouseEvent> {
        let writing = self.clone();
        Callback::from(move |_| writing.apply())
    }

    fn on_clear(&self) -> Callback<MouseEvent> {
        let writing = self.clone();
        Callback::from(move |_| {
            writing.write(String::new(), 0, Listing::default());
            if writing.page.state.chosen.filter.is_some() {
                filtering::apply(&writing.page, "");
            }
        })
    }
}
