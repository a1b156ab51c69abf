//! Bodies by what they are: what the acceptance checklist expects of them, and hostile ones within bounds.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::time::{Duration, Instant};

use support::{drawing, printed, shown};
use wirelight::engine::request::PacketView;

const PAGE_LOAD: &str = "static/samples/page-load.pcap.zst";
/// Longer than any of these takes without optimisation.
const LONG: Duration = Duration::from_secs(20);

/// The lines of a packet's tree.
fn tree(name: &str, number: usize) -> Vec<String> {
    let all = printed(name, &format!("-V -c {number}"));
    let from = all.find(&format!("Frame {number}: ")).unwrap();
    all[from..].lines().map(|line| line.trim_start().to_owned()).collect()
}

/// The packet that completes a response with this body.
fn response(media: &str, body: &[u8]) -> PacketView {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n", body.len());
    let all = [head.as_bytes(), body].concat();
    let mut text = "C: SYN | S: SYN ACK | C: ACK | C: 'GET / HTTP/1.1\\r\\n\\r\\n'".to_owned();
    let mut last = 4;
    for part in all.chunks(30_000) {
        text += " | S: hex ";
        text.extend(part.iter().map(|byte| format!("{byte:02x}")));
        last += 1;
    }
    let start = Instant::now();
    let view = shown::packet(&drawing::capture(&text, 80), last - 1);
    assert!(start.elapsed() < LONG, "took {:?}", start.elapsed());
    view
}

fn has(view: &PacketView, text: &str) -> bool {
    view.tree.iter().any(|line| line.text.contains(text))
}

#[test]
fn a_112_rows_say_what_bodies_are() {
    let rows = printed(PAGE_LOAD, "-T fields -e _ws.col.Info");
    for (number, info) in [
        (6, "HTTP/1.1 200 OK  (text/html)"),
        (63, "HTTP/1.1 200 OK  (JPEG JFIF image)"),
        (167, "HTTP/1.1 206 Partial Content  (audio/mpeg)"),
    ] {
        assert_eq!(rows.lines().nth(number - 1), Some(info));
    }
}

#[test]
fn a_130_a_photograph_is_read_marker_by_marker() {
    let tree = tree(PAGE_LOAD, 63);
    let from = tree.iter().position(|line| line == "JPEG File Interchange Format").unwrap();
    let markers = tree[from..].iter().filter(|line| line.starts_with("Marker"));
    let first: Vec<&str> = markers.map(String::as_str).take(7).collect();
    assert_eq!(
        first,
        [
            "Marker: Start of Image (0xffd8)",
            "Marker segment: Reserved for application segments - 0 (0xFFE0)",
            "Marker: Reserved for application segments - 0 (0xffe0)",
            "Marker segment: Reserved for application segments - 1 (0xFFE1)",
            "Marker: Reserved for application segments - 1 (0xffe1)",
            "Marker segment: Reserved for application segments - 13 (0xFFED)",
            "Marker: Reserved for application segments - 13 (0xffed)",
        ]
    );
}

#[test]
fn a_131_a_page_is_shown_line_by_line() {
    let tree = tree(PAGE_LOAD, 6);
    let from = tree.iter().position(|line| line.starts_with("Line-based text data: text/html (")).unwrap();
    assert_eq!(tree[from + 1], "<!DOCTYPE html>\\r\\n");
    let view = response("text/html", "<p>猪\n</p>".as_bytes());
    assert!(has(&view, "Line-based text data: text/html (2 lines)") && has(&view, "<p>猪\\n"));
}

#[test]
fn values_of_json_are_exact_and_none_is_lost() {
    let view = response("application/json", br#"{"n": 12345678901234567890.10, "n": "\u732a"}"#);
    assert_eq!(view.row.protocol, "HTTP/JSON");
    assert_eq!(view.row.info, "HTTP/1.1 200 OK , JavaScript Object Notation (application/json)");
    assert!(has(&view, "Number value: 12345678901234567890.10"));
    assert!(has(&view, "String value: 猪"));
    assert_eq!(view.tree.iter().filter(|line| line.text == "Member: n").count(), 2);
}

#[test]
fn json_of_a_hundred_thousand_levels() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let view = response("application/json", deep.as_bytes());
    assert!(has(&view, "What lies deeper is not shown"));
    assert!(view.tree.len() < 300, "{} lines", view.tree.len());
    let view = response("application/json", "{\"a\":".repeat(100_000).as_bytes());
    assert!(has(&view, "From here on this is no JSON"));
}

#[test]
fn json_of_a_hundred_thousand_values() {
    let many = format!("[{}1]", "1,".repeat(100_000));
    let view = response("application/json", many.as_bytes());
    assert!(has(&view, "(not all values are shown)"));
    assert!(view.tree.len() < 70_000, "{} lines", view.tree.len());
}

#[test]
fn long_keys_are_not_said_again_for_each_value() {
    let long = format!("{{\"{}\": [{}1]}}", "k".repeat(200_000), "1,".repeat(10_000));
    let view = response("application/json", long.as_bytes());
    let all: usize = view.tree.iter().map(|line| line.text.len()).sum();
    assert!(all < 30_000_000, "{all} bytes");
}

#[test]
fn xml_and_parts_within_each_other() {
    let view = response("text/xml", "<a>".repeat(100_000).as_bytes());
    assert!(has(&view, "What lies deeper stands beside it"));
    let attributes = format!("<a {}>", "b ".repeat(100_000));
    assert!(has(&response("text/xml", attributes.as_bytes()), "b"));
    let part = "--X\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n".repeat(2_000);
    assert!(has(&response("multipart/mixed; boundary=X", part.as_bytes()), "MIME Multipart"));
    let within: String = (0..200)
        .map(|level| format!("--{level}\r\nContent-Type: multipart/mixed; boundary={}\r\n\r\n", level + 1))
        .collect();
    assert!(has(&response("multipart/mixed; boundary=0", within.as_bytes()), "Boundary: \"3\""));
}

#[test]
fn lines_of_text_without_end() {
    let view = response("text/plain", &b"\n".repeat(100_000));
    assert!(has(&view, "text/plain (100000 lines, not all are shown)"));
}
