//! The head of a message: its first line, its packets, and its headers with what they mean.

use wirelight::{
    bytes::text::Text,
    engine::{exchanges::told::Told, request::Dialogue},
    view::amounts,
};
use yew::prelude::*;

use super::packet;
use crate::{page::Page, texts::headers::meaning};

/// Packets named at most.
const PACKETS: usize = 40;

/// One of the two messages.
pub fn head(page: &Page, one: &Dialogue, response: bool) -> Html {
    let texts = &page.texts.message;
    let Some(told) = one.told(response) else { return html! { <p class="pane-hint dim">{ texts.not_here }</p> } };
    let row = |(name, value): (&str, &str)| {
        html! {
            <tr><th scope="row">{ shown(name) }</th><td>{ shown(value) }</td><td class="dim">{ meaning(name, page.texts.language) }</td></tr>
        }
    };
    let headers = told.headers.iter().map(|header| row((&header.name, &header.value)));
    html! {
        <>
            <h3 class="message-line"><span>{ shown(&told.words.join(" ")) }</span></h3>
            <p class="dim message-packets">{ carried(page, told) }</p>
            <table class="message-headers" aria-label={texts.headers}>
                <thead class="unseen"><tr><th>{ texts.header }</th><th>{ texts.value }</th><th>{ texts.meaning }</th></tr></thead>
                <tbody>{ for headers }</tbody>
            </table>
        </>
    }
}

/// Text from the capture: what does not print is spelled out.
pub fn shown(text: &str) -> String {
    Text(text.as_bytes()).to_string()
}

/// `766,856 = 333 + 766,523 bytes in packets 10 (65495), 11 (374), …`
fn carried(page: &Page, told: &Told) -> Html {
    let texts = &page.texts.message;
    let sum = [told.head + told.sent, told.head, told.sent].map(amounts::thousands);
    let parts = told.parts.iter().take(PACKETS).map(|(number, len)| {
        html! { <span class="part">{ packet(page, *number) }{ format!(" ({len})") }</span> }
    });
    let more = told.parts.len().saturating_sub(PACKETS);
    html! {
        <>
            { (texts.carried)(&sum[0], &sum[1], &sum[2], told.parts.len()) }{ " " }
            { for parts }
            if more > 0 { <span class="part">{ format!("… +{more}") }</span> }
        </>
    }
}
