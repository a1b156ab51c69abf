//! What frames carry: without its mask, joined with the frames before, unpacked.

use super::frames::{BINARY, CLOSE, CONTINUATION, Header, IN_PIECES, OPCODE, PACKED, PING, PONG, REFERS_BACK, TEXT};
use crate::{
    decode::{self, End},
    dissect::{
        decoded::{Coding, Made, Piece},
        either::Either,
        field::Severity,
        joined::{self, Joined, Lines},
        pdu::Pdu,
        protocol::{Dissected, Next, Short},
        protocols::body::data_text_lines,
    },
};

more_fields! { "websocket":
    MASKED_PAYLOAD "masked_payload"        Group "Masked payload" "The payload as it went over the wire.";
    PAYLOAD        "payload"               Group "Payload"        "The payload without its mask.";
    FRAGMENT_DATA  "payload.continue"      Bytes "Continue"       "A piece of a message.";
    PAYLOAD_TEXT   "payload.text"          Text  "Text"           "What was said.";
    CLOSING        "payload.close"         Group "Close"          "Why no more messages follow.";
    STATUS_CODE    "payload.close.status_code" Named(&STATUS_CODES) "Status code" "The reason as a number.";
    REASON         "payload.close.reason"  Text  "Reason"         "The reason in words.";
    PING_DATA      "payload.ping"          Bytes "Ping"           "What the answer should repeat.";
    PONG_DATA      "payload.pong"          Bytes "Pong"           "What was asked with.";
    UNKNOWN        "payload.unknown"       Bytes "Unknown"        "Of a frame that nobody has defined.";
    UNKNOWN_OPCODE "payload.unknown.expert" Finding(Severity::Note) "No meaning is defined for this opcode" "Who gets such a frame has to give up.";
    NOT_UNPACKED   "decompression.failed.expert" Finding(Severity::Warning) "Decompression failed" "What was packed is damaged, or what it refers back to is missing.";
    FRAGMENTS      "fragments"             Group "Reassembled websocket Fragments" "The frames that a message came in.";
    FRAGMENT       "fragment"              Packet "Frame"         "The packet of one of them.";
    FRAGMENT_COUNT "fragment.count"        Dec   "Fragment count" "How many they are.";
    JOINED_LENGTH  "reassembled.length"    Dec   "Reassembled websocket Payload length" "Bytes of the whole.";
    JOINED_DATA    "reassembled.data"      Bytes "Reassembled websocket Payload" "The whole.";
}

names! {
    /// RFC 6455 11.7, and what was registered since.
    STATUS_CODES:
        1000 "Normal Closure", 1001 "Going Away", 1002 "Protocol Error", 1003 "Unsupported Data", 1004 "---Reserved----",
        1005 "No Status Rcvd", 1006 "Abnormal Closure", 1007 "Invalid frame payload data", 1008 "Policy Violation",
        1009 "Message Too Big", 1010 "Mandatory Ext.", 1011 "Internal Server", 1015 "TLS handshake";
}

static LINES: Lines = Lines {
    elsewhere: &FRAGMENT,
    parts: &FRAGMENTS,
    part: &FRAGMENT,
    count: &FRAGMENT_COUNT,
    length: &JOINED_LENGTH,
    data: &JOINED_DATA,
};

type Reader<'a, 'p, 's> = Pdu<'a, Either<'p, 's>>;

/// Reads the payload behind a frame's header.
pub fn dissect(pdu: &mut Reader<'_, '_, '_>, header: Header, key: Option<[u8; 4]>) -> Dissected {
    let mut len = usize::try_from(header.len).unwrap_or(usize::MAX);
    if pdu.context.beginning {
        len = len.min(pdu.left());
    }
    let at = match key {
        Some(key) => At::In(pdu.decode(Coding::Masked, len, |bytes, most| unmask(bytes, key, most))),
        None => At::Here,
    };
    if key.is_some() {
        let group = pdu.open(&MASKED_PAYLOAD);
        pdu.skip(len)?;
        pdu.close(group);
    }
    let mode = pdu.context.mode;
    let is_data = matches!(header.opcode, CONTINUATION | TEXT | BINARY);
    if is_data && mode & (IN_PIECES | PACKED) != 0 {
        return message(pdu, header, at, len);
    }
    read(pdu, at, |pdu| pdu.ahead(0, |pdu| pdu.within(len, |pdu| contents(pdu, header.opcode))))?;
    match at {
        _ if !is_data => drop(pdu.skip(if at == At::Here { len } else { 0 })?),
        At::Here => pdu.go_on_unread(),
        At::In(source) => pdu.go_on_in(source),
    }
    Ok(if is_data { child(header.opcode) } else { Next::Done })
}

/// Where bytes are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Here.
    Here,
    /// In a decoded source; nowhere in pass one.
    In(Option<u16>),
}

fn read(
    pdu: &mut Reader<'_, '_, '_>,
    at: At,
    body: impl FnOnce(&mut Reader<'_, '_, '_>) -> Result<(), Short>,
) -> Result<(), Short> {
    match at {
        At::Here => body(pdu),
        // bytes that are missing were missed before
        At::In(source) => {
            let _ = source.and_then(|source| pdu.in_source(source, body));
            Ok(())
        }
    }
}

/// Reads all that is left as what the opcode says.
fn contents(pdu: &mut Reader<'_, '_, '_>, opcode: u8) -> Result<(), Short> {
    let group = pdu.open(&PAYLOAD);
    let len = pdu.left();
    match opcode {
        TEXT => drop(pdu.all(&PAYLOAD_TEXT)),
        CONTINUATION => drop(pdu.all(&FRAGMENT_DATA)),
        BINARY => drop(pdu.skip(len)?),
        PING => drop(pdu.all(&PING_DATA)),
        PONG => drop(pdu.all(&PONG_DATA)),
        CLOSE => {
            let closing = pdu.open(&CLOSING);
            pdu.u16(&STATUS_CODE)?;
            pdu.all(&REASON);
            pdu.close(closing);
        }
        _ => {
            pdu.all(&UNKNOWN);
            pdu.finding(&UNKNOWN_OPCODE, len);
        }
    }
    pdu.close(group);
    Ok(())
}

/// A frame of a message that is packed or comes in several frames.
fn message(pdu: &mut Reader<'_, '_, '_>, header: Header, at: At, len: usize) -> Dissected {
    let mode = pdu.context.mode;
    let opcode = (mode & OPCODE) as u8;
    pdu.context.refers_back = mode & (IN_PIECES | REFERS_BACK) != 0;
    if !header.fin {
        fragment(pdu, opcode, at, len)?;
        return Ok(Next::Done);
    }
    let mut whole = at;
    if header.opcode == CONTINUATION {
        whole = At::In(join(pdu, at, len));
    }
    if mode & PACKED != 0 {
        whole = At::In(unpack(pdu, whole, len, mode & REFERS_BACK != 0));
    }
    if at == At::Here {
        pdu.skip(len)?;
    }
    let source = if let At::In(source) = whole { source } else { None };
    read(pdu, whole, |pdu| contents(pdu, opcode))?;
    pdu.go_on_in(source);
    Ok(child(opcode))
}

/// A frame that others will go on with.
fn fragment(pdu: &mut Reader<'_, '_, '_>, opcode: u8, at: At, len: usize) -> Result<(), Short> {
    let shown = if opcode == TEXT { CONTINUATION } else { opcode };
    read(pdu, at, |pdu| pdu.ahead(0, |pdu| pdu.within(len, |pdu| contents(pdu, shown))))?;
    let decoded = if let At::In(Some(source)) = at { pdu.decoded_bytes(source) } else { None };
    let here = if at == At::Here { pdu.skip(len)? } else { &[] };
    pdu.remember(|history, packet| history.add_fragment(packet, decoded.as_deref().map_or(here, Vec::as_slice)));
    Ok(())
}

/// Joins the last frame of a message with those before, and shows where they are.
fn join(pdu: &mut Reader<'_, '_, '_>, at: At, len: usize) -> Option<u16> {
    let mut joined = Joined::default();
    pdu.remember(|history, packet| {
        history.add_fragment(packet, &[]);
        joined = Joined {
            bytes: std::mem::take(&mut history.fragments),
            parts: std::mem::take(&mut history.parts),
            ..Joined::default()
        };
    })?;
    let source = decode(pdu, at, Coding::Fragmented, len, |last, most| {
        if let Some(part) = joined.parts.last_mut() {
            part.len = last.len() as u64;
            joined.len = part.start + part.len;
        }
        let start = joined.bytes.len() as u32;
        joined.bytes.extend_from_slice(last.get(..most.saturating_sub(joined.bytes.len())).unwrap_or(last));
        let pieces = vec![Piece { start, from: 0, len: joined.bytes.len() as u32 - start }];
        let end = if joined.bytes.len() as u64 == joined.len { End::Whole } else { End::TooLong };
        Made { bytes: joined.bytes.clone(), pieces, end }
    })?;
    if let Either::Detail(detail) = pdu.sink() {
        let depth = detail.record.depth;
        joined::show(detail, &LINES, &joined, (source, depth));
        detail.record.depth = depth;
    }
    Some(source)
}

/// Unpacks a message: RFC 7692 7.2.2.
fn unpack(pdu: &mut Reader<'_, '_, '_>, at: At, len: usize, refers_back: bool) -> Option<u16> {
    let mut window = Vec::new();
    pdu.remember(|history, _| {
        if refers_back {
            window.clone_from(&history.window);
        }
    })?;
    let source = decode(pdu, at, Coding::Deflate, len, |bytes, most| {
        let packed = [bytes, &[0, 0, 0xff, 0xff]].concat();
        decode::inflate_behind(&window, &packed, most).into()
    })?;
    let bytes = pdu.decoded_bytes(source)?;
    pdu.remember(|history, _| history.unpacked(&bytes));
    if pdu.decoded_end(source).is_some_and(|(_, end)| end == End::Damaged) {
        pdu.finding(&NOT_UNPACKED, 0);
    }
    Some(source)
}

fn decode(
    pdu: &mut Reader<'_, '_, '_>,
    at: At,
    coding: Coding,
    len: usize,
    make: impl FnOnce(&[u8], usize) -> Made,
) -> Option<u16> {
    match at {
        At::Here => pdu.decode(coding, len, make),
        At::In(source) => pdu.decode_again(coding, source?, make),
    }
}

/// Who reads a message of this kind.
fn child(opcode: u8) -> Next {
    match opcode {
        TEXT => Next::To(&data_text_lines::PROTOCOL),
        BINARY => Next::Data,
        _ => Next::Done,
    }
}

/// A payload without its mask: RFC 6455 5.3.
fn unmask(bytes: &[u8], key: [u8; 4], most: usize) -> Made {
    let wanted = bytes.get(..most).unwrap_or(bytes);
    let unmasked: Vec<u8> = wanted.iter().zip(key.into_iter().cycle()).map(|(byte, key)| byte ^ key).collect();
    let pieces = vec![Piece { start: 0, from: 0, len: unmasked.len() as u32 }];
    let end = if wanted.len() < bytes.len() { End::TooLong } else { End::Whole };
    Made { bytes: unmasked, pieces, end }
}
