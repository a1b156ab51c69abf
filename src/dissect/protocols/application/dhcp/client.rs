//! Options that say who the client is: identifiers, names, classes, places.

use crate::{
    bytes::labels::Labels,
    dissect::{
        pdu::Pdu,
        protocol::Short,
        protocols::{
            application::{
                dhcp::{CLIENT_HARDWARE, CLIENT_MAC, HARDWARE_TYPE},
                enterprise,
            },
            link::hardware,
            network::icmpv6::Colons,
        },
        record::Value,
        sink::Sink,
    },
};

names! {
    DUIDS:
        1 "link-layer address plus time", 2 "assigned by vendor based on Enterprise number", 3 "link-layer address";
    PLACES:
        0 "Location of the DHCP server",
        1 "Location of the network element believed to be closest to the client", 2 "Location of the client";
    CIVIC:
        0 "Language", 1 "A1", 2 "A2", 3 "A3", 4 "A4", 5 "A5", 6 "A6", 16 "PRD (Leading street direction)",
        17 "POD (Trailing street suffix)", 18 "STS (Street suffix)", 19 "HNO (House number)",
        20 "HNS (House number suffix)", 21 "LMK (Landmark or vanity address)",
        22 "LOC (Additional location information)", 23 "NAM", 24 "PC (Postal/ZIP code)", 25 "BLD (Building)", 26 "UNIT",
        27 "FLR (Floor)", 28 "ROOM", 29 "PLC (Place-type)", 30 "PCN (Postal community name)", 31 "POBOX",
        32 "ADDCODE (Additional Code)", 33 "SEAT", 34 "RD (Primary road or street)", 35 "RDSEC (Road section)",
        36 "RDBR (Road branch)", 37 "RDSUBBR (Road sub-branch)", 38 "PRM (Road pre-modifier)",
        39 "POM (Road post-modifier", 128 "Script";
}

more_fields! { "dhcp":
    UUID            "client_id.uuid" Text "Client Identifier (UUID)" "The machine's number.";
    IAID            "client_id.iaid" Text "IAID" "Which of the client's interfaces it is.";
    DUID_TYPE       "client_id.duid_type" Named(&DUIDS) "DUID Type" "What the identifier was made from.";
    DUID_TIME_HARDWARE "client_id.duid_llt_hw_type" Named(&hardware::NAMES) "Hardware type" "What kind of link address it is.";
    DUID_HARDWARE   "client_id.duid_ll_hw_type" Named(&hardware::NAMES) "Hardware type" "What kind of link address it is.";
    DUID_TIME       "client_id.time" Dec "Time" "When it was made, in seconds since 2000.";
    DUID_ADDRESS    "client_id.link_layer_address" Text "Link layer address" "The link address that it was made from.";
    ENTERPRISE      "client_id.enterprise_num" Named(&enterprise::NAMES) "Enterprise-number" "Who made the client.";
    IDENTIFIER      "client_id"      Bytes "Identifier" "What its maker calls it.";
    ID_TYPE         "client_id.type" Dec   "Type" "0 is no link address.";
    ID_TEXT         "client_id.undef" Text "Client Identifier" "What the client calls itself.";
    CLASS           "option.user_class" Dec "Instance of User Class" "One of the client's classes.";
    CLASS_LENGTH    "option.user_class.length" Dec "User Class Length" "Bytes of it.";
    CLASS_DATA      "option.user_class.data" Bytes "User Class Data" "The class.";
    CLASS_TEXT      "option.user_class.text" Text "User Class Data (Text)" "The class, without the length that the standard asks for.";
    NAME_FLAGS      "fqdn.flags"     Hex(2) "Flags" "Who enters the name into DNS.";
    NAME_RESERVED   "fqdn.mbz"       Hex(1) & 0xf0 "Reserved flags" "Always zero.";
    NAME_NONE       "fqdn.n"         FlagNamed(["No server updates", "Some server updates"]) & 0x08 "Server DDNS" "The server enters nothing.";
    NAME_ENCODED    "fqdn.e"         FlagNamed(["Binary encoding", "ASCII encoding"]) & 0x04 "Encoding" "The name comes in labels.";
    NAME_OVERRIDE   "fqdn.o"         FlagNamed(["Override", "No override"]) & 0x02 "Server overrides" "The server does otherwise than asked.";
    NAME_SERVER     "fqdn.s"         FlagNamed(["Server", "Client"]) & 0x01 "Server" "The server enters the address.";
    NAME_RESULT_A   "fqdn.rcode1"    Dec "A-RR result" "What became of the address; no longer used.";
    NAME_RESULT_PTR "fqdn.rcode2"    Dec "PTR-RR result" "What became of the reverse entry; no longer used.";
    NAME            "fqdn.name"      Text "Client name" "The client's name.";
    INTERFACE_MAJOR "client_network_id_major" Dec "Major Version" "The network interface's version.";
    INTERFACE_MINOR "client_network_id_minor" Dec "Minor Version" "The network interface's version.";
    PLACE           "option.civic_location.what" Named(&PLACES) "What" "Whose place it is.";
    COUNTRY         "option.civic_location.country" Text "Country" "Two letters.";
    CIVIC_TYPE      "option.civic_location.ca_type" Named(&CIVIC) "CA Type" "Which part of the address.";
    CIVIC_LENGTH    "option.civic_location.ca_length" Dec "CA Length" "Bytes of it.";
    CIVIC_VALUE     "option.civic_location.ca_value" Text "CA Value" "The part.";
}

/// The option's value; false when its length does not fit.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, code: u8) -> Result<bool, Short> {
    let length = pdu.claimed_left();
    match code {
        61 if length >= 2 => identifier(pdu)?,
        77 if length >= 2 => classes(pdu)?,
        81 if length >= 3 => name(pdu)?,
        94 if length == 3 => {
            pdu.skip(1)?;
            pdu.u8(&INTERFACE_MAJOR)?;
            pdu.u8(&INTERFACE_MINOR)?;
        }
        97 if length == 17 => {
            pdu.skip(1)?;
            uuid(pdu)?;
        }
        99 if length >= 3 => place(pdu)?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// The fields of a UUID come low byte first, whatever RFC 4578 says.
fn uuid<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let bytes = pdu.skip(16)?;
    let uuid = std::fmt::from_fn(|f| {
        for (place, octet) in [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].into_iter().enumerate() {
            let dash = if matches!(place, 4 | 6 | 8 | 10) { "-" } else { "" };
            write!(f, "{dash}{:02x}", bytes.get(octet).copied().unwrap_or_default())?;
        }
        Ok(())
    });
    pdu.text_back(&UUID, 16, uuid);
    Ok(())
}

fn identifier<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let (length, kind) = (pdu.claimed_left(), pdu.peek(0).unwrap_or_default());
    match (kind, length) {
        (1 | 6, 7) => {
            pdu.u8(&HARDWARE_TYPE)?;
            pdu.mac(&CLIENT_MAC)?;
        }
        (0, 17) => {
            pdu.skip(1)?;
            uuid(pdu)?;
        }
        (255, 7..) => {
            pdu.skip(1)?;
            let iaid = pdu.peeled::<4>()?.value;
            pdu.text_back(&IAID, 4, format_args!("{iaid:08x}"));
            unique(pdu)?;
        }
        (0, _) => {
            pdu.u8(&ID_TYPE)?;
            pdu.bytes(&ID_TEXT, length - 1)?;
        }
        (1..=37, 7..) => {
            pdu.u8(&HARDWARE_TYPE)?;
            pdu.bytes(&CLIENT_HARDWARE, length - 1)?;
        }
        _ => {}
    }
    Ok(())
}

/// A DHCP unique identifier (RFC 8415, section 11), as RFC 4361 has it here too.
fn unique<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    match pdu.u16(&DUID_TYPE)? {
        1 => {
            pdu.u16(&DUID_TIME_HARDWARE)?;
            pdu.u32(&DUID_TIME)?;
            address(pdu)
        }
        2 => {
            pdu.u32(&ENTERPRISE)?;
            pdu.all(&IDENTIFIER);
            Ok(())
        }
        3 => {
            pdu.u16(&DUID_HARDWARE)?;
            address(pdu)
        }
        _ => Ok(()),
    }
}

fn address<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let len = pdu.claimed_left();
    let bytes = pdu.skip(len)?;
    pdu.text_back(&DUID_ADDRESS, len, Colons(bytes));
    Ok(())
}

/// RFC 3004 counts each class; many clients simply send text.
fn classes<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let bytes = pdu.rest();
    if !counted(bytes) {
        let len = bytes.len();
        pdu.bytes(&CLASS_TEXT, len)?;
        return Ok(());
    }
    let mut number = 0u64;
    while pdu.claimed_left() > 0 {
        let length = usize::from(pdu.peek(0).unwrap_or_default());
        pdu.ahead(1 + length, |_| Ok(()))?;
        pdu.read_back(&CLASS, 0, Value::Number(number));
        pdu.label(format_args!("[{number}]"));
        pdu.below(|pdu| -> Result<(), Short> {
            pdu.u8(&CLASS_LENGTH)?;
            pdu.bytes(&CLASS_DATA, length)?;
            Ok(())
        })?;
        number = number.saturating_add(1);
    }
    Ok(())
}

fn counted(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some((&count, after)) = rest.split_first() {
        match after.get(usize::from(count)..) {
            Some(next) if count > 0 => rest = next,
            _ => return false,
        }
    }
    true
}

/// RFC 4702.
fn name<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let flags =
        pdu.flags::<1>(&NAME_FLAGS, &[&NAME_RESERVED, &NAME_NONE, &NAME_ENCODED, &NAME_OVERRIDE, &NAME_SERVER])?;
    pdu.u8(&NAME_RESULT_A)?;
    pdu.u8(&NAME_RESULT_PTR)?;
    let left = pdu.claimed_left();
    if left == 0 {
        return Ok(());
    }
    if flags & NAME_ENCODED.mask == 0 {
        pdu.bytes(&NAME, left)?;
    } else {
        let labels = Labels::new(pdu.rest(), 0);
        pdu.skip(left)?;
        pdu.text_back(&NAME, left, labels);
    }
    Ok(())
}

/// RFC 4776.
fn place<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u8(&PLACE)?;
    pdu.bytes(&COUNTRY, 2)?;
    while pdu.claimed_left() >= 2 {
        pdu.u8(&CIVIC_TYPE)?;
        let length = usize::from(pdu.u8(&CIVIC_LENGTH)?);
        let length = length.min(pdu.claimed_left());
        pdu.bytes(&CIVIC_VALUE, length)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_counted_or_text() {
        assert!(counted(b"\x03abc\x02de"));
        assert!(!counted(b"abcdefg"));
        assert!(!counted(b"\x00"));
    }
}
