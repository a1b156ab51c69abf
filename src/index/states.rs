//! How far both sides of a TCP connection have come: RFC 9293 3.3.2.

use serde::{Deserialize, Serialize};

/// What a side of a connection is in, once a packet has been sent and received.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum State {
    /// Nothing of the side was seen yet.
    #[default]
    Unknown,
    /// There is no connection, or no longer.
    Closed,
    /// It waits for connections.
    Listen,
    /// It asked for a connection.
    SynSent,
    /// It was asked for one.
    SynReceived,
    /// Data goes both ways.
    Established,
    /// It has no more to send, and the other side may not know it yet.
    FinWait1,
    /// The other side knows, and may still send.
    FinWait2,
    /// The other side has no more to send; it may.
    CloseWait,
    /// Both have no more to send and have not heard of each other.
    Closing,
    /// It has no more to send either.
    LastAck,
    /// It waits for what may still be on its way.
    TimeWait,
}

impl State {
    const ALL: [Self; 12] = [
        Self::Unknown,
        Self::Closed,
        Self::Listen,
        Self::SynSent,
        Self::SynReceived,
        Self::Established,
        Self::FinWait1,
        Self::FinWait2,
        Self::CloseWait,
        Self::Closing,
        Self::LastAck,
        Self::TimeWait,
    ];

    /// What it is called in every language: `FIN_WAIT_1`; nothing while it is unknown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Closed => "CLOSED",
            Self::Listen => "LISTEN",
            Self::SynSent => "SYN_SENT",
            Self::SynReceived => "SYN_RECEIVED",
            Self::Established => "ESTABLISHED",
            Self::FinWait1 => "FIN_WAIT_1",
            Self::FinWait2 => "FIN_WAIT_2",
            Self::CloseWait => "CLOSE_WAIT",
            Self::Closing => "CLOSING",
            Self::LastAck => "LAST_ACK",
            Self::TimeWait => "TIME_WAIT",
        }
    }
}

/// The states of both sides behind a packet, in one byte.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct States(u8);

impl States {
    /// Of the flow's first sender, and of the other side.
    pub fn new(first: State, second: State) -> Self {
        Self(first as u8 | (second as u8) << 4)
    }

    /// The state of side `way` (0: the flow's first sender).
    pub fn of(self, way: u8) -> State {
        let place = if way == 0 { self.0 & 15 } else { self.0 >> 4 };
        State::ALL.get(usize::from(place)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_share_a_byte() {
        for first in State::ALL {
            for second in State::ALL {
                let states = States::new(first, second);
                assert_eq!((states.of(0), states.of(1)), (first, second));
            }
        }
    }
}
