//! Names that stand for numbers in capture filters, and numbers as they are written there.

/// A decimal, hexadecimal (`0x`) or octal (`0`) number.
pub fn number(word: &str) -> Option<u32> {
    let (digits, radix) = match word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None if word.len() > 1 && word.starts_with('0') => (word, 8),
        None => (word, 10),
    };
    // signs are none of a number's letters here
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, radix).ok().filter(|_| are_digits)
}

/// A port by its number or by the name of its service.
pub fn port(word: &str) -> Option<u16> {
    let named = PORTS.iter().find(|(name, _)| *name == word).map(|(_, port)| *port);
    named.or_else(|| number(word).and_then(|port| port.try_into().ok()))
}

/// What IP calls a protocol.
pub fn ip_protocol(word: &str) -> Option<u8> {
    let named = IP_PROTOCOLS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number);
    named.or_else(|| number(word).and_then(|number| number.try_into().ok()))
}

/// What Ethernet calls a protocol.
pub fn ether_type(word: &str) -> Option<u16> {
    let named = ETHER_TYPES.iter().find(|(name, _)| *name == word).map(|(_, number)| *number);
    named.or_else(|| number(word).and_then(|number| number.try_into().ok()))
}

/// A number by one of the names for what headers hold.
pub fn constant(word: &str) -> Option<u32> {
    let flag = FLAGS.iter().find(|(name, ..)| *name == word).map(|(_, bit, _)| u32::from(*bit));
    flag.or_else(|| TYPES.iter().find(|(name, _)| *name == word).map(|(_, number)| u32::from(*number)))
}

/// The place of a named byte.
pub fn offset(word: &str) -> Option<u32> {
    Some(match word {
        "tcpflags" => 13,
        "icmptype" | "icmp6type" => 0,
        "icmpcode" | "icmp6code" => 1,
        _ => return None,
    })
}

/// Bits of a TCP header's byte 13: name, bit, field.
pub const FLAGS: [(&str, u8, &str); 8] = [
    ("tcp-fin", 0x01, "tcp.flags.fin"),
    ("tcp-syn", 0x02, "tcp.flags.syn"),
    ("tcp-rst", 0x04, "tcp.flags.reset"),
    ("tcp-push", 0x08, "tcp.flags.push"),
    ("tcp-ack", 0x10, "tcp.flags.ack"),
    ("tcp-urg", 0x20, "tcp.flags.urg"),
    ("tcp-ece", 0x40, "tcp.flags.ece"),
    ("tcp-cwr", 0x80, "tcp.flags.cwr"),
];

/// Fields that are whole bytes of a header: field, protocol, first byte, bytes.
pub const FIELDS: [(&str, &str, u32, u8); 22] = [
    ("arp.opcode", "arp", 6, 2),
    ("icmp.code", "icmp", 1, 1),
    ("icmp.type", "icmp", 0, 1),
    ("icmpv6.code", "icmpv6", 1, 1),
    ("icmpv6.type", "icmpv6", 0, 1),
    ("igmp.type", "igmp", 0, 1),
    ("ip.checksum", "ip", 10, 2),
    ("ip.id", "ip", 4, 2),
    ("ip.len", "ip", 2, 2),
    ("ip.proto", "ip", 9, 1),
    ("ip.ttl", "ip", 8, 1),
    ("ipv6.hlim", "ipv6", 7, 1),
    ("ipv6.nxt", "ipv6", 6, 1),
    ("ipv6.plen", "ipv6", 4, 2),
    ("tcp.ack_raw", "tcp", 8, 4),
    ("tcp.dstport", "tcp", 2, 2),
    ("tcp.seq_raw", "tcp", 4, 4),
    ("tcp.srcport", "tcp", 0, 2),
    ("tcp.window_size_value", "tcp", 14, 2),
    ("udp.dstport", "udp", 2, 2),
    ("udp.length", "udp", 4, 2),
    ("udp.srcport", "udp", 0, 2),
];

/// Protocols whose bytes can be asked for: as a capture filter calls them, and their keys.
pub const HEADERS: [(&str, &str); 11] = [
    ("arp", "arp"),
    ("ether", "eth"),
    ("icmp", "icmp"),
    ("icmp6", "icmpv6"),
    ("igmp", "igmp"),
    ("ip", "ip"),
    ("ip6", "ipv6"),
    ("link", "eth"),
    ("sctp", "sctp"),
    ("tcp", "tcp"),
    ("udp", "udp"),
];

/// Types of ICMP's messages, and of those of its version 6.
const TYPES: [(&str, u8); 26] = [
    ("icmp-echoreply", 0),
    ("icmp-unreach", 3),
    ("icmp-sourcequench", 4),
    ("icmp-redirect", 5),
    ("icmp-echo", 8),
    ("icmp-routeradvert", 9),
    ("icmp-routersolicit", 10),
    ("icmp-timxceed", 11),
    ("icmp-paramprob", 12),
    ("icmp-tstamp", 13),
    ("icmp-tstampreply", 14),
    ("icmp-ireq", 15),
    ("icmp-ireqreply", 16),
    ("icmp-maskreq", 17),
    ("icmp-maskreply", 18),
    ("icmp6-packettoobig", 2),
    ("icmp6-timeexceeded", 3),
    ("icmp6-parameterproblem", 4),
    ("icmp6-echo", 128),
    ("icmp6-echoreply", 129),
    ("icmp6-routersolicit", 133),
    ("icmp6-routeradvert", 134),
    ("icmp6-neighborsolicit", 135),
    ("icmp6-neighboradvert", 136),
    ("icmp6-redirect", 137),
    ("icmp6-multicastlistenerreportv2", 143),
];

/// Services whose names people type; `/etc/services` knows hundreds that nobody does.
const PORTS: [(&str, u16); 43] = [
    ("bgp", 179),
    ("bootpc", 68),
    ("bootps", 67),
    ("dns", 53),
    ("domain", 53),
    ("ftp", 21),
    ("ftp-data", 20),
    ("http", 80),
    ("http-alt", 8080),
    ("https", 443),
    ("imap", 143),
    ("imap2", 143),
    ("imaps", 993),
    ("kerberos", 88),
    ("ldap", 389),
    ("ldaps", 636),
    ("mdns", 5353),
    ("microsoft-ds", 445),
    ("mysql", 3306),
    ("netbios-dgm", 138),
    ("netbios-ns", 137),
    ("netbios-ssn", 139),
    ("nfs", 2049),
    ("ntp", 123),
    ("pop3", 110),
    ("pop3s", 995),
    ("postgresql", 5432),
    ("radius", 1812),
    ("rtsp", 554),
    ("sip", 5060),
    ("sip-tls", 5061),
    ("smtp", 25),
    ("snmp", 161),
    ("snmp-trap", 162),
    ("snmptrap", 162),
    ("ssh", 22),
    ("submission", 587),
    ("sunrpc", 111),
    ("syslog", 514),
    ("telnet", 23),
    ("tftp", 69),
    ("whois", 43),
    ("www", 80),
];

const IP_PROTOCOLS: [(&str, u8); 15] = [
    ("ah", 51),
    ("carp", 112),
    ("esp", 50),
    ("gre", 47),
    ("icmp", 1),
    ("icmp6", 58),
    ("igmp", 2),
    ("igrp", 9),
    ("ipv6-icmp", 58),
    ("ospf", 89),
    ("pim", 103),
    ("sctp", 132),
    ("tcp", 6),
    ("udp", 17),
    ("vrrp", 112),
];

const ETHER_TYPES: [(&str, u16); 9] = [
    ("aarp", 0x80f3),
    ("arp", 0x0806),
    ("atalk", 0x809b),
    ("decnet", 0x6003),
    ("ip", 0x0800),
    ("ip6", 0x86dd),
    ("lat", 0x6004),
    ("loopback", 0x9000),
    ("rarp", 0x8035),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_notations() {
        assert_eq!(number("80"), Some(80));
        assert_eq!(number("0x1fff"), Some(0x1fff));
        assert_eq!(number("020"), Some(16));
        assert_eq!(number("0"), Some(0));
        for word in ["", "0x", "08", "+8", "0x+8", "8080a", "99999999999"] {
            assert_eq!(number(word), None, "{word}");
        }
    }

    #[test]
    fn names_are_numbers() {
        assert_eq!(port("domain"), Some(53));
        assert_eq!(port("65536"), None);
        assert_eq!(ip_protocol("udp"), Some(17));
        assert_eq!(ether_type("0x88cc"), Some(0x88cc));
        assert_eq!(constant("tcp-ack"), Some(16));
        assert_eq!(constant("icmp-echo"), Some(8));
    }
}
