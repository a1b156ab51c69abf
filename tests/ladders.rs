//! Ladders as `wirelight flow` prints them: what a teacher would draw of these captures.
//!
//! A test that begins with a letter and a number is named after its line in the project's acceptance checklist.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use support::{
    build::{ETHERNET, File},
    capture, done,
    drawing::{self, FIRST},
    wirelight,
};

const OPEN: &str = "C: SYN | S: SYN ACK | C: ACK";

fn flow(name: &str, words: &str) -> String {
    let done = done(wirelight().arg("flow").arg(capture(name)).args(words.split_whitespace()));
    assert_eq!((done.code, done.err.as_str()), (0, ""), "flow {name} {words}");
    done.out
}

/// The ladder of a conversation drawn as text.
fn drawn(drawing: &str, words: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawn.pcap");
    std::fs::write(&path, File::of(ETHERNET, drawing::packets(drawing, 80, FIRST)).bytes()).unwrap();
    let done = done(wirelight().arg("flow").arg(&path).args(words.split_whitespace()));
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    done.out
}

/// The lines of a packet, spaces made one.
fn lines(ladder: &str, packet: usize, count: usize) -> Vec<String> {
    let number = packet.to_string();
    let from = ladder.lines().skip_while(|line| line.split_whitespace().next() != Some(&number));
    from.take(count).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[track_caller]
fn has(ladder: &str, packet: usize, expected: &[&str]) {
    assert_eq!(lines(ladder, packet, expected.len()), expected, "{ladder}");
}

#[test]
fn a_46_the_server_closes_first_and_the_client_later() {
    let ladder = flow("seeds/seed001.pcap", "0");
    has(
        &ladder,
        11,
        &[
            "11 5.780951 | [FIN, ACK] Seq=707 Ack=743 | the server closes first",
            "CLOSE_WAIT |<============================================= | FIN_WAIT_1",
            "12 5.781061 | [ACK] Seq=743 Ack=708 | 708 = 707 + 1, 0.110 ms after 11",
            "|---------------------------------------------> | FIN_WAIT_2",
            "4.245 s without packets, half-closed: only the client may still send",
            "13 10.025567 | [FIN, ACK] Seq=743 Ack=708 | the client closes too",
            "LAST_ACK |=============================================> | TIME_WAIT",
            "14 10.041116 | [ACK] Seq=708 Ack=744 | 744 = 743 + 1, 15.549 ms after 13",
            "CLOSED |<--------------------------------------------- |",
        ],
    );
}

#[test]
fn a_45_acknowledgments_are_sums() {
    let ladder = flow("seeds/seed001.pcap", "0");
    for (packet, sum) in [(5, "402 = 1 + 401, "), (12, "708 = 707 + 1, "), (14, "744 = 743 + 1, ")] {
        assert!(lines(&ladder, packet, 1)[0].contains(sum), "{sum} in\n{ladder}");
    }
}

#[test]
fn a_42_a_retransmission_says_how_late_it_is() {
    has(
        &flow("seeds/seed001.pcap", "0"),
        9,
        &[
            "9 1.031973 | [PSH, ACK] Seq=228 Ack=743 Len=479 | sent again after 254.844 ms",
            "|<============================================= |",
            "| ▲ retransmission |",
        ],
    );
}

#[test]
fn a_44_a_range_that_came_twice_is_a_dsack() {
    let ladder = flow("seeds/seed001.pcap", "0");
    assert!(lines(&ladder, 10, 1)[0].ends_with("SLE=228 SRE=707 | 228–707 came twice"), "{ladder}");
}

#[test]
fn a_25_a_gap_is_drawn_where_it_is_and_filled_later() {
    let ladder = flow("seeds/seed000.pcap", "0");
    let missing: Vec<&str> = ladder.lines().skip_while(|line| !line.contains("Seq=4334 Len=1380 is missing")).collect();
    assert!(missing[1].contains("X - - -"), "{ladder}");
    assert!(missing[2].contains("     10 "), "it is before packet 10\n{ladder}");
    has(
        &ladder,
        12,
        &[
            "12 0.482505 | [ACK] Seq=4334 Ack=539 Len=1380 |",
            "|<============================================= |",
            "| ▲ out-of-order |",
        ],
    );
}

#[test]
fn a_35_what_the_handshake_took() {
    let ladder = flow("seeds/seed000.pcap", "0");
    assert!(lines(&ladder, 2, 1)[0].ends_with("agrees after 9.086 ms"));
    assert!(lines(&ladder, 3, 1)[0].ends_with("open after 9.300 ms"));
}

#[test]
fn a_71_three_lanes_for_a_message_to_two_browsers() {
    let ladder = flow("seeds/seed002.pcap", "0 1 --fold");
    let head = ladder.lines().next().unwrap().split_whitespace().collect::<Vec<_>>();
    assert_eq!(head, ["127.0.0.1:60584", "127.0.0.1:7272", "127.0.0.1:60653"]);
    // one comes in from the right, and goes out to the right and to the left
    let arrow = |packet| lines(&ladder, packet, 2)[1].clone();
    assert_eq!(arrow(18), "| |<============================================= |");
    assert_eq!(arrow(19), "| |=============================================> |");
    assert_eq!(arrow(21), "|<============================================= | |");
    assert!(lines(&ladder, 19, 1)[0].contains("1.580 ms after 18"), "{ladder}");
    assert!(!ladder.contains("\n     20 "), "a bare acknowledgment is folded\n{ladder}");
}

#[test]
fn a_83_a_window_update_after_the_handshake() {
    has(
        &flow("seeds/seed003.pcap", "0"),
        4,
        &[
            "4 0.038592 | [ACK] Seq=1 Ack=1 Win=131744 | takes 131,744 bytes now",
            "|<--------------------------------------------- |",
            "| ▲ window update |",
        ],
    );
}

#[test]
fn a_84_a_selective_acknowledgment_names_the_hole() {
    let ladder = flow("seeds/seed003.pcap", "");
    assert!(lines(&ladder, 22, 1)[0].ends_with("has 61099–62547, 1,448 bytes before it are missing"), "{ladder}");
}

#[test]
fn a_86_the_handshake_as_the_server_sees_it() {
    let ladder = flow("seeds/seed003.pcap", "0");
    assert!(lines(&ladder, 2, 1)[0].ends_with("agrees after 0.087 ms"), "{ladder}");
    assert!(lines(&ladder, 3, 1)[0].ends_with("open after 38.546 ms"), "{ladder}");
}

#[test]
fn a_89_states_of_a_four_way_close() {
    let ladder = flow("seeds/seed003.pcap", "0");
    let states = |packet| lines(&ladder, packet, 2)[1].replace(['=', '-', '<', '>'], "");
    assert_eq!(
        [11, 12, 13, 14].map(states),
        ["FIN_WAIT_1 | | CLOSE_WAIT", "FIN_WAIT_2 | |", "TIME_WAIT | | LAST_ACK", "| | CLOSED"]
    );
}

#[test]
fn a_90_a_reset_answers_a_port_where_nobody_listens() {
    let ladder = flow("seeds/seed003.pcap", "1 2");
    assert!(ladder.contains("[RST, ACK] Seq=1 Ack=1"), "{ladder}");
    assert!(ladder.contains("refuses: nobody listens on this port"), "{ladder}");
    assert!(drawn(&format!("{OPEN} | C: 'x' | S: RST ACK"), "").contains("breaks the connection off"));
}

#[test]
fn a_110_two_connections_stand_beside_each_other() {
    let ladder = flow("static/samples/page-load.pcap.zst", "0 1");
    let head = ladder.lines().next().unwrap().split_whitespace().collect::<Vec<_>>();
    assert_eq!(head, ["127.0.0.1:50417", "127.0.0.1:8080", "127.0.0.1:50418"]);
    // packets 21 and 32 belong to the picture's connection, which is the left one
    for packet in [21, 32] {
        let own = flow("static/samples/page-load.pcap.zst", "0");
        let of_first = !lines(&own, packet, 1).is_empty();
        let arrow = lines(&ladder, packet, 2)[1].clone();
        assert_eq!(of_first, arrow.starts_with("|<") || arrow.starts_with("|=") || arrow.starts_with("|-"), "{arrow}");
    }
}

#[test]
fn a_111_an_update_opens_the_window() {
    let ladder = flow("static/samples/page-load.pcap.zst", "1");
    assert!(lines(&ladder, 164, 1)[0].ends_with("Win=327424 | takes 327,424 bytes now"), "{ladder}");
}

#[test]
fn a_117_a_close_without_the_clients_fin() {
    for stream in ["0", "1"] {
        let ladder = flow("static/samples/page-load.pcap.zst", stream);
        let last: Vec<&str> = ladder.lines().rev().take(2).collect();
        assert!(last[0].contains("the client's FIN is not in this capture"), "{ladder}");
        assert!(last[1].ends_with("FIN_WAIT_2"), "{ladder}");
    }
    assert!(!drawn(&format!("{OPEN} | C: FIN ACK | S: FIN ACK | C: ACK"), "0").contains("not in this capture"));
}

#[test]
fn mermaid_has_an_arrow_for_each_packet() {
    let text = flow("seeds/seed001.pcap", "0 -T mermaid");
    assert!(text.starts_with("sequenceDiagram\n    participant L1 as 183.27.235.172:4197\n"), "{text}");
    assert_eq!(text.lines().filter(|line| line.contains("->>")).count(), 14);
    assert!(text.contains("    L2->>L1: 9 [PSH, ACK] Seq=228 Ack=743 Len=479"), "{text}");
    assert!(text.contains("    Note over L1,L2: ▲ retransmission\n"), "{text}");
    assert!(text.contains("    Note over L2: FIN_WAIT_1\n"), "{text}");
}

/// What a sender writes is text in every form, and no markup.
#[test]
fn what_was_sent_is_no_markup() {
    let hostile = format!("{OPEN} | C: 'GET /<script>&\"#;%25 HTTP/1.1\\r\\n\\r\\n'");
    let svg = drawn(&hostile, "-T svg");
    assert!(svg.contains("GET /&lt;script&gt;&amp;&quot;#;%25") && !svg.contains("<script"), "{svg}");
    assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"));
    assert!(!svg.contains("style="), "colours are attributes: they work under any policy");
    let mermaid = drawn(&hostile, "-T mermaid");
    let line = mermaid.lines().find(|line| line.contains("GET")).unwrap();
    assert!(line.ends_with("GET /#lt;script#gt;&\"#35;#59;#37;25 HTTP/1.1"), "{line}");
}

#[test]
fn hosts_have_lanes_where_ports_have_none() {
    let head = |words| flow("seeds/seed003.pcap", words).lines().next().unwrap().split_whitespace().count();
    assert_eq!((head("--hosts"), head("") > 3), (3, true));
    // one host that talks to itself has a lane for each port all the same
    let head = flow("seeds/seed002.pcap", "--hosts").lines().next().unwrap().split_whitespace().count();
    assert_eq!(head, 3);
}

#[test]
fn true_time_leaves_room_where_time_passes() {
    let height = |words| {
        let svg = flow("seeds/seed001.pcap", words);
        let (_, rest) = svg.split_once("height=\"").unwrap();
        rest.split_once('"').unwrap().0.parse::<u32>().unwrap()
    };
    assert!(height("0 -T svg --time") > height("0 -T svg"));
}

#[test]
fn a_stream_that_is_not_there_is_refused() {
    let answer = wirelight().arg("flow").arg(capture("seeds/seed001.pcap")).arg("7").output().unwrap();
    assert_eq!(answer.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&answer.stderr).contains("no such conversation"));
}
