//! Ping: identifiers, the request ↔ reply pair, and the time of sending that many pings put into their data.

use std::fmt::Write;

use crate::{
    bytes::Address,
    dissect::{
        field::Field,
        known::Known,
        pdu::Pdu,
        protocol::{Dissected, Next, Short},
        protocols::network::icmp::{extensions, names},
        record::Value,
        sink::Sink,
    },
    index::pairs::Key,
};

more_fields! { "icmp":
    IDENTIFIER      "ident"     DecHex(4) "Identifier (BE)" "Tells the pings of one program from others, high byte first.";
    IDENTIFIER_LE   "ident_le"  DecHex(4) "Identifier (LE)" "The same, low byte first, as Windows sends it.";
    SEQUENCE        "seq"       DecHex(4) "Sequence Number (BE)" "Counts the pings, high byte first.";
    SEQUENCE_LE     "seq_le"    DecHex(4) "Sequence Number (LE)" "The same, low byte first.";
    RESPONSE_IN     "resp_in"   Packet    "Response frame"  "The packet that answers.";
    NO_RESPONSE     "no_resp"   Group     "No response seen" "No packet of the capture answers.";
    RESPONSE_TO     "resp_to"   Packet    "Request frame"   "The packet that asked.";
    RESPONSE_TIME   "resptime"  Milliseconds "Response time" "From the request to the reply.";
    DATA_TIME       "data_time" Time      "Timestamp from icmp data" "When the request was sent, as its data says.";
    DATA_TIME_RELATIVE "data_time_relative" Duration "Timestamp from icmp data (relative)" "From then to the packet's capture.";
    EXTENDED_SEQUENCE "ext.echo.seq" DecHex(2) "Sequence Number" "Counts the probes.";
    REQUEST_RESERVED "ext.echo.req.res" Hex(2) & 0xfe "Reserved" "Always zero.";
    REQUEST_LOCAL   "ext.echo.req.local" Flag & 0x01 "Local bit" "The interface asked about is on the node asked.";
    REPLY_STATE     "ext.echo.rsp.state" Named(&names::STATE) & 0xe0 "State" "What the node knows of the neighbour asked about.";
    REPLY_RESERVED  "ext.echo.rsp.res" Hex(1) & 0x18 "Reserved" "Always zero.";
    REPLY_ACTIVE    "ext.echo.rsp.active" Flag & 0x04 "Active bit" "The interface is up.";
    REPLY_IPV4      "ext.echo.rsp.ipv4" Flag & 0x02 "IPv4 bit" "IPv4 runs on it.";
    REPLY_IPV6      "ext.echo.rsp.ipv6" Flag & 0x01 "IPv6 bit" "IPv6 runs on it.";
}

/// Which matching of [`Key::protocol`] this is.
const PAIRS: u8 = 1;

/// Identifier and sequence number in both byte orders; `kind` when the row is to say them.
pub fn identifiers<S: Sink>(pdu: &mut Pdu<'_, S>, kind: Option<u8>) -> Result<(u16, u16), Short> {
    let identifier = both_ways(pdu, &IDENTIFIER, &IDENTIFIER_LE)?;
    let sequence = both_ways(pdu, &SEQUENCE, &SEQUENCE_LE)?;
    if let Some(kind) = kind {
        let (called, swapped, hops) = (names::kind(kind, 0), sequence.swap_bytes(), pdu.context.hops);
        pdu.info(format_args!("{called:<20} id=0x{identifier:04x}, seq={sequence}/{swapped}, ttl={hops}"));
    }
    Ok((identifier, sequence))
}

fn both_ways<S: Sink>(pdu: &mut Pdu<'_, S>, big: &'static Field, little: &'static Field) -> Result<u16, Short> {
    let value = pdu.u16(big)?;
    pdu.read_back(little, 2, Value::Number(value.swap_bytes().into()));
    Ok(value)
}

/// Identifiers, the other half of the pair, the time in the data, and what data is left.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, checksum: u16) -> Dissected {
    let (identifier, sequence) = identifiers(pdu, Some(kind))?;
    if !pdu.context.quoted {
        pair(pdu, kind == 8, u64::from(identifier) << 16 | u64::from(sequence), checksum);
    }
    data_time(pdu);
    Ok(if pdu.claimed_left() > 0 { Next::Data } else { Next::Done })
}

/// A reply repeats its request, so their checksums differ by just what their types do.
///
/// Pairs are made of that as well, so that a program which never counts its pings has them told apart by their data.
fn pair<S: Sink>(pdu: &mut Pdu<'_, S>, asks: bool, id: u64, checksum: u16) {
    const TYPES_DIFFER_BY: u16 = 0x0800;
    let sum = match (asks, checksum.checked_sub(TYPES_DIFFER_BY)) {
        (true, _) => checksum,
        (false, Some(sum)) => sum,
        (false, None) => checksum.wrapping_sub(TYPES_DIFFER_BY).wrapping_sub(1),
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
    let multicast = matches!(pdu.context.destination, Address::Ipv4([224..=239, ..]));
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

/// Most pings begin their data with the time of sending: seconds and microseconds, in the sender's byte order.
fn data_time<S: Sink>(pdu: &mut Pdu<'_, S>) {
    let Some(&bytes) = pdu.rest().first_chunk::<8>() else { return };
    let now = pdu.time();
    let [a, b, c, d, e, f, g, h] = bytes;
    let big = plausible(u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]), now);
    let little = || plausible(u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]), now);
    let Some(sent) = big.or_else(little) else { return };
    if pdu.skip(8).is_ok() {
        pdu.read_back(&DATA_TIME, 8, Value::Number(sent.cast_unsigned()));
        pdu.derived(&DATA_TIME_RELATIVE, |known| Some(known.row.time.wrapping_sub(sent).cast_unsigned()));
    }
}

/// A time within a day of the capture is taken for one; anything else is data that looks like numbers.
fn plausible(seconds: u32, microseconds: u32, now: i64) -> Option<i64> {
    const SECOND: i64 = 1_000_000_000;
    const DAY: u64 = 86_400;
    let near = i64::from(seconds).abs_diff(now.div_euclid(SECOND)) < DAY;
    (near && microseconds < 1_000_000).then(|| i64::from(seconds) * SECOND + i64::from(microseconds) * 1000)
}

/// Probes of an interface (RFC 8335).
pub fn extended<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8) -> Dissected {
    both_ways(pdu, &IDENTIFIER, &IDENTIFIER_LE)?;
    pdu.u8(&EXTENDED_SEQUENCE)?;
    let bits = pdu.peeled::<1>()?;
    if kind == 42 {
        pdu.bits(&REQUEST_RESERVED, bits);
        pdu.bits(&REQUEST_LOCAL, bits);
        if pdu.claimed_left() > 0 {
            extensions::dissect(pdu)?;
        }
        return Ok(Next::Done);
    }
    for field in [&REPLY_STATE, &REPLY_RESERVED, &REPLY_ACTIVE, &REPLY_IPV4, &REPLY_IPV6] {
        pdu.bits(field, bits);
    }
    Ok(Next::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_times_near_the_capture_are_times() {
        let now = 1_700_000_000_500_000_000;
        assert_eq!(plausible(1_700_000_000, 5, now), Some(1_700_000_000_000_005_000));
        assert_eq!(plausible(1_700_000_000 - 86_400, 5, now), None);
        assert_eq!(plausible(1_700_000_000 + 86_399, 999_999, now), Some(1_700_086_399_999_999_000));
        assert_eq!(plausible(1_700_000_000, 1_000_000, now), None);
    }
}
