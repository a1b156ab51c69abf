//! TCP conversations drawn as text: which of their packets carry messages.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use support::{
    build::{ETHERNET, File},
    drawing::{self, FIRST},
    shown,
};

const OPEN: &str = "C: SYN | S: SYN ACK | C: ACK";

/// The Protocol column of each packet after the handshake.
fn protocols(drawing: &str, port: u16) -> String {
    protocols_from(drawing, port, FIRST)
}

fn protocols_from(drawing: &str, port: u16, first: [u32; 2]) -> String {
    let packets = drawing::packets(&format!("{OPEN} | {drawing}"), port, first);
    let rows = shown::rows(&File::of(ETHERNET, packets).bytes());
    rows.iter().skip(3).map(|row| row.protocol.as_str()).collect::<Vec<_>>().join(" ")
}

/// The Info column of each packet after the handshake.
fn infos(drawing: &str, port: u16) -> Vec<String> {
    let packets = drawing::packets(&format!("{OPEN} | {drawing}"), port, FIRST);
    shown::rows(&File::of(ETHERNET, packets).bytes()).into_iter().skip(3).map(|row| row.info).collect()
}

const GET: &str = r"C: 'GET / HTTP/1.1\r\n\r\n'";
const OK: &str = r"S: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'";

#[test]
fn messages_in_order() {
    assert_eq!(protocols(&format!("{GET} | {OK} | C: ACK | {GET} | {OK}"), 80), "HTTP HTTP TCP HTTP HTTP");
}

#[test]
fn a_message_sent_again_is_no_new_message() {
    assert_eq!(protocols(&format!("{GET} | again {GET} | {OK} | again {OK}"), 80), "HTTP TCP HTTP TCP");
}

#[test]
fn after_a_gap_reading_goes_on_where_a_message_begins() {
    let lost = r"lost S: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno'";
    assert_eq!(protocols(&format!("{GET} | {lost} | {OK}"), 80), "HTTP HTTP");
    let middle = r"lost S: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n' | S: 'some body'";
    assert!(protocols(&format!("{GET} | {middle} | {GET} | {OK}"), 80).ends_with("HTTP HTTP"));
}

#[test]
fn what_comes_late_is_read_all_the_same() {
    let drawing = format!("lost {GET} | {GET} | {OK}");
    assert_eq!(protocols(&drawing, 80), "HTTP HTTP");
    let late = r"lost C: 'GET /first HTTP/1.1\r\n\r\n' | C: 'GET /second HTTP/1.1\r\n\r\n' | again C: 'GET /first HTTP/1.1\r\n\r\n'";
    assert_eq!(protocols(late, 80), "HTTP HTTP");
}

#[test]
fn two_messages_in_one_segment_share_a_row() {
    let both = r"C: 'GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n'";
    assert_eq!(protocols(both, 80), "HTTP");
    let info = infos(both, 80).concat();
    assert!(info.contains("GET /a HTTP/1.1") && info.contains("GET /b HTTP/1.1"), "{info}");
}

#[test]
fn a_message_over_several_segments_belongs_to_the_last_one() {
    let long = r"C: 'POST / HTTP/1.1\r\nContent-Length: 6\r\n\r\nfir' | C: 'st!'";
    assert_eq!(protocols(&format!("{long} | {OK} | {GET}"), 80), "TCP HTTP HTTP HTTP");
    let head = r"C: 'GET / HTTP/1.1\r\nHost: ' | C: 'example.com\r\n\r\n'";
    assert_eq!(protocols(&format!("{head} | {OK}"), 80), "TCP HTTP HTTP");
    let infos = infos(head, 80);
    assert!(infos[0].ends_with("Len=22 [TCP segment of a reassembled PDU]"), "{infos:?}");
    assert_eq!(infos[1], "GET / HTTP/1.1 ");
}

#[test]
fn sequence_numbers_wrap_around() {
    for first in [u32::MAX, u32::MAX - 1, u32::MAX - 10, u32::MAX - 30] {
        let drawing = format!("{GET} | {OK} | {GET} | again {GET} | {OK}");
        assert_eq!(protocols_from(&drawing, 80, [first, first]), "HTTP HTTP HTTP TCP HTTP", "from {first}");
    }
}

#[test]
fn a_conversation_without_its_beginning_is_read() {
    let file = File::of(ETHERNET, drawing::packets(&format!("lost {OPEN} | {GET} | {OK}"), 80, FIRST)).bytes();
    let protocols: Vec<_> = shown::rows(&file).into_iter().map(|row| row.protocol).collect();
    assert!(protocols.ends_with(&["HTTP".to_owned(), "HTTP".to_owned()]), "{protocols:?}");
}

#[test]
fn http_on_another_port_is_recognised() {
    assert_eq!(protocols(&format!("{GET} | {OK}"), 12_345), "HTTP HTTP");
}

#[test]
fn something_else_on_the_port_of_http_is_not_http() {
    let text = infos("C: 'SSH-2.0-something' | S: 'SSH-2.0-else'", 80).join("\n");
    assert!(!text.contains("GET"), "{text}");
    assert_eq!(protocols("C: 'hello' | S: 'hello'", 12_345), "TCP TCP");
}

#[test]
fn ports_used_again_are_a_new_conversation() {
    let (first, second) = (drawing::packets(&format!("{OPEN} | {GET} | {OK}"), 80, FIRST), [90_000, 70_000]);
    let packets = first.into_iter().chain(drawing::packets(&format!("{OPEN} | {GET} | {OK}"), 80, second));
    let file = File::of(ETHERNET, packets).bytes();
    let rows = shown::rows(&file);
    let protocols: Vec<_> = rows.iter().map(|row| row.protocol.as_str()).collect();
    assert_eq!(protocols, ["TCP", "TCP", "TCP", "HTTP", "HTTP", "TCP", "TCP", "TCP", "HTTP", "HTTP"]);
    let streams = shown::opened(&file).pass_one().session().flows.len();
    assert_eq!(streams, 2);
}

#[test]
fn dns_over_tcp_is_cut_by_its_length() {
    let query = "0011 0001 0100 0001 0000 0000 0000 00 0001 0001";
    assert_eq!(protocols(&format!("C: hex {query} | S: ACK"), 53), "DNS TCP");
    assert_eq!(protocols(&format!("C: hex {query} {query}"), 53), "DNS");
    assert_eq!(
        protocols(&format!("C: hex {query} 0011 0002 | C: hex 0100 0001 0000 0000 0000 00 0001 0001"), 53),
        "DNS DNS"
    );
}

#[test]
fn bytes_of_a_cut_capture_are_not_taken_for_the_stream() {
    let packets = drawing::packets(&format!("{OPEN} | {GET} | {OK} | {GET} | {OK}"), 80, FIRST);
    let mut file = File::of(ETHERNET, packets[..4].to_vec());
    for packet in &packets[4..] {
        // The head ends with the capture, the body is missing: the next message has its place all the same.
        file = file.cut(packet.clone(), packet.len().min(80));
    }
    let protocols: Vec<_> = shown::rows(&file.bytes()).into_iter().skip(3).map(|row| row.protocol).collect();
    assert_eq!(protocols[2], "HTTP", "{protocols:?}");
}

#[test]
fn fields_of_every_message_in_a_segment_are_there() {
    let both = format!("{OPEN} | C: 'GET /a HTTP/1.1\\r\\n\\r\\nGET /b HTTP/1.1\\r\\n\\r\\n'");
    let view = shown::packet(&drawing::capture(&both, 80), 3);
    let methods: Vec<_> = view.tree.iter().filter(|line| line.key == "http.request.method").collect();
    assert_eq!(methods.len(), 2);
    assert_eq!((methods[0].start, methods[1].start), (54, 54 + 19));
    assert_eq!((methods[0].occurrence, methods[1].occurrence), (1, 2));
}

/// The states of both sides behind each packet: `client/server`.
fn states(drawing: &str) -> String {
    let file = drawing::capture(drawing, 80);
    let engine = shown::opened(&file);
    let names = |row: &wirelight::index::Row| format!("{}/{}", row.states.of(0).name(), row.states.of(1).name());
    engine.pass_one().session().packets.iter().map(names).collect::<Vec<_>>().join(" ")
}

#[test]
fn states_of_both_sides_from_the_first_syn_to_time_wait() {
    assert_eq!(
        states(&format!("{OPEN} | C: FIN ACK | S: ACK | S: 'rest' | C: ACK | S: FIN ACK | C: ACK")),
        "SYN_SENT/SYN_RECEIVED ESTABLISHED/SYN_RECEIVED ESTABLISHED/ESTABLISHED FIN_WAIT_1/CLOSE_WAIT \
         FIN_WAIT_2/CLOSE_WAIT FIN_WAIT_2/CLOSE_WAIT FIN_WAIT_2/CLOSE_WAIT TIME_WAIT/LAST_ACK TIME_WAIT/CLOSED"
    );
}

#[test]
fn states_of_a_close_with_three_packets_and_of_one_broken_off() {
    assert!(
        states(&format!("{OPEN} | S: FIN ACK | C: FIN ACK | S: ACK"))
            .ends_with("CLOSE_WAIT/FIN_WAIT_1 LAST_ACK/TIME_WAIT CLOSED/TIME_WAIT")
    );
    assert!(states(&format!("{OPEN} | {GET} | S: RST")).ends_with("ESTABLISHED/ESTABLISHED CLOSED/CLOSED"));
    assert_eq!(states("C: SYN | S: RST ACK"), "SYN_SENT/SYN_RECEIVED CLOSED/CLOSED");
}

#[test]
fn states_of_a_conversation_without_its_beginning() {
    assert_eq!(
        states(&format!("lost C: SYN | lost S: SYN ACK | lost C: ACK | {GET} | {OK} | S: FIN ACK | C: ACK")),
        "ESTABLISHED/ESTABLISHED ESTABLISHED/ESTABLISHED CLOSE_WAIT/FIN_WAIT_1 CLOSE_WAIT/FIN_WAIT_2"
    );
}
