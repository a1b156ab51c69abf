//! Transport Layer Security: records that carry the handshake, alerts and, encrypted, what applications say.

mod records;

use crate::{
    dissect::{
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        sink::Sink,
    },
    index::flows::Transport,
};

pub use records::begins;
use records::{ENCRYPTED, REST};

fields! { "tls" "Transport Layer Security" "Records that keep what applications say from others.":
    RECORD            "record"                Group "TLS Record Layer"        "What is sent at once.";
    CONTENT_TYPE      "record.content_type"   Named(&CONTENT_TYPES) "Content Type" "What the record carries.";
    RECORD_VERSION    "record.version"        HexNamed(4, &VERSIONS) "Version" "As the record layer has it, which newer versions leave alone.";
    RECORD_LENGTH     "record.length"         Dec   "Length"                  "Bytes behind these.";
    CHANGE_CIPHER_SPEC "change_cipher_spec"   Bytes "Change Cipher Spec Message" "From here on the sender encrypts.";
    ALERT             "alert_message"         Group "Alert Message"           "Something went wrong, or nothing more follows.";
    ALERT_LEVEL       "alert_message.level"   Named(&ALERT_LEVELS) "Level"    "Whether the connection can go on.";
    ALERT_DESCRIPTION "alert_message.desc"    Named(&ALERTS) "Description"    "What it is.";
    HANDSHAKE         "handshake"             Group "Handshake Protocol"      "How both sides agree on keys.";
    HANDSHAKE_TYPE    "handshake.type"        Named(&HANDSHAKE_TYPES) "Handshake Type" "Which step it is.";
    HANDSHAKE_LENGTH  "handshake.length"      Dec   "Length"                  "Bytes behind these.";
    HANDSHAKE_REST    "handshake.fragment"    Content "Handshake message, continued" "What the record before has begun.";
    HANDSHAKE_BODY    "handshake.body"        Content "Message"               "What the step says.";
    ENCRYPTED_CONTENT "record.opaque"         Content "Encrypted Content"     "What cannot be read without the keys.";
    APPLICATION_DATA  "app_data"              Content "Encrypted Application Data" "What the application says.";
}

names! {
    /// RFC 8446 appendix B.1.
    CONTENT_TYPES:
        20 "Change Cipher Spec", 21 "Alert", 22 "Handshake", 23 "Application Data", 24 "Heartbeat";
}

names! {
    /// As Wireshark words them.
    VERSIONS: 0x0002 "SSL 2.0", 0x0300 "SSL 3.0", 0x0301 "TLS 1.0", 0x0302 "TLS 1.1", 0x0303 "TLS 1.2", 0x0304 "TLS 1.3";
}

names! {
    /// RFC 8446 appendix B.2.
    ALERT_LEVELS: 1 "Warning", 2 "Fatal";
}

names! {
    /// RFC 8446 appendix B.2, and what older versions had.
    ALERTS:
        0 "Close Notify", 10 "Unexpected Message", 20 "Bad Record MAC", 21 "Decryption Failed", 22 "Record Overflow",
        30 "Decompression Failure", 40 "Handshake Failure", 41 "No Certificate", 42 "Bad Certificate",
        43 "Unsupported Certificate", 44 "Certificate Revoked", 45 "Certificate Expired", 46 "Certificate Unknown",
        47 "Illegal Parameter", 48 "Unknown CA", 49 "Access Denied", 50 "Decode Error", 51 "Decrypt Error",
        60 "Export Restriction", 70 "Protocol Version", 71 "Insufficient Security", 80 "Internal Error",
        86 "Inappropriate Fallback", 90 "User Canceled", 100 "No Renegotiation", 109 "Missing Extension",
        110 "Unsupported Extension", 111 "Certificate Unobtainable", 112 "Unrecognized Name",
        113 "Bad Certificate Status Response", 114 "Bad Certificate Hash Value", 115 "Unknown PSK Identity",
        116 "Certificate Required", 120 "No application Protocol";
}

names! {
    /// RFC 8446 appendix B.3, and what older versions had.
    HANDSHAKE_TYPES:
        0 "Hello Request", 1 "Client Hello", 2 "Server Hello", 3 "Hello Verify Request", 4 "New Session Ticket",
        5 "End of Early Data", 6 "Hello Retry Request", 8 "Encrypted Extensions", 11 "Certificate",
        12 "Server Key Exchange", 13 "Certificate Request", 14 "Server Hello Done", 15 "Certificate Verify",
        16 "Client Key Exchange", 20 "Finished", 21 "Certificate URL", 22 "Certificate Status", 23 "Supplemental Data",
        24 "Key Update", 25 "Compressed Certificate";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "tls",
    column: "TLS",
    spec: "RFC 8446",
    family: Family::Secure,
    fields: FIELDS,
    more: &[],
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
        Claim::GoesOn(records::begins),
    ],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: Some(records::cut),
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let record = pdu.open(&RECORD);
    let content = pdu.u8(&CONTENT_TYPE)?;
    pdu.u16(&RECORD_VERSION)?;
    pdu.u16(&RECORD_LENGTH)?;
    let encrypted = pdu.context.mode & ENCRYPTED != 0;
    match content {
        20 => {
            pdu.info_next(format_args!("Change Cipher Spec"));
            pdu.all(&CHANGE_CIPHER_SPEC);
        }
        21 if !encrypted && pdu.claimed_left() == 2 => alert(pdu)?,
        21 => opaque(pdu, "Encrypted Alert"),
        22 if !encrypted => handshake(pdu)?,
        22 => opaque(pdu, "Encrypted Handshake Message"),
        23 => {
            pdu.info_next(format_args!("Application Data"));
            pdu.all(&APPLICATION_DATA);
        }
        _ => opaque(pdu, "Encrypted Heartbeat"),
    }
    pdu.label_group(&record, format_args!(": {}", CONTENT_TYPES.or_unknown(content.into())));
    pdu.close(record);
    Ok(Next::Done)
}

fn opaque<S: Sink>(pdu: &mut Pdu<'_, S>, what: &'static str) {
    pdu.info_next(format_args!("{what}"));
    pdu.all(&ENCRYPTED_CONTENT);
}

fn alert<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&ALERT);
    let level = pdu.u8(&ALERT_LEVEL)?;
    let description = pdu.u8(&ALERT_DESCRIPTION)?;
    let (level, description) = (ALERT_LEVELS.or_unknown(level.into()), ALERTS.or_unknown(description.into()));
    pdu.info_next(format_args!("Alert (Level: {level}, Description: {description})"));
    pdu.close(group);
    Ok(())
}

/// The messages of a record, whose first one may have begun in the record before.
fn handshake<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let rest = (pdu.context.mode & REST) as usize;
    if rest > 0 {
        pdu.bytes(&HANDSHAKE_REST, rest.min(pdu.claimed_left()))?;
    }
    while pdu.left() > 0 {
        let group = pdu.open(&HANDSHAKE);
        let kind = pdu.u8(&HANDSHAKE_TYPE)?;
        let len = pdu.u24(&HANDSHAKE_LENGTH)? as usize;
        pdu.info_next(format_args!("{}", HANDSHAKE_TYPES.or_unknown(kind.into())));
        pdu.label_group(&group, format_args!(": {}", HANDSHAKE_TYPES.or_unknown(kind.into())));
        let there = len.min(pdu.claimed_left());
        if there > 0 {
            pdu.bytes(&HANDSHAKE_BODY, there)?;
        }
        pdu.close(group);
    }
    Ok(())
}
