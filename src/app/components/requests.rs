//! What the network was asked since the page loaded: nothing, or the servers of links.

use yew::prelude::*;

use super::icon::icon;
use crate::page::Page;

/// A cell of the status bar.
pub fn requests(page: &Page) -> Html {
    let texts = page.texts;
    let asked = &page.state.asked;
    if asked.is_empty() {
        return html! { <span class="cell local" title={texts.local_more}>{ icon("lock", "") }{ texts.local }</span> };
    }
    let mut hosts: Vec<&str> = Vec::new();
    for host in asked.iter() {
        if let Err(place) = hosts.binary_search(&host.as_str()) {
            hosts.insert(place, host);
        }
    }
    let hosts = hosts.join(", ");
    html! {
        <span class="cell asked" title={(texts.ways_in.requests_more)(&hosts)}>
            { icon("link", "") }{ (texts.ways_in.requests)(asked.len(), &hosts) }
        </span>
    }
}
