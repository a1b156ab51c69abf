//! Looking for things in packets: texts however they are written, patterns, bytes and filters; in rows, layers and bytes.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use support::{capture, nanosecond_pcap, shown::opened};
use wirelight::{
    capture::Memory,
    engine::{
        Engine,
        request::Settings,
        sought::{Meaning, Search, Within},
        tasks::{Outcome, Step, Task, Work},
    },
};

/// All positions at which something is found, from the top of the list on.
fn found(engine: &mut Engine<Memory>, search: &Search) -> Vec<u64> {
    let mut positions: Vec<u64> = Vec::new();
    loop {
        let from = positions.last().copied();
        let task = Task::Find { search: search.clone(), from, backwards: false, settings: Settings::default() };
        let mut work = Work::new(task, engine, str::to_lowercase);
        let outcome = loop {
            if let Step::Done(outcome) = work.step(engine) {
                break outcome;
            }
        };
        match outcome {
            Outcome::Found(Some(position)) if positions.last().is_none_or(|last| position > *last) => {
                positions.push(position);
            }
            Outcome::Found(_) => return positions,
            other => panic!("{search:?}: {other:?}"),
        }
    }
}

fn search(text: &str, meaning: Meaning, within: Within) -> Search {
    Search { text: text.into(), meaning, within, ..Search::default() }
}

/// A datagram to a port that nobody claims, holding these bytes.
fn datagram(payload: &[u8]) -> Vec<u8> {
    let mut packet = Vec::new();
    etherparse::PacketBuilder::ethernet2([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2])
        .ipv4([10, 0, 0, 1], [10, 0, 0, 2], 64)
        .udp(40_001, 40_002)
        .write(&mut packet, payload)
        .unwrap();
    packet
}

#[test]
fn a_text_is_found_however_it_is_written() {
    let payloads: [&[u8]; 9] = [
        "一只猪".as_bytes(),
        b"nothing",
        b"\xd2\xbb\xd6\xbb\xd6\xed",
        b"{\"x\":\"\\u732a\"}",
        b"q=%E7%8c%aa",
        b"&#29482;",
        b"&#x732A;",
        b"\x2a\x73",
        b"pig",
    ];
    let packets: Vec<_> = payloads.iter().map(|payload| datagram(payload)).collect();
    let made: Vec<_> = packets.iter().zip(0..).map(|(bytes, at)| (at, bytes.as_slice(), bytes.len() as u32)).collect();
    let mut engine = opened(&nanosecond_pcap(1, &made));
    let pig = Search { gbk: Some(b"\xd6\xed".to_vec()), ..search("猪", Meaning::Text, Within::Bytes) };
    assert_eq!(found(&mut engine, &pig), [0, 2, 3, 4, 5, 6, 7]);
    assert!(found(&mut engine, &search("猪", Meaning::Text, Within::Rows)).is_empty());
}

#[test]
fn what_is_packed_or_masked_is_looked_through() {
    // the text stands in no packet as it is
    let mut engine = opened(&std::fs::read(capture("http/chunked_and_packed.pcap")).unwrap());
    let all = found(&mut engine, &search("tcp", Meaning::Filter, Within::Rows));
    assert!(!all.is_empty());
    let raw = found(&mut engine, &search("frame contains \"Hello\"", Meaning::Filter, Within::Rows));
    let decoded = found(&mut engine, &search("hello", Meaning::Text, Within::Bytes));
    assert!(decoded.len() > raw.len(), "{decoded:?} {raw:?}");
}

#[test]
fn patterns_bytes_and_filters_are_found() {
    let mut engine = opened(&std::fs::read(capture("seeds/seed000.pcap")).unwrap());
    let syns = found(&mut engine, &search("tcp.flags.syn == 1", Meaning::Filter, Within::Rows));
    assert!(!syns.is_empty());
    assert_eq!(found(&mut engine, &search(r"\[syn(, ack)?\]", Meaning::Pattern, Within::Rows)), syns);
    let in_layers = found(&mut engine, &search("^Flags: 0x0[01]2", Meaning::Pattern, Within::Layers));
    assert_eq!(in_layers, syns, "the line of the flags");
    let gets = found(&mut engine, &search("47 45 54 20", Meaning::Bytes, Within::Rows));
    assert_eq!(gets, found(&mut engine, &search("frame contains \"GET \"", Meaning::Filter, Within::Rows)));
    assert_eq!(gets, found(&mut engine, &search("GET /", Meaning::Pattern, Within::Bytes)));
}

#[test]
fn what_can_not_be_looked_for_is_said() {
    let mut engine = opened(&std::fs::read(capture("seeds/seed000.pcap")).unwrap());
    for (text, meaning) in [("(", Meaning::Pattern), ("4g", Meaning::Bytes), ("tcp.port = 80", Meaning::Filter)] {
        let search = search(text, meaning, Within::Rows);
        let task = Task::Find { search, from: None, backwards: false, settings: Settings::default() };
        let mut work = Work::new(task, &mut engine, str::to_lowercase);
        assert!(matches!(work.step(&mut engine), Step::Done(Outcome::Mistaken(_))), "{text}");
    }
    assert!(found(&mut engine, &search("", Meaning::Text, Within::Bytes)).is_empty());
}
