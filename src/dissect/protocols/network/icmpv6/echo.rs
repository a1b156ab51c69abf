//! Ping over IPv6, and the probing of interfaces (RFC 8335).

use std::fmt::Write;

use crate::{
    bytes::Address,
    dissect::{
        known::Known,
        pdu::Pdu,
        protocol::{Dissected, Next},
        protocols::network::{icmp, icmpv6::names},
        sink::Sink,
    },
    index::pairs::Key,
};

more_fields! { "icmpv6":
    IDENTIFIER      "echo.identifier"      Hex(4) "Identifier" "Tells the pings of one program from others.";
    SEQUENCE        "echo.sequence_number" Dec    "Sequence"   "Counts the pings.";
    RESPONSE_IN     "resp_in"   Packet    "Response In"   "The packet that answers.";
    NO_RESPONSE     "no_resp"   Group     "No response seen" "No packet of the capture answers.";
    RESPONSE_TO     "resp_to"   Packet    "Response To"   "The packet that asked.";
    RESPONSE_TIME   "resptime"  Milliseconds "Response Time" "From the request to the reply.";
    EXTENDED_SEQUENCE "ext.echo.seq" DecHex(2) "Sequence number" "Counts the probes.";
    REQUEST_RESERVED "ext.echo.req.res" Hex(2) & 0xfe "Reserved" "Always zero.";
    REQUEST_LOCAL   "ext.echo.req.local" Flag & 0x01 "Local bit" "The interface asked about is on the node asked.";
    REPLY_STATE     "ext.echo.rsp.state" Named(&icmp::STATE) & 0xe0 "State" "What the node knows of the neighbour asked about.";
    REPLY_RESERVED  "ext.echo.rsp.res" Hex(1) & 0x18 "Reserved" "Always zero.";
    REPLY_ACTIVE    "ext.echo.rsp.active" Flag & 0x04 "Active bit" "The interface is up.";
    REPLY_IPV4      "ext.echo.rsp.ipv4" Flag & 0x02 "IPv4 bit" "IPv4 runs on it.";
    REPLY_IPV6      "ext.echo.rsp.ipv6" Flag & 0x01 "IPv6 bit" "IPv6 runs on it.";
}

/// Which matching of [`Key::protocol`] this is.
const PAIRS: u8 = 2;

/// Identifiers, the other half of the pair, and the data.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, checksum: u16) -> Dissected {
    let identifier = pdu.u16(&IDENTIFIER)?;
    let sequence = pdu.u16(&SEQUENCE)?;
    let hops = pdu.context.hops;
    let called = names::or_number(&names::TYPES, kind);
    pdu.info(format_args!("{called} id=0x{identifier:04x}, seq={sequence}, hop limit={hops}"));
    if !pdu.context.quoted {
        pair(pdu, kind == 128, u64::from(identifier) << 16 | u64::from(sequence), checksum);
    }
    Ok(if pdu.claimed_left() > 0 { Next::Data } else { Next::Done })
}

/// As for IPv4's ping: a reply's checksum differs from its request's by just what their types do.
fn pair<S: Sink>(pdu: &mut Pdu<'_, S>, asks: bool, id: u64, checksum: u16) {
    const TYPES_DIFFER_BY: u16 = 0x0100;
    let sum = match (asks, checksum.checked_add(TYPES_DIFFER_BY)) {
        (true, _) => checksum,
        (false, Some(sum)) => sum,
        (false, None) => checksum.wrapping_add(TYPES_DIFFER_BY).wrapping_add(1),
    };
    pdu.learn(|lesson| {
        let between = Key::between(lesson.context.source, lesson.context.destination);
        let key = Key { protocol: PAIRS, between, id: u64::from(sum) << 32 | id };
        if asks {
            lesson.session.pairs.request(key, lesson.packet);
        } else {
            lesson.session.pairs.response(key, lesson.packet, false);
        }
    });
    if asks { request(pdu) } else { reply(pdu) }
}

fn request<S: Sink>(pdu: &mut Pdu<'_, S>) {
    let answer = |known: Known<'_>| known.session.pairs.response_of(known.packet);
    let multicast = matches!(pdu.context.destination, Address::Ipv6([0xff, ..]));
    pdu.derived(&RESPONSE_IN, |known| answer(known).map(|packet| u64::from(packet) + 1));
    if !multicast {
        pdu.derived(&NO_RESPONSE, |known| answer(known).is_none().then_some(1));
    }
    pdu.info_more_with(|out, known| match answer(known) {
        Some(packet) => write!(out, " (reply in {})", u64::from(packet) + 1),
        None => out.write_str(if multicast { " (multicast)" } else { " (no response found!)" }),
    });
}

fn reply<S: Sink>(pdu: &mut Pdu<'_, S>) {
    let question = |known: Known<'_>| known.session.pairs.request_of(known.packet);
    pdu.derived(&RESPONSE_TO, |known| question(known).map(|packet| u64::from(packet) + 1));
    pdu.derived(&RESPONSE_TIME, |known| {
        let asked = known.session.packets.get(question(known)? as usize)?;
        Some(known.row.since(asked).cast_unsigned())
    });
    pdu.info_more_with(|out, known| match question(known) {
        Some(packet) => write!(out, " (request in {})", u64::from(packet) + 1),
        None => Ok(()),
    });
}

/// Probes of an interface.
pub fn extended<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8) -> Dissected {
    pdu.u16(&IDENTIFIER)?;
    pdu.u8(&EXTENDED_SEQUENCE)?;
    let bits = pdu.peeled::<1>()?;
    if kind == 160 {
        pdu.bits(&REQUEST_RESERVED, bits);
        pdu.bits(&REQUEST_LOCAL, bits);
        if pdu.claimed_left() > 0 {
            icmp::extensions::dissect(pdu)?;
        }
        return Ok(Next::Done);
    }
    for field in [&REPLY_STATE, &REPLY_RESERVED, &REPLY_ACTIVE, &REPLY_IPV4, &REPLY_IPV6] {
        pdu.bits(field, bits);
    }
    Ok(Next::Done)
}
