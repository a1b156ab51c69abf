//! A body that is said to be something of which no protocol here knows more.

use crate::{
    bytes::text::Text,
    dissect::{
        pdu::Pdu,
        protocol::{Dissected, Family, Next, Protocol},
        sink::Sink,
    },
};

fields! { "media" "Media Type" "A body of a type that is not looked into.":
    TYPE "type" Bytes "Media type" "The body; its line in the tree says what it is.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "media",
    column: "",
    spec: "RFC 2046",
    family: Family::Web,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[],
    trailer: None,
    scan: |pdu| super::pass_over(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    super::say_media(pdu);
    let len = pdu.all(&TYPE).len();
    if let Some(media) = pdu.media {
        let bytes = if len == 1 { "byte" } else { "bytes" };
        pdu.label(format_args!("{} ({len} {bytes})", Text(media.0)));
    }
    Ok(Next::Done)
}
