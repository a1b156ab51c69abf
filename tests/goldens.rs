//! Every capture below `tests/captures` against the rows and layer trees in `tests/golden`; `UPDATE=1` writes them anew.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::{env, fmt::Write, fs, path::PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use similar::TextDiff;
use support::{built, captures};
use wirelight::{
    capture::Memory,
    engine::{
        Engine,
        request::{LineKind, PacketView, Reply, Request, Settings},
    },
};

fn main() {
    if env::var_os("UPDATE").is_some() {
        write_built_captures();
    }
    let mut trials = vec![
        Trial::test("captures_are_what_the_code_builds", captures_are_what_the_code_builds),
        Trial::test("no_golden_is_left_over", no_golden_is_left_over),
    ];
    for name in captures::own_names() {
        trials.push(Trial::test(name.clone(), move || compare(&name)));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn updating() -> bool {
    env::var_os("UPDATE").is_some()
}

fn write_built_captures() {
    for (name, bytes) in built::all() {
        let path = captures::folder().join(&name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn captures_are_what_the_code_builds() -> Result<(), Failed> {
    for (name, bytes) in built::all() {
        let path = captures::folder().join(&name);
        if fs::read(&path).ok() != Some(bytes) {
            return Err(format!("{} is not what tests/support/built makes: UPDATE=1 writes it", path.display()).into());
        }
    }
    Ok(())
}

/// `dns/query.pcap` → `tests/golden/dns/query.txt`.
fn golden_path(name: &str) -> PathBuf {
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{stem}.txt"))
}

fn no_golden_is_left_over() -> Result<(), Failed> {
    let wanted: Vec<PathBuf> = captures::own_names().iter().map(|name| golden_path(name)).collect();
    for name in captures::names_below(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")) {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
        if !wanted.contains(&path) {
            return Err(format!("{} belongs to no capture", path.display()).into());
        }
    }
    Ok(())
}

fn compare(name: &str) -> Result<(), Failed> {
    let path = golden_path(name);
    let is = shown(name, &fs::read(captures::folder().join(name))?);
    if updating() {
        fs::create_dir_all(path.parent().unwrap())?;
        fs::write(&path, &is)?;
    }
    let was = fs::read_to_string(&path).unwrap_or_default();
    if was == is {
        return Ok(());
    }
    let diff = TextDiff::from_lines(&was, &is);
    let diff = diff.unified_diff().context_radius(3).to_string();
    let diff: Vec<&str> = diff.lines().take(80).collect();
    Err(format!("{} differs; UPDATE=1 cargo test --test goldens accepts it\n{}", path.display(), diff.join("\n"))
        .into())
}

/// Every packet of a capture as text: its row, then its tree.
fn shown(name: &str, file: &[u8]) -> String {
    let mut engine = Engine::new(Memory::new(file), file.len() as u64, 1);
    engine.feed(file);
    engine.finish();
    let mut text = String::new();
    // Trees of many packets are not read by anyone: the samples show their rows and a few trees.
    let trees = if name.starts_with("seeds/") { 4 } else { u64::MAX };
    for position in 0.. {
        let settings = Settings::default();
        match engine.ask(&Request::Packet { packet: position, settings }) {
            Reply::Packet(Some(view)) => write_packet(&view, position < trees, name, &mut text),
            Reply::Packet(None) => break,
            other => panic!("{other:?}"),
        }
    }
    if let Some(damage) = engine.progress().damage {
        writeln!(text, "{damage:?}").unwrap();
    }
    text
}

fn write_packet(view: &PacketView, tree: bool, name: &str, text: &mut String) {
    let row = &view.row;
    let columns = [&row.time, &row.source, &row.destination, &row.protocol, &row.length.to_string(), &row.info];
    writeln!(text, "{} | {}", row.number, columns.map(String::as_str).join(" | ")).unwrap();
    if !tree {
        return;
    }
    let mut folded = false;
    for line in &view.tree {
        if line.depth == 0 {
            folded = has_captures_of_its_own(&line.key, name);
        }
        // Anomalies are shown wherever they are.
        let note = matches!(line.kind, LineKind::Note(_));
        if folded && line.depth > 0 && !note || line.key == "frame" && folded {
            continue;
        }
        let indent = "  ".repeat(usize::from(line.depth) + 1);
        let place = if line.len > 0 { format!(" {}+{}", line.start, line.len) } else { String::new() };
        let mark = if note { " !" } else { "" };
        writeln!(text, "{indent}{}  <{}{place}{mark}>", line.text, line.key).unwrap();
    }
    text.push('\n');
}

/// Whether a layer's fields are shown in other captures than `name`: each golden shows one protocol.
fn has_captures_of_its_own(layer: &str, name: &str) -> bool {
    let folder = name.split('/').next().unwrap_or_default();
    layer != folder && folder != "seeds" && captures::folder().join(layer).is_dir()
}
