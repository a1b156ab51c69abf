//! Router advertisements (RFC 1256) and what mobile IP adds to them (RFC 5944).

use crate::{
    bytes::time::InWords,
    dissect::{
        pdu::Pdu,
        protocol::{Dissected, Next, Short},
        sink::Sink,
    },
};

names! {
    EXTENSION_TYPES:
        0 "One byte padding extension", 16 "Mobility Agent Advertisement Extension", 19 "Prefix Lengths Extension",
        24 "Challenge Extension";
}

const TRUTH: [&str; 2] = ["True", "False"];

more_fields! { "icmp":
    ADDRESSES      "num_addrs"        Dec    "Number of addresses" "How many routers are named.";
    ENTRY_SIZE     "addr_entry_size"  Dec    "Address entry size"  "Words of four bytes that each takes.";
    LIFETIME       "lifetime"         Dec    "Lifetime"            "Seconds for which they may be used.";
    ROUTER         "router_address"   Ipv4   "Router address"      "A router of this network.";
    PREFERENCE     "pref_level"       Signed "Preference level"    "The router with the highest one is to be used.";
    EXTENSION      "mip"              Group  "Ext"                 "What mobile IP adds.";
    EXTENSION_TYPE "mip.type"         Named(&EXTENSION_TYPES) "Extension Type" "What is added.";
    LENGTH         "mip.length"       Dec    "Length"              "Bytes that follow.";
    SEQUENCE       "mip.seq"          Dec    "Sequence Number"     "Counts the advertisements.";
    REGISTRATION   "mip.life"         Dec    "Registration Lifetime" "Seconds for which a registration is granted at most.";
    FLAGS          "mip.flags"        Hex(4) "Flags"               "What the agent does.";
    REQUIRED       "mip.r"            FlagNamed(TRUTH) & 0x8000 "Registration Required" "One has to register with this agent.";
    BUSY           "mip.b"            FlagNamed(TRUTH) & 0x4000 "Busy" "It takes no more visitors.";
    HOME           "mip.h"            FlagNamed(TRUTH) & 0x2000 "Home Agent" "It serves as home agent.";
    FOREIGN        "mip.f"            FlagNamed(TRUTH) & 0x1000 "Foreign Agent" "It serves as foreign agent.";
    MINIMAL        "mip.m"            FlagNamed(TRUTH) & 0x0800 "Minimal Encapsulation" "It takes minimal encapsulation.";
    GRE            "mip.g"            FlagNamed(TRUTH) & 0x0400 "GRE" "It takes GRE.";
    VAN_JACOBSON   "mip.v"            FlagNamed(TRUTH) & 0x0200 "VJ Comp" "It takes Van Jacobson's header compression.";
    REVERSE        "mip.rt"           FlagNamed(TRUTH) & 0x0100 "Reverse tunneling" "It tunnels backwards as well.";
    UDP            "mip.u"            FlagNamed(TRUTH) & 0x0080 "UDP tunneling" "It tunnels in UDP.";
    REVOCATION     "mip.x"            FlagNamed(TRUTH) & 0x0040 "Revocation support" "Registrations can be revoked.";
    RESERVED       "mip.reserved"     Hex(2) & 0x003f "Reserved"   "Always zero.";
    CARE_OF        "mip.coa"          Ipv4   "Care-Of-Address"     "An address under which visitors are reached.";
    PREFIX_LENGTH  "mip.prefixlength" Dec    "Prefix Length"       "Bits of the network's number, one for each router named.";
    CHALLENGE      "mip.challenge"    Bytes  "Challenge"           "A random value that a registration has to answer.";
    CONTENT        "mip.content"      Bytes  "Content"             "What an unknown extension holds.";
}

/// The routers, then extensions where the code says mobile IP.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, code: u8) -> Dissected {
    let count = pdu.u8(&ADDRESSES)?;
    let size = pdu.u8(&ENTRY_SIZE)?;
    let lifetime = pdu.u16(&LIFETIME)?;
    pdu.label(format_args!("{lifetime} ({})", InWords::from_seconds(lifetime.into())));
    if size != 2 {
        return Ok(if pdu.claimed_left() > 0 { Next::Data } else { Next::Done });
    }
    for _ in 0..count {
        pdu.ipv4(&ROUTER)?;
        pdu.i32(&PREFERENCE)?;
    }
    while matches!(code, 0 | 16) && pdu.claimed_left() > 0 {
        extension(pdu)?;
    }
    Ok(Next::Done)
}

fn extension<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&EXTENSION);
    let kind = pdu.u8(&EXTENSION_TYPE)?;
    match EXTENSION_TYPES.get(kind.into()) {
        Some(name) => pdu.label_group(&group, format_args!(": {name}")),
        None => pdu.label_group(&group, format_args!(": Unknown ext {kind}")),
    }
    if kind != 0 {
        let length = usize::from(pdu.u8(&LENGTH)?);
        pdu.within(length, |pdu| match kind {
            16 => agent(pdu),
            19 => {
                while pdu.claimed_left() > 0 {
                    pdu.u8(&PREFIX_LENGTH)?;
                }
                Ok(())
            }
            _ => pdu.bytes(if kind == 24 { &CHALLENGE } else { &CONTENT }, length).map(drop),
        })?;
    }
    pdu.close(group);
    Ok(())
}

fn agent<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u16(&SEQUENCE)?;
    pdu.u16(&REGISTRATION)?;
    let mark = pdu.mark();
    let word = pdu.word::<2>(&FLAGS)?;
    pdu.below(|pdu| {
        let all = [&REQUIRED, &BUSY, &HOME, &FOREIGN, &MINIMAL, &GRE, &VAN_JACOBSON, &REVERSE, &UDP, &REVOCATION];
        for field in all {
            if pdu.bits(field, word) != 0 {
                pdu.label_of(mark, format_args!(", {}", field.name()));
            }
        }
        pdu.bits(&RESERVED, word);
    });
    while pdu.claimed_left() > 0 {
        pdu.ipv4(&CARE_OF)?;
    }
    Ok(())
}
