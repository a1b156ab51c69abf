//! What people who learn TCP from captures expect to see, on captures rebuilt from what such people have printed.
//!
//! A test is named after the id of its line in the project's acceptance checklist.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use support::printed;

const LIVE_VIDEO: &str = "seeds/seed000.pcap";
const PORT_81: &str = "seeds/seed001.pcap";
const WIFI: &str = "seeds/seed003.pcap";
const PAGE_LOAD: &str = "static/samples/page-load.pcap.zst";

/// The values of some fields of one packet.
fn values(name: &str, number: usize, keys: &str) -> String {
    let keys: String = keys.split(' ').map(|key| format!(" -e {key}")).collect();
    let all = printed(name, &format!("-T fields -c {number}{keys}"));
    all.lines().nth(number - 1).unwrap_or_default().to_owned()
}

/// The Info column of a packet.
fn info(name: &str, number: usize) -> String {
    values(name, number, "_ws.col.Info")
}

/// The lines of a packet's tree.
fn tree(name: &str, number: usize) -> Vec<String> {
    let all = printed(name, &format!("-V -c {number}"));
    let from = all.find(&format!("Frame {number}: ")).unwrap();
    all[from..].lines().map(|line| line.trim_start().to_owned()).collect()
}

#[track_caller]
fn has(tree: &[String], line: &str) {
    assert!(tree.iter().any(|other| other == line), "no line `{line}` in\n{}", tree.join("\n"));
}

#[test]
fn a_20_flags_and_options_in_the_order_of_each_side() {
    assert_eq!(info(LIVE_VIDEO, 1), "54185 → 80 [SYN] Seq=0 Win=8192 Len=0 MSS=1460 WS=4 SACK_PERM");
    assert_eq!(info(LIVE_VIDEO, 2), "80 → 54185 [SYN, ACK] Seq=0 Ack=1 Win=1460 Len=0 MSS=1380 SACK_PERM WS=128");
    assert_eq!(info(LIVE_VIDEO, 3), "54185 → 80 [ACK] Seq=1 Ack=1 Win=16560 Len=0");
}

#[test]
fn a_21_windows_are_scaled_after_the_handshake_only() {
    let windows = |number| values(LIVE_VIDEO, number, "tcp.window_size_value tcp.window_size");
    assert_eq!([1, 2, 3, 5].map(windows), ["8192\t8192", "1460\t1460", "4140\t16560", "123\t15744"]);
}

#[test]
fn a_22_every_segment_of_a_body_is_one_of_a_message() {
    for number in 6..=12 {
        let info = info(LIVE_VIDEO, number);
        assert!(info.ends_with(" [TCP segment of a reassembled PDU]"), "{number}: {info}");
    }
}

#[test]
fn a_23_two_notes_on_one_row() {
    assert_eq!(
        info(LIVE_VIDEO, 10),
        "[TCP Previous segment not captured] 80 → 54185 [ACK] Seq=5714 Ack=539 Win=15744 Len=1380 \
         [TCP segment of a reassembled PDU]"
    );
}

#[test]
fn a_24_out_of_order_so_soon_after_the_gap() {
    assert_eq!(
        info(LIVE_VIDEO, 12),
        "[TCP Out-Of-Order] 80 → 54185 [ACK] Seq=4334 Ack=539 Win=15744 Len=1380 [TCP segment of a reassembled PDU]"
    );
    assert_eq!(values(LIVE_VIDEO, 10, "frame.time_relative"), "0.482441000");
    assert_eq!(values(LIVE_VIDEO, 12, "frame.time_relative frame.time_delta"), "0.482505000\t0.000025000");
}

#[test]
fn a_26_a_segment_that_is_exactly_the_head() {
    assert_eq!(values(LIVE_VIDEO, 6, "tcp.len tcp.nxtseq"), "193\t194");
    assert_eq!(values(LIVE_VIDEO, 7, "tcp.seq"), "194");
}

#[test]
fn a_32_the_line_of_the_layer() {
    let heading = |number, words: &str| {
        let tree = printed(LIVE_VIDEO, &format!("-V -N t -c {number}"));
        assert!(tree.contains(&format!("Transmission Control Protocol, {words}\n")), "{tree}");
    };
    heading(4, "Src Port: 54185 (54185), Dst Port: http (80), Seq: 1, Ack: 1, Len: 538");
    heading(7, "Src Port: http (80), Dst Port: 54185 (54185), Seq: 194, Ack: 539, Len: 1380");
}

#[test]
fn a_42_a_retransmission_names_the_packet_that_it_repeats() {
    assert_eq!(info(PORT_81, 9), "[TCP Retransmission] 81 → 4197 [PSH, ACK] Seq=228 Ack=743 Win=16896 Len=479");
    assert_eq!(values(PORT_81, 9, "tcp.analysis.rto tcp.analysis.rto_frame"), "0.254844000\t8");
}

#[test]
fn a_43_ranges_stand_at_the_end_of_the_row() {
    assert_eq!(info(PORT_81, 10), "4197 → 81 [ACK] Seq=743 Ack=707 Win=65532 Len=0 SLE=228 SRE=707");
}

#[test]
fn a_44_a_range_below_the_acknowledgment_came_twice() {
    let tree = tree(PORT_81, 10);
    has(&tree, "[D-SACK Left Edge: 228 (relative)]");
    has(&tree, "[D-SACK Right Edge: 707 (relative)]");
    has(&tree, "[Expert Info (Warning): D-SACK Sequence]");
}

#[test]
fn a_85_timestamps_and_the_round_trip() {
    let first = info(WIFI, 1);
    assert!(first.contains(" TSval=") && first.ends_with(" SACK_PERM"), "{first}");
    let trips = values(WIFI, 3, "tcp.analysis.acks_frame tcp.analysis.ack_rtt tcp.options.timestamp.tsecr");
    let second = values(WIFI, 2, "tcp.options.timestamp.tsval");
    assert!(trips.starts_with("2\t0.0384") && trips.ends_with(&second), "{trips} after {second}");
}

#[test]
fn a_113_what_the_server_wrote_at_once() {
    let written = |number| values(PAGE_LOAD, number, "tcp.len tcp.analysis.push_bytes_sent tcp.flags.push");
    // a head of 333 bytes and 65,536 of the picture, then 65,536 each time: more than one segment holds
    assert_eq!([10, 11].map(written), ["65495\t65495\t0", "374\t65869\t1"]);
    assert_eq!([16, 17].map(written), ["65495\t65495\t0", "41\t65536\t1"]);
}

#[test]
fn a_116_an_idle_connection_ends_after_five_seconds() {
    assert_eq!(values(PAGE_LOAD, 208, "tcp.flags.fin tcp.time_delta"), "1\t5.014607000");
    assert!(values(PAGE_LOAD, 210, "tcp.flags.fin tcp.time_delta").starts_with("1\t5.01"));
}

#[test]
fn a_128_the_segments_of_a_picture() {
    let picture = tree(PAGE_LOAD, 63);
    let segments = picture.iter().find(|line| line.contains("Reassembled TCP Segments")).unwrap();
    assert!(
        segments.starts_with(
            "[23 Reassembled TCP Segments (766856 bytes): #10(65495), #11(374), #16(65495), #17(41), #21(65495)"
        ),
        "{segments}"
    );
    has(&picture, "[Frame: 11, payload: 65495-65868 (374 bytes)]");
    has(&picture, "[Segment count: 23]");
    has(&picture, "[Reassembled TCP length: 766856]");
    let ends = printed(PAGE_LOAD, "-T fields -c 63 -e tcp.reassembled_in");
    assert_eq!(ends.lines().nth(10), Some("63"));
    assert_eq!(values(PAGE_LOAD, 63, "http.response.code http.content_length"), "200\t766523");
}
