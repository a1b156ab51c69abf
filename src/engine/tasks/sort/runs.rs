//! Keys of any number → their order, in little memory: sorted runs, front-coded, merged.
//!
//! ```text
//! run    GET /a, GET /b, 0x3f  …  8,192 keys sorted, each as what it shares with the one before and the rest
//! merge  heap of the runs' next keys ──▶ packets in order
//! ```

use std::{
    cmp::Ordering,
    collections::{BinaryHeap, TryReserveError, binary_heap::PeekMut},
};

/// Keys of a run at most.
const RUN: usize = 8192;

/// Takes keys, then gives their packets in ascending order; equal keys in the order of their packets.
#[derive(Debug, Default)]
pub struct Runs {
    /// The keys of the run that is being filled, one behind the other.
    keys: Vec<u8>,
    entries: Vec<Entry>,
    runs: BinaryHeap<Cursor>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// The key's first bytes: most comparisons end here.
    head: u64,
    start: u32,
    len: u32,
    packet: u32,
}

impl Entry {
    fn key<'k>(&self, keys: &'k [u8]) -> &'k [u8] {
        let start = self.start as usize;
        keys.get(start..start + self.len as usize).unwrap_or_default()
    }
}

impl Runs {
    /// Adds a packet with the key that `write` appends.
    pub fn push(&mut self, packet: u32, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.keys.len();
        write(&mut self.keys);
        let key = self.keys.get(start..).unwrap_or_default();
        self.entries.push(Entry { head: head(key), start: start as u32, len: key.len() as u32, packet });
    }

    /// Whether the run is full, or so long that it had better end.
    pub fn is_full(&self) -> bool {
        self.entries.len() >= RUN || self.keys.len() > 16 << 20
    }

    /// Sorts the run that was filled and begins another one.
    pub fn end_run(&mut self) -> Result<(), TryReserveError> {
        let keys = &self.keys;
        let order = |a: &Entry, b: &Entry| {
            a.head.cmp(&b.head).then_with(|| a.key(keys).cmp(b.key(keys))).then(a.packet.cmp(&b.packet))
        };
        self.entries.sort_unstable_by(order);
        let mut coded = Vec::new();
        coded.try_reserve(self.entries.len() * 8)?;
        let mut before: &[u8] = &[];
        for entry in &self.entries {
            let key = entry.key(keys);
            let shared = before.iter().zip(key).take_while(|(a, b)| a == b).count();
            let rest = key.get(shared..).unwrap_or_default();
            coded.try_reserve(rest.len() + 14)?;
            write_number(&mut coded, shared);
            write_number(&mut coded, rest.len());
            coded.extend_from_slice(rest);
            coded.extend_from_slice(&entry.packet.to_le_bytes());
            before = key;
        }
        coded.shrink_to_fit();
        self.runs.extend(Cursor::new(coded));
        self.keys.clear();
        self.entries.clear();
        Ok(())
    }

    /// The packet with the least key that is left; all runs must have ended.
    pub fn pop(&mut self) -> Option<u32> {
        let mut least = self.runs.peek_mut()?;
        let packet = least.packet;
        if least.advance().is_none() {
            PeekMut::pop(least);
        }
        Some(packet)
    }
}

/// A run that is being read; the heap's greatest is the one whose key is the least.
#[derive(Debug)]
struct Cursor {
    head: u64,
    packet: u32,
    key: Vec<u8>,
    coded: Vec<u8>,
    at: usize,
}

impl Cursor {
    /// At a run's first key, if it has one.
    fn new(coded: Vec<u8>) -> Option<Self> {
        let mut cursor = Self { head: 0, packet: 0, key: Vec::new(), coded, at: 0 };
        cursor.advance().map(|()| cursor)
    }

    /// Goes on to the next key, if there is one.
    fn advance(&mut self) -> Option<()> {
        let shared = self.number()?;
        let rest = self.number()?;
        self.key.truncate(shared);
        self.key.extend_from_slice(self.coded.get(self.at..self.at + rest)?);
        self.at += rest;
        self.packet = u32::from_le_bytes(*self.coded.get(self.at..)?.first_chunk()?);
        self.at += 4;
        self.head = head(&self.key);
        Some(())
    }

    fn number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = *self.coded.get(self.at)?;
            self.at += 1;
            number |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                return Some(number);
            }
        }
    }
}

impl Ord for Cursor {
    fn cmp(&self, other: &Self) -> Ordering {
        let turned = other.head.cmp(&self.head);
        turned.then_with(|| other.key.cmp(&self.key)).then_with(|| other.packet.cmp(&self.packet))
    }
}

impl PartialOrd for Cursor {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Eq for Cursor {}

impl PartialEq for Cursor {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

/// The first eight bytes as a number that compares as they do; a shorter key is less than one that goes on with zeros, or
/// equal, and then the keys themselves decide.
fn head(key: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let len = key.len().min(8);
    if let (Some(to), Some(from)) = (bytes.get_mut(..len), key.get(..len)) {
        to.copy_from_slice(from);
    }
    u64::from_be_bytes(bytes)
}

/// Seven bits a byte, the lowest first.
fn write_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(keys: &[Vec<u8>], run: usize) -> Vec<u32> {
        let mut runs = Runs::default();
        for (packet, key) in keys.iter().enumerate() {
            runs.push(packet as u32, |out| out.extend_from_slice(key));
            if (packet + 1) % run == 0 {
                runs.end_run().unwrap();
            }
        }
        runs.end_run().unwrap();
        std::iter::from_fn(|| runs.pop()).collect()
    }

    proptest! {
        #[test]
        fn keys_come_in_order_and_equal_ones_by_packet(
            keys in prop::collection::vec(prop::collection::vec(0_u8..3, 0..20), 0..200),
            run in 1_usize..50,
        ) {
            let mut expected: Vec<u32> = (0..keys.len() as u32).collect();
            expected.sort_by_key(|packet| &keys[*packet as usize]);
            prop_assert_eq!(sorted(&keys, run), expected);
        }
    }

    #[test]
    fn long_keys_share_what_they_begin_with() {
        let keys: Vec<_> = (0..300_u32).map(|n| [&[b'x'; 1000][..], &(n % 7).to_be_bytes()].concat()).collect();
        let mut runs = Runs::default();
        for (packet, key) in keys.iter().enumerate() {
            runs.push(packet as u32, |out| out.extend_from_slice(key));
        }
        runs.end_run().unwrap();
        assert!(runs.runs.peek().unwrap().coded.len() < 4000);
        let order: Vec<_> = std::iter::from_fn(|| runs.pop()).collect();
        assert!(order.is_sorted_by_key(|packet| (packet % 7, *packet)));
        assert_eq!(order.len(), 300);
    }
}
