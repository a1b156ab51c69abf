//! How far a packet's TCP connection has come on both sides, and what its end lacks.

use serde::{Deserialize, Serialize};

use crate::{
    analyse::ladder::{client, half_closed, without_fin},
    bytes::Address,
    index::{Row, Session, flows::Transport, states::State},
};

/// Both sides of a connection behind one of its packets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// The client, then the server.
    pub sides: [Side; 2],
    /// The side that may still send while the other one has closed: 0 for the client, 1 for the server.
    pub half_closed: Option<u8>,
    /// The side whose FIN is not in the capture though the other one has closed, likewise.
    pub without_fin: Option<u8>,
}

/// One side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Address and port.
    pub end: String,
    /// What it is in.
    pub state: State,
    /// The packet brought it there.
    pub is_new: bool,
}

/// The connection of a packet, if it is one of TCP whose states are known.
pub fn connection(session: &Session, row: &Row) -> Option<Connection> {
    let flow = session.flows.get(row.flow).filter(|flow| flow.ends.transport == Transport::Tcp)?;
    let client = client(session, flow);
    let before = session.packets.get(row.previous as usize).filter(|before| before.flow == row.flow);
    let side = |way: u8| {
        let (address, port) = if way == 0 { flow.ends.source } else { flow.ends.destination };
        let end = if matches!(address, Address::Ipv6(_)) {
            format!("[{address}]:{port}")
        } else {
            format!("{address}:{port}")
        };
        let state = row.states.of(way);
        Side { end, state, is_new: before.is_none_or(|before| before.states.of(way) != state) }
    };
    let role = |way: u8| u8::from(way != client);
    let sides = [side(client), side(1 - client)];
    sides.iter().any(|side| side.state != State::Unknown).then(|| Connection {
        sides,
        half_closed: half_closed(row).map(role),
        without_fin: half_closed(row).and(without_fin(session, flow)).map(role),
    })
}
