//! The stream that is followed: what both sides said, by their places in packets.

use serde::{Deserialize, Serialize};

use crate::{
    capture::{Bytes, Problem, Source},
    engine::Engine,
    index::{
        Session,
        flows::{Flow, Transport},
    },
    reassemble::transcript::{Kind, Piece, Whole},
};

/// What a stream is called: `tcp.stream` or `udp.stream`, and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamName {
    /// TCP or UDP.
    pub transport: Transport,
    /// Its number among those of its transport.
    pub number: u32,
}

impl StreamName {
    /// The name of a flow.
    pub fn of(flow: &Flow) -> Self {
        Self { transport: flow.ends.transport, number: flow.stream }
    }
}

/// Who talks in a stream, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamFacts {
    /// Which one it is.
    pub name: StreamName,
    /// How many there are of its transport.
    pub streams: u32,
    /// Its packets.
    pub packets: u64,
    /// The sender of its first packet, and the other side.
    pub sides: [SideFacts; 2],
}

/// One side of a stream.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideFacts {
    /// Its address, as text.
    pub address: String,
    /// Its port.
    pub port: u16,
    /// Bytes that it said.
    pub bytes: u64,
    /// Bytes that it said and that are not in the capture.
    pub missing: u64,
    /// Bytes that it said again.
    pub again: u64,
}

/// What a followed stream is made of.
#[derive(Debug)]
pub struct Followed {
    name: StreamName,
    flow: u32,
    packets: usize,
    whole: Whole,
}

impl Followed {
    pub(super) fn new(name: StreamName, flow: u32, packets: usize, whole: Whole) -> Self {
        Self { name, flow, packets, whole }
    }

    /// Which one it is.
    pub fn name(&self) -> StreamName {
        self.name
    }

    /// All that was said.
    pub fn pieces(&self) -> &[Piece] {
        &self.whole.pieces
    }

    /// What was said without what waited in vain, as tshark has it.
    pub fn settled(&self) -> &[Piece] {
        self.whole.pieces.get(..self.whole.settled).unwrap_or_default()
    }

    /// Who talks, and how much.
    pub fn facts(&self, session: &Session) -> Option<StreamFacts> {
        let ends = session.flows.get(self.flow)?.ends;
        let mut sides = [ends.source, ends.destination].map(|(address, port)| SideFacts {
            address: address.to_string(),
            port,
            ..SideFacts::default()
        });
        for piece in self.pieces() {
            let Some(side) = sides.get_mut(usize::from(piece.side)) else { continue };
            let count = match piece.kind {
                Kind::Data => &mut side.bytes,
                Kind::Missing | Kind::Cut => &mut side.missing,
                Kind::Again => &mut side.again,
            };
            *count += u64::from(piece.len);
        }
        let numbers = (0..session.flows.len() as u32).filter_map(|id| session.flows.get(id));
        let streams = numbers.filter(|flow| flow.ends.transport == self.name.transport).count() as u32;
        Some(StreamFacts { name: self.name, streams, packets: self.packets as u64, sides })
    }
}

impl<S: Source> Engine<S> {
    /// The stream followed last.
    pub fn followed(&self) -> Option<&Followed> {
        self.followed.as_ref()
    }

    /// The bytes of a piece; none of one that the capture does not hold.
    pub fn piece_bytes(&mut self, piece: &Piece) -> Result<Bytes<'_>, Problem> {
        let row = self.pass_one.session().packets.get(piece.packet as usize);
        let Some(row) = row.filter(|_| matches!(piece.kind, Kind::Data | Kind::Again)) else {
            return Ok(Bytes::Here(&[]));
        };
        let start = row.offset.saturating_add(piece.start.into());
        self.store.bytes(start..start.saturating_add(piece.len.into()))
    }
}
