//! One exchange in full: what was asked, what was answered, and where the time went; beside it the body as what it is.

mod body;
mod head;
mod talk;
mod timing;
mod tree;

use std::rc::Rc;

use web_sys::{KeyboardEvent, MouseEvent};
use wirelight::engine::{
    exchanges::frames::Frame,
    request::{Dialogue, Reply, Request},
};
use yew::prelude::*;

use self::{body::Body, talk::Talk};
use crate::{
    page::Page,
    use_engine::{Data, use_engine},
};

/// Bytes of a body that are shown: more can be saved.
const SHOWN: u32 = 8 << 20;

/// What the left half shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What was said over WebSocket.
    Messages,
    /// The request.
    Request,
    /// The response.
    Response,
    /// Where the time went.
    Timing,
}

/// Which exchange.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// Its place among all.
    pub number: u32,
}

/// The pane.
#[component]
pub fn Message(properties: &Properties) -> Html {
    let page = use_context::<Page>();
    let part = use_state_eq(|| Part::Messages);
    let number = properties.number;
    let data = use_engine(Some(Request::Dialogue { number, most: SHOWN }));
    let Some(page) = page else { return Html::default() };
    let reply = match &data {
        Data::Fresh(reply) | Data::Stale(reply) => reply.clone(),
        Data::Nothing => return html! { <div class="message"></div> },
    };
    let Reply::Dialogue(Some(one)) = &*reply else { return html! { <div class="message"></div> } };
    let shown = shown(one, *part);
    let texts = &page.texts.message;
    let parts = [
        (Part::Messages, texts.messages),
        (Part::Request, texts.request),
        (Part::Response, texts.response),
        (Part::Timing, texts.timing),
    ];
    let parts = if one.row.talk.is_some() { &parts[..] } else { &parts[1..] };
    let left = match shown {
        Part::Messages => html! { <Talk {number} /> },
        Part::Timing => timing::timing(&page, one),
        part => head::head(&page, one, part == Part::Response),
    };
    let response = shown == Part::Response || (shown == Part::Timing && one.response.is_some());
    let alone = shown == Part::Messages;
    html! {
        <div class={classes!("message", alone.then_some("alone"))}>
            <section class="pane message-head" aria-label={texts.message}>
                { tabs(texts.message, parts, shown, &part) }
                <div class="message-scroll" tabindex="0" data-pane="message">{ left }</div>
            </section>
            if !alone { <Body reply={Shared(reply.clone())} {response} /> }
        </div>
    }
}

/// What can be shown: of what is not in the capture the other one, of DNS only the time.
fn shown(one: &Dialogue, part: Part) -> Part {
    match part {
        Part::Messages if one.row.talk.is_some() => Part::Messages,
        Part::Messages => shown(one, Part::Response),
        Part::Response if one.response.is_none() && one.request.is_some() => Part::Request,
        Part::Request if one.request.is_none() && one.response.is_some() => Part::Response,
        Part::Request | Part::Response if one.request.is_none() && one.response.is_none() => Part::Timing,
        part => part,
    }
}

/// A reply that is the same as long as it is the same one.
#[derive(Clone)]
pub struct Shared(pub Rc<Reply>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Shared {
    /// The exchange.
    pub fn dialogue(&self) -> Option<&Dialogue> {
        match &*self.0 {
            Reply::Dialogue(Some(one)) => Some(one),
            _ => None,
        }
    }

    /// A frame of WebSocket.
    pub fn frame(&self, place: usize) -> Option<&Frame> {
        match &*self.0 {
            Reply::Frames(Some(known)) => known.frames.get(place),
            _ => None,
        }
    }
}

/// Tabs of one half; arrows go from one to the next.
pub fn tabs<T: Copy + PartialEq + 'static>(
    label: &'static str,
    all: &[(T, &'static str)],
    shown: T,
    chosen: &UseStateHandle<T>,
) -> Html {
    let to = |by: usize| {
        let here = all.iter().position(|(one, _)| *one == shown).unwrap_or(0);
        all.get((here + by) % all.len().max(1)).map_or(shown, |(one, _)| *one)
    };
    let (next, before, handle) = (to(1), to(all.len().saturating_sub(1)), chosen.clone());
    let onkeydown = move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowRight" => next,
            "ArrowLeft" => before,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        handle.set(to);
    };
    let tab = |(one, name): &(T, &'static str)| {
        let (chosen, one) = (chosen.clone(), *one);
        let selected = one == shown;
        html! {
            <button class="tab" role="tab" aria-selected={selected.to_string()} tabindex={if selected { "0" } else { "-1" }}
                onclick={move |_: MouseEvent| chosen.set(one)}>{ *name }</button>
        }
    };
    html! { <div class="tabs" role="tablist" aria-label={label} {onkeydown}>{ for all.iter().map(tab) }</div> }
}

/// A link to a packet, by its place in the file from 0.
pub fn packet(page: &Page, packet: u32) -> Html {
    let acting = page.clone();
    let onclick = move |_: MouseEvent| acting.show_packet(packet.into());
    html! { <button class="link" title={page.texts.beside.to_packets} {onclick}>{ (u64::from(packet) + 1).to_string() }</button> }
}
