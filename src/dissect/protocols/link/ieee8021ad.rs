//! IEEE 802.1ad: a provider's tag outside of its customer's ("Q-in-Q").

use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Protocol},
    protocols::link::{ethertype, vlan},
    sink::Sink,
    trailer::Trailer,
};

fields! { "ieee8021ad" "IEEE 802.1ad" "The provider's virtual network that a frame belongs to.":
    PRIORITY "priority" Dec & 0xe000 "Priority" "How urgent the frame is.";
    DEI      "dei"      Dec & 0x1000 "DEI" "Whether the frame may be dropped first.";
    ID       "id"       Dec & 0x0fff "ID" "The virtual network's number.";
    S_VID    "svid"     Dec & 0x0fff "ID" "The provider's virtual network, where the customer's follows.";
    C_VID    "cvid"     Dec & 0x0fff "ID" "The customer's virtual network.";
    TYPE     "etype"    HexNamed(4, &ethertype::NAMES) "Type" "What the frame carries.";
}

const OWN_TYPE: u64 = 0x88a8;

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "ieee8021ad",
    column: "802.1ad",
    spec: "IEEE 802.1ad",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::EtherType(0x88a8)],
    trailer: Some(Trailer::Shown { padding: &vlan::PADDING, rest: &vlan::TRAILER, checksum: None }),
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let tag = pdu.peeled::<2>()?;
    pdu.bits(&PRIORITY, tag);
    pdu.bits(&DEI, tag);
    if pdu.peeked::<2>()?.value == OWN_TYPE {
        let provider = pdu.bits(&S_VID, tag);
        pdu.skip(2)?;
        let tag = pdu.peeled::<2>()?;
        pdu.bits(&PRIORITY, tag);
        pdu.bits(&DEI, tag);
        let customer = pdu.bits(&C_VID, tag);
        pdu.heading(format_args!(", S-VID: {provider}, C-VID: {customer}"));
    } else {
        let id = pdu.bits(&ID, tag);
        pdu.heading(format_args!(", ID: {id}"));
    }
    let number = pdu.u16(&TYPE)?;
    Ok(ethertype::next(pdu, number))
}
