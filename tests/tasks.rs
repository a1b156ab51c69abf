//! Long work in steps: sorting, finding, hashing, many rows.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::cmp::Ordering;

use support::{capture, nanosecond_pcap, packets_of, shown::opened};
use wirelight::{
    capture::{Memory, Slow, Source, write::Form},
    engine::{
        Engine,
        request::{PacketView, Reply, Request, Row, Settings, TimeFormat},
        sought::Search,
        tasks::{Outcome, SortBy, Step, Task, Which, Work},
    },
};

const CAPTURES: [&str; 6] = [
    "seeds/seed003.pcap",
    "seeds/seed000.pcap",
    "ip/odd.pcap",
    "dns/record_types.pcap",
    "frame/interfaces_and_comments.pcapng",
    "static/samples/live-video.pcap.gz",
];

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(capture(name)).unwrap()
}

fn open(name: &str) -> Engine<Memory> {
    opened(&bytes(name))
}

/// A capture of more packets than one step or one run takes.
fn long() -> Engine<Memory> {
    let packets = packets_of("seeds/seed003.pcap");
    let count = packets.len() as u64;
    let repeated = (0..10_000).map(|n| {
        let (_, bytes) = &packets[(n % count * n / 7 % count) as usize];
        (n * 1_000_003, bytes.as_slice(), bytes.len() as u32)
    });
    opened(&nanosecond_pcap(1, &repeated.collect::<Vec<_>>()))
}

/// Does a task from its beginning to its end: what it brought on the way, and how it ended.
fn done<S: Source>(engine: &mut Engine<S>, task: Task) -> (Vec<Row>, Outcome) {
    let mut work = Work::new(task, engine, str::to_lowercase);
    let (mut rows, mut before) = (Vec::new(), 0);
    loop {
        match work.step(engine) {
            Step::More | Step::Later => {}
            Step::Rows(more) => rows.extend(more),
            Step::Bytes(_) | Step::Found(_) => panic!("nothing is saved or filtered"),
            Step::Done(outcome) => return (rows, outcome),
        }
        let (done, of) = work.progress();
        assert!(before <= done && done <= of, "{before} {done} {of}");
        before = done;
    }
}

fn rows<S: Source>(engine: &mut Engine<S>, settings: &Settings) -> Vec<Row> {
    let settings = settings.clone();
    let (rows, outcome) = done(engine, Task::Rows { positions: std::iter::once(0..u64::MAX).collect(), settings });
    assert_eq!(outcome, Outcome::Rows);
    rows
}

fn sort<S: Source>(engine: &mut Engine<S>, by: SortBy, descending: bool, settings: &Settings) -> Vec<u32> {
    let settings = settings.clone();
    let (_, outcome) = done(engine, Task::Sort { by, descending, settings });
    assert!(matches!(outcome, Outcome::Sorted { .. }), "{outcome:?}");
    engine.order().to_vec()
}

/// The packets ordered by their rows, as anybody would do it who had room for all of them.
fn expected(rows: &[Row], descending: bool, by: impl Fn(&Row, &Row) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    order.sort_by(|a, b| {
        let ordering = by(&rows[*a as usize], &rows[*b as usize]);
        if descending { ordering.reverse() } else { ordering }
    });
    order
}

#[test]
fn texts_are_sorted_by_their_bytes_and_equal_ones_stay_as_they_were() {
    let settings = Settings { mac_names: true, transport_names: true, ..Settings::default() };
    type Text = fn(&Row) -> &str;
    let columns: [(SortBy, Text); 4] = [
        (SortBy::Source, |row| &row.source),
        (SortBy::Destination, |row| &row.destination),
        (SortBy::Protocol, |row| &row.protocol),
        (SortBy::Info, |row| &row.info),
    ];
    for name in CAPTURES {
        let mut engine = open(name);
        let rows = rows(&mut engine, &settings);
        for (by, text) in &columns {
            for descending in [false, true] {
                let order = sort(&mut engine, by.clone(), descending, &settings);
                let expected = expected(&rows, descending, |a, b| text(a).as_bytes().cmp(text(b).as_bytes()));
                assert!(order == expected, "{name} {by:?} {descending}");
            }
        }
    }
}

#[test]
fn more_packets_than_a_run_takes_are_merged() {
    let settings = Settings::default();
    let mut engine = long();
    let rows = rows(&mut engine, &settings);
    for descending in [false, true] {
        let order = sort(&mut engine, SortBy::Info, descending, &settings);
        assert!(order == expected(&rows, descending, |a, b| a.info.cmp(&b.info)));
    }
    let order = sort(&mut engine, SortBy::Time, true, &settings);
    assert!(order.iter().rev().copied().eq(0..rows.len() as u32));
}

#[test]
fn numbers_are_sorted_as_numbers() {
    let seconds = |row: &Row| row.time.parse::<f64>().unwrap_or(f64::NEG_INFINITY);
    for name in CAPTURES {
        let mut engine = open(name);
        for (time, references) in
            [(TimeFormat::Epoch, vec![]), (TimeFormat::Delta, vec![]), (TimeFormat::Relative, vec![u32::MAX])]
        {
            let settings = Settings { time, references, ..Settings::default() };
            let rows = rows(&mut open(name), &settings);
            for descending in [false, true] {
                let order = sort(&mut engine, SortBy::Time, descending, &settings);
                assert!(order == expected(&rows, descending, |a, b| seconds(a).total_cmp(&seconds(b))), "{name}");
                let order = sort(&mut engine, SortBy::Length, descending, &settings);
                assert!(order == expected(&rows, descending, |a, b| a.length.cmp(&b.length)), "{name}");
            }
        }
    }
}

#[test]
fn fields_are_sorted_by_their_values() {
    let keys = ["tcp.srcport", "tcp.port", "ip.ttl", "ip.src", "http.request.method", "tcp.flags", "no.such.field"];
    let settings = Settings { columns: keys.map(str::to_owned).to_vec(), ..Settings::default() };
    let values = |row: &Row, place: usize| -> Vec<u64> {
        let cell = &row.cells[place];
        let hex = |text: &str| text.strip_prefix("0x").map(|hex| u64::from_str_radix(hex, 16).unwrap());
        let address = |text: &str| text.split('.').fold(0, |all, octet| all << 8 | octet.parse::<u64>().unwrap());
        let number = |text: &str| hex(text).unwrap_or_else(|| address(text));
        cell.split(',').filter(|text| !text.is_empty()).map(number).collect()
    };
    for name in ["seeds/seed003.pcap", "seeds/seed000.pcap", "icmp/errors.pcap"] {
        let mut engine = open(name);
        let rows = rows(&mut engine, &settings);
        for (place, key) in keys.iter().enumerate() {
            for descending in [false, true] {
                let order = sort(&mut engine, SortBy::Field((*key).into()), descending, &settings);
                let expected = expected(&rows, descending, |a, b| match *key {
                    "http.request.method" => a.cells[place].cmp(&b.cells[place]),
                    _ => values(a, place).cmp(&values(b, place)),
                });
                assert!(order == expected, "{name} {key} {descending}");
            }
        }
    }
}

#[test]
fn what_is_shown_follows_the_order_until_it_is_the_files_again() {
    let settings = Settings::default();
    let mut engine = open("seeds/seed003.pcap");
    let plain = rows(&mut engine, &settings);
    let order = sort(&mut engine, SortBy::Info, true, &settings);
    assert!(!order.is_sorted());
    let Reply::Rows { first: 3, rows: shown } =
        engine.ask(&Request::Rows { first: 3, count: 5, settings: settings.clone() })
    else {
        panic!()
    };
    let expected: Vec<_> = order[3..8].iter().map(|packet| plain[*packet as usize].clone()).collect();
    assert_eq!(shown, expected);
    // a packet is asked for by its place in the file, whatever the order
    let Reply::Packet(Some(packet)) = engine.ask(&Request::Packet { packet: 4, settings: settings.clone() }) else {
        panic!()
    };
    assert_eq!(packet.row, plain[4]);
    let last: Vec<u32> = (0..plain.len() as u32).rev().collect();
    assert_eq!(sort(&mut engine, SortBy::Number, true, &settings), last);
    assert!(sort(&mut engine, SortBy::Number, false, &settings).is_empty());
    assert_eq!(rows(&mut engine, &settings), plain);
}

#[test]
fn bytes_that_come_later_change_nothing() {
    let settings = Settings::default();
    let file = bytes("seeds/seed003.pcap");
    let mut slow = Engine::new(Slow::new(Memory::new(file.clone())), file.len() as u64, 1);
    slow.feed(&file);
    slow.finish();
    let mut quick = opened(&file);
    assert_eq!(rows(&mut slow, &settings), rows(&mut quick, &settings));
    for by in [SortBy::Info, SortBy::Time] {
        assert_eq!(sort(&mut slow, by.clone(), false, &settings), sort(&mut quick, by, false, &settings));
    }
    assert_eq!(done(&mut slow, Task::Hash).1, done(&mut quick, Task::Hash).1);
}

/// Where a text is found, from here on.
struct Looking<'e> {
    engine: &'e mut Engine<Memory>,
    settings: Settings,
}

impl Looking<'_> {
    fn find(&mut self, text: &str, from: Option<u64>, backwards: bool, case_sensitive: bool) -> Option<u64> {
        let (text, settings) = (text.to_owned(), self.settings.clone());
        match done(
            self.engine,
            Task::Find { search: Search { text, case_sensitive, ..Search::default() }, from, backwards, settings },
        ) {
            (_, Outcome::Found(position)) => position,
            (_, other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn texts_are_found_in_both_directions_and_once_round() {
    for sorted in [false, true] {
        let settings = Settings::default();
        let mut engine = long();
        if sorted {
            sort(&mut engine, SortBy::Length, false, &settings);
        }
        let rows = rows(&mut engine, &settings);
        let has = |at: &usize| rows[*at].time.contains(".777");
        let places: Vec<u64> = (0..rows.len()).filter(has).map(|at| at as u64).collect();
        assert_eq!(places.len(), 10);
        let mut looking = Looking { engine: &mut engine, settings };
        for (backwards, places) in [(false, places.clone()), (true, places.iter().rev().copied().collect())] {
            let mut from = None;
            for place in places.iter().chain(&places[..2]).skip(if sorted { 9 } else { 0 }) {
                from = from.or(sorted.then_some(places[8]));
                from = looking.find(".777", from, backwards, true);
                assert_eq!(from, Some(*place));
            }
        }
    }
}

#[test]
fn every_text_of_a_row_can_be_found_and_nothing_else() {
    let columns = vec!["eth.type".to_owned()];
    let mut engine = open("seeds/seed003.pcap");
    let mut looking = Looking { engine: &mut engine, settings: Settings { columns, ..Settings::default() } };
    let arp = looking.find("Who has", None, false, true);
    assert!(arp.is_some());
    assert_eq!(looking.find("who HAS", None, false, false), arp);
    assert_eq!(looking.find("who has", None, false, true), None);
    assert_eq!(looking.find("0x0806", None, false, true), arp, "in a further column");
    assert_eq!(looking.find("Who has", arp, false, true), arp, "the only one is found again");
    assert_eq!(looking.find("arp", None, false, false), arp);
    assert_eq!(looking.find("", None, false, false), None);
    assert_eq!(looking.find("ÄÖ", None, false, false), None);
    let mut empty = Engine::new(Memory::new(Vec::new()), 0, 1);
    empty.finish();
    let mut looking = Looking { engine: &mut empty, settings: Settings::default() };
    assert_eq!(looking.find("a", Some(7), true, false), None);
}

#[test]
fn the_hash_is_that_of_the_file_as_it_lies_there() {
    let (_, outcome) = done(&mut open("static/samples/live-video.pcap.gz"), Task::Hash);
    let Outcome::Hashed(hash) = outcome else { panic!("{outcome:?}") };
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "013d452619d37795dd17729fc3da45598252fa2ebc65a343e4b094d827524cad");
}

#[test]
fn rows_come_in_the_order_of_their_positions() {
    let settings = Settings::default();
    let mut engine = long();
    let plain = rows(&mut engine, &settings);
    let last = plain.len() as u64;
    for by in [SortBy::Number, SortBy::Info] {
        let order = sort(&mut engine, by, false, &settings);
        let at = |position: u64| order.get(position as usize).map_or(position, |packet| u64::from(*packet));
        let ranges = [5..7, 0..1, 300..900, last - 1..last + 50, 2..2];
        let expected = ranges.iter().cloned().flatten().filter(|position| *position < last);
        let expected: Vec<_> = expected.map(|position| plain[at(position) as usize].clone()).collect();
        let task = Task::Rows { positions: ranges.to_vec(), settings: settings.clone() };
        let (some, outcome) = done(&mut engine, task);
        assert_eq!(outcome, Outcome::Rows);
        assert!(some == expected);
    }
}

/// Saves, and opens what was saved.
fn saved(engine: &mut Engine<Memory>, which: Which, form: Form, comments: &[(u32, &str)]) -> (Outcome, Engine<Memory>) {
    let comments = comments.iter().map(|(packet, text)| (*packet, (*text).to_owned())).collect();
    let mut work = Work::new(Task::Save { which, form, comments }, engine, str::to_lowercase);
    let mut file = Vec::new();
    let outcome = loop {
        match work.step(engine) {
            Step::Bytes(bytes) => file.extend(bytes),
            Step::Done(outcome) => break outcome,
            _ => {}
        }
    };
    (outcome, opened(&file))
}

fn packets(engine: &mut Engine<Memory>) -> Vec<PacketView> {
    let packets = engine.progress().packets;
    let view = |packet| match engine.ask(&Request::Packet { packet, settings: Settings::default() }) {
        Reply::Packet(Some(view)) => *view,
        other => panic!("{other:?}"),
    };
    (0..packets).map(view).collect()
}

#[test]
fn what_is_saved_is_what_was_open() {
    for name in CAPTURES {
        let mut engine = open(name);
        let expected = packets(&mut engine);
        let (outcome, mut again) = saved(&mut engine, Which::All, Form::Pcapng, &[]);
        let Outcome::Saved { packets: written, left_out: 0 } = outcome else { panic!("{name}: {outcome:?}") };
        let found = packets(&mut again);
        assert_eq!(written, found.len() as u64);
        assert_eq!(again.progress().damage, None, "{name}");
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found.row, expected.row, "{name}");
            assert_eq!((&found.sources, &found.comments), (&expected.sources, &expected.comments), "{name}");
        }
    }
}

#[test]
fn some_packets_are_saved_in_the_files_order_with_a_persons_comments() {
    let mut engine = open("frame/interfaces_and_comments.pcapng");
    sort(&mut engine, SortBy::Info, true, &Settings::default());
    let before = packets(&mut engine);
    assert_eq!(before[0].comments.len(), 2);
    let which = Which::Packets(vec![4, 0, 1, 4]);
    let (outcome, mut again) =
        saved(&mut engine, which, Form::Pcapng, &[(4, "second"), (1, "猪"), (4, "third"), (0, "")]);
    assert_eq!(outcome, Outcome::Saved { packets: 3, left_out: 0 });
    let found = packets(&mut again);
    let bytes = |views: &[&PacketView]| views.iter().map(|view| view.sources.clone()).collect::<Vec<_>>();
    assert_eq!(bytes(&found.iter().collect::<Vec<_>>()), bytes(&[&before[0], &before[1], &before[4]]));
    let comments: Vec<_> = found.iter().map(|view| view.comments.join(" | ")).collect();
    assert_eq!(comments, ["", "猪", "second | third"]);
}

#[test]
fn a_file_of_several_link_types_is_no_pcap_but_its_parts_are() {
    let mut engine = open("seeds/seed003.pcap");
    let (outcome, mut again) = saved(&mut engine, Which::All, Form::Pcap, &[(0, "lost")]);
    assert!(matches!(outcome, Outcome::Saved { left_out: 0, .. }), "{outcome:?}");
    let same = rows(&mut engine, &Settings::default()) == rows(&mut again, &Settings::default());
    assert!(same);
    let mut engine = open("frame/interfaces_and_comments.pcapng");
    let (outcome, _) = saved(&mut engine, Which::All, Form::Pcap, &[]);
    assert!(matches!(outcome, Outcome::Refused(_)), "{outcome:?}");
    let (outcome, again) = saved(&mut engine, Which::Packets(vec![0]), Form::Pcap, &[]);
    assert_eq!((outcome, again.progress().packets), (Outcome::Saved { packets: 1, left_out: 0 }, 1));
}

#[test]
fn what_can_be_read_of_a_damaged_file_is_saved() {
    let mut engine = open("frame/damaged.pcap");
    assert!(engine.progress().damage.is_some());
    let before = packets(&mut engine);
    let (outcome, mut again) = saved(&mut engine, Which::All, Form::Pcap, &[]);
    assert_eq!(outcome, Outcome::Saved { packets: before.len() as u64, left_out: 0 });
    assert_eq!((packets(&mut again), again.progress().damage), (before, None));
}

#[test]
fn a_long_file_is_saved_in_pieces() {
    let mut engine = long();
    let (_, mut again) = saved(&mut engine, Which::All, Form::Pcapng, &[]);
    assert!(rows(&mut engine, &Settings::default()) == rows(&mut again, &Settings::default()));
}
