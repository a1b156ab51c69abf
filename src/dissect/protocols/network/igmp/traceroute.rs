//! Multicast traceroute: the path from a source to a receiver, asked backwards from router to router.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Dissected, Next, Short},
    protocols::network::igmp::{GROUP, TRACEROUTE_QUERY, TRACEROUTE_REQUEST, TYPE, message_checksum, renamed, whole},
    sink::Sink,
};

names! {
    ROUTING:
        1 "DVMRP", 2 "MOSPF", 3 "PIM", 4 "CBT", 5 "PIM using special routing table", 6 "PIM using a static route",
        7 "DVMRP using a static route", 8 "PIM using MBGP (aka BGP4+) route", 9 "CBT using special routing table",
        10 "CBT using a static route", 11 "PIM using state created by Assert processing";
    FORWARDING:
        0x00 "NO_ERROR", 0x01 "WRONG_IF", 0x02 "PRUNE_SENT", 0x03 "PRUNE_RCVD", 0x04 "SCOPED", 0x05 "NO_ROUTE",
        0x06 "WRONG_LAST_HOP", 0x07 "NOT_FORWARDING", 0x08 "REACHED_RP", 0x09 "RPF_IF", 0x0a "NO_MULTICAST",
        0x0b "INFO_HIDDEN", 0x81 "NO_SPACE", 0x82 "OLD_ROUTER", 0x83 "ADMIN_PROHIB";
}

more_fields! { "igmp":
    HOPS            "mtrace.max_hops"  Dec  "# hops"           "Routers to ask at most.";
    SOURCE          "mtrace.saddr"     Ipv4 "Source Address"   "Where the path begins.";
    RECEIVER        "mtrace.raddr"     Ipv4 "Receiver Address" "Where it ends.";
    RESPONSE        "mtrace.rspaddr"   Ipv4 "Response Address" "Where the answer goes.";
    RESPONSE_TTL    "mtrace.resp_ttl"  Dec  "Response TTL"     "Time to live of an answer to a group.";
    QUERY_ID        "mtrace.q_id"      Dec  "Query ID"         "Tells queries apart.";
    BLOCK           "mtrace.block"     Group "Response data block" "What one router adds.";
    ARRIVAL         "mtrace.q_arrival" Dec  "Query Arrival"    "When the query came in: the middle 32 bits of an NTP time.";
    IN_ADDRESS      "mtrace.q_inaddr"  Ipv4 "In itf addr"      "The interface on which the source's packets come in.";
    OUT_ADDRESS     "mtrace.q_outaddr" Ipv4 "Out itf addr"     "The interface on which they go out.";
    PREVIOUS        "mtrace.q_prevrtr" Ipv4 "Previous rtr addr" "The router that they come from.";
    IN_PACKETS      "mtrace.q_inpkt"   Dec  "In pkts"          "Multicast packets that came in there.";
    OUT_PACKETS     "mtrace.q_outpkt"  Dec  "Out pkts"         "Multicast packets that went out there.";
    TOTAL           "mtrace.q_total"   Dec  "S,G pkt count"    "Packets from this source to this group.";
    PROTOCOL        "mtrace.q_rtg_proto" Named(&ROUTING) "Rtg Protocol" "The routing protocol towards the previous router.";
    FORWARD_TTL     "mtrace.q_fwd_ttl" Dec  "FwdTTL"           "Time to live that a packet needs to go out.";
    ZERO            "mtrace.q_mbz"     Hex(1) & 0x80 "MBZ"     "Always zero.";
    NETWORK_COUNT   "mtrace.q_s"       Hex(1) & 0x40 "S"       "The count is for the source's whole network.";
    SOURCE_MASK     "mtrace.q_src_mask" Hex(2) & 0x3f "Src Mask" "Bits of the source's network number.";
    FORWARDING_CODE "mtrace.q_fwd_code" HexNamed(2, &FORWARDING) "Forwarding Code" "What stopped the packets, if anything.";
}

/// A query (without blocks), a request (with some), or a response.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    const HEAD: usize = 24;
    const ONE: usize = 32;
    let len = whole(pdu);
    let blocks = len.saturating_sub(HEAD) / ONE;
    let kind = pdu.u8(&TYPE)?;
    match (kind, len <= HEAD) {
        (0x1e, _) => {
            pdu.info(format_args!("Traceroute Response, {blocks} block{}", if blocks == 1 { "" } else { "s" }));
        }
        (_, true) => {
            renamed(pdu, &TRACEROUTE_QUERY, kind);
            pdu.info(format_args!("Traceroute Query"));
        }
        (_, false) => {
            renamed(pdu, &TRACEROUTE_REQUEST, kind);
            pdu.info(format_args!("Traceroute Request"));
        }
    }
    pdu.u8(&HOPS)?;
    message_checksum(pdu, len)?;
    pdu.ipv4(&GROUP)?;
    for field in [&SOURCE, &RECEIVER, &RESPONSE] {
        pdu.ipv4(field)?;
    }
    pdu.u8(&RESPONSE_TTL)?;
    pdu.u24(&QUERY_ID)?;
    while pdu.claimed_left() >= ONE {
        block(pdu)?;
    }
    Ok(Next::Done)
}

fn block<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&BLOCK);
    pdu.u32(&ARRIVAL)?;
    let from = pdu.ipv4(&IN_ADDRESS)?;
    let to = pdu.ipv4(&OUT_ADDRESS)?;
    pdu.ipv4(&PREVIOUS)?;
    for field in [&IN_PACKETS, &OUT_PACKETS, &TOTAL] {
        pdu.u32(field)?;
    }
    let protocol = pdu.u8(&PROTOCOL)?;
    pdu.u8(&FORWARD_TTL)?;
    let bits = pdu.peeled::<1>()?;
    for field in [&ZERO, &NETWORK_COUNT, &SOURCE_MASK] {
        pdu.bits(field, bits);
    }
    let code = pdu.u8(&FORWARDING_CODE)?;
    pdu.label_group(
        &group,
        format_args!(
            ": {from} -> {to},  Proto: {},  Forwarding Code: {}",
            ROUTING.or_unknown(protocol.into()),
            FORWARDING.or_unknown(code.into())
        ),
    );
    pdu.close(group);
    Ok(())
}
