//! Requests and their responses: which belong together, when they took place, and what programs are told of them.
//!
//! A test that begins with a letter and a number is named after its line in the project's acceptance checklist.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{
    build::{ETHERNET, File, join, name, udp4, udp4_back},
    capture, done,
    drawing::{self, FIRST},
    shown::opened,
    wirelight,
};
use wirelight::{
    capture::{Memory, Slow, Source},
    engine::{
        Engine,
        exchanges::{By, Choice, ExchangeRow, ExchangeRows, Kind},
        request::{Reply, Request},
        tasks::{Outcome, Step, Task, Work},
    },
    view::exchanges::{cell, phases},
};

const OPEN: &str = "C: SYN | S: SYN ACK | C: ACK";

fn gather<S: Source>(engine: &mut Engine<S>) {
    let mut work = Work::new(Task::Gather, engine, str::to_lowercase);
    loop {
        match work.step(engine) {
            Step::Done(outcome) => return assert_eq!(outcome, Outcome::Gathered),
            _ => assert!(work.progress().0 <= work.progress().1),
        }
    }
}

fn asked<S: Source>(engine: &mut Engine<S>, choice: Choice) -> ExchangeRows {
    match engine.ask(&Request::Exchanges { choice, first: 0, count: u32::MAX }) {
        Reply::Exchanges(Some(rows)) => *rows,
        other => panic!("{other:?}"),
    }
}

fn rows(file: &[u8]) -> Vec<ExchangeRow> {
    let mut engine = opened(file);
    gather(&mut engine);
    asked(&mut engine, Choice::default()).rows
}

/// Method, URL, status, and the numbers of the packets of each.
fn lines(rows: &[ExchangeRow]) -> Vec<String> {
    let packets =
        |part: Option<(u32, u32)>| part.map_or("-".into(), |(first, last)| format!("{}–{}", first + 1, last + 1));
    let line = |row: &ExchangeRow| {
        format!(
            "{} {} {} {} {}",
            row.method,
            row.url,
            cell(row, By::Status, false),
            packets(row.request),
            packets(row.response)
        )
    };
    rows.iter().map(line).collect()
}

fn drawn(drawing: &str) -> Vec<String> {
    lines(&rows(&drawing::capture(&format!("{OPEN} | {drawing}"), 80)))
}

fn http(name: &str, words: &str) -> String {
    let done = done(wirelight().arg("http").arg(capture(name)).args(words.split_whitespace()));
    assert_eq!((done.code, done.err.as_str()), (0, ""), "http {name} {words}");
    done.out
}

#[test]
fn a_page_its_pictures_and_its_music() {
    let text = http("static/samples/page-load.pcap.zst", "");
    let lines: Vec<_> =
        text.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        lines,
        [
            "1 4 0.000472 17.132 tcp 0 598 939 200 OK text/html GET http://127.0.0.1:8080/",
            "2 8 0.028542 13.135 tcp 0 766523 766856 200 OK image/jpeg GET http://127.0.0.1:8080/icon.jpg",
            "3 19 0.035354 24.701 tcp 1 2659257 2659645 206 Partial Content audio/mpeg GET http://127.0.0.1:8080/intro.mp3",
            "4 170 0.114722 9.015 tcp 1 766523 766856 200 OK image/jpeg GET http://127.0.0.1:8080/icon2.jpg",
        ]
    );
}

#[test]
fn time_is_divided_into_what_passed() {
    let file = fs::read(capture("static/samples/page-load.pcap.zst")).unwrap();
    let rows = rows(&file);
    let divided = |row: &ExchangeRow| {
        phases(row).map(|(phase, (begin, end))| format!("{} {}", phase.key(), (end - begin) / 1000)).collect::<Vec<_>>()
    };
    assert_eq!(divided(&rows[0]), ["connect 184", "send 0", "wait 17132", "receive 0"]);
    // on a connection that is open there is nothing to connect
    assert_eq!(divided(&rows[1]), ["send 0", "wait 5677", "receive 7458"]);
}

#[test]
fn programs_are_told_what_the_row_knows() {
    let all: Value = serde_json::from_str(&http("static/samples/page-load.pcap.zst", "-T json")).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 4);
    assert_eq!(
        all[2],
        json!({
            "number": 3, "kind": "http", "stream": "tcp 1", "method": "GET",
            "client": { "address": "127.0.0.1", "port": 50418 }, "server": { "address": "127.0.0.1", "port": 8080 },
            "url": "http://127.0.0.1:8080/intro.mp3", "status": 206, "phrase": "Partial Content", "type": "audio/mpeg",
            "request": { "packets": [19, 19], "head": 540, "body": 0 },
            "response": { "packets": [36, 167], "head": 388, "body": 2_659_257 },
            "times": {
                "connect": [0.034561, 0.034651], "send": [0.035354, 0.035354], "wait": [0.035354, 0.03905],
                "receive": [0.03905, 0.060055],
            },
        })
    );
    let none: Value = serde_json::from_str(&http("arp/duplicate_addresses.pcap", "-T json")).unwrap();
    assert_eq!(none, json!([]));
}

#[test]
fn requests_in_one_packet_have_their_own_responses() {
    let lines = drawn(
        "C: 'GET /a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nHEAD /b HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nGET /c HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' \
         | S: 'HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nokHTTP/1.1 204 Fine\\r\\nContent-Length: 9\\r\\n\\r\\nHTTP/1.1 404 No' \
         | S: 'ne\\r\\nContent-Length: 0\\r\\n\\r\\n'",
    );
    assert_eq!(
        lines,
        ["GET http://x/a 200 OK 4–4 5–5", "HEAD http://x/b 204 Fine 4–4 5–5", "GET http://x/c 404 None 4–4 5–6"]
    );
}

#[test]
fn one_without_the_other_is_a_row_too() {
    let alone =
        drawn("S: 'HTTP/1.1 500 Oh\\r\\nContent-Length: 0\\r\\n\\r\\n' | C: 'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'");
    assert_eq!(alone, [" 500 Oh - 4–4", "GET http://x/  5–5 -"].map(|line| line.replacen(" 500", "  500", 1)));
}

#[test]
fn what_goes_before_an_answer_is_none() {
    let lines = drawn(
        "C: 'PUT /f HTTP/1.1\\r\\nHost: x:81\\r\\nExpect: 100-continue\\r\\nContent-Length: 3\\r\\n\\r\\n' \
         | S: 'HTTP/1.1 100 Continue\\r\\n\\r\\n' | C: 'abc' | S: 'HTTP/1.1 201 Created\\r\\nContent-Length: 0\\r\\n\\r\\n'",
    );
    assert_eq!(lines, ["PUT http://x:81/f 201 Created 4–6 7–7"]);
}

#[test]
fn an_upgrade_is_a_row_of_websocket() {
    let rows = rows(&fs::read(capture("seeds/seed002.pcap")).unwrap());
    let row = rows.iter().find(|row| row.status == Some(101)).unwrap();
    assert_eq!((row.kind, row.url.as_str()), (Kind::WebSocket, "ws://127.0.0.1:7272/"));
    let [client, server] = row.talk.unwrap();
    assert_eq!((client.messages, server.messages, row.wire()), (2, 3, 1258));
    // another one was under way when the capture began
    let row = rows.iter().find(|row| row.status.is_none()).unwrap();
    assert_eq!((row.kind, row.url.as_str(), row.packet()), (Kind::WebSocket, "ws://127.0.0.1:7272", Some(15)));
    assert_eq!(row.talk.unwrap().map(|talk| talk.messages), [0, 2]);
}

#[test]
fn frames_say_what_they_said() {
    let mut engine = opened(&fs::read(capture("websocket/packed.pcap")).unwrap());
    gather(&mut engine);
    let mut frames = |first, count| match engine.ask(&Request::Frames { number: 0, first, count }) {
        Reply::Frames(Some(frames)) => frames,
        other => panic!("{other:?}"),
    };
    let all = frames(0, 100);
    assert_eq!(all.all as usize, all.frames.len());
    for frame in &all.frames {
        // what was packed reads as what it was before
        if frame.opcode == 1 && frame.fin {
            assert!(std::str::from_utf8(&frame.contents).is_ok_and(|text| !text.is_empty()), "{frame:?}");
        }
    }
    assert!(all.frames.iter().any(|frame| frame.key.is_some()) && all.frames.iter().any(|frame| frame.key.is_none()));
    let some = frames(1, 2);
    assert_eq!((some.all, some.first, &some.frames[..]), (all.all, 1, &all.frames[1..3]));
}

/// A question or an answer about one name.
fn dns(id: u16, flags: u16, host: &str) -> Vec<u8> {
    let words: Vec<u8> = [id, flags, 1, 0, 0, 0].iter().flat_map(|word| word.to_be_bytes()).collect();
    join(&[&words, &name(host), &[0, 1, 0, 1]])
}

#[test]
fn a_question_about_a_name_belongs_to_the_connection_that_follows() {
    let names = [
        (0, udp4(4000, 53, &dns(7, 0x0100, "example.com"))),
        (1, udp4(4000, 53, &dns(7, 0x0100, "example.com"))),
        (3, udp4_back(53, 4000, &dns(7, 0x8180, "example.com"))),
        (3, udp4(4001, 53, &dns(8, 0x0100, "other.example"))),
        (4, udp4_back(53, 4001, &dns(8, 0x8183, "other.example"))),
    ];
    let get = "C: 'GET / HTTP/1.1\\r\\nHost: EXAMPLE.com:80\\r\\n\\r\\n' | S: 'HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n'";
    let web = drawing::packets(&format!("{OPEN} | {get} | {get}"), 80, FIRST);
    let file = File::at(ETHERNET, names.into_iter().chain((5..).zip(web))).bytes();
    let rows = rows(&file);
    assert_eq!(
        lines(&rows),
        [
            "A example.com No error 1–1 3–3",
            "A other.example No such name 4–4 5–5",
            "GET http://EXAMPLE.com:80/ 200 OK 9–9 10–10",
            "GET http://EXAMPLE.com:80/ 200 OK 11–11 12–12",
        ]
    );
    let keys = |row: &ExchangeRow| phases(row).map(|(phase, _)| phase.key()).collect::<Vec<_>>();
    assert_eq!(keys(&rows[2]), ["dns", "connect", "send", "wait", "receive"]);
    assert_eq!(keys(&rows[3]), ["send", "wait", "receive"]);
}

#[test]
fn rows_are_sorted_narrowed_and_counted() {
    let mut engine = opened(&fs::read(capture("static/samples/page-load.pcap.zst")).unwrap());
    assert_eq!(
        engine.ask(&Request::Exchanges { choice: Choice::default(), first: 0, count: 9 }),
        Reply::Exchanges(None)
    );
    gather(&mut engine);
    let all = asked(&mut engine, Choice::default());
    assert_eq!((all.kinds, all.chosen, all.connections, all.bytes), ([4, 0, 0], 4, 2, 4_194_296));
    let mut order = |by, descending, text: &str| {
        let choice = Choice { by, descending, text: text.into(), ..Choice::default() };
        asked(&mut engine, choice).rows.iter().map(|row| row.number + 1).collect::<Vec<_>>()
    };
    assert_eq!(order(By::Time, true, ""), [3, 1, 2, 4]);
    assert_eq!(order(By::Time, false, ""), [4, 2, 1, 3]);
    assert_eq!(order(By::Url, false, ""), [1, 2, 4, 3]);
    assert_eq!(order(By::Media, true, ""), [1, 2, 4, 3]);
    assert_eq!(order(By::Number, true, "ICON"), [4, 2]);
    assert_eq!(order(By::Number, false, "206 partial"), [3]);
    assert_eq!(order(By::Stream, true, "get 127.0.0.1"), [3, 4, 1, 2]);
    assert!(order(By::Number, false, "nothing like it").is_empty());
}

/// Every capture: a response has its request where pass one has paired them, and slow files make no difference.
#[test]
fn pairs_are_those_of_pass_one() {
    let mut pairs = 0;
    for name in support::captures::own_names() {
        let file = fs::read(support::captures::folder().join(&name)).unwrap();
        let mut engine = opened(&file);
        gather(&mut engine);
        let all = asked(&mut engine, Choice::default());
        let session = engine.pass_one().session();
        for row in all.rows.iter().filter(|row| row.kind != Kind::Dns) {
            let Some(((_, request), (_, response))) = row.request.zip(row.response) else { continue };
            // what goes on where the capture ends has answered nothing yet
            if session.messages.part(response).is_some_and(|spread| spread.last == wirelight::index::packets::NONE) {
                continue;
            }
            assert!(session.pairs.request_of(response).is_some(), "{name} {row:?}");
            assert!(session.pairs.request_of(response) <= Some(request), "{name} {row:?}");
            pairs += 1;
        }
        let mut slow = Engine::new(Slow::new(Memory::new(file.as_slice())), file.len() as u64, 1);
        slow.feed(&file);
        slow.finish();
        gather(&mut slow);
        assert_eq!(asked(&mut slow, Choice::default()), all, "{name}");
    }
    assert!(pairs > 10, "only {pairs}");
}
