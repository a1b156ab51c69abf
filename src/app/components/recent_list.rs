//! What was open before, on the welcome page.

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use wirelight::view::{amounts, fragment::Fragment, link::Link};
use yew::prelude::*;

use super::icon::icon;
use crate::{
    page::Page,
    recent::{self, Recent, Way},
    state::Action,
};

/// The list; nothing where the browser remembers nothing.
pub fn recent_list(page: &Page) -> Html {
    let texts = &page.texts.ways_in;
    if page.state.recent.is_empty() {
        return Html::default();
    }
    html! {
        <section class="welcome-recent">
            <h2>{ texts.recent }</h2>
            { for page.state.recent.iter().map(|recent| row(page, recent)) }
            <p class="dim">
                { texts.recent_more }{ page.texts.gap }
                <button class="button small" onclick={forgetting(page, None)}>{ texts.forget_all }</button>
            </p>
        </section>
    }
}

/// What was open in this tab before it was loaded anew, as a button.
pub fn offered(page: &Page) -> Html {
    let offered = page.state.recent.iter().find(|recent| Some(recent.id) == page.state.offered);
    offered.map_or_else(Html::default, |recent| {
        let (page, recent) = (page.clone(), recent.clone());
        let label = (page.texts.ways_in.reopen)(&recent.name);
        // the address has kept what was seen
        let onclick = move |_: MouseEvent| page.opener.open_again(&recent, None);
        html! { <button class="button primary" {onclick}>{ icon("doc", "") }<span class="ellipsis">{ label }</span></button> }
    })
}

fn row(page: &Page, recent: &Recent) -> Html {
    let texts = &page.texts.ways_in;
    let (sign, more) = match &recent.way {
        Way::Handle(_) => ("doc", None),
        Way::Link(address) => ("link", Link::from_text(address).map(|link| link.host)),
    };
    let onclick = {
        let (page, recent) = (page.clone(), recent.clone());
        move |_: MouseEvent| {
            let chosen = &page.state.chosen;
            let view = Fragment { lang: chosen.lang, theme: chosen.theme, ..Fragment::from_text(&recent.view) };
            page.opener.open_again(&recent, Some(view));
        }
    };
    let forget = (texts.forget)(&recent.name);
    html! {
        <div class="recent" key={recent.id.to_string()}>
            <button class="recent-open" {onclick}>
                <span class="sample-icon">{ icon(sign, "") }</span>
                <span class="sample-text">
                    <b class="ellipsis" title={recent.name.clone()}>{ &recent.name }</b>
                    if let Some(more) = more { <span class="dim ellipsis">{ more }</span> }
                </span>
                <span class="sample-count mono">
                    { amounts::thousands(recent.packets) }<span class="dim">{ " " }{ (page.texts.packets_unit)(recent.packets) }</span>
                </span>
                <span class="sample-size mono">{ amounts::size(recent.size) }</span>
                <span class="recent-when dim">{ when(page, recent.opened) }</span>
            </button>
            <button class="button quiet recent-forget" aria-label={forget.clone()} title={forget}
                onclick={forgetting(page, Some(recent.id))}>{ icon("x", "") }</button>
        </div>
    }
}

fn forgetting(page: &Page, id: Option<u64>) -> Callback<MouseEvent> {
    let state = page.state.dispatcher();
    Callback::from(move |_: MouseEvent| {
        let state = state.clone();
        spawn_local(async move {
            if let Ok(list) = recent::forget(id).await {
                state.dispatch(Action::Recent(list.into()));
            }
        });
    })
}

/// How long ago that is; from two days on the day itself.
fn when(page: &Page, then: f64) -> String {
    let minutes = ((Date::now() - then) / 60_000.0).max(0.0) as u64;
    (page.texts.ways_in.ago)(minutes).unwrap_or_else(|| {
        let options = Object::new();
        let parts = [("day", "numeric"), ("month", "short"), ("year", "numeric")];
        let this_year = Date::new_0().get_full_year() == Date::new(&then.into()).get_full_year();
        for (name, value) in parts.into_iter().take(if this_year { 2 } else { 3 }) {
            let _ = Reflect::set(&options, &name.into(), &JsValue::from_str(value));
        }
        Date::new(&then.into()).to_locale_date_string(page.state.language.tag(), &options).into()
    })
}
