//! Pictures as bodies: what stands in them before and around the pixels.

use super::{Raw, bodies::answers};
use crate::support::build::{hex, join};

pub fn all() -> Vec<Raw> {
    vec![
        ("png/chunks", png()),
        ("image-gif/blocks", gif()),
        ("image-jfif/segments", jpeg()),
        ("image-jfif/exif", exif()),
        ("webp/chunks", webp()),
    ]
}

fn png() -> Vec<u8> {
    let chunk = |kind: &str, data: &str| {
        let data = hex(data);
        join(&[&(data.len() as u32).to_be_bytes(), kind.as_bytes(), &data, &hex("0c0c0c0c")])
    };
    let signature = hex("89504e470d0a1a0a");
    let end = chunk("IEND", "");
    let all = join(&[
        &signature,
        &chunk("IHDR", "00000003 00000002 08 03 00 00 01"),
        &chunk("gAMA", "0000b18f"),
        &chunk("cHRM", "00007a26 00008084 0000fa00 000080e8 00007530 0000ea60 00003a98 00001770"),
        &chunk("sRGB", "01"),
        &chunk("PLTE", "000102 030405 060708"),
        &chunk("bKGD", "02"),
        &chunk("pHYs", "00000b13 00000b13 01"),
        &chunk("tIME", "07ea 01 02 03 04 05"),
        &chunk("tEXt", "536f667477617265 00 57697265"),
        &chunk("xyZw", "616263"),
        &chunk("IDAT", "789c63606462606462000000120004"),
        &end,
    ]);
    let head = |colour_type: &str| chunk("IHDR", &format!("00000001 00000001 08 {colour_type} 00 00 00"));
    let colours = join(&[&signature, &head("02"), &chunk("bKGD", "0001 0002 0003"), &end]);
    let grey = join(&[&signature, &head("00"), &chunk("bKGD", "0001"), &hex("ffffffff"), b"IDAT too few"]);
    answers(&[("image/png", &all), ("text/strange", &colours), ("image/png", &grey), ("image/png", b"none")], None)
}

fn gif() -> Vec<u8> {
    let moving = join(&[
        b"GIF89a",
        &hex("0200 0100 91 00 07 000102 030405 060708 090a0b"),
        &hex("21 ff 0b 4e45545343415045322e30 03 010000 00 21 fe 05 68656c6c6f 00 21 f9 04 010a0000 00"),
        &hex("2c 0000 0000 0200 0100 80 000000 ffffff 02 02 4401 00 21 77 00 3b"),
    ]);
    let old = join(&[b"GIF87a", &hex("0200 0100 00 00 00 2c 0000 0000 0200 0100 00 02 02 4401 00 3b")]);
    let cut = &moving[..moving.len() - 12];
    answers(&[("image/gif", &moving), ("image/gif", &old), ("image/gif", cut), ("image/gif", b"GIF89a")], None)
}

/// A JPEG segment: `kind` is the marker's second byte.
fn segment(kind: u8, data: &[u8]) -> Vec<u8> {
    join(&[&[0xff, kind], &(data.len() as u16 + 2).to_be_bytes(), data])
}

fn jpeg() -> Vec<u8> {
    let start = hex("ffd8");
    let jfif = segment(0xe0, &hex("4a46494600 0102 01 0048 0048 00 00"));
    let with_thumbnail = segment(0xe0, &hex("4a46494600 0101 00 0001 0001 01 01 ff8000"));
    let frame = segment(0xc0, &hex("08 0002 0003 03 01 22 00 02 11 01 03 11 01"));
    let scan = join(&[&segment(0xda, &hex("03 01 00 02 11 03 11 00 3f 00")), &hex("12 34 ff 00 56 ff d0 78 ff ff d9")]);
    let whole = join(&[
        &start,
        &jfif,
        &segment(0xed, b"Photoshop 3.0\0"),
        &segment(0xfe, b"made by hand"),
        &segment(0xdb, &hex("00 1011")),
        &frame,
        &segment(0xc4, &hex("00 0000")),
        &scan,
        b"behind",
    ]);
    let extended = join(&[
        &start,
        &with_thumbnail,
        &segment(0xe0, &hex("4a46585800 10 ffd8ffd9")),
        &segment(0xe0, b"OTHER\0more"),
        &segment(0xe2, b"ICC_PROFILE\0\x01\x01"),
        &hex("ffe4 ffff 00"),
    ]);
    answers(&[("image/jpeg", &whole), ("image/jpeg", &extended), ("image/jpeg", b"\xff\xd8\xff\xdb")], None)
}

fn exif() -> Vec<u8> {
    let first = "0006 010f 0002 00000006 00000086 0110 0002 00000003 41420000 0112 0003 00000001 00060000 \
                 011a 0005 00000001 0000008e 8769 0004 00000001 00000056 8825 0004 00000001 00000074 00000000";
    let camera = "0002 829a 0005 00000001 0000008e 9000 0007 00000004 30323330 00000000";
    let place = "0001 0005 0001 00000001 00000000 00000000";
    let values = "43616e6f6e00 0000 00000048 00000001";
    let tiff = hex(&format!("4d4d 002a 00000008 {first} {camera} {place} {values}"));
    let little = hex("4949 2a00 08000000 0200 1201 0400 01000000 06000000 0f01 0200 ff000000 00ff0000 00000000");
    let picture = |tiff: &[u8]| join(&[&hex("ffd8"), &segment(0xe1, &join(&[b"Exif\0\0", tiff])), &hex("ffd9")]);
    answers(&[("image/jpeg", &picture(&tiff)), ("image/jpeg", &picture(&little))], None)
}

fn webp() -> Vec<u8> {
    let chunk = |kind: &str, data: &str| {
        let data = hex(data);
        let odd = vec![0; data.len() % 2];
        join(&[kind.as_bytes(), &(data.len() as u32).to_le_bytes(), &data, &odd])
    };
    let file = |chunks: &[Vec<u8>]| {
        let chunks = chunks.concat();
        join(&[b"RIFF", &(chunks.len() as u32 + 4).to_le_bytes(), b"WEBP", &chunks])
    };
    let extended = file(&[chunk("VP8X", "10000000 1f0000 0f0000"), chunk("ALPH", "00"), chunk("XMP ", "3c783e")]);
    let lossy = file(&[chunk("VP8 ", "10 02 00 9d 01 2a 2000 1000 01")]);
    let cut = &lossy[..lossy.len() - 4];
    answers(&[("image/webp", &extended), ("image/webp", &lossy), ("image/webp", cut)], None)
}
