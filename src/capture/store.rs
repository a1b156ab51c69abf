//! The bytes of an opened capture, by their offsets in the unpacked file.

use std::ops::Range;

use super::pages::Pages;
use super::unpacked::Unpacked;
use super::{Problem, Source, Unpacking};

/// Random access to the unpacked bytes of a capture, cached; made after pass one, or while it runs.
#[derive(Debug)]
pub struct Store<S> {
    pages: Pages<Unpacked<S>>,
}

/// The answer of a [`Store`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bytes<'a> {
    /// All of the bytes asked for.
    Here(&'a [u8]),
    /// Not here yet: the source has been asked, ask the store again when more has come.
    Later,
}

impl<S: Source> Store<S> {
    /// The bytes of `source`, which a [`Reader`](super::Reader) has read, or is about to.
    pub fn new(source: S, unpacking: &Unpacking) -> Self {
        Self { pages: Pages::new(Unpacked::new(source, unpacking.clone())) }
    }

    /// Takes what pass one has learnt meanwhile; of a packed file only what it has seen can be read.
    pub fn learn(&mut self, unpacking: &Unpacking) {
        if self.pages.source_mut().learn(unpacking.clone()) {
            self.pages.clear();
        }
    }

    /// The bytes of a range of the unpacked file: all of them, or an error.
    pub fn bytes(&mut self, range: Range<u64>) -> Result<Bytes<'_>, Problem> {
        Ok(self.pages.bytes(range)?.map_or(Bytes::Later, Bytes::Here))
    }

    /// The source underneath.
    pub fn source(&self) -> &S {
        self.pages.source().packed()
    }

    /// The source underneath, to be read as it is, packed or not.
    pub fn source_mut(&mut self) -> &mut S {
        self.pages.source_mut().packed_mut()
    }
}
