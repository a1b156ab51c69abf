//! What was said before a packet, worked out again where its messages refer back: WebSocket messages that are packed one
//! after the other, or that came in several frames.

use crate::{
    capture::{Bytes, Problem, Source, Store},
    dissect::{
        history::History,
        options::Options,
        protocol::Protocol,
        protocols::application::{
            http::{self, UPGRADED},
            websocket::{
                self,
                frames::{IN_PIECES, REFERS_BACK},
            },
        },
        record::Wants,
        registry::Registry,
    },
    engine::{detail::Writer, joining::Joining},
    index::{
        Session,
        packets::{NONE, flags},
    },
};

/// Conversations' ways whose state is kept.
const MOST_KEPT: usize = 16;

/// Works out histories; what was worked out last is kept, so that to go on costs no more than the packets between.
#[derive(Debug, Default)]
pub struct Histories {
    joining: Joining,
    writer: Writer,
    options: Options,
    /// The latest last.
    kept: Vec<Kept>,
}

/// What one way of a flow had said up to a packet, which is included.
#[derive(Debug)]
struct Kept {
    flow: u32,
    way: u8,
    packet: u32,
    history: History,
}

impl Histories {
    /// What the sender of a packet said before it, as far as the packet's messages depend on that and those want it who get
    /// it: rows do not. Nothing while bytes are not here yet: then the same is asked again.
    pub fn before<S: Source>(
        &mut self,
        session: &Session,
        store: &mut Store<S>,
        packet: u32,
        wants: &Wants,
    ) -> Result<Option<History>, Problem> {
        if wants.only_beginnings() {
            return Ok(Some(History::default()));
        }
        if let Some(request) = asked_for_upgrade(session, packet) {
            let mut kept = Kept { flow: NONE, way: 0, packet: NONE, history: History::default() };
            return Ok(self.go_on(session, store, request, &mut kept)?.then_some(kept.history));
        }
        let Some(row) = session.packets.get(packet as usize).filter(|_| refers_back(session, packet)) else {
            return Ok(Some(History::default()));
        };
        let (flow, way) = (row.flow, row.way());
        let place = self.kept.iter().position(|kept| (kept.flow, kept.way) == (flow, way) && kept.packet < packet);
        let mut kept = match place {
            Some(place) => self.kept.remove(place),
            None => Kept { flow, way, packet: NONE, history: History::default() },
        };
        let mut all_here = true;
        for earlier in between(session, packet, way, kept.packet) {
            match self.go_on(session, store, earlier, &mut kept)? {
                true => kept.packet = earlier,
                false => {
                    all_here = false;
                    break;
                }
            }
        }
        let history = all_here.then(|| kept.history.clone());
        self.kept.retain(|other| (other.flow, other.way) != (flow, way));
        self.kept.push(kept);
        if self.kept.len() > MOST_KEPT {
            self.kept.remove(0);
        }
        Ok(history)
    }

    /// Adds what a packet says to what was said; false while its bytes are not here yet.
    fn go_on<S: Source>(
        &mut self,
        session: &Session,
        store: &mut Store<S>,
        packet: u32,
        kept: &mut Kept,
    ) -> Result<bool, Problem> {
        self.writer.record.wants = Wants::fields([], false);
        if !self.joining.prepare(session, store, packet, &Wants::Everything)? {
            return Ok(false);
        }
        let Some(row) = session.packets.get(packet as usize) else { return Ok(true) };
        let bytes = match store.bytes(row.offset..row.offset.saturating_add(row.captured.into()))? {
            Bytes::Here(bytes) => bytes,
            Bytes::Later => return Ok(false),
        };
        self.writer.history = std::mem::take(&mut kept.history);
        self.writer.write(session, packet, bytes, self.joining.joined(), &self.options);
        kept.history = std::mem::take(&mut self.writer.record.history);
        Ok(true)
    }
}

/// The request that a packet answers by a change to WebSocket.
fn asked_for_upgrade(session: &Session, packet: u32) -> Option<u32> {
    let row = session.packets.get(packet as usize).filter(|row| row.flags & flags::MESSAGES != 0)?;
    let upgraded = session.messages.of(packet).any(|message| message.mode == UPGRADED);
    session.pairs.request_of(packet).filter(|_| upgraded && holds(session, row.stack, &http::PROTOCOL))
}

/// Whether a packet's messages mean something only with those before.
fn refers_back(session: &Session, packet: u32) -> bool {
    let row = session.packets.get(packet as usize);
    row.is_some_and(|row| row.flags & flags::MESSAGES != 0)
        && session.messages.of(packet).any(|message| message.mode & (IN_PIECES | REFERS_BACK) != 0)
        && row.is_some_and(|row| holds(session, row.stack, &websocket::PROTOCOL))
}

fn holds(session: &Session, stack: u16, protocol: &Protocol) -> bool {
    let wanted = Registry::get_all().id_of(protocol);
    let mut layers = std::iter::successors(session.stacks.top(stack), |(_, below)| session.stacks.top(*below));
    layers.any(|(layer, _)| Some(layer) == wanted)
}

/// The packets of one way of a packet's flow that lie before it and behind `after`, and bring messages; in order.
fn between(session: &Session, packet: u32, way: u8, after: u32) -> Vec<u32> {
    let mut packets = Vec::new();
    let mut at = session.packets.get(packet as usize).map_or(NONE, |row| row.previous);
    while let Some(row) = session.packets.get(at as usize).filter(|_| after == NONE || at > after) {
        if row.way() == way && refers_back(session, at) {
            packets.push(at);
        }
        at = row.previous;
    }
    packets.reverse();
    packets
}
