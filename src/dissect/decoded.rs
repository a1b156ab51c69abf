//! Bytes that stand for others: a body without its chunks, unpacked, or without its mask; another source that layers are
//! read from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{bytes::Span, decode::End};

/// Decoded sources of one packet at most.
pub const MOST_SOURCES: usize = 256;
/// Bytes decoded for a packet's columns, which need no more than a body's first ones.
pub const FOR_COLUMNS: usize = 4 << 10;
/// Bytes decoded for a packet's tree.
pub const FOR_TREE: usize = 32 << 20;

/// How bytes stand for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Coding {
    /// In chunks, as HTTP/1 has them.
    Chunked,
    /// gzip.
    Gzip,
    /// deflate or zlib.
    Deflate,
    /// Brotli.
    Brotli,
    /// Zstandard.
    Zstd,
    /// Behind a WebSocket mask.
    Masked,
    /// In several frames.
    Fragmented,
}

/// Decoded bytes, and where they come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What was decoded.
    pub from: Span,
    /// How it was coded.
    pub coding: Coding,
    /// The bytes, as far as they are wanted and could be decoded.
    pub bytes: Arc<Vec<u8>>,
    /// Which of them stand for which, where that can be said piece by piece; in order.
    pub pieces: Vec<Piece>,
    /// How decoding ended.
    pub end: End,
}

/// Decoded bytes that stand one for one for bytes of their parent source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The first one among the decoded bytes.
    pub start: u32,
    /// The first one in the parent source.
    pub from: u32,
    /// How many.
    pub len: u32,
}

/// What decoding makes of a span's bytes; see [`Source`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Which of them stand for which.
    pub pieces: Vec<Piece>,
    /// How decoding ended.
    pub end: End,
}

impl From<crate::decode::Decoded> for Made {
    fn from(decoded: crate::decode::Decoded) -> Self {
        Self { bytes: decoded.bytes, pieces: Vec::new(), end: decoded.end }
    }
}
