//! Every field there is, by its key: what `wirelight fields` lists, `-e` looks up and the page's columns name.

use std::{iter, sync::OnceLock};

use serde::{Deserialize, Serialize};

use crate::dissect::{
    OWN_FIELDS,
    field::{Field, Type},
    protocols::frame,
    registry::Registry,
};

/// The seven columns can be asked for like fields, by the names that tshark gives them.
pub const COLUMNS: [(&str, &str); 7] = [
    ("_ws.col.No.", "The packet's place in the file."),
    ("_ws.col.Time", "The Time column."),
    ("_ws.col.Source", "The Source column."),
    ("_ws.col.Destination", "The Destination column."),
    ("_ws.col.Protocol", "The Protocol column."),
    ("_ws.col.Length", "The Length column."),
    ("_ws.col.Info", "The Info column."),
];

/// A field, as a list of choices shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldName {
    /// Filter key.
    pub key: String,
    /// What the layer tree calls it.
    pub name: String,
    /// What its values are.
    pub values: Type,
}

/// At most `most` fields whose key or name contains `text`, whatever its case: those whose key begins with it first.
pub fn search(text: &str, most: usize) -> Vec<FieldName> {
    let text = text.to_ascii_lowercase();
    let contains = |field: &Field| field.key().contains(&text) || field.name().to_ascii_lowercase().contains(&text);
    let first = by_key().filter_map(|(_, fields)| fields.first().copied());
    let found = first.filter(|field| field.kind.values() != Type::Label && contains(field));
    let (mut best, others): (Vec<_>, Vec<_>) = found.partition(|field| field.key().starts_with(&text));
    best.extend(others);
    let name =
        |field: &Field| FieldName { key: field.key().into(), name: field.name().into(), values: field.kind.values() };
    best.into_iter().take(most).map(name).collect()
}

/// All fields, sorted by key.
fn all() -> &'static [&'static Field] {
    static ALL: OnceLock<Vec<&'static Field>> = OnceLock::new();
    ALL.get_or_init(|| {
        let protocols = Registry::get_all().all().iter().flat_map(|protocol| protocol.all_fields());
        let mut all: Vec<&'static Field> = Vec::new();
        // Each into its place: a sort would be more of the page's download than this takes time.
        for field in frame::FIELDS.iter().chain(OWN_FIELDS).copied().chain(protocols) {
            let place = all.partition_point(|other| other.key() <= field.key());
            let mut same = all.iter().take(place).rev().take_while(|other| other.key() == field.key());
            // Fields that several protocols share stand in the lists of each.
            if !same.any(|other| std::ptr::eq(*other, field)) {
                all.insert(place, field);
            }
        }
        all
    })
}

/// The fields of this key, none if there is no such key. It may be several: those of both directions, or of versions.
pub fn named(key: &str) -> &'static [&'static Field] {
    let all = all();
    let first = all.partition_point(|field| field.key() < key);
    let rest = all.get(first..).unwrap_or_default();
    rest.get(..rest.partition_point(|field| field.key() == key)).unwrap_or_default()
}

/// All keys in order, each with its fields.
pub fn by_key() -> impl Iterator<Item = (&'static str, &'static [&'static Field])> {
    let mut rest = all();
    iter::from_fn(move || {
        let key = rest.first()?.key();
        let (same, others) = rest.split_at_checked(rest.partition_point(|field| field.key() == key))?;
        rest = others;
        Some((key, same))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_all_its_fields_and_no_others() {
        for (key, fields) in by_key() {
            assert!(!fields.is_empty() && fields.iter().all(|field| field.key() == key), "{key}");
            assert_eq!(named(key).len(), fields.len(), "{key}");
        }
        let keys: Vec<_> = by_key().map(|(key, _)| key).collect();
        assert!(keys.is_sorted_by(|one, next| one < next));
        assert_eq!(named("tcp.srcport").len(), 1);
        assert!(named("tcp.srcpor").is_empty() && named("").is_empty() && named("zzz").is_empty());
    }

    #[test]
    fn fields_are_found_by_key_and_by_name() {
        let keys = |text: &str, most| search(text, most).into_iter().map(|field| field.key).collect::<Vec<_>>();
        assert_eq!(keys("TCP.srcport", 9), ["tcp.srcport"]);
        assert_eq!(keys("tcp.f", 2), ["tcp.flags", "tcp.flags.ack"]);
        let ports = search("source port", 20);
        assert!(ports.iter().any(|field| field.key == "udp.srcport" && field.values == Type::Number), "{ports:?}");
        let dns = keys("dns", 500);
        let others = dns.iter().position(|key| !key.starts_with("dns")).unwrap();
        assert!(dns[others..].iter().all(|key| !key.starts_with("dns")) && dns[others..].contains(&"mdns".to_owned()));
        assert!(keys("no such thing", 9).is_empty());
        assert_eq!(keys("", 3).len(), 3);
    }
}
