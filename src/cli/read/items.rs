//! A packet's record → what `-T json` nests: every field by its key, headings by their text, anomalies as experts.

use std::collections::HashMap;

use wirelight::dissect::{
    field::{Field, Kind, Note, Severity},
    format,
    known::Known,
    record::{Node, Record, Value},
    registry::Registry,
};

use super::json::Item;

/// Keys that stand for several fields, by each of these: `tcp.port` by `tcp.srcport` and `tcp.dstport`.
pub struct Either(HashMap<usize, Vec<&'static str>>);

impl Either {
    /// Of all protocols.
    pub fn of_all() -> Either {
        let mut keys: HashMap<usize, Vec<&'static str>> = HashMap::new();
        for field in Registry::get_all().all().iter().flat_map(|protocol| protocol.all_fields()) {
            let Kind::Either(parts) = field.kind else { continue };
            for part in parts {
                keys.entry(identity(part)).or_default().push(field.key());
            }
        }
        Either(keys)
    }

    fn keys(&self, field: &'static Field) -> &[&'static str] {
        self.0.get(&identity(field)).map_or(&[], Vec::as_slice)
    }
}

fn identity(field: &'static Field) -> usize {
    std::ptr::from_ref(field).addr()
}

/// Everything that was written down of a packet. A key for several fields comes behind the children of each.
pub fn items(record: &Record, known: Known<'_>, either: &Either) -> Vec<Item> {
    let mut items = Vec::with_capacity(record.nodes.len() * 2);
    let mut waiting: Vec<Item> = Vec::new();
    for node in &record.nodes {
        while waiting.last().is_some_and(|item| node.depth <= item.depth) {
            items.extend(waiting.pop());
        }
        let Node { depth, field, .. } = *node;
        match (node.note, field.kind) {
            (Some(note), _) => expert(&mut items, depth, (note.key, note.severity), &message(node, note, record)),
            (None, Kind::Finding(severity)) => expert(&mut items, depth, (field.key(), severity), field.name()),
            (None, Kind::Layer) => items.push(Item { depth, key: field.key().into(), value: None }),
            (None, Kind::Group) => {
                let line = format::line(node, record, known);
                items.push(Item { depth, key: unbracketed(&line).into(), value: None });
            }
            (None, _) => {
                let value = value(node, record, known);
                let same = either.keys(field).iter().rev();
                waiting.extend(same.map(|key| Item { depth, key: (*key).into(), value: Some(value.clone()) }));
                items.push(Item { depth, key: field.key().into(), value: Some(value) });
            }
        }
    }
    items.extend(waiting.into_iter().rev());
    items
}

fn message(node: &Node, note: &Note, record: &Record) -> String {
    node.label.map_or(note.text, |(start, len)| record.text(start, len)).to_string()
}

fn expert(items: &mut Vec<Item>, depth: u8, (key, severity): (&'static str, Severity), message: &str) {
    // The numbers are Wireshark's own.
    let severity = match severity {
        Severity::Chat => 0x20_0000,
        Severity::Note => 0x40_0000,
        Severity::Warning => 0x60_0000,
        Severity::Error => 0x80_0000,
    };
    items.push(Item { depth, key: "_ws.expert".into(), value: None });
    let below = [
        (key, String::new()),
        ("_ws.expert.message", message.to_string()),
        ("_ws.expert.severity", severity.to_string()),
    ];
    items.extend(below.map(|(key, value)| Item { depth: depth + 1, key: key.into(), value: Some(value) }));
}

/// A value as JSON has it: bytes with colons, text with its control characters.
fn value(node: &Node, record: &Record, known: Known<'_>) -> String {
    let bytes = record.bytes_at(known, node.at);
    match (node.field.kind, node.value) {
        (Kind::Part, _) | (Kind::Bytes | Kind::Content, Value::Span) => {
            bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
        }
        (Kind::Text | Kind::Line, Value::Span) => String::from_utf8_lossy(bytes).into_owned(),
        (_, Value::Text { start, len }) => record.text(start, len).to_string(),
        _ => {
            let mut text = String::new();
            // Writing to a `String` never fails.
            let _ = format::write_field(node, record, known, &mut text);
            text
        }
    }
}

fn unbracketed(line: &str) -> &str {
    line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).unwrap_or(line)
}
