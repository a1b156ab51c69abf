//! The layer tree of the selected packet: every field with its value, folded as the person left it.

use std::rc::Rc;

use web_sys::{KeyboardEvent, MouseEvent};
use wirelight::{
    engine::request::{LineKind, PacketView, Severity, TreeLine},
    view::{
        amounts,
        folding::{self, Shown},
        fragment::Language,
        scroll::walked,
    },
};
use yew::prelude::*;

use super::{
    comment_sheet::comment_line,
    context_menu::{self, Place},
    icon::icon,
    states_line::states_line,
};
use crate::{
    commands::Command,
    page::{Page, Room},
    state::{Action, Line},
    texts::side_names::chinese,
    virtual_rows::{VirtualRows, use_virtual_rows},
};

/// The packet that is shown.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// The selected packet, once it is here.
    pub packet: Option<Rc<PacketView>>,
}

/// What the handlers need: the packet, its visible lines and the one selected.
#[derive(Clone)]
struct Tree {
    page: Page,
    packet: Rc<PacketView>,
    shown: Rc<Vec<Shown>>,
    /// Place of the selected line in the tree.
    selected: Option<usize>,
    rows: VirtualRows,
}

/// The tree and its heading.
#[component]
pub fn LayerTree(properties: &Properties) -> Html {
    let page = use_context::<Page>();
    let packet = properties.packet.clone();
    let shown = match (&page, &packet) {
        (Some(page), Some(packet)) => Rc::new(page.state.folds.shown(&packet.tree)),
        _ => Rc::default(),
    };
    let touch = page.as_ref().is_some_and(|page| page.room == Room::Phone);
    let rows =
        use_virtual_rows(shown.len() as u64, if touch { 44 } else { page.as_ref().map_or(20, Page::row_height) });
    let line = page.as_ref().and_then(|page| page.state.line.clone());
    let selected = packet.as_ref().and_then(|packet| line.as_ref()?.index_in(&packet.tree));
    let at = shown.iter().position(|shown| Some(shown.index) == selected);
    use_effect_with((selected, at.is_some(), packet.as_ref().map(|packet| packet.row.number)), {
        let rows = rows.clone();
        move |_| {
            if let Some(at) = at {
                rows.reveal(at as u64);
            }
        }
    });
    // a field that was chosen elsewhere (its byte, a link) opens what it lies in
    use_effect_with((selected, packet.clone()), {
        let page = page.clone();
        let hidden = at.is_none();
        move |(selected, packet): &(Option<usize>, Option<Rc<PacketView>>)| {
            if let (Some(page), Some(index), Some(packet), true) = (page, selected, packet, hidden) {
                let mut folds = page.state.folds.clone();
                folds.reveal(&packet.tree, *index);
                page.state.dispatch(Action::Fold(folds));
            }
        }
    });
    let Some(page) = page else { return Html::default() };
    let content = packet.map(|packet| Tree { page: page.clone(), packet, shown, selected, rows: rows.clone() });
    html! {
        <>
            if page.room.is_wide() || page.is_popped_out() { { heading(&page, content.as_ref()) } }
            { content.as_ref().map(|tree| comment_line(&page, &tree.packet)) }
            { content.as_ref().map(|tree| states_line(&page, &tree.packet)) }
            { tree(&page, &rows, content.as_ref()) }
        </>
    }
}

fn heading(page: &Page, tree: Option<&Tree>) -> Html {
    let texts = page.texts;
    let number = tree.map(|tree| amounts::thousands(tree.packet.row.number));
    let position = page.state.place;
    let last = page.state.shown().saturating_sub(1);
    let step = |to: Option<u64>| page.act(move |_: MouseEvent| Action::Select(to.unwrap_or(0)));
    html! {
        <div class="pane-head">
            <span class="pane-title">{ number.map_or(texts.layers.to_owned(), |number| (texts.packet)(&number)) }</span>
            <span class="grow"></span>
            <button class="button small" title={texts.copy} onclick={page.doing::<MouseEvent>(Command::Copy)}
                disabled={tree.is_none()}>
                { icon("copy", "s") }{ texts.copy }<kbd>{ "C" }</kbd>
            </button>
            <button class="button small" aria-label={format!("{} Ctrl ↑", texts.previous_packet)} title={texts.previous_packet}
                disabled={position.is_none_or(|position| position == 0)}
                onclick={step(position.and_then(|position| position.checked_sub(1)))}>
                { icon("left", "s") }<kbd>{ "Ctrl ↑" }</kbd>
            </button>
            <button class="button small" aria-label={format!("{} Ctrl ↓", texts.next_packet)} title={texts.next_packet}
                disabled={position.is_none_or(|position| position >= last)}
                onclick={step(position.map(|position| (position + 1).min(last)))}>
                { icon("right", "s") }<kbd>{ "Ctrl ↓" }</kbd>
            </button>
        </div>
    }
}

fn tree(page: &Page, rows: &VirtualRows, content: Option<&Tree>) -> Html {
    let active = content.and_then(|tree| tree.selected).map(line_id);
    let (onclick, onkeydown, oncontextmenu) = match content {
        Some(tree) => (Some(tree.click()), Some(tree.keys()), Some(tree.context())),
        None => (None, None, None),
    };
    let lines = rows.view(content.map_or_else(Html::default, Tree::lines));
    html! {
        <div class={classes!("layer-tree", (page.room == Room::Phone).then_some("touch"))} ref={rows.scroller()} role="tree"
            tabindex="0" data-pane="layers" aria-label={page.texts.layers} aria-activedescendant={active}
            {onclick} {onkeydown} {oncontextmenu}>
            { lines }
            if content.is_none() {
                <p class="pane-hint dim">
                    { if page.state.selected.is_some() { page.texts.reading_packet } else { page.texts.no_packet_selected } }
                </p>
            }
        </div>
    }
}

fn line_id(index: usize) -> String {
    format!("line-{index}")
}

impl Tree {
    fn lines(&self) -> Html {
        let lit_layer = self.selected.and_then(|index| folding::layer_of(&self.packet.tree, index));
        self.rows
            .window
            .clone()
            .filter_map(|row| {
                let shown = self.shown.get(usize::try_from(row).ok()?)?;
                let line = self.packet.tree.get(shown.index)?;
                Some(self.line(line, *shown, lit_layer))
            })
            .collect()
    }

    fn line(&self, line: &TreeLine, shown: Shown, lit_layer: Option<usize>) -> Html {
        let selected = self.selected == Some(shown.index);
        let looks = match line.kind {
            LineKind::Layer => "layer",
            LineKind::Field | LineKind::Bits => "field",
            LineKind::Computed => "computed",
            LineKind::Note(Severity::Error) => "error",
            LineKind::Note(Severity::Warning) => "warning",
            LineKind::Note(_) => "note",
        };
        let around = !selected && lit_layer == Some(shown.index);
        let class = classes!(
            "tree-line",
            looks,
            format!("level-{}", line.depth.min(8)),
            selected.then_some("selected"),
            around.then_some("around")
        );
        let sign = match line.kind {
            LineKind::Note(Severity::Error) => icon("err", "s"),
            LineKind::Note(Severity::Warning) => icon("warn", "s"),
            LineKind::Note(_) => icon("note", "s"),
            _ => Html::default(),
        };
        html! {
            <div key={shown.index} id={line_id(shown.index)} {class} role="treeitem" aria-level={(line.depth + 1).to_string()}
                aria-expanded={shown.open.map(|open| open.to_string())} aria-selected={selected.to_string()}>
                <span class="fold">
                    { match shown.open { Some(true) => icon("down", ""), Some(false) => icon("right", ""), None => Html::default() } }
                </span>
                { sign }
                <span class="tree-text" title={selected.then(|| line.text.clone())}>{ text(line) }{ working(line) }</span>
                { self.side_name(line) }
                if selected { { self.key(line) } } else if line.kind == LineKind::Layer { { self.layer_length(line) } }
            </div>
        }
    }

    /// In the Chinese interface, what the line is called in Chinese.
    fn side_name(&self, line: &TreeLine) -> Html {
        let chinese = (self.page.state.language == Language::Zh).then(|| chinese(&line.key)).flatten();
        chinese.map_or_else(Html::default, |name| html! { <span class="side-name">{ name }</span> })
    }

    /// Key and length of the selected line, at its right.
    fn key(&self, line: &TreeLine) -> Html {
        let bytes = (line.len > 0).then(|| (self.page.texts.bytes_count)(u64::from(line.len)));
        let parts: Vec<String> =
            Some(line.key.clone()).filter(|key| !key.is_empty()).into_iter().chain(bytes).collect();
        html! { <span class="tree-key">{ parts.join(" · ") }</span> }
    }

    /// How many bytes a layer takes of its packet, at its right.
    fn layer_length(&self, line: &TreeLine) -> Html {
        if line.len == 0 {
            return Html::default();
        }
        html! { <span class="layer-length">{ amounts::thousands(u64::from(line.len)) }{ " B" }</span> }
    }

    fn click(&self) -> Callback<MouseEvent> {
        let tree = self.clone();
        Callback::from(move |event: MouseEvent| {
            let Some(shown) = tree.rows.row_at(event.client_y()).and_then(|row| tree.shown.get(row as usize)) else {
                return;
            };
            let on_link = event
                .target_dyn_into::<web_sys::Element>()
                .is_some_and(|element| element.closest(".packet-link").ok().flatten().is_some());
            if on_link && let Some(packet) = tree.packet.tree.get(shown.index).and_then(|line| line.target) {
                tree.page.jump(packet);
                return;
            }
            let on_fold = event
                .target_dyn_into::<web_sys::Element>()
                .is_some_and(|element| element.closest(".fold").ok().flatten().is_some());
            // a finger opens by touching anywhere on the line
            let touch = tree.page.room == Room::Phone;
            if let Some(open) = shown.open
                && (on_fold || touch || event.detail() == 2)
            {
                tree.fold(shown.index, !open);
            }
            if !on_fold {
                tree.select(shown.index);
            }
        })
    }

    /// Opens the menu of the line that was pointed at, which is selected first.
    fn context(&self) -> Callback<MouseEvent> {
        let tree = self.clone();
        Callback::from(move |event: MouseEvent| {
            if context_menu::is_browsers(&event) {
                return;
            }
            let target = event.target_dyn_into::<web_sys::Element>();
            if event.button() == 2
                && let Some(shown) = tree.rows.row_at(event.client_y()).and_then(|row| tree.shown.get(row as usize))
            {
                tree.select(shown.index);
            }
            let near = target.and_then(|target| target.query_selector(".selected").ok().flatten());
            context_menu::open(&tree.page, Place::Line, &event, near.as_ref());
        })
    }

    fn select(&self, index: usize) {
        self.page.state.dispatch(Action::SelectLine(Line::of(&self.packet.tree, index)));
    }

    fn fold(&self, index: usize, open: bool) {
        let mut folds = self.page.state.folds.clone();
        folds.set(&self.packet.tree, index, open);
        self.page.state.dispatch(Action::Fold(folds));
    }

    fn keys(&self) -> Callback<KeyboardEvent> {
        let tree = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.alt_key() || event.meta_key() || tree.shown.is_empty() {
                return;
            }
            if tree.key_pressed(&event) {
                event.prevent_default();
                event.stop_propagation();
            }
        })
    }

    /// Whether the key meant something here.
    fn key_pressed(&self, event: &KeyboardEvent) -> bool {
        let last = self.shown.len() - 1;
        let at = self.shown.iter().position(|shown| Some(shown.index) == self.selected);
        let from = at.unwrap_or(0);
        let here = self.shown.get(from).copied();
        let to = match (event.key().as_str(), event.ctrl_key()) {
            ("ArrowRight" | "ArrowLeft", true) => {
                self.fold_all(event.key() == "ArrowRight");
                return true;
            }
            ("ArrowRight", false) if event.shift_key() => {
                self.open_whole(here);
                return true;
            }
            ("ArrowRight", false) => match here {
                Some(Shown { index, open: Some(false) }) => {
                    self.fold(index, true);
                    return true;
                }
                _ => from + 1,
            },
            ("ArrowLeft", false) => match here {
                Some(Shown { index, open: Some(true) }) => {
                    self.fold(index, false);
                    return true;
                }
                Some(Shown { index, .. }) => {
                    let parent = folding::parent(&self.packet.tree, index);
                    self.shown.iter().position(|shown| Some(shown.index) == parent).unwrap_or(from)
                }
                None => from,
            },
            ("Enter", _) => {
                if let Some(packet) = here.and_then(|here| self.packet.tree.get(here.index)?.target) {
                    self.page.jump(packet);
                } else if let Some(Shown { index, open: Some(open) }) = here {
                    self.fold(index, !open);
                }
                return true;
            }
            ("ArrowDown" | "ArrowUp", true) => return false,
            (key, _) => match walked(key, at.map(|at| at as u64), last as u64, self.rows.page) {
                Some(to) => to as usize,
                None => return false,
            },
        };
        if let Some(shown) = self.shown.get(to.min(last)) {
            self.select(shown.index);
        }
        true
    }

    fn open_whole(&self, line: Option<Shown>) {
        if let Some(line) = line {
            let mut folds = self.page.state.folds.clone();
            folds.set_all_in(&self.packet.tree, line.index, true);
            self.page.state.dispatch(Action::Fold(folds));
        }
    }

    fn fold_all(&self, open: bool) {
        let mut folds = self.page.state.folds.clone();
        for (index, _) in self.packet.tree.iter().enumerate().filter(|(_, line)| line.depth == 0) {
            folds.set_all_in(&self.packet.tree, index, open);
        }
        self.page.state.dispatch(Action::Fold(folds));
    }
}

/// How the line's value was worked out: `= 8437 × 256`.
fn working(line: &TreeLine) -> Html {
    if line.working.is_empty() {
        return Html::default();
    }
    html! { <span class="working">{ "= " }{ &line.working }</span> }
}

/// A layer's name stands out from the rest of its line.
fn text(line: &TreeLine) -> Html {
    if let Some(packet) = line.target {
        // the number at the end leads to that packet
        let number = (packet + 1).to_string();
        if let Some((before, after)) = line.text.rsplit_once(number.as_str()) {
            return html! { <>{ before }<span class="packet-link">{ number }</span>{ after }</> };
        }
    }
    if line.kind != LineKind::Layer {
        return html! { &line.text };
    }
    let end = line.text.find([',', ':']).unwrap_or(line.text.len());
    let (name, rest) = line.text.split_at(end);
    html! { <><b>{ name }</b>{ rest }</> }
}
