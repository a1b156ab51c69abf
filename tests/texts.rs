//! The interface speaks both languages whole, and as the house speaks them.
#![cfg(not(target_arch = "wasm32"))]

use std::{fs, path::Path};

/// Texts of the Chinese table that are Latin on purpose: the other language's name, and what is said in it.
const LATIN_IN_CHINESE: [&str; 3] = ["ms", "Switch to English", "wirelight {version} · worker · {text}"];

/// Every string literal of a language's table, with its line; keys of `match` arms are no texts.
fn literals(language: &str) -> Vec<(usize, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app/texts");
    let parts = fs::read_dir(folder.join(language)).unwrap().map(|entry| entry.unwrap().path());
    let files = std::iter::once(folder.join(format!("{language}.rs"))).chain(parts);
    let source: String = files.map(|file| fs::read_to_string(file).unwrap()).collect();
    let mut found = Vec::new();
    for (number, line) in source.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        let line = line.split(" => ").last().unwrap_or_default();
        let parts: Vec<&str> = line.split('"').collect();
        found.extend(parts.iter().skip(1).step_by(2).map(|text| (number + 1, (*text).to_owned())));
    }
    found
}

/// The words of a text: what is put in is no word.
fn words(text: &str) -> String {
    let mut inside = false;
    text.chars()
        .filter(|c| {
            inside = *c == '{' || (inside && *c != '}');
            !inside && *c != '}'
        })
        .collect()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn no_english_is_left_in_chinese() {
    for (line, text) in literals("zh") {
        // protocols and formats are called the same in both languages
        let is_name = text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
        let latin = words(&text).chars().any(char::is_alphabetic) && !is_chinese(&text) && !is_name;
        assert!(!latin || LATIN_IN_CHINESE.iter().any(|allowed| text.starts_with(allowed)), "line {line}: {text}");
    }
}

#[test]
fn no_chinese_is_in_english_but_the_name_of_the_other_language() {
    for (line, text) in literals("en").into_iter().filter(|(_, text)| is_chinese(text)) {
        assert!(["中文", "切换到中文"].contains(&text.as_str()), "line {line}: {text}");
    }
}

#[test]
fn both_tables_were_read() {
    assert!(literals("en").len() > 100 && literals("zh").len() > 100);
}

#[test]
fn nobody_is_begged_or_scolded() {
    for (line, text) in literals("en") {
        let lower = text.to_lowercase();
        for word in ["please", "sorry", "oops", "!", "frame"] {
            assert!(!lower.contains(word), "line {line}: {text} says {word}");
        }
    }
    // 请 alone begs, 请求 is a request
    for (line, text) in literals("zh").into_iter().map(|(line, text)| (line, text.replace("请求", ""))) {
        for word in ["您", "请", "！", "数据包", "截获"] {
            assert!(!text.contains(word), "line {line}: {text} says {word}");
        }
    }
}

/// Between Chinese and Latin letters or digits stands a space, before full-width punctuation none.
#[test]
fn chinese_and_latin_keep_their_distance() {
    for (line, text) in literals("zh").into_iter().filter(|(_, text)| is_chinese(text)) {
        let plain = text.replace("\\n", " ");
        let pairs: Vec<(char, char)> = plain.chars().zip(plain.chars().skip(1)).collect();
        for (a, b) in pairs {
            let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            let touching = (chinese(a) && b.is_ascii_alphanumeric()) || (a.is_ascii_alphanumeric() && chinese(b));
            assert!(!touching, "line {line}: {text}: {a}{b}");
        }
    }
}
