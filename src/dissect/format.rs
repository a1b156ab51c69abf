//! A value of a kind as text: for the layer tree, and as `-T fields` spells it.

use std::fmt::{self, Write};

use crate::{
    bytes::{
        Address,
        text::{Hex, Text, write_escaped},
        time::{Civil, Seconds},
    },
    dissect::{
        field::{Field, Kind, Severity},
        known::Known,
        record::{Node, Record, Value},
    },
};

/// The whole line of `node` in the tree.
pub fn line(node: &Node, record: &Record, known: Known<'_>) -> String {
    let mut out = String::new();
    let bracket = node.computed && severity(node).is_none();
    if bracket {
        out.push('[');
    }
    // Writing to a `String` never fails.
    let _ = write_line(node, record, known, &mut out);
    if bracket {
        out.push(']');
    }
    out
}

/// How bad it is, of a node that is an anomaly.
pub fn severity(node: &Node) -> Option<Severity> {
    match (node.note, node.field.kind) {
        (Some(note), _) => Some(note.severity),
        (None, Kind::Finding(severity)) => Some(severity),
        _ => None,
    }
}

fn write_line(node: &Node, record: &Record, known: Known<'_>, out: &mut String) -> fmt::Result {
    if let Some(severity) = severity(node) {
        let severity = match severity {
            Severity::Chat => "Chat",
            Severity::Note => "Note",
            Severity::Warning => "Warning",
            Severity::Error => "Error",
        };
        return write!(out, "[Expert Info ({severity}): {}]", node.note.map_or(node.field.name(), |note| note.text));
    }
    let is_whole = node.field.kind.is_heading() || matches!(node.field.kind, Kind::Line);
    if let (true, Some((start, len))) = (is_whole, node.label) {
        return write_escaped(out, record.text(start, len));
    }
    if let (Kind::Layer, Value::Text { start, len }) = (node.field.kind, node.value) {
        return write_escaped(out, record.text(start, len));
    }
    if node.field.mask != 0 {
        write_bits(node, out)?;
    }
    out.push_str(node.field.name());
    match (node.field.kind, node.label) {
        (Kind::Layer | Kind::Group | Kind::Part | Kind::Finding(_), _) => Ok(()),
        (Kind::Content, None) => {
            write!(out, " ({} byte{})", node.at.len, if node.at.len == 1 { "" } else { "s" })
        }
        (_, Some((start, len))) => {
            out.push_str(": ");
            write_escaped(out, record.text(start, len))
        }
        (_, None) => {
            out.push_str(": ");
            write_value(node, record, known, out)
        }
    }
}

/// `.... 0101 = `: where the bits of a masked field lie in the word they were read from.
fn write_bits(node: &Node, out: &mut String) -> fmt::Result {
    let (Value::Number(value), mask) = (node.value, node.field.mask) else { return Ok(()) };
    let word = value << mask.trailing_zeros();
    let width = match node.field.kind {
        Kind::FlagIn(bits) => bits.into(),
        _ => node.at.len.clamp(1, 8) * 8,
    };
    for bit in (0..width).rev() {
        out.push(match (mask >> bit & 1, word >> bit & 1) {
            (0, _) => '.',
            (_, 0) => '0',
            _ => '1',
        });
        if bit % 4 == 0 && bit != 0 {
            out.push(' ');
        }
    }
    out.write_str(" = ")
}

/// What can be added to: a heading's name, or a value as the tree shows it; written to the end of the record's own texts.
pub(crate) fn wording_into(node: &Node, record: &mut Record, known: Known<'_>) {
    if node.field.kind.is_heading() {
        return record.texts.push_str(node.field.name());
    }
    let mut text = String::new();
    let _ = write_value(node, record, known, &mut text);
    record.texts.push_str(&text);
}

/// The value of `node` as the tree shows it behind its name.
pub fn write_value(node: &Node, record: &Record, known: Known<'_>, out: &mut String) -> fmt::Result {
    let field = node.field;
    let bytes = record.bytes_at(known, node.at);
    match (field.kind, node.value) {
        (_, Value::Text { start, len }) => write_escaped(out, record.text(start, len)),
        (_, Value::Address(address)) => write!(out, "{}", known.address_in_tree(address)),
        (Kind::Ipv4 | Kind::Ipv6 | Kind::Mac, Value::Span) => {
            write!(out, "{}", known.address_in_tree(Address::from_octets(bytes)))
        }
        (Kind::Bytes | Kind::Content, Value::Span) => write_bytes(bytes, out),
        (_, Value::Span) => write!(out, "{}", Text(bytes)),
        (_, Value::None) => Ok(()),
        (_, Value::Number(number)) => write_number(in_tree(field), number, known, out),
    }
}

/// How the tree spells it: a field of a few bits in no more hex digits than those take.
fn in_tree(field: &Field) -> Kind {
    let mask = field.mask >> field.mask.trailing_zeros().min(63);
    let fit = |digits: u8| if mask == 0 { digits } else { (64 - mask.leading_zeros()).div_ceil(4) as u8 };
    match field.kind {
        Kind::Hex(digits) => Kind::Hex(fit(digits)),
        Kind::DecHex(digits) => Kind::DecHex(fit(digits)),
        Kind::HexDec(digits) => Kind::HexDec(fit(digits)),
        Kind::HexNamed(digits, names) => Kind::HexNamed(fit(digits), names),
        kind => kind,
    }
}

/// Bytes in the tree: as many as fit, then an ellipsis.
fn write_bytes(bytes: &[u8], out: &mut String) -> fmt::Result {
    const SHOWN: usize = 36;
    match bytes.get(..SHOWN) {
        Some(first) if bytes.len() > SHOWN => write!(out, "{}…", Hex(first)),
        _ if bytes.is_empty() => out.write_str("<MISSING>"),
        _ => write!(out, "{}", Hex(bytes)),
    }
}

fn write_number(kind: Kind, number: u64, known: Known<'_>, out: &mut String) -> fmt::Result {
    match kind {
        Kind::Signed => write!(out, "{}", number.cast_signed()),
        Kind::Hex(digits) => write_hex(number, digits, out),
        Kind::DecHex(digits) => {
            write!(out, "{number} (")?;
            write_hex(number, digits, out)?;
            out.write_char(')')
        }
        Kind::HexDec(digits) => {
            write_hex(number, digits, out)?;
            write!(out, " ({number})")
        }
        Kind::Named(names) => write!(out, "{} ({number})", names.or_unknown(number)),
        Kind::HexNamed(digits, names) => {
            write!(out, "{} (", names.or_unknown(number))?;
            write_hex(number, digits, out)?;
            out.write_char(')')
        }
        Kind::Times(by) => write!(out, "{} bytes ({number})", number.saturating_mul(by.into())),
        Kind::Scaled(by) => write!(out, "{}", number.saturating_mul(by.into())),
        Kind::Flag | Kind::FlagIn(_) => out.write_str(if number == 0 { "Not set" } else { "Set" }),
        Kind::FlagNamed([set, clear]) => out.write_str(if number == 0 { clear } else { set }),
        Kind::Time => write_time(number.cast_signed(), known, out),
        Kind::Milliseconds => {
            write!(out, "{} ms", Seconds { ns: number.cast_signed().saturating_mul(1000), digits: 3 })
        }
        Kind::Port(transport) => write!(out, "{}", known.port_in_tree(transport, number as u16)),
        Kind::Duration => write!(out, "{} seconds", Seconds { ns: number.cast_signed(), digits: 9 }),
        _ => write!(out, "{number}"),
    }
}

fn write_hex(number: u64, digits: u8, out: &mut String) -> fmt::Result {
    write!(out, "0x{number:0width$x}", width = usize::from(digits))
}

fn write_time(ns: i64, known: Known<'_>, out: &mut String) -> fmt::Result {
    let offset = known.options.offset_at(ns);
    write!(out, "{}", Civil::from_epoch(ns, offset).long())?;
    let zone = &known.options.zone_name;
    if zone.is_empty() { out.write_str(" UTC") } else { write!(out, " {zone}") }
}

/// The value of `node` as `-T fields` and JSON spell it.
pub fn write_field(node: &Node, record: &Record, known: Known<'_>, out: &mut String) -> fmt::Result {
    let bytes = record.bytes_at(known, node.at);
    match (node.field.kind, node.value) {
        (Kind::Part, _) => write!(out, "{}", Hex(bytes)),
        (Kind::Layer, Value::None) => {
            write_escaped(out, node.label.map_or(node.field.name(), |(start, len)| record.text(start, len)))
        }
        (Kind::Layer, Value::Text { start, len }) if node.computed => write!(out, "[{}]", record.text(start, len)),
        (_, Value::Text { start, len }) => write_escaped(out, record.text(start, len)),
        (_, Value::Address(address)) => write!(out, "{address}"),
        (Kind::Ipv4 | Kind::Ipv6 | Kind::Mac, Value::Span) => write!(out, "{}", Address::from_octets(bytes)),
        (Kind::Bytes | Kind::Content, Value::Span) => write!(out, "{}", Hex(bytes)),
        (_, Value::Span) => write!(out, "{}", Text(bytes)),
        (Kind::Group | Kind::Finding(_), _) => out.write_str("1"),
        (_, Value::None) => Ok(()),
        (kind, Value::Number(number)) => write_plain_number(kind, number, known, out),
    }
}

fn write_plain_number(kind: Kind, number: u64, known: Known<'_>, out: &mut String) -> fmt::Result {
    match kind {
        Kind::Signed => write!(out, "{}", number.cast_signed()),
        Kind::Hex(digits) | Kind::HexDec(digits) | Kind::HexNamed(digits, _) => write_hex(number, digits, out),
        Kind::Times(by) | Kind::Scaled(by) => write!(out, "{}", number.saturating_mul(by.into())),
        Kind::Flag | Kind::FlagIn(_) | Kind::FlagNamed(_) => out.write_str(if number == 0 { "0" } else { "1" }),
        Kind::Time => write_time(number.cast_signed(), known, out),
        Kind::Duration => write!(out, "{}", Seconds { ns: number.cast_signed(), digits: 9 }),
        Kind::Milliseconds => write_milliseconds(number.cast_signed(), out),
        _ => write!(out, "{number}"),
    }
}

/// Nanoseconds as milliseconds with no more digits than they take: `0.25`.
fn write_milliseconds(ns: i64, out: &mut String) -> fmt::Result {
    write!(out, "{}", Seconds { ns: ns.saturating_mul(1000), digits: 9 })?;
    out.truncate(out.trim_end_matches('0').trim_end_matches('.').len());
    Ok(())
}

/// Whether `node` answers to `field`, which may stand for several.
pub fn answers(node: &Node, field: &'static Field) -> bool {
    match field.kind {
        Kind::Either(fields) => fields.iter().any(|one| std::ptr::eq(*one, node.field)),
        _ => std::ptr::eq(field, node.field),
    }
}
