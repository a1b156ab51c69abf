//! What fields and layers are called in Chinese: stands beside their own names, which stay as they are. The table is
//! fetched when Chinese is spoken; before it is here there are no such names.

use std::sync::OnceLock;

/// Key and name of each line of the table, sorted by key.
static NAMES: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();

/// Takes in the table, as it stands in `data/fields_zh.tsv`; the first stays.
pub fn learn(table: String) {
    NAMES.get_or_init(|| {
        let table: &'static str = Box::leak(table.into_boxed_str());
        table.lines().filter_map(|line| line.split_once('\t')).collect()
    });
}

/// The Chinese name of the field or layer of this key; for a layer its role first: `传输层 · TCP`.
pub fn chinese(key: &str) -> Option<&'static str> {
    let names = NAMES.get()?;
    let place = names.binary_search_by_key(&key, |name| name.0).ok()?;
    names.get(place).map(|name| name.1)
}
