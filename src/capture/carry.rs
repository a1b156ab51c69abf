//! Cuts a stream of chunks into records: what lies whole inside a chunk is read there, only what straddles is copied.

use super::{Damage, Packet, Problem};

/// What a record reader wants next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// The next record needs so many bytes at least, and there are fewer.
    More(usize),
    /// So many bytes are of no interest.
    Skip(u64),
}

/// Reads the records at the beginning of a slice.
pub(super) trait Records {
    /// Reads all records that are whole in `bytes`, which begin at offset `at` of the file; says how many bytes that took
    /// and what it wants next.
    fn walk(&mut self, bytes: &[u8], at: u64, each: &mut impl FnMut(Packet<'_>)) -> (usize, Result<Want, Problem>);

    /// No more bytes come: what waited for some to be sure must do without.
    fn end(&mut self);
}

/// The piece of a record that earlier chunks left over.
#[derive(Debug, Default)]
pub(super) struct Carry {
    piece: Vec<u8>,
    /// How many bytes `piece` must have to be walked.
    needed: usize,
    skip: u64,
    /// Offset of the first byte that is not read yet: the first of `piece`, or the next of the stream.
    at: u64,
}

impl Carry {
    /// Offset of the first byte that is not read yet.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Bytes that are here and not read yet.
    pub fn piece(&self) -> &[u8] {
        &self.piece
    }

    /// Hands the next chunk to `records`.
    pub fn feed(
        &mut self,
        chunk: &[u8],
        records: &mut impl Records,
        each: &mut impl FnMut(Packet<'_>),
    ) -> Result<(), Damage> {
        let mut rest = chunk;
        while !rest.is_empty() {
            if self.skip > 0 {
                let skipped = usize::try_from(self.skip).unwrap_or(usize::MAX).min(rest.len());
                self.skip -= skipped as u64;
                self.at += skipped as u64;
                rest = rest.get(skipped..).unwrap_or_default();
            } else if self.piece.is_empty() {
                rest = self.walk_chunk(rest, records, each)?;
            } else {
                rest = self.walk_piece(rest, records, each)?;
            }
        }
        Ok(())
    }

    /// Reads what was waiting for more, and says what is wrong when the file ends here.
    pub fn finish(&mut self, records: &mut impl Records, each: &mut impl FnMut(Packet<'_>)) -> Result<(), Damage> {
        records.end();
        self.walk_pieces(records, each)?;
        if self.skip > 0 {
            return Err(Damage { at: self.at, problem: Problem::CutShort { needed: self.skip, had: 0 } });
        }
        if !self.piece.is_empty() {
            let problem = Problem::CutShort { needed: self.needed as u64, had: self.piece.len() as u64 };
            return Err(Damage { at: self.at, problem });
        }
        Ok(())
    }

    fn walk_chunk<'c>(
        &mut self,
        chunk: &'c [u8],
        records: &mut impl Records,
        each: &mut impl FnMut(Packet<'_>),
    ) -> Result<&'c [u8], Damage> {
        let (used, want) = records.walk(chunk, self.at, each);
        self.at += used as u64;
        let rest = chunk.get(used..).unwrap_or_default();
        match want.map_err(|problem| Damage { at: self.at, problem })? {
            Want::Skip(bytes) => {
                self.skip = bytes;
                Ok(rest)
            }
            Want::More(needed) => {
                self.needed = needed;
                self.piece.extend_from_slice(rest);
                Ok(&[])
            }
        }
    }

    /// Tops the piece up to what was asked for, no further, so that a record which is read leaves nothing behind.
    fn walk_piece<'c>(
        &mut self,
        chunk: &'c [u8],
        records: &mut impl Records,
        each: &mut impl FnMut(Packet<'_>),
    ) -> Result<&'c [u8], Damage> {
        let missing = self.needed.saturating_sub(self.piece.len()).min(chunk.len());
        let (taken, rest) = chunk.split_at(missing);
        self.piece.extend_from_slice(taken);
        if self.piece.len() < self.needed {
            return Ok(rest);
        }
        self.walk_pieces(records, each)?;
        Ok(rest)
    }

    /// Walks the piece as long as that leads on.
    fn walk_pieces(&mut self, records: &mut impl Records, each: &mut impl FnMut(Packet<'_>)) -> Result<(), Damage> {
        while self.skip == 0 && !self.piece.is_empty() {
            let (used, want) = records.walk(&self.piece, self.at, each);
            self.consume(used);
            match want.map_err(|problem| Damage { at: self.at, problem })? {
                Want::More(needed) => {
                    self.needed = needed;
                    break;
                }
                Want::Skip(bytes) => {
                    let inside = usize::try_from(bytes).unwrap_or(usize::MAX).min(self.piece.len());
                    self.consume(inside);
                    self.skip = bytes - inside as u64;
                }
            }
        }
        Ok(())
    }

    fn consume(&mut self, bytes: usize) {
        self.piece.drain(..bytes.min(self.piece.len()));
        self.at += bytes as u64;
    }
}
