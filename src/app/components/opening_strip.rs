//! The notice about a link on its way, or about why it did not come: what, where, and what comes next.

use wirelight::{
    capture::{Problem, hexdump},
    view::{amounts, link::Link},
};
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
        Some(Opening::Sample(name)) => {
            let heading = (page.texts.opening)(name);
            let actions = progress(page, None, &heading, None);
            notice("note", "status", heading, Html::default(), actions)
        }
        Some(Opening::Making { name, percent }) => being_made(page, name, *percent),
        Some(Opening::InPart(names)) => {
            let words = html! { <>{ page.texts.gap }{ names }</> };
            notice("warn", "alert", page.texts.ways_in.merged_in_part, words, close(page))
        }
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
    let heading = (texts.fetching)(&link.name, &link.host);
    let actions = progress(page, percent, &heading, Some(link));
    notice("note", "status", heading, html! { <span class="strip-amount">{ words }</span> }, actions)
}

fn being_made(page: &Page, name: &str, percent: u8) -> Html {
    let texts = &page.texts.ways_in;
    let heading = (texts.making)(name);
    let actions = progress(page, Some(percent.into()), &heading, None);
    let words = html! { <span class="strip-amount">{ percent }{ " %" }</span> };
    notice("note", "status", heading, words, actions)
}

/// A bar of percents, and a way to end it; a link can be taken up again.
fn progress(page: &Page, percent: Option<u64>, label: &str, link: Option<&Link>) -> Html {
    let cancel = {
        let (opener, link) = (page.opener.clone(), link.cloned());
        move |_: MouseEvent| {
            opener.cancel();
            if let Some(link) = &link {
                opener.refuse(Refusal::Cancelled(link.clone()));
            }
        }
    };
    html! {
        <>
            <progress max="100" value={percent.map(|percent| percent.to_string())} aria-label={label.to_owned()} />
            <button class="button" onclick={cancel}>{ page.texts.ways_in.cancel }</button>
        </>
    }
}

fn refused(page: &Page, refusal: &Refusal) -> Html {
    let texts = &page.texts.ways_in;
    let kind = if matches!(refusal, Refusal::Cancelled(_)) { "note" } else { "err" };
    let (heading, more) = match refusal {
        Refusal::NotMerged(name, problem) => not_merged(page, name, problem),
        refusal => words(texts, refusal),
    };
    let address = refusal.address().map(str::to_owned);
    let again = address.clone().filter(|_| !matches!(refusal, Refusal::NoAddress(_) | Refusal::MixedContent(_)));
    let sample = if let Refusal::NoSample(place) = refusal { Some(*place) } else { None };
    let onclick = {
        let (opener, address) = (page.opener.clone(), again.clone());
        move |_: MouseEvent| match (sample, &address) {
            (Some(place), _) => opener.open_sample(place),
            (None, Some(address)) => opener.open_link(address),
            (None, None) => {}
        }
    };
    let (other, label) = match (&address, refusal) {
        (None, Refusal::NoDump(_) | Refusal::NothingToPaste) => (Command::Paste, texts.paste),
        (Some(_), _) => (Command::OpenLink, texts.change_address),
        (None, _) => (Command::OpenFile, page.texts.choose_another),
    };
    let actions = html! {
        <>
            if again.is_some() || sample.is_some() {
                <button class="button" {onclick}>{ texts.try_again }</button>
            }
            <button class="button" onclick={page.doing::<MouseEvent>(other)}>{ label }</button>
            { close(page) }
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

fn close(page: &Page) -> Html {
    html! {
        <button class="button quiet strip-close" aria-label={page.texts.close} title={page.texts.close}
            onclick={page.act(|_: MouseEvent| Action::Opening(None))}>{ icon("x", "") }</button>
    }
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
        Refusal::NoSample(_) => (texts.no_sample.to_owned(), texts.no_sample_more.to_owned()),
        Refusal::NoDump(problem) => no_dump(texts, problem),
        Refusal::NothingToPaste => (texts.nothing_to_paste.to_owned(), texts.dumps_understood.to_owned()),
        Refusal::ClipboardClosed => (texts.clipboard_closed.to_owned(), texts.clipboard_closed_more.to_owned()),
        Refusal::NotMerged(name, _) => ((texts.not_merged)(name), String::new()),
        Refusal::NoRoom => (texts.no_room.to_owned(), texts.no_room_more.to_owned()),
        Refusal::Cancelled(_) => (texts.cancelled.to_owned(), texts.cancelled_more.to_owned()),
    }
}

/// Why a text dumps no packets, and what is understood.
fn no_dump(texts: &OpeningTexts, problem: &hexdump::Problem) -> (String, String) {
    match problem {
        hexdump::Problem::NoBytes => (texts.no_dump.to_owned(), texts.dumps_understood.to_owned()),
        hexdump::Problem::Offset { line, expected, found } => {
            let (expected, found) = (format!("{expected:04x}"), format!("{found:04x}"));
            ((texts.no_dump_line)(*line), (texts.dump_offset)(&expected, &found))
        }
        hexdump::Problem::TooLong { line, most } => {
            ((texts.no_dump_line)(*line), (texts.dump_too_long)(&amounts::thousands((*most).into())))
        }
    }
}

/// Which file is no part of a whole, and why.
fn not_merged(page: &Page, name: &str, problem: &Problem) -> (String, String) {
    let texts = page.texts;
    let more = match problem {
        Problem::NotACapture(kind) => (texts.not_a_capture_more)(kind.as_deref().and_then(texts.kind_of_file)),
        Problem::Unreadable(what) => (texts.cannot_read_more)(what),
        problem => {
            let (heading, more) = texts.problem(problem, 0, "0");
            [heading, texts.gap, &more].concat()
        }
    };
    ((texts.ways_in.not_merged)(name), more)
}

/// Where the file itself may lie, behind a page of GitHub.
pub fn with_github(texts: &OpeningTexts, words: &str, link: &Link) -> String {
    link.raw_on_github().map_or_else(|| words.to_owned(), |raw| [words, " ", &(texts.raw_on_github)(&raw)].concat())
}
