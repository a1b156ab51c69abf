//! Everything that can be copied of what is selected: a line for each thing, its forms side by side.

use std::rc::Rc;

use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};
use yew::prelude::*;

use super::sheet::Sheet;
use crate::{
    commands,
    copying::{Taken, What, is_there, save},
    page::Page,
    state::Action,
};

/// The sheet.
#[component]
pub fn CopySheet() -> Html {
    let body = use_node_ref();
    use_effect_with((), {
        let body = body.clone();
        move |()| focus_button(&body, |_, _| 0)
    });
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let onkeydown = {
        let body = body.clone();
        move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" | "ArrowRight" => focus_button(&body, |here, count| (here + 1) % count),
                "ArrowUp" | "ArrowLeft" => focus_button(&body, |here, count| (here + count - 1) % count),
                "Home" => focus_button(&body, |_, _| 0),
                "End" => focus_button(&body, |_, count| count - 1),
                _ => return,
            }
            event.prevent_default();
        }
    };
    html! {
        <Sheet class="copy-sheet" label={page.texts.copy} headed=true>
            <div class="copy-groups" ref={body} {onkeydown}>
                { for What::ALL.into_iter().filter(|what| is_there(*what, &page.state)).map(|what| group(&page, what)) }
            </div>
        </Sheet>
    }
}

fn group(page: &Page, what: What) -> Html {
    // without a selected field the bytes are those of the packet
    let named = if what == What::Bytes && !is_there(What::Packet, &page.state) { What::Packet } else { what };
    let name = (page.texts.copied_things)(named);
    html! {
        <section class="copy-group" role="group" aria-label={name}>
            <h3>{ name }</h3>
            <div class="copy-forms">
                { for what.entries().map(|entry| {
                    let page = page.clone();
                    let onclick = {
                        let page = page.clone();
                        move |_: MouseEvent| {
                            page.state.dispatch(Action::Overlay(None));
                            commands::run(entry.command, &page);
                        }
                    };
                    html! { <button class="button" {onclick}><span>{ entry.short_name(page.state.language) }</span></button> }
                }) }
            </div>
        </section>
    }
}

/// Moves the focus to a button: to which one, `to` says of the present one and their number.
fn focus_button(body: &NodeRef, to: impl FnOnce(usize, usize) -> usize) {
    use wasm_bindgen::JsCast;
    let Some(body) = body.cast::<Element>() else { return };
    let Ok(found) = body.query_selector_all("button") else { return };
    let buttons: Vec<HtmlElement> = (0..found.length()).filter_map(|place| found.get(place)?.dyn_into().ok()).collect();
    let focused = body.query_selector("button:focus").ok().flatten();
    let is_focused = |button: &HtmlElement| focused.as_ref() == Some(button.as_ref());
    let here = buttons.iter().position(is_focused).unwrap_or(0);
    if let Some(button) = (!buttons.is_empty()).then(|| to(here, buttons.len())).and_then(|place| buttons.get(place)) {
        let _ = button.focus();
    }
}

/// What the clipboard did not take.
#[derive(Properties, PartialEq)]
pub struct RefusedProperties {
    /// The content and its name as a file.
    pub taken: Rc<Taken>,
}

/// The browser refused the clipboard: a file is the other way.
#[component]
pub fn RefusedSheet(properties: &RefusedProperties) -> Html {
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let onclick = {
        let (page, taken) = (page.clone(), properties.taken.clone());
        move |_: MouseEvent| {
            save(&taken.blob, &taken.name);
            page.state.dispatch(Action::Overlay(None));
        }
    };
    html! {
        <Sheet class="refused-sheet" label={page.texts.clipboard_refused} headed=true>
            <div class="refused">
                <p>{ page.texts.clipboard_refused_more }</p>
                <button class="button primary" {onclick}>{ (page.texts.save_as_file)(&properties.taken.name) }</button>
            </div>
        </Sheet>
    }
}
