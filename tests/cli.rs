//! The command from outside: what it prints, where, and how it ends.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Stdio},
};

use support::{capture, done, nanosecond_pcap, packets_of, printed, read, read_piped, wirelight};

/// A running `wirelight view`, ended when the test is.
struct Viewer {
    child: Child,
    port: u16,
}

impl Drop for Viewer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Viewer {
    fn start(words: &[&str]) -> Viewer {
        let mut child = wirelight().arg("view").args(words).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split_once("http://127.0.0.1:").and_then(|(_, rest)| rest.split('/').next()?.parse().ok());
        Viewer { child, port: port.unwrap_or_else(|| panic!("no address in {line:?}")) }
    }

    /// Head and body of the answer to one request.
    fn ask(&self, method: &str, path: &str, headers: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n").unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        (String::from_utf8(all[..end].to_vec()).unwrap(), all[end + 4..].to_vec())
    }

    fn get(&self, path: &str) -> (String, Vec<u8>) {
        self.ask("GET", path, &format!("Host: 127.0.0.1:{}\r\n", self.port))
    }
}

fn page_is_built() -> bool {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dist/index.html").exists()
}

#[test]
fn view_without_a_page_says_how_to_build_one() {
    if page_is_built() {
        return; // `view_serves_the_page` looks at this case
    }
    let output = wirelight().arg("view").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("make build"));
}

#[test]
fn view_serves_the_page() {
    if !page_is_built() {
        return; // `view_without_a_page_says_how_to_build_one` looks at this case
    }
    let viewer = Viewer::start(&[]);
    let (head, body) = viewer.get("/");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(head.contains("content-type: text/html"), "{head}");
    assert!(head.contains("content-security-policy: default-src 'none'"), "{head}");
    assert!(String::from_utf8_lossy(&body).contains("<html"));

    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_string();
    let host = format!("Host: localhost:{}\r\n", viewer.port);
    let (head, body) = viewer.ask("GET", "/", &format!("{host}If-None-Match: {tag}\r\n"));
    assert!(head.starts_with("HTTP/1.1 304") && body.is_empty(), "{head}");
    for (path, file) in
        [("samples/page-load.pcap.zst", "static/samples/page-load.pcap.zst"), ("vendors.tsv", "src/data/vendors.tsv")]
    {
        let (head, body) = viewer.get(&format!("/{path}?v=1"));
        let inside = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        assert!(head.starts_with("HTTP/1.1 200") && body == inside, "{path}: {head}");
    }
    assert!(viewer.get("/nothing/here").0.starts_with("HTTP/1.1 404"));
    assert!(viewer.get("/../Cargo.toml").0.starts_with("HTTP/1.1 404"));
    assert!(viewer.get("/%2e%2e/Cargo.toml").0.starts_with("HTTP/1.1 404"));
    assert!(viewer.ask("POST", "/", &host).0.starts_with("HTTP/1.1 405"));
    assert!(viewer.ask("GET", "/", "Host: attacker.example\r\n").0.starts_with("HTTP/1.1 403"));
}

#[test]
fn view_takes_the_next_port_but_never_another_than_asked_for() {
    if !page_is_built() {
        return;
    }
    let (first, second) = (Viewer::start(&[]), Viewer::start(&[]));
    assert_ne!(first.port, second.port);
    let taken = wirelight().args(["view", "--port", &first.port.to_string()]).output().unwrap();
    assert_eq!(taken.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&taken.stderr).contains("cannot be used"));
}

#[test]
fn wrong_words_are_wrong_usage() {
    for words in [&["dance"][..], &["view", "--port", "http"], &[]] {
        assert_eq!(wirelight().args(words).output().unwrap().status.code(), Some(2), "{words:?}");
    }
}

#[test]
fn help_shows_examples() {
    let output = wirelight().arg("--help").output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("Examples:"));
}

#[test]
fn rows_are_aligned_as_tshark_aligns_them() {
    let rows = printed("seeds/seed000.pcap", "-c 2");
    assert_eq!(
        rows,
        "    1   0.000000 9.186.58.171 → 114.64.222.49 TCP 66 54185 → 80 [SYN] Seq=0 Win=8192 Len=0 MSS=1460 WS=4 SACK_PERM\n    \
         2   0.009086 114.64.222.49 → 9.186.58.171 TCP 66 80 → 54185 [SYN, ACK] Seq=0 Ack=1 Win=1460 Len=0 MSS=1380 SACK_PERM WS=128\n"
    );
    assert_eq!(rows, printed("seeds/seed000.pcap", "-n -T text -c2"));
}

#[test]
fn tsv_is_seven_columns_without_a_heading() {
    let rows = printed("seeds/seed003.pcap", "-T tsv");
    assert_eq!(rows.lines().count(), 34);
    assert!(rows.lines().all(|row| row.split('\t').count() == 7));
    assert!(rows.starts_with("1\t0.000000\t10.2.200.11\t10.2.200.140\tTCP\t78\t63826 → 8080 [SYN] Seq=0 "));
}

#[test]
fn time_can_be_told_in_every_way() {
    let time = |words: &str, zone: &str| {
        let done = done(
            wirelight()
                .args(["read", "-T", "fields", "-e", "_ws.col.Time", "-c2"])
                .args(words.split(' '))
                .arg(capture("seeds/seed000.pcap"))
                .env("TZ", zone),
        );
        done.out.lines().last().unwrap_or_default().to_string()
    };
    assert_eq!(time("-t r", "UTC"), "0.009086");
    assert_eq!(time("-t d", "UTC"), "0.009086");
    assert_eq!(time("-t e", "UTC"), "1469871015.906057");
    assert_eq!(time("-t a", "UTC"), "09:30:15.906057");
    assert_eq!(time("-t a", "EST5"), "04:30:15.906057");
    assert_eq!(time("-t ad", "CST-8"), "2016-07-30 17:30:15.906057");
    assert_eq!(time("-t u", "CST-8"), "09:30:15.906057");
    assert_eq!(time("-t ud", "CST-8"), "2016-07-30 09:30:15.906057");
}

#[test]
fn fields_are_tabbed_and_their_values_joined_by_commas() {
    let lines = printed(
        "seeds/seed000.pcap",
        "-T fields -c 2 -e frame.number -e ip.addr -e tcp.port -e tcp.flags -e ip.flags.df -e udp.port",
    );
    assert_eq!(
        lines,
        "1\t9.186.58.171,114.64.222.49\t54185,80\t0x0002\t1\t\n2\t114.64.222.49,9.186.58.171\t80,54185\t0x0012\t1\t\n"
    );
}

#[test]
fn unknown_fields_are_all_named_each_on_its_line() {
    let done = read("seeds/seed000.pcap", "-T fields -e ip.nope -e ip.src -e foo");
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    let named: Vec<_> = done.err.lines().map(str::trim).filter(|line| ["foo", "ip.nope"].contains(line)).collect();
    assert_eq!(named, ["foo", "ip.nope"]);
    assert!(!done.err.lines().any(|line| line.trim() == "ip.src"));
}

#[test]
fn what_does_not_go_together_is_wrong_usage() {
    for words in ["-T fields", "-e ip.src", "-T tsv -V", "-T json -x", "-o ip.defragment:TRUE", "-c 0", "-T pdml"] {
        let done = read("seeds/seed000.pcap", words);
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{words}");
        assert!(!done.err.is_empty(), "{words}");
    }
}

#[test]
fn json_is_an_array_of_layers() {
    let text = printed("seeds/seed000.pcap", "-T json -c 2");
    let packets: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(packets.as_array().unwrap().len(), 2);
    let layers = &packets[1]["_source"]["layers"];
    assert_eq!(packets[1]["_index"], "packets-2016-07-30");
    assert_eq!(layers["ip"]["ip.ttl"], "52");
    assert_eq!(layers["ip"]["ip.flags"], "0x02");
    assert_eq!(layers["ip"]["ip.flags_tree"]["ip.flags.df"], "1");
    assert_eq!(layers["tcp"]["tcp.flags_tree"]["tcp.flags.syn"], "1");
    // A key that stands for both ends comes twice; who reads JSON as a map sees the last.
    assert_eq!(layers["tcp"]["tcp.port"], "54185");
    assert_eq!(text.matches("\"tcp.port\": \"").count(), 4);
    assert_eq!(layers["tcp"]["tcp.options"], "02:04:05:64:01:01:04:02:01:03:03:07");
    let chosen = printed("seeds/seed000.pcap", "-T json -c 1 -e tcp.port -e udp.port");
    let packets: serde_json::Value = serde_json::from_str(&chosen).unwrap();
    assert_eq!(packets[0]["_source"]["layers"], serde_json::json!({"tcp.port": ["54185", "80"]}));
}

#[test]
fn bytes_and_trees_are_printed() {
    let bytes = printed("seeds/seed000.pcap", "-x -c 1");
    assert!(bytes.starts_with("0000  00 00 0c 07 ac 65 e8 b1 fc 09 85 f8 08 00 45 00   .....e........E.\n"));
    assert!(bytes.ends_with("0040  04 02                                             ..\n\n"));
    let tree = printed("seeds/seed000.pcap", "-V -c 1");
    assert!(tree.starts_with("Frame 1: 66 bytes on wire (528 bits), 66 bytes captured (528 bits)\n    "));
    assert!(tree.contains(
        "\nInternet Protocol Version 4, Src: 9.186.58.171, Dst: 114.64.222.49\n    0100 .... = Version: 4\n"
    ));
    assert_eq!(printed("seeds/seed000.pcap", "-Vx -c 1"), format!("{tree}{bytes}"));
}

#[test]
fn a_pipe_reads_as_its_file() {
    let bytes = std::fs::read(capture("seeds/seed001.pcap")).unwrap();
    let piped = read_piped(&bytes, "-T tsv");
    assert_eq!((piped.code, piped.out), (0, printed("seeds/seed001.pcap", "-T tsv")));
    assert_eq!(
        done(wirelight().arg("read").arg("-r").arg(capture("seeds/seed001.pcap"))).out,
        printed("seeds/seed001.pcap", "")
    );
}

#[test]
fn damage_ends_the_rows_with_a_sentence() {
    let whole = std::fs::read(capture("seeds/seed001.pcap")).unwrap();
    let cut = read_piped(&whole[..whole.len() - 7], "-T tsv");
    let rows = printed("seeds/seed001.pcap", "-T tsv");
    let all_but_one: Vec<_> = rows.lines().rev().skip(1).collect();
    assert_eq!(cut.out.lines().rev().collect::<Vec<_>>(), all_but_one);
    assert_eq!(cut.code, 1);
    assert!(cut.err.contains("cut short at byte") && cut.err.trim_end().ends_with("standard input"), "{}", cut.err);
    assert_eq!(cut.err.lines().count(), 1);
    // What lies behind the packets asked for is not looked at.
    let first = read_piped(&whole[..whole.len() - 7], "-c 2");
    assert_eq!((first.code, first.out.lines().count()), (0, 2));
}

#[test]
fn what_is_no_capture_is_refused_with_what_it_is() {
    for (bytes, word) in [(&b"\x89PNG\r\n\x1a\n...."[..], "picture (PNG)"), (b"just some words\n", "plain text")] {
        let refused = read_piped(bytes, "");
        assert_eq!((refused.code, refused.out.as_str()), (3, ""));
        assert!(refused.err.contains(word), "{}", refused.err);
    }
    let missing = read("seeds/there-is-no-such.pcap", "");
    assert_eq!((missing.code, missing.out.as_str()), (3, ""));
    assert!(missing.err.contains("No such file"), "{}", missing.err);
    assert_eq!(read("seeds", "").code, 3);
}

#[test]
fn an_empty_file_is_said_to_be_empty() {
    let empty = read_piped(b"", "");
    assert_eq!((empty.code, empty.out.as_str()), (0, ""));
    assert!(empty.err.contains("empty"), "{}", empty.err);
}

#[test]
fn a_capture_without_packets_is_empty_and_fine() {
    let empty = read_piped(&nanosecond_pcap(1, &[]), "");
    assert_eq!((empty.code, empty.out.as_str(), empty.err.as_str()), (0, "", ""));
    assert_eq!(read_piped(&nanosecond_pcap(1, &[]), "-T json").out, "[]\n");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let (time, bytes) = packets_of("seeds/seed000.pcap").swap_remove(0);
    let packets: Vec<_> = (0..20_000).map(|_| (time, bytes.as_slice(), bytes.len() as u32)).collect();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), nanosecond_pcap(1, &packets)).unwrap();
    let mut child = wirelight()
        .args(["read", "-V"])
        .arg(file.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("Frame 1:"));
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn every_field_is_listed_with_its_kind_and_a_sentence() {
    let listed = done(wirelight().arg("fields"));
    assert_eq!(listed.code, 0);
    let lines: Vec<_> = listed.out.lines().collect();
    assert!(lines.len() > 200, "{}", lines.len());
    for line in &lines {
        let parts: Vec<_> = line.split('\t').collect();
        assert!(parts.len() == 3 && parts.iter().all(|part| !part.is_empty()) && parts[2].ends_with('.'), "{line}");
    }
    assert!(lines.iter().any(|line| line.starts_with("tcp.srcport\tnumber\tSource Port: ")));
}
