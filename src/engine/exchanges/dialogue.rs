//! The messages of HTTP, DNS and WebSocket in a packet that was dissected: where each lies, and what it says.

use super::{Message, Said, head::Head};
use crate::{
    bytes::{Span, text::Text},
    dissect::{
        cut::UNSEEN,
        field::Kind,
        format,
        known::Known,
        record::{Node, Record, Value, Wants},
        registry::Registry,
    },
    index::{
        Session,
        messages::{Messages, Place},
    },
    query::fields,
};

/// Layers that are messages.
const LAYERS: [&str; 5] = ["http", "websocket", "dns", "mdns", "llmnr"];
/// What their rows need besides: where the segment's payload begins, and what DNS says.
const FIELDS: [&str; 7] =
    ["tcp", "dns.id", "dns.flags.response", "dns.flags.rcode", "dns.qry.name", "dns.qry.type", "dns.resp.name"];

/// Whether packets with this stack may hold messages.
pub fn speaks(session: &Session, stack: u16) -> bool {
    let mut path = Vec::new();
    session.stacks.path(stack, &mut path);
    let protocols = path.iter().filter_map(|id| Registry::get_all().get(*id));
    protocols.into_iter().any(|protocol| LAYERS.contains(&protocol.key))
}

/// What has to be written down of such packets.
pub fn wants() -> Wants {
    let fields = LAYERS.iter().chain(&FIELDS).flat_map(|key| fields::named(key));
    Wants::beginnings(fields)
}

/// What has to be written down in order to find a message again, whole.
pub fn wants_whole() -> Wants {
    let fields = LAYERS.into_iter().chain(["tcp", "http.file_data"]).flat_map(|key| fields::named(key));
    Wants::fields(fields, false)
}

/// What has to be written down in order to find frames of WebSocket again, and what they say.
pub fn wants_frames() -> Wants {
    let said = [
        "tcp",
        "websocket.payload.text",
        "websocket.payload.continue",
        "websocket.payload.ping",
        "websocket.payload.pong",
        "websocket.payload.close.status_code",
        "websocket.payload.close.reason",
        "data.data",
    ];
    Wants::fields(LAYERS.into_iter().chain(said).flat_map(fields::named), false)
}

/// A message of a stream: its bytes, as far as they are there.
#[derive(Debug, Clone)]
pub struct Located<'k> {
    /// The packet of its first byte.
    pub first: u32,
    /// From its first byte on.
    pub bytes: &'k [u8],
    /// How many it has.
    pub len: u64,
    /// The packets that it came in, and how many of its bytes each brought.
    pub parts: Vec<(u32, u64)>,
    /// The protocol whose message it is; empty where nobody read it.
    pub layer: &'static str,
    /// The place of that layer among the record's nodes.
    pub node: usize,
}

/// The messages that streams brought in this packet, in order, each with the first of the layers above that it has.
pub fn located<'k>(record: &'k Record, known: Known<'k>) -> Vec<Located<'k>> {
    let messages: &Messages = &known.session.messages;
    let layers = || record.nodes.iter().filter(|node| matches!(node.field.kind, Kind::Layer));
    let payload =
        layers().rfind(|node| node.field.key() == "tcp").map(|tcp| (tcp.at.source, tcp.at.start + tcp.at.len));
    let mut all = Vec::new();
    for message in messages.of(known.packet) {
        let whole = match message.place {
            Place::Here(start, len) => {
                let Some((source, payload)) = payload else { continue };
                let at = Span { start: payload.saturating_add(start), len, source };
                Some((at, known.packet, u64::from(len), vec![(known.packet, u64::from(len))]))
            }
            Place::Spread(number) => {
                let place = known.joined.iter().position(|joined| !joined.datagram && joined.number == number);
                let joined = place.and_then(|place| Some((place, known.joined.get(place)?)));
                joined.map(|(place, joined)| {
                    let source = (place + 1) as u16;
                    let first = messages.spread(number).map_or(known.packet, |spread| spread.first);
                    let parts = joined.parts.iter().map(|part| (part.packet, part.len)).collect();
                    (Span { start: 0, len: joined.bytes.len() as u32, source }, first, joined.len, parts)
                })
            }
        };
        let Some((at, first, len, parts)) = whole else { continue };
        if message.mode == UNSEEN {
            let bytes = record.bytes_at(known, at);
            all.push(Located { first, bytes, len, parts, layer: "", node: usize::MAX });
            continue;
        }
        let within = |node: &Node| {
            node.at.source == at.source && (at.start..at.start.saturating_add(at.len)).contains(&node.at.start)
        };
        let is_layer = |node: &Node| matches!(node.field.kind, Kind::Layer) && LAYERS.contains(&node.field.key());
        let place = record.nodes.iter().position(|node| is_layer(node) && within(node));
        if let Some((node, layer)) = place.and_then(|place| Some((place, record.nodes.get(place)?))) {
            let before = layer.at.start.saturating_sub(at.start);
            let bytes = record.bytes_at(known, at).get(before as usize..).unwrap_or_default();
            let len = len.saturating_sub(before.into());
            all.push(Located { first, bytes, len, parts, layer: layer.field.key(), node });
        }
    }
    all
}

/// Gives all messages of a packet in order.
pub fn messages(record: &Record, known: Known<'_>, mut take: impl FnMut(Message)) {
    let packet = known.packet;
    for (located, place) in located(record, known).into_iter().zip(0..) {
        let message = |size: (u32, u64), said: Said| Message { packet, first: located.first, place, size, said };
        match located.layer {
            "http" => match Head::of(located.bytes) {
                Some(head) => {
                    let body = located.len.saturating_sub(head.len as u64);
                    take(message((head.len as u32, body), said(&head)));
                }
                None => take(message((0, located.len), Said::Stray)),
            },
            "" => take(message((0, located.len), Said::Stray)),
            "websocket" => {
                // a client masks what it sends: RFC 6455 5.1
                let masked = located.bytes.get(1).is_some_and(|byte| byte & 0x80 != 0);
                take(message((0, located.len), Said::Frame { masked }));
            }
            _ => {}
        }
    }
    questions(record, known, take);
}

/// What a head says for its row.
pub(super) fn said(head: &Head<'_>) -> Said {
    let text = |bytes: &[u8]| Text(bytes).to_string();
    let value = |name: &str| text(head.value(name).unwrap_or_default());
    let media = head.value("content-type").unwrap_or_default().split(|&byte| byte == b';').next().unwrap_or_default();
    let media = text(media.trim_ascii()).to_ascii_lowercase();
    match head.status() {
        _ if !head.answers() => {
            Said::Request { method: text(head.words[0]), host: value("host"), target: text(head.words[1]), media }
        }
        status => {
            let upgrade = head.value("upgrade").unwrap_or_default();
            let websocket = status == Some(101) && upgrade.trim_ascii().eq_ignore_ascii_case(b"websocket");
            Said::Response { status: status.unwrap_or(0), phrase: text(head.words[2]), media, websocket }
        }
    }
}

/// A message of DNS that is being put together from its nodes.
#[derive(Debug, Default)]
struct Talk {
    protocol: &'static str,
    len: u32,
    id: u16,
    response: bool,
    code: u16,
    phrase: String,
    name: String,
    kind: String,
}

/// The messages of DNS, which has a datagram or a message of a stream each.
fn questions(record: &Record, known: Known<'_>, mut take: impl FnMut(Message)) {
    let mut talk = Talk::default();
    for node in &record.nodes {
        let number = if let Value::Number(number) = node.value { number } else { 0 };
        match node.field.key() {
            key @ ("dns" | "mdns" | "llmnr") => {
                say(std::mem::take(&mut talk), known.packet, &mut take);
                talk = Talk { protocol: key, len: node.at.len, ..Talk::default() };
            }
            "dns.id" => talk.id = number as u16,
            "dns.flags.response" => talk.response = number != 0,
            "dns.flags.rcode" => (talk.code, talk.phrase) = (number as u16, name(node)),
            "dns.qry.name" | "dns.resp.name" if talk.name.is_empty() => {
                // writing to a `String` never fails
                let _ = format::write_field(node, record, known, &mut talk.name);
            }
            "dns.qry.type" if talk.kind.is_empty() => {
                talk.kind = match name(node).split(' ').next() {
                    Some(word) if word != "Unknown" => word.to_owned(),
                    _ => format!("TYPE{number}"),
                };
            }
            _ => {}
        }
    }
    say(talk, known.packet, &mut take);
}

fn say(talk: Talk, packet: u32, take: &mut impl FnMut(Message)) {
    let Talk { protocol, len, id, response, code, phrase, name, kind } = talk;
    if protocol.is_empty() {
        return;
    }
    let said = if response {
        Said::Answer { id, kind, name, code, phrase, protocol }
    } else {
        Said::Question { id, kind, name, protocol }
    };
    take(Message { packet, first: packet, place: 0, size: (0, len.into()), said });
}

/// What a number is called.
fn name(node: &Node) -> String {
    match (node.field.kind, node.value) {
        (Kind::Named(names), Value::Number(number)) => names.or_unknown(number).to_string(),
        _ => String::new(),
    }
}
