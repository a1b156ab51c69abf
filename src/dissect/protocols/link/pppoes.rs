//! PPP over Ethernet, the session: PPP frames between host and concentrator.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Next, Protocol, Short},
    protocols::link::{ppp, pppoe},
    sink::Sink,
    trailer::Trailer,
};

fields! { "pppoes" "PPP-over-Ethernet Session" "A line of PPP across an Ethernet.":
    TAGS "tags" Group "PPPoE Tags" "What stands in front of the frame for flow control.";
    FCN  "tags.credits.fcn" Dec "FCN" "Credits granted to the peer.";
    BCN  "tags.credits.bcn" Dec "BCN" "Credits left here.";
}

/// RFC 5578: credits in front of the PPP frame.
const CREDITS: u16 = 0x0106;

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "pppoes",
    column: "PPPoES",
    spec: "RFC 2516",
    family: Family::Link,
    fields: FIELDS,
    more: &[pppoe::FIELDS],
    notes: &[],
    claims: &[Claim::EtherType(0x8864), Claim::LinkType(51)],
    trailer: Some(Trailer::Hidden),
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let len = pppoe::header(pdu)?;
    pdu.limit(len + 6);
    if pdu.peeked::<2>()?.value == u64::from(CREDITS) {
        let tags = pdu.open(&TAGS);
        let result = credits(pdu);
        pdu.close(tags);
        result?;
    }
    Ok(Next::To(&ppp::PROTOCOL))
}

fn credits<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.skip(4)?;
    pdu.u16(&FCN)?;
    pdu.u16(&BCN)?;
    Ok(())
}
