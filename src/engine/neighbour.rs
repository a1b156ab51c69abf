//! From packet to packet within a conversation.

use crate::index::{Row, Session, packets::NONE};

/// The packet next to `packet` in its conversation, the one behind it or the one before.
pub fn neighbour(session: &Session, packet: u64, later: bool) -> Option<u64> {
    let packet = u32::try_from(packet).ok()?;
    let own = row(session, packet).filter(|row| row.flow != NONE)?;
    let found = if later { behind(session, packet, own.flow) } else { before(session, packet, own) };
    found.map(u64::from)
}

fn row(session: &Session, packet: u32) -> Option<&Row> {
    session.packets.get(packet as usize)
}

fn is_of(session: &Session, packet: u32, flow: u32) -> bool {
    row(session, packet).is_some_and(|row| row.flow == flow)
}

/// Of packets in tunnels the one before in an outer flow may belong to another conversation: then it has to be looked for.
fn before(session: &Session, packet: u32, own: &Row) -> Option<u32> {
    let previous = Some(own.previous).filter(|previous| *previous != NONE)?;
    if is_of(session, previous, own.flow) {
        return Some(previous);
    }
    let first = session.flows.get(own.flow)?.first;
    (first..packet).rev().find(|packet| is_of(session, *packet, own.flow))
}

/// From both sides at once: the conversation may be dense here, or have few packets far apart.
fn behind(session: &Session, packet: u32, flow: u32) -> Option<u32> {
    let last = session.flows.get(flow)?.last;
    let mut back = Some(last);
    for ahead in packet.checked_add(1)?..=last {
        if is_of(session, ahead, flow) {
            return Some(ahead);
        }
        let from = back.filter(|from| is_of(session, *from, flow));
        back = from.and_then(|from| row(session, from)).map(|row| row.previous).filter(|previous| *previous != NONE);
        if back == Some(packet) {
            return from;
        }
    }
    None
}
