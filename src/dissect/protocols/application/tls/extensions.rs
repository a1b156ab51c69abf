//! Extensions of hellos: most of what TLS has learnt since 1999 stands in them (RFC 8446 4.2, RFC 6066).

mod keys;
mod lists;

pub use keys::FIELDS as KEYS;
pub use lists::FIELDS as LISTS;

use super::{
    cipher_suites::CIPHER_SUITES,
    key_exchange,
    names::{CERTIFICATE_COMPRESSIONS, EXTENSIONS, VERSIONS},
    vector::{self, each, room},
};
use crate::dissect::{pdu::Pdu, protocol::Short, sink::Sink};

more_fields! { "tls":
    ALL_LENGTH    "handshake.extensions_length"   Dec   "Extensions Length" "Bytes of all extensions.";
    EXTENSION     "handshake.extension"           Group "Extension"         "Something beside the hello's first fields.";
    TYPE          "handshake.extension.type"      Named(&EXTENSIONS) "Type" "What it is about.";
    LENGTH        "handshake.extension.len"       Dec   "Length"            "Bytes behind these.";
    DATA          "handshake.extension.data"      Bytes "Data"              "What it says.";
    FRAGMENT      "handshake.max_fragment_length" Named(&FRAGMENT_LENGTHS) "Maximum Fragment Length" "No record shall be longer.";
    STATUS_TYPE   "handshake.extensions_status_request_type" Named(&STATUS_TYPES) "Certificate Status Type" "How the certificate's state is told.";
    RESPONDERS    "handshake.extensions_status_request_responder_ids_len" Dec "Responder ID list Length" "Bytes of who may tell it.";
    RESPONDER     "handshake.extensions_status_request_responder_ids" Bytes "Responder IDs" "Who may tell it.";
    REQUESTS      "handshake.extensions_status_request_exts_len" Dec "Request Extensions Length" "Bytes of more wishes.";
    REQUEST       "handshake.extensions_status_request_exts" Bytes "Request Extensions" "More wishes.";
    STATUS_LIST   "handshake.extensions_status_request_list_len" Dec "Certificate Status List Length" "Bytes of the list.";
    STATUS_LENGTH "handshake.extensions_status_request_len" Dec "Certificate Status Length" "Bytes of the wish.";
    HEARTBEAT     "handshake.extension.heartbeat.mode" Named(&HEARTBEAT_MODES) "Mode" "Whether the other side may ask.";
    PADDING       "handshake.extensions_padding_data" Bytes "Padding Data"  "What makes the hello longer.";
    SIZE_LIMIT    "record_size_limit"             Dec   "Record Size Limit" "No record shall be longer.";
    COOKIE_LENGTH "handshake.extensions.cookie_len" Dec "Cookie length"     "Bytes of the cookie.";
    COOKIE        "handshake.extensions.cookie"   Bytes "Cookie"            "What the server wants to see again.";
    RENEGOTIATION "handshake.renegotiation_info"  Group "Renegotiation Info extension" "What ties a handshake to the one before.";
    RENEGOTIATION_LENGTH "handshake.extensions_reneg_info_len" Dec "Renegotiation info extension length" "Bytes behind these.";
    RENEGOTIATION_DATA "handshake.extensions_reneg_info" Bytes "Renegotiation info" "The end of the handshake before.";
    SRP_LENGTH    "handshake.extensions_srp_len"  Dec   "SRP username length" "Bytes of the name.";
    SRP_NAME      "handshake.extensions_srp_username" Text "SRP username"   "Who wants in.";
    ECH_TYPE      "ech.client_hello_type"         Named(&ECH_TYPES) "Client Hello type" "Whether the true hello lies in it or around it.";
    ECH_KDF       "ech.kdf_id"                    HexNamed(4, &KDFS) "KDF Id" "How keys are derived.";
    ECH_AEAD      "ech.aead_id"                   HexNamed(4, &AEADS) "AEAD Id" "How the true hello is encrypted.";
    ECH_CONFIG    "ech.config_id"                 Dec   "Config Id"         "Which of the server's keys is meant.";
    ECH_KEY_LENGTH "ech.enc_len"                  Dec   "Enc length"        "Bytes of the key.";
    ECH_KEY       "ech.enc"                       Bytes "Enc"               "The client's half of the key.";
    ECH_LENGTH    "ech.payload_length"            Dec   "Payload length"    "Bytes of the true hello.";
    ECH_PAYLOAD   "ech.payload"                   Bytes "Payload"           "The true hello, encrypted.";
    ESNI_SUITE    "esni.suite"                    HexNamed(4, &CIPHER_SUITES) "Cipher Suite" "How the name is encrypted.";
}

names! {
    /// RFC 6066 4.
    FRAGMENT_LENGTHS: 1 "512", 2 "1024", 3 "2048", 4 "4096";

    /// RFC 6066 8, RFC 6961.
    pub STATUS_TYPES: 1 "OCSP", 2 "OCSP Multi";

    /// RFC 6520 2.
    HEARTBEAT_MODES: 1 "Peer allowed to send requests", 2 "Peer not allowed to send requests";

    /// RFC 9849 5.
    ECH_TYPES: 0 "Outer Client Hello", 1 "Inner Client Hello";

    /// RFC 9180 7.2.
    KDFS: 1 "HKDF-SHA256", 2 "HKDF-SHA384", 3 "HKDF-SHA512";

    /// RFC 9180 7.3.
    AEADS: 1 "AES-128-GCM", 2 "AES-256-GCM", 3 "ChaCha20Poly1305", 0xffff "Export-only";
}

/// Whose hello it is: some extensions are a list in the one and a choice in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// The client's.
    Client,
    /// The server's.
    Server,
    /// The server's that asks the client for another one.
    Retry,
}

/// Reads the length of all and each of them.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, from: From) -> Result<(), Short> {
    let len = usize::from(pdu.u16(&ALL_LENGTH)?);
    each(pdu, len, |pdu| extension(pdu, from))
}

fn extension<S: Sink>(pdu: &mut Pdu<'_, S>, from: From) -> Result<(), Short> {
    let group = pdu.open(&EXTENSION);
    let kind = pdu.u16(&TYPE)?;
    let len = pdu.u16(&LENGTH)?;
    let name = EXTENSIONS.or_unknown(kind.into());
    pdu.title_group(&group, format_args!("Extension: {name} (len={len})"));
    pdu.within(room(pdu, len.into()), |pdu| {
        if len > 0 {
            content(pdu, kind, from)?;
        }
        pdu.all(&DATA);
        Ok(())
    })?;
    pdu.close(group);
    Ok(())
}

fn content<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u16, from: From) -> Result<(), Short> {
    let asks = from == From::Client;
    match kind {
        0 => lists::server_names(pdu),
        1 => pdu.u8(&FRAGMENT).map(drop),
        5 if asks => status_request(pdu),
        10 => lists::groups(pdu),
        11 => lists::point_formats(pdu),
        12 => vector::short(pdu, &SRP_LENGTH, &SRP_NAME),
        13 | 34 | 50 if asks => key_exchange::signature_algorithms(pdu),
        15 => pdu.u8(&HEARTBEAT).map(drop),
        16 => lists::protocols(pdu),
        17 if asks => status_requests(pdu),
        19 | 20 => lists::certificate_types(pdu, asks),
        21 => {
            pdu.all(&PADDING);
            Ok(())
        }
        27 => lists::compressions(pdu),
        28 => pdu.u16(&SIZE_LIMIT).map(drop),
        41 => keys::known_keys(pdu, asks),
        43 => lists::versions(pdu, asks),
        44 => vector::long(pdu, &COOKIE_LENGTH, &COOKIE),
        45 => lists::known_key_modes(pdu),
        51 => keys::key_shares(pdu, from),
        13_172 => lists::next_protocols(pdu),
        17_513 | 17_613 => lists::settings(pdu),
        65_037 if asks => encrypted_hello(pdu),
        65_281 => renegotiation(pdu),
        65_486 => pdu.u16(&ESNI_SUITE).map(drop),
        _ => Ok(()),
    }
}

/// RFC 6066 8.
fn status_request<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u8(&STATUS_TYPE)?;
    vector::long(pdu, &RESPONDERS, &RESPONDER)?;
    vector::long(pdu, &REQUESTS, &REQUEST)
}

/// RFC 6961 2.2.
fn status_requests<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let len = usize::from(pdu.u16(&STATUS_LIST)?);
    each(pdu, len, |pdu| {
        pdu.u8(&STATUS_TYPE)?;
        let len = usize::from(pdu.u16(&STATUS_LENGTH)?);
        pdu.within(room(pdu, len), |pdu| {
            vector::long(pdu, &RESPONDERS, &RESPONDER)?;
            vector::long(pdu, &REQUESTS, &REQUEST)
        })
    })
}

/// RFC 5746 3.2.
fn renegotiation<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&RENEGOTIATION);
    vector::short(pdu, &RENEGOTIATION_LENGTH, &RENEGOTIATION_DATA)?;
    pdu.close(group);
    Ok(())
}

/// RFC 9849 5.
fn encrypted_hello<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    if pdu.u8(&ECH_TYPE)? != 0 {
        return Ok(());
    }
    pdu.u16(&ECH_KDF)?;
    pdu.u16(&ECH_AEAD)?;
    pdu.u8(&ECH_CONFIG)?;
    vector::long(pdu, &ECH_KEY_LENGTH, &ECH_KEY)?;
    vector::long(pdu, &ECH_LENGTH, &ECH_PAYLOAD)
}
