//! Hypertext Transfer Protocol 1: requests and responses of lines of text, with bodies.

mod chunks;
mod exchange;
mod head;
mod headers;
mod start;
pub mod text_lines;

use crate::{
    bytes::ascii::Ascii,
    dissect::{
        cut::{Cut, Stream},
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol},
        sink::Sink,
    },
    index::flows::Transport,
};

use chunks::Extent;
use head::{Body, Found, Kind};

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
const CHUNKED: u32 = 1;

fn cut(stream: &Stream<'_>) -> Cut {
    let head = match head::find(stream.bytes) {
        Found::Head(head) => head,
        Found::More => return Cut::More,
        Found::NotThis => return Cut::NotThis,
    };
    let len = match head.body {
        Body::Length(body) => (head.len as u64).saturating_add(body),
        Body::ToTheEnd => return Cut::More,
        Body::Chunked => match chunks::extent(stream.bytes.get(head.len..).unwrap_or_default()) {
            Extent::Whole(body) => (head.len as u64).saturating_add(body as u64),
            Extent::More => return Cut::More,
            // Without sizes to go by only the head can be read.
            Extent::Broken => head.len as u64,
        },
    };
    let mode = if head.body == Body::Chunked { CHUNKED } else { 0 };
    Cut::Message { len: u32::try_from(len).unwrap_or(u32::MAX), mode }
}

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let start = start::dissect(pdu)?;
    let said = headers::dissect(pdu, start.kind)?;
    if start.kind == Kind::Request {
        start::full_uri(pdu, &start, said.host);
    }
    exchange::dissect(pdu, &start);
    if pdu.left() == 0 {
        return Ok(Next::Done);
    }
    let contents = pdu.rest();
    if pdu.context.mode == CHUNKED {
        // What the chunks hold stands in pieces; it is put together where bodies are.
        chunks::dissect(pdu)?;
        say_media(pdu, said.media);
        return Ok(Next::Done);
    }
    if !said.packed.is_empty() && !said.packed.eq_ignore_ascii_case(b"identity") {
        let group = pdu.open(&PACKED);
        let len = contents.len();
        pdu.label_group(&group, format_args!(" ({}): {len} bytes", Ascii(said.packed)));
        pdu.close(group);
        return Ok(Next::Data);
    }
    pdu.text_ahead(&FILE_DATA, contents.len(), Ascii(contents));
    pdu.label(format_args!("{} bytes", contents.len()));
    say_media(pdu, said.media);
    Ok(if text_lines::is_text(said.media) { Next::To(&text_lines::PROTOCOL) } else { Next::Data })
}

fn say_media<S: Sink>(pdu: &mut Pdu<'_, S>, media: &[u8]) {
    if !media.is_empty() {
        pdu.info_more(format_args!(" ({})", Lower(media)));
    }
}

/// A media type that prints in lower case.
#[derive(Debug, Clone, Copy)]
struct Lower<'a>(&'a [u8]);

impl std::fmt::Display for Lower<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Ascii(self.0).to_string().to_ascii_lowercase())
    }
}
