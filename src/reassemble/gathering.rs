//! Later passes: the packets that a spread message came in, read again → its bytes.

use crate::{
    dissect::{
        Segment,
        joined::{Joined, Part},
    },
    index::{
        Session,
        messages::{Place, Spread},
        packets::{NONE, flags},
    },
};

/// Everything that came whole with a packet, while it is put together again.
#[derive(Debug)]
pub struct Gathering {
    flow: u32,
    way: u8,
    spread: Vec<Gathered>,
    /// The packets to look at, the last one first.
    packets: Vec<u32>,
    /// Bytes wanted of each message at most.
    most: u64,
}

/// A message, as far as it was put together.
#[derive(Debug)]
struct Gathered {
    spread: Spread,
    joined: Joined,
    /// How many of its parts, and of its bytes, follow upon each other from the first one on.
    reached: (usize, u64),
}

impl Gathered {
    /// Counts on over parts that came: what was counted is not looked at again.
    fn reach(&mut self) {
        let (parts, end) = &mut self.reached;
        while let Some(part) = self.joined.parts.get(*parts).filter(|part| part.start == *end) {
            *parts += 1;
            *end += part.len;
        }
    }
}

impl Gathering {
    /// Nothing read yet of what packet `packet` completed; nothing where it completed nothing.
    ///
    /// Of each message the first `most` bytes are put together.
    pub fn new(session: &Session, packet: u32, most: usize) -> Option<Self> {
        let row = session.packets.get(packet as usize).filter(|row| row.flags & flags::MESSAGES != 0)?;
        let spread: Vec<_> = session
            .messages
            .of(packet)
            .filter_map(|message| match message.place {
                Place::Spread(number) => {
                    let spread = session.messages.spread(number)?;
                    let joined = Joined { number, len: spread.len, ..Joined::default() };
                    Some(Gathered { spread, joined, reached: (0, 0) })
                }
                Place::Here(..) => None,
            })
            .collect();
        let first = spread.iter().map(|one| one.spread.first).min().filter(|first| *first != NONE)?;
        let packets = packets(session, row.flow, packet, first);
        Some(Self { flow: row.flow, way: row.way(), spread, packets, most: most as u64 })
    }

    /// The same of one message, `len` bytes of which came up to `packet` without making it whole.
    pub fn of_open(session: &Session, packet: u32, number: u32, spread: Spread, most: usize) -> Self {
        let row = session.packets.get(packet as usize);
        let (flow, way) = row.map_or((NONE, 0), |row| (row.flow, row.way()));
        let joined = Joined { number, len: spread.len, ..Joined::default() };
        let packets = packets(session, flow, packet, spread.first);
        Self { flow, way, spread: vec![Gathered { spread, joined, reached: (0, 0) }], packets, most: most as u64 }
    }

    /// The packet whose bytes come next; none when everything is there.
    pub fn next(&mut self, session: &Session) -> Option<u32> {
        if self.spread.iter().all(|one| one.reached.1 >= one.joined.len.min(self.most)) {
            return None;
        }
        while let Some(packet) = self.packets.last() {
            let row = session.packets.get(*packet as usize);
            if row.is_some_and(|row| row.flow == self.flow && row.way() == self.way) {
                return Some(*packet);
            }
            self.packets.pop();
        }
        None
    }

    /// Takes the bytes of that packet, whose stream goes on with `segment`, if it does.
    pub fn take(&mut self, bytes: &[u8], segment: Option<&Segment>) {
        let Some(packet) = self.packets.pop() else { return };
        let Some(segment) = segment else { return };
        let payload = bytes.get(segment.start..segment.start.saturating_add(segment.captured)).unwrap_or_default();
        for one in &mut self.spread {
            // In a message of more than 2 GiB the numbers come round; that much is never put together.
            let offset = segment.context.sequence.wrapping_sub(one.spread.sequence).cast_signed();
            add(&mut one.joined, packet, offset.into(), payload, self.most);
            one.reach();
        }
    }

    /// What was put together.
    pub fn finish(self) -> Vec<Joined> {
        let finished = self.spread.into_iter().map(|mut one| {
            // what lies behind a hole cannot be read in its place
            one.joined.bytes.truncate(usize::try_from(one.reached.1).unwrap_or(usize::MAX));
            one.joined
        });
        finished.collect()
    }
}

/// The flow's packets from `first` to `last`, the last one first.
fn packets(session: &Session, flow: u32, last: u32, first: u32) -> Vec<u32> {
    let mut packets = vec![last];
    let mut at = last;
    loop {
        let previous = session.packets.get(at as usize).map_or(NONE, |row| row.previous);
        let is_of = |packet: u32| session.packets.get(packet as usize).is_some_and(|row| row.flow == flow);
        at = if previous != NONE && is_of(previous) {
            previous
        } else {
            // In tunnels the packet before in an outer flow may belong to another conversation: then it has to be looked for.
            match (first..at).rev().find(|packet| is_of(*packet)) {
                Some(packet) => packet,
                None => return packets,
            }
        };
        if at < first {
            return packets;
        }
        packets.push(at);
    }
}

/// Adds what is new of bytes that begin at `offset` of the whole, and keeps them as far as they lie within the first `most`.
pub fn add(joined: &mut Joined, packet: u32, offset: i64, payload: &[u8], most: u64) {
    let begin = offset.max(0).cast_unsigned();
    let end = offset.saturating_add(payload.len() as i64).max(0).cast_unsigned().min(joined.len);
    let mut from = begin;
    while from < end {
        // The parts are in order; of what was sent twice the first counts.
        let place = joined.parts.partition_point(|part| part.start + part.len <= from);
        let next = joined.parts.get(place).copied();
        if let Some(part) = next.filter(|part| part.start <= from) {
            from = part.start + part.len;
            continue;
        }
        let to = next.map_or(end, |part| part.start.min(end));
        joined.parts.insert(place, Part { packet, start: from, len: to - from });
        let shift = (from.cast_signed() - offset) as usize;
        let part = payload.get(shift..shift + (to - from) as usize).unwrap_or_default();
        keep(&mut joined.bytes, from, part, most);
        from = to;
    }
}

fn keep(bytes: &mut Vec<u8>, start: u64, part: &[u8], most: u64) {
    let room = most.saturating_sub(start).min(part.len() as u64) as usize;
    if room == 0 {
        return;
    }
    let start = start as usize;
    if bytes.len() < start + room {
        bytes.resize(start + room, 0);
    }
    if let (Some(into), Some(from)) = (bytes.get_mut(start..start + room), part.get(..room)) {
        into.copy_from_slice(from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_was_sent_twice_the_first_counts() {
        let spread = Spread { first: 0, last: 4, sequence: 0, len: 10 };
        let mut one = Gathered { spread, joined: Joined { len: 10, ..Joined::default() }, reached: (0, 0) };
        let mut reached = Vec::new();
        let parts: [(u32, i64, &[u8]); 4] = [(1, 2, b"cde"), (2, -3, b"...ABCDEF"), (3, 8, b"ijklm"), (4, 5, b"FghI")];
        for (packet, offset, bytes) in parts {
            add(&mut one.joined, packet, offset, bytes, 100);
            one.reach();
            reached.push(one.reached.1);
        }
        assert_eq!(reached, [0, 6, 6, 10]);
        assert_eq!(one.joined.bytes, b"ABcdeFghij");
        let parts: Vec<_> = one.joined.parts.iter().map(|part| (part.packet, part.start, part.len)).collect();
        assert_eq!(parts, [(2, 0, 2), (1, 2, 3), (2, 5, 1), (4, 6, 2), (3, 8, 2)]);
    }

    #[test]
    fn of_a_long_message_only_the_beginning_is_kept() {
        let mut joined = Joined { len: 1 << 40, ..Joined::default() };
        add(&mut joined, 1, 0, b"abc", 4);
        add(&mut joined, 2, 3, b"def", 4);
        assert_eq!((joined.bytes.as_slice(), joined.parts.len()), (&b"abcd"[..], 2));
    }
}
