//! Conversations, counted packet by packet. Those of ports are in the index; the addresses of the others are read where
//! the stack says that they stand, so that few packets are dissected again.

use super::{Outcome, PACKETS, Step};
use crate::{
    analyse::conversations::{ByAddress, ByPorts, Kind, pairs},
    bytes::Address,
    capture::Source,
    dissect::{options::Options, record::Wants, registry::Registry},
    engine::{Engine, Unshown, tables::Tables},
    index::{Session, flows::Transport},
    query::fields,
};

/// Packets whose rows are looked at in one step.
const ROWS: u64 = 16 << 10;

/// Counts the conversations of one kind.
pub struct Count {
    kind: Kind,
    found: Found,
    /// Of each stack, how its addresses are come by.
    ways: Vec<Way>,
    options: Options,
    done: u64,
    of: u64,
}

enum Found {
    Ports(ByPorts),
    Addresses(ByAddress),
}

/// How the addresses of a packet are come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// It has none of this kind.
    Nowhere,
    /// It has one pair, in a header that begins so many bytes into the frame.
    At(u8),
    /// It is dissected again.
    Dissect,
}

impl Count {
    /// Nothing counted yet.
    pub fn new<S: Source>(kind: Kind, engine: &Engine<S>) -> Self {
        let session = engine.pass_one.session();
        let found = match kind {
            Kind::Tcp => Found::Ports(ByPorts::new(session, Transport::Tcp)),
            Kind::Udp => Found::Ports(ByPorts::new(session, Transport::Udp)),
            Kind::Ethernet | Kind::Ipv4 | Kind::Ipv6 => Found::Addresses(ByAddress::default()),
        };
        let ways = (0..session.stacks.len()).map(|stack| way(session, kind, stack as u16)).collect();
        Self { kind, found, ways, options: Options::default(), done: 0, of: engine.packets() }
    }

    /// Looks at the next packets.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let end = self.of.min(self.done + ROWS);
        let mut left = PACKETS;
        if let Some(keys) = self.kind.keys() {
            engine.want(Wants::fields(keys.map(fields::named).concat().iter(), false));
        }
        while self.done < end && left > 0 {
            match self.take(engine) {
                Ok(dissected) => left -= usize::from(dissected),
                Err(why) => return why.into(),
            }
            self.done += 1;
        }
        if self.done < self.of { Step::More } else { self.finish(engine) }
    }

    fn finish<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let found = std::mem::replace(&mut self.found, Found::Addresses(ByAddress::default()));
        let all = match found {
            Found::Ports(ports) => ports.finish(engine.pass_one.session()),
            Found::Addresses(addresses) => addresses.finish(),
        };
        let tables: &mut Tables = &mut engine.tables;
        tables.put(self.kind, all);
        Step::Done(Outcome::Counted)
    }

    /// Takes the next packet; whether its bytes had to be read.
    fn take<S: Source>(&mut self, engine: &mut Engine<S>) -> Result<bool, Unshown> {
        let session = engine.pass_one.session();
        let (packet, place) = (self.done as u32, self.done as usize);
        let Some(row) = session.packets.get(place).copied() else { return Ok(false) };
        let found = match &mut self.found {
            Found::Ports(ports) => {
                ports.take(session, &row, packet);
                return Ok(false);
            }
            Found::Addresses(addresses) => addresses,
        };
        // tshark counts a fragmented datagram of IPv6 where it is whole
        if self.kind == Kind::Ipv6 && session.is_only_fragment(packet) {
            return Ok(false);
        }
        match self.ways.get(usize::from(row.stack)).copied().unwrap_or(Way::Dissect) {
            Way::Nowhere => return Ok(false),
            Way::At(start) => {
                if let Some(pair) = pair_at(self.kind, start, engine.frame(&row)?) {
                    found.take(&row, packet, pair);
                    return Ok(true);
                }
            }
            Way::Dissect => {}
        }
        let keys = self.kind.keys().unwrap_or_default();
        let all = engine.show(packet.into(), &self.options, |record, known| pairs(record, keys, known.bytes))?;
        for pair in all.into_iter().flatten() {
            found.take(&row, packet, pair);
        }
        Ok(true)
    }

    /// Packets looked at, and packets there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.of)
    }
}

/// What a stack says of the addresses of its packets: a header that follows upon link layers of a fixed length is
/// read where it stands.
fn way(session: &Session, kind: Kind, stack: u16) -> Way {
    let registry = Registry::get_all();
    let mut path = Vec::new();
    session.stacks.path(stack, &mut path);
    let layer = match kind {
        Kind::Ethernet => "eth",
        Kind::Ipv4 => "ip",
        _ => "ipv6",
    };
    let mut keys = path.iter().filter_map(|id| registry.get(*id)).map(|protocol| protocol.key);
    match keys.clone().filter(|key| *key == layer).count() {
        0 => return Way::Nowhere,
        1 => {}
        _ => return Way::Dissect,
    }
    let before = keys.by_ref().take_while(|key| *key != layer).map(|key| match key {
        "eth" => Some(14),
        "sll" => Some(16),
        "null" | "vlan" => Some(4),
        "raw" => Some(0),
        _ => None,
    });
    before.sum::<Option<u8>>().map_or(Way::Dissect, Way::At)
}

/// The addresses of a header that begins so many bytes into a frame; nothing where there is no whole sound header.
fn pair_at(kind: Kind, start: u8, bytes: &[u8]) -> Option<(Address, Address)> {
    let header = bytes.get(usize::from(start)..)?;
    let (at, len) = match kind {
        Kind::Ethernet if header.len() >= 14 => (0, 6),
        Kind::Ipv4 if header.len() >= 20 && matches!(header.first(), Some(0x45..=0x4f)) => (12, 4),
        Kind::Ipv6 if header.len() >= 40 && matches!(header.first(), Some(0x60..=0x6f)) => (8, 16),
        _ => return None,
    };
    let mut both = header.get(at..)?.chunks_exact(len).map(Address::from_octets);
    let (first, second) = (both.next()?, both.next()?);
    Some(if kind == Kind::Ethernet { (second, first) } else { (first, second) })
}
