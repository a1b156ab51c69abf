//! The views of the page, in the order of their tabs.
//!
//! A view is a name in [`View`] (which makes it a link), a command in `commands` whose key is its place among the tabs,
//! a line in [`VIEWS`] (which makes the tab), and a component in [`body`] that fills the page between its bars: one
//! `<section class="pane">` with its tools in a `tool_row` and what can have the focus marked by `data-pane`. Keys 1 to 8
//! belong to Packets, Exchanges, Conversations, Stream, Flow, Findings, File and Objects, in this order.

use wirelight::view::fragment::View;
use yew::prelude::*;

use super::{
    conversations::Conversations, exchanges::Exchanges, file_view::FileView, findings::Findings, flow::Flow,
    objects::Objects, stream::Stream,
};
use crate::{commands::Command, page::Page};

/// The views in order, each with its command.
pub const VIEWS: [(View, Command); 8] = [
    (View::Packets, Command::ShowPackets),
    (View::Exchanges, Command::ShowExchanges),
    (View::Conversations, Command::ShowConversations),
    (View::Stream, Command::ShowStream),
    (View::Flow, Command::ShowFlow),
    (View::Findings, Command::ShowFindings),
    (View::File, Command::ShowFile),
    (View::Objects, Command::ShowObjects),
];

/// What fills the page in this view; nothing where that is the packets themselves, or one of them.
pub fn body(page: &Page) -> Option<Html> {
    Some(match page.state.chosen.view {
        View::Packets | View::Packet => return None,
        View::Exchanges => html! { <Exchanges /> },
        View::Conversations => html! { <Conversations /> },
        View::Stream => html! { <Stream /> },
        View::Flow => html! { <Flow /> },
        View::Findings => html! { <Findings /> },
        View::File => html! { <FileView /> },
        View::Objects => html! { <Objects /> },
    })
}

/// The tools of a view, in a row above it.
pub fn tool_row(tools: Html) -> Html {
    html! { <div class="tool-row">{ tools }</div> }
}

/// One of several choices that stand side by side.
pub fn choice(label: Html, pressed: bool, onclick: Callback<MouseEvent>) -> Html {
    html! { <button class="button" aria-pressed={if pressed { "true" } else { "false" }} {onclick}>{ label }</button> }
}
