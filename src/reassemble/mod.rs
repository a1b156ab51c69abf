//! Segments → streams, messages; fragments → datagrams.

pub mod datagram;
pub mod division;
pub mod gathering;
pub mod shown;
pub mod stream;
pub mod transcript;

use crate::dissect::{
    Onward, Outcome,
    protocol::Short,
    sink::{Detail, Scan},
};

/// Pass one: goes on where the dissection of a packet ended at a fragment's or a segment's payload.
///
/// Returns where bytes first ran out, if they did.
#[inline(always)]
pub fn scan(scan: &mut Scan<'_>, bytes: &[u8], outcome: &Outcome) -> Option<Short> {
    match &outcome.onward {
        Onward::Nothing => outcome.short,
        Onward::Segment(segment) => stream::scan(scan, bytes, segment),
        Onward::Fragment(fragment, place) => {
            let (inner, whole) = datagram::scan(scan, bytes, *fragment, place);
            match (inner.segment(), whole) {
                (Some(segment), Some(whole)) => stream::scan(scan, &whole, segment),
                _ => inner.short,
            }
        }
    }
}

/// Later passes: the same, written down.
pub fn detail(detail: &mut Detail<'_>, bytes: &[u8], outcome: &Outcome) -> Option<Short> {
    match &outcome.onward {
        Onward::Nothing => outcome.short,
        Onward::Segment(segment) => shown::detail(detail, bytes, segment),
        Onward::Fragment(fragment, place) => {
            let whole = detail.known.joined.first().filter(|joined| joined.datagram);
            let inner = datagram::detail(detail, bytes, *fragment, place);
            match (inner.segment(), whole) {
                (Some(segment), Some(whole)) => shown::detail(detail, &whole.bytes, segment),
                _ => inner.short,
            }
        }
    }
}
