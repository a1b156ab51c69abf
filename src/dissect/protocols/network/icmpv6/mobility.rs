//! Mobile nodes (RFC 6275, RFC 5568), certificates (RFC 3971), locators (RFC 6743), addresses of small devices (RFC 6775),
//! multicast in their networks (RFC 7731).

use crate::{
    bytes::Address,
    dissect::{
        pdu::Pdu,
        protocol::{Dissected, Next, Short},
        protocols::network::icmpv6::{
            DATA, RESERVED, options,
            other_options::{Colons, REGISTERED},
        },
        sink::Sink,
    },
};

names! {
    SUBTYPES:
        2 "Router Solicitation for Proxy Advertisement", 3 "Proxy Router Advertisement", 4 "Handover Initiate",
        5 "Handover Acknowledge";
    SEED_LENGTHS: 0 "0 bit, not included in MPL Seed Info", 1 "16 bits", 2 "64 bits", 3 "128 bits";
}

more_fields! { "icmpv6":
    IDENTIFIER      "mip6.identifier"    DecHex(4) "Identifier" "Ties an answer to its question.";
    HOME_AGENT      "mip6.home_agent_address" Ipv6 "Home Agent Address" "A home agent of the network.";
    PREFIX_FLAGS    "mip6.flag"          Hex(4) "Flags" "What else there is to be had at home.";
    PREFIX_MANAGED  "mip6.flag.m"        Flag & 0x8000 "Managed address configuration" "Addresses come from DHCPv6.";
    PREFIX_OTHER    "mip6.flag.o"        Flag & 0x4000 "Other configuration" "Other settings come from DHCPv6.";
    PREFIX_RESERVED "mip6.flag.rsv"      Dec & 0x3fff "Reserved" "Always zero.";
    PATH_IDENTIFIER "send.identifier"    Dec "Identifier" "Ties an answer to its question.";
    ALL_COMPONENTS  "send.all_components" Dec "All Components" "How many certificates the path has.";
    COMPONENT       "send.component"     Dec "Component" "Which of them it is; 65535 for all.";
    SUBTYPE         "fmip6.subtype"      Named(&SUBTYPES) "Subtype" "What kind of message it is.";
    HANDOVER_FLAGS  "fmip6.hi.flag"      Hex(2) "Flag" "How to hand over.";
    HANDOVER_S      "fmip6.hi.flag.s"    Flag & 0x80 "Assigned address configuration" "The new router is to assign an address.";
    HANDOVER_U      "fmip6.hi.flag.a"    Flag & 0x40 "Buffer" "The new router is to keep packets.";
    HANDOVER_RESERVED "fmip6.hi.flag.reserved" Dec & 0x3f "Reserved" "Always zero.";
    HANDOVER_IDENTIFIER "fmip6.identifier" DecHex(4) "Identifier" "Ties an answer to its question.";
    LOCATORS        "ilnp.nb_locs"       Dec "Num of Locs" "How many locators follow.";
    LOCATOR         "ilnp.nb_locator"    Hex(16) "Locator" "Where the node is reached.";
    LOCATOR_PREFERENCE "ilnp.nb_preference" Dec "Preference" "The lowest one is best.";
    LOCATOR_LIFETIME "ilnp.nb_lifetime"  Dec "Lifetime" "Seconds for which it holds.";
    STATUS          "6lowpannd.da.status" Named(&REGISTERED) "Status" "What became of the registration.";
    STATUS_RESERVED "6lowpannd.da.rsv"   Dec "Reserved" "Always zero.";
    LIFETIME        "6lowpannd.da.lifetime" Dec "Lifetime" "Minutes for which it holds.";
    EUI64           "6lowpannd.da.eui64" Text "EUI-64" "The node's interface.";
    REGISTERED_ADDRESS "6lowpannd.da.reg_addr" Ipv6 "Registered Address" "The node's address.";
    SEED_INFO       "mpl.seed_info"      Group "MPL Seed Info" "What the sender keeps of one seed's messages.";
    SEED_MINIMUM    "mpl.seed_info.min_sequence" Dec "MinSequence" "The lowest number that may still come.";
    SEED_BUFFERED   "mpl.seed_info.bm_len" Dec & 0xfc "Buffered Messages Length" "Bytes of the list below.";
    SEED_LENGTH     "mpl.seed_info.s"    Named(&SEED_LENGTHS) & 0x03 "Seed ID Length" "How the seed is named.";
    SEED_ID         "mpl.seed_info.seed_id" Text "Seed ID" "The seed.";
    SEED_MESSAGES   "mpl.seed_info.messages" Group "Buffered Messages" "The messages kept.";
    SEED_SEQUENCE   "mpl.seed_info.sequence" Dec "Sequence" "The number of a message kept.";
}

/// A message of `kind`, then its options where it can have some.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8) -> Dissected {
    match kind {
        144..=147 => return prefixes(pdu, kind),
        148 | 149 => {
            pdu.u16(&PATH_IDENTIFIER)?;
            if kind == 149 {
                pdu.u16(&ALL_COMPONENTS)?;
            }
            pdu.u16(&COMPONENT)?;
            if kind == 149 {
                pdu.bytes(&RESERVED, 2)?;
            }
            options::dissect(pdu)?;
        }
        150 | 154 => handover(pdu)?,
        156 => {
            let count = pdu.u8(&LOCATORS)?;
            pdu.bytes(&RESERVED, 1)?;
            pdu.bytes(&RESERVED, 2)?;
            for _ in 0..count {
                pdu.u64(&LOCATOR)?;
                pdu.u16(&LOCATOR_PREFERENCE)?;
                pdu.u16(&LOCATOR_LIFETIME)?;
            }
        }
        157 | 158 => {
            pdu.u8(&STATUS)?;
            pdu.u8(&STATUS_RESERVED)?;
            pdu.u16(&LIFETIME)?;
            let eui64 = Colons(pdu.skip(8)?);
            pdu.text_back(&EUI64, 8, eui64);
            pdu.label(format_args!("{eui64} ({eui64})"));
            pdu.ipv6(&REGISTERED_ADDRESS)?;
        }
        159 => {
            let mut number = 0u32;
            while pdu.claimed_left() > 0 {
                number = number.saturating_add(1);
                seed(pdu, number)?;
            }
        }
        _ => drop(pdu.all(&DATA)),
    }
    Ok(Next::Done)
}

/// Home agents and prefixes of the network that a mobile node is away from.
fn prefixes<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8) -> Dissected {
    pdu.u16(&IDENTIFIER)?;
    if kind == 147 {
        pdu.flags::<2>(&PREFIX_FLAGS, &[&PREFIX_MANAGED, &PREFIX_OTHER, &PREFIX_RESERVED])?;
        options::dissect(pdu)?;
    } else {
        pdu.bytes(&RESERVED, 2)?;
    }
    while kind == 145 && pdu.claimed_left() > 0 {
        pdu.ipv6(&HOME_AGENT)?;
    }
    Ok(Next::Done)
}

fn handover<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let subtype = pdu.u8(&SUBTYPE)?;
    match SUBTYPES.get(subtype.into()) {
        Some(name) => pdu.info_more(format_args!(" ({name})")),
        None => pdu.info_more(format_args!(" (Unknown ({subtype}))")),
    }
    if subtype == 4 {
        pdu.flags::<1>(&HANDOVER_FLAGS, &[&HANDOVER_S, &HANDOVER_U, &HANDOVER_RESERVED])?;
    } else if SUBTYPES.get(subtype.into()).is_some() {
        pdu.bytes(&RESERVED, 1)?;
    } else {
        pdu.skip(1)?;
    }
    pdu.u16(&HANDOVER_IDENTIFIER)?;
    options::dissect(pdu)?;
    Ok(())
}

/// Which messages of one seed are kept: bit by bit from the lowest number on.
fn seed<S: Sink>(pdu: &mut Pdu<'_, S>, number: u32) -> Result<(), Short> {
    let group = pdu.open(&SEED_INFO);
    pdu.label_group(&group, format_args!(": [{number}]"));
    let minimum = pdu.u8(&SEED_MINIMUM)?;
    let bits = pdu.peeled::<1>()?;
    let length = pdu.bits(&SEED_BUFFERED, bits) as usize;
    match pdu.bits(&SEED_LENGTH, bits) {
        0 => {
            let source = pdu.context.source;
            pdu.computed_text(&SEED_ID, source);
        }
        1 => {
            let id = pdu.peeled::<2>()?.value;
            pdu.text_back(&SEED_ID, 2, format_args!("{id:04x}"));
        }
        2 => {
            let id = Colons(pdu.skip(8)?);
            pdu.text_back(&SEED_ID, 8, id);
        }
        _ => {
            let id = Address::from_octets(pdu.skip(16)?);
            pdu.text_back(&SEED_ID, 16, id);
        }
    }
    if (1..=pdu.claimed_left()).contains(&length) {
        let messages = pdu.open(&SEED_MESSAGES);
        let mut sequence = minimum;
        for _ in 0..length {
            let octet = pdu.peeled::<1>()?.value;
            for bit in (0..8).rev() {
                if octet >> bit & 1 != 0 {
                    pdu.read_back(&SEED_SEQUENCE, 1, crate::dissect::record::Value::Number(sequence.into()));
                }
                sequence = sequence.wrapping_add(1);
            }
        }
        pdu.close(messages);
    }
    pdu.close(group);
    Ok(())
}
