//! Records that hold keys, certificates or their fingerprints: DNSKEY, KEY, TLSA, SSHFP, CERT, IPSECKEY, HIP.

use super::{records::Entry, values};
use crate::bytes::ascii::Ascii;
use crate::dissect::{pdu::Pdu, protocol::Short, sink::Sink};

more_fields! { "dns":
    DNSKEY_FLAGS     "dnskey.flags"       Hex(4) "Flags" "What the key is for.";
    DNSKEY_ZONE      "dnskey.flags.zone_key" FlagNamed(["This is the zone key for specified zone", "This it not a zone key"]) & 0x0100 "Zone Key" "It signs the zone.";
    DNSKEY_REVOKED   "dnskey.flags.key_revoked" FlagNamed(["Yes", "No"]) & 0x0080 "Key Revoked" "It must not be believed any more.";
    DNSKEY_ENTRY     "dnskey.flags.secure_entry_point" FlagNamed(["Yes", "No"]) & 0x0001 "Key Signing Key" "It signs the other keys.";
    DNSKEY_RESERVED  "dnskey.flags.reserved" Hex(4) & 0xfe7e "Key Signing Key" "Always zero.";
    DNSKEY_PROTOCOL  "dnskey.protocol"    Dec   "Protocol" "Always 3.";
    DNSKEY_ALGORITHM "dnskey.algorithm"   Named(&values::ALGORITHMS) "Algorithm" "What the key is for.";
    DNSKEY_ID        "dnskey.key_id"      Dec   "Key id" "What signatures call it.";
    DNSKEY_KEY       "dnskey.public_key"  Bytes "Public Key" "The key.";
    KEY_FLAGS        "key.flags"          Hex(4) "Flags" "What the key is for.";
    KEY_AUTHENTICATION "key.flags.authentication" FlagNamed(["Not Allowed", "Allowed"]) & 0x8000 "Key allowed for authentication" "It may prove who someone is.";
    KEY_CONFIDENTIALITY "key.flags.confidentiality" FlagNamed(["Not Allowed", "Allowed"]) & 0x4000 "Key allowed for confidentiality" "It may encrypt.";
    KEY_REQUIRED     "key.flags.required" FlagNamed(["Experimental or optional", "Required"]) & 0x2000 "Key required" "It must be used.";
    KEY_USER         "key.flags.associated_user" FlagNamed(["Yes", "No"]) & 0x0400 "Key is associated with a user" "A user's.";
    KEY_ENTITY       "key.flags.associated_named_entity" FlagNamed(["Yes", "No"]) & 0x0200 "Key is associated with the named entity" "A host's.";
    KEY_IPSEC        "key.flags.ipsec"    FlagNamed(["Valid", "Invalid"]) & 0x0080 "Key use with IPSEC" "For IPsec.";
    KEY_MIME         "key.flags.mime"     FlagNamed(["Valid", "Invalid"]) & 0x0040 "Key use with MIME security multiparts" "For mail.";
    KEY_SIGNATORY    "key.flags.signatory" Dec & 0x000f "Signatory" "What it may sign in updates.";
    KEY_PROTOCOL     "key.protocol"       Dec   "Protocol" "What it is used with.";
    KEY_ALGORITHM    "key.algorithm"      Named(&values::ALGORITHMS) "Algorithm" "What the key is for.";
    KEY_ID           "key.key_id"         Dec   "Key ID" "What signatures call it.";
    KEY_KEY          "key.public_key"     Bytes "Public Key" "The key.";
    CERT_TYPE        "cert.type"          Named(&values::CERTIFICATES) "Type" "What kind of certificate.";
    CERT_KEY_TAG     "cert.key_tag"       Hex(4) "Key Tag" "What signatures call its key.";
    CERT_ALGORITHM   "cert.algorithm"     Named(&values::ALGORITHMS) "Algorithm" "What its key is for.";
    CERT             "cert.certificate"   Bytes "Certificate (or CRL)" "The certificate.";
    SSHFP_ALGORITHM  "sshfp.algorithm"    Named(&values::SSHFP_ALGORITHMS) "Algorithm" "What the host key is for.";
    SSHFP_TYPE       "sshfp.fingerprint.type" Named(&values::SSHFP_FINGERPRINTS) "Fingerprint type" "How the fingerprint is made.";
    SSHFP            "sshfp.fingerprint"  Bytes "Fingerprint" "Of the host key.";
    TLSA_USAGE       "tlsa.certificate_usage" Named(&values::TLSA_USAGES) "Certificate Usage" "What must fit.";
    TLSA_SELECTOR    "tlsa.selector"      Named(&values::TLSA_SELECTORS) "Selector" "Which part of the certificate.";
    TLSA_MATCHING    "tlsa.matching_type" Named(&values::TLSA_MATCHINGS) "Matching Type" "How the data is made.";
    TLSA             "tlsa.certificate_association_data" Bytes "Certificate Association Data" "What must fit.";
    GATEWAY_PRECEDENCE "ipseckey.gateway_precedence" Dec "Gateway Precedence" "Lower is tried first.";
    GATEWAY_TYPE     "ipseckey.gateway_type" Named(&values::GATEWAYS) "Gateway Type" "What stands for the gateway.";
    GATEWAY_ALGORITHM "ipseckey.gateway_algorithm" Named(&values::GATEWAY_ALGORITHMS) "Gateway Algorithm" "What the key is for.";
    GATEWAY_IPV4     "ipseckey.gateway_ipv4" Ipv4 "IPv4 Gateway" "The gateway.";
    GATEWAY_IPV6     "ipseckey.gateway_ipv6" Ipv6 "IPv6 Gateway" "The gateway.";
    GATEWAY_NAME     "ipseckey.gateway_dns" Text "DNS Gateway" "The gateway.";
    GATEWAY_KEY      "ipseckey.public_key" Bytes "Public Key" "The key.";
    DHCID            "dhcid.rdata"        Bytes "DHCID Data" "Which client the name was given to.";
    HIT_LENGTH       "hip.hit.length"     Dec   "HIT length" "Bytes of the tag.";
    HIP_ALGORITHM    "hip.hit.pk.algo"    Named(&values::HIP_ALGORITHMS) "HIT length" "What the key is for.";
    HIP_KEY_LENGTH   "hip.pk.length"      Dec   "PK length" "Bytes of the key.";
    HIT              "hip.hit"            Bytes "Host Identity Tag" "Who the host is.";
    HIP_KEY          "hip.pk"             Bytes "HIP Public Key" "The key.";
    HIP_SERVER       "hip.rendezvous_server" Text "Rendezvous Server" "Who knows where the host is.";
    OPENPGPKEY       "openpgpkey"         Text  "OpenPGP Key" "The key.";
}

/// Reads the data of such a record.
pub(super) fn dissect<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    match entry.kind {
        25 => key(pdu),
        37 => {
            pdu.u16(&CERT_TYPE)?;
            pdu.u16(&CERT_KEY_TAG)?;
            pdu.u8(&CERT_ALGORITHM)?;
            pdu.all(&CERT);
            Ok(())
        }
        44 => {
            pdu.u8(&SSHFP_ALGORITHM)?;
            pdu.u8(&SSHFP_TYPE)?;
            pdu.all(&SSHFP);
            Ok(())
        }
        45 => gateway(pdu, entry),
        48 | 60 => zone_key(pdu),
        49 => {
            entry.say(pdu, format_args!(""), format_args!(" {}", entry.owner));
            pdu.all(&DHCID);
            Ok(())
        }
        52 => {
            entry.say(pdu, format_args!(""), format_args!(" {}", entry.owner));
            pdu.u8(&TLSA_USAGE)?;
            pdu.u8(&TLSA_SELECTOR)?;
            pdu.u8(&TLSA_MATCHING)?;
            pdu.all(&TLSA);
            Ok(())
        }
        55 => host_identity(pdu, entry),
        _ => {
            let len = pdu.claimed_left();
            let bytes = pdu.skip(len)?;
            pdu.text_back(&OPENPGPKEY, len, Ascii(bytes));
            Ok(())
        }
    }
}

fn zone_key<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let data = pdu.rest();
    let flags = pdu.word::<2>(&DNSKEY_FLAGS)?;
    pdu.below(|pdu| {
        pdu.bits(&DNSKEY_ZONE, flags);
        pdu.bits(&DNSKEY_REVOKED, flags);
        pdu.bits(&DNSKEY_ENTRY, flags);
        pdu.bits(&DNSKEY_RESERVED, flags);
    });
    pdu.u8(&DNSKEY_PROTOCOL)?;
    let algorithm = pdu.u8(&DNSKEY_ALGORITHM)?;
    pdu.derived(&DNSKEY_ID, |_| key_tag(data, algorithm));
    pdu.all(&DNSKEY_KEY);
    Ok(())
}

/// RFC 2535: both bits that forbid something together mean that there is no key at all.
fn key<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let data = pdu.rest();
    let flags = pdu.word::<2>(&KEY_FLAGS)?;
    pdu.below(|pdu| {
        let forbidden = pdu.bits(&KEY_AUTHENTICATION, flags) + pdu.bits(&KEY_CONFIDENTIALITY, flags);
        if forbidden < 2 {
            for field in [&KEY_REQUIRED, &KEY_USER, &KEY_ENTITY, &KEY_IPSEC, &KEY_MIME, &KEY_SIGNATORY] {
                pdu.bits(field, flags);
            }
        }
    });
    pdu.u8(&KEY_PROTOCOL)?;
    let algorithm = pdu.u8(&KEY_ALGORITHM)?;
    pdu.derived(&KEY_ID, |_| key_tag(data, algorithm));
    pdu.all(&KEY_KEY);
    Ok(())
}

/// RFC 4034, appendix B: a sum over the data, and something else for the oldest algorithm.
fn key_tag(data: &[u8], algorithm: u8) -> Option<u64> {
    if algorithm == 1 {
        let end = data.len().checked_sub(3)?;
        return data.get(end..end + 2)?.first_chunk().map(|pair| u16::from_be_bytes(*pair).into());
    }
    let sum = data
        .iter()
        .enumerate()
        .fold(0_u64, |sum, (place, byte)| sum + if place % 2 == 0 { u64::from(*byte) << 8 } else { u64::from(*byte) });
    Some((sum + (sum >> 16 & 0xffff)) & 0xffff)
}

fn gateway<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    pdu.u8(&GATEWAY_PRECEDENCE)?;
    let kind = pdu.u8(&GATEWAY_TYPE)?;
    pdu.u8(&GATEWAY_ALGORITHM)?;
    match kind {
        1 => {
            pdu.ipv4(&GATEWAY_IPV4)?;
        }
        2 => {
            pdu.ipv6(&GATEWAY_IPV6)?;
        }
        3 => {
            entry.message.name(pdu, &GATEWAY_NAME)?;
        }
        _ => {}
    }
    pdu.all(&GATEWAY_KEY);
    Ok(())
}

/// RFC 8005.
fn host_identity<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    entry.say(pdu, format_args!(""), format_args!(" {}", entry.owner));
    let tag = usize::from(pdu.u8(&HIT_LENGTH)?);
    pdu.u8(&HIP_ALGORITHM)?;
    let key = usize::from(pdu.u16(&HIP_KEY_LENGTH)?);
    pdu.bytes(&HIT, tag)?;
    pdu.bytes(&HIP_KEY, key)?;
    while pdu.claimed_left() > 0 {
        entry.message.name(pdu, &HIP_SERVER)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_tags_are_sums() {
        assert_eq!(key_tag(b"\xc4\xcf\x03\x05KEYDATA", 5), Some(61106));
        assert_eq!(key_tag(b"\x00\x00\x03\x01KEYDATAxy", 1), Some(16760));
        assert_eq!(key_tag(b"K", 1), None);
    }
}
