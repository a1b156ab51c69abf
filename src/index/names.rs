//! Addresses → names, as the capture itself gives them: DNS answers and the file's name blocks.

use crate::bytes::Address;
use foldhash::{SharedSeed, fast::SeedableRandomState};
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Names kept at most; a capture that names more shows addresses for the rest.
const MOST: usize = 1 << 20;
/// Bytes of their text at most.
const MOST_TEXT: usize = 16 << 20;

/// One name an address, the first one learnt.
#[derive(Debug)]
pub struct Names {
    by_address: HashTable<(Address, u32, u32)>,
    text: String,
    /// The text learnt last: the addresses of one answer share it.
    last: (u32, u32),
    hasher: SeedableRandomState,
}

impl Names {
    /// `seed` must be unpredictable.
    pub fn new(seed: u64) -> Self {
        static SHARED: SharedSeed = SharedSeed::from_u64(0x4e41_4d45_5345_4544);
        Self {
            by_address: HashTable::new(),
            text: String::new(),
            last: (0, 0),
            hasher: SeedableRandomState::with_seed(seed, &SHARED),
        }
    }

    /// Learns that `address` is called what `write` writes, unless it has a name already.
    pub fn learn(&mut self, address: Address, write: impl FnOnce(&mut String)) {
        let hasher = &self.hasher;
        let hash = hasher.hash_one(address);
        let is_full = self.by_address.len() >= MOST || self.text.len() >= MOST_TEXT;
        if is_full || self.by_address.find(hash, |(known, ..)| *known == address).is_some() {
            return;
        }
        let start = self.text.len();
        write(&mut self.text);
        let (Ok(from), Ok(len)) = (u32::try_from(start), u32::try_from(self.text.len() - start)) else { return };
        if self.part(self.last) == self.part((from, len)) {
            self.text.truncate(start);
        } else {
            self.last = (from, len);
        }
        let (from, len) = self.last;
        if len > 0 {
            self.by_address.insert_unique(hash, (address, from, len), |(known, ..)| hasher.hash_one(known));
        }
    }

    fn part(&self, (start, len): (u32, u32)) -> Option<&str> {
        self.text.get(start as usize..(start as usize).saturating_add(len as usize))
    }

    /// The name of `address`.
    pub fn get(&self, address: Address) -> Option<&str> {
        let hash = self.hasher.hash_one(address);
        let &(_, start, len) = self.by_address.find(hash, |(known, ..)| *known == address)?;
        self.part((start, len))
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.by_address.allocation_size() + self.text.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_first_name() {
        let mut names = Names::new(1);
        let address = Address::Ipv4([192, 0, 2, 1]);
        names.learn(address, |text| text.push_str("a.example"));
        names.learn(address, |text| text.push_str("b.example"));
        assert_eq!(names.get(address), Some("a.example"));
        assert_eq!(names.get(Address::None), None);
    }

    #[test]
    fn addresses_of_one_answer_share_their_text() {
        let mut names = Names::new(1);
        for last in 0..4 {
            names.learn(Address::Ipv4([192, 0, 2, last]), |text| text.push_str("many.example"));
        }
        names.learn(Address::Ipv4([192, 0, 2, 9]), |_| {});
        names.learn(Address::Ipv4([192, 0, 2, 8]), |text| text.push_str("other.example"));
        assert_eq!(names.get(Address::Ipv4([192, 0, 2, 3])), Some("many.example"));
        assert_eq!(names.get(Address::Ipv4([192, 0, 2, 9])), None);
        assert_eq!(names.get(Address::Ipv4([192, 0, 2, 8])), Some("other.example"));
        assert_eq!(names.text, "many.exampleother.example");
    }
}
