//! One row of the packet list; it is drawn again only when something about it changed.

use std::rc::Rc;

use wirelight::{
    engine::request::{Family, Relation, Row},
    view::{
        annotations::Annotations,
        columns::{Column, Columns},
        fragment::Language,
        info::{self, Part},
    },
};
use yew::prelude::*;

use crate::{
    columns::{Fields, is_numeric},
    components::{
        find_bar::marked,
        icon::{family_key, family_mark, icon},
    },
    finding::Finding,
    texts::Texts,
};

/// What is noted on a packet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    marked: bool,
    ignored: bool,
    commented: bool,
    /// What the person wrote.
    comment: Option<Rc<str>>,
}

/// What a row depends on.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// Its place in the list, from 0.
    pub place: u64,
    /// Its packet in the file, from 0.
    pub packet: u64,
    /// What it says, once it is read.
    pub row: Option<Rc<Row>>,
    /// The columns from left to right.
    pub columns: Rc<Columns>,
    /// What is known of fields among them.
    pub fields: Rc<Fields>,
    /// The fields whose values are the row's cells.
    pub cells: Rc<Vec<String>>,
    /// What it has to do with the selected one.
    pub relation: Relation,
    /// Whether it is among the selected ones.
    pub selected: bool,
    /// What is noted on it.
    pub noted: Noted,
    /// What is looked for, to be marked in its texts.
    pub finding: Rc<Finding>,
    /// Two lines for fingers instead of columns.
    pub phone: bool,
    /// The language of what is said about it.
    pub language: Language,
}

/// A row.
#[component]
pub fn PacketRow(properties: &Properties) -> Html {
    let texts = Texts::of(properties.language);
    let content = match &properties.row {
        Some(row) if properties.phone => two_lines(properties, texts, row),
        Some(row) => cells(properties, texts, row),
        None => unread(properties),
    };
    let Properties { place, packet, selected, noted, phone, .. } = properties;
    let tint = properties.row.as_ref().filter(|row| row.family != Family::Quiet).map(|row| tint(row.family));
    let class = classes!(
        "packet-row",
        tint,
        properties.row.is_none().then_some("unread"),
        selected.then_some("selected"),
        noted.marked.then_some("marked"),
        noted.ignored.then_some("ignored")
    );
    html! {
        <div id={row_id(*packet)} {class} role="row" aria-selected={if *selected { "true" } else { "false" }}
            aria-rowindex={(place + 1 + u64::from(!phone)).to_string()}>
            { content }
        </div>
    }
}

/// The id of a packet's row.
pub fn row_id(packet: u64) -> String {
    format!("packet-{}", packet + 1)
}

fn cells(properties: &Properties, texts: &Texts, row: &Row) -> Html {
    let columns = properties.columns.all().iter().zip(2_usize..);
    html! {
        <>
            <span class="gutter" role="gridcell" aria-colindex="1">{ notes(&properties.noted, texts) }{ tie(properties.relation, texts) }</span>
            { for columns.map(|(column, index)| {
                let class = classes!("cell", kind(column), is_numeric(&properties.fields, column).then_some("numeric"));
                html! { <span {class} role="gridcell" aria-colindex={index.to_string()}>{ cell(properties, column, row) }</span> }
            }) }
        </>
    }
}

fn cell(properties: &Properties, column: &Column, row: &Row) -> Html {
    let finding = &properties.finding;
    match column {
        Column::Protocol => html! { <>{ family_mark(row.family) }{ marked(&row.protocol, finding) }</> },
        Column::Info => info_parts(row, finding),
        column => marked(&column.text(row, &properties.cells), finding),
    }
}

/// The line that ties the packets of a conversation, and what this one is to the selected one.
fn tie(relation: Relation, texts: &Texts) -> Html {
    let class = match relation {
        Relation::None => return Html::default(),
        Relation::Between => "between",
        Relation::Same => "same",
        Relation::First => "first",
        Relation::Last => "last",
        Relation::Request => "request",
        Relation::Response => "response",
        Relation::Acknowledged => "acknowledged",
        Relation::Acknowledges => "acknowledges",
    };
    let words = (texts.stream.relation)(relation);
    html! { <span class={classes!("tie", class)} title={words}><span class="unseen">{ words }</span></span> }
}

/// What sets a column apart in the style sheet.
pub fn kind(column: &Column) -> Option<&'static str> {
    match column {
        Column::Number => Some("number"),
        Column::Time => Some("time"),
        Column::Protocol => Some("protocol"),
        Column::Length => Some("length"),
        Column::Info => Some("info"),
        Column::Source | Column::Destination | Column::Field(_) => None,
    }
}

fn two_lines(properties: &Properties, texts: &Texts, row: &Row) -> Html {
    html! {
        <>
            <span class="first-line" role="gridcell">
                <b class="number">{ row.number }</b>{ notes(&properties.noted, texts) }{ family_mark(row.family) }
                <span class="ellipsis">{ &row.protocol }</span><span class="grow"></span>
                <span>{ &row.time }</span><span class="length">{ row.length }{ " B" }</span>
            </span>
            <span class="second-line ellipsis info" role="gridcell">{ info_parts(row, &properties.finding) }</span>
        </>
    }
}

/// A row that is not read yet keeps its place and says its number.
fn unread(properties: &Properties) -> Html {
    let number = properties.packet + 1;
    if properties.phone {
        return html! { <span class="first-line" role="gridcell"><b class="number">{ number }</b></span> };
    }
    let place = properties.columns.all().iter().position(|column| *column == Column::Number);
    html! {
        <>
            <span class="gutter" role="gridcell" aria-colindex="1"></span>
            { for (0..place.unwrap_or(0)).map(|_| html! { <span class="cell" role="presentation"></span> }) }
            <span class="cell number numeric" role="gridcell">{ place.map(|_| number) }</span>
        </>
    }
}

/// What is noted on a packet: icons, and words for those who do not see them.
fn notes(noted: &Noted, texts: &Texts) -> Html {
    let title = noted.comment.as_deref().unwrap_or_default().to_owned();
    html! {
        <>
            if noted.marked { { icon("mark", "s") }<span class="unseen">{ texts.is_marked }</span> }
            if noted.commented {
                <span class="comment" {title}>{ icon("comment", "s") }<span class="unseen">{ texts.has_comment }</span></span>
            }
            if noted.ignored { <span class="unseen">{ texts.is_ignored }</span> }
        </>
    }
}

fn tint(family: Family) -> String {
    ["tint-", family_key(family)].concat()
}

/// The Info column: findings first and loud, names of numbers dim, flags that matter strong. The words are the row's own.
fn info_parts(row: &Row, finding: &Finding) -> Html {
    // what is found may reach from one part into the next
    if finding.open {
        return marked(&row.info, finding);
    }
    let (lead, rest) = info::lead(&row.info);
    let class = if info::is_ordinary(lead) { "news" } else { "anomaly" };
    html! {
        <>
            if !lead.is_empty() { <b {class}>{ lead }</b> }
            { parts(row.family, rest) }
        </>
    }
}

fn parts(family: Family, text: &str) -> Html {
    if !matches!(family, Family::Tcp | Family::Udp | Family::Control | Family::Quiet) {
        return html! { text };
    }
    info::parts(text)
        .map(|(part, text)| match part {
            Part::Plain => html! { text },
            Part::Name => html! { <i>{ text }</i> },
            Part::Flags => html! { <b>{ text }</b> },
            Part::Aside => html! { <span class="dim">{ text }</span> },
        })
        .collect()
}

impl Noted {
    /// What the person and the file note on a packet.
    pub fn of(notes: &Annotations, packet: u64, row: Option<&Rc<Row>>) -> Self {
        let Ok(packet) = u32::try_from(packet) else { return Self::default() };
        let comment = notes.comments.get(&packet);
        Self {
            marked: notes.marks.contains(&packet),
            ignored: notes.ignored.contains(&packet),
            commented: comment.map_or_else(|| row.is_some_and(|row| row.comment), |comment| !comment.is_empty()),
            comment: comment.map(|comment| comment.as_str().into()),
        }
    }
}
