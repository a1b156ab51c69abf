//! What can be done with a column: a small menu where its heading was clicked, above everything else.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, KeyboardEvent, MouseEvent};
use wirelight::view::columns::{Column, Sorting};
use yew::prelude::*;

use crate::{
    columns,
    commands::Command,
    page::Page,
    state::{Action, Overlay},
    virtual_rows::style,
};

/// The menu.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// The column.
    pub column: Column,
    /// Its heading.
    pub title: String,
    /// It is the only one, which stays.
    pub only: bool,
    /// Where in the window, in pixels.
    pub x: i32,
    /// See `x`.
    pub y: i32,
    /// It was left.
    pub on_close: Callback<()>,
}

/// What can be done.
#[derive(Clone, Copy, PartialEq)]
enum Entry {
    Ascending,
    Descending,
    FileOrder,
    Fit,
    Hide,
    Columns,
}

const ENTRIES: [Entry; 6] =
    [Entry::Ascending, Entry::Descending, Entry::FileOrder, Entry::Fit, Entry::Hide, Entry::Columns];

/// The menu of a column.
#[component]
pub fn HeadMenu(properties: &Properties) -> Html {
    let menu = use_node_ref();
    use_effect_with((), {
        let (menu, on_close) = (menu.clone(), properties.on_close.clone());
        let (x, y) = (properties.x, properties.y);
        move |()| {
            style(&menu, "--x", &format!("{x}px"));
            style(&menu, "--y", &format!("{y}px"));
            let dialog = menu.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                let _ = dialog.show_modal();
            }
            step(&menu, |_, _| 0);
            let listener = dialog.map(|dialog| EventListener::new(&dialog, "close", move |_| on_close.emit(())));
            move || drop(listener)
        }
    });
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let onkeydown = {
        let menu = menu.clone();
        move |event: KeyboardEvent| {
            event.stop_propagation();
            match event.key().as_str() {
                "ArrowDown" => step(&menu, |here, count| (here + 1) % count),
                "ArrowUp" => step(&menu, |here, count| (here + count - 1) % count),
                "Home" => step(&menu, |_, _| 0),
                "End" => step(&menu, |_, count| count - 1),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let onclick = {
        let on_close = properties.on_close.clone();
        move |event: MouseEvent| {
            event.stop_propagation();
            let beside = event.target_dyn_into::<Element>().is_some_and(|element| element.tag_name() == "DIALOG");
            if beside {
                on_close.emit(());
            }
        }
    };
    // the head below must not take what happens here for its own
    let quiet = Callback::from(|event: PointerEvent| event.stop_propagation());
    html! {
        <dialog ref={menu} class="head-menu" aria-label={properties.title.clone()} {onkeydown} {onclick} onpointerdown={quiet}>
            <div role="menu" aria-label={properties.title.clone()}>
                { for ENTRIES.into_iter().map(|entry| item(&page, properties, entry)) }
            </div>
        </dialog>
    }
}

fn item(page: &Page, properties: &Properties, entry: Entry) -> Html {
    let texts = page.texts;
    let (name, enabled) = match entry {
        Entry::Ascending => (texts.sort_ascending, true),
        Entry::Descending => (texts.sort_descending, true),
        Entry::FileOrder => (texts.sort_by_file, page.state.chosen.sorting.is_some()),
        Entry::Fit => (texts.fit_width, true),
        Entry::Hide => (texts.hide, !properties.only),
        Entry::Columns => (Command::Columns.entry().map_or("", |entry| entry.name(page.state.language)), true),
    };
    let run = {
        let (page, column, on_close) = (page.clone(), properties.column.clone(), properties.on_close.clone());
        move |event: MouseEvent| {
            event.stop_propagation();
            on_close.emit(());
            run(&page, &column, entry);
        }
    };
    html! {
        <button class="menu-entry" role="menuitem" tabindex="-1" disabled={!enabled} onclick={run}>{ name }</button>
    }
}

fn run(page: &Page, column: &Column, entry: Entry) {
    let sort = |descending| Action::Sort(Some(Sorting { by: column.clone(), descending }));
    match entry {
        Entry::Ascending => page.state.dispatch(sort(false)),
        Entry::Descending => page.state.dispatch(sort(true)),
        Entry::FileOrder => page.state.dispatch(Action::Sort(None)),
        Entry::Fit => columns::fit(page, |other| other == column),
        Entry::Hide => columns::change(page, |columns| columns.remove(column)),
        Entry::Columns => page.state.dispatch(Action::Overlay(Some(Overlay::Columns))),
    }
}

/// Moves the focus to an entry that can be chosen.
fn step(menu: &NodeRef, to: impl FnOnce(usize, usize) -> usize) {
    let Some(menu) = menu.cast::<Element>() else { return };
    let Ok(found) = menu.query_selector_all("button:not(:disabled)") else { return };
    let entries: Vec<HtmlElement> = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect();
    let focused = menu.query_selector("button:focus").ok().flatten();
    let here = entries.iter().position(|entry| focused.as_ref().is_some_and(|one| one == entry.as_ref() as &Element));
    if let Some(entry) = entries.get(to(here.unwrap_or(0), entries.len().max(1))) {
        let _ = entry.focus();
    }
}
