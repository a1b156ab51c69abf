//! What a certificate says beside: other names, what the key may be used for, where more can be asked (RFC 5280 4.2).

use super::{
    CRITICAL, EXTENSION, EXTENSION_ID, EXTENSION_VALUE,
    der::{BIT_STRING, BOOLEAN, Element, INTEGER, OBJECT_ID, OCTET_STRING, ObjectId, SEQUENCE, explicit, implicit},
    distinguished_name,
    object_ids::Named as NamedObject,
    tree::{heading, object_id, part},
};
use crate::{
    bytes::{Address, text::Text},
    dissect::{
        field::Field,
        pdu::Pdu,
        protocols::application::tls::{hello::split, key_exchange::ALGORITHM},
        record::Value,
        sink::Sink,
    },
};

more_fields! { "x509ce":
    AUTHORITY    "AuthorityKeyIdentifier_element"  Group "AuthorityKeyIdentifier" "With which of its keys the issuer has signed.";
    KEY_ID       "keyIdentifier"                   Bytes "keyIdentifier"          "A digest of that key.";
    SUBJECT_KEY  "SubjectKeyIdentifier"            Bytes "SubjectKeyIdentifier"   "A digest of the key.";
    NAMES        "GeneralNames"                    Dec   "GeneralNames"           "Other names.";
    NAME         "GeneralName"                     Named(&NAME_KINDS) "GeneralName" "What kind of name.";
    OTHER_NAME   "otherName"                       Bytes "otherName"              "A name of some other kind.";
    EMAIL        "rfc822Name"                      Text  "rfc822Name"             "An address for mail.";
    DNS          "dNSName"                         Text  "dNSName"                "A host, or with an asterisk all hosts of a domain.";
    DIRECTORY    "directoryName"                   Named(&super::NAME_KINDS) "directoryName"          "A name of several parts.";
    URI          "uniformResourceIdentifier"       Text  "uniformResourceIdentifier" "An address.";
    IPV4         "IPAddress.ipv4"                  Ipv4  "iPAddress"              "A host's address.";
    IPV6         "IPAddress.ipv6"                  Ipv6  "iPAddress"              "A host's address.";
    CONSTRAINTS  "BasicConstraintsSyntax_element"  Group "BasicConstraintsSyntax" "Whether the subject may issue certificates.";
    CA           "cA"                              FlagNamed(["True", "False"]) "cA" "It may.";
    PATH_LENGTH  "pathLenConstraint"               Dec   "pathLenConstraint"      "How many issuers may stand below it.";
    USAGE        "KeyUsage"                        Bytes "KeyUsage"               "What the key may be used for.";
    SIGNS        "KeyUsage.digitalSignature"       FlagNamed(["True", "False"]) & 0x80 "digitalSignature" "To sign what is said now.";
    COMMITS      "KeyUsage.contentCommitment"      FlagNamed(["True", "False"]) & 0x40 "contentCommitment" "To sign what shall hold for long.";
    WRAPS        "KeyUsage.keyEncipherment"        FlagNamed(["True", "False"]) & 0x20 "keyEncipherment" "To encrypt keys.";
    ENCRYPTS     "KeyUsage.dataEncipherment"       FlagNamed(["True", "False"]) & 0x10 "dataEncipherment" "To encrypt data.";
    AGREES       "KeyUsage.keyAgreement"           FlagNamed(["True", "False"]) & 0x08 "keyAgreement" "To agree on keys.";
    ISSUES       "KeyUsage.keyCertSign"            FlagNamed(["True", "False"]) & 0x04 "keyCertSign" "To sign certificates.";
    REVOKES      "KeyUsage.cRLSign"                FlagNamed(["True", "False"]) & 0x02 "cRLSign" "To sign lists of those that hold no longer.";
    ONLY_IN      "KeyUsage.encipherOnly"           FlagNamed(["True", "False"]) & 0x01 "encipherOnly" "To agree on keys that encrypt only.";
    ONLY_OUT     "KeyUsage.decipherOnly"           FlagNamed(["True", "False"]) & 0x80 "decipherOnly" "To agree on keys that decrypt only.";
    PURPOSES     "KeyPurposeIDs"                   Dec   "KeyPurposeIDs"          "By whom the key may be used.";
    PURPOSE      "KeyPurposeId"                    Text  "KeyPurposeId"           "A purpose.";
    LISTS        "CRLDistPointsSyntax"             Dec   "CRLDistPointsSyntax"    "Where to find out which certificates hold no longer.";
    LIST         "DistributionPoint_element"       Group "DistributionPoint"      "A place.";
    POLICIES     "CertificatePoliciesSyntax"       Dec   "CertificatePoliciesSyntax" "How carefully the issuer has looked.";
    POLICY       "PolicyInformation_element"       Group "PolicyInformation"      "A policy.";
    POLICY_ID    "policyIdentifier"                Text  "policyIdentifier"       "Which one.";
}

pub use access::FIELDS as ACCESS_FIELDS;
pub use sct::FIELDS as SCT_FIELDS;

mod access {
    //! Where the issuer can be asked: RFC 5280 4.2.2.1.
    more_fields! { "pkix1implicit":
        ALL      "AuthorityInfoAccessSyntax" Dec   "AuthorityInfoAccessSyntax" "Where the issuer can be asked.";
        ONE      "AccessDescription_element" Group "AccessDescription"         "A place.";
        METHOD   "accessMethod"              Text  "accessMethod"              "What is to be had there.";
        LOCATION "accessLocation"            Named(&super::NAME_KINDS) "accessLocation" "Where it is.";
    }
}

mod sct {
    //! Who has put the certificate into a public log: RFC 6962 3.3.
    more_fields! { "tls":
        ALL_LENGTH "sct.scts_length"           Dec   "Serialized SCT List Length" "Bytes of the list.";
        ONE        "sct"                       Group "Signed Certificate Timestamp" "A log's promise.";
        LENGTH     "sct.sct_length"            Dec   "Serialized SCT Length"      "Bytes of it.";
        VERSION    "sct.sct_version"           Dec   "SCT Version"                "Of its form.";
        LOG        "sct.sct_logid"             Bytes "Log ID"                     "Which log.";
        TIMESTAMP  "sct.sct_timestamp"         Time  "Timestamp"                  "When the log saw it.";
        SIGNATURE  "sct.sct_signature"         Bytes "Signature"                  "The log's.";
    }
}

names! {
    /// RFC 5280 4.2.1.6.
    NAME_KINDS:
        0 "otherName", 1 "rfc822Name", 2 "dNSName", 3 "x400Address", 4 "directoryName", 5 "ediPartyName",
        6 "uniformResourceIdentifier", 7 "iPAddress", 8 "registeredID";
}

/// Of a key's uses those in the first byte.
static USES: [&Field; 8] = [&SIGNS, &COMMITS, &WRAPS, &ENCRYPTS, &AGREES, &ISSUES, &REVOKES, &ONLY_IN];
/// RFC 6962 3.3.
const TIMESTAMPS: &[u8] = &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 2];
/// RFC 5280 4.2.2.1.
const ACCESS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];

/// Shows one extension.
pub fn show<S: Sink>(pdu: &mut Pdu<'_, S>, one: Element<'_>) {
    let mut parts = one.inside();
    let Some(id) = parts.accept(OBJECT_ID) else { return };
    heading(pdu, &EXTENSION, one, format_args!(" ({})", NamedObject(ObjectId(id.content))), |pdu| {
        object_id(pdu, &EXTENSION_ID, id);
        if let Some(critical) = parts.accept(BOOLEAN) {
            let is = critical.content.first().is_some_and(|byte| *byte != 0);
            pdu.value_of(&CRITICAL, critical.content, Value::Number(is.into()));
        }
        let Some(value) = parts.accept(OCTET_STRING) else { return };
        if content(pdu, id.content, value).is_none() {
            pdu.value_of(&EXTENSION_VALUE, value.content, Value::Span);
        }
    });
}

/// What it says, if that is known.
fn content<S: Sink>(pdu: &mut Pdu<'_, S>, id: &[u8], value: Element<'_>) -> Option<()> {
    let mut inside = value.inside();
    match id {
        [0x55, 0x1d, 14] => pdu.value_of(&SUBJECT_KEY, inside.accept(OCTET_STRING)?.content, Value::Span),
        [0x55, 0x1d, 15] => usage(pdu, inside.accept(BIT_STRING)?)?,
        [0x55, 0x1d, 17 | 18] => names(pdu, &NAMES, inside.accept(SEQUENCE)?),
        [0x55, 0x1d, 19] => constraints(pdu, inside.accept(SEQUENCE)?),
        [0x55, 0x1d, 31] => {
            each(pdu, &LISTS, inside.accept(SEQUENCE)?, |pdu, one| {
                heading(pdu, &LIST, one, format_args!(""), |pdu| {
                    let place = one.inside().accept(explicit(0)).and_then(|place| place.inside().accept(explicit(0)));
                    place.into_iter().flat_map(Element::inside).for_each(|name| general_name(pdu, &NAME, name));
                });
            });
        }
        [0x55, 0x1d, 32] => {
            each(pdu, &POLICIES, inside.accept(SEQUENCE)?, |pdu, one| {
                heading(pdu, &POLICY, one, format_args!(""), |pdu| {
                    one.inside().accept(OBJECT_ID).into_iter().for_each(|id| object_id(pdu, &POLICY_ID, id));
                });
            });
        }
        [0x55, 0x1d, 35] => {
            let all = inside.accept(SEQUENCE)?;
            heading(pdu, &AUTHORITY, all, format_args!(""), |pdu| {
                let key = all.inside().accept(implicit(0));
                key.into_iter().for_each(|key| pdu.value_of(&KEY_ID, key.content, Value::Span));
            });
        }
        [0x55, 0x1d, 37] => each(pdu, &PURPOSES, inside.accept(SEQUENCE)?, |pdu, one| object_id(pdu, &PURPOSE, one)),
        ACCESS => each(pdu, &access::ALL, inside.accept(SEQUENCE)?, access_description),
        TIMESTAMPS => timestamps(pdu, inside.accept(OCTET_STRING)?.content)?,
        _ => return None,
    }
    Some(())
}

/// Records how many elements there are, and each of them below.
fn each<S: Sink>(
    pdu: &mut Pdu<'_, S>,
    field: &'static Field,
    all: Element<'_>,
    mut one: impl FnMut(&mut Pdu<'_, S>, Element<'_>),
) {
    let count = all.inside().count();
    let words = format_args!("{count} item{}", if count == 1 { "" } else { "s" });
    part(pdu, field, all, Value::Number(count as u64), Some(words), |pdu| all.inside().for_each(|each| one(pdu, each)));
}

fn names<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field, all: Element<'_>) {
    each(pdu, field, all, |pdu, name| general_name(pdu, &NAME, name));
}

/// A name of any kind below `field`, which says the kind.
fn general_name<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field, name: Element<'_>) {
    let (kind, content) = (u64::from(name.tag & 0x1f), name.content);
    part(pdu, field, name, Value::Number(kind), None, |pdu| match (kind, content.len()) {
        (1, _) => pdu.text_of(&EMAIL, content, Text(content)),
        (2, _) => pdu.text_of(&DNS, content, Text(content)),
        (4, _) => {
            let inside = name.inside().accept(SEQUENCE);
            if let Some(name) = inside {
                part(pdu, &DIRECTORY, name, Value::Number(0), None, |pdu| {
                    distinguished_name::show(pdu, &distinguished_name::RDN_SEQUENCE, name);
                });
            }
        }
        (6, _) => pdu.text_of(&URI, content, Text(content)),
        (7, 4) => pdu.value_of(&IPV4, content, Value::Address(Address::from_octets(content))),
        (7, 16) => pdu.value_of(&IPV6, content, Value::Address(Address::from_octets(content))),
        _ => pdu.value_of(&OTHER_NAME, content, Value::Span),
    });
}

/// RFC 5280 4.2.1.3.
fn usage<S: Sink>(pdu: &mut Pdu<'_, S>, value: Element<'_>) -> Option<()> {
    let (_, bits) = value.bits()?;
    let first = *bits.first()?;
    pdu.value_of(&USAGE, bits, Value::Span);
    pdu.below(|pdu| {
        let byte = bits.get(..1).unwrap_or_default();
        for field in USES {
            pdu.value_of(field, byte, Value::Number((u64::from(first) & field.mask) >> field.mask.trailing_zeros()));
        }
        let second = bits.get(1).map_or(0, |second| second >> 7);
        pdu.value_of(&ONLY_OUT, bits.get(1..2).unwrap_or_default(), Value::Number(second.into()));
    });
    Some(())
}

/// RFC 5280 4.2.1.9.
fn constraints<S: Sink>(pdu: &mut Pdu<'_, S>, all: Element<'_>) {
    let mut parts = all.inside();
    heading(pdu, &CONSTRAINTS, all, format_args!(""), |pdu| {
        if let Some(ca) = parts.accept(BOOLEAN) {
            let is = ca.content.first().is_some_and(|byte| *byte != 0);
            pdu.value_of(&CA, ca.content, Value::Number(is.into()));
        }
        if let Some((length, number)) = parts.accept(INTEGER).and_then(|length| Some((length, length.number()?))) {
            pdu.value_of(&PATH_LENGTH, length.content, Value::Number(number));
        }
    });
}

fn access_description<S: Sink>(pdu: &mut Pdu<'_, S>, one: Element<'_>) {
    heading(pdu, &access::ONE, one, format_args!(""), |pdu| {
        let mut parts = one.inside();
        parts.accept(OBJECT_ID).into_iter().for_each(|method| object_id(pdu, &access::METHOD, method));
        parts.next().into_iter().for_each(|place| general_name(pdu, &access::LOCATION, place));
    });
}

/// RFC 6962 3.3.
fn timestamps<S: Sink>(pdu: &mut Pdu<'_, S>, list: &[u8]) -> Option<()> {
    let (mut rest, _) = split(list, 2)?;
    pdu.value_of(&sct::ALL_LENGTH, list.get(..2)?, Value::Number(rest.len() as u64));
    while let Some((one, behind)) = split(rest, 2) {
        let whole = rest.get(..one.len() + 2)?;
        rest = behind;
        let element = Element { tag: 0, content: one, whole };
        heading(pdu, &sct::ONE, element, format_args!(""), |pdu| {
            timestamp(pdu, element);
        });
    }
    Some(())
}

fn timestamp<S: Sink>(pdu: &mut Pdu<'_, S>, one: Element<'_>) -> Option<()> {
    pdu.value_of(&sct::LENGTH, one.whole.get(..2)?, Value::Number(one.content.len() as u64));
    let (version, rest) = one.content.split_at_checked(1)?;
    pdu.value_of(&sct::VERSION, version, Value::Number((*version.first()?).into()));
    let (log, rest) = rest.split_at_checked(32)?;
    pdu.value_of(&sct::LOG, log, Value::Span);
    let (time, rest) = rest.split_first_chunk::<8>()?;
    let ns = u64::from_be_bytes(*time).checked_mul(1_000_000)?;
    pdu.value_of(&sct::TIMESTAMP, time, Value::Number(ns));
    let (_, rest) = split(rest, 2)?;
    let (algorithm, rest) = rest.split_first_chunk::<2>()?;
    pdu.value_of(&ALGORITHM, algorithm, Value::Number(u16::from_be_bytes(*algorithm).into()));
    let (signature, _) = split(rest, 2)?;
    pdu.value_of(&sct::SIGNATURE, signature, Value::Span);
    Some(())
}
