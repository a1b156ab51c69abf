//! Tables of conversations as the page asks for them: the same numbers as the command's, in every order.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::{fs, path::Path};

use serde_json::Value;
use support::{capture, done, shown::opened, wirelight};
use wirelight::{
    capture::Memory,
    engine::{
        Engine,
        request::{By, Kind, Reply, Request, Settings, Severity, Table, TableRow},
        tasks::{Outcome, Step, Task, Work},
    },
    view::tables::{KINDS, cell, columns},
};

fn count(engine: &mut Engine<Memory>, kind: Kind) {
    let mut work = Work::new(Task::Count { kind }, engine, str::to_lowercase);
    loop {
        match work.step(engine) {
            Step::Done(outcome) => return assert_eq!(outcome, Outcome::Counted),
            _ => assert!(work.progress().0 <= work.progress().1),
        }
    }
}

fn asked(engine: &mut Engine<Memory>, table: Table, by: By, descending: bool) -> (Option<u32>, Vec<TableRow>) {
    let settings = Settings::default();
    match engine.ask(&Request::Conversations { table, by, descending, first: 0, count: u32::MAX, settings }) {
        Reply::Conversations { all, rows, .. } => (all, rows),
        other => panic!("{other:?}"),
    }
}

/// Whatever a stack or a flow tells of addresses is what the headers say.
#[test]
fn every_table_has_the_numbers_of_the_command() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures");
    let folders = fs::read_dir(root).unwrap().flatten().filter(|entry| entry.path().is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder.path()).unwrap().flatten());
    let mut conversations = 0;
    for path in files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|end| end != "md")) {
        let mut engine = opened(&fs::read(&path).unwrap());
        for (kind, name, _) in KINDS {
            let command = done(wirelight().arg("stats").arg(&path).args([&format!("conv,{name}"), "-T", "json"]));
            let Ok(Value::Array(expected)) = serde_json::from_str(&command.out) else { continue };
            count(&mut engine, kind);
            let table = Table { kind, endpoints: false };
            let (all, rows) = asked(&mut engine, table, By::Packets, true);
            assert_eq!(all, Some(expected.len() as u32), "{} {name}", path.display());
            for (row, expected) in rows.iter().zip(&expected) {
                let ends = ["a", "b"].map(|end| expected[end]["address"].as_str().unwrap_or_default().to_owned());
                assert_eq!(row.ends.clone().map(|(address, _)| address), ends, "{} {name}", path.display());
                for (amount, key) in [(row.there, "a_to_b"), (row.back, "b_to_a")] {
                    let numbers = [amount.packets, amount.bytes].map(Some);
                    let expected = ["packets", "bytes"].map(|what| expected[key][what].as_u64());
                    assert_eq!(numbers, expected, "{} {name}", path.display());
                }
                conversations += 1;
            }
        }
    }
    assert!(conversations > 400, "only {conversations}");
}

#[test]
fn a_table_is_not_there_before_it_is_counted() {
    let mut engine = opened(&fs::read(capture("seeds/seed003.pcap")).unwrap());
    let table = Table::default();
    assert_eq!(asked(&mut engine, table, By::Packets, true), (None, Vec::new()));
    count(&mut engine, Kind::Tcp);
    assert!(asked(&mut engine, table, By::Packets, true).0.is_some());
    assert_eq!(asked(&mut engine, Table { kind: Kind::Udp, endpoints: false }, By::Packets, true).0, None);
}

#[test]
fn every_column_sorts_both_ways() {
    let mut engine = opened(&fs::read(capture("seeds/seed003.pcap")).unwrap());
    count(&mut engine, Kind::Tcp);
    for endpoints in [false, true] {
        let table = Table { kind: Kind::Tcp, endpoints };
        for by in columns(table) {
            let (all, up) = asked(&mut engine, table, by, false);
            let (_, down) = asked(&mut engine, table, by, true);
            assert_eq!((up.len(), down.len()), (all.unwrap() as usize, all.unwrap() as usize));
            let keys = |rows: &[TableRow]| rows.iter().map(|row| cell(row, by, false)).collect::<Vec<_>>();
            let (mut there, mut back) = (keys(&up), keys(&down));
            there.sort();
            back.sort();
            assert_eq!(there, back, "{by:?}: nothing is lost");
        }
        let bytes = |rows: Vec<TableRow>| rows.iter().map(|row| row.there.and(row.back).bytes).collect::<Vec<_>>();
        let sorted = bytes(asked(&mut engine, table, By::Bytes, true).1);
        assert!(sorted.is_sorted_by(|a, b| a >= b) && sorted.len() > 1, "{sorted:?}");
    }
}

/// Every finding as `tshark -z expert` counts it, whose words and packets are promised.
#[test]
fn findings_are_those_that_tshark_counts() {
    let expected = [
        (Severity::Warning, "Previous segment(s) not captured (common at capture start)", 4),
        (Severity::Warning, "ACKed segment that wasn't captured (common at capture start)", 2),
        (Severity::Warning, "This frame is a (suspected) out-of-order segment", 1),
        (Severity::Note, "This frame is a (suspected) retransmission", 3),
        (Severity::Note, "Duplicate ACK", 3),
        (Severity::Note, "This frame is a (suspected) fast retransmission", 1),
        (Severity::Note, "This frame is a (suspected) spurious retransmission", 1),
        (Severity::Chat, "Connection establish request (SYN)", 1),
        (Severity::Chat, "Connection establish acknowledge (SYN+ACK)", 1),
        (Severity::Chat, "Connection finish (FIN)", 1),
    ];
    let mut engine = opened(&fs::read(capture("tcp/losses.pcap")).unwrap());
    let mut work = Work::new(Task::Examine, &mut engine, str::to_lowercase);
    let groups = loop {
        match work.step(&mut engine) {
            Step::Done(Outcome::Examined(groups)) => break groups,
            Step::Done(other) => panic!("{other:?}"),
            _ => {}
        }
    };
    let found: Vec<_> = groups.iter().map(|group| (group.severity, group.text.as_str(), group.packets)).collect();
    assert!(found.is_sorted_by_key(|(severity, ..)| std::cmp::Reverse(*severity as u8)), "{found:?}");
    for one in expected {
        assert!(found.contains(&one), "{one:?} is not in {found:?}");
    }
    let settings = Settings::default();
    match engine.ask(&Request::FindingRows { group: 0, first: 1, count: 2, settings }) {
        Reply::FindingRows { rows, .. } => {
            assert_eq!(rows.len(), 2);
            assert!(rows.iter().all(|row| row.info.contains("[TCP Previous segment not captured]")), "{rows:?}");
        }
        other => panic!("{other:?}"),
    }
}

/// what the handshake took; A-42: what was sent again.
#[test]
fn a_49_round_trips_and_losses_of_each_connection() {
    for (name, round_trip, losses) in [("seeds/seed001.pcap", 16_418_000, 1), ("seeds/seed000.pcap", 9_300_000, 1)] {
        let mut engine = opened(&fs::read(capture(name)).unwrap());
        count(&mut engine, Kind::Tcp);
        let (_, rows) = asked(&mut engine, Table::default(), By::Losses, true);
        assert_eq!((rows[0].round_trip, rows[0].losses), (Some(round_trip), losses), "{name}");
    }
}
