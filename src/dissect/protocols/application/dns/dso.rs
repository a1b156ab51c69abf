//! Stateful operations: what two sides of a long-lived connection tell each other (RFC 8490).

use super::{Plain, values};
use crate::dissect::{pdu::Pdu, protocol::Short, sink::Sink};

more_fields! { "dns":
    OPERATION   "dso"                Group "DNS Stateful Operation" "What the message is about.";
    TLV         "dso.tlv"            Group "DSO TLV" "One part of it.";
    TYPE        "dso.tlv.type"       Named(&values::DSO_TLVS) "Type" "What it is about.";
    LENGTH      "dso.tlv.length"     Dec   "Length" "Bytes of what follows.";
    DATA        "dso.tlv.data"       Bytes "Data" "What is said about it.";
    INACTIVITY  "dso.tlv.keepalive.inactivity" Dec "Inactivity Timeout" "Milliseconds until an idle connection is closed.";
    INTERVAL    "dso.tlv.keepalive.interval" Dec "Keepalive Interval" "Milliseconds between signs of life.";
    RETRY_DELAY "dso.tlv.retrydelay.retrydelay" Dec "Retry Delay" "Milliseconds to wait before connecting again.";
    PADDING     "dso.tlv.encpad.padding" Bytes "Padding" "Nothing: it hides the length.";
}

/// Reads its parts up to the message's end.
pub(super) fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    if pdu.claimed_left() == 0 {
        return Ok(());
    }
    let operation = pdu.open(&OPERATION);
    while pdu.claimed_left() > 0 {
        let group = pdu.open(&TLV);
        let kind = pdu.u16(&TYPE)?;
        pdu.label_group(&group, format_args!(": {}", Plain(&values::DSO_TLVS, kind.into(), "Unknown")));
        let len = usize::from(pdu.u16(&LENGTH)?);
        pdu.within(len, |pdu| part(pdu, kind))?;
        pdu.close(group);
    }
    pdu.close(operation);
    Ok(())
}

fn part<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u16) -> Result<(), Short> {
    match kind {
        1 => {
            pdu.u32(&INACTIVITY)?;
            pdu.u32(&INTERVAL)?;
        }
        2 => {
            pdu.u32(&RETRY_DELAY)?;
        }
        3 => {
            pdu.all(&PADDING);
        }
        _ => {
            pdu.all(&DATA);
        }
    }
    Ok(())
}
