//! Mode 6: a server's variables read and set (RFC 9327).

use crate::dissect::{
    pdu::Pdu,
    protocol::Short,
    protocols::application::ntp::{LEAP, LEAPS, MODE, PADDING, VERSION, flags, pair},
    sink::Sink,
};

names! {
    RESPONSES: 0 "Request", 1 "Response";
    OPCODES:
        0 "reserved", 1 "read status", 2 "read variables", 3 "write variables", 4 "read clock variables",
        5 "write clock variables", 6 "set trap address/port", 7 "asynchronous message", 8 "runtime configuration",
        9 "save config to file", 10 "retrieve MRU (mrulist)", 11 "retrieve ordered list", 12 "request a client nonce",
        31 "unset trap address/port";
    ERRORS:
        0 "unspecified", 1 "authentication failure", 2 "invalid message length or format", 3 "invalid opcode",
        4 "unknown association identifier", 5 "unknown variable name", 6 "invalid variable value",
        7 "administratively prohibited";
    CLOCK_SOURCES:
        0 "unspecified or unknown", 1 "Calibrated atomic clock (e.g. HP 5061)",
        2 "VLF (band 4) or LF (band 5) radio (e.g. OMEGA, WWVB)", 3 "HF (band 7) radio (e.g. CHU, MSF, WWV/H)",
        4 "UHF (band 9) satellite (e.g. GOES, GPS)", 5 "local net (e.g. DCN, TSP, DTS)", 6 "UDP/NTP", 7 "UDP/TIME",
        8 "eyeball-and-wristwatch", 9 "telephone modem (e.g. NIST)";
    SYSTEM_EVENTS:
        0 "unspecified", 1 "frequency correction (drift) file not available",
        2 "frequency correction started (frequency stepped)", 3 "spike detected and ignored, starting stepout timer",
        4 "frequency training started", 5 "clock synchronized", 6 "system restart",
        7 "panic stop (required step greater than panic threshold)", 8 "no system peer",
        9 "leap second insertion/deletion armed", 10 "leap second disarmed", 11 "leap second inserted or deleted",
        12 "clock stepped (stepout timer expired)", 13 "kernel loop discipline status changed",
        14 "leapseconds table loaded from file", 15 "leapseconds table outdated, updated file needed";
    SELECTIONS:
        0 "rejected", 1 "passed sanity checks (tests 1 through 8 in Section 3.4.3)",
        2 "passed correctness checks (intersection algorithm in Section 4.2.1)",
        3 "passed candidate checks (if limit check implemented)",
        4 "passed outlier checks (clustering algorithm in Section 4.2.2)",
        5 "current synchronization source; max distance exceeded (if limit check implemented)",
        6 "current synchronization source; max distance okay", 7 "reserved";
    PEER_EVENTS:
        0 "unspecified", 1 "association mobilized", 2 "association demobilized",
        3 "peer unreachable (peer.reach was nonzero now zero)", 4 "peer reachable (peer.reach was zero now nonzero)",
        5 "association restarted or timed out", 6 "no server found (ntpdate mode)", 7 "rate exceeded (kiss code RATE)",
        8 "access denied (kiss code DENY)", 9 "leap armed from server LI code", 10 "become system peer",
        11 "reference clock event (see clock status word)", 12 "authentication failure", 13 "popcorn spike suppressor",
        14 "entering interleave mode", 15 "interleave error (recovered)";
    CLOCK_STATUSES:
        0 "clock operating within nominals", 1 "reply timeout", 2 "bad reply format", 3 "hardware or software fault",
        4 "propagation failure", 5 "bad date format or value", 6 "bad time format or value";
    KEY_TYPES: 0 "MD5", 1 "SHA";
}

more_fields! { "ntp":
    FLAGS2          "ctrl.flags2"        Hex(2) "Flags 2" "What is asked or answered.";
    RESPONSE        "ctrl.flags2.r"      Named(&RESPONSES) & 0x80 "Response bit" "Whether it answers.";
    ERROR           "ctrl.flags2.error"  Dec & 0x40 "Error bit" "It could not be done.";
    MORE            "ctrl.flags2.more"   Dec & 0x20 "More bit" "The answer goes on.";
    OPCODE          "ctrl.flags2.opcode" Named(&OPCODES) & 0x1f "Opcode" "What to do.";
    SEQUENCE        "ctrl.sequence"      Dec    "Sequence" "Ties answers to their question.";
    STATUS          "ctrl.status"        Hex(4) "Status" "How the system, a peer or a clock is doing.";
    ERROR_STATUS    "ctrl.err_status"    Named(&ERRORS) & 0xff00 "Error Status Word" "Why it could not be done.";
    SYSTEM_LEAP     "ctrl.sys_status.li" Named(&LEAPS) & 0xc000 "Leap Indicator" "Whether the day ends with a leap second.";
    SYSTEM_SOURCE   "ctrl.sys_status.clksrc" Named(&CLOCK_SOURCES) & 0x3f00 "Clock Source" "Where the time comes from.";
    SYSTEM_COUNT    "ctrl.sys_status.count" Dec & 0x00f0 "System Event Counter" "Events since the status was last read.";
    SYSTEM_EVENT    "ctrl.sys_status.code" Named(&SYSTEM_EVENTS) & 0x000f "System Event Code" "The latest one.";
    PEER_CONFIG     "ctrl.peer_status.config" FlagNamed(["configured (peer.config)", "not configured (peer.config)"]) & 0x8000 "Peer Status" "Whether it is named in the configuration.";
    PEER_AUTHENABLE "ctrl.peer_status.authenable" FlagNamed(["authentication enabled (peer.authenable)", "authentication disabled (peer.authenable)"]) & 0x4000 "Peer Status" "Whether it is to be authenticated.";
    PEER_AUTHENTIC  "ctrl.peer_status.authentic" FlagNamed(["authentication okay (peer.authentic)", "authentication not okay (peer.authentic)"]) & 0x2000 "Peer Status" "Whether it is authentic.";
    PEER_REACH      "ctrl.peer_status.reach" FlagNamed(["reachability okay (peer.reach != 0)", "reachability not okay (peer.reach != 0)"]) & 0x1000 "Peer Status" "Whether it is reached.";
    PEER_BROADCAST  "ctrl.peer_status.bcast" Flag & 0x0800 "Peer Status broadcast association" "Whether it was found by broadcast.";
    PEER_SELECTION  "ctrl.peer_status.selection" Named(&SELECTIONS) & 0x0700 "Peer Selection" "How far its time is trusted.";
    PEER_COUNT      "ctrl.peer_status.count" Dec & 0x00f0 "Peer Event Counter" "Events since the status was last read.";
    PEER_EVENT      "ctrl.peer_status.code" Named(&PEER_EVENTS) & 0x000f "Peer Event Code" "The latest one.";
    CLOCK_STATUS    "ctrl.clock_status.status" Named(&CLOCK_STATUSES) & 0xff00 "Clock Status" "How the clock is doing.";
    CLOCK_EVENT     "ctrl.clock_status.code" Dec & 0x00ff "Clock Event Code" "The latest event.";
    DATA            "ctrl.data"          Group "Data" "The variables.";
    ITEM            "ctrl.item"          Group "Item" "One of them.";
    ASSOCIATION     "ctrl.associd"       Dec    "AssociationID" "Which peer or clock; 0 for the system.";
    OFFSET          "ctrl.offset"        Dec    "Offset" "Where this part of the data begins.";
    COUNT           "ctrl.count"         Dec    "Count" "Bytes of data.";
    VARIABLE        "ctrl.variable"      Text   "Variable" "A name, or a name and its value.";
    AUTHENTICATOR   "authenticator"      Group  "Authenticator" "The authentication of the message.";
    KEY_TYPE        "key_type"           Named(&KEY_TYPES) "Key type" "How it is authenticated.";
    KEY_INDEX       "key_index"          Hex(8) "KeyIndex" "Which key it is authenticated with.";
    SIGNATURE       "key_signature"      Bytes  "Signature" "The authentication.";
}

/// The whole message.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    flags(pdu, &[&LEAP, &VERSION, &MODE])?;
    let bits = pdu.flags::<1>(&FLAGS2, &[&RESPONSE, &ERROR, &MORE, &OPCODE])?;
    let (answers, failed, opcode) = (bits & 0x80 != 0, bits & 0x40 != 0, bits & 0x1f);
    let sequence = pdu.u16(&SEQUENCE)?;
    pair(pdu, 0x6_0000 | u64::from(sequence), !answers);
    let association = pdu.peek_u16(2).unwrap_or_default();
    status(pdu, answers, failed, opcode, association)?;
    pdu.u16(&ASSOCIATION)?;
    pdu.u16(&OFFSET)?;
    let count = usize::from(pdu.u16(&COUNT)?).min(pdu.claimed_left());
    if count > 0 {
        let group = pdu.open(&DATA);
        pdu.within(count, |pdu| if answers && opcode == 1 { peers(pdu) } else { variables(pdu) })?;
        pdu.close(group);
        let padding = (4 - count % 4) % 4;
        if padding > 0 && pdu.claimed_left() >= padding {
            pdu.bytes(&PADDING, padding)?;
        }
    }
    if pdu.claimed_left() > 0 { authenticator(pdu) } else { Ok(()) }
}

/// What the status word means depends on what was asked of whom.
fn status<S: Sink>(
    pdu: &mut Pdu<'_, S>,
    answers: bool,
    failed: bool,
    opcode: u64,
    association: u16,
) -> Result<(), Short> {
    if !answers {
        pdu.u16(&STATUS)?;
    } else if failed {
        pdu.flags::<2>(&STATUS, &[&ERROR_STATUS])?;
    } else if matches!(opcode, 4 | 5) {
        pdu.flags::<2>(&STATUS, &[&CLOCK_STATUS, &CLOCK_EVENT])?;
    } else if association == 0 {
        pdu.flags::<2>(&STATUS, &[&SYSTEM_LEAP, &SYSTEM_SOURCE, &SYSTEM_COUNT, &SYSTEM_EVENT])?;
    } else {
        peer_status(pdu)?;
    }
    Ok(())
}

fn peer_status<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let parts = [
        &PEER_CONFIG,
        &PEER_AUTHENABLE,
        &PEER_AUTHENTIC,
        &PEER_REACH,
        &PEER_BROADCAST,
        &PEER_SELECTION,
        &PEER_COUNT,
        &PEER_EVENT,
    ];
    pdu.flags::<2>(&STATUS, &parts)?;
    Ok(())
}

fn peers<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    while pdu.claimed_left() >= 4 {
        let group = pdu.open(&ITEM);
        pdu.u16(&ASSOCIATION)?;
        peer_status(pdu)?;
        pdu.close(group);
    }
    Ok(())
}

/// `name=value` and commas between them.
fn variables<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    while pdu.left() > 0 {
        let rest = pdu.rest();
        let mut quoted = false;
        let end = rest.iter().position(|byte| {
            quoted ^= *byte == b'"';
            *byte == b',' && !quoted
        });
        let len = end.unwrap_or(rest.len());
        let text = rest.get(..len).unwrap_or_default();
        pdu.skip(len)?;
        if !text.trim_ascii().is_empty() {
            let blank = len - text.trim_ascii_start().len();
            pdu.text_back(&VARIABLE, len - blank, crate::bytes::text::Text(text.trim_ascii()));
        }
        if end.is_some() {
            pdu.skip(1)?;
        }
    }
    // Bytes that the capture does not hold.
    pdu.skip(pdu.claimed_left()).map(drop)
}

fn authenticator<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&AUTHENTICATOR);
    let kind = u64::from(pdu.claimed_left() >= 24);
    pdu.computed(&KEY_TYPE, kind);
    pdu.u32(&KEY_INDEX)?;
    pdu.all(&SIGNATURE);
    pdu.close(group);
    Ok(())
}
