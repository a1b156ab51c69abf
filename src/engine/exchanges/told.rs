//! One message of an exchange in full, read again from its packets: head, body as it was sent, and body unpacked.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    dialogue::{located, wants_whole},
    head::{Head, Header},
    open::OPEN,
};
use crate::{
    bytes::Span,
    capture::Source,
    decode::End,
    dissect::{known::Known, options::Options, record::Record},
    engine::{Engine, Unshown},
};

/// A message in full. Texts are as they were sent, only made Unicode: who shows them escapes what does not print.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The packet of its last byte, by its place in the file from 0.
    pub packet: u32,
    /// The three words of its first line.
    pub words: [String; 3],
    /// Its headers; folded lines belong to the one before them.
    pub headers: Vec<Header>,
    /// Bytes of its head.
    pub head: u64,
    /// The body as it was sent, as far as it is there.
    pub body: Vec<u8>,
    /// How many bytes it had.
    pub sent: u64,
    /// The body out of its chunks and unpacked, where it was in any, as far as that went.
    pub unpacked: Option<Vec<u8>>,
    /// Nothing of the body is missing.
    pub whole: bool,
    /// It goes on where the capture ends.
    pub open: bool,
    /// SHA-256 of what the body says.
    pub digest: [u8; 32],
    /// The packets that the message came in, by their places in the file from 0, and how many bytes of it each brought.
    pub parts: Vec<(u32, u64)>,
}

impl Told {
    /// What the body says.
    pub fn contents(&self) -> &[u8] {
        self.unpacked.as_deref().unwrap_or(&self.body)
    }

    /// The packet that brought this byte of what the body says; nothing where it was unpacked, which mixes them.
    pub fn packet_of(&self, place: usize) -> Option<u32> {
        if self.unpacked.is_some() {
            return None;
        }
        let mut rest = self.head.saturating_add(place as u64);
        for (packet, len) in &self.parts {
            match rest.checked_sub(*len) {
                Some(behind) => rest = behind,
                None => return Some(*packet),
            }
        }
        None
    }

    /// The value of the first header of that name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).map(|header| header.value.as_str())
    }

    /// The media type of the body, with its parameters.
    pub fn media(&self) -> &str {
        self.value("content-type").unwrap_or_default()
    }
}

/// Both messages of an exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialogue {
    /// Its row.
    pub row: super::ExchangeRow,
    /// The request, of HTTP.
    pub request: Option<Told>,
    /// The response, of HTTP.
    pub response: Option<Told>,
}

impl Dialogue {
    /// One of the two.
    pub fn told(&self, response: bool) -> Option<&Told> {
        if response { self.response.as_ref() } else { self.request.as_ref() }
    }

    /// The same with no more than `most` bytes of each body.
    pub fn cut(mut self, most: usize) -> Self {
        for told in [&mut self.request, &mut self.response].into_iter().flatten() {
            for bytes in [Some(&mut told.body), told.unpacked.as_mut()].into_iter().flatten() {
                told.whole &= bytes.len() <= most;
                bytes.truncate(most);
            }
        }
        self
    }
}

impl<S: Source> Engine<S> {
    /// Both messages of the exchange at a place among all; nothing where there is none.
    pub(in crate::engine) fn dialogue(&mut self, number: u32) -> Result<Option<Dialogue>, Unshown> {
        let session = self.pass_one.session();
        let all = self.exchanges.as_ref();
        let Some((row, parts)) = all.and_then(|all| Some((all.row(session, number)?, all.parts(number)?))) else {
            return Ok(None);
        };
        let [request, response] = parts;
        let mut one = |part: Option<(u32, u16)>| match part {
            Some((packet, place)) => self.told(packet, place.into()),
            None => Ok(None),
        };
        Ok(Some(Dialogue { row, request: one(request)?, response: one(response)? }))
    }

    fn told(&mut self, packet: u32, place: usize) -> Result<Option<Told>, Unshown> {
        let all = self.exchanges.as_ref().filter(|_| place == usize::from(OPEN));
        if let Some(open) = all.and_then(|all| all.open(packet)) {
            return self.open_message(open);
        }
        self.want(wants_whole());
        let told = self.show(packet.into(), &Options::default(), |record, known| told(record, known, place))?;
        Ok(told.flatten())
    }
}

fn told(record: &Record, known: Known<'_>, place: usize) -> Option<Told> {
    let all = located(record, known);
    let message = all.get(place).filter(|message| message.layer == "http")?;
    let head = Head::of(message.bytes)?;
    let body = message.bytes.get(head.len..).unwrap_or_default();
    let sent = message.len.saturating_sub(head.len as u64);
    let (unpacked, end) = unpacked(record, known, message.node).map_or((None, End::Whole), |(it, end)| (Some(it), end));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let digest = Sha256::digest(unpacked.as_deref().unwrap_or(body)).into();
    Some(Told {
        digest,
        parts: message.parts.clone(),
        packet: known.packet,
        words: head.words.map(text),
        headers: head.shown(),
        head: head.len as u64,
        body: body.to_vec(),
        sent,
        unpacked,
        open: false,
        whole: body.len() as u64 == sent && end == End::Whole,
    })
}

/// What was decoded of the body of the layer at a place of the record, and how that ended.
fn unpacked(record: &Record, known: Known<'_>, layer: usize) -> Option<(Vec<u8>, End)> {
    let at = body(record, layer)?;
    let source = usize::from(at.source).checked_sub(1 + known.joined.len())?;
    let end = record.decoded.get(source)?.end;
    Some((record.bytes_at(known, at).to_vec(), end))
}

/// Where the body of the layer at a place of the record is, unpacked where it was packed.
pub fn body(record: &Record, layer: usize) -> Option<Span> {
    let behind = record.nodes.get(layer + 1..)?;
    let own = behind.iter().take_while(|node| node.field.key() != "http");
    own.into_iter().find(|node| node.field.key() == "http.file_data").map(|node| node.at)
}
