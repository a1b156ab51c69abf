//! What the messages of a stream say, as who sent them meant it: heads as they stand, bodies out of their chunks and
//! unpacked, frames without their masks.

use serde::{Deserialize, Serialize};

use crate::{
    capture::{Problem, Source},
    dissect::{known::Known, options::Options, record::Record},
    engine::{
        Engine, Unshown,
        exchanges::{
            dialogue::{located, wants_frames, wants_whole},
            head::Head,
        },
        followed::StreamName,
    },
    index::packets::{NONE, flags},
};

/// Whose messages are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Speech {
    /// Those of HTTP: a head, then its body.
    Http,
    /// Those of WebSocket: a message of text or bytes each.
    WebSocket,
}

/// Something that one side said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Utterance {
    /// 0 for who opened the stream.
    pub side: u8,
    /// The packet that brought its last byte, from 0.
    pub packet: u32,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl<S: Source> Engine<S> {
    /// The packets of a TCP stream that bring messages, in order; nothing where there is no such stream.
    pub fn speaking(&self, name: StreamName) -> Option<Vec<u32>> {
        let session = self.pass_one.session();
        let mut flows = (0..session.flows.len() as u32).filter_map(|id| session.flows.get(id));
        let mut at = flows.find(|flow| StreamName::of(flow) == name)?.last;
        let mut packets = Vec::new();
        while let Some(row) = session.packets.get(at as usize).filter(|_| at != NONE) {
            if row.flags & flags::MESSAGES != 0 {
                packets.push(at);
            }
            at = row.previous;
        }
        packets.reverse();
        Some(packets)
    }

    /// What the messages of a packet say; nothing while bytes are not here yet.
    ///
    /// # Errors
    ///
    /// The bytes cannot be read any more.
    pub fn said(&mut self, packet: u32, speech: Speech) -> Result<Option<Vec<Utterance>>, Problem> {
        self.want(match speech {
            Speech::Http => wants_whole(),
            Speech::WebSocket => wants_frames(),
        });
        let said = self.show(packet.into(), &Options::default(), |record, known| match speech {
            Speech::Http => heads_and_bodies(record, known),
            Speech::WebSocket => frames(record, known),
        });
        match said {
            Ok(said) => Ok(Some(said.unwrap_or_default())),
            Err(Unshown::Later) => Ok(None),
            Err(Unshown::Unreadable(problem)) => Err(problem),
        }
    }
}

fn heads_and_bodies(record: &Record, known: Known<'_>) -> Vec<Utterance> {
    let mut said = Vec::new();
    let mut say = |bytes: &[u8]| {
        if !bytes.is_empty() {
            said.push(Utterance { side: known.row.way(), packet: known.packet, bytes: bytes.to_vec() });
        }
    };
    for message in located(record, known).into_iter().filter(|message| message.layer == "http") {
        let len = Head::of(message.bytes).map_or(0, |head| head.len);
        say(message.bytes.get(..len).unwrap_or_default());
        let behind = record.nodes.get(message.node + 1..).unwrap_or_default();
        let own = behind.iter().take_while(|node| node.field.key() != "http");
        if let Some(node) = own.into_iter().find(|node| node.field.key() == "http.file_data") {
            say(record.bytes_at(known, node.at));
        }
    }
    said
}

fn frames(record: &Record, known: Known<'_>) -> Vec<Utterance> {
    let is_payload = |key: &str| matches!(key, "websocket.payload.text" | "data.data");
    let mut inside = false;
    let mut said = Vec::new();
    for node in &record.nodes {
        inside |= node.field.key() == "websocket";
        if inside && is_payload(node.field.key()) {
            let bytes = record.bytes_at(known, node.at).to_vec();
            said.push(Utterance { side: known.row.way(), packet: known.packet, bytes });
        }
    }
    said
}
