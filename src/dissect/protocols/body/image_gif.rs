//! GIF pictures, block by block: the specification of 1990.

use super::picture;
use crate::{
    bytes::text::Hex,
    dissect::{
        either::Either,
        field::{Field, Severity},
        pdu::{Pdu, Word},
        protocol::{Claim, Family, Protocol, Short},
        record::Value,
    },
};

fields! { "image-gif" "Compuserve GIF" "A picture, perhaps a moving one, in blocks.":
    VERSION    "version"                  Text "Version"                 "87a or 89a.";
    SCREEN_WIDTH "screen.width"           Dec  "Screen width"            "Columns of the whole.";
    SCREEN_HEIGHT "screen.height"         Dec  "Screen height"           "Rows of the whole.";
    GLOBAL     "global"                   Group "Global settings:"       "What holds for all images.";
    GLOBAL_MAP "global.color_map.present" Named(&TRUTH) & 0x80 "Global color map is present" "Whether colours follow.";
    GLOBAL_BPP "global.color_bpp"         Dec & 0x70 "Bits per color minus 1" "How fine the colours were.";
    GLOBAL_ORDERED "global.color_map.ordered" Named(&TRUTH) & 8 "Global color map is ordered" "Whether the colours that matter come first.";
    GLOBAL_BITS "global.bpp"              Dec & 7 "Image bits per pixel minus 1" "How many colours there are.";
    BACKGROUND "image_background_index"   Dec  "Background color index"  "Which colour is behind.";
    ASPECT     "global.pixel_aspect_ratio" Dec "Global pixel aspect ratio" "How wide a pixel is.";
    COLORS     "global.color_map"         Bytes "Global color map"       "Red, green, blue of each colour.";
    EXTENSION  "extension"                Group "Extension"              "What is no image.";
    LABEL      "extension.label"          HexNamed(2, &LABELS) "Extension label" "What it is.";
    IMAGE      "image"                    Group "Image"                  "An image.";
    LEFT       "image.left"               Dec  "Image left position"     "Columns to its left.";
    TOP        "image.top"                Dec  "Image top position"      "Rows above it.";
    WIDTH      "image.width"              Dec  "Image width"             "Its columns.";
    HEIGHT     "image.height"             Dec  "Image height"            "Its rows.";
    LOCAL      "local"                    Group "Local settings:"        "What holds for this image.";
    LOCAL_MAP  "local.color_map.present"  Named(&TRUTH) & 0x80 "Local color map is present" "Whether it has colours of its own.";
    LOCAL_BPP  "local.color_bpp"          Dec & 0x70 "Bits per color minus 1" "How fine they were.";
    LOCAL_ORDERED "local.color_map.ordered" Named(&TRUTH) & 8 "Local color map is ordered" "Whether those that matter come first.";
    LOCAL_BITS "local.bpp"                Dec & 7 "Image bits per pixel minus 1" "How many there are.";
    LOCAL_COLORS "local.color_map"        Bytes "Local color map"        "Red, green, blue of each.";
    CODE_SIZE  "image.code_size"          Dec  "LZW minimum code size"   "Bits that codes begin with.";
    BLOCK      "data_block"               Text "Data block"              "Up to 255 bytes.";
    END        "end"                      Group "Trailer (End of the GIF stream)" "Nothing follows.";
    CUT        "cut"                      Finding(Severity::Warning) "The picture ends too early" "Bytes that ought to follow do not.";
}

names! {
    /// Whether it is so.
    TRUTH: 0 "False", 1 "True";
}
names! {
    /// What extensions are.
    LABELS: 0x01 "Plain Text", 0xf9 "Graphics Control", 0xfe "Comment", 0xff "Application";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "image-gif",
    column: "",
    spec: "GIF89a",
    family: Family::Web,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::MediaType("image/gif"), Claim::Body(begins)],
    trailer: None,
    scan: |pdu| super::pass_over(pdu),
    dissect: |pdu| {
        let version = if pdu.rest().starts_with(b"GIF87a") { "GIF87a" } else { "GIF89a" };
        picture(pdu, version, begins, &CUT, blocks)
    },
    cut: None,
};

/// Blocks in the tree at most.
const MOST_BLOCKS: usize = 10_000;

fn begins(bytes: &[u8]) -> bool {
    (bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a")) && bytes.len() >= 20
}

/// The fields that say what colours there are, for the whole and for an image.
type Settings = [&'static Field; 6];

fn blocks(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    let version = pdu.bytes(&VERSION, 6)?;
    pdu.heading(format_args!(", Version: {}", String::from_utf8_lossy(version)));
    pdu.u16_le(&SCREEN_WIDTH)?;
    pdu.u16_le(&SCREEN_HEIGHT)?;
    let settings = pdu.peeled::<1>()?;
    let colors = show_settings(
        pdu,
        settings,
        ("Global", version == b"GIF89a"),
        [&GLOBAL, &GLOBAL_MAP, &GLOBAL_BPP, &GLOBAL_ORDERED, &GLOBAL_BITS, &COLORS],
    );
    pdu.u8(&BACKGROUND)?;
    match pdu.peek(0) {
        Some(0) => drop(pdu.skip(1)?),
        _ => drop(pdu.u8(&ASPECT)?),
    }
    if colors > 0 {
        pdu.bytes(&COLORS, colors)?;
    }
    for _ in 0..MOST_BLOCKS {
        match pdu.peek(0) {
            Some(b'!') => extension(pdu)?,
            Some(b',') => image(pdu, version == b"GIF89a")?,
            Some(b';') => return pdu.blank(&END, 1).map(drop),
            Some(_) => return Ok(()),
            None => return Err(pdu.lacking(1)),
        }
    }
    Ok(())
}

/// Shows the settings' bits; how many bytes the colours take that follow.
fn show_settings(
    pdu: &mut Pdu<'_, Either<'_, '_>>,
    word: Word,
    (scope, is_89): (&str, bool),
    [group, map, bpp, ordered, bits, _]: Settings,
) -> usize {
    let (value, mark) = (word.value, pdu.mark());
    pdu.read_back(group, 1, Value::None);
    pdu.below(|pdu| {
        pdu.bits(map, word);
        pdu.bits(bpp, word);
        if is_89 {
            pdu.bits(ordered, word);
        }
        pdu.bits(bits, word);
    });
    let plural = |number: u64| if number == 1 { "" } else { "s" };
    let (has, per_color, per_pixel) = (value & 0x80 != 0, (value >> 4 & 7) + 1, (value & 7) + 1);
    if has {
        pdu.label_of(mark, format_args!(" ({scope} color table present)"));
    }
    pdu.label_of(
        mark,
        format_args!(
            " ({per_color} bit{} per color) ({per_pixel} bit{} per pixel)",
            plural(per_color),
            plural(per_pixel)
        ),
    );
    if has { 3 << per_pixel } else { 0 }
}

fn extension(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    let group = pdu.open(&EXTENSION);
    pdu.skip(1)?;
    let label = pdu.u8(&LABEL)?;
    match LABELS.get(label.into()) {
        Some(name) => pdu.label_group(&group, format_args!(": {name}")),
        None => pdu.label_group(&group, format_args!(": <Warning: Unknown extension 0x{label:02X}>")),
    }
    data_blocks(pdu)?;
    pdu.close(group);
    Ok(())
}

fn image(pdu: &mut Pdu<'_, Either<'_, '_>>, is_89: bool) -> Result<(), Short> {
    let group = pdu.open(&IMAGE);
    pdu.skip(1)?;
    for field in [&LEFT, &TOP, &WIDTH, &HEIGHT] {
        pdu.u16_le(field)?;
    }
    let settings = pdu.peeled::<1>()?;
    let fields = [&LOCAL, &LOCAL_MAP, &LOCAL_BPP, &LOCAL_ORDERED, &LOCAL_BITS, &LOCAL_COLORS];
    let colors = show_settings(pdu, settings, ("Local", is_89), fields);
    if colors > 0 {
        pdu.bytes(&LOCAL_COLORS, colors)?;
    }
    pdu.u8(&CODE_SIZE)?;
    data_blocks(pdu)?;
    pdu.close(group);
    Ok(())
}

/// Blocks of up to 255 bytes, until one of nothing.
fn data_blocks(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
    loop {
        let len = pdu.peeled::<1>()?.value as usize;
        let bytes = pdu.skip(len)?;
        match len {
            0 => pdu.text_back(&BLOCK, 1, "<none>"),
            _ => pdu.text_back(&BLOCK, len + 1, Hex(bytes)),
        }
        pdu.label_more(format_args!(" (length = {len})"));
        if len == 0 {
            return Ok(());
        }
    }
}
