//! Rarer options: secure neighbour discovery (RFC 3971), handovers (RFC 5568, RFC 5380), 6LoWPAN (RFC 6775).

use std::fmt;

use crate::dissect::{
    pdu::{Group, Pdu},
    protocol::Short,
    protocols::network::icmpv6::options::{DATA, PADDING, RESERVED, lifetime, short_address},
    record::Value,
    sink::Sink,
};

names! {
    /// What the sender knows of the address (RFC 5568).
    ADDRESS_CODES:
        1 "Old Care-of Address", 2 "New Care-of Address", 3 "NAR's IP address", 4 "NAR's Prefix (sent in PrRtAdv)";
    LINK_CODES:
        0 "Wildcard", 1 "Link-layer Address of the New Access Point", 2 "Link-layer Address of the MN",
        3 "Link-layer Address of the NAR", 4 "Link-layer Address of the source",
        5 "The AP belongs to the current interface of the router", 6 "No prefix information available",
        7 "No fast handovers support available";
    ACKNOWLEDGED:
        1 "New CoA is invalid, perform address configuration", 2 "New CoA is invalid, use the supplied CoA",
        3 "NCoA is invalid, use NAR's IP address as NCoA in FBU", 4 "PCoA supplied, do not send FBU",
        128 "LLA is unrecognized";
    NAME_TYPES:
        1 "DER Encoded X.501 Name", 2 "FQDN", 3 "SHA-1 Subject Key Identifier (SKI)",
        4 "SHA-224 Subject Key Identifier (SKI)", 5 "SHA-256 Subject Key Identifier (SKI)",
        6 "SHA-384 Subject Key Identifier (SKI)", 7 "SHA-512 Subject Key Identifier (SKI)",
        253..=254 "Reserved for Experimental Use", 255 "Reserved";
    CERTIFICATES: 1 "X.509v3 Certificate";
    NETWORK_CODES: 1 "Access Network Identifier (AN ID)", 2 "Sector ID";
    NODE_CODES: 1 "NAI", 2 "IMSI";
    /// What became of a registration (RFC 6775).
    pub REGISTERED: 0 "Success", 1 "Duplicate Exists", 2 "Neighbor Cache Full";
}

more_fields! { "icmpv6":
    ADDRESS         "opt.ipv6_address"   Ipv6  "IPv6 Address" "An address of the interface.";
    CGA_PAD         "opt.cga.pad_length" Dec   "Pad Length"   "Bytes of padding at the end.";
    CGA             "opt.cga"            Group "CGA"          "What the sender's address was made from.";
    CGA_MODIFIER    "opt.cga.modifier"   Bytes "Modifier"     "Random bytes.";
    CGA_PREFIX      "opt.cga.subnet_prefix" Bytes "Subnet Prefix" "The address's prefix.";
    CGA_COUNT       "opt.cga.count"      Bytes "Count"        "Collisions so far.";
    CGA_KEY         "opt.cga.subject_public_key_info" Bytes "Subject Public Key Info" "The sender's public key, in DER.";
    RSA_HASH        "opt.rsa.key_hash"   Bytes "Key Hash"     "Which public key it is signed with.";
    SIGNATURE       "opt.digital_signature_padding" Group "Digital Signature and Padding" "The signature over the message so far.";
    PS_HASH         "opt.ps.key_hash"    Bytes "Key Hash"     "Which public key the proxy signs with.";
    TIMESTAMP       "opt.timestamp"      Time  "Timestamp"    "When it was sent, against replay.";
    NAME_TYPE       "opt.name_type"      Named(&NAME_TYPES) "Name Type" "How the trusted authority is named.";
    NAME_FQDN       "opt.name_type.fqdn" Text  "FQDN"         "The trusted authority's domain name.";
    NAME_X501       "opt.name_x501"      Bytes "DER Encoded X.501 Name" "The trusted authority's name.";
    CERTIFICATE_TYPE "opt.cert_type"     Named(&CERTIFICATES) "Cert Type" "What kind of certificate it is.";
    CERTIFICATE     "opt.certificate_padding" Group "Certificate" "The certificate, in DER.";
    IPA_CODE        "opt.ipa.option_code" Named(&ADDRESS_CODES) "Option-code" "Whose address it is.";
    IPA_LENGTH      "opt.ipa.prefix_len" Dec   "Prefix Length" "Bits of it that are prefix.";
    IPA_ADDRESS     "opt.ipa.ipv6_address" Ipv6 "IPv6 Address" "The address.";
    NRPI_CODE       "opt.nrpi.option_code" Dec "Option-code"  "Always zero.";
    NRPI_LENGTH     "opt.nrpi.prefix_len" Dec  "Prefix Length" "Bits of the prefix that count.";
    NRPI_PREFIX     "opt.nrpi.prefix"    Ipv6  "Prefix"       "The new router's prefix.";
    LLA_CODE        "opt.lla.option_code" Named(&LINK_CODES) "Option-code" "Whose link-layer address it is.";
    LLA             "opt.lla.bytes"      Bytes "Link-Layer Address" "The link-layer address.";
    NAACK_CODE      "opt.naack.option_code" Dec "Option-Code" "Always zero.";
    NAACK_STATUS    "opt.naack.status"   Named(&ACKNOWLEDGED) "Status" "What became of the advertisement.";
    NAACK_SUPPLIED  "opt.naack.supplied_ncoa" Ipv6 "Supplied NCoA" "The address to use instead.";
    MAP_DISTANCE    "opt.map.distance"   Dec & 0xf0 "Distance" "Hops to the anchor point.";
    MAP_PREFERENCE  "opt.map.preference" Dec & 0x0f "Preference" "The highest one is best.";
    MAP_FLAGS       "opt.map.flag"       Hex(2) "Flag"        "How addresses are given out.";
    MAP_RCOA        "opt.map.flag.r"     FlagNamed(["True", "False"]) & 0x80 "RCoA Flag" "The anchor point gives out the regional address.";
    MAP_RESERVED    "opt.map.flag.reserved" Dec & 0x7f "Reserved" "Always zero.";
    MAP_LIFETIME    "opt.map.valid_lifetime" Dec "Valid Lifetime" "Seconds for which the addresses hold.";
    MAP_ADDRESS     "opt.map.global_address" Ipv6 "Global Address" "The anchor point's address.";
    KEY_PAD         "opt.hkr.pad_length" Dec   "Pad Length"   "Bytes of padding at the end.";
    KEY_ALGORITHM   "opt.hkr.at"         Dec & 0xf0 "AT"      "The algorithm of the authenticator.";
    KEY_RESERVED    "opt.hkr.reserved"   Dec & 0x0f "Reserved" "Always zero.";
    KEY_PUBLIC      "opt.hkr.encryption_public_key" Bytes "Handover Key Encryption Public Key" "What to encrypt the handover key with.";
    KEY_PADDING     "opt.hkr.padding"    Bytes "Padding"      "Bytes that fill the option up.";
    KEY_LIFETIME    "opt.hkr.lifetime"   Dec   "Lifetime"     "Seconds for which the handover key holds.";
    KEY_ENCRYPTED   "opt.hkr.encrypted_handover_key" Bytes "Encrypted Handover Key" "The handover key.";
    HAI_CODE        "opt.hai.option_code" Named(&NETWORK_CODES) "Option-Code" "What is identified.";
    HAI_LENGTH      "opt.hai.length"     Dec   "HAI-Length"   "Bytes of the value.";
    HAI_VALUE       "opt.hai.value"      Bytes "HAI-Value"    "The access network.";
    MN_CODE         "opt.mn.option_code" Named(&NODE_CODES) "Option-Code" "How the node is identified.";
    MN_LENGTH       "opt.mn.length"      Dec   "MN-Length"    "Bytes of the value.";
    MN_VALUE        "opt.mn.value"       Bytes "MN-Value"     "The mobile node.";
    ARO_STATUS      "opt.aro.status"     Named(&REGISTERED) "Status" "What became of the registration.";
    ARO_LIFETIME    "opt.aro.registration_lifetime" Dec "Registration  Lifetime" "Minutes for which the router remembers the node.";
    ARO_EUI64       "opt.aro.eui64"      Text  "EUI-64"       "The node's interface.";
    CONTEXT_LENGTH  "opt.6co.context_length" Dec "Context Length" "Bits of the prefix that count.";
    CONTEXT_FLAGS   "opt.6co.flag"       Hex(2) "Flag"        "How the context is used.";
    CONTEXT_C       "opt.6co.flag.c"     Flag & 0x10 "Compression Flag" "It may be compressed with.";
    CONTEXT_ID      "opt.6co.flag.cid"   Dec & 0x0f "CID"     "The context's number.";
    CONTEXT_RESERVED "opt.6co.flag.reserved" Dec & 0xe0 "Reserved" "Always zero.";
    CONTEXT_LIFETIME "opt.6co.valid_lifetime" Dec "Lifetime"  "Minutes for which it holds.";
    CONTEXT_PREFIX  "opt.6co.context_prefix" Ipv6 "Context Prefix" "The prefix that the context stands for.";
    ABRO_LOW        "opt.abro.version_low" Dec "Version Low"  "The low half of the version.";
    ABRO_HIGH       "opt.abro.version_high" Dec "Version"     "The high half of the version.";
    ABRO_LIFETIME   "opt.abro.valid_lifetime" Dec "Valid Lifetime" "Minutes for which the information holds.";
    ABRO_ADDRESS    "opt.abro.6lbr_address" Ipv6 "6LBR Address" "The border router that it comes from.";
    CAPABILITY_1    "opt.6cio.unassigned1" Hex(4) & 0xfffe "Unassigned" "Always zero.";
    CAPABILITY_G    "opt.6cio.flag_g"    Hex(1) & 0x0001 "G"  "The node can compress generically (RFC 7400).";
    CAPABILITY_2    "opt.6cio.unassigned2" Hex(8) "Unassigned" "Always zero.";
}

/// Bytes with colons between them.
#[derive(Debug, Clone, Copy)]
pub struct Colons<'a>(pub &'a [u8]);

impl fmt::Display for Colons<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.0.iter();
        if let Some(first) = bytes.next() {
            write!(f, "{first:02x}")?;
        }
        bytes.try_for_each(|byte| write!(f, ":{byte:02x}"))
    }
}

/// What an option of `kind` says behind its type and length.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, group: &Group) -> Result<(), Short> {
    match kind {
        9 | 10 => {
            pdu.blank(&RESERVED, 6)?;
            while pdu.claimed_left() > 0 {
                let address = pdu.ipv6(&ADDRESS)?;
                pdu.label_group(group, format_args!(" {address}"));
            }
        }
        11..=16 | 32 => secure(pdu, kind)?,
        17..=20 | 23 | 27..=30 => handover(pdu, kind, group)?,
        33..=36 => lowpan(pdu, kind, group)?,
        _ => drop(pdu.all(&DATA)),
    }
    Ok(())
}

/// Secure neighbour discovery.
fn secure<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8) -> Result<(), Short> {
    match kind {
        11 => {
            let pad = usize::from(pdu.u8(&CGA_PAD)?);
            pdu.blank(&RESERVED, 1)?;
            let group = pdu.open(&CGA);
            pdu.bytes(&CGA_MODIFIER, 16)?;
            pdu.bytes(&CGA_PREFIX, 8)?;
            pdu.bytes(&CGA_COUNT, 1)?;
            let key = pdu.claimed_left().saturating_sub(pad);
            pdu.bytes(&CGA_KEY, key)?;
            pdu.close(group);
            padding(pdu)?;
        }
        12 | 32 => {
            pdu.blank(&RESERVED, 2)?;
            pdu.bytes(if kind == 12 { &RSA_HASH } else { &PS_HASH }, 16)?;
            let left = pdu.claimed_left();
            pdu.blank(&SIGNATURE, left)?;
        }
        13 => {
            pdu.blank(&RESERVED, 6)?;
            // Seconds in the upper 48 bits, 64 KiB-ths of a second below.
            let stamp = pdu.peeled::<8>()?.value;
            let ns = (stamp >> 16).wrapping_mul(1_000_000_000).wrapping_add((stamp & 0xffff) * 1_000_000_000 / 65_536);
            pdu.read_back(&TIMESTAMP, 8, Value::Number(ns));
        }
        15 => {
            let named = pdu.u8(&NAME_TYPE)?;
            let pad = usize::from(pdu.u8(&CGA_PAD)?);
            let len = pdu.claimed_left().saturating_sub(pad);
            match named {
                2 => drop(pdu.padded_text(&NAME_FQDN, len)?),
                _ => drop(pdu.bytes(&NAME_X501, len)?),
            }
            padding(pdu)?;
        }
        _ => {
            pdu.u8(&CERTIFICATE_TYPE)?;
            pdu.blank(&RESERVED, 1)?;
            let left = pdu.claimed_left();
            pdu.blank(&CERTIFICATE, left)?;
        }
    }
    Ok(())
}

fn padding<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let left = pdu.claimed_left();
    if left > 0 {
        pdu.blank(&PADDING, left)?;
    }
    Ok(())
}

/// Mobile nodes on their way from one router to the next.
fn handover<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, group: &Group) -> Result<(), Short> {
    match kind {
        17 => {
            pdu.u8(&IPA_CODE)?;
            let length = pdu.u8(&IPA_LENGTH)?;
            pdu.blank(&RESERVED, 4)?;
            let address = pdu.ipv6(&IPA_ADDRESS)?;
            pdu.label_group(group, format_args!(" {address}/{length}"));
        }
        18 => {
            pdu.u8(&NRPI_CODE)?;
            let length = pdu.u8(&NRPI_LENGTH)?;
            pdu.blank(&RESERVED, 4)?;
            let prefix = pdu.ipv6(&NRPI_PREFIX)?;
            pdu.label_group(group, format_args!(" {prefix}/{length}"));
        }
        19 => {
            pdu.u8(&LLA_CODE)?;
            pdu.all(&LLA);
        }
        20 => {
            pdu.u8(&NAACK_CODE)?;
            pdu.u8(&NAACK_STATUS)?;
            pdu.blank(&RESERVED, 4)?;
            if pdu.claimed_left() >= 16 {
                pdu.ipv6(&NAACK_SUPPLIED)?;
            }
        }
        23 => {
            let bits = pdu.peeled::<1>()?;
            pdu.bits(&MAP_DISTANCE, bits);
            pdu.bits(&MAP_PREFERENCE, bits);
            pdu.flags::<1>(&MAP_FLAGS, &[&MAP_RCOA, &MAP_RESERVED])?;
            lifetime(pdu, &MAP_LIFETIME, "")?;
            pdu.ipv6(&MAP_ADDRESS)?;
        }
        27 | 28 => key(pdu, kind)?,
        29 => identified(pdu, [&HAI_CODE, &HAI_LENGTH, &HAI_VALUE])?,
        _ => identified(pdu, [&MN_CODE, &MN_LENGTH, &MN_VALUE])?,
    }
    Ok(())
}

fn key<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8) -> Result<(), Short> {
    let pad = usize::from(pdu.u8(&KEY_PAD)?);
    let bits = pdu.peeled::<1>()?;
    pdu.bits(&KEY_ALGORITHM, bits);
    pdu.bits(&KEY_RESERVED, bits);
    if kind == 28 {
        pdu.u16(&KEY_LIFETIME)?;
    }
    let len = pdu.claimed_left().saturating_sub(pad);
    pdu.bytes(if kind == 27 { &KEY_PUBLIC } else { &KEY_ENCRYPTED }, len)?;
    pdu.all(&KEY_PADDING);
    Ok(())
}

fn identified<S: Sink>(
    pdu: &mut Pdu<'_, S>,
    [code, length, value]: [&'static crate::dissect::field::Field; 3],
) -> Result<(), Short> {
    pdu.u8(code)?;
    let len = usize::from(pdu.u8(length)?);
    pdu.bytes(value, len)?;
    padding(pdu)
}

/// Networks of small devices.
fn lowpan<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, group: &Group) -> Result<(), Short> {
    match kind {
        33 => {
            let status = pdu.u8(&ARO_STATUS)?;
            pdu.blank(&RESERVED, 3)?;
            let minutes = pdu.u16(&ARO_LIFETIME)?;
            let eui64 = Colons(pdu.skip(8)?);
            pdu.text_back(&ARO_EUI64, 8, eui64);
            pdu.label(format_args!("{eui64} ({eui64})"));
            let verb = if minutes == 0 { "Deregister" } else { "Register" };
            let became = REGISTERED.or_unknown(status.into());
            pdu.label_group(group, format_args!(" : {verb} {eui64} {became}"));
        }
        34 => {
            let length = pdu.u8(&CONTEXT_LENGTH)?;
            pdu.flags::<1>(&CONTEXT_FLAGS, &[&CONTEXT_C, &CONTEXT_ID, &CONTEXT_RESERVED])?;
            pdu.blank(&RESERVED, 2)?;
            pdu.u16(&CONTEXT_LIFETIME)?;
            let left = pdu.claimed_left().min(16);
            let prefix = short_address(pdu, &CONTEXT_PREFIX, left)?;
            pdu.label_group(group, format_args!(" {prefix}/{length}"));
        }
        35 => {
            let low = pdu.u16(&ABRO_LOW)?;
            let high = pdu.u16(&ABRO_HIGH)?;
            let minutes = pdu.u16(&ABRO_LIFETIME)?;
            let address = pdu.ipv6(&ABRO_ADDRESS)?;
            pdu.label_group(
                group,
                format_args!(" : Version {high}.{low}, Valid Lifetime : {minutes}, 6LBR : {address}"),
            );
        }
        _ => {
            let word = pdu.peeled::<2>()?;
            pdu.bits(&CAPABILITY_1, word);
            pdu.bits(&CAPABILITY_G, word);
            pdu.u32(&CAPABILITY_2)?;
        }
    }
    Ok(())
}
