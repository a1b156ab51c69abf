//! What lies behind the payload of a link layer: padding, a trailer, and perhaps a checksum.

use crate::{
    bytes::Span,
    dissect::{
        field::Field,
        pdu::{Pdu, Place},
        protocol::{Family, Limit, Protocol, Short},
        record::Value,
        sink::Sink,
    },
};

/// The shortest Ethernet frame without its checksum: what is shorter is filled up with zeros.
const SHORTEST: usize = 60;
/// The shortest Ethernet frame with its checksum.
const SHORTEST_WITH_CHECKSUM: usize = 64;

/// Where bytes are shown that lie behind what the layers above claim.
#[derive(Debug, Clone, Copy)]
pub enum Trailer {
    /// In the layer itself.
    Shown {
        /// Zeros up to the shortest frame.
        padding: &'static Field,
        /// Whatever else.
        rest: &'static Field,
        /// The frame's checksum and its status, where one may follow.
        checksum: Option<[&'static Field; 2]>,
    },
    /// In the layer itself, all of it as one.
    Rest(&'static Field),
    /// Nowhere: not even in the layers below.
    Hidden,
}

/// The innermost link layer whose payload's end is not known yet.
#[derive(Clone, Copy)]
struct Link {
    protocol: &'static Protocol,
    /// Where its captured bytes ended before anything inside it said how long it is, and where it claimed to end.
    ends: (usize, usize),
    /// Where the frame begins: links in links share its shortest length.
    frame: usize,
    /// The node behind its last one.
    mark: usize,
}

/// Waits for the layer that says where the payload of a link layer ends.
#[derive(Default)]
pub(crate) struct Behind {
    link: Option<Link>,
    /// The link layer whose trailer the capture cut off.
    pub missing: Option<(&'static Protocol, Short)>,
}

impl Behind {
    /// `protocol` was read from `before` on.
    #[inline(always)]
    pub fn entered<S: Sink>(&mut self, pdu: &mut Pdu<'_, S>, protocol: &'static Protocol, before: Place<'_>) {
        // Pass one records nothing: to it, only what is missing matters.
        if !S::RECORDS && pdu.is_whole() {
            return;
        }
        if protocol.trailer.is_some() {
            // A tag lies in the frame of the link before it; what has a checksum begins a frame of its own.
            let frame = match (protocol.trailer, self.link) {
                (Some(Trailer::Shown { checksum: Some(_), .. }), _) | (_, None) => before.at,
                (_, Some(outer)) => outer.frame,
            };
            let ends = (before.end(), before.claimed);
            self.link = Some(Link { protocol, ends, frame, mark: pdu.sink().mark() });
        }
        if let Some(link) = self.link {
            if pdu.place().claimed != link.ends.1 {
                self.link = None;
                self.missing = show(pdu, link).map(|short| (link.protocol, short));
            } else if protocol.family != Family::Link {
                // What inner layers leave over is theirs, not the link's.
                self.link = None;
            }
        }
    }
}

/// Where the parts of a trailer begin and end, in the packet.
#[derive(Debug, PartialEq, Eq)]
struct Parts {
    padding: (usize, usize),
    rest: (usize, usize),
    checksum: Option<usize>,
    short: bool,
}

/// Shows what lies behind the payload of `link`; answers what the capture cut off of what would have been looked at.
fn show<S: Sink>(pdu: &mut Pdu<'_, S>, link: Link) -> Option<Short> {
    let (inner_end, inner_claimed) = (pdu.place().end(), pdu.place().claimed);
    let (end, claimed) = link.ends;
    if inner_end != inner_claimed || inner_end >= end || (end == claimed && !S::RECORDS) {
        return None;
    }
    let (padding, rest, checksum) = match link.protocol.trailer? {
        Trailer::Shown { padding, rest, checksum } if link.frame == 0 => (padding, rest, checksum),
        // A frame in a tunnel needs no padding, and nobody knows what follows it.
        Trailer::Rest(field) | Trailer::Shown { rest: field, .. } => {
            let at = Span { start: inner_end as u32, len: (end - inner_end) as u32, source: pdu.source() };
            pdu.sink().insert(link.mark, field, at, Value::Span, None);
            return None;
        }
        Trailer::Hidden => return None,
    };
    let behind = pdu.between(inner_end, end);
    let parts = divide(behind, inner_end, (end, claimed), link.frame, checksum.is_some());
    let source = pdu.source();
    let span = |(from, to): (usize, usize)| Span { start: from as u32, len: to.saturating_sub(from) as u32, source };
    let sink = pdu.sink();
    // Each is put in front of the one before.
    if let (Some(at), Some([field, status])) = (parts.checksum, checksum) {
        let value = behind.get(at - inner_end..).and_then(|bytes| bytes.first_chunk::<4>());
        let value = value.map_or(0, |bytes| u64::from(u32::from_be_bytes(*bytes)));
        sink.insert(link.mark, status, span((at + 4, at + 4)), Value::Number(2), Some(format_args!("Unverified")));
        sink.insert(
            link.mark,
            field,
            span((at, at + 4)),
            Value::Number(value),
            Some(format_args!("0x{value:08x} [unverified]")),
        );
    }
    if parts.rest.0 < parts.rest.1 {
        sink.insert(link.mark, rest, span(parts.rest), Value::Span, None);
    }
    if parts.padding.0 < parts.padding.1 {
        sink.insert(link.mark, padding, span(parts.padding), Value::Span, None);
    }
    let (needed, had) = ((claimed - inner_end) as u32, (end - inner_end) as u32);
    parts.short.then_some(Short { needed, had, at: end as u32, limit: Limit::Captured })
}

/// Divides the bytes `behind`, which begin at `start` of the packet and of which there were more on the wire.
fn divide(behind: &[u8], start: usize, (end, claimed): (usize, usize), frame: usize, checksum: bool) -> Parts {
    let mut parts = Parts { padding: (start, start), rest: (start, end), checksum: None, short: false };
    let padded = frame + SHORTEST;
    if start < padded && claimed >= padded {
        let zeros = behind.iter().take(padded - start).take_while(|byte| **byte == 0).count();
        if start + zeros == padded {
            parts.padding.1 = padded;
            parts.rest.0 = padded;
        } else if start + zeros == end {
            return Parts { rest: (end, end), short: true, ..parts };
        }
    }
    let with_checksum = checksum && claimed - frame >= SHORTEST_WITH_CHECKSUM && claimed - parts.rest.0 >= 4;
    if with_checksum {
        let at = claimed - 4;
        parts.rest.1 = at.min(end);
        parts.short = claimed > end;
        parts.checksum = (!parts.short).then_some(at);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(behind: &[u8], start: usize, claimed: usize) -> Parts {
        divide(behind, start, (start + behind.len(), claimed), 0, true)
    }

    #[test]
    fn zeros_up_to_sixty_bytes_are_padding() {
        assert_eq!(parts(&[0; 13], 47, 60).padding, (47, 60));
        assert_eq!(parts(&[0; 5], 47, 52), Parts { padding: (47, 47), rest: (47, 52), checksum: None, short: false });
        assert_eq!(parts(&[1; 13], 47, 60).rest, (47, 60));
    }

    #[test]
    fn four_bytes_that_reach_sixty_four_are_a_checksum() {
        let padded = parts(&[0; 17], 47, 64);
        assert_eq!((padded.padding, padded.rest, padded.checksum), ((47, 60), (60, 60), Some(60)));
        let trailer = parts(&[1; 5], 72, 77);
        assert_eq!((trailer.rest, trailer.checksum), ((72, 73), Some(73)));
        assert_eq!(parts(&[1; 3], 72, 75).checksum, None);
    }

    #[test]
    fn what_the_capture_cut_off_is_not_guessed() {
        assert!(parts(&[0; 9], 47, 60).short);
        assert_eq!(parts(&[1; 2], 72, 77), Parts { padding: (72, 72), rest: (72, 73), checksum: None, short: true });
        assert!(!parts(&[1; 2], 72, 75).short);
    }
}
