//! UDP, TCP and bytes that nobody claims.

use super::Raw;
use crate::support::build::{ETHERNET, File, IPV4, IPV6, MACS, frame4, hex, join, summed, udp4, udp4_back, udp6};
use etherparse::PacketBuilder;

pub fn all() -> Vec<Raw> {
    vec![
        ("udp/datagrams", datagrams()),
        ("udp/odd", odd_udp()),
        ("tcp/handshake_and_close", handshake()),
        ("tcp/options", options()),
        ("tcp/odd", odd_tcp()),
        ("data/unclaimed", unclaimed()),
    ]
}

fn datagrams() -> Vec<u8> {
    let packets = [udp4(40_000, 9999, b"there"), udp4_back(9999, 40_000, b"and back"), udp6(IPV6[1], (7, 7), b"six")];
    File::of(ETHERNET, packets).bytes()
}

fn odd_udp() -> Vec<u8> {
    let with = |change: fn(&mut [u8])| {
        let mut frame = udp4(40_000, 9999, b"payload");
        change(&mut frame[34..]);
        frame
    };
    let packets = [
        with(|udp| udp[6] ^= 0xff),
        with(|udp| udp[6..8].fill(0)),
        with(|udp| udp[4..6].copy_from_slice(&[0, 7])),
        with(|udp| udp[4..6].copy_from_slice(&[0, 99])),
        with(|udp| udp[4..6].copy_from_slice(&[0, 10])),
        with(|udp| udp[0..2].fill(0)),
        udp4(40_000, 9999, b""),
        frame4(17, &hex("9c40 270f 00")),
    ];
    File::of(ETHERNET, packets).cut(with(|_| {}), 40).cut(with(|_| {}), 42).cut(with(|_| {}), 46).bytes()
}

/// A segment by the client (0) or the server (1).
fn segment(who: usize, flags: &str, numbers: (u32, u32), options: &[u8], payload: &[u8]) -> Vec<u8> {
    let ports = [43_210, 7777];
    let ip = PacketBuilder::ethernet2(MACS[who], MACS[1 - who]).ipv4(IPV4[who], IPV4[1 - who], 64);
    let mut tcp = ip.tcp(ports[who], ports[1 - who], numbers.0, 501);
    for flag in flags.split(' ') {
        tcp = match flag {
            "SYN" => tcp.syn(),
            "ACK" => tcp.ack(numbers.1),
            "FIN" => tcp.fin(),
            "PSH" => tcp.psh(),
            "RST" => tcp.rst(),
            "URG" => tcp.urg(3),
            "ECE" => tcp.ece(),
            "CWR" => tcp.cwr(),
            "NS" => tcp.ns(),
            _ => tcp,
        };
    }
    let mut frame = Vec::new();
    tcp.options_raw(options).unwrap().write_to_vec(&mut frame, payload).unwrap();
    frame
}

fn handshake() -> Vec<u8> {
    let syn = hex("0204 05b4 0402 080a 00000001 00000000 01 0303 07");
    let packets = [
        segment(0, "SYN", (1000, 0), &syn, b""),
        segment(1, "SYN ACK", (5000, 1001), &syn, b""),
        segment(0, "ACK", (1001, 5001), &[], b""),
        segment(0, "PSH ACK", (1001, 5001), &hex("0101 080a 00000002 00000001"), b"something"),
        segment(1, "ACK", (5001, 1010), &[], b""),
        segment(1, "FIN ACK", (5001, 1010), &[], b""),
        segment(0, "FIN ACK", (1010, 5002), &[], b""),
        segment(1, "ACK", (5002, 1011), &[], b""),
        segment(0, "RST", (1011, 0), &[], b""),
    ];
    File::of(ETHERNET, packets).bytes()
}

fn options() -> Vec<u8> {
    let with = |options: &str| segment(0, "ACK", (1001, 5001), &hex(options), b"");
    let packets = [
        segment(0, "SYN ECE CWR NS", (1000, 0), &hex("0204 05b4 0303 0e 01"), b""),
        segment(0, "ACK URG", (1001, 5001), &[], b"urgent"),
        with("0101 0512 00001000 00001100 00001200 00001300"),
        with("1312 000102030405060708090a0b0c0d0e0f 0101"),
        with("1d10 0001 000102030405060708090a0b"),
        with("1b08 01 40 00000004"),
        with("1c04 8005 2208 0102030405060000"),
        with("1e0c 0081 0102030405060708"),
        with("fd04 f989 fe04 e2d4"),
        with("060600000001 0706 00000001"),
        with("0e03 01 0f04 0102 00"),
        with("0b06 00000001 0c06 00000002"),
        with("0d06 00000003 0101"),
    ];
    File::of(ETHERNET, packets).bytes()
}

fn odd_tcp() -> Vec<u8> {
    let with = |change: fn(&mut [u8])| {
        let mut frame = segment(0, "PSH ACK", (1001, 5001), &hex("0204 05b4"), b"payload");
        change(&mut frame[34..]);
        let segment = frame.split_off(34);
        let len = (segment.len() as u32).to_be_bytes();
        join(&[&frame, &summed(segment, 16, &join(&[&IPV4[0], &IPV4[1], &[0, 0, 0, 6], &len]))])
    };
    let mut bad_checksum = with(|tcp| tcp[16..18].fill(0));
    bad_checksum[50] ^= 0xff;
    let packets = [
        bad_checksum,
        with(|tcp| (tcp[12], tcp[16], tcp[17]) = (0x40, 0, 0)),
        with(|tcp| (tcp[12], tcp[16], tcp[17]) = (0xf0, 0, 0)),
        with(|tcp| (tcp[21], tcp[16], tcp[17]) = (9, 0, 0)),
        with(|tcp| (tcp[21], tcp[16], tcp[17]) = (1, 0, 0)),
        with(|tcp| (tcp[20], tcp[16], tcp[17]) = (99, 0, 0)),
    ];
    let whole = with(|tcp| tcp[16..18].fill(0));
    File::of(ETHERNET, packets).cut(whole.clone(), 44).cut(whole.clone(), 56).cut(whole, 60).bytes()
}

fn unclaimed() -> Vec<u8> {
    let frames = [udp4(40_000, 41_000, b"text that nobody claims"), frame4(253, &hex("00ff 7f80 0d0a"))];
    File::of(ETHERNET, frames.clone()).cut(frames[0].clone(), 50).bytes()
}
