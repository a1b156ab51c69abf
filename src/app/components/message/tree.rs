//! A JSON body as a tree whose objects and arrays open and close, whatever its size.

use std::{ops::Range, rc::Rc};

use gloo::timers::callback::Timeout;
use web_sys::{KeyboardEvent, MouseEvent};
use wirelight::{
    bytes::text::Text,
    engine::exchanges::told::Told,
    view::{
        json::{Document, Folds, Kind, Line},
        scroll::walked,
    },
};
use yew::prelude::*;

use super::{Shared, packet};
use crate::{
    components::{icon::icon, views::choice},
    page::Page,
    virtual_rows::use_virtual_rows,
};

/// Bytes of the text that are read at once: a longer text is read in steps, between which the page goes on.
const STEP: usize = 1 << 20;
/// Levels that move to the right.
const DEEPEST: u32 = 40;

/// Where the text is.
#[derive(Clone, PartialEq)]
pub enum Origin {
    /// In the body of a message: of the response, or of the request.
    Body(Shared, bool),
    /// In a frame of WebSocket: the reply that brought it, and its place there.
    Frame(Shared, usize),
}

impl Origin {
    fn told(&self) -> Option<&Told> {
        match self {
            Self::Body(reply, response) => reply.dialogue()?.told(*response),
            Self::Frame(..) => None,
        }
    }

    fn text(&self) -> &[u8] {
        match self {
            Self::Body(..) => self.told().map(Told::contents),
            Self::Frame(reply, place) => reply.frame(*place).map(|frame| &*frame.contents),
        }
        .unwrap_or_default()
    }
}

/// Which text; another one needs another key.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// Where it is.
    pub origin: Origin,
}

/// Whether bytes begin as an object or an array does.
pub fn is_tree(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// The tree, as soon as the text is read.
#[component]
pub fn Tree(properties: &Properties) -> Html {
    let page = use_context::<Page>();
    let document = use_document(&properties.origin);
    match (page, document) {
        (Some(page), None) => html! { <p class="pane-hint dim">{ page.texts.message.reading }</p> },
        (_, Some(document)) => html! { <Lines origin={properties.origin.clone()} document={Read(document)} /> },
        (None, None) => Html::default(),
    }
}

/// Reads a text once, a step at a time.
#[hook]
fn use_document(origin: &Origin) -> Option<Rc<Document>> {
    let reading = use_mut_ref(Document::default);
    let step = {
        let (reading, origin) = (reading, origin.clone());
        move || {
            let mut reading = reading.borrow_mut();
            reading.step(origin.text(), STEP).then(|| Rc::new(std::mem::take(&mut *reading)))
        }
    };
    let document = use_state(&step);
    let steps = use_state_eq(|| 0_u32);
    use_effect_with((*steps, document.is_some()), {
        let document = document.clone();
        move |(done, all): &(u32, bool)| {
            let done = *done;
            let next = (!all).then(|| {
                Timeout::new(0, move || match step() {
                    Some(read) => document.set(Some(read)),
                    None => steps.set(done + 1),
                })
            });
            move || drop(next)
        }
    });
    (*document).clone()
}

/// A document that is the same as long as it is the same one.
#[derive(Clone)]
struct Read(Rc<Document>);

impl PartialEq for Read {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
struct LinesProperties {
    origin: Origin,
    document: Read,
}

/// The lines, and below them where the selected value stands.
#[component]
fn Lines(properties: &LinesProperties) -> Html {
    let page = use_context::<Page>();
    let LinesProperties { origin, document: Read(document) } = properties;
    let text = origin.text();
    let folds = use_state_eq(|| Folds::of(document));
    let selected = use_state_eq(|| 0_usize);
    let raw = use_state_eq(|| false);
    let rows = use_virtual_rows(folds.len() as u64, 20);
    let here = folds.lines(*selected..*selected + 1).first().copied();
    // to name the way to a value its siblings are counted, which may be many
    let path = use_memo(here, |here| here.map(|node| document.path(text, node)).unwrap_or_default());
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
            let Some(step) = step(&event.key(), &folds, &document, here, rows.page) else { return };
            event.prevent_default();
            rows.reveal(step.0 as u64);
            act.emit(step);
        }
    };
    let line = |place: u64| {
        let place = place as usize;
        let node = folds.lines(place..place + 1).first().copied();
        let looks = Looks { place, selected: place == *selected, open: folds.is_open(document, place), raw: *raw };
        node.map(|node| line(&document.line(text, node), looks, &act)).unwrap_or_default()
    };
    let drawn = rows.view(rows.window.clone().map(line).collect());
    let set_raw = |to: bool| {
        let raw = raw.clone();
        Callback::from(move |_: MouseEvent| raw.set(to))
    };
    let broken = document.broken();
    html! {
        <>
            <div class="json-tree" ref={rows.scroller()} role="tree" tabindex="0" data-pane="json" aria-label="JSON"
                aria-activedescendant={line_id(*selected)} {onkeydown}>
                { drawn }
            </div>
            <div class="json-foot">
                <span class="mono ellipsis">{ Text(path.as_bytes()).to_string() }</span>
                if let Some(node) = here { { place(&page, origin.told(), document.range(node)) } }
                if let Some(broken) = broken { <span class="warn">{ (page.texts.message.broken)(broken) }</span> }
                <span class="grow"></span>
                <span class="choices" role="group" aria-label={page.texts.message.strings}>
                    { choice(html! { page.texts.message.read }, !*raw, set_raw(false)) }
                    { choice(html! { "\\u732a" }, *raw, set_raw(true)) }
                </span>
            </div>
        </>
    }
}

/// Where a key leads from a line, and whether it opens or closes that.
fn step(key: &str, folds: &Folds, document: &Document, here: usize, page: u64) -> Option<(usize, bool)> {
    let open = folds.is_open(document, here);
    let last = folds.len().saturating_sub(1);
    let (to, toggles) = match key {
        "ArrowRight" if open == Some(true) => (here + 1, false),
        "ArrowRight" => (here, open.is_some()),
        "ArrowLeft" if open == Some(true) => (here, true),
        "ArrowLeft" => (folds.parent(document, here).unwrap_or(here), false),
        "Enter" | " " => (here, true),
        key => (walked(key, Some(here as u64), last as u64, page)? as usize, false),
    };
    Some((to.min(last), toggles))
}

/// The bytes of a value, and the packet that brought them.
fn place(page: &Page, told: Option<&Told>, range: Range<usize>) -> Option<Html> {
    let (told, texts) = (told?, &page.texts.message);
    let last = range.end.saturating_sub(1);
    Some(html! {
        <>
            <span class="dim">{ (texts.place)(range.start, last, told.unpacked.is_some()) }</span>
            if let Some(number) = told.packet_of(range.start) { <span class="dim">{ texts.in_packet }{ packet(page, number) }</span> }
        </>
    })
}

fn line_id(place: usize) -> String {
    ["json-", &place.to_string()].concat()
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
        <div key={place} id={line_id(place)} class={classes!("json-line", selected.then_some("selected"))} role="treeitem"
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
