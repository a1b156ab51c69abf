//! What a shown value may look at: all that was learnt, and the person's choices; never a way to change either.

use std::fmt;

use crate::{
    bytes::{Address, text::write_number},
    dissect::{joined::Joined, options::Options, registry::Registry, services, stations::Station},
    index::{
        Row, Session,
        flows::{Flow, Transport},
        packets::NONE,
        stacks::ProtocolId,
    },
};

/// A view of everything known when a packet is shown.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// What pass one learnt.
    pub session: &'k Session,
    /// The packet's row.
    pub row: &'k Row,
    /// The packet, counted from 0.
    pub packet: u32,
    /// The person's choices.
    pub options: &'k Options,
    /// The packet's bytes.
    pub bytes: &'k [u8],
    /// What was put together of several packets and is whole by this one: sources 1, 2 and so on.
    pub joined: &'k [Joined],
    /// The source that layers are read from.
    pub source: u16,
}

impl<'k> Known<'k> {
    /// The packet's flow.
    pub fn flow(self) -> Option<&'k Flow> {
        self.session.flows.get(self.row.flow)
    }

    /// The packet's row before it in the capture.
    pub fn captured_before(self) -> Option<&'k Row> {
        self.session.packets.get(self.packet.checked_sub(1)? as usize)
    }

    /// The row of the packet that relative times count from: the last reference up to this packet, else the first packet.
    pub fn reference(self) -> Option<&'k Row> {
        let references = &self.options.references;
        let behind = references.partition_point(|reference| *reference <= self.packet);
        let last = behind.checked_sub(1).and_then(|place| references.get(place));
        self.session.packets.get(last.map_or(0, |packet| *packet as usize))
    }

    /// Whether times count from this packet by the person's choice.
    pub fn is_reference(self) -> bool {
        self.options.references.binary_search(&self.packet).is_ok()
    }

    /// The packet's row before it in its flow.
    pub fn before_in_flow(self) -> Option<&'k Row> {
        (self.row.previous != NONE).then(|| self.session.packets.get(self.row.previous as usize))?
    }

    /// The packet's layers, joined by colons.
    pub fn write_stack(self, out: &mut String) -> fmt::Result {
        let registry = Registry::get_all();
        let mut path = Vec::new();
        self.session.stacks.path(self.row.stack, &mut path);
        // Records that follow each other are one layer, as tshark has them.
        let is_tls = |id: ProtocolId| registry.get(id).is_some_and(|protocol| protocol.key == "tls");
        path.dedup_by(|id, before| id == before && is_tls(*id));
        let mut frames = false;
        for (place, id) in path.iter().enumerate() {
            let key = match registry.get(*id).map_or("", |protocol| protocol.key) {
                // tshark enters it twice: for the version, then for the message.
                "igmp" => "igmp:igmp",
                // It enters it once for all frames, from within HTTP.
                "websocket" if std::mem::replace(&mut frames, true) => continue,
                "websocket" => "http:websocket",
                key => key,
            };
            out.push_str(if place == 0 { "" } else { ":" });
            out.push_str(key);
        }
        Ok(())
    }

    /// A network or link address as columns show it: its name where names are wanted and known.
    pub fn address(self, address: Address) -> impl fmt::Display + 'k {
        fmt::from_fn(move |f| match self.name(address) {
            Some(name) => write!(f, "{name}"),
            None => write!(f, "{address}"),
        })
    }

    /// An address as the tree shows it: `name (address)` where names are wanted, itself standing in for an unknown one.
    pub fn address_in_tree(self, address: Address) -> impl fmt::Display + 'k {
        fmt::from_fn(move |f| match self.name(address) {
            Some(name) => write!(f, "{name} ({address})"),
            None if self.is_named(address) => write!(f, "{address} ({address})"),
            None => write!(f, "{address}"),
        })
    }

    /// Whether names are wanted for addresses of this kind.
    fn is_named(self, address: Address) -> bool {
        match address {
            Address::Ipv4(_) | Address::Ipv6(_) => self.options.network_names,
            Address::Mac(_) => self.options.mac_names,
            _ => false,
        }
    }

    fn name(self, address: Address) -> Option<Name<'k>> {
        match address {
            _ if !self.is_named(address) => None,
            Address::Mac(octets) => Station::of(octets).map(Name::Station),
            _ => self.session.names.get(address).map(Name::Learnt),
        }
    }

    /// A port as rows show it: `domain(53)` where names are wanted and it has one.
    pub fn port(self, transport: Transport, port: u16) -> impl fmt::Display + 'k {
        fmt::from_fn(move |f| match self.service(transport, port) {
            Some(name) => write!(f, "{name}({port})"),
            None => write!(f, "{port}"),
        })
    }

    /// Writes a port as [`Known::port`] shows it, which is quicker where it has no name.
    pub fn write_port(self, out: &mut String, transport: Transport, port: u16) -> fmt::Result {
        match self.service(transport, port) {
            Some(name) => fmt::Write::write_fmt(out, format_args!("{name}({port})")),
            None => {
                write_number(out, "", port.into());
                Ok(())
            }
        }
    }

    /// A port as the tree shows it: `domain (53)` where names are wanted, the number standing in for an unknown one.
    pub fn port_in_tree(self, transport: Transport, port: u16) -> impl fmt::Display + 'k {
        fmt::from_fn(move |f| match self.service(transport, port) {
            Some(name) => write!(f, "{name} ({port})"),
            None if self.options.transport_names => write!(f, "{port} ({port})"),
            None => write!(f, "{port}"),
        })
    }

    fn service(self, transport: Transport, port: u16) -> Option<&'static str> {
        self.options.transport_names.then(|| services::name(transport, port))?
    }
}

/// What an address is called.
enum Name<'k> {
    Learnt(&'k str),
    Station(Station),
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Learnt(name) => f.write_str(name),
            Self::Station(station) => station.fmt(f),
        }
    }
}
