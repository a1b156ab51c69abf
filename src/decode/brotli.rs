//! Brotli (RFC 7932).

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};

use super::{Decoded, End};

/// Output comes in pieces of so many bytes.
const PIECE: usize = 16 << 10;

/// Unpacks `bytes`, up to `most` bytes; windows beyond the standard's are refused.
pub fn brotli(bytes: &[u8], most: usize) -> Decoded {
    let mut state = BrotliState::<StandardAlloc, StandardAlloc, StandardAlloc>::new_strict(
        StandardAlloc::default(),
        StandardAlloc::default(),
        StandardAlloc::default(),
    );
    let (mut left, mut at) = (bytes.len(), 0);
    let (mut out, mut piece, mut total) = (Vec::new(), vec![0; PIECE], 0);
    loop {
        let (mut room, mut made) = (piece.len(), 0);
        let result =
            BrotliDecompressStream(&mut left, &mut at, bytes, &mut room, &mut made, &mut piece, &mut total, &mut state);
        out.extend_from_slice(piece.get(..made).unwrap_or_default());
        let end = match result {
            BrotliResult::NeedsMoreOutput if out.len() <= most => continue,
            BrotliResult::NeedsMoreOutput => End::TooLong,
            BrotliResult::ResultSuccess => End::Whole,
            BrotliResult::NeedsMoreInput => End::Short,
            BrotliResult::ResultFailure => End::Damaged,
        };
        return Decoded::new(out, most, end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `hello hello hello hello` and a line end as `brotli -q 11` packs it.
    const HELLO: [u8; 23] = [
        0x1f, 0x18, 0x00, 0xf8, 0x8d, 0x94, 0x6e, 0xde, 0x44, 0xa9, 0x50, 0x86, 0x96, 0x6c, 0x20, 0x6f, 0xa5, 0xc8,
        0x3c, 0x71, 0x40, 0x1c, 0x07,
    ];
    const SAID: &[u8] = b"hello hello hello hello \n";

    #[test]
    fn what_was_packed_comes_back() {
        assert_eq!(brotli(&HELLO, 100), Decoded { bytes: SAID.to_vec(), end: End::Whole });
        assert_eq!(brotli(&HELLO, 7), Decoded { bytes: SAID[..7].to_vec(), end: End::TooLong });
    }

    #[test]
    fn what_is_cut_or_damaged_is_said_to_be() {
        assert_eq!(brotli(&HELLO[..12], 100).end, End::Short);
        // a window of a gigabyte, which the standard does not know
        assert_eq!(brotli(&[0x11, 0x1e, 0xff, 0xff], 100).end, End::Damaged);
    }
}
