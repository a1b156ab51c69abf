//! The body of a message: out of its chunks, unpacked, and read by whoever knows its media type.

use super::{CHUNKED, FILE_DATA, PACKED, chunks, headers::Said};
use crate::{
    bytes::ascii::Ascii,
    decode::{self, End},
    dissect::{
        decoded::Coding,
        either::Either,
        pdu::Pdu,
        protocol::{Dissected, Next},
    },
};

/// Codings on top of each other at most: RFC 9110 8.4 names no number, a bomb would.
const MOST_CODINGS: usize = 8;

/// Reads what follows the head.
pub fn dissect(pdu: &mut Pdu<'_, Either<'_, '_>>, said: &Said<'_>) -> Dissected {
    let all = pdu.rest();
    let mut source = None;
    let chunked = pdu.context.mode == CHUNKED;
    if chunked {
        source = pdu.decode(Coding::Chunked, all.len(), chunks::joined);
        // Where chunks do not go on as they say the rest is content all the same: pass one has not seen it.
        let _ = chunks::dissect(pdu);
    }
    let codings = || said.transfer.iter().chain(&said.packed).flat_map(|list| list.split(|byte| *byte == b','));
    let packed = codings().any(|name| is_coding(name.trim_ascii()));
    for (depth, name) in codings().rev().map(<[u8]>::trim_ascii).filter(|name| is_coding(name)).enumerate() {
        let before = pdu.decoded_end(source.unwrap_or(u16::MAX)).map_or(all.len(), |(len, _)| len);
        let Some((coding, decode)) = decoder(name).filter(|_| depth < MOST_CODINGS) else {
            let why = if depth < MOST_CODINGS { "" } else { " [the rest is not unpacked]" };
            unknown(pdu, name, before, why);
            return Ok(Next::Data);
        };
        let made = |bytes: &[u8], most: usize| decode(bytes, most).into();
        source = match source {
            None if !chunked => pdu.decode(coding, all.len(), made),
            None => None,
            Some(source) => pdu.decode_again(coding, source, made),
        };
        say_packed(pdu, name, before, source);
    }
    if !chunked && !packed {
        pdu.text_ahead(&FILE_DATA, all.len(), Ascii(all));
        pdu.label(format_args!("{} bytes", all.len()));
    } else {
        if !chunked {
            pdu.skip(all.len())?;
        }
        if let Some(source) = source {
            pdu.value_in(&FILE_DATA, source);
            let len = pdu.decoded_end(source).map_or(0, |(len, _)| len);
            pdu.label(format_args!("{len} bytes"));
        }
        pdu.go_on_in(source);
        return Ok(Next::Media);
    }
    pdu.go_on_unread();
    Ok(Next::Media)
}

/// A body out of its chunks and unpacked, up to `most` bytes; nothing where it was in neither, or in what nobody unpacks.
pub fn unpacked(body: &[u8], chunked: bool, codings: [Option<&[u8]>; 2], most: usize) -> Option<Vec<u8>> {
    let mut made = chunked.then(|| chunks::joined(body, most).bytes);
    let names = codings.into_iter().flatten().flat_map(|list| list.split(|byte| *byte == b','));
    let names: Vec<_> = names.map(<[u8]>::trim_ascii).filter(|name| is_coding(name)).take(MOST_CODINGS).collect();
    for name in names.into_iter().rev() {
        let (_, decode) = decoder(name)?;
        made = Some(decode(made.as_deref().unwrap_or(body), most).bytes);
    }
    made
}

type Decode = fn(&[u8], usize) -> decode::Decoded;

/// What undoes a coding, by its name: RFC 9110 8.4.1, RFC 7932, RFC 8878.
fn decoder(name: &[u8]) -> Option<(Coding, Decode)> {
    let known: [(&[u8], Coding, Decode); 6] = [
        (b"gzip", Coding::Gzip, decode::gzip),
        (b"x-gzip", Coding::Gzip, decode::gzip),
        (b"deflate", Coding::Deflate, decode::deflate),
        (b"x-deflate", Coding::Deflate, decode::deflate),
        (b"br", Coding::Brotli, decode::brotli),
        (b"zstd", Coding::Zstd, decode::zstd),
    ];
    known.into_iter().find(|(known, ..)| name.eq_ignore_ascii_case(known)).map(|(_, coding, decode)| (coding, decode))
}

/// Whether a coding changes the bytes; chunks are told apart by the message's length.
fn is_coding(name: &[u8]) -> bool {
    !name.is_empty() && !name.eq_ignore_ascii_case(b"identity") && !name.eq_ignore_ascii_case(b"chunked")
}

fn unknown(pdu: &mut Pdu<'_, Either<'_, '_>>, name: &[u8], len: usize, why: &str) {
    let group = pdu.open(&PACKED);
    pdu.label_group(&group, format_args!(" ({}): {len} bytes{why}", Ascii(name)));
    pdu.close(group);
}

fn say_packed(pdu: &mut Pdu<'_, Either<'_, '_>>, name: &[u8], before: usize, source: Option<u16>) {
    let Some((len, end)) = pdu.decoded_end(source.unwrap_or(u16::MAX)) else { return };
    let group = pdu.open(&PACKED);
    pdu.label_group(&group, format_args!(" ({}): {before} bytes", Ascii(name)));
    if len > 0 {
        pdu.label_group(&group, format_args!(" -> {len} bytes"));
    }
    match end {
        End::Whole => {}
        End::Short => pdu.label_group(&group, format_args!(" [Error: the packed body ends too early]")),
        End::Damaged => pdu.label_group(&group, format_args!(" [Error: Decompression failed]")),
        End::TooLong => pdu.label_group(&group, format_args!(" [the rest is not unpacked]")),
    }
    pdu.close(group);
}
