//! Zstandard (RFC 8878).

use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::{Decoded, End};

/// The largest window that browsers allow for a body: RFC 9659.
const LARGEST_WINDOW: u64 = 8 << 20;
/// The magic of a frame, low byte first.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Unpacks the frames of `bytes`, up to `most` bytes.
pub fn zstd(bytes: &[u8], most: usize) -> Decoded {
    let (mut out, mut rest) = (Vec::new(), bytes);
    let mut decoder = FrameDecoder::new();
    decoder.set_max_window_size(LARGEST_WINDOW);
    loop {
        let end = match rest.first_chunk() {
            Some(&MAGIC) => frame(&mut decoder, &mut rest, &mut out, most),
            // a frame to be skipped: RFC 8878 3.1.2
            Some([0x50..=0x5f, 0x2a, 0x4d, 0x18]) => skip(&mut rest),
            Some(_) => End::Damaged,
            None => End::Short,
        };
        if end != End::Whole || rest.is_empty() {
            return Decoded::new(out, most, end);
        }
    }
}

fn skip(rest: &mut &[u8]) -> End {
    let len = rest.get(4..).and_then(|rest| rest.first_chunk()).map(|len| u32::from_le_bytes(*len) as usize);
    match len.and_then(|len| rest.get(len.saturating_add(8)..)) {
        Some(behind) => {
            *rest = behind;
            End::Whole
        }
        None => End::Short,
    }
}

fn frame(decoder: &mut FrameDecoder, rest: &mut &[u8], out: &mut Vec<u8>, most: usize) -> End {
    if decoder.init(&mut *rest).is_err() {
        return End::Damaged;
    }
    loop {
        let decoded = decoder.decode_blocks(&mut *rest, BlockDecodingStrategy::UptoBlocks(1));
        let collected = decoder.collect_to_writer(&mut *out);
        match decoded {
            Ok(_) if out.len() > most => return End::TooLong,
            Ok(true) if collected.is_ok() => return End::Whole,
            Ok(false) => {}
            _ if rest.is_empty() => return End::Short,
            _ => return End::Damaged,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame of one raw block that holds `hello`, without a checksum.
    const HELLO: [u8; 14] = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 5, 0x29, 0, 0, b'h', b'e', b'l', b'l', b'o'];

    #[test]
    fn frames_follow_each_other_and_some_are_skipped() {
        let skipped = [0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9];
        let bytes = [&HELLO[..], &skipped, &HELLO].concat();
        assert_eq!(zstd(&bytes, 100), Decoded { bytes: b"hellohello".to_vec(), end: End::Whole });
        assert_eq!(zstd(&bytes, 7), Decoded { bytes: b"hellohe".to_vec(), end: End::TooLong });
    }

    #[test]
    fn what_is_cut_or_no_zstd_is_said_to_be() {
        assert_eq!(zstd(&HELLO[..11], 100).end, End::Short);
        assert_eq!(zstd(b"hello", 100).end, End::Damaged);
        assert_eq!(zstd(b"hel", 100).end, End::Short);
    }
}
