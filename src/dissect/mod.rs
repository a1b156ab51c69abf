//! Packet → layers: the loop from one protocol to the next, its limits, and how it ends.

#[macro_use]
pub mod field;
#[macro_use]
pub mod names;
pub mod cut;
pub mod decoded;
pub mod either;
pub mod format;
pub mod framing;
pub mod history;
pub mod joined;
pub mod known;
pub mod options;
pub mod pdu;
pub mod protocol;
pub mod protocols;
pub mod record;
pub mod registry;
pub mod services;
pub mod sink;
pub mod stations;
pub mod trailer;

use crate::{
    bytes::{Address, Span},
    dissect::{
        either::Either,
        field::{Field, Note, Severity},
        pdu::{Pdu, decoding::Onward as Content},
        protocol::{Limit, Next, Protocol, Short},
        sink::{Say, Sink},
        trailer::Behind,
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
    /// LINKTYPE_ of what the packet begins with; link layers that have several tell them apart by it.
    pub link_type: u16,
    /// Hops that the network layer still allows: TTL or hop limit.
    pub hops: u8,
    /// Inside a packet that an error message quotes: columns stay the outer packet's, nothing is learnt.
    pub quoted: bool,
    /// The datagram is a fragment: what follows its first header may be missing.
    pub fragment: bool,
    /// Sequence number of a segment's first payload byte.
    pub sequence: u32,
    /// The segment's sender has no more to send.
    pub end: bool,
    /// Of a message only the beginning is handed over, which does not mean that the rest is missing.
    pub beginning: bool,
    /// What a message's `cut` found that its meaning depends on; for a link layer, its LINKTYPE_.
    pub mode: u32,
    /// Of how many bodies of several parts this one is a part of a part.
    pub within_parts: u8,
    /// What is read means something only with what was said before, which rows do not know: it says nothing in them.
    pub refers_back: bool,
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
    /// Where the packet's payload goes on.
    pub onward: Onward,
}

/// What becomes of the bytes at which a dissection ended.
#[derive(Debug, Clone, Copy, Default)]
pub enum Onward {
    /// There are none, or they were read.
    #[default]
    Nothing,
    /// They go on in a stream.
    Segment(Segment),
    /// They go on in a datagram.
    Fragment(protocol::Fragment, Segment),
}

impl Outcome {
    /// Where the payload of a stream's segment lies, if it ended there.
    pub fn segment(&self) -> Option<&Segment> {
        match &self.onward {
            Onward::Segment(segment) => Some(segment),
            _ => None,
        }
    }
}

// The line of the tree that an anomaly has.
field! { "_ws" NOTE "expert" Group "Expert Info" "An anomaly found while reading." }

// The line of a packet whose lengths lie.
field! { "_ws" MALFORMED "malformed" Layer "Malformed Packet" "A length lies, or a header is too short." }

// The line of a packet that the capture cut off.
field! { "_ws" CUT_SHORT "short" Layer "Packet size limited during capture" "The capture holds fewer bytes than the packet had." }

/// Reported when a packet has more layers than anyone means.
pub static TOO_MANY_LAYERS: Note = Note {
    key: "_ws.too_many_layers",
    severity: Severity::Error,
    text: "More layers than any real packet has; the rest is not read",
};

/// Fields that belong to no protocol.
pub static OWN_FIELDS: &[&Field] = &[&NOTE, &MALFORMED, &CUT_SHORT];

/// Dissects a packet from its link layer up, as far as its streams.
pub fn packet<S: Sink>(bytes: &[u8], original: u32, link_type: u16, sink: S) -> Outcome {
    let mut pdu = Pdu::new(bytes, original as usize, 0, sink);
    protocols::frame::dissect(&mut pdu);
    pdu.context.link_type = link_type;
    if !pdu.sink().registry().reads(link_type) {
        protocols::frame::unread(&mut pdu, link_type);
    }
    let end = layers(&mut pdu, Next::LinkType(link_type));
    outcome(&pdu, end)
}

/// Dissects what a datagram that was put together again carries, as far as its streams.
pub fn datagram<S: Sink>(within: Within<'_>, context: Context, next: Next, sink: S) -> Outcome {
    let mut pdu = Pdu::new(within.bytes, within.len, within.source, sink);
    pdu.context = context;
    let end = layers(&mut pdu, next);
    outcome(&pdu, end)
}

#[inline(always)]
fn outcome<S: Sink>(pdu: &Pdu<'_, S>, end: End) -> Outcome {
    let place =
        || Segment { start: pdu.place().at, captured: pdu.left(), claimed: pdu.claimed_left(), context: pdu.context };
    match end {
        End::Done => Outcome::default(),
        End::Short(short) => Outcome { short: Some(short), ..Outcome::default() },
        End::Stream(short) => Outcome { short, onward: Onward::Segment(place()) },
        End::Fragment(fragment, short) => Outcome { short, onward: Onward::Fragment(fragment, place()) },
    }
}

/// The bytes in which a message of a stream lies.
#[derive(Debug, Clone, Copy)]
pub struct Within<'b> {
    /// The source's bytes.
    pub bytes: &'b [u8],
    /// Which source that is.
    pub source: u16,
    /// The message's first byte.
    pub start: usize,
    /// The message's bytes, there or not.
    pub len: usize,
}

/// Dissects a message of a stream by the protocol that `next` names.
pub fn message<S: Sink>(within: Within<'_>, context: Context, next: Next, sink: S) -> Option<Short> {
    let claimed = within.start.saturating_add(within.len);
    let bytes = within.bytes.get(..claimed.min(within.bytes.len())).unwrap_or_default();
    let mut pdu = Pdu::new(bytes, claimed, within.source, sink);
    pdu.context = context;
    if let Err(short) = pdu.skip(within.start) {
        return Some(short);
    }
    match layers(&mut pdu, next) {
        End::Done => None,
        End::Short(short) => Some(short),
        End::Stream(short) | End::Fragment(_, short) => short,
    }
}

/// How the way from layer to layer ended.
enum End {
    Done,
    Short(Short),
    /// At the payload of a stream's segment; bytes may be missing behind it.
    Stream(Option<Short>),
    /// At the payload of a datagram's fragment, likewise.
    Fragment(protocol::Fragment, Option<Short>),
}

#[inline(always)]
fn layers<S: Sink>(pdu: &mut Pdu<'_, S>, first: Next) -> End {
    let mut behind = Behind::default();
    let end = walk(pdu, first, &mut behind);
    match (end, behind.missing) {
        (End::Done, Some((link, short))) => {
            say_short(pdu, link, short);
            End::Short(short)
        }
        (End::Stream(_), Some((link, short))) => {
            say_short(pdu, link, short);
            End::Stream(Some(short))
        }
        (End::Fragment(fragment, _), Some((link, short))) => {
            say_short(pdu, link, short);
            End::Fragment(fragment, Some(short))
        }
        (end, _) => end,
    }
}

/// From layer to layer; `behind` sees where the payloads of link layers end.
fn walk<S: Sink>(pdu: &mut Pdu<'_, S>, first: Next, behind: &mut Behind) -> End {
    let mut next = first;
    for _ in 0..MOST_LAYERS {
        match next {
            Next::Stream => return End::Stream(None),
            Next::Fragment(fragment) if !pdu.context.quoted => return End::Fragment(fragment, None),
            Next::Fragment(_) => next = Next::Data,
            _ => {}
        }
        let Some(protocol) = pdu.choose(next) else { return End::Done };
        let before = pdu.place();
        let entered = pdu.enter(protocol);
        behind.entered(pdu, protocol, before);
        match entered {
            Ok(after) => match pdu.take_onward() {
                Some(onward) => {
                    pdu.either(|pdu| content(pdu, onward, after));
                    return End::Done;
                }
                None => next = after,
            },
            Err(short) => {
                say_short(pdu, protocol, short);
                return End::Short(short);
            }
        }
    }
    pdu.note(&TOO_MANY_LAYERS, 0);
    End::Done
}

/// From layer to layer of a message's content; pass one notes the first one and reads none.
///
/// What is wrong in there is said and does not mark the packet's row.
#[inline(never)]
fn content(pdu: &mut Pdu<'_, Either<'_, '_>>, onward: Content, next: Next) {
    if matches!(pdu.sink(), Either::Scan(_)) {
        match onward {
            Content::Here => pdu.choose(next),
            Content::In(_) => pdu.choose_by(next, &[]),
        };
        return;
    }
    match onward {
        Content::Here => pdu.unmarked(|pdu| {
            layers(pdu, next);
        }),
        Content::In(source) => {
            let source = source.filter(|source| pdu.decoded_end(*source).is_some_and(|(len, _)| len > 0));
            match source {
                Some(source) => {
                    pdu.in_source(source, |pdu| {
                        layers(pdu, next);
                    });
                }
                None => drop(pdu.choose(next)),
            }
        }
    }
}

#[cold]
fn say_short<S: Sink>(pdu: &mut Pdu<'_, S>, protocol: &'static Protocol, short: Short) {
    let Short { at, limit, .. } = short;
    let (field, flag) = match limit {
        Limit::Captured => (&CUT_SHORT, flags::CUT_SHORT),
        Limit::Claimed => (&MALFORMED, flags::MALFORMED),
    };
    if pdu.context.beginning && limit == Limit::Captured {
        return;
    }
    // That an error message quotes only the beginning of a packet is no lie of the packet's.
    if pdu.context.quoted && limit == Limit::Claimed {
        return;
    }
    let at = Span { start: at, len: 0, source: pdu.source() };
    let name = match protocol.column {
        "" => protocol.fields.first().map_or("", |layer| layer.name()),
        column => column,
    };
    let sink = pdu.sink();
    sink.flag(flag);
    sink.nest(-8);
    let end = if limit == Limit::Captured { " truncated" } else { "" };
    sink.text(field, at, format_args!("{}: {name}{end}", field.name()), true);
    if limit == Limit::Claimed {
        // tshark's own note about it has the same key.
        sink.text(field, at, MALFORMED.key(), false);
        sink.hide();
    }
    sink.say(Say::InfoMore, |out, _| {
        out.push_str(if limit == Limit::Captured {
            "[Packet size limited during capture]"
        } else {
            "[Malformed Packet]"
        });
        Ok(())
    });
}
