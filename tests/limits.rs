//! Hostile packets: however often they nest, point back or lie, they take little time and memory, and say what is odd.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::time::{Duration, Instant};

use etherparse::PacketBuilder;
use support::{
    build::{ETHERNET, File, IPV4, MACS, ethernet, frame4, hex, ipv4, ipv6, join, name, udp4, udp6},
    drawing::{self, FIRST},
    passes::{Look, Passes},
    shown,
};
use wirelight::{capture::Packet, engine::request::PacketView};

/// Far more than any packet takes without optimisation on a busy machine; a loop that grows out of hand takes far longer.
const LONG: Duration = Duration::from_secs(20);
/// Lines of a tree that a person can still be shown.
const MANY: usize = 200_000;

/// Both passes over a packet, quickly: its tree.
fn survives(link_type: u16, packet: &[u8]) -> PacketView {
    let start = Instant::now();
    let case = whole(link_type, packet);
    let file = File::of(link_type, [packet.to_vec()]).bytes();
    let interfaces = shown::opened(&file).pass_one().session().interfaces.clone();
    Passes::new(&interfaces).add(&case, Look::Texts).unwrap();
    let view = shown::packet(&file, 0);
    assert!(start.elapsed() < LONG, "took {:?}", start.elapsed());
    assert!(view.tree.len() < MANY, "{} lines", view.tree.len());
    let text: usize = view.tree.iter().map(|line| line.text.len()).sum();
    assert!(text < 100 * (packet.len() + 10_000), "{text} bytes of text");
    assert!(view.row.info.len() < 20_000, "Info has {} bytes", view.row.info.len());
    view
}

fn mentions(view: &PacketView, text: &str) -> bool {
    view.row.info.contains(text) || view.tree.iter().any(|line| line.text.contains(text))
}

#[test]
fn a_thousand_tags() {
    let tags = hex("0001 8100").repeat(1000);
    let view = survives(ETHERNET, &ethernet(0x8100, &tags));
    assert!(mentions(&view, "More layers than any real packet has"));
}

#[test]
fn a_thousand_packets_in_packets() {
    let mut packet = ipv4(59, b"innermost");
    while packet.len() + 20 < 20_020 {
        packet = ipv4(4, &packet);
    }
    let view = survives(ETHERNET, &ethernet(0x0800, &packet));
    assert!(mentions(&view, "More layers than any real packet has"));
    let mut packet = ipv6(59, b"");
    while packet.len() + 40 < 40_000 {
        packet = ipv6(41, &packet);
    }
    assert!(mentions(&survives(ETHERNET, &ethernet(0x86dd, &packet)), "More layers than any real packet has"));
}

#[test]
fn a_thousand_labels() {
    let labels = hex("0001 0040").repeat(1000);
    survives(ETHERNET, &ethernet(0x8847, &labels));
    survives(ETHERNET, &ethernet(0x8847, &join(&[&labels, &hex("0001 0140"), &ipv4(1, b"")])));
}

#[test]
fn a_thousand_extension_headers() {
    let headers = join(&[&hex("3c00 0104 00000000").repeat(1000), &hex("3b00 0104 00000000")]);
    survives(ETHERNET, &ethernet(0x86dd, &ipv6(60, &headers)));
}

#[test]
fn errors_that_quote_errors() {
    let mut message = hex("0800 0000 00000000");
    for _ in 0..1000 {
        message = join(&[&hex("0301 0000 00000000"), &ipv4(1, &message)]);
    }
    survives(ETHERNET, &frame4(1, &message));
    let mut message = hex("8000 0000 00000000");
    for _ in 0..1000 {
        message = join(&[&hex("0100 0000 00000000"), &ipv6(58, &message)]);
    }
    survives(ETHERNET, &ethernet(0x86dd, &ipv6(58, &message)));
}

/// A DNS message with these counts of questions, answers, authorities and additional records.
fn dns(counts: [u16; 4], body: &[u8]) -> Vec<u8> {
    let words: Vec<u8> = counts.iter().flat_map(|count| count.to_be_bytes()).collect();
    udp4(53, 53, &join(&[&hex("0001 8180"), &words, body]))
}

#[test]
fn names_that_go_round_in_circles() {
    for body in ["c00c", "c00e c00c", "01 61 c00c", "c0ff", "ffff", "3f"] {
        survives(ETHERNET, &dns([1, 0, 0, 0], &join(&[&hex(body), &hex("0001 0001")])));
    }
    // Each of many records points at a chain of pointers, each of which points at the one before.
    let chain: Vec<u8> = (0..2000u16).flat_map(|at| (0xc00c + at * 2).to_be_bytes()).collect();
    let record = hex("cfff 0001 0001 00000000 0004 01020304");
    survives(ETHERNET, &dns([0, 4000, 0, 0], &join(&[&[0, 0], &chain, &record.repeat(3000)])));
    // Every record's name takes the longest way round.
    let long = join(&[
        &hex("3f"),
        &[b'a'; 63],
        &hex("3f"),
        &[b'b'; 63],
        &hex("3f"),
        &[b'c'; 63],
        &hex("3d"),
        &[b'd'; 61],
        &[0],
    ]);
    let record = hex("c00c 0002 0001 00000000 0002 c00c");
    survives(ETHERNET, &dns([1, 4000, 0, 0], &join(&[&long, &hex("0001 0001"), &record.repeat(4000)])));
}

#[test]
fn counts_that_lie() {
    survives(ETHERNET, &dns([0xffff; 4], b""));
    survives(ETHERNET, &dns([0xffff; 4], &[0; 60_000]));
    let question = join(&[&name("a"), &hex("0001 0001")]);
    survives(ETHERNET, &dns([0xffff, 0, 0, 0], &question.repeat(8000)));
    let report = hex("2200 0000 0000 ffff 04 00 ffff e0000123");
    survives(ETHERNET, &frame4(2, &report));
    survives(ETHERNET, &frame4(2, &join(&[&report, &[0; 60_000]])));
    survives(ETHERNET, &ethernet(0x86dd, &ipv6(58, &join(&[&hex("8f00 0000 0000 ffff"), &[0; 60_000]]))));
    survives(ETHERNET, &frame4(1, &join(&[&hex("0900 0000 ff02 0000"), &[0; 60_000]])));
}

#[test]
fn option_lengths_that_lie() {
    let tcp =
        |options: &str| frame4(6, &join(&[&hex("1f90 2710 00000001 00000000 f002 2000 0000 0000"), &hex(options)]));
    for options in ["02ff", "0500", "0501", "0803", "13ff", "2200", "fd01", "1e00", "0000", "ff"] {
        survives(ETHERNET, &tcp(&options.repeat(20)));
    }
    let ip = |options: &str| {
        let header = hex("4f00 0040 0000 0000 40 11 0000 c0000201 c6336402");
        ethernet(0x0800, &join(&[&header, &hex(options).repeat(40)[..40]]))
    };
    for options in ["07ff", "4400", "0702", "8303", "8600", "86ff", "0101", "ff"] {
        survives(ETHERNET, &ip(options));
    }
    let neighbour = hex("8700 0000 00000000 20010db8000000000000000000000002");
    for options in ["0100", "01ff", "1901", "1f00", "0300"] {
        survives(ETHERNET, &ethernet(0x86dd, &ipv6(58, &join(&[&neighbour, &hex(options).repeat(1000)]))));
    }
    let dhcp = join(&[&hex("0101 0600 00000001 0000 0000"), &[0; 224], &hex("63825363")]);
    for options in ["35ff", "3500", "52ff", "2bff", "7900", "0000", "7d00", "34010300"] {
        survives(ETHERNET, &udp4(68, 67, &join(&[&dhcp, &hex(options).repeat(10_000)])));
    }
}

#[test]
fn options_in_options() {
    let mut options = hex("0006 0002 0001");
    for _ in 0..300 {
        options = join(&[&hex("0003"), &(options.len() as u16 + 12).to_be_bytes(), &[0; 12], &options]);
    }
    survives(ETHERNET, &udp6([0xff; 16], (546, 547), &join(&[&hex("01 000001"), &options])));
    let mut message = hex("01 000001");
    for _ in 0..300 {
        let relayed = (message.len() as u16).to_be_bytes();
        message = join(&[&hex("0c00"), &[0; 32], &hex("0009"), &relayed, &message]);
    }
    survives(ETHERNET, &udp6([0xff; 16], (547, 547), &message));
    let mut tags = hex("0102 0001 61");
    tags = join(&[&tags.repeat(5000)]);
    let head = join(&[&hex("1109 0000"), &(tags.len() as u16).to_be_bytes()]);
    survives(ETHERNET, &ethernet(0x8863, &join(&[&head, &tags])));
}

#[test]
fn text_without_an_end() {
    for text in [vec![b'A'; 60_000], b"GET / HTTP/1.1\r\n".repeat(3000), b"a: b\r\n".repeat(9000), vec![b'\r'; 60_000]]
    {
        let head = hex("a8ca 0050 000003e8 00001388 5018 2000 0000 0000");
        survives(ETHERNET, &frame4(6, &join(&[&head, &text])));
        survives(ETHERNET, &frame4(6, &join(&[&head, b"GET / HTTP/1.1\r\n", &text, b"\r\n\r\n"])));
    }
}

#[test]
fn many_small_messages_in_a_segment() {
    let requests = "GET / HTTP/1.1\\r\\n\\r\\n".repeat(3000);
    let packets = drawing::packets(&format!("C: '{requests}'"), 80, FIRST);
    let view = survives(ETHERNET, &packets[0]);
    assert_eq!(view.row.protocol, "HTTP");
    let queries = "000c 0001 0100 0000 0000 0000 0000".repeat(4000);
    let packets = drawing::packets(&format!("C: hex {queries}"), 53, FIRST);
    survives(ETHERNET, &packets[0]);
    survives(ETHERNET, &drawing::packets(&format!("C: hex {}", "0000".repeat(30_000)), 53, FIRST)[0]);
}

#[test]
fn every_link_type_survives_every_short_packet() {
    let mut passes = Passes::new(&[]);
    for link_type in (0..300).chain([0xff00, 0xff01, 0xffff]) {
        for first in [0, 1, 2, 0x0f, 0x1e, 0x21, 0x45, 0x60, 0x80, 0xc0, 0xff] {
            let packet = [first, 0xff, 0x00, first];
            let packets: Vec<Vec<u8>> = (0..=4).map(|len| packet[..len].to_vec()).collect();
            let interfaces = [wirelight::capture::Interface { link_type, ..Default::default() }];
            passes.session.interfaces = interfaces.to_vec();
            for packet in packets {
                let case = Packet { time: i64::MAX, offset: u64::MAX, ..whole(link_type, &packet) };
                passes.forget();
                passes.add(&case, Look::Passes).unwrap_or_else(|what| panic!("{link_type}, {packet:?}: {what}"));
            }
        }
    }
}

#[test]
fn more_stacks_than_can_be_told_apart() {
    let mut passes = Passes::new(&[]);
    let (one, two) = (hex("0001 8100"), hex("0001 88a8 0001 8100"));
    // Each order of one and two tags in 15 places is a stack of its own; behind them comes what is too short for ARP.
    for number in 0..1u32 << 15 {
        let tag = |bit: u32| if number >> bit & 1 == 1 { &one } else { &two };
        let tags: Vec<u8> = (0..15).flat_map(tag).copied().chain(hex("0001 0806 00")).collect();
        let bytes = ethernet(0x8100, &tags);
        passes.add(&whole(ETHERNET, &bytes), Look::Passes).unwrap_or_else(|what| panic!("{number}: {what}"));
    }
    assert!(passes.session.stacks.len() >= 60_000, "{} stacks", passes.session.stacks.len());
    assert!(passes.session.memory() < 64 << 20, "{} bytes", passes.session.memory());
}

/// A packet of a capture that cuts nothing.
fn whole(link_type: u16, bytes: &[u8]) -> Packet<'_> {
    let original = bytes.len() as u32;
    Packet { time: 0, offset: 0, original, interface: 0, flags: 0, link_type, comment: false, bytes }
}

/// A segment of a client to a web server.
fn segment(port: u16, sequence: u32, syn: bool, payload: &[u8]) -> Vec<u8> {
    let tcp = PacketBuilder::ethernet2(MACS[0], MACS[1]).ipv4(IPV4[0], IPV4[1], 64).tcp(port, 80, sequence, 500);
    let mut packet = Vec::new();
    (if syn { tcp.syn() } else { tcp.ack(1) }).write(&mut packet, payload).unwrap();
    packet
}

#[test]
fn streams_that_wait_for_what_never_comes() {
    let mut packets = Vec::new();
    for port in 1000..1180 {
        packets.push(segment(port, 0, true, &[]));
        packets.extend((0..180).map(|place| segment(port, 100 + place * 1400, false, &[b'.'; 1400])));
    }
    let count = packets.len() as u64;
    let engine = shown::opened(&File::of(ETHERNET, packets).bytes());
    assert_eq!(engine.progress().packets, count);
    let memory = engine.pass_one().session().memory();
    assert!(memory < (40 << 20), "{memory} bytes are held");
}

#[test]
fn a_head_in_segments_of_one_byte() {
    let head = format!("GET / HTTP/1.1\r\nA: {}\r\n\r\n", "x".repeat(3000));
    let bytes = head.bytes().zip(1..).map(|(byte, place)| segment(1000, place, false, &[byte]));
    let packets: Vec<_> = std::iter::once(segment(1000, 0, true, &[])).chain(bytes).collect();
    let last = packets.len() as u64 - 1;
    let start = Instant::now();
    let view = shown::packet(&File::of(ETHERNET, packets).bytes(), last);
    assert_eq!((view.row.protocol.as_str(), view.row.info.as_str()), ("HTTP", "GET / HTTP/1.1 "));
    assert!(mentions(&view, &format!("[{} Reassembled TCP Segments ({} bytes)", head.len(), head.len())));
    assert!(start.elapsed() < LONG, "took {:?}", start.elapsed());
}

#[test]
fn a_body_in_segments_of_one_byte() {
    let body = 60_000;
    let head = format!("POST / HTTP/1.1\r\nContent-Length: {body}\r\n\r\n");
    let sent = head.bytes().chain(std::iter::repeat_n(b'x', body)).zip(1..);
    let bytes = sent.map(|(byte, place)| segment(1000, place, false, &[byte]));
    let packets: Vec<_> = std::iter::once(segment(1000, 0, true, &[])).chain(bytes).collect();
    let last = packets.len() as u64 - 1;
    let file = File::of(ETHERNET, packets).bytes();
    let start = Instant::now();
    let view = shown::packet(&file, last);
    assert!(mentions(&view, &format!("[Segment count: {last}]")));
    assert!(mentions(&view, &format!("File Data: {body} bytes")));
    assert!(start.elapsed() < LONG, "took {:?}", start.elapsed());
}
