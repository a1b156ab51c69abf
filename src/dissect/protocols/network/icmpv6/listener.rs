//! Multicast listener discovery (RFC 2710, RFC 3810) and multicast routers (RFC 4286).

use crate::dissect::{pdu::Pdu, protocol::Short, protocols::network::icmpv6::RESERVED, record::Value, sink::Sink};

names! {
    RECORDS:
        1 "Include", 2 "Exclude", 3 "Changed to include", 4 "Changed to exclude", 5 "Allow new sources",
        6 "Block old sources";
}

const TRUTH: [&str; 2] = ["True", "False"];

more_fields! { "icmpv6":
    RESPONSE_DELAY  "mld.maximum_response_delay" Dec "Maximum Response Delay [ms]" "Milliseconds within which to answer.";
    RESPONSE_CODE   "mld.maximum_response_code" Dec "Maximum Response Code" "The same, coded, in version 2.";
    ADDRESS         "mld.multicast_address" Ipv6 "Multicast Address" "The group; zero when all are asked for.";
    FLAGS           "mld.flag"            Hex(2) "Flags" "How to treat the query.";
    SUPPRESS        "mld.flag.s"          FlagNamed(TRUTH) & 0x08 "Suppress Router-Side Processing" "Routers that hear it leave their timers alone.";
    ROBUSTNESS      "mld.flag.qrv"        Dec & 0x07 "QRV (Querier's Robustness Variable)" "How many messages may get lost.";
    FLAGS_RESERVED  "mld.flag.reserved"   Dec & 0xf0 "Reserved" "Always zero.";
    QUERY_INTERVAL  "mld.qqi"             Dec "QQIC (Querier's Query Interval Code)" "Seconds between queries, coded.";
    SOURCE_COUNT    "mld.nb_sources"      Dec "Number of Sources" "How many sources are listed.";
    SOURCE          "mld.source_address"  Ipv6 "Source Address" "A sender of the group's packets.";
    RECORD_COUNT    "mldr.nb_mcast_records" Dec "Number of Multicast Address Records" "How many groups are reported.";
    RECORD          "mldr.mar"            Group "Multicast Address Record" "What is wanted of one group.";
    RECORD_TYPE     "mldr.mar.record_type" Named(&RECORDS) "Record Type" "How its sources are meant.";
    AUXILIARY_LENGTH "mldr.mar.aux_data_len" Dec "Aux Data Len" "Words of four bytes behind the sources.";
    RECORD_SOURCES  "mldr.mar.nb_sources" Dec "Number of Sources" "How many sources are listed.";
    RECORD_ADDRESS  "mldr.mar.multicast_address" Ipv6 "Multicast Address" "The group.";
    RECORD_SOURCE   "mldr.mar.source_address" Ipv6 "Source Address" "A sender of the group's packets.";
    AUXILIARY       "mldr.mar.auxiliary_data" Bytes "Auxiliary Data" "Data that no standard gives a meaning.";
    ROUTER_INTERVAL "mcast_ra.query_interval" Dec "Query Interval" "Seconds between the router's queries.";
    ROUTER_ROBUSTNESS "mcast_ra.robustness_variable" Dec "Robustness Variable" "How many messages may get lost.";
}

/// A query, a report or a farewell of version 1, or a query of version 2: longer by what it adds.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8) -> Result<(), Short> {
    let second = kind == 130 && pdu.claimed_left() >= 24;
    if second {
        let code = pdu.peeled::<2>()?.value;
        pdu.read_back(&RESPONSE_CODE, 2, Value::Number(floating(code)));
    } else {
        pdu.u16(&RESPONSE_DELAY)?;
    }
    pdu.bytes(&RESERVED, 2)?;
    pdu.ipv6(&ADDRESS)?;
    if second {
        pdu.flags::<1>(&FLAGS, &[&SUPPRESS, &ROBUSTNESS, &FLAGS_RESERVED])?;
        let code = pdu.peeled::<1>()?.value;
        let seconds = if code >= 128 { (code & 0x0f | 0x10) << ((code >> 4 & 7) + 3) } else { code };
        pdu.read_back(&QUERY_INTERVAL, 1, Value::Number(seconds));
        for _ in 0..pdu.u16(&SOURCE_COUNT)? {
            pdu.ipv6(&SOURCE)?;
        }
    }
    Ok(())
}

/// Codes from 32768 up are tiny floating-point numbers (RFC 3810, section 5.1.3).
fn floating(code: u64) -> u64 {
    if code >= 0x8000 { (code & 0x0fff | 0x1000) << ((code >> 12 & 7) + 3) } else { code }
}

/// A report of version 2.
pub fn report<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.bytes(&RESERVED, 2)?;
    for _ in 0..pdu.u16(&RECORD_COUNT)? {
        let group = pdu.open(&RECORD);
        let kind = pdu.u8(&RECORD_TYPE)?;
        let words = usize::from(pdu.u8(&AUXILIARY_LENGTH)?);
        let count = pdu.u16(&RECORD_SOURCES)?;
        let address = pdu.ipv6(&RECORD_ADDRESS)?;
        pdu.label_group(&group, format_args!(" {}: {address}", RECORDS.or_unknown(kind.into())));
        for _ in 0..count {
            pdu.ipv6(&RECORD_SOURCE)?;
        }
        if words > 0 {
            pdu.bytes(&AUXILIARY, words * 4)?;
        }
        pdu.close(group);
    }
    Ok(())
}

/// A router says that it forwards multicast packets.
pub fn router<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u16(&ROUTER_INTERVAL)?;
    pdu.u16(&ROUTER_ROBUSTNESS)?;
    Ok(())
}
