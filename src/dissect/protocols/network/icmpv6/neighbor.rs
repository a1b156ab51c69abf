//! Neighbour discovery (RFC 4861, RFC 3122): routers and neighbours asked for and announced, redirects.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Dissected, Next, Short},
    protocols::network::icmpv6::{RESERVED, names, options},
    sink::Sink,
};

more_fields! { "icmpv6":
    HOP_LIMIT       "nd.ra.cur_hop_limit"   Dec "Cur hop limit" "The hop limit that hosts should use.";
    RA_FLAGS        "nd.ra.flag"            Hex(2) "Flags"      "What else there is to be had here.";
    RA_MANAGED      "nd.ra.flag.m"          Flag & 0x80 "Managed address configuration" "Addresses come from DHCPv6.";
    RA_OTHER        "nd.ra.flag.o"          Flag & 0x40 "Other configuration" "Other settings come from DHCPv6.";
    RA_HOME         "nd.ra.flag.h"          Flag & 0x20 "Home Agent" "The router is a mobile IPv6 home agent.";
    RA_PREFERENCE   "nd.ra.flag.prf"        Named(&names::PREFERENCE) & 0x18 "Prf (Default Router Preference)" "How much it wants to be the default router.";
    RA_PROXY        "nd.ra.flag.p"          Flag & 0x04 "Proxy" "It came through a proxy.";
    RA_RESERVED     "nd.ra.flag.rsv"        Dec & 0x03 "Reserved" "Always zero.";
    ROUTER_LIFETIME "nd.ra.router_lifetime" Dec "Router lifetime (s)" "Seconds for which it serves as a default router.";
    REACHABLE_TIME  "nd.ra.reachable_time"  Dec "Reachable time (ms)" "How long a neighbour once heard is taken to be there.";
    RETRANS_TIMER   "nd.ra.retrans_timer"   Dec "Retrans timer (ms)" "Time between solicitations.";
    NS_TARGET       "nd.ns.target_address"  Ipv6 "Target Address" "Whose link-layer address is asked for.";
    NA_FLAGS        "nd.na.flag"            Hex(8) "Flags"      "How the announcement is meant.";
    NA_ROUTER       "nd.na.flag.r"          Flag & 0x8000_0000 "Router" "The sender is a router.";
    NA_SOLICITED    "nd.na.flag.s"          Flag & 0x4000_0000 "Solicited" "It answers a solicitation.";
    NA_OVERRIDE     "nd.na.flag.o"          Flag & 0x2000_0000 "Override" "It replaces what was known.";
    NA_RESERVED     "nd.na.flag.rsv"        Dec & 0x1fff_ffff "Reserved" "Always zero.";
    NA_TARGET       "nd.na.target_address"  Ipv6 "Target Address" "Whose link-layer address is announced.";
    RD_TARGET       "nd.rd.target_address"  Ipv6 "Target Address" "The better first hop.";
    RD_DESTINATION  "rd.na.destination_address" Ipv6 "Destination Address" "For which destination it is better.";
}

/// A message of `kind`, then its options.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8) -> Dissected {
    match kind {
        134 => advertisement(pdu)?,
        135 => {
            pdu.bytes(&RESERVED, 4)?;
            let target = pdu.ipv6(&NS_TARGET)?;
            pdu.info_more(format_args!(" for {target}"));
        }
        136 => neighbor(pdu)?,
        137 => {
            pdu.bytes(&RESERVED, 4)?;
            pdu.ipv6(&RD_TARGET)?;
            pdu.ipv6(&RD_DESTINATION)?;
        }
        _ => drop(pdu.bytes(&RESERVED, 4)?),
    }
    Ok(if options::dissect(pdu)? { Next::Type(0x86dd) } else { Next::Done })
}

fn advertisement<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u8(&HOP_LIMIT)?;
    pdu.flags::<1>(&RA_FLAGS, &[&RA_MANAGED, &RA_OTHER, &RA_HOME, &RA_PREFERENCE, &RA_PROXY, &RA_RESERVED])?;
    pdu.u16(&ROUTER_LIFETIME)?;
    pdu.u32(&REACHABLE_TIME)?;
    pdu.u32(&RETRANS_TIMER)?;
    Ok(())
}

fn neighbor<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let flags = pdu.flags::<4>(&NA_FLAGS, &[&NA_ROUTER, &NA_SOLICITED, &NA_OVERRIDE, &NA_RESERVED])?;
    let target = pdu.ipv6(&NA_TARGET)?;
    pdu.info_more(format_args!(
        " {target} ({})",
        match flags >> 29 {
            0 => "none",
            1 => "ovr",
            2 => "sol",
            3 => "sol, ovr",
            4 => "rtr",
            5 => "rtr, ovr",
            6 => "rtr, sol",
            _ => "rtr, sol, ovr",
        }
    ));
    Ok(())
}
