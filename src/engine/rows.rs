//! A record → one row of the packet list.

use std::fmt::Write;

use crate::{
    bytes::{
        text::write_escaped,
        time::{Civil, Seconds},
    },
    dissect::{known::Known, protocol::Family, record::Record},
    engine::request::{Row, TimeFormat},
    index::{self, packets::flags},
};

/// The row of the packet that `record` holds, which must hold its columns; without cells of further columns.
pub fn row(record: &Record, known: Known<'_>, time: TimeFormat) -> Row {
    let mut info = String::with_capacity(record.info.len());
    // Writing to a `String` never fails.
    let _ = write_escaped(&mut info, &record.info);
    Row {
        number: u64::from(known.packet) + 1,
        time: time_column(known, time),
        source: known.address(record.source).to_string(),
        destination: known.address(record.destination).to_string(),
        protocol: record.protocol.clone(),
        length: known.row.original,
        info,
        family: family(record),
        comment: known.row.flags & flags::COMMENT != 0,
        cells: Vec::new(),
    }
}

/// The Time column of a packet.
pub fn time_column(known: Known<'_>, format: TimeFormat) -> String {
    let mut out = String::new();
    let _ = write_time(known, format, &mut out);
    out
}

fn write_time(known: Known<'_>, format: TimeFormat, out: &mut String) -> std::fmt::Result {
    if known.is_reference() {
        return out.write_str("*REF*");
    }
    // A record without a time has none in any format.
    let Some(time) = known.row.instant() else { return Ok(()) };
    let digits = known.session.interface(known.row).map_or(6, |interface| interface.digits);
    let since =
        |earlier: Option<&index::Row>| Seconds { ns: earlier.map_or(0, |earlier| known.row.since(earlier)), digits };
    let offset = match format {
        TimeFormat::Utc | TimeFormat::UtcWithDate => 0,
        _ => known.options.offset_at(time),
    };
    let civil = Civil::from_epoch(time, offset);
    match format {
        TimeFormat::Relative => write!(out, "{}", since(known.reference())),
        // No packet is hidden: the one displayed before it is the one captured before it.
        TimeFormat::Delta | TimeFormat::DeltaDisplayed => write!(out, "{}", since(known.captured_before())),
        TimeFormat::Epoch => write!(out, "{}", Seconds { ns: time, digits }),
        TimeFormat::Absolute | TimeFormat::Utc => write!(out, "{}", civil.time(digits)),
        TimeFormat::AbsoluteWithDate | TimeFormat::UtcWithDate => {
            write!(out, "{} {}", civil.date(), civil.time(digits))
        }
    }
}

/// What colours a row: its innermost protocol, or the part a segment plays whose payload nobody claims.
fn family(record: &Record) -> Family {
    match record.protocol.as_str() {
        "TCP" => segment_family(&record.info),
        "UDP" => Family::Udp,
        _ => record.last.map_or(Family::Application, |protocol| protocol.family),
    }
}

/// A segment that opens, closes or breaks a connection, a bare acknowledgment, or one with data, by its own words.
fn segment_family(info: &str) -> Family {
    let flags = info.split_once("] ").map_or(info, |(flags, _)| flags).rsplit_once('[').map_or("", |(_, flags)| flags);
    if flags.split(", ").any(|flag| matches!(flag, "SYN" | "FIN" | "RST")) {
        Family::Control
    } else if flags == "ACK" && info.contains(" Len=0") {
        Family::Quiet
    } else {
        Family::Tcp
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_coloured_by_what_it_does() {
        for (info, family) in [
            ("50417 → 8080 [SYN] Seq=0 Win=65535 Len=0 MSS=65495", Family::Control),
            ("8080 → 50417 [FIN, ACK] Seq=1 Ack=1 Win=9 Len=0", Family::Control),
            ("8080 → 50417 [ACK] Seq=1 Ack=1 Win=9 Len=0", Family::Quiet),
            ("8080 → 50417 [ACK] Seq=1 Ack=1 Win=9 Len=1380", Family::Tcp),
            ("8080 → 50417 [PSH, ACK] Seq=1 Ack=1 Win=9 Len=0", Family::Tcp),
            ("", Family::Tcp),
        ] {
            assert_eq!(segment_family(info), family, "{info}");
        }
    }
}
