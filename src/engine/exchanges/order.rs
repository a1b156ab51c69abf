//! Which exchanges are shown, and in which order.

use std::cmp::Ordering;

use hashbrown::HashSet;
use serde::{Deserialize, Serialize};

use super::{Exchange, Exchanges, Interval, Kind, Part, row::times};
use crate::{
    engine::shown::Shown,
    index::{Session, packets::NONE},
};

/// A column of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Column {
    /// The order in which they began.
    #[default]
    Number,
    /// The method.
    Method,
    /// Host, then the rest of the URL.
    Url,
    /// The status.
    Status,
    /// The media type.
    Media,
    /// Bytes of the response's body.
    Body,
    /// Bytes of the response as it was sent; of WebSocket all that was said.
    Wire,
    /// From the request's first byte to the response's last.
    Time,
    /// The stream.
    Stream,
}

/// Which exchanges, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Those of one kind alone.
    pub kind: Option<Kind>,
    /// Those that contain a text in one of their texts, in upper or lower case of ASCII letters.
    pub text: String,
    /// The column by which they are sorted.
    pub by: Column,
    /// The greatest first; those without a value come last either way.
    pub descending: bool,
    /// Those alone of which a packet is in the list: the last of the request or of the response, or a frame of WebSocket.
    pub listed: bool,
}

/// The places of what was chosen, in order, and sums of them.
#[derive(Debug)]
pub struct Order {
    pub choice: Choice,
    /// Which list it was, for those of it.
    pub list: (u32, u64),
    pub places: Vec<u32>,
    pub bytes: u64,
    pub connections: u32,
    pub span: Option<Interval>,
}

impl Order {
    pub fn new(all: &Exchanges, session: &Session, choice: &Choice, shown: &Shown) -> Self {
        let needle = choice.text.to_ascii_lowercase();
        let mut buffer = String::new();
        let is_chosen = |one: &Exchange, place: u32| {
            choice.kind.is_none_or(|kind| kind == one.kind)
                && (!choice.listed || !shown.is_narrowed() || is_listed(all, one, place, shown))
                && (needle.is_empty() || has(all, one, &needle, &mut buffer))
        };
        let mut places = chosen(all, is_chosen);
        sort(all, session, choice, &mut places);
        let (mut bytes, mut flows, mut span) = (0, HashSet::with_hasher(foldhash::fast::FixedState::default()), None);
        for (place, one) in places.iter().filter_map(|place| Some((*place, all.all.get(*place as usize)?))) {
            bytes += wire(all, one, place);
            flows.insert(one.flow);
            span = around(span, times(session, one).whole());
        }
        flows.remove(&NONE);
        Self { choice: choice.clone(), list: list(choice, shown), places, bytes, connections: flows.len() as u32, span }
    }
}

/// Tells the lists apart to which a choice may be bound.
pub fn list(choice: &Choice, shown: &Shown) -> (u32, u64) {
    if choice.listed { (shown.generation(), shown.len(0)) } else { (0, 0) }
}

fn is_listed(all: &Exchanges, one: &Exchange, place: u32, shown: &Shown) -> bool {
    let has = |part: &Part| part.is_there() && shown.shows(part.last);
    has(&one.request) || has(&one.response) || all.frames(place).iter().any(|(_, packet, _)| shown.shows(*packet))
}

fn chosen(all: &Exchanges, mut is_chosen: impl FnMut(&Exchange, u32) -> bool) -> Vec<u32> {
    all.all.iter().zip(0..).filter(|(one, place)| is_chosen(one, *place)).map(|(_, place)| place).collect()
}

fn around(one: Option<Interval>, other: Option<Interval>) -> Option<Interval> {
    match (one, other) {
        (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
        (one, other) => one.or(other),
    }
}

/// Whether any text contains `needle`, which is in lower case; `buffer` is written over.
fn has(all: &Exchanges, one: &Exchange, needle: &str, buffer: &mut String) -> bool {
    buffer.clear();
    for (number, behind) in [(one.method, " "), (one.host, ""), (one.target, "\n"), (one.phrase, "\n"), (one.media, "")]
    {
        if number == one.phrase && behind == "\n" && one.has_status() {
            buffer.push_str(&one.status.to_string());
            buffer.push(' ');
        }
        buffer.push_str(all.texts.get(number));
        buffer.push_str(behind);
    }
    buffer.make_ascii_lowercase();
    memchr::memmem::find(buffer.as_bytes(), needle.as_bytes()).is_some()
}

/// Sorts by a number a row, or by texts; equal ones stay in the order in which they began.
fn sort(all: &Exchanges, session: &Session, choice: &Choice, places: &mut [u32]) {
    let get = |place: &u32| all.all.get(*place as usize);
    let directed = |ordering: Ordering| if choice.descending { ordering.reverse() } else { ordering };
    let text = |place: &u32| {
        let Some(one) = get(place) else { return ["", ""] };
        match choice.by {
            Column::Method => [all.texts.get(one.method), ""],
            Column::Media => [all.texts.get(one.media), ""],
            _ => [all.texts.get(one.host), all.texts.get(one.target)],
        }
    };
    match choice.by {
        Column::Method | Column::Media | Column::Url => places.sort_by(|one, other| {
            let (one, other) = (text(one), text(other));
            let empty = |text: [&str; 2]| text.iter().all(|part| part.is_empty());
            empty(one).cmp(&empty(other)).then_with(|| directed(one.cmp(&other)))
        }),
        Column::Number if choice.descending => places.reverse(),
        Column::Number => {}
        _ => {
            let number = |place: &u32| get(place).and_then(|one| number(all, session, choice.by, one, *place));
            places.sort_by_cached_key(|place| match number(place) {
                None => u64::MAX,
                Some(number) => (if choice.descending { !number } else { number }).min(u64::MAX - 1),
            });
        }
    }
}

fn number(all: &Exchanges, session: &Session, by: Column, one: &Exchange, place: u32) -> Option<u64> {
    match by {
        Column::Status => one.has_status().then(|| one.status.into()),
        Column::Body => one.response.is_there().then(|| one.response.body()),
        Column::Wire => Some(wire(all, one, place)).filter(|bytes| *bytes > 0),
        Column::Time => times(session, one).total(),
        Column::Stream => {
            let flow = session.flows.get(one.flow)?;
            Some(u64::from(flow.stream) << 1 | flow.ends.transport as u64)
        }
        _ => None,
    }
}

fn wire(all: &Exchanges, one: &Exchange, place: u32) -> u64 {
    let talk: u64 = all.talk(place).into_iter().flatten().map(|talk| talk.bytes).sum();
    let size = |part: &Part| u64::from(part.head) + part.body();
    talk + size(&one.response) + if one.kind == Kind::WebSocket { size(&one.request) } else { 0 }
}
