//! Internet Group Management Protocol: who wants which multicast groups, in four versions.

mod traceroute;

use std::fmt;

use crate::{
    bytes::{Address, checksum},
    dissect::{
        names::Names,
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::network::checksum_status,
        record::Value,
        sink::Sink,
    },
};

names! {
    TYPES:
        0x01 "Create Group Request", 0x02 "Create Group Reply", 0x03 "Join Group Request", 0x04 "Join Group Reply",
        0x05 "Leave Group Request", 0x06 "Leave Group Reply", 0x07 "Confirm Group Request", 0x08 "Confirm Group Reply",
        0x11 "Membership Query", 0x12 "Membership Report", 0x13 "DVMRP Protocol", 0x14 "PIM Routing Message",
        0x16 "Membership Report", 0x17 "Leave Group", 0x1e "Traceroute Response", 0x1f "Traceroute Query or Request",
        0x22 "Membership Report";
    TRACEROUTE_QUERY: 0x1f "Traceroute Query";
    TRACEROUTE_REQUEST: 0x1f "Traceroute Request";
    RECORDS:
        1 "Mode Is Include", 2 "Mode Is Exclude", 3 "Change To Include Mode", 4 "Change To Exclude Mode",
        5 "Allow New Sources", 6 "Block Old Sources";
    GROUP_TYPES: 0 "Public Group", 1 "Private Group";
    REPLIES:
        0 "Request Granted", 1 "Request Denied, No Resources", 2 "Request Denied, Invalid Code",
        3 "Request Denied, Invalid Group", 4 "Request Denied, Invalid Key";
}

fields! { "igmp" "Internet Group Management Protocol" "Who wants which multicast groups.":
    VERSION         "version"         Dec    "IGMP Version"    "Told by the type, the code and the length.";
    TYPE            "type"            HexNamed(2, &TYPES) "Type" "What kind of message it is.";
    RESERVED        "reserved"        Bytes  "Reserved"        "Always zero.";
    MAX_RESPONSE    "max_resp"        Dec    "Max Resp Time"   "Tenths of a second within which to answer.";
    EXPONENT        "max_resp.exp"    Hex(1) & 0x70 "Exponent" "How far the mantissa is shifted, less 3.";
    MANTISSA        "max_resp.mant"   Hex(1) & 0x0f "Mantissa" "The digits of a long time, less a leading one.";
    CHECKSUM        "checksum"        Hex(4) "Checksum"        "Over the whole message.";
    CHECKSUM_STATUS "checksum.status" Named(&checksum_status::NAMES) "Checksum Status" "Whether the checksum fits.";
    GROUP           "maddr"           Ipv4   "Multicast Address" "The group; zero when all are asked for.";
    SUPPRESS        "s"               FlagNamed(["SUPPRESS router side processing", "Do not suppress router side processing"]) & 0x08 "S" "Routers that hear it leave their timers alone.";
    ROBUSTNESS      "qrv"             Dec & 0x07 "QRV"         "How many messages may get lost.";
    QUERY_INTERVAL  "qqic"            Dec    "QQIC"            "Seconds between queries, coded.";
    SOURCES         "num_src"         Dec    "Num Src"         "How many sources are listed.";
    SOURCE          "saddr"           Ipv4   "Source Address"  "A sender of the group's packets.";
    RECORD_COUNT    "num_grp_recs"    Dec    "Num Group Records" "How many groups are reported.";
    RECORD          "record"          Group  "Group Record"    "What is wanted of one group.";
    RECORD_TYPE     "record_type"     Named(&RECORDS) "Record Type" "How its sources are meant.";
    AUXILIARY_LENGTH "aux_data_len"   Dec    "Aux Data Len"    "Words of four bytes behind the sources.";
    AUXILIARY       "aux_data"        Bytes  "Aux Data"        "Data that no standard gives a meaning.";
    GROUP_TYPE      "group_type"      Named(&GROUP_TYPES) "Type Of Group" "Version 0: whether a key guards the group.";
    REPLY           "reply"           Named(&REPLIES) "Reply"  "Version 0: what became of the request.";
    REPLY_PENDING   "reply.pending"   Dec    "Reply Pending"   "Version 0: seconds after which to ask again.";
    IDENTIFIER      "identifier"      Dec    "Identifier"      "Version 0: tells requests of one host apart.";
    ACCESS_KEY      "access_key"      Bytes  "Access Key"      "Version 0: what lets one into a private group.";
    DATA            "data"            Bytes  "Data"            "What a message of unknown type holds.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "igmp",
    column: "IGMP",
    spec: "RFC 3376",
    family: Family::Ip,
    fields: FIELDS,
    more: &[traceroute::FIELDS],
    notes: &[],
    claims: &[Claim::IpProtocol(2)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let (kind, code) = (pdu.peek(0).unwrap_or_default(), pdu.peek(1).unwrap_or_default());
    let version = match kind {
        0x01..=0x08 => 0,
        0x11 if pdu.claimed_left() >= 12 => 3,
        0x11 if code == 0 => 1,
        0x12 => 1,
        0x11 | 0x16 | 0x17 => 2,
        0x22 => 3,
        0x1e | 0x1f => return traceroute::dissect(pdu),
        _ => return unknown(pdu),
    };
    pdu.protocol(format_args!("IGMPv{version}"));
    pdu.computed(&VERSION, version);
    let kind = pdu.u8(&TYPE)?;
    pdu.info(format_args!("{}", TYPES.or_unknown(kind.into())));
    match (version, kind) {
        (0, _) => version_0(pdu, kind)?,
        (3, 0x11) => query_3(pdu)?,
        (3, _) => report_3(pdu)?,
        _ => versions_1_and_2(pdu, version, kind)?,
    }
    Ok(Next::Done)
}

fn unknown<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let kind = pdu.u8(&TYPE)?;
    pdu.info(format_args!("Unknown Type:0x{kind:02x}"));
    pdu.all(&DATA);
    Ok(Next::Done)
}

/// The checksum over the first `len` bytes of the message.
fn message_checksum<S: Sink>(pdu: &mut Pdu<'_, S>, len: usize) -> Result<(), Short> {
    let field = pdu.u16(&CHECKSUM)?;
    let bytes = pdu.layer_bytes().get(..len).filter(|_| !pdu.context.fragment && !pdu.context.quoted);
    pdu.checksum(&CHECKSUM_STATUS, "unverified", |_| bytes.map(|bytes| checksum::plain(bytes, field)));
    Ok(())
}

/// The whole message, if it was captured whole.
fn whole<S: Sink>(pdu: &Pdu<'_, S>) -> usize {
    pdu.done().saturating_add(pdu.claimed_left())
}

fn versions_1_and_2<S: Sink>(pdu: &mut Pdu<'_, S>, version: u64, kind: u8) -> Result<(), Short> {
    if version == 1 {
        pdu.bytes(&RESERVED, 1)?;
    } else {
        max_response(pdu, false)?;
    }
    message_checksum(pdu, 8)?;
    let group = pdu.ipv4(&GROUP)?;
    match kind {
        0x16 => pdu.info_more(format_args!(" group {group}")),
        0x11 if version == 2 => about(pdu, group, ", specific for group "),
        0x17 => about(pdu, group, " "),
        _ => {}
    }
    Ok(())
}

/// ", general" or the group asked for.
fn about<S: Sink>(pdu: &mut Pdu<'_, S>, group: Address, before: &str) {
    match group {
        Address::Ipv4([0, 0, 0, 0]) => pdu.info_more(format_args!(", general")),
        _ => pdu.info_more(format_args!("{before}{group}")),
    }
}

/// Tenths of a second; version 3 codes those from 128 up as a tiny floating-point number (RFC 3376, section 4.1.1).
fn max_response<S: Sink>(pdu: &mut Pdu<'_, S>, coded: bool) -> Result<(), Short> {
    let word = pdu.peeled::<1>()?;
    let code = word.value;
    let tenths = if coded && code >= 128 { (code & 0x0f | 0x10) << ((code >> 4 & 7) + 3) } else { code };
    pdu.read_back(&MAX_RESPONSE, 1, Value::Number(tenths));
    pdu.label(format_args!("{}.{} sec (0x{code:02x})", tenths / 10, tenths % 10));
    if coded && code >= 128 {
        pdu.below(|pdu| {
            pdu.bits(&EXPONENT, word);
            pdu.bits(&MANTISSA, word);
        });
    }
    Ok(())
}

fn query_3<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    max_response(pdu, true)?;
    let len = whole(pdu);
    message_checksum(pdu, len)?;
    let group = pdu.ipv4(&GROUP)?;
    about(pdu, group, ", specific for group ");
    let bits = pdu.peeled::<1>()?;
    pdu.bits(&SUPPRESS, bits);
    pdu.bits(&ROBUSTNESS, bits);
    pdu.u8(&QUERY_INTERVAL)?;
    let count = pdu.u16(&SOURCES)?;
    let addresses = sources(pdu, count)?;
    if count > 0 {
        pdu.info_more(format_args!(", source{} {{{addresses}}}", plural(count)));
    }
    Ok(())
}

fn plural(count: u16) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// IPv4 addresses side by side that print with commas.
struct Addresses<'a>(&'a [u8]);

impl fmt::Display for Addresses<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, octets) in self.0.chunks_exact(4).enumerate() {
            write!(f, "{}{}", if place == 0 { "" } else { ", " }, Address::from_octets(octets))?;
        }
        Ok(())
    }
}

fn sources<'a, S: Sink>(pdu: &mut Pdu<'a, S>, count: u16) -> Result<Addresses<'a>, Short> {
    let bytes = pdu.rest();
    for _ in 0..count {
        pdu.ipv4(&SOURCE)?;
    }
    Ok(Addresses(bytes.get(..usize::from(count) * 4).unwrap_or_default()))
}

fn report_3<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.bytes(&RESERVED, 1)?;
    let len = whole(pdu);
    message_checksum(pdu, len)?;
    pdu.bytes(&RESERVED, 2)?;
    let count = pdu.u16(&RECORD_COUNT)?;
    if count == 0 {
        pdu.info_more(format_args!(" - General query"));
    }
    for _ in 0..count {
        record(pdu)?;
    }
    Ok(())
}

fn record<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&RECORD);
    let kind = pdu.u8(&RECORD_TYPE)?;
    let words = usize::from(pdu.u8(&AUXILIARY_LENGTH)?);
    let count = pdu.u16(&SOURCES)?;
    let address = pdu.ipv4(&GROUP)?;
    pdu.label_group(&group, format_args!(" : {address}  {}", RECORDS.get(kind.into()).unwrap_or_default()));
    let addresses = sources(pdu, count)?;
    say_record(pdu, kind, address, count, &addresses);
    if words > 0 {
        pdu.bytes(&AUXILIARY, words * 4)?;
    }
    pdu.close(group);
    Ok(())
}

fn say_record<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, group: Address, count: u16, of: &Addresses<'_>) {
    let s = plural(count);
    match (kind, count) {
        (1 | 3, 0) => pdu.info_more(format_args!(" / Leave group {group}")),
        (2 | 4, 0) => pdu.info_more(format_args!(" / Join group {group} for any sources")),
        (1 | 3, 1) => pdu.info_more(format_args!(" / Join group {group} for source {{{of}}}")),
        (1 | 3, _) => pdu.info_more(format_args!(" / Join group {group} for sources in {{{of}}}")),
        (2 | 4, 1) => pdu.info_more(format_args!(" / Join group {group}, for source not {{{of}}}")),
        (2 | 4, _) => pdu.info_more(format_args!(" / Join group {group}, for sources not in {{{of}}}")),
        (5, 0) => pdu.info_more(format_args!(" / Group {group}, ALLOW_NEW_SOURCES but no source specified (?)")),
        (6, 0) => pdu.info_more(format_args!(" / Group {group}, BLOCK_OLD_SOURCES but no source specified (?)")),
        (5, _) => pdu.info_more(format_args!(" / Group {group}, new source{s} {{{of}}}")),
        (6, _) => pdu.info_more(format_args!(" / Group {group}, block source{s} {{{of}}}")),
        (_, 0) => pdu.info_more(format_args!(" / Group {group}, unknown record type (?)")),
        _ => pdu.info_more(format_args!(" / Group {group}, unknown record type (?), source{s} {{{of}}}")),
    }
}

/// RFC 988: the protocol before there was a version 1.
fn version_0<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8) -> Result<(), Short> {
    let code = pdu.peek(0).unwrap_or_default();
    match kind {
        0x01 => drop(pdu.u8(&GROUP_TYPE)?),
        0x02 | 0x04 | 0x06 | 0x08 if REPLIES.get(code.into()).is_none() => drop(pdu.u8(&REPLY_PENDING)?),
        0x02 | 0x04 | 0x06 | 0x08 => drop(pdu.u8(&REPLY)?),
        _ => drop(pdu.skip(1)?),
    }
    let len = whole(pdu);
    message_checksum(pdu, len)?;
    pdu.u32(&IDENTIFIER)?;
    pdu.ipv4(&GROUP)?;
    pdu.bytes(&ACCESS_KEY, 8)?;
    Ok(())
}

/// The names of a type that depends on more than its number.
fn renamed<S: Sink>(pdu: &mut Pdu<'_, S>, names: &'static Names, kind: u8) {
    pdu.label(format_args!("{} (0x{kind:02x})", names.or_unknown(kind.into())));
}
