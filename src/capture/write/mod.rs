//! Packets → a capture file, piece by piece into a buffer that the caller drains.
//!
//! ```text
//! Writer::new ─▶ start ─▶ packet, packet, … ─▶ finish        each appends to the same `Vec<u8>`
//! ```

mod block;
mod pcap;
mod pcapng;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::pcap::LAST_LINK_TYPE;
use super::{Facts, Interface, Packet};
use pcap::Pcap;
use pcapng::Pcapng;

/// The format that is written; both in little-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// pcapng: all that is known of the packets.
    Pcapng,
    /// Classic pcap: packets of one link type; comments, names, secrets and all that interfaces are called is lost.
    Pcap,
}

/// Why packets do not fit into a format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Refusal {
    /// pcap has one link type for all packets; these are several, ascending.
    #[error("pcap holds packets of one link type, not of {0:?}")]
    SeveralLinkTypes(Vec<u16>),
    /// A link type that is assigned to nothing, with which readers refuse a pcap file.
    #[error("pcap holds no packets of link type {0}")]
    LinkType(u16),
    /// Records that belong to no interface (journal entries, custom blocks) are no packets to pcap.
    #[error("pcap holds packets of an interface only")]
    NoInterface,
}

/// Writes one capture file.
#[derive(Debug)]
pub struct Writer {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Pcapng(Pcapng),
    Pcap(Pcap),
}

impl Writer {
    /// A writer of packets whose capture said `facts`; `used` are the places of the interfaces ([`Packet::interface`]) that will
    /// come, and `application` is the program that writes.
    ///
    /// Several sections become one. Interfaces keep their places.
    pub fn new(
        form: Form,
        facts: &Facts,
        used: impl IntoIterator<Item = u32>,
        application: &str,
    ) -> Result<Self, Refusal> {
        let kind = match form {
            Form::Pcapng => Kind::Pcapng(Pcapng::new(facts, application)),
            Form::Pcap => Kind::Pcap(Pcap::new(&of_one_link_type(facts, used)?)),
        };
        Ok(Self { kind })
    }

    /// Writes what stands before the packets.
    pub fn start(&mut self, out: &mut Vec<u8>) {
        match &mut self.kind {
            Kind::Pcapng(pcapng) => pcapng.start(out),
            Kind::Pcap(pcap) => pcap.start(out),
        }
    }

    /// Writes a packet, its `comments` where the format has them; its offset and its link type (but of records without an
    /// interface) do not matter. Says whether there was a way to write it: its interface is unknown, or it is a custom block
    /// that may not be copied.
    pub fn packet(&mut self, out: &mut Vec<u8>, packet: &Packet<'_>, comments: &[&str]) -> bool {
        match &mut self.kind {
            Kind::Pcapng(pcapng) => pcapng.packet(out, packet, comments),
            Kind::Pcap(pcap) => pcap.packet(out, packet),
        }
    }

    /// Writes what stands behind the packets.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        match &mut self.kind {
            Kind::Pcapng(pcapng) => pcapng.finish(out),
            Kind::Pcap(_) => {}
        }
    }
}

/// Enters `one` where it belongs in `sorted`, unless it is there: there are few, and most come in order.
fn enter<T: Ord>(sorted: &mut Vec<T>, one: T) {
    if let Err(place) = sorted.binary_search(&one) {
        sorted.insert(place, one);
    }
}

/// The interfaces that are used, without repetition.
fn of_one_link_type(facts: &Facts, used: impl IntoIterator<Item = u32>) -> Result<Vec<&Interface>, Refusal> {
    let mut places = Vec::new();
    used.into_iter().for_each(|place| enter(&mut places, place));
    let interface = |place: &u32| facts.interfaces.get(*place as usize).ok_or(Refusal::NoInterface);
    let interfaces = places.iter().map(interface).collect::<Result<Vec<_>, _>>()?;
    let mut link_types = Vec::new();
    interfaces.iter().for_each(|interface| enter(&mut link_types, interface.link_type));
    match link_types[..] {
        [] => Ok(interfaces),
        [link_type] if link_type > LAST_LINK_TYPE => Err(Refusal::LinkType(link_type)),
        [_] => Ok(interfaces),
        _ => Err(Refusal::SeveralLinkTypes(link_types)),
    }
}
