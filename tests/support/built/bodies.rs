//! Bodies: each capture shows the bodies of one protocol, as answers over one connection.

use std::fmt::Write;

use super::Raw;
use crate::support::drawing;

pub fn all() -> Vec<Raw> {
    vec![
        ("media/by_type", by_type()),
        ("json/values", json()),
        ("json/odd", odd_json()),
        ("xml/tags", xml()),
        ("urlencoded-form/items", form()),
        ("mime_multipart/parts", parts()),
    ]
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

fn xml() -> Vec<u8> {
    let whole = "\u{feff}<?xml version=\"1.0\" encoding='utf-8'?>\n<!DOCTYPE note [<!ENTITY e \"x\">]>\n<?style plain?>\n<!-- a > b -->\n\
                 <note xmlns:x=\"urn:x\" date='1' open>\n  <to kind=\"a&gt;b\">猪 &amp; co</to>\n  <x:empty/>\n  <![CDATA[<raw>]]>\n  tail\n</note>";
    let deep = "<a>".repeat(201) + &"</a>".repeat(201);
    let bodies: &[(&str, &[u8])] = &[
        ("text/xml; charset=utf-8", whole.as_bytes()),
        ("application/dash+xml", b"<MPD><Period id='1'"),
        ("image/svg+xml", deep.as_bytes()),
        ("text/html", b"<?xml version='1.0' encoding='UTF-8'?><html><body/></html>"),
    ];
    answers(bodies, None)
}

fn form() -> Vec<u8> {
    answers(&[("application/x-www-form-urlencoded", b"name=%E7%8C%AA+x&empty=&alone&&bad=%zz%4")], None)
}

fn parts() -> Vec<u8> {
    let part = |headers: &str, body: &str| format!("--XX\r\n{headers}\r\n{body}\r\n");
    let form = [
        "before\r\n",
        &part("Content-Disposition: form-data; name=\"a\"\r\n", "value"),
        &part("content-type: application/json\r\nX-Other: 1\r\nContent-Length: 7\r\n", "{\"k\":1}"),
        &part(
            "Content-Type: multipart/mixed; boundary=YY\r\nContent-Description: more\r\n",
            "--YY\r\nContent-ID: <1>\r\n\r\nin\r\n--YY--",
        ),
        "--XX--\r\nbehind",
    ]
    .concat();
    let others = [
        &*part("Content-Type: text/plain\r\nContent-Language: en\r\n", "one\r\ntwo"),
        &part("Content-Encoding: gzip\r\nContent-Transfer-Encoding: binary\r\nContent-Type: image/gif\r\n", "none"),
        "--XX\r\nContent-Type: text/css\r\n\r\ncut",
    ]
    .concat();
    let bodies: &[(&str, &[u8])] = &[
        ("multipart/form-data; boundary=XX", form.as_bytes()),
        ("Multipart/Related; boundary=\"XX\"", others.as_bytes()),
        ("multipart/mixed", b"undivided"),
        ("multipart/mixed; boundary=ZZ", b"--XX"),
    ];
    answers(bodies, None)
}
