//! Captures of a conformance kit against the answers of tshark that lie beside them: every packet's time and lengths, and what is
//! refused. Runs where `WIRELIGHT_KIT` names the kit's folder, and asks nothing elsewhere.

#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use wirelight::capture::{Bytes, Damage, Memory, Packet, Problem, Reader, Store};

/// What is compared of a packet: nanoseconds since 1970, length, captured length.
type Row = (Option<i64>, u32, u32);

/// What tshark answers for a capture.
struct Expected {
    rows: Vec<Row>,
    /// It stopped at damage, or read nothing at all.
    damaged: bool,
}

fn kit() -> Option<PathBuf> {
    std::env::var_os("WIRELIGHT_KIT").map(PathBuf::from)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

fn unpacked(path: &Path) -> Option<String> {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(fs::File::open(path).ok()?).read_to_string(&mut text).unwrap();
    Some(text)
}

/// The answers for a capture of the kit; those without packets have no fields.
fn expected(kit: &Path, name: &str) -> Expected {
    let more = unpacked(&kit.join(format!("expected/{name}.more.json.gz"))).unwrap();
    let more: serde_json::Value = serde_json::from_str(&more).unwrap();
    let fields = unpacked(&kit.join(format!("expected/{name}.fields.tsv.gz"))).unwrap_or_default();
    let mut lines = fields.lines();
    let heads: Vec<_> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name| heads.iter().position(|head| *head == name).unwrap();
    let row = |line: &str| {
        let values: Vec<_> = line.split('\t').collect();
        let number = |name| values[column(name)].parse().unwrap();
        (nanoseconds(values[column("frame.time_epoch")]), number("frame.len"), number("frame.cap_len"))
    };
    Expected { rows: lines.map(row).collect(), damaged: more["rc"] != 0 }
}

/// A time as text; its fraction may be more than a second, and what an `i64` does not hold is the nearest that it does.
fn nanoseconds(text: &str) -> Option<i64> {
    let (seconds, fraction) = text.split_once('.')?;
    let seconds: i128 = seconds.parse().unwrap();
    let time = seconds * 1_000_000_000 + fraction.parse::<i128>().unwrap();
    Some(i64::try_from(time).unwrap_or(i64::MAX))
}

fn row(packet: &Packet<'_>) -> Row {
    let time = (packet.time != Packet::UNTIMED).then_some(packet.time);
    (time, packet.original, packet.bytes.len() as u32)
}

/// Reads a capture in chunks, and every packet's bytes once more by range.
fn read(path: &Path) -> (Vec<Row>, Result<(), Damage>) {
    let file = fs::read(path).unwrap();
    let (mut reader, mut rows, mut seen) = (Reader::new(), Vec::new(), Vec::new());
    let mut each = |packet: Packet<'_>| {
        rows.push(row(&packet));
        seen.push((packet.offset, packet.bytes.to_vec()));
    };
    let fed = file.chunks(10_000).try_for_each(|chunk| reader.feed(chunk, &mut each));
    let ended = fed.and_then(|()| reader.finish(&mut each));
    let mut store = Store::new(Memory::new(file), reader.unpacking());
    for (offset, bytes) in seen {
        assert_eq!(store.bytes(offset..offset + bytes.len() as u64), Ok(Bytes::Here(&bytes)), "{}", path.display());
    }
    (rows, ended)
}

/// tshark takes a file of no bytes for an empty capture.
fn is_exempt(ended: &Result<(), Damage>) -> bool {
    matches!(ended, Err(Damage { problem: Problem::NotACapture(Some(key)), .. }) if key == "empty")
}

#[test]
fn packets_are_those_that_tshark_sees() {
    let Some(kit) = kit() else { return };
    let mut wrong = Vec::new();
    let captures = kit.join("captures");
    for path in files_below(&captures) {
        let name = path.strip_prefix(&captures).unwrap().display().to_string();
        let expected = expected(&kit, &name);
        let (rows, ended) = read(&path);
        let first = rows.iter().zip(&expected.rows).position(|(ours, theirs)| ours != theirs);
        let alike = rows.len() == expected.rows.len() && first.is_none() && ended.is_err() == expected.damaged;
        if !alike && !is_exempt(&ended) {
            let pair = first.map(|place| (place + 1, &rows[place], &expected.rows[place]));
            wrong.push(format!("{name}: {} packets for {}, {pair:?}, {ended:?}", rows.len(), expected.rows.len()));
        }
    }
    assert!(wrong.is_empty(), "{} captures differ:\n{}", wrong.len(), wrong.join("\n"));
}
