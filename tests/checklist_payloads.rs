//! What people who read what programs said expect of HTTP and WebSocket, on captures rebuilt from what they have printed.
//!
//! A test is named after the id of its line in the project's acceptance checklist.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use support::{printed, wirelight};

const LIVE_VIDEO: &str = "seeds/seed000.pcap";
const PORT_81: &str = "seeds/seed001.pcap";
const CHAT: &str = "seeds/seed002.pcap";
const WIFI: &str = "seeds/seed003.pcap";
const PAGE_LOAD: &str = "static/samples/page-load.pcap.zst";

/// The tree of one packet as its lines, without their indentation.
fn tree(name: &str, number: usize) -> Vec<String> {
    let all = printed(name, "-V");
    let from = all.find(&format!("Frame {number}: ")).unwrap();
    let end = all[from..].find("\n\n").map_or(all.len(), |len| from + len);
    all[from..end].lines().map(|line| line.trim_start().to_string()).collect()
}

#[track_caller]
fn has(tree: &[String], lines: &[&str]) {
    for line in lines {
        assert!(tree.iter().any(|other| other == line), "no line `{line}` in\n{}", tree.join("\n"));
    }
}

/// Number, Protocol and Info of the packets that are not plain TCP.
fn rows(name: &str) -> Vec<String> {
    let all = printed(name, "-T fields -e frame.number -e _ws.col.Protocol -e _ws.col.Info");
    all.lines().filter(|row| !row.contains("\tTCP\t")).map(|row| row.trim_end().replace('\t', " ")).collect()
}

fn follow(name: &str, words: &[&str]) -> String {
    let file = format!("{}/tests/captures/{name}", env!("CARGO_MANIFEST_DIR"));
    let done = wirelight().arg("follow").arg(file).args(words).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn a_28_a_long_query_is_split_into_its_parameters() {
    let tree = tree(LIVE_VIDEO, 4);
    let parameter = |text: &str| format!("Request URI Query Parameter: {text}");
    has(&tree, &[&parameter("wsAuth=98cdd891123dc85668196c67d741a853"), &parameter("logo=0"), &parameter("expire=0")]);
    has(&tree, &[&parameter("wsiphost=local")]);
    assert!(tree.iter().any(|line| line.starts_with(&parameter("token=web-566086-852315"))));
}

#[test]
fn a_30_header_fields_are_shown_as_they_stand() {
    let tree = tree(LIVE_VIDEO, 4);
    has(&tree, &["X-Requested-With: ShockwaveFlash/22.0.0.192\\r\\n", "Accept-Encoding: gzip, deflate, sdch\\r\\n"]);
}

#[test]
fn a_41_http_is_found_by_what_it_says_on_any_port() {
    let rows = rows(PORT_81);
    assert_eq!(rows.iter().filter(|row| row.contains(" HTTP ")).count(), 4, "{rows:#?}");
    assert!(printed(PORT_81, "-T fields -e tcp.dstport -c 4").contains("81"));
}

#[test]
fn a_47_the_request_that_nobody_typed_is_there() {
    let rows = rows(PORT_81);
    assert!(rows.iter().any(|row| row.ends_with("GET /favicon.ico HTTP/1.1")), "{rows:#?}");
    assert!(rows.iter().any(|row| row.contains("HTTP/1.1 404 Not Found")), "{rows:#?}");
}

#[test]
fn a_64_a_handshake_changes_to_websocket() {
    let rows = rows(CHAT);
    assert_eq!(rows[..2], ["7 HTTP GET / HTTP/1.1", "9 HTTP HTTP/1.1 101 Switching Protocols"]);
    assert_eq!(rows[2], "11 WebSocket WebSocket Text [FIN] [MASKED]");
}

#[test]
fn a_65_the_proof_of_the_server_is_checked() {
    let tree = tree(CHAT, 9);
    has(&tree, &["Sec-WebSocket-Accept: nSsCeIBUsFnDJCRb/BNlFzBUDpM=\\r\\n", "[Sec-WebSocket-Accept is: valid]"]);
}

#[test]
fn a_66_what_a_client_said_is_read_without_its_mask() {
    let tree = tree(CHAT, 11);
    has(&tree, &["1... .... = Mask: True", "Masking-Key: 95265fb3", r#"Text: {"type":"login","name":"mynick"}"#]);
    assert!(follow(CHAT, &["websocket", "1"]).contains("\n{\"type\":\"login\",\"name\":\"mynick\"}\n"));
}

#[test]
fn a_67_the_second_message_too() {
    let texts = printed(CHAT, "-T fields -e frame.number -e websocket.payload.text");
    assert!(texts.contains("18\t{\"type\":\"say\",\"to_uid\":\"all\",\"content\":\"hi,  all !\"}\n"), "{texts}");
}

#[test]
fn a_68_short_lengths_stand_in_seven_bits() {
    let lengths = printed(CHAT, "-T fields -e frame.number -e websocket.payload_length -e websocket.mask");
    for frame in ["12\t108\t0", "14\t77\t0", "19\t100\t0"] {
        assert!(lengths.lines().any(|line| line == frame), "{frame}: {lengths}");
    }
}

#[test]
fn a_70_frames_are_found_where_the_handshake_is_not_in_the_capture() {
    let rows = rows(CHAT);
    let lead = "[TCP ACKed unseen segment] [TCP Previous segment not captured]";
    assert!(rows.contains(&format!("16 WebSocket {lead} WebSocket Text [FIN]")), "{rows:#?}");
}

#[test]
fn a_103_a_greeting_and_its_handshake() {
    let rows = rows(WIFI);
    let lead = "[TCP ACKed unseen segment] [TCP Previous segment not captured]";
    assert!(rows.contains(&"31 HTTP HTTP/1.1 101 Switching Protocols".to_owned()), "{rows:#?}");
    assert!(rows.contains(&format!("32 WebSocket {lead} WebSocket Text [FIN] [MASKED]")), "{rows:#?}");
    assert!(printed(WIFI, "-T fields -e websocket.payload.text").contains("hello, world"));
    assert!(printed(WIFI, "-T fields -e tcp.len").lines().any(|len| len == "18"));
}

#[test]
fn a_126_requests_and_responses_know_each_other() {
    has(&tree(PAGE_LOAD, 4), &["[Full request URI: http://127.0.0.1:8080/]", "[HTTP request: 1/2]"]);
    has(&tree(PAGE_LOAD, 4), &["[Response in frame: 6]", "[Next request in frame: 8]"]);
    let last = tree(PAGE_LOAD, 63);
    has(&last, &["[HTTP response: 2/2]", "[Prev request in frame: 4]", "[Prev response in frame: 6]"]);
    has(&last, &["[Request in frame: 8]", "[Time since request: 0.013135000 seconds]"]);
    has(&tree(PAGE_LOAD, 6), &["[Next response in frame: 63]"]);
}

#[test]
fn a_27_a_body_that_never_ends_is_kept_and_said_to_be_open() {
    let file = format!("{}/tests/captures/{LIVE_VIDEO}", env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::temp_dir().join(format!("wirelight-a27-{}", std::process::id()));
    let objects = |words: &[&str]| wirelight().arg("objects").arg(&file).arg(&folder).args(words).output().unwrap();
    let without = objects(&[]);
    assert!(without.stdout.is_empty());
    assert!(String::from_utf8_lossy(&without.stderr).contains("1 more that go on where the capture ends"));
    let with = String::from_utf8(objects(&["--open"]).stdout).unwrap();
    let saved: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(with.contains("\tvideo/x-flv\t") && with.trim_end().ends_with("\tstill open"), "{with}");
    let [body] = &saved[..] else { panic!("{with}") };
    assert!(body.starts_with(b"FLV\x01"));
    // seven segments behind the head's, as far as they follow upon each other
    assert_eq!(body.len(), 6 * 1380);
    // the rows stay as they are
    assert!(!rows(LIVE_VIDEO).iter().any(|row| row.contains("200 OK")));
}
