//! The welcome page: drop, open, or look at a sample.

use wirelight::view::amounts;
use yew::prelude::*;

use super::{
    icon::{brand, icon},
    opening_strip::opening_strip,
    recent_list::{offered, recent_list},
    requests::requests,
    top_bar::choices,
};
use crate::{
    app::SAMPLES,
    commands::{Command, Entry},
    page::{Page, Room},
};

/// What is seen before anything is open.
pub fn welcome(page: &Page) -> Html {
    let texts = page.texts;
    let two_lists = !page.state.recent.is_empty();
    let open_file = if page.state.offered.is_some() { "button" } else { "button primary" };
    html! {
        <>
            <header class="welcome-top">{ brand() }<span class="grow"></span>{ keys(page) }{ choices(page) }</header>
            { opening_strip(page) }
            <main class="welcome" aria-label={texts.welcome}>
                <div class="corner top left"></div><div class="corner top right"></div>
                <div class="corner bottom left"></div><div class="corner bottom right"></div>
                <section class={classes!("welcome-open", two_lists.then_some("two"))}>
                    <h1>{ texts.drop_anywhere }</h1>
                    <p class="welcome-formats">{ texts.formats }</p>
                    <div class="actions">
                        { offered(page) }
                        <button class={open_file} onclick={page.choose.reform(|_: MouseEvent| ())}>
                            { icon("open", "") }{ texts.open_file }<kbd>{ "Ctrl O" }</kbd>
                        </button>
                        { action(page, Command::Paste, "paste", texts.ways_in.paste) }
                        { action(page, Command::OpenLink, "link", texts.ways_in.open_link) }
                    </div>
                    <p class="welcome-private">
                        { icon("lock", "fine") }
                        <span><b>{ texts.nothing_leaves }</b>{ texts.gap }{ texts.nothing_leaves_more }</span>
                    </p>
                </section>
                <div class={classes!("welcome-lists", two_lists.then_some("two"))}>
                    <section class="welcome-samples">
                        <h2>{ texts.samples }</h2>
                        { for (0..).zip(SAMPLES).map(|(place, sample)| sample_row(page, place, sample)) }
                    </section>
                    { recent_list(page) }
                </div>
            </main>
            <footer class="status-bar">
                <span class="cell">{ concat!("Wirelight ", env!("CARGO_PKG_VERSION")) }</span>
                <span class="grow"></span>
                { requests(page) }
            </footer>
        </>
    }
}

/// A command as a button with its keys.
fn action(page: &Page, command: Command, sign: &'static str, name: &'static str) -> Html {
    html! {
        <button class="button" onclick={page.doing::<MouseEvent>(command)}>
            { icon(sign, "") }{ name }
            if let Some(keys) = command.entry().and_then(Entry::keys) { <kbd>{ keys }</kbd> }
        </button>
    }
}

/// All keys, where there may be a keyboard.
fn keys(page: &Page) -> Html {
    if page.room == Room::Phone {
        return Html::default();
    }
    html! {
        <button class="button quiet" onclick={page.doing::<MouseEvent>(Command::ShowKeys)}>
            { page.texts.ways_in.keys }<kbd>{ "?" }</kbd>
        </button>
    }
}

fn sample_row(page: &Page, place: u8, (_, _, packets, bytes): (&str, &str, u64, u64)) -> Html {
    let texts = page.texts;
    let (title, question) = texts.sample.get(usize::from(place)).copied().unwrap_or_default();
    let opener = page.opener.clone();
    let onclick = move |_: MouseEvent| opener.open_sample(place);
    html! {
        <button class="sample" {onclick}>
            <span class="sample-icon">{ icon("book", "") }</span>
            <span class="sample-text"><b>{ title }</b><span class="dim">{ question }</span></span>
            <span class="sample-count mono">
                { amounts::thousands(packets) }<span class="dim">{ " " }{ (texts.packets_unit)(packets) }</span>
            </span>
            <span class="sample-size mono">{ amounts::size(bytes) }</span>
        </button>
    }
}
