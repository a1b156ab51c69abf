//! A form as it was filled in: the WHATWG's URL standard, section 5.

use std::fmt;

use crate::{
    bytes::{json::write_lossy, percent},
    dissect::{
        either::Either,
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Protocol},
    },
};

fields! { "urlencoded-form" "HTML Form URL Encoded" "Keys and values of a form.":
    ITEM  "item"  Group "Form item" "A key and its value.";
    KEY   "key"   Text  "Key"       "What a value is called.";
    VALUE "value" Text  "Value"     "What was filled in.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "urlencoded-form",
    column: "",
    spec: "WHATWG URL 5.1",
    family: Family::Web,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::MediaType("application/x-www-form-urlencoded")],
    trailer: None,
    scan: |pdu| super::pass_over(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

/// Items in the tree at most.
const MOST_ITEMS: usize = 5_000;

fn dissect(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Dissected {
    super::say_media(pdu);
    if let Some(media) = pdu.media {
        pdu.heading(format_args!(": {media}"));
    }
    for _ in 0..MOST_ITEMS {
        if pdu.left() == 0 || !pdu.shows() {
            break;
        }
        let len = memchr::memchr(b'&', pdu.rest()).unwrap_or(pdu.left());
        let mut halves = pdu.rest().get(..len).unwrap_or_default().splitn(2, |byte| *byte == b'=');
        let (key, value) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
        if len > 0 {
            let group = pdu.open(&ITEM);
            pdu.label_group(&group, format_args!(": \"{}\" = \"{}\"", Decoded(key), Decoded(value)));
            pdu.text_of(&KEY, key, Decoded(key));
            pdu.text_of(&VALUE, value, Decoded(value));
            pdu.skip(len)?;
            pdu.close(group);
        }
        pdu.skip(pdu.left().min(1))?;
    }
    super::pass_over(pdu)
}

/// `%E7%8C%AA+x` that prints as `猪 x`.
struct Decoded<'a>(&'a [u8]);

impl fmt::Display for Decoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spaced: Vec<u8> = self.0.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        write_lossy(f, &percent::decoded(&spaced))
    }
}
