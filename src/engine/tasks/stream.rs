//! All that a followed stream says: looked through for some bytes, or given as a file.

use super::{Outcome, Step};
use crate::{
    capture::{Bytes, Problem, Source},
    engine::{
        Engine, Unshown,
        followed::StreamName,
        stream_lines::{self, Cursor, StreamLine},
    },
    reassemble::transcript::Kind,
};

/// Lines looked at in one step.
const LINES: usize = 512;
/// Lines that are found at most; how many there are more does not matter to anyone.
const MOST: usize = 10_000;
/// Bytes that are given at once, about.
const PIECE: usize = 1 << 20;

/// Looks for bytes, line by line as the stream is laid out.
pub struct Seek {
    name: StreamName,
    sought: Vec<u8>,
    /// Upper and lower case of ASCII letters differ.
    case_sensitive: bool,
    at: Cursor,
    lines: u64,
    line: u32,
    /// The end of what was looked at and may begin a match, and the line in which it begins.
    tail: Vec<u8>,
    /// Of each byte of the tail, its line.
    tail_lines: Vec<u32>,
    side: u8,
    found: Vec<u32>,
}

impl Seek {
    /// Begins at the first line.
    pub fn new<S>(name: StreamName, mut sought: Vec<u8>, case_sensitive: bool, engine: &Engine<S>) -> Self {
        if !case_sensitive {
            sought.make_ascii_lowercase();
        }
        let lines = engine.followed.as_ref().and_then(|followed| followed.lines.as_ref());
        Self {
            name,
            sought,
            case_sensitive,
            at: Cursor::default(),
            lines: lines.map_or(0, |lines| lines.count),
            line: 0,
            tail: Vec::new(),
            tail_lines: Vec::new(),
            side: 0,
            found: Vec::new(),
        }
    }

    /// Looks at the next lines.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let is_it = engine.followed.as_ref().is_some_and(|followed| followed.name() == self.name);
        if self.sought.is_empty() || !is_it {
            return self.done();
        }
        let looked = engine.walk(|_, walk| {
            for _ in 0..LINES {
                match walk.next(&mut self.at, true)? {
                    Some(line) if self.found.len() < MOST => self.look_at(&line),
                    _ => return Ok(false),
                }
            }
            Ok(true)
        });
        match looked {
            Some(Ok(true)) => Step::More,
            Some(Ok(false)) | None => self.done(),
            Some(Err(why)) => why.into(),
        }
    }

    fn done(&mut self) -> Step {
        Step::Done(Outcome::FoundInStream(std::mem::take(&mut self.found)))
    }

    fn look_at(&mut self, line: &StreamLine) {
        if line.kind != Kind::Data || line.side != self.side {
            self.tail.clear();
            self.tail_lines.clear();
        }
        self.side = line.side;
        self.tail.extend_from_slice(&line.bytes);
        self.tail_lines.resize(self.tail.len(), self.line);
        if !self.case_sensitive {
            self.tail.make_ascii_lowercase();
        }
        for place in memchr::memmem::find_iter(&self.tail, &self.sought) {
            let line = self.tail_lines.get(place).copied().unwrap_or(self.line);
            if self.found.last() != Some(&line) {
                self.found.push(line);
            }
        }
        let done = self.tail.len().saturating_sub(self.sought.len() - 1);
        self.tail.drain(..done);
        self.tail_lines.drain(..done);
        self.line = self.line.saturating_add(1);
    }

    /// Lines looked at, of as many as there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.line.into(), self.lines.max(self.line.into()))
    }
}

/// Gives what was said.
pub struct Pour {
    name: StreamName,
    side: Option<u8>,
    piece: usize,
    pieces: usize,
    packets: u64,
    out: Vec<u8>,
}

impl Pour {
    /// Begins with the first piece.
    pub fn new<S>(name: StreamName, side: Option<u8>, engine: &Engine<S>) -> Self {
        let pieces = engine.followed.as_ref().map_or(0, |followed| followed.pieces().len());
        Self { name, side, piece: 0, pieces, packets: 0, out: Vec::new() }
    }

    /// Gives the next pieces.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let Some(followed) = engine.followed.as_ref().filter(|followed| followed.name() == self.name) else {
            return Step::Done(Outcome::Unreadable(Problem::Unreadable(String::new())));
        };
        let all = followed.pieces();
        while let Some(piece) = all.get(self.piece).filter(|_| self.out.len() < PIECE) {
            if piece.kind == Kind::Data && self.side.is_none_or(|side| side == piece.side) {
                match stream_lines::bytes_of(engine.pass_one.session(), &mut engine.store, &mut engine.joining, piece) {
                    Ok(Bytes::Here(bytes)) => self.out.extend_from_slice(bytes),
                    Ok(Bytes::Later) => return Step::Later,
                    Err(why) => return Unshown::into(why),
                }
                self.packets += 1;
            }
            self.piece += 1;
        }
        match self.out.is_empty() {
            true => Step::Done(Outcome::Saved { packets: self.packets, left_out: 0 }),
            false => Step::Bytes(std::mem::take(&mut self.out)),
        }
    }

    /// Pieces given, and pieces there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.piece as u64, self.pieces.max(self.piece) as u64)
    }
}
