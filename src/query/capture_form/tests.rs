//! Capture filters for display filters, as libpcap compiles them.

use std::process::Command;

use super::*;
use crate::query::{capture_filter, parser::parse};

/// Display filters and the same as capture filters; what the latter mean is the former again.
const SAME: [(&str, &str); 38] = [
    ("ip.addr == 127.0.0.1 && tcp.port == 8080", "host 127.0.0.1 and tcp port 8080"),
    ("ip.addr == 127.0.0.1 && (tcp.port == 8080 || udp.port == 8080)", "host 127.0.0.1 and port 8080"),
    ("ip.src == 10.2.200.11 || ip.dst == 10.2.200.11", "src host 10.2.200.11 or dst host 10.2.200.11"),
    ("ip.addr == 10.0.0.0/8", "net 10.0.0.0/8"),
    ("ip.src == 10.0.0.0/8", "src net 10.0.0.0/8"),
    ("ipv6.dst == fe80::/10 || ipv6.addr == ::1", "dst net fe80::/10 or host ::1"),
    ("ip.addr in {10.0.0.1, 10.0.0.2}", "host (10.0.0.1 or 10.0.0.2)"),
    ("eth.src == 00:0c:29:01:02:03", "ether src 00:0c:29:01:02:03"),
    ("eth.addr == 00:0c:29:01:02:03", "ether host 00:0c:29:01:02:03"),
    ("eth.dst == ff:ff:ff:ff:ff:ff || eth.dst.ig == 1", "ether broadcast or ether multicast"),
    ("ip.dst >= 224.0.0.0", "ip multicast"),
    ("arp.src.proto_ipv4 == 10.0.0.1", "arp src host 10.0.0.1"),
    ("tcp.srcport == 80", "tcp src port 80"),
    ("udp.dstport == 53", "udp dst port 53"),
    ("sctp.port == 80", "sctp port 80"),
    ("tcp.port in {80, 443}", "tcp port (80 or 443)"),
    ("tcp.port in {80, 443} || udp.port in {80, 443}", "port (80 or 443)"),
    ("tcp.port in {6000..6008}", "tcp portrange 6000-6008"),
    ("tcp || udp || icmp || icmpv6 || igmp", "tcp or udp or icmp or icmp6 or igmp"),
    ("(tcp || udp) && !ip", "(tcp or udp) and not ip"),
    ("tcp && (udp && arp)", "tcp and (udp and arp)"),
    ("!(tcp.port == 22 || udp.port == 22)", "not port 22"),
    ("!(tcp || ipv6)", "not (tcp or ip6)"),
    ("tcp.flags.syn == 1", "tcp[tcpflags] & tcp-syn != 0"),
    ("tcp.flags.syn == 1 && tcp.flags.ack == 0", "tcp[tcpflags] & tcp-syn != 0 and tcp[tcpflags] & tcp-ack == 0"),
    ("tcp[13] & 02 != 00", "tcp[13] & 0x2 != 0x0"),
    ("ip[6:2] & 1f:ff != 00:00", "ip[6:2] & 0x1fff != 0x0"),
    ("eth[0] & 01 != 00", "ether[0] & 0x1 != 0x0"),
    ("tcp.payload[0:4] == 47:45:54:20", "tcp[((tcp[12] & 0xf0) >> 2):4] == 0x47455420"),
    ("tcp.payload[4] == 2f", "tcp[(((tcp[12] & 0xf0) >> 2) + 4):1] == 0x2f"),
    ("frame.len <= 64 || frame.len >= 1500", "less 64 or greater 1500"),
    ("frame.len > 100", "len > 100"),
    ("icmp.type == 8 || icmpv6.type != 128", "icmp[icmptype] == 8 or icmp6[icmp6type] != 128"),
    ("ip.ttl < 5 && ip.proto == 17", "ip[8] < 5 and ip proto 17"),
    ("tcp.hdr_len > 20", "(tcp[12] & 0xf0) >> 2 > 20"),
    ("ip.dsfield.dscp > 0", "(ip[1] & 0xfc) >> 2 > 0"),
    ("eth.type == 0x88cc", "ether proto 0x88cc"),
    ("vlan.id == 100 && tcp && !arp", "vlan 100 and tcp and not arp"),
];

/// Display filters and what says the same in other words than a capture filter's meaning would be printed in.
const ALIKE: [(&str, &str); 17] = [
    ("ip.addr != 10.0.0.1", "ip and not host 10.0.0.1"),
    ("tcp.port != 443 && udp", "tcp and not tcp port 443 and udp"),
    ("tcp.port not in {80, 443}", "not tcp port (80 or 443)"),
    ("tcp.port in {80, 443, 8000..8100}", "tcp port (80 or 443) or tcp portrange 8000-8100"),
    ("ip.addr in {10.0.0.1, 11.0.0.0/8}", "host 10.0.0.1 or net 11.0.0.0/8"),
    ("tcp.dstport < 1024", "tcp dst portrange 0-1023"),
    ("udp.port >= 0xc000", "udp portrange 49152-65535"),
    ("ip.addr == 10.1.2.3/8", "net 10.0.0.0/8"),
    ("ip.addr == 10.1.2.3/0", "net 0.0.0.0/0"),
    ("ipv6.addr == 2001:db8::1/32", "net 2001:db8::/32"),
    ("eth.src == 00-0C-29-01-02-03", "ether src 00:0c:29:01:02:03"),
    ("tcp.flags.fin == True", "tcp[tcpflags] & tcp-fin != 0"),
    ("tcp.flags.fin != 1", "tcp[tcpflags] & tcp-fin == 0"),
    ("tcp.flags == 0x018", "tcp[12:2] & 0xfff == 24"),
    ("ip.flags.df == 1", "ip[6] & 0x40 != 0"),
    ("tcp[0-1] == 00:50", "tcp[0:2] == 0x50"),
    ("ip.src == 10.0.0.1 or tcp and udp", "src host 10.0.0.1 or (tcp and udp)"),
];

fn shown(display: &str) -> Option<String> {
    written(&parse(display).unwrap().unwrap())
}

#[test]
fn a_146_what_was_meant_can_be_said_in_both_languages() {
    for (display, capture) in SAME {
        assert_eq!(shown(display).as_deref(), Some(capture), "{display}");
        assert_eq!(capture_filter::parse(capture).unwrap().to_string(), display);
    }
}

#[test]
fn other_words_for_the_same() {
    for (display, capture) in ALIKE {
        assert_eq!(shown(display).as_deref(), Some(capture), "{display}");
        assert!(capture_filter::parse(capture).is_ok(), "{capture}");
    }
}

#[test]
fn most_display_filters_are_no_capture_filters() {
    for text in [
        "http",
        "tcp && http.host == \"a\"",
        "tcp xor udp",
        "any ip.addr == 10.0.0.1",
        "ip.addr === 10.0.0.1",
        "ip.src == ip.dst",
        "ip.addr == example.com",
        "ip.addr#2 == 10.0.0.1",
        "tcp.stream == 1",
        "tcp.analysis.flags",
        "frame contains \"GET\"",
        "eth.src[0:3] == 00:0c:29",
        "tcp[0:3] == 00:00:00",
        "tcp[-1] == 00",
        "tcp[13] & 00:02 != 00",
        "tcp.port == 70000",
        "tcp.dstport < 0",
        "ip.addr == 10.0.0.1/33",
        "eth.type == 5",
        "tcp && vlan",
        "vlan || tcp",
        "!vlan.id == 5",
    ] {
        assert_eq!(shown(text), None, "{text}");
    }
}

#[test]
fn long_rows_take_no_long_time() {
    let row = vec!["tcp.port == 80 || udp.port == 80"; 200].join(" || ");
    assert!(shown(&row).unwrap().starts_with("port 80 or tcp port 80 or udp port 80 or "));
}

/// Numbers without order, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    /// A test that capture filters can say, with parts in so many levels of brackets.
    fn test(&mut self, levels: u32) -> Test {
        match self.below(if levels == 0 { 1 } else { 5 }) {
            0 => {
                let (display, _) = SAME[self.below(SAME.len() as u64 - 1) as usize];
                parse(display).unwrap().unwrap()
            }
            1 | 2 => self.test(levels - 1).and(self.test(levels - 1)),
            3 => self.test(levels - 1).or(self.test(levels - 1)),
            _ => self.test(levels - 1).negated(),
        }
    }
}

/// A test without what a filter that speaks of ARP would say of hosts.
fn speaks_of_arp(test: &Test) -> bool {
    test.to_string().contains("arp")
}

#[test]
fn what_is_written_means_the_same_test_again() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let (mut forms, mut count) = (Vec::new(), 0);
    while count < 3000 {
        let test = dice.test(4);
        let form = written(&test).unwrap_or_else(|| panic!("{test}"));
        if !speaks_of_arp(&test) && form.len() < 2000 {
            let again = capture_filter::parse(&form).unwrap_or_else(|mistake| panic!("{form}: {mistake:?}"));
            assert_eq!(again, test, "{form}");
            count += 1;
        }
        if count % 100 == 0 && form.len() < 500 {
            forms.push(form);
        }
    }
    compile(forms.iter().map(String::as_str));
}

/// Compiles capture filters with libpcap, where it is installed.
#[track_caller]
fn compile<'t>(forms: impl Iterator<Item = &'t str>) {
    for form in forms {
        let Ok(output) = Command::new("tcpdump").args(["-y", "EN10MB", "-d", form]).output() else { return };
        let said = String::from_utf8_lossy(&output.stderr);
        // conditions that exclude each other are no mistake of the language
        let is_understood = output.status.success() || said.contains("expression rejects all packets");
        assert!(is_understood, "{form}: {said}");
    }
}

#[test]
fn libpcap_understands_every_form() {
    compile(SAME.iter().chain(&ALIKE).map(|(_, capture)| *capture));
}
