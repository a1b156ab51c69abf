//! Link layers, and what stands between them and IP.

use super::Raw;
use crate::support::build::{ETHERNET, File, ethernet, hex, ipv4, ipv6, join};

const NULL: u16 = 0;
const PPP: u16 = 9;
const RAW: u16 = 101;
const LOOP: u16 = 108;
const CHDLC: u16 = 104;
const SLL: u16 = 113;
const PPP_WITH_DIRECTION: u16 = 204;
const SLL2: u16 = 276;

pub fn all() -> Vec<Raw> {
    vec![
        ("eth/padding_and_trailer", padding_and_trailer()),
        ("eth/cut_and_short", cut_and_short()),
        ("llc/saps_and_snap", saps_and_snap()),
        ("vlan/one_and_two_tags", one_and_two_tags()),
        ("null/both_byte_orders", both_byte_orders()),
        ("null/loop", File::of(LOOP, [ping(&hex("00000002")), join(&[&hex("0000001c"), &ipv6(59, &[])])]).bytes()),
        ("raw/ipv4_and_ipv6", raw()),
        ("sll/version_1", sll()),
        ("sll/version_2", sll2()),
        ("ppp/packets_and_options", ppp()),
        (
            "ppp/with_direction",
            File::of(PPP_WITH_DIRECTION, [ping(&hex("00 0021")), ping(&hex("01 ff03 0021"))]).bytes(),
        ),
        ("chdlc/ip_and_keepalive", chdlc()),
        ("pppoe/discovery", discovery()),
        ("pppoe/session", session()),
        ("mpls/labels", mpls()),
    ]
}

/// An echo request, 36 bytes of IPv4.
fn echo() -> Vec<u8> {
    ipv4(1, &hex("0800 6668 0001 0001 6162636465666768"))
}

/// A link layer's header in front of an echo request.
fn ping(header: &[u8]) -> Vec<u8> {
    join(&[header, &echo()])
}

fn padding_and_trailer() -> Vec<u8> {
    let frame = |behind: &[u8]| ethernet(0x0800, &join(&[&echo(), behind]));
    let unknown = ethernet(0x9999, b"nobody knows this type");
    File::of(ETHERNET, [frame(&[0; 10]), frame(&[&[0; 10][..], b"trailer!"].concat()), unknown]).bytes()
}

fn cut_and_short() -> Vec<u8> {
    let frame = ethernet(0x0800, &echo());
    File::of(ETHERNET, [frame[..9].to_vec()]).cut(frame.clone(), 13).cut(frame, 0).bytes()
}

fn saps_and_snap() -> Vec<u8> {
    let frame = |payload: &[u8]| ethernet(payload.len() as u16, payload);
    let spanning_tree =
        frame(&hex("424203 0000 00 00 00 8000020000000001 00000000 8000020000000001 8001 0000 1400 0200 0f00"));
    let snap = frame(&join(&[&hex("aaaa03 000000 0800"), &echo()]));
    let cisco = frame(&hex("aaaa03 00000c 2000 02b4 0000 0001 0008 7231 3233"));
    let receive_ready = frame(&hex("f0f1 0103"));
    let numbered = frame(&hex("f0f0 0406 ff ff"));
    let short_length = ethernet(3, &hex("424203 0000 0000"));
    let long_length = ethernet(0x0100, &hex("424203 0000"));
    let poll = frame(&hex("424213"));
    let last = frame(&hex("424373"));
    let packets = [poll, last, spanning_tree, snap.clone(), cisco, receive_ready, numbered, short_length, long_length];
    File::of(ETHERNET, packets).cut(snap, 19).bytes()
}

fn one_and_two_tags() -> Vec<u8> {
    let one = ethernet(0x8100, &join(&[&hex("6064 0800"), &echo()]));
    let two = ethernet(0x8100, &join(&[&hex("2064 8100 00c8 0800"), &echo()]));
    let service = ethernet(0x88a8, &join(&[&hex("b064 8100 00c8 86dd"), &ipv6(59, &[])]));
    let length_inside = ethernet(0x8100, &hex("0001 0003 424203"));
    File::of(ETHERNET, [one.clone(), two, service, length_inside]).cut(one, 17).bytes()
}

fn both_byte_orders() -> Vec<u8> {
    let six = |header: &str| join(&[&hex(header), &ipv6(59, &[])]);
    let packets =
        [ping(&hex("02000000")), ping(&hex("00000002")), six("1e000000"), six("18000000"), hex("63000000 0102")];
    File::of(NULL, packets).cut(ping(&hex("02000000")), 3).bytes()
}

fn raw() -> Vec<u8> {
    File::of(RAW, [echo(), ipv6(59, &[]), hex("0102030405060708")]).cut(echo(), 1).bytes()
}

fn sll() -> Vec<u8> {
    let to_us = ping(&hex("0000 0001 0006 020000000001 0000 0800"));
    let from_us = ping(&hex("0004 0304 0006 000000000000 0000 0800"));
    let other = hex("0003 0001 0006 020000000001 0000 0004 424203 0000");
    let long_address = ping(&hex("0001 0020 0014 0102030405060708 0800"));
    File::of(SLL, [to_us.clone(), from_us, other, long_address]).cut(to_us, 11).bytes()
}

fn sll2() -> Vec<u8> {
    let to_us = ping(&hex("0800 0000 00000002 0001 00 06 0200000000010000"));
    let sent = join(&[&hex("86dd 0000 00000001 0304 04 06 0000000000000000"), &ipv6(59, &[])]);
    File::of(SLL2, [to_us.clone(), sent]).cut(to_us, 15).bytes()
}

fn ppp() -> Vec<u8> {
    let framed = ping(&hex("ff03 0021"));
    let compressed = ping(&hex("21"));
    let six = join(&[&hex("ff03 0057"), &ipv6(59, &[])]);
    let link_control = hex("ff03 c021 01 01 000e 0104 05d4 0506 12345678");
    let unknown = hex("ff03 4321 0102");
    File::of(PPP, [framed.clone(), compressed, six, link_control, unknown]).cut(framed, 3).bytes()
}

fn chdlc() -> Vec<u8> {
    let keepalive = hex("8f00 8035 00000002 00000001 00000001 ffff 00000000");
    File::of(CHDLC, [ping(&hex("0f00 0800")), keepalive]).bytes()
}

fn discovery() -> Vec<u8> {
    let stage = |code: u8, session: u16, tags: &[u8]| {
        let head = join(&[&[0x11, code], &session.to_be_bytes(), &(tags.len() as u16).to_be_bytes()]);
        ethernet(0x8863, &join(&[&head, tags]))
    };
    let initiation = stage(0x09, 0, &hex("0101 0000 0103 0004 0a0b0c0d"));
    let offer = stage(0x07, 0, &hex("0101 0000 0103 0004 0a0b0c0d 0102 0003 616331 0104 0004 deadbeef"));
    let errors = stage(0x65, 0x11, &hex("0201 0002 6e6f 0203 0003 777479 0101 0000 0000 0000 00ff"));
    let terminate = stage(0xa7, 0x11, &[]);
    let lying_tag = stage(0x09, 0, &hex("0101 0000 0103 0040 0a0b"));
    let max_payload = stage(0x19, 0, &hex("0120 0002 05d4 0105 0004 00000de9"));
    File::of(ETHERNET, [initiation.clone(), offer, max_payload, errors, terminate, lying_tag])
        .cut(initiation, 24)
        .bytes()
}

fn session() -> Vec<u8> {
    let frame = |header: &str, payload: &[u8]| ethernet(0x8864, &join(&[&hex(header), payload]));
    let ip = frame("1100 0011 0026 0021", &echo());
    let long = frame("1100 0011 0100 0021", &echo());
    let other_version = frame("2200 0011 0026 0021", &echo());
    File::of(ETHERNET, [ip.clone(), long, other_version]).cut(ip, 18).bytes()
}

fn mpls() -> Vec<u8> {
    let frame = |labels: &str, payload: &[u8]| ethernet(0x8847, &join(&[&hex(labels), payload]));
    let one = frame("0001 0140", &echo());
    let two = frame("0001 4040 0001 f13f", &ipv6(59, &[]));
    let null_label = frame("0000 01ff", &echo());
    let control_word = frame("0001 2140 00000000", &ethernet(0x0800, &echo()));
    let channel = frame("0001 2140 1000 0021", &echo());
    let unknown = frame("0001 2140", &hex("f0 01 02 03"));
    File::of(ETHERNET, [one.clone(), two, null_label, control_word, channel, unknown]).cut(one, 17).bytes()
}
