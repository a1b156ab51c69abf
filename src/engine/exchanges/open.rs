//! Messages of HTTP that go on where the capture ends: a row for each, put together from the packets that came.

use sha2::{Digest, Sha256};

use super::{Message, dialogue::said, head::Head, told::Told};
use crate::{
    capture::Source,
    dissect::{protocols::application::http, registry::Registry},
    engine::{Engine, Unshown},
    index::{
        Session,
        flows::TcpWay,
        messages::Spread,
        packets::NONE,
        waiting::{Begun, Then},
    },
    reassemble::gathering::Gathering,
};

/// What stands for the place among a packet's messages that such a message has not got.
pub const OPEN: u16 = u16::MAX;
/// Bytes put together at most.
const MOST: usize = 32 << 20;
/// Packets of a flow looked at for the last one that brought some of it.
const MOST_PACKETS: usize = 1 << 16;

/// One of them.
#[derive(Debug, Clone, Copy)]
pub struct Open {
    /// The last packet that brought some of it.
    pub packet: u32,
    /// Its number among the spread messages, and where it begins.
    number: u32,
    spread: Spread,
    /// Its body comes in chunks.
    chunked: bool,
    /// How many bytes it should have, where its head says so.
    len: Option<u64>,
}

/// All of a capture that has been read, with what their heads say.
pub fn all(session: &Session) -> Vec<(Message, Open)> {
    let flows = (0..session.flows.len() as u32).filter_map(|id| session.flows.get(id));
    let ways = flows.flat_map(|flow| flow.tcp.iter().zip(0..).map(move |(way, number)| (flow.last, way, number)));
    let begun = |(last, way, number)| {
        let waiting: &TcpWay = way;
        Some((last, number, waiting.waiting.as_ref()?.message.as_ref()?))
    };
    ways.filter_map(begun).filter_map(|(last, way, begun)| open(session, last, way, begun)).collect()
}

fn open(session: &Session, last: u32, way: u8, begun: &Begun) -> Option<(Message, Open)> {
    let protocol = Registry::get_all().get(begun.protocol).filter(|protocol| protocol.key == "http");
    protocol.filter(|_| !begun.cut)?;
    let head = Head::of(&begun.head)?;
    let spread = session.messages.spread(begun.number)?;
    let packet = last_packet(session, last, way, spread)?;
    let body = begun.done.saturating_sub(head.len as u64);
    let message =
        Message { packet, first: spread.first, place: OPEN, size: (head.len as u32, body), said: said(&head) };
    let len = (begun.then == Then::Whole).then(|| begun.done.saturating_add(begun.left));
    let spread = Spread { len: begun.done, ..spread };
    Some((message, Open { packet, number: begun.number, spread, chunked: begun.mode == http::CHUNKED, len }))
}

/// The last packet of this way that brought some of a message, from the flow's last one back.
fn last_packet(session: &Session, last: u32, way: u8, spread: Spread) -> Option<u32> {
    let mut packet = last;
    for _ in 0..MOST_PACKETS {
        let row = session.packets.get(packet as usize).filter(|_| packet != NONE)?;
        if row.way() == way && session.messages.part(packet) == Some(spread) {
            return Some(packet);
        }
        packet = row.previous;
    }
    None
}

impl<S: Source> Engine<S> {
    /// Such a message, as far as it came; nothing where no other packets brought it.
    pub(in crate::engine) fn open_message(&mut self, open: Open) -> Result<Option<Told>, Unshown> {
        let session = self.pass_one.session();
        let make = || Gathering::of_open(session, open.packet, open.number, open.spread, MOST);
        let joined = self.joining.open(session, &mut self.store, open.packet, make);
        let joined = joined.map_err(Unshown::Unreadable)?.ok_or(Unshown::Later)?;
        let Some(head) = Head::of(&joined.bytes) else { return Ok(None) };
        let body = joined.bytes.get(head.len..).unwrap_or_default().to_vec();
        let codings = [head.value("transfer-encoding"), head.value("content-encoding")];
        let unpacked = http::body::unpacked(&body, open.chunked, codings, MOST);
        let sent = open.len.map_or(body.len() as u64, |len| len.saturating_sub(head.len as u64));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Some(Told {
            packet: open.packet,
            words: head.words.map(text),
            headers: head.shown(),
            head: head.len as u64,
            digest: Sha256::digest(unpacked.as_deref().unwrap_or(&body)).into(),
            sent,
            unpacked,
            whole: false,
            open: true,
            parts: joined.parts.iter().map(|part| (part.packet, part.len)).collect(),
            body,
        }))
    }
}
