//! English for the list of exchanges.

use wirelight::{engine::exchanges::By, view::exchanges::Phase};

use crate::texts::exchanges::ExchangeTexts;

/// The English texts.
pub const EXCHANGES: ExchangeTexts = ExchangeTexts {
    exchanges: "Exchanges",
    all: "All",
    kinds: "What is spoken",
    narrow: "Narrow: part of a URL, a status, a type",
    column: |by| match by {
        By::Number => "#",
        By::Method => "Method",
        By::Url => "URL",
        By::Status => "Status",
        By::Media => "Type",
        By::Body => "Body B",
        By::Wire => "Wire B",
        By::Time => "ms",
        By::Stream => "Stream",
    },
    packet: "Packet",
    waterfall: "Where the time went",
    phase: |phase| match phase {
        Phase::Names => "DNS",
        Phase::Connect => "connect",
        Phase::Send => "send",
        Phase::Wait => "wait for the server",
        Phase::Receive => "download",
    },
    summary: |count, size, connections| {
        let exchanges = if count == "1" { "exchange" } else { "exchanges" };
        let streams = if connections == "1" { "stream" } else { "streams" };
        format!("{count} {exchanges} · {size} · {connections} {streams}")
    },
    empty: "Nothing was asked over HTTP, WebSocket or DNS in this capture, or it is encrypted.",
    none_left: "No exchange contains this. Widen the search above.",
    still_reading: "Exchanges are gathered when the file is read.",
    gathering: "Gathering requests and responses…",
    not_gathered: "Gathering was stopped. Come back to this view to go on.",
    no_response: "no response in this capture",
    archived: |exchanges, left_out, name, size| {
        let left_out =
            if left_out > 0 { format!(", {left_out} without a request of HTTP left out") } else { String::new() };
        let s = if exchanges == 1 { "" } else { "s" };
        format!("Saved {name}: {exchanges} exchange{s}, {size}{left_out}")
    },
    no_command: "There is no request of HTTP to copy.",
    messages: |client, server| format!("messages: client {client}, server {server}"),
};
