//! What is to be said about a rung: what changed, and by which sum.

use serde::{Deserialize, Serialize};

use super::numbers::{ACK, FIN, Numbers, RST, SYN};
use crate::{
    analyse::ladder::{self, Rung, Stands},
    capture::Source,
    dissect::options::Options,
    engine::{Engine, Unshown},
    index::{
        Row, Session,
        analysis::{Finding, Segment, found},
        flows::Transport,
        packets::{NONE, flags},
        states::State,
    },
};

/// What is to be said about a rung. Times are nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remark {
    /// It asks for a connection.
    Opens,
    /// It agrees to it so long after it was asked.
    Agrees(u64),
    /// The handshake is complete, and took so long.
    Complete(u64),
    /// It acknowledges a packet to its last byte: `ack = sequence + taken`, so long after it.
    Acknowledges {
        /// That packet, from 0.
        packet: u32,
        /// Its sequence number, and what it takes.
        sum: (u32, u32),
        /// Time since then.
        after: u64,
    },
    /// The first side closes: the client, or the server.
    ClosesFirst(bool),
    /// The other side closes too.
    ClosesToo(bool),
    /// It breaks the connection off.
    Resets,
    /// It refuses a connection: nobody listens on the port.
    Refuses,
    /// It sends again what was sent so long before.
    Again(Option<u64>),
    /// It repeats an acknowledgment of that packet the so many'th time.
    Repeats(u32, u32),
    /// So many bytes from that number on are not in the capture.
    Missing(u32, u32),
    /// It holds that range beyond what is acknowledged, so that so many bytes before it are missing.
    Selects(u32, u32, u32),
    /// That range came twice (D-SACK, RFC 2883).
    Twice(u32, u32),
    /// It takes so many bytes now.
    Window(u32),
    /// So long there were no packets; so many acknowledgments are left out.
    Pause(u64, u32),
    /// Meanwhile only one side may send: the client, or the server.
    HalfClosed(bool),
    /// The FIN of a side is not in the capture: the client's, or the server's.
    NoFin(bool),
    /// The connection is still open when the capture ends.
    StillOpen,
}

impl<S: Source> Engine<S> {
    /// What is to be said about a rung.
    pub(in crate::engine) fn remarks(
        &mut self,
        rung: &Rung,
        row: &Row,
        numbers: &Numbers,
        options: &Options,
    ) -> Result<Vec<Remark>, Unshown> {
        let session = self.pass_one.session();
        let Some(flow) = session.flows.get(row.flow) else { return Ok(Vec::new()) };
        let client = ladder::client(session, flow);
        let is_client = |way: u8| way == client;
        Ok(match rung.stands {
            Stands::Pause => {
                let before = session.packets.get(row.previous as usize).filter(|before| before.flow == row.flow);
                let half = before.and_then(ladder::half_closed).map(|way| Remark::HalfClosed(is_client(way)));
                let pause = self.pause(rung);
                [Some(Remark::Pause(pause, rung.folded)), half].into_iter().flatten().collect()
            }
            Stands::Open => {
                let no_fin = ladder::without_fin(session, flow).map(|way| Remark::NoFin(is_client(way)));
                vec![no_fin.unwrap_or(Remark::StillOpen)]
            }
            Stands::Missing => self.missing(row, numbers, options)?.into_iter().collect(),
            Stands::Packet if flow.ends.transport == Transport::Udp => Vec::new(),
            Stands::Packet => {
                let mut all = said(session, rung.packet, row, numbers, client);
                let segment = session.analysis.segment(rung.packet);
                if all.is_empty() {
                    all.extend(self.acknowledges(segment, row, options)?);
                }
                all
            }
        })
    }

    /// Time between the packet on the rung before and this one's.
    fn pause(&self, rung: &Rung) -> u64 {
        let rungs = &self.ladder.rungs;
        let place = rungs.partition_point(|other| other.at < rung.at);
        let before = place.checked_sub(1).and_then(|place| rungs.get(place));
        let packets = &self.pass_one.session().packets;
        let rows = before.and_then(|before| packets.get(before.packet as usize)).zip(packets.get(rung.packet as usize));
        rows.map_or(0, |(before, row)| row.since(before).max(0).cast_unsigned())
    }

    fn numbers(&mut self, packet: u32, options: &Options) -> Result<Option<Numbers>, Unshown> {
        self.show(packet.into(), options, |record, _| Numbers::of(record))
    }

    fn acknowledges(
        &mut self,
        segment: Option<Segment>,
        row: &Row,
        options: &Options,
    ) -> Result<Option<Remark>, Unshown> {
        let Some(packet) = segment.map(|segment| segment.acknowledges).filter(|packet| *packet != NONE) else {
            return Ok(None);
        };
        let sent = self.numbers(packet, options)?;
        let since = self.pass_one.session().packets.get(packet as usize).map(|earlier| row.since(earlier));
        Ok(sent.zip(since).map(|(sent, since)| Remark::Acknowledges {
            packet,
            sum: (sent.sequence, sent.taken()),
            after: since.max(0).cast_unsigned(),
        }))
    }

    /// What is missing before a segment: from the end of what its sender sent before.
    fn missing(&mut self, row: &Row, numbers: &Numbers, options: &Options) -> Result<Option<Remark>, Unshown> {
        let session = self.pass_one.session();
        let before = |row: &Row| Some(row.previous).filter(|previous| *previous != NONE);
        let mut packet = before(row);
        let mut steps = 0;
        while let Some(earlier) = packet.and_then(|packet| session.packets.get(packet as usize)) {
            if (earlier.flow, earlier.way()) == (row.flow, row.way()) {
                break;
            }
            steps += 1;
            packet = before(earlier).filter(|_| steps < 1000);
        }
        let Some(packet) = packet else { return Ok(None) };
        let sent = self.numbers(packet, options)?;
        Ok(sent.and_then(|sent| {
            let next = sent.sequence.wrapping_add(sent.taken());
            let bytes = numbers.sequence.wrapping_sub(next);
            (bytes > 0 && bytes < 1 << 30).then_some(Remark::Missing(next, bytes))
        }))
    }
}

/// What was found out about a packet's segment.
pub(super) fn finding<'s>(session: &'s Session, packet: u32, row: &Row) -> Option<&'s Finding> {
    (row.flags & flags::FOUND != 0).then(|| session.analysis.finding(packet))?
}

/// The states of sender and receiver where they are others than before.
pub(super) fn changed(session: &Session, row: &Row) -> (State, State) {
    let before = session.packets.get(row.previous as usize).filter(|before| before.flow == row.flow);
    let state = |way: u8| {
        let (now, before) = (row.states.of(way), before.map_or(State::Unknown, |before| before.states.of(way)));
        if now == before { State::Unknown } else { now }
    };
    (state(row.way()), state(1 - row.way()))
}

/// What is to be said of a segment by itself.
fn said(session: &Session, packet: u32, row: &Row, numbers: &Numbers, client: u8) -> Vec<Remark> {
    let since = |packet: u32| {
        let earlier = session.packets.get(packet as usize)?;
        u64::try_from(row.since(earlier)).ok()
    };
    let Some(flow) = session.flows.get(row.flow) else { return Vec::new() };
    let from_client = row.way() == client;
    let mut all = Vec::new();
    if numbers.has(SYN) {
        let asked = since(flow.handshake.0).filter(|_| numbers.has(ACK));
        all.push(asked.map_or(Remark::Opens, Remark::Agrees));
    } else if numbers.has(RST) {
        let before = session.packets.get(row.previous as usize).map(|before| before.states.of(1 - row.way()));
        all.push(if before == Some(State::SynSent) { Remark::Refuses } else { Remark::Resets });
    } else if flow.handshake.1 == packet {
        all.extend(since(flow.handshake.0).map(Remark::Complete));
    }
    if numbers.has(FIN) && changed(session, row).0 != State::Unknown {
        let first = row.states.of(row.way()) == State::FinWait1;
        all.push(if first { Remark::ClosesFirst(from_client) } else { Remark::ClosesToo(from_client) });
    }
    let Some(finding) = finding(session, packet, row) else { return selected(all, numbers) };
    if finding.flags & (found::RETRANSMISSION | found::FAST_RETRANSMISSION | found::SPURIOUS_RETRANSMISSION) != 0 {
        all.push(Remark::Again(Some(finding.since).filter(|since| *since != NONE).and_then(since)));
    }
    if finding.flags & found::DUPLICATE_ACK != 0 {
        all.push(Remark::Repeats(finding.since, finding.repetition));
    }
    if finding.flags & (found::WINDOW_UPDATE | found::ZERO_WINDOW) != 0 {
        all.push(Remark::Window(numbers.window));
    }
    selected(all, numbers)
}

/// What a segment says of ranges: a hole before one, or that it came twice.
fn selected(mut all: Vec<Remark>, numbers: &Numbers) -> Vec<Remark> {
    if let Some((left, right)) = numbers.selected {
        let hole = left.wrapping_sub(numbers.acknowledgment);
        let twice = hole == 0 || hole > u32::MAX / 2;
        all.push(if twice { Remark::Twice(left, right) } else { Remark::Selects(left, right, hole) });
    }
    all
}
