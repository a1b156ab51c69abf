//! What one way of a TCP stream waits for while pass one reads it: messages that have begun, and data that came too early.

use crate::index::{packets::NONE, stacks::ProtocolId};

/// Messages that are whole but for holes, kept a way at most.
const MOST_OPEN: usize = 4;
/// Holes in a message at most.
const MOST_HOLES: usize = 64;

/// All that one way waits for.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    /// The message that is being read.
    pub message: Option<Begun>,
    /// Messages behind whose ends reading went on, though some of their bytes have not come.
    pub open: Vec<Begun>,
    /// Data that came too early, in order of its numbers.
    pub early: Vec<Early>,
    /// What is missing between messages, and may come late.
    pub gap: Option<Box<Gap>>,
}

/// A part of a stream that reading has left out; late data in it is read as a stream of its own.
#[derive(Debug, Clone)]
pub struct Gap {
    /// The number of its next byte.
    pub next: u32,
    /// The number behind it.
    pub end: u32,
    /// What it waits for.
    pub waiting: Option<Box<Waiting>>,
}

/// What follows when the bytes that a message said it has are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// It is whole.
    Whole,
    /// Its protocol is asked how it goes on, with this number.
    Ask(u32),
    /// It goes on until its sender has no more to send.
    Rest,
}

/// A message that has begun.
#[derive(Debug, Clone)]
pub struct Begun {
    /// Its number among the spread messages, or [`NONE`] while it lies in one packet.
    pub number: u32,
    /// Its protocol.
    pub protocol: ProtocolId,
    /// The sequence number of its first byte.
    pub sequence: u32,
    /// Where in the packet at hand it begins, if it does.
    pub here: Option<usize>,
    /// Bytes passed over, holes included.
    pub done: u64,
    /// Bytes to go until `then`.
    pub left: u64,
    /// What follows.
    pub then: Then,
    /// What its meaning depends on.
    pub mode: u32,
    /// How many of its first bytes pass one wants.
    pub wanted: u32,
    /// Those of them that have come, in their places.
    pub head: Vec<u8>,
    /// What has come of a part of unknown length.
    pub unread: Vec<u8>,
    /// Numbers that have not come: from, to.
    pub holes: Vec<(u32, u32)>,
    /// Not all of it was captured: it is never whole, or was shown already.
    pub cut: bool,
}

/// Data that came too early.
#[derive(Debug, Clone)]
pub struct Early {
    /// The number of its first byte.
    pub sequence: u32,
    /// Its packet.
    pub packet: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Begun {
    /// A message of which nothing is known yet.
    pub fn new(sequence: u32, here: Option<usize>) -> Self {
        Self {
            number: NONE,
            protocol: 0,
            sequence,
            here,
            done: 0,
            left: 0,
            then: Then::Ask(0),
            mode: 0,
            wanted: 0,
            head: Vec::new(),
            unread: Vec::new(),
            holes: Vec::new(),
            cut: false,
        }
    }

    /// Keeps what is wanted of bytes that begin `offset` bytes behind the message's first one.
    pub fn keep(&mut self, offset: u64, bytes: &[u8]) {
        let Some(room) = u64::from(self.wanted).checked_sub(offset).filter(|room| *room > 0) else { return };
        let (offset, len) = (offset as usize, bytes.len().min(room as usize));
        if self.head.len() < offset + len {
            self.head.resize(offset + len, 0);
        }
        if let (Some(into), Some(from)) = (self.head.get_mut(offset..offset + len), bytes.get(..len)) {
            into.copy_from_slice(from);
        }
    }

    /// Passes over bytes that have not come, from number `from` on; false when there are too many such places.
    pub fn skip(&mut self, from: u32, len: u32) -> bool {
        if self.holes.len() == MOST_HOLES {
            return false;
        }
        self.holes.push((from, from.wrapping_add(len)));
        self.done += u64::from(len);
        self.left -= u64::from(len).min(self.left);
        true
    }

    /// Takes late bytes whose first one is numbered `sequence`: whether they belong into a hole.
    pub fn fill(&mut self, sequence: u32, bytes: &[u8]) -> bool {
        let mut filled = false;
        for place in 0..self.holes.len() {
            let Some(&(from, to)) = self.holes.get(place) else { break };
            // as distances from the hole's first byte, which may lie behind the data's
            let (size, start) = (to.wrapping_sub(from), sequence.wrapping_sub(from).cast_signed());
            let end = start.saturating_add(bytes.len() as i32);
            let (low, high) = (start.max(0), end.min(size.cast_signed()));
            if low >= high {
                continue;
            }
            filled = true;
            let part = bytes.get((low - start) as usize..(high - start) as usize).unwrap_or_default();
            let offset = from.wrapping_add(low as u32).wrapping_sub(self.sequence);
            self.keep(offset.into(), part);
            self.shrink(place, low as u32, high as u32);
        }
        self.holes.retain(|(from, to)| from != to);
        filled
    }

    /// The hole at `place` has been filled from `low` to `high`, as distances from its first byte.
    fn shrink(&mut self, place: usize, low: u32, high: u32) {
        let Some(hole) = self.holes.get_mut(place) else { return };
        let (from, to) = *hole;
        let (low, high) = (from.wrapping_add(low), from.wrapping_add(high));
        if low == from {
            *hole = (high, to);
        } else {
            *hole = (from, low);
            if high != to {
                self.holes.push((high, to));
            }
        }
    }
}

impl Waiting {
    /// Whether there is nothing to wait for.
    pub fn is_empty(&self) -> bool {
        self.message.is_none() && self.open.is_empty() && self.early.is_empty() && self.gap.is_none()
    }

    /// Reading goes on behind a message that has holes; the oldest such message is given up where there are too many.
    pub fn leave_open(&mut self, message: Begun) {
        if self.open.len() == MOST_OPEN {
            self.open.remove(0);
        }
        self.open.push(message);
    }

    /// Keeps data that came too early, behind what came before it with the same number.
    pub fn hold(&mut self, data: Early) {
        let before = |early: &Early| early.sequence.wrapping_sub(data.sequence).cast_signed() <= 0;
        let place = self.early.partition_point(before);
        self.early.insert(place, data);
    }

    /// Bytes of data held, and some for the rest.
    pub fn memory(&self) -> usize {
        let begun = |begun: &Begun| begun.head.capacity() + begun.unread.capacity();
        let messages: usize = self.message.iter().chain(&self.open).map(begun).sum();
        let gap = self.gap.as_ref().and_then(|gap| gap.waiting.as_ref()).map_or(0, |waiting| waiting.memory());
        size_of::<Self>() + messages + self.held() + gap
    }

    /// Bytes of early data.
    pub fn held(&self) -> usize {
        self.early.iter().map(|early| early.bytes.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_in_any_order_and_the_head_is_kept_in_its_place() {
        let mut message = Begun::new(u32::MAX - 3, None);
        (message.wanted, message.left) = (6, 20);
        assert!(message.skip(u32::MAX - 3, 8));
        assert_eq!((message.done, message.left), (8, 12));
        assert!(!message.fill(4, b"behind"));
        assert!(message.fill(u32::MAX, b"cd"));
        assert_eq!(message.holes, [(u32::MAX - 3, u32::MAX), (1, 4)]);
        assert!(message.fill(u32::MAX - 10, b"xxxxxxxab."));
        assert!(!message.fill(u32::MAX - 3, b"??"));
        assert!(message.fill(0, b"?efgh"));
        assert!(message.holes.is_empty());
        assert_eq!(message.head, b"ab.cde");
    }

    #[test]
    fn early_data_waits_in_order() {
        let mut waiting = Waiting::default();
        for (sequence, bytes) in [(5, b"a"), (u32::MAX, b"b"), (2, b"c"), (2, b"d")] {
            waiting.hold(Early { sequence, packet: 0, bytes: bytes.to_vec() });
        }
        assert_eq!(waiting.early.iter().map(|early| early.bytes[0]).collect::<Vec<_>>(), b"bcda");
        assert_eq!(waiting.held(), 4);
    }
}
