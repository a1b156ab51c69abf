//! The sequence ladder that a teacher draws on the board: a lane for each end, a rung for each packet, one below the
//! other. Here is where rungs stand; what is written on them is read when they are seen.

use serde::{Deserialize, Serialize};

use crate::{
    bytes::Address,
    index::{
        Row, Session,
        analysis::found,
        flows::{Flow, Transport},
        packets::{NONE, flags},
        states::State,
    },
};

/// Lanes at most: what needs more is left out.
const LANES: usize = 24;
/// Rungs at most.
const RUNGS: usize = 1 << 20;
/// Time without packets that is told, in nanoseconds.
const PAUSE: i64 = 1_000_000_000;

/// How a ladder is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    /// A lane for each port instead of each host.
    pub ports: bool,
    /// Acknowledgments that do nothing else and change nothing are left out.
    pub folded: bool,
    /// Rungs stand as far apart as their packets came, as far as they have room.
    pub true_time: bool,
}

/// Which packets are on the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Of these flows.
    Flows(Vec<u32>),
    /// Of all flows of one host.
    Host(Address),
    /// Of all flows, from one packet to another.
    Between(u32, u32),
}

/// One end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane {
    /// Its address.
    pub address: Address,
    /// Its port, where ports have lanes of their own.
    pub port: Option<u16>,
    /// It opened the first connection that it has here.
    pub is_client: bool,
}

/// What stands on a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum Stands {
    /// A packet.
    Packet,
    /// Something that is not in the capture, before its packet.
    Missing,
    /// Time without packets, before its packet.
    Pause,
    /// The end of a connection that was not closed both ways, behind its packet.
    Open,
}

/// A rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rung {
    /// Where it begins, in units from the top of the ladder.
    pub at: u32,
    /// Its packet.
    pub packet: u32,
    /// What stands there.
    pub stands: Stands,
    /// Packets left out since the rung before.
    pub folded: u32,
}

/// A ladder.
#[derive(Debug, Default)]
pub struct Ladder {
    /// The ends from left to right.
    pub lanes: Vec<Lane>,
    /// The rungs from the top down.
    pub rungs: Vec<Rung>,
    /// Units of all rungs.
    pub height: u32,
    /// Acknowledgments left out.
    pub folded: u64,
    /// Packets left out because there are too many lanes or rungs.
    pub left_out: u64,
}

/// A ladder that is being made of packets that are told one by one.
#[derive(Debug)]
pub struct Making {
    ladder: Ladder,
    scope: Scope,
    drawing: Drawing,
    /// The time of the packet drawn last.
    last: Option<i64>,
    skipped: u32,
}

impl Ladder {
    /// The lane of an end.
    pub fn lane(&self, (address, port): (Address, u16)) -> Option<u16> {
        let place = |port: Option<u16>| self.lanes.iter().position(|lane| (lane.address, lane.port) == (address, port));
        place(Some(port)).or_else(|| place(None)).and_then(|place| u16::try_from(place).ok())
    }

    /// The end of rung `place`, in units.
    pub fn end_of(&self, place: usize) -> u32 {
        self.rungs.get(place + 1).map_or(self.height, |next| next.at)
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.rungs.capacity() * size_of::<Rung>()
    }

    fn reach(&mut self, end: (Address, u16), ports: bool, is_client: bool) -> bool {
        let (address, port) = (end.0, ports.then_some(end.1));
        if self.lanes.iter().any(|lane| (lane.address, lane.port) == (address, port)) {
            return true;
        }
        let free = self.lanes.len() < LANES;
        if free {
            self.lanes.push(Lane { address, port, is_client });
        }
        free
    }

    fn push(&mut self, packet: u32, stands: Stands, folded: u32, height: u32) {
        self.rungs.push(Rung { at: self.height, packet, stands, folded });
        self.height += height;
    }
}

impl Making {
    /// Nothing drawn yet.
    pub fn new(scope: Scope, drawing: Drawing) -> Self {
        Self { ladder: Ladder::default(), scope, drawing, last: None, skipped: 0 }
    }

    /// The next packet, in the file's order.
    pub fn take(&mut self, session: &Session, row: &Row, packet: u32) {
        let Some(flow) = session.flows.get(row.flow).filter(|flow| self.is_wanted(packet, row.flow, flow)) else {
            return;
        };
        if self.drawing.folded && is_idle(session, row) {
            self.ladder.folded += 1;
            self.skipped += 1;
            return;
        }
        if self.ladder.rungs.len() >= RUNGS || !self.reach(session, flow) {
            self.ladder.left_out += 1;
            return;
        }
        let time = row.instant().unwrap_or(0);
        let paused = self.last.is_some_and(|last| time.saturating_sub(last) >= PAUSE);
        if paused && !self.drawing.true_time {
            self.ladder.push(packet, Stands::Pause, self.skipped, 2);
        }
        let finding = (row.flags & flags::FOUND != 0).then(|| session.analysis.finding(packet)).flatten();
        if finding.is_some_and(|finding| finding.flags & found::PREVIOUS_UNSEEN != 0) {
            self.ladder.push(packet, Stands::Missing, 0, 2);
        }
        let speaks = row.flags & flags::MESSAGES != 0 || flow.ends.transport == Transport::Udp;
        let height = 2 + u32::from(speaks) + u32::from(finding.is_some());
        self.ladder.push(packet, Stands::Packet, self.skipped, height);
        (self.last, self.skipped) = (Some(time), 0);
        if flow.last == packet && matches!(self.scope, Scope::Flows(_)) && is_open(flow, row) {
            self.ladder.push(packet, Stands::Open, 0, 2);
        }
    }

    fn is_wanted(&self, packet: u32, id: u32, flow: &Flow) -> bool {
        match &self.scope {
            Scope::Flows(flows) => flows.contains(&id),
            Scope::Host(address) => [flow.ends.source.0, flow.ends.destination.0].contains(address),
            Scope::Between(first, last) => (*first..=*last).contains(&packet),
        }
    }

    /// Both ends have lanes, the client's before the server's.
    fn reach(&mut self, session: &Session, flow: &Flow) -> bool {
        let (source, destination) = (flow.ends.source, flow.ends.destination);
        let ports = self.drawing.ports || source.0 == destination.0;
        let client = client(session, flow);
        let (first, second) = if client == 0 { (source, destination) } else { (destination, source) };
        self.ladder.reach(first, ports, true) && self.ladder.reach(second, ports, false)
    }

    /// The ladder; where time is true, rungs move down to the places of their instants.
    pub fn finish(mut self, session: &Session) -> Ladder {
        if self.drawing.true_time {
            stretch(&mut self.ladder, session);
        }
        self.ladder
    }
}

/// Moves rungs down so far that the ladder is about twice as long and time runs evenly, where labels leave it room.
fn stretch(ladder: &mut Ladder, session: &Session) {
    let time = |rung: &Rung| session.packets.get(rung.packet as usize).and_then(Row::instant).unwrap_or(0);
    let (Some(first), Some(last)) = (ladder.rungs.first().map(time), ladder.rungs.last().map(time)) else { return };
    let unit = last.abs_diff(first).checked_div(u64::from(ladder.height) * 2).unwrap_or(0).max(1);
    let (mut least, ends) = (0, ladder.height);
    let heights: Vec<u32> = (0..ladder.rungs.len()).map(|place| ladder.end_of(place)).collect();
    for (rung, end) in ladder.rungs.iter_mut().zip(heights) {
        let height = end - rung.at;
        let own = u32::try_from(time(rung).saturating_sub(first).max(0).cast_unsigned() / unit).unwrap_or(0);
        rung.at = own.min(ends.saturating_mul(3)).max(least);
        least = rung.at.saturating_add(height);
    }
    ladder.height = least;
}

/// Whether a segment acknowledges, does nothing else and brings neither side into another state.
fn is_idle(session: &Session, row: &Row) -> bool {
    let before = session.packets.get(row.previous as usize).filter(|before| before.flow == row.flow);
    row.flags & flags::QUIET != 0
        && row.flags & flags::FOUND == 0
        && before.is_some_and(|before| before.states == row.states)
}

/// Which way the client of a flow sends: who opened it, else who has the greater port.
pub fn client(session: &Session, flow: &Flow) -> u8 {
    let first = session.packets.get(flow.first as usize).map(|row| row.states);
    match first.map(|states| (states.of(0), states.of(1))) {
        Some((State::SynSent, _)) => 0,
        Some((_, State::SynSent)) => 1,
        Some((State::SynReceived, _)) => 1,
        _ => u8::from(flow.ends.source.1 < flow.ends.destination.1),
    }
}

/// Whether a TCP connection behind its last packet is not closed by both sides.
fn is_open(flow: &Flow, row: &Row) -> bool {
    let closed = |state: State| matches!(state, State::Closed | State::TimeWait | State::LastAck);
    flow.ends.transport == Transport::Tcp && !(closed(row.states.of(0)) && closed(row.states.of(1)))
}

/// The sides of a flow whose FIN is missing though the other side has closed: a bit for each way.
pub fn without_fin(session: &Session, flow: &Flow) -> Option<u8> {
    let last = session.packets.get(flow.last as usize).filter(|_| flow.last != NONE)?;
    let closing = |way: u8| matches!(last.states.of(way), State::FinWait1 | State::FinWait2);
    (0..2).find(|way| closing(1 - way) && last.states.of(*way) == State::CloseWait)
}

/// The side that may still send while the other one has closed.
pub fn half_closed(row: &Row) -> Option<u8> {
    let closed = |way: u8| matches!(row.states.of(way), State::FinWait1 | State::FinWait2);
    (0..2).find(|way| row.states.of(*way) == State::CloseWait && closed(1 - way))
}
