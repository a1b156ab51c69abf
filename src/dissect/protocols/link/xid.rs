//! Exchange of identification between two LLC stations: which types of service each offers (IEEE 802.2).

use crate::dissect::{pdu::Pdu, protocol::Short, sink::Sink};

more_fields! { "basicxid.llc.xid":
    FORMAT "format" Hex(2) "XID Format" "Always 0x81: the basic format.";
    TYPES  "types"  HexNamed(2, &CLASSES) & 0x1f "LLC Types/Classes" "What the station offers.";
    WINDOW "wsize"  Dec & 0xfe "Receive Window Size" "Frames that it can take unacknowledged.";
}

names! {
    CLASSES:
        1 "Type 1 LLC (Class I LLC)", 2 "Type 2 LLC", 3 "Type 1 and Type 2 LLCs (Class II LLC)", 4 "Type 3 LLC",
        5 "Type 1 and Type 3 LLCs (Class III LLC)", 6 "Type 2 and Type 3 LLCs",
        7 "Type 1 and Type 2 and Type 3 LLCs (Class IV LLC)";
}

/// The first byte of what is read here.
pub const BASIC: u8 = 0x81;

/// Reads the basic format.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.protocol("XID");
    pdu.info(format_args!("Basic Format"));
    pdu.u8(&FORMAT)?;
    let word = pdu.peeled::<1>()?;
    let types = pdu.bits(&TYPES, word);
    match CLASSES.get(types) {
        Some(name) => pdu.info_more(format_args!("; {name}")),
        None => pdu.info_more(format_args!("; 0x{types:02x}")),
    }
    let window = pdu.u8(&WINDOW)? >> 1;
    pdu.info_more(format_args!("; Window Size {window}"));
    Ok(())
}
