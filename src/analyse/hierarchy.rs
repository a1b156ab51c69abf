//! Which protocols the packets are made of: a tree of layers, each with its packets and bytes.

use std::collections::HashMap;

use crate::{
    dissect::{
        protocol::{Family, Protocol},
        registry::Registry,
    },
    index::{Row, Session, messages::Place, packets::flags, stacks::ProtocolId},
};

/// A layer, what carries it being its parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The protocol's key.
    pub protocol: &'static str,
    /// Packets that have it there.
    pub packets: u64,
    /// Their bytes on the wire.
    pub bytes: u64,
    /// What it carries, in the order in which it first occurs.
    pub inner: Vec<Layer>,
}

/// What of a packet decides where it counts.
#[derive(PartialEq, Eq, Hash, Clone, Copy)]
struct Kind {
    stack: u16,
    flags: u16,
    /// Messages that lie in it before the first that was put together.
    before: Option<usize>,
}

/// The layers of the packets that `is_counted` says, outermost first.
pub fn hierarchy(session: &Session, registry: &Registry, is_counted: impl Fn(u32) -> bool) -> Vec<Layer> {
    let mut places: HashMap<Kind, usize> = HashMap::new();
    let mut counts: Vec<(Kind, u64, u64)> = Vec::new();
    for (packet, row) in (0..).zip(session.packets.iter()).filter(|(packet, _)| is_counted(*packet)) {
        let kind = kind(session, packet, row);
        let place = *places.entry(kind).or_insert_with(|| {
            counts.push((kind, 0, 0));
            counts.len() - 1
        });
        if let Some((_, packets, bytes)) = counts.get_mut(place) {
            *packets += 1;
            *bytes += u64::from(row.original);
        }
    }
    let mut layers = Vec::new();
    let mut path = Vec::new();
    for (kind, packets, bytes) in counts {
        session.stacks.path(kind.stack, &mut path);
        add(&mut layers, &names(&path, kind, registry), packets, bytes);
    }
    layers
}

fn kind(session: &Session, packet: u32, row: &Row) -> Kind {
    let whole = |place: &Place| matches!(place, Place::Spread(_));
    let before = match row.flags & flags::MESSAGES {
        0 => None,
        _ => session.messages.of(packet).position(|message| whole(&message.place)),
    };
    Kind { stack: row.stack, flags: row.flags & (flags::MALFORMED | flags::CUT_SHORT), before }
}

/// The layers of a packet as tshark counts them.
fn names(path: &[ProtocolId], kind: Kind, registry: &Registry) -> Vec<&'static str> {
    let mut names = Vec::new();
    let mut quoted = false;
    let mut put_together = None;
    for protocol in path.iter().filter_map(|id| registry.get(*id)) {
        let application = !is_carrier(protocol);
        // of a packet that an error quotes only the application counts
        if protocol.key == "ethertype"
            || protocol.key.starts_with("ipv6.")
            || (quoted && (!application || protocol.key == "data"))
        {
            continue;
        }
        if put_together == Some(0) {
            names.push("tcp.segments");
        }
        put_together = put_together.and_then(|before: usize| before.checked_sub(1));
        names.push(protocol.key);
        quoted |= protocol.key.starts_with("icmp");
        if protocol.key == "tcp" {
            put_together = kind.before;
        }
    }
    for (flag, name) in [(flags::CUT_SHORT, "_ws.short"), (flags::MALFORMED, "_ws.malformed")] {
        names.extend((kind.flags & flag != 0).then_some(name));
    }
    names
}

fn is_carrier(protocol: &Protocol) -> bool {
    matches!(protocol.family, Family::Link | Family::Ip | Family::Tcp | Family::Udp)
}

fn add(layers: &mut Vec<Layer>, names: &[&'static str], packets: u64, bytes: u64) {
    let Some((first, rest)) = names.split_first() else { return };
    let place = layers.iter().position(|layer| layer.protocol == *first).unwrap_or_else(|| {
        layers.push(Layer { protocol: first, packets: 0, bytes: 0, inner: Vec::new() });
        layers.len() - 1
    });
    if let Some(layer) = layers.get_mut(place) {
        layer.packets += packets;
        layer.bytes += bytes;
        add(&mut layer.inner, rest, packets, bytes);
    }
}
