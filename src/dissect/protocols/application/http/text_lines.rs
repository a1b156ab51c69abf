//! A body of text, line by line.

use super::head::next_line;
use crate::{
    bytes::text::Text,
    dissect::{
        pdu::Pdu,
        protocol::{Dissected, Family, Next, Protocol},
        sink::Sink,
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
    claims: &[],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

/// Whether a body of this media type is shown line by line.
pub fn is_text(media: &[u8]) -> bool {
    const SCRIPTS: [&str; 3] = ["application/javascript", "application/x-javascript", "application/ecmascript"];
    media.get(..5).is_some_and(|kind| kind.eq_ignore_ascii_case(b"text/"))
        || SCRIPTS.iter().any(|script| media.eq_ignore_ascii_case(script.as_bytes()))
}

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let mut lines = 0;
    while pdu.left() > 0 {
        let line = next_line(pdu.rest()).map_or(pdu.rest(), |(line, _)| line);
        pdu.skip(line.len())?;
        pdu.text_back(&LINE, line.len(), Text(line));
        pdu.label(format_args!("{}", Text(line)));
        lines += 1;
    }
    pdu.heading(format_args!(" ({lines} lines)"));
    Ok(Next::Done)
}
