//! The direction in which data flows is the direction in which modules may look, and the map says what is there.
#![cfg(not(target_arch = "wasm32"))]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folders of `src`, each may use those to its left. The last two are skins and do not know each other.
const FLOW: [&str; 10] =
    ["bytes", "decode", "capture", "index", "dissect", "reassemble", "analyse", "query", "engine", "view"];
const SKINS: [&str; 2] = ["app", "cli"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files_below(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The folder of `src` that a file belongs to, `None` for `lib.rs`.
fn folder_of(file: &Path) -> Option<String> {
    let inside = file.strip_prefix(root().join("src")).unwrap();
    let first = inside.iter().next()?.to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (name != "lib").then(|| name.to_string())
}

/// The top-level modules of the library that a line names, by `crate::x` (inside it) or `wirelight::x` (outside).
fn modules_named(line: &str, library: &str) -> Vec<String> {
    let mut named = Vec::new();
    let code = line.split("//").next().unwrap_or_default();
    for (at, _) in code.match_indices(&format!("{library}::")) {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + library.len() + 2..];
        let listed = rest.strip_prefix('{').map(top_level_names).unwrap_or_else(|| vec![word(rest)]);
        named.extend(listed.into_iter().filter(|name| !name.is_empty()));
    }
    named
}

fn word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// `a::{b, c}, d}` → a, d
fn top_level_names(list: &str) -> Vec<String> {
    let mut depth = 0;
    let mut names = vec![String::new()];
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(String::new()),
            c if depth == 0 => names.last_mut().unwrap().push(c),
            _ => {}
        }
    }
    names.iter().map(|name| word(name)).collect()
}

/// A `use` may be broken over lines by rustfmt: joins each up to its semicolon, with the number of its first line.
fn statements(text: &str) -> Vec<(usize, String)> {
    let mut statements: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        if open {
            statements.last_mut().unwrap().1.push_str(code.trim());
        } else {
            statements.push((number + 1, code.to_string()));
        }
        let start = statements.last().unwrap().1.trim_start().to_string();
        let is_use = ["use ", "pub use ", "pub(crate) use "].iter().any(|word| start.starts_with(word));
        open = is_use && !start.contains(';');
    }
    statements
}

/// Why folder `from` may not name module `to`, or `None` when it may.
fn forbidden(from: &str, to: &str) -> Option<String> {
    let place = |name: &str| FLOW.iter().position(|folder| *folder == name);
    if SKINS.contains(&from) {
        return (SKINS.contains(&to) && from != to).then(|| format!("{from} and {to} are two skins"));
    }
    match (place(from), place(to)) {
        (Some(from_place), Some(to_place)) if to_place > from_place => {
            Some(format!("{to} stands to the right of {from}"))
        }
        (Some(_), None) if SKINS.contains(&to) => Some(format!("{to} is a skin")),
        _ => None,
    }
}

#[test]
fn data_flows_one_way() {
    let mut wrong = Vec::new();
    for file in files_below(&root().join("src"), "rs") {
        let Some(from) = folder_of(&file) else { continue };
        let text = fs::read_to_string(&file).unwrap();
        for (number, statement) in statements(&text) {
            // Within the two skins `crate` is the skin itself, and the library is `wirelight`.
            let library = if SKINS.contains(&from.as_str()) { "wirelight" } else { "crate" };
            for to in modules_named(&statement, library) {
                if let Some(why) = forbidden(&from, &to) {
                    let path = file.strip_prefix(root()).unwrap().display();
                    wrong.push(format!("{path}:{number}: {}\n    {why}", statement.trim()));
                }
            }
            if SKINS.contains(&from.as_str()) && statement.contains("#[path") {
                wrong.push(format!("{}:{number}: a skin reaches outside of its folder", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_folder_has_its_place_in_the_flow() {
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let name = name.strip_suffix(".rs").unwrap_or(&name);
        let known = FLOW.contains(&name) || SKINS.contains(&name) || name == "lib" || name == "data";
        assert!(known, "src/{name} has no place in the flow");
    }
}

#[test]
fn a_file_is_one_idea() {
    for folder in ["src", "tests"] {
        for file in files_below(&root().join(folder), "rs") {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            assert!(lines <= 600, "{} has {lines} lines: look for the seam", file.display());
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    for file in files_below(&root().join("src"), "rs") {
        let text = fs::read_to_string(&file).unwrap();
        let first = text.lines().find(|line| !line.starts_with("#![")).unwrap_or_default();
        assert!(first.starts_with("//!"), "{} does not begin with a sentence about itself", file.display());
    }
}

#[test]
fn links_in_the_documents_lead_somewhere() {
    let mut wrong = Vec::new();
    let documents = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path());
    for file in documents.filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let text = fs::read_to_string(&file).unwrap();
        for link in links(&text) {
            let (path, heading) = link.split_once('#').unwrap_or((&link, ""));
            if path.contains("://") || path.starts_with("mailto:") {
                continue;
            }
            let target = if path.is_empty() { file.clone() } else { root().join(path) };
            let exists = target.exists();
            let headed = heading.is_empty()
                || fs::read_to_string(&target).is_ok_and(|text| headings(&text).contains(&heading.to_string()));
            if !exists || !headed {
                wrong.push(format!("{}: {link}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "links that lead nowhere:\n{}", wrong.join("\n"));
}

/// Targets of `[text](target)` and `![picture](target)`, code blocks left out.
fn links(markdown: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fenced = false;
    for line in markdown.lines() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        for part in line.split("](").skip(1) {
            found.extend(part.split([')', ' ']).next().map(str::to_string));
        }
    }
    found
}

/// Headings as the anchors that are made of them.
fn headings(markdown: &str) -> Vec<String> {
    let heads = markdown.lines().filter(|line| line.starts_with('#'));
    heads
        .map(|line| {
            let text = line.trim_start_matches('#').trim().to_lowercase();
            text.chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

#[test]
fn the_tests_above_can_fail() {
    assert_eq!(modules_named("use crate::engine::{Engine, request::Row};", "crate"), ["engine"]);
    assert_eq!(
        modules_named("use crate::{bytes::Span, view::{self, rows}, index};", "crate"),
        ["bytes", "view", "index"]
    );
    assert!(modules_named("// use crate::engine", "crate").is_empty());
    assert!(modules_named("let x = subcrate::engine::new();", "crate").is_empty());
    assert_eq!(statements("use crate::{\n    view,\n    bytes,\n};\nfn f() {}")[0].1, "use crate::{view,bytes,};");
    assert!(forbidden("capture", "engine").is_some() && forbidden("engine", "capture").is_none());
    assert!(forbidden("app", "cli").is_some() && forbidden("view", "cli").is_some());
    assert!(forbidden("cli", "engine").is_none() && forbidden("bytes", "bytes").is_none());
    assert_eq!(links("see [a](b.md#c-d) and ![p](q.png)\n```\n[x](y)\n```"), ["b.md#c-d", "q.png"]);
    assert_eq!(headings("# One two\ntext\n## Three, four!"), ["one-two", "three-four"]);
}
