//! What is copied: asked of the engine, then written down as chosen.

use std::{cell::RefCell, ops::Range, rc::Rc};

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag};
use wirelight::{
    bytes::base64::Base64,
    engine::{
        request::{FieldName, LineKind, PacketView, Reply, Request, Row, TreeLine, Type},
        tasks::{Outcome, Task},
    },
    view::{
        columns::Column,
        copies::{dump, literals, outline::Outline, table::Table},
    },
};

use super::{Form, Taken, What, picture::MOST_LINES, pictures};
use crate::{
    page::Page,
    state::{Job, Line, State},
};

/// More rows than anyone pastes.
const MOST: usize = 100_000;
/// More rows than anyone prints.
const MOST_PRINTED: usize = 2_000;
/// Rows before the selected one, and after it, that are printed with it.
const AROUND: u64 = 15;

/// Whether there is something of this to copy.
pub fn is_there(what: What, state: &State) -> bool {
    match what {
        What::Marked => !state.annotations.marks.is_empty(),
        What::Subtree | What::Packet => state.line.is_some(),
        What::Field => matches!(state.line, Some(Line::Field(_))),
        What::Rows | What::Layers | What::Bytes => state.selected.is_some(),
    }
}

/// The name of the capture without what tells its kind.
pub fn stem(state: &State) -> &str {
    let name = state.capture.as_ref().map_or("", |capture| capture.name.as_str());
    name.split(".pcap").next().unwrap_or(name)
}

/// Takes it.
pub async fn taken(what: What, form: Form, page: &Page) -> Option<Taken> {
    let form_name = what.entries().find(|entry| entry.command == crate::commands::Command::CopyAs(what, form))?;
    let form_name = form_name.short_name(page.state.language);
    let (amount, content) = match what {
        What::Rows | What::Marked => of_rows(what, form, page).await?,
        What::Layers | What::Subtree => of_layers(what, form, page).await?,
        What::Field => {
            let text = of_field(form, page).await?;
            let said = (page.texts.copied_text)(&text);
            return Some(Taken { blob: text_blob(&text)?, said, name: file_name(form, page) });
        }
        What::Bytes | What::Packet => of_bytes(what, form, page).await?,
    };
    Some(Taken { blob: content, said: (page.texts.copied_as)(&amount, form_name), name: file_name(form, page) })
}

fn file_name(form: Form, page: &Page) -> String {
    let kind = match form {
        Form::Image => "png",
        Form::Markdown => "md",
        Form::Csv => "csv",
        Form::Json => "json",
        _ => "txt",
    };
    format!("{}.{kind}", stem(&page.state))
}

fn text_blob(text: &str) -> Option<Blob> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/plain");
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &kind).ok()
}

/// Waits for what a callback brings.
async fn brought<T: 'static>(begin: impl FnOnce(Box<dyn Fn(T)>)) -> Option<T> {
    let slot = Rc::new(RefCell::new(None));
    let mut begin = Some(begin);
    let promise = Promise::new(&mut |resolve, _| {
        let slot = slot.clone();
        if let Some(begin) = begin.take() {
            begin(Box::new(move |value| {
                slot.replace(Some(value));
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }));
        }
    });
    JsFuture::from(promise).await.ok()?;
    slot.take()
}

/// The selected packet.
pub async fn selected_packet(page: &Page) -> Option<PacketView> {
    let packet = page.state.selected?;
    let request = Request::Packet { packet, settings: (*page.settings).clone() };
    match brought(|done| page.ask(request, move |reply| done(reply.clone()))).await? {
        Reply::Packet(packet) => packet.map(|packet| *packet),
        _ => None,
    }
}

/// Many rows by their places.
pub async fn rows(page: &Page, positions: Vec<Range<u64>>) -> Option<Vec<Row>> {
    let task = Task::Rows { positions, settings: (*page.settings).clone() };
    let finished = brought(|done| page.start(Job::Copying, task, done)).await?;
    (finished.outcome == Outcome::Rows).then_some(finished.rows)
}

/// Places in the list as ranges, ignored packets left out.
fn positions(state: &State, places: impl Iterator<Item = u64>, most: usize) -> Vec<Range<u64>> {
    let ignored = &state.annotations.ignored;
    let is_heeded = |place: &u64| state.order.packet(*place).is_some_and(|packet| !ignored.contains(&(packet as u32)));
    let mut ranges: Vec<Range<u64>> = Vec::new();
    for place in places.filter(is_heeded).take(most) {
        match ranges.last_mut() {
            Some(range) if range.end == place => range.end += 1,
            _ => ranges.push(place..place + 1),
        }
    }
    ranges
}

/// The rows that are printed: those that are selected where there are several, else those around the selected one.
pub fn print_places(state: &State) -> Vec<Range<u64>> {
    let places = state.selected_places();
    if places.start() < places.end() {
        return positions(state, places, MOST_PRINTED);
    }
    let here = state.place.unwrap_or(0);
    positions(state, here.saturating_sub(AROUND)..(here + AROUND + 1).min(state.shown()), MOST_PRINTED)
}

/// The rows' table under the heads of the list.
pub fn table_of(page: &Page, rows: &[Row]) -> Table {
    let columns = page.state.chosen.columns.clone().unwrap_or_default();
    Table::of_rows(&columns, |column| page.texts.heading(column).to_owned(), rows)
}

async fn of_rows(what: What, form: Form, page: &Page) -> Option<(String, Blob)> {
    let state = &page.state;
    let most = if form == Form::Image { MOST_LINES } else { MOST };
    let positions = if what == What::Marked {
        let marks = state.annotations.marks.iter();
        let mut places: Vec<u64> = marks.filter_map(|packet| state.order.place((*packet).into())).collect();
        places.sort_unstable();
        positions(state, places.into_iter(), most)
    } else {
        positions(state, state.selected_places(), most)
    };
    let rows = rows(page, positions).await?;
    let amount = (page.texts.rows_count)(rows.len() as u64);
    let table = table_of(page, &rows);
    let blob = match form {
        Form::Image => pictures::of_rows(page, &table, &rows).await?,
        Form::Markdown => text_blob(&table.markdown())?,
        Form::Csv => text_blob(&table.csv())?,
        Form::Json => text_blob(&table.json())?,
        _ => text_blob(&table.text())?,
    };
    Some((amount, blob))
}

async fn of_layers(what: What, form: Form, page: &Page) -> Option<(String, Blob)> {
    let packet = selected_packet(page).await?;
    let selected = page.state.line.as_ref().and_then(|line| line.index_in(&packet.tree));
    let outline = match what {
        What::Subtree => Outline::subtree(&packet.tree, selected?),
        _ => Outline::visible(&packet.tree, &page.state.folds),
    };
    let most = if form == Form::Image { MOST_LINES } else { usize::MAX };
    let amount = (page.texts.lines_count)(outline.lines().len().min(most) as u64);
    let blob = match form {
        Form::Image => pictures::of_layers(page, &outline, selected.and_then(|index| packet.tree.get(index))).await?,
        Form::Markdown => text_blob(&outline.markdown())?,
        Form::Json => text_blob(&outline.json())?,
        _ => text_blob(&outline.text())?,
    };
    Some((amount, blob))
}

async fn of_field(form: Form, page: &Page) -> Option<String> {
    let packet = selected_packet(page).await?;
    let line = packet.tree.get(page.state.line.as_ref()?.index_in(&packet.tree)?)?;
    Some(match form {
        Form::Key => line.key.clone(),
        Form::Value => value_of(line).to_owned(),
        Form::Filter => filter(page, &packet, line).await?,
        _ => line.text.clone(),
    })
}

/// A filter that finds the value of the selected field.
pub async fn field_filter(page: &Page) -> Option<String> {
    of_field(Form::Filter, page).await
}

/// A filter that finds what the selected packet has in a column.
pub async fn cell_filter(page: &Page, column: &Column) -> Option<String> {
    let packet = selected_packet(page).await?;
    let keys: &[&str] = match column {
        Column::Number => &["frame.number"],
        Column::Time => &["frame.time_relative"],
        Column::Length => &["frame.len"],
        Column::Source => &["ip.src", "ipv6.src", "arp.src.proto_ipv4", "eth.src"],
        Column::Destination => &["ip.dst", "ipv6.dst", "arp.dst.proto_ipv4", "eth.dst"],
        Column::Protocol | Column::Info => &[],
        Column::Field(key) => &[key],
    };
    let of_key = |key: &&str| packet.tree.iter().find(|line| line.key == *key);
    let layer = |line: &&TreeLine| line.kind == LineKind::Layer && !line.key.is_empty();
    let line = match keys {
        [] => packet.tree.iter().rev().find(layer)?,
        keys => keys.iter().find_map(of_key)?,
    };
    filter(page, &packet, line).await
}

/// What stands behind the name: `Set` of `.... ..1. = Syn: Set`, `7` of `[Stream index: 7]`.
fn value_of(line: &TreeLine) -> &str {
    let text = line.text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(&line.text);
    text.split_once(": ").map_or(text, |(_, value)| value)
}

/// A display filter that finds this value: the value as `-T fields` prints it, in quotes where filters want them.
async fn filter(page: &Page, packet: &PacketView, line: &TreeLine) -> Option<String> {
    let first = page.state.place?;
    let settings = wirelight::engine::request::Settings { columns: vec![line.key.clone()], ..(*page.settings).clone() };
    let request = Request::Rows { first, count: 1, settings };
    let Reply::Rows { rows, .. } = brought(|done| page.ask(request, move |reply| done(reply.clone()))).await? else {
        return None;
    };
    let cell = rows.first().filter(|row| row.number == packet.row.number)?.cells.first()?;
    let request = Request::Fields { text: line.key.clone(), most: 1 };
    let Reply::Fields(fields) = brought(|done| page.ask(request, move |reply| done(reply.clone()))).await? else {
        return None;
    };
    let field = fields.into_iter().find(|field| field.key == line.key)?;
    let occurrences = packet.tree.iter().filter(|other| other.key == line.key).count();
    // several values are joined by commas, which a single one may contain
    let value = if occurrences > 1 { cell.split(',').nth(usize::from(line.occurrence) - 1)? } else { cell };
    Some(filter_of(&field, value))
}

fn filter_of(field: &FieldName, value: &str) -> String {
    let key = &field.key;
    match field.values {
        _ if value.is_empty() => key.clone(),
        Type::Protocol | Type::Label => key.clone(),
        Type::Text | Type::Time => format!("{key} == \"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
        Type::Bytes => {
            let pairs: Vec<String> =
                value.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into()).collect();
            format!("{key} == {}", if value.contains(':') { value.to_owned() } else { pairs.join(":") })
        }
        _ => format!("{key} == {value}"),
    }
}

async fn of_bytes(what: What, form: Form, page: &Page) -> Option<(String, Blob)> {
    let packet = selected_packet(page).await?;
    let line = page.state.line.as_ref().and_then(|line| packet.tree.get(line.index_in(&packet.tree)?));
    let line = line.filter(|line| what == What::Bytes && line.len > 0);
    let source = packet.sources.get(line.map_or(0, |line| usize::from(line.source)))?;
    let bytes = match line {
        Some(line) => source.bytes.get(line.start as usize..)?.get(..line.len as usize)?,
        None => source.bytes.as_slice(),
    };
    let amount = (page.texts.bytes_count)(bytes.len() as u64);
    if form == Form::Image {
        let amount = (page.texts.bytes_count)(bytes.len().min(MOST_LINES * pictures::BYTES) as u64);
        return Some((amount, pictures::of_bytes(page, &packet, line.is_none()).await?));
    }
    let text = match form {
        Form::Hex => dump::hex(bytes),
        Form::SpacedHex => dump::spaced_hex(bytes),
        Form::CArray => literals::c_array(packet.row.number, bytes, line.map_or(&packet.row.info, |line| &line.text)),
        Form::Escaped => literals::escaped_string(bytes),
        Form::Base64 => Base64(bytes).to_string(),
        Form::Printable => dump::printable(bytes),
        _ => dump::hex_dump(bytes),
    };
    Some((amount, text_blob(&text)?))
}
