//! The command from outside: what it prints, where, and how it ends.
#![cfg(not(target_arch = "wasm32"))]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

/// The command as `cargo test` built it.
fn wirelight() -> Command {
    Command::new(env!("CARGO_BIN_EXE_wirelight"))
}

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
