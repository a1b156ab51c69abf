//! Segments → what both sides of a conversation said, in the order in which a reader wants it.
//!
//! Only places are kept, never bytes. What is said twice counts as it was said first; what comes too early waits until what
//! lies before it has come, or until the other side acknowledges what the capture does not hold:
//!
//! ```text
//! C: 'abc' | C: 'ghi'                       abc, and ghi waits
//! C: 'abc' | C: 'ghi' | C: 'def'            abc def ghi
//! C: 'abc' | C: 'ghi' | S: ACK behind ghi   abc, 3 bytes missing, ghi
//! ```

use std::{cmp::Reverse, collections::BinaryHeap};

use serde::{Deserialize, Serialize};

/// A part of what one side said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// 0 for the sender of the conversation's first packet, 1 for the other.
    pub side: u8,
    /// What became of it.
    pub kind: Kind,
    /// It lies in the datagram that is whole by the packet, not in the packet.
    pub datagram: bool,
    /// Its packet; of missing bytes the one behind them.
    pub packet: u32,
    /// Where it begins in the packet.
    pub start: u32,
    /// Bytes.
    pub len: u32,
    /// Nothing speaks against it: it did not wait in vain, and has the numbers that its side named last.
    pub certain: bool,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// It is the stream's.
    #[default]
    Data,
    /// No packet of the capture holds it.
    Missing,
    /// It was in this packet and the capture did not keep it.
    Cut,
    /// It had been said before: it is not read again.
    Again,
}

/// What a packet brings.
#[derive(Debug, Clone, Copy, Default)]
pub struct Segment {
    /// The packet.
    pub packet: u32,
    /// Who sends it.
    pub side: u8,
    /// Sequence number of its first byte of payload.
    pub sequence: u32,
    /// Up to where the sender has everything.
    pub acknowledgment: Option<u32>,
    /// The payload lies in the datagram that is whole by the packet.
    pub datagram: bool,
    /// Where it begins there, or in the packet.
    pub start: u32,
    /// Bytes of it that were captured.
    pub captured: u32,
    /// Bytes of it that were on the wire.
    pub claimed: u32,
    /// It opens the connection: nothing was said before.
    pub opens: bool,
}

/// What was said so far.
#[derive(Debug, Default)]
pub struct Transcript {
    pieces: Vec<Piece>,
    sides: [Side; 2],
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    /// The sequence number expected next, and how far that is in the stream: numbers wrap, places do not.
    next: Option<(u32, i64)>,
    /// Where it begins is known: it was opened here, or has said something.
    begun: bool,
    /// The number with which it was opened.
    opened: Option<u32>,
    /// What was expected next before it was opened again with another number.
    before: Option<(u32, i64)>,
    /// What it says is not certain any more.
    doubted: bool,
    /// What came too early: the earliest place first.
    waiting: BinaryHeap<Reverse<(i64, Part)>>,
    /// Of that, what need not wait any more: what came first is first.
    ready: BinaryHeap<Reverse<(Part, i64)>>,
}

/// Captured bytes of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    packet: u32,
    start: u32,
    len: u32,
    datagram: bool,
}

impl Transcript {
    /// The next datagram: it stands for itself.
    pub fn datagram(&mut self, datagram: &Segment) {
        let Segment { packet, side, start, captured, claimed, .. } = *datagram;
        let (datagram, certain) = (datagram.datagram, true);
        let piece = Piece { side, kind: Kind::Data, datagram, packet, start, len: captured, certain };
        self.push(piece);
        let cut = claimed.saturating_sub(captured);
        self.push(Piece { kind: Kind::Cut, start: start.saturating_add(captured), len: cut, ..piece });
    }

    /// The next segment of TCP, in the order of the capture.
    pub fn segment(&mut self, segment: &Segment) {
        let Segment { packet, side, sequence, datagram, start, captured, claimed, .. } = *segment;
        if let Some(number) = segment.acknowledgment {
            self.acknowledge(1 - (side & 1), number);
        }
        let own = self.side(side);
        if segment.opens {
            own.open(sequence);
        }
        let (next, mut position) = own.place(sequence);
        if captured == 0 {
            return;
        }
        if position != next && own.before.is_some_and(|(number, _)| number == sequence) {
            // It goes on as if it had not been opened again.
            own.next = own.before.take();
            (position, own.doubted) = (own.position(), true);
        }
        let next = own.position();
        // Where a capture begins in the middle the first number may be that of a bare acknowledgment or a FIN; what comes
        // after it and has an earlier place has not been said here.
        if position < next && !own.begun && own.waiting.is_empty() {
            own.next = Some((sequence, next));
            position = next;
        }
        let part = Part { packet, start, len: captured, datagram };
        if position > next {
            self.side(side).waiting.push(Reverse((position, part)));
            return;
        }
        let end = position + i64::from(claimed);
        if self.say(side, part, position) && claimed > captured {
            // Bytes that only this capture lacks did arrive: nothing waits for them.
            let start = start.saturating_add(captured);
            let (kind, len, certain) = (Kind::Cut, claimed - captured, self.is_certain(side));
            self.push(Piece { side, kind, datagram, packet, start, len, certain });
            self.side(side).go_to(end);
        }
        self.drain(side);
    }

    /// Nothing follows: what still waits is said behind what it waited for.
    pub fn finish(mut self) -> Vec<Piece> {
        for side in 0..2 {
            self.side(side).doubted = true;
            while let Some(Reverse((position, part))) = self.side(side).waiting.peek().copied() {
                self.pass_over(side, position, part.packet);
            }
        }
        self.pieces
    }

    /// The other side has everything of `side`'s before `number`: what of that is not here will not come.
    fn acknowledge(&mut self, side: u8, number: u32) {
        while let Some(Reverse((position, part))) = self.side(side).waiting.peek().copied() {
            if position >= self.side(side).place(number).1 {
                break;
            }
            self.pass_over(side, position, part.packet);
        }
    }

    /// Goes on behind a gap, at `position`.
    fn pass_over(&mut self, side: u8, position: i64, packet: u32) {
        let missing = position - self.side(side).position();
        let len = u32::try_from(missing).unwrap_or(0);
        let certain = self.is_certain(side);
        self.push(Piece { side, kind: Kind::Missing, datagram: false, packet, start: 0, len, certain });
        self.side(side).go_to(position);
        self.drain(side);
    }

    /// Says what waited for what has come.
    fn drain(&mut self, side: u8) {
        loop {
            let own = self.side(side);
            let next = own.position();
            while let Some(Reverse((position, part))) = own.waiting.peek().copied().filter(|one| one.0.0 <= next) {
                own.waiting.pop();
                own.ready.push(Reverse((part, position)));
            }
            let Some(Reverse((part, position))) = own.ready.pop() else { break };
            self.say(side, part, position);
        }
    }

    /// Says what is new of a part that does not begin too late; false when nothing is.
    fn say(&mut self, side: u8, part: Part, position: i64) -> bool {
        let old = self.side(side).position() - position;
        let old = u32::try_from(old).unwrap_or(0).min(part.len);
        let Part { packet, start, len, datagram } = part;
        let certain = self.is_certain(side);
        let piece = Piece { side, kind: Kind::Again, datagram, packet, start, len: old, certain };
        self.push(piece);
        self.push(Piece { kind: Kind::Data, start: start.saturating_add(old), len: len - old, ..piece });
        if old < len {
            let own = self.side(side);
            own.go_to(position + i64::from(len));
            own.begun = true;
        }
        old < len
    }

    fn push(&mut self, piece: Piece) {
        if piece.len > 0 {
            self.pieces.push(piece);
        }
    }

    fn is_certain(&mut self, side: u8) -> bool {
        !self.side(side).doubted
    }

    fn side(&mut self, side: u8) -> &mut Side {
        let [first, second] = &mut self.sides;
        if side == 0 { first } else { second }
    }
}

impl Side {
    /// The place that is expected next.
    fn position(&self) -> i64 {
        self.next.map_or(0, |(_, position)| position)
    }

    /// The place that is expected next, and the place of a sequence number; the first one seen is what is expected.
    fn place(&mut self, sequence: u32) -> (i64, i64) {
        let (number, next) = *self.next.get_or_insert((sequence, 0));
        // Numbers wrap: of two the nearer way round counts (RFC 9293 3.4).
        (next, next + i64::from(sequence.wrapping_sub(number).cast_signed()))
    }

    /// It is opened: numbers count from here, perhaps anew.
    fn open(&mut self, sequence: u32) {
        self.begun = true;
        let opened = self.opened.replace(sequence);
        if opened != Some(sequence)
            && let Some((number, position)) = self.next
            && self.waiting.is_empty()
        {
            self.before = self.next.replace((sequence, position));
            // who spoke before it was opened may have meant another connection
            self.doubted |= opened.is_none() && number != sequence;
        }
    }

    fn go_to(&mut self, position: i64) {
        if let Some((number, next)) = &mut self.next {
            *number = number.wrapping_add((position - *next) as u32);
            *next = position;
        }
    }
}
