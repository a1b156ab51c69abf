//! Logical-Link Control (IEEE 802.2) and the Subnetwork Access Protocol inside it.

use std::fmt;

use crate::dissect::{
    names::Names,
    pdu::Pdu,
    protocol::{Dissected, Family, Next, Protocol, Short},
    protocols::link::{ethernet, ethertype, xid},
    sink::Sink,
};

fields! { "llc" "Logical-Link Control" "Which service of a station sends to which one of another.":
    DSAP         "dsap"        HexNamed(2, &SAP) "DSAP" "The service addressed.";
    DSAP_SAP     "dsap.sap"    Hex(2) & 0xfe "SAP" "The service addressed, without the group bit.";
    DSAP_IG      "dsap.ig"     FlagNamed(["Group", "Individual"]) & 0x01 "IG Bit" "Whether a group of services is addressed.";
    SSAP         "ssap"        HexNamed(2, &SAP) "SSAP" "The service that sends.";
    SSAP_SAP     "ssap.sap"    Hex(2) & 0xfe "SAP" "The service that sends, without the response bit.";
    SSAP_CR      "ssap.cr"     FlagNamed(["Response", "Command"]) & 0x01 "CR Bit" "Whether this answers a command.";
    CONTROL      "control"     Hex(4) "Control field" "What kind of frame it is, with its sequence numbers.";
    N_R          "control.n_r" Dec & 0xfe00 "N(R)" "The frame expected next.";
    N_S          "control.n_s" Dec & 0x00fe "N(S)" "This frame's number.";
    POLL         "control.p"   Either(&[&NUMBERED_POLL, &UNNUMBERED_POLL]) "Poll" "The command wants an answer at once.";
    FINAL        "control.f"   Either(&[&NUMBERED_FINAL, &UNNUMBERED_FINAL]) "Final" "The answer to a poll.";
    NUMBERED_POLL    "control.numbered.p"   FlagIn(16) & 0x0100 "Poll" "The command with sequence numbers wants an answer at once.";
    NUMBERED_FINAL   "control.numbered.f"   FlagIn(16) & 0x0100 "Final" "The answer to a poll, with sequence numbers.";
    UNNUMBERED_POLL  "control.unnumbered.p" Flag & 0x10 "Poll" "The unnumbered command wants an answer at once.";
    UNNUMBERED_FINAL "control.unnumbered.f" Flag & 0x10 "Final" "The unnumbered answer to a poll.";
    SUPERVISORY  "control.s_ftype" HexNamed(4, &SUPERVISORY_NAMES) & 0x000c "Supervisory frame type" "What a frame without data says.";
    COMMAND      "control.u_modifier_cmd"  HexNamed(2, &COMMANDS) & 0xec "Command" "What an unnumbered command asks for.";
    RESPONSE     "control.u_modifier_resp" HexNamed(2, &RESPONSES) & 0xec "Response" "What an unnumbered response says.";
    FRAME_TYPE   "control.ftype" HexNamed(4, &FRAME_TYPES) & 0x0003 "Frame type" "Information, supervisory or unnumbered.";
    OUI          "oui"         Hex(6) "Organization Code" "Whose numbers the protocol identifier is one of.";
    TYPE         "type"        HexNamed(4, &ethertype::NAMES) "Type" "The EtherType of what follows.";
    PID          "pid"         Hex(4) "Protocol ID" "What follows, as the organization numbers it.";
    CISCO_PID    "cisco_pid"   HexNamed(4, &CISCO) "PID" "What follows, as Cisco numbers it.";
}

names! {
    /// Service access points, as Wireshark words them.
    pub SAP:
        0x00 "NULL LSAP", 0x01 "NULL LSAP", 0x02 "LLC Sub-Layer Management", 0x04 "SNA Path Control", 0x06 "TCP/IP",
        0x08 "SNA", 0x0c "SNA", 0x0e "PROWAY (IEC955) Network Management and Initialization",
        0x10 "NetWare (unofficial?)", 0x14 "ISO Network Layer (OSLAN 1)", 0x18 "Texas Instruments",
        0x20 "ISO Network Layer (unofficial?)", 0x34 "ISO Network Layer (unofficial?)", 0x42 "Spanning Tree BPDU",
        0x4e "EIA RS-511 Manufacturing Message Service", 0x54 "ISO Network Layer (OSLAN 2)",
        0x7e "ISO 8208 (X.25 over 802.2)", 0x7f "ISO 802.2", 0x80 "XNS", 0x82 "BACnet", 0x86 "Nestar",
        0x8e "PROWAY (IEC955) Active Station List Maintenance", 0x98 "ARP", 0xaa "SNAP", 0xb4 "HP JetDirect Printer",
        0xba "Banyan Vines", 0xbc "Banyan Vines", 0xe0 "NetWare", 0xf0 "NetBIOS", 0xf4 "IBM Net Management",
        0xf8 "HP Extended LLC", 0xfa "Ungermann-Bass", 0xfc "Remote Program Load", 0xfe "ISO Network Layer",
        0xff "Global LSAP";
    /// Frames without data.
    pub SUPERVISORY_NAMES:
        0 "Receiver ready", 1 "Receiver not ready", 2 "Reject", 3 "Selective reject";
    /// Kinds of frames.
    pub FRAME_TYPES:
        0 "Information frame", 1 "Supervisory frame", 3 "Unnumbered frame";
    /// Unnumbered commands.
    pub COMMANDS:
        0x00 "Unnumbered Information", 0x01 "Set Initialization Mode", 0x03 "Set Asynchronous Response Mode",
        0x08 "Unnumbered Poll", 0x0b "Set Asynchronous Balanced Mode", 0x10 "Disconnect",
        0x13 "Set Asynchronous Response Mode Extended", 0x18 "Unnumbered Acknowledge",
        0x1b "Set Asynchronous Balanced Mode Extended", 0x20 "Set Normal Response Mode", 0x21 "Frame reject",
        0x23 "Reset", 0x2b "Exchange identification", 0x31 "Configure", 0x33 "Set Normal Response Mode Extended",
        0x38 "Test", 0x3b "Beacon";
    /// Unnumbered responses.
    pub RESPONSES:
        0x00 "Unnumbered Information", 0x01 "Request Initialization Mode", 0x03 "Disconnected mode",
        0x08 "Unnumbered Poll", 0x0b "Set Asynchronous Balanced Mode", 0x10 "Request Disconnect",
        0x13 "Set Asynchronous Response Mode Extended", 0x18 "Unnumbered Acknowledge",
        0x1b "Set Asynchronous Balanced Mode Extended", 0x20 "Set Normal Response Mode", 0x21 "Frame reject",
        0x23 "Reset", 0x2b "Exchange identification", 0x31 "Configure", 0x33 "Set Normal Response Mode Extended",
        0x38 "Test", 0x3b "Beacon";
    /// Cisco's protocols.
    pub CISCO:
        0x0102 "DRIP", 0x0104 "PAgP", 0x0105 "MLS Hello", 0x0108 "RLQ BPDUs (request)", 0x0109 "RLQ BPDUs (response)",
        0x010b "PVSTP+", 0x010c "VLAN Bridge", 0x0111 "UDLD", 0x0139 "MCP", 0x2000 "CDP", 0x2001 "CGMP", 0x2003 "VTP",
        0x2004 "DTP", 0x200a "STP Uplink Fast";
    ORGANIZATIONS:
        0x00_0000 "Officially Xerox, but 0:0:0:0:0:0 is more common", 0x00_000c "Cisco Systems, Inc",
        0x00_005e "ICANN, IANA Department", 0x00_00f8 "Digital Equipment Corporation", 0x00_80c2 "IEEE",
        0x08_0007 "Apple, Inc.";
    SHORT_SUPERVISORY:
        0 "RR", 1 "RNR", 2 "REJ", 3 "SREJ";
    SHORT_COMMANDS:
        0x00 "UI", 0x01 "SIM", 0x03 "SARM", 0x08 "UP", 0x0b "SABM", 0x10 "DISC", 0x13 "SARME", 0x18 "UA", 0x1b "SABME",
        0x20 "SNRM", 0x21 "FRMR", 0x23 "RESET", 0x2b "XID", 0x31 "CFGR", 0x33 "SNRME", 0x38 "TEST", 0x3b "BCN";
    SHORT_RESPONSES:
        0x00 "UI", 0x01 "RIM", 0x03 "DM", 0x08 "UP", 0x0b "SABM", 0x10 "RD", 0x13 "SARME", 0x18 "UA", 0x1b "SABME",
        0x20 "SNRM", 0x21 "FRMR", 0x23 "RESET", 0x2b "XID", 0x31 "CFGR", 0x33 "SNRME", 0x38 "TEST", 0x3b "BCN";
    CISCO_COLUMNS:
        0x0104 "PAGP", 0x0108..=0x010c "STP", 0x0111 "UDLD", 0x0139 "MCP", 0x2000 "CDP", 0x2001 "CGMP", 0x2003 "VTP",
        0x2004 "DTP";
    SAP_COLUMNS:
        0x04 "SNA", 0x08 "SNA", 0x0c "SNA", 0x10 "IPX", 0x14 "ISO", 0x20 "ISO", 0x34 "ISO", 0x42 "STP", 0x54 "ISO",
        0x7e "X.25", 0x80 "3Com XNS", 0x82 "BACnet-NPDU", 0xbc "VSPP", 0xe0 "IPX", 0xf0 "NetBIOS", 0xf8 "HPEXT",
        0xfc "RPL", 0xfe "ISO";
}

const UNNUMBERED_INFORMATION: u64 = 0;
const EXCHANGE_IDENTIFICATION: u64 = 0x2b;

/// What follows the control field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Protocol,
    Identification,
    Other,
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "llc",
    column: "LLC",
    spec: "IEEE 802.2",
    family: Family::Link,
    fields: FIELDS,
    more: &[xid::FIELDS],
    notes: &[],
    claims: &[],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let destination = pdu.word::<1>(&DSAP)?;
    pdu.below(|pdu| {
        let sap = pdu.bits(&DSAP_SAP, destination) << 1;
        pdu.label(format_args!("{}", SAP.or_unknown(sap)));
        pdu.bits(&DSAP_IG, destination);
    });
    let source = pdu.word::<1>(&SSAP)?;
    pdu.below(|pdu| {
        let sap = pdu.bits(&SSAP_SAP, source) << 1;
        pdu.label(format_args!("{}", SAP.or_unknown(sap)));
        pdu.bits(&SSAP_CR, source);
    });
    let response = source.value & 1 == 1;
    let carries = control(pdu, response)?;
    if destination.value == 0xaa && source.value == 0xaa {
        return snap(pdu, carries);
    }
    pdu.info_more(format_args!(
        "; DSAP {} {}, SSAP {} {}",
        service(destination.value),
        if destination.value & 1 == 0 { "Individual" } else { "Group" },
        service(source.value),
        if response { "Response" } else { "Command" },
    ));
    match carries {
        Content::Protocol => {}
        Content::Identification if pdu.peek(0) == Some(xid::BASIC) => {
            xid::dissect(pdu)?;
            return Ok(Next::Done);
        }
        _ => return Ok(Next::Data),
    }
    if let Some(column) = SAP_COLUMNS.get(destination.value & 0xfe) {
        pdu.protocol(column);
    }
    Ok(Next::Llc(destination.value as u8))
}

/// A service access point without its low bit, as rows show it.
fn service(sap: u64) -> impl fmt::Display {
    fmt::from_fn(move |f| match SAP.get(sap & 0xfe) {
        Some(name) => f.write_str(name),
        None => write!(f, "0x{:02x}", sap & 0xfe),
    })
}

/// The control field, one byte or two, and what follows it.
fn control<S: Sink>(pdu: &mut Pdu<'_, S>, response: bool) -> Result<Content, Short> {
    if pdu.peek(0).is_some_and(|first| first & 3 == 3) {
        return unnumbered(pdu, response);
    }
    let low_high = pdu.peeked::<2>()?;
    // The first byte on the wire is the low one.
    let value = u64::from((low_high.value as u16).swap_bytes());
    pdu.u16_le(&CONTROL)?;
    let word = low_high.with(value);
    let (polled, expected) = (value & 0x100 != 0, value >> 9);
    let mark = if !polled {
        ""
    } else if response {
        " F"
    } else {
        " P"
    };
    let supervisory = value & 1 == 1;
    if supervisory {
        let function = SHORT_SUPERVISORY.or_unknown(value >> 2 & 3);
        pdu.label(format_args!("S{mark}, func={function}, N(R)={expected} (0x{value:04X})"));
        pdu.info(format_args!("S{mark}, func={function}, N(R)={expected}"));
    } else {
        let (mark, number) = (if polled { " P" } else { "" }, value >> 1 & 0x7f);
        pdu.label(format_args!("I{mark}, N(R)={expected}, N(S)={number} (0x{value:04X})"));
        pdu.info(format_args!("I{mark}, N(R)={expected}, N(S)={number}"));
    }
    pdu.below(|pdu| {
        pdu.bits(&N_R, word);
        if !supervisory {
            pdu.bits(&N_S, word);
        }
        if polled {
            pdu.bits(if response && supervisory { &NUMBERED_FINAL } else { &NUMBERED_POLL }, word);
        }
        if supervisory {
            pdu.bits(&SUPERVISORY, word);
            pdu.bits(&FRAME_TYPE, word);
        } else {
            // The second bit is the send number's lowest.
            pdu.bits(&FRAME_TYPE, word.with(value & !2));
        }
    });
    Ok(if supervisory { Content::Other } else { Content::Protocol })
}

fn unnumbered<S: Sink>(pdu: &mut Pdu<'_, S>, response: bool) -> Result<Content, Short> {
    let word = pdu.word::<1>(&CONTROL)?;
    let modifier = word.value >> 2 & 0x3b;
    let polled = word.value & 0x10 != 0;
    let mark = if !polled {
        ""
    } else if response {
        " F"
    } else {
        " P"
    };
    let names: &Names = if response { &SHORT_RESPONSES } else { &SHORT_COMMANDS };
    let function = names.or_unknown(modifier);
    pdu.label(format_args!("U{mark}, func={function} (0x{:02X})", word.value));
    pdu.info(format_args!("U{mark}, func={function}"));
    pdu.below(|pdu| {
        pdu.bits(if response { &RESPONSE } else { &COMMAND }, word);
        if polled {
            pdu.bits(if response { &UNNUMBERED_FINAL } else { &UNNUMBERED_POLL }, word);
        }
        pdu.bits(&FRAME_TYPE, word);
    });
    Ok(match modifier {
        UNNUMBERED_INFORMATION => Content::Protocol,
        EXCHANGE_IDENTIFICATION => Content::Identification,
        _ => Content::Other,
    })
}

/// SNAP: an organization, and a protocol as that organization numbers it.
fn snap<S: Sink>(pdu: &mut Pdu<'_, S>, carries: Content) -> Dissected {
    let oui = pdu.u24(&OUI)?;
    let [a, b, c, _] = (oui << 8).to_be_bytes();
    match ORGANIZATIONS.get(oui.into()) {
        Some(name) => pdu.label(format_args!("{a:02x}:{b:02x}:{c:02x} ({name})")),
        None => pdu.label(format_args!("{a:02x}:{b:02x}:{c:02x}")),
    }
    pdu.info_more(format_args!("; SNAP, OUI 0x{oui:06X}"));
    if let Some(name) = ORGANIZATIONS.get(oui.into()) {
        pdu.info_more(format_args!(" ({name})"));
    }
    let number = pdu.u16(match oui {
        0x00_0000 | 0x00_00f8 => &TYPE,
        0x00_000c => &CISCO_PID,
        _ => &PID,
    })?;
    pdu.info_more(format_args!(", PID 0x{number:04X}"));
    Ok(match (oui, number) {
        _ if carries != Content::Protocol => Next::Data,
        (0x00_0000 | 0x00_00f8, _) => Next::Type(number),
        // IEEE 802.1: a bridged Ethernet frame behind two bytes of padding, with its checksum or without.
        (0x00_80c2, 1 | 7) => {
            pdu.skip(2)?;
            Next::To(&ethernet::PROTOCOL)
        }
        (0x00_000c, _) => {
            if let Some(column) = CISCO_COLUMNS.get(number.into()) {
                pdu.protocol(column);
            }
            Next::Data
        }
        _ => Next::Data,
    })
}
