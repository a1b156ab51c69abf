//! TCP segments → messages: a segment's payload goes through its stream, and the stream's protocol says where messages end.
//!
//! Only data that comes in order is read; what comes after a gap or too late waits for nothing, and reading goes on where a
//! segment begins with what looks like a message. Messages that reach over several segments are passed over by their length.

use crate::{
    dissect::{
        self, Context, Segment,
        cut::{Cut, Stream},
        either::Either,
        protocol::{Next, Protocol, Short},
        registry::Registry,
        sink::{Detail, Scan},
    },
    index::{
        flows::Transport,
        messages::Message,
        packets::{NONE, flags},
        stacks::ProtocolId,
    },
};

/// Pass one: the segment's payload extends its stream, and every message that lies whole in it is scanned.
///
/// Returns where bytes first ran out, if they did.
pub fn scan(scan: &mut Scan<'_>, bytes: &[u8], segment: &Segment) -> Option<Short> {
    if segment.context.quoted || scan.row.flow == NONE {
        return None;
    }
    let place = place_in_stream(scan, segment)?;
    let payload = bytes.get(segment.start..segment.start.saturating_add(segment.captured))?;
    let mut short = None;
    let mut at = place.skip;
    let mut synchronized = place.synchronized;
    let mut found = at > 0;
    while let Some(rest) = payload.get(at..).filter(|rest| !rest.is_empty()) {
        let stream = Stream { bytes: rest, way: scan.row.way() };
        let Some((id, protocol, cut)) = ask(scan, &stream, segment.context.ports, synchronized) else { break };
        match cut {
            Cut::Message { len, mode } if len > 0 => {
                found = true;
                set_application(scan, id);
                let left = segment.claimed.saturating_sub(at);
                if len as usize > rest.len() {
                    owe(scan, (len as usize).saturating_sub(left));
                    break;
                }
                remember(scan, Message { packet: scan.packet, start: at as u32, len, mode });
                let context = Context { mode, ..segment.context };
                let end =
                    dissect::message(bytes, segment.start + at, len as usize, context, Next::To(protocol), &mut *scan);
                short = short.or(end);
                at += len as usize;
                synchronized = true;
            }
            Cut::Message { .. } | Cut::NotThis => {
                give_up(scan);
                break;
            }
            Cut::More => {
                found = true;
                set_application(scan, id);
                break;
            }
            Cut::Switch(next) => match scan.registry.id_of(next) {
                Some(next) if next != id => set_application(scan, next),
                _ => break,
            },
        }
    }
    if !found && segment.captured > 0 {
        // Data has nothing to read in pass one.
        let data = scan.session.stacks.push(scan.row.stack, scan.registry.data_id());
        scan.row.stack = data.unwrap_or(scan.row.stack);
    }
    short
}

/// Later passes: the messages that pass one found, or the payload as plain data where it found none.
///
/// Returns where bytes first ran out, if they did.
pub fn detail(detail: &mut Detail<'_>, bytes: &[u8], segment: &Segment) -> Option<Short> {
    let known = detail.known;
    let mut short = None;
    if known.row.flags & flags::MESSAGES != 0 {
        detail.record.keep_lead();
        for message in known.session.messages.of(known.packet) {
            let context = Context { mode: message.mode, ..segment.context };
            let start = segment.start.saturating_add(message.start as usize);
            let either = Either::Detail(detail);
            let end = dissect::message(bytes, start, message.len as usize, context, Next::Data, either);
            short = short.or(end);
            detail.record.fence = detail.record.info.len();
        }
        short
    } else {
        dissect::message(bytes, segment.start, segment.captured, segment.context, Next::Data, Either::Detail(detail))
    }
}

/// Where a segment's new data lies in its stream.
struct Place {
    /// Bytes that still belong to a message begun earlier.
    skip: usize,
    /// Whether what follows is known to begin a message.
    synchronized: bool,
}

/// Moves the stream on; `None` for data that brings nothing new.
fn place_in_stream(scan: &mut Scan<'_>, segment: &Segment) -> Option<Place> {
    let flow = scan.session.flows.get_mut(scan.row.flow)?;
    let way = flow.tcp.get_mut(usize::from(scan.row.way()))?;
    let (start, len) = (segment.context.sequence, segment.claimed as u32);
    let in_order = match way.next {
        None => true,
        Some(next) if next == start => true,
        // Compared as RFC 9293 3.4 does: the numbers wrap.
        Some(next) if start.wrapping_sub(next).cast_signed() < 0 => return None,
        Some(_) => false,
    };
    way.next = Some(start.wrapping_add(len));
    if !in_order {
        way.owed = 0;
        way.lost = true;
    }
    let skip = way.owed.min(len);
    way.owed -= skip;
    let synchronized = !way.lost;
    if skip < len {
        way.lost = false;
    }
    Some(Place { skip: skip as usize, synchronized })
}

/// Which protocol reads on, and what it says of the next bytes.
fn ask(
    scan: &Scan<'_>,
    stream: &Stream<'_>,
    ports: (u16, u16),
    synchronized: bool,
) -> Option<(ProtocolId, &'static Protocol, Cut)> {
    let registry = scan.registry;
    let known = scan.session.flows.get(scan.row.flow)?.application;
    if let Some(id) = known.checked_sub(1) {
        let answer = says(registry, id, stream)?;
        // After a gap a message is believed to begin only where it looks like one.
        let believed = synchronized || registry.looks_of(id, Transport::Tcp).is_none_or(|looks| looks(stream.bytes));
        return believed.then_some(answer);
    }
    let by_port = registry.by_tcp_ports(ports.0, ports.1).filter_map(|id| says(registry, id, stream));
    let fits = |(_, _, cut): &(ProtocolId, &Protocol, Cut)| !matches!(cut, Cut::NotThis);
    by_port
        .into_iter()
        .find(fits)
        .or_else(|| says(registry, registry.looking(Transport::Tcp, stream.bytes)?, stream).filter(fits))
}

fn says(
    registry: &'static Registry,
    id: ProtocolId,
    stream: &Stream<'_>,
) -> Option<(ProtocolId, &'static Protocol, Cut)> {
    let protocol = registry.get(id)?;
    Some((id, protocol, protocol.cut?(stream)))
}

fn set_application(scan: &mut Scan<'_>, id: ProtocolId) {
    if let Some(flow) = scan.session.flows.get_mut(scan.row.flow) {
        flow.application = id + 1;
    }
}

/// What the flow's protocol cannot read ends its claim on the flow.
fn give_up(scan: &mut Scan<'_>) {
    if let Some(flow) = scan.session.flows.get_mut(scan.row.flow) {
        flow.application = 0;
    }
}

fn owe(scan: &mut Scan<'_>, bytes: usize) {
    let way = usize::from(scan.row.way());
    if let Some(way) = scan.session.flows.get_mut(scan.row.flow).and_then(|flow| flow.tcp.get_mut(way)) {
        way.owed = u32::try_from(bytes).unwrap_or(u32::MAX);
    }
}

fn remember(scan: &mut Scan<'_>, message: Message) {
    if scan.session.messages.push(message) {
        scan.row.flags |= flags::MESSAGES;
    }
}
