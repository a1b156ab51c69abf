//! Lanes and rungs as elements of SVG.

use wirelight::{
    analyse::ladder::Stands,
    engine::request::RungView,
    view::ladder::{
        Look, Shape, Sheet, Stroke, UNIT, Words, shapes,
        svg::{cross, head as arrow_head, line, pixels},
    },
};
use yew::prelude::*;

use super::Ladder;
use crate::{page::Page, texts::Texts};

/// The id of a packet's rung.
pub fn id(packet: u32) -> String {
    format!("rung-{}", u64::from(packet) + 1)
}

/// The words of a language.
pub fn words(texts: &'static Texts) -> Words<'static> {
    Words { remark: &texts.flow.remark, found: &texts.flow.found }
}

/// The lanes' names, over what scrolls.
pub fn head(page: &Page, ladder: &Ladder, sheet: &Sheet) -> Html {
    let texts = page.texts;
    let room = (sheet.gap / 7.3) as usize;
    let names = ladder.facts.lanes.iter().zip(0..).map(|((name, is_client), lane)| {
        let (class, role) = if *is_client { ("client", texts.flow.client) } else { ("server", texts.flow.server) };
        // at the edges of a narrow sheet names stay inside
        let (x, anchor) = match (sheet.compact, lane) {
            (true, 0) => (8.0, "start"),
            (true, lane) if usize::from(lane) + 1 == sheet.lanes => (sheet.width() - 8.0, "end"),
            _ => (sheet.lane(lane), "middle"),
        };
        let name: String = if name.len() > room {
            name.chars().take(room.saturating_sub(1)).chain(['…']).collect()
        } else {
            name.clone()
        };
        html! {
            <g class={class}>
                <text class="strong" x={pixels(x)} y="17" text-anchor={anchor}>{ role }</text>
                <text class="mono" x={pixels(x)} y="33" text-anchor={anchor}>{ name }</text>
            </g>
        }
    });
    html! {
        <svg class="ladder-head" width={pixels(sheet.width())} height="40">
            if !sheet.compact {
                <text class="strong" x="48" y="25" text-anchor="end">{ texts.number }</text>
                <text class="strong" x="146" y="25" text-anchor="end">{ texts.time }</text>
            }
            if let Some(x) = sheet.words() {
                <text class="strong" x={pixels(x)} y="25">{ texts.flow.in_words }</text>
            }
            { for names }
        </svg>
    }
}

/// The lanes, so many pixels of them.
pub fn lanes(ladder: Option<&Ladder>, sheet: &Sheet, height: u32) -> Html {
    let lanes = ladder.iter().flat_map(|ladder| ladder.facts.lanes.iter()).zip(0..);
    lanes
        .map(|((_, is_client), lane)| {
            let x = sheet.lane(lane);
            let class = classes!("lane", if *is_client { "client" } else { "server" });
            html! { <path {class} d={line((x, 0.0), (x, f64::from(height)))} /> }
        })
        .collect()
}

/// A rung; `top` is how many pixels lie above the sheet.
pub fn rung(page: &Page, rung: &RungView, sheet: &Sheet, ladder: Option<&Ladder>, top: u64, selected: bool) -> Html {
    let words = words(page.texts);
    let y = i64::from(rung.at) * i64::from(UNIT) - top as i64;
    let shapes = shapes(rung, sheet, &words);
    let place = format!("translate(0 {y})");
    if rung.stands != Stands::Packet {
        return html! { <g class="rung" transform={place} aria-hidden="true">{ for shapes.iter().map(shape) }</g> };
    }
    let own = shapes_height(rung);
    let aloud = aloud(page.texts, rung, ladder);
    html! {
        <g id={id(rung.packet)} key={rung.packet} class={classes!("rung", selected.then_some("selected"))} transform={place}
            role="option" aria-selected={if selected { "true" } else { "false" }}>
            <text class="aloud">{ aloud }</text>
            <rect class="rung-ground" x="0" y="0" width="100%" height={own.to_string()} />
            if selected { { lanes(ladder, sheet, own) } }
            { for shapes.iter().map(shape) }
        </g>
    }
}

/// The height of what is written: where time is true, what follows may be empty.
fn shapes_height(rung: &RungView) -> u32 {
    let lines = u32::from(!rung.info.is_empty()) + u32::from(rung.found != 0);
    rung.height.min(2 + lines) * UNIT
}

/// What is seen of a rung and not written there, for those who hear it: its packet, from where to where.
fn aloud(texts: &Texts, rung: &RungView, ladder: Option<&Ladder>) -> String {
    let lane =
        |lane: u16| ladder.and_then(|ladder| ladder.facts.lanes.get(usize::from(lane))).map_or("", |(name, _)| name);
    let way = (texts.flow.arrow)(lane(rung.lanes.0), lane(rung.lanes.1));
    [&(texts.packet)(&(u64::from(rung.packet) + 1).to_string()), ", ", &way, ": "].concat()
}

fn look(look: Look) -> &'static str {
    match look {
        Look::Client => "client",
        Look::Server => "server",
        Look::Warn => "warn",
        Look::Note => "note",
        Look::Lost => "lost",
        Look::Plain => "plain",
        Look::Dim => "dim",
        Look::Words => "words",
    }
}

/// A shape as an element; its colour comes from the style sheet.
pub fn shape(shape: &Shape) -> Html {
    match shape {
        Shape::Line { from, to, look: ink, stroke } => {
            let (pen, dashes) = stroke.pen();
            let class = classes!(look(*ink), (*stroke == Stroke::Dotted).then_some("dotted"));
            html! { <path {class} d={line(*from, *to)} stroke-width={pen} stroke-dasharray={dashes} /> }
        }
        Shape::Head { at, left, look: ink } => {
            html! { <path class={classes!("fill", look(*ink))} d={arrow_head(*at, *left)} /> }
        }
        Shape::Cross { at } => html! { <path class="lost" d={cross(*at)} stroke-width="2" /> },
        Shape::Text { at, anchor, look: ink, strong, text } => html! {
            <text class={look(*ink)} x={pixels(at.0)} y={pixels(at.1)} text-anchor={anchor.name()}>
                if !strong.is_empty() { <tspan class="strong">{ strong }</tspan> }
                { text }
            </text>
        },
    }
}
