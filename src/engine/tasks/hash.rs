//! SHA-256 of the file as it lies there.

use sha2::{Digest, Sha256};

use super::{Outcome, Step};
use crate::{
    capture::{Answer, Problem, Source},
    engine::Engine,
};

/// Bytes that one step takes.
const PIECE: u64 = 256 << 10;

/// Reads the whole file from its beginning.
pub struct Hash {
    state: Sha256,
    piece: Vec<u8>,
    at: u64,
    of: u64,
}

impl Hash {
    /// Nothing read yet.
    pub fn new<S: Source>(engine: &Engine<S>) -> Self {
        Self { state: Sha256::new(), piece: Vec::new(), at: 0, of: engine.store.source().len() }
    }

    /// Takes the next bytes.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let end = self.of.min(self.at + PIECE);
        match engine.store.source_mut().read(self.at..end, &mut self.piece) {
            Err(text) => return Step::Done(Outcome::Unreadable(Problem::Unreadable(text))),
            Ok(Answer::Later) => return Step::Later,
            Ok(Answer::Here) => {}
        }
        if (self.piece.len() as u64) < end - self.at {
            let (needed, had) = (end - self.at, self.piece.len() as u64);
            return Step::Done(Outcome::Unreadable(Problem::CutShort { needed, had }));
        }
        self.state.update(&self.piece);
        self.at = end;
        if self.at < self.of {
            return Step::More;
        }
        Step::Done(Outcome::Hashed(std::mem::take(&mut self.state).finalize().into()))
    }

    /// Bytes read, and bytes there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.at, self.of)
    }
}
