//! A conversation's packets → what both sides said: each header is read again, payloads are not.

use super::{Outcome, PACKETS, Step};
use crate::{
    capture::{Bytes, Source},
    dissect::{
        field::Field,
        options::Options,
        record::{Node, Record, Value, Wants},
    },
    engine::{
        Engine, Unshown, detail,
        followed::{Followed, StreamName},
        stream_lines::{Cursor, Layout, Lines},
    },
    index::{Session, flows::Transport, packets::NONE},
    query::fields,
    reassemble::transcript::{Segment, Transcript},
};

/// Packets that one step goes back over.
const ROWS: usize = 4096;
/// The acknowledgment counts.
const ACK: u64 = 0x10;
/// The sequence number is that of the SYN, data come behind it.
const SYN: u64 = 0x02;
/// The connection is broken off.
const RST: u64 = 0x04;

/// Follows a stream.
pub struct Follow {
    name: StreamName,
    flow: Option<u32>,
    /// It was put together before.
    known: bool,
    /// Those of the conversation, the last one first.
    packets: Vec<u32>,
    /// The packet to look at next on the way back.
    back: Option<u32>,
    read: usize,
    transcript: Transcript,
    wanted: Wanted,
    record: Record,
    options: Options,
    /// The lines found so far, where they are wanted, and the place behind them.
    lines: Option<Lines>,
    at: Cursor,
}

/// The fields that tell a segment's place.
struct Wanted {
    sequence: &'static [&'static Field],
    acknowledgment: &'static [&'static Field],
    flags: &'static [&'static Field],
    len: &'static [&'static Field],
    payload: &'static [&'static Field],
}

impl Follow {
    /// Begins at the stream's last packet.
    pub fn new<S>(name: StreamName, layout: Option<Layout>, engine: &Engine<S>) -> Self {
        let flows = &engine.pass_one.session().flows;
        let is_it = |id: &u32| flows.get(*id).is_some_and(|flow| StreamName::of(flow) == name);
        let flow = (0..flows.len() as u32).find(is_it);
        let known = engine.followed.as_ref().is_some_and(|followed| followed.name() == name) && engine.finished;
        let back = flow.filter(|_| !known).and_then(|flow| flows.get(flow)).map(|flow| flow.last);
        let wanted = Wanted::of(name.transport);
        let record = Record { wants: wanted.wants(), ..Record::default() };
        let (packets, transcript, options) = (Vec::new(), Transcript::default(), Options::default());
        let lines = layout.map(Lines::new);
        let at = Cursor::default();
        Self { name, flow, known, packets, back, read: 0, transcript, wanted, record, options, lines, at }
    }

    /// Goes on, back over the conversation's rows and then forward through its packets.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let Some(flow) = self.flow else { return Step::Done(Outcome::Followed(None)) };
        if self.back.is_some() {
            self.go_back(engine.pass_one.session(), flow);
            return Step::More;
        }
        if self.known {
            return self.lay_out(engine).unwrap_or_else(Step::from);
        }
        if let Err(why) = self.read(engine) {
            return why.into();
        }
        if self.read == self.packets.len() {
            let pieces = std::mem::take(&mut self.transcript).finish();
            engine.followed = Some(Followed::new(self.name, flow, self.packets.len(), pieces));
            self.known = true;
        }
        Step::More
    }

    /// Finds the next lines.
    fn lay_out<S: Source>(&mut self, engine: &mut Engine<S>) -> Result<Step, Unshown> {
        let at = &mut self.at;
        if let Some(lines) = &mut self.lines {
            let found = engine.walk(|_, walk| {
                walk.layout = lines.layout;
                lines.find(walk, at)
            });
            if found.transpose()?.unwrap_or(false) {
                return Ok(Step::More);
            }
        }
        let session = engine.pass_one.session();
        // somebody may have followed another stream meanwhile
        let followed = engine.followed.as_mut().filter(|followed| followed.name() == self.name);
        let facts = followed.and_then(|followed| {
            followed.lines = self.lines.take().or(followed.lines.take());
            followed.facts(session)
        });
        Ok(Step::Done(Outcome::Followed(facts.map(Box::new))))
    }

    /// From packet to packet; of packets in tunnels the one before may be another conversation's.
    fn go_back(&mut self, session: &Session, flow: u32) {
        let first = session.flows.get(flow).map_or(0, |flow| flow.first);
        for _ in 0..ROWS {
            let Some(packet) = self.back else { break };
            let row = session.packets.get(packet as usize);
            let own = row.filter(|row| row.flow == flow);
            if own.is_some() {
                self.packets.push(packet);
            }
            let before = match own {
                Some(row) => Some(row.previous).filter(|previous| *previous != NONE),
                None => packet.checked_sub(1),
            };
            self.back = before.filter(|before| *before >= first);
        }
    }

    fn read<S: Source>(&mut self, engine: &mut Engine<S>) -> Result<(), Unshown> {
        for _ in 0..PACKETS {
            let place = self.packets.len().checked_sub(self.read + 1);
            let Some(packet) = place.and_then(|place| self.packets.get(place)) else { break };
            let session = engine.pass_one.session();
            let Some(row) = session.packets.get(*packet as usize) else { break };
            let whole = engine.joining.whole(session, &mut engine.store, *packet).map_err(Unshown::Unreadable)?;
            let Some(datagram) = whole else { return Err(Unshown::Later) };
            let range = row.offset..row.offset.saturating_add(row.captured.into());
            let Bytes::Here(bytes) = engine.store.bytes(range).map_err(Unshown::Unreadable)? else {
                return Err(Unshown::Later);
            };
            // messages are not put together, only what headers need
            detail::outcome(session, *packet, bytes, datagram, &self.options, &mut self.record);
            match (self.wanted.segment(&self.record, *packet, row.way()), self.name.transport) {
                (Some(segment), Transport::Tcp) => self.transcript.segment(&segment),
                (Some(segment), Transport::Udp) => self.transcript.datagram(&segment),
                (None, _) => {}
            }
            self.read += 1;
        }
        Ok(())
    }

    /// Packets read, and packets to read.
    pub fn progress(&self) -> (u64, u64) {
        (self.read as u64, self.packets.len() as u64)
    }
}

impl Wanted {
    fn of(transport: Transport) -> Self {
        match transport {
            Transport::Tcp => Self {
                sequence: fields::named("tcp.seq_raw"),
                acknowledgment: fields::named("tcp.ack_raw"),
                flags: fields::named("tcp.flags"),
                len: fields::named("tcp.len"),
                payload: fields::named("tcp.payload"),
            },
            Transport::Udp => Self {
                sequence: &[],
                acknowledgment: &[],
                flags: &[],
                len: fields::named("udp.length"),
                payload: fields::named("udp.payload"),
            },
        }
    }

    fn wants(&self) -> Wants {
        let all = [self.sequence, self.acknowledgment, self.flags, self.len, self.payload];
        Wants::fields(all.into_iter().flatten(), false)
    }

    /// Where the packet stands in its conversation; nothing of one whose header is not whole, or that only quotes it.
    fn segment(&self, record: &Record, packet: u32, side: u8) -> Option<Segment> {
        // the innermost header is the conversation's
        let find = |fields: &[&'static Field]| {
            let is_it = |node: &&Node| node.depth <= 1 && fields.iter().any(|field| std::ptr::eq(*field, node.field));
            record.nodes.iter().rev().find(is_it)
        };
        let number = |fields| match find(fields)?.value {
            Value::Number(number) => Some(number),
            _ => None,
        };
        let payload = find(self.payload).map(|node| node.at).unwrap_or_default();
        let mut segment = Segment {
            packet,
            side,
            datagram: payload.source != 0,
            start: payload.start,
            captured: payload.len,
            ..Segment::default()
        };
        let len = number(self.len)? as u32;
        if self.sequence.is_empty() {
            segment.claimed = len.saturating_sub(8).max(segment.captured);
            return Some(segment);
        }
        let flags = number(self.flags)?;
        segment.claimed = len;
        let syn = flags & SYN != 0;
        segment.opens = syn && flags & RST == 0;
        segment.sequence = (number(self.sequence)? as u32).wrapping_add(syn.into());
        segment.acknowledgment = Some(number(self.acknowledgment)? as u32).filter(|_| flags & ACK != 0);
        Some(segment)
    }
}
