//! Bodies: each capture shows the bodies of one protocol, as answers over one connection.

use std::fmt::Write;

use super::Raw;
use crate::support::drawing;

pub fn all() -> Vec<Raw> {
    vec![("media/by_type", by_type()), ("json/values", json()), ("json/odd", odd_json())]
}

/// A GET and a response for each body; where `split` says so, a segment ends that many bytes into the body.
pub fn answers(bodies: &[(&str, &[u8])], split: Option<usize>) -> Vec<u8> {
    let mut text = "C: SYN | S: SYN ACK | C: ACK".to_owned();
    for (number, (media, body)) in bodies.iter().enumerate() {
        let media = if media.is_empty() { String::new() } else { format!("Content-Type: {media}\r\n") };
        let head = format!("HTTP/1.1 200 OK\r\n{media}Content-Length: {}\r\n\r\n", body.len());
        let response = [head.as_bytes(), body].concat();
        let (first, second) =
            response.split_at(split.map_or(response.len(), |split| head.len() + split.min(body.len())));
        write!(text, " | C: 'GET /{number} HTTP/1.1\\r\\nHost: example.com\\r\\n\\r\\n'").unwrap();
        for segment in [first, second].into_iter().filter(|segment| !segment.is_empty()) {
            let digits: String = segment.iter().map(|byte| format!("{byte:02x}")).collect();
            write!(text, " | S: hex {digits}").unwrap();
        }
    }
    drawing::capture(&text, 80)
}

fn by_type() -> Vec<u8> {
    let unknown: &[(&str, &[u8])] = &[
        ("application/pdf", b"%PDF-1.7"),
        ("Application/X-Unheard-Of; version=1", b"?"),
        ("application/octet-stream", b"bytes"),
        ("", b"nobody says what this is"),
        ("text/css", b"p {\n\tcolor: red\n}\n"),
        ("TEXT/HTML; charset=gbk", b"\xd6\xed\n\n<p>"),
    ];
    answers(unknown, None)
}

fn json() -> Vec<u8> {
    let whole: &[(&str, &[u8])] = &[
        (
            "application/json; charset=utf-8",
            r#"{"name": "\u732a \"猪\"", "price": -12345678901234567890.10, "name": "again", "tags": [true, false, null, {}, ["x"]]}"#.as_bytes(),
        ),
        ("application/x-ndjson", b"{\"n\":1}\n{\"n\":2}\n"),
        ("application/hal+json", b"\"alone\""),
    ];
    answers(whole, Some(10))
}

fn odd_json() -> Vec<u8> {
    let deep = [vec![b'['; 102], vec![b']'; 102]].concat();
    let odd: &[(&str, &[u8])] =
        &[("application/json", b"{\"a\": [1, {\"b\": tru}]}"), ("application/json", b")]}',{}"), ("text/json", &deep)];
    answers(odd, None)
}
