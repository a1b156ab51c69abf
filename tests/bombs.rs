//! Small messages that claim or stand for very much: they are read within bounds, quickly, and say what is left out.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::{
    fs,
    io::Write,
    process::Command,
    time::{Duration, Instant},
};

use etherparse::PacketBuilder;
use flate2::{Compression, FlushCompress, Status, write::GzEncoder};
use support::{
    build::{ETHERNET, File, IPV4, MACS, hex},
    done, shown,
};
use wirelight::engine::request::PacketView;

/// Far more than any of these takes without optimisation on a busy machine.
const LONG: Duration = Duration::from_secs(30);
/// Kilobytes of address space that the command may have: programs, stacks and all.
const SPACE: usize = 400_000;
/// What pass one may hold of any of these.
const HELD: usize = 40 << 20;
const GIGABYTE: usize = 1 << 30;

/// A connection to a port, of what the client says and the server then answers.
fn connection(port: u16, client: &[u8], server: &[u8]) -> Vec<u8> {
    let ports = [40_000, port];
    let mut next = [1u32, 1];
    let mut packet = |who: usize, syn: bool, payload: &[u8]| {
        let ip = PacketBuilder::ethernet2(MACS[who], MACS[1 - who]).ipv4(IPV4[who], IPV4[1 - who], 64);
        let tcp = ip.tcp(ports[who], ports[1 - who], next[who], 500);
        next[who] += payload.len() as u32 + u32::from(syn);
        let tcp = if syn && who == 0 { tcp.syn() } else { tcp.ack(next[1 - who]) };
        let tcp = if syn && who == 1 { tcp.syn() } else { tcp };
        let mut bytes = Vec::new();
        tcp.write(&mut bytes, payload).unwrap();
        bytes
    };
    let mut packets = vec![packet(0, true, &[]), packet(1, true, &[]), packet(0, false, &[])];
    for (who, said) in [client, server].into_iter().enumerate() {
        packets.extend(said.chunks(60_000).map(|part| packet(who, false, part)));
    }
    File::of(ETHERNET, packets).bytes()
}

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

/// A response to [`GET`] with these headers.
fn response(headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    connection(80, GET, &[head.as_bytes(), body].concat())
}

/// Both passes, and the command with little memory, survive a capture: its last packet.
fn survives(file: &[u8]) -> PacketView {
    let start = Instant::now();
    let engine = shown::opened(file);
    let held = engine.pass_one().session().memory();
    assert!(held < HELD, "{held} bytes are held");
    let view = shown::packet(file, engine.progress().packets - 1);
    assert!(view.tree.len() < 200_000, "{} lines", view.tree.len());
    assert!(view.row.info.len() < 20_000, "Info has {} bytes", view.row.info.len());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.pcap");
    fs::write(&path, file).unwrap();
    for words in [&["read", "-V"][..], &["read"], &["http", "-T", "json"]] {
        let within = format!("ulimit -v {SPACE} && exec \"$@\"");
        let mut shell = Command::new("sh");
        shell.args(["-c", &within, "sh", env!("CARGO_BIN_EXE_wirelight"), words[0]]).arg(&path).args(&words[1..]);
        let done = done(&mut shell);
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{words:?}");
    }
    assert!(start.elapsed() < LONG, "took {:?}", start.elapsed());
    view
}

fn says(view: &PacketView, text: &str) {
    assert!(view.tree.iter().any(|line| line.text.contains(text)), "no `{text}` in {:#?}", view.row);
}

/// Zeros, packed by plain deflate into a thousandth: the same block again and again, each of which ends at a byte.
fn deflated(len: usize) -> Vec<u8> {
    const ONE: usize = 1 << 20;
    let (mut pack, mut block) = (flate2::Compress::new(Compression::best(), false), Vec::with_capacity(ONE));
    assert_eq!(pack.compress_vec(&vec![0; ONE], &mut block, FlushCompress::Full).unwrap(), Status::Ok);
    [block.repeat(len / ONE), hex("0300")].concat()
}

fn gzipped(len: usize) -> Vec<u8> {
    [hex("1f8b0800000000000003"), deflated(len), vec![0; 8]].concat()
}

/// A frame of blocks that each say one byte 128 kB times: RFC 8878 3.1.1.2.2, with a window of 8 MB.
fn zstandard(len: usize) -> Vec<u8> {
    const ONE: usize = 128 << 10;
    let block = |last: u32| {
        ((ONE as u32) << 3 | 1 << 1 | last).to_le_bytes()[..3].iter().copied().chain([0]).collect::<Vec<u8>>()
    };
    [hex("28b52ffd 00 68"), block(0).repeat(len / ONE - 1), block(1)].concat()
}

/// 64 MB of zeros as `brotli -q 9 -w 24` packs them.
const BROTLI: &str =
    "cfffff7f002400e2b14072effff9ffff0f8004401c1680eefd3fffffff01 900088c302d0bdffe7ffff3f001200715800baf7ff03";

#[test]
fn a_megabyte_that_stands_for_a_gigabyte() {
    let bodies = [
        ("gzip", gzipped(GIGABYTE)),
        ("deflate", deflated(GIGABYTE)),
        ("br", hex(BROTLI)),
        ("zstd", zstandard(GIGABYTE)),
    ];
    for (coding, body) in bodies {
        assert!(body.len() <= 1_100_000, "{} bytes", body.len());
        let medias: &[&str] = if coding == "gzip" { &["text/html", "application/json", ""] } else { &["image/png"] };
        for media in medias {
            let view = survives(&response(&format!("Content-Type: {media}\r\nContent-Encoding: {coding}\r\n"), &body));
            says(&view, "-> 33554432 bytes [the rest is not unpacked]");
        }
    }
}

#[test]
fn codings_on_top_of_each_other() {
    let mut body = gzipped(GIGABYTE);
    let listed = |depth: usize| format!("Content-Encoding: {}\r\n", vec!["gzip"; depth].join(", "));
    for depth in 2..=12 {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&body).unwrap();
        body = packed.finish().unwrap();
        if [2, 8, 9, 12].contains(&depth) {
            assert!(body.len() < 10_000, "{} bytes", body.len());
            says(&survives(&response(&listed(depth), &body)), "[the rest is not unpacked]");
        }
    }
    says(&survives(&response(&listed(5000), &body)), "[the rest is not unpacked]");
}

/// A response in chunks.
fn chunked(chunks: &str) -> Vec<u8> {
    connection(80, GET, format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}").as_bytes())
}

#[test]
fn chunks_of_any_length() {
    for len in ["80000000", "FFFFFFFF", "7FFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFF"] {
        let view = survives(&chunked(&format!("{len}\r\nhello")));
        // more is waited for
        assert!(view.row.info.contains("[TCP segment of a reassembled PDU]"), "{}", view.row.info);
    }
    // no number of 64 bits: what was read ends there
    let view = survives(&chunked("10000000000000000\r\nhello"));
    assert_eq!(view.row.info, "HTTP/1.1 200 OK ");
    let view = survives(&chunked(&("1\r\nx\r\n".repeat(200_000) + "0\r\n\r\n")));
    says(&view, "(not all chunks are shown)");
    says(&view, "File Data: 200000 bytes");
}

#[test]
fn ten_million_headers() {
    let head = |count| [&b"HTTP/1.1 204 No Content\r\n"[..], &b"a:b\r\n".repeat(count), b"\r\n"].concat();
    // nobody waits so long for a head to end
    let view = survives(&connection(80, GET, &head(10_000_000)));
    assert_eq!(view.row.protocol, "TCP");
    let view = survives(&connection(80, GET, &head(10_000)));
    assert_eq!(view.row.info, "HTTP/1.1 204 No Content ");
    assert_eq!(view.tree.iter().filter(|line| line.text == "a:b\\r\\n").count(), 10_000);
}

const UPGRADE: &str = "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const UPGRADED: &str = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

#[test]
fn a_frame_of_four_exabytes() {
    for frame in ["81 7f 4000000000000000 68656c6c6f", "81 ff 3fffffffffffffff 01020304 68656c6c6f"] {
        let said = [UPGRADED.as_bytes(), &hex(frame)].concat();
        let view = survives(&connection(80, UPGRADE.as_bytes(), &said));
        assert_eq!(view.row.info, "HTTP/1.1 101 Switching Protocols  [TCP segment of a reassembled PDU]");
    }
}

#[test]
fn a_handshake_message_of_sixteen_megabytes() {
    let record = [&hex("16 0301 4000")[..], &[0xff; 0x4000]].concat();
    let mut first = record.clone();
    first[5..9].copy_from_slice(&hex("01 ffffff"));
    let view = survives(&connection(443, &[first, record.repeat(1023)].concat(), &[]));
    assert_eq!(view.row.protocol, "TLSv1");
}

#[test]
fn a_hundred_thousand_parts() {
    let body = "--X\r\nContent-Type: application/json\r\n\r\n[1]\r\n".repeat(100_000) + "--X--\r\n";
    let view = survives(&response("Content-Type: multipart/mixed; boundary=X\r\n", body.as_bytes()));
    // parts behind the thousandth
    says(&view, "Trailer: ");
}
