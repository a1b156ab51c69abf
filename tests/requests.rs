//! What the engine answers to each question that a page asks.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use support::{
    build::{ETHERNET, File},
    capture,
    drawing::{self, FIRST},
    printed,
    shown::opened,
};
use wirelight::{
    capture::{Format, Memory},
    engine::{
        Engine,
        request::{
            Family, FileFacts, LineKind, Marks, PacketView, Relation, Reply, Request, Row, Settings, Severity,
            TimeFormat, TreeLine,
        },
    },
};

fn open(name: &str) -> Engine<Memory> {
    opened(&std::fs::read(capture(name)).unwrap())
}

fn rows(engine: &mut Engine<Memory>, settings: &Settings) -> Vec<Row> {
    match engine.ask(&Request::Rows { first: 0, count: 1000, settings: settings.clone() }) {
        Reply::Rows { rows, .. } => rows,
        other => panic!("{other:?}"),
    }
}

fn packet(engine: &mut Engine<Memory>, packet: u64, settings: &Settings) -> PacketView {
    match engine.ask(&Request::Packet { packet, settings: settings.clone() }) {
        Reply::Packet(Some(packet)) => *packet,
        other => panic!("{other:?}"),
    }
}

fn times(name: &str, settings: &Settings) -> Vec<String> {
    rows(&mut open(name), settings).into_iter().map(|row| row.time).collect()
}

#[track_caller]
fn line<'v>(view: &'v PacketView, start: &str) -> &'v TreeLine {
    let found = view.tree.iter().find(|line| line.text.starts_with(start));
    found.unwrap_or_else(|| panic!("no line {start:?}"))
}

const COMMENTS: &str = "frame/interfaces_and_comments.pcapng";
const HANDSHAKE: &str = "tcp/handshake_and_close.pcap";

#[test]
fn comments_mark_rows_and_come_with_the_packet() {
    let mut engine = open(COMMENTS);
    let settings = Settings::default();
    let marked: Vec<_> = rows(&mut engine, &settings).iter().map(|row| row.comment).collect();
    assert_eq!(marked, [true, false, false, false, false]);
    assert_eq!(packet(&mut engine, 0, &settings).comments, ["a comment", "another"]);
    assert!(packet(&mut engine, 1, &settings).comments.is_empty());
}

#[test]
fn columns_hold_what_the_command_prints_of_their_fields() {
    let columns = ["tcp.port", "frame.len", "no.such.field", "tcp.flags", "ip.src"];
    let settings = Settings { columns: columns.map(str::to_owned).to_vec(), ..Settings::default() };
    let known = columns.iter().filter(|key| **key != "no.such.field").map(|key| format!(" -e {key}"));
    let words: String = known.collect();
    let expected: Vec<String> = printed(HANDSHAKE, &format!("-T fields{words}")).lines().map(str::to_owned).collect();
    let mut engine = open(HANDSHAKE);
    let plain = rows(&mut engine, &Settings::default());
    let rows = rows(&mut engine, &settings);
    assert!(rows.len() > 5 && rows.len() == expected.len());
    for (row, expected) in rows.iter().zip(&expected) {
        assert_eq!(row.cells.len(), columns.len());
        assert_eq!(row.cells[2], "");
        let cells = [0, 1, 3, 4].map(|place| row.cells[place].as_str());
        assert_eq!(cells.join("\t"), *expected);
        assert!(cells[0].contains(','), "{cells:?}");
    }
    let uncelled: Vec<_> = rows.into_iter().map(|row| Row { cells: Vec::new(), ..row }).collect();
    assert_eq!(uncelled, plain);
}

#[test]
fn times_count_from_the_last_reference() {
    let settings = |references: &[u32], time| Settings { references: references.to_vec(), time, ..Settings::default() };
    let seconds = |text: &str| text.parse::<f64>().unwrap();
    let plain = times(HANDSHAKE, &Settings::default());
    let referred = times(HANDSHAKE, &settings(&[2, 4], TimeFormat::Relative));
    assert_eq!(referred[..2], plain[..2]);
    assert_eq!((&*referred[2], &*referred[4]), ("*REF*", "*REF*"));
    assert!((seconds(&plain[3]) - seconds(&plain[2]) - seconds(&referred[3])).abs() < 1e-9);
    assert!((seconds(&plain[6]) - seconds(&plain[4]) - seconds(&referred[6])).abs() < 1e-9);
    let tree = packet(&mut open(HANDSHAKE), 3, &settings(&[2], TimeFormat::Relative));
    let told = &line(&tree, "[Time since reference or first frame: ").text;
    assert!(told.contains(&referred[3]), "{told} {}", referred[3]);
    let between = times(HANDSHAKE, &settings(&[], TimeFormat::DeltaDisplayed));
    assert_eq!(between, times(HANDSHAKE, &settings(&[], TimeFormat::Delta)));
}

#[test]
fn a_line_that_names_a_packet_leads_there() {
    let mut engine = open("dns/query_and_answers.pcap");
    let settings = Settings::default();
    let (query, answer) = (packet(&mut engine, 0, &settings), packet(&mut engine, 1, &settings));
    assert_eq!(line(&query, "[Response In: 2]").target, Some(1));
    assert_eq!(line(&answer, "[Request In: 1]").target, Some(0));
    assert!(query.tree.iter().filter(|line| line.target.is_some()).count() == 1);
    assert!(query.conversation.is_some() && query.conversation == answer.conversation);
    assert_eq!(packet(&mut open("arp/request_reply.pcap"), 0, &settings).conversation, None);
}

#[test]
fn a_row_is_coloured_by_what_it_does() {
    let settings = Settings::default();
    let families = |name: &str| rows(&mut open(name), &settings).into_iter().map(|row| row.family).collect::<Vec<_>>();
    let connection = rows(&mut open("seeds/seed000.pcap"), &settings);
    for (info, family) in [
        ("54185 → 80 [SYN] Seq=0", Family::Control),
        ("80 → 54185 [SYN, ACK] Seq=0", Family::Control),
        ("54185 → 80 [ACK] Seq=1 Ack=1 Win=16560 Len=0", Family::Quiet),
        ("80 → 54185 [ACK] Seq=194 Ack=539 Win=15744 Len=1380", Family::Tcp),
        ("GET ", Family::Web),
    ] {
        let row = connection.iter().find(|row| row.info.starts_with(info));
        assert_eq!(row.map(|row| row.family), Some(family), "{info}");
    }
    assert_eq!(families("data/unclaimed.pcap")[..2], [Family::Udp, Family::Application]);
    assert!(families("icmp/errors.pcap").iter().all(|family| *family == Family::Ip), "what is quoted colours nothing");
    assert_eq!(families("arp/request_reply.pcap")[0], Family::Link);
}

#[test]
fn names_reach_rows_and_trees() {
    let named = Settings { mac_names: true, network_names: true, transport_names: true, ..Settings::default() };
    for (name, numbers, in_row, in_tree) in [
        ("seeds/seed003.pcap", 14, "Apple_00:00:0b", "Ethernet II, Src: Apple_00:00:0b ("),
        ("frame/interfaces_and_comments.pcapng", 0, "", "Internet Protocol Version 4, Src: "),
        ("seeds/seed000.pcap", 0, "54185 → http(80)", "    Destination Port: http (80)"),
    ] {
        let mut engine = open(name);
        let place = usize::try_from(numbers).unwrap();
        let plain = rows(&mut engine, &Settings::default()).swap_remove(place);
        let row = rows(&mut engine, &named).swap_remove(place);
        assert_ne!(row, plain, "{name}");
        let text = |row: &Row| format!("{} {} {}", row.source, row.destination, row.info);
        assert!(text(&row).contains(in_row) && (in_row.is_empty() || !text(&plain).contains(in_row)), "{row:?}");
        let view = packet(&mut engine, numbers, &named);
        assert_eq!(view.row, row);
        let told = &line(&view, in_tree.trim_start()).text;
        let plainly = packet(&mut engine, numbers, &Settings::default());
        assert!(!plainly.tree.iter().any(|line| line.text == *told), "{told}");
    }
}

fn neighbours(engine: &mut Engine<Memory>, packet: u64) -> [Option<u64>; 2] {
    [false, true].map(|later| match engine.ask(&Request::Neighbour { packet, later }) {
        Reply::Neighbour(neighbour) => neighbour,
        other => panic!("{other:?}"),
    })
}

#[test]
fn neighbours_are_of_the_same_conversation() {
    for name in
        ["seeds/seed003.pcap", "seeds/seed002.pcap", "dns/over_tcp.pcap", "gre/versions.pcap", "icmp/errors.pcap"]
    {
        let mut engine = open(name);
        let flows: Vec<_> = (0..engine.progress().packets)
            .map(|number| packet(&mut engine, number, &Settings::default()).conversation)
            .collect();
        for (number, flow) in flows.iter().enumerate() {
            let is_it = |other: &usize| flow.is_some() && flows[*other] == *flow;
            let before = (0..number).rev().find(is_it);
            let behind = (number + 1..flows.len()).find(is_it);
            let expected = [before, behind].map(|place| place.map(|place| place as u64));
            assert_eq!(neighbours(&mut engine, number as u64), expected, "{name} {number}");
        }
    }
}

fn facts(engine: &mut Engine<Memory>) -> FileFacts {
    match engine.ask(&Request::Facts) {
        Reply::Facts(facts) => *facts,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_facts_of_a_file_count_its_packets_by_interface() {
    let facts = facts(&mut open(COMMENTS));
    assert_eq!(facts.format, Some(Format::Pcapng));
    assert_eq!((facts.packing, facts.unpacked, facts.damage), (None, None, None));
    let by_interface: u64 = facts.interfaces.iter().map(|interface| interface.packets.packets).sum();
    assert_eq!((facts.packets.packets, by_interface), (5, 4), "a custom block belongs to no interface");
    assert!(facts.interfaces.len() > 1);
    assert_eq!(facts.interfaces[0].encapsulation, "Ethernet");
    assert!(facts.sections.iter().any(|section| section.application.is_some()));
}

#[test]
fn the_facts_of_a_packed_file_have_both_sizes_and_rates() {
    let path = capture("static/samples/live-video.pcap.gz");
    let packed = std::fs::metadata(&path).unwrap().len();
    let facts = facts(&mut opened(&std::fs::read(path).unwrap()));
    assert_eq!((facts.packing.as_deref(), facts.size), (Some("gzip"), packed));
    let all = &facts.packets;
    assert!(facts.unpacked.unwrap() == 24 + 16 * all.packets + all.captured);
    let seconds = all.duration().unwrap() as f64 / 1e9;
    assert!((all.a_second(all.packets).unwrap() * seconds - all.packets as f64).abs() < 1e-6);
}

#[test]
fn cut_packets_and_damage_are_among_the_facts() {
    let facts = facts(&mut open("frame/damaged.pcap"));
    assert!(facts.damage.is_some());
    let mut cut = open("eth/cut_and_short.pcap");
    let settings = Settings::default();
    let number = cut.progress().packets;
    let shorter = (0..number).filter(|number| {
        let source = packet(&mut cut, *number, &settings).sources.swap_remove(0);
        (source.bytes.len() as u32) < source.original
    });
    assert!(shorter.count() as u64 == self::facts(&mut cut).packets.cut);
}

#[test]
fn the_map_has_what_the_rows_of_each_part_have() {
    let settings = Settings::default();
    for name in ["seeds/seed003.pcap", "seeds/seed000.pcap", "icmp/errors.pcap", "ip/odd.pcap", COMMENTS] {
        let mut engine = open(name);
        let rows = rows(&mut engine, &settings);
        for parts in [1, 3, rows.len()] {
            let Reply::Map(map) = engine.ask(&Request::Map { parts: parts as u16 }) else { panic!() };
            assert_eq!(map.len(), parts);
            for (part, marks) in map.iter().enumerate() {
                let rows = &rows[part * rows.len() / parts..(part + 1) * rows.len() / parts];
                for family in [Family::Link, Family::Ip, Family::Tcp, Family::Udp, Family::Naming, Family::Web]
                    .into_iter()
                    .chain([Family::Application, Family::Control, Family::Quiet])
                {
                    let there = rows.iter().any(|row| row.family == family);
                    assert_eq!(marks.has(Marks::of(family)), there, "{name} {part}/{parts} {family:?}");
                }
                assert_eq!(marks.has(Marks::COMMENT), rows.iter().any(|row| row.comment));
                let noted = rows.iter().any(|row| {
                    let view = packet(&mut engine, row.number - 1, &settings);
                    view.tree
                        .iter()
                        .any(|line| matches!(line.kind, LineKind::Note(severity) if severity > Severity::Chat))
                });
                assert_eq!(marks.has(Marks::ANOMALY), noted, "{name} {part}/{parts}");
            }
        }
    }
}

/// What each packet has to do with the one at `selected`.
fn relations(engine: &mut Engine<Memory>, selected: u64) -> Vec<Relation> {
    match engine.ask(&Request::Related { packet: selected, first: 0, count: 100 }) {
        Reply::Related { first: 0, relations } => relations,
        other => panic!("{other:?}"),
    }
}

#[test]
fn packets_of_a_conversation_are_tied() {
    use Relation::*;
    let get = r"C: 'GET / HTTP/1.1\r\n\r\n'";
    let ok = r"S: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'";
    let drawing = format!("C: SYN | S: SYN ACK | C: ACK | {get} | {ok} | C: ACK | C: FIN ACK");
    let mut packets = drawing::packets(&drawing, 80, FIRST);
    let others = drawing::packets("C: SYN | S: SYN ACK", 8080, FIRST);
    packets.splice(2..2, others);
    let mut engine = opened(&File::of(ETHERNET, packets).bytes());
    let of_response = [First, Same, Between, Between, Same, Request, Same, Acknowledges, Last];
    assert_eq!(relations(&mut engine, 6), of_response);
    assert_eq!(relations(&mut engine, 5)[5..8], [Same, Response, Same]);
    assert_eq!(relations(&mut engine, 2), [None, None, First, Acknowledges, None, None, None, None, None]);
    assert_eq!(relations(&mut engine, 99), []);
}
