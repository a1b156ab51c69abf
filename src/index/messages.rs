//! Where each message of a stream lies: in which packets, and what it depends on.

use crate::index::{column::Column, marked::Marked, packets::NONE};

/// A message that a packet brings, or brings the last missing bytes of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message {
    /// The packet.
    pub packet: u32,
    /// Where its bytes are.
    pub place: Place,
    /// What its meaning depends on, as its protocol's `cut` chose.
    pub mode: u32,
}

/// Where a message's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// All in the packet: its first byte, counted from the start of the segment's payload, and how many.
    Here(u32, u32),
    /// In several packets: its number among [`Messages::spread`].
    Spread(u32),
}

/// A message that lies in several packets of one way of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// The first packet that holds any of it.
    pub first: u32,
    /// The packet that brought the last missing one, or [`NONE`].
    pub last: u32,
    /// The sequence number of its first byte.
    pub sequence: u32,
    /// Its bytes, once all of them have come.
    pub len: u64,
}

/// All messages, in packet order.
#[derive(Debug, Default)]
pub struct Messages {
    all: Column<Stored>,
    /// By the place in `all`: what some depend on.
    modes: Marked<u32>,
    spread: Column<StoredSpread>,
    parts: Marked<u32>,
}

/// A [`Message`] without its mode: of a spread one, which has a length of its own, `len` is 0.
#[derive(Debug, Clone, Copy)]
struct Stored {
    packet: u32,
    start: u32,
    len: u32,
}

/// A [`Spread`] whose length is in two halves, high one first, so that nothing is padded.
#[derive(Debug, Clone, Copy)]
struct StoredSpread {
    first: u32,
    last: u32,
    sequence: u32,
    len: [u32; 2],
}

impl Messages {
    /// Adds one; packets must come in order. Without memory for it the message is not remembered.
    pub fn push(&mut self, message: Message) -> bool {
        let (start, len) = match message.place {
            Place::Here(start, len) => (start, len),
            Place::Spread(number) => (number, 0),
        };
        let place = self.all.len() as u32;
        let added = self.all.push(Stored { packet: message.packet, start, len }).is_ok();
        if added && message.mode != 0 {
            self.modes.push(place, message.mode);
        }
        added
    }

    /// Those of `packet`, in order.
    pub fn of(&self, packet: u32) -> impl Iterator<Item = Message> + '_ {
        let first = self.all.partition_point(|message| message.packet < packet);
        let of = (first..).map_while(|place| Some((place, self.all.get(place)?)));
        of.take_while(move |(_, message)| message.packet == packet).map(|(at, &Stored { packet, start, len })| {
            let place = if len == 0 { Place::Spread(start) } else { Place::Here(start, len) };
            Message { packet, place, mode: self.modes.get(at as u32).copied().unwrap_or(0) }
        })
    }

    /// Begins a message that goes on in another packet than `first`, which holds the byte numbered `sequence`; nothing without
    /// memory for it.
    pub fn begin(&mut self, first: u32, sequence: u32) -> Option<u32> {
        let number = u32::try_from(self.spread.len()).ok()?;
        self.spread.push(StoredSpread { first, last: NONE, sequence, len: [0; 2] }).ok()?;
        Some(number)
    }

    /// The packet `last` brought the last missing of the `len` bytes of a spread message.
    pub fn complete(&mut self, number: u32, last: u32, len: u64) {
        if let Some(spread) = self.spread.get_mut(number as usize) {
            (spread.last, spread.len) = (last, [(len >> 32) as u32, len as u32]);
        }
    }

    /// Some of a spread message lies in an earlier packet than the one that holds its first byte.
    pub fn reach_back(&mut self, number: u32, packet: u32) {
        if let Some(spread) = self.spread.get_mut(number as usize) {
            spread.first = spread.first.min(packet);
        }
    }

    /// Notes that a packet holds some of a spread message, and not the last missing byte; packets must come in order.
    #[inline]
    pub fn add_part(&mut self, packet: u32, number: u32) {
        self.parts.push(packet, number);
    }

    /// The spread message of which a packet holds some, and not the last missing byte.
    pub fn part(&self, packet: u32) -> Option<Spread> {
        self.spread(*self.parts.get(packet)?)
    }

    /// A spread message.
    pub fn spread(&self, number: u32) -> Option<Spread> {
        let &StoredSpread { first, last, sequence, len: [high, low] } = self.spread.get(number as usize)?;
        Some(Spread { first, last, sequence, len: u64::from(high) << 32 | u64::from(low) })
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.all.memory() + self.modes.memory() + self.spread.memory() + self.parts.memory()
    }
}
