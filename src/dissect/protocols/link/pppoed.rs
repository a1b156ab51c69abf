//! PPP over Ethernet, the discovery: how a host finds a concentrator and gets a session.

use crate::{
    bytes::text::Text,
    dissect::{
        field::Field,
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::link::{pppoe, pppoed_line},
        sink::Sink,
    },
};

fields! { "pppoed" "PPP-over-Ethernet Discovery" "How a host finds a concentrator.":
    TAGS               "tags" Group "PPPoE Tags" "What is asked for or offered.";
    TAG                "tag" HexNamed(4, &TAG_NAMES) "Tag" "The kind of a tag that is not read here.";
    TAG_LENGTH         "tag_length" Dec "Tag Length" "Bytes of its value.";
    UNKNOWN            "tag.unknown_data" Bytes "Unknown Data" "Its value.";
    SERVICE_NAME       "tags.service_name" Text "Service-Name" "The service wanted or offered.";
    AC_NAME            "tags.ac_name" Text "AC-Name" "The concentrator.";
    HOST_UNIQ          "tags.host_uniq" Bytes "Host-Uniq" "What the host tells its own requests apart by.";
    AC_COOKIE          "tags.ac_cookie" Bytes "AC-Cookie" "What the concentrator wants back, so as to store nothing.";
    RELAY_SESSION      "tags.relay_session_id" Bytes "Relay-Session-Id" "What a relay tells sessions apart by.";
    HURL               "tags.hurl" Bytes "HURL" "A page that the host should show.";
    MOTM               "tags.motm" Bytes "MOTM" "A message that the host should show.";
    MAX_PAYLOAD        "tags.max_payload" Bytes "PPP-Max-Payload" "The longest PPP frame wished for.";
    IP_ROUTE_ADD       "tags.ip_route_add" Bytes "IP Route Add" "A route that the host should add.";
    SERVICE_NAME_ERROR "tags.service_name_error" Text "Service-Name-Error" "Why the service is refused.";
    AC_SYSTEM_ERROR    "tags.ac_system_error" Text "AC-System-Error" "What failed in the concentrator.";
    GENERIC_ERROR      "tags.generic_error" Text "Generic-Error" "What failed.";
    VENDOR_ID          "tags.vendor_id" Dec "Vendor id" "Whose tag it is (IANA enterprise number).";
    VENDOR_DATA        "tags.vendor_unspecified" Bytes "Vendor unspecified" "What only that vendor understands.";
    FCN                "tags.credits.fcn" Dec "FCN" "Credits granted to the peer.";
    BCN                "tags.credits.bcn" Dec "BCN" "Credits left here.";
    RECEIVE_ONLY       "tags.metrics.r" FlagNamed(["True", "False"]) & 0x0001 "Receive Only" "The link only works one way.";
    MDR_UNITS          "tags.metrics.mdr_units" HexNamed(1, &UNITS) & 0x0018 "MDR Units" "What the highest rate counts in.";
    CDR_UNITS          "tags.metrics.cdr_units" HexNamed(1, &UNITS) & 0x0006 "CDR Units" "What the present rate counts in.";
    QUALITY            "tags.metrics.rlq" Dec "Relative Link Quality" "From 0 to 100.";
    RESOURCE           "tags.metrics.resource" Dec "Resource" "What is left of the resources, from 0 to 100.";
    LATENCY            "tags.metrics.latency" Dec "Latency" "Milliseconds across the link.";
    CURRENT_RATE       "tags.metrics.curr_drate" Dec "Curr. datarate" "The present rate.";
    MOST_RATE          "tags.metrics.max_drate" Dec "Max. datarate" "The highest rate.";
    SEQUENCE           "tags.seq_num" Hex(4) "Sequence Number" "Tells quality reports apart.";
    CREDIT_SCALE       "tags.credit_scale" Dec "Credit Scale Factor" "Bytes that a credit stands for.";
}

names! {
    /// Kinds of tags (RFC 2516 and later).
    pub TAG_NAMES:
        0x0000 "End-Of-List", 0x0101 "Service-Name", 0x0102 "AC-Name", 0x0103 "Host-Uniq", 0x0104 "AC-Cookie",
        0x0105 "Vendor-Specific", 0x0106 "Credits", 0x0107 "Metrics", 0x0108 "Sequence Number",
        0x0109 "Credit Scale Factor", 0x0110 "Relay-Session-Id", 0x0111 "HURL", 0x0112 "MOTM", 0x0120 "PPP-Max-Payload",
        0x0121 "IP Route Add", 0x0201 "Service-Name-Error", 0x0202 "AC-System-Error", 0x0203 "Generic-Error";
    UNITS: 0 "kilobits per second", 1 "megabits per second", 2 "gigabits per second", 3 "terabits per second";
    SHORT_UNITS: 0 "kbps", 1 "mbps", 2 "gbps", 3 "tbps";
}

/// Tags whose whole value is one field.
static PLAIN: &[(u16, &Field)] = &[
    (0x0103, &HOST_UNIQ),
    (0x0104, &AC_COOKIE),
    (0x0110, &RELAY_SESSION),
    (0x0111, &HURL),
    (0x0112, &MOTM),
    (0x0120, &MAX_PAYLOAD),
    (0x0121, &IP_ROUTE_ADD),
    (0x0201, &SERVICE_NAME_ERROR),
    (0x0202, &AC_SYSTEM_ERROR),
    (0x0203, &GENERIC_ERROR),
];

const END_OF_LIST: u16 = 0;
/// Broadband Forum (TR-101): what is known of a subscriber's line.
const BROADBAND_FORUM: u32 = 3561;

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "pppoed",
    column: "PPPoED",
    spec: "RFC 2516",
    family: Family::Link,
    fields: FIELDS,
    more: &[pppoe::FIELDS, pppoed_line::FIELDS],
    notes: &[],
    claims: &[Claim::EtherType(0x8863)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let len = pppoe::header(pdu)?;
    if len == 0 {
        return Ok(Next::Done);
    }
    let tags = pdu.open(&TAGS);
    // Padding up to the shortest frame stays with the tags' layer.
    let result = pdu.within(len, |pdu| {
        while pdu.claimed_left() > 0 {
            if !tag(pdu)? {
                break;
            }
        }
        Ok(())
    });
    pdu.close(tags);
    result?;
    Ok(Next::Done)
}

/// Reads one tag; whether more may follow.
fn tag<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<bool, Short> {
    let head = pdu.peeked::<4>()?.value;
    let (kind, len) = ((head >> 16) as u16, (head & 0xffff) as usize);
    if kind == END_OF_LIST {
        return Ok(false);
    }
    let known = PLAIN.iter().find(|(number, _)| *number == kind).map(|(_, field)| *field);
    if known.is_none() && !matches!(kind, 0x0101 | 0x0102 | 0x0105..=0x0109) {
        pdu.u16(&TAG)?;
        pdu.u16(&TAG_LENGTH)?;
        pdu.bytes(&UNKNOWN, len)?;
        return Ok(true);
    }
    pdu.skip(4)?;
    pdu.within(len, |pdu| match (known, kind) {
        (Some(field), _) => pdu.bytes(field, len).map(|_| ()),
        (None, 0x0101) => name(pdu, &SERVICE_NAME, len),
        (None, 0x0102) => name(pdu, &AC_NAME, len).inspect(|()| {
            let name = pdu.behind(len);
            pdu.info_more(format_args!(" AC-Name='{}'", Text(name)));
        }),
        (None, 0x0105) => vendor(pdu, len),
        (None, 0x0106) => credits(pdu),
        (None, 0x0107) => metrics(pdu),
        (None, 0x0108) => pdu.u16(&SEQUENCE).map(|_| ()),
        (None, _) => pdu.u16(&CREDIT_SCALE).map(|_| ()),
    })?;
    Ok(true)
}

/// A name; an empty one stands for any.
fn name<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field, len: usize) -> Result<(), Short> {
    if len > 0 {
        pdu.bytes(field, len)?;
    }
    Ok(())
}

fn vendor<S: Sink>(pdu: &mut Pdu<'_, S>, len: usize) -> Result<(), Short> {
    if len < 4 {
        return Ok(());
    }
    if pdu.u32(&VENDOR_ID)? == BROADBAND_FORUM {
        return pppoed_line::dissect(pdu);
    }
    pdu.bytes(&VENDOR_DATA, len - 4)?;
    Ok(())
}

fn credits<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u16(&FCN)?;
    pdu.u16(&BCN)?;
    Ok(())
}

/// RFC 5578: what a radio router says of its link.
fn metrics<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let bits = pdu.peeled::<2>()?;
    let most = pdu.bits(&MDR_UNITS, bits);
    let current = pdu.bits(&CDR_UNITS, bits);
    pdu.bits(&RECEIVE_ONLY, bits);
    pdu.u8(&QUALITY)?;
    pdu.u8(&RESOURCE)?;
    pdu.u16(&LATENCY)?;
    pdu.u16(&CURRENT_RATE)?;
    pdu.label_more(format_args!(" {}", SHORT_UNITS.or_unknown(current)));
    pdu.u16(&MOST_RATE)?;
    pdu.label_more(format_args!(" {}", SHORT_UNITS.or_unknown(most)));
    Ok(())
}
