//! ICMP, ICMPv6 and IGMP.

use super::Raw;
use crate::support::build::{ETHERNET, File, IPV6, control4, control6, hex, ipv4, ipv6, join, udp4};

const ALL_NODES: [u8; 16] = [0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

pub fn all() -> Vec<Raw> {
    vec![
        ("icmp/echo", echo()),
        ("icmp/errors", errors()),
        ("icmp/queries", queries()),
        ("icmp/odd", odd()),
        ("icmpv6/echo_and_errors", echo6()),
        ("icmpv6/neighbours", neighbours()),
        ("icmpv6/odd", odd6()),
        ("igmp/odd", odd_igmp()),
    ]
}

fn message(text: &str) -> Vec<u8> {
    control4(1, hex(text))
}

/// The start of a datagram that an error quotes.
fn quoted() -> Vec<u8> {
    ipv4(17, &udp4(4000, 53, b"what was asked")[34..])
}

fn echo() -> Vec<u8> {
    let request = message("0800 0000 0001 0001 6162636465666768");
    let reply = message("0000 0000 0001 0001 6162636465666768");
    let unanswered = message("0800 0000 0001 0002 6162636465666768");
    let stamped = message("0800 0000 0002 0001 69560200 00000000 1027000000000000 101112131415161718191a1b");
    let mut wrong_sum = reply.clone();
    wrong_sum[36] ^= 0x55;
    File::of(ETHERNET, [request.clone(), reply, unanswered, stamped, wrong_sum]).cut(request, 41).bytes()
}

fn errors() -> Vec<u8> {
    let error = |head: &str| control4(1, join(&[&hex(head), &quoted()]));
    let unreachable = error("0303 0000 00000000");
    let too_big = error("0304 0000 0000 05dc");
    let redirect = error("0501 0000 c0000203");
    let exceeded = error("0b00 0000 00000000");
    let parameter = error("0c00 0000 14000000");
    let quench = error("0400 0000 00000000");
    let quote = {
        let mut quote = quoted();
        quote.resize(128, 0);
        quote
    };
    let labels = hex("2000 0000 0008 0101 0001 0140 0018 0202 0102030405060708090a0b0c0d0e0f1011121314");
    let extended = control4(1, join(&[&hex("0b00 0000 00200000"), &quote, &labels]));
    File::of(ETHERNET, [unreachable.clone(), too_big, redirect, exceeded, parameter, quench, extended])
        .cut(unreachable, 60)
        .bytes()
}

fn queries() -> Vec<u8> {
    let packets = [
        message("0900 0000 02 02 0708 c0000201 00000000 c0000202 00000064"),
        message("0a00 0000 00000000"),
        message("0d00 0000 0001 0001 00100000 00000000 00000000"),
        message("0e00 0000 0001 0001 00100000 00100005 00100006"),
        message("0f00 0000 0001 0001"),
        message("1000 0000 0001 0001"),
        message("1100 0000 0001 0001 00000000"),
        message("1200 0000 0001 0001 ffffff00"),
        message("2a00 0000 0001 01 01 2000 0000 0008 0302 00000002"),
        message("2b00 0000 0001 01 43"),
    ];
    File::of(ETHERNET, packets).bytes()
}

fn odd() -> Vec<u8> {
    let packets = [
        message("0800 0000 00"),
        message("0310 0000 00000000 45"),
        message("fe00 0000 01020304"),
        message("0900 0000 40 02 0708 c0000201"),
        control4(1, join(&[&hex("0303 0000 00000000"), &hex("4f00 0040 1234 0000 4011 0000 c0000201 c6336402")])),
        control4(1, join(&[&hex("0303 0000 00000000"), &message("0303 0000 00000000")[14..]])),
    ];
    File::of(ETHERNET, packets).bytes()
}

fn message6(text: &str) -> Vec<u8> {
    control6(IPV6[1], hex(text))
}

fn echo6() -> Vec<u8> {
    let error = |head: &str| control6(IPV6[1], join(&[&hex(head), &ipv6(17, &udp4(4000, 53, b"asked")[34..])]));
    let request = message6("8000 0000 0001 0001 6162636465666768");
    let packets = [
        request.clone(),
        message6("8100 0000 0001 0001 6162636465666768"),
        error("0104 0000 00000000"),
        error("0200 0000 00000500"),
        error("0300 0000 00000000"),
        error("0401 0000 00000006"),
    ];
    File::of(ETHERNET, packets).cut(request, 57).bytes()
}

fn neighbours() -> Vec<u8> {
    let (ours, theirs) = ("20010db8000000000000000000000001", "20010db8000000000000000000000002");
    let router_solicitation = message6("8500 0000 00000000 0101 020000000001");
    let advertisement = [
        "8600 0000 40 c8 0708 00007530 000003e8 0101 020000000002 0501 0000 000005dc",
        "0304 40 c0 00015180 00003840 00000000 20010db8000000000000000000000000",
        "1903 0000 00000e10 20010db8000000000000000000000053",
        "1f03 0000 00000e10 07 6578616d706c65 03 636f6d 00 00000000",
        "1802 3018 00000708 20010db8000100001903 0000 00000e10 20010db8000000000000000000000054",
    ];
    let packets = [
        router_solicitation,
        control6(ALL_NODES, hex(&advertisement.concat())),
        message6(&format!("8700 0000 00000000 {theirs} 0101 020000000001")),
        message6(&format!("8800 0000 60000000 {theirs} 0201 020000000002")),
        message6(&format!("8900 0000 00000000 {theirs} {ours} 0201 020000000003 0402 0000 00000000 6000000000000000")),
    ];
    File::of(ETHERNET, packets).bytes()
}

fn odd6() -> Vec<u8> {
    let packets = [
        message6("8700 0000 00000000 20010db8"),
        message6("8700 0000 00000000 20010db8000000000000000000000002 0100 020000000001"),
        message6("8700 0000 00000000 20010db8000000000000000000000002 0110 020000000001"),
        message6("8f00 0000 0000 ffff 04 00 0000"),
        message6("c800 0000 01020304"),
        message6("8000 0000"),
    ];
    File::of(ETHERNET, packets).bytes()
}

fn group(text: &str) -> Vec<u8> {
    control4(2, hex(text))
}

fn odd_igmp() -> Vec<u8> {
    let report = group("2200 0000 0000 0001 04 00 0000 e0000123");
    let packets = [group("2200 0000 0000 ffff 04 00 0000"), group("1600 0000 e000"), group("7700 0000 00000000")];
    File::of(ETHERNET, packets).cut(report, 44).bytes()
}
