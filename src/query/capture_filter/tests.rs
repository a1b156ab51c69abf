//! What capture filters mean, as display filters.

use super::*;
use crate::query::{parser as display, syntax::Comparison};

fn shown(text: &str) -> String {
    parse(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}")).to_string()
}

/// Each line means the same as the one behind it, which is understood as a display filter.
#[track_caller]
fn mean(pairs: &[(&str, &str)]) {
    for (text, display) in pairs {
        assert_eq!(shown(text), *display, "{text}");
        let parsed = display::parse(display).unwrap().unwrap();
        assert_eq!(parsed, parse(text).unwrap(), "{text}");
    }
}

fn wrong(text: &str) -> (What, u32, u32) {
    match parse(text) {
        Ok(test) => panic!("{text} means {test}"),
        Err(mistake) => (mistake.what, mistake.at.start, mistake.at.end),
    }
}

#[test]
fn a_54_source_or_destination_host() {
    mean(&[("src host 10.2.200.11 or dst host 10.2.200.11", "ip.src == 10.2.200.11 || ip.dst == 10.2.200.11")]);
}

#[test]
fn a_145_host_and_port_as_typed_into_a_display_filter() {
    mean(&[
        ("host 127.0.0.1 and port 8080", "ip.addr == 127.0.0.1 && (tcp.port == 8080 || udp.port == 8080)"),
        ("host 127.0.0.1 and tcp port 8080", "ip.addr == 127.0.0.1 && tcp.port == 8080"),
    ]);
}

#[test]
fn addresses_are_those_of_their_protocols() {
    mean(&[
        ("host ::1", "ipv6.addr == ::1"),
        ("10.0.0.1", "ip.addr == 10.0.0.1"),
        ("src 10.0.0.1", "ip.src == 10.0.0.1"),
        ("dst or src host 10.0.0.1", "ip.addr == 10.0.0.1"),
        ("src or dst 10.0.0.1", "ip.addr == 10.0.0.1"),
        ("src and dst host 10.0.0.1", "ip.src == 10.0.0.1 && ip.dst == 10.0.0.1"),
        ("ip host 10.0.0.1 and ip6 src host fe80::1", "ip.addr == 10.0.0.1 && ipv6.src == fe80::1"),
        ("tcp host 10.0.0.1", "tcp && ip.addr == 10.0.0.1"),
        ("ether host 0:c:29:1:2:3", "eth.addr == 00:0c:29:01:02:03"),
        ("ether src 00-0C-29-01-02-03", "eth.src == 00:0c:29:01:02:03"),
        ("ether dst 000c.2901.0203", "eth.dst == 00:0c:29:01:02:03"),
    ]);
}

#[test]
fn arp_is_asked_only_where_somebody_speaks_of_it() {
    mean(&[
        ("arp src host 10.0.0.1", "arp.src.proto_ipv4 == 10.0.0.1"),
        ("arp host 10.0.0.1", "arp.src.proto_ipv4 == 10.0.0.1 || arp.dst.proto_ipv4 == 10.0.0.1"),
        ("arp and src host 10.0.0.1", "arp && (ip.src == 10.0.0.1 || arp.src.proto_ipv4 == 10.0.0.1)"),
    ]);
}

#[test]
fn networks_have_as_many_bits_as_are_written() {
    mean(&[
        ("net 10", "ip.addr == 10.0.0.0/8"),
        ("net 172.16", "ip.addr == 172.16.0.0/16"),
        ("dst net 192.168.1", "ip.dst == 192.168.1.0/24"),
        ("net 192.168.1.0", "ip.addr == 192.168.1.0"),
        ("net 10/9", "ip.addr == 10.0.0.0/9"),
        ("src net 192.168.0.0 mask 255.255.0.0", "ip.src == 192.168.0.0/16"),
        ("net 2001:db8::/32", "ipv6.addr == 2001:db8::/32"),
        ("src 10.0.0.0/8", "ip.src == 10.0.0.0/8"),
    ]);
}

#[test]
fn ports_are_those_of_either_transport() {
    mean(&[
        ("port 80", "tcp.port == 80 || udp.port == 80"),
        ("not port domain", "!(tcp.port == 53 || udp.port == 53)"),
        ("tcp port http", "tcp.port == 80"),
        ("udp dst port 0x35", "udp.dstport == 53"),
        ("src port ftp-data", "tcp.srcport == 20 || udp.srcport == 20"),
        ("tcp portrange 6000–6008", "tcp.port in {6000..6008}"),
        ("dst portrange 9-1", "tcp.dstport in {1..9} || udp.dstport in {1..9}"),
        ("sctp port 80", "sctp.port == 80"),
        ("tcp port (80 or 443)", "tcp.port in {80, 443}"),
    ]);
}

#[test]
fn qualifiers_that_are_left_out_are_those_before() {
    mean(&[
        ("host 10.0.0.1 or 10.0.0.2", "ip.addr == 10.0.0.1 || ip.addr == 10.0.0.2"),
        ("tcp port 80 or 443", "tcp.port == 80 || tcp.port == 443"),
        ("port 80 or 443", "tcp.port == 80 || udp.port == 80 || (tcp.port == 443 || udp.port == 443)"),
        ("tcp dst port ftp or ftp-data", "tcp.dstport == 21 || tcp.dstport == 20"),
        ("tcp port 80 and not 443", "tcp.port == 80 && !(tcp.port == 443)"),
        ("net 10/8 or 11/8", "ip.addr == 10.0.0.0/8 || ip.addr == 11.0.0.0/8"),
        ("host (10.0.0.1 or ::1)", "ip.addr == 10.0.0.1 || ipv6.addr == ::1"),
        ("tcp port 80 or (443 and 22)", "tcp.port == 80 || tcp.port == 443 && tcp.port == 22"),
    ]);
}

#[test]
fn and_and_or_bind_alike() {
    mean(&[
        ("tcp or udp and ip", "(tcp || udp) && ip"),
        ("tcp and (udp or ip)", "tcp && (udp || ip)"),
        ("! tcp && not (udp || ip6)", "!tcp && !(udp || ipv6)"),
    ]);
}

#[test]
fn protocols_and_what_they_carry() {
    mean(&[
        ("icmp6 or igmp", "icmpv6 || igmp"),
        ("ether proto 0x88cc", "eth.type == 0x88cc"),
        (r"ether proto \ip6", "eth.type == 0x86dd"),
        ("ip proto 17", "ip.proto == 17"),
        (r"ip6 proto \udp", "ipv6.nxt == 17"),
        ("proto 1", "ip.proto == 1 || ipv6.nxt == 1"),
        ("vlan", "vlan"),
        ("vlan 100 and tcp", "vlan.id == 100 && tcp"),
        ("mpls 5 or pppoes 7", "mpls.label == 5 || pppoe.session_id == 7"),
        ("broadcast or ether multicast", "eth.dst == ff:ff:ff:ff:ff:ff || eth.dst.ig == 1"),
        ("ip broadcast", "ip.dst == 255.255.255.255"),
        ("ip multicast or ip6 multicast", "ip.dst >= 224.0.0.0 || ipv6.dst == ff00::/8"),
        ("less 64 or greater 1500", "frame.len <= 64 || frame.len >= 1500"),
    ]);
}

#[test]
fn bytes_are_compared_with_bytes() {
    mean(&[
        ("tcp[13] & 2 != 0", "tcp[13] & 02 != 00"),
        ("tcp[13]=18", "tcp[13] == 12"),
        ("0 != tcp[13] & 2", "tcp[13] & 02 != 00"),
        ("(tcp[13] & 2) != 0 and (ip[6:2] & 0x1fff = 0)", "tcp[13] & 02 != 00 && ip[6:2] & 1f:ff == 00:00"),
        ("ether[0] & 1 != 0", "eth[0] & 01 != 00"),
        ("ip[12:4] = ip[16:4]", "ip[12:4] == ip[16:4]"),
        ("udp[8:4] > 0x10000", "udp[8:4] > 00:01:00:00"),
        ("tcp[((tcp[12:1] & 0xf0) >> 2):4] = 0x47455420", "tcp.payload[0:4] == 47:45:54:20"),
        ("tcp[((tcp[12] & 0xf0) >> 2) + 4] = 47", "tcp.payload[4] == 2f"),
    ]);
}

#[test]
fn bytes_that_have_names_are_asked_for_by_them() {
    mean(&[
        ("tcp[2:2] = 80", "tcp.dstport == 80"),
        ("ip[8] < 5", "ip.ttl < 5"),
        ("icmp[icmptype] == icmp-echo", "icmp.type == 8"),
        ("icmp6[icmp6type] != icmp6-echoreply", "icmpv6.type != 129"),
        ("len <= 100 and 50 < len", "frame.len <= 100 && frame.len > 50"),
        ("tcp[tcpflags] & tcp-syn != 0", "tcp.flags.syn == 1"),
        ("tcp[tcpflags] & tcp–syn == 0", "tcp.flags.syn == 0"),
        ("tcp[tcpflags] & (tcp-syn|tcp-fin) != 0", "tcp.flags.fin == 1 || tcp.flags.syn == 1"),
        ("tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn", "tcp.flags.syn == 1 && tcp.flags.ack == 0"),
        ("tcp[tcpflags] & (tcp-syn|tcp-ack) > 2", "tcp[13] & 12 > 02"),
        ("tcp[tcpflags] == tcp-syn|tcp-ack", "tcp[13] == 12"),
        ("(((ip[2:2] - ((ip[0]&0xf)<<2)) - ((tcp[12]&0xf0)>>2)) != 0)", "ip.len - ip.hdr_len - tcp.hdr_len != 0"),
    ]);
}

#[test]
fn what_can_not_be_said_is_refused_by_name() {
    let unsayable = |text: &str| What::NoDisplayForm(text.into());
    assert_eq!(wrong("tcp[12] >> 4 > 5"), (unsayable("tcp[12] >> 4 > 5"), 0, 16));
    assert_eq!(wrong("tcp and tcp[0] = 300"), (unsayable("tcp[0] = 300"), 8, 20));
    assert_eq!(wrong("gateway 10.0.0.1"), (unsayable("gateway"), 0, 7));
    assert_eq!(wrong("ip6 protochain 6"), (unsayable("protochain"), 4, 14));
    assert_eq!(wrong("tcp and inbound"), (unsayable("inbound"), 8, 15));
    assert_eq!(wrong("host example.com"), (What::HostName("example.com".into()), 5, 16));
    assert_eq!(wrong("5 = 5"), (unsayable("5 = 5"), 0, 5));
    assert_eq!(wrong("tcp[0:3] = 5"), (What::BadRange("3".into()), 6, 7));
}

#[test]
fn what_is_wrong_is_pointed_at() {
    let unexpected = |text: &str| What::Unexpected(text.into());
    assert_eq!(wrong("port"), (What::Unfinished, 4, 4));
    assert_eq!(wrong(""), (What::Unfinished, 0, 0));
    assert_eq!(wrong("host and port 80"), (unexpected("and"), 5, 8));
    assert_eq!(wrong("port 80 443"), (unexpected("443"), 8, 11));
    assert_eq!(wrong("tcp udp"), (unexpected("udp"), 4, 7));
    assert_eq!(wrong("(port 80"), (What::OpenBracket(')'), 0, 1));
    assert_eq!(wrong("(tcp[13] & 2 != )"), (unexpected(")"), 16, 17));
    assert_eq!(wrong("net 10.0.0.0/33"), (unexpected("33"), 13, 15));
    let big = What::TooBig { text: "70000".into(), field: "tcp.port".into(), most: 65535 };
    assert_eq!(wrong("port 70000"), (big, 5, 10));
    assert!(matches!(wrong("port nothing"), (What::NotAValue { .. }, 5, 12)));
    assert!(matches!(wrong("ip host ::1"), (What::NotAValue { .. }, 8, 11)));
    assert!(matches!(wrong("icmp port 80"), (What::NotFor { .. }, 10, 12)));
    assert!(matches!(wrong("host 80"), (What::NotAValue { .. }, 5, 7)));
}

#[test]
fn words_of_the_test_stand_where_they_come_from() {
    let Test::And(_, right) = parse("host 10.0.0.1 and sctp port 80").unwrap() else { panic!() };
    let Test::Relation { left, comparison: Comparison::Equal, right, .. } = *right else { panic!() };
    assert_eq!((left.at.start, left.at.end, right.at.start), (28, 30, 28));
}

#[test]
fn only_its_own_words_make_a_filter_look_like_one() {
    for text in ["host", "not port x", "tcp port 99999", "(src net", "tcp[tcpflags] & x"] {
        assert!(looks_like_one(text), "{text}");
    }
    for text in ["http.host == x", "tcp udp", "frame contains \" host \"", "ip.src", ""] {
        assert!(!looks_like_one(text), "{text}");
    }
}

#[test]
fn nothing_is_too_deep_or_too_long() {
    assert_eq!(wrong(&"(".repeat(4000)).0, What::TooLong);
    assert_eq!(wrong(&"!".repeat(4000)).0, What::TooLong);
    assert_eq!(wrong(&"-".repeat(4000)).0, What::TooLong);
    assert_eq!(wrong(&"tcp[".repeat(1000)).0, What::TooLong);
    assert_eq!(wrong(&"port 80 or ".repeat(5000)).0, What::TooLong);
}

#[test]
fn whatever_is_typed_is_understood_again_or_refused() {
    const PIECES: [&str; 48] = [
        "host",
        "net",
        "port",
        "portrange",
        "src",
        "dst",
        "and",
        "or",
        "not",
        "(",
        ")",
        "[",
        "]",
        ":",
        "tcp",
        "ip",
        "ip6",
        "ether",
        "arp",
        "icmp",
        "10.0.0.1",
        "10",
        "/",
        "8",
        "::1",
        "0:1:2:3:4:5",
        "80",
        "http",
        "1-5",
        "–",
        "&",
        "|",
        "<<",
        "=",
        "!=",
        "<",
        "-",
        "+",
        "0xff",
        "len",
        "tcpflags",
        "tcp-syn",
        "proto",
        "mask",
        "vlan",
        "\\",
        "猪",
        "less",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut understood = 0;
    for _ in 0..60_000 {
        let mut text = String::new();
        for _ in 0..1 + state % 8 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            text.push_str(PIECES[(state >> 20) as usize % PIECES.len()]);
            text.push_str(if state & 1 == 0 { " " } else { "" });
        }
        match parse(&text) {
            Ok(test) => {
                let printed = test.to_string();
                let again = display::parse(&printed).unwrap_or_else(|mistake| panic!("{text}: {printed}: {mistake:?}"));
                assert_eq!(again.as_ref(), Some(&test), "{text}");
                understood += 1;
            }
            Err(mistake) => assert!(mistake.at.end as usize <= text.len() && mistake.at.start <= mistake.at.end),
        }
    }
    assert!(understood > 500, "{understood}");
}
