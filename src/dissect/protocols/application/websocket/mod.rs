//! WebSocket: messages both ways over a connection that HTTP has opened.

pub mod extensions;
pub mod frames;
mod payload;

use crate::{
    dissect::{
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Protocol},
        sink::Sink,
    },
    index::flows::Transport,
};

use frames::{CONTINUATION, MAY_BE_PACKED};

fields! { "websocket" "WebSocket" "Messages both ways over a connection that HTTP has opened.":
    FIN              "fin"              FlagNamed(["True", "False"]) & 0x80 "Fin" "The message ends with this frame.";
    RESERVED         "rsv"              Hex(1) & 0x70      "Reserved"     "For extensions: the first one says that the message is packed.";
    PACKED           "pmc"              FlagNamed(["True", "False"]) & 0x40 "Per-Message Compressed" "The message is packed.";
    OPCODE           "opcode"           Named(&OPCODES) & 0x0f "Opcode"   "What the frame is.";
    MASK             "mask"             FlagNamed(["True", "False"]) & 0x80 "Mask" "A mask lies over the payload: always, from a client.";
    LENGTH           "payload_length"   Dec & 0x7f         "Payload length" "Bytes of the payload, or where to read how many.";
    LENGTH_16        "payload_length_ext_16" Dec           "Extended Payload length (16 bits)" "Bytes of the payload.";
    LENGTH_64        "payload_length_ext_64" Dec           "Extended Payload length (64 bits)" "Bytes of the payload.";
    MASKING_KEY      "masking_key"      Bytes              "Masking-Key"  "Four bytes that are added to the payload's over and over, by exclusive or.";
}

names! {
    /// RFC 6455 11.8, in Wireshark's words.
    OPCODES:
        0 "Continuation", 1 "Text", 2 "Binary", 8 "Connection Close", 9 "Ping", 10 "Pong";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "websocket",
    column: "WebSocket",
    spec: "RFC 6455",
    family: Family::Web,
    fields: FIELDS,
    more: &[payload::FIELDS],
    notes: &[],
    claims: &[Claim::Looks(Transport::Tcp, frames::looks), Claim::GoesOn(frames::go_on)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: Some(frames::cut),
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let header = frames::header(pdu.rest());
    let first = pdu.peeled::<1>()?;
    pdu.bits(&FIN, first);
    pdu.bits(&RESERVED, first);
    if pdu.context.mode & MAY_BE_PACKED != 0 {
        pdu.below(|pdu| pdu.bits(&PACKED, first));
    }
    pdu.bits(&OPCODE, first);
    let second = pdu.peeled::<1>()?;
    pdu.bits(&MASK, second);
    let length = pdu.bits(&LENGTH, second);
    match length {
        126 => {
            pdu.label_more(format_args!(" Extended Payload Length (16 bits)"));
            pdu.u16(&LENGTH_16)?;
        }
        127 => {
            pdu.label_more(format_args!(" Extended Payload Length (64 bits)"));
            pdu.u64(&LENGTH_64)?;
        }
        _ => {}
    }
    let Some(header) = header else { return Err(pdu.lacking(4)) };
    let opcode = OPCODES.get(header.opcode.into()).unwrap_or("Unknown Opcode");
    let fin = if header.fin { " [FIN]" } else { "[FRAGMENT] " };
    let masked = if header.masked { " [MASKED]" } else { " " };
    pdu.info_alone();
    pdu.info(format_args!("WebSocket {opcode}{fin}{masked}"));
    let key = if header.masked { Some(pdu.bytes(&MASKING_KEY, 4)?) } else { None };
    if header.len == 0 && (header.opcode != CONTINUATION || !header.fin) {
        return Ok(crate::dissect::protocol::Next::Done);
    }
    pdu.either(|pdu| payload::dissect(pdu, header, key.and_then(<[u8]>::first_chunk).copied()))
}
