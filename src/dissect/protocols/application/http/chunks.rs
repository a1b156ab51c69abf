//! Chunked bodies: pieces that say how long they are, until one of nothing.

use super::head::{content, next_line};
use crate::{
    bytes::text::Text,
    decode::End,
    dissect::{
        cut::{self, Cut},
        decoded::{Made, Piece},
        pdu::Pdu,
        protocol::Short,
        record::Value,
        sink::Sink,
    },
};

/// Longest line that is waited for.
const LONGEST_LINE: usize = 16 << 10;
/// Chunks in the tree at most.
const MOST_CHUNKS: usize = 10_000;

more_fields! { "http":
    CHUNKS         "chunked"              Group "HTTP chunked response" "A body in pieces.";
    CHUNK          "chunk"                Group ""                      "One piece.";
    CHUNK_SIZE     "chunk_size"           Dec   "Chunk size"            "Bytes of the piece.";
    CHUNK_DATA     "chunk_data"           Bytes "Chunk data"            "The piece.";
    CHUNK_BOUNDARY "chunk_boundary"       Bytes "Chunk boundary"        "What ends the piece.";
    TRAILER_PART   "chunked_trailer_part" Text  "trailer-part"          "A header that comes behind the body.";
    LAST_LINE      "chunked_end"          Line  "Last line"             "The blank line that ends the message.";
}

/// The size in a chunk's first line: hex digits, and perhaps extensions behind a semicolon.
fn size(line: &[u8]) -> Option<u64> {
    let digits = content(line).split(|&byte| byte == b';').next()?.trim_ascii();
    if digits.len() > 16 {
        return None;
    }
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Whether a chunk's first line names a size that no number holds.
fn is_too_large(line: &[u8]) -> bool {
    let digits = content(line).split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
    digits.len() > 16 && digits.iter().all(u8::is_ascii_hexdigit)
}

/// A chunk's size line comes next.
pub const SIZE: u32 = 1;
/// The line end behind a chunk comes next.
const END: u32 = 2;
/// A header behind the last chunk, or the blank line behind them, comes next.
const TRAILERS: u32 = 3;

/// How a chunked body goes on.
pub fn cut(bytes: &[u8], inside: u32) -> Cut {
    let piece = |len: u64| cut::Piece { len, ..cut::Piece::default() };
    let Some((line, _)) = next_line(bytes) else {
        return if bytes.len() < LONGEST_LINE { Cut::More } else { Cut::NotThis };
    };
    let (len, blank) = (line.len() as u64, content(line).is_empty());
    match (inside, size(line)) {
        (SIZE, Some(0)) => Cut::Part(piece(len), TRAILERS),
        (SIZE, Some(size)) => Cut::Part(piece(len.saturating_add(size)), END),
        (END, _) if blank => Cut::Part(piece(len), SIZE),
        (TRAILERS, _) if blank => Cut::Message(piece(len)),
        (TRAILERS, _) => Cut::Part(piece(len), TRAILERS),
        // What says of itself that it is larger than anything is no message that follows.
        (SIZE, None) if is_too_large(line) => Cut::Message(piece(bytes.len() as u64)),
        // Without sizes to go by nothing more belongs to it.
        _ => Cut::NotThis,
    }
}

/// The contents of the chunks of `bytes`, up to `most` bytes.
pub fn joined(bytes: &[u8], most: usize) -> Made {
    let (mut made, mut at) = (Made { bytes: Vec::new(), pieces: Vec::new(), end: End::Short }, 0);
    while let Some((line, _)) = bytes.get(at..).and_then(next_line) {
        let Some(size) = size(line) else {
            made.end = End::Damaged;
            break;
        };
        if size == 0 {
            made.end = End::Whole;
            break;
        }
        at += line.len();
        let rest = bytes.get(at..).unwrap_or_default();
        let there = rest.len().min(usize::try_from(size).unwrap_or(usize::MAX));
        let len = there.min(most - made.bytes.len());
        made.pieces.push(Piece { start: made.bytes.len() as u32, from: at as u32, len: len as u32 });
        made.bytes.extend_from_slice(rest.get(..len).unwrap_or_default());
        if len < there {
            made.end = End::TooLong;
            break;
        }
        let end = bytes.get(at + there..).and_then(next_line).map_or(0, |(line, _)| line.len());
        at += there + end;
    }
    made
}

/// Reads the chunks from here to the message's end.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let all = pdu.open(&CHUNKS);
    let mut chunks = 0;
    while let Some((line, _)) = next_line(pdu.rest()) {
        let Some(size) = size(line) else { break };
        if chunks == MOST_CHUNKS {
            pdu.label_group(&all, format_args!(" (not all chunks are shown)"));
            pdu.skip(pdu.left())?;
            break;
        }
        chunks += 1;
        let group = pdu.open(&CHUNK);
        pdu.skip(line.len())?;
        pdu.read_back(&CHUNK_SIZE, line.len(), Value::Number(size));
        pdu.label(format_args!("{size} octet{}", if size == 1 { "" } else { "s" }));
        if size == 0 {
            pdu.label_group(&group, format_args!("End of chunked encoding"));
            pdu.close(group);
            trailer_parts(pdu)?;
            break;
        }
        pdu.label_group(&group, format_args!("Data chunk ({size} octet{})", if size == 1 { "" } else { "s" }));
        pdu.bytes(&CHUNK_DATA, usize::try_from(size).unwrap_or(usize::MAX))?;
        let end = next_line(pdu.rest()).map_or(2, |(line, _)| line.len());
        pdu.bytes(&CHUNK_BOUNDARY, end)?;
        pdu.close(group);
    }
    pdu.close(all);
    Ok(())
}

fn trailer_parts<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    while let Some((line, _)) = next_line(pdu.rest()) {
        pdu.skip(line.len())?;
        if content(line).is_empty() {
            pdu.text_back(&LAST_LINE, line.len(), Text(line));
            pdu.label(format_args!("{}", Text(line)));
            break;
        }
        pdu.text_back(&TRAILER_PART, line.len(), Text(line));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long a body is, if all of it is there.
    fn length(bytes: &[u8]) -> Option<usize> {
        let (mut at, mut inside) = (0, SIZE);
        loop {
            match cut(bytes.get(at..)?, inside) {
                Cut::Part(piece, then) => (at, inside) = (at.checked_add(piece.len.try_into().ok()?)?, then),
                Cut::Message(piece) => return Some(at + piece.len as usize).filter(|len| *len <= bytes.len()),
                _ => return None,
            }
        }
    }

    #[test]
    fn chunks_end_with_one_of_nothing() {
        let body = b"5\r\nhello\r\n6;x=1\r\n world\r\n0\r\nTrailer: t\r\n\r\n";
        assert_eq!(length(body), Some(body.len()));
        for cut in 0..body.len() {
            assert_eq!(length(&body[..cut]), None);
        }
        assert_eq!(length(b"zz\r\n"), None);
        assert_eq!(length(b"1\r\nabc\r\n"), None);
        assert_eq!(length(b"ffffffffffffffff\r\nabc\r\n"), None);
        assert_eq!(length(b"10000000000000000\r\n\r\nGET / HTTP/1.1\r\n"), Some(37));
    }
}
