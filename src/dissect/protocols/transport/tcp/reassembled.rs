//! What a segment and the messages of its stream say of each other: which packet ends a message, and which ones it came in.

use std::fmt;

use crate::{
    bytes::Span,
    dissect::{Segment, joined::Joined, record::Value, sink::Detail},
    index::{
        messages::{Place, Spread},
        packets::{NONE, flags},
    },
};

more_fields! { "tcp":
    REASSEMBLED_IN "reassembled_in"     Packet  "Reassembled PDU in frame"  "The packet that brought the last missing byte of the message.";
    SEGMENT_DATA   "segment_data"       Content "TCP segment data"          "What belongs to a message in several segments.";
    SEGMENTS       "segments"           Group   "Reassembled TCP Segments"  "The segments that a message came in.";
    SEGMENT        "segment"            Packet  "Frame"                     "One of them.";
    COUNT          "segment.count"      Dec     "Segment count"             "How many they are.";
    LENGTH         "reassembled.length" Dec     "Reassembled TCP length"    "Bytes of the message.";
    DATA           "reassembled.data"   Bytes   "Reassembled TCP Data"      "The message.";
}

fn part<'k>(detail: &Detail<'k>) -> Option<&'k Spread> {
    detail.known.session.messages.part(detail.known.packet)
}

/// At the end of the segment's layer: in which packet the message ends that goes on behind it.
pub fn show_part(detail: &mut Detail<'_>, segment: &Segment) {
    let known = detail.known;
    let goes_on = part(detail);
    let ends = || known.session.messages.of(known.packet).any(|message| matches!(message.place, Place::Spread(_)));
    if goes_on.is_none() && (known.row.flags & flags::MESSAGES == 0 || !ends()) {
        return;
    }
    detail.record.depth = 1;
    if let Some(last) = goes_on.map(|spread| spread.last).filter(|last| *last != NONE) {
        detail.record.node(&REASSEMBLED_IN, Span::default(), Value::Number(u64::from(last) + 1), true);
    }
    let at = Span { start: segment.start as u32, len: segment.captured as u32, source: known.source };
    detail.record.node(&SEGMENT_DATA, at, Value::Span, false);
}

/// In its row: that the message goes on behind it.
pub fn say_part(detail: &mut Detail<'_>) {
    if part(detail).is_some() && detail.record.columns() {
        detail.record.info.push_str(" [TCP segment of a reassembled PDU]");
    }
}

/// Before a message in several segments: those segments.
pub fn show(detail: &mut Detail<'_>, joined: &Joined, source: u16) {
    if !detail.record.nodes_wanted() {
        return;
    }
    detail.record.depth = 0;
    let all = Span { start: 0, len: joined.bytes.len() as u32, source };
    detail.record.node(&SEGMENTS, all, Value::None, true);
    detail.record.word_last(fmt::from_fn(|f| {
        write!(f, "{} Reassembled TCP Segments ({} bytes):", joined.parts.len(), joined.len)?;
        for (place, part) in joined.parts.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma} #{}({})", u64::from(part.packet) + 1, part.len)?;
        }
        Ok(())
    }));
    detail.record.depth = 1;
    for part in &joined.parts {
        let known = joined.bytes.len() as u64;
        let (start, end) = (part.start.min(known), (part.start + part.len).min(known));
        let at = Span { start: start as u32, len: (end - start) as u32, source };
        let number = u64::from(part.packet) + 1;
        let last = (part.start + part.len).saturating_sub(1);
        detail.record.node(&SEGMENT, at, Value::Number(number), true);
        detail.record.word_last(format_args!("{number}, payload: {}-{last} ({} bytes)", part.start, part.len));
    }
    detail.record.node(&COUNT, Span::default(), Value::Number(joined.parts.len() as u64), true);
    detail.record.node(&LENGTH, Span::default(), Value::Number(joined.len), true);
    detail.record.node(&DATA, all, Value::Span, true);
}
