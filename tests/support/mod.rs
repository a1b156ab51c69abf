//! Running the command, and making small captures to run it on.
#![allow(dead_code, reason = "each test file uses a part of this")]

pub mod build;
pub mod built;
pub mod captures;
pub mod drawing;
pub mod passes;
pub mod random;
pub mod shown;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What a finished command left.
pub struct Done {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// Exit status.
    pub code: i32,
}

/// The command as `cargo test` built it, in UTC.
pub fn wirelight() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirelight"));
    command.env("TZ", "UTC");
    command
}

/// A file below `tests/captures`, or another one of the repository.
pub fn capture(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inside = root.join("tests/captures").join(name);
    if inside.exists() { inside } else { root.join(name) }
}

/// Runs a command to its end.
pub fn done(command: &mut Command) -> Done {
    let output = command.stdin(Stdio::null()).output().unwrap();
    Done {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// `wirelight read` of a capture below `tests/captures`, with words as typed.
pub fn read(name: &str, words: &str) -> Done {
    done(wirelight().arg("read").arg(capture(name)).args(words.split_whitespace()))
}

/// Standard output of a run that must go well.
pub fn printed(name: &str, words: &str) -> String {
    let done = read(name, words);
    assert_eq!((done.code, done.err.as_str()), (0, ""), "read {name} {words}");
    done.out
}

/// `wirelight read -` with these bytes in the pipe.
pub fn read_piped(bytes: &[u8], words: &str) -> Done {
    let mut child = wirelight()
        .args(["read", "-"])
        .args(words.split_whitespace())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let feeding = std::thread::spawn(move || {
        let _ = pipe.write_all(&bytes);
    });
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap();
    Done {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// A packet to be written: nanoseconds since 1970, captured bytes, bytes on the wire.
pub type Made<'a> = (u64, &'a [u8], u32);

/// A little-endian pcap file with nanoseconds.
pub fn nanosecond_pcap(link_type: u32, packets: &[Made<'_>]) -> Vec<u8> {
    let mut file = Vec::new();
    for word in [0xa1b2_3c4d, 0x0004_0002, 0, 0, 262_144, link_type] {
        file.extend_from_slice(&u32::to_le_bytes(word));
    }
    for (time, bytes, original) in packets {
        let (seconds, nanoseconds) = (time / 1_000_000_000, time % 1_000_000_000);
        for word in [seconds as u32, nanoseconds as u32, bytes.len() as u32, *original] {
            file.extend_from_slice(&word.to_le_bytes());
        }
        file.extend_from_slice(bytes);
    }
    file
}

/// A little-endian pcapng file with one interface of this name.
pub fn pcapng(link_type: u16, interface: &str, packets: &[Made<'_>]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut section = 0x1a2b_3c4d_u32.to_le_bytes().to_vec();
    section.extend_from_slice(&[1, 0, 0, 0]);
    section.extend_from_slice(&[0xff; 8]);
    block(&mut file, 0x0a0d_0d0a, &section);
    let mut description = u32::from(link_type).to_le_bytes().to_vec();
    description.extend_from_slice(&0_u32.to_le_bytes());
    option(&mut description, 2, interface.as_bytes());
    option(&mut description, 9, &[9]);
    option(&mut description, 0, &[]);
    block(&mut file, 1, &description);
    for (time, bytes, original) in packets {
        let mut body = Vec::new();
        for word in [0, (time >> 32) as u32, *time as u32, bytes.len() as u32, *original] {
            body.extend_from_slice(&word.to_le_bytes());
        }
        body.extend_from_slice(bytes);
        block(&mut file, 6, &body);
    }
    file
}

/// Appends an option of pcapng.
pub fn option(into: &mut Vec<u8>, code: u16, value: &[u8]) {
    into.extend_from_slice(&code.to_le_bytes());
    into.extend_from_slice(&(value.len() as u16).to_le_bytes());
    into.extend_from_slice(value);
    into.resize(into.len().next_multiple_of(4), 0);
}

/// Appends a block of pcapng.
pub fn block(into: &mut Vec<u8>, kind: u32, body: &[u8]) {
    let padded = body.len().next_multiple_of(4);
    let length = (padded as u32 + 12).to_le_bytes();
    into.extend_from_slice(&kind.to_le_bytes());
    into.extend_from_slice(&length);
    into.extend_from_slice(body);
    into.resize(into.len() + padded - body.len(), 0);
    into.extend_from_slice(&length);
}

/// The packets of a little-endian microsecond pcap file: nanoseconds since 1970, and bytes.
pub fn packets_of(name: &str) -> Vec<(u64, Vec<u8>)> {
    let file = std::fs::read(capture(name)).unwrap();
    assert_eq!(file[..4], [0xd4, 0xc3, 0xb2, 0xa1], "{name} is another kind of file");
    let word = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
    let mut packets = Vec::new();
    let mut at = 24;
    while at < file.len() {
        let len = word(at + 8) as usize;
        let time = u64::from(word(at)) * 1_000_000_000 + u64::from(word(at + 4)) * 1000;
        packets.push((time, file[at + 16..at + 16 + len].to_vec()));
        at += 16 + len;
    }
    packets
}
