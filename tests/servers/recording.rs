//! What passes the loopback interface → a capture file.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, UdpSocket},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::{self, JoinHandle},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{done, wirelight};

/// What is sent when everything has been said: it ends the capture.
const LAST: &[u8] = b"nothing that matters comes behind this";

/// A tcpdump that records one TCP port.
pub struct Recorder {
    tcpdump: Running,
    socket: UdpSocket,
    reading: JoinHandle<Vec<u8>>,
}

/// A finished capture.
pub struct Recording {
    folder: TempDir,
}

/// A program where this machine keeps it.
pub fn program(name: &str) -> Option<Command> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    let found = folders.map(|folder| folder.join(name)).find(|path| path.is_file());
    if found.is_none() {
        skipped(&format!("there is no {name} here, `.ci/setup servers` installs it"));
    }
    found.map(Command::new)
}

/// Says so where it is seen: what a test prints that goes well is not.
fn skipped(why: &str) {
    let _ = writeln!(io::stderr(), "skipped: {why}");
}

impl Recorder {
    /// Records a port from now on; nothing where that cannot be done.
    pub fn of(port: u16) -> Option<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let filter = format!("tcp port {port} or udp port {}", socket.local_addr().unwrap().port());
        let mut tcpdump = program("tcpdump")?
            .args(["-i", "lo", "-n", "-U", "--immediate-mode", "-B", "32768", "-w", "-", &filter])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(tcpdump.stderr.take().unwrap());
        while !said.contains("listening on") {
            if lines.read_line(&mut said).unwrap() == 0 {
                skipped(&format!("tcpdump cannot record here: {}", said.trim()));
                tcpdump.wait().unwrap();
                return None;
            }
        }
        let out = tcpdump.stdout.take().unwrap();
        let reading = thread::spawn(move || {
            let _lines = lines;
            until_last(out)
        });
        Some(Self { tcpdump: Running(tcpdump), socket, reading })
    }

    /// The capture of everything that has arrived by now.
    pub fn finish(self) -> Recording {
        self.socket.send_to(LAST, self.socket.local_addr().unwrap()).unwrap();
        let bytes = self.reading.join().unwrap();
        drop(self.tcpdump);
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("recorded.pcap"), bytes).unwrap();
        Recording { folder }
    }
}

fn until_last(mut out: impl Read) -> Vec<u8> {
    let (mut bytes, mut piece) = (Vec::new(), vec![0; 1 << 16]);
    loop {
        let len = out.read(&mut piece).unwrap();
        assert!(len > 0, "tcpdump ended too early");
        let from = bytes.len().saturating_sub(LAST.len());
        bytes.extend_from_slice(&piece[..len]);
        if let Some(at) = bytes[from..].windows(LAST.len()).position(|window| window == LAST) {
            bytes.truncate(from + at + LAST.len());
            return bytes;
        }
    }
}

impl Recording {
    /// A path beside the capture.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Standard output of a subcommand that must go well, its options after the file.
    pub fn told(&self, subcommand: &str, options: &[&str]) -> String {
        let done = done(wirelight().arg(subcommand).arg(self.beside("recorded.pcap")).args(options));
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{subcommand} {options:?}");
        done.out
    }

    /// What a subcommand tells programs.
    pub fn json(&self, subcommand: &str, options: &[&str]) -> Value {
        serde_json::from_str(&self.told(subcommand, options)).unwrap()
    }

    /// These fields of each packet, in columns.
    pub fn fields(&self, keys: &[&str]) -> Vec<Vec<String>> {
        let mut options = vec!["-T", "fields"];
        options.extend(keys.iter().flat_map(|key| ["-e", key]));
        let columns = |line: &str| line.split('\t').map(str::to_owned).collect();
        self.told("read", &options).lines().map(columns).collect()
    }

    /// Protocol and Info of the packets that are not plain TCP; the one that ended the capture aside.
    pub fn rows(&self) -> Vec<String> {
        let mut rows = self.fields(&["_ws.col.Protocol", "_ws.col.Info"]);
        rows.pop();
        rows.retain(|row| row[0] != "TCP");
        rows.iter().map(|row| row.join(" ")).collect()
    }
}

/// A port of the loopback interface that nobody listens on, for servers that have to be told one.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// A process that ends with its test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A server that ends with its test, and whose pipe stays open as long.
pub struct Server {
    _running: Running,
    said: BufReader<Box<dyn Read + Send>>,
}

impl Server {
    /// Starts a server and waits until it has said `word`; the line that it said it in. Nothing where it ends before.
    pub fn start(command: &mut Command, word: &str) -> Option<(Self, String)> {
        let (from, to) = io::pipe().unwrap();
        let child = command.stdin(Stdio::piped()).stdout(to.try_clone().unwrap()).stderr(to).spawn().unwrap();
        // the command holds the pipe's other end, which must not outlive the server
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut server = Self { _running: Running(child), said: BufReader::new(Box::new(from)) };
        loop {
            let mut line = String::new();
            if server.said.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if line.contains(word) {
                return Some((server, line));
            }
        }
    }
}

/// Writes a certificate for a name and its key into a folder; their paths. Nothing without openssl.
pub fn certificate(folder: &Path, name: &str) -> Option<[PathBuf; 2]> {
    let [certificate, key] = ["certificate.pem", "key.pem"].map(|file| folder.join(file));
    let made = program("openssl")?
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
        .args(["-subj", &format!("/CN={name}"), "-addext", &format!("subjectAltName=DNS:{name}")])
        .arg("-out")
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Some([certificate, key])
}
