//! TCP options: what a header holds beyond its 20 bytes.

use std::fmt::Write;

use super::conversation::Header;
use crate::{
    bytes::text::write_number,
    dissect::{
        field::{Field, Note, Severity},
        pdu::{Group, Mark, Pdu},
        protocol::Short,
        protocols::network::ipv6::RATES,
        sink::Sink,
    },
    index::sides::before,
};

names! {
    /// Option kinds (IANA), as Wireshark words them.
    KINDS:
        0 "End of Option List", 1 "No-Operation", 2 "Maximum Segment Size", 3 "Window Scale", 4 "SACK Permitted", 5 "SACK",
        6 "Echo", 7 "Echo Reply", 8 "Time Stamp Option", 9 "Partial Order Connection Permitted",
        10 "Partial Order Service Profile", 11 "CC", 12 "CC.NEW", 13 "CC.ECHO", 14 "TCP Alternate Checksum Request",
        15 "TCP Alternate Checksum Data", 16 "Skeeter", 17 "Bubba", 18 "Trailer Checksum Option", 19 "MD5 Signature Option",
        20 "SCPS Capabilities", 21 "Selective Negative Acknowledgements", 22 "Record Boundaries", 23 "Corruption experienced",
        24 "SNAP", 25 "Unassigned", 26 "TCP Compression Filter", 27 "Quick-Start Response", 28 "User Timeout Option",
        29 "The TCP Authentication Option", 30 "Multipath TCP", 34 "TCP Fast Open Cookie", 76 "Riverbed Probe",
        78 "Riverbed Transparency", 172 "Accurate ECN Order 0", 174 "Accurate ECN Order 1",
        253 "RFC3692-style Experiment 1", 254 "RFC3692-style Experiment 2";
    MPTCP_SUBTYPES:
        0 "Multipath Capable", 1 "Join Connection", 2 "Data Sequence Signal", 3 "Add Address", 4 "Remove Address",
        5 "Change Subflow Priority", 6 "TCP Fallback", 7 "Fast Close", 8 "TCP Reset";
}

names! {
    EXPERIMENTS: 0xf989 "Fast Open";
}

/// What Fast Open was before it had a kind of its own (RFC 7413, appendix A).
const FAST_OPEN_EXPERIMENT: u16 = 0xf989;

more_fields! { "tcp":
    NOP             "options.nop"        Part  "TCP Option - No-Operation (NOP)" "Fills up to the next word.";
    EOL             "options.eol"        Part  "TCP Option - End of Option List (EOL)" "No more options follow.";
    MSS             "options.mss"        Part  "TCP Option - Maximum segment size" "The longest segment the sender takes.";
    WINDOW_SCALE    "options.wscale"     Part  "TCP Option - Window scale" "How far the sender's windows are to be shifted.";
    SACK_PERMITTED  "options.sack_perm"  Part  "TCP Option - SACK permitted" "The sender understands selective acknowledgments.";
    SACK            "options.sack"       Part  "TCP Option - SACK" "Ranges received beyond the acknowledgment number.";
    ECHO            "options.echo"       Part  "TCP Option - Echo" "Obsolete: to be answered with its value.";
    ECHO_REPLY      "options.echoreply"  Part  "TCP Option - Echo reply" "Obsolete: the value of an echo.";
    TIMESTAMPS      "options.timestamp"  Part  "TCP Option - Timestamps" "The sender's clock and the one it last heard.";
    CC              "options.cc"         Part  "TCP Option - CC" "Connection count of T/TCP.";
    CC_NEW          "options.ccnew"      Part  "TCP Option - CC.NEW" "Connection count of T/TCP, renewed.";
    CC_ECHO         "options.ccecho"     Part  "TCP Option - CC.ECHO" "Connection count of T/TCP, echoed.";
    MD5             "options.md5"        Layer "TCP Option - TCP MD5 signature" "Signature of the segment.";
    USER_TIMEOUT    "options.user_to"    Part  "TCP Option - User Timeout" "How long unacknowledged data may wait.";
    QUICK_START     "options.qs"         Part  "TCP Option - Quick-Start" "How fast the path would let the sender start.";
    QUICK_START_RATE "options.qs.rate"   Named(&RATES) & 0x0f "QS Rate" "The rate that was granted.";
    QUICK_START_HOPS "options.qs.ttl_diff" Dec "QS Rate" "What the TTL of the request had lost more than its own.";
    AUTHENTICATION  "options.ao"         Part  "TCP Option - TCP AO" "Authentication of the segment.";
    MULTIPATH       "options.mptcp"      Part  "TCP Option - Multipath TCP" "Part of a connection over several paths.";
    FAST_OPEN       "options.tfo"        Part  "TCP Option - TCP Fast Open Cookie" "Leave to send data with the SYN.";
    EXPERIMENTAL    "options.experimental" Part  "TCP Option - Experimental" "An experiment's option.";
    UNKNOWN         "options.unknown"    Part  "TCP Option - Unknown" "An option that nobody named.";
    KIND            "option_kind"        Named(&KINDS) "Kind" "Which option it is.";
    LENGTH          "option_len"         Dec   "Length" "Bytes of the option, kind and length included.";
    MSS_VALUE       "options.mss_val"    Dec   "MSS Value" "The longest segment the sender takes, in bytes.";
    SHIFT           "options.wscale.shift" Dec "Shift count" "How far the sender's windows are to be shifted.";
    MULTIPLIER      "options.wscale.multiplier" Dec "Multiplier" "What the sender's windows are multiplied by.";
    SACK_LEFT       "options.sack_le"    Dec   "TCP SACK Left Edge" "First byte of a received range.";
    SACK_RIGHT      "options.sack_re"    Dec   "TCP SACK Right Edge" "The byte behind a received range.";
    SACK_COUNT      "options.sack.count" Dec   "TCP SACK Count" "How many ranges there are.";
    CAME_TWICE      "options.sack.dsack" Finding(Severity::Warning) "D-SACK Sequence" "The first range came twice: it was sent again for nothing.";
    DSACK_LEFT      "options.sack.dsack_le" Dec "D-SACK Left Edge" "First byte of a range that came twice.";
    DSACK_RIGHT     "options.sack.dsack_re" Dec "D-SACK Right Edge" "The byte behind a range that came twice.";
    ECHO_VALUE      "options.echo_value" Dec   "TCP Echo Option" "The value to be echoed.";
    TIMESTAMP_VALUE "options.timestamp.tsval" Dec "Timestamp value" "The sender's clock.";
    TIMESTAMP_ECHO  "options.timestamp.tsecr" Dec "Timestamp echo reply" "The clock the sender last heard.";
    CC_VALUE        "options.cc_value"   Dec   "TCP CC Option" "The connection count.";
    DIGEST          "options.md5.digest" Bytes "MD5 digest" "The signature.";
    GRANULARITY     "options.user_to_granularity" FlagNamed(["Minutes", "Seconds"]) & 0x8000 "Granularity" "The unit of the timeout.";
    TIMEOUT         "options.user_to_val" Dec & 0x7fff "User Timeout" "How long unacknowledged data may wait.";
    KEY_ID          "options.ao.keyid"   Dec   "AO KeyID" "The key of this segment.";
    NEXT_KEY_ID     "options.ao.rnextkeyid" Dec "AO RNextKeyID" "The key the sender would take next.";
    MAC             "options.ao.mac"     Bytes "AO MAC" "The authentication code.";
    SUBTYPE         "options.mptcp.subtype" Named(&MPTCP_SUBTYPES) & 0xf0 "Multipath TCP subtype" "Which multipath option it is.";
    COOKIE_REQUEST  "options.tfo.request" Group "Fast Open Cookie Request" "The client asks for a cookie.";
    COOKIE          "options.tfo.cookie" Bytes "Fast Open Cookie" "Leave to send data with the SYN.";
    EXPERIMENT      "options.experimental.exid" HexNamed(4, &EXPERIMENTS) "Experiment Identifier" "Which experiment it is.";
    EXPERIMENT_DATA "options.experimental.data" Bytes "Data" "What the experiment's option holds.";
    PAYLOAD         "options.unknown.payload" Bytes "Payload" "What the option holds.";
}

/// Reported when an option's length is less than its head or more than the header.
pub(super) static BAD_LENGTH: Note =
    Note { key: "tcp.option.len.invalid", severity: Severity::Warning, text: "Option length does not fit" };

/// What an option is called in the line that lists them all, and its own line's heading.
fn naming(kind: u8) -> (&'static str, &'static Field) {
    match kind {
        0 => ("End of Option List (EOL)", &EOL),
        1 => ("No-Operation (NOP)", &NOP),
        2 => ("Maximum segment size", &MSS),
        3 => ("Window scale", &WINDOW_SCALE),
        4 => ("SACK permitted", &SACK_PERMITTED),
        5 => ("SACK", &SACK),
        6 => ("Echo", &ECHO),
        7 => ("Echo reply", &ECHO_REPLY),
        8 => ("Timestamps", &TIMESTAMPS),
        11 => ("CC", &CC),
        12 => ("CC.NEW", &CC_NEW),
        13 => ("CC.ECHO", &CC_ECHO),
        19 => ("TCP MD5 signature", &MD5),
        28 => ("User Timeout", &USER_TIMEOUT),
        29 => ("TCP AO", &AUTHENTICATION),
        30 => ("Multipath TCP", &MULTIPATH),
        34 => ("TCP Fast Open", &FAST_OPEN),
        27 => ("Quick-Start Response", &QUICK_START),
        253 | 254 => ("Experimental", &EXPERIMENTAL),
        _ => ("Unknown", &UNKNOWN),
    }
}

/// The window shift that a SYN's options name.
pub(super) fn window_shift(options: &[u8]) -> Option<u8> {
    let mut rest = options;
    loop {
        match *rest {
            [3, 3, shift, ..] => return Some(shift),
            [0, ..] | [] => return None,
            [1, ..] => rest = rest.get(1..)?,
            [_, len, ..] if len >= 2 => rest = rest.get(usize::from(len)..)?,
            _ => return None,
        }
    }
}

/// Bytes in the ranges that the options say to have been received out of order.
pub(super) fn selected(options: &[u8]) -> u32 {
    // Most segments have timestamps and nothing else.
    if let [1, 1, 8, 10, _, _, _, _, _, _, _, _] = options {
        return 0;
    }
    let mut rest = options;
    loop {
        rest = match *rest {
            [5, len, ref after @ ..] if len >= 2 => {
                let ranges = after.get(..usize::from(len) - 2).unwrap_or(after).as_chunks::<8>().0;
                return ranges.iter().map(range).fold(0, u32::saturating_add);
            }
            [1, ref after @ ..] => after,
            [kind, len, ..] if kind > 1 && len >= 2 => match rest.get(usize::from(len)..) {
                Some(after) => after,
                None => return 0,
            },
            _ => return 0,
        };
    }
}

fn range(edges: &[u8; 8]) -> u32 {
    let [left, right] = [0, 4]
        .map(|at| edges.get(at..).and_then(|edge| edge.first_chunk::<4>()).map_or(0, |edge| u32::from_be_bytes(*edge)));
    right.wrapping_sub(left)
}

/// Reads the options up to the end of the header.
pub(super) fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, header: Header) -> Result<(), Short> {
    let len = header.len.saturating_sub(20);
    if len == 0 {
        return Ok(());
    }
    let start = pdu.done();
    let line = pdu.mark();
    pdu.part(&super::OPTIONS, start, start + len);
    pdu.label(format_args!("({len} bytes)"));
    let sound = pdu.rest().get(..len).is_some_and(are_sound);
    // Nearly all segments have options, and nothing is learnt from them here.
    if sound {
        pdu.only_shown(len, |pdu| {
            pdu.either(|pdu| match pdu.rest().get(..len) {
                // what nearly all segments have and no more
                Some(&[1, 1, 8, 10, a, b, c, d, e, f, g, h]) if !pdu.shows() => {
                    say_timestamps(pdu, u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]));
                    pdu.skip(len).map(drop)
                }
                _ => all(pdu, len, line, header),
            })
        })
    } else {
        pdu.either(|pdu| all(pdu, len, line, header))
    }
}

fn all<S: Sink>(pdu: &mut Pdu<'_, S>, len: usize, line: Mark, header: Header) -> Result<(), Short> {
    pdu.within(len, |pdu| {
        pdu.below(|pdu| {
            while pdu.claimed_left() > 0 {
                let kind = pdu.peek(0).unwrap_or_default();
                pdu.label_of(line, format_args!(", {}", naming(kind).0));
                option(pdu, kind, header)?;
            }
            Ok(())
        })
    })
}

/// Whether every option ends in the header, and none ends before its own length.
fn are_sound(options: &[u8]) -> bool {
    let mut rest = options;
    loop {
        rest = match *rest {
            [] => return true,
            [0 | 1, ref after @ ..] => after,
            [_, len, ..] if len >= 2 => match rest.get(usize::from(len)..) {
                Some(after) => after,
                None => return false,
            },
            _ => return false,
        };
    }
}

/// One option; it ends where its length says, and a length that cannot be ends them all.
fn option<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, header: Header) -> Result<(), Short> {
    let group = pdu.open(naming(kind).1);
    pdu.u8(&KIND)?;
    if kind > 1 {
        let len = usize::from(pdu.u8(&LENGTH)?);
        if len < 2 || len - 2 > pdu.claimed_left() {
            pdu.note(&BAD_LENGTH, 1);
            pdu.skip(pdu.left())?;
        } else {
            pdu.within(len - 2, |pdu| body(pdu, kind, len - 2, &group, header))?;
        }
    }
    pdu.close(group);
    Ok(())
}

fn say_timestamps<S: Sink>(pdu: &mut Pdu<'_, S>, value: u32, echo: u32) {
    pdu.info_more_with(|out, _| {
        write_number(out, " TSval=", value);
        write_number(out, " TSecr=", echo);
        Ok(())
    });
}

fn body<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, len: usize, group: &Group, header: Header) -> Result<(), Short> {
    match (kind, len) {
        (2, 2) => {
            let size = pdu.u16(&MSS_VALUE)?;
            pdu.label_group(group, format_args!(": {size} bytes"));
            pdu.info_more(format_args!(" MSS={size}"));
        }
        (3, 1) => {
            let shift = pdu.u8(&SHIFT)?;
            // RFC 7323 2.3: more than 14 counts as 14.
            let multiplier = 1u32 << shift.min(14);
            pdu.computed(&MULTIPLIER, multiplier.into());
            pdu.label_group(group, format_args!(": {shift} (multiply by {multiplier})"));
            pdu.info_more(format_args!(" WS={multiplier}"));
        }
        (4, 0) => pdu.info_more(format_args!(" SACK_PERM")),
        (5, 8..) => ranges(pdu, group, header)?,
        (6 | 7, 4) => {
            let value = pdu.u32(&ECHO_VALUE)?;
            pdu.label_group(group, format_args!(": {value}"));
            pdu.info_more(format_args!(" ECHO={value}"));
        }
        (8, 8) => {
            let value = pdu.u32(&TIMESTAMP_VALUE)?;
            let echo = pdu.u32(&TIMESTAMP_ECHO)?;
            pdu.label_group(group, format_args!(": TSval {value}, TSecr {echo}"));
            say_timestamps(pdu, value, echo);
        }
        (11..=13, 4) => {
            let value = pdu.u32(&CC_VALUE)?;
            pdu.label_group(group, format_args!(": {value}"));
            pdu.info_more(format_args!(" CC={value}"));
        }
        (19, 16) => {
            pdu.bytes(&DIGEST, len)?;
            pdu.info_more(format_args!(" MD5"));
        }
        _ => rare(pdu, kind, len)?,
    }
    Ok(())
}

fn rare<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, len: usize) -> Result<(), Short> {
    match (kind, len) {
        (28, 2) => {
            let word = pdu.peeled::<2>()?;
            pdu.bits(&GRANULARITY, word);
            let value = pdu.bits(&TIMEOUT, word);
            pdu.info_more(format_args!(" USER_TO={value}"));
        }
        (27, 6) => {
            let word = pdu.peeled::<1>()?;
            let rate = pdu.bits(&QUICK_START_RATE, word);
            pdu.u8(&QUICK_START_HOPS)?;
            pdu.skip(4)?;
            pdu.info_more(format_args!(" QSresp={}", RATES.or_unknown(rate)));
        }
        (29, 2..) => {
            pdu.u8(&KEY_ID)?;
            pdu.u8(&NEXT_KEY_ID)?;
            pdu.bytes(&MAC, len - 2)?;
            // Wireshark leaves no space before it.
            pdu.info_more(format_args!("TCP AO"));
        }
        (30, 1..) => {
            let word = pdu.peeled::<1>()?;
            pdu.bits(&SUBTYPE, word);
            pdu.protocol("MPTCP");
            pdu.all(&PAYLOAD);
        }
        (34, 0) => {
            let group = pdu.open(&COOKIE_REQUEST);
            pdu.close(group);
            pdu.info_more(format_args!(" TFO=R"));
        }
        (34, _) => {
            pdu.bytes(&COOKIE, len)?;
            pdu.info_more(format_args!(" TFO=C"));
        }
        (253 | 254, 2..) => {
            experiment(pdu, len)?;
        }
        _ => {
            pdu.all(&PAYLOAD);
        }
    }
    Ok(())
}

/// An experiment's option; one experiment has become Fast Open.
fn experiment<S: Sink>(pdu: &mut Pdu<'_, S>, len: usize) -> Result<(), Short> {
    let id = pdu.u16(&EXPERIMENT)?;
    if id != FAST_OPEN_EXPERIMENT {
        pdu.bytes(&EXPERIMENT_DATA, len - 2)?;
        pdu.info_more(format_args!(" ExID={id:04X}"));
    } else if len > 2 {
        pdu.bytes(&COOKIE, len - 2)?;
        pdu.info_more(format_args!(" TFO=C"));
    } else {
        let group = pdu.open(&COOKIE_REQUEST);
        pdu.close(group);
        pdu.info_more(format_args!(" TFO=R"));
    }
    Ok(())
}

/// Ranges that arrived although something before them is missing, or arrived twice.
fn ranges<S: Sink>(pdu: &mut Pdu<'_, S>, group: &Group, header: Header) -> Result<(), Short> {
    let mut count = 0u64;
    let mut first = None;
    while pdu.claimed_left() >= 8 {
        let word = pdu.peeled::<8>()?.value;
        let (left, right) = ((word >> 32) as u32, word as u32);
        first.get_or_insert((left, right));
        pdu.derived_at(&SACK_LEFT, 8, 4, |known| header.relative_to_other_side(left, known).into());
        pdu.label_more(format_args!(" (relative)"));
        pdu.derived_at(&SACK_RIGHT, 4, 4, |known| header.relative_to_other_side(right, known).into());
        pdu.label_more(format_args!(" (relative)"));
        pdu.label_group_with(group, |out, known| {
            let (left, right) =
                (header.relative_to_other_side(left, known), header.relative_to_other_side(right, known));
            write!(out, " {left}-{right}")
        });
        pdu.info_more_with(|out, known| {
            let (left, right) =
                (header.relative_to_other_side(left, known), header.relative_to_other_side(right, known));
            write!(out, " SLE={left} SRE={right}")
        });
        count += 1;
    }
    pdu.computed(&SACK_COUNT, count);
    // RFC 2883 4: a range below the acknowledgment arrived twice.
    if let Some((left, right)) = first.filter(|(left, _)| before(*left, header.acknowledgment)) {
        pdu.derived(&DSACK_LEFT, |known| Some(header.relative_to_other_side(left, known).into()));
        pdu.label_more(format_args!(" (relative)"));
        pdu.derived(&DSACK_RIGHT, |known| Some(header.relative_to_other_side(right, known).into()));
        pdu.label_more(format_args!(" (relative)"));
        pdu.derived_finding(&CAME_TWICE, |_| true);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{are_sound, window_shift};

    #[test]
    fn options_are_sound_that_end_in_the_header() {
        assert!(are_sound(&[2, 4, 5, 0xb4, 1, 3, 3, 8]));
        assert!(are_sound(&[0, 0, 0, 0]));
        assert!(!are_sound(&[1, 1, 1, 2]));
        assert!(!are_sound(&[2, 1, 0, 0]));
        assert!(!are_sound(&[2, 8, 0, 0]));
    }

    #[test]
    fn the_shift_is_found_among_other_options() {
        assert_eq!(window_shift(&[2, 4, 5, 0xb4, 1, 3, 3, 8]), Some(8));
        assert_eq!(window_shift(&[4, 2, 0, 3, 3, 8]), None);
        assert_eq!(window_shift(&[2, 1]), None);
        assert_eq!(window_shift(&[]), None);
    }
}
