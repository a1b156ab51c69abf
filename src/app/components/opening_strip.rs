//! The notice about a link on its way, or about why it did not come: what, where, and what comes next.

use wirelight::view::{amounts, link::Link};
use yew::prelude::*;

use super::{icon::icon, strip::notice};
use crate::{
    commands::Command,
    opening::{Fetching, Opening, Refusal},
    page::Page,
    state::Action,
    texts::opening::OpeningTexts,
};

/// Stands above whatever is open.
pub fn opening_strip(page: &Page) -> Html {
    match &page.state.opening {
        None => Html::default(),
        Some(Opening::Fetching(fetching)) => on_its_way(page, fetching),
        Some(Opening::Refused(refusal)) => refused(page, refusal),
    }
}

fn on_its_way(page: &Page, fetching: &Fetching) -> Html {
    let texts = &page.texts.ways_in;
    let Fetching { link, received, size, .. } = fetching;
    let percent = size.map(|size| (received * 100).checked_div(size).unwrap_or(0).min(100));
    let mut words = match size.zip(percent) {
        Some((size, percent)) => {
            let (part, whole, unit) = amounts::part_of(*received, size);
            (texts.received)(percent, &part, &whole, unit)
        }
        None => (texts.received_unknown)(&amounts::size(*received)),
    };
    let seconds = (fetching.now - fetching.since) / 1000.0;
    if seconds > 0.0 {
        words = format!("{words} · {}/s", amounts::size((*received as f64 / seconds) as u64));
    }
    let cancel = {
        let opener = page.opener.clone();
        move |_: MouseEvent| opener.cancel()
    };
    let heading = (texts.fetching)(&link.name, &link.host);
    let actions = html! {
        <>
            <progress max="100" value={percent.map(|percent| percent.to_string())} aria-label={heading.clone()} />
            <button class="button" onclick={cancel}>{ texts.cancel }</button>
        </>
    };
    notice("note", "status", heading, html! { <span class="strip-amount">{ words }</span> }, actions)
}

fn refused(page: &Page, refusal: &Refusal) -> Html {
    let texts = &page.texts.ways_in;
    let kind = if matches!(refusal, Refusal::Cancelled(_)) { "note" } else { "err" };
    let (heading, more) = words(texts, refusal);
    let address = refusal.address().map(str::to_owned);
    let again = address.clone().filter(|_| !matches!(refusal, Refusal::NoAddress(_) | Refusal::MixedContent(_)));
    let retry = again.clone().map(|address| {
        let opener = page.opener.clone();
        html! {
            <button class="button" onclick={move |_: MouseEvent| opener.open_link(&address)}>{ texts.try_again }</button>
        }
    });
    let (other, label) = match address {
        Some(_) => (Command::OpenLink, texts.change_address),
        None => (Command::OpenFile, page.texts.choose_another),
    };
    let actions = html! {
        <>
            { retry.unwrap_or_default() }
            <button class="button" onclick={page.doing::<MouseEvent>(other)}>{ label }</button>
            <button class="button quiet strip-close" aria-label={page.texts.close} title={page.texts.close}
                onclick={page.act(|_: MouseEvent| Action::Opening(None))}>{ icon("x", "") }</button>
        </>
    };
    let more = html! {
        <>
            { page.texts.gap }{ more }{ page.texts.gap }
            if let Some(address) = again { <span class="mono strip-address">{ address }</span> }
        </>
    };
    notice(kind, "alert", heading, more, actions)
}

/// What went wrong, and what comes next.
pub fn words(texts: &OpeningTexts, refusal: &Refusal) -> (String, String) {
    match refusal {
        Refusal::NoAddress(text) => ((texts.no_address)(text), texts.no_address_more.to_owned()),
        Refusal::MixedContent(_) => (texts.mixed_content.to_owned(), texts.mixed_content_more.to_owned()),
        Refusal::NotShared(link) => ((texts.not_shared)(&link.host), with_github(texts, texts.not_shared_more, link)),
        Refusal::Unreachable(link) => ((texts.unreachable)(&link.host), texts.unreachable_more.to_owned()),
        Refusal::Status(link, status, text) => {
            let status_text = format!("{status} {text}");
            let more = with_github(texts, (texts.status_more)(*status), link);
            ((texts.status)(&link.host, status_text.trim()), more)
        }
        Refusal::Broken(_, received) => (texts.broken.to_owned(), (texts.broken_more)(&amounts::size(*received))),
        Refusal::NotAllowed(name) => ((texts.not_allowed)(name), texts.not_allowed_more.to_owned()),
        Refusal::Gone(name) => ((texts.gone)(name), texts.gone_more.to_owned()),
        Refusal::Cancelled(_) => (texts.cancelled.to_owned(), texts.cancelled_more.to_owned()),
    }
}

/// Where the file itself may lie, behind a page of GitHub.
pub fn with_github(texts: &OpeningTexts, words: &str, link: &Link) -> String {
    link.raw_on_github().map_or_else(|| words.to_owned(), |raw| [words, " ", &(texts.raw_on_github)(&raw)].concat())
}
