//! Hypertext Transfer Protocol 1: requests and responses of lines of text, with bodies.

pub mod body;
mod chunks;
mod exchange;
pub mod head;
mod headers;
mod pipeline;
pub mod ssdp;
mod start;
pub mod stray;
mod upgrade;

use crate::{
    dissect::{
        cut::{Cut, Piece, QUIET, Stream},
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::application::{tls, websocket},
        sink::Sink,
    },
    index::flows::Transport,
};

use head::{Body, Found, Kind};
use headers::Said;
use pipeline::{Asked, Pipeline};
use start::Start;
use upgrade::After;

fields! { "http" "Hypertext Transfer Protocol" "Requests and responses of lines of text, with bodies.":
    BLANK_LINE "blank_line" Line  "Blank line" "What ends the head.";
    FILE_DATA  "file_data"  Text  "File Data"  "The body.";
    PACKED     "packed"     Group "Content-encoded entity body" "The body as it is packed.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "http",
    column: "HTTP",
    spec: "RFC 9112",
    family: Family::Web,
    fields: FIELDS,
    more: &[start::FIELDS, headers::FIELDS, chunks::FIELDS, exchange::FIELDS],
    notes: &[&headers::BOTH_LENGTHS, &headers::BAD_NAME],
    claims: &[
        Claim::Tcp(80),
        Claim::Tcp(631),
        Claim::Tcp(1900),
        Claim::Tcp(2710),
        Claim::Tcp(2869),
        Claim::Tcp(3128),
        Claim::Tcp(3132),
        Claim::Tcp(3689),
        Claim::Tcp(5985),
        Claim::Tcp(8080),
        Claim::Tcp(8088),
        Claim::Tcp(11371),
        Claim::Looks(Transport::Tcp, head::looks),
    ],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: Some(cut),
};

/// A message whose body comes in chunks.
pub const CHUNKED: u32 = 1;

/// Bytes that are no message.
const STRAY: u32 = 2;

/// A response that changes to WebSocket.
pub const UPGRADED: u32 = 3;

/// Bytes of a body that may decide what it is.
const LOOKED_AT: u32 = 64;

fn cut(stream: &mut Stream<'_>) -> Cut {
    if stream.inside != 0 {
        return chunks::cut(stream.bytes, stream.inside);
    }
    if let Some(after) = upgrade::after(stream.memory) {
        return switch(stream, after);
    }
    let mut pipeline = Pipeline(stream.memory);
    let head = match head::find(stream.bytes) {
        Found::Head(head) => head,
        Found::More => return Cut::More,
        Found::NotThis => return stray::cut(stream.bytes, pipeline.is_known()),
    };
    let mut tunnelled = false;
    let body = match (head.kind, head.code) {
        (Kind::Request, _) => {
            pipeline.push(asked(stream.bytes));
            head.body
        }
        (Kind::Response, Some(100..=199)) => head.body,
        (Kind::Response, code) => {
            let asked = pipeline.first();
            pipeline.pop();
            let agreed = matches!(code, Some(200..=299));
            tunnelled = asked == Asked::Connect && agreed;
            if asked == Asked::Head || tunnelled { Body::Length(0) } else { head.body }
        }
    };
    stream.memory = match head.code {
        _ if tunnelled => upgrade::tunnelled(),
        Some(101) => upgrade::upgraded(stream.bytes, stream.way),
        _ => pipeline.0,
    };
    let piece = |body: u64, mode| Piece {
        len: (head.len as u64).saturating_add(body),
        head: (head.len as u32).saturating_add(LOOKED_AT),
        mode,
    };
    match body {
        Body::Length(body) => {
            let upgraded = matches!(upgrade::after(stream.memory), Some(After::WebSocket(_)));
            Cut::Message(piece(body, if upgraded { UPGRADED } else { 0 }))
        }
        Body::ToTheEnd => Cut::Rest(piece(0, 0)),
        Body::Chunked => Cut::Part(piece(0, CHUNKED), chunks::SIZE),
    }
}

/// HTTP is over in this flow.
fn switch(stream: &mut Stream<'_>, after: After) -> Cut {
    match after {
        After::WebSocket(agreed) => {
            stream.memory = agreed;
            Cut::Switch(&websocket::PROTOCOL)
        }
        After::Tunnel if tls::begins(stream.bytes) => {
            stream.memory = 0;
            Cut::Switch(&tls::PROTOCOL)
        }
        After::Tunnel if head::looks(stream.bytes) => {
            stream.memory = 0;
            Cut::Switch(&PROTOCOL)
        }
        After::Tunnel => Cut::Silence,
        After::Unknown => Cut::NotThis,
    }
}

fn asked(request: &[u8]) -> Asked {
    match request.trim_ascii_start() {
        request if request.starts_with(b"HEAD ") => Asked::Head,
        request if request.starts_with(b"CONNECT ") => Asked::Connect,
        _ => Asked::Ordinary,
    }
}

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    if matches!(pdu.context.mode, STRAY | QUIET) {
        return stray::dissect(pdu);
    }
    let (start, said) = head(pdu)?;
    exchange::dissect(pdu, &start);
    content(pdu, &said)
}

/// Reads the first line and the header lines.
fn head<'a, S: Sink>(pdu: &mut Pdu<'a, S>) -> Result<(Start<'a>, Said<'a>), Short> {
    let start = start::dissect(pdu)?;
    let said = headers::dissect(pdu, start.kind)?;
    if start.kind == Kind::Request {
        start::full_uri(pdu, &start, said.host);
    }
    exchange::say_kind(pdu, &start);
    Ok((start, said))
}

/// Reads what follows the head.
fn content<'a, S: Sink>(pdu: &mut Pdu<'a, S>, said: &Said<'a>) -> Dissected {
    if pdu.left() == 0 {
        return Ok(Next::Done);
    }
    pdu.media = said.media;
    pdu.either(|pdu| body::dissect(pdu, said))
}
