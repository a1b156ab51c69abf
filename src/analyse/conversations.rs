//! Who talked to whom, how much and for how long: by addresses, or by addresses and ports.

use std::collections::HashMap;

use crate::{
    bytes::Address,
    index::{Row, Session, flows::Transport},
};

/// One end: an address, and its port where conversations are those of ports.
pub type End = (Address, Option<u16>);

/// Packets and bytes in one direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
    fn begin(from: End, to: End, time: i64) -> Self {
        Self { from, to, there: Amount::default(), back: Amount::default(), start: time, end: time }
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

/// The conversations of TCP or UDP, in the order of their first packets.
pub fn of_ports(session: &Session, transport: Transport) -> Vec<Conversation> {
    let mut places = vec![None; session.flows.len()];
    let mut all = Vec::new();
    for row in session.packets.iter() {
        let Some(flow) = session.flows.get(row.flow).filter(|flow| flow.ends.transport == transport) else { continue };
        let Some(place) = places.get_mut(row.flow as usize) else { continue };
        let place = *place.get_or_insert_with(|| {
            let end = |(address, port): (Address, u16)| (address, Some(port));
            let time = row.instant().unwrap_or(0);
            all.push(Conversation::begin(end(flow.ends.source), end(flow.ends.destination), time));
            all.len() - 1
        });
        if let Some(conversation) = all.get_mut(place) {
            conversation.take(row, row.way() == 1);
        }
    }
    all
}

/// Conversations by the addresses of packets, which are told one by one.
#[derive(Debug, Default)]
pub struct ByAddress {
    places: HashMap<(Address, Address), usize>,
    all: Vec<Conversation>,
}

impl ByAddress {
    /// The next packet, from one address to another.
    pub fn take(&mut self, row: &Row, from: Address, to: Address) {
        let turned = from != to && self.places.contains_key(&(to, from));
        let key = if turned { (to, from) } else { (from, to) };
        let place = *self.places.entry(key).or_insert_with(|| {
            self.all.push(Conversation::begin((from, None), (to, None), row.instant().unwrap_or(0)));
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

/// The ends of conversations, in the order in which they first occur.
pub fn endpoints(conversations: &[Conversation]) -> Vec<Endpoint> {
    let mut places: HashMap<End, usize> = HashMap::new();
    let mut all: Vec<Endpoint> = Vec::new();
    for conversation in conversations {
        let (there, back) = (conversation.there, conversation.back);
        for (end, sent, received) in [(conversation.from, there, back), (conversation.to, back, there)] {
            let place = *places.entry(end).or_insert_with(|| {
                all.push(Endpoint { end, sent: Amount::default(), received: Amount::default() });
                all.len() - 1
            });
            if let Some(endpoint) = all.get_mut(place) {
                endpoint.sent = endpoint.sent.and(sent);
                endpoint.received = endpoint.received.and(received);
            }
        }
    }
    all
}
