//! Segments → streams, messages; fragments → datagrams.

pub mod datagram;
pub mod division;
pub mod gathering;
pub mod shown;
pub mod stream;
pub mod transcript;

use crate::dissect::{
    Outcome,
    sink::{Detail, Scan},
};

/// Pass one: goes on where the dissection of a packet ended at a fragment's or a segment's payload; how that ended.
#[inline]
pub fn scan(scan: &mut Scan<'_>, bytes: &[u8], outcome: Outcome) -> Outcome {
    match outcome {
        Outcome { fragment: Some((fragment, place)), .. } => {
            let (inner, whole) = datagram::scan(scan, bytes, fragment, &place);
            let short = match (inner.segment, whole) {
                (Some(segment), Some(whole)) => stream::scan(scan, &whole, &segment),
                _ => inner.short,
            };
            Outcome { short, ..outcome }
        }
        Outcome { segment: Some(segment), .. } => Outcome { short: stream::scan(scan, bytes, &segment), ..outcome },
        _ => outcome,
    }
}

/// Later passes: the same, written down.
pub fn detail(detail: &mut Detail<'_>, bytes: &[u8], outcome: Outcome) -> Outcome {
    match outcome {
        Outcome { fragment: Some((fragment, place)), .. } => {
            let joined = detail.known.joined;
            let inner = datagram::detail(detail, bytes, fragment, &place);
            let whole = joined.first().filter(|joined| joined.datagram);
            let short = match (inner.segment, whole) {
                (Some(segment), Some(whole)) => shown::detail(detail, &whole.bytes, &segment),
                _ => inner.short,
            };
            Outcome { short, ..outcome }
        }
        Outcome { segment: Some(segment), .. } => Outcome { short: shown::detail(detail, bytes, &segment), ..outcome },
        _ => outcome,
    }
}
