//! Going to a packet by its number: a line in the top bar, and where that has no room, a sheet.

use web_sys::{FocusEvent, HtmlInputElement, KeyboardEvent};
use wirelight::view::amounts;
use yew::prelude::*;

use super::{icon::icon, sheet::Sheet};
use crate::{page::Page, state::Action};

/// The line on a sheet of its own.
#[component]
pub fn GoToSheet() -> Html {
    let Some(page) = use_context::<Page>() else { return Html::default() };
    html! { <Sheet class="go-to-sheet" label={page.texts.go_to_packet} headed=true><GoTo focused=true /></Sheet> }
}

/// Whether the line has the focus from the start.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// It has.
    #[prop_or_default]
    pub focused: bool,
}

/// The line: a number and Enter.
#[component]
pub fn GoTo(properties: &Properties) -> Html {
    let refused = use_state_eq(|| None::<String>);
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let texts = page.texts;
    let last = page.state.packets();
    let onkeydown = {
        let (page, refused) = (page.clone(), refused.clone());
        move |event: KeyboardEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            match event.key().as_str() {
                "Enter" => {
                    event.prevent_default();
                    match number(&input.value()).filter(|number| (1..=last).contains(number)) {
                        Some(number) => {
                            input.set_value("");
                            refused.set(None);
                            page.state.dispatch(Action::Overlay(None));
                            page.jump(number - 1);
                            let _ = input.blur();
                        }
                        None => refused.set(Some((page.texts.no_such_packet)(&amounts::thousands(last)))),
                    }
                }
                "Escape" => {
                    input.set_value("");
                    refused.set(None);
                    let _ = input.blur();
                }
                _ => {}
            }
        }
    };
    let onblur = {
        let refused = refused.clone();
        move |_: FocusEvent| refused.set(None)
    };
    html! {
        <span class={classes!("go-to", refused.is_some().then_some("refused"))}>
            { icon("go", "") }
            <input autofocus={properties.focused} type="text" inputmode="numeric" autocomplete="off" aria-label={texts.go_to_packet}
                placeholder={texts.go_to_packet} title={texts.go_to_packet} aria-invalid={refused.is_some().to_string()}
                {onkeydown} {onblur} />
            <kbd>{ "Ctrl G" }</kbd>
            if let Some(words) = &*refused { <span class="go-to-refused" role="alert">{ words }</span> }
        </span>
    }
}

/// A packet number as people write it: thousands may be separated, a `#` may stand before it.
fn number(text: &str) -> Option<u64> {
    let digits: String =
        text.trim().trim_start_matches('#').chars().filter(|c| !matches!(c, ',' | ' ' | '\u{2009}' | '.')).collect();
    digits.parse().ok()
}
