//! What a segment is beside what its conversation has seen so far: a retransmission, a duplicate acknowledgment, a probe.
//!
//! The rules are those that Wireshark's user's guide gives under "TCP Analysis", so that its words mean the same here.

use super::{conversation::Header, flags::Flags, states};
use crate::{
    dissect::sink::Learning,
    index::{
        Column,
        analysis::{Finding, ORDINARY, Segment, found},
        flows::{Flow, UNKNOWN_SHIFT},
        packets::{NONE, Row, flags},
        sides::{Side, before},
        states::States,
    },
};

/// An acknowledgment so short a time ago that what it asks for is sent again because of it, in nanoseconds.
const FAST: i64 = 20_000_000;

/// What comes so much later than what follows it was under way all along, in nanoseconds: where no round trip is known.
const REORDERED: i64 = 3_000_000;

/// A segment and what it is judged by.
struct Case<'c> {
    header: Header,
    packet: u32,
    time: i64,
    packets: &'c Column<Row>,
    /// The packets of the handshake.
    handshake: (u32, u32),
    /// How far the other side's windows are shifted.
    shift: i8,
}

/// Judges a segment, writes down what was found, and takes it into the conversation.
pub(super) fn learn(lesson: &mut Learning<'_>, header: Header, anew: bool) {
    let (packet, row) = (lesson.packet, *lesson.row);
    let session = &mut *lesson.session;
    let Some(flow) = session.flows.get_mut(row.flow) else { return };
    shake_hands(flow, header, packet, row.time, &session.packets);
    let case = Case {
        header,
        packet,
        time: row.time,
        packets: &session.packets,
        handshake: flow.handshake,
        shift: flow.tcp.get(usize::from(1 - row.way())).map_or(UNKNOWN_SHIFT, |way| way.shift),
    };
    let sides = flow.sides.get_or_insert_default();
    let [a, b] = &mut **sides;
    let (own, other) = if row.way() == 0 { (a, b) } else { (b, a) };
    states::follow(header, own, other);
    let (mut finding, segment) = case.judge(own, other);
    lesson.row.states = States::new(sides[0].state, sides[1].state);
    if anew {
        finding.flags |= found::PORTS_REUSED;
    }
    if finding.flags != 0 {
        let trouble = if finding.flags & !ORDINARY == 0 { 0 } else { flags::TROUBLE };
        lesson.row.flags |= flags::FOUND | trouble;
        session.analysis.add_finding(packet, finding);
    }
    if segment.acknowledges != NONE || segment.in_flight != 0 {
        session.analysis.add_segment(packet, segment);
    }
}

/// Notes the packets of the handshake: the last SYN, and what acknowledges the other side's.
fn shake_hands(flow: &mut Flow, header: Header, packet: u32, time: i64, packets: &Column<Row>) {
    if flow.handshake.1 != NONE {
        return;
    }
    let flags = header.flags;
    let later = |syn: u32| packets.get(syn as usize).is_some_and(|syn| syn.time != time);
    if flags.has(Flags::SYN) && !flags.has(Flags::ACK) {
        flow.handshake.0 = packet;
    } else if flow.handshake.0 != NONE && flags.has(Flags::ACK) && !flags.has(Flags::SYN) && later(flow.handshake.0) {
        flow.handshake.1 = packet;
    }
}

impl Case<'_> {
    /// The time that the handshake took, of a conversation whose handshake is complete.
    fn round_trip(&self) -> Option<i64> {
        let time = |packet: u32| match packet {
            NONE => None,
            packet if packet == self.packet => Some(self.time),
            packet => Some(self.packets.get(packet as usize)?.time),
        };
        Some(time(self.handshake.1)?.wrapping_sub(time(self.handshake.0)?))
    }

    /// The last window of the other side in bytes; nothing while its scaling is not known.
    fn window(&self, other: &Side) -> Option<u32> {
        let window = u32::from(other.window?);
        match self.shift {
            UNKNOWN_SHIFT => None,
            shift @ 0.. => Some(window << shift),
            _ => Some(window),
        }
    }

    fn judge(&self, own: &mut Side, other: &mut Side) -> (Finding, Segment) {
        let mut finding = Finding { flags: 0, repetition: 0, since: NONE };
        self.judge_window(own, other, &mut finding);
        if finding.flags & found::ZERO_WINDOW_PROBE == 0 {
            self.judge_acknowledgment(other, &mut finding);
            self.judge_sequence(own, other, &mut finding);
        }
        self.count_repetitions(own, &mut finding);
        self.take_in(own, finding.flags);
        let segment = self.measure(own, other);
        (finding, segment)
    }

    fn opens_or_ends(&self) -> bool {
        self.header.flags.has(Flags::SYN | Flags::FIN | Flags::RST)
    }

    fn end(&self) -> u32 {
        self.header.sequence.wrapping_add(self.header.taken())
    }

    /// The number behind the payload, without what SYN and FIN take.
    fn end_of_data(&self) -> u32 {
        self.header.sequence.wrapping_add(self.header.payload as u32)
    }

    fn acknowledges(&self) -> bool {
        self.header.flags.has(Flags::ACK)
    }

    /// Says the same as the segment before it: nothing new sent, nothing new acknowledged.
    fn repeats(&self, own: &Side) -> bool {
        self.header.payload == 0
            && !self.opens_or_ends()
            && own.next.is_some_and(|(next, _)| next == self.header.sequence)
            && own.acknowledged.is_some_and(|(number, _)| number == self.header.acknowledgment)
    }

    fn judge_window(&self, own: &Side, other: &Side, finding: &mut Finding) {
        let Header { sequence, payload, window, .. } = self.header;
        let next = own.next.map(|(next, _)| next);
        if payload == 1 && next == Some(sequence) && other.window == Some(0) {
            finding.flags |= found::ZERO_WINDOW_PROBE;
            return;
        }
        let plain = !self.opens_or_ends();
        if window == 0 && plain {
            finding.flags |= found::ZERO_WINDOW;
        }
        if payload <= 1 && plain && next == Some(sequence.wrapping_add(1)) {
            finding.flags |= found::KEEP_ALIVE;
        }
        if payload > 0 && plain && self.fills_window(other) {
            finding.flags |= found::WINDOW_FULL;
        }
        if !self.repeats(own) {
            return;
        }
        let same = own.window == Some(window);
        if window != 0 && !same {
            finding.flags |= found::WINDOW_UPDATE;
        } else if window != 0 && same && other.last & found::KEEP_ALIVE != 0 {
            finding.flags |= found::KEEP_ALIVE_ACK;
        } else if window == 0 && same && other.last & found::ZERO_WINDOW_PROBE != 0 {
            finding.flags |= found::ZERO_WINDOW_PROBE_ACK;
        } else if window != 0 {
            finding.flags |= found::DUPLICATE_ACK;
        }
    }

    fn fills_window(&self, other: &Side) -> bool {
        let ends = other.acknowledged.zip(self.window(other));
        ends.is_some_and(|((number, _), window)| number.wrapping_add(window) == self.end_of_data())
    }

    fn judge_acknowledgment(&self, other: &mut Side, finding: &mut Finding) {
        let number = self.header.acknowledgment;
        if self.acknowledges() && other.contiguous.is_some_and(|end| before(end, number)) {
            finding.flags |= found::ACKED_UNSEEN;
            // what is known of the other side counts from now on; when nothing more is known, whatever comes next
            let next = other.next.map(|(next, _)| next);
            other.contiguous = next.filter(|next| other.contiguous != Some(*next));
        }
    }

    fn judge_sequence(&self, own: &mut Side, other: &Side, finding: &mut Finding) {
        let Header { sequence, payload, flags, .. } = self.header;
        let Some((next, by)) = own.next else { return };
        if before(next, sequence) && !flags.has(Flags::RST) {
            finding.flags |= found::PREVIOUS_UNSEEN;
            own.incomplete = true;
        }
        let takes = payload > 0 || flags.has(Flags::SYN | Flags::FIN);
        if !takes || !before(sequence, next) || finding.flags & found::KEEP_ALIVE != 0 {
            return;
        }
        let acknowledged = other.acknowledged;
        if payload > 0 && acknowledged.is_some_and(|(number, _)| !before(number, self.end_of_data())) {
            finding.flags |= found::SPURIOUS_RETRANSMISSION;
        } else if other.repetitions >= 2
            && acknowledged.is_some_and(|(number, by)| number == sequence && self.since(by) < FAST)
        {
            finding.flags |= found::FAST_RETRANSMISSION;
        } else if next != self.end() && self.since(by) < self.round_trip().unwrap_or(REORDERED) {
            finding.flags |= found::OUT_OF_ORDER;
        } else {
            finding.flags |= found::RETRANSMISSION;
            finding.since = own.oldest().unwrap_or(by);
        }
    }

    /// Nanoseconds since another packet.
    fn since(&self, packet: u32) -> i64 {
        self.packets.get(packet as usize).map_or(i64::MAX, |row| self.time.wrapping_sub(row.time))
    }

    fn count_repetitions(&self, own: &mut Side, finding: &mut Finding) {
        if finding.flags & found::DUPLICATE_ACK != 0 {
            own.repetitions += 1;
            finding.repetition = own.repetitions;
            finding.since = own.first_acknowledgment;
        } else if own.acknowledged.is_none_or(|(number, _)| number != self.header.acknowledgment) {
            own.repetitions = 0;
            own.first_acknowledgment = self.packet;
        }
    }

    /// What the side has said with this segment.
    fn take_in(&self, own: &mut Side, flags: u16) {
        let (start, end) = (self.header.sequence, self.end());
        if flags & found::ZERO_WINDOW_PROBE == 0 {
            let before_it = own.next.map(|(next, _)| next);
            if before_it.is_none_or(|next| before(next, end)) {
                own.next = Some((end, self.packet));
            }
            let next = own.next.map(|(next, _)| next);
            own.contiguous = match own.contiguous {
                None if before_it.is_none() => next,
                // what was acknowledged unseen is forgotten again
                None if flags & found::PREVIOUS_UNSEEN != 0 => before_it,
                None if end != start && before_it == Some(start) => next,
                // what fills a gap makes everything behind it count
                Some(contiguous) if contiguous == start => next,
                contiguous => contiguous,
            };
        }
        if end != start {
            own.send(self.packet, start, end);
        }
        own.window = Some(self.header.window);
        own.selected = self.header.selected;
        if self.acknowledges() {
            own.acknowledged = Some((self.header.acknowledgment, self.packet));
        }
        own.last = flags;
    }

    fn measure(&self, own: &mut Side, other: &mut Side) -> Segment {
        let arrived = if self.acknowledges() { other.arrive(self.header.acknowledgment) } else { None };
        if self.acknowledges() {
            other.incomplete = false;
        }
        let mut segment = Segment { acknowledges: arrived.unwrap_or(NONE), in_flight: 0, since_push: 0 };
        if self.header.payload > 0 && !own.incomplete {
            if std::mem::take(&mut own.pushed) {
                own.since_push = 0;
            }
            own.since_push = own.since_push.saturating_add(self.header.payload as u32);
            own.pushed = self.header.flags.has(Flags::PSH);
            // what ends a connection takes a number, and is no byte
            let fin = u32::from(self.header.flags.has(Flags::FIN));
            segment.in_flight = own.in_flight().saturating_sub(fin).saturating_sub(other.selected);
            segment.since_push = own.since_push;
        }
        segment
    }
}
