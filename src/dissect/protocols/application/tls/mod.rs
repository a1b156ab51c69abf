//! Transport Layer Security: records that carry the handshake, alerts and, encrypted, what applications say.

mod certificate;
mod cipher_suites;
mod connection;
mod extensions;
mod fingerprint;
mod handshake;
mod hello;
mod key_exchange;
mod names;
mod records;
mod ssl2;
mod vector;

use crate::{
    dissect::{
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        sink::Sink,
    },
    index::flows::Transport,
};

pub use records::begins;

use connection::{ENCRYPTED, OLD, STRAY, Version};
use names::VERSIONS;

fields! { "tls" "Transport Layer Security" "Records that keep what applications say from others.":
    RECORD            "record"                Group "Record Layer"            "What is sent at once.";
    CONTENT_TYPE      "record.content_type"   Named(&CONTENT_TYPES) "Content Type" "What the record carries.";
    OPAQUE_TYPE       "record.opaque_type"    Named(&CONTENT_TYPES) "Opaque Type" "What a record of TLS 1.3 pretends to carry; the truth is encrypted.";
    RECORD_VERSION    "record.version"        HexNamed(4, &VERSIONS) "Version" "As the record layer has it, which newer versions leave alone.";
    RECORD_LENGTH     "record.length"         Dec   "Length"                  "Bytes behind these.";
    CHANGE_CIPHER_SPEC "change_cipher_spec"   Bytes "Change Cipher Spec Message" "From here on the sender encrypts.";
    ALERT             "alert_message"         Group "Alert Message"           "Something went wrong, or nothing more follows.";
    ALERT_LEVEL       "alert_message.level"   Named(&ALERT_LEVELS) "Level"    "Whether the connection can go on.";
    ALERT_DESCRIPTION "alert_message.desc"    Named(&ALERTS) "Description"    "What it is.";
    HEARTBEAT         "heartbeat_message"     Group "Heartbeat Message"       "Whether the other side is still there.";
    HEARTBEAT_TYPE    "heartbeat_message.type" Named(&HEARTBEATS) "Type"      "A question or its answer.";
    HEARTBEAT_LENGTH  "heartbeat_message.payload_length" Dec "Payload Length" "Bytes to be sent back.";
    HEARTBEAT_PAYLOAD "heartbeat_message.payload" Bytes "Payload"             "What is to be sent back.";
    HEARTBEAT_PADDING "heartbeat_message.padding" Content "Padding and HMAC"  "What is not.";
    APPLICATION_DATA  "app_data"              Bytes "Encrypted Application Data" "What the application says.";
    STRAY_DATA        "ignored_unknown_record" Content "Ignored Unknown Record" "What is no record where one should begin.";
}

names! {
    /// RFC 8446 appendix B.1, RFC 6520.
    CONTENT_TYPES:
        20 "Change Cipher Spec", 21 "Alert", 22 "Handshake", 23 "Application Data", 24 "Heartbeat";

    /// RFC 8446 appendix B.2.
    ALERT_LEVELS: 1 "Warning", 2 "Fatal";

    /// RFC 8446 appendix B.2, and what other versions have.
    ALERTS:
        0 "Close Notify", 1 "End of Early Data", 10 "Unexpected Message", 20 "Bad Record MAC", 21 "Decryption Failed",
        22 "Record Overflow", 30 "Decompression Failure", 40 "Handshake Failure", 41 "No Certificate",
        42 "Bad Certificate", 43 "Unsupported Certificate", 44 "Certificate Revoked", 45 "Certificate Expired",
        46 "Certificate Unknown", 47 "Illegal Parameter", 48 "Unknown CA", 49 "Access Denied", 50 "Decode Error",
        51 "Decrypt Error", 60 "Export Restriction", 70 "Protocol Version", 71 "Insufficient Security",
        80 "Internal Error", 86 "Inappropriate Fallback", 90 "User Canceled", 100 "No Renegotiation",
        109 "Missing Extension", 110 "Unsupported Extension", 111 "Certificate Unobtainable", 112 "Unrecognized Name",
        113 "Bad Certificate Status Response", 114 "Bad Certificate Hash Value", 115 "Unknown PSK Identity",
        116 "Certificate Required", 120 "No application Protocol", 121 "ECH Required";

    /// RFC 6520 3.
    HEARTBEATS: 1 "Request", 2 "Response";
}

/// The type of records that carry what applications say.
const APPLICATION: u8 = 23;
/// Bytes before a record's content.
const HEADER: usize = 5;

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "tls",
    column: "TLS",
    spec: "RFC 8446",
    family: Family::Secure,
    fields: FIELDS,
    more: &[
        handshake::FIELDS,
        hello::FIELDS,
        extensions::FIELDS,
        extensions::KEYS,
        extensions::LISTS,
        key_exchange::FIELDS,
        fingerprint::FIELDS,
        ssl2::FIELDS,
        certificate::FIELDS,
        certificate::NAME_FIELDS,
        certificate::STRING_FIELDS,
        certificate::EXTENSION_FIELDS,
        certificate::ACCESS_FIELDS,
        certificate::SCT_FIELDS,
        certificate::rsa::FIELDS,
        certificate::ocsp::FIELDS,
    ],
    notes: &[],
    claims: &[
        Claim::Tcp(443),
        Claim::Tcp(465),
        Claim::Tcp(563),
        Claim::Tcp(636),
        Claim::Tcp(853),
        Claim::Tcp(989),
        Claim::Tcp(990),
        Claim::Tcp(993),
        Claim::Tcp(995),
        Claim::Tcp(5061),
        Claim::Tcp(8443),
        Claim::Looks(Transport::Tcp, records::looks),
        Claim::GoesOn(records::goes_on),
    ],
    trailer: None,
    scan: |pdu| scan(pdu),
    dissect: |pdu| dissect(pdu),
    cut: Some(records::cut),
};

/// Pass one learns nothing of what applications say, and most records say that.
fn scan<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let is_record = pdu.context.mode & (STRAY | OLD) == 0;
    if is_record && pdu.peek(0) == Some(APPLICATION) && pdu.left() >= HEADER {
        pdu.all(&APPLICATION_DATA);
        return Ok(Next::Done);
    }
    pdu.rarely(&PROTOCOL)
}

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let mode = pdu.context.mode;
    let agreed = connection::agreed(pdu);
    if mode & STRAY != 0 {
        stray(pdu, agreed);
        return Ok(Next::Done);
    }
    if mode & OLD != 0 {
        return ssl2::dissect(pdu);
    }
    let record = pdu.open(&RECORD);
    let is_opaque = agreed == Version::Tls13 && pdu.peek(0) == Some(APPLICATION);
    let content = pdu.u8(if is_opaque { &OPAQUE_TYPE } else { &CONTENT_TYPE })?;
    let version = Version::of(pdu.u16(&RECORD_VERSION)?);
    let column = if agreed == Version::Unknown { version.column() } else { agreed.column() };
    pdu.protocol(column);
    pdu.title_group(&record, format_args!("{column} Record Layer: "));
    pdu.u16(&RECORD_LENGTH)?;
    match content {
        20 => {
            pdu.label_group(&record, format_args!("Change Cipher Spec Protocol: Change Cipher Spec"));
            pdu.info_next(format_args!("Change Cipher Spec"));
            pdu.all(&CHANGE_CIPHER_SPEC);
        }
        21 => {
            let said = alert(pdu)?;
            pdu.label_group(&record, format_args!("{said}"));
        }
        22 => {
            let said = handshake::dissect(pdu, version)?;
            pdu.label_group(&record, format_args!("Handshake Protocol: {said}"));
        }
        APPLICATION => {
            pdu.label_group(&record, format_args!("Application Data Protocol: Application Data"));
            pdu.info_next(format_args!("Application Data"));
            pdu.all(&APPLICATION_DATA);
        }
        _ => {
            let said = heartbeat(pdu)?;
            pdu.label_group(&record, format_args!("{said}"));
        }
    }
    pdu.close(record);
    Ok(Next::Done)
}

/// What stands where a record should begin and is none.
fn stray<S: Sink>(pdu: &mut Pdu<'_, S>, agreed: Version) {
    pdu.protocol(agreed.column());
    if agreed == Version::Unknown {
        pdu.info_next(format_args!("Continuation Data"));
    } else {
        pdu.info_next(format_args!("Ignored Unknown Record"));
    }
    pdu.all(&STRAY_DATA);
}

fn alert<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<&'static str, Short> {
    let group = pdu.open(&ALERT);
    let said = if pdu.claimed_left() == 2 {
        let level = ALERT_LEVELS.or_unknown(pdu.u8(&ALERT_LEVEL)?.into());
        let description = ALERTS.or_unknown(pdu.u8(&ALERT_DESCRIPTION)?.into());
        pdu.info_next(format_args!("Alert (Level: {level}, Description: {description})"));
        pdu.title_group(&group, format_args!("Alert Message"));
        "Alert"
    } else {
        pdu.info_next(format_args!("Encrypted Alert"));
        pdu.label_group(&group, format_args!(": Encrypted Alert"));
        pdu.skip(pdu.claimed_left())?;
        "Encrypted Alert"
    };
    pdu.close(group);
    Ok(said)
}

fn heartbeat<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<&'static str, Short> {
    let group = pdu.open(&HEARTBEAT);
    let len = pdu.peek_u16(1).map_or(usize::MAX, usize::from);
    let said = match pdu.peek(0) {
        Some(kind @ (1 | 2)) if pdu.context.mode & ENCRYPTED == 0 && len <= 1 << 14 => {
            pdu.u8(&HEARTBEAT_TYPE)?;
            pdu.u16(&HEARTBEAT_LENGTH)?;
            pdu.bytes(&HEARTBEAT_PAYLOAD, len.min(pdu.claimed_left()))?;
            pdu.all(&HEARTBEAT_PADDING);
            if kind == 1 { "Heartbeat Request" } else { "Heartbeat Response" }
        }
        _ => {
            pdu.skip(pdu.claimed_left())?;
            "Encrypted Heartbeat"
        }
    };
    pdu.info_next(format_args!("{said}"));
    pdu.close(group);
    Ok(said)
}
