//! Who talked to whom, how much and for how long: by addresses, or by addresses and ports.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{
    bytes::Address,
    dissect::record::Record,
    index::{
        Row, Session,
        analysis::found,
        flows::{Flow, Transport},
        packets::NONE,
    },
};

/// What the ends of conversations are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Ethernet addresses.
    Ethernet,
    /// IPv4 addresses.
    Ipv4,
    /// IPv6 addresses.
    Ipv6,
    /// Addresses and TCP ports.
    #[default]
    Tcp,
    /// Addresses and UDP ports.
    Udp,
}

/// One end: an address, and its port where conversations are those of ports.
pub type End = (Address, Option<u16>);

/// Packets and bytes in one direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Packets.
    pub packets: u64,
    /// Bytes on the wire.
    pub bytes: u64,
}

/// Two ends and what went between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The sender of the first packet.
    pub from: End,
    /// Its receiver.
    pub to: End,
    /// Sent by `from`.
    pub there: Amount,
    /// Sent by `to`.
    pub back: Amount,
    /// When the first packet came, in nanoseconds since 1970 UTC.
    pub start: i64,
    /// When the last one came.
    pub end: i64,
    /// Its first packet.
    pub first: u32,
    /// Its place among the capture's flows, where its ends have ports.
    pub flow: Option<u32>,
    /// Nanoseconds that the handshake took, of a TCP conversation that shows it whole.
    pub round_trip: Option<u64>,
    /// Segments that were sent again, and those that are missing.
    pub losses: u32,
}

/// One end and what it sent and received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The end.
    pub end: End,
    /// Sent by it.
    pub sent: Amount,
    /// Received by it.
    pub received: Amount,
}

impl Amount {
    fn add(&mut self, bytes: u32) {
        self.packets += 1;
        self.bytes += u64::from(bytes);
    }

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self { packets: self.packets + other.packets, bytes: self.bytes + other.bytes }
    }
}

impl Conversation {
    fn begin(from: End, to: End, row: &Row, first: u32) -> Self {
        let time = row.instant().unwrap_or(0);
        Self {
            from,
            to,
            there: Amount::default(),
            back: Amount::default(),
            start: time,
            end: time,
            first,
            flow: None,
            round_trip: None,
            losses: 0,
        }
    }

    fn take(&mut self, row: &Row, back: bool) {
        if back { &mut self.back } else { &mut self.there }.add(row.original);
        let time = row.instant().unwrap_or(0);
        (self.start, self.end) = (self.start.min(time), self.end.max(time));
    }

    /// Both directions together.
    pub fn total(&self) -> Amount {
        self.there.and(self.back)
    }
}

/// The conversations of TCP or UDP, in the order of their first packets, of which those count that `is_counted` says.
pub fn of_ports(session: &Session, transport: Transport, is_counted: impl Fn(u32) -> bool) -> Vec<Conversation> {
    let mut found = ByPorts::new(session, transport);
    for (row, packet) in session.packets.iter().zip(0..).filter(|(_, packet)| is_counted(*packet)) {
        found.take(session, row, packet);
    }
    found.finish(session)
}

/// Conversations by addresses and ports, made of packets that are told one by one.
#[derive(Debug)]
pub struct ByPorts {
    transport: Transport,
    /// Of each flow, the place of its conversation plus 1, or 0.
    places: Vec<u32>,
    all: Vec<Conversation>,
}

impl ByPorts {
    /// None yet of this transport.
    pub fn new(session: &Session, transport: Transport) -> Self {
        Self { transport, places: vec![0; session.flows.len()], all: Vec::new() }
    }

    /// The next packet.
    pub fn take(&mut self, session: &Session, row: &Row, packet: u32) {
        let flow = session.flows.get(row.flow).filter(|flow| flow.ends.transport == self.transport);
        let Some((flow, place)) = flow.zip(self.places.get_mut(row.flow as usize)) else { return };
        let end = |(address, port): (Address, u16)| (address, Some(port));
        let (source, destination) = (end(flow.ends.source), end(flow.ends.destination));
        if *place == 0 {
            let (from, to) = if row.way() == 0 { (source, destination) } else { (destination, source) };
            let begun = Conversation::begin(from, to, row, packet);
            let round_trip = round_trip(session, flow);
            self.all.push(Conversation { flow: Some(row.flow), round_trip, ..begun });
            *place = self.all.len() as u32;
        }
        if let Some(conversation) = self.all.get_mut(*place as usize - 1) {
            let turned = conversation.from != source;
            conversation.take(row, (row.way() == 1) != turned);
        }
    }

    /// All conversations, in the order of their first packets.
    pub fn finish(mut self, session: &Session) -> Vec<Conversation> {
        let losses = found::RETRANSMISSION
            | found::FAST_RETRANSMISSION
            | found::SPURIOUS_RETRANSMISSION
            | found::PREVIOUS_UNSEEN;
        for (packet, _) in session.analysis.findings().filter(|(_, finding)| finding.flags & losses != 0) {
            let flow = session.packets.get(packet as usize).map_or(NONE, |row| row.flow);
            let place = self.places.get(flow as usize).and_then(|place| place.checked_sub(1));
            if let Some(conversation) = place.and_then(|place| self.all.get_mut(place as usize)) {
                conversation.losses += 1;
            }
        }
        self.all
    }
}

fn round_trip(session: &Session, flow: &Flow) -> Option<u64> {
    let (syn, last) = flow.handshake;
    let [syn, last] = [syn, last].map(|packet| session.packets.get(packet as usize));
    u64::try_from(last?.since(syn?)).ok()
}

/// Conversations by the addresses of packets, which are told one by one.
#[derive(Debug, Default)]
pub struct ByAddress {
    places: HashMap<(Address, Address), usize>,
    all: Vec<Conversation>,
}

impl ByAddress {
    /// The next packet, from one address to another.
    pub fn take(&mut self, row: &Row, packet: u32, (from, to): (Address, Address)) {
        let turned = from != to && self.places.contains_key(&(to, from));
        let key = if turned { (to, from) } else { (from, to) };
        let place = *self.places.entry(key).or_insert_with(|| {
            self.all.push(Conversation::begin((from, None), (to, None), row, packet));
            self.all.len() - 1
        });
        if let Some(conversation) = self.all.get_mut(place) {
            conversation.take(row, turned);
        }
    }

    /// All conversations, in the order of their first packets.
    pub fn finish(self) -> Vec<Conversation> {
        self.all
    }
}

impl Kind {
    /// The keys of the fields that hold source and destination; none where conversations are those of ports.
    pub fn keys(self) -> Option<[&'static str; 2]> {
        match self {
            Self::Ethernet => Some(["eth.src", "eth.dst"]),
            Self::Ipv4 => Some(["ip.src", "ip.dst"]),
            Self::Ipv6 => Some(["ipv6.src", "ipv6.dst"]),
            Self::Tcp | Self::Udp => None,
        }
    }
}

/// The addresses of every header of a packet in the fields of [`Kind::keys`], outer ones first; those that an error
/// quotes do not count.
pub fn pairs(record: &Record, [from, to]: [&str; 2], bytes: &[u8]) -> Vec<(Address, Address)> {
    let of = |key: &str| -> Vec<Address> {
        let nodes = record.nodes.iter().filter(|node| node.field.key() == key && node.depth <= 1);
        nodes.map(|node| Address::from_octets(node.at.of(bytes))).collect()
    };
    of(from).into_iter().zip(of(to)).collect()
}

/// The ends of conversations, in the order in which they first occur.
pub fn endpoints(conversations: &[Conversation]) -> Vec<Endpoint> {
    let all = ends(conversations).into_iter();
    all.map(|one| Endpoint { end: one.from, sent: one.there, received: one.back }).collect()
}

/// The same as conversations of each end with all others together, which have no address.
pub fn ends(conversations: &[Conversation]) -> Vec<Conversation> {
    let mut places: HashMap<End, usize> = HashMap::new();
    let mut all: Vec<Conversation> = Vec::new();
    for one in conversations {
        for (end, sent, received) in [(one.from, one.there, one.back), (one.to, one.back, one.there)] {
            let place = *places.entry(end).or_insert_with(|| {
                let (there, back) = Default::default();
                let rest = Conversation { flow: None, round_trip: None, losses: 0, ..one.clone() };
                all.push(Conversation { from: end, to: (Address::None, None), there, back, ..rest });
                all.len() - 1
            });
            if let Some(known) = all.get_mut(place) {
                (known.there, known.back) = (known.there.and(sent), known.back.and(received));
                (known.start, known.end) = (known.start.min(one.start), known.end.max(one.end));
            }
        }
    }
    all
}
