//! A body of text, line by line.

use crate::{
    bytes::{
        MediaType,
        text::{Break, Text, break_at},
    },
    dissect::{
        either::Either,
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Protocol},
    },
};

fields! { "data-text-lines" "Line-based text data" "A body of text, line by line.":
    LINE "line" Line "Line" "One line.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "data-text-lines",
    column: "",
    spec: "",
    family: Family::Web,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[
        Claim::MediaType("text/html"),
        Claim::MediaType("text/plain"),
        Claim::MediaType("text/css"),
        Claim::MediaType("text/javascript"),
        Claim::MediaType("application/x-javascript"),
        Claim::MediaType("application/x-ns-proxy-autoconfig"),
        Claim::MediaType("application/vnd.poc.refer-to"),
        Claim::MediaType("text/parameters"),
        Claim::MediaType("text/vnd.sun.j2me.app-descriptor"),
        Claim::MediaType("text/xml-external-parsed-entity"),
    ],
    trailer: None,
    scan: |pdu| super::pass_over(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

/// Lines in the tree at most: who reads more than that reads the body itself.
const MOST_LINES: usize = 20_000;
/// Bytes of all those lines at most, which take several times as much where they have to be escaped.
const MOST_BYTES: usize = 4 << 20;

/// What XML begins with, and how much longer it is at least, as tshark has it: then it is read as such.
const XML: (&[u8], usize) = (b"<?xml ", 40);

fn dissect(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Dissected {
    if pdu.rest().starts_with(XML.0) && pdu.left() >= XML.1 && !matches!(pdu.sink(), Either::Scan(_)) {
        pdu.nested(pdu.left(), Some(MediaType(b"text/xml")))?;
        return super::pass_over(pdu);
    }
    super::say_media(pdu);
    if !pdu.shows() {
        return super::pass_over(pdu);
    }
    let (mut lines, mut room) = (0, MOST_BYTES);
    while pdu.left() > 0 && lines < MOST_LINES && room > 0 {
        let len = break_at(pdu.rest(), Break::AtLineFeeds);
        let line = pdu.skip(len)?;
        let shown = line.get(..room).unwrap_or(line);
        pdu.text_back(&LINE, len, Text(shown));
        pdu.label(format_args!("{}", Text(shown)));
        (lines, room) = (lines + 1, room - shown.len());
    }
    let unshown = pdu.rest().iter().filter(|byte| **byte == b'\n').count();
    let unended = usize::from(!matches!(pdu.rest().last(), None | Some(b'\n')));
    let (lines, more) =
        (lines + unshown + unended, if pdu.left() > 0 || room == 0 { ", not all are shown" } else { "" });
    match pdu.media {
        Some(media) => pdu.heading(format_args!(": {media} ({lines} lines{more})")),
        None => pdu.heading(format_args!(" ({lines} lines{more})")),
    }
    super::pass_over(pdu)
}
