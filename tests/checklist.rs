//! What people who learn from captures expect to see, on captures rebuilt from what such people have printed.
//!
//! A test is named after the id of its line in the project's acceptance checklist.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use support::{nanosecond_pcap, packets_of, pcapng, printed, read_piped};
use wirelight::{
    capture::Memory,
    engine::{
        Engine,
        request::{PacketView, Reply, Request, Settings},
    },
};

const LIVE_VIDEO: &str = "static/samples/live-video.pcap.gz";
const PAGE_LOAD: &str = "static/samples/page-load.pcap.zst";
const CHAT: &str = "seeds/seed002.pcap";
const PORT_81: &str = "seeds/seed001.pcap";
const WIFI: &str = "seeds/seed003.pcap";

/// The tree of one packet as its lines, without their indentation.
fn tree(name: &str, number: usize, words: &str) -> Vec<String> {
    let all = printed(name, &format!("-V -c {number} {words}"));
    let from = all.find(&format!("Frame {number}: ")).unwrap();
    all[from..].lines().map(|line| line.trim_start().to_string()).collect()
}

#[track_caller]
fn has(tree: &[String], lines: &[&str]) {
    for line in lines {
        assert!(tree.iter().any(|other| other == line), "no line `{line}` in\n{}", tree.join("\n"));
    }
}

fn fields(name: &str, count: usize, keys: &str) -> Vec<String> {
    let keys: String = keys.split(' ').map(|key| format!(" -e {key}")).collect();
    printed(name, &format!("-T fields -c {count}{keys}")).lines().map(str::to_string).collect()
}

/// An open capture, as the page has it.
fn opened(bytes: &[u8]) -> Engine<Memory> {
    let mut engine = Engine::new(Memory::new(bytes), bytes.len() as u64, 1);
    engine.feed(bytes);
    engine.finish();
    engine
}

fn packet(engine: &mut Engine<Memory>, position: u64) -> PacketView {
    match engine.ask(&Request::Packet { packet: position, settings: Settings::default() }) {
        Reply::Packet(Some(packet)) => *packet,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_01_ethernet_frames_of_an_interface_without_a_name() {
    let first = tree(LIVE_VIDEO, 1, "");
    assert_eq!(first[0], "Frame 1: 66 bytes on wire (528 bits), 66 bytes captured (528 bits)");
    has(&first, &["Encapsulation type: Ethernet (1)", "Ethernet II, Src: e8:b1:fc:09:85:f8, Dst: 00:00:0c:07:ac:65"]);
}

#[test]
fn a_03_pppoe_sessions() {
    let stacks = fields(PORT_81, 4, "frame.len pppoe.session_id ppp.protocol frame.protocols");
    assert_eq!(stacks[0], "74\t0x1234\t0x0021\teth:ethertype:pppoes:ppp:ip:tcp");
    assert_eq!(stacks[2], "62\t0x1234\t0x0021\teth:ethertype:pppoes:ppp:ip:tcp");
    assert!(stacks[3].starts_with("463\t0x1234\t0x0021\teth:ethertype:pppoes:ppp:ip:tcp:http"));
    has(
        &tree(PORT_81, 1, ""),
        &["PPP-over-Ethernet Session", "Point-to-Point Protocol", "Protocol: Internet Protocol version 4 (0x0021)"],
    );
}

#[test]
fn a_04_linux_cooked_captures_of_both_versions() {
    let first = "76\t0x0800\tsll:ethertype:ip:tcp";
    assert_eq!(fields(CHAT, 1, "frame.len sll.etype frame.protocols"), [first]);
    // The same packet behind the header of version 2: type, reserved, interface, ARPHRD, packet type, address.
    let (time, old) = packets_of(CHAT).swap_remove(0);
    let mut new = vec![8, 0, 0, 0, 0, 0, 0, 1, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0];
    new.extend_from_slice(&old[16..]);
    let made = nanosecond_pcap(276, &[(time, &new, new.len() as u32)]);
    let second = read_piped(&made, "-T fields -e frame.len -e sll.etype -e frame.protocols -e tcp.dstport");
    assert_eq!(second.out, "80\t0x0800\tsll:ethertype:ip:tcp\t7272\n");
}

#[test]
fn a_05_loopback_and_packets_far_above_any_mtu() {
    let tenth = tree(PAGE_LOAD, 10, "");
    assert_eq!(tenth[0], "Frame 10: 65539 bytes on wire (524312 bits), 65539 bytes captured (524312 bits)");
    has(
        &tenth,
        &["Encapsulation type: NULL/Loopback (15)", "Null/Loopback", "Family: IP (2)", "[TCP Segment Len: 65495]"],
    );
    // The family number of a machine with the other byte order.
    let made = nanosecond_pcap(0, &[(0, &[0, 0, 0, 2, 0x45, 0, 0, 20], 24)]);
    assert!(read_piped(&made, "-T fields -e frame.protocols").out.starts_with("null:ip"));
}

#[test]
fn a_06_interface_names_of_windows() {
    let name = r"\Device\NPF_{6F1C0A24-0D9B-4F6B-9C43-2A9D3C1E5B77}";
    let (time, bytes) = packets_of(PORT_81).swap_remove(0);
    let made = pcapng(1, name, &[(time, &bytes, bytes.len() as u32)]);
    let shown = read_piped(&made, "-V").out;
    assert!(shown.starts_with(&format!(
        "Frame 1: 74 bytes on wire (592 bits), 74 bytes captured (592 bits) on interface {name}, id 0\n"
    )));
    assert!(shown.contains(&format!("\n    Interface id: 0 ({name})\n        Interface name: {name}\n")));
}

#[test]
fn a_07_arp_over_ethernet() {
    let rows = printed(WIFI, "-T tsv");
    let arp: Vec<_> =
        rows.lines().filter(|row| row.contains("\tARP\t")).map(|row| row.split('\t').collect::<Vec<_>>()).collect();
    assert_eq!(
        arp[0][2..],
        ["ac:bc:32:00:00:0b", "ff:ff:ff:ff:ff:ff", "ARP", "42", "Who has 10.2.200.140? Tell 10.2.200.11"]
    );
    assert_eq!(
        arp[1][2..],
        ["98:5a:eb:89:a5:7e", "ac:bc:32:00:00:0b", "ARP", "42", "10.2.200.140 is at 98:5a:eb:89:a5:7e"]
    );
}

#[test]
fn a_08_packets_that_the_snap_length_cut_are_not_malformed() {
    let (time, bytes) = packets_of(CHAT).swap_remove(6);
    let made = nanosecond_pcap(113, &[(time, &bytes[..50], bytes.len() as u32)]);
    let shown = read_piped(&made, "-V");
    assert_eq!(shown.code, 0);
    assert!(shown.out.starts_with("Frame 1: 783 bytes on wire (6264 bits), 50 bytes captured (400 bits)\n"));
    assert!(shown.out.contains("[Packet size limited during capture: TCP truncated]"), "{}", shown.out);
    assert!(!shown.out.contains("Malformed"));
    // What is there is shown: the ports of a header that has lost the rest.
    assert!(shown.out.contains("    Source Port: 60653\n    Destination Port: 7272\n"), "{}", shown.out);
}

#[test]
fn a_09_the_longest_datagram_is_not_malformed() {
    let tenth = tree(PAGE_LOAD, 10, "");
    has(&tenth, &["Total Length: 65535"]);
    assert!(!tenth.iter().any(|line| line.contains("Malformed")));
}

#[test]
fn a_10_a_12_rows_keep_their_numbers_and_their_time_base() {
    let mut engine = opened(&std::fs::read(support::capture(LIVE_VIDEO)).unwrap());
    let request = Request::Rows { first: 4, count: 3, settings: Settings::default() };
    let Reply::Rows { rows, .. } = engine.ask(&request) else { panic!("no rows") };
    let shown: Vec<_> = rows.iter().map(|row| (row.number, row.time.as_str())).collect();
    assert_eq!(shown, [(5, "0.019641"), (6, "0.479055"), (7, "0.481999")]);
}

#[test]
fn a_11_as_many_digits_as_the_file_has() {
    assert!(printed(PORT_81, "-T tsv").lines().nth(1).unwrap().starts_with("2\t0.016283\t"));
    let (_, bytes) = packets_of(PORT_81).swap_remove(0);
    let len = bytes.len() as u32;
    let made = nanosecond_pcap(1, &[(1_000_000_000, &bytes, len), (18_482_576_000, &bytes, len)]);
    assert!(read_piped(&made, "-T tsv").out.lines().nth(1).unwrap().starts_with("2\t17.482576000\t"));
}

#[test]
fn a_73_a_checksum_left_to_the_network_card_is_partial_and_not_bad() {
    let words = "-o tcp.check_checksum:TRUE";
    for (number, sum) in [(1, "0xfe30"), (3, "0xfe28")] {
        let shown = tree(CHAT, number, words);
        let line = shown.iter().find(|line| line.starts_with(&format!("Checksum: {sum} "))).unwrap();
        assert!(line.contains("partial"), "{line}");
        let status = shown.iter().find(|line| line.starts_with("[Checksum Status: ")).unwrap();
        assert!(!status.contains("Bad"), "{status}");
    }
}

#[test]
fn a_82_windows_are_scaled_with_their_working() {
    let third = tree(WIFI, 3, "");
    has(&third, &["Window: 4117", "[Calculated window size: 131744]", "[Window size scaling factor: 32]"]);
    has(
        &tree(WIFI, 1, ""),
        &[
            "[Calculated window size: 65535]",
            "TCP Option - Window scale: 5 (multiply by 32)",
            "Shift count: 5",
            "[Multiplier: 32]",
        ],
    );
}

#[test]
fn a_93_the_time_to_live_is_the_ninth_byte_of_its_header() {
    let mut engine = opened(&std::fs::read(support::capture(LIVE_VIDEO)).unwrap());
    let packet = packet(&mut engine, 0);
    let of = |key: &str| packet.tree.iter().find(|line| line.key == key).unwrap();
    let (header, ttl) = (of("ip"), of("ip.ttl"));
    assert_eq!((ttl.source, ttl.start - header.start, ttl.len), (0, 8, 1));
    assert_eq!(packet.sources[0].bytes[ttl.start as usize], 64);
}

#[test]
fn a_120_what_is_worked_out_stands_in_brackets() {
    has(
        &tree(PAGE_LOAD, 9, ""),
        &[
            "[Stream index: 0]",
            "[TCP Segment Len: 0]",
            "[Next Sequence Number: 940    (relative sequence number)]",
            "[Calculated window size: 2159872]",
            "[Window size scaling factor: 256]",
            "[Checksum Status: Unverified]",
            "[Timestamps]",
        ],
    );
}

#[test]
fn a_121_sequence_numbers_are_relative_and_raw() {
    has(
        &tree(PAGE_LOAD, 1, ""),
        &["Sequence Number: 0    (relative sequence number)", "Sequence Number (raw): 3862177286"],
    );
    has(
        &tree(PAGE_LOAD, 2, ""),
        &[
            "Sequence Number (raw): 3784331488",
            "Acknowledgment Number: 1    (relative ack number)",
            "Acknowledgment number (raw): 3862177287",
        ],
    );
    has(
        &tree(PAGE_LOAD, 208, ""),
        &[
            "Sequence Number: 767796    (relative sequence number)",
            "Sequence Number (raw): 3785099284",
            "Acknowledgment number (raw): 3862178526",
        ],
    );
}

#[test]
fn a_122_bits_are_drawn_and_flags_are_named() {
    has(
        &tree(PAGE_LOAD, 1, ""),
        &["1000 .... = Header Length: 32 bytes (8)", "Flags: 0x002 (SYN)", ".... 0101 = Header Length: 20 bytes (5)"],
    );
    has(
        &tree(PAGE_LOAD, 2, ""),
        &["Flags: 0x012 (SYN, ACK)", ".... .... ..1. = Syn: Set", ".... .... ...0 = Fin: Not set"],
    );
    has(&tree(PAGE_LOAD, 9, ""), &["0101 .... = Header Length: 20 bytes (5)", "Flags: 0x010 (ACK)"]);
    has(&tree(PAGE_LOAD, 208, ""), &["Flags: 0x011 (FIN, ACK)"]);
}

#[test]
fn a_123_the_scaled_window_of_the_lab_report() {
    has(
        &tree(PAGE_LOAD, 9, ""),
        &["Window: 8437", "[Calculated window size: 2159872]", "[Window size scaling factor: 256]"],
    );
}

#[test]
fn a_124_checksums_are_unverified_and_good_when_checked() {
    for (number, sum) in [(1, "0x862d"), (2, "0x53ab"), (208, "0xb196")] {
        has(&tree(PAGE_LOAD, number, ""), &[&format!("Checksum: {sum} [unverified]"), "[Checksum Status: Unverified]"]);
        let checked = tree(PAGE_LOAD, number, "-o tcp.check_checksum:TRUE");
        has(&checked, &[&format!("Checksum: {sum} [correct]"), "[Checksum Status: Good]"]);
    }
}

#[test]
fn a_125_options_are_listed_by_name() {
    let list = "Options: (12 bytes), Maximum segment size, No-Operation (NOP), Window scale, No-Operation (NOP), \
                No-Operation (NOP), SACK permitted";
    has(&tree(PAGE_LOAD, 1, ""), &[list, "TCP Option - Maximum segment size: 65495 bytes"]);
}

#[test]
fn a_132_what_the_file_says_of_a_frame() {
    let shown = |zone: &str| {
        let mut command = support::wirelight();
        command.env("TZ", zone).arg("read").arg(support::capture(PAGE_LOAD)).args(["-V", "-c", "63"]);
        let all = support::done(&mut command).out;
        let from = all.find("Frame 63: ").unwrap();
        all[from..].lines().map(|line| line.trim_start().to_string()).collect::<Vec<_>>()
    };
    has(&shown("MYT-8"), &["Arrival Time: Oct 24, 2023 22:46:40.745460000 MYT"]);
    has(
        &shown("UTC"),
        &[
            "Arrival Time: Oct 24, 2023 14:46:40.745460000 UTC",
            "[Time shift for this packet: 0.000000000 seconds]",
            "Epoch Time: 1698158800.745460000 seconds",
            "[Time delta from previous captured frame: 0.000472000 seconds]",
            "[Time delta from previous displayed frame: 0.000472000 seconds]",
            "[Time since reference or first frame: 0.041677000 seconds]",
            "Frame Number: 63",
            "Frame Length: 45671 bytes (365368 bits)",
            "Capture Length: 45671 bytes (365368 bits)",
            "[Frame is marked: False]",
            "[Frame is ignored: False]",
        ],
    );
}

#[test]
fn a_133_the_protocols_of_a_frame() {
    has(&tree(PAGE_LOAD, 1, ""), &["[Protocols in frame: null:ip:tcp]"]);
    has(&tree(PAGE_LOAD, 4, ""), &["[Protocols in frame: null:ip:tcp:http]"]);
}
