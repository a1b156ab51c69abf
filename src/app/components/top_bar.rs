//! The top bar: what is open, and the choices about the whole page.

use wirelight::view::{amounts, fragment::Theme};
use yew::prelude::*;

use super::{
    filter_box::FilterBox,
    go_to::GoTo,
    icon::{brand, icon},
};
use crate::{
    commands::Command,
    page::{Page, Room},
    state::{Action, Screen},
};

/// The bar above a capture.
pub fn top_bar(page: &Page) -> Html {
    let Some(capture) = &page.state.capture else { return Html::default() };
    if page.room == Room::Phone && page.state.screen == Screen::Packet {
        return Html::default();
    }
    let texts = page.texts;
    let close = page.act(|_: MouseEvent| Action::Close);
    let count = amounts::thousands(capture.packets());
    html! {
        <header class="top-bar">
            if page.room == Room::Phone {
                <button class="button quiet touch" aria-label={texts.close} onclick={close}>{ icon("left", "") }</button>
                <div class="top-bar-title">
                    <b class="ellipsis" title={capture.name.clone()}>{ &capture.name }</b>
                    <span class="dim">
                        if page.state.order.is_narrowed() {
                            { (texts.filters.shown)(&amounts::thousands(page.state.shown()), &count) }
                        } else {
                            { format!("{count} {}", (texts.packets_unit)(capture.packets())) }
                        }
                    </span>
                </div>
            } else {
                <button class="button quiet top-bar-home" title={texts.close} onclick={close}>
                    { brand() }<span class="unseen">{ texts.gap }{ texts.close }</span>
                </button>
                <span class="top-bar-file">
                    { icon("doc", "") }
                    <span class="ellipsis strong" title={capture.name.clone()}>{ &capture.name }</span>
                    <span class="dim top-bar-size">{ amounts::size(capture.size) }</span>
                </span>
                if page.room.is_wide() && capture.packets() > 0 { <FilterBox /> } else { <span class="grow"></span> }
                if capture.packets() > 0 { <GoTo /> }
            }
            { open_button(page) }
            if page.room != Room::Phone { { tool(page, Command::CopyLink, "link") } }
            { choices(page) }
        </header>
    }
}

/// A command as an icon.
pub fn tool(page: &Page, command: Command, sign: &'static str) -> Html {
    let name = command.entry().map_or("", |entry| entry.name(page.state.language));
    let touch = (page.room == Room::Phone).then_some("touch");
    html! {
        <button class={classes!("button", "quiet", "tool", touch)} aria-label={name} title={name}
            onclick={page.doing::<MouseEvent>(command)}>{ icon(sign, "") }</button>
    }
}

/// Opens another file.
fn open_button(page: &Page) -> Html {
    let onclick = page.choose.reform(|_: MouseEvent| ());
    if page.room == Room::Phone {
        return html! {
            <button class="button quiet touch" aria-label={page.texts.open_file} {onclick}>{ icon("open", "") }</button>
        };
    }
    html! {
        <button class="button quiet" {onclick}>{ icon("open", "") }{ page.texts.open_file }<kbd>{ "Ctrl O" }</kbd></button>
    }
}

/// Language and theme.
pub fn choices(page: &Page) -> Html {
    let texts = page.texts;
    let touch = (page.room == Room::Phone).then_some("touch");
    let other = texts.other().tag();
    let (theme, sign, label) = match page.theme() {
        Theme::Light => (Theme::Dark, "moon", texts.theme_to_dark),
        Theme::Dark => (Theme::Light, "sun", texts.theme_to_light),
    };
    html! {
        <>
            <button class={classes!("button", "quiet", "language", touch)} lang={other}
                aria-label={format!("{} · {}", texts.other_language, texts.switch_language)}
                title={texts.switch_language} onclick={page.act(|_: MouseEvent| Action::SwitchLanguage)}>
                { texts.other_language }
            </button>
            <button class={classes!("button", "quiet", "theme", touch)} aria-label={label} title={label}
                onclick={page.act(move |_: MouseEvent| Action::Theme(theme))}>
                { icon(sign, "") }
            </button>
            { tool(page, Command::ShowMenu, "menu") }
        </>
    }
}
