//! Groups and packets as lines.

use wirelight::{
    engine::request::{FindingGroup, Row, Severity},
    view::{amounts, fragment::Language},
};
use yew::prelude::*;

use crate::{
    components::icon::icon,
    page::{Page, Room},
    texts::side_names::chinese,
};

/// Severities, the gravest first, with their signs.
const SEVERITIES: [(Severity, &str, &str); 4] = [
    (Severity::Error, "err", "err"),
    (Severity::Warning, "warn", "warn"),
    (Severity::Note, "note", "note"),
    (Severity::Chat, "comment", "chat"),
];

/// How many packets each severity has.
pub fn counts(page: &Page, groups: &[FindingGroup]) -> Html {
    let texts = &page.texts.beside;
    let counts = SEVERITIES.into_iter().map(|(severity, sign, class)| {
        let all = groups.iter().filter(|group| group.severity == severity);
        let packets: u64 = all.map(|group| u64::from(group.packets)).sum();
        html! {
            <span class={classes!("severity", class)}>
                { icon(sign, "") }<span>{ (texts.severity)(severity) }{ " " }<b>{ amounts::thousands(packets) }</b></span>
            </span>
        }
    });
    counts.collect()
}

/// The id of a line.
pub fn line_id(row: u64) -> String {
    format!("finding-{}", row + 1)
}

/// A group.
pub fn group_line(page: &Page, row: u64, group: &FindingGroup, open: bool, selected: bool) -> Html {
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

/// A packet of a group; empty until it is read.
pub fn packet_line(page: &Page, row: u64, known: Option<&Row>, selected: bool) -> Html {
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
