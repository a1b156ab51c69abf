//! A body of several parts with headers of their own: RFC 2046 5.1.

use memchr::{memchr, memmem};

use crate::{
    bytes::{MediaType, text::Text},
    dissect::{
        either::Either,
        field::{Field, Severity},
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Protocol, Short},
    },
};

fields! { "mime_multipart" "MIME Multipart Media Encapsulation" "A body of several parts.":
    TYPE       "type"           Text  "Type"            "What kind of parts they are.";
    PREAMBLE   "preamble"       Bytes "Preamble"        "What stands before the first part.";
    FIRST      "first_boundary" Text  "First boundary"  "What begins the first part.";
    BOUNDARY   "boundary"       Text  "Boundary"        "What stands between parts.";
    LAST       "last_boundary"  Text  "Last boundary"   "What ends the last part.";
    TRAILER    "trailer"        Bytes "Trailer"         "What stands behind the last part.";
    PART       "part"           Text  "Encapsulated multipart part" "A part.";
    HEADER     "header"         Line  "Header"          "A header line of a part.";
    DESCRIPTION "header.content-description" Line "Content-Description" "What the part is, in words.";
    DISPOSITION "header.content-disposition" Line "Content-Disposition" "What the part is for, and what it is called.";
    ENCODING   "header.content-encoding" Line "Content-Encoding" "How the part is packed.";
    ID         "header.content-id" Line "Content-Id"    "What other parts call it.";
    LANGUAGE   "header.content-language" Line "Content-Language" "For whom it is.";
    LENGTH     "header.content-length" Line "Content-Length" "Bytes of the part.";
    TRANSFER   "header.content-transfer-encoding" Line "Content-Transfer-Encoding" "How its bytes are written.";
    MEDIA_TYPE "header.content-type" Line "Content-Type" "What kind of thing the part is.";
    NO_BOUNDARY "no_required_parameter" Finding(Severity::Warning) "The multipart dissector could not find a required parameter." "Nothing says what parts are divided by.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "mime_multipart",
    column: "",
    spec: "RFC 2046",
    family: Family::Web,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::MediaType("multipart/")],
    trailer: None,
    scan: |pdu| super::pass_over(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

/// Parts in the tree at most.
const MOST_PARTS: usize = 1_000;

fn dissect(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Dissected {
    if matches!(pdu.sink(), Either::Scan(_)) {
        return super::pass_over(pdu);
    }
    let Some(media) = pdu.media else { return super::pass_over(pdu) };
    match media.parameter("boundary").filter(|boundary| !boundary.is_empty()) {
        Some(boundary) => {
            pdu.heading(format_args!(", Type: {media}, Boundary: \"{}\"", Text(boundary)));
            pdu.computed_text(&TYPE, media);
            parts(pdu, boundary)?;
        }
        None => {
            pdu.finding(&NO_BOUNDARY, 0);
            let len = pdu.left();
            pdu.nested(len, None)?;
        }
    }
    super::pass_over(pdu)
}

/// A line that divides parts.
struct Delimiter {
    /// Where it begins, with the line end before it.
    start: usize,
    /// Where it ends, with its own line end.
    end: usize,
    is_last: bool,
}

/// The next line that divides parts.
fn find(text: &[u8], finder: &memmem::Finder<'_>) -> Option<Delimiter> {
    let len = finder.needle().len();
    let begins_line = |at: usize| at == 0 || text.get(at - 1) == Some(&b'\n');
    let at = finder.find_iter(text).find(|at| begins_line(*at))?;
    let before = text.get(..at).unwrap_or_default();
    let start = before.strip_suffix(b"\n").map_or(at, |line| line.strip_suffix(b"\r").unwrap_or(line).len());
    let behind = text.get(at + len..).unwrap_or_default();
    let end = memchr(b'\n', behind).map_or(text.len(), |end| at + len + end + 1);
    Some(Delimiter { start, end, is_last: behind.starts_with(b"--") })
}

fn parts(pdu: &mut Pdu<'_, Either<'_, '_>>, boundary: &[u8]) -> Result<(), Short> {
    let delimiter = [b"--", boundary].concat();
    let finder = memmem::Finder::new(&delimiter);
    let Some(first) = find(pdu.rest(), &finder) else {
        let len = pdu.left();
        return pdu.nested(len, None);
    };
    let at = first.end - (pdu.rest().get(first.start..first.end).unwrap_or_default().trim_ascii_start().len());
    if at > 0 {
        pdu.bytes(&PREAMBLE, at)?;
    }
    let mut next = (&FIRST, first.end - at, first.is_last);
    for _ in 0..MOST_PARTS {
        let (field, len, is_last) = next;
        let line = pdu.skip(len)?;
        pdu.text_of(field, line, Text(line));
        if is_last || pdu.left() == 0 {
            break;
        }
        let end = find(pdu.rest(), &finder);
        let len = end.as_ref().map_or(pdu.left(), |end| end.start);
        part(pdu, len)?;
        let Some(end) = end else { break };
        next = (if end.is_last { &LAST } else { &BOUNDARY }, end.end - end.start, end.is_last);
    }
    pdu.all(&TRAILER);
    Ok(())
}

fn part(pdu: &mut Pdu<'_, Either<'_, '_>>, len: usize) -> Result<(), Short> {
    let group = pdu.open_text(&PART, "");
    pdu.within(len, |pdu| {
        let media = headers(pdu)?;
        if let Some(media) = media {
            pdu.label_group(&group, format_args!(" ({media})"));
        }
        let len = pdu.left();
        if len > 0 { pdu.nested(len, media) } else { Ok(()) }
    })?;
    pdu.close(group);
    Ok(())
}

/// Reads header lines up to the blank one; what the part is said to be.
fn headers<'a>(pdu: &mut Pdu<'a, Either<'_, '_>>) -> Result<Option<MediaType<'a>>, Short> {
    let mut media = None;
    loop {
        let rest = pdu.rest();
        let Some(end) = memchr(b'\n', rest) else { return Ok(media) };
        let line = rest.get(..=end).unwrap_or_default();
        if line.trim_ascii().is_empty() {
            pdu.skip(line.len())?;
            return Ok(media);
        }
        let colon = memchr(b':', line).unwrap_or(line.len());
        let (name, value) = line.split_at_checked(colon).unwrap_or_default();
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        // the blank line belongs to the last header
        let behind = rest.get(line.len()..).unwrap_or_default();
        let blank = [&b"\r\n"[..], b"\n"].iter().find(|blank| behind.starts_with(blank)).map_or(0, |blank| blank.len());
        let whole = rest.get(..line.len() + blank).unwrap_or(line);
        let field = known(name.trim_ascii());
        pdu.text_of(field, whole, Text(value));
        pdu.label(format_args!("{}", Text(whole)));
        if std::ptr::eq(field, &MEDIA_TYPE) {
            media = Some(MediaType(value));
        }
        pdu.skip(whole.len())?;
        if blank > 0 {
            return Ok(media);
        }
    }
}

fn known(name: &[u8]) -> &'static Field {
    let all = [&DESCRIPTION, &DISPOSITION, &ENCODING, &ID, &LANGUAGE, &LENGTH, &TRANSFER, &MEDIA_TYPE];
    let found = all.into_iter().find(|field| field.name().as_bytes().eq_ignore_ascii_case(name));
    found.unwrap_or(&HEADER)
}
