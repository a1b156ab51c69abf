//! How a segment moves both ends of its connection from state to state: RFC 9293 3.5 and 3.6.
//!
//! A state is what a side is in when the segment has been sent and received, as the figures of the RFC have it.

use super::{conversation::Header, flags::Flags};
use crate::index::{
    sides::{Side, before},
    states::State,
};

/// Moves the segment's sender and its receiver on.
pub(super) fn follow(header: Header, sender: &mut Side, receiver: &mut Side) {
    let flags = header.flags;
    let states = (sender.state, receiver.state);
    if states == (State::Established, State::Established) && !flags.has(Flags::SYN | Flags::FIN | Flags::RST) {
        return;
    }
    (sender.state, receiver.state) = if flags.has(Flags::RST) {
        (State::Closed, State::Closed)
    } else if flags.has(Flags::SYN) {
        open(flags.has(Flags::ACK), states)
    } else {
        let knows_end = flags.has(Flags::ACK) && receiver.fin.is_some_and(|end| !before(header.acknowledgment, end));
        let states = if flags.has(Flags::ACK) { acknowledge(states, knows_end) } else { states };
        if flags.has(Flags::FIN) {
            sender.fin = Some(header.sequence.wrapping_add(header.taken()));
            close(states, knows_end || receiver.fin.is_none())
        } else {
            states
        }
    };
}

/// A SYN, which may answer one.
fn open(answers: bool, states: (State, State)) -> (State, State) {
    match states {
        (State::Established, _) | (_, State::Established) => states,
        _ if answers => (State::SynReceived, State::Established),
        // both ask at the same time
        (State::SynReceived, State::SynSent) => (State::SynReceived, State::SynReceived),
        _ => (State::SynSent, State::SynReceived),
    }
}

/// An acknowledgment; `end` says whether it is of the receiver's FIN too.
fn acknowledge((sender, receiver): (State, State), end: bool) -> (State, State) {
    let receiver = match receiver {
        State::FinWait1 if end => State::FinWait2,
        State::Closing if end => State::TimeWait,
        State::LastAck if end => State::Closed,
        receiver => opened(receiver),
    };
    (opened(sender), receiver)
}

fn opened(state: State) -> State {
    match state {
        State::Unknown | State::SynSent | State::SynReceived => State::Established,
        state => state,
    }
}

/// A FIN; `informed` says whether its sender knows of the other side's, if there is one.
fn close((sender, receiver): (State, State), informed: bool) -> (State, State) {
    let sender = match opened(sender) {
        State::Established => State::FinWait1,
        State::CloseWait if informed => State::LastAck,
        State::CloseWait => State::Closing,
        sender => sender,
    };
    let receiver = match opened(receiver) {
        State::Established => State::CloseWait,
        State::FinWait1 => State::Closing,
        State::FinWait2 => State::TimeWait,
        receiver => receiver,
    };
    (sender, receiver)
}
