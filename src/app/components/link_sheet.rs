//! The sheet that asks for the address of a capture.

use web_sys::{HtmlInputElement, InputEvent, KeyboardEvent};
use wirelight::view::link::Link;
use yew::prelude::*;

use super::{opening_strip::words, sheet::Sheet};
use crate::{
    opening::{Opening, Refusal},
    page::Page,
    state::Action,
};

/// A line for the address, who will be asked, and why it can not be fetched where that is clear before.
#[component]
pub fn LinkSheet() -> Html {
    let page = use_context::<Page>();
    let opening = page.as_ref().and_then(|page| page.state.opening.as_ref());
    let text = use_state_eq(|| opening.and_then(Opening::address).unwrap_or_default().to_owned());
    let refusal = use_state_eq(|| None::<Refusal>);
    let input = use_node_ref();
    use_effect_with((), {
        let input = input.clone();
        move |()| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                let _ = input.focus();
                input.select();
            }
        }
    });
    let Some(page) = page else { return Html::default() };
    let texts = &page.texts.ways_in;
    let open = {
        let (page, text, refusal) = (page.clone(), text.clone(), refusal.clone());
        Callback::from(move |()| match page.opener.link(&text) {
            Ok(_) => {
                page.state.dispatch(Action::Overlay(None));
                page.opener.open_link(&text);
            }
            Err(why) => refusal.set(Some(why)),
        })
    };
    let oninput = {
        let (text, refusal) = (text.clone(), refusal.clone());
        move |event: InputEvent| {
            text.set(event.target_unchecked_into::<HtmlInputElement>().value());
            refusal.set(None);
        }
    };
    let onkeydown = {
        let open = open.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                open.emit(());
            }
        }
    };
    let asks = Link::from_text(&text).map_or(texts.asks_nobody.to_owned(), |link| (texts.asks)(&link.host));
    let refused = refusal.as_ref().map(|refusal| words(texts, refusal));
    html! {
        <Sheet class="link-sheet" label={texts.open_link.trim_end_matches('…')} headed=true>
            <div class="link-form">
                <label for="link-address">{ texts.address }</label>
                <input id="link-address" ref={input} class="mono" type="text" inputmode="url" autocomplete="off"
                    autocapitalize="off" spellcheck="false" value={(*text).clone()} aria-invalid={refused.is_some().to_string()}
                    aria-describedby="link-words" placeholder="https://" {oninput} {onkeydown} />
                if let Some((heading, more)) = refused {
                    <p id="link-words" class="link-refused" role="alert"><b>{ heading }</b>{ page.texts.gap }{ more }</p>
                } else {
                    <p id="link-words" class="dim">{ asks }</p>
                }
                <div class="actions">
                    <button class="button primary" onclick={open.reform(|_: MouseEvent| ())}>{ texts.open }</button>
                    <button class="button" onclick={page.act(|_: MouseEvent| Action::Overlay(None))}>{ texts.cancel }</button>
                </div>
            </div>
        </Sheet>
    }
}
