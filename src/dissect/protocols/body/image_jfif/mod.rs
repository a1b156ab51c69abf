//! JPEG pictures, marker by marker: ITU-T T.81, with JFIF's and Exif's segments.

mod exif;

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

fields! { "image-jfif" "JPEG File Interchange Format" "A photograph in segments.":
    MARKER      "marker"         HexNamed(4, &MARKERS) "Marker"     "What begins here.";
    SEGMENT     "marker_segment" Group "Marker segment"             "A marker and what belongs to it.";
    LENGTH      "length"         Dec   "Length"                     "Bytes of the segment without its marker.";
    IDENTIFIER  "identifier"     Text  "Identifier"                 "Whose segment it is.";
    VERSION     "version"        Group "Version"                    "Of the format.";
    MAJOR       "version.major"  Dec   "Major Version"              "Of the format.";
    MINOR       "version.minor"  Dec   "Minor Version"              "Of the format.";
    UNITS       "units"          Named(&UNIT_NAMES) "Units"         "What densities are counted in.";
    X_DENSITY   "Xdensity"       Dec   "Xdensity"                   "Columns of a unit.";
    Y_DENSITY   "Ydensity"       Dec   "Ydensity"                   "Rows of a unit.";
    X_THUMBNAIL "Xthumbnail"     Dec   "Xthumbnail"                 "Columns of the small picture.";
    Y_THUMBNAIL "Ythumbnail"     Dec   "Ythumbnail"                 "Rows of the small picture.";
    THUMBNAIL   "RGB"            Bytes "RGB values of thumbnail pixels" "The small picture.";
    EXTENSION   "extension.code" HexNamed(2, &EXTENSIONS) "Extension code" "How the small picture is kept.";
    FRAME       "sof"            Group "Start of Frame header"      "What the picture is like.";
    PRECISION   "sof.precision"  Dec   "Sample Precision (bits)"    "Bits of a sample.";
    LINES       "sof.lines"      Dec   "Lines"                      "Rows.";
    SAMPLES     "sof.samples_per_line" Dec "Samples per line"       "Columns.";
    COMPONENTS  "sof.nf"         Dec   "Number of image components in frame" "How many there are.";
    COMPONENT   "sof.c_i"        Dec   "Component identifier"       "Which one it is.";
    HORIZONTAL  "sof.h_i"        Dec & 0xf0 "Horizontal sampling factor" "How many samples stand side by side.";
    VERTICAL    "sof.v_i"        Dec & 0xf "Vertical sampling factor" "How many stand on top of each other.";
    QUANTIZATION "sof.tq_i"      Dec   "Quantization table destination selector" "By which table it is made coarse.";
    SCAN        "header.sos"     Group "Start of Segment header"    "What follows.";
    SCAN_COMPONENTS "sos.ns"     Dec   "Number of image components in scan" "How many follow.";
    SELECTOR    "sos.component_selector" Dec "Scan component selector" "Which one it is.";
    DC_TABLE    "sos.dc_entropy_selector" Dec & 0xf0 "DC entropy coding table destination selector" "How it is packed.";
    AC_TABLE    "sos.ac_entropy_selector" Dec & 0xf "AC entropy coding table destination selector" "How it is packed.";
    SPECTRAL_START "sos.ss"      Dec   "Start of spectral or predictor selection" "From which detail on.";
    SPECTRAL_END "sos.se"        Dec   "End of spectral selection"  "Up to which detail.";
    BIT_HIGH    "sos.ah"         Dec & 0xf0 "Successive approximation bit position high" "From which bit on.";
    BIT_LOW     "sos.al"         Dec & 0xf "Successive approximation bit position low or point transform" "Up to which bit.";
    COMMENT_HEADER "header.comment" Group "Comment header"          "A segment for people.";
    COMMENT     "comment"        Text  "Comment"                    "What somebody says of the picture.";
    REMAINING   "remain_seg_data" Bytes "Remaining segment data"    "What is not looked into.";
    ENTROPY     "entropy_coded_segment" Bytes "Entropy-coded segment (dissection is not yet implemented)" "The picture itself, packed.";
    FILL        "fill_bytes"     Bytes "Fill bytes"                 "They mean nothing.";
    CUT         "cut"            Finding(Severity::Warning) "The picture ends too early" "Bytes that ought to follow do not.";
}

names! {
    /// What markers begin: ITU-T T.81, table B.1.
    MARKERS:
        0xff01 "Reserved - For temporary private use in arithmetic coding",
        0xffc0 "Start of Frame (non-differential, Huffman coding) - Baseline DCT",
        0xffc1 "Start of Frame (non-differential, Huffman coding) - Extended sequential DCT",
        0xffc2 "Start of Frame (non-differential, Huffman coding) - Progressive DCT",
        0xffc3 "Start of Frame (non-differential, Huffman coding) - Lossless (sequential)",
        0xffc4 "Define Huffman table(s)",
        0xffc5 "Start of Frame (differential, Huffman coding) - Differential sequential DCT",
        0xffc6 "Start of Frame (differential, Huffman coding) - Differential progressive DCT",
        0xffc7 "Start of Frame (differential, Huffman coding) - Differential lossless (sequential)",
        0xffc8 "Start of Frame (non-differential, arithmetic coding) - Reserved for JPEG extensions",
        0xffc9 "Start of Frame (non-differential, arithmetic coding) - Extended sequential DCT",
        0xffca "Start of Frame (non-differential, arithmetic coding) - Progressive DCT",
        0xffcb "Start of Frame (non-differential, arithmetic coding) - Lossless (sequential)",
        0xffcc "Define arithmetic coding conditioning(s)",
        0xffcd "Start of Frame (differential, arithmetic coding) - Differential sequential DCT",
        0xffce "Start of Frame (differential, arithmetic coding) - Differential progressive DCT",
        0xffcf "Start of Frame (differential, arithmetic coding) - Differential lossless (sequential)",
        0xffd0 "Restart interval termination - Restart with modulo 8 count 0",
        0xffd1 "Restart interval termination - Restart with modulo 8 count 1",
        0xffd2 "Restart interval termination - Restart with modulo 8 count 2",
        0xffd3 "Restart interval termination - Restart with modulo 8 count 3",
        0xffd4 "Restart interval termination - Restart with modulo 8 count 4",
        0xffd5 "Restart interval termination - Restart with modulo 8 count 5",
        0xffd6 "Restart interval termination - Restart with modulo 8 count 6",
        0xffd7 "Restart interval termination - Restart with modulo 8 count 7",
        0xffd8 "Start of Image", 0xffd9 "End of Image", 0xffda "Start of Scan", 0xffdb "Define quantization table(s)",
        0xffdc "Define number of lines", 0xffdd "Define restart interval", 0xffde "Define hierarchical progression",
        0xffdf "Expand reference component(s)", 0xffe0 "Reserved for application segments - 0",
        0xffe1 "Reserved for application segments - 1", 0xffe2 "Reserved for application segments - 2",
        0xffe3 "Reserved for application segments - 3", 0xffe4 "Reserved for application segments - 4",
        0xffe5 "Reserved for application segments - 5", 0xffe6 "Reserved for application segments - 6",
        0xffe7 "Reserved for application segments - 7", 0xffe8 "Reserved for application segments - 8",
        0xffe9 "Reserved for application segments - 9", 0xffea "Reserved for application segments - 10",
        0xffeb "Reserved for application segments - 11", 0xffec "Reserved for application segments - 12",
        0xffed "Reserved for application segments - 13", 0xffee "Reserved for application segments - 14",
        0xffef "Reserved for application segments - 15", 0xfff0 "Reserved for JPEG extensions - 0",
        0xfff1 "Reserved for JPEG extensions - 1", 0xfff2 "Reserved for JPEG extensions - 2",
        0xfff3 "Reserved for JPEG extensions - 3", 0xfff4 "Reserved for JPEG extensions - 4",
        0xfff5 "Reserved for JPEG extensions - 5", 0xfff6 "Reserved for JPEG extensions - 6",
        0xfff7 "Reserved for JPEG extensions - 7", 0xfff8 "Reserved for JPEG extensions - 8",
        0xfff9 "Reserved for JPEG extensions - 9", 0xfffa "Reserved for JPEG extensions - 10",
        0xfffb "Reserved for JPEG extensions - 11", 0xfffc "Reserved for JPEG extensions - 12",
        0xfffd "Reserved for JPEG extensions - 13", 0xfffe "Comment";
}
names! {
    /// What densities are counted in.
    UNIT_NAMES: 0 "No units; Xdensity and Ydensity specify the pixel aspect ratio", 1 "Dots per inch", 2 "Dots per centimeter";
}
names! {
    /// How JFIF extensions keep the small picture.
    EXTENSIONS:
        0x10 "Thumbnail encoded using JPEG", 0x11 "Thumbnail encoded using 1 byte (8 bits) per pixel",
        0x13 "Thumbnail encoded using 3 bytes (24 bits) per pixel";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "image-jfif",
    column: "",
    spec: "ITU-T T.81",
    family: Family::Web,
    fields: FIELDS,
    more: &[exif::FIELDS],
    notes: &[],
    claims: &[
        Claim::MediaType("image/jpeg"),
        Claim::MediaType("image/jpg"),
        Claim::MediaType("image/pjpeg"),
        Claim::Body(begins),
    ],
    trailer: None,
    scan: |pdu| super::pass_over(pdu),
    dissect: |pdu| picture(pdu, "JPEG JFIF image", begins, &CUT, segments),
    cut: None,
};

/// Segments in the tree at most.
const MOST_SEGMENTS: usize = 10_000;
const END_OF_IMAGE: u16 = 0xffd9;

fn begins(bytes: &[u8]) -> bool {
    let identifier = bytes.get(6..).unwrap_or_default();
    let known = identifier.starts_with(b"JFIF\0") || identifier.starts_with(b"Exif\0");
    bytes.starts_with(b"\xff\xd8\xff") && known && bytes.len() >= 20
}

fn segments(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    for _ in 0..MOST_SEGMENTS {
        let packed = packed_len(pdu.rest());
        if packed > 0 {
            pdu.bytes(&ENTROPY, packed)?;
        }
        let fill = pdu.rest().iter().take_while(|byte| **byte == 0xff).count().saturating_sub(1);
        if fill > 0 {
            pdu.bytes(&FILL, fill)?;
        }
        let marker = pdu.peeked::<2>()?.value as u16;
        match marker {
            0xff01 | 0xffd0..=0xffd9 => drop(pdu.u16(&MARKER)?),
            _ => segment(pdu, marker)?,
        }
        if marker == END_OF_IMAGE {
            break;
        }
    }
    Ok(())
}

/// How many bytes come before the next marker: 0xff is part of them where a zero follows.
fn packed_len(bytes: &[u8]) -> usize {
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| memchr::memchr(0xff, rest)) {
        match bytes.get(from + found + 1) {
            Some(0) => from += found + 2,
            _ => return from + found,
        }
    }
    bytes.len()
}

fn segment(pdu: &mut Pdu<'_, Either<'_, '_>>, marker: u16) -> Result<(), Short> {
    let heading: &'static Field = match marker {
        0xffc4 | 0xffcc => &SEGMENT,
        0xffc0..=0xffcf => &FRAME,
        0xffda => &SCAN,
        0xfffe => &COMMENT_HEADER,
        _ => &SEGMENT,
    };
    let group = pdu.open(heading);
    pdu.label_group(&group, format_args!(": {} (0x{marker:04X})", MARKERS.get(marker.into()).unwrap_or("Unknown")));
    pdu.u16(&MARKER)?;
    let len = pdu.u16(&LENGTH)?;
    pdu.within(usize::from(len.saturating_sub(2)), |pdu| match marker {
        0xffe0 => app0(pdu),
        0xffe1 | 0xffe2 => identified(pdu),
        _ if std::ptr::eq(heading, &FRAME) => frame(pdu),
        0xffda => scan(pdu),
        0xfffe => {
            pdu.all(&COMMENT);
            Ok(())
        }
        _ => remaining(pdu),
    })?;
    pdu.close(group);
    Ok(())
}

fn remaining(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    let len = pdu.claimed_left();
    if len > 0 {
        pdu.bytes(&REMAINING, len)?;
        pdu.label(format_args!("{len} bytes"));
    }
    Ok(())
}

/// Reads who a segment is of, up to a zero byte.
fn identifier<'a>(pdu: &mut Pdu<'a, Either<'_, '_>>) -> Result<&'a [u8], Short> {
    let len = pdu.rest().iter().take_while(|byte| **byte != 0).count();
    let name = pdu.rest().get(..len).unwrap_or_default();
    pdu.skip((len + 1).min(pdu.left().max(1)))?;
    pdu.text_of(&IDENTIFIER, name, Text(name));
    Ok(name)
}

fn app0(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    match identifier(pdu)? {
        b"JFIF" => {
            let (major, minor) = (pdu.peek(0).unwrap_or_default(), pdu.peek(1).unwrap_or_default());
            let group = pdu.open(&VERSION);
            pdu.label_group(&group, format_args!(": {major}.{minor}"));
            pdu.u8(&MAJOR)?;
            pdu.u8(&MINOR)?;
            pdu.close(group);
            pdu.u8(&UNITS)?;
            pdu.u16(&X_DENSITY)?;
            pdu.u16(&Y_DENSITY)?;
            let pixels = usize::from(pdu.u8(&X_THUMBNAIL)?) * usize::from(pdu.u8(&Y_THUMBNAIL)?);
            if pixels > 0 {
                pdu.bytes(&THUMBNAIL, 3 * pixels)?;
            }
            Ok(())
        }
        b"JFXX" => pdu.u8(&EXTENSION).map(drop),
        _ => {
            pdu.label_more(format_args!(" (unknown identifier)"));
            remaining(pdu)
        }
    }
}

fn identified(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    if identifier(pdu)? == b"Exif" {
        pdu.skip(1)?;
        return exif::dissect(pdu);
    }
    pdu.label_more(format_args!(" (Unknown identifier)"));
    remaining(pdu)
}

fn frame(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    pdu.u8(&PRECISION)?;
    pdu.u16(&LINES)?;
    pdu.u16(&SAMPLES)?;
    for _ in 0..pdu.u8(&COMPONENTS)? {
        pdu.u8(&COMPONENT)?;
        halves(pdu, &HORIZONTAL, &VERTICAL)?;
        pdu.u8(&QUANTIZATION)?;
    }
    Ok(())
}

fn scan(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    for _ in 0..pdu.u8(&SCAN_COMPONENTS)? {
        pdu.u8(&SELECTOR)?;
        halves(pdu, &DC_TABLE, &AC_TABLE)?;
    }
    pdu.u8(&SPECTRAL_START)?;
    pdu.u8(&SPECTRAL_END)?;
    halves(pdu, &BIT_HIGH, &BIT_LOW)
}

/// Reads a byte that holds two numbers.
fn halves(pdu: &mut Pdu<'_, Either<'_, '_>>, high: &'static Field, low: &'static Field) -> Result<(), Short> {
    let word = pdu.peeled::<1>()?;
    pdu.bits(high, word);
    pdu.bits(low, word);
    Ok(())
}
