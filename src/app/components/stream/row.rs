//! A line of the stream: the packet that brought it, its side by mark and place, and what was said.

use web_sys::{Element, MouseEvent};
use wirelight::{
    engine::request::StreamLine,
    reassemble::transcript::Kind,
    view::{amounts::thousands, matches, stream::StreamChoice},
};
use yew::prelude::*;

use crate::{finding, page::Page, streams, texts::StreamTexts};

/// How a line is drawn.
#[derive(Clone, Copy)]
pub struct Looks {
    /// Its place, from 0.
    pub place: u64,
    /// Whether one is there.
    pub selected: bool,
    /// For little room.
    pub narrow: bool,
}

/// The id of a line.
pub fn id(place: u64) -> String {
    format!("stream-row-{}", place + 1)
}

/// The line whose packet's number was clicked; such a click need not come from a pointer and have a place.
pub fn of_packet(event: &MouseEvent) -> Option<u64> {
    let button = event.target_dyn_into::<Element>()?.closest("button").ok()??;
    let row = button.closest(".stream-row").ok()??;
    row.id().rsplit('-').next()?.parse::<u64>().ok()?.checked_sub(1)
}

/// The line, the one before it being known or not; what is looked for is marked in it.
pub fn row(
    page: &Page,
    choice: StreamChoice,
    looks: Looks,
    (before, line): (Option<&StreamLine>, Option<&StreamLine>),
    sought: &str,
) -> Html {
    let Looks { place, selected, narrow } = looks;
    let texts = &page.texts.stream;
    let class = line.map(|line| {
        let side = if line.side == 0 { "a" } else { "b" };
        let kind = match line.kind {
            Kind::Data => "data",
            Kind::Missing => "missing",
            Kind::Cut => "cut",
            Kind::Again => "again",
        };
        classes!(side, kind, line.uncertain.then_some("uncertain"))
    });
    html! {
        <div key={place} id={id(place)} class={classes!("stream-row", class, selected.then_some("selected"))} role="row"
            aria-selected={if selected { "true" } else { "false" }} aria-rowindex={(place + 1).to_string()}>
            if let Some(line) = line {
                { packet(texts, before, line) }
                <span class="stream-side" role="gridcell">{ if line.side == 0 { "▸" } else { "◂" } }</span>
                <span class="stream-said" role="gridcell" title={line.uncertain.then_some(texts.uncertain)}>
                    { content(texts, choice, narrow, line, sought) }
                </span>
            } else {
                <span role="gridcell"></span>
            }
        </div>
    }
}

/// The number of the first packet that brought something of it.
fn packet(texts: &StreamTexts, before: Option<&StreamLine>, line: &StreamLine) -> Html {
    let same = before.is_some_and(|before| before.packets == line.packets);
    let number = line.packets.first().map_or(0, |packet| u64::from(*packet)) + 1;
    let more = if line.packets.len() > 1 { "+" } else { "" };
    html! {
        <span class="stream-packet" role="gridcell">
            // the row itself is reached by keys, and Enter does the same
            <button class={classes!("link", same.then_some("same"))} tabindex="-1" title={(texts.to_packet)(number)}>{ number }{ more }</button>
        </span>
    }
}

fn content(texts: &StreamTexts, choice: StreamChoice, narrow: bool, line: &StreamLine, sought: &str) -> Html {
    let count = thousands(line.len.into());
    match line.kind {
        Kind::Missing => html! { <em>{ "╳ " }{ (texts.missing)(&count) }</em> },
        Kind::Cut => html! { <em>{ "┄ " }{ (texts.cut)(&count) }</em> },
        Kind::Again => html! { <em>{ "↻ " }{ (texts.again)(&count) }</em> },
        Kind::Data => {
            let text = choice.line(&line.bytes, line.offset, narrow, streams::gbk_text);
            if sought.is_empty() {
                return html! { text };
            }
            let parts = matches::parts(&text, sought, Some(finding::lower)).into_iter();
            parts
                .map(|(hit, part)| {
                    if hit {
                        html! { <mark>{ part }</mark> }
                    } else {
                        html! { part }
                    }
                })
                .collect()
        }
    }
}
