//! Bytes that no protocol claims.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Next, Protocol},
    sink::Sink,
};

fields! { "data" "Data" "Bytes that no protocol claims.":
    DATA   "data" Bytes "Data"   "The bytes.";
    LENGTH "len"  Dec   "Length" "How many bytes there are.";
}

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "data",
    column: "",
    spec: "",
    family: Family::Application,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::MediaType("application/octet-stream")],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let len = pdu.all(&DATA).len();
    pdu.computed(&LENGTH, len as u64);
    pdu.heading(format_args!(" ({len} byte{})", if len == 1 { "" } else { "s" }));
    Ok(Next::Done)
}
