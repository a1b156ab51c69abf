//! What fields and layers are called in Chinese: stands beside their own names, which stay as they are.

use std::sync::OnceLock;

/// Key and name a line, sorted by key.
static TABLE: &str = include_str!("../../data/fields_zh.tsv");

/// Lines of [`TABLE`] in their order.
type Names = Vec<(&'static str, &'static str)>;

/// The Chinese name of the field or layer of this key; for a layer its role first: `传输层 · TCP`.
pub fn chinese(key: &str) -> Option<&'static str> {
    static NAMES: OnceLock<Names> = OnceLock::new();
    let names = NAMES.get_or_init(|| TABLE.lines().filter_map(|line| line.split_once('\t')).collect());
    let place = names.binary_search_by_key(&key, |name| name.0).ok()?;
    names.get(place).map(|name| name.1)
}
