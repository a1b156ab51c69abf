//! Everything that pass one learns of one capture, in one value.

use crate::{
    capture::Interface,
    index::{
        analysis::Analysis,
        column::Column,
        datagrams::Datagrams,
        flows::Flows,
        messages::Messages,
        names::Names,
        packets::{Row, flags},
        pairs::Pairs,
        stacks::Stacks,
        stations::Stations,
    },
};

/// Written by pass one, read by all that comes later.
#[derive(Debug)]
pub struct Session {
    /// One row a packet, in file order.
    pub packets: Column<Row>,
    /// Distinct protocol stacks.
    pub stacks: Stacks,
    /// TCP and UDP flows.
    pub flows: Flows,
    /// What was found out about TCP segments.
    pub analysis: Analysis,
    /// Bytes that TCP streams hold while they wait for more.
    pub waiting: usize,
    /// Messages cut from TCP streams.
    pub messages: Messages,
    /// IP datagrams that came in fragments.
    pub datagrams: Datagrams,
    /// Requests and responses.
    pub pairs: Pairs,
    /// Names of addresses.
    pub names: Names,
    /// Stations and their IPv4 addresses.
    pub stations: Stations,
    /// The file's interfaces.
    pub interfaces: Vec<Interface>,
    /// The file gives interfaces numbers and sections: it is pcapng.
    pub numbered_interfaces: bool,
}

impl Session {
    /// An empty session for a registry of `protocols` protocols; `seed` must be unpredictable.
    pub fn new(seed: u64, protocols: usize) -> Self {
        Self {
            packets: Column::default(),
            stacks: Stacks::new(protocols),
            flows: Flows::new(seed),
            analysis: Analysis::default(),
            waiting: 0,
            messages: Messages::default(),
            datagrams: Datagrams::new(seed.rotate_left(9)),
            pairs: Pairs::new(seed.rotate_left(17)),
            names: Names::new(seed.rotate_left(34)),
            stations: Stations::new(seed.rotate_left(51)),
            interfaces: Vec::new(),
            numbered_interfaces: false,
        }
    }

    /// Whether a packet brought the last missing byte of something that came in several packets.
    pub fn completes(&self, packet: u32) -> bool {
        let row = self.packets.get(packet as usize);
        row.is_some_and(|row| row.flags & flags::MESSAGES != 0) || self.datagrams.of(packet).is_some()
    }

    /// Whether a packet holds a fragment of a datagram that another one makes whole, or none.
    pub fn is_only_fragment(&self, packet: u32) -> bool {
        self.datagrams.of(packet).is_some_and(|(_, datagram)| datagram.last != packet)
    }

    /// The interface of a row.
    pub fn interface(&self, row: &Row) -> Option<&Interface> {
        self.interfaces.get(usize::from(row.interface))
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.packets.memory()
            + self.stacks.memory()
            + self.flows.memory()
            + self.analysis.memory()
            + self.waiting
            + self.messages.memory()
            + self.datagrams.memory()
            + self.pairs.memory()
            + self.names.memory()
            + self.stations.memory()
    }
}
