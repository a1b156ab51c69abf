//! What both sides of a WebSocket connection said, frame by frame, each read again from its packets.

use serde::{Deserialize, Serialize};

use super::dialogue::{located, wants_frames};
use crate::{
    capture::Source,
    dissect::{
        format,
        known::Known,
        options::Options,
        protocols::application::websocket::frames::header,
        record::{Node, Record},
    },
    engine::{Engine, Unshown},
};

/// Bytes of contents that a row has at most.
const CONTENTS: usize = 16 << 10;
/// Bytes as they were sent that a row has at most.
const SENT: usize = 64;
/// Rows answered at once at most.
const MOST: u32 = 1000;

/// A frame. What is masked came from the client: RFC 6455 5.1.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The packet of its last byte, by its place in the file from 0.
    pub packet: u32,
    /// When it came, in nanoseconds since 1970.
    pub time: Option<i64>,
    /// What it is: 1 text, 2 bytes, 0 goes on, 8 close, 9 ping, 10 pong.
    pub opcode: u8,
    /// The message ends with it.
    pub fin: bool,
    /// The four bytes that lie over it.
    pub key: Option<[u8; 4]>,
    /// Bytes of its payload, as it was sent.
    pub len: u64,
    /// The first of them.
    pub sent: Vec<u8>,
    /// What it says, without mask and unpacked, from its beginning on; of the last piece of a message all of it.
    pub contents: Vec<u8>,
    /// How many bytes that has.
    pub size: u64,
    /// Of one that closes: the reason, as its number is called.
    pub reason: String,
}

/// Some frames of a connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frames {
    /// How many there are.
    pub all: u32,
    /// The place of the first of `frames`.
    pub first: u32,
    /// The frames in order.
    pub frames: Vec<Frame>,
}

impl<S: Source> Engine<S> {
    /// Some frames of the exchange at a place among all; nothing while exchanges are not gathered.
    pub(in crate::engine) fn frames(&mut self, number: u32, first: u32, count: u32) -> Result<Option<Frames>, Unshown> {
        let Some(exchanges) = &self.exchanges else { return Ok(None) };
        let of = exchanges.frames(number);
        let all = of.len() as u32;
        let places: Vec<_> = of.iter().skip(first as usize).take(count.min(MOST) as usize).copied().collect();
        let mut frames = Vec::new();
        for (_, packet, place) in places {
            self.want(wants_frames());
            let frame =
                self.show(packet.into(), &Options::default(), |record, known| frame(record, known, place.into()))?;
            frames.extend(frame.flatten());
        }
        Ok(Some(Frames { all, first, frames }))
    }
}

fn frame(record: &Record, known: Known<'_>, place: usize) -> Option<Frame> {
    let all = located(record, known);
    let message = all.get(place).filter(|message| message.layer == "websocket")?;
    let header = header(message.bytes)?;
    let payload = message.bytes.get(header.header..).unwrap_or_default();
    let before = message.bytes.get(..header.header).unwrap_or_default();
    let key = before.last_chunk().copied().filter(|_| header.masked);
    let behind = record.nodes.get(message.node + 1..).unwrap_or_default();
    let own: Vec<&Node> = behind.iter().take_while(|node| node.field.key() != "websocket").collect();
    let named = |keys: &[&str]| own.iter().find(|node| keys.contains(&node.field.key()));
    let said = named(&[
        "websocket.payload.text",
        "websocket.payload.close.reason",
        "websocket.payload.ping",
        "websocket.payload.pong",
        "websocket.payload.continue",
        "data.data",
    ]);
    let contents = said.map_or(&[][..], |node| record.bytes_at(known, node.at));
    let mut reason = String::new();
    if let Some(node) = named(&["websocket.payload.close.status_code"]) {
        // writing to a `String` never fails
        let _ = format::write_value(node, record, known, &mut reason);
    }
    Some(Frame {
        packet: known.packet,
        time: known.row.instant(),
        opcode: header.opcode,
        fin: header.fin,
        key,
        len: header.len,
        sent: payload.get(..SENT).unwrap_or(payload).to_vec(),
        contents: contents.get(..CONTENTS).unwrap_or(contents).to_vec(),
        size: contents.len() as u64,
        reason,
    })
}
