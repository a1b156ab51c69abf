//! Who divides a stream where a message begins: the protocol that did so before, one that its ports name, or one that it looks like.

use super::Division;
use crate::{
    dissect::{
        cut::{Cut, Stream},
        framing,
        protocol::Protocol,
        registry::Registry,
    },
    index::{flows::Transport, packets::NONE, stacks::ProtocolId, waiting::Begun},
};

impl Division<'_, '_> {
    /// Which protocol reads on where a message begins, and what it says of the next bytes.
    pub(super) fn ask(&mut self, bytes: &[u8]) -> Option<(ProtocolId, &'static Protocol, Cut)> {
        let answer = self.ask_once(bytes)?;
        let Cut::Switch(protocol) = answer.2 else { return Some(answer) };
        if let Some(flow) = self.scan.session.flows.get_mut(self.scan.row.flow) {
            flow.application = self.scan.registry.id_of(protocol)? + 1;
        }
        self.ask_once(bytes)
    }

    fn ask_once(&mut self, bytes: &[u8]) -> Option<(ProtocolId, &'static Protocol, Cut)> {
        let registry = self.scan.registry;
        let flow = self.scan.session.flows.get(self.scan.row.flow)?;
        let (application, memory) = (flow.application, flow.memory);
        let stream = Stream { bytes, way: self.scan.row.way(), inside: 0, memory };
        let ports = self.segment.context.ports;
        let fits = |answer: &Answer| !matches!(answer.cut, Cut::NotThis);
        let is_stray = |answer: &Answer| matches!(answer.cut, Cut::Stray(_) | Cut::Silence);
        let anew = Stream { memory: 0, ..stream };
        let looking = || says(registry, registry.looking(Transport::Tcp, bytes)?, anew).filter(fits);
        let answer = if let Some(id) = application.checked_sub(1) {
            // After a gap a message is believed to begin only where it looks like one.
            let believed = !self.lost || registry.goes_on(id, bytes);
            let is_another_s = |answer: &Answer| matches!(answer.cut, Cut::Switch(_));
            let answer =
                says(registry, id, stream).filter(|answer| believed || is_stray(answer) || is_another_s(answer))?;
            // From here on another protocol may speak.
            if fits(&answer) && !is_stray(&answer) { answer } else { looking().unwrap_or(answer) }
        } else {
            // Without a beginning early data may be all that there is to see.
            let stray = |answer: &Answer| is_stray(answer) && flow.handshake.0 == NONE;
            let believed = |answer: &Answer| !self.lost || stray(answer) || registry.goes_on(answer.id, bytes);
            let by_port = registry.by_tcp_ports(ports.0, ports.1).filter_map(|id| says(registry, id, stream));
            let by_port = by_port.filter(|answer| fits(answer) && believed(answer));
            match by_port.min_by_key(is_stray) {
                Some(answer) if !is_stray(&answer) => answer,
                stray => looking()
                    .or(stray)
                    .or_else(|| framed(registry, ports, bytes).filter(|_| !self.lost || self.fresh))?,
            }
        };
        self.note_memory(answer.memory);
        Some((answer.id, answer.protocol, answer.cut))
    }

    /// What a message's protocol says of how it goes on.
    pub(super) fn ask_on(&mut self, begun: &Begun, inside: u32, bytes: &[u8]) -> Cut {
        if inside == 0 {
            let lost = std::mem::replace(&mut self.lost, false);
            let answer = self.ask(bytes);
            self.lost = lost;
            return answer.filter(|(id, ..)| *id == begun.protocol).map_or(Cut::NotThis, |(.., cut)| cut);
        }
        let memory = self.scan.session.flows.get(self.scan.row.flow).map_or(0, |flow| flow.memory);
        let stream = Stream { bytes, way: self.scan.row.way(), inside, memory };
        let Some(answer) = says(self.scan.registry, begun.protocol, stream) else { return Cut::NotThis };
        self.note_memory(answer.memory);
        answer.cut
    }

    fn note_memory(&mut self, memory: u64) {
        if let Some(flow) = self.scan.session.flows.get_mut(self.scan.row.flow) {
            flow.memory = memory;
        }
    }

    pub(super) fn accept(&mut self, id: ProtocolId) {
        self.lost = false;
        self.found = true;
        let read = id != self.scan.registry.data_id();
        if let Some(flow) = self.scan.session.flows.get_mut(self.scan.row.flow).filter(|_| read) {
            flow.application = id + 1;
        }
    }

    /// What the flow's protocol cannot read ends its claim on the flow.
    pub(super) fn give_up_protocol(&mut self) {
        if let Some(flow) = self.scan.session.flows.get_mut(self.scan.row.flow) {
            (flow.application, flow.memory) = (0, 0);
        }
    }
}

/// What a protocol says, and what it wants to remember.
struct Answer {
    id: ProtocolId,
    protocol: &'static Protocol,
    cut: Cut,
    memory: u64,
}

/// What ends where by its port, though nobody reads it.
fn framed(registry: &'static Registry, ports: (u16, u16), bytes: &[u8]) -> Option<Answer> {
    let id = registry.data_id();
    Some(Answer { id, protocol: registry.get(id)?, cut: framing::cut(ports, bytes)?, memory: 0 })
}

fn says(registry: &'static Registry, id: ProtocolId, mut stream: Stream<'_>) -> Option<Answer> {
    let protocol = registry.get(id)?;
    let before = stream.memory;
    let cut = match protocol.cut?(&mut stream) {
        // A message of nothing would be found for ever.
        Cut::Message(piece) | Cut::Part(piece, _) if piece.len == 0 => Cut::NotThis,
        cut => cut,
    };
    let taken = matches!(cut, Cut::Message(_) | Cut::Part(..) | Cut::Rest(_) | Cut::Switch(_));
    Some(Answer { id, protocol, cut, memory: if taken { stream.memory } else { before } })
}
