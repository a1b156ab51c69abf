//! Which response belongs to which request: the first to the first, as HTTP/1 has it.

use std::fmt;

use super::{
    head::Kind,
    start::{NOTIFICATION, REQUEST, RESPONSE, Start},
};
use crate::{
    dissect::{known::Known, pdu::Pdu, sink::Sink},
    index::pairs::Key,
};

more_fields! { "http":
    RESPONSE_IN "response_in" Packet   "Response in frame"  "The packet that ends the response.";
    REQUEST_IN  "request_in"  Packet   "Request in frame"   "The packet that ends the request.";
    TIME        "time"        Duration "Time since request" "Between request and response.";
    REQUEST_NUMBER   "request_number"   Text   "HTTP request"  "Which of the connection's requests it is, and how many there are.";
    RESPONSE_NUMBER  "response_number"  Text   "HTTP response" "Which of the connection's responses it is, and how many there are.";
    PREVIOUS_REQUEST "prev_request_in"  Packet "Prev request in frame"  "The packet that ends the request before.";
    NEXT_REQUEST     "next_request_in"  Packet "Next request in frame"  "The packet that ends the request behind.";
    PREVIOUS_RESPONSE "prev_response_in" Packet "Prev response in frame" "The packet that ends the response before.";
    NEXT_RESPONSE    "next_response_in" Packet "Next response in frame" "The packet that ends the response behind.";
}

/// Pairs of this protocol among all pairs.
const PAIRS: u8 = 80;

/// Says whether the message asks or answers.
pub fn say_kind<S: Sink>(pdu: &mut Pdu<'_, S>, start: &Start<'_>) {
    let flag = match start.kind {
        Kind::Request if start.method == b"NOTIFY" => &NOTIFICATION,
        Kind::Request => &REQUEST,
        Kind::Response => &RESPONSE,
    };
    pdu.stated(flag, |_| Some(1));
    pdu.hide();
}

/// Remembers the request or finds the one that this response answers, and says what was found.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, start: &Start<'_>) {
    // 1xx are no answer yet: RFC 9110 15.2. To a notification there is none.
    let last = match start.kind {
        Kind::Request => start.method != b"NOTIFY",
        Kind::Response => !(100..200).contains(&start.code) || start.code == 101,
    };
    pdu.learn(|lesson| {
        let (packet, id) = (lesson.packet, lesson.row.flow);
        let Some(flow) = lesson.session.flows.get_mut(id).filter(|_| last) else { return };
        let key = |number: u32| Key { protocol: PAIRS, between: id.into(), id: number.into() };
        match start.kind {
            Kind::Request => {
                let number = flow.requests;
                flow.requests = number.wrapping_add(1);
                lesson.session.pairs.request(key(number), packet);
            }
            Kind::Response if flow.responses < flow.requests => {
                let number = flow.responses;
                flow.responses = number.wrapping_add(1);
                lesson.session.pairs.response(key(number), packet, false);
            }
            Kind::Response => {}
        }
    });
    if pdu.shows() {
        neighbours(pdu, start.kind);
    }
    match start.kind {
        Kind::Request => {
            pdu.derived(&RESPONSE_IN, |known| {
                known.session.pairs.response_of(known.packet).map(|packet| u64::from(packet) + 1)
            });
        }
        Kind::Response => {
            pdu.derived(&TIME, |known| {
                let request = known.session.pairs.request_of(known.packet)?;
                let asked = known.session.packets.get(request as usize)?;
                Some(known.row.since(asked).cast_unsigned())
            });
            pdu.derived(&REQUEST_IN, |known| {
                known.session.pairs.request_of(known.packet).map(|packet| u64::from(packet) + 1)
            });
        }
    }
}

/// Says which of its connection's exchanges this is, and where those beside it are, as far as they were answered.
fn neighbours<S: Sink>(pdu: &mut Pdu<'_, S>, kind: Kind) {
    let number = if kind == Kind::Request { &REQUEST_NUMBER } else { &RESPONSE_NUMBER };
    pdu.derived_text(number, |out, known| {
        let pair = known.session.pairs.exchange_of(known.packet, kind == Kind::Request);
        match pair.zip(known.flow()) {
            Some((pair, flow)) => {
                fmt::Write::write_fmt(out, format_args!("{}/{}", u64::from(pair.number) + 1, flow.requests))
            }
            None => Ok(()),
        }
    });
    let beside = [(&PREVIOUS_REQUEST, &PREVIOUS_RESPONSE, -1), (&NEXT_REQUEST, &NEXT_RESPONSE, 1)];
    for (request_in, response_in, step) in beside {
        let find = |known: Known<'_>| {
            let pairs = &known.session.pairs;
            let pair = pairs.exchange_of(known.packet, kind == Kind::Request)?;
            let in_flow =
                |packet: u32| known.session.packets.get(packet as usize).is_some_and(|row| row.flow == known.row.flow);
            pairs.beside(pair, step, in_flow)
        };
        pdu.derived(request_in, |known| find(known).map(|pair| u64::from(pair.request) + 1));
        if kind == Kind::Response {
            pdu.derived(response_in, |known| find(known).map(|pair| u64::from(pair.response) + 1));
        }
    }
}
