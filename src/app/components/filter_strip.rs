//! The notice over the list about a filter in another language: what it was understood as, in both.

use web_sys::MouseEvent;
use wirelight::engine::request::{Dialect, Reply, Request};
use yew::prelude::*;

use super::icon::icon;
use crate::{filtering, page::Page, use_engine::use_engine};

/// The notice, where the filter in use is in another language.
#[component]
pub fn FilterStrip() -> Html {
    let page = use_context::<Page>();
    let filter = page.as_ref().and_then(|page| page.state.chosen.filter.clone());
    let closed = use_state_eq(|| None::<String>);
    let data = use_engine(filter.clone().map(|text| Request::Understand { text }));
    let (Some(page), Some(filter)) = (page, filter) else { return Html::default() };
    let said = match data.reply().map(|reply| &**reply) {
        Some(Reply::Understood(Ok(said))) if said.dialect != Dialect::Display => said.clone(),
        _ => return Html::default(),
    };
    if closed.as_ref() == Some(&filter) {
        return Html::default();
    }
    let texts = &page.texts.filters;
    let (heading, more) = match said.dialect {
        Dialect::Capture => (texts.other_language, texts.other_language_more),
        _ => (texts.bare, texts.bare_more),
    };
    let close = move |_: MouseEvent| closed.set(Some(filter.clone()));
    let adopt = {
        let (page, display) = (page.clone(), said.display.clone());
        move |_: MouseEvent| filtering::apply(&page, &display)
    };
    html! {
        <div class="strip note filter-strip" role="status">
            { icon("swap", "") }
            <div class="grow">
                <p><b>{ heading }</b>{ page.texts.gap }{ more }</p>
                <dl>
                    { form(&page, texts.as_display, &said.display, html! { <button class="button primary" onclick={adopt}>{ texts.use_display }</button> }) }
                    if let Some(capture) = &said.capture { { form(&page, texts.as_capture, capture, Html::default()) } }
                </dl>
            </div>
            <div class="strip-actions">
                <button class="button quiet strip-close" aria-label={page.texts.close} title={page.texts.close} onclick={close}>{ icon("x", "") }</button>
            </div>
        </div>
    }
}

/// The filter in one language.
fn form(page: &Page, name: &'static str, text: &str, more: Html) -> Html {
    let copy = {
        let (page, text) = (page.clone(), text.to_owned());
        move |_: MouseEvent| {
            page.host.copy(&text);
            page.say((page.texts.copied_text)(&text));
        }
    };
    html! {
        <div>
            <dt>{ name }</dt>
            <dd>
                <code>{ text }</code>
                <button class="button quiet" aria-label={page.texts.copy} title={page.texts.copy} onclick={copy}>{ icon("copy", "") }</button>
                { more }
            </dd>
        </div>
    }
}
