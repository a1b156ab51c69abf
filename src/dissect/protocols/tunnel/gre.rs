//! Generic Routing Encapsulation: any protocol inside IP (RFC 2784, RFC 2890; version 1 for PPTP, RFC 2637).

use crate::{
    bytes::checksum,
    dissect::{
        pdu::{Pdu, Word},
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::network::checksum_status,
        sink::Sink,
    },
};

fields! { "gre" "Generic Routing Encapsulation" "Any protocol inside IP.":
    FLAGS      "flags_and_version"     Hex(4) "Flags and Version" "What the header holds.";
    HAS_CHECKSUM "flags.checksum"      FlagNamed(YES_NO) & 0x8000 "Checksum Bit" "A checksum follows.";
    HAS_ROUTING  "flags.routing"       FlagNamed(YES_NO) & 0x4000 "Routing Bit" "A route follows.";
    HAS_KEY      "flags.key"           FlagNamed(YES_NO) & 0x2000 "Key Bit" "A key follows.";
    HAS_SEQUENCE "flags.sequence_number" FlagNamed(YES_NO) & 0x1000 "Sequence Number Bit" "A sequence number follows.";
    STRICT     "flags.strict_source_route" FlagNamed(YES_NO) & 0x0800 "Strict Source Route Bit" "The route must be kept to.";
    RECURSION  "flags.recursion_control" Dec & 0x0700 "Recursion control" "Tunnels that the packet may still enter.";
    HAS_ACK    "flags.ack"             FlagNamed(YES_NO) & 0x0080 "Acknowledgment" "An acknowledgment follows (version 1).";
    RESERVED   "flags.reserved"        Dec & 0x00f8 "Flags (Reserved)" "Always zero.";
    VERSION    "flags.version"         Named(&VERSIONS) & 0x0007 "Version" "0, or 1 for PPTP.";
    TYPE       "proto"                 HexNamed(4, &NAMES) "Protocol Type" "What is inside.";
    CHECKSUM   "checksum"              Hex(4) "Checksum" "Over the header and what is inside.";
    CHECKSUM_STATUS "checksum.status"  Named(&checksum_status::NAMES) "Checksum Status" "Whether the checksum fits.";
    OFFSET     "offset"                Dec "Offset" "Where in the route the packet is.";
    KEY        "key"                   Hex(8) "Key" "Tells tunnels between the same ends apart.";
    LENGTH     "key.payload_length"    Dec "Payload Length" "Bytes behind the header (version 1).";
    CALL       "key.call_id"           Dec "Call ID" "The receiver's number for the call (version 1).";
    SEQUENCE   "sequence_number"       Dec "Sequence Number" "The packet's place.";
    ACK        "ack_number"            Dec "Acknowledgment Number" "The highest number received (version 1).";
    FAMILY     "routing.address_family" Dec "Address Family" "The kind of the entry's addresses.";
    SRE_OFFSET "routing.sre_offset"    Dec "SRE Offset" "Where in the entry the packet is.";
    SRE_LENGTH "routing.src_length"    Dec "SRE Length" "Bytes of the entry.";
    ROUTE      "routing.information"   Bytes "Routing Information" "The entry's addresses.";
    DYNAMIC    "wccp.dynamic_service"  FlagNamed(["Dynamic service", "Well-known service"]) & 0x01 "Dynamic Service" "The service is one of the operator's own.";
    ALTERNATIVE_USED "wccp.alternative_bucket_used" FlagNamed(["Alternative bucket used", "Primary bucket used"]) & 0x02 "Alternative bucket used" "The packet went to its second choice.";
    VALID      "wccp.redirect_header_valid" FlagNamed(["Header is present, but ignore contents", "Header contents are valid"]) & 0x04 "WCCP Redirect header is valid" "The rest means something.";
    SERVICE    "wccp.service_id"       Named(&SERVICES) "Service ID" "The service.";
    ALTERNATIVE "wccp.alternative_bucket" Dec "Alternative Bucket" "The second choice.";
    PRIMARY    "wccp.primary_bucket"   Dec "Primary Bucket" "The first choice.";
}

const YES_NO: [&str; 2] = ["Yes", "No"];

names! {
    VERSIONS: 0 "GRE", 1 "Enhanced GRE";
    SERVICES: 0 "HTTP";
    /// What can be inside, as Wireshark words it.
    pub NAMES:
        0x0000 "Possible GRE keepalive packet", 0x00fe "OSI", 0x0800 "IP", 0x0806 "ARP", 0x2000 "CDP (Cisco)",
        0x2001 "NHRP", 0x22eb "ERSPAN III", 0x6400 "MIKROTIK EoIP", 0x6558 "Transparent Ethernet bridging",
        0x6559 "Frame Relay", 0x8137 "IPX", 0x8200 "ARUBA WLAN", 0x8210 "ARUBA WLAN", 0x8220 "ARUBA WLAN",
        0x8230 "ARUBA WLAN", 0x8240 "ARUBA WLAN", 0x8250 "ARUBA WLAN", 0x8260 "ARUBA WLAN", 0x8270 "ARUBA WLAN",
        0x8280 "ARUBA WLAN", 0x8290 "ARUBA WLAN", 0x82a0 "ARUBA WLAN", 0x82b0 "ARUBA WLAN", 0x82c0 "ARUBA WLAN",
        0x82d0 "ARUBA WLAN", 0x82e0 "ARUBA WLAN", 0x82f0 "ARUBA WLAN", 0x8300 "ARUBA WLAN", 0x8310 "ARUBA WLAN",
        0x8320 "ARUBA WLAN", 0x8330 "ARUBA WLAN", 0x8340 "ARUBA WLAN", 0x8350 "ARUBA WLAN", 0x8360 "ARUBA WLAN",
        0x8370 "ARUBA WLAN", 0x86dd "IPv6", 0x880b "PPP", 0x883e "WCCP", 0x8847 "MPLS label switched packet",
        0x8881 "CDMA2000 A10 Unstructured byte stream", 0x88be "ERSPAN", 0x88d2 "CDMA2000 A10 3GPP2 Packet",
        0x8909 "CiscoMetaData", 0x894f "Network Service Header", 0x9000 "ARUBA WLAN", 0xb7ea "Huawei GRE bonding",
        0xfeae "AIROHIVE AP AP";
}

const PPTP: u64 = 1;
const WCCP: u16 = 0x883e;

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "gre",
    column: "GRE",
    spec: "RFC 2784, RFC 2890, RFC 2637",
    family: Family::Ip,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::IpProtocol(47)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let flags = pdu.word::<2>(&FLAGS)?;
    let pptp = flags.value & 7 == PPTP;
    say_flags(pdu, flags, pptp);
    let number = pdu.u16(&TYPE)?;
    match NAMES.get(number.into()) {
        Some(name) => {
            pdu.heading(format_args!(" ({name})"));
            pdu.info(format_args!("Encapsulated {name}"));
        }
        None => {
            pdu.heading(format_args!(" (0x{number:04x} - unknown)"));
            pdu.info(format_args!("Encapsulated 0x{number:04x} (unknown)"));
        }
    }
    options(pdu, flags.value, pptp)?;
    if pdu.claimed_left() == 0 {
        return Ok(Next::Done);
    }
    Ok(match number {
        0x0800 | 0x0806 | 0x6558 | 0x86dd | 0x8847 | 0x880b | 0x88be | 0x22eb => Next::Type(number),
        WCCP => redirect(pdu)?,
        _ => Next::Data,
    })
}

fn say_flags<S: Sink>(pdu: &mut Pdu<'_, S>, flags: Word, pptp: bool) {
    pdu.below(|pdu| {
        for field in [&HAS_CHECKSUM, &HAS_ROUTING, &HAS_KEY, &HAS_SEQUENCE, &STRICT, &RECURSION] {
            pdu.bits(field, flags);
        }
        if pptp {
            pdu.bits(&HAS_ACK, flags);
        }
        pdu.bits(&RESERVED, if pptp { flags.with(flags.value & !HAS_ACK.mask) } else { flags });
        pdu.bits(&VERSION, flags);
    });
}

/// What the flags say is there.
fn options<S: Sink>(pdu: &mut Pdu<'_, S>, flags: u64, pptp: bool) -> Result<(), Short> {
    let has = |field: &crate::dissect::field::Field| flags & field.mask != 0;
    if has(&HAS_CHECKSUM) || has(&HAS_ROUTING) {
        checksum_of(pdu, has(&HAS_CHECKSUM))?;
        pdu.u16(&OFFSET)?;
    }
    if has(&HAS_KEY) {
        if pptp {
            pdu.u16(&LENGTH)?;
            pdu.u16(&CALL)?;
        } else {
            pdu.u32(&KEY)?;
        }
    }
    if has(&HAS_SEQUENCE) {
        pdu.u32(&SEQUENCE)?;
    }
    if pptp && has(&HAS_ACK) {
        pdu.u32(&ACK)?;
    }
    if has(&HAS_ROUTING) {
        routes(pdu)?;
    }
    Ok(())
}

fn checksum_of<S: Sink>(pdu: &mut Pdu<'_, S>, meant: bool) -> Result<(), Short> {
    let field = pdu.u16(&CHECKSUM)?;
    let (bytes, whole) = (pdu.layer_bytes(), pdu.left() == pdu.claimed_left());
    pdu.checksum(&CHECKSUM_STATUS, "unverified", |_| (meant && whole).then(|| checksum::plain(bytes, field)));
    Ok(())
}

/// RFC 1701: entries up to an empty one.
fn routes<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    loop {
        let family = pdu.u16(&FAMILY)?;
        pdu.u8(&SRE_OFFSET)?;
        let len = pdu.u8(&SRE_LENGTH)?;
        if len > 0 {
            pdu.bytes(&ROUTE, len.into())?;
        }
        if family == 0 && len == 0 {
            return Ok(());
        }
    }
}

/// A cache's redirect header, which later versions put in front of the packet.
fn redirect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<Next, Short> {
    if pdu.peeked::<1>()?.value >> 4 != 4 {
        let first = pdu.peeled::<1>()?;
        for field in [&DYNAMIC, &ALTERNATIVE_USED, &VALID] {
            pdu.bits(field, first);
        }
        pdu.u8(&SERVICE)?;
        pdu.u8(&ALTERNATIVE)?;
        pdu.u8(&PRIMARY)?;
    }
    Ok(Next::Type(0x0800))
}
