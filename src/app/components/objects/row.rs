//! A row of the list: a cell for every column, or a few lines for fingers.

use web_sys::MouseEvent;
use wirelight::{
    bytes::{MediaType, sniff::sniff, text::Text},
    engine::objects::ObjectRow,
    view::{amounts, copies::dump::hex},
};
use yew::prelude::*;

use super::{List, thumbnail::Thumbnail, thumbnail::drawable};
use crate::{components::icon::icon, components::message::packet, objects};

/// Letters of a digest that are shown.
const DIGEST: usize = 12;

/// The id of a row.
pub fn id(place: u64) -> String {
    format!("object-{}", place + 1)
}

/// The row.
pub fn row(list: &List, place: u64, phone: bool) -> Html {
    let selected = place == *list.selected;
    let content = match list.row(place) {
        Some(row) if phone => lines(list, place, row),
        Some(row) => cells(list, place, row),
        None => html! { <span class="cell" role="gridcell"></span> },
    };
    html! {
        <div key={place} id={id(place)} class={classes!("table-row", selected.then_some("selected"))} role="row"
            aria-selected={if selected { "true" } else { "false" }} aria-rowindex={(place + 1 + u64::from(!phone)).to_string()}>
            { content }
        </div>
    }
}

fn cells(list: &List, place: u64, row: &ObjectRow) -> Html {
    let digest = hex(&row.sha256);
    let short = [digest.get(..DIGEST).unwrap_or_default(), "…"].concat();
    let name = html! { <b class="ellipsis">{ shown(&row.name) }</b> };
    let cells = [
        ("thumb", None, picture(place, row)),
        ("", Some(shown(&row.url)), name),
        ("", None, html! { media(list, row) }),
        ("numeric", None, html! { amounts::thousands(row.len) }),
        ("numeric", None, packet(&list.page, row.packet)),
        ("", Some(digest), html! { short }),
        ("", None, html! { part(list, row) }),
    ];
    let cells = cells.into_iter().zip(1_u32..).map(|((class, title, content), index)| {
        html! { <span class={classes!("cell", class)} role="gridcell" {title} aria-colindex={index.to_string()}>{ content }</span> }
    });
    cells.collect()
}

fn lines(list: &List, place: u64, row: &ObjectRow) -> Html {
    let number = (u64::from(row.packet) + 1).to_string();
    let some = [part(list, row), media(list, row), amounts::thousands(row.len) + " B", ["#", &number].concat()];
    let some: Vec<String> = some.into_iter().filter(|text| !text.is_empty()).collect();
    let (page, one) = (list.page.clone(), row.clone());
    let onclick = move |event: MouseEvent| {
        event.stop_propagation();
        objects::save(&page, place as u32, &one);
    };
    html! {
        <>
            <div class="thumb" role="gridcell">{ picture(place, row) }</div>
            <span role="gridcell">
                <b class="line ellipsis">{ shown(&row.name) }</b>
                <span class="line dim ellipsis">{ some.join(" · ") }</span>
                <span class="line dim ellipsis">{ hex(&row.sha256) }</span>
            </span>
            <div role="gridcell">
                <button class="button quiet" tabindex="-1" aria-label={list.page.texts.objects.save} {onclick}>{ icon("save", "") }</button>
            </div>
        </>
    }
}

/// What it looks like.
fn picture(place: u64, row: &ObjectRow) -> Html {
    match drawable(row) {
        Some(media) => html! { <Thumbnail number={place as u32} {media} /> },
        None => icon("doc", ""),
    }
}

/// What its sender calls it, and what its bytes are.
fn media(list: &List, row: &ObjectRow) -> String {
    let declared = if row.media.is_empty() { "–".to_owned() } else { shown(&row.media) };
    match sniff(&row.head) {
        Some(sniffed) => {
            let agrees = MediaType(row.media.as_bytes()).is(sniffed.media);
            declared + &(list.page.texts.message.sniffed)(sniffed.media, agrees)
        }
        None => declared,
    }
}

/// Which part of it is here.
fn part(list: &List, row: &ObjectRow) -> String {
    let incomplete = if row.whole { "" } else { list.page.texts.objects.incomplete };
    let between = if row.whole || row.range.is_empty() { "" } else { " · " };
    [&shown(&row.range), between, incomplete].concat()
}

/// Text of the capture, with what does not print spelled out.
fn shown(text: &str) -> String {
    Text(text.as_bytes()).to_string()
}
