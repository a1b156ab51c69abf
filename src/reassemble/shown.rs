//! Later passes: the messages that pass one found in a stream, each from the bytes it lies in.

use crate::{
    dissect::{
        self, Context, Segment, Within,
        cut::{QUIET, UNSEEN},
        either::Either,
        joined,
        protocol::{Next, Short},
        protocols::transport::tcp::reassembled,
        sink::Detail,
    },
    index::{
        messages::{Message, Place},
        packets::flags,
    },
};

/// Writes down the messages that the packet brought, or its payload as plain data where it brought none.
///
/// Returns where bytes first ran out, if they did.
pub fn detail(detail: &mut Detail<'_>, bytes: &[u8], segment: &Segment) -> Option<Short> {
    let known = detail.known;
    let mut short = None;
    reassembled::show_part(detail, segment);
    if known.row.flags & flags::MESSAGES != 0 {
        let mut said = false;
        for message in known.session.messages.of(known.packet) {
            let quiet = matches!(message.mode, QUIET | UNSEEN) || !detail.leads_on();
            let row = quiet.then(|| detail.record.keep_row());
            if !quiet && !std::mem::replace(&mut said, true) {
                detail.record.keep_lead();
            }
            let end = match message.place {
                Place::Here(start, len) => here(detail, bytes, segment, message, (start, len)),
                Place::Spread(number) => spread(detail, segment, message, number),
            };
            short = short.or(end);
            detail.record.fence = detail.record.info.len();
            if let Some((protocol, last)) = row {
                (detail.record.protocol, detail.record.last) = (protocol, last);
            }
        }
    } else if segment.captured > 0 {
        let within = Within { bytes, source: known.source, start: segment.start, len: segment.captured };
        short = dissect::message(within, segment.context, Next::Data, Either::Detail(detail));
    }
    reassembled::say_part(detail);
    short
}

fn here(
    detail: &mut Detail<'_>,
    bytes: &[u8],
    segment: &Segment,
    message: Message,
    (start, len): (u32, u32),
) -> Option<Short> {
    if message.mode == UNSEEN {
        return None;
    }
    let context = Context { mode: message.mode, ..segment.context };
    let within = Within {
        bytes,
        source: detail.known.source,
        start: segment.start.saturating_add(start as usize),
        len: len as usize,
    };
    dissect::message(within, context, Next::Data, Either::Detail(detail))
}

fn spread(detail: &mut Detail<'_>, segment: &Segment, message: Message, number: u32) -> Option<Short> {
    let all = detail.known.joined;
    let place = all.iter().position(|joined| !joined.datagram && joined.number == number)?;
    let joined = all.get(place)?;
    let source = u16::try_from(place + 1).ok()?;
    joined::show(detail, &reassembled::LINES, joined, (source, 0));
    if message.mode == UNSEEN {
        return None;
    }
    let beginning = (joined.bytes.len() as u64) < joined.len;
    let context = Context { mode: message.mode, beginning, ..segment.context };
    let len = usize::try_from(joined.len).unwrap_or(usize::MAX);
    let within = Within { bytes: &joined.bytes, source, start: 0, len };
    let packet = std::mem::replace(&mut detail.known.source, source);
    dissect::message(within, context, Next::Data, Either::Detail(detail));
    detail.known.source = packet;
    None
}
