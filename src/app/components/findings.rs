//! All that is out of the ordinary, the gravest first: groups of one kind, each of which opens to its packets.

use std::rc::Rc;

use web_sys::{HtmlElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::{
        request::{FindingGroup, Reply, Request, Row, Severity},
        tasks::{Outcome, Task},
    },
    view::{amounts, fragment::Language},
};
use yew::prelude::*;

use super::{icon::icon, views::tool_row};
use crate::{
    engine_client::Finished,
    page::{Page, Room},
    state::{Capture, Job},
    texts::side_names::chinese,
    use_engine::use_engine,
    virtual_rows::use_virtual_rows,
};

/// Rows are asked for in steps of so many.
const STEP: u64 = 64;

/// Severities, the gravest first, with their signs.
const SEVERITIES: [(Severity, &str, &str); 4] = [
    (Severity::Error, "err", "err"),
    (Severity::Warning, "warn", "warn"),
    (Severity::Note, "note", "note"),
    (Severity::Chat, "comment", "chat"),
];

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
    let known = match data.reply().map(|reply| &**reply) {
        Some(Reply::FindingRows { group, first, rows }) if Some(*group as usize) == shown.open => {
            Some((*first, rows.as_slice()))
        }
        _ => None,
    };
    use_effect_with((), {
        let scroller = rows.scroller();
        move |()| {
            if let Some(scroller) = scroller.cast::<HtmlElement>() {
                let _ = scroller.focus();
            }
        }
    });
    let Some(page) = page else { return Html::default() };
    let texts = &page.texts.beside;
    let known_row =
        |place: u64| known.and_then(|(first, rows)| rows.get(usize::try_from(place.checked_sub(first.into())?).ok()?));
    let act = {
        let numbers: Vec<(u64, u64)> = known
            .iter()
            .flat_map(|(first, rows)| (u64::from(*first)..).zip(rows.iter().map(|row| row.number)))
            .collect();
        let (page, shown, open) = (page.clone(), shown.clone(), open.clone());
        move |row: u64| match shown.line(row) {
            Line::Group(group) => open.set(Some(group).filter(|group| shown.open != Some(*group))),
            Line::Packet(place) => {
                if let Some((_, number)) = numbers.iter().find(|(known, _)| *known == place) {
                    page.show_packet(number.saturating_sub(1));
                }
            }
        }
    };
    let drawn = rows.window.clone().map(|row| {
        let selected = row == *at;
        match shown.line(row) {
            Line::Group(group) => shown
                .groups
                .get(group)
                .map_or_else(Html::default, |one| group_line(&page, row, one, shown.open == Some(group), selected)),
            Line::Packet(place) => packet_line(&page, row, known_row(place), selected),
        }
    });
    let drawn = rows.view(drawn.collect());
    let onclick = {
        let (rows, at, act) = (rows.clone(), at.clone(), act.clone());
        move |event: MouseEvent| {
            if let Some(row) = rows.row_at(event.client_y()) {
                at.set(row);
                act(row);
            }
        }
    };
    let onkeydown = {
        let (rows, at, shown) = (rows.clone(), at.clone(), shown.clone());
        move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let (here, last) = (*at, shown.len().saturating_sub(1));
            let is_open = |row| matches!(shown.line(row), Line::Group(group) if shown.open == Some(group));
            let to = match event.key().as_str() {
                "ArrowDown" => here + 1,
                "ArrowUp" => here.saturating_sub(1),
                "PageDown" => here + rows.page,
                "PageUp" => here.saturating_sub(rows.page),
                "Home" => 0,
                "End" => last,
                "ArrowRight" if !is_open(here) && matches!(shown.line(here), Line::Group(_)) => {
                    act(here);
                    here
                }
                "ArrowLeft" if is_open(here) => {
                    act(here);
                    here
                }
                "ArrowLeft" => shown.open.map_or(here, |open| open as u64),
                "Enter" | " " => {
                    event.prevent_default();
                    return act(here);
                }
                _ => return,
            };
            event.prevent_default();
            at.set(to.min(last));
            rows.reveal(to.min(last));
        }
    };
    let read = page.state.capture.as_ref().is_some_and(Capture::finished);
    let empty = match &groups {
        None if read => Some(texts.counting),
        None => Some(texts.findings_later),
        Some(groups) if groups.is_empty() => Some(texts.no_findings),
        Some(_) => None,
    };
    let active = rows.window.contains(&*at).then(|| line_id(*at));
    html! {
        <section class="pane" aria-label={texts.findings}>
            { tool_row(counts(&page, &shown)) }
            <div class={classes!("findings", phone.then_some("touch"))} ref={rows.scroller()} role="tree" tabindex="0" data-pane="findings"
                aria-label={texts.findings} aria-activedescendant={active} {onclick} {onkeydown}>
                { drawn }
                if let Some(words) = empty { <p class="pane-hint dim">{ words }</p> }
            </div>
        </section>
    }
}

/// The packets in view of the group that is open.
fn request(page: &Page, shown: &Shown, window: &std::ops::Range<u64>) -> Option<Request> {
    let open = shown.open.filter(|_| shown.opened() > 0)?;
    let place = |row: u64| row.saturating_sub(open as u64 + 1).min(shown.opened());
    let first = place(window.start) / STEP * STEP;
    let count = (place(window.end).div_ceil(STEP) * STEP).saturating_sub(first);
    let settings = wirelight::engine::request::Settings { columns: Vec::new(), ..(*page.settings).clone() };
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

/// How many packets each severity has.
fn counts(page: &Page, shown: &Shown) -> Html {
    let texts = &page.texts.beside;
    let counts = SEVERITIES.into_iter().map(|(severity, sign, class)| {
        let all = shown.groups.iter().filter(|group| group.severity == severity);
        let packets: u64 = all.map(|group| u64::from(group.packets)).sum();
        html! {
            <span class={classes!("severity", class)}>
                { icon(sign, "") }<span>{ (texts.severity)(severity) }{ " " }<b>{ amounts::thousands(packets) }</b></span>
            </span>
        }
    });
    counts.collect()
}

fn line_id(row: u64) -> String {
    format!("finding-{}", row + 1)
}

fn group_line(page: &Page, row: u64, group: &FindingGroup, open: bool, selected: bool) -> Html {
    let (_, sign, class) = SEVERITIES.into_iter().find(|(severity, ..)| *severity == group.severity).unwrap_or((
        group.severity,
        "note",
        "note",
    ));
    let side = chinese(&group.key).filter(|_| page.state.language == Language::Zh);
    html! {
        <div key={row} id={line_id(row)} class={classes!("finding", "group", selected.then_some("selected"))} role="treeitem" aria-level="1"
            aria-expanded={open.to_string()} aria-selected={selected.to_string()}>
            { icon(if open { "down" } else { "right" }, "s") }
            <span class={classes!("severity", class)}>{ icon(sign, "") }<span class="unseen">{ (page.texts.beside.severity)(group.severity) }{ " " }</span></span>
            <span class="finding-text ellipsis">{ &group.text }</span>
            if let Some(side) = side { <span class="dim ellipsis">{ side }</span> }
            <span class="grow"></span>
            <span class="finding-key dim mono">{ &group.key }</span>
            <span class="finding-count">{ amounts::thousands(group.packets.into()) }</span>
        </div>
    }
}

fn packet_line(page: &Page, row: u64, known: Option<&Row>, selected: bool) -> Html {
    let class = classes!("finding", "packet", selected.then_some("selected"));
    let cells = known.map(|known| {
        html! {
            <>
                <span class="finding-number">{ known.number }</span>
                <span class="finding-time">{ &known.time }</span>
                if page.room != Room::Phone {
                    <span class="finding-ends ellipsis">{ &known.source }{ " → " }{ &known.destination }</span>
                }
                <span class="ellipsis finding-info">{ &known.info }</span>
            </>
        }
    });
    html! {
        <div key={row} id={line_id(row)} {class} role="treeitem" aria-level="2" aria-selected={selected.to_string()}>{ cells }</div>
    }
}
