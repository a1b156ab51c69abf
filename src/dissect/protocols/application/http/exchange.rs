//! Which response belongs to which request: the first to the first, as HTTP/1 has it.

use super::{
    head::Kind,
    start::{NOTIFICATION, REQUEST, RESPONSE, Start},
};
use crate::{
    dissect::{pdu::Pdu, sink::Sink},
    index::pairs::Key,
};

more_fields! { "http":
    RESPONSE_IN "response_in" Packet   "Response in frame"  "The packet that ends the response.";
    REQUEST_IN  "request_in"  Packet   "Request in frame"   "The packet that ends the request.";
    TIME        "time"        Duration "Time since request" "Between request and response.";
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
