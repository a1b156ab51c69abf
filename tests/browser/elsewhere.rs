//! Another server on the loopback interface, as a page finds servers: one that shares, others that do not.

use std::{
    io::{BufRead, BufReader, Read, Result, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// What it was asked: the head of every request, in lower case.
pub type Heads = Arc<Mutex<Vec<String>>>;

/// A server whose paths say how it answers.
///
/// | path | answer |
/// | --- | --- |
/// | `/shared/…` | the file, for everybody |
/// | `/closed/…` | the file, without permission for other pages |
/// | `/missing/…` | 404 |
/// | `/slow/…` | a tenth of ten megabytes, then nothing more |
/// | `/broken/…` | half of the file, then the connection ends |
pub struct Elsewhere {
    /// Its name and port.
    pub host: String,
    /// What it was asked.
    pub heads: Heads,
}

impl Elsewhere {
    /// Serves `file` under every name, as long as the tests run.
    pub fn new(file: Vec<u8>) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let host = format!("127.0.0.1:{}", listener.local_addr()?.port());
        let heads = Heads::default();
        let asked = heads.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (file, asked) = (file.clone(), asked.clone());
                thread::spawn(move || answer(&stream, &file, &asked));
            }
        });
        Ok(Self { host, heads })
    }

    /// The address of a path.
    pub fn address(&self, path: &str) -> String {
        format!("http://{}/{path}", self.host)
    }

    /// The first lines of all requests.
    pub fn asked(&self) -> Vec<String> {
        let heads = self.heads.lock().map(|heads| heads.clone()).unwrap_or_default();
        heads.iter().filter_map(|head| head.lines().next().map(str::to_owned)).collect()
    }
}

fn answer(stream: &TcpStream, file: &[u8], asked: &Heads) -> Result<()> {
    let mut head = String::new();
    let mut lines = BufReader::new(stream);
    while !head.ends_with("\r\n\r\n") {
        if lines.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    if let Ok(mut asked) = asked.lock() {
        asked.push(head.to_lowercase());
    }
    let path = head.split(' ').nth(1).unwrap_or_default();
    let kind = path.split('/').nth(1).unwrap_or_default();
    let mut out = stream;
    let open = "Access-Control-Allow-Origin: *\r\nConnection: close\r\n";
    let (status, sharing, length, body) = match kind {
        "shared" => ("200 OK", open, file.len(), file),
        "closed" => ("200 OK", "Connection: close\r\n", file.len(), file),
        "slow" => ("200 OK", open, 10_000_000, &[0; 1_000_000][..]),
        "broken" => ("200 OK", open, file.len(), file.get(..file.len() / 2).unwrap_or_default()),
        _ => ("404 Not Found", open, 0, &[][..]),
    };
    write!(out, "HTTP/1.1 {status}\r\n{sharing}Content-Length: {length}\r\n\r\n")?;
    if !head.starts_with("HEAD") {
        out.write_all(body)?;
    }
    if kind == "slow" {
        // until the other side has gone
        while lines.read(&mut [0])? > 0 {}
    }
    Ok(())
}
