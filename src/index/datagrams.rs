//! Which packets a fragmented IP datagram came in, and, while pass one reads, what has come of those that are not whole.

use std::collections::VecDeque;

use crate::{
    bytes::Address,
    index::{column::Column, marked::Marked, packets::NONE},
};
use foldhash::{SharedSeed, fast::SeedableRandomState};
use hashbrown::HashMap;

/// Bytes of a datagram behind its header at most: its length has two bytes.
pub const LONGEST: u32 = 65_535;
/// Datagrams that are not whole, kept at most: the oldest are given up first.
const MOST_PENDING: usize = 1024;
/// Nanoseconds within which the fragments of a datagram come: RFC 1122 3.3.2 has between 60 and 120 seconds.
const PATIENCE: i64 = 120_000_000_000;

/// A datagram that came in fragments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Datagram {
    /// The packet of the fragment that came first.
    pub first: u32,
    /// The packet that brought the last missing byte, or [`NONE`].
    pub last: u32,
    /// Bytes behind its header, once all of them have come.
    pub len: u32,
}

/// What fragments of one datagram have in common: RFC 791 3.2 and RFC 8200 4.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Who sends it.
    pub source: Address,
    /// Who receives it.
    pub destination: Address,
    /// The sender's number for it.
    pub id: u32,
    /// What it carries; IPv6 does not count it.
    pub protocol: u8,
}

/// All datagrams that came in fragments.
#[derive(Debug)]
pub struct Datagrams {
    all: Column<Datagram>,
    parts: Marked<u32>,
    pending: HashMap<Key, Pending, SeedableRandomState>,
    order: VecDeque<(Key, u32)>,
}

/// What has come of a datagram.
#[derive(Debug)]
struct Pending {
    number: u32,
    time: i64,
    bytes: Vec<u8>,
    /// What has come: from, to; in order, with room between them.
    ranges: Vec<(u32, u32)>,
    /// Where it ends, once the fragment without more behind it has come.
    end: Option<u32>,
}

impl Datagrams {
    /// `seed` must be unpredictable: keys are chosen by whoever made the capture.
    pub fn new(seed: u64) -> Self {
        static SHARED: SharedSeed = SharedSeed::from_u64(0x4652_4147_4d45_4e54);
        let pending = HashMap::with_hasher(SeedableRandomState::with_seed(seed, &SHARED));
        Self { all: Column::default(), parts: Marked::default(), pending, order: VecDeque::new() }
    }

    /// A packet brings a fragment: the datagram's bytes behind its header when it is whole by it.
    ///
    /// Of bytes that come twice the first ones count.
    pub fn add(
        &mut self,
        key: Key,
        (packet, time): (u32, i64),
        offset: u32,
        bytes: &[u8],
        more: bool,
    ) -> Option<Vec<u8>> {
        let end = offset.checked_add(bytes.len() as u32).filter(|end| *end <= LONGEST)?;
        let late = |pending: &Pending| time.saturating_sub(pending.time) > PATIENCE;
        if self.pending.get(&key).is_some_and(late) {
            self.pending.remove(&key);
        }
        if !self.pending.contains_key(&key) {
            self.begin(key, packet, time)?;
        }
        let pending = self.pending.get_mut(&key)?;
        let number = pending.number;
        if !self.parts.push(packet, number) {
            return None;
        }
        pending.take(offset, end, bytes);
        if !more {
            pending.end.get_or_insert(end);
        }
        let whole =
            pending.end.filter(|end| pending.ranges.first().is_some_and(|&(from, to)| from == 0 && to >= *end))?;
        let mut done = self.pending.remove(&key)?;
        done.bytes.truncate(whole as usize);
        let datagram = self.all.get_mut(number as usize)?;
        (datagram.last, datagram.len) = (packet, whole);
        Some(done.bytes)
    }

    fn begin(&mut self, key: Key, packet: u32, time: i64) -> Option<()> {
        let number = u32::try_from(self.all.len()).ok()?;
        self.all.push(Datagram { first: packet, last: NONE, len: 0 }).ok()?;
        if self.order.len() == MOST_PENDING
            && let Some((oldest, number)) = self.order.pop_front()
            && self.pending.get(&oldest).is_some_and(|pending| pending.number == number)
        {
            self.pending.remove(&oldest);
        }
        self.order.push_back((key, number));
        self.pending.insert(key, Pending { number, time, bytes: Vec::new(), ranges: Vec::new(), end: None });
        Some(())
    }

    /// The number and what is known of the datagram of which a packet brought a fragment.
    pub fn of(&self, packet: u32) -> Option<(u32, &Datagram)> {
        let number = *self.parts.get(packet)?;
        Some((number, self.all.get(number as usize)?))
    }

    /// The packets that brought fragments of a datagram up to the one that made it whole, in order.
    pub fn packets(&self, number: u32) -> impl Iterator<Item = u32> + '_ {
        let datagram = self.all.get(number as usize).filter(|datagram| datagram.last != NONE);
        let range = datagram.map(|datagram| datagram.first..=datagram.last);
        range.into_iter().flatten().filter(move |packet| self.parts.get(*packet) == Some(&number))
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        let pending: usize = self.pending.values().map(|pending| pending.bytes.capacity()).sum();
        self.all.memory() + self.parts.memory() + pending
    }
}

impl Pending {
    fn take(&mut self, offset: u32, end: u32, bytes: &[u8]) {
        if self.bytes.len() < end as usize {
            self.bytes.resize(end as usize, 0);
        }
        let mut from = offset;
        while from < end {
            let place = self.ranges.partition_point(|(_, to)| *to <= from);
            let next = self.ranges.get(place).copied();
            if let Some((_, to)) = next.filter(|(start, _)| *start <= from) {
                from = to;
                continue;
            }
            let to = next.map_or(end, |(start, _)| start.min(end));
            let part = bytes.get((from - offset) as usize..(to - offset) as usize);
            if let (Some(into), Some(part)) = (self.bytes.get_mut(from as usize..to as usize), part) {
                into.copy_from_slice(part);
            }
            self.ranges.insert(place, (from, to));
            self.join_at(place);
            from = to;
        }
    }

    /// Ranges that touch the one at `place` become one with it.
    fn join_at(&mut self, place: usize) {
        let touches = |ranges: &[(u32, u32)], at: usize| {
            ranges.get(at).zip(ranges.get(at + 1)).is_some_and(|(one, next)| one.1 == next.0)
        };
        for at in [Some(place), place.checked_sub(1)].into_iter().flatten() {
            if touches(&self.ranges, at) {
                let (_, to) = self.ranges.remove(at + 1);
                if let Some(range) = self.ranges.get_mut(at) {
                    range.1 = to;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = Key { source: Address::None, destination: Address::None, id: 7, protocol: 17 };

    /// Adds fragments `(packet, offset, bytes, more)`: what came whole, with its packet.
    fn whole(datagrams: &mut Datagrams, fragments: &[(u32, u32, &[u8], bool)]) -> Vec<(u32, String)> {
        let add = |&(packet, offset, bytes, more): &(u32, u32, &[u8], bool)| {
            let whole = datagrams.add(KEY, (packet, i64::from(packet)), offset, bytes, more)?;
            Some((packet, String::from_utf8(whole).unwrap()))
        };
        fragments.iter().filter_map(add).collect()
    }

    #[test]
    fn fragments_come_in_any_order_and_twice() {
        let mut datagrams = Datagrams::new(1);
        let came = [(2, 3, &b"def"[..], true), (3, 6, b"gh", false), (5, 3, b"xyz", true), (9, 0, b"abcZ", true)];
        assert_eq!(whole(&mut datagrams, &came), [(9, "abcdefgh".to_owned())]);
        assert_eq!(datagrams.packets(0).collect::<Vec<_>>(), [2, 3, 5, 9]);
        assert_eq!(datagrams.of(5), Some((0, &Datagram { first: 2, last: 9, len: 8 })));
        assert_eq!(datagrams.of(4), None);
    }

    #[test]
    fn the_same_number_again_is_another_datagram() {
        let mut datagrams = Datagrams::new(1);
        let came = [(0, 0, &b"ab"[..], true), (1, 2, b"c", false), (2, 2, b"z", false), (3, 0, b"xy", true)];
        assert_eq!(whole(&mut datagrams, &came), [(1, "abc".to_owned()), (3, "xyz".to_owned())]);
        assert_eq!(datagrams.packets(1).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn what_never_becomes_whole_is_given_up() {
        let mut datagrams = Datagrams::new(1);
        assert!(datagrams.add(KEY, (0, 0), 0, b"ab", true).is_none());
        assert!(datagrams.add(KEY, (1, PATIENCE + 1), 2, b"c", false).is_none());
        assert!(datagrams.add(KEY, (2, 0), 65_530, b"too long", true).is_none());
        for id in 0..10 * MOST_PENDING as u32 {
            datagrams.add(Key { id, ..KEY }, (3 + id, 0), 0, &[0; 1000], true);
        }
        assert!(datagrams.pending.len() <= MOST_PENDING);
    }
}
