//! Bytes that were put together from several packets: what a reassembled message or datagram is read from.

use std::fmt;

use crate::{
    bytes::Span,
    dissect::{field::Field, record::Value, sink::Detail},
};

/// A message or datagram that is whole by the packet at hand, put together again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Joined {
    /// Its number among the spread messages or the datagrams.
    pub number: u32,
    /// It is an IP datagram, not a message of a TCP stream.
    pub datagram: bool,
    /// Its bytes from the first on; where it is very long, not all of them.
    pub bytes: Vec<u8>,
    /// How many it has.
    pub len: u64,
    /// Which packets they came in, in the order in which they stand in it.
    pub parts: Vec<Part>,
}

/// What one packet brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The packet.
    pub packet: u32,
    /// Where its bytes stand in the whole.
    pub start: u64,
    /// How many they are.
    pub len: u64,
}

/// The fields in which a protocol shows what was put together.
#[derive(Debug)]
pub struct Lines {
    /// In another packet: which one that is.
    pub elsewhere: &'static Field,
    /// The heading; its name says what the parts are.
    pub parts: &'static Field,
    /// A part.
    pub part: &'static Field,
    /// How many they are.
    pub count: &'static Field,
    /// How many bytes.
    pub length: &'static Field,
    /// The bytes.
    pub data: &'static Field,
}

/// Shows the packets that something came in, as source `source`, at depth `depth` of the tree.
pub fn show(detail: &mut Detail<'_>, lines: &Lines, joined: &Joined, (source, depth): (u16, u8)) {
    if !detail.record.nodes_wanted() {
        return;
    }
    let record = &mut *detail.record;
    record.depth = depth;
    let all = Span { start: 0, len: joined.bytes.len() as u32, source };
    record.node(lines.parts, all, Value::None, true);
    record.word_last(lines.parts, fmt::from_fn(|f| write_parts(f, lines, joined)));
    record.depth = depth + 1;
    for part in &joined.parts {
        let there = joined.bytes.len() as u64;
        let (start, end) = (part.start.min(there), (part.start + part.len).min(there));
        let at = Span { start: start as u32, len: (end - start) as u32, source };
        let number = u64::from(part.packet) + 1;
        let last = (part.start + part.len).saturating_sub(1);
        record.node(lines.part, at, Value::Number(number), true);
        let words = format_args!("{number}, payload: {}-{last} ({} bytes)", part.start, part.len);
        record.word_last(lines.part, words);
    }
    record.node(lines.count, Span::default(), Value::Number(joined.parts.len() as u64), true);
    record.node(lines.length, Span::default(), Value::Number(joined.len), true);
    record.node(lines.data, all, Value::Span, true);
}

/// `23 Reassembled TCP Segments (766856 bytes): #10(65495), #11(374)`
fn write_parts(f: &mut fmt::Formatter<'_>, lines: &Lines, joined: &Joined) -> fmt::Result {
    write!(f, "{} {} ({} bytes):", joined.parts.len(), lines.parts.name(), joined.len)?;
    for (place, part) in joined.parts.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        write!(f, "{comma} #{}({})", u64::from(part.packet) + 1, part.len)?;
    }
    Ok(())
}

/// Shows in which packet something is whole, at the end of a layer.
pub fn show_where(detail: &mut Detail<'_>, lines: &Lines, packet: u32) {
    detail.record.depth = 1;
    detail.record.node(lines.elsewhere, Span::default(), Value::Number(u64::from(packet) + 1), true);
}
