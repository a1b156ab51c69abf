//! The line in which one writes what to look for in the rows.

use web_sys::{HtmlInputElement, HtmlSelectElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::sought::{Meaning, Within},
    view::matches,
};
use yew::prelude::*;

use super::icon::icon;
use crate::{
    commands::Command,
    finding::{self, Finding, Found},
    page::Page,
    state::Action,
};

/// The bar over the list.
#[component]
pub fn FindBar() -> Html {
    let page = use_context::<Page>();
    let input = use_node_ref();
    use_effect_with(page.as_ref().map(|page| page.state.finding.asked), {
        let input = input.clone();
        move |_| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                let _ = input.focus();
                input.select();
            }
        }
    });
    let Some(page) = page else { return Html::default() };
    let texts = page.texts;
    let sought = &page.state.finding;
    let oninput = {
        let page = page.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                let finding = Finding { text: input.value(), result: None, ..page.state.finding.clone() };
                page.state.dispatch(Action::Find(finding));
            }
        }
    };
    let onkeydown = {
        let page = page.clone();
        move |event: KeyboardEvent| {
            match event.key().as_str() {
                "Enter" => finding::next(&page, event.shift_key()),
                "Escape" => finding::close(&page),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let switch_case = page.act({
        let finding = sought.clone();
        move |_: MouseEvent| {
            let case_sensitive = !finding.case_sensitive;
            Action::Find(Finding { case_sensitive, result: None, ..finding.clone() })
        }
    });
    let close = {
        let page = page.clone();
        move |_: MouseEvent| finding::close(&page)
    };
    let result = match sought.result {
        Some(Found::Nothing) => (texts.found_nothing)(&sought.text),
        Some(Found::Wrapped) => texts.found_wrapped.to_owned(),
        Some(Found::Refused) => texts.find_refused.to_owned(),
        _ => String::new(),
    };
    let missing = matches!(sought.result, Some(Found::Nothing | Found::Refused));
    let places = if matches!(sought.meaning, Meaning::Text | Meaning::Pattern) { &texts.find_places[..] } else { &[] };
    html! {
        <div class="find-bar" role="search" aria-label={texts.find}>
            { icon("find", "") }
            <input ref={input} type="text" class={classes!(missing.then_some("refused"))} aria-label={texts.find_in_rows} spellcheck="false"
                autocomplete="off" placeholder={texts.find_in_rows} value={sought.text.clone()} {oninput} {onkeydown} />
            { choice(&page, texts.find_meaning, &texts.find_meanings, sought.meaning as usize, |finding, at| {
                finding.meaning = MEANINGS.get(at).copied().unwrap_or_default();
            }) }
            if !places.is_empty() {
                { choice(&page, texts.find_within, places, sought.within as usize, |finding, at| {
                    finding.within = PLACES.get(at).copied().unwrap_or_default();
                }) }
            }
            <button class="button small" aria-pressed={sought.case_sensitive.to_string()} aria-label={texts.match_case}
                title={texts.match_case} onclick={switch_case}>{ "Aa" }</button>
            { step(&page, Command::FindPrevious, "up") }
            { step(&page, Command::FindNext, "down") }
            <span class="find-result dim ellipsis" role="status">{ result }</span>
            <span class="grow"></span>
            <button class="button quiet" aria-label={texts.close} title={texts.close} onclick={close}>{ icon("x", "") }</button>
        </div>
    }
}

/// What can be looked for, as the menu has it.
const MEANINGS: [Meaning; 4] = [Meaning::Text, Meaning::Pattern, Meaning::Bytes, Meaning::Filter];
/// Where, likewise.
const PLACES: [Within; 3] = [Within::Rows, Within::Layers, Within::Bytes];

fn choice(
    page: &Page,
    label: &'static str,
    names: &[&'static str],
    at: usize,
    choose: fn(&mut Finding, usize),
) -> Html {
    let onchange = {
        let page = page.clone();
        move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let mut finding = Finding { result: None, ..page.state.finding.clone() };
                choose(&mut finding, usize::try_from(select.selected_index()).unwrap_or(0));
                page.state.dispatch(Action::Find(finding));
            }
        }
    };
    html! {
        <select aria-label={label} title={label} {onchange}>
            { for names.iter().enumerate().map(|(place, name)| html! { <option selected={place == at}>{ *name }</option> }) }
        </select>
    }
}

fn step(page: &Page, command: Command, sign: &'static str) -> Html {
    let name = command.entry().map_or("", |entry| entry.name(page.state.language));
    html! {
        <button class="button small" aria-label={name} title={name} onclick={page.doing::<MouseEvent>(command)}
            disabled={page.state.finding.text.is_empty()}>{ icon(sign, "s") }</button>
    }
}

/// A text of a row, with what is looked for marked in it.
pub fn marked(text: &str, finding: &Finding) -> Html {
    if !finding.is_marked() {
        return html! { text };
    }
    matches::parts(text, &finding.text, (!finding.case_sensitive).then_some(finding::lower))
        .into_iter()
        .map(|(is_match, part)| {
            if is_match {
                html! { <mark>{ part }</mark> }
            } else {
                html! { part }
            }
        })
        .collect()
}
