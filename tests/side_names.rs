//! Chinese names beside layers and fields: where they must stand, and which fields have none yet.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../src/app/texts/side_names.rs"]
mod side_names;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    sync::Once,
};

use wirelight::{
    dissect::field::{Field, Kind},
    query::fields::by_key,
};

/// First words of the keys whose fields all have a name.
const NAMED: [&str; 9] = ["arp", "dns", "eth", "frame", "icmp", "ip", "ipv6", "tcp", "udp"];
/// What a layer's name begins with, by the folder of its protocol.
const ROLES: [(&str, &str); 5] =
    [("link", "链路层"), ("network", "网络层"), ("transport", "传输层"), ("application", "应用层"), ("tunnel", "隧道")];

/// The name that the page finds in the table.
fn chinese(key: &str) -> Option<&'static str> {
    static LEARNT: Once = Once::new();
    LEARNT.call_once(|| side_names::learn(fs::read_to_string(root().join("src/data/fields_zh.tsv")).unwrap()));
    side_names::chinese(key)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The table's lines as key and name.
fn lines() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("src/data/fields_zh.tsv")).unwrap();
    let columns = text.lines().map(|line| line.split_once('\t').unwrap_or_else(|| panic!("{line:?} has no tab")));
    columns.map(|(key, name)| (key.to_owned(), name.to_owned())).collect()
}

fn first_word(key: &str) -> &str {
    key.split('.').next().unwrap_or(key)
}

#[test]
fn the_table_is_sorted_and_each_key_is_a_field_s() {
    let lines = lines();
    assert!(lines.is_sorted_by(|a, b| a.0 < b.0), "sort src/data/fields_zh.tsv by key, each once");
    let known: BTreeSet<&str> = by_key().map(|(key, _)| key).collect();
    for (key, name) in &lines {
        assert!(known.contains(key.as_str()), "{key} is no field");
        assert_eq!(chinese(key), Some(name.as_str()));
    }
    assert_eq!((chinese("tcp.seqq"), chinese("tcp.se"), chinese("")), (None, None, None));
}

#[test]
fn names_are_short_and_spaced() {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for (key, name) in lines() {
        assert!(!name.is_empty() && name == name.trim() && name.chars().count() <= 22, "{key}: {name}");
        let touching = name
            .chars()
            .zip(name.chars().skip(1))
            .any(|(a, b)| (is_han(a) && b.is_ascii_alphanumeric()) || (a.is_ascii_alphanumeric() && is_han(b)));
        assert!(!touching, "{key}: a space belongs between the scripts of {name}");
    }
}

#[test]
fn the_words_are_the_textbooks() {
    for (key, name) in [
        ("frame", "物理层 · 帧"),
        ("eth", "链路层 · 以太网"),
        ("ip", "网络层 · IPv4"),
        ("tcp", "传输层 · TCP"),
        ("http", "应用层 · HTTP"),
        ("tcp.srcport", "源端口"),
        ("tcp.seq", "序列号"),
        ("tcp.window_size_value", "窗口"),
        ("ip.ttl", "生存时间"),
        ("ip.flags.df", "不分片"),
        ("dns.flags.rcode", "响应码"),
    ] {
        assert_eq!(chinese(key), Some(name), "{key}");
    }
}

#[test]
fn every_layer_has_a_name_that_says_its_role() {
    let is_layer = |field: &&Field| matches!(field.kind, Kind::Layer);
    for field in by_key().flat_map(|(_, fields)| fields).copied().filter(is_layer) {
        let name = chinese(field.key()).unwrap_or_else(|| panic!("the layer {} has no name", field.key()));
        if let Some(role) = role(field.key()) {
            assert!(name.starts_with(&format!("{role} · ")), "{}: {name} is not of the {role}", field.key());
        }
    }
}

/// The role of the layer of this key, by where its protocol's file lies.
fn role(key: &str) -> Option<&'static str> {
    let declaration = format!("fields! {{ \"{key}\" ");
    ROLES
        .iter()
        .find(|(folder, _)| {
            let files = rust_files(&root().join("src/dissect/protocols").join(folder));
            files.iter().any(|file| fs::read_to_string(file).unwrap().contains(&declaration))
        })
        .map(|found| found.1)
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] }).collect()
}

#[test]
fn every_field_has_a_name_or_is_counted_as_one_without() {
    let without: BTreeSet<&str> = by_key().map(|(key, _)| key).filter(|key| chinese(key).is_none()).collect();
    let owing: Vec<&&str> = without.iter().filter(|key| NAMED.contains(&first_word(key))).collect();
    assert!(owing.is_empty(), "these fields need a line in src/data/fields_zh.tsv: {owing:?}");

    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for key in without {
        *counts.entry(first_word(key)).or_default() += 1;
    }
    let path = root().join("tests/fields_without_chinese.txt");
    let text = fs::read_to_string(&path).unwrap_or_default();
    let known: BTreeMap<&str, usize> = text.lines().map(counted).collect();
    let more = |(first, count): &(&&str, &usize)| known.get(**first).is_none_or(|known| *count > known);
    let new: Vec<_> = counts.iter().filter(more).collect();
    assert!(new.is_empty(), "more fields without a Chinese name than before, by first word: {new:?}");
    if env::var_os("UPDATE").is_some() {
        let lines: String = counts.iter().map(|(first, count)| format!("{first}.* {count}\n")).collect();
        fs::write(&path, lines).unwrap();
    } else {
        assert_eq!(counts, known, "fewer than before: UPDATE=1 cargo test --test side_names counts them again");
    }
}

/// `dhcp.* 294`
fn counted(line: &str) -> (&str, usize) {
    let (first, count) = line.split_once(".* ").unwrap_or_else(|| panic!("{line:?} is no count"));
    (first, count.parse().unwrap())
}
