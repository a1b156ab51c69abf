//! What both sides of a WebSocket connection said, as a conversation.

use std::rc::Rc;

use web_sys::MouseEvent;
use wirelight::{
    bytes::text::Text,
    engine::{
        exchanges::frames::Frame,
        request::{Reply, Request},
    },
    view::{amounts, copies::dump::spaced_hex, tables::milliseconds},
};
use yew::prelude::*;

use super::{
    Shared, packet,
    tree::{Origin, Tree, is_tree},
};
use crate::{page::Page, use_engine::use_engine};

/// Messages shown at first, and more at a time.
const STEP: u32 = 200;
/// Bytes of which the mask is shown at work.
const MASKED: usize = 32;

/// Which connection.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// The place of its exchange among all.
    pub number: u32,
}

/// The conversation.
#[component]
pub fn Talk(properties: &Properties) -> Html {
    let page = use_context::<Page>();
    let count = use_state_eq(|| STEP);
    let open = use_state_eq(|| None::<usize>);
    let number = properties.number;
    let data = use_engine(Some(Request::Frames { number, first: 0, count: *count }));
    let (Some(page), Some(reply)) = (page, data.reply()) else { return Html::default() };
    let Reply::Frames(Some(known)) = &**reply else { return Html::default() };
    let texts = &page.texts.message;
    let begin = known.frames.first().and_then(|frame| frame.time).unwrap_or(0);
    let more = known.all.saturating_sub(known.frames.len() as u32);
    let onclick = {
        let count = count.clone();
        move |_: MouseEvent| count.set(*count + STEP)
    };
    let lines = known.frames.iter().enumerate().map(|(place, frame)| {
        let tree = tree(&page, reply, (place, frame), &open);
        line(&page, frame, begin, tree)
    });
    html! {
        <>
            <ol class="talk" aria-label={texts.messages}>{ for lines }</ol>
            if more > 0 { <button class="button" {onclick}>{ (texts.more)(&amounts::thousands(more.into())) }</button> }
        </>
    }
}

/// What opens a message that is JSON as a tree, one at a time, and the tree.
fn tree(
    page: &Page,
    reply: &Rc<Reply>,
    (place, frame): (usize, &Frame),
    open: &UseStateHandle<Option<usize>>,
) -> Option<Html> {
    if !is_tree(&frame.contents) {
        return None;
    }
    let is_open = **open == Some(place);
    let open = open.clone();
    let onclick = move |_: MouseEvent| open.set((!is_open).then_some(place));
    let label = page.texts.message.messages;
    Some(html! {
        <>
            <button class="button quiet talk-json" aria-expanded={is_open.to_string()} {onclick}>{ "JSON" }</button>
            if is_open {
                <div class="talk-tree" role="group" aria-label={label}><Tree origin={Origin::Frame(Shared(reply.clone()), place)} /></div>
            }
        </>
    })
}

fn line(page: &Page, frame: &Frame, begin: i64, tree: Option<Html>) -> Html {
    let texts = &page.texts.message;
    let client = frame.key.is_some();
    let (side, arrow, name) = if client { ("cli", "▸ ", texts.client) } else { ("srv", "◂ ", texts.server) };
    let after = frame.time.map(|time| milliseconds(time.abs_diff(begin)));
    let kind = match frame.opcode {
        1 => "Text",
        2 => "Binary",
        0 => "Continuation",
        8 => "Close",
        9 => "Ping",
        10 => "Pong",
        _ => "?",
    };
    let cut = frame.size.saturating_sub(frame.contents.len() as u64);
    html! {
        <li class={classes!("talk-line", side)}>
            <span class="talk-head">
                { packet(page, frame.packet) }
                <b class={side}>{ arrow }{ name }</b>
                <span>{ kind }{ if frame.fin { "" } else { " …" } }</span>
                <span class="dim">{ amounts::thousands(frame.len) }{ " B" }</span>
                if let Some(after) = after { <span class="dim">{ "+" }{ after }{ " ms" }</span> }
            </span>
            <span class="talk-said">{ &frame.reason }{ said(&frame.contents) }</span>
            if cut > 0 { <span class="dim">{ (texts.rest)(&amounts::thousands(cut)) }</span> }
            { tree }
            if let Some(key) = frame.key { { mask(page, frame, key) } }
        </li>
    }
}

/// Text with what does not print spelled out, or bytes.
fn said(contents: &[u8]) -> String {
    match std::str::from_utf8(contents) {
        Ok(_) => Text(contents).to_string(),
        // the end of a text that is cut may lie within a letter
        Err(error) if error.error_len().is_none() => {
            Text(contents.get(..error.valid_up_to()).unwrap_or_default()).to_string()
        }
        Err(_) => spaced_hex(contents.get(..256).unwrap_or(contents)),
    }
}

/// The mask at work, byte by byte, for who wants to see it.
fn mask(page: &Page, frame: &Frame, key: [u8; 4]) -> Html {
    let texts = &page.texts.message;
    let bytes = frame.sent.iter().zip(key.iter().cycle()).take(MASKED);
    let row = |(sent, key): (&u8, &u8)| {
        let plain = sent ^ key;
        let letter = if plain.is_ascii_graphic() { char::from(plain) } else { '·' };
        html! { <span class="mask-step">{ format!("{sent:02x} ⊕ {key:02x} = {plain:02x} {letter}") }</span> }
    };
    html! {
        <details class="talk-mask">
            <summary>{ texts.mask }{ " " }<span class="mono">{ spaced_hex(&key) }</span></summary>
            <div class="mask-steps">{ for bytes.map(row) }</div>
        </details>
    }
}
