//! nginx, asked for all kinds of things: what it sent is what is found in the capture.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::Path,
};

use flate2::read::GzDecoder;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::recording::{Recorder, Recording, Server, free_port, program};

/// How often another port is tried, where somebody else takes it before nginx does.
const TRIES: usize = 5;

/// A site of a text, a picture, a page that is put together, and a place that takes things.
fn site(folder: &Path) {
    let words: String = (0..4000).map(|n| format!("{} 你好\n", n * n)).collect();
    let noise: Vec<u8> = (0u32..200_000).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    fs::create_dir(folder.join("joined")).unwrap();
    for (name, bytes) in [
        ("words.txt", words.as_bytes()),
        ("noise.bin", &noise),
        ("small.json", b"{\"a\":[1,2,3]}"),
        ("empty.bin", b""),
        ("joined/page.html", b"<h1><!--#echo var=\"host\" --></h1><!--#include virtual=\"/small.json\" -->\n"),
    ] {
        fs::write(folder.join(name), bytes).unwrap();
    }
}

fn configuration(folder: &Path, port: u16) -> String {
    let at = folder.display();
    format!(
        "daemon off; master_process off; pid {at}/pid; error_log stderr notice; events {{}}
        http {{
            types {{ text/html html; text/plain txt; application/json json; }}
            default_type application/octet-stream;
            access_log off; sendfile on; if_modified_since before; keepalive_requests 1000; gzip on; gzip_min_length 1000; gzip_types text/plain;
            client_body_temp_path {at}/1; proxy_temp_path {at}/2; fastcgi_temp_path {at}/3;
            uwsgi_temp_path {at}/4; scgi_temp_path {at}/5;
            server {{
                listen 127.0.0.1:{port}; root {at};
                location /joined/ {{ ssi on; }}
                location /moved {{ return 302 /words.txt; }}
                location /nothing {{ return 204; }}
                location /take {{ proxy_pass http://unix:{at}/behind:/; }}
            }}
            server {{ listen unix:{at}/behind; location / {{ return 201 \"taken\\n\"; }} }}
        }}"
    )
}

/// nginx over a folder, and its port.
fn nginx(folder: &Path) -> Option<(Server, u16)> {
    for _ in 0..TRIES {
        let port = free_port();
        let file = folder.join("nginx.conf");
        fs::write(&file, configuration(folder, port)).unwrap();
        let mut command = program("nginx")?;
        let started = Server::start(command.args(["-e", "stderr", "-p"]).arg(folder).arg("-c").arg(file), "OS: ");
        if let Some((server, _)) = started {
            return Some((server, port));
        }
    }
    panic!("nginx does not start");
}

/// One request and what came back, as the client knows it.
struct Asked {
    method: &'static str,
    path: &'static str,
    body: Vec<u8>,
    status: u16,
    /// Bytes of the body as they came, in their chunks and packed.
    wire: usize,
    contents: Vec<u8>,
}

/// What to ask for: method, path, headers, body.
type Wish = (&'static str, &'static str, &'static str, &'static [u8]);

const PACKED: &str = "Accept-Encoding: gzip\r\n";

const WISHES: [Wish; 14] = [
    ("GET", "/words.txt", "", b""),
    ("GET", "/words.txt", PACKED, b""),
    ("HEAD", "/words.txt", "", b""),
    ("HEAD", "/words.txt", PACKED, b""),
    ("GET", "/noise.bin", PACKED, b""),
    ("GET", "/noise.bin", "Range: bytes=1000-70999\r\n", b""),
    ("GET", "/noise.bin", "Range: bytes=300000-\r\n", b""),
    ("GET", "/noise.bin", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n", b""),
    ("GET", "/joined/page.html", "", b""),
    ("GET", "/empty.bin", "", b""),
    ("POST", "/take", "Content-Type: text/plain\r\n", b"something that is kept elsewhere"),
    ("GET", "/not-there", "", b""),
    ("GET", "/moved", "", b""),
    ("GET", "/nothing", "", b""),
];

fn request((method, path, headers, body): Wish) -> Vec<u8> {
    let len = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let head = format!("{method} {path} HTTP/1.1\r\nHost: wirelight.test\r\n{headers}{len}\r\n");
    [head.as_bytes(), body].concat()
}

/// Reads a response; the client's own reading, by RFC 9112.
fn response(from: &mut impl BufRead, (method, path, _, body): Wish) -> Asked {
    let mut first = String::new();
    from.read_line(&mut first).unwrap();
    let status = first.split(' ').nth(1).unwrap().parse().unwrap();
    let (mut len, mut chunked, mut gzip) = (0, false, false);
    loop {
        let mut line = String::new();
        from.read_line(&mut line).unwrap();
        match line.trim_end().to_lowercase().split_once(": ") {
            Some(("content-length", number)) => len = number.parse().unwrap(),
            Some(("transfer-encoding", coding)) => chunked = coding == "chunked",
            Some(("content-encoding", coding)) => gzip = coding == "gzip",
            Some(_) => {}
            None => break,
        }
    }
    let (mut packed, mut framing) = (Vec::new(), 0);
    if method != "HEAD" && ![204, 304].contains(&status) {
        if chunked {
            while chunk(from, &mut packed, &mut framing) {}
        } else {
            from.take(len).read_to_end(&mut packed).unwrap();
        }
    }
    let mut contents = packed.clone();
    if gzip && !packed.is_empty() {
        contents.clear();
        GzDecoder::new(&packed[..]).read_to_end(&mut contents).unwrap();
    }
    Asked { method, path, body: body.to_vec(), status, wire: packed.len() + framing, contents }
}

fn chunk(from: &mut impl BufRead, body: &mut Vec<u8>, framing: &mut usize) -> bool {
    let mut line = String::new();
    from.read_line(&mut line).unwrap();
    let len = u64::from_str_radix(line.trim_end(), 16).unwrap();
    from.take(len).read_to_end(body).unwrap();
    from.read_line(&mut line).unwrap();
    *framing += line.len();
    len > 0
}

/// Asks on one connection, for one thing after another; and then for the first ones again, at once on a second one.
fn ask(port: u16) -> Vec<Asked> {
    let mut all = Vec::new();
    let mut stream = BufReader::new(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap());
    for wish in WISHES {
        stream.get_mut().write_all(&request(wish)).unwrap();
        all.push(response(&mut stream, wish));
    }
    let mut stream = BufReader::new(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap());
    let at_once = &WISHES[..6];
    stream.get_mut().write_all(&at_once.iter().copied().flat_map(request).collect::<Vec<_>>()).unwrap();
    all.extend(at_once.iter().map(|wish| response(&mut stream, *wish)));
    all
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Every file that was written: the SHA-256 in the list, and that of the file itself.
fn objects(recording: &Recording) -> Vec<String> {
    let folder = recording.beside("objects");
    let listed = recording.told("objects", &[folder.to_str().unwrap()]);
    let one = |line: &str| {
        let columns: Vec<&str> = line.split('\t').collect();
        assert!(!line.contains("incomplete"), "{line}");
        assert_eq!(sha256(&fs::read(folder.join(columns[4])).unwrap()), columns[3], "{line}");
        columns[3].to_owned()
    };
    listed.lines().map(one).collect()
}

#[test]
fn what_nginx_sent_is_what_is_found() {
    let folder = tempfile::tempdir().unwrap();
    site(folder.path());
    let Some((_nginx, port)) = nginx(folder.path()) else { return };
    let Some(recorder) = Recorder::of(port) else { return };
    let asked = ask(port);
    let recording = recorder.finish();
    let statuses: Vec<u16> = asked.iter().map(|one| one.status).collect();
    let all = [200, 200, 200, 200, 200, 206, 416, 304, 200, 200, 201, 404, 302, 204, 200, 200, 200, 200, 200, 206];
    assert_eq!(statuses, all);
    let file = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert!(asked[1].contents == file("words.txt") && asked[1].wire < asked[1].contents.len());
    assert!(asked[4].contents == file("noise.bin") && asked[5].contents == file("noise.bin")[1000..71_000]);

    let sent = asked.iter().flat_map(|one| [&one.body, &one.contents]).filter(|bytes| !bytes.is_empty());
    assert_eq!(objects(&recording), sent.map(|bytes| sha256(bytes)).collect::<Vec<_>>());
    exchanges(&recording.json("http", &["-T", "json"]), &asked);
    archive(&recording.json("http", &["-T", "har"]), &asked);
}

fn exchanges(rows: &Value, asked: &[Asked]) {
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), asked.len());
    for (row, one) in rows.iter().zip(asked) {
        let url = format!("http://wirelight.test{}", one.path);
        assert_eq!((&row["method"], &row["status"]), (&one.method.into(), &one.status.into()), "{row}");
        assert_eq!(row["url"], url, "{row}");
        assert_eq!(row["request"]["body"], one.body.len(), "{row}");
        assert_eq!(row["response"]["body"], one.wire, "{row}");
    }
}

fn archive(archive: &Value, asked: &[Asked]) {
    let entries = archive["log"]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), asked.len());
    for (entry, one) in entries.iter().zip(asked) {
        let content = &entry["response"]["content"];
        assert_eq!(
            (&entry["request"]["method"], &entry["response"]["status"]),
            (&one.method.into(), &one.status.into())
        );
        assert_eq!(content["size"], one.contents.len(), "{}", entry["request"]);
        if content["encoding"].is_null() && !one.contents.is_empty() {
            assert_eq!(content["text"].as_str().map(str::as_bytes), Some(&one.contents[..]), "{}", entry["request"]);
        }
    }
}
