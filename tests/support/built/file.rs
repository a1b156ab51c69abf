//! What capture files say of packets: interfaces, names, comments, directions, times.

use super::Raw;
use crate::support::build::{ethernet, hex, ipv4, join};

pub fn all() -> Vec<Raw> {
    vec![
        ("frame/interfaces_and_comments.pcapng", interfaces_and_comments()),
        ("frame/damaged.pcap", damaged()),
        ("frame/nanoseconds_big_endian.pcap", nanoseconds()),
    ]
}

fn padded(bytes: &[u8]) -> Vec<u8> {
    let mut padded = bytes.to_vec();
    padded.resize(bytes.len().next_multiple_of(4), 0);
    padded
}

/// A block of a pcapng file in the byte order of this century's processors.
fn block(kind: u32, body: &[&[u8]]) -> Vec<u8> {
    let body = padded(&body.concat());
    let len = (body.len() as u32 + 12).to_le_bytes();
    join(&[&kind.to_le_bytes(), &len, &body, &len])
}

fn option(code: u16, value: &[u8]) -> Vec<u8> {
    join(&[&code.to_le_bytes(), &(value.len() as u16).to_le_bytes(), &padded(value)])
}

fn enhanced(interface: u32, ticks: u64, packet: &[u8], options: &[Vec<u8>]) -> Vec<u8> {
    let (high, low) = ((ticks >> 32) as u32, ticks as u32);
    let len = packet.len() as u32;
    let head: Vec<u8> = [interface, high, low, len, len].iter().flat_map(|word| word.to_le_bytes()).collect();
    block(6, &[&head, &padded(packet), &options.concat(), &[0; 4]])
}

fn interfaces_and_comments() -> Vec<u8> {
    let echo = ipv4(1, &hex("0800 6668 0001 0001 6162636465666768"));
    let frame = ethernet(0x0800, &echo);
    let seconds = 1_767_225_600_u64;
    let section = block(0x0a0d_0d0a, &[&hex("4d3c2b1a 0100 0000 ffffffffffffffff"), &option(4, b"by hand"), &[0; 4]]);
    let wired = [option(2, b"eth0"), option(3, b"Wired"), option(9, &[9]), option(14, &3600_u64.to_le_bytes())];
    let virtual_one = [option(2, b"line\r\nbreak"), option(1, b"made for a test")];
    let names = join(&[&hex("0100 0f00 c6336402"), b"www.server\0\0", &[0; 4]]);
    let pieces = [
        section,
        block(1, &[&hex("0100 0000 00000400"), &wired.concat(), &[0; 4]]),
        block(1, &[&hex("6500 0000 00000000"), &virtual_one.concat(), &[0; 4]]),
        block(4, &[&names, &[0; 4]]),
        enhanced(0, seconds * 1_000_000_000 + 123_456_789, &frame, &[option(1, b"a comment"), option(1, b"another")]),
        enhanced(1, seconds * 1_000_000 + 5, &echo, &[option(2, &0x0000_0002_u32.to_le_bytes())]),
        block(3, &[&(frame.len() as u32).to_le_bytes(), &frame]),
        block(0x0000_0bad, &[&hex("d97e0000"), b"nobody reads this"]),
        block(5, &[&hex("00000000 59470600 00000000"), &[0; 4]]),
        enhanced(1, seconds * 1_000_000 - 7, &echo, &[]),
    ];
    pieces.concat()
}

fn nanoseconds() -> Vec<u8> {
    let frame = ethernet(0x9999, b"nobody knows this type");
    let mut file = hex("a1b23c4d 0002 0004 00000000 00000000 00040000 00000001");
    for (seconds, nanoseconds) in [(1_767_225_600_u32, 999_999_999_u32), (1_767_225_601, 0)] {
        for word in [seconds, nanoseconds, frame.len() as u32, 1514] {
            file.extend(word.to_be_bytes());
        }
        file.extend(&frame);
    }
    file
}

fn damaged() -> Vec<u8> {
    let mut file = hex("d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000");
    file.extend(hex("00b95569 00000000 10000000 10000000"));
    file.extend(&ethernet(0x9999, b"ok"));
    file.extend(hex("00b95569 00000000 40000000 40000000 0102"));
    file
}
