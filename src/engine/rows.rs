//! A record → one row of the packet list.

use std::fmt::Write;

use crate::{
    bytes::{
        text::write_escaped,
        time::{Civil, Seconds},
    },
    dissect::{known::Known, record::Record},
    engine::{
        families::family,
        request::{Row, TimeFormat},
    },
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
        family: family(known.session, known.row),
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

/// What the Time column tells, in nanoseconds: since another packet, or since 1970.
pub fn time_told(known: Known<'_>, format: TimeFormat) -> i64 {
    let since = |earlier: Option<&index::Row>| earlier.map_or(0, |earlier| known.row.since(earlier));
    match format {
        TimeFormat::Relative => since(known.reference()),
        // No packet is hidden: the one displayed before it is the one captured before it.
        TimeFormat::Delta | TimeFormat::DeltaDisplayed => since(known.captured_before()),
        _ => known.row.time,
    }
}

fn write_time(known: Known<'_>, format: TimeFormat, out: &mut String) -> std::fmt::Result {
    if known.is_reference() {
        return out.write_str("*REF*");
    }
    // A record without a time has none in any format.
    let Some(time) = known.row.instant() else { return Ok(()) };
    let digits = known.session.interface(known.row).map_or(6, |interface| interface.digits);
    let told = time_told(known, format);
    let offset = match format {
        TimeFormat::Utc | TimeFormat::UtcWithDate => 0,
        _ => known.options.offset_at(time),
    };
    let civil = Civil::from_epoch(time, offset);
    match format {
        TimeFormat::Relative | TimeFormat::Delta | TimeFormat::DeltaDisplayed | TimeFormat::Epoch => {
            write!(out, "{}", Seconds { ns: told, digits })
        }
        TimeFormat::Absolute | TimeFormat::Utc => write!(out, "{}", civil.time(digits)),
        TimeFormat::AbsoluteWithDate | TimeFormat::UtcWithDate => {
            write!(out, "{} {}", civil.date(), civil.time(digits))
        }
    }
}
