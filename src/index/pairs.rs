//! Requests and their responses, found while reading: an echo and its reply, a query and its answer.

use foldhash::{SharedSeed, fast::SeedableRandomState};
use hashbrown::HashTable;
use std::hash::BuildHasher;

use crate::{bytes::Address, index::column::Column};

/// What a request and its response have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which protocol's matching this is.
    pub protocol: u8,
    /// The flow, or a hash of the addresses where there is none.
    pub between: u64,
    /// Identifier and sequence number, or transaction id.
    pub id: u64,
}

impl Key {
    /// What `between` holds where there is no flow: the same for either direction.
    pub fn between(source: Address, destination: Address) -> u64 {
        let one = |address: Address| {
            // FNV-1a; whoever makes two addresses collide only confuses his own requests.
            let step = |hash: u64, octet: &u8| (hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01b3);
            address.octets().iter().fold(0xcbf2_9ce4_8422_2325, step)
        };
        one(source).wrapping_add(one(destination))
    }
}

/// A request and the response found for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The request's packet.
    pub request: u32,
    /// The response's packet.
    pub response: u32,
}

/// All pairs.
#[derive(Debug)]
pub struct Pairs {
    /// Requests whose response may still come.
    open: HashTable<(Key, u32)>,
    /// In the order in which responses came.
    by_response: Column<Pair>,
    /// `request` to its place in `by_response`.
    by_request: HashTable<(u32, u32)>,
    hasher: SeedableRandomState,
}

impl Pairs {
    /// `seed` must be unpredictable.
    pub fn new(seed: u64) -> Self {
        static SHARED: SharedSeed = SharedSeed::from_u64(0x5041_4952_5343_4150);
        Self {
            open: HashTable::new(),
            by_response: Column::default(),
            by_request: HashTable::new(),
            hasher: SeedableRandomState::with_seed(seed, &SHARED),
        }
    }

    /// Packet `packet` asks; an open request of the same key is replaced.
    pub fn request(&mut self, key: Key, packet: u32) {
        let hasher = &self.hasher;
        let hash = hasher.hash_one(key);
        match self.open.find_mut(hash, |(open, _)| *open == key) {
            Some((_, request)) => *request = packet,
            None => {
                self.open.insert_unique(hash, (key, packet), |(open, _)| hasher.hash_one(open));
            }
        }
    }

    /// Whether a request of this key is open, and in which packet.
    pub fn open_request(&self, key: Key) -> Option<u32> {
        self.open.find(self.hasher.hash_one(key), |(open, _)| *open == key).map(|&(_, packet)| packet)
    }

    /// Packet `packet` answers. The request stays open when `again` (answers that repeat refer to it as well).
    pub fn response(&mut self, key: Key, packet: u32, again: bool) -> Option<u32> {
        let entry = self.open.find_entry(self.hasher.hash_one(key), |(open, _)| *open == key).ok()?;
        let request = entry.get().1;
        if !again {
            entry.remove();
        }
        let place = self.by_response.len() as u32;
        self.by_response.push(Pair { request, response: packet }).ok()?;
        let hasher = &self.hasher;
        if self.by_request.find(hasher.hash_one(request), |(known, _)| *known == request).is_none() {
            self.by_request.insert_unique(hasher.hash_one(request), (request, place), |(r, _)| hasher.hash_one(r));
        }
        Some(request)
    }

    /// The packet that `response` answers.
    pub fn request_of(&self, response: u32) -> Option<u32> {
        let place = self.by_response.partition_point(|pair| pair.response < response);
        self.by_response.get(place).filter(|pair| pair.response == response).map(|pair| pair.request)
    }

    /// The first packet that answers `request`.
    pub fn response_of(&self, request: u32) -> Option<u32> {
        let (_, place) = self.by_request.find(self.hasher.hash_one(request), |(known, _)| *known == request)?;
        self.by_response.get(*place as usize).map(|pair| pair.response)
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.open.allocation_size() + self.by_response.memory() + self.by_request.allocation_size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_finds_its_request_and_back() {
        let mut pairs = Pairs::new(1);
        let key = |id| Key { protocol: 1, between: 9, id };
        pairs.request(key(1), 0);
        pairs.request(key(2), 1);
        assert_eq!(pairs.response(key(2), 2, false), Some(1));
        assert_eq!(pairs.response(key(2), 3, false), None);
        assert_eq!(pairs.response(key(1), 4, true), Some(0));
        assert_eq!(pairs.response(key(1), 5, true), Some(0));
        assert_eq!(pairs.response_of(0), Some(4));
        assert_eq!(pairs.response_of(1), Some(2));
        assert_eq!(pairs.request_of(5), Some(0));
        assert_eq!(pairs.request_of(3), None);
    }
}
