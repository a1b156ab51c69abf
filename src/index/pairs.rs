//! Requests and their responses, found while reading: an echo and its reply, a query and its answer.

use foldhash::{SharedSeed, fast::SeedableRandomState};
use hashbrown::HashTable;
use std::hash::BuildHasher;

use crate::{bytes::Address, index::column::Column};

/// How far off in the list of responses a neighbour is looked for.
const FARTHEST: usize = 10_000;

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

/// A message that refers to an earlier one: a response to its request, or what is said again to what was said first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Link {
    /// The packet of the later message.
    packet: u32,
    /// The packet of the earlier one.
    to: u32,
    /// What tells messages of one packet apart: the low bits of [`Key::id`].
    id: u32,
}

/// A request whose response may still come, or come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// The request's packet.
    pub request: u32,
    /// The packet of the response seen so far.
    pub response: Option<u32>,
}

/// A request of a protocol whose responses come in the requests' order, and its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchange {
    /// The request's packet.
    pub request: u32,
    /// The response's.
    pub response: u32,
    /// Which one of its flow it is, from 0.
    pub number: u32,
    /// Its place among all responses.
    place: usize,
}

/// All pairs.
#[derive(Debug)]
pub struct Pairs {
    open: HashTable<(Key, Open)>,
    /// Responses and their requests, in the order in which responses came.
    responses: Column<Link>,
    /// Messages said again and where they were said first, in the order in which they came.
    repeats: Column<Link>,
    /// A request's packet to the place of its first response in `responses`.
    by_request: HashTable<(u32, u32)>,
    hasher: SeedableRandomState,
}

impl Pairs {
    /// `seed` must be unpredictable.
    pub fn new(seed: u64) -> Self {
        static SHARED: SharedSeed = SharedSeed::from_u64(0x5041_4952_5343_4150);
        Self {
            open: HashTable::new(),
            responses: Column::default(),
            repeats: Column::default(),
            by_request: HashTable::new(),
            hasher: SeedableRandomState::with_seed(seed, &SHARED),
        }
    }

    /// The exchange whose request, or else whose response, a packet ends; of several the first.
    pub fn exchange_of(&self, packet: u32, is_request: bool) -> Option<Exchange> {
        let place = if is_request {
            let hash = self.hasher.hash_one(packet);
            self.by_request.find(hash, |(known, _)| *known == packet)?.1 as usize
        } else {
            self.responses.partition_point(|link| link.packet < packet)
        };
        self.exchange(place).filter(|exchange| packet == if is_request { exchange.request } else { exchange.response })
    }

    fn exchange(&self, place: usize) -> Option<Exchange> {
        let &Link { packet, to, id } = self.responses.get(place)?;
        Some(Exchange { request: to, response: packet, number: id, place })
    }

    /// The exchange of the same flow before (-1) or behind (1) another one; `in_flow` says which packets are of the flow.
    pub fn beside(&self, exchange: Exchange, step: i8, in_flow: impl Fn(u32) -> bool) -> Option<Exchange> {
        let wanted = exchange.number.checked_add_signed(step.into())?;
        let mut place = exchange.place;
        for _ in 0..FARTHEST {
            place = place.checked_add_signed(step.into())?;
            let other = self.exchange(place)?;
            if other.number == wanted && in_flow(other.response) {
                return Some(other);
            }
        }
        None
    }

    /// Packet `packet` asks; an open request of the same key is replaced.
    pub fn request(&mut self, key: Key, packet: u32) {
        let hasher = &self.hasher;
        let hash = hasher.hash_one(key);
        let new = Open { request: packet, response: None };
        match self.open.find_mut(hash, |(open, _)| *open == key) {
            Some((_, open)) => *open = new,
            None => {
                self.open.insert_unique(hash, (key, new), |(open, _)| hasher.hash_one(open));
            }
        }
    }

    /// The open request of this key.
    pub fn open(&self, key: Key) -> Option<Open> {
        self.open.find(self.hasher.hash_one(key), |(open, _)| *open == key).map(|&(_, open)| open)
    }

    /// Packet `packet` answers. The request stays open when `again` (answers that repeat refer to it as well).
    pub fn response(&mut self, key: Key, packet: u32, again: bool) -> Option<u32> {
        let mut entry = self.open.find_entry(self.hasher.hash_one(key), |(open, _)| *open == key).ok()?;
        let request = entry.get().1.request;
        if again {
            entry.get_mut().1.response = Some(packet);
        } else {
            entry.remove();
        }
        let (place, id) = (self.responses.len() as u32, key.id as u32);
        self.responses.push(Link { packet, to: request, id }).ok()?;
        let (hasher, responses) = (&self.hasher, &self.responses);
        let same = |&(known, place): &(u32, u32)| {
            known == request && responses.get(place as usize).is_some_and(|link| link.id == id)
        };
        if self.by_request.find(hasher.hash_one(request), same).is_none() {
            self.by_request.insert_unique(hasher.hash_one(request), (request, place), |(r, _)| hasher.hash_one(r));
        }
        Some(request)
    }

    /// What packet `packet` says under this key was said in packet `first` already.
    pub fn repeat(&mut self, key: Key, packet: u32, first: u32) {
        // Without memory for it the repetition is not remembered.
        let _ = self.repeats.push(Link { packet, to: first, id: key.id as u32 });
    }

    /// The packet that `response` answers.
    pub fn request_of(&self, response: u32) -> Option<u32> {
        links(&self.responses, response).next().map(|link| link.to)
    }

    /// The packet that the message with this id in `response` answers.
    pub fn request_of_message(&self, response: u32, id: u64) -> Option<u32> {
        links(&self.responses, response).find(|link| link.id == id as u32).map(|link| link.to)
    }

    /// The first packet that answers `request`.
    pub fn response_of(&self, request: u32) -> Option<u32> {
        let (_, place) = self.by_request.find(self.hasher.hash_one(request), |(known, _)| *known == request)?;
        self.responses.get(*place as usize).map(|link| link.packet)
    }

    /// The first packet that answers the message with this id in `request`.
    pub fn response_of_message(&self, request: u32, id: u64) -> Option<u32> {
        let response = |place: u32| self.responses.get(place as usize).filter(|link| link.id == id as u32);
        let same = |&(known, place): &(u32, u32)| known == request && response(place).is_some();
        let &(_, place) = self.by_request.find(self.hasher.hash_one(request), same)?;
        response(place).map(|link| link.packet)
    }

    /// The packet that said first what the message with this id in `packet` says again.
    pub fn repeated_from(&self, packet: u32, id: u64) -> Option<u32> {
        links(&self.repeats, packet).find(|link| link.id == id as u32).map(|link| link.to)
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.open.allocation_size()
            + self.responses.memory()
            + self.repeats.memory()
            + self.by_request.allocation_size()
    }
}

/// The links of `packet`.
fn links(all: &Column<Link>, packet: u32) -> impl Iterator<Item = Link> + '_ {
    let first = all.partition_point(|link| link.packet < packet);
    (first..).map_while(|place| all.get(place)).take_while(move |link| link.packet == packet).copied()
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

    #[test]
    fn messages_of_one_packet_are_told_apart() {
        let mut pairs = Pairs::new(1);
        let key = |id| Key { protocol: 1, between: 9, id };
        pairs.request(key(1), 0);
        pairs.request(key(2), 0);
        assert_eq!(pairs.response(key(2), 5, true), Some(0));
        assert_eq!(pairs.response(key(1), 6, true), Some(0));
        assert_eq!(pairs.open(key(1)), Some(Open { request: 0, response: Some(6) }));
        pairs.repeat(key(1), 7, 6);
        assert_eq!(pairs.response_of_message(0, 1), Some(6));
        assert_eq!(pairs.response_of_message(0, 2), Some(5));
        assert_eq!(pairs.request_of_message(6, 1), Some(0));
        assert_eq!(pairs.request_of_message(6, 2), None);
        assert_eq!(pairs.repeated_from(7, 1), Some(6));
        assert_eq!(pairs.repeated_from(7, 2), None);
    }
}
