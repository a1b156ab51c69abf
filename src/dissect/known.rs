//! What a shown value may look at: all that was learnt, and the person's choices; never a way to change either.

use std::fmt;

use crate::{
    bytes::Address,
    dissect::{options::Options, registry::Registry},
    index::{Row, Session, flows::Flow, packets::NONE},
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
    /// The bytes that spans point into.
    pub bytes: &'k [u8],
    /// Which source they are.
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

    /// The packet's row before it in its flow.
    pub fn before_in_flow(self) -> Option<&'k Row> {
        (self.row.previous != NONE).then(|| self.session.packets.get(self.row.previous as usize))?
    }

    /// The packet's layers, joined by colons.
    pub fn write_stack(self, out: &mut String) -> fmt::Result {
        let registry = Registry::get_all();
        let mut path = Vec::new();
        self.session.stacks.path(self.row.stack, &mut path);
        for (place, id) in path.iter().enumerate() {
            out.push_str(if place == 0 { "" } else { ":" });
            out.push_str(match registry.get(*id).map_or("", |protocol| protocol.key) {
                // tshark enters it twice: for the version, then for the message.
                "igmp" => "igmp:igmp",
                key => key,
            });
        }
        Ok(())
    }

    /// A network or link address as columns show it: its name where names are wanted and known.
    pub fn address(self, address: Address) -> impl fmt::Display + 'k {
        fmt::from_fn(move |f| match self.name(address) {
            Some(name) => f.write_str(name),
            None => write!(f, "{address}"),
        })
    }

    /// An address as the tree shows it: `name (address)` where it has a name.
    pub fn address_in_tree(self, address: Address) -> impl fmt::Display + 'k {
        fmt::from_fn(move |f| match self.name(address) {
            Some(name) => write!(f, "{name} ({address})"),
            None => write!(f, "{address}"),
        })
    }

    fn name(self, address: Address) -> Option<&'k str> {
        match address {
            Address::Ipv4(_) | Address::Ipv6(_) if self.options.network_names => self.session.names.get(address),
            _ => None,
        }
    }

    /// A port as rows show it.
    pub fn port(self, port: u16) -> impl fmt::Display + 'k {
        fmt::from_fn(move |f| write!(f, "{port}"))
    }
}
