//! Distinguished names: who issues a certificate, and for whom (RFC 5280 4.1.2.4, X.501).

use std::fmt::{self, Write};

use super::{
    der::{Element, Elements, ObjectId, SEQUENCE},
    object_ids::Named,
    tree::{heading, object_id, part},
};
use crate::{
    bytes::text::Text,
    dissect::{field::Field, pdu::Pdu, record::Value, sink::Sink},
};

more_fields! { "x509if":
    RDN_SEQUENCE  "rdnSequence"                         Dec   "rdnSequence"                    "A name of several parts, the widest one first.";
    RDN           "RDNSequence_item"                    Dec   "RDNSequence item"               "A part of it.";
    RELATIVE_NAME "RelativeDistinguishedName_item_element" Group "RelativeDistinguishedName item" "What kind of part, and what it says.";
    OBJECT_ID     "oid"                                 Text  "Object Id"                      "What kind of part it is.";
}

pub mod strings {
    //! What the parts say, by the kind of text.
    more_fields! { "x509sat":
        COUNTRY   "CountryName"     Text  "CountryName"     "Two letters of a country.";
        DIRECTORY "DirectoryString" Named(&STRINGS) "DirectoryString" "Which kind of text it is.";
        TELETEX   "teletexString"   Text  "teletexString"   "Text in an old code.";
        PLAIN     "PrintableString" Text  "PrintableString" "Letters, digits and a few marks.";
        PRINTABLE "printableString" Text  "printableString" "Letters, digits and a few marks.";
        UNIVERSAL "universalString" Text  "universalString" "Text, four bytes a character.";
        UTF8      "uTF8String"      Text  "uTF8String"      "Text.";
        BMP       "bmpString"       Text  "bmpString"       "Text, two bytes a character.";
        IA5       "IA5String"       Text  "IA5String"       "ASCII.";
        OTHER     "value"           Bytes "Value"           "What is no text.";
    }

    names! {
        /// X.520 6.1, by their places in the choice.
        STRINGS:
            0 "teletexString", 1 "printableString", 2 "universalString", 3 "bmpString", 4 "uTF8String";
    }
}

/// A name that prints its parts, the narrowest one first.
#[derive(Debug, Clone, Copy)]
pub struct Name<'a>(pub Elements<'a>);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<_> = self.0.collect();
        for (place, set) in parts.iter().rev().enumerate() {
            f.write_str(if place == 0 { "" } else { "," })?;
            for (place, one) in set.inside().enumerate() {
                f.write_str(if place == 0 { "" } else { "+" })?;
                write!(f, "{}", Attribute(one))?;
            }
        }
        Ok(())
    }
}

/// One that prints as `id-at-commonName=www.example.com`.
struct Attribute<'a>(Element<'a>);

impl fmt::Display for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut inside = self.0.inside();
        let (Some(kind), Some(value)) = (inside.next(), inside.next()) else { return Ok(()) };
        write!(f, "{}={}", Named(ObjectId(kind.content)), Said(value))
    }
}

/// Records the name `sequence`, whose own node is `field`.
pub fn show<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field, sequence: Element<'_>) {
    let parts = sequence.inside();
    let count = parts.count();
    let words = format_args!("{} ({})", Items(count), Name(parts));
    part(pdu, field, sequence, Value::Number(count as u64), Some(words), |pdu| {
        for set in parts {
            let items = Items(set.inside().count());
            let words = format_args!("{items} ({})", Name(Elements(set.whole)));
            part(pdu, &RDN, set, Value::Number(items.0 as u64), Some(words), |pdu| {
                set.inside().take_while(|one| one.tag == SEQUENCE).for_each(|one| relative_name(pdu, one));
            });
        }
    });
}

fn relative_name<S: Sink>(pdu: &mut Pdu<'_, S>, one: Element<'_>) {
    heading(pdu, &RELATIVE_NAME, one, format_args!(" ({})", Attribute(one)), |pdu| {
        let mut inside = one.inside();
        let (Some(kind), Some(value)) = (inside.next(), inside.next()) else { return };
        object_id(pdu, &OBJECT_ID, kind);
        text(pdu, kind.content, value);
    });
}

/// A part's text: most kinds leave the choice of a form, which is shown then.
fn text<S: Sink>(pdu: &mut Pdu<'_, S>, kind: &[u8], value: Element<'_>) {
    let (field, place): (&'static Field, u64) = match (kind, value.tag) {
        ([0x55, 4, 6], _) => return pdu.text_of(&strings::COUNTRY, value.content, Text(value.content)),
        ([0x55, 4, 5 | 46], _) => return pdu.text_of(&strings::PLAIN, value.content, Text(value.content)),
        (_, 0x14) => (&strings::TELETEX, 0),
        (_, 0x13) => (&strings::PRINTABLE, 1),
        (_, 0x1c) => (&strings::UNIVERSAL, 2),
        (_, 0x1e) => (&strings::BMP, 3),
        (_, 0x0c) => (&strings::UTF8, 4),
        (_, 0x16) => return pdu.text_of(&strings::IA5, value.content, Text(value.content)),
        _ => return pdu.value_of(&strings::OTHER, value.content, Value::Span),
    };
    part(pdu, &strings::DIRECTORY, value, Value::Number(place), None, |pdu| {
        pdu.text_of(field, value.content, Said(value));
    });
}

/// `4 items`
struct Items(usize);

impl fmt::Display for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} item{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}

/// What an element says that is some kind of text.
struct Said<'a>(Element<'a>);

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0.content;
        match self.0.tag {
            0x1e => {
                let units = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair));
                char::decode_utf16(units).try_for_each(|one| f.write_char(one.unwrap_or(char::REPLACEMENT_CHARACTER)))
            }
            0x1c => bytes.as_chunks::<4>().0.iter().try_for_each(|one| {
                f.write_char(char::from_u32(u32::from_be_bytes(*one)).unwrap_or(char::REPLACEMENT_CHARACTER))
            }),
            _ => write!(f, "{}", Text(bytes)),
        }
    }
}
