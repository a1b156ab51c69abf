//! Where the time of an exchange went, in words.

use wirelight::{
    engine::request::Dialogue,
    view::{exchanges::phases, tables::milliseconds},
};
use yew::prelude::*;

use super::packet;
use crate::page::Page;

/// A line a phase, and the sum.
pub fn timing(page: &Page, one: &Dialogue) -> Html {
    let texts = &page.texts.message;
    let line = |name: &'static str, ns: u64| {
        html! { <tr><th scope="row">{ name }</th><td class="numeric">{ milliseconds(ns) }{ " ms" }</td></tr> }
    };
    let lines =
        phases(&one.row).map(|(phase, (begin, end))| line((page.texts.exchanges.phase)(phase), end.abs_diff(begin)));
    let ends = [(texts.request, one.row.request), (texts.response, one.row.response)];
    html! {
        <>
            <table class="message-timing" aria-label={texts.timing}>
                <tbody>
                    { for lines }
                    if let Some(total) = one.row.times.total() { { line(texts.total, total) } }
                </tbody>
            </table>
            { for ends.into_iter().filter_map(|(name, packets)| Some((name, packets?))).map(|(name, (first, last))| html! {
                <p class="dim message-packets">
                    { name }{ ": " }{ packet(page, first) }
                    if last != first { { " – " }{ packet(page, last) } }
                </p>
            }) }
        </>
    }
}
