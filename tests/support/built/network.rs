//! ARP, IPv4, IPv6, GRE.

use etherparse::{IpNumber, Ipv4Header, Ipv4Options};

use super::Raw;
use crate::support::build::{
    ETHERNET, File, IPV4, IPV6, ethernet, frame4, frame6, hex, ipv4, ipv6, ipv6_between, join, summed, udp4,
};

pub fn all() -> Vec<Raw> {
    vec![
        ("arp/request_reply", arp()),
        ("arp/odd", odd_arp()),
        ("ip/options", options()),
        ("ip/fragments", fragments()),
        ("ip/odd", odd_ipv4()),
        ("ipv6/extension_headers", extension_headers()),
        ("ipv6/fragments", fragments6()),
        ("ipv6/odd", odd_ipv6()),
        ("ipv6/embedded_addresses", embedded_addresses()),
        ("gre/optional_fields", gre()),
    ]
}

fn arp() -> Vec<u8> {
    let packet = |operation: &str, sender: &str, target: &str| {
        ethernet(0x0806, &join(&[&hex("0001 0800 06 04"), &hex(operation), &hex(sender), &hex(target)]))
    };
    let (client, server) = ("020000000001 c0000201", "020000000002 c0000202");
    let request = packet("0001", client, "000000000000 c0000202");
    let reply = packet("0002", server, client);
    let gratuitous = packet("0001", client, "000000000000 c0000201");
    let announcement = packet("0002", client, "ffffffffffff c0000201");
    let probe = packet("0001", "020000000001 00000000", "000000000000 c0000203");
    let moved = packet("0002", "020000000003 c0000201", server);
    let reverse = ethernet(0x8035, &hex("0001 0800 06 04 0003 020000000001 00000000 020000000001 00000000"));
    let reverse_reply = ethernet(0x8035, &hex("0001 0800 06 04 0004 020000000002 c0000202 020000000001 c0000201"));
    File::of(ETHERNET, [request, reply, gratuitous, announcement, probe, moved, reverse, reverse_reply]).bytes()
}

fn odd_arp() -> Vec<u8> {
    let request = ethernet(0x0806, &hex("0001 0800 06 04 0001 020000000001 c0000201 000000000000 c0000202"));
    let ends_early = ethernet(0x0806, &hex("0001 0800 06 04 0001 020000000001 c000"));
    let other_lengths = ethernet(0x0806, &hex("0007 0800 02 04 0001 0102 c0000201 0000 c0000202"));
    let unknown_operation = ethernet(0x0806, &hex("0001 0800 06 04 00ff 020000000001 c0000201 000000000000 c0000202"));
    let no_addresses = ethernet(0x0806, &hex("0001 86dd 00 00 0001"));
    File::of(ETHERNET, [ends_early, other_lengths, unknown_operation, no_addresses]).cut(request, 30).bytes()
}

/// An IPv4 packet with options in front of a datagram, and a datagram's bytes.
fn with_options(options: &[u8]) -> Vec<u8> {
    let datagram = &udp4(4000, 4001, b"hi")[34..];
    let mut header = Ipv4Header::new(datagram.len() as u16, 64, IpNumber::UDP, IPV4[0], IPV4[1]).unwrap();
    header.options = Ipv4Options::try_from(options).unwrap();
    header.set_payload_len(datagram.len()).unwrap();
    header.header_checksum = header.calc_header_checksum();
    ethernet(0x0800, &join(&[&header.to_bytes(), datagram]))
}

fn options() -> Vec<u8> {
    let record_route = hex("01 07 0b 08 c0000201 c6336402");
    let source_routes = hex("83 07 04 c0000205 89 07 04 c0000206 00 00");
    let timestamp = hex("44 0c 0d 01 c0000201 00001000");
    let plain_times = hex("44 08 05 10 0002a300");
    let alert_and_stream = hex("94 04 0000 88 04 0001");
    let security = hex("82 0b ab00 0000 0000 000000 01");
    let extended = hex("85 03 01 86 09 00000001 05 02 07 00 00 00 00"); // unclassified, then a CIPSO tag
    let quick_start = hex("19 08 01 40 00000004 19 08 81 00 00000004");
    let label = hex("86 0a 00000001 80 04 0102 01 01");
    let lying = hex("07 27 04 00");
    let unknown = hex("5e 04 0102 00000000");
    let of =
        [record_route, source_routes, timestamp, plain_times, alert_and_stream, security, extended, quick_start, label];
    let mut packets: Vec<_> = of.iter().map(|options| with_options(options)).collect();
    packets.extend([with_options(&lying), with_options(&unknown)]);
    let cut = packets[0].clone();
    File::of(ETHERNET, packets).cut(cut, 38).bytes()
}

/// A packet whose header is changed by `change`, its checksum right again.
fn changed(payload: &[u8], change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut packet = ipv4(17, payload);
    let payload = packet.split_off(20);
    change(&mut packet);
    packet[10..12].fill(0);
    ethernet(0x0800, &join(&[&summed(packet, 10, &[]), &payload]))
}

fn fragments() -> Vec<u8> {
    let datagram = udp4(4000, 4001, b"a datagram in three pieces")[34..].to_vec();
    let piece = |from: usize, to: usize, more: bool| {
        changed(&datagram[from..to], |header| {
            header[6] = if more { 0x20 } else { 0 };
            header[7] = (from / 8) as u8;
        })
    };
    File::of(ETHERNET, [piece(0, 16, true), piece(16, 24, true), piece(24, datagram.len(), false)]).bytes()
}

fn odd_ipv4() -> Vec<u8> {
    let datagram = &udp4(4000, 4001, b"hello")[34..];
    let same = |change: fn(&mut [u8])| changed(datagram, change);
    let mut bad_checksum = same(|_| {});
    bad_checksum[24] ^= 0xff;
    let packets = [
        bad_checksum,
        same(|header| header[0] = 0x44),
        same(|header| header[0] = 0x4f),
        same(|header| header[0] = 0x55),
        same(|header| header[2..4].copy_from_slice(&[0, 10])),
        same(|header| header[2..4].copy_from_slice(&[1, 0])),
        same(|header| header[2..4].copy_from_slice(&[0, 0])),
        same(|header| header[6] = 0xc0),
        same(|header| header[1] = 0xb9),
        same(|header| (header[8], header[9]) = (1, 253)),
    ];
    File::of(ETHERNET, packets).cut(same(|_| {}), 26).cut(same(|_| {}), 31).bytes()
}

fn extension_headers() -> Vec<u8> {
    let datagram = &udp4(4000, 4001, b"hi")[34..];
    let packet = |next: u8, headers: &str| frame6(next, &join(&[&hex(headers), datagram]));
    let hop_by_hop = packet(0, "11 01 0502 0000 0108 0000000000000000");
    let destination = packet(60, "11 01 0105 0000000000 c402 0102 00 00");
    let home_address = packet(60, "11 02 0102 0000 c910 20010db8000000000000000000000099");
    let routing_0 = packet(43, "11 02 00 01 00000000 20010db8000000000000000000000003");
    let routing_2 = packet(43, "11 02 02 01 00000000 20010db8000000000000000000000004");
    let segments = packet(43, "11 02 04 00 00 00 0000 20010db8000000000000000000000005");
    let chain = packet(0, "3c 00 0104 00000000 2b 00 0104 00000000 11 00 fd 00 00000000");
    let authentication = packet(51, "11 04 0000 00000100 00000001 000102030405060708090a0b");
    let no_next = frame6(59, b"left over");
    let jumbo = packet(0, "11 00 c204 00011000");
    let packets =
        [hop_by_hop, destination, home_address, routing_0, routing_2, segments, chain, authentication, no_next, jumbo];
    File::of(ETHERNET, packets).bytes()
}

fn embedded_addresses() -> Vec<u8> {
    let addresses = [
        "2002 c000 0201 0007 0000 0000 0000 0001",
        "2001 0000 c000 0201 0000 f0bf 3fff fdfe",
        "0064 ff9b 0000 0000 0000 0000 c000 0201",
        "2001 0db8 0000 0000 0000 5efe c000 0201",
        "2001 0db8 0000 0000 0000 00ff fe00 0001",
    ];
    let address = |text: &str| <[u8; 16]>::try_from(hex(text)).unwrap();
    let from = addresses.map(|one| ethernet(0x86dd, &ipv6_between(address(one), IPV6[1], 64, 59, &[])));
    let to = addresses.map(|one| ethernet(0x86dd, &ipv6_between(IPV6[0], address(one), 64, 59, &[])));
    File::of(ETHERNET, from.into_iter().chain(to)).bytes()
}

fn fragments6() -> Vec<u8> {
    let datagram = udp4(4000, 4001, b"a datagram in two pieces")[34..].to_vec();
    let first = frame6(44, &join(&[&hex("11 00 0001 0000abcd"), &datagram[..16]]));
    let second = frame6(44, &join(&[&hex("11 00 0010 0000abcd"), &datagram[16..]]));
    let atomic = frame6(44, &join(&[&hex("11 00 0000 0000abce"), &datagram]));
    File::of(ETHERNET, [first, second, atomic]).bytes()
}

fn odd_ipv6() -> Vec<u8> {
    let datagram = &udp4(4000, 4001, b"hello")[34..];
    let with = |change: fn(&mut [u8])| {
        let mut packet = ipv6(17, datagram);
        change(&mut packet);
        ethernet(0x86dd, &packet)
    };
    let packets = [
        with(|packet| packet[0] = 0x50),
        with(|packet| packet[0..4].copy_from_slice(&[0x6b, 0x91, 0x23, 0x45])),
        with(|packet| packet[4..6].copy_from_slice(&[1, 0])),
        with(|packet| packet[4..6].copy_from_slice(&[0, 0])),
        with(|packet| packet[6] = 253),
        with(|packet| packet[8..24].copy_from_slice(&[&[0; 10][..], &[0xff; 2], &IPV4[0]].concat())),
        frame6(0, &hex("11 20 0104 00000000")),
        frame6(0, &hex("11 00 0140 00000000")),
        frame6(43, &hex("11 02 00 01 00000000")),
    ];
    let whole = with(|packet| packet[24..40].copy_from_slice(&IPV6[0]));
    File::of(ETHERNET, packets).cut(whole, 40).bytes()
}

fn gre() -> Vec<u8> {
    let inner = ipv4(1, &hex("0800 f7fe 0001 0000"));
    let packet = |header: &str, payload: &[u8]| frame4(47, &join(&[&hex(header), payload]));
    let plain = packet("0000 0800", &inner);
    let all = packet("b000 0800 1234 0000 00000007 00000001", &inner);
    let point_to_point = packet("3081 880b 0020 0001 00000001 00000000", &join(&[&hex("ff03 0021"), &inner]));
    let bridged = packet("0000 6558", &ethernet(0x0800, &inner));
    let keepalive = packet("0000 0000", &[]);
    File::of(ETHERNET, [plain.clone(), all, point_to_point, bridged, keepalive]).cut(plain, 36).bytes()
}
