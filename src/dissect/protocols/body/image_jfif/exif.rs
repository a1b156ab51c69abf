//! What a camera notes of a photograph: Exif, which is a TIFF without a picture.

use crate::{
    bytes::text::Text,
    dissect::{
        either::Either,
        field::{Field, Severity},
        pdu::Pdu,
        protocol::Short,
    },
};

more_fields! { "image-jfif":
    ENDIANNESS  "endianness"        Hex(4) "Endianness" "Which byte of a number comes first.";
    START       "start_ifd_offset"  Dec   "Start offset of IFD starting from the TIFF header start" "Where the first directory is.";
    DIRECTORY   "ifd"               Group ""             "A directory.";
    COUNT_OF_FIELDS "ifd.num_fields" Dec  "Number of fields in this IFD" "How many fields it has.";
    TAG         "ifd.tag"           Named(&TAGS) "Tag"   "What the field is.";
    TAG_EXIF    "ifd.tag_exif"      Named(&EXIF_TAGS) "Tag" "What the field is.";
    TAG_GPS     "ifd.tag_gps"       Named(&GPS_TAGS) "Tag" "What the field is.";
    TYPE        "ifd.type"          Named(&TYPES) "Type" "What its values are.";
    COUNT       "ifd.count"         Dec   "Count"        "How many they are.";
    OFFSET      "ifd.offset"        Dec   "Value offset from start of TIFF header" "Where they stand, if not here.";
    VALUE_BYTE  "ifd.value_byte"    Dec   "Value"        "A small number.";
    VALUE_ASCII "ifd.value_ascii"   Text  "Value"        "Text.";
    VALUE_SHORT "ifd.value_short"   Dec   "Value"        "A number.";
    VALUE_LONG  "ifd.value_long"    Dec   "Value"        "A large number.";
    VALUE_UNDEFINED "ifd.value_undefined" Bytes "Value (raw)" "Bytes.";
    NUMERATOR   "ifd.value_rational.numerator" Dec "Numerator" "Of a fraction.";
    DENOMINATOR "ifd.value_rational.denominator" Dec "Denominator" "Of a fraction.";
    VALUE_RATIONAL "ifd.value_rational" Group "Value"    "A fraction.";
    NEXT        "next_ifd_offset"   Dec   "Offset to next IFD from start of TIFF header" "Where the next directory is.";
    BOGUS       "ifd_value_offset.invalid" Finding(Severity::Warning) "Invalid value" "It would lie outside of the segment.";
}

names! {
    /// Fields of the first directories: TIFF 6.0.
    TAGS:
        256 "ImageWidth", 257 "ImageLength", 258 "BitsPerSample", 259 "Compression", 262 "PhotometricInterpretation",
        270 "ImageDescription", 271 "Make", 272 "Model", 273 "StripOffsets", 274 "Orientation", 277 "SamplesPerPixel",
        278 "RowsPerStrip", 279 "StripByteCounts", 282 "XResolution", 283 "YResolution", 284 "PlanarConfiguration",
        296 "ResolutionUnit", 301 "TransferFunction", 305 "Software", 306 "DateTime", 315 "Artist", 318 "WhitePoint",
        319 "PrimaryChromaticities", 513 "JPEGInterchangeFormat", 514 "JPEGInterchangeFormatLength",
        529 "YCbCrCoefficients", 530 "YCbCrSubSampling", 531 "YCbCrPositioning", 532 "ReferenceBlackWhite",
        33432 "Copyright", 34665 "Exif IFD Pointer", 34853 "GPS IFD Pointer", 40965 "Interoperability IFD Pointer";
}
names! {
    /// Fields of the camera's directory: Exif 2.3.
    EXIF_TAGS:
        33434 "ExposureTime", 33437 "FNumber", 34850 "ExposureProgram", 34855 "ISOSpeedRatings", 36864 "ExifVersion",
        36867 "DateTimeOriginal", 36868 "DateTimeDigitized", 37121 "ComponentsConfiguration", 37377 "ShutterSpeedValue",
        37378 "ApertureValue", 37380 "ExposureBiasValue", 37383 "MeteringMode", 37384 "LightSource", 37385 "Flash",
        37386 "FocalLength", 37500 "MakerNote", 37510 "UserComment", 40960 "FlashpixVersion", 40961 "ColorSpace",
        40962 "PixelXDimension", 40963 "PixelYDimension", 41986 "ExposureMode", 41987 "WhiteBalance",
        42016 "ImageUniqueID";
}
names! {
    /// Fields of the place's directory: Exif 2.3.
    GPS_TAGS:
        0 "GPSVersionID", 1 "GPSLatitudeRef", 2 "GPSLatitude", 3 "GPSLongitudeRef", 4 "GPSLongitude", 5 "GPSAltitudeRef",
        6 "GPSAltitude", 7 "GPSTimeStamp", 29 "GPSDateStamp";
}
names! {
    /// What values are: TIFF 6.0.
    TYPES: 1 "BYTE", 2 "ASCII", 3 "SHORT", 4 "LONG", 5 "RATIONAL", 7 "UNDEFINED", 9 "SLONG", 10 "SRATIONAL";
}

/// Directories at most: they point at each other, perhaps in circles.
const MOST_DIRECTORIES: usize = 6;
/// Fields of all directories together at most.
const MOST_FIELDS: usize = 500;
const EXIF_POINTER: u16 = 34665;
const GPS_POINTER: u16 = 34853;

/// Where the TIFF lies in the layer, how it is written, and what is still to be read of it.
struct Tiff {
    start: usize,
    len: usize,
    little: bool,
    /// What directories are called, and where they stand.
    waiting: Vec<(&'static str, usize)>,
    fields: usize,
}

/// Reads the TIFF that the rest of the segment is.
pub fn dissect(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    let (start, len) = (pdu.done(), pdu.claimed_left());
    let little = pdu.u16(&ENDIANNESS)? == 0x4949;
    pdu.label(format_args!("{}", if little { "little endian" } else { "big endian" }));
    pdu.skip(2)?;
    let mut tiff = Tiff { start, len, little, waiting: Vec::new(), fields: 0 };
    let first = tiff.u32(pdu, &START)? as usize;
    pdu.label(format_args!("{first} bytes"));
    tiff.waiting.push(("Image File Directory", first));
    let mut number = 0;
    for _ in 0..MOST_DIRECTORIES {
        if tiff.waiting.is_empty() {
            break;
        }
        let (name, at) = tiff.waiting.remove(0);
        let place = if name == "Image File Directory" { number } else { 0 };
        number += usize::from(name == "Image File Directory");
        pdu.apart(start.saturating_add(at), len.saturating_sub(at), |pdu| tiff.directory(pdu, name, place))?;
    }
    Ok(())
}

impl Tiff {
    fn u16(&self, pdu: &mut Pdu<'_, Either<'_, '_>>, field: &'static Field) -> Result<u16, Short> {
        if self.little { pdu.u16_le(field) } else { pdu.u16(field) }
    }

    fn u32(&self, pdu: &mut Pdu<'_, Either<'_, '_>>, field: &'static Field) -> Result<u32, Short> {
        if self.little { pdu.u32_le(field) } else { pdu.u32(field) }
    }

    fn directory(&mut self, pdu: &mut Pdu<'_, Either<'_, '_>>, name: &'static str, place: usize) -> Result<(), Short> {
        let group = pdu.open(&DIRECTORY);
        pdu.title_group(&group, format_args!("{name} #{place}"));
        let tags: &'static Field = match name {
            "Exif IFD" => &TAG_EXIF,
            "GPS IFD" => &TAG_GPS,
            _ => &TAG,
        };
        for _ in 0..self.u16(pdu, &COUNT_OF_FIELDS)? {
            self.fields += 1;
            if self.fields > MOST_FIELDS {
                break;
            }
            self.field(pdu, tags)?;
        }
        let next = self.u32(pdu, &NEXT)? as usize;
        pdu.label(format_args!("{next} bytes"));
        if next != 0 && std::ptr::eq(tags, &TAG) {
            self.waiting.push((name, next));
        }
        pdu.close(group);
        Ok(())
    }

    fn field(&mut self, pdu: &mut Pdu<'_, Either<'_, '_>>, tags: &'static Field) -> Result<(), Short> {
        let tag = self.u16(pdu, tags)?;
        let kind = self.u16(pdu, &TYPE)?;
        let count = self.u32(pdu, &COUNT)? as usize;
        let size = match kind {
            1 | 2 | 7 => 1,
            3 => 2,
            4 | 9 => 4,
            _ => 8,
        };
        let len = count.saturating_mul(size);
        if len > 4 {
            let at = self.u32(pdu, &OFFSET)? as usize;
            if at.saturating_add(len) > self.len {
                pdu.below(|pdu| pdu.finding(&BOGUS, 4));
                return Ok(());
            }
            return pdu.apart(self.start + at, len, |pdu| self.value(pdu, kind));
        }
        let word = pdu.peeked::<4>()?.value as u32;
        let target = if self.little { word.swap_bytes() } else { word } as usize;
        match (tag, kind) {
            (EXIF_POINTER, 4) => self.waiting.push(("Exif IFD", target)),
            (GPS_POINTER, 4) => self.waiting.push(("GPS IFD", target)),
            _ => {}
        }
        pdu.within(4, |pdu| pdu.within(len, |pdu| self.value(pdu, kind)))
    }

    /// Reads the first value, or all of a text.
    fn value(&self, pdu: &mut Pdu<'_, Either<'_, '_>>, kind: u16) -> Result<(), Short> {
        match kind {
            1 => pdu.u8(&VALUE_BYTE).map(drop),
            2 => {
                let text = pdu.rest().split(|byte| *byte == 0).next().unwrap_or_default();
                pdu.text_of(&VALUE_ASCII, text, Text(text));
                Ok(())
            }
            3 => self.u16(pdu, &VALUE_SHORT).map(drop),
            4 | 9 => self.u32(pdu, &VALUE_LONG).map(drop),
            5 | 10 => {
                let group = pdu.open(&VALUE_RATIONAL);
                let numerator = self.u32(pdu, &NUMERATOR)?;
                let denominator = self.u32(pdu, &DENOMINATOR)?;
                pdu.label_group(&group, format_args!(": {numerator}/{denominator}"));
                pdu.close(group);
                Ok(())
            }
            _ => {
                pdu.all(&VALUE_UNDEFINED);
                Ok(())
            }
        }
    }
}
