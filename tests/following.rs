//! What both sides of a conversation said: put together in order, whatever happened to its segments.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::{fs, path::Path, process::Command};

use support::{
    build::{ETHERNET, File},
    capture, done,
    drawing::{self, FIRST},
    random::Random,
    shown, wirelight,
};
use wirelight::{
    capture::{Bytes, Memory, Slow, Source},
    engine::{
        Engine,
        followed::{StreamFacts, StreamName},
        request::{Reply, Request},
        stream_lines::{Layout, StreamLine},
        tasks::{Outcome, Step, Task, Work},
    },
    index::flows::Transport,
    reassemble::transcript::{Kind, Segment, Transcript},
};

const OPEN: &str = "C: SYN | S: SYN ACK | C: ACK";

fn follow<S: Source>(engine: &mut Engine<S>, transport: Transport, number: u32) -> Option<Box<StreamFacts>> {
    let mut work =
        Work::new(Task::Follow { name: StreamName { transport, number }, layout: None }, engine, str::to_lowercase);
    loop {
        match work.step(engine) {
            Step::More | Step::Later => {}
            Step::Done(Outcome::Followed(facts)) => return facts,
            other => panic!("{other:?}"),
        }
    }
}

/// Everything that was said: `C` or `S`, then text, `-3` for missing bytes, `~3` for bytes cut off, `=3` for bytes said
/// again; `?` stands with what is not certain.
fn said<S: Source>(engine: &mut Engine<S>, transport: Transport, number: u32) -> String {
    assert!(follow(engine, transport, number).is_some());
    let followed = engine.followed().unwrap();
    let pieces = followed.pieces().to_vec();
    let mut words = Vec::new();
    for piece in &pieces {
        let what = match piece.kind {
            Kind::Data => loop {
                if let Bytes::Here(bytes) = engine.piece_bytes(piece).unwrap() {
                    break String::from_utf8(bytes.to_vec()).unwrap();
                }
            },
            Kind::Missing => format!("-{}", piece.len),
            Kind::Cut => format!("~{}", piece.len),
            Kind::Again => format!("={}", piece.len),
        };
        let doubt = if piece.certain { "" } else { "?" };
        words.push(format!("{}{doubt} {what}", ["C", "S"][usize::from(piece.side)]));
    }
    words.join(" | ")
}

fn said_in(file: &[u8]) -> String {
    said(&mut shown::opened(file), Transport::Tcp, 0)
}

fn said_from(drawing: &str, first: [u32; 2]) -> String {
    said_in(&File::of(ETHERNET, drawing::packets(&format!("{OPEN} | {drawing}"), 80, first)).bytes())
}

/// What a drawn conversation says, whatever the numbers it begins with.
fn said_of(drawing: &str) -> String {
    let said = said_from(drawing, FIRST);
    for first in [u32::MAX - 9, u32::MAX - 5, u32::MAX - 1, u32::MAX, 0, i32::MAX as u32 - 3] {
        assert_eq!(said_from(drawing, [first, first]), said, "from {first}: {drawing}");
    }
    said
}

#[test]
fn both_sides_take_turns() {
    assert_eq!(said_of("C: 'one' | S: 'two' | C: 'three' | C: 'four'"), "C one | S two | C three | C four");
    assert_eq!(said_of("C: FIN ACK 'last' | S: 'more' | C: ACK | S: FIN ACK"), "C last | S more");
    assert_eq!(said_of("C: 'one' | S: RST 'why'"), "C one | S why");
}

#[test]
fn what_comes_too_early_waits() {
    assert_eq!(said_of("lost C: 'one' | C: 'two' | C: 'three' | again C: 'one'"), "C one | C two | C three");
    assert_eq!(said_of("@3 C: 'def' | @0 C: 'abc' | S: 'x'"), "C abc | C def | S x");
}

#[test]
fn what_is_said_again_is_marked_and_not_read_again() {
    assert_eq!(said_of("C: 'one' | again C: 'one' | C: 'two'"), "C one | C =3 | C two");
    assert_eq!(said_of("C: 'abcdef' | @2 C: 'cdefghi'"), "C abcdef | C =4 | C ghi");
    assert_eq!(said_of("C: 'abc' | S: ACK | @2 C: 'c' | S: ACK | @3 C: 'd'"), "C abc | C =1 | C d");
}

#[test]
fn of_bytes_that_differ_the_first_ones_count() {
    assert_eq!(said_of("C: 'abc' | @1 C: 'BCDE'"), "C abc | C =2 | C DE");
    assert_eq!(
        said_of("@3 C: 'def' | @2 C: 'CDE' | @4 C: 'EFGH' | @0 C: 'ab'"),
        "C ab | C CDE | C =2 | C f | C =2 | C GH"
    );
}

#[test]
fn a_gap_that_the_other_side_acknowledges_does_not_fill() {
    let gap = "C: 'abc' | lost C: 'def' | C: 'ghi'";
    assert_eq!(said_of(&format!("{gap} | S: 'ok' | C: 'jkl'")), "C abc | C -3 | C ghi | S ok | C jkl");
    assert_eq!(said_of(&format!("{gap} | S: ACK | again C: 'def'")), "C abc | C -3 | C ghi | C =3");
    assert_eq!(said_of(&format!("{gap} | lost C: 'jkl' | C: 'mno' | S: ACK")), "C abc | C -3 | C ghi | C -3 | C mno");
}

#[test]
fn what_waits_in_vain_is_said_at_the_end() {
    assert_eq!(said_of("C: 'abc' | lost C: 'def' | C: 'ghi' | C: 'jkl'"), "C abc | C? -3 | C? ghi | C? jkl");
}

#[test]
fn a_capture_may_begin_in_the_middle() {
    let middle = |drawing: &str| said_in(&drawing::capture(&format!("lost C: SYN | lost S: SYN ACK | {drawing}"), 80));
    assert_eq!(middle("lost C: 'a' | S: 'two' | C: 'three' | S: 'four'"), "C two | S three | C four");
    assert_eq!(middle("lost C: 'one' | C: ACK | again C: 'one' | C: 'two'"), "C one | C two");
    assert_eq!(middle("lost C: 'one' | C: 'two' | again C: 'one' | C: 'three'"), "C two | C =3 | C three");
}

#[test]
fn data_may_come_with_the_syn() {
    let drawn = |drawing: &str| said_in(&drawing::capture(drawing, 80));
    assert_eq!(drawn("C: SYN 'early' | S: SYN ACK | C: 'late'"), "C early | C late");
    assert_eq!(drawn("C: SYN 'early' | S: SYN ACK | @0 C: 'earlylate'"), "C early | C =5 | C late");
}

#[test]
fn a_server_may_open_again_with_another_number() {
    let open = "C: SYN | S: SYN ACK";
    let drawn = |drawing: &str| said_in(&drawing::capture(&format!("{open} | {drawing}"), 80));
    // its data have the new number: it has forgotten the connection
    assert_eq!(drawn("@99 S: SYN ACK | C: 'one' | @100 S: 'two'"), "C one | S two");
    // or the old one
    assert_eq!(drawn("@99 S: SYN ACK | C: 'one' | @0 S: 'two' | @3 S: 'three'"), "C one | S? two | S? three");
    assert_eq!(drawn("again S: SYN ACK | C: 'one' | S: 'two'"), "C one | S two");
    let refused = drawing::capture("C: SYN | @99 S: RST | again C: SYN | S: SYN ACK | C: 'one' | S: 'two'", 80);
    assert_eq!(said_in(&refused), "C one | S? two");
}

#[test]
fn what_the_capture_cut_off_is_not_waited_for() {
    let mut packets = drawing::packets(&format!("{OPEN} | C: 'abcdefgh' | C: 'ijk' | S: ACK"), 80, FIRST).into_iter();
    let mut file = File::of(ETHERNET, packets.by_ref().take(3));
    let long = packets.next().unwrap();
    let kept = long.len() - 5;
    file = file.cut(long, kept);
    for packet in packets {
        let len = packet.len();
        file = file.cut(packet, len);
    }
    assert_eq!(said_in(&file.bytes()), "C abc | C ~5 | C ijk");
}

#[test]
fn ports_used_again_are_another_stream() {
    let (first, second) = (format!("{OPEN} | C: 'one'"), format!("{OPEN} | C: 'two'"));
    let packets =
        drawing::packets(&first, 80, FIRST).into_iter().chain(drawing::packets(&second, 80, [90_000, 70_000]));
    let mut engine = shown::opened(&File::of(ETHERNET, packets).bytes());
    assert_eq!(said(&mut engine, Transport::Tcp, 0), "C one");
    assert_eq!(said(&mut engine, Transport::Tcp, 1), "C two");
    assert_eq!(follow(&mut engine, Transport::Tcp, 2), None);
    assert_eq!(follow(&mut engine, Transport::Udp, 0), None);
}

#[test]
fn sides_are_counted() {
    let drawing = format!("{OPEN} | C: 'abc' | again C: 'abc' | lost C: 'de' | C: 'f' | S: 'xy'");
    let facts = follow(&mut shown::opened(&drawing::capture(&drawing, 80)), Transport::Tcp, 0).unwrap();
    let [client, server] = &facts.sides;
    assert_eq!((client.bytes, client.missing, client.again, client.port), (4, 2, 3, 43_210));
    assert_eq!((server.bytes, server.missing, server.again, server.port), (2, 0, 0, 80));
    assert_eq!((facts.packets, facts.streams), (7, 1));
}

#[test]
fn a_source_that_answers_later_gives_the_same() {
    let file = drawing::capture(&format!("{OPEN} | C: 'abc' | lost C: 'de' | C: 'f' | S: 'xy'"), 80);
    let mut slow = Engine::new(Slow::new(Memory::new(file.as_slice())), file.len() as u64, 1);
    slow.feed(&file);
    slow.finish();
    assert_eq!(said(&mut slow, Transport::Tcp, 0), said_in(&file));
}

/// Segments of a stream that begins with this number: each byte comes at least once, in any order.
fn segments(random: &mut Random, first: u32, len: usize) -> Vec<Segment> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < len {
        let most = len - at;
        let size = 1 + random.below(most.min(40));
        let early = random.below(at.min(30) + 1);
        // a copy may begin earlier and end later: what is said of a byte is always the same
        let late = random.below((most - size).min(30) + 1);
        for (start, end) in [(at, at + size), (at - early, at + size + late)] {
            let sequence = first.wrapping_add(start as u32);
            let len = (end - start) as u32;
            all.push(Segment { sequence, start: start as u32, captured: len, claimed: len, ..Segment::default() });
        }
        at += size;
    }
    for place in (1..all.len()).rev() {
        all.swap(place, random.below(place + 1));
    }
    all
}

#[test]
fn however_a_stream_is_divided_it_says_the_same() {
    let mut random = Random::new(7);
    for round in 0..3000 {
        let (first, len) = (random.next() as u32, 1 + random.below(600));
        let mut transcript = Transcript::default();
        transcript.segment(&Segment { sequence: first, opens: true, ..Segment::default() });
        for (packet, segment) in segments(&mut random, first, len).iter().enumerate() {
            transcript.segment(&Segment { packet: packet as u32, ..*segment });
        }
        let pieces = transcript.finish();
        assert!(pieces.iter().all(|piece| piece.certain), "round {round}");
        // a segment's bytes lie at their own places: a stream in order is a row of places
        let mut expected = 0;
        for piece in pieces.iter().filter(|piece| piece.kind != Kind::Again) {
            assert_eq!((piece.kind, piece.start), (Kind::Data, expected), "round {round}");
            expected += piece.len;
        }
        assert_eq!(expected as usize, len, "round {round}");
    }
}

#[test]
fn a_gap_before_very_many_segments_takes_no_time() {
    let mut transcript = Transcript::default();
    let segment = |at: u32| Segment { packet: at, sequence: at, captured: 1, claimed: 1, ..Segment::default() };
    let acknowledged = |at: u32| Segment { packet: at, side: 1, acknowledgment: Some(1), ..Segment::default() };
    transcript.segment(&segment(0));
    for at in 2..100_000 {
        transcript.segment(&segment(at));
        transcript.segment(&acknowledged(at));
    }
    transcript.segment(&segment(1));
    let certain = transcript.finish().iter().filter(|piece| piece.certain).count();
    assert_eq!(certain, 100_000);
}

/// The lines of TCP stream 0, all of them or some: `C 0 text`, counted bytes for what has none.
fn lines_of<S: Source>(engine: &mut Engine<S>, layout: Layout, first: u64, count: u32) -> Vec<String> {
    let name = StreamName { transport: Transport::Tcp, number: 0 };
    end_of(engine, Task::Follow { name, layout: Some(layout) });
    let lines = loop {
        match engine.ask(&Request::StreamLines { name, layout, first, count }) {
            Reply::Pending => {}
            Reply::StreamLines(Some(some)) => break some.lines,
            other => panic!("{other:?}"),
        }
    };
    let line = |line: StreamLine| {
        let text = match line.kind {
            Kind::Data => String::from_utf8_lossy(&line.bytes).escape_debug().to_string(),
            kind => format!("{kind:?} {}", line.len),
        };
        format!("{} {} {text}", ["C", "S"][usize::from(line.side)], line.offset)
    };
    lines.into_iter().map(line).collect()
}

/// Does a task to its end: what it gave, and how it ended.
fn end_of<S: Source>(engine: &mut Engine<S>, task: Task) -> (Vec<u8>, Outcome) {
    let mut work = Work::new(task, engine, str::to_lowercase);
    let mut given = Vec::new();
    loop {
        match work.step(engine) {
            Step::Bytes(bytes) => given.extend(bytes),
            Step::Done(outcome) => return (given, outcome),
            _ => {}
        }
    }
}

const TEXT: Layout = Layout { text: true, width: 20, side: None };

#[test]
fn lines_end_where_those_of_the_text_do() {
    let drawing =
        "C: 'one\ntw' | C: 'o\nthree' | S: 'a reply' | C: 'four' | again C: 'four' | lost C: 'x' | C: 'y\n' | S: ACK";
    let mut engine = shown::opened(&drawing::capture(&format!("{OPEN} | {drawing}"), 12_345));
    let expected = [
        r"C 0 one\n",
        r"C 4 two\n",
        "C 8 three",
        "S 0 a reply",
        "C 13 four",
        "C 17 Again 4",
        "C 17 Missing 1",
        r"C 18 y\n",
    ];
    assert_eq!(lines_of(&mut engine, TEXT, 0, 100), expected);
    assert_eq!(lines_of(&mut engine, TEXT, 2, 2), expected[2..4]);
    let one = Layout { side: Some(1), ..TEXT };
    assert_eq!(lines_of(&mut engine, one, 0, 100), ["S 0 a reply"]);
    let digits = Layout { text: false, width: 4, side: Some(0) };
    assert_eq!(lines_of(&mut engine, digits, 0, 3), [r"C 0 one\n", r"C 4 two\n", "C 8 thre"]);
}

#[test]
fn long_lines_are_broken_between_words() {
    let drawing = format!("{OPEN} | C: 'a line of many words that goes on' | C: ' and on\n' | S: ACK");
    let mut engine = shown::opened(&drawing::capture(&drawing, 12_345));
    let expected = ["C 0 a line of many ", "C 15 words that goes on ", r"C 34 and on\n"];
    assert_eq!(lines_of(&mut engine, TEXT, 0, 9), expected);
}

/// A conversation of that many segments, each with a line that says its number.
fn long_conversation(segments: u32) -> Vec<u8> {
    let said: Vec<String> = (0..segments).map(|number| format!("C: 'line {number}\\n'")).collect();
    drawing::capture(&format!("{OPEN} | {} | S: ACK", said.join(" | ")), 12_345)
}

#[test]
fn any_line_of_a_long_stream_is_there_at_once() {
    let file = long_conversation(3000);
    let mut engine = shown::opened(&file);
    for first in [0, 1, 63, 64, 65, 1000, 2999] {
        assert!(lines_of(&mut engine, TEXT, first, 1)[0].ends_with(&format!(r" line {first}\n")), "{first}");
    }
    assert_eq!(lines_of(&mut engine, TEXT, 2990, 100).len(), 10);
    assert!(lines_of(&mut engine, TEXT, 3000, 1).is_empty());
    let mut slow = Engine::new(Slow::new(Memory::new(file.as_slice())), file.len() as u64, 1);
    slow.feed(&file);
    slow.finish();
    assert_eq!(lines_of(&mut slow, TEXT, 1000, 50), lines_of(&mut engine, TEXT, 1000, 50));
}

#[test]
fn bytes_are_found_across_segments() {
    let drawing = format!("{OPEN} | C: 'find\nme no' | C: 'w\n' | S: 'NOW\nnow' | C: 'no' | S: 'w' | C: 'x' | S: ACK");
    let mut engine = shown::opened(&drawing::capture(&drawing, 12_345));
    let lines = lines_of(&mut engine, TEXT, 0, 100);
    assert_eq!(lines.len(), 7, "{lines:?}");
    let name = StreamName { transport: Transport::Tcp, number: 0 };
    let mut found = |text: &str, case_sensitive| {
        let task = Task::FindInStream { name, bytes: text.into(), case_sensitive };
        match end_of(&mut engine, task).1 {
            Outcome::FoundInStream(lines) => lines,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(found("now", true), [1, 3]);
    assert_eq!(found("Now", false), [1, 2, 3]);
    assert_eq!(found("d\nme", true), [0]);
    assert_eq!(found("", true), [0; 0]);
}

#[test]
fn each_side_is_saved_as_it_was_said() {
    let drawing = format!("{OPEN} | C: 'one' | S: 'two' | again S: 'two' | lost C: 'x' | C: 'three' | S: ACK");
    let mut engine = shown::opened(&drawing::capture(&drawing, 12_345));
    lines_of(&mut engine, TEXT, 0, 1);
    let name = StreamName { transport: Transport::Tcp, number: 0 };
    let mut saved = |side| String::from_utf8(end_of(&mut engine, Task::SaveStream { name, side }).0).unwrap();
    assert_eq!((saved(None), saved(Some(0)), saved(Some(1))), ("onetwothree".into(), "onethree".into(), "two".into()));
}

/// What `follow` prints of a stream.
fn printed(path: &Path, words: &str) -> String {
    let done = done(wirelight().arg("follow").arg(path).args(words.split(' ')));
    assert_eq!((done.code, done.err.as_str()), (0, ""), "follow {} {words}", path.display());
    done.out
}

#[test]
fn forms_of_a_stream() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("forms.pcap");
    fs::write(&path, drawing::capture(&format!("{OPEN} | C: 'one\\n' | lost C: 'x' | C: 'y' | S: 'two'"), 80)).unwrap();
    let line = "===================================================================";
    let head = |form: &str| {
        format!(
            "\n{line}\nFollow: tcp,{form}\nFilter: tcp.stream eq 0\nNode 0: 192.0.2.1:43210\nNode 1: 198.51.100.2:80\n"
        )
    };
    assert_eq!(
        printed(&path, "tcp 0"),
        format!("{}4\none\n\n34\n[1 bytes missing in capture file].\n1\ny\n\t3\ntwo\n{line}\n", head("ascii"))
    );
    let missing = "5b31206279746573206d697373696e6720696e20636170747572652066696c655d00";
    assert_eq!(printed(&path, "tcp 0 --raw"), format!("{}6f6e650a\n{missing}\n79\n\t74776f\n{line}\n", head("raw")));
    assert!(
        printed(&path, "tcp 0 --hex").contains("\n00000000  6f 6e 65 0a                                       one.\n")
    );
    let json: serde_json::Value = serde_json::from_str(&printed(&path, "tcp 0 --json")).unwrap();
    assert_eq!(json["pieces"][0], serde_json::json!({ "side": 0, "packet": 4, "data": "6f6e650a" }));
    assert_eq!(json["pieces"][1], serde_json::json!({ "side": 0, "packet": 5, "missing": 1 }));
    assert_eq!((json["sides"][1]["port"].as_u64(), json["sides"][1]["bytes"].as_u64()), (Some(80), Some(3)));
}

#[test]
fn a_stream_that_is_not_there_is_said_so() {
    let done = done(wirelight().arg("follow").arg(capture("seeds/seed002.pcap")).args(["tcp", "7"]));
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    assert_eq!(done.err, "wirelight: there is no TCP stream 7: the last one here is 1\n");
}

/// The pieces of a TCP stream, as `--json` has them.
fn pieces(name: &str, stream: u32) -> Vec<serde_json::Value> {
    let text = printed(&capture(name), &format!("tcp {stream} --json"));
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    json["pieces"].as_array().unwrap().clone()
}

/// Bytes of the pieces of one side, each with its packet.
fn sizes(pieces: &[serde_json::Value], side: u64) -> Vec<(u64, usize)> {
    let own = pieces.iter().filter(|piece| piece["side"] == side);
    let data = own.filter_map(|piece| Some((piece["packet"].as_u64()?, piece["data"].as_str()?.len() / 2)));
    data.collect()
}

#[test]
fn a_25_a_segment_that_comes_late_is_read_in_its_place() {
    let sizes = sizes(&pieces("seeds/seed000.pcap", 0), 1);
    let packets: Vec<u64> = sizes.iter().map(|(packet, _)| *packet).collect();
    assert_eq!(packets, [6, 7, 8, 9, 12, 10, 11]);
}

#[test]
fn a_26_the_head_of_the_response_is_a_segment_of_its_own() {
    let pieces = pieces("seeds/seed000.pcap", 0);
    assert_eq!(sizes(&pieces, 1)[0], (6, 193));
    assert!(pieces[1]["data"].as_str().unwrap().ends_with("0d0a0d0a"), "it ends with its empty line");
}

#[test]
fn a_42_what_is_sent_again_is_said_once() {
    let pieces = pieces("seeds/seed001.pcap", 0);
    assert_eq!(pieces.last().unwrap(), &serde_json::json!({ "side": 1, "packet": 9, "again": 479 }));
    assert_eq!(sizes(&pieces, 1).last().unwrap(), &(8, 479));
}

#[test]
fn a_113_a_server_writes_65536_bytes_at_once() {
    let sizes = sizes(&pieces("static/samples/page-load.pcap.zst", 0), 1);
    let body: Vec<usize> = sizes.iter().skip(1).map(|(_, len)| *len).collect();
    // a segment as long as segments may be, and the rest of the write
    assert_eq!(body[..2], [65_495, 374]);
    assert!(body[2..22].chunks(2).all(|write| write == [65_495, 41]), "{body:?}");
}

#[test]
fn a_128_the_second_response_lies_in_23_segments() {
    let sizes = sizes(&pieces("static/samples/page-load.pcap.zst", 0), 1);
    let second: Vec<_> = sizes.iter().skip(1).collect();
    assert_eq!((second.len(), second.iter().map(|(_, len)| len).sum::<usize>()), (23, 766_856));
    assert_eq!((second[0].0, second[1].0, second[2].0), (10, 11, 16));
}

/// Only the release of tshark whose words are promised counts.
fn tshark(path: &Path, what: &[String]) -> Option<String> {
    let version = Command::new("tshark").arg("--version").output().ok()?;
    if !String::from_utf8_lossy(&version.stdout).contains("4.0.17") {
        return None;
    }
    let wanted = what.iter().flat_map(|what| ["-z", what]);
    let answer = Command::new("tshark").args(["-q", "-n", "-r"]).arg(path).args(wanted).output().ok()?;
    Some(String::from_utf8_lossy(&answer.stdout).into_owned())
}

#[test]
fn tshark_prints_the_same_streams() {
    let folder = tempfile::tempdir().unwrap();
    let drawn = [
        "lost C: 'one' | C: 'two' | C: 'three' | again C: 'one'",
        "C: 'abc' | @1 C: 'BCDE' | S: 'x'",
        "@3 C: 'def' | @2 C: 'CDE' | @4 C: 'EFGH' | @0 C: 'ab' | S: ACK",
        "@5 C: '56' | @3 C: '34' | @4 C: 'DEFG' | @0 C: 'abc' | S: ACK",
        "C: 'abc' | lost C: 'def' | C: 'ghi' | S: 'ok' | again C: 'def' | C: 'jkl'",
        "C: 'abc' | lost C: 'def' | C: 'ghi'",
        "C: 'abc' | lost C: 'def' | C: 'ghi' | lost C: 'j' | C: 'k' | S: ACK",
        "C: FIN ACK 'abc' | S: 'x' | S: RST",
    ];
    let mut streams = Vec::new();
    for (place, drawing) in drawn.iter().enumerate() {
        let path = folder.path().join(format!("{place}.pcap"));
        fs::write(&path, drawing::capture(&format!("{OPEN} | {drawing}"), 12_345)).unwrap();
        streams.push((path, "tcp", 0));
    }
    let named =
        ["seeds/seed000.pcap", "seeds/seed001.pcap", "seeds/seed002.pcap", "tcp/losses.pcap", "tcp/keep_alive.pcap"];
    streams.extend(named.map(|name| (capture(name), "tcp", 0)));
    streams.push((capture("seeds/seed002.pcap"), "tcp", 1));
    let datagrams = ["udp/datagrams.pcap", "ip/fragments.pcap", "ipv6/fragments.pcap"];
    streams.extend(datagrams.map(|name| (capture(name), "udp", 0)));
    for (path, transport, number) in streams {
        let forms = ["ascii", "hex", "raw"];
        let wanted = forms.map(|form| format!("follow,{transport},{form},{number}"));
        let Some(expected) = tshark(&path, &wanted) else { return };
        // it prints what was asked for last first
        let own: String =
            forms.iter().rev().map(|form| printed(&path, &format!("{transport} {number} --{form}"))).collect();
        let differing = own.lines().zip(expected.lines()).find(|(own, expected)| own != expected);
        assert!(own == expected, "{}: {differing:?}", path.display());
    }
}
