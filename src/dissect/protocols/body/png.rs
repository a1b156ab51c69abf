//! PNG pictures, chunk by chunk: RFC 2083.

use std::fmt;

use super::picture;
use crate::{
    bytes::text::Text,
    dissect::{
        either::Either,
        field::{Field, Severity},
        pdu::Pdu,
        protocol::{Claim, Family, Protocol, Short},
    },
};

fields! { "png" "Portable Network Graphics" "A picture in chunks.":
    SIGNATURE   "signature"            Bytes "PNG Signature"          "Eight bytes that every one begins with.";
    CHUNK       "chunk"                Group ""                       "A chunk.";
    LEN         "chunk.len"            Dec   "Len"                    "Bytes of its data.";
    TYPE        "chunk.type"           Text  "Chunk"                  "Four letters that say what it is.";
    ANCILLARY   "chunk.flag.ancillary" FlagNamed(["This is an ANCILLARY chunk", "This is a CRITICAL chunk"]) & 0x2000_0000 "Ancillary" "Whether it can be done without.";
    PRIVATE     "chunk.flag.private"   FlagNamed(["This is a PRIVATE chunk", "This is a PUBLIC chunk"]) & 0x0020_0000 "Private" "Whether only some programs know it.";
    SAFE        "chunk.flag.stc"       FlagNamed(["This chunk is SAFE TO COPY", "This chunk is NOT safe to copy"]) & 0x0000_0020 "Safe To Copy" "Whether it stays right when the picture is changed.";
    DATA        "chunk.data"           Group "Data"                   "What is in it.";
    CRC         "chunk.crc"            Hex(8) "CRC"                   "Checksum over type and data.";
    WIDTH       "ihdr.width"           Dec   "Width"                  "Columns.";
    HEIGHT      "ihdr.height"          Dec   "Height"                 "Rows.";
    BIT_DEPTH   "ihdr.bitdepth"        Dec   "Bit Depth"              "Bits of a sample.";
    COLOUR_TYPE "ihdr.colour_type"     Named(&COLOUR_TYPES) "Colour Type" "What a pixel is made of.";
    COMPRESSION "ihdr.compression_method" Named(&COMPRESSIONS) "Compression Method" "How it is packed.";
    FILTER      "ihdr.filter_method"   Named(&FILTERS) "Filter Method" "What is done before packing.";
    INTERLACE   "ihdr.interlace_method" Named(&INTERLACES) "Interlace Method" "The order of rows.";
    INTENT      "srgb.intent"          Named(&INTENTS) "Intent"       "What matters most where colours cannot be shown.";
    KEYWORD     "text.keyword"         Text  "Keyword"                "What the text is about.";
    STRING      "text.string"          Text  "String"                 "The text.";
    YEAR        "time.year"            Dec   "Year"                   "Of the last change.";
    MONTH       "time.month"           Dec   "Month"                  "Of the last change.";
    DAY         "time.day"             Dec   "Day"                    "Of the last change.";
    HOUR        "time.hour"            Dec   "Hour"                   "Of the last change, UTC.";
    MINUTE      "time.minute"          Dec   "Minute"                 "Of the last change.";
    SECOND      "time.second"          Dec   "Second"                 "Of the last change.";
    HORIZONTAL  "phys.horiz"           Dec   "Horizontal pixels per unit" "How wide a pixel should be.";
    VERTICAL    "phys.vert"            Dec   "Vertical pixels per unit" "How high a pixel should be.";
    UNIT        "phys.unit"            Named(&UNITS) "Unit"           "What that is counted in.";
    PALETTE_INDEX "bkgd.palette_index" Dec   "Palette Index"          "Colour of the background.";
    GREYSCALE   "bkgd.greyscale"       Hex(4) "Greyscale"             "Brightness of the background.";
    RED         "bkgd.red"             Hex(4) "Red"                   "Of the background.";
    GREEN       "bkgd.green"           Hex(4) "Green"                 "Of the background.";
    BLUE        "bkgd.blue"            Hex(4) "Blue"                  "Of the background.";
    WHITE_X     "chrm.white.x"         Text  "White X"                "Chromaticity of white.";
    WHITE_Y     "chrm.white.y"         Text  "White Y"                "Chromaticity of white.";
    RED_X       "chrm.red.x"           Text  "Red X"                  "Chromaticity of red.";
    RED_Y       "chrm.red.y"           Text  "Red Y"                  "Chromaticity of red.";
    GREEN_X     "chrm.green.x"         Text  "Green X"                "Chromaticity of green.";
    GREEN_Y     "chrm.green.y"         Text  "Green Y"                "Chromaticity of green.";
    BLUE_X      "chrm.blue.x"          Text  "Blue X"                 "Chromaticity of blue.";
    BLUE_Y      "chrm.blue.y"          Text  "Blue Y"                 "Chromaticity of blue.";
    GAMMA       "gama.gamma"           Text  "Gamma"                  "Of the camera.";
    CUT         "cut"                  Finding(Severity::Warning) "The picture ends too early" "Bytes that ought to follow do not.";
}

names! {
    /// What a pixel is made of.
    COLOUR_TYPES: 0 "Greyscale", 2 "Truecolour", 3 "Indexed-colour", 4 "Greyscale with alpha", 6 "Truecolour with alpha";
}
names! {
    /// How data is packed.
    COMPRESSIONS: 0 "Deflate";
}
names! {
    /// What is done before packing.
    FILTERS: 0 "Adaptive";
}
names! {
    /// The order of rows.
    INTERLACES: 0 "No interlace", 1 "Adam7";
}
names! {
    /// What matters most where colours cannot be shown.
    INTENTS: 0 "Perceptual", 1 "Relative colorimetric", 2 "Saturation", 3 "Absolute colorimetric";
}
names! {
    /// What sizes are counted in.
    UNITS: 0 "Unit is unknown", 1 "Unit is METRE";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "png",
    column: "",
    spec: "RFC 2083",
    family: Family::Web,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::MediaType("image/png"), Claim::Body(begins)],
    trailer: None,
    scan: |pdu| super::pass_over(pdu),
    dissect: |pdu| picture(pdu, "PNG", begins, &CUT, chunks),
    cut: None,
};

fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.len() >= 20
}

fn chunks(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    pdu.bytes(&SIGNATURE, 8)?;
    let mut colour_type = 0;
    while pdu.left() > 0 {
        let group = pdu.open(&CHUNK);
        let len = pdu.u32(&LEN)? as usize;
        let word = pdu.peeked::<4>()?;
        let kind = pdu.bytes(&TYPE, 4)?;
        pdu.title_group(&group, format_args!("{} ({})", described(kind), Text(kind)));
        for flag in [&ANCILLARY, &PRIVATE, &SAFE] {
            pdu.bits(flag, word);
        }
        if kind == b"IHDR" {
            colour_type = pdu.peek(9).unwrap_or_default();
        }
        pdu.within(len, |pdu| data(pdu, kind, colour_type))?;
        pdu.u32(&CRC)?;
        pdu.close(group);
        if kind == b"IEND" {
            break;
        }
    }
    Ok(())
}

fn described(kind: &[u8]) -> &'static str {
    match kind {
        b"IHDR" => "Image Header",
        b"PLTE" => "Palette",
        b"IDAT" => "Image data chunk",
        b"IEND" => "Image Trailer",
        b"bKGD" => "Background colour",
        b"cHRM" => "Primary chromaticities and white point",
        b"gAMA" => "Image gamma",
        b"iCCP" => "Embedded ICC profile",
        b"iTXt" => "International textual data",
        b"pHYs" => "Physical pixel dimensions",
        b"sBIT" => "Significant bits",
        b"sRGB" => "Standard RGB colour space",
        b"tEXt" => "Textual data",
        b"tIME" => "Image last-modification time",
        b"tRNS" => "Transparency",
        _ => "unknown",
    }
}

fn data(pdu: &mut Pdu<'_, Either<'_, '_>>, kind: &[u8], colour_type: u8) -> Result<(), Short> {
    match kind {
        b"IHDR" => {
            pdu.u32(&WIDTH)?;
            pdu.u32(&HEIGHT)?;
            [&BIT_DEPTH, &COLOUR_TYPE, &COMPRESSION, &FILTER, &INTERLACE]
                .into_iter()
                .try_for_each(|field| pdu.u8(field).map(drop))
        }
        b"gAMA" => decimal(pdu, &GAMMA),
        b"cHRM" => [&WHITE_X, &WHITE_Y, &RED_X, &RED_Y, &GREEN_X, &GREEN_Y, &BLUE_X, &BLUE_Y]
            .into_iter()
            .try_for_each(|field| decimal(pdu, field)),
        b"sRGB" => pdu.u8(&INTENT).map(drop),
        b"pHYs" => {
            pdu.u32(&HORIZONTAL)?;
            pdu.u32(&VERTICAL)?;
            pdu.u8(&UNIT).map(drop)
        }
        b"tIME" => {
            pdu.u16(&YEAR)?;
            [&MONTH, &DAY, &HOUR, &MINUTE, &SECOND].into_iter().try_for_each(|field| pdu.u8(field).map(drop))
        }
        b"tEXt" => {
            let len = pdu.rest().iter().take_while(|byte| **byte != 0).count();
            pdu.bytes(&KEYWORD, len)?;
            pdu.skip(1)?;
            pdu.all(&STRING);
            Ok(())
        }
        b"bKGD" => match colour_type & !4 {
            3 => pdu.u8(&PALETTE_INDEX).map(drop),
            2 => [&RED, &GREEN, &BLUE].into_iter().try_for_each(|field| pdu.u16(field).map(drop)),
            _ => pdu.u16(&GREYSCALE).map(drop),
        },
        _ if pdu.claimed_left() == 0 => Ok(()),
        _ => {
            let len = pdu.claimed_left();
            pdu.blank(&DATA, len).map(drop)
        }
    }
}

/// A number in 100,000ths.
fn decimal(pdu: &mut Pdu<'_, Either<'_, '_>>, field: &'static Field) -> Result<(), Short> {
    let number = pdu.peeled::<4>()?.value;
    pdu.text_back(field, 4, fmt::from_fn(|f| write!(f, "{}", number as f64 / 100_000.0)));
    Ok(())
}
