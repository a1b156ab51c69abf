//! IP fragments → datagrams, in which dissection goes on.

use crate::{
    dissect::{
        self, Context, Outcome, Segment, Within,
        either::Either,
        joined,
        protocol::{Fragment, Next},
        protocols::network,
        sink::{Detail, Scan},
    },
    index::{datagrams::Key, packets::NONE},
};

/// Pass one: takes a packet's fragment; where that makes a datagram whole, its bytes and what became of them.
pub fn scan(scan: &mut Scan<'_>, bytes: &[u8], fragment: Fragment, place: &Segment) -> (Outcome, Option<Vec<u8>>) {
    let payload = bytes.get(place.start..place.start.saturating_add(place.captured)).unwrap_or_default();
    let key = Key {
        source: place.context.source,
        destination: place.context.destination,
        id: fragment.id,
        protocol: if fragment.six { 0 } else { fragment.protocol },
    };
    let at = (scan.packet, scan.row.time);
    let whole = if place.captured == place.claimed && !payload.is_empty() {
        scan.session.datagrams.add(key, at, fragment.offset, payload, fragment.more)
    } else {
        None
    };
    match whole {
        Some(whole) => {
            let within = Within { bytes: &whole, source: 1, start: 0, len: whole.len() };
            let outcome = dissect::datagram(within, inside(place), Next::IpProtocol(fragment.protocol), &mut *scan);
            (outcome, Some(whole))
        }
        None => {
            let within = Within { bytes, source: 0, start: place.start, len: place.captured };
            let short = dissect::message(within, place.context, Next::Data, &mut *scan);
            (Outcome { short, ..Outcome::default() }, None)
        }
    }
}

/// What the layers inside of a whole datagram are told.
fn inside(place: &Segment) -> Context {
    Context { fragment: false, ..place.context }
}

/// Later passes: the datagram that is whole by the packet, or the fragment as data and where the datagram is.
pub fn detail(detail: &mut Detail<'_>, bytes: &[u8], fragment: Fragment, place: &Segment) -> Outcome {
    let known = detail.known;
    let datagram = known.session.datagrams.of(known.packet);
    let lines = network::fragments(fragment.six);
    if let Some((_, datagram)) = datagram
        && datagram.last == known.packet
        && let Some(joined) = known.joined.first().filter(|joined| joined.datagram)
    {
        joined::show(detail, lines, joined, (1, 1));
        detail.known.source = 1;
        let within = Within { bytes: &joined.bytes, source: 1, start: 0, len: joined.len as usize };
        let next = Next::IpProtocol(fragment.protocol);
        return dissect::datagram(within, inside(place), next, Either::Detail(detail));
    }
    let last = datagram.map(|(_, datagram)| datagram.last).filter(|last| *last != NONE);
    if let Some(last) = last {
        joined::show_where(detail, lines, last);
    }
    let within = Within { bytes, source: 0, start: place.start, len: place.captured };
    let short = dissect::message(within, place.context, Next::Data, Either::Detail(detail));
    if let Some(last) = last.filter(|_| !fragment.six) {
        detail.say_more(format_args!(" [Reassembled in #{}]", u64::from(last) + 1));
    }
    Outcome { short, ..Outcome::default() }
}
