//! The stream that is followed: what both sides said, by their places in packets.

use serde::{Deserialize, Serialize};

use crate::{
    capture::{Bytes, Problem, Source},
    engine::{
        Engine, Unshown,
        stream_lines::{self, Layout, Lines, StreamLines, Walk},
    },
    index::{
        Session,
        flows::{Flow, Transport},
    },
    reassemble::transcript::{Kind, Piece},
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
    pieces: Vec<Piece>,
    pub(super) lines: Option<Lines>,
}

impl Followed {
    pub(super) fn new(name: StreamName, flow: u32, packets: usize, pieces: Vec<Piece>) -> Self {
        Self { name, flow, packets, pieces, lines: None }
    }

    /// Which one it is.
    pub fn name(&self) -> StreamName {
        self.name
    }

    /// All that was said.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
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
        match stream_lines::bytes_of(self.pass_one.session(), &mut self.store, &mut self.joining, piece) {
            Ok(bytes) => Ok(bytes),
            Err(Unshown::Later) => Ok(Bytes::Later),
            Err(Unshown::Unreadable(problem)) => Err(problem),
        }
    }

    /// Some lines of the stream that is followed, if it was laid out like this.
    pub(super) fn stream_lines(
        &mut self,
        name: StreamName,
        layout: Layout,
        first: u64,
        count: u64,
    ) -> Result<Option<StreamLines>, Unshown> {
        self.walk(|followed, walk| {
            let lines = followed.lines.as_ref().filter(|lines| (followed.name, lines.layout) == (name, layout));
            let some = |lines: &Lines, walk: &mut Walk<'_, S>| {
                Ok(StreamLines { all: lines.count, first, lines: lines.some(walk, first, count)? })
            };
            lines.map(|lines| some(lines, walk)).transpose()
        })
        .transpose()
        .map(Option::flatten)
    }

    /// Goes through the lines of the stream that is followed; nothing when none is.
    pub(super) fn walk<T>(
        &mut self,
        go: impl FnOnce(&mut Followed, &mut Walk<'_, S>) -> Result<T, Unshown>,
    ) -> Option<Result<T, Unshown>> {
        let mut followed = self.followed.take()?;
        let pieces = std::mem::take(&mut followed.pieces);
        let mut walk = Walk {
            pieces: &pieces,
            apart: followed.name.transport == Transport::Udp,
            layout: followed.lines.as_ref().map(|lines| lines.layout).unwrap_or_default(),
            session: self.pass_one.session(),
            store: &mut self.store,
            joining: &mut self.joining,
        };
        let gone = go(&mut followed, &mut walk);
        followed.pieces = pieces;
        self.followed = Some(followed);
        Some(gone)
    }
}
