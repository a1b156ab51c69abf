//! Certificates: whose key it is, until when, and who says so (X.509 as RFC 5280 profiles it).
//!
//! They are read where they are shown only: pass one learns nothing of them.

pub mod der;
pub mod distinguished_name;
mod extensions;
mod object_ids;
pub mod ocsp;
mod tree;

pub use distinguished_name::{FIELDS as NAME_FIELDS, strings::FIELDS as STRING_FIELDS};
pub use extensions::{ACCESS_FIELDS, FIELDS as EXTENSION_FIELDS, SCT_FIELDS};

use std::fmt;

use der::{
    BIT_STRING, Element, Elements, GENERALIZED_TIME, INTEGER, OBJECT_ID, ObjectId, SEQUENCE, UTC_TIME, explicit,
    implicit,
};
use distinguished_name::Name;
use object_ids::Named as NamedObject;
use tree::{ShortTime, heading, object_id, part, time};

use crate::{
    bytes::text::Hex,
    dissect::{field::Field, pdu::Pdu, record::Value, sink::Sink},
};

more_fields! { "x509af":
    SIGNED        "signedCertificate_element"    Group "signedCertificate"    "What the signature stands for.";
    VERSION       "version"                      Named(&VERSIONS) "version"   "Of the certificate's form.";
    SERIAL        "serialNumber"                 Bytes "serialNumber"         "Its number among those of its issuer.";
    SIGNATURE     "signature_element"            Group "signature"            "How it is signed.";
    ISSUER        "issuer"                       Named(&NAME_KINDS) "issuer"  "Who says so.";
    VALIDITY      "validity_element"             Group "validity"             "From when until when.";
    NOT_BEFORE    "notBefore"                    Named(&TIME_KINDS) "notBefore" "From when.";
    NOT_AFTER     "notAfter"                     Named(&TIME_KINDS) "notAfter" "Until when.";
    UTC           "utcTime"                      Text  "utcTime"              "A moment before 2050.";
    GENERALIZED   "generalizedTime"              Time  "generalizedTime"      "A moment.";
    SUBJECT       "subject"                      Named(&NAME_KINDS) "subject" "Whose key it is.";
    SUBJECT_NAME  "rdnSequence"                  Dec   "rdnSequence"          "A name of several parts, the widest one first.";
    KEY_INFO      "subjectPublicKeyInfo_element" Group "subjectPublicKeyInfo" "The key.";
    ALGORITHM     "algorithm_element"            Group "algorithm"            "What kind of key.";
    ALGORITHM_ID  "algorithm.id"                 Text  "Algorithm Id"         "Which algorithm.";
    PARAMETERS    "algorithm.namedcurve"         Text  "namedCurve"           "On which curve.";
    KEY           "subjectPublicKey"             Bytes "subjectPublicKey"     "The key's numbers.";
    ISSUER_ID     "issuerUniqueIdentifier"       Bytes "issuerUniqueIdentifier" "What tells issuers of one name apart.";
    SUBJECT_ID    "subjectUniqueIdentifier"      Bytes "subjectUniqueIdentifier" "What tells subjects of one name apart.";
    EXTENSIONS    "extensions"                   Dec   "extensions"           "What the key may be used for, other names, and more.";
    EXTENSION     "Extension_element"            Group "Extension"            "What the certificate says beside.";
    EXTENSION_ID  "extension.id"                 Text  "Extension Id"         "What it is about.";
    CRITICAL      "critical"                     FlagNamed(["True", "False"]) "critical" "Who does not understand it shall not trust the certificate.";
    EXTENSION_VALUE "extnValue"                  Bytes "Value"                "What it says.";
    SIGNED_BY     "algorithmIdentifier_element"  Group "algorithmIdentifier"  "How it is signed.";
    SIGNED_VALUE  "encrypted"                    Bytes "encrypted"            "The signature.";
}

pub mod rsa {
    //! The numbers of an RSA key: RFC 8017 A.1.1.
    more_fields! { "pkcs1":
        MODULUS  "modulus"        Bytes "modulus"        "The product of two primes.";
        EXPONENT "publicExponent" Dec   "publicExponent" "To what power.";
    }
}

names! {
    /// RFC 5280 4.1.2.1.
    VERSIONS: 0 "v1", 1 "v2", 2 "v3";

    /// RFC 5280 4.1.2.4.
    NAME_KINDS: 0 "rdnSequence";

    /// RFC 5280 4.1.2.5.
    TIME_KINDS: 0 "utcTime", 1 "generalizedTime";
}

/// Shows a certificate whose bytes have just been recorded.
pub fn show<S: Sink>(pdu: &mut Pdu<'_, S>, bytes: &[u8]) {
    if pdu.shows() {
        pdu.below(|pdu| certificate(pdu, bytes));
    }
}

/// Whom a certificate is for, for the line that names it.
pub fn subject(bytes: &[u8]) -> Option<impl fmt::Display> {
    let mut signed = Elements(bytes).accept(SEQUENCE)?.inside().accept(SEQUENCE)?.inside();
    signed.accept(explicit(0));
    let (_, _, _, _) =
        (signed.accept(INTEGER)?, signed.accept(SEQUENCE)?, signed.accept(SEQUENCE)?, signed.accept(SEQUENCE)?);
    Some(Name(signed.accept(SEQUENCE)?.inside()))
}

fn certificate<S: Sink>(pdu: &mut Pdu<'_, S>, bytes: &[u8]) -> Option<()> {
    let mut parts = Elements(bytes).accept(SEQUENCE)?.inside();
    let signed = parts.accept(SEQUENCE)?;
    heading(pdu, &SIGNED, signed, format_args!(""), |pdu| {
        signed_part(pdu, signed.inside());
    });
    algorithm(pdu, &SIGNED_BY, parts.accept(SEQUENCE)?);
    let (_, signature) = parts.accept(BIT_STRING)?.bits()?;
    pdu.value_of(&SIGNED_VALUE, signature, Value::Span);
    Some(())
}

/// RFC 5280 4.1.
fn signed_part<S: Sink>(pdu: &mut Pdu<'_, S>, mut parts: Elements<'_>) -> Option<()> {
    if let Some(version) = parts.accept(explicit(0)) {
        let version = version.inside().accept(INTEGER)?;
        pdu.value_of(&VERSION, version.content, Value::Number(version.number()?));
    }
    let serial = parts.accept(INTEGER)?.content;
    pdu.value_of(&SERIAL, serial, Value::Span);
    pdu.label(format_args!("0x{}", Hex(serial)));
    algorithm(pdu, &SIGNATURE, parts.accept(SEQUENCE)?);
    let issuer = parts.accept(SEQUENCE)?;
    part(pdu, &ISSUER, issuer, Value::Number(0), None, |pdu| {
        distinguished_name::show(pdu, &distinguished_name::RDN_SEQUENCE, issuer);
    });
    validity(pdu, parts.accept(SEQUENCE)?);
    let subject = parts.accept(SEQUENCE)?;
    part(pdu, &SUBJECT, subject, Value::Number(0), None, |pdu| {
        distinguished_name::show(pdu, &SUBJECT_NAME, subject);
    });
    key(pdu, parts.accept(SEQUENCE)?);
    for (number, field) in [(1, &ISSUER_ID), (2, &SUBJECT_ID)] {
        if let Some(id) = parts.accept(implicit(number)) {
            pdu.value_of(field, id.content, Value::Span);
        }
    }
    let all = parts.accept(explicit(3))?.inside().accept(SEQUENCE)?;
    let count = all.inside().count();
    let words = format_args!("{count} item{}", if count == 1 { "" } else { "s" });
    part(pdu, &EXTENSIONS, all, Value::Number(count as u64), Some(words), |pdu| {
        all.inside().for_each(|one| extensions::show(pdu, one));
    });
    Some(())
}

/// An algorithm's number below `field`, which says its name.
pub fn algorithm<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field, sequence: Element<'_>) {
    let mut parts = sequence.inside();
    let Some(id) = parts.accept(OBJECT_ID) else { return };
    heading(pdu, field, sequence, format_args!(" ({})", NamedObject(ObjectId(id.content))), |pdu| {
        object_id(pdu, &ALGORITHM_ID, id);
        if let Some(curve) = parts.accept(OBJECT_ID) {
            object_id(pdu, &PARAMETERS, curve);
        }
    });
}

fn validity<S: Sink>(pdu: &mut Pdu<'_, S>, sequence: Element<'_>) {
    heading(pdu, &VALIDITY, sequence, format_args!(""), |pdu| {
        for (field, moment) in [&NOT_BEFORE, &NOT_AFTER].into_iter().zip(sequence.inside()) {
            let kind = u64::from(moment.tag == GENERALIZED_TIME);
            part(pdu, field, moment, Value::Number(kind), None, |pdu| self::moment(pdu, moment));
        }
    });
}

fn moment<S: Sink>(pdu: &mut Pdu<'_, S>, moment: Element<'_>) {
    match (moment.tag, time(moment.content)) {
        (UTC_TIME, _) => pdu.text_of(&UTC, moment.content, ShortTime(moment.content)),
        (_, Some(ns)) => pdu.value_of(&GENERALIZED, moment.content, Value::Number(ns.cast_unsigned())),
        _ => {}
    }
}

/// RFC 5280 4.1.2.7; the heading says how long the key is.
fn key<S: Sink>(pdu: &mut Pdu<'_, S>, sequence: Element<'_>) -> Option<()> {
    let mut parts = sequence.inside();
    let kind = parts.accept(SEQUENCE)?;
    let (_, key) = parts.accept(BIT_STRING)?.bits()?;
    let numbers = Elements(key).accept(SEQUENCE).map(Element::inside);
    let modulus = numbers.and_then(|mut numbers| numbers.accept(INTEGER));
    let bits = modulus.map(|modulus| bits(modulus.content));
    heading(pdu, &KEY_INFO, sequence, format_args!("{}", Size(bits)), |pdu| {
        algorithm(pdu, &ALGORITHM, kind);
        pdu.value_of(&KEY, key, Value::Span);
        let (Some(modulus), Some(mut numbers)) = (modulus, numbers) else { return };
        pdu.below(|pdu| {
            pdu.value_of(&rsa::MODULUS, modulus.content, Value::Span);
            numbers.accept(INTEGER);
            let exponent = numbers.accept(INTEGER);
            if let Some((exponent, number)) = exponent.and_then(|exponent| Some((exponent, exponent.number()?))) {
                pdu.value_of(&rsa::EXPONENT, exponent.content, Value::Number(number));
            }
        });
    });
    Some(())
}

/// Bits of a positive number.
fn bits(bytes: &[u8]) -> usize {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let first = bytes.get(zeros).map_or(0, |byte| byte.leading_zeros() as usize);
    (bytes.len() - zeros) * 8 - first
}

/// ` (2048 bits)`, where it is known.
struct Size(Option<usize>);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |bits| write!(f, " ({bits} bits)"))
    }
}
