//! Which station uses which IPv4 address, as ARP tells it, and where two use the same one.

use foldhash::{SharedSeed, fast::SeedableRandomState};
use hashbrown::HashTable;
use std::hash::BuildHasher;

use crate::index::column::Column;

/// Addresses kept at most; further ones are not compared.
const MOST: usize = 1 << 20;

/// The first station seen with an address, and the last packet that said so.
#[derive(Debug, Clone, Copy)]
struct Use {
    address: [u8; 4],
    station: [u8; 6],
    packet: u32,
}

/// A packet that gives an address to another station than the first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate {
    /// The packet, counted from 0.
    pub packet: u32,
    /// The last one before it that gave the address to the first station.
    pub earlier: u32,
    /// What the first station is.
    pub station: [u8; 6],
    /// Whether it is the packet's target and not its sender that has the address.
    pub target: bool,
}

/// All addresses and all duplicates.
#[derive(Debug)]
pub struct Stations {
    by_address: HashTable<Use>,
    duplicates: Column<Duplicate>,
    hasher: SeedableRandomState,
}

impl Stations {
    /// `seed` must be unpredictable.
    pub fn new(seed: u64) -> Self {
        static SHARED: SharedSeed = SharedSeed::from_u64(0x5354_4154_494f_4e53);
        Self {
            by_address: HashTable::new(),
            duplicates: Column::default(),
            hasher: SeedableRandomState::with_seed(seed, &SHARED),
        }
    }

    /// Packet `packet` says that `station` has `address`; of its two stations it is the target, or the sender.
    pub fn uses(&mut self, address: [u8; 4], station: [u8; 6], packet: u32, target: bool) {
        let hasher = &self.hasher;
        let (hash, room) = (hasher.hash_one(address), self.by_address.len() < MOST);
        match self.by_address.find_mut(hash, |known| known.address == address) {
            Some(known) if known.station == station => known.packet = packet,
            Some(known) => {
                let duplicate = Duplicate { packet, earlier: known.packet, station: known.station, target };
                // Without memory for it, the row says nothing of the duplicate.
                let _ = self.duplicates.push(duplicate);
            }
            None if room => {
                let first = Use { address, station, packet };
                self.by_address.insert_unique(hash, first, |known| hasher.hash_one(known.address));
            }
            None => {}
        }
    }

    /// What `packet` gives away of another station's address, as its target or as its sender.
    pub fn duplicate(&self, packet: u32, target: bool) -> Option<Duplicate> {
        let first = self.duplicates.partition_point(|duplicate| duplicate.packet < packet);
        let both = [first, first + 1].into_iter().filter_map(|place| self.duplicates.get(place));
        both.copied().find(|duplicate| duplicate.packet == packet && duplicate.target == target)
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.by_address.allocation_size() + self.duplicates.memory()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_belongs_to_the_first_station() {
        let mut stations = Stations::new(1);
        let (first, second) = ([0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 2]);
        stations.uses([10, 0, 0, 1], first, 0, false);
        stations.uses([10, 0, 0, 1], first, 3, true);
        stations.uses([10, 0, 0, 1], second, 5, true);
        stations.uses([10, 0, 0, 2], second, 6, false);
        let duplicate = Duplicate { packet: 5, earlier: 3, station: first, target: true };
        assert_eq!(stations.duplicate(5, true), Some(duplicate));
        assert_eq!(stations.duplicate(5, false), None);
        assert_eq!(stations.duplicate(6, false), None);
    }
}
