//! WebP pictures, chunk by chunk: RFC 9649. tshark reads none, so the keys are our own.

use super::picture;
use crate::{
    bytes::text::Text,
    dissect::{
        either::Either,
        field::Severity,
        pdu::Pdu,
        protocol::{Claim, Family, Protocol, Short},
    },
};

fields! { "webp" "WebP" "A picture, perhaps a moving one, in chunks.":
    SIGNATURE "signature"  Text "Signature"   "RIFF.";
    FILE_SIZE "size"       Dec  "File size"   "Bytes that follow.";
    FORM      "form"       Text "Form"        "WEBP.";
    CHUNK     "chunk"      Group ""           "A chunk.";
    TYPE      "chunk.type" Text "Chunk"       "Four letters that say what it is.";
    LEN       "chunk.len"  Dec  "Length"      "Bytes of its data.";
    DATA      "chunk.data" Group "Data"       "What is in it.";
    WIDTH     "width"      Dec  "Width"       "Columns.";
    HEIGHT    "height"     Dec  "Height"      "Rows.";
    CUT       "cut"        Finding(Severity::Warning) "The picture ends too early" "Bytes that ought to follow do not.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "webp",
    column: "",
    spec: "RFC 9649",
    family: Family::Web,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::MediaType("image/webp"), Claim::Body(begins)],
    trailer: None,
    scan: |pdu| super::pass_over(pdu),
    // the row says what it says of any body that is not looked into
    dissect: |pdu| picture(pdu, "", begins, &CUT, chunks),
    cut: None,
};

/// Chunks in the tree at most.
const MOST_CHUNKS: usize = 5_000;

fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

fn chunks(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    pdu.bytes(&SIGNATURE, 4)?;
    let len = pdu.u32_le(&FILE_SIZE)? as usize;
    pdu.within(len, |pdu| {
        pdu.bytes(&FORM, 4)?;
        for _ in 0..MOST_CHUNKS {
            if pdu.claimed_left() == 0 {
                break;
            }
            chunk(pdu)?;
        }
        Ok(())
    })
}

fn chunk(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    let group = pdu.open(&CHUNK);
    let kind = pdu.bytes(&TYPE, 4)?;
    pdu.title_group(&group, format_args!("{} ({})", described(kind), Text(kind)));
    let len = pdu.u32_le(&LEN)? as usize;
    pdu.within(len, |pdu| {
        if kind == b"VP8X" {
            pdu.skip(4)?;
            one_less(pdu, [&WIDTH, &HEIGHT])?;
        }
        if kind == b"VP8 " && pdu.peek_u16(3) == Some(0x9d01) {
            pdu.skip(6)?;
            pdu.u16_le(&WIDTH)?;
            pdu.u16_le(&HEIGHT)?;
        }
        let rest = pdu.claimed_left();
        if rest > 0 { pdu.blank(&DATA, rest).map(drop) } else { Ok(()) }
    })?;
    // chunks begin at even places
    if len % 2 == 1 && pdu.claimed_left() > 0 {
        pdu.skip(1)?;
    }
    pdu.close(group);
    Ok(())
}

/// Numbers of three bytes, low byte first, that are one less than what they mean.
fn one_less(
    pdu: &mut Pdu<'_, Either<'_, '_>>,
    fields: [&'static crate::dissect::field::Field; 2],
) -> Result<(), Short> {
    for field in fields {
        let bytes = pdu.skip(3)?;
        let number = bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
        pdu.read_back(field, 3, crate::dissect::record::Value::Number(number + 1));
    }
    Ok(())
}

fn described(kind: &[u8]) -> &'static str {
    match kind {
        b"VP8 " => "Lossy picture",
        b"VP8L" => "Lossless picture",
        b"VP8X" => "Extended format",
        b"ALPH" => "Transparency",
        b"ANIM" => "Animation",
        b"ANMF" => "Animation frame",
        b"ICCP" => "Colour profile",
        b"EXIF" => "Exif metadata",
        b"XMP " => "XMP metadata",
        _ => "unknown",
    }
}
