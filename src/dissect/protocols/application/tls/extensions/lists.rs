//! Extensions that name what one side knows, or what the other takes of it.

use super::{CERTIFICATE_COMPRESSIONS, VERSIONS};
use crate::dissect::{
    pdu::Pdu,
    protocol::Short,
    protocols::application::tls::{
        names::{GROUPS, POINT_FORMATS},
        vector::{self, each, list},
    },
    sink::Sink,
};

more_fields! { "tls":
    SERVER_NAMES   "handshake.server_name_indication"        Group "Server Name Indication extension" "Whom the client wants to talk to.";
    NAMES_LENGTH   "handshake.extensions_server_name_list_len" Dec "Server Name list length" "Bytes of the names.";
    NAME_TYPE      "handshake.extensions_server_name_type"   Named(&NAME_TYPES) "Server Name Type" "What kind of name.";
    NAME_LENGTH    "handshake.extensions_server_name_len"    Dec   "Server Name length" "Bytes of the name.";
    NAME           "handshake.extensions_server_name"        Text  "Server Name"        "Whom the client wants to talk to.";
    GROUPS_LENGTH  "handshake.extensions_supported_groups_length" Dec "Supported Groups List Length" "Bytes of the list.";
    GROUP_LIST     "handshake.extensions_supported_groups"   Group "Supported Groups"   "The groups and curves that it knows, the best first.";
    GROUP          "handshake.extensions_supported_group"    HexNamed(4, &GROUPS) "Supported Group" "A group or curve.";
    FORMATS_LENGTH "handshake.extensions_ec_point_formats_length" Dec "EC point formats Length" "Bytes of the list.";
    FORMATS        "handshake.extensions_ec_point_formats"   Group "Elliptic curves point formats" "How points may be written.";
    FORMAT         "handshake.extensions_ec_point_format"    Named(&POINT_FORMATS) "EC point format" "A way to write a point.";
    ALPN_LENGTH    "handshake.extensions_alpn_len"           Dec   "ALPN Extension Length" "Bytes of the list.";
    ALPN_LIST      "handshake.extensions_alpn_list"          Group "ALPN Protocol"      "What shall be spoken.";
    ALPN_NAME_LENGTH "handshake.extensions_alpn_str_len"     Dec   "ALPN string length" "Bytes of the name.";
    ALPN_NAME      "handshake.extensions_alpn_str"           Text  "ALPN Next Protocol" "An application protocol.";
    NPN_LENGTH     "handshake.extensions_npn_str_len"        Dec   "Protocol string length" "Bytes of the name.";
    NPN            "handshake.extensions_npn"                Text  "Next Protocol"      "An application protocol.";
    ALPS_LENGTH    "handshake.extensions_alps_len"           Dec   "ALPS Extension Length" "Bytes of the list.";
    ALPS_LIST      "handshake.extensions_alps_alpn_list"     Group "Supported ALPN List" "For which protocols settings are sent.";
    ALPS_NAME_LENGTH "handshake.extensions_alps_alpn_str_len" Dec  "Supported ALPN Length" "Bytes of the name.";
    ALPS_NAME      "handshake.extensions_alps_alpn_str"      Text  "Supported ALPN"     "An application protocol.";
    KINDS_LENGTH   "handshake.cert_type.types_len"           Dec   "Certificate Type List Length" "Bytes of the list.";
    KINDS          "handshake.cert_type.types"               Group "Certificate Type List" "What proofs it knows.";
    KIND           "handshake.cert_type.type"                HexNamed(2, &CERTIFICATE_TYPES) "Certificate Type" "A kind of proof.";
    COMPRESSIONS_LENGTH "compress_certificate.algorithms_length" Dec "Algorithms Length" "Bytes of the list.";
    COMPRESSION    "compress_certificate.algorithm"          Named(&CERTIFICATE_COMPRESSIONS) "Algorithm" "How certificates may be compressed.";
    VERSIONS_LENGTH "handshake.extensions.supported_versions_len" Dec "Supported Versions length" "Bytes of the list.";
    VERSION        "handshake.extensions.supported_version"  HexNamed(4, &VERSIONS) "Supported Version" "A version that it speaks.";
    MODES_LENGTH   "extension.psk_ke_modes_length"           Dec   "PSK Key Exchange Modes Length" "Bytes of the list.";
    MODE           "extension.psk_ke_mode"                   Named(&KEY_MODES) "PSK Key Exchange Mode" "How a known key may be used.";
}

names! {
    /// RFC 6066 3.
    NAME_TYPES: 0 "host_name";

    /// RFC 7250 3.
    CERTIFICATE_TYPES: 0 "X.509", 1 "OpenPGP", 2 "Raw Public Key";

    /// RFC 8446 4.2.9.
    KEY_MODES: 0 "PSK-only key establishment (psk_ke)", 1 "PSK with (EC)DHE key establishment (psk_dhe_ke)";
}

type Read = Result<(), Short>;

/// RFC 6066 3.
pub fn server_names<S: Sink>(pdu: &mut Pdu<'_, S>) -> Read {
    let group = pdu.open(&SERVER_NAMES);
    let len = usize::from(pdu.u16(&NAMES_LENGTH)?);
    each(pdu, len, |pdu| {
        pdu.u8(&NAME_TYPE)?;
        vector::long(pdu, &NAME_LENGTH, &NAME)
    })?;
    pdu.close(group);
    Ok(())
}

/// RFC 8446 4.2.7.
pub fn groups<S: Sink>(pdu: &mut Pdu<'_, S>) -> Read {
    let len = usize::from(pdu.u16(&GROUPS_LENGTH)?);
    list(pdu, &GROUP_LIST, (len, 2), ["group", "groups"], |pdu| pdu.u16(&GROUP).map(drop))
}

/// RFC 8422 5.1.2.
pub fn point_formats<S: Sink>(pdu: &mut Pdu<'_, S>) -> Read {
    let len = usize::from(pdu.u8(&FORMATS_LENGTH)?);
    let group = pdu.open(&FORMATS);
    pdu.label_group(&group, format_args!(" ({len})"));
    each(pdu, len, |pdu| pdu.u8(&FORMAT).map(drop))?;
    pdu.close(group);
    Ok(())
}

/// RFC 7301 3.1.
pub fn protocols<S: Sink>(pdu: &mut Pdu<'_, S>) -> Read {
    let len = usize::from(pdu.u16(&ALPN_LENGTH)?);
    let group = pdu.open(&ALPN_LIST);
    each(pdu, len, |pdu| vector::short(pdu, &ALPN_NAME_LENGTH, &ALPN_NAME))?;
    pdu.close(group);
    Ok(())
}

/// What ALPN was before: draft-agl-tls-nextprotoneg.
pub fn next_protocols<S: Sink>(pdu: &mut Pdu<'_, S>) -> Read {
    let len = pdu.claimed_left();
    each(pdu, len, |pdu| vector::short(pdu, &NPN_LENGTH, &NPN))
}

/// draft-vvv-tls-alps.
pub fn settings<S: Sink>(pdu: &mut Pdu<'_, S>) -> Read {
    let len = usize::from(pdu.u16(&ALPS_LENGTH)?);
    let group = pdu.open(&ALPS_LIST);
    each(pdu, len, |pdu| vector::short(pdu, &ALPS_NAME_LENGTH, &ALPS_NAME))?;
    pdu.close(group);
    Ok(())
}

/// RFC 7250 3: the client lists what it knows, the server takes one.
pub fn certificate_types<S: Sink>(pdu: &mut Pdu<'_, S>, asks: bool) -> Read {
    if !asks {
        return pdu.u8(&KIND).map(drop);
    }
    let len = usize::from(pdu.u8(&KINDS_LENGTH)?);
    list(pdu, &KINDS, (len, 1), ["type", "types"], |pdu| pdu.u8(&KIND).map(drop))
}

/// RFC 8879 3.
pub fn compressions<S: Sink>(pdu: &mut Pdu<'_, S>) -> Read {
    let len = usize::from(pdu.u8(&COMPRESSIONS_LENGTH)?);
    each(pdu, len, |pdu| pdu.u16(&COMPRESSION).map(drop))
}

/// RFC 8446 4.2.1: the client lists what it knows, the server takes one.
pub fn versions<S: Sink>(pdu: &mut Pdu<'_, S>, asks: bool) -> Read {
    if !asks {
        return pdu.u16(&VERSION).map(drop);
    }
    let len = usize::from(pdu.u8(&VERSIONS_LENGTH)?);
    each(pdu, len, |pdu| pdu.u16(&VERSION).map(drop))
}

/// RFC 8446 4.2.9.
pub fn known_key_modes<S: Sink>(pdu: &mut Pdu<'_, S>) -> Read {
    let len = usize::from(pdu.u8(&MODES_LENGTH)?);
    each(pdu, len, |pdu| pdu.u8(&MODE).map(drop))
}
