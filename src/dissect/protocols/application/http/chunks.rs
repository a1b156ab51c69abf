//! Chunked bodies: pieces that say how long they are, until one of nothing.

use super::head::{content, next_line};
use crate::{
    bytes::text::Text,
    dissect::{pdu::Pdu, protocol::Short, record::Value, sink::Sink},
};

more_fields! { "http":
    CHUNKS         "chunked"              Group "HTTP chunked response" "A body in pieces.";
    CHUNK          "chunk"                Group ""                      "One piece.";
    CHUNK_SIZE     "chunk_size"           Dec   "Chunk size"            "Bytes of the piece.";
    CHUNK_DATA     "chunk_data"           Bytes "Chunk data"            "The piece.";
    CHUNK_BOUNDARY "chunk_boundary"       Bytes "Chunk boundary"        "What ends the piece.";
    TRAILER_PART   "chunked_trailer_part" Text  "trailer-part"          "A header that comes behind the body.";
    LAST_LINE      "chunked_end"          Line  "Last line"             "The blank line that ends the message.";
}

/// How long a chunked body is, if all of it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// So many bytes, trailers and all.
    Whole(usize),
    /// It goes on.
    More,
    /// What should be a chunk's size is none.
    Broken,
}

/// The size in a chunk's first line: hex digits, and perhaps extensions behind a semicolon.
fn size(line: &[u8]) -> Option<u64> {
    let digits = content(line).split(|&byte| byte == b';').next()?.trim_ascii();
    if digits.len() > 16 {
        return None;
    }
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Walks over the chunks at the beginning of `bytes`.
pub fn extent(bytes: &[u8]) -> Extent {
    let mut at = 0;
    while let Some((line, _)) = bytes.get(at..).and_then(next_line) {
        at += line.len();
        let Some(size) = size(line) else { return Extent::Broken };
        if size == 0 {
            return trailers(bytes, at);
        }
        let Ok(size) = usize::try_from(size) else { return Extent::More };
        at = at.saturating_add(size);
        // The line end behind a chunk.
        match bytes.get(at..).and_then(next_line) {
            Some((end, _)) if content(end).is_empty() => at += end.len(),
            Some(_) => return Extent::Broken,
            None => return Extent::More,
        }
    }
    Extent::More
}

fn trailers(bytes: &[u8], mut at: usize) -> Extent {
    while let Some((line, _)) = bytes.get(at..).and_then(next_line) {
        at += line.len();
        if content(line).is_empty() {
            return Extent::Whole(at);
        }
    }
    Extent::More
}

/// Reads the chunks from here to the message's end.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let all = pdu.open(&CHUNKS);
    while let Some((line, _)) = next_line(pdu.rest()) {
        let Some(size) = size(line) else { break };
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

    #[test]
    fn chunks_end_with_one_of_nothing() {
        let body = b"5\r\nhello\r\n6;x=1\r\n world\r\n0\r\nTrailer: t\r\n\r\n";
        assert_eq!(extent(body), Extent::Whole(body.len()));
        for cut in 0..body.len() {
            assert_eq!(extent(&body[..cut]), Extent::More);
        }
        assert_eq!(extent(b"zz\r\n"), Extent::Broken);
        assert_eq!(extent(b"1\r\nabc\r\n"), Extent::Broken);
        assert_eq!(extent(b"ffffffffffffffff\r\nabc\r\n"), Extent::More);
    }
}
