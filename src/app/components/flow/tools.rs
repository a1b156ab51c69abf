//! What the ladder is of, how it is drawn, and what it can be taken away as.

use web_sys::MouseEvent;
use wirelight::{
    engine::ladder::Ladders,
    view::{amounts, ladder::choice::FlowChoice},
};
use yew::prelude::*;

use super::{Ladder, chosen, counts};
use crate::{
    commands::Command,
    components::{
        icon::icon,
        views::{choice, tool_row},
    },
    page::{Page, Room},
    state::Action,
};

/// The tools above the ladder.
pub fn tools(page: &Page, ladder: Option<&Ladder>) -> Html {
    let texts = &page.texts.flow;
    // a phone has the rest in its menu
    let phone = page.room == Room::Phone;
    let now = chosen(&page.state);
    let packet = page.state.selected.and_then(|packet| u32::try_from(packet).ok());
    let among = page.state.anchor.and_then(|_| {
        let mut all = page.state.selection().filter_map(|packet| u32::try_from(packet).ok());
        let first = all.next()?;
        Some(all.fold((first, first), |(low, high), packet| (low.min(packet), high.max(packet))))
    });
    let of = |label: String, of: Option<Ladders>, pressed: bool| {
        let next = FlowChoice { of, ..now.clone() };
        choice(html! { label }, pressed, page.act(move |_: MouseEvent| Action::Flow(next.clone())))
    };
    let several = match &now.of {
        Some(Ladders::Streams(names)) => Some((texts.streams)(names.len())),
        _ => None,
    };
    tool_row(html! {
        <>
            <span class="choices" role="group" aria-label={texts.of}>
                if let Some(several) = several { { of(several, now.of.clone(), true) } }
                { of(texts.this_stream.to_owned(), None, now.of.is_none()) }
                { for packet.map(|packet| {
                    of(texts.this_host.to_owned(), Some(Ladders::HostOf(packet)), matches!(now.of, Some(Ladders::HostOf(_))))
                }) }
                { for among.map(|(first, last)| {
                    let pressed = matches!(now.of, Some(Ladders::Between(..)));
                    of(texts.selected_packets.to_owned(), Some(Ladders::Between(first, last)), pressed)
                }) }
                { of(texts.everything.to_owned(), Some(Ladders::All), now.of == Some(Ladders::All)) }
            </span>
            if !phone { { pair(texts.spacing, [(texts.even, Command::FlowEven), (texts.true_time, Command::FlowTrueTime)], now.true_time, page) } }
            { pair(texts.bare_acks, [(texts.show, Command::FlowShowAcks), (texts.fold, Command::FlowFoldAcks)], now.folded, page) }
            if !phone { { pair(texts.lanes, [(texts.ports, Command::FlowPorts), (texts.hosts, Command::FlowHosts)], now.hosts, page) } }
            <span class="grow"></span>
            if !phone {
                { export(page, ladder, "Mermaid", "copy", Command::FlowMermaid) }
                { export(page, ladder, "SVG", "save", Command::FlowSvg) }
                { export(page, ladder, "PNG", "save", Command::FlowPng) }
            }
        </>
    })
}

/// Two choices with their label; `second` says which is made.
fn pair(label: &'static str, choices: [(&'static str, Command); 2], second: bool, page: &Page) -> Html {
    let [first, other] = choices;
    html! {
        <span class="labelled" role="group" aria-label={label}>
            <span class="dim">{ label }</span>
            <span class="choices">
                { choice(html! { first.0 }, !second, page.doing(first.1)) }
                { choice(html! { other.0 }, second, page.doing(other.1)) }
            </span>
        </span>
    }
}

fn export(page: &Page, ladder: Option<&Ladder>, label: &'static str, sign: &'static str, command: Command) -> Html {
    let name = command.entry().map_or("", |entry| entry.name(page.state.language));
    html! {
        <button class="button" title={name} aria-label={name} disabled={ladder.is_none_or(|ladder| ladder.len() == 0)}
            onclick={page.doing::<MouseEvent>(command)}>{ icon(sign, "") }{ label }</button>
    }
}

/// What the arrows mean, and how many there are.
pub fn legend(page: &Page, ladder: Option<&Ladder>) -> Html {
    let texts = &page.texts.flow;
    let sample = |class: &'static str,
                  (path, width): (&'static str, &'static str),
                  fill: &'static str,
                  name: &'static str| {
        html! {
            <span class="legend-entry">
                <svg class="ladder-sample" width="26" height="10" aria-hidden="true">
                    <path class={class} d={path} stroke-width={width} /><path class={classes!("fill", class)} d={fill} />
                </svg>{ name }
            </span>
        }
    };
    let to_packet = page.state.selected.map(|packet| {
        let page = page.clone();
        let name = (page.texts.flow.to_packet)(&(packet + 1).to_string());
        let onclick = move |_: MouseEvent| page.show_packet(packet);
        html! { <button class="button small" {onclick}>{ name }</button> }
    });
    html! {
        <div class="legend">
            { sample("client", ("M1 5h18", "1.5"), "M25 5l-8 -4v8z", texts.client) }
            { sample("server", ("M25 5h-18", "1.5"), "M1 5l8 -4v8z", texts.server) }
            { sample("server", ("M25 3.5h-18M25 6.5h-18", "1.5"), "M1 5l8 -4v8z", texts.sent_again) }
            { sample("lost", ("M25 5h-12M4 1l8 8M12 1l-8 8", "1.5"), "M0 0", texts.lost) }
            { sample("client", ("M1 5h18", "0.75"), "M25 5l-8 -4v8z", texts.bare_ack) }
            <span class="grow"></span>
            if let Some(ladder) = ladder {
                if ladder.facts.left_out > 0 {
                    <span class="warn">{ (texts.left_out)(&amounts::thousands(ladder.facts.left_out)) }</span>
                }
                <span class="flow-counts">{ counts(page, ladder) }</span>
                { to_packet }
            }
        </div>
    }
}
