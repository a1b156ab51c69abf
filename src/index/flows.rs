//! Who talks to whom: one flow a pair of addresses and ports, found by hash, with what its packets taught.

use crate::{
    bytes::Address,
    index::{column::Column, packets::NONE, sides::Sides, waiting::Waiting},
};
use foldhash::{SharedSeed, fast::SeedableRandomState};
use hashbrown::HashTable;
use serde::{Deserialize, Serialize};
use std::hash::{BuildHasher, Hash, Hasher};

/// What carries a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Transport {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// Both ends of a flow as one packet has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ends {
    /// TCP or UDP.
    pub transport: Transport,
    /// Who sends.
    pub source: (Address, u16),
    /// Who receives.
    pub destination: (Address, u16),
}

impl Ends {
    /// The same for both ways of a flow, and whether the ends had to be turned for it.
    #[inline]
    fn key(&self) -> (Key, bool) {
        let source = (self.source.1, self.source.0.number());
        let destination = (self.destination.1, self.destination.0.number());
        let turned = source > destination;
        let (low, high) = if turned { (destination, source) } else { (source, destination) };
        let kind = match self.source.0 {
            Address::None | Address::Unavailable => 0,
            Address::Mac(_) => 2,
            Address::Ipv4(_) => 4,
            Address::Ipv6(_) => 6,
        };
        let numbers = u64::from(low.0) << 32 | u64::from(high.0) << 16 | kind << 1 | self.transport as u64;
        (Key { low: low.1, high: high.1, numbers }, turned)
    }
}

/// What both ways of a flow have in common: addresses, and in `numbers` ports, kind of address and transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    low: u128,
    high: u128,
    numbers: u64,
}

impl Hash for Key {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        // IPv4 addresses fit in the low halves; the others matter for IPv6 alone.
        state.write_u64(self.numbers ^ (self.low >> 64) as u64 ^ ((self.high >> 64) as u64).rotate_left(29));
        state.write_u64(self.low as u64);
        state.write_u64(self.high as u64);
    }
}

/// A flow: its ends as its first packet had them, and what its packets taught.
#[derive(Debug, Clone)]
pub struct Flow {
    /// As the first packet has them; its sender is way 0.
    pub ends: Ends,
    /// Number among the flows of its transport, from 0: `tcp.stream`, `udp.stream`.
    pub stream: u32,
    /// Its first packet.
    pub first: u32,
    /// Its last packet so far.
    pub last: u32,
    /// The application protocol found in it, as a place in the registry plus 1; 0 while unknown.
    pub application: u8,
    /// What has been seen of a TCP connection: `tcp.completeness`.
    pub completeness: u8,
    /// What its first packet adds to that, where the capture began in its middle.
    pub first_seen: u8,
    /// What the application protocol remembers in order to divide its streams.
    pub memory: u64,
    /// Requests seen, of a protocol whose responses come in the same order.
    pub requests: u32,
    /// How many of them have been answered.
    pub responses: u32,
    /// TCP's state a way.
    pub tcp: [TcpWay; 2],
    /// The packets of its last SYN and of the segment that completed its handshake, or [`NONE`].
    pub handshake: (u32, u32),
    /// What both sides have sent and acknowledged; only while pass one reads the conversation.
    pub sides: Option<Box<Sides>>,
}

/// What one side of a TCP connection has said.
#[derive(Debug, Clone, Default)]
pub struct TcpWay {
    /// Its first sequence number: relative numbers count from here.
    pub base: Option<u32>,
    /// Window shift of its SYN: [`UNKNOWN_SHIFT`] while no SYN was seen, [`NO_SHIFT`] when its SYN had none.
    pub shift: i8,
    /// The sequence number behind the data that was read, once any was.
    pub next: Option<u32>,
    /// Data is missing: where the next message begins has to be seen.
    pub lost: bool,
    /// What it waits for, if anything.
    pub waiting: Option<Box<Waiting>>,
}

/// No SYN of this side was seen.
pub const UNKNOWN_SHIFT: i8 = -1;
/// Its SYN carried no window scale option.
pub const NO_SHIFT: i8 = -2;

/// All flows of a capture.
#[derive(Debug)]
pub struct Flows {
    flows: Column<Flow>,
    by_ends: HashTable<u32>,
    hasher: SeedableRandomState,
    streams: [u32; 2],
    /// The flow looked up last, and whether its own ends are turned: packets come in bursts.
    last: Option<(Key, u32, bool)>,
}

impl Flows {
    /// `seed` must be unpredictable: addresses and ports are chosen by whoever made the capture.
    pub fn new(seed: u64) -> Self {
        // `SharedSeed::from_u64` is const and cheap; leaking one per capture would grow, so the per-hasher seed carries it.
        static SHARED: SharedSeed = SharedSeed::from_u64(0x5741_5645_4c49_4e45);
        Self {
            flows: Column::default(),
            by_ends: HashTable::new(),
            hasher: SeedableRandomState::with_seed(seed, &SHARED),
            streams: [0; 2],
            last: None,
        }
    }

    /// The flow at `id`.
    #[inline]
    pub fn get(&self, id: u32) -> Option<&Flow> {
        self.flows.get(id as usize)
    }

    /// The flow at `id`, to teach it.
    #[inline]
    pub fn get_mut(&mut self, id: u32) -> Option<&mut Flow> {
        self.flows.get_mut(id as usize)
    }

    /// The flow with these ends and the way of a packet that has them (0 or 1), if there is one.
    #[inline]
    pub fn find(&mut self, ends: Ends) -> Option<(u32, u8)> {
        let (key, turned) = ends.key();
        if let Some((known, id, own)) = self.last
            && known == key
        {
            return Some((id, u8::from(own != turned)));
        }
        let flows = &self.flows;
        let is_it = |&id: &u32| flows.get(id as usize).is_some_and(|flow| flow.ends.key().0 == key);
        let &id = self.by_ends.find(self.hasher.hash_one(key), is_it)?;
        let own = self.flows.get(id as usize)?.ends.key().1;
        self.last = Some((key, id, own));
        Some((id, u8::from(own != turned)))
    }

    /// Adds a flow whose first packet is `packet`; a flow with the same ends is forgotten by look-ups.
    pub fn add(&mut self, ends: Ends, packet: u32) -> Option<u32> {
        let id = u32::try_from(self.flows.len()).ok()?;
        let (key, turned) = ends.key();
        let hash = self.hasher.hash_one(key);
        let count = self.streams.get_mut(ends.transport as usize)?;
        let way = || TcpWay { shift: UNKNOWN_SHIFT, ..TcpWay::default() };
        let flow = Flow {
            ends,
            stream: *count,
            first: packet,
            last: NONE,
            application: 0,
            memory: 0,
            requests: 0,
            responses: 0,
            completeness: 0,
            first_seen: 0,
            tcp: [way(), way()],
            handshake: (NONE, NONE),
            sides: None,
        };
        self.flows.push(flow).ok()?;
        *count += 1;
        let (flows, hasher) = (&self.flows, &self.hasher);
        let hash_of = |id: &u32| flows.get(*id as usize).map_or(0, |flow| hasher.hash_one(flow.ends.key().0));
        let is_it = |&old: &u32| flows.get(old as usize).is_some_and(|flow| flow.ends.key().0 == key);
        match self.by_ends.find_mut(hash, is_it) {
            Some(old) => *old = id,
            None => {
                self.by_ends.insert_unique(hash, id, hash_of);
            }
        }
        self.last = Some((key, id, turned));
        Some(id)
    }

    /// Number of flows.
    pub fn len(&self) -> usize {
        self.flows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.flows.is_empty()
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.flows.memory() + self.by_ends.allocation_size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_are_one_flow() {
        let mut flows = Flows::new(1);
        let (a, b) = ((Address::Ipv4([10, 0, 0, 1]), 40_000), (Address::Ipv4([10, 0, 0, 2]), 80));
        let there = Ends { transport: Transport::Tcp, source: a, destination: b };
        let back = Ends { source: b, destination: a, ..there };
        assert_eq!(flows.find(there), None);
        let id = flows.add(there, 0).unwrap();
        assert_eq!(flows.find(there), Some((id, 0)));
        assert_eq!(flows.find(back), Some((id, 1)));
        let udp = Ends { transport: Transport::Udp, ..there };
        assert_eq!(flows.find(udp), None);
        let other = flows.add(udp, 1).unwrap();
        assert_eq!(flows.get(other).unwrap().stream, 0);
        let again = flows.add(there, 2).unwrap();
        assert_eq!(flows.find(there), Some((again, 0)));
        assert_eq!(flows.get(again).unwrap().stream, 1);
    }
}
