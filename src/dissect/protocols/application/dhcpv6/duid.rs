//! DHCP unique identifiers: who a client, a server or a relay is (RFC 8415, section 11).

use crate::dissect::{
    pdu::Pdu,
    protocol::Short,
    protocols::{application::dhcpv6::names, application::enterprise, link::hardware, network::icmpv6::Colons},
    record::Value,
    sink::Sink,
};

more_fields! { "dhcpv6":
    DUID            "duid.bytes" Bytes "DUID" "The whole identifier.";
    TYPE            "duid.type"  Named(&names::DUIDS) "DUID Type" "What it was made from.";
    TIME_HARDWARE   "duidllt.hwtype" Named(&hardware::NAMES) "Hardware type" "What kind of link address it is.";
    TIME            "duidllt.time" Time "DUID Time" "When it was made.";
    TIME_ADDRESS    "duidllt.link_layer_addr" Text "Link-layer address" "The link address that it was made from.";
    ENTERPRISE      "duiden.enterprise" Named(&enterprise::NAMES) "Enterprise ID" "Who gave it.";
    IDENTIFIER      "duiden.identifier" Bytes "Identifier" "What the vendor calls it.";
    HARDWARE        "duidll.hwtype" Named(&hardware::NAMES) "Hardware type" "What kind of link address it is.";
    ADDRESS         "duidll.link_layer_addr" Text "Link-layer address" "The link address that it was made from.";
    UUID            "duiduuid.bytes" Bytes "UUID" "The machine's number.";
}

/// All that is left of the option; false when it is too short.
pub fn read<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<bool, Short> {
    let length = pdu.claimed_left();
    if length < 2 {
        return Ok(false);
    }
    let start = pdu.done();
    pdu.part(&DUID, start, start + length);
    match pdu.u16(&TYPE)? {
        1 if length >= 8 => {
            pdu.u16(&TIME_HARDWARE)?;
            // Seconds since the beginning of 2000.
            let seconds = pdu.peeled::<4>()?.value + 946_684_800;
            pdu.read_back(&TIME, 4, Value::Number(seconds * 1_000_000_000));
            address(pdu, &TIME_ADDRESS)?;
        }
        2 if length >= 6 => {
            pdu.u32(&ENTERPRISE)?;
            pdu.all(&IDENTIFIER);
        }
        3 if length >= 4 => {
            pdu.u16(&HARDWARE)?;
            address(pdu, &ADDRESS)?;
        }
        4 if length > 2 => drop(pdu.all(&UUID)),
        1..=4 => return Ok(false),
        _ => {}
    }
    Ok(true)
}

fn address<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static crate::dissect::field::Field) -> Result<(), Short> {
    let length = pdu.claimed_left();
    let bytes = pdu.skip(length)?;
    pdu.text_back(field, length, Colons(bytes));
    Ok(())
}
