//! TCP segments → one stream a way: what comes twice is left out, what comes early waits, what never comes leaves a hole.

use crate::{
    dissect::{Segment, protocol::Short, sink::Scan},
    index::{flows::TcpWay, packets::NONE, sides::before, waiting::Waiting},
    reassemble::division::{Division, Window},
};

/// Bytes that wait for what comes before them, a way at most; then reading goes on behind the gap.
const MOST_EARLY: usize = 256 << 10;
/// Pieces of them, likewise.
const MOST_PIECES: usize = 256;
/// Numbers so much higher are no gap that anything could fill.
const FARTHEST: u32 = 1 << 28;

/// Pass one: the segment's payload extends its stream, and every message that is whole by it is scanned.
///
/// Returns where bytes first ran out, if they did.
pub fn scan(scan: &mut Scan<'_>, bytes: &[u8], segment: &Segment) -> Option<Short> {
    if segment.context.quoted || scan.row.flow == NONE {
        return None;
    }
    let (id, way) = (scan.row.flow, usize::from(scan.row.way()));
    let flow = scan.session.flows.get_mut(id)?;
    if let Some(number) = flow.tcp.get_mut(way).and_then(|stream| pass_over(stream, segment)) {
        scan.session.messages.add_part(scan.packet, number);
        return None;
    }
    let other = flow.sides.as_ref().and_then(|sides| sides.get(1 - way));
    let acknowledged = other.and_then(|other| other.acknowledged).map(|(number, _)| number);
    let stream = flow.tcp.get_mut(way)?;
    let sequence = segment.context.sequence;
    let next = stream.next.or_else(|| stream.base.map(|base| base.wrapping_add(1))).unwrap_or(sequence);
    let (state, waiting) = ((stream.lost, stream.next.is_none()), stream.waiting.take());
    let mut order = Order { acknowledged, division: Division::new(scan, bytes, segment, next, state, waiting) };
    if segment.claimed > 0 {
        let payload = bytes.get(segment.start..segment.start.saturating_add(segment.captured)).unwrap_or_default();
        order.take(sequence, payload, segment.claimed as u32);
    }
    let mut division = order.division;
    if segment.context.end && division.next == sequence.wrapping_add(segment.claimed as u32) {
        division.end();
    }
    let (next, lost, short, waiting) = division.finish();
    let stream = scan.session.flows.get_mut(id)?.tcp.get_mut(way)?;
    (stream.next, stream.lost, stream.waiting) = (Some(next), lost, waiting);
    short
}

/// What most segments of a long message are: the next bytes of a body that pass one has no need to see. The message's number.
#[inline]
fn pass_over(stream: &mut TcpWay, segment: &Segment) -> Option<u32> {
    let waiting = stream.waiting.as_deref_mut()?;
    let begun = waiting.message.as_mut()?;
    let len = segment.claimed as u64;
    let next = (stream.next == Some(segment.context.sequence)) & (segment.captured == segment.claimed);
    let inside = (begun.left > len) & (begun.done >= begun.wanted.into()) & !begun.cut;
    if !(next & inside & !segment.context.end) || !waiting.early.is_empty() || begun.number == NONE {
        return None;
    }
    begun.done += len;
    begun.left -= len;
    stream.next = stream.next.map(|next| next.wrapping_add(len as u32));
    Some(begun.number)
}

/// Puts the data of a segment in its place.
struct Order<'r, 's> {
    /// What the other side has acknowledged.
    acknowledged: Option<u32>,
    division: Division<'r, 's>,
}

impl Order<'_, '_> {
    /// Takes `claimed` bytes from number `sequence` on, of which these were captured.
    fn take(&mut self, sequence: u32, captured: &[u8], claimed: u32) {
        // Compared as RFC 9293 3.4 does: the numbers wrap.
        let ahead = |order: &Self| sequence.wrapping_sub(order.division.next).cast_signed();
        if ahead(self) > 0 && !self.reach(sequence, captured, claimed) {
            return;
        }
        let old = ahead(self).min(0).unsigned_abs();
        if old > 0 {
            self.late(sequence, captured);
        }
        if old >= claimed {
            return self.division.bring_nothing();
        }
        let (new, missing) =
            (captured.get(old as usize..).unwrap_or_default(), claimed.saturating_sub(captured.len() as u32));
        let early = self.first_early();
        let room = early.map_or(u32::MAX, |early| early.wrapping_sub(self.division.next));
        if (room as usize) < new.len() {
            // what came first counts
            let first = new.get(..room as usize).unwrap_or_default();
            self.division.read(Window::of_packet(first, self.place(old)));
            self.use_early();
            return self.take(sequence, captured, claimed);
        }
        self.division.read(Window::of_packet(new, self.place(old)));
        if missing > 0 {
            self.division.lose(missing.min(claimed - old));
        }
        self.use_early();
    }

    /// Where in the packet the byte lies that is `old` bytes behind the segment's first one.
    fn place(&self, old: u32) -> usize {
        self.division.segment.start.saturating_add(old as usize)
    }

    /// Goes on at a higher number than the next one, if that makes sense by now; else the data waits.
    fn reach(&mut self, sequence: u32, captured: &[u8], claimed: u32) -> bool {
        let distance = sequence.wrapping_sub(self.division.next);
        if distance > FARTHEST || (captured.len() as u32) < claimed {
            self.division.forget(sequence);
            return true;
        }
        if self.is_lost() {
            self.skip_gap();
        }
        self.pass_to_early(sequence);
        if self.division.next != sequence.wrapping_sub(distance) {
            return match sequence.wrapping_sub(self.division.next).cast_signed() {
                1.. => self.reach(sequence, captured, claimed),
                _ => true,
            };
        }
        self.division.interrupt(captured);
        if self.division.pass_hole(sequence, distance) || self.division.begins_anew(sequence, captured) {
            return true;
        }
        self.division.hold(sequence, captured);
        let is_full = |waiting: &mut Waiting| waiting.held() > MOST_EARLY || waiting.early.len() > MOST_PIECES;
        if self.division.waiting().is_some_and(is_full) {
            self.skip_gap();
        }
        false
    }

    /// Early data before `sequence` is read where the message that is being read reaches as far: it has a hole before it.
    fn pass_to_early(&mut self, sequence: u32) {
        while let Some(early) = self.first_early().filter(|early| before(*early, sequence)) {
            let distance = early.wrapping_sub(self.division.next);
            if distance.cast_signed() < 0 || !self.division.pass_hole(early, distance) {
                return;
            }
            self.use_early();
        }
    }

    fn first_early(&mut self) -> Option<u32> {
        self.division.waiting().and_then(|waiting| waiting.early.first()).map(|early| early.sequence)
    }

    /// Whether the receiver has what is missing before the early data: it is not in the capture.
    fn is_lost(&mut self) -> bool {
        let early = self.first_early();
        early.zip(self.acknowledged).is_some_and(|(early, acknowledged)| before(early, acknowledged))
    }

    /// Reading goes on where early data begins.
    fn skip_gap(&mut self) {
        if let Some(early) = self.first_early() {
            self.division.give_up_message();
            (self.division.next, self.division.lost) = (early, true);
            self.use_early();
        }
    }

    /// Reads early data for which the time has come.
    fn use_early(&mut self) {
        while let Some(early) = self.division.take_early() {
            let old = self.division.next.wrapping_sub(early.sequence) as usize;
            if let Some(new) = early.bytes.get(old..).filter(|new| !new.is_empty()) {
                self.division.reach_back(early.packet);
                self.division.read(Window::of_earlier(new, early.packet));
            }
        }
    }

    /// Data from numbers that reading has passed: it may fill a hole in a message, or in a gap between them.
    fn late(&mut self, sequence: u32, captured: &[u8]) {
        if self.division.waiting().is_none() {
            return;
        }
        self.division.fill(sequence, captured);
        if !self.division.turn_to_gap() {
            return;
        }
        if let Some(end) = self.division.end_of_gap() {
            let room = end.wrapping_sub(sequence);
            let inside = captured.get(..room as usize).unwrap_or(captured);
            if before(sequence, end) {
                self.take(sequence, inside, inside.len() as u32);
            }
        }
        self.division.turn_back();
    }
}
