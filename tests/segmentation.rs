//! The same bytes give the same messages, however they were cut into segments, sent again and put out of order.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use etherparse::PacketBuilder;
use support::{
    build::{ETHERNET, File, IPV4, MACS},
    random::Random,
    shown,
};
use wirelight::engine::request::{Reply, Request, Settings};

/// What is compared of every message.
const TOLD: [&str; 8] = [
    "http.request.uri",
    "http.response.code",
    "http.file_data",
    "http.chunked_trailer_part",
    "dns.qry.name",
    "tls.record.length",
    "tls.handshake.type",
    "tls.handshake.fragment",
];

const FIRST: [u32; 2] = [4_294_967_000, 77_000];

/// A piece of what one side says: from, to.
type Piece = (usize, usize, usize);

fn packet(port: u16, way: usize, said: &[u8], from: usize, to: usize) -> Vec<u8> {
    let ports = [50_000, port];
    let sequence = FIRST[way].wrapping_add(1).wrapping_add(from as u32);
    let builder = PacketBuilder::ethernet2(MACS[way], MACS[1 - way])
        .ipv4(IPV4[way], IPV4[1 - way], 64)
        .tcp(ports[way], ports[1 - way], sequence, 500)
        .ack(FIRST[1 - way].wrapping_add(1));
    let mut packet = Vec::new();
    builder.write(&mut packet, &said[from..to]).unwrap();
    packet
}

/// A handshake, and then the pieces.
fn capture(port: u16, said: [&[u8]; 2], pieces: &[Piece]) -> Vec<u8> {
    let ports = [50_000, port];
    let mut packets = Vec::new();
    for way in [0, 1] {
        let builder = PacketBuilder::ethernet2(MACS[way], MACS[1 - way])
            .ipv4(IPV4[way], IPV4[1 - way], 64)
            .tcp(ports[way], ports[1 - way], FIRST[way], 500)
            .syn();
        let builder = if way == 1 { builder.ack(FIRST[0].wrapping_add(1)) } else { builder };
        let mut packet = Vec::new();
        builder.write(&mut packet, &[]).unwrap();
        packets.push(packet);
    }
    packets.extend(pieces.iter().map(|&(way, from, to)| packet(port, way, said[way], from, to)));
    File::of(ETHERNET, packets).bytes()
}

/// What the capture's messages say, sorted.
fn messages(file: &[u8], packets: usize) -> Vec<String> {
    let (mut engine, mut told) = (shown::opened(file), Vec::new());
    for packet in 0..packets as u64 {
        let Reply::Packet(Some(view)) = engine.ask(&Request::Packet { packet, settings: Settings::default() }) else {
            panic!("no packet {packet}");
        };
        // what came too early is shown by itself as well
        if view.row.info.contains("Continuation") {
            continue;
        }
        let lines = view.tree.iter().filter(|line| TOLD.contains(&line.key.as_str()));
        told.extend(lines.map(|line| format!("{} {}", line.key, line.text)));
    }
    told.sort();
    told
}

/// Both sides' bytes in segments of random sizes; then some come twice, some overlap, and some change places.
fn pieces(said: [&[u8]; 2], random: &mut Random, disorder: bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for way in [0, 1] {
        let mut from = 0;
        let largest = 1 + random.below(120);
        while from < said[way].len() {
            let to = (from + 1 + random.below(largest)).min(said[way].len());
            pieces.push((way, from, to));
            if disorder && random.below(4) == 0 {
                // sent again, perhaps with some of what came before it
                pieces.push((way, from.saturating_sub(random.below(30)), to));
            }
            from = to;
        }
    }
    if disorder {
        for place in 1..pieces.len() {
            let back = random.below(4).min(place);
            if pieces[place - back].0 == pieces[place].0 && random.below(3) == 0 {
                pieces.swap(place - back, place);
            }
        }
    }
    pieces
}

/// Whether segments also come twice and out of order.
#[derive(Clone, Copy, PartialEq)]
enum Disorder {
    None,
    Some,
}

#[track_caller]
fn same_in_any_segments(port: u16, requests: &[u8], responses: &[u8], disorder: Disorder) {
    let said = [requests, responses];
    let whole = [(0, 0, requests.len()), (1, 0, responses.len())];
    let expected = messages(&capture(port, said, &whole), 4);
    assert!(expected.len() >= 4, "{expected:?}");
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let pieces = pieces(said, &mut random, disorder == Disorder::Some);
        let told = messages(&capture(port, said, &pieces), pieces.len() + 2);
        assert_eq!(told, expected, "seed {seed}: {pieces:?}");
    }
}

const RESPONSES: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Type: text/plain\r\n\r\n0123456789\
    HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n\
    10\r\n0123456789abcdef\r\n0\r\nTrailer: t\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n\
    HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno";

#[test]
fn http_with_lengths_and_chunks() {
    let requests = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /c HTTP/1.1\r\nContent-Length: 11\r\n\r\n\
                     hello worldGET /d HTTP/1.1\r\n\r\nGET /e HTTP/1.1\r\n\r\n";
    same_in_any_segments(80, requests, RESPONSES, Disorder::None);
    same_in_any_segments(80, requests, RESPONSES, Disorder::Some);
}

/// Out of order it may not be known yet what a response answers.
#[test]
fn http_without_the_body_that_its_head_speaks_of() {
    let requests = b"HEAD /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\nGET /c HTTP/1.1\r\n\r\n";
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n";
    same_in_any_segments(80, requests, &[&head[..], RESPONSES].concat(), Disorder::None);
}

#[test]
fn tls_records_and_handshake_messages_over_several() {
    let record = |kind: u8, body: &[u8]| [&[kind, 3, 3, (body.len() >> 8) as u8, body.len() as u8], body].concat();
    let handshake = |kind: u8, len: usize| [&[kind, 0, (len >> 8) as u8, len as u8][..], &vec![7; len]].concat();
    let hello = record(22, &handshake(1, 200));
    let flight = [handshake(2, 70), handshake(11, 900), handshake(14, 0)].concat();
    let (first, second) = flight.split_at(400);
    let server = [record(22, first), record(22, second), record(20, &[1]), record(22, &[9; 40]), record(23, &[8; 700])];
    let client = [hello, record(22, &handshake(16, 66)), record(20, &[1]), record(22, &[9; 40]), record(23, &[8; 30])];
    for disorder in [Disorder::None, Disorder::Some] {
        same_in_any_segments(443, &client.concat(), &server.concat(), disorder);
    }
}

#[test]
fn dns_over_tcp() {
    let query =
        |name: u8| [&[0, 21, 0, name, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, name, b'b', b'c', 0, 0, 1, 0, 1][..]].concat();
    let queries = [query(b'a'), query(b'b'), query(b'c'), query(b'd')].concat();
    for disorder in [Disorder::None, Disorder::Some] {
        same_in_any_segments(53, &queries, &queries, disorder);
    }
}
