//! What a segment says of its conversation, and what the conversation says of a segment.

use std::fmt::{self, Write};

use super::{analysis, flags::Flags};
use crate::{
    dissect::{
        known::Known,
        pdu::Pdu,
        sink::{Learning, Sink},
    },
    index::{
        flows::{Ends, Flow, NO_SHIFT, Transport, UNKNOWN_SHIFT},
        packets::flags as row,
    },
};

/// A header's numbers, read ahead because what is shown first depends on what stands later.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    pub sequence: u32,
    pub acknowledgment: u32,
    /// Bytes of header.
    pub len: usize,
    pub flags: Flags,
    /// Bytes of payload by what the lengths say.
    pub payload: usize,
    /// The window as it stands there.
    pub window: u16,
    /// Bytes that its options say to have been received out of order.
    pub selected: u32,
    /// The window shift its options name.
    shift: Option<u8>,
}

impl Header {
    /// Looks at the header behind the ports without passing over it; nothing when it is cut short.
    pub fn peek<S: Sink>(pdu: &Pdu<'_, S>) -> Option<Self> {
        let rest = pdu.rest();
        let number =
            |at: usize| rest.get(at..).and_then(|rest| rest.first_chunk::<4>()).map(|b| u32::from_be_bytes(*b));
        let (sequence, acknowledgment, word) = (number(0)?, number(4)?, pdu.peek_u16(8)?);
        let len = usize::from(word >> 12) * 4;
        let payload = (pdu.claimed_left() + 4).saturating_sub(len.max(20));
        let flags = Flags(word & 0xfff);
        let options = || rest.get(16..len.saturating_sub(4)).unwrap_or_default();
        let shift = if flags.has(Flags::SYN) { super::options::window_shift(options()) } else { None };
        // Ranges take at least ten bytes.
        let selected = if len >= 32 { super::options::selected(options()) } else { 0 };
        let window = pdu.peek_u16(10).unwrap_or(0);
        Some(Self { sequence, acknowledgment, len, flags, payload, window, selected, shift })
    }

    /// What the packet's row remembers of it.
    pub fn part_played(self) -> u16 {
        let quiet = (self.flags == Flags(Flags::ACK)) & (self.payload == 0);
        ((self.flags.0 << 8) & row::CONTROL) | (u16::from(quiet) * row::QUIET)
    }

    /// The sequence number that the other bits take: SYN and FIN count one each.
    pub fn taken(self) -> u32 {
        self.payload as u32 + u32::from(self.flags.has(Flags::SYN)) + u32::from(self.flags.has(Flags::FIN))
    }

    pub fn relative_sequence(self, known: Known<'_>) -> u32 {
        self.sequence.wrapping_sub(base(known, known.row.way()).unwrap_or(0))
    }

    pub fn next_sequence(self, known: Known<'_>) -> u32 {
        self.relative_sequence(known).wrapping_add(self.taken())
    }

    /// The sum that gives the next sequence number: `1 + 538`, and 1 each for SYN and FIN, which take a number as a byte does.
    pub fn write_sum(self, out: &mut String, known: Known<'_>) -> fmt::Result {
        if self.taken() == 0 {
            return Ok(());
        }
        write!(out, "{}", self.relative_sequence(known))?;
        if self.payload > 0 {
            write!(out, " + {}", self.payload)?;
        }
        for (flag, name) in [(Flags::SYN, "SYN"), (Flags::FIN, "FIN")] {
            if self.flags.has(flag) {
                write!(out, " + 1 ({name})")?;
            }
        }
        Ok(())
    }

    pub fn relative_acknowledgment(self, known: Known<'_>) -> u32 {
        if !self.flags.has(Flags::ACK) {
            return self.acknowledgment;
        }
        self.relative_to_other_side(self.acknowledgment, known)
    }

    /// A number of the other side's, as acknowledgments and their options name them.
    pub fn relative_to_other_side(self, number: u32, known: Known<'_>) -> u32 {
        number.wrapping_sub(base(known, 1 - known.row.way()).unwrap_or(0))
    }

    /// The window in bytes; a SYN's is never scaled.
    pub fn scaled(self, window: u16, known: Known<'_>) -> u32 {
        match (self.flags.has(Flags::SYN), shift(known)) {
            (false, shift @ 0..) => u32::from(window) << shift,
            _ => window.into(),
        }
    }

    /// What the window is multiplied by.
    pub fn scale(self, known: Known<'_>) -> i64 {
        match shift(known) {
            shift @ 0.. => 1 << shift,
            unknown => unknown.into(),
        }
    }

    pub fn write_scale(self, out: &mut String, known: Known<'_>) -> fmt::Result {
        match self.scale(known) {
            -1 => out.write_str("-1 (unknown)"),
            -2 => out.write_str("-2 (no window scaling used)"),
            scale => write!(out, "{scale}"),
        }
    }
}

fn base(known: Known<'_>, way: u8) -> Option<u32> {
    known.flow()?.tcp.get(usize::from(way))?.base
}

fn shift(known: Known<'_>) -> i8 {
    known.flow().and_then(|flow| flow.tcp.get(usize::from(known.row.way()))).map_or(UNKNOWN_SHIFT, |way| way.shift)
}

/// Finds the segment's conversation, or opens one, and teaches it what a whole header says.
pub(super) fn learn<S: Sink>(pdu: &mut Pdu<'_, S>, header: Option<Header>) {
    pdu.learn(|lesson| {
        let context = lesson.context;
        let ends = Ends {
            transport: Transport::Tcp,
            source: (context.source, context.ports.0),
            destination: (context.destination, context.ports.1),
        };
        let packet = lesson.packet;
        let anew = header.is_some_and(|header| opens_anew(lesson, ends, header));
        let found = if anew { lesson.open(ends) } else { lesson.join(ends) };
        if let (Some((flow, way)), Some(header)) = (found, header) {
            let reused = anew || answers_anew(flow, way, header);
            // a header that is too short opens a conversation, and teaches nothing else
            if anew || header.len >= 20 {
                teach(flow, way, header);
            }
            if header.len >= 20 {
                complete(flow, header, packet);
                analysis::learn(lesson, header, reused);
            }
        }
    });
}

/// A SYN with another first number on the same ports is another conversation.
fn opens_anew(lesson: &mut Learning<'_>, ends: Ends, header: Header) -> bool {
    if !header.flags.has(Flags::SYN) || header.flags.has(Flags::ACK) {
        return false;
    }
    let Some((id, way)) = lesson.session.flows.find(ends) else { return false };
    let known = lesson.session.flows.get(id).and_then(|flow| flow.tcp.get(usize::from(way))?.base);
    known.is_some_and(|base| base != header.sequence)
}

/// A server that answers with another first number than before has forgotten the connection.
fn answers_anew(flow: &Flow, way: u8, header: Header) -> bool {
    let base = flow.tcp.get(usize::from(way)).and_then(|way| way.base);
    header.flags.has(Flags::SYN) && header.flags.has(Flags::ACK) && base.is_some_and(|base| base != header.sequence)
}

fn teach(flow: &mut Flow, way: u8, header: Header) {
    let [there, back] = match (way, &mut flow.tcp) {
        (0, [a, b]) => [a, b],
        (_, [a, b]) => [b, a],
    };
    let syn = header.flags.has(Flags::SYN);
    if syn && header.flags.has(Flags::ACK) {
        // What was guessed from packets before it gives way to what the server itself says.
        there.base = Some(header.sequence);
    }
    there.base.get_or_insert(if syn { header.sequence } else { header.sequence.wrapping_sub(1) });
    if header.flags.has(Flags::ACK) {
        back.base.get_or_insert(header.acknowledgment.wrapping_sub(1));
    }
    if syn {
        match header.shift {
            Some(shift) if there.shift != NO_SHIFT => there.shift = shift.min(14) as i8,
            Some(_) => {}
            // RFC 7323 2.2: scaling is used only where both sides offer it.
            None => (there.shift, back.shift) = (NO_SHIFT, NO_SHIFT),
        }
    }
}

/// Notes which part of a connection's life the segment is.
///
/// What a conversation that was picked up in its middle begins with counts, as in tshark, for later packets only.
fn complete(flow: &mut Flow, header: Header, packet: u32) {
    let part = part(header);
    if flow.first == packet && part & SYN_SEEN == 0 { flow.first_seen |= part } else { flow.completeness |= part }
}

/// What a conversation's packet shows as seen.
pub(super) fn completeness(known: Known<'_>) -> Option<u8> {
    let flow = known.flow()?;
    let first = if flow.first == known.packet { 0 } else { flow.first_seen };
    Some(flow.completeness | first)
}

const SYN_SEEN: u8 = 1;
const SYN_ACK_SEEN: u8 = 2;
const ACK_SEEN: u8 = 4;
const DATA_SEEN: u8 = 8;
const FIN_SEEN: u8 = 16;
const RST_SEEN: u8 = 32;

fn part(header: Header) -> u8 {
    let flags = header.flags;
    let data = if header.payload > 0 { DATA_SEEN } else { 0 };
    let ack = if flags.has(Flags::ACK) { ACK_SEEN } else { 0 };
    if flags.has(Flags::SYN) {
        return data | if ack > 0 { SYN_ACK_SEEN } else { SYN_SEEN };
    }
    if flags.has(Flags::RST) {
        return RST_SEEN | ack;
    }
    if flags.has(Flags::FIN) {
        return FIN_SEEN | data;
    }
    if data > 0 { data } else { ack }
}

pub(super) fn write_completeness(out: &mut String, known: Known<'_>) -> fmt::Result {
    let Some(seen) = completeness(known) else { return Ok(()) };
    let closed = seen & (FIN_SEEN | RST_SEEN) != 0;
    let words = match seen & 0xf {
        0xf if closed => "Complete, WITH_DATA",
        0x7 if closed => "Complete, NO_DATA",
        0xf => "Incomplete, DATA",
        0x7 if !closed => "Incomplete, ESTABLISHED",
        0x3 if !closed => "Incomplete, CLIENT_ESTABLISHED",
        0x1 if !closed => "Incomplete, SYN_SENT",
        _ => "Incomplete",
    };
    write!(out, "{words} ({seen})")
}
