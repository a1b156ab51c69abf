//! One exchange as a row: texts by their numbers, times by their packets.

use super::{Exchange, ExchangeRow, Exchanges, Interval, Kind, Part, Size, Times};
use crate::{
    bytes::Address,
    engine::followed::StreamName,
    index::{Session, packets::NONE},
};

/// The row at a place.
pub fn row(all: &Exchanges, session: &Session, place: u32) -> Option<ExchangeRow> {
    let one = all.all.get(place as usize)?;
    let flow = session.flows.get(one.flow);
    let sides = ends(session, one);
    let packets = |part: &Part| part.is_there().then_some((part.first, part.last));
    let size = |part: &Part| part.is_there().then(|| Size { head: part.head.into(), body: part.body() });
    let text = |number: u32| all.texts.get(number).to_owned();
    let mut url = String::new();
    write_url(&mut url, all, one, sides[1]);
    Some(ExchangeRow {
        number: place,
        kind: one.kind,
        request: packets(&one.request),
        response: packets(&one.response),
        stream: flow.map(StreamName::of),
        ends: sides.map(|(address, port)| (address.to_string(), port)),
        method: text(one.method),
        url,
        status: one.has_status().then_some(one.status),
        phrase: text(one.phrase),
        media: text(one.media),
        sizes: [size(&one.request), size(&one.response)],
        times: times(session, one),
        talk: all.talk(place).copied(),
    })
}

impl Exchange {
    /// Whether it was answered with a status.
    pub(super) fn has_status(&self) -> bool {
        self.response.is_there() && (self.status != 0 || self.kind == Kind::Dns)
    }
}

/// Address and port of who asks, and of who is asked.
fn ends(session: &Session, one: &Exchange) -> [(Address, u16); 2] {
    let Some(flow) = session.flows.get(one.flow) else { return [(Address::None, 0); 2] };
    let packet = if one.request.is_there() { one.request.last } else { one.response.last };
    let back = session.packets.get(packet as usize).is_some_and(|row| row.way() == 1);
    let (source, destination) = (flow.ends.source, flow.ends.destination);
    if back == one.request.is_there() { [destination, source] } else { [source, destination] }
}

/// Writes the URL: with the host that the request names, else with the address that it went to.
fn write_url(out: &mut String, all: &Exchanges, one: &Exchange, server: (Address, u16)) {
    let (host, target) = (all.texts.get(one.host), all.texts.get(one.target));
    if one.kind == Kind::Dns || target.contains("://") || all.texts.get(one.method) == "CONNECT" {
        return out.push_str(target);
    }
    if !one.request.is_there() && one.kind == Kind::Http {
        return;
    }
    out.push_str(if one.kind == Kind::WebSocket { "ws://" } else { "http://" });
    if host.is_empty() {
        let (address, port) = server;
        let end = if matches!(address, Address::Ipv6(_)) { format!("[{address}]") } else { address.to_string() };
        out.push_str(&end);
        if port != 80 {
            out.push(':');
            out.push_str(&port.to_string());
        }
    } else {
        out.push_str(host);
    }
    out.push_str(target);
}

/// When it took place.
pub fn times(session: &Session, one: &Exchange) -> Times {
    let handshake = session.flows.get(one.flow).filter(|_| one.opens).map(|flow| flow.handshake);
    Times {
        names: interval(session, one.names[0], one.names[1]),
        connect: handshake.and_then(|(first, last)| interval(session, first, last)),
        request: interval(session, one.request.first, one.request.last),
        response: interval(session, one.response.first, one.response.last),
    }
}

fn interval(session: &Session, first: u32, last: u32) -> Option<Interval> {
    let time = |packet: u32| (packet != NONE).then(|| session.packets.get(packet as usize)?.instant())?;
    let (begin, end) = (time(first)?, time(last)?);
    Some((begin, end.max(begin)))
}
