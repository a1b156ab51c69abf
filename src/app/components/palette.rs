//! The palette: every command by a part of its name, in either language.

use web_sys::{HtmlInputElement, KeyboardEvent, MouseEvent};
use wirelight::view::fragment::Language;
use yew::prelude::*;

use super::sheet::Sheet;
use crate::{
    commands::{self, Entry},
    page::Page,
    state::Action,
};

/// A line to write in, and the commands that match.
#[component]
pub fn PaletteSheet() -> Html {
    let text = use_state(String::new);
    let chosen = use_state_eq(|| 0_usize);
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let found: Vec<&'static Entry> =
        commands::every().filter(|entry| commands::is_enabled(entry.command, &page) && matches(entry, &text)).collect();
    let at = (*chosen).min(found.len().saturating_sub(1));
    let oninput = {
        let (text, chosen) = (text.clone(), chosen.clone());
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                text.set(input.value());
                chosen.set(0);
            }
        }
    };
    let onkeydown = {
        let (page, found, chosen) = (page.clone(), found.clone(), chosen.clone());
        move |event: KeyboardEvent| {
            let last = found.len().saturating_sub(1);
            match event.key().as_str() {
                "ArrowDown" => chosen.set(if at >= last { 0 } else { at + 1 }),
                "ArrowUp" => chosen.set(if at == 0 { last } else { at - 1 }),
                "Enter" => {
                    if let Some(entry) = found.get(at) {
                        choose(&page, entry);
                    }
                }
                _ => return,
            }
            event.prevent_default();
        }
    };
    html! {
        <Sheet class="palette" label={page.texts.all_commands}>
            <input autofocus=true class="palette-input" type="text" role="combobox" aria-expanded="true" autocomplete="off" spellcheck="false"
                aria-controls="palette-list" aria-activedescendant={(!found.is_empty()).then(|| option_id(at))}
                aria-label={page.texts.all_commands} placeholder={page.texts.search_commands} {oninput} {onkeydown} />
            <div id="palette-list" class="palette-list" role="listbox" aria-label={page.texts.all_commands}>
                { for found.iter().enumerate().map(|(place, entry)| option(&page, entry, place, place == at)) }
                if found.is_empty() { <p class="dim palette-empty">{ page.texts.no_command }</p> }
            </div>
        </Sheet>
    }
}

fn option_id(place: usize) -> String {
    format!("palette-{place}")
}

fn option(page: &Page, entry: &'static Entry, place: usize, selected: bool) -> Html {
    let run = {
        let page = page.clone();
        move |_: MouseEvent| choose(&page, entry)
    };
    let menu = entry.menu.name(page.state.language).0;
    html! {
        <div id={option_id(place)} class="palette-option" role="option" aria-selected={selected.to_string()} onclick={run}>
            <span class="dim">{ menu }</span><span class="grow">{ entry.name(page.state.language) }</span>
            if let Some(keys) = entry.keys() { <kbd>{ keys }</kbd> }
        </div>
    }
}

fn choose(page: &Page, entry: &Entry) {
    page.state.dispatch(Action::Overlay(None));
    commands::run(entry.command, page);
}

/// Whether all words of the text are in the name.
fn matches(entry: &Entry, text: &str) -> bool {
    let names = format!("{} {}", entry.name(Language::En), entry.name(Language::Zh)).to_ascii_lowercase();
    text.to_ascii_lowercase().split_whitespace().all(|word| names.contains(word))
}
