//! Which response belongs to which request, which connection's beginning to which request, and which question about a
//! name to which connection.

use std::collections::VecDeque;

use foldhash::{SharedSeed, fast::SeedableRandomState};
use hashbrown::{HashMap, HashSet};

use super::{
    Exchange, Exchanges, Kind, Part, Talk,
    open::{self, Open},
    texts::Texts,
};
use crate::{
    bytes::Address,
    index::{Session, column::Column, flows::Flow, packets::NONE},
};

/// A question said again within this time is the same question: as long as Wireshark has it.
const SAME_QUESTION_NS: i64 = 5_000_000_000;
/// A connection opened within this time of the answer was opened because of it.
const BECAUSE_NS: i64 = 10_000_000_000;

/// The status with which a server goes over to another protocol.
const SWITCHED: u16 = 101;

/// A message of HTTP or DNS, or some of WebSocket.
#[derive(Debug)]
pub struct Message {
    /// The packet of its last byte.
    pub packet: u32,
    /// The packet of its first byte.
    pub first: u32,
    /// Which of its packet's messages it is.
    pub place: u16,
    /// Bytes of its head, and behind it.
    pub size: (u32, u64),
    /// What it says.
    pub said: Said,
}

/// What a message says, for its row.
#[derive(Debug)]
pub enum Said {
    /// HTTP asks.
    Request { method: String, host: String, target: String, media: String },
    /// HTTP answers.
    Response { status: u16, phrase: String, media: String, websocket: bool },
    /// DNS asks.
    Question { id: u16, kind: String, name: String, protocol: &'static str },
    /// DNS answers.
    Answer { id: u16, kind: String, name: String, code: u16, phrase: String, protocol: &'static str },
    /// Bytes of HTTP whose message has no beginning in the capture.
    Stray,
    /// WebSocket.
    Frame { masked: bool },
}

type Map<K, V> = HashMap<K, V, SeedableRandomState>;

/// A question whose answer may still come, or come again.
#[derive(Debug)]
struct Asked {
    place: u32,
    time: i64,
    answered: bool,
}

/// Exchanges, gathered message by message in file order.
#[derive(Debug)]
pub struct Pairing {
    all: Column<Exchange>,
    texts: Texts,
    /// Requests of a connection that wait for their responses.
    open: Map<u32, VecDeque<u32>>,
    /// Connections whose first exchange was seen.
    begun: HashSet<u32, SeedableRandomState>,
    asked: Map<(Address, u16, u16), Asked>,
    /// The two last questions of a host about a name, the newer one first.
    names: Map<(Address, u32), [u32; 2]>,
    /// Connections that speak WebSocket.
    talks: Map<u32, (u32, [Talk; 2])>,
    frames: Vec<(u32, u32, u16)>,
    strays: Vec<(u32, u16)>,
    unended: Vec<Open>,
}

impl Pairing {
    /// Nothing gathered yet; `seed` must be unpredictable.
    pub fn new(seed: u64) -> Self {
        static SHARED: SharedSeed = SharedSeed::from_u64(0x5061_6972_696e_6773);
        let hasher = SeedableRandomState::with_seed(seed, &SHARED);
        Self {
            all: Column::default(),
            texts: Texts::new(seed),
            open: Map::with_hasher(hasher.clone()),
            begun: HashSet::with_hasher(hasher.clone()),
            asked: Map::with_hasher(hasher.clone()),
            names: Map::with_hasher(hasher.clone()),
            talks: Map::with_hasher(hasher.clone()),
            frames: Vec::new(),
            strays: Vec::new(),
            unended: Vec::new(),
        }
    }

    /// Takes the next message.
    pub fn take(&mut self, session: &Session, message: Message) {
        let Some(row) = session.packets.get(message.packet as usize) else { return };
        let part = Part {
            first: message.first,
            last: message.packet,
            place: message.place,
            head: message.size.0,
            body: [(message.size.1 >> 32) as u32, message.size.1 as u32],
        };
        let (flow, way) = (row.flow, row.way());
        match message.said {
            Said::Stray => self.strays.push((message.packet, message.place)),
            Said::Request { method, host, target, media } => {
                let [method, host, target, media] = [method, host, target, media].map(|text| self.texts.number(&text));
                let one = Exchange { method, host, target, media, request: part, ..Exchange::new(Kind::Http, flow) };
                if let Some(place) = self.add(session, one) {
                    // to a notification there is no response
                    if self.texts.get(method) != "NOTIFY" {
                        self.open.entry(flow).or_default().push_back(place);
                    }
                }
            }
            Said::Response { status, phrase, media, websocket } => {
                // 1xx are no answer yet: RFC 9110 15.2
                if (100..200).contains(&status) && status != SWITCHED {
                    return;
                }
                let [phrase, media] = [phrase, media].map(|text| self.texts.number(&text));
                let place = self.open.get_mut(&flow).and_then(VecDeque::pop_front);
                let kind = if websocket { Kind::WebSocket } else { Kind::Http };
                let place = place.or_else(|| self.add(session, Exchange::new(kind, flow)));
                let one = place.and_then(|place| self.all.get_mut(place as usize));
                if let (Some(place), Some(one)) = (place, one) {
                    (one.kind, one.status, one.phrase, one.response) = (kind, status, phrase, part);
                    one.media = if media == 0 { one.media } else { media };
                    if websocket {
                        self.talks.insert(flow, (place, <[Talk; 2]>::default()));
                    }
                }
            }
            Said::Question { id, kind, name, protocol } => {
                let Some((client, port)) = end(session, flow, way) else { return };
                let now = row.time;
                let known = self.asked.get(&(client, port, id)).filter(|asked| !asked.answered);
                if known.is_some_and(|asked| now.saturating_sub(asked.time) <= SAME_QUESTION_NS && id != 0) {
                    return;
                }
                let one = self.about(&kind, &name, protocol, flow);
                if let Some(place) = self.push(Exchange { request: part, ..one }) {
                    self.asked.insert((client, port, id), Asked { place, time: now, answered: false });
                    let lower = self.texts.number(&name.to_ascii_lowercase());
                    let last = self.names.entry((client, lower)).or_insert([NONE; 2]);
                    *last = [place, last[0]];
                }
            }
            Said::Answer { id, kind, name, code, phrase, protocol } => {
                let Some((client, port)) = end(session, flow, 1 - way) else { return };
                let phrase = self.texts.number(&phrase);
                let asked = self.asked.get_mut(&(client, port, id)).filter(|_| id != 0 || protocol == "dns");
                let place = match asked {
                    Some(Asked { answered: true, .. }) => return,
                    Some(asked) => {
                        asked.answered = true;
                        Some(asked.place)
                    }
                    None => {
                        let one = self.about(&kind, &name, protocol, flow);
                        self.push(one)
                    }
                };
                if let Some(one) = place.and_then(|place| self.all.get_mut(place as usize)) {
                    (one.status, one.phrase, one.response) = (code, phrase, part);
                }
            }
            Said::Frame { masked } => self.frame(session, (flow, way), part, masked),
        }
    }

    /// Counts what was said over WebSocket; a connection whose beginning is not in the capture is a row of its own.
    fn frame(&mut self, session: &Session, (flow, way): (u32, u8), part: Part, masked: bool) {
        if !self.talks.contains_key(&flow) {
            let Some(place) = self.add(session, Exchange::new(Kind::WebSocket, flow)) else { return };
            self.talks.insert(flow, (place, <[Talk; 2]>::default()));
        }
        let Some((place, talks)) = self.talks.get_mut(&flow) else { return };
        let Some(one) = self.all.get_mut(*place as usize) else { return };
        self.frames.push((*place, part.last, part.place));
        let asked = session.packets.get(one.request.last as usize).filter(|_| one.request.is_there());
        let from_client = asked.map_or(masked, |row| row.way() == way);
        if one.status != SWITCHED {
            let part = Part { body: [0; 2], ..part };
            let known = if from_client { &mut one.request } else { &mut one.response };
            *known = if known.is_there() { Part { first: known.first, ..part } } else { part };
        }
        let bytes = u64::from(part.head) + part.body();
        if let Some(talk) = talks.get_mut(usize::from(!from_client)) {
            talk.messages = talk.messages.saturating_add(1);
            talk.bytes = talk.bytes.saturating_add(bytes);
        }
    }

    /// Takes what goes on where the capture ends, behind everything else.
    pub fn take_open(&mut self, session: &Session) {
        for (message, open) in open::all(session) {
            self.take(session, message);
            self.unended.push(open);
        }
    }

    /// All that was gathered.
    pub fn finish(mut self) -> Exchanges {
        let mut kinds = [0; 3];
        for one in self.all.iter() {
            if let Some(count) = kinds.get_mut(one.kind as usize) {
                *count += 1;
            }
        }
        let mut talks: Vec<_> = self.talks.into_values().collect();
        talks.sort_unstable_by_key(|(place, _)| *place);
        // those of one exchange stay in their order
        self.frames.sort_by_key(|(place, ..)| *place);
        Exchanges {
            all: self.all,
            texts: self.texts,
            talks,
            frames: self.frames,
            strays: self.strays,
            open: self.unended,
            kinds,
            order: None,
        }
    }

    fn about(&mut self, kind: &str, name: &str, protocol: &str, flow: u32) -> Exchange {
        let [method, target, media] = [kind, name, protocol].map(|text| self.texts.number(text));
        Exchange { method, target, media, ..Exchange::new(Kind::Dns, flow) }
    }

    fn push(&mut self, one: Exchange) -> Option<u32> {
        let place = u32::try_from(self.all.len()).ok()?;
        self.all.push(one).ok().map(|()| place)
    }

    /// Adds an exchange over TCP: the first one of a connection has its beginning.
    fn add(&mut self, session: &Session, one: Exchange) -> Option<u32> {
        let opens = self.begun.insert(one.flow) && one.request.is_there();
        let flow = session.flows.get(one.flow).filter(|_| opens);
        let names = flow.map_or([NONE; 2], |flow| self.question(session, flow, &one));
        self.push(Exchange { opens, names, ..one })
    }

    /// The packets of what was asked about the host's name shortly before the connection was opened.
    fn question(&mut self, session: &Session, flow: &Flow, one: &Exchange) -> [u32; 2] {
        let time = |packet: u32| session.packets.get(packet as usize).map(|row| row.time);
        let begin = [flow.handshake.0, one.request.first].into_iter().filter(|packet| *packet != NONE).find_map(time);
        let Some((client, _)) =
            end(session, one.flow, session.packets.get(one.request.last as usize).map_or(0, |row| row.way()))
        else {
            return [NONE; 2];
        };
        let host = self.texts.get(one.host);
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host).trim_end_matches('.').to_ascii_lowercase();
        let (host, mut found) = (self.texts.number(&host), [NONE; 2]);
        let Some(questions) = self.names.get(&(client, host)).copied() else { return found };
        for place in questions {
            let Some(asked) = self.all.get(place as usize).filter(|asked| asked.response.is_there()) else { continue };
            let (Some(answer), Some(begin)) = (time(asked.response.last), begin) else { continue };
            if answer <= begin && begin.saturating_sub(answer) <= BECAUSE_NS {
                // [`NONE`] is the greatest number
                let last = if found[1] == NONE { 0 } else { found[1] };
                found = [found[0].min(asked.request.first), last.max(asked.response.last)];
            }
        }
        if found[0] != NONE {
            // the next connection has its name already
            self.names.remove(&(client, host));
        }
        found
    }
}

impl Exchange {
    fn new(kind: Kind, flow: u32) -> Self {
        Self {
            kind,
            opens: false,
            status: 0,
            flow,
            method: 0,
            host: 0,
            target: 0,
            phrase: 0,
            media: 0,
            request: Part::MISSING,
            response: Part::MISSING,
            names: [NONE; 2],
        }
    }
}

/// The sender of what goes this way of a flow.
fn end(session: &Session, flow: u32, way: u8) -> Option<(Address, u16)> {
    let ends = session.flows.get(flow)?.ends;
    Some(if way == 0 { ends.source } else { ends.destination })
}
