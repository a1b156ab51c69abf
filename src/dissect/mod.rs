//! Packet → layers: the loop from one protocol to the next, its limits, and how it ends.

#[macro_use]
pub mod field;
pub mod cut;
pub mod format;
pub mod known;
pub mod options;
pub mod pdu;
pub mod protocol;
pub mod protocols;
pub mod record;
pub mod registry;
pub mod sink;

use crate::{
    bytes::Address,
    dissect::{
        field::{Field, Kind, Note, Severity},
        pdu::Pdu,
        protocol::{Family, Limit, Next, Protocol, Short},
        sink::{Say, Sink},
    },
    index::packets::flags,
};

/// Layers in one packet at most: a packet that says more is hostile.
const MOST_LAYERS: usize = 64;

/// What outer layers say to inner ones.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// Network address of the sender; before a network layer, the link layer's.
    pub source: Address,
    /// Network address of the receiver; before a network layer, the link layer's.
    pub destination: Address,
    /// Transport ports, source and destination.
    pub ports: (u16, u16),
    /// Hops that the network layer still allows: TTL or hop limit.
    pub hops: u8,
    /// Inside a packet that an error message quotes: columns stay the outer packet's, nothing is learnt.
    pub quoted: bool,
    /// The datagram is a fragment: what follows its first header may be missing.
    pub fragment: bool,
    /// Sequence number of a segment's first payload byte.
    pub sequence: u32,
    /// What a message's `cut` found that its meaning depends on.
    pub mode: u32,
}

/// Where the payload of a stream's segment lies in the packet.
#[derive(Debug, Clone, Copy)]
pub struct Segment {
    /// First byte in the packet.
    pub start: usize,
    /// Bytes captured.
    pub captured: usize,
    /// Bytes on the wire.
    pub claimed: usize,
    /// What the layers up to here said.
    pub context: Context,
}

/// How the dissection of a packet ended.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outcome {
    /// Bytes ran out.
    pub short: Option<Short>,
    /// What goes on in a stream.
    pub segment: Option<Segment>,
}

/// The line of the tree that an anomaly has.
pub static NOTE: Field = Field {
    key: "_ws.expert",
    name: "Expert Info",
    kind: Kind::Group,
    mask: 0,
    about: "An anomaly found while reading.",
};

/// The line of a packet whose lengths lie.
pub static MALFORMED: Field = Field {
    key: "_ws.malformed",
    name: "Malformed Packet",
    kind: Kind::Layer,
    mask: 0,
    about: "A length lies, or a header is too short.",
};

/// The line of a packet that the capture cut off.
pub static CUT_SHORT: Field = Field {
    key: "_ws.short",
    name: "Packet size limited during capture",
    kind: Kind::Layer,
    mask: 0,
    about: "The capture holds fewer bytes than the packet had.",
};

/// Reported when a packet has more layers than anyone means.
pub static TOO_MANY_LAYERS: Note = Note {
    key: "_ws.too_many_layers",
    severity: Severity::Error,
    text: "More layers than any real packet has; the rest is not read",
};

/// Fields that belong to no protocol.
pub static OWN_FIELDS: &[&Field] = &[&NOTE, &MALFORMED, &CUT_SHORT];

/// Dissects a packet from its link layer up, as far as its streams.
pub fn packet<S: Sink>(bytes: &[u8], original: u32, link_type: u16, sink: &mut S) -> Outcome {
    let mut pdu = Pdu::new(bytes, original as usize, 0, sink);
    protocols::frame::dissect(&mut pdu);
    match layers(&mut pdu, Next::LinkType(link_type)) {
        End::Done => Outcome::default(),
        End::Short(short) => Outcome { short: Some(short), segment: None },
        End::Stream(short) => {
            let (start, captured, claimed) = (pdu.place().at, pdu.left(), pdu.claimed_left());
            Outcome { short, segment: Some(Segment { start, captured, claimed, context: pdu.context }) }
        }
    }
}

/// Dissects a message of a stream: `len` bytes from `start` of the packet `bytes`, by the protocol that `next` names.
pub fn message<S: Sink>(
    bytes: &[u8],
    start: usize,
    len: usize,
    context: Context,
    next: Next,
    sink: &mut S,
) -> Option<Short> {
    let end = start.saturating_add(len).min(bytes.len());
    let mut pdu = Pdu::new(bytes.get(..end).unwrap_or_default(), end, 0, sink);
    pdu.context = context;
    if let Err(short) = pdu.skip(start) {
        return Some(short);
    }
    match layers(&mut pdu, next) {
        End::Done => None,
        End::Short(short) => Some(short),
        End::Stream(short) => short,
    }
}

/// How the way from layer to layer ended.
enum End {
    Done,
    Short(Short),
    /// At the payload of a stream's segment; bytes may be missing behind it.
    Stream(Option<Short>),
}

/// A link layer whose payload may be followed by padding.
#[derive(Clone, Copy)]
struct Link {
    protocol: &'static Protocol,
    start: usize,
    end: usize,
    claimed: usize,
    mark: usize,
}

#[inline(always)]
fn layers<S: Sink>(pdu: &mut Pdu<'_, S>, first: Next) -> End {
    let mut missing = None;
    let end = walk(pdu, first, &mut missing);
    match (end, missing) {
        (End::Done, Some((link, short))) => {
            say_short(pdu, link, short);
            End::Short(short)
        }
        (End::Stream(_), Some((link, short))) => {
            say_short(pdu, link, short);
            End::Stream(Some(short))
        }
        (end, _) => end,
    }
}

/// From layer to layer; `missing` gets what the capture cut off behind the payload of a link layer.
fn walk<S: Sink>(pdu: &mut Pdu<'_, S>, first: Next, missing: &mut Option<(&'static Protocol, Short)>) -> End {
    let mut next = first;
    let mut link: Option<Link> = None;
    for _ in 0..MOST_LAYERS {
        if let Next::Stream = next {
            return End::Stream(None);
        }
        let Some(protocol) = pdu.choose(next) else { return End::Done };
        let before = pdu.place();
        match pdu.enter(protocol) {
            Ok(after) => next = after,
            Err(short) => {
                say_short(pdu, protocol, short);
                return End::Short(short);
            }
        }
        if protocol.trailer.is_some() {
            let (start, end, claimed, mark) = (before.at, before.end(), before.claimed, pdu.sink().mark());
            link = Some(Link { protocol, start, end, claimed, mark });
        } else if let Some(outer) = link {
            if pdu.place().claimed != before.claimed {
                *missing = trailer(pdu, outer).map(|short| (outer.protocol, short));
                link = None;
            } else if protocol.family != Family::Link {
                // What inner layers leave over is theirs, not the link's.
                link = None;
            }
        }
    }
    pdu.note(&TOO_MANY_LAYERS, 0);
    End::Done
}

/// What lies behind the payload of a link layer: padding up to the shortest Ethernet frame, then a trailer.
fn trailer<S: Sink>(pdu: &mut Pdu<'_, S>, link: Link) -> Option<Short> {
    const SHORTEST: usize = 60;
    let (inner_end, inner_claimed, end) = (pdu.place().end(), pdu.place().claimed, link.end);
    let [padding, rest] = link.protocol.trailer?;
    if inner_claimed >= link.claimed {
        return None;
    }
    if end < link.claimed {
        let (needed, had) = (link.claimed - inner_claimed, end.saturating_sub(inner_claimed));
        return Some(Short { needed: needed as u32, had: had as u32, at: inner_end as u32, limit: Limit::Captured });
    }
    let padded = (link.start + SHORTEST).clamp(inner_end, end);
    let span = |from: usize, to: usize| crate::bytes::Span { start: from as u32, len: (to - from) as u32, source: 0 };
    if padded < end {
        pdu.sink().trailer(link.mark, rest, span(padded, end));
    }
    if padded > inner_end {
        pdu.sink().trailer(link.mark, padding, span(inner_end, padded));
    }
    None
}

#[cold]
fn say_short<S: Sink>(pdu: &mut Pdu<'_, S>, protocol: &'static Protocol, short: Short) {
    let (field, flag) = match short.limit {
        Limit::Captured => (&CUT_SHORT, flags::CUT_SHORT),
        Limit::Claimed => (&MALFORMED, flags::MALFORMED),
    };
    // That an error message quotes only the beginning of a packet is no lie of the packet's.
    if pdu.context.quoted && short.limit == Limit::Claimed {
        return;
    }
    let name = protocol.fields.first().map_or("", |layer| layer.name);
    let sink = pdu.sink();
    sink.flag(flag);
    sink.nest(-8);
    let mark = sink.mark();
    sink.field(field, crate::bytes::Span { start: short.at, len: 0, source: 0 }, record::Value::None, true);
    sink.say(Say::LabelOf(mark), |out, _| std::fmt::Write::write_fmt(out, format_args!(": {name}")));
    sink.say(Say::InfoMore, |out, _| {
        out.push_str(if short.limit == Limit::Captured {
            "[Packet size limited during capture]"
        } else {
            "[Malformed Packet]"
        });
        Ok(())
    });
}
