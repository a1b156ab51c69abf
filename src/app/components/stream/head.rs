//! Above the stream: which one it is, its form, what is looked for, and who talks.

use web_sys::{HtmlInputElement, HtmlSelectElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::request::{SideFacts, StreamFacts},
    view::{
        amounts::thousands,
        stream::{Encoding, StreamChoice, StreamForm},
    },
};
use yew::prelude::*;

use crate::{
    commands::{self, Command},
    components::{
        icon::icon,
        views::{choice, tool_row},
    },
    page::{Page, Room},
    state::{Action, Following},
    streams,
    texts::StreamTexts,
};

/// What can be chosen and done.
pub fn tools(page: &Page, chosen: StreamChoice, facts: Option<&StreamFacts>) -> Html {
    let texts = &page.texts.stream;
    let forms = [Command::StreamText, Command::StreamHex, Command::StreamRaw];
    let encodings = [Command::StreamUtf8, Command::StreamGbk, Command::StreamLatin1];
    let sides = [Command::StreamBoth, Command::StreamA, Command::StreamB];
    let of_side = |side: &SideFacts, mark: &str| format!("{mark} {}:{}", side.address, side.port);
    let names = facts.map_or_else(Vec::new, |facts| {
        let [a, b] = &facts.sides;
        vec![texts.both.to_owned(), of_side(a, "▸"), of_side(b, "◂")]
    });
    // a phone has the others in its menu
    let saves = if page.room == Room::Phone { 1 } else { 3 };
    let side = chosen.side.map_or(0, |side| usize::from(side) + 1);
    tool_row(html! {
        <>
            { step(page, Command::PreviousStream, "left", texts.previous) }
            <span class="stream-title mono">{ chosen.title() }</span>
            { step(page, Command::NextStream, "right", texts.next) }
            <span class="choices" role="group" aria-label={texts.form}>
                { for forms.into_iter().zip(StreamForm::ALL).map(|(command, form)| {
                    let name = command.entry().map_or("", |entry| entry.short_name(page.state.language));
                    choice(html! { name }, chosen.form == form, page.doing(command))
                }) }
            </span>
            if chosen.form == StreamForm::Text {
                { select(page, texts.encoding, Encoding::ALL.map(|(_, name)| name.to_owned()).to_vec(),
                    Encoding::ALL.iter().position(|(one, _)| *one == chosen.encoding).unwrap_or(0), encodings) }
            }
            if !names.is_empty() { { select(page, texts.sides, names, side, sides) } }
            <span class="grow"></span>
            { find(page) }
            { for [Command::SaveStream, Command::SaveStreamA, Command::SaveStreamB].into_iter().zip(["", " ▸", " ◂"]).take(saves).map(|(command, mark)| {
                let name = command.entry().map_or("", |entry| entry.name(page.state.language));
                html! {
                    <button class="button" title={name} aria-label={name} disabled={!commands::is_enabled(command, page)}
                        onclick={page.doing::<MouseEvent>(command)}>{ texts.save }{ mark }</button>
                }
            }) }
        </>
    })
}

fn step(page: &Page, command: Command, sign: &'static str, name: &'static str) -> Html {
    html! {
        <button class="button small" aria-label={name} title={name} disabled={!commands::is_enabled(command, page)}
            onclick={page.doing::<MouseEvent>(command)}>{ icon(sign, "s") }</button>
    }
}

/// A choice of commands by their names.
fn select(page: &Page, label: &'static str, names: Vec<String>, at: usize, all: [Command; 3]) -> Html {
    let onchange = {
        let page = page.clone();
        move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            let command = select.and_then(|select| all.get(usize::try_from(select.selected_index()).ok()?).copied());
            if let Some(command) = command {
                commands::run(command, &page);
            }
        }
    };
    html! {
        <select class="stream-select" aria-label={label} title={label} {onchange}>
            { for names.into_iter().enumerate().map(|(place, name)| html! { <option selected={place == at}>{ name }</option> }) }
        </select>
    }
}

/// The line in which one writes what to look for.
fn find(page: &Page) -> Html {
    let texts = &page.texts.stream;
    let following = &page.state.following;
    let oninput = {
        let page = page.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                let following = page.state.following.clone();
                let sought = Following { sought: input.value(), found: None, hit: 0, ..following };
                page.state.dispatch(Action::Follow(sought));
            }
        }
    };
    let onkeydown = {
        let page = page.clone();
        move |event: KeyboardEvent| {
            match event.key().as_str() {
                "Enter" => streams::find(&page, event.shift_key()),
                "Escape" => page.host.focus("[data-pane=stream]"),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let result = match &following.found {
        None => String::new(),
        Some(found) if found.is_empty() => texts.no_hits.to_owned(),
        Some(found) => (texts.hits)(following.hit + 1, found.len()),
    };
    let nothing = following.found.as_ref().is_some_and(|found| found.is_empty());
    html! {
        <span class="stream-find" role="search" aria-label={texts.find}>
            <input type="text" class={classes!(nothing.then_some("refused"))} aria-label={texts.find} placeholder={texts.find} spellcheck="false"
                autocomplete="off" value={following.sought.clone()} {oninput} {onkeydown} />
            { step_find(page, Command::FindPrevious, "up") }
            { step_find(page, Command::FindNext, "down") }
            <span class="find-result dim" role="status">{ result }</span>
        </span>
    }
}

fn step_find(page: &Page, command: Command, sign: &'static str) -> Html {
    let name = command.entry().map_or("", |entry| entry.name(page.state.language));
    html! {
        <button class="button small" aria-label={name} title={name} disabled={page.state.following.sought.is_empty()}
            onclick={page.doing::<MouseEvent>(command)}>{ icon(sign, "s") }</button>
    }
}

/// Who talks, and how much: each on its side.
pub fn ends(texts: &StreamTexts, facts: &StreamFacts) -> Html {
    let [a, b] = &facts.sides;
    let amount = |side: &SideFacts| {
        let lost = (side.missing > 0).then(|| format!(" · {}", (texts.lost)(&thousands(side.missing))));
        format!("{}{}", (texts.said)(&thousands(side.bytes)), lost.unwrap_or_default())
    };
    html! {
        <div class="stream-ends">
            <span class="stream-end a"><b>{ "▸ " }{ &a.address }{ ":" }{ a.port }</b>{ " " }<span>{ amount(a) }</span></span>
            <span class="stream-end b"><b>{ &b.address }{ ":" }{ b.port }{ " ◂" }</b>{ " " }<span>{ amount(b) }</span></span>
        </div>
    }
}
