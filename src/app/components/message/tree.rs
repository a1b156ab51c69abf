//! A JSON body as a tree whose objects and arrays open and close, whatever its size.

use web_sys::{KeyboardEvent, MouseEvent};
use wirelight::{
    bytes::text::Text,
    view::json::{Document, Folds, Kind, Line},
};
use yew::prelude::*;

use super::Shared;
use crate::{
    components::{icon::icon, views::choice},
    page::Page,
    virtual_rows::use_virtual_rows,
};

/// Bytes of the text that are read at once.
const STEP: usize = 1 << 20;
/// Levels that move to the right.
const DEEPEST: u32 = 40;

/// Which body.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// The exchange.
    pub reply: Shared,
    /// That of the response.
    pub response: bool,
}

/// Whether bytes begin as an object or an array does.
pub fn is_tree(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// The tree, and the path of the selected value below it.
#[component]
pub fn Tree(properties: &Properties) -> Html {
    let page = use_context::<Page>();
    let told = properties.reply.dialogue().and_then(|one| one.told(properties.response));
    let text = told.map(|told| told.contents()).unwrap_or_default();
    let document = use_memo((properties.reply.clone(), properties.response), |_| {
        let mut document = Document::default();
        while !document.step(text, STEP) {}
        document
    });
    let folds = use_state_eq(|| Folds::of(&document));
    let selected = use_state_eq(|| 0_usize);
    let raw = use_state_eq(|| false);
    let rows = use_virtual_rows(folds.len() as u64, 20);
    let Some(page) = page else { return Html::default() };
    let act = {
        let (document, folds, selected) = (document.clone(), folds.clone(), selected.clone());
        Callback::from(move |(line, toggles): (usize, bool)| {
            selected.set(line);
            if toggles {
                let mut changed = (*folds).clone();
                changed.toggle(&document, line);
                folds.set(changed);
            }
        })
    };
    let onkeydown = {
        let (act, document, folds, rows, here) =
            (act.clone(), document.clone(), folds.clone(), rows.clone(), *selected);
        move |event: KeyboardEvent| {
            let open = folds.is_open(&document, here);
            let (to, toggles) = match event.key().as_str() {
                "ArrowDown" => (here + 1, false),
                "ArrowUp" => (here.saturating_sub(1), false),
                "Home" => (0, false),
                "End" => (folds.len().saturating_sub(1), false),
                "ArrowRight" => (here, open == Some(false)),
                "ArrowLeft" => (here, open == Some(true)),
                "Enter" | " " => (here, true),
                _ => return,
            };
            event.prevent_default();
            let to = to.min(folds.len().saturating_sub(1));
            act.emit((to, toggles));
            rows.reveal(to as u64);
        }
    };
    let line = |place: u64| {
        let place = place as usize;
        let node = folds.lines(place..place + 1).first().copied();
        let looks = Looks { place, selected: place == *selected, open: folds.is_open(&document, place), raw: *raw };
        node.map(|node| line(&document.line(text, node), looks, &act)).unwrap_or_default()
    };
    let drawn = rows.view(rows.window.clone().map(line).collect());
    let path = folds.lines(*selected..*selected + 1).first().map(|node| document.path(text, *node));
    let set_raw = |to: bool| {
        let raw = raw.clone();
        Callback::from(move |_: MouseEvent| raw.set(to))
    };
    html! {
        <>
            <div class="json-tree" ref={rows.scroller()} role="tree" tabindex="0" data-pane="json" aria-label="JSON" {onkeydown}>
                { drawn }
            </div>
            <div class="json-foot">
                <span class="mono ellipsis">{ path.map(|path| Text(path.as_bytes()).to_string()) }</span>
                if let Some(broken) = document.broken() { <span class="warn">{ (page.texts.message.broken)(broken) }</span> }
                <span class="grow"></span>
                <span class="choices" role="group" aria-label={page.texts.message.strings}>
                    { choice(html! { page.texts.message.read }, !*raw, set_raw(false)) }
                    { choice(html! { "\\u732a" }, *raw, set_raw(true)) }
                </span>
            </div>
        </>
    }
}

/// How a line is drawn.
#[derive(Clone, Copy)]
struct Looks {
    place: usize,
    selected: bool,
    open: Option<bool>,
    raw: bool,
}

fn line(line: &Line, looks: Looks, act: &Callback<(usize, bool)>) -> Html {
    let Looks { place, selected, open, raw } = looks;
    let on = |toggles: bool| {
        let act = act.clone();
        move |event: MouseEvent| {
            event.stop_propagation();
            act.emit((place, toggles));
        }
    };
    let (kind, value) = match line.kind {
        Kind::Object => ("dim", ["{ ", &line.count.to_string(), " }"].concat()),
        Kind::Array => ("dim", ["[ ", &line.count.to_string(), " ]"].concat()),
        Kind::String if !raw => ("string", ["\"", line.means.as_deref().unwrap_or_default(), "\""].concat()),
        Kind::String => ("string", line.as_it_stands.clone()),
        Kind::Number | Kind::Word => ("number", line.as_it_stands.clone()),
    };
    let shown = |text: &str| Text(text.as_bytes()).to_string();
    let indent = "  ".repeat(line.depth.min(DEEPEST) as usize);
    html! {
        <div key={place} class={classes!("json-line", selected.then_some("selected"))} role="treeitem"
            aria-level={(line.depth + 1).to_string()} aria-selected={selected.to_string()}
            aria-expanded={open.map(|open| open.to_string())} onclick={on(false)}>
            <span class="json-indent">{ indent }</span>
            if let Some(open) = open {
                <span class="json-fold" onclick={on(true)}>{ icon(if open { "down" } else { "right" }, "s") }</span>
            } else {
                <span class="json-fold"></span>
            }
            <span class="json-value">
                if let Some(key) = &line.key { <span class="json-name">{ shown(key) }{ ": " }</span> }
                <span class={kind}>{ shown(&value) }</span>
                if line.unshown > 0 { <span class="dim">{ format!("… +{}", line.unshown) }</span> }
            </span>
        </div>
    }
}
