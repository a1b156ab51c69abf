//! A capture: list over layers and bytes, or one of them at a time where there is little room.

use std::rc::Rc;

use web_sys::Element;
use wirelight::{
    engine::request::{PacketView, Reply, Request},
    view::fragment::View,
};
use yew::prelude::*;

use super::{
    bytes_pane::BytesPane,
    context_menu::{self, Place},
    field_bytes::field_bytes,
    filter_box::FilterBox,
    filter_strip::FilterStrip,
    find_bar::FindBar,
    layer_tree::LayerTree,
    opening_strip::opening_strip,
    packet_list::PacketList,
    splitter::Splitter,
    status_bar::status_bar,
    strip::strip,
    top_bar::{tool, top_bar},
    trouble::{is_troubled, trouble},
    view_tabs::view_tabs,
    views,
};
use crate::{
    commands::{self, Command},
    components::icon::icon,
    page::{Page, Room},
    state::{Action, Screen, Tab},
    use_engine::use_engine,
};

/// What is seen while a capture is open.
#[component]
pub fn Workbench() -> Html {
    let (main, detail) = (use_node_ref(), use_node_ref());
    let page = use_context::<Page>();
    let asked = page.as_ref().and_then(|page| {
        let settings = (*page.settings).clone();
        Some(Request::Packet { packet: page.state.selected?, settings })
    });
    let data = use_engine(asked);
    let packet = use_memo(data.reply().cloned(), |reply| match reply.as_deref() {
        Some(Reply::Packet(Some(packet))) => Some(Rc::new((**packet).clone())),
        _ => None,
    });
    let packet = (*packet).clone();
    let Some(page) = page else { return Html::default() };
    let Some(capture) = &page.state.capture else { return Html::default() };
    if is_troubled(capture) {
        return html! { <>{ top_bar(&page) }{ opening_strip(&page) }{ trouble(&page, capture) }{ status_bar(&page, None) }</> };
    }
    let texts = page.texts;
    // on a phone the list stays where it is, out of sight, so that Back finds it as it was
    let away = page.room == Room::Phone && page.state.screen == Screen::Packet;
    let list = html! {
        <section class={classes!("pane", "list-pane", away.then_some("away"))} key={capture.number}
            aria-label={texts.packet_list} aria-hidden={away.then_some("true")} oncontextmenu={on_row(&page)} ondblclick={on_two_clicks(&page)}>
            if page.state.finding.open { <FindBar /> }
            <PacketList />
        </section>
    };
    let layers = html! {
        <section class="pane layers-pane" aria-label={texts.layers}>
            <LayerTree packet={packet.clone()} />
        </section>
    };
    let bytes = html! {
        <section class="pane bytes-pane-holder" aria-label={texts.bytes}><BytesPane packet={packet.clone()} /></section>
    };
    let shown = match page.state.tab {
        Tab::Layers => layers.clone(),
        Tab::Bytes => bytes.clone(),
    };
    let beside = views::body(&page);
    let body = match page.room {
        _ if beside.is_some() => html! { <main class="main one">{ beside }</main> },
        _ if page.is_popped_out() => html! { <main class="main popped-out">{ layers }{ bytes }</main> },
        Room::Phone if page.state.screen == Screen::List => html! { <main class="main one">{ list }</main> },
        Room::Phone => html! {
            <main class="main one">
                { list }
                { packet_head(&page, packet.as_deref()) }
                { tabs(&page) }
                { shown }
                if let Some(packet) = packet.as_ref().filter(|_| page.state.tab == Tab::Layers) { { field_bytes(&page, packet) } }
            </main>
        },
        Room::Narrow | Room::Middle => html! {
            <main class="main stacked" ref={main.clone()}>
                { list }
                <Splitter across=true property="--list-part" split={main} label={texts.resize_list} />
                <div class="tabbed">{ tabs(&page) }{ shown }</div>
            </main>
        },
        Room::Wide | Room::Widest => html! {
            <main class="main stacked" ref={main.clone()}>
                { list }
                <Splitter across=true property="--list-part" split={main} label={texts.resize_list} />
                <div class="detail" ref={detail.clone()}>
                    { layers }
                    <Splitter across=false property="--layers-part" split={detail} label={texts.resize_bytes} />
                    { bytes }
                </div>
            </main>
        },
    };
    let tabs = (page.room != Room::Phone).then(|| view_tabs(&page));
    // where the top bar has no room for it, the filter has a row of its own
    let lists = !away && page.state.chosen.view == View::Packets;
    let writes = !page.room.is_wide() && !away && !page.is_popped_out() && capture.packets() > 0;
    let below =
        page.room == Room::Phone && (page.state.screen == Screen::List || page.state.chosen.view != View::Packets);
    html! {
        <>
            if !page.is_popped_out() { { top_bar(&page) } }
            if !page.is_popped_out() { { tabs } }
            if writes { <div class="filter-row"><FilterBox /></div> }
            { opening_strip(&page) }
            { strip(&page) }
            if lists { <FilterStrip /> }
            { body }
            if below { { view_tabs(&page) } }
            { status_bar(&page, packet.as_deref()) }
        </>
    }
}

/// Two clicks on a row show its packet in a window of its own.
fn on_two_clicks(page: &Page) -> Callback<MouseEvent> {
    let page = page.clone();
    Callback::from(move |event: MouseEvent| {
        let row = event.target_dyn_into::<Element>().and_then(|target| target.closest("[id^=packet-]").ok().flatten());
        if row.is_some() && page.room != Room::Phone {
            commands::run(Command::NewWindow, &page);
        }
    })
}

/// Opens the menu of the row that was pointed at; it is selected first, unless it is one of several that are.
fn on_row(page: &Page) -> Callback<MouseEvent> {
    let page = page.clone();
    Callback::from(move |event: MouseEvent| {
        let row = event.target_dyn_into::<Element>().and_then(|target| target.closest("[id^=packet-]").ok().flatten());
        let packet = row.and_then(|row| row.id().strip_prefix("packet-")?.parse::<u64>().ok()?.checked_sub(1));
        if context_menu::is_browsers(&event) || (packet.is_none() && event.button() == 2) {
            return;
        }
        let place = packet.and_then(|packet| page.state.order.place(packet));
        if let Some(place) = place.filter(|place| !page.state.selected_places().contains(place)) {
            page.state.dispatch(Action::Select(place));
        }
        let near = event.target_dyn_into::<Element>().and_then(|list| list.query_selector(".selected").ok().flatten());
        context_menu::open(&page, Place::Cell(column_at(&event)), &event, near.as_ref());
    })
}

/// The column of the cell that was pointed at, from 0; Info where it was none.
fn column_at(event: &MouseEvent) -> usize {
    let cell = event.target_dyn_into::<Element>().and_then(|target| target.closest("[aria-colindex]").ok().flatten());
    let index = cell.and_then(|cell| cell.get_attribute("aria-colindex")?.parse::<usize>().ok());
    index.and_then(|index| index.checked_sub(2)).unwrap_or(usize::MAX)
}

/// Layers or bytes, where only one has room.
fn tabs(page: &Page) -> Html {
    let tab = |tab: Tab, label: &'static str| {
        let selected = page.state.tab == tab;
        html! {
            <button class="tab" role="tab" aria-selected={selected.to_string()} tabindex={if selected { "0" } else { "-1" }}
                onclick={page.act(move |_: MouseEvent| Action::Show(tab))}>{ label }</button>
        }
    };
    let other = if page.state.tab == Tab::Layers { Tab::Bytes } else { Tab::Layers };
    let onkeydown = {
        let state = page.state.clone();
        move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight") {
                event.prevent_default();
                state.dispatch(Action::Show(other));
            }
        }
    };
    html! {
        <div class="tabs" role="tablist" {onkeydown}>
            { tab(Tab::Layers, page.texts.layers) }
            { tab(Tab::Bytes, page.texts.bytes) }
        </div>
    }
}

/// The head of a packet's screen on a phone.
fn packet_head(page: &Page, packet: Option<&PacketView>) -> Html {
    let texts = page.texts;
    let position = page.state.place.unwrap_or(0);
    let last = page.state.shown().saturating_sub(1);
    let back = {
        let host = page.host.clone();
        move |_: MouseEvent| host.travel(-1)
    };
    let step = |to: u64| page.act(move |_: MouseEvent| Action::Select(to));
    let number = wirelight::view::amounts::thousands(page.state.selected.unwrap_or(0) + 1);
    html! {
        <header class="top-bar">
            <button class="button quiet touch" aria-label={texts.back_to_list} onclick={back}>{ icon("left", "") }</button>
            <div class="top-bar-title">
                <b>{ (texts.packet)(&number) }</b>
                if let Some(packet) = packet {
                    <span class="dim ellipsis">{ format!("{} · {}", packet.row.protocol, packet.row.time) }</span>
                }
            </div>
            <button class="button quiet touch" aria-label={texts.previous_packet} disabled={position == 0}
                onclick={step(position.saturating_sub(1))}>{ icon("up", "") }</button>
            <button class="button quiet touch" aria-label={texts.next_packet} disabled={position >= last}
                onclick={step((position + 1).min(last))}>{ icon("down", "") }</button>
            { tool(page, Command::ShowMenu, "menu") }
        </header>
    }
}
