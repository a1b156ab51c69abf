//! Later passes: one packet's bytes → its record, by the stack that pass one decided.

use crate::{
    capture::Packet,
    dissect::{
        self, Onward, Outcome, either::Either, history::History, joined::Joined, known::Known, options::Options,
        record::Record, registry::Registry, sink::Detail,
    },
    index::{Session, stacks::ProtocolId},
    reassemble::{self, datagram},
};

/// Writes packets down one by one; its memory is reused.
#[derive(Debug, Default)]
pub struct Writer {
    /// What was written down of the packet shown last; set its `wants` before.
    pub record: Record,
    /// Bits that the packet shown last gave its row: the same ones as in pass one.
    pub flags: u16,
    /// What was said before the packet that is shown next, where its messages refer back.
    pub history: History,
    /// Layers that pass one found and that were not met again: always 0.
    pub unread: usize,
    path: Vec<ProtocolId>,
}

impl Writer {
    /// Writes down packet `packet` (counted from 0), whose captured bytes are `bytes`; `joined` is what is whole by it.
    ///
    /// Returns what its record is read with, and how the dissection ended; nothing for a packet that is not there.
    pub fn write<'a>(
        &mut self,
        session: &'a Session,
        packet: u32,
        bytes: &'a [u8],
        joined: &'a [Joined],
        options: &'a Options,
    ) -> Option<(Known<'a>, Outcome)> {
        let row = session.packets.get(packet as usize)?;
        self.record.clear();
        self.record.history = std::mem::take(&mut self.history);
        session.stacks.path(row.stack, &mut self.path);
        let known = Known { session, row, packet, options, bytes, joined, source: 0 };
        let mut detail = Detail {
            known,
            record: &mut self.record,
            path: &self.path,
            entered: 0,
            registry: Registry::get_all(),
            flags: 0,
        };
        let link_type = session.interface(row).map_or(Packet::CUSTOM, |interface| interface.link_type);
        let outcome = dissect::packet(bytes, row.original, link_type, Either::Detail(&mut detail));
        let short = reassemble::detail(&mut detail, bytes, &outcome);
        self.flags = detail.flags;
        self.unread = self.path.len().saturating_sub(detail.entered);
        Some((known, Outcome { short, ..outcome }))
    }
}

/// Where the payload of a packet's stream or datagram lies in its bytes, or in those of the datagram that is whole by it.
///
/// `record` is written over, and should want nothing.
pub fn outcome(
    session: &Session,
    packet: u32,
    bytes: &[u8],
    datagram: Option<&Joined>,
    options: &Options,
    record: &mut Record,
) -> Outcome {
    let Some(row) = session.packets.get(packet as usize) else { return Outcome::default() };
    let mut path = Vec::new();
    session.stacks.path(row.stack, &mut path);
    record.clear();
    let known =
        Known { session, row, packet, options, bytes, joined: datagram.map_or(&[], std::slice::from_ref), source: 0 };
    let registry = Registry::get_all();
    let mut detail = Detail { known, record, path: &path, entered: 0, registry, flags: 0 };
    let link_type = session.interface(row).map_or(Packet::CUSTOM, |interface| interface.link_type);
    let outcome = dissect::packet(bytes, row.original, link_type, Either::Detail(&mut detail));
    match outcome.onward {
        Onward::Fragment(fragment, place) if datagram.is_some() => {
            datagram::detail(&mut detail, bytes, fragment, &place)
        }
        _ => outcome,
    }
}
