//! Requests and their responses: gathered once by a task, then shown in any order, some rows at a time.

pub mod dialogue;
pub mod frames;
pub mod har;
pub mod head;
pub mod open;
mod order;
mod pairing;
mod row;
mod texts;
pub mod told;

use serde::{Deserialize, Serialize};

use crate::{
    engine::{followed::StreamName, shown::Shown},
    index::{Session, column::Column, packets::NONE},
};

pub use self::order::{Choice, Column as By};
pub(crate) use self::pairing::{Message, Pairing, Said};
use self::{order::Order, texts::Texts};

/// Rows answered at once at most.
const MOST: u32 = 10_000;

/// What is spoken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// HTTP.
    #[default]
    Http,
    /// HTTP that went over to WebSocket, or WebSocket whose beginning is not in the capture.
    WebSocket,
    /// DNS, and what speaks it.
    Dns,
}

/// A request and its response, one of which may be missing; texts are numbers of [`Texts`].
#[derive(Debug, Clone, Copy)]
struct Exchange {
    kind: Kind,
    /// It is the first of its connection, whose beginning belongs to it.
    opens: bool,
    status: u16,
    /// The connection, or [`NONE`].
    flow: u32,
    method: u32,
    host: u32,
    target: u32,
    phrase: u32,
    media: u32,
    request: Part,
    response: Part,
    /// The first and the last packet of what was asked about the host's name before.
    names: [u32; 2],
}

/// Where one of the two lies; with [`NONE`] as `last` it is missing.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// The packets of its first and last byte.
    first: u32,
    last: u32,
    /// Which of the messages of its last packet it is.
    place: u16,
    /// Bytes of its head.
    head: u32,
    /// Bytes behind its head, as they were sent, in two halves.
    body: [u32; 2],
}

impl Part {
    const MISSING: Self = Self { first: NONE, last: NONE, place: 0, head: 0, body: [0; 2] };

    fn is_there(&self) -> bool {
        self.last != NONE
    }

    fn body(&self) -> u64 {
        u64::from(self.body[0]) << 32 | u64::from(self.body[1])
    }
}

/// How much was sent one way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Bytes of the head.
    pub head: u64,
    /// Bytes behind it, as they were sent.
    pub body: u64,
}

/// From when to when, in nanoseconds since 1970 UTC.
pub type Interval = (i64, i64);

/// When an exchange took place; nothing of what is not in the capture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// The host's name was asked for and told, of the first exchange of a connection.
    pub names: Option<Interval>,
    /// The connection was opened, likewise.
    pub connect: Option<Interval>,
    /// The request, from its first packet to its last.
    pub request: Option<Interval>,
    /// The response, likewise.
    pub response: Option<Interval>,
}

impl Times {
    /// From the first thing known to the last.
    pub fn whole(&self) -> Option<Interval> {
        let all = [self.names, self.connect, self.request, self.response];
        let begin = all.iter().flatten().map(|interval| interval.0).min()?;
        let end = all.iter().flatten().map(|interval| interval.1).max()?;
        Some((begin, end))
    }

    /// From the beginning of the request to the end of the response.
    pub fn total(&self) -> Option<u64> {
        let ((begin, _), (_, end)) = self.request.zip(self.response)?;
        Some(end.saturating_sub(begin).max(0).cast_unsigned())
    }
}

/// Messages of a WebSocket connection that one side sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// How many.
    pub messages: u32,
    /// Their bytes, frames' heads included.
    pub bytes: u64,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeRow {
    /// Its place among all, from 0.
    pub number: u32,
    /// What is spoken.
    pub kind: Kind,
    /// The packets of the first and the last byte of the request, by their places in the file from 0.
    pub request: Option<(u32, u32)>,
    /// The same of the response.
    pub response: Option<(u32, u32)>,
    /// Its stream.
    pub stream: Option<StreamName>,
    /// Address and port of who asks, and of who is asked.
    pub ends: [(String, u16); 2],
    /// `GET`, or the type of record that DNS is asked for; what does not print is escaped, as in all texts.
    pub method: String,
    /// The whole URL, or the name that DNS is asked for.
    pub url: String,
    /// The status, or DNS's reply code.
    pub status: Option<u16>,
    /// The same in words.
    pub phrase: String,
    /// The media type of the response, or of the request where the response has none.
    pub media: String,
    /// How much was asked, and answered.
    pub sizes: [Option<Size>; 2],
    /// When.
    pub times: Times,
    /// What a client and a server of WebSocket said.
    pub talk: Option<[Talk; 2]>,
}

impl ExchangeRow {
    /// The packet to go to.
    pub fn packet(&self) -> Option<u32> {
        self.request.or(self.response).map(|(first, _)| first)
    }

    /// Bytes of the response as it was sent; of WebSocket all that was said.
    pub fn wire(&self) -> u64 {
        let all = self.talk.iter().flatten().map(|talk| talk.bytes).sum::<u64>();
        let sizes = if self.kind == Kind::WebSocket { &self.sizes[..] } else { &self.sizes[1..] };
        all + sizes.iter().flatten().map(|size| size.head + size.body).sum::<u64>()
    }

    /// Bytes of the response's body.
    pub fn body(&self) -> u64 {
        self.sizes[1].map_or(0, |size| size.body)
    }
}

/// All rows of a choice, and some of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeRows {
    /// How many there are of each kind, chosen or not.
    pub kinds: [u32; 3],
    /// How many are chosen.
    pub chosen: u32,
    /// Bytes of these.
    pub bytes: u64,
    /// Connections of these.
    pub connections: u32,
    /// From the beginning of the first to the end of the last of these.
    pub span: Option<Interval>,
    /// The place of the first of `rows`.
    pub first: u32,
    /// The rows in order.
    pub rows: Vec<ExchangeRow>,
}

/// All exchanges of a capture.
#[derive(Debug)]
pub struct Exchanges {
    all: Column<Exchange>,
    texts: Texts,
    /// What was said over WebSocket, by the place in `all`, in order.
    talks: Vec<(u32, [Talk; 2])>,
    /// Frames of WebSocket: the place in `all`, the packet, and which message of it; sorted by the first.
    frames: Vec<(u32, u32, u16)>,
    /// Bytes of HTTP that belong to none: the packet, and which of its messages they are.
    strays: Vec<(u32, u16)>,
    /// Messages that go on where the capture ends.
    open: Vec<open::Open>,
    kinds: [u32; 3],
    /// The choice that was shown last.
    order: Option<Order>,
}

impl Exchanges {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Some rows of a choice, from `first` on; `shown` is the list of packets.
    pub(in crate::engine) fn rows(
        &mut self,
        session: &Session,
        choice: &Choice,
        shown: &Shown,
        (first, count): (u32, u32),
    ) -> ExchangeRows {
        let is_last = |order: &Order| order.choice == *choice && order.list == order::list(choice, shown);
        let last = self.order.take().filter(is_last);
        let order = last.unwrap_or_else(|| Order::new(self, session, choice, shown));
        let places = order.places.iter().skip(first as usize).take(count.min(MOST) as usize);
        let rows = places.filter_map(|place| row::row(self, session, *place)).collect();
        let (chosen, bytes, connections, span) =
            (order.places.len() as u32, order.bytes, order.connections, order.span);
        self.order = Some(order);
        ExchangeRows { kinds: self.kinds, chosen, bytes, connections, span, first, rows }
    }

    /// The row at a place among all.
    pub fn row(&self, session: &Session, number: u32) -> Option<ExchangeRow> {
        row::row(self, session, number)
    }

    /// The places of all rows of a choice, in order.
    pub(in crate::engine) fn places(&self, session: &Session, choice: &Choice, shown: &Shown) -> Vec<u32> {
        Order::new(self, session, choice, shown).places
    }

    /// The packets of request and response that hold their last bytes, and which messages they are there.
    fn parts(&self, number: u32) -> Option<[Option<(u32, u16)>; 2]> {
        let one = self.all.get(number as usize)?;
        Some([one.request, one.response].map(|part| part.is_there().then_some((part.last, part.place))))
    }

    /// The frames of an exchange: itself, the packet, and which message of it.
    fn frames(&self, number: u32) -> &[(u32, u32, u16)] {
        let first = self.frames.partition_point(|(of, ..)| *of < number);
        let rest = self.frames.get(first..).unwrap_or_default();
        rest.get(..rest.partition_point(|(of, ..)| *of == number)).unwrap_or_default()
    }

    /// Bytes of HTTP that belong to none, in order: the packet, and which of its messages they are.
    pub(in crate::engine) fn stray(&self, number: usize) -> Option<(u32, u16)> {
        self.strays.get(number).copied()
    }

    /// The message that goes on where the capture ends, by the last packet that brought some of it.
    fn open(&self, packet: u32) -> Option<open::Open> {
        self.open.iter().find(|open| open.packet == packet).copied()
    }

    fn talk(&self, place: u32) -> Option<&[Talk; 2]> {
        let found = self.talks.binary_search_by_key(&place, |(of, _)| *of).ok()?;
        self.talks.get(found).map(|(_, talk)| talk)
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        let order = self.order.as_ref().map_or(0, |order| order.places.capacity() * size_of::<u32>());
        self.all.memory()
            + self.texts.memory()
            + self.frames.capacity() * size_of::<(u32, u32, u16)>()
            + self.talks.capacity() * size_of::<(u32, [Talk; 2])>()
            + self.strays.capacity() * size_of::<(u32, u16)>()
            + self.open.capacity() * size_of::<open::Open>()
            + order
    }
}
