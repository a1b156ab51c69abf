//! Network Time Protocol: clocks compared; with ntpd's control (mode 6) and private (mode 7) messages beside it.

mod control;
mod private;
mod reference;

use crate::{
    bytes::fraction::Fraction,
    dissect::{
        field::Field,
        known::Known,
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        record::Value,
        sink::Sink,
    },
    index::pairs::Key,
};

names! {
    LEAPS:
        0 "no warning", 1 "last minute of the day has 61 seconds", 2 "last minute of the day has 59 seconds",
        3 "unknown (clock unsynchronized)";
    VERSIONS: 0 "reserved", 1 "NTP Version 1", 2 "NTP Version 2", 3 "NTP Version 3", 4 "NTP Version 4", 5..=7 "reserved";
    MODES:
        0 "reserved", 1 "symmetric active", 2 "symmetric passive", 3 "client", 4 "server", 5 "broadcast",
        6 "reserved for NTP control message", 7 "reserved for private use";
    SHORT_MODES:
        0 "reserved", 1 "symmetric active", 2 "symmetric passive", 3 "client", 4 "server", 5 "broadcast", 6 "control",
        7 "private";
    STRATA:
        0 "unspecified or invalid", 1 "primary reference", 2..=15 "secondary reference", 16 "unsynchronized",
        17..=255 "reserved";
    EXTENSIONS:
        0x0002 "No-Operation Request", 0x0102 "Association Message Request", 0x0104 "Unique Identifier",
        0x0202 "Certificate Message Request", 0x0204 "NTS Cookie", 0x0302 "Cookie Message Request",
        0x0304 "NTS Cookie Placeholder", 0x0402 "Autokey Message Request",
        0x0404 "NTS Authenticator and Encrypted Extension Fields", 0x0502 "Leapseconds Message Request",
        0x0602 "Sign Message Request", 0x0702 "IFF Identity Message Request", 0x0802 "GQ Identity Message Request",
        0x0902 "MV Identity Message Request", 0x2005 "Checksum Complement", 0x8002 "No-Operation Response",
        0x8102 "Association Message Response", 0x8202 "Certificate Message Response",
        0x8302 "Cookie Message Response", 0x8402 "Autokey Message Response", 0x8502 "Leapseconds Message Response",
        0x8602 "Sign Message Response", 0x8702 "IFF Identity Message Response", 0x8802 "GQ Identity Message Response",
        0x8902 "MV Identity Message Response", 0xc002 "No-Operation Error Response",
        0xc102 "Association Message Error Response", 0xc202 "Certificate Message Error Response",
        0xc302 "Cookie Message Error Response", 0xc402 "Autokey Message Error Response",
        0xc502 "Leapseconds Message Error Response", 0xc602 "Sign Message Error Response",
        0xc702 "IFF Identity Message Error Response", 0xc802 "GQ Identity Message Error Response",
        0xc902 "MV Identity Message Error Response";
}

fields! { "ntp" "Network Time Protocol" "Clocks compared.":
    FLAGS           "flags"          Hex(2) "Flags" "Leap second, version and mode.";
    LEAP            "flags.li"       Named(&LEAPS) & 0xc0 "Leap Indicator" "Whether the day ends with a leap second.";
    VERSION         "flags.vn"       Named(&VERSIONS) & 0x38 "Version number" "1 to 4.";
    MODE            "flags.mode"     Named(&MODES) & 0x07 "Mode" "Who speaks to whom.";
    STRATUM         "stratum"        Dec   "Peer Clock Stratum" "Steps from a reference clock.";
    POLL            "ppoll"          Dec   "Peer Polling Interval" "The longest time between messages, as a power of two of seconds.";
    PRECISION       "precision"      Dec   "Peer Clock Precision" "How exact the clock is, as a power of two of seconds.";
    ROOT_DELAY      "rootdelay"      Dec   "Root Delay" "To the reference clock and back, in 65536ths of a second.";
    ROOT_DISPERSION "rootdispersion" Dec   "Root Dispersion" "The error that adds up on the way, in 65536ths of a second.";
    REFERENCE       "refid"          Bytes "Reference ID" "Where the clock takes its time from.";
    REFERENCE_TIME  "reftime"        Time  "Reference Timestamp" "When the clock was last set.";
    ORIGIN          "org"            Time  "Origin Timestamp" "When the question was sent, by the asker's clock.";
    RECEIVED        "rec"            Time  "Receive Timestamp" "When it came in, by the answerer's clock.";
    SENT            "xmt"            Time  "Transmit Timestamp" "When this message was sent.";
    KEY_ID          "keyid"          Bytes "Key ID" "Which key it is authenticated with.";
    MAC             "mac"            Bytes "Message Authentication Code" "The authentication.";
    PADDING         "padding"        Bytes "Padding" "Bytes that fill up to four.";
    RESPONSE_IN     "response_in"    Packet "Response In" "The packet that answers.";
    REQUEST_IN      "request_in"     Packet "Request In" "The packet that asked.";
    DELTA           "delta_time"     Duration "Delta Time" "From the question to the answer.";
    EXTENSION       "ext"            Group "Extension" "Something said beside the times.";
    EXTENSION_TYPE  "ext.type"       HexNamed(4, &EXTENSIONS) "Field Type" "What is said.";
    EXTENSION_LENGTH "ext.length"    Dec   "Length" "Bytes, type and length included.";
    EXTENSION_VALUE "ext.value"      Bytes "Value" "What is said.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "ntp",
    column: "NTP",
    spec: "RFC 5905",
    family: Family::Application,
    fields: FIELDS,
    more: &[control::FIELDS, private::FIELDS],
    notes: &[],
    claims: &[Claim::Udp(123)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let first = pdu.peek(0).unwrap_or_default();
    let version = VERSIONS.or_unknown((first >> 3 & 7).into());
    let mode = SHORT_MODES.or_unknown((first & 7).into());
    pdu.heading(format_args!(" ({version}, {mode})"));
    pdu.info(format_args!("{version}, {mode}"));
    match first & 7 {
        6 => control::dissect(pdu)?,
        7 => private::dissect(pdu)?,
        _ => standard(pdu)?,
    }
    Ok(Next::Done)
}

fn power_of_two(power: i8) -> Fraction {
    match u32::try_from(power) {
        Ok(power) => Fraction { numerator: 1 << power, denominator: 1 },
        Err(_) => Fraction { numerator: 1, denominator: 1 << power.unsigned_abs().min(100) },
    }
}

fn standard<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let flags = flags(pdu, &[&LEAP, &VERSION, &MODE])?;
    match flags & 7 {
        3 => pair(pdu, 0, true),
        4 => pair(pdu, 0, false),
        _ => {}
    }
    let stratum = pdu.u8(&STRATUM)?;
    pdu.label(format_args!("{} ({stratum})", STRATA.or_unknown(stratum.into())));
    let poll = pdu.u8(&POLL)?;
    match poll {
        4..=17 => pdu.label(format_args!("{poll} ({} seconds)", 1u32 << poll)),
        _ => pdu.label(format_args!("invalid ({poll})")),
    }
    let precision = pdu.u8(&PRECISION)?;
    pdu.label(format_args!("{} seconds", power_of_two(precision.cast_signed())));
    for field in [&ROOT_DELAY, &ROOT_DISPERSION] {
        let value = pdu.u32(field)?;
        pdu.label(format_args!("{} seconds", Fraction { numerator: value.into(), denominator: 1 << 16 }));
    }
    let id = pdu.bytes(&REFERENCE, 4)?;
    pdu.label(format_args!("{}", reference::Reference { id, stratum }));
    for field in [&REFERENCE_TIME, &ORIGIN, &RECEIVED, &SENT] {
        timestamp(pdu, field)?;
    }
    while flags >> 3 & 7 == 4 && extension_follows(pdu) {
        extension(pdu)?;
    }
    authentication(pdu)
}

/// The first byte's bits with their names behind it.
fn flags<S: Sink>(pdu: &mut Pdu<'_, S>, parts: &[&'static Field]) -> Result<u64, Short> {
    pdu.flags::<1>(&FLAGS, parts)
}

/// Seconds since 1900 and a binary fraction; from 2036 on the count begins anew (RFC 5905, figure 4).
pub fn timestamp<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field) -> Result<(), Short> {
    let stamp = pdu.peeled::<8>()?.value;
    pdu.read_back(field, 8, Value::Number(nanoseconds(stamp).cast_unsigned()));
    if stamp == 0 {
        pdu.label(format_args!("NULL"));
    }
    Ok(())
}

fn nanoseconds(stamp: u64) -> i64 {
    const SECOND: u64 = 1_000_000_000;
    const TO_1970: i64 = 2_208_988_800;
    const ERA: i64 = 1 << 32;
    let seconds = (stamp >> 32).cast_signed();
    let seconds = if seconds < ERA / 2 { seconds + ERA - TO_1970 } else { seconds - TO_1970 };
    let fraction = ((stamp & 0xffff_ffff) * SECOND) >> 32;
    seconds * SECOND.cast_signed() + fraction.cast_signed()
}

/// A question and its answer, in one conversation; `id` tells several apart.
pub fn pair<S: Sink>(pdu: &mut Pdu<'_, S>, id: u64, asks: bool) {
    /// Which matching of [`Key::protocol`] this is.
    const PAIRS: u8 = 3;
    if pdu.context.quoted {
        return;
    }
    pdu.learn(|lesson| {
        let key = Key { protocol: PAIRS, between: lesson.row.flow.into(), id };
        if asks {
            lesson.session.pairs.request(key, lesson.packet);
        } else {
            // Control messages answer in several packets.
            lesson.session.pairs.response(key, lesson.packet, id != 0);
        }
    });
    if asks {
        pdu.derived(&RESPONSE_IN, |known| Some(u64::from(known.session.pairs.response_of(known.packet)?) + 1));
        return;
    }
    let question = |known: Known<'_>| known.session.pairs.request_of(known.packet);
    pdu.derived(&REQUEST_IN, |known| Some(u64::from(question(known)?) + 1));
    pdu.derived(&DELTA, |known| {
        let asked = known.session.packets.get(question(known)? as usize)?;
        Some(known.row.since(asked).cast_unsigned())
    });
}

/// What follows is an extension when just it, a key's number or a whole authentication remains (RFC 7822).
fn extension_follows<S: Sink>(pdu: &Pdu<'_, S>) -> bool {
    let left = pdu.claimed_left();
    let length = pdu.peek_u16(2).map_or(0, usize::from);
    length >= 16 && left.checked_sub(length).is_some_and(|rest| matches!(rest, 0 | 4 | 20..))
}

fn extension<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&EXTENSION);
    pdu.u16(&EXTENSION_TYPE)?;
    let length = usize::from(pdu.u16(&EXTENSION_LENGTH)?);
    pdu.bytes(&EXTENSION_VALUE, length.saturating_sub(4))?;
    pdu.close(group);
    Ok(())
}

/// A key's number, and what was computed with that key.
fn authentication<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    if pdu.claimed_left() >= 4 {
        pdu.bytes(&KEY_ID, 4)?;
        pdu.all(&MAC);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_count_from_1900_and_then_from_2036() {
        assert_eq!(nanoseconds((1_700_000_000 + 2_208_988_800) << 32 | 0x8000_0000), 1_700_000_000_500_000_000);
        assert_eq!(nanoseconds(1 << 32), 2_085_978_497_000_000_000);
    }
}
