//! Which response belongs to which query, what was said twice, and the names that answers teach.

use std::fmt::Write;

use super::{Name, records::Entry};
use crate::{
    bytes::Address,
    dissect::{known::Known, pdu::Pdu, sink::Sink},
    index::{packets::NONE, pairs::Key},
};

more_fields! { "dns":
    RESPONSE_IN       "response_in"            Packet   "Response In" "The packet that answers.";
    RESPONSE_TO       "response_to"            Packet   "Request In" "The packet that asked.";
    TIME              "time"                   Duration "Time" "Between query and response.";
    REPEATED_REQUEST  "retransmit_request_in"  Packet   "Retransmitted request. Original request in" "The packet that asked first.";
    REPEATED_RESPONSE "retransmit_response_in" Packet   "Retransmitted response. Original response in" "The packet that answered first.";
    RETRANSMISSION    "retransmission"         FlagNamed(["True", "False"]) "Retransmission" "The same was said before.";
    UNSOLICITED       "unsolicited"            FlagNamed(["True", "False"]) "Unsolicited" "Nobody asked.";
}

/// Pairs of this protocol among all pairs.
const PAIRS: u8 = 53;
/// A query said again within this time is the same query; later it is a new one. The value is Wireshark's.
const PATIENCE_NS: i64 = 5_000_000_000;

fn key(flow: u32, id: u16) -> Key {
    Key { protocol: PAIRS, between: flow.into(), id: id.into() }
}

/// Remembers the query, or finds the one that this response belongs to.
pub(super) fn learn<S: Sink>(pdu: &mut Pdu<'_, S>, id: u16, response: bool) {
    if pdu.context.quoted {
        return;
    }
    pdu.learn(|lesson| {
        let (packet, now) = (lesson.packet, lesson.row.time);
        if lesson.row.flow == NONE {
            return;
        }
        let key = key(lesson.row.flow, id);
        let open = lesson.session.pairs.open(key);
        let pairs = &mut lesson.session.pairs;
        match (response, open) {
            (false, Some(open)) if open.response.is_none() => {
                let asked = lesson.session.packets.get(open.request as usize).map_or(now, |row| row.time);
                if now.saturating_sub(asked) <= PATIENCE_NS {
                    pairs.repeat(key, packet, open.request);
                } else {
                    pairs.request(key, packet);
                }
            }
            (false, _) => pairs.request(key, packet),
            (true, None) => {}
            (true, Some(open)) => match open.response {
                Some(first) => pairs.repeat(key, packet, first),
                None => {
                    pairs.response(key, packet, true);
                }
            },
        }
    });
}

/// Says what was found.
pub(super) fn show<S: Sink>(pdu: &mut Pdu<'_, S>, id: u16, response: bool) {
    if pdu.context.quoted {
        return;
    }
    let id = u64::from(id);
    let repeated = move |known: Known<'_>| known.session.pairs.repeated_from(known.packet, id);
    let number = |packet: u32| u64::from(packet) + 1;
    if response {
        let request = move |known: Known<'_>| known.session.pairs.request_of_message(known.packet, id);
        pdu.derived(&RESPONSE_TO, |known| request(known).map(number));
        pdu.derived(&TIME, |known| {
            let asked = known.session.packets.get(request(known)? as usize)?;
            Some(known.row.since(asked).cast_unsigned())
        });
        pdu.derived(&REPEATED_RESPONSE, |known| repeated(known).map(number));
        pdu.derived(&UNSOLICITED, |known| (request(known).is_none() && repeated(known).is_none()).then_some(1));
    } else {
        pdu.derived(&RESPONSE_IN, |known| known.session.pairs.response_of_message(known.packet, id).map(number));
        pdu.derived(&REPEATED_REQUEST, |known| repeated(known).map(number));
    }
    pdu.derived(&RETRANSMISSION, |known| repeated(known).map(|_| 1));
}

/// An answer teaches the name of an address.
pub(super) fn learn_address<S: Sink>(pdu: &mut Pdu<'_, S>, entry: &Entry<'_, '_>, address: Address) {
    let (owner, worth) = (entry.owner, is_worth_learning(pdu, entry) && entry.owner.is_proper());
    pdu.learn(|lesson| {
        if worth {
            // Writing to a `String` never fails.
            lesson.session.names.learn(address, |text| {
                let _ = write!(text, "{owner}");
            });
        }
    });
}

/// A pointer teaches the name of the address that its owner spells backwards.
pub(super) fn learn_pointer<S: Sink>(pdu: &mut Pdu<'_, S>, entry: &Entry<'_, '_>, name: Name<'_>) {
    let (owner, worth) = (entry.owner, is_worth_learning(pdu, entry) && name.is_proper());
    pdu.learn(|lesson| {
        if let Some(address) = worth.then(|| backwards(owner)).flatten() {
            lesson.session.names.learn(address, |text| {
                let _ = write!(text, "{name}");
            });
        }
    });
}

fn is_worth_learning<S: Sink>(pdu: &Pdu<'_, S>, entry: &Entry<'_, '_>) -> bool {
    !pdu.context.quoted && entry.message.response && entry.class == 1
}

/// `4.3.2.1.in-addr.arpa`, or 32 hex digits in `ip6.arpa`.
fn backwards(owner: Name<'_>) -> Option<Address> {
    let labels = owner.label_count();
    let mut octets = [0; 16];
    let digits = |label: &[u8], radix| u8::from_str_radix(std::str::from_utf8(label).ok()?, radix).ok();
    let ends_in = |end: [&[u8]; 2]| {
        owner.labels().skip(labels.saturating_sub(2)).zip(end).all(|(label, end)| label.eq_ignore_ascii_case(end))
    };
    if labels == 6 && ends_in([b"in-addr", b"arpa"]) {
        for (octet, label) in octets.iter_mut().take(4).rev().zip(owner.labels()) {
            *octet = digits(label, 10)?;
        }
        return Some(Address::from_octets(octets.get(..4)?));
    }
    if labels == 34 && ends_in([b"ip6", b"arpa"]) {
        for (place, label) in owner.labels().take(32).enumerate() {
            let digit = digits(label, 16).filter(|_| label.len() == 1)?;
            *octets.get_mut(15 - place / 2)? |= digit << (4 * (place % 2));
        }
        return Some(Address::Ipv6(octets));
    }
    None
}
