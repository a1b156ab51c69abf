//! The header that both stages of PPP over Ethernet share (RFC 2516).

use crate::dissect::{pdu::Pdu, protocol::Short, sink::Sink};

more_fields! { "pppoe":
    VERSION    "version"    Dec & 0xf0 "Version" "Always 1.";
    TYPE       "type"       Dec & 0x0f "Type" "Always 1.";
    CODE       "code"       HexNamed(2, &CODES) "Code" "The step of the discovery; zero in a session.";
    SESSION_ID "session_id" Hex(4) "Session ID" "The session, once there is one.";
    LENGTH     "payload_length" Dec "Payload Length" "Bytes behind the header.";
}

names! {
    /// Steps of the discovery, as Wireshark words them.
    pub CODES:
        0x00 "Session Data", 0x07 "Active Discovery Offer (PADO)", 0x09 "Active Discovery Initiation (PADI)",
        0x0a "Active Discovery Session-Grant (PADG)", 0x0b "Active Discovery Session-Credit Resp.(PADC)",
        0x0c "Active Discovery Quality (PADQ)", 0x19 "Active Discovery Request (PADR)",
        0x65 "Active Discovery Session-confirmation (PADS)", 0xa7 "Active Discovery Terminate (PADT)",
        0xd3 "Active Discovery Message (PADM)", 0xd4 "Active Discovery Network (PADN)";
}

/// Reads the header; the bytes that should follow it.
pub fn header<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<usize, Short> {
    let first = pdu.peeled::<1>()?;
    pdu.bits(&VERSION, first);
    pdu.bits(&TYPE, first);
    let code = pdu.u8(&CODE)?;
    pdu.info(format_args!("{}", CODES.or_unknown(code.into())));
    pdu.u16(&SESSION_ID)?;
    Ok(pdu.u16(&LENGTH)?.into())
}
