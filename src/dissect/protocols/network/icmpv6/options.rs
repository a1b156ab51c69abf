//! Options of neighbour discovery: addresses, prefixes, routes, name servers; the rarer ones lie in `other_options`.

use crate::{
    bytes::{Address, labels::Labels},
    dissect::{
        field::Field,
        pdu::{Group, Pdu},
        protocol::Short,
        protocols::network::icmpv6::{OPTION_WITHOUT_LENGTH, names, other_options},
        record::Value,
        sink::Sink,
    },
};

names! {
    PREFIX_CODES:
        0 "96 bits prefix length", 1 "64 bits prefix length", 2 "56 bits prefix length", 3 "48 bits prefix length",
        4 "40 bits prefix length", 5 "32 bits prefix length";
}

more_fields! { "icmpv6":
    OPTION          "opt"               Group "ICMPv6 Option" "Something said beside the message itself.";
    TYPE            "opt.type"          Named(&names::OPTIONS) "Type" "What the option says.";
    LENGTH          "opt.length"        Dec   "Length"   "Words of eight bytes, type and length included.";
    RESERVED        "opt.reserved"      Group "Reserved" "Always zero.";
    PADDING         "opt.padding"       Group "Padding"  "Bytes that fill the option up.";
    LINK_ADDRESS    "opt.linkaddr"      Bytes "Link-layer address" "The sender's or the target's address on the link.";
    SOURCE_LINK     "opt.src_linkaddr"  Bytes "Source Link-layer address" "The sender's address on the link.";
    TARGET_LINK     "opt.target_linkaddr" Bytes "Target Link-layer address" "The target's address on the link.";
    PREFIX_LENGTH   "opt.prefix.length" Dec   "Prefix Length" "Bits of the prefix that count.";
    PREFIX_FLAGS    "opt.prefix.flag"   Hex(2) "Flag" "What the prefix may be used for.";
    PREFIX_LINK     "opt.prefix.flag.l" Flag & 0x80 "On-link flag(L)" "Its addresses are on this link.";
    PREFIX_AUTO     "opt.prefix.flag.a" Flag & 0x40 "Autonomous address-configuration flag(A)" "Hosts may make themselves addresses from it.";
    PREFIX_ROUTER   "opt.prefix.flag.r" Flag & 0x20 "Router address flag(R)" "It is the router's whole address.";
    PREFIX_RESERVED "opt.prefix.flag.reserved" Dec & 0x1f "Reserved" "Always zero.";
    VALID_LIFETIME  "opt.prefix.valid_lifetime" Dec "Valid Lifetime" "Seconds for which it is on this link.";
    PREFERRED_LIFETIME "opt.prefix.preferred_lifetime" Dec "Preferred Lifetime" "Seconds for which addresses made from it are preferred.";
    PREFIX          "opt.prefix"        Ipv6  "Prefix"   "The prefix.";
    REDIRECTED      "opt.redirected_packet" Group "Redirected Packet" "The beginning of the packet that took the longer way.";
    MTU             "opt.mtu"           Dec   "MTU"      "The largest packet that hosts should send here.";
    SHORTCUT_LIMIT  "opt.nbma.shortcut_limit" Dec "Shortcut Limit" "Hops for an attempt at a shortcut.";
    INTERVAL        "opt.advertisement_interval" Dec "Advertisement Interval" "Milliseconds between advertisements at most.";
    AGENT_PREFERENCE "opt.home_agent_preference" Dec "Home Agent Preference" "The highest one is to be used.";
    AGENT_LIFETIME  "opt.home_agent_lifetime" Dec "Home Agent Preference" "Seconds for which it serves as home agent.";
    NONCE           "opt.nonce"         Bytes "Nonce"    "Random bytes that tie an answer to its question.";
    ROUTE_FLAGS     "opt.route_info.flag" Hex(2) "Flag"  "How good the route is.";
    ROUTE_PREFERENCE "opt.route_info.flag.route_preference" Named(&names::PREFERENCE) & 0x18 "Route Preference" "Which of several routers to prefer.";
    ROUTE_RESERVED  "opt.route_info.flag.reserved" Dec & 0xe7 "Reserved" "Always zero.";
    ROUTE_LIFETIME  "opt.route_lifetime" Dec  "Route Lifetime" "Seconds for which the route holds.";
    SERVER_LIFETIME "opt.rdnss.lifetime" Dec  "Lifetime" "Seconds for which the servers may be asked.";
    SERVER          "opt.rdnss"         Ipv6  "Recursive DNS Servers" "A name server.";
    EXPANSION       "opt.efo"           Hex(4) "Flags Expansion Option" "More flags of the advertisement.";
    EXPANSION_MANAGED "opt.efo.m"       Flag & 0x8000 "Managed address configuration" "Addresses come from DHCPv6.";
    EXPANSION_OTHER "opt.efo.o"         Flag & 0x4000 "Other configuration" "Other settings come from DHCPv6.";
    EXPANSION_HOME  "opt.efo.h"         Flag & 0x2000 "Home Agent" "The router is a mobile IPv6 home agent.";
    EXPANSION_PREFERENCE "opt.efo.prf"  Named(&names::PREFERENCE) & 0x1800 "Prf (Default Router Preference)" "How much it wants to be the default router.";
    EXPANSION_PROXY "opt.efo.p"         Flag & 0x0400 "Proxy" "It came through a proxy.";
    EXPANSION_RESERVED "opt.efo.rsv"    Dec & 0x03ff "Reserved" "Always zero.";
    SEARCH_LIFETIME "opt.dnssl.lifetime" Dec  "Lifetime" "Seconds for which the domains hold.";
    SEARCH_DOMAIN   "opt.dnssl"         Text  "Domain Names" "A domain to look for short names in.";
    PORTAL          "opt.captive_portal" Text "Captive Portal" "Where one has to register first.";
    NAT64_LIFETIME  "opt.pref64.scaled_lifetime" Dec & 0xfff8 "Scaled Lifetime" "Units of eight seconds for which the prefix holds.";
    NAT64_CODE      "opt.pref64.plc"    HexNamed(1, &PREFIX_CODES) & 0x0007 "PLC (Prefix Length Code)" "How long the prefix is.";
    NAT64_PREFIX    "opt.pref64.prefix" Ipv6  "Prefix"   "What NAT64 puts before an IPv4 address.";
    DATA            "opt.data"          Bytes "Data"     "What an option of unknown type holds.";
}

/// All options up to the layer's end; true when what follows is a packet that the last one quotes.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<bool, Short> {
    while pdu.claimed_left() > 0 {
        let (kind, words) = (pdu.peek(0).unwrap_or_default(), pdu.peek(1).unwrap_or(1));
        if kind == 4 && words > 0 {
            return redirected(pdu, usize::from(words) * 8);
        }
        if words == 0 {
            let group = head(pdu)?;
            pdu.close(group);
            pdu.note(&OPTION_WITHOUT_LENGTH, 1);
            return Ok(false);
        }
        pdu.within(usize::from(words) * 8, |pdu| {
            let group = head(pdu)?;
            body(pdu, kind, &group)?;
            pdu.label_group(&group, format_args!(")"));
            pdu.skip(pdu.claimed_left())?;
            pdu.close(group);
            Ok(())
        })?;
    }
    Ok(false)
}

fn head<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<Group, Short> {
    let group = pdu.open(&OPTION);
    let kind = pdu.u8(&TYPE)?;
    match names::OPTIONS.get(kind.into()) {
        Some(name) => pdu.label_group(&group, format_args!(" ({name}")),
        None => pdu.label_group(&group, format_args!(" (Unknown {kind}")),
    }
    let words = pdu.u8(&LENGTH)?;
    pdu.label(format_args!("{words} ({} bytes)", u16::from(words) * 8));
    Ok(group)
}

/// The quoted packet is dissected after everything else, so options behind it are read first.
fn redirected<S: Sink>(pdu: &mut Pdu<'_, S>, length: usize) -> Result<bool, Short> {
    if pdu.claimed_left() > length {
        pdu.ahead(length, dissect)?;
        pdu.limit(pdu.done() + length);
    }
    let group = head(pdu)?;
    pdu.label_group(&group, format_args!(")"));
    pdu.blank(&RESERVED, 6)?;
    let quoted = pdu.open(&REDIRECTED);
    pdu.close(quoted);
    pdu.close(group);
    pdu.context.quoted = pdu.claimed_left() > 0;
    Ok(pdu.context.quoted)
}

fn body<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, group: &Group) -> Result<(), Short> {
    match kind {
        1 | 2 => link_address(pdu, kind, group)?,
        3 => prefix(pdu, group)?,
        5 => {
            pdu.blank(&RESERVED, 2)?;
            let mtu = pdu.u32(&MTU)?;
            pdu.label_group(group, format_args!(" : {mtu}"));
        }
        6 => {
            let limit = pdu.u8(&SHORTCUT_LIMIT)?;
            pdu.label_group(group, format_args!(" : {limit}"));
            pdu.blank(&RESERVED, 1)?;
            pdu.blank(&RESERVED, 4)?;
        }
        7 => {
            pdu.blank(&RESERVED, 2)?;
            let interval = pdu.u32(&INTERVAL)?;
            pdu.label_group(group, format_args!(" : {interval}"));
        }
        8 => {
            pdu.blank(&RESERVED, 2)?;
            pdu.u16(&AGENT_PREFERENCE)?;
            pdu.u16(&AGENT_LIFETIME)?;
        }
        14 => drop(pdu.all(&NONCE)),
        24 => route(pdu, group)?,
        25 => name_servers(pdu, group)?,
        26 => {
            pdu.flags::<2>(
                &EXPANSION,
                &[
                    &EXPANSION_MANAGED,
                    &EXPANSION_OTHER,
                    &EXPANSION_HOME,
                    &EXPANSION_PREFERENCE,
                    &EXPANSION_PROXY,
                    &EXPANSION_RESERVED,
                ],
            )?;
            pdu.blank(&RESERVED, 4)?;
        }
        31 => search_list(pdu, group)?,
        37 => {
            let left = pdu.claimed_left();
            pdu.padded_text(&PORTAL, left)?;
        }
        38 => nat64(pdu)?,
        _ => other_options::dissect(pdu, kind, group)?,
    }
    Ok(())
}

/// Six bytes on Ethernet; eight and padding on links with EUI-64; else whatever is there.
fn link_address<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, group: &Group) -> Result<(), Short> {
    let own = if kind == 1 { &SOURCE_LINK } else { &TARGET_LINK };
    let rest = pdu.rest();
    let long = rest.len() == 14 && rest.get(8..).is_some_and(|tail| tail.iter().all(|byte| *byte == 0));
    let len = if long { 8 } else { pdu.claimed_left() };
    let bytes = pdu.skip(len)?;
    let value = if len == 6 { Value::Address(Address::from_octets(bytes)) } else { Value::Span };
    pdu.read_back(&LINK_ADDRESS, len, value);
    if len == 6 || len == 8 {
        let colons = other_options::Colons(bytes);
        pdu.label_group(group, format_args!(" : {colons}"));
        let verb = if kind == 1 || len == 8 { "from" } else { "is at" };
        pdu.info_more(format_args!(" {verb} {colons}"));
        if len == 8 {
            pdu.label(format_args!("{colons} ({colons})"));
        }
    }
    pdu.read_back(own, len, value);
    pdu.hide();
    if long {
        pdu.blank(&PADDING, 6)?;
    }
    Ok(())
}

/// A lifetime in seconds, with a word for ever, and one for never where there is one.
pub fn lifetime<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field, never: &str) -> Result<u32, Short> {
    let seconds = pdu.u32(field)?;
    match seconds {
        u32::MAX => pdu.label(format_args!("Infinity ({seconds})")),
        0 if !never.is_empty() => pdu.label(format_args!("{never} (0)")),
        _ => {}
    }
    Ok(seconds)
}

/// The bytes of a prefix that are there, filled up with zeros.
pub fn short_address<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field, len: usize) -> Result<Address, Short> {
    let bytes = pdu.skip(len)?;
    let mut octets = [0; 16];
    for (octet, byte) in octets.iter_mut().zip(bytes) {
        *octet = *byte;
    }
    let address = Address::Ipv6(octets);
    pdu.read_back(field, len, Value::Address(address));
    Ok(address)
}

fn prefix<S: Sink>(pdu: &mut Pdu<'_, S>, group: &Group) -> Result<(), Short> {
    let length = pdu.u8(&PREFIX_LENGTH)?;
    pdu.flags::<1>(&PREFIX_FLAGS, &[&PREFIX_LINK, &PREFIX_AUTO, &PREFIX_ROUTER, &PREFIX_RESERVED])?;
    lifetime(pdu, &VALID_LIFETIME, "")?;
    lifetime(pdu, &PREFERRED_LIFETIME, "")?;
    pdu.blank(&RESERVED, 4)?;
    let prefix = pdu.ipv6(&PREFIX)?;
    pdu.label_group(group, format_args!(" : {prefix}/{length}"));
    Ok(())
}

fn route<S: Sink>(pdu: &mut Pdu<'_, S>, group: &Group) -> Result<(), Short> {
    let length = pdu.u8(&PREFIX_LENGTH)?;
    let flags = pdu.flags::<1>(&ROUTE_FLAGS, &[&ROUTE_PREFERENCE, &ROUTE_RESERVED])?;
    lifetime(pdu, &ROUTE_LIFETIME, "")?;
    let preference = names::PREFERENCE.or_unknown(flags >> 3 & 3);
    let left = pdu.claimed_left().min(16);
    let prefix = if left > 0 { short_address(pdu, &PREFIX, left)? } else { Address::Ipv6([0; 16]) };
    pdu.label_group(group, format_args!(" : {preference} {prefix}/{length}"));
    Ok(())
}

fn name_servers<S: Sink>(pdu: &mut Pdu<'_, S>, group: &Group) -> Result<(), Short> {
    pdu.blank(&RESERVED, 2)?;
    lifetime(pdu, &SERVER_LIFETIME, "RDNSS address MUST no longer be used")?;
    while pdu.claimed_left() > 0 {
        let server = pdu.ipv6(&SERVER)?;
        pdu.label_group(group, format_args!(" {server}"));
    }
    Ok(())
}

fn search_list<S: Sink>(pdu: &mut Pdu<'_, S>, group: &Group) -> Result<(), Short> {
    pdu.blank(&RESERVED, 2)?;
    lifetime(pdu, &SEARCH_LIFETIME, "DNSSL domain name MUST no longer be used")?;
    while pdu.peek(0).is_some_and(|count| count != 0) {
        let name = Labels::new(pdu.rest(), 0);
        let taken = name.taken();
        pdu.skip(taken)?;
        pdu.text_back(&SEARCH_DOMAIN, taken, name);
        pdu.label_group(group, format_args!(" {name}"));
    }
    if pdu.claimed_left() > 0 {
        let left = pdu.claimed_left();
        pdu.blank(&PADDING, left)?;
    }
    Ok(())
}

fn nat64<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let word = pdu.peeled::<2>()?;
    pdu.bits(&NAT64_LIFETIME, word);
    pdu.bits(&NAT64_CODE, word);
    let left = pdu.claimed_left().min(12);
    short_address(pdu, &NAT64_PREFIX, left)?;
    Ok(())
}
