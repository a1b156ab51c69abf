//! Handshake messages: which ones a record holds, which of them begin or end in another one, and what each says.

use std::fmt;

use super::{
    certificate::{
        self, der,
        distinguished_name::{self, Name},
    },
    connection::{self, ENCRYPTED, REST, Version},
    extensions, hello,
    key_exchange::{self, signature_algorithm, signature_algorithms},
    vector::{self, each, list},
};
use crate::{
    bytes::time::InWords,
    dissect::{pdu::Pdu, protocol::Short, sink::Sink},
};

more_fields! { "tls":
    HANDSHAKE         "handshake"                     Group "Handshake Protocol"   "How both sides agree on keys.";
    TYPE              "handshake.type"                Named(&TYPES) "Handshake Type" "Which step it is.";
    LENGTH            "handshake.length"              Dec   "Length"               "Bytes behind these.";
    FRAGMENT          "handshake.fragment"            Content "Handshake message, in part" "What begins in an earlier record or goes on in a later one.";
    REST_DATA         "handshake.data"                Bytes "Data"                 "What the step says beside.";
    CERTIFICATES_LEN  "handshake.certificates_length" Dec   "Certificates Length"  "Bytes of the certificates.";
    CERTIFICATES      "handshake.certificates"        Group "Certificates"         "Who it is, then who says so.";
    CERTIFICATE_LEN   "handshake.certificate_length"  Dec   "Certificate Length"   "Bytes of the certificate.";
    CERTIFICATE       "handshake.certificate"         Bytes "Certificate"          "Whose key it is, and until when.";
    STATUS_TYPE       "handshake.status_type"         Named(&extensions::STATUS_TYPES) "Certificate Status Type" "How it is known.";
    OCSP_LENGTH       "handshake.ocsp_response_len"   Dec   "OCSP Response Length" "Bytes of the response.";
    OCSP_RESPONSE     "handshake.ocsp_response"       Bytes "OCSP Response"        "What the issuer says of the certificate today.";
    KINDS_COUNT       "handshake.cert_types_count"    Dec   "Certificate types count" "How many kinds of certificates are taken.";
    KINDS             "handshake.cert_types"          Group "Certificate types"    "What the server takes.";
    KIND              "handshake.cert_type"           Named(&CERTIFICATE_KINDS) "Certificate type" "A kind of certificate.";
    NAMES_LENGTH      "handshake.dnames_len"          Dec   "Distinguished Names Length" "Bytes of the names.";
    NAMES             "handshake.dnames"              Group "Distinguished Names"  "Whose certificates the server takes.";
    NAME_LENGTH       "handshake.dname_len"           Dec   "Distinguished Name Length" "Bytes of the name.";
    NAME              "handshake.dname"               Bytes "Distinguished Name"   "Who issues certificates.";
    TICKET            "handshake.ticket"              Group "TLS Session Ticket"   "With what the session can go on later.";
    LIFETIME          "handshake.session_ticket_lifetime_hint" Dec "Session Ticket Lifetime Hint" "For how long, in seconds.";
    TICKET_LENGTH     "handshake.session_ticket_length" Dec "Session Ticket Length" "Bytes of the ticket.";
    TICKET_DATA       "handshake.session_ticket"      Bytes "Session Ticket"       "What only the server understands.";
    SIGNATURE_LENGTH  "handshake.client_cert_vrfy.sig_len" Dec "Signature length"  "Bytes of the signature.";
    SIGNATURE         "handshake.client_cert_vrfy.sig" Bytes "Signature"           "Made with the certificate's key.";
    VERIFY_DATA       "handshake.verify_data"         Bytes "Verify Data"          "A digest of all that was said.";
}

names! {
    /// RFC 8446 appendix B.3, and what other versions have.
    TYPES:
        0 "Hello Request", 1 "Client Hello", 2 "Server Hello", 3 "Hello Verify Request", 4 "New Session Ticket",
        5 "End of Early Data", 6 "Hello Retry Request", 8 "Encrypted Extensions", 11 "Certificate",
        12 "Server Key Exchange", 13 "Certificate Request", 14 "Server Hello Done", 15 "Certificate Verify",
        16 "Client Key Exchange", 20 "Finished", 21 "Client Certificate URL", 22 "Certificate Status",
        23 "Supplemental Data", 24 "Key Update", 25 "Compressed Certificate";

    /// RFC 5246 7.4.4, RFC 8422 5.5, RFC 9189.
    CERTIFICATE_KINDS:
        1 "RSA Sign", 2 "DSS Sign", 3 "RSA Fixed DH", 4 "DSS Fixed DH", 21 "GOST R 34.10-94", 22 "GOST R 34.10-2001",
        64 "ECDSA Sign", 65 "RSA Fixed ECDH", 66 "ECDSA Fixed ECDH", 80 "IBC Params";
}

/// Whether messages of this type exist.
pub fn is_type(kind: u8) -> bool {
    matches!(kind, 0..=6 | 8 | 11..=16 | 20..=25)
}

/// Whether a message can begin so; what does not is taken for encrypted.
pub fn is_message(kind: u8, len: u32) -> bool {
    is_type(kind) && len <= REST && (len == 0 || !matches!(kind, 0 | 14))
}

/// What a record says in its heading.
#[derive(Debug, Clone, Copy)]
pub enum Said {
    /// Nothing yet.
    Nothing,
    /// One message.
    One(&'static str),
    /// Several of them.
    Several,
}

impl Said {
    fn add(&mut self, what: &'static str) {
        *self = if matches!(self, Self::Nothing) { Self::One(what) } else { Self::Several };
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Fragment",
            Self::One(what) => what,
            Self::Several => "Multiple Handshake Messages",
        })
    }
}

/// Bytes before a message's body.
const HEADER: usize = 4;
const ENCRYPTED_MESSAGE: &str = "Encrypted Handshake Message";

/// The messages of a record, whose first one may have begun in an earlier record.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, version: Version) -> Result<Said, Short> {
    let mode = pdu.context.mode;
    let mut said = Said::Nothing;
    if mode & ENCRYPTED != 0 && connection::version(mode) != Version::Tls13 && !is_plain_finished(pdu) {
        encrypted(pdu, &mut said)?;
        return Ok(said);
    }
    let rest = (mode & REST) as usize;
    if rest > 0 {
        let there = rest.min(pdu.claimed_left());
        pdu.bytes(&FRAGMENT, there)?;
        let name = name(connection::begun_type(mode));
        pdu.label(format_args!("{name} ({there} bytes)"));
        if there == rest {
            pdu.info_next(format_args!("{name}"));
            said.add(name);
        }
    }
    while pdu.claimed_left() > 0 {
        match (pdu.peek(0), pdu.peek_u16(1), pdu.peek(3)) {
            (Some(kind), Some(high), Some(low)) if is_message(kind, u32::from(high) << 8 | u32::from(low)) => {
                message(pdu, version, &mut said)?;
            }
            _ => encrypted(pdu, &mut said)?,
        }
    }
    Ok(said)
}

fn name(kind: u8) -> &'static str {
    TYPES.get(kind.into()).unwrap_or("Unknown")
}

/// A cipher that encrypts nothing leaves it as it is.
fn is_plain_finished<S: Sink>(pdu: &Pdu<'_, S>) -> bool {
    pdu.claimed_left() == 16 && pdu.rest().starts_with(&[20, 0, 0, 12])
}

fn encrypted<S: Sink>(pdu: &mut Pdu<'_, S>, said: &mut Said) -> Result<(), Short> {
    pdu.info_next(format_args!("{ENCRYPTED_MESSAGE}"));
    let group = pdu.open(&HANDSHAKE);
    pdu.label_group(&group, format_args!(": {ENCRYPTED_MESSAGE}"));
    pdu.skip(pdu.claimed_left())?;
    pdu.close(group);
    said.add(ENCRYPTED_MESSAGE);
    Ok(())
}

fn message<S: Sink>(pdu: &mut Pdu<'_, S>, version: Version, said: &mut Said) -> Result<(), Short> {
    let group = pdu.open(&HANDSHAKE);
    let header = pdu.peeked::<4>()?.value;
    let (kind, len) = ((header >> 24) as u8, (header & 0xff_ffff) as usize);
    if HEADER + len > pdu.claimed_left() {
        pdu.label_group(&group, format_args!(": {} (fragment)", name(kind)));
        if matches!(said, Said::Nothing) {
            pdu.info_next(format_args!("[{} Fragment]", name(kind)));
        }
        pdu.bytes(&FRAGMENT, pdu.claimed_left())?;
        pdu.close(group);
        said.add("Fragment");
        return Ok(());
    }
    pdu.u8(&TYPE)?;
    pdu.u24(&LENGTH)?;
    let is_retry = kind == 2 && hello::is_retry(pdu.rest());
    let what = if is_retry { "Hello Retry Request" } else { name(kind) };
    pdu.info_next(format_args!("{what}"));
    pdu.label_group(&group, format_args!(": {what}"));
    if !matches!(kind, 1 | 2) {
        pdu.learn(|lesson| {
            if let Some(flow) = lesson.session.flows.get_mut(lesson.row.flow) {
                connection::note_version(&mut flow.memory, version);
            }
        });
    }
    pdu.within(len, |pdu| {
        body(pdu, kind)?;
        pdu.all(&REST_DATA);
        Ok(())
    })?;
    pdu.close(group);
    said.add(what);
    Ok(())
}

fn body<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8) -> Result<(), Short> {
    let agreed = connection::version(pdu.context.mode);
    match kind {
        1 => hello::client(pdu),
        2 => hello::server(pdu),
        4 => session_ticket(pdu),
        11 => certificates(pdu),
        12 => key_exchange::server(pdu),
        13 => certificate_request(pdu, agreed),
        15 => certificate_verify(pdu, agreed),
        16 => key_exchange::client(pdu),
        20 => {
            pdu.all(&VERIFY_DATA);
            Ok(())
        }
        22 => certificate_status(pdu),
        _ => Ok(()),
    }
}

/// RFC 5246 7.4.2.
fn certificates<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let len = pdu.u24(&CERTIFICATES_LEN)? as usize;
    let group = pdu.open(&CERTIFICATES);
    pdu.label_group(&group, format_args!(" ({len} bytes)"));
    each(pdu, len, |pdu| {
        let len = pdu.u24(&CERTIFICATE_LEN)? as usize;
        let bytes = pdu.bytes(&CERTIFICATE, len)?;
        if pdu.shows()
            && let Some(subject) = certificate::subject(bytes)
        {
            pdu.label_more(format_args!(" ({subject})"));
        }
        certificate::show(pdu, bytes);
        Ok(())
    })?;
    pdu.close(group);
    Ok(())
}

/// RFC 6066 8.
fn certificate_status<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u8(&STATUS_TYPE)?;
    let len = pdu.u24(&OCSP_LENGTH)? as usize;
    let bytes = pdu.bytes(&OCSP_RESPONSE, len)?;
    certificate::ocsp::show(pdu, bytes);
    Ok(())
}

/// RFC 5246 7.4.4.
fn certificate_request<S: Sink>(pdu: &mut Pdu<'_, S>, agreed: Version) -> Result<(), Short> {
    let count = usize::from(pdu.u8(&KINDS_COUNT)?);
    list(pdu, &KINDS, (count, 1), ["type", "types"], |pdu| pdu.u8(&KIND).map(drop))?;
    if agreed == Version::Tls12 {
        signature_algorithms(pdu)?;
    }
    let len = usize::from(pdu.u16(&NAMES_LENGTH)?);
    if len > 0 {
        let group = pdu.open(&NAMES);
        pdu.label_group(&group, format_args!(" ({len} bytes)"));
        each(pdu, len, |pdu| {
            let len = usize::from(pdu.u16(&NAME_LENGTH)?);
            let bytes = pdu.bytes(&NAME, len)?;
            if pdu.shows()
                && let Some(name) = der::Elements(bytes).accept(der::SEQUENCE)
            {
                pdu.label(format_args!("({})", Name(name.inside())));
                pdu.below(|pdu| distinguished_name::show(pdu, &distinguished_name::RDN_SEQUENCE, name));
            }
            Ok(())
        })?;
        pdu.close(group);
    }
    Ok(())
}

/// RFC 5246 7.4.8.
fn certificate_verify<S: Sink>(pdu: &mut Pdu<'_, S>, agreed: Version) -> Result<(), Short> {
    if agreed == Version::Tls12 {
        signature_algorithm(pdu)?;
    }
    vector::long(pdu, &SIGNATURE_LENGTH, &SIGNATURE)
}

/// RFC 5077 3.3; that of TLS 1.3 is encrypted.
fn session_ticket<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&TICKET);
    let seconds = pdu.u32(&LIFETIME)?;
    if seconds > 0 {
        pdu.label(format_args!("{seconds} seconds ({})", InWords::from_seconds(seconds.into())));
    }
    vector::long(pdu, &TICKET_LENGTH, &TICKET_DATA)?;
    pdu.close(group);
    Ok(())
}
