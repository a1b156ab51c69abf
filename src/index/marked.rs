//! A column in which only some packets have a value: a bit says which, and counting bits finds the value.

use crate::index::column::Column;

/// Packets whose bits share a word.
const TOGETHER: u32 = u64::BITS;

/// Values of some packets, added in packet order; 0.2 bytes a packet beside the values.
#[derive(Debug)]
pub struct Marked<T> {
    words: Column<Word>,
    values: Column<T>,
}

/// Which of 64 packets have a value.
#[derive(Debug, Clone, Copy, Default)]
struct Word {
    /// Their bits, in two halves: three times four bytes need no padding.
    bits: [u32; 2],
    /// How many values come before theirs.
    before: u32,
}

impl Word {
    fn bits(self) -> u64 {
        u64::from(self.bits[0]) | u64::from(self.bits[1]) << 32
    }
}

impl<T> Default for Marked<T> {
    fn default() -> Self {
        Self { words: Column::default(), values: Column::default() }
    }
}

impl<T> Marked<T> {
    /// Gives a packet its value, once, in packet order. Without memory for it it has none; false says so.
    #[inline]
    pub fn push(&mut self, packet: u32, value: T) -> bool {
        let place = (packet / TOGETHER) as usize;
        while self.words.len() <= place {
            let word = Word { bits: [0; 2], before: self.values.len() as u32 };
            if self.words.push(word).is_err() {
                return false;
            }
        }
        let bit = packet % TOGETHER;
        let half = self.words.get_mut(place).and_then(|word| word.bits.get_mut((bit / 32) as usize));
        let Some(half) = half.filter(|half| **half >> (bit % 32) == 0) else { return false };
        if self.values.push(value).is_err() {
            return false;
        }
        *half |= 1 << (bit % 32);
        true
    }

    /// A packet's value.
    #[inline]
    pub fn get(&self, packet: u32) -> Option<&T> {
        let word = self.words.get((packet / TOGETHER) as usize)?;
        let (bits, bit) = (word.bits(), packet % TOGETHER);
        if bits >> bit & 1 == 0 {
            return None;
        }
        let earlier = (bits & ((1 << bit) - 1)).count_ones();
        self.values.get((word.before + earlier) as usize)
    }

    /// All packets that have a value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let packets = self.words.iter().zip(0u32..).flat_map(|(word, place)| {
            let bits = word.bits();
            (0..TOGETHER).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| place * TOGETHER + bit)
        });
        packets.zip(self.values.iter())
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.words.memory() + self.values.memory()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_value_of_each_packet_that_has_one() {
        let mut marked = Marked::default();
        let with: Vec<u32> =
            (0..100_000).filter(|packet| packet % 7 == 3 || packet % 64 == 0 || *packet == 63).collect();
        assert!(with.iter().all(|packet| marked.push(*packet, packet * 10)));
        for packet in 0..100_100 {
            assert_eq!(marked.get(packet).copied(), with.binary_search(&packet).ok().map(|_| packet * 10), "{packet}");
        }
        assert!(
            marked.iter().map(|(packet, value)| (packet, *value)).eq(with.iter().map(|packet| (*packet, packet * 10)))
        );
    }

    #[test]
    fn a_packet_has_one_value_and_packets_come_in_order() {
        let mut marked = Marked::default();
        assert!(marked.push(5, 'a'));
        assert!(!marked.push(5, 'b'));
        assert!(!marked.push(4, 'c'));
        assert_eq!(marked.iter().collect::<Vec<_>>(), [(5, &'a')]);
    }
}
