//! What stands over the rest: a modal dialog of the browser, which keeps the focus inside and gives it back.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, MouseEvent};
use yew::prelude::*;

use super::icon::icon;
use crate::{page::Page, state::Action};

/// A sheet and what is on it.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// Its heading, or only its name for those who do not see it.
    pub label: AttrValue,
    /// Its looks.
    pub class: &'static str,
    /// Whether its heading is shown.
    #[prop_or_default]
    pub headed: bool,
    /// What is on it.
    pub children: Html,
}

/// Opens when it is drawn; Escape and a click beside it close it.
#[component]
pub fn Sheet(properties: &Properties) -> Html {
    let page = use_context::<Page>();
    let dialog = use_node_ref();
    use_effect_with((), {
        let (dialog, state) = (dialog.clone(), page.as_ref().map(|page| page.state.dispatcher()));
        move |()| {
            let dialog = dialog.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                let _ = dialog.show_modal();
            }
            // `close` does not bubble, so it is heard at the dialog itself
            let listener = dialog.clone().zip(state).map(|(dialog, state)| {
                EventListener::new(&dialog, "close", move |_| state.dispatch(Action::Overlay(None)))
            });
            move || {
                drop(listener);
                if let Some(dialog) = dialog {
                    dialog.close();
                }
            }
        }
    });
    let Some(page) = page else { return Html::default() };
    let onclick = {
        let state = page.state.clone();
        move |event: MouseEvent| {
            let beside = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .is_some_and(|element| element.tag_name() == "DIALOG");
            if beside {
                state.dispatch(Action::Overlay(None));
            }
        }
    };
    html! {
        <dialog ref={dialog} class={classes!("sheet", properties.class)} aria-label={properties.label.clone()} {onclick}>
            <div class="sheet-body">
                if properties.headed {
                    <header class="sheet-head">
                        <h2>{ properties.label.clone() }</h2>
                        <button class="button quiet" aria-label={page.texts.close} title={page.texts.close}
                            onclick={page.act(|_: MouseEvent| Action::Overlay(None))}>{ icon("x", "") }</button>
                    </header>
                }
                { properties.children.clone() }
            </div>
        </dialog>
    }
}
