//! gzip (RFC 1952), zlib (RFC 1950) and plain deflate (RFC 1951).

use miniz_oxide::inflate::{
    TINFLStatus,
    core::{
        DecompressorOxide, decompress,
        inflate_flags::{TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF},
    },
};

use super::{Decoded, End};

/// Output is made room for by so much at first.
const FIRST: usize = 16 << 10;
/// A member's trailer: checksum and length.
const TRAILER: usize = 8;

/// Unpacks the members of `bytes`, up to `most` bytes.
pub fn gzip(bytes: &[u8], most: usize) -> Decoded {
    let (mut out, mut rest) = (Vec::new(), bytes);
    loop {
        let Some(body) = header_len(rest).and_then(|len| rest.get(len..)) else {
            let end = if out.is_empty() && rest.first_chunk() != Some(&MAGIC) { End::Damaged } else { End::Short };
            return Decoded::new(out, most, end);
        };
        let (end, used) = inflate(body, 0, &mut out, most);
        rest = body.get(used.saturating_add(TRAILER)..).unwrap_or_default();
        if end != End::Whole || rest.first_chunk() != Some(&MAGIC) {
            return Decoded::new(out, most, end);
        }
    }
}

/// Unpacks what HTTP calls deflate, up to `most` bytes: zlib by the book, plain deflate from some servers.
pub fn deflate(bytes: &[u8], most: usize) -> Decoded {
    let mut out = Vec::new();
    let is_zlib = bytes.first_chunk().is_some_and(|head| head[0] & 15 == 8 && u16::from_be_bytes(*head) % 31 == 0);
    let flags = if is_zlib { TINFL_FLAG_PARSE_ZLIB_HEADER } else { 0 };
    let (end, _) = inflate(bytes, flags, &mut out, most);
    Decoded::new(out, most, end)
}

/// Unpacks plain deflate that refers back into `before`, up to `most` bytes, which do not include those.
///
/// That the input ends between two blocks is no fault: the next message goes on there (RFC 7692 7.2.2).
pub fn inflate_behind(before: &[u8], bytes: &[u8], most: usize) -> Decoded {
    let mut out = before.to_vec();
    let (end, _) = inflate(bytes, 0, &mut out, most.saturating_add(before.len()));
    out.drain(..before.len());
    Decoded::new(out, most, if end == End::Short { End::Whole } else { end })
}

/// Appends what `bytes` stand for to `out` until that holds more than `most`, and says how many of them that took.
fn inflate(bytes: &[u8], flags: u32, out: &mut Vec<u8>, most: usize) -> (End, usize) {
    let flags = flags | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut inflate = Box::<DecompressorOxide>::default();
    let (mut used, mut len) = (0, out.len());
    loop {
        let room = len.max(FIRST).saturating_mul(2).min(most.saturating_add(1)).max(len);
        out.resize(room, 0);
        let rest = bytes.get(used..).unwrap_or_default();
        let (status, taken, made) = decompress(&mut inflate, rest, out, len, flags);
        (used, len) = (used + taken, len + made);
        let end = match status {
            TINFLStatus::HasMoreOutput if len <= most => continue,
            TINFLStatus::HasMoreOutput => End::TooLong,
            TINFLStatus::Done => End::Whole,
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => End::Short,
            _ => End::Damaged,
        };
        out.truncate(len);
        return (end, used);
    }
}

const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The length of a member's header: RFC 1952 2.3.
fn header_len(bytes: &[u8]) -> Option<usize> {
    let head = bytes.first_chunk::<10>().filter(|head| head.starts_with(&MAGIC) && head[2] == 8)?;
    let flags = head[3];
    let mut len = 10;
    if flags & 4 != 0 {
        let extra = bytes.get(len..)?.first_chunk().map(|extra| u16::from_le_bytes(*extra))?;
        len += 2 + usize::from(extra);
    }
    for text in [8, 16] {
        if flags & text != 0 {
            len += bytes.get(len..)?.iter().position(|byte| *byte == 0)? + 1;
        }
    }
    Some(if flags & 2 != 0 { len + 2 } else { len })
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};

    fn member(text: &[u8]) -> Vec<u8> {
        // with a file name and an extra field
        let mut bytes = vec![0x1f, 0x8b, 8, 4 | 8, 0, 0, 0, 0, 0, 3, 2, 0, 1, 2, b'a', 0];
        bytes.extend(compress_to_vec(text, 6));
        bytes.extend([0; TRAILER]);
        bytes
    }

    #[test]
    fn members_follow_each_other() {
        let bytes = [member(b"hello "), member(b"world")].concat();
        assert_eq!(gzip(&bytes, 100), Decoded { bytes: b"hello world".to_vec(), end: End::Whole });
        assert_eq!(gzip(&bytes, 8), Decoded { bytes: b"hello wo".to_vec(), end: End::TooLong });
    }

    #[test]
    fn zlib_and_plain_deflate_are_told_apart() {
        let text = b"what what what".repeat(100);
        for packed in [compress_to_vec_zlib(&text, 6), compress_to_vec(&text, 6)] {
            assert_eq!(deflate(&packed, 10_000), Decoded { bytes: text.clone(), end: End::Whole });
        }
    }

    #[test]
    fn what_is_cut_or_damaged_gives_what_came_before() {
        let text: Vec<u8> = (0..60_000_u32).flat_map(|number| number.wrapping_mul(0x9e37_79b9).to_le_bytes()).collect();
        let bytes = member(&text);
        let cut = gzip(&bytes[..bytes.len() / 2], 1 << 20);
        assert_eq!(cut.end, End::Short);
        assert!(cut.bytes.len() > 1000 && text.starts_with(&cut.bytes));
        assert_eq!(gzip(b"<html>", 100).end, End::Damaged);
        assert_eq!(gzip(&bytes[..5], 100), Decoded { bytes: Vec::new(), end: End::Short });
    }

    #[test]
    fn a_bomb_costs_what_was_asked_for() {
        let bomb = member(&vec![0; 64 << 20]);
        assert!(bomb.len() < 100_000);
        let decoded = gzip(&bomb, 1000);
        assert_eq!((decoded.bytes.len(), decoded.end), (1000, End::TooLong));
        assert!(decoded.bytes.capacity() < 1 << 16);
    }

    #[test]
    fn a_message_refers_to_those_before() {
        // zlib's, with a sync flush behind each
        let first = inflate_behind(b"", &[0xca, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00, 0x00, 0xff, 0xff], 100);
        assert_eq!(first, Decoded { bytes: b"hello".to_vec(), end: End::Whole });
        let second = inflate_behind(b"hello", &[0xca, 0x00, 0x11, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff], 100);
        assert_eq!(second.bytes, b"hello");
    }
}
