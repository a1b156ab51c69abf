//! Records that hold addresses: A, AAAA, A6, WKS, APL, and ILNP's and the EUI ones.

use super::{exchange, records::Entry, values};
use crate::{
    bytes::Address,
    dissect::{field::Field, pdu::Pdu, protocol::Short, protocols::network::ip_protocol, record::Value, sink::Sink},
};
use std::fmt::Write;

more_fields! { "dns":
    A                "a"                  Ipv4   "Address" "The host's IPv4 address.";
    AAAA             "aaaa"               Ipv6   "AAAA Address" "The host's IPv6 address.";
    WKS_ADDRESS      "wks.address"        Ipv4   "Address" "The host's address.";
    WKS_PROTOCOL     "wks.protocol"       Named(&ip_protocol::NAMES) "Protocol" "What the services run over.";
    WKS_BITS         "wks.bits"           Hex(2) "Bits" "Ports at which services answer.";
    A6_PREFIX_LENGTH "a6.prefix_len"      Dec    "Prefix len" "Bits that stand elsewhere.";
    A6_SUFFIX        "a6.address_suffix"  Ipv6   "Address Suffix" "The bits that stand here.";
    A6_PREFIX        "a6.prefix_name"     Text   "Prefix name" "Where the other bits stand.";
    APL_FAMILY       "apl.address_family" Named(&values::FAMILIES) "Address Family" "IPv4 or IPv6.";
    APL_PREFIX       "apl.coded_prefix"   Dec    "Prefix Length" "Bits that count.";
    APL_NEGATION     "apl.negation"       FlagNamed(["Yes (!)", "No (0)"]) & 0x80 "Negation Flag" "All but these.";
    APL_LENGTH       "apl.afdlength"      Dec & 0x7f "Address Length" "Bytes of what follows.";
    APL_IPV4         "apl.afdpart.ipv4"   Ipv4   "Address" "The network.";
    APL_IPV6         "apl.afdpart.ipv6"   Ipv6   "Address" "The network.";
    APL_DATA         "apl.afdpart.data"   Bytes  "Address" "The network.";
    NID_PREFERENCE   "ilnp.nid.preference" Dec   "Preference" "Lower is tried first.";
    NID              "ilnp.nid"           Bytes  "NodeID" "The host, wherever it is.";
    L32_PREFERENCE   "ilnp.l32.preference" Dec   "Preference" "Lower is tried first.";
    L32              "ilnp.l32"           Ipv4   "Locator32" "A network, by its IPv4 prefix.";
    L64_PREFERENCE   "ilnp.l64.preference" Dec   "Preference" "Lower is tried first.";
    L64              "ilnp.l64"           Bytes  "Locator64" "A network, by its IPv6 prefix.";
    LP_PREFERENCE    "ilnp.lp.preference" Dec    "Preference" "Lower is tried first.";
    LP               "ilnp.lp"            Text   "Locator FQDN" "A name that has locators.";
    EUI48            "eui48"              Mac    "EUI48 Address" "The host's link-layer address.";
    EUI64            "eui64"              Text   "EUI64 Address" "The host's long link-layer address.";
}

/// Reads the data of such a record.
pub(super) fn dissect<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    match entry.kind {
        1 => {
            let address = pdu.ipv4(&A)?;
            entry.say(pdu, format_args!(", addr {address}"), format_args!(" {address}"));
            exchange::learn_address(pdu, entry, address);
        }
        _ => {
            let address = pdu.ipv6(&AAAA)?;
            entry.say(pdu, format_args!(", addr {address}"), format_args!(" {address}"));
            exchange::learn_address(pdu, entry, address);
        }
    }
    Ok(())
}

/// Reads the data of one that is met less often.
pub(super) fn rare<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    match entry.kind {
        11 => services(pdu, entry),
        38 => a6(pdu, entry),
        42 => prefixes(pdu, entry),
        _ => located(pdu, entry),
    }
}

fn services<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    let address = pdu.ipv4(&WKS_ADDRESS)?;
    entry.say(pdu, format_args!(", addr {address}"), format_args!(" {address}"));
    pdu.u8(&WKS_PROTOCOL)?;
    let mut port = 0_u32;
    while let Some(bits) = pdu.peek(0) {
        if bits == 0 {
            pdu.skip(1)?;
        } else {
            pdu.u8(&WKS_BITS)?;
            let ports = (0..8).filter(|bit| bits & 0x80 >> bit != 0).map(|bit| port + bit);
            pdu.label_with(|out, _| {
                write!(out, "0x{bits:02x} (")?;
                for (place, port) in ports.enumerate() {
                    write!(out, "{}{port}", if place > 0 { ", " } else { "" })?;
                }
                out.write_char(')')
            });
        }
        port += 8;
    }
    Ok(())
}

/// RFC 2874: the bits that are not in the prefix, right-aligned.
fn a6<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    let prefix = pdu.u8(&A6_PREFIX_LENGTH)?;
    let len = 16 - usize::from(prefix.min(128)).div_ceil(8).min(16);
    let len = if prefix % 8 == 0 { len } else { len + 1 }.min(16);
    let mut octets = [0; 16];
    let suffix = pdu.skip(len)?;
    octets.iter_mut().rev().zip(suffix.iter().rev()).for_each(|(octet, byte)| *octet = *byte);
    let address = Address::Ipv6(octets);
    if len > 0 {
        pdu.read_back(&A6_SUFFIX, len, Value::Address(address));
    }
    entry.say(pdu, format_args!(", addr {prefix} {address} "), format_args!(" {prefix} {address} "));
    if prefix > 0 {
        let name = entry.message.name(pdu, &A6_PREFIX)?;
        entry.say(pdu, format_args!("{name}"), format_args!("{name}"));
    }
    Ok(())
}

fn prefixes<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    entry.say(pdu, format_args!(""), format_args!(" {}", entry.owner));
    while pdu.claimed_left() > 0 {
        let family = pdu.u16(&APL_FAMILY)?;
        pdu.u8(&APL_PREFIX)?;
        let word = pdu.peeled::<1>()?;
        pdu.bits(&APL_NEGATION, word);
        let len = pdu.bits(&APL_LENGTH, word) as usize;
        partial(pdu, family, len, [&APL_IPV4, &APL_IPV6, &APL_DATA])?;
    }
    Ok(())
}

/// An address whose last bytes were left out because they are zero: as IPv4, as IPv6, as bytes.
pub(super) fn partial<S: Sink>(
    pdu: &mut Pdu<'_, S>,
    family: u16,
    len: usize,
    [ipv4, ipv6, other]: [&'static Field; 3],
) -> Result<(), Short> {
    let mut octets = [0; 16];
    let full = match family {
        1 => 4,
        2 => 16,
        _ => 0,
    };
    if len > full {
        pdu.bytes(other, len)?;
        return Ok(());
    }
    let bytes = pdu.skip(len)?;
    octets.iter_mut().zip(bytes).for_each(|(octet, byte)| *octet = *byte);
    let address = Address::from_octets(octets.get(..full).unwrap_or_default());
    match address {
        Address::Ipv4(_) => pdu.read_back(ipv4, len, Value::Address(address)),
        Address::Ipv6(_) => pdu.read_back(ipv6, len, Value::Address(address)),
        _ => {}
    }
    Ok(())
}

fn located<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    match entry.kind {
        104 => {
            pdu.u16(&NID_PREFERENCE)?;
            pdu.bytes(&NID, 8)?;
        }
        105 => {
            pdu.u16(&L32_PREFERENCE)?;
            pdu.ipv4(&L32)?;
        }
        106 => {
            pdu.u16(&L64_PREFERENCE)?;
            pdu.bytes(&L64, 8)?;
        }
        107 => {
            pdu.u16(&LP_PREFERENCE)?;
            entry.message.name(pdu, &LP)?;
        }
        108 => {
            pdu.mac(&EUI48)?;
        }
        _ => {
            let bytes = pdu.skip(8)?;
            let colons = std::fmt::from_fn(|f| {
                bytes
                    .iter()
                    .enumerate()
                    .try_for_each(|(place, byte)| write!(f, "{}{byte:02x}", if place > 0 { ":" } else { "" }))
            });
            pdu.text_back(&EUI64, 8, &colons);
            pdu.label(format_args!("{colons} ({colons})"));
        }
    }
    Ok(())
}
