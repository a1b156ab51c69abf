//! Packed bytes → the bytes they stand for, never more than was asked for: what bodies of messages are coded by.

mod brotli;
mod inflate;
mod zstd;

use serde::{Deserialize, Serialize};

pub use self::{
    brotli::brotli,
    inflate::{deflate, gzip, inflate_behind},
    zstd::zstd,
};

/// What decoding gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The bytes, as far as decoding came.
    pub bytes: Vec<u8>,
    /// How it ended.
    pub end: End,
}

/// How decoding ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// Everything was decoded.
    Whole,
    /// The packed bytes end too early.
    Short,
    /// They are damaged, or something else.
    Damaged,
    /// There is more than was asked for.
    TooLong,
}

impl Decoded {
    /// The bytes up to `most`, ended by `end` unless they are more.
    fn new(mut bytes: Vec<u8>, most: usize, end: End) -> Self {
        if bytes.len() > most {
            bytes.truncate(most);
            return Self { bytes, end: End::TooLong };
        }
        Self { bytes, end }
    }
}
