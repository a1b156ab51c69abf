//! The menus: five of them in a bar, the entries of one below it.

use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};
use yew::prelude::*;

use super::{context_menu, icon::icon, sheet::Sheet};
use crate::{
    commands::{self, Entry, Menu},
    filtering,
    page::Page,
    state::Action,
};

/// All menus, one of them open.
#[component]
pub fn MenuSheet() -> Html {
    let open = use_state_eq(|| Menu::File);
    let body = use_node_ref();
    use_effect_with(*open, {
        let body = body.clone();
        move |_| focus_entry(&body, |_, _| 0)
    });
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let onkeydown = {
        let (open, body) = (open.clone(), body.clone());
        move |event: KeyboardEvent| {
            if key_pressed(&event, &open, &body) {
                event.prevent_default();
                event.stop_propagation();
            }
        }
    };
    html! {
        <Sheet class="menu" label={page.texts.menu}>
            <div ref={body} {onkeydown}>
                <div class="menu-bar" role="menubar" aria-label={page.texts.menu}>
                    { for Menu::ALL.into_iter().map(|menu| menu_name(&page, menu, &open)) }
                </div>
                <div class="menu-entries" role="menu" aria-label={open.name(page.state.language).0}>
                    { entries(&page, *open) }
                </div>
            </div>
        </Sheet>
    }
}

fn menu_name(page: &Page, menu: Menu, open: &UseStateHandle<Menu>) -> Html {
    let (name, letter) = menu.name(page.state.language);
    let expanded = **open == menu;
    let choose = {
        let open = open.clone();
        move |_: MouseEvent| open.set(menu)
    };
    html! {
        <button class="menu-name" role="menuitem" tabindex="-1" aria-haspopup="menu" aria-expanded={expanded.to_string()}
            onclick={choose}>
            { name }
            if page.texts.language.tag() != "en" { { format!("({letter})") } }
        </button>
    }
}

fn entries(page: &Page, menu: Menu) -> Html {
    let mut before = None;
    menu.entries()
        .map(|entry| {
            let line = before.replace(entry.group).is_some_and(|group| group != entry.group);
            html! {
                <>
                    if line { <div class="menu-line" role="separator"></div> }
                    { menu_entry(page, entry) }
                </>
            }
        })
        .collect()
}

/// A command as an entry of a menu.
pub fn menu_entry(page: &Page, entry: &'static Entry) -> Html {
    let checked = commands::is_checked(entry.command, page);
    let enabled = commands::is_enabled(entry.command, page);
    let run = {
        let page = page.clone();
        move |_: MouseEvent| {
            // with the menu goes what was pointed at
            let cell = filtering::cell(&page.state).filter(|_| context_menu::FILTERS.contains(&entry.command));
            page.state.dispatch(Action::Overlay(None));
            match cell {
                Some(column) => filtering::apply_cell(&page, entry.command, column),
                None => commands::run(entry.command, &page),
            }
        }
    };
    html! {
        <button class="menu-entry" role={if checked.is_some() { "menuitemcheckbox" } else { "menuitem" }} tabindex="-1"
            aria-checked={checked.map(|checked| checked.to_string())} disabled={!enabled} onclick={run}>
            <span class="menu-check">{ if checked == Some(true) { icon("check", "s") } else { Html::default() } }</span>
            <span class="grow">{ entry.name(page.state.language) }</span>
            if let Some(keys) = entry.keys() { <kbd>{ keys }</kbd> }
        </button>
    }
}

/// Whether the key meant something here.
fn key_pressed(event: &KeyboardEvent, open: &UseStateHandle<Menu>, body: &NodeRef) -> bool {
    let count = Menu::ALL.len();
    let here = Menu::ALL.iter().position(|menu| *menu == **open).unwrap_or(0);
    let show = |place: usize| {
        if let Some(menu) = Menu::ALL.get(place % count) {
            open.set(*menu);
        }
    };
    match event.key().as_str() {
        "ArrowRight" => show(here + 1),
        "ArrowLeft" => show(here + count - 1),
        "ArrowDown" => focus_entry(body, |here, count| here.map_or(0, |here| (here + 1) % count)),
        "ArrowUp" => focus_entry(body, |here, count| here.map_or(0, |here| (here + count - 1) % count)),
        "Home" => focus_entry(body, |_, _| 0),
        "End" => focus_entry(body, |_, count| count - 1),
        key => {
            let letter = key.chars().next().filter(|_| key.len() == 1).map(|c| c.to_ascii_uppercase());
            let named =
                Menu::ALL.iter().position(|menu| Some(menu.name(wirelight::view::fragment::Language::En).1) == letter);
            let Some(place) = named else { return false };
            show(place);
        }
    }
    true
}

/// Moves the focus to an entry that can be chosen: to which one, `to` says of the present one and their number.
pub fn focus_entry(body: &NodeRef, to: impl FnOnce(Option<usize>, usize) -> usize) {
    use wasm_bindgen::JsCast;
    let Some(body) = body.cast::<Element>() else { return };
    let Ok(found) = body.query_selector_all(".menu-entry:not(:disabled)") else { return };
    let entries: Vec<HtmlElement> = (0..found.length()).filter_map(|place| found.get(place)?.dyn_into().ok()).collect();
    if entries.is_empty() {
        return;
    }
    let focused = body.query_selector(".menu-entry:focus").ok().flatten();
    let here =
        entries.iter().position(|entry| focused.as_ref().is_some_and(|focused| focused == entry.as_ref() as &Element));
    if let Some(entry) = entries.get(to(here, entries.len())) {
        let _ = entry.focus();
    }
}
