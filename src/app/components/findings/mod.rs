//! All that is out of the ordinary, the gravest first: groups of one kind, each of which opens to its packets.

mod lines;

use std::{ops::Range, rc::Rc};

use web_sys::{KeyboardEvent, MouseEvent};
use wirelight::{
    engine::{
        request::{FindingGroup, Reply, Request, Row, Settings},
        tasks::{Outcome, Task},
    },
    view::scroll::walked,
};
use yew::prelude::*;

use self::lines::{counts, group_line, line_id, packet_line};
use super::views::tool_row;
use crate::{
    engine_client::Finished,
    page::{Page, Room},
    state::{Capture, Job},
    use_engine::use_engine,
    virtual_rows::{VirtualRows, use_focus, use_virtual_rows},
};

/// Rows are asked for in steps of so many.
const STEP: u64 = 64;

/// A line of the view.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    /// A group.
    Group(usize),
    /// A packet of the group that is open, by its place in it.
    Packet(u64),
}

/// The groups and which of them is open.
#[derive(Clone, PartialEq)]
struct Shown {
    groups: Rc<Vec<FindingGroup>>,
    open: Option<usize>,
}

impl Shown {
    fn opened(&self) -> u64 {
        self.open.and_then(|open| self.groups.get(open)).map_or(0, |group| group.packets.into())
    }

    fn len(&self) -> u64 {
        self.groups.len() as u64 + self.opened()
    }

    fn line(&self, row: u64) -> Line {
        let Some(open) = self.open else { return Line::Group(row as usize) };
        let first = open as u64 + 1;
        if row < first {
            Line::Group(row as usize)
        } else if row < first + self.opened() {
            Line::Packet(row - first)
        } else {
            Line::Group((row - self.opened()) as usize)
        }
    }
}

/// The view as its handlers know it.
#[derive(Clone)]
struct Tree {
    page: Page,
    shown: Shown,
    /// Packets of the open group that are here.
    known: Option<Rc<Reply>>,
    rows: VirtualRows,
    open: UseStateHandle<Option<usize>>,
    /// The line that keys act on.
    at: UseStateHandle<u64>,
}

/// The view.
#[component]
pub fn Findings() -> Html {
    let page = use_context::<Page>();
    let open = use_state_eq(|| Some(0_usize));
    let at = use_state_eq(|| 0_u64);
    let groups = use_groups(page.as_ref());
    let shown = Shown { groups: groups.clone().unwrap_or_default(), open: *open };
    let phone = page.as_ref().is_some_and(|page| page.room == Room::Phone);
    let height = page.as_ref().map_or(20, Page::row_height).max(24);
    let rows = use_virtual_rows(shown.len(), if phone { 56 } else { height });
    let data = use_engine(page.as_ref().and_then(|page| request(page, &shown, &rows.window)));
    use_focus(&rows);
    let Some(page) = page else { return Html::default() };
    let tree = Tree { page, shown, known: data.reply().cloned(), rows, open, at };
    let texts = &tree.page.texts.beside;
    let read = tree.page.state.capture.as_ref().is_some_and(Capture::finished);
    let empty = match &groups {
        None if read => Some(texts.counting),
        None => Some(texts.findings_later),
        Some(groups) if groups.is_empty() => Some(texts.no_findings),
        Some(_) => None,
    };
    let active = tree.rows.window.contains(&*tree.at).then(|| line_id(*tree.at));
    html! {
        <section class="pane" aria-label={texts.findings}>
            { tool_row(counts(&tree.page, &tree.shown.groups)) }
            <div class={classes!("findings", phone.then_some("touch"))} ref={tree.rows.scroller()} role="tree" tabindex="0" data-pane="findings"
                aria-label={texts.findings} aria-activedescendant={active} onclick={tree.on_click()} onkeydown={tree.on_key()}>
                { tree.lines() }
                if let Some(words) = empty { <p class="pane-hint dim">{ words }</p> }
            </div>
        </section>
    }
}

impl Tree {
    /// The packet at a place of the open group, if it is here.
    fn row(&self, place: u64) -> Option<&Row> {
        let Some(Reply::FindingRows { group, first, rows }) = self.known.as_deref() else { return None };
        let place = place.checked_sub(u64::from(*first)).filter(|_| self.shown.open == Some(*group as usize))?;
        rows.get(usize::try_from(place).ok()?)
    }

    fn lines(&self) -> Html {
        let lines = self.rows.window.clone().map(|row| {
            let selected = row == *self.at;
            match self.shown.line(row) {
                Line::Group(group) => self.shown.groups.get(group).map_or_else(Html::default, |one| {
                    group_line(&self.page, row, one, self.shown.open == Some(group), selected)
                }),
                Line::Packet(place) => packet_line(&self.page, row, self.row(place), selected),
            }
        });
        self.rows.view(lines.collect())
    }

    /// Opens a group, or closes it; goes to a packet.
    fn act(&self, row: u64) {
        match self.shown.line(row) {
            Line::Group(group) => self.open.set(Some(group).filter(|group| self.shown.open != Some(*group))),
            Line::Packet(place) => {
                if let Some(packet) = self.row(place) {
                    self.page.show_packet(packet.number.saturating_sub(1));
                }
            }
        }
    }

    fn on_click(&self) -> Callback<MouseEvent> {
        let tree = self.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(row) = tree.rows.row_at(event.client_y()) {
                tree.at.set(row);
                tree.act(row);
            }
        })
    }

    fn on_key(&self) -> Callback<KeyboardEvent> {
        let tree = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let (here, last) = (*tree.at, tree.shown.len().saturating_sub(1));
            let group = match tree.shown.line(here) {
                Line::Group(group) => Some(tree.shown.open == Some(group)),
                Line::Packet(_) => None,
            };
            let to = match (event.key().as_str(), group) {
                ("ArrowLeft", None) => tree.shown.open.map_or(here, |open| open as u64),
                ("ArrowRight", Some(false)) | ("ArrowLeft", Some(true)) | ("Enter" | " ", _) => {
                    event.prevent_default();
                    return tree.act(here);
                }
                (key, _) => match walked(key, Some(here), last, tree.rows.page) {
                    Some(to) => to,
                    None => return,
                },
            };
            event.prevent_default();
            tree.at.set(to);
            tree.rows.reveal(to);
        })
    }
}

/// The packets in view of the group that is open.
fn request(page: &Page, shown: &Shown, window: &Range<u64>) -> Option<Request> {
    let open = shown.open.filter(|_| shown.opened() > 0)?;
    let place = |row: u64| row.saturating_sub(open as u64 + 1).min(shown.opened());
    let first = place(window.start) / STEP * STEP;
    let count = (place(window.end).div_ceil(STEP) * STEP).saturating_sub(first);
    let settings = Settings { columns: Vec::new(), ..(*page.settings).clone() };
    let request = Request::FindingRows { group: open as u32, first: first as u32, count: count as u32, settings };
    (count > 0).then_some(request)
}

/// Has the findings gathered once a capture.
#[hook]
fn use_groups(page: Option<&Page>) -> Option<Rc<Vec<FindingGroup>>> {
    let groups = use_state(|| None::<(u32, Rc<Vec<FindingGroup>>)>);
    let capture = page.and_then(|page| page.state.capture.as_ref()).filter(|capture| capture.finished());
    let number = capture.map(|capture| capture.number);
    use_effect_with(number, {
        let (page, groups) = (page.cloned(), groups.clone());
        move |number: &Option<u32>| {
            if let Some((page, number)) = page.zip(*number) {
                page.start(Job::Counting, Task::Examine, move |finished: Finished| {
                    if let Outcome::Examined(all) = finished.outcome {
                        groups.set(Some((number, Rc::new(all))));
                    }
                });
            }
        }
    });
    groups.as_ref().filter(|(known, _)| Some(*known) == number).map(|(_, groups)| groups.clone())
}
