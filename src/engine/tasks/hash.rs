//! SHA-256 of the file as it lies there.

use sha2::{Digest, Sha256};

use super::{Outcome, Step};
use crate::{
    capture::{Answer, Problem, Source},
    engine::Engine,
};

/// Bytes read at once.
const PIECE: u64 = 4 << 20;
/// Bytes of them that one step takes.
const TAKEN: usize = 256 << 10;

/// Reads the whole file from its beginning.
pub struct Hash {
    state: Sha256,
    piece: Vec<u8>,
    /// How much of the piece was taken.
    taken: usize,
    at: u64,
    of: u64,
}

impl Hash {
    /// Nothing read yet.
    pub fn new<S: Source>(engine: &Engine<S>) -> Self {
        Self { state: Sha256::new(), piece: Vec::new(), taken: 0, at: 0, of: engine.store.source().len() }
    }

    /// Takes the next bytes.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        if let Some(rest) = self.piece.get(self.taken..).filter(|rest| !rest.is_empty()) {
            let next = rest.get(..TAKEN).unwrap_or(rest);
            self.state.update(next);
            self.taken += next.len();
            self.at += next.len() as u64;
            return Step::More;
        }
        if self.at >= self.of {
            return Step::Done(Outcome::Hashed(std::mem::take(&mut self.state).finalize().into()));
        }
        let end = self.of.min(self.at + PIECE);
        self.taken = 0;
        match engine.store.source_mut().read(self.at..end, &mut self.piece) {
            Err(text) => return Step::Done(Outcome::Unreadable(Problem::Unreadable(text))),
            Ok(Answer::Later) => return Step::Later,
            Ok(Answer::Here) => {}
        }
        if (self.piece.len() as u64) < end - self.at {
            let (needed, had) = (end - self.at, self.piece.len() as u64);
            return Step::Done(Outcome::Unreadable(Problem::CutShort { needed, had }));
        }
        Step::More
    }

    /// Bytes read, and bytes there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.at, self.of)
    }
}
