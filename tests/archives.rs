//! Exchanges as HTTP archives: what the schema of HAR 1.2 says of them, and what they hold.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;
use support::{capture, captures, done, drawing, wirelight};

/// The archive of a capture, which the schema has nothing against.
fn archive(path: &Path) -> Value {
    let text = done(wirelight().arg("http").arg(path).args(["-T", "har"])).out;
    if text.is_empty() {
        return Value::Null;
    }
    assert_eq!(objections(&text), "", "{}", path.display());
    serde_json::from_str(&text).unwrap()
}

/// What the schema has against an archive.
fn objections(archive: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/har.mjs");
    let mut node = Command::new("node");
    let mut child =
        node.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = archive.as_bytes().to_vec();
    let feeding = std::thread::spawn(move || pipe.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    let _ = feeding.join();
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

fn drawn(drawing: &str) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawn.pcap");
    std::fs::write(&path, drawing::capture(&format!("C: SYN | S: SYN ACK | C: ACK | {drawing}"), 80)).unwrap();
    archive(&path)["log"]["entries"].as_array().unwrap().clone()
}

#[test]
fn the_schema_can_object() {
    let text = done(wirelight().arg("http").arg(capture("static/samples/page-load.pcap.zst")).args(["-T", "har"])).out;
    assert_eq!(objections(&text), "");
    for (whole, broken) in
        [("\"time\":", "\"tame\":"), ("T14:46:40", " 14:46:40"), ("\"127.0.0.1\"", "\"127.0.0.1:80\"")]
    {
        let broken = text.replace(whole, broken);
        assert!(broken == text || !objections(&broken).is_empty(), "{whole}");
    }
}

/// Whatever is captured makes an archive.
#[test]
fn every_capture_makes_an_archive() {
    let mut entries = 0;
    for name in captures::own_names().iter().filter(|name| name.starts_with("http/") || name.starts_with("seeds/")) {
        let archive = archive(&captures::folder().join(name));
        entries += archive["log"]["entries"].as_array().map_or(0, Vec::len);
    }
    assert!(entries > 5, "only {entries}");
}

#[test]
fn a_page_its_pictures_and_its_music() {
    let archive = archive(&capture("static/samples/page-load.pcap.zst"));
    let entries = archive["log"]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 4);
    let first = &entries[0];
    assert_eq!(first["startedDateTime"], "2023-10-24T14:46:40.703783Z");
    assert_eq!(first["request"]["url"], "http://127.0.0.1:8080/");
    assert!(first["response"]["content"]["text"].as_str().unwrap().contains("<audio"));
    let timings = &first["timings"];
    assert_eq!((timings["connect"].as_f64(), timings["wait"].as_f64()), (Some(0.184), Some(17.132)));
    assert_eq!((timings["dns"].as_f64(), timings["ssl"].as_f64()), (Some(-1.0), Some(-1.0)));
    let sum: f64 = timings.as_object().unwrap().values().filter_map(Value::as_f64).filter(|time| *time >= 0.0).sum();
    assert!((first["time"].as_f64().unwrap() - sum).abs() < 1e-6);
    let picture = &entries[1]["response"]["content"];
    assert_eq!((picture["size"].as_u64(), picture["encoding"].as_str()), (Some(766_523), Some("base64")));
    // a JPEG's first bytes
    assert!(picture["text"].as_str().unwrap().starts_with("/9j/"));
    assert_eq!(picture["text"].as_str().unwrap().len(), 766_523usize.div_ceil(3) * 4);
}

#[test]
fn bodies_are_unpacked() {
    let entries = drawn(
        "C: 'GET /a?x=1&y HTTP/1.1\\r\\nHost: h\\r\\nCookie: a=b; c\\r\\n\\r\\n' \
         | S: 'HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\nSet-Cookie: s=1; Path=/\\r\\n\\r\\n3\\r\\nabc\\r\\n2\\r\\nde\\r\\n0\\r\\n\\r\\n'",
    );
    let (request, response) = (&entries[0]["request"], &entries[0]["response"]);
    assert_eq!(response["content"]["text"], "abcde");
    assert_eq!((response["content"]["size"].as_u64(), response["bodySize"].as_u64()), (Some(5), Some(20)));
    assert_eq!(response["cookies"][0]["value"], "1");
    assert_eq!(request["cookies"].as_array().unwrap().len(), 2);
    assert_eq!((&request["queryString"][0]["value"], &request["queryString"][1]["name"]), (&"1".into(), &"y".into()));
}

#[test]
fn a_request_without_response_is_an_entry_that_says_so() {
    let entries = drawn("C: 'POST /\"<script> HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 2\\r\\n\\r\\n{}'");
    assert_eq!(entries[0]["response"]["status"], 0);
    assert_eq!(entries[0]["comment"], "no response in the capture");
    assert_eq!(entries[0]["request"]["url"], "http://h/%22%3Cscript%3E");
    assert_eq!(entries[0]["request"]["postData"]["text"], "{}");
}
