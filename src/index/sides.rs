//! What both sides of a TCP conversation have sent and acknowledged so far: what pass one judges a segment by.

use crate::index::states::State;
use std::collections::VecDeque;

/// Segments that nobody has acknowledged, kept a side: the oldest are forgotten first.
const MOST: usize = 4096;

/// Both sides; the first packet's sender is side 0.
pub type Sides = [Side; 2];

/// One side. Numbers are sequence numbers as they stand in headers; they wrap (RFC 9293 3.4).
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// The number behind the highest one sent, and the packet that reached it.
    pub next: Option<(u32, u32)>,
    /// The number behind the last one sent without a gap: what the other side may acknowledge.
    pub contiguous: Option<u32>,
    /// The last acknowledgment, and its packet.
    pub acknowledged: Option<(u32, u32)>,
    /// The last window as it stands in the header.
    pub window: Option<u16>,
    /// The first segment with the last acknowledgment.
    pub first_acknowledgment: u32,
    /// How often it has been repeated.
    pub repetitions: u32,
    /// What was found of the last segment ([`super::analysis::found`]).
    pub last: u16,
    /// Bytes sent since the last push.
    pub since_push: u32,
    /// The last data pushed.
    pub pushed: bool,
    /// Bytes that the last segment says to have received out of order.
    pub selected: u32,
    /// The number behind its FIN.
    pub fin: Option<u32>,
    /// What it is in.
    pub state: State,
    /// Something it sent is not in the capture: how much is on its way cannot be said any more.
    pub incomplete: bool,
    unacknowledged: VecDeque<Unacknowledged>,
    /// The number behind the highest of them.
    end: u32,
    /// Not all of them are in the order of their numbers.
    mixed: bool,
}

/// A segment on its way.
#[derive(Debug, Clone, Copy)]
struct Unacknowledged {
    packet: u32,
    start: u32,
    end: u32,
}

/// Whether `a` comes before `b`.
#[inline]
pub fn before(a: u32, b: u32) -> bool {
    a.wrapping_sub(b).cast_signed() < 0
}

impl Side {
    /// A segment is on its way.
    pub fn send(&mut self, packet: u32, start: u32, end: u32) {
        if self.unacknowledged.len() == MOST {
            self.unacknowledged.pop_front();
        }
        match self.unacknowledged.back() {
            Some(last) => {
                self.mixed |= before(start, last.start);
                self.end = if before(self.end, end) { end } else { self.end };
            }
            None => (self.end, self.mixed) = (end, false),
        }
        self.unacknowledged.push_back(Unacknowledged { packet, start, end });
    }

    /// The other side has everything up to `number`; the packet that ended just there, if it was on its way.
    pub fn arrive(&mut self, number: u32) -> Option<u32> {
        let mut last = None;
        while let Some(first) = self.unacknowledged.front_mut() {
            if before(number, first.end) {
                if before(first.start, number) {
                    first.start = number;
                }
                break;
            }
            if first.end == number {
                // of what was sent twice the first one counts
                last.get_or_insert(first.packet);
            }
            self.unacknowledged.pop_front();
        }
        if self.fin.is_some() && self.unacknowledged.is_empty() {
            self.unacknowledged = VecDeque::new();
        }
        last
    }

    /// Bytes on their way, from the first to the last one.
    pub fn in_flight(&self) -> u32 {
        let Some(front) = self.unacknowledged.front() else { return 0 };
        let starts = self.unacknowledged.iter().skip(1).take_while(|_| self.mixed).map(|segment| segment.start);
        let start = starts.fold(front.start, |first, start| if before(start, first) { start } else { first });
        self.end.wrapping_sub(start)
    }

    /// The packet that has been on its way for longest.
    pub fn oldest(&self) -> Option<u32> {
        self.unacknowledged.front().map(|segment| segment.packet)
    }
}
