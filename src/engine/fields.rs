//! Every field there is, by its key: what `wirelight fields` lists, `-e` looks up and the page's columns name.

use std::{iter, sync::OnceLock};

use crate::dissect::{OWN_FIELDS, field::Field, protocols::frame, registry::Registry};

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

/// All fields, sorted by key.
fn all() -> &'static [&'static Field] {
    static ALL: OnceLock<Vec<&'static Field>> = OnceLock::new();
    ALL.get_or_init(|| {
        let protocols = Registry::get_all().all().iter().flat_map(|protocol| protocol.all_fields());
        let mut all: Vec<_> = frame::FIELDS.iter().chain(OWN_FIELDS).copied().chain(protocols).collect();
        all.sort_by_key(|field| field.key);
        // Fields that several protocols share stand in the lists of each.
        let mut kept: Vec<&'static Field> = Vec::with_capacity(all.len());
        for field in all {
            let same = kept.iter().rev().take_while(|other| other.key == field.key);
            if !same.into_iter().any(|other| std::ptr::eq(*other, field)) {
                kept.push(field);
            }
        }
        kept
    })
}

/// The fields of this key, none if there is no such key. It may be several: those of both directions, or of versions.
pub fn named(key: &str) -> &'static [&'static Field] {
    let all = all();
    let first = all.partition_point(|field| field.key < key);
    let rest = all.get(first..).unwrap_or_default();
    rest.get(..rest.partition_point(|field| field.key == key)).unwrap_or_default()
}

/// All keys in order, each with its fields.
pub fn by_key() -> impl Iterator<Item = (&'static str, &'static [&'static Field])> {
    let mut rest = all();
    iter::from_fn(move || {
        let key = rest.first()?.key;
        let (same, others) = rest.split_at_checked(rest.partition_point(|field| field.key == key))?;
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
            assert!(!fields.is_empty() && fields.iter().all(|field| field.key == key), "{key}");
            assert_eq!(named(key).len(), fields.len(), "{key}");
        }
        let keys: Vec<_> = by_key().map(|(key, _)| key).collect();
        assert!(keys.is_sorted_by(|one, next| one < next));
        assert_eq!(named("tcp.srcport").len(), 1);
        assert!(named("tcp.srcpor").is_empty() && named("").is_empty() && named("zzz").is_empty());
    }
}
