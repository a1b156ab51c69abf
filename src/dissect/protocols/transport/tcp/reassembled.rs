//! What a segment and the messages of its stream say of each other: which packet ends a message, and which ones it came in.

use crate::{
    bytes::Span,
    dissect::{
        Segment,
        joined::{self, Lines},
        protocol::Family,
        record::Value,
        sink::Detail,
    },
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

/// How a message in several segments is shown.
pub static LINES: Lines =
    Lines { elsewhere: &REASSEMBLED_IN, parts: &SEGMENTS, part: &SEGMENT, count: &COUNT, length: &LENGTH, data: &DATA };

fn part(detail: &Detail<'_>) -> Option<Spread> {
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
        joined::show_where(detail, &LINES, last);
    }
    if segment.captured > 0 {
        let at = Span { start: segment.start as u32, len: segment.captured as u32, source: known.source };
        detail.record.node(&SEGMENT_DATA, at, Value::Span, false);
    }
}

/// In its row: that the message goes on behind it; not behind records, of which most segments hold some.
pub fn say_part(detail: &mut Detail<'_>) {
    let is_secure = detail.record.last.is_some_and(|last| last.family == Family::Secure);
    if part(detail).is_some() && !is_secure {
        detail.say_more(format_args!(" [TCP segment of a reassembled PDU]"));
    }
}
