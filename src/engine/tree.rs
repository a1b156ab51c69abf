//! A record → the lines of the layer tree.

use hashbrown::HashMap;

use crate::{
    dissect::{
        field::Kind,
        format,
        known::Known,
        record::{Node, Record, Value},
    },
    engine::request::{LineKind, TreeLine},
};

/// The tree of the packet that `record` holds, which must hold everything.
pub fn tree(record: &Record, known: Known<'_>) -> Vec<TreeLine> {
    let mut seen: HashMap<&'static str, u16, foldhash::fast::FixedState> =
        HashMap::with_hasher(foldhash::fast::FixedState::default());
    let mut lines = Vec::with_capacity(record.nodes.len());
    for (place, node) in record.nodes.iter().enumerate() {
        let occurrence = seen.entry(node.field.key()).or_insert(0);
        *occurrence = occurrence.saturating_add(1);
        if node.hidden {
            continue;
        }
        let kind = match (format::severity(node), node.field.kind) {
            (Some(severity), _) => LineKind::Note(severity),
            (_, Kind::Layer) if node.depth == 0 => LineKind::Layer,
            _ if node.computed => LineKind::Computed,
            _ if node.field.mask != 0 => LineKind::Bits,
            _ => LineKind::Field,
        };
        lines.push(TreeLine {
            depth: node.depth,
            kind,
            text: format::line(node, record, known),
            working: record.working(place).to_owned(),
            key: node.field.key().to_owned(),
            occurrence: *occurrence,
            source: node.at.source,
            start: node.at.start,
            len: node.at.len,
            target: target(node),
        });
    }
    lines
}

/// The packet that a line names; packets that are shown count from 1.
fn target(node: &Node) -> Option<u64> {
    match (node.field.kind, node.value) {
        (Kind::Packet, Value::Number(number)) => number.checked_sub(1),
        _ => None,
    }
}
