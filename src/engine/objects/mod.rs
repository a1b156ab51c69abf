//! What was transferred: the bodies of HTTP messages, out of their chunks and unpacked, each as a file with a name.

pub mod name;
pub mod zip;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    capture::Source,
    dissect::{options::Options, protocols::application::http::stray::unseen},
    engine::{
        Engine, Unshown,
        exchanges::{
            ExchangeRow, Kind,
            dialogue::{located, wants_whole},
            told::{Told, body},
        },
    },
};

/// First bytes of an object that its row has.
pub const HEAD: usize = 16;

/// One object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectRow {
    /// The exchange it belongs to, by its place among all; nothing where it is a piece of something unknown.
    pub exchange: Option<u32>,
    /// It is a response's, not a request's.
    pub response: bool,
    /// The packet that brought its last byte, by its place in the file from 0.
    pub packet: u32,
    /// A file name for it, safe on any system and its own among the others.
    pub name: String,
    /// The URL it belongs to, as far as that is known.
    pub url: String,
    /// What its sender called it, without parameters.
    pub media: String,
    /// Its bytes.
    pub len: u64,
    /// The first of them, which tell what it really is: at most [`HEAD`].
    pub head: Vec<u8>,
    /// Their SHA-256.
    pub sha256: [u8; 32],
    /// Which bytes of which whole it is, where its sender says so: `bytes 0-99/1000`.
    pub range: String,
    /// Nothing of it is missing.
    pub whole: bool,
    /// It goes on where the capture ends.
    pub open: bool,
}

/// Some of the objects, and what all of them amount to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectRows {
    /// The place of the first of these among all.
    pub first: u32,
    /// These.
    pub rows: Vec<ObjectRow>,
    /// How many there are.
    pub all: u32,
    /// How many bytes they have.
    pub bytes: u64,
}

/// All objects of a capture, in the order of their exchanges.
#[derive(Debug, Default)]
pub struct Objects {
    rows: Vec<ObjectRow>,
    /// Of those that belong to no exchange: which of its packet's messages it is.
    places: Vec<(u32, u16)>,
    names: name::Names,
}

impl Objects {
    /// Some of them, from `first` on.
    pub fn rows(&self, first: usize, count: usize) -> &[ObjectRow] {
        let end = first.saturating_add(count).min(self.rows.len());
        self.rows.get(first..end).unwrap_or_default()
    }

    /// One of them.
    pub fn row(&self, number: u32) -> Option<&ObjectRow> {
        self.rows.get(number as usize)
    }

    /// How many bytes they have.
    pub fn bytes(&self) -> u64 {
        self.rows.iter().map(|row| row.len).sum()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        let text = |row: &ObjectRow| {
            row.name.capacity() + row.url.capacity() + row.media.capacity() + row.range.capacity() + row.head.capacity()
        };
        self.rows.capacity() * size_of::<ObjectRow>() + self.rows.iter().map(text).sum::<usize>() + self.names.memory()
    }

    /// Adds the body of a message, if it has one.
    fn add(&mut self, row: &ExchangeRow, told: &Told, response: bool) {
        let contents = told.contents();
        // Of what could not be unpacked at all there is nothing to save.
        if told.body.is_empty() || (contents.is_empty() && !told.whole) {
            return;
        }
        let media = told.media().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let name = name::of(&row.url, told);
        self.rows.push(ObjectRow {
            exchange: Some(row.number),
            response,
            packet: told.packet,
            name: self.names.own(name),
            url: row.url.clone(),
            media,
            len: contents.len() as u64,
            head: head(contents),
            sha256: Sha256::digest(contents).into(),
            range: told.value("content-range").unwrap_or_default().to_owned(),
            whole: told.whole,
            open: told.open,
        });
    }

    /// Adds bytes that belong to no message whose beginning is known.
    fn add_stray(&mut self, packet: u32, place: u16, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        self.places.push((self.rows.len() as u32, place));
        self.rows.push(ObjectRow {
            exchange: None,
            response: false,
            packet,
            name: self.names.own(format!("piece-{}.bin", u64::from(packet) + 1)),
            url: String::new(),
            media: String::new(),
            len: bytes.len() as u64,
            head: head(bytes),
            sha256: Sha256::digest(bytes).into(),
            range: String::new(),
            whole: false,
            open: false,
        });
    }
}

fn head(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().take(HEAD).copied().collect()
}

impl<S: Source> Engine<S> {
    /// Some of the objects; nothing while they are not collected.
    pub(in crate::engine) fn object_rows(&self, first: u32, count: u32) -> Option<Box<ObjectRows>> {
        let all = self.objects.as_ref()?;
        let rows = all.rows(first as usize, count as usize).to_vec();
        Some(Box::new(ObjectRows { first, rows, all: all.len() as u32, bytes: all.bytes() }))
    }

    /// Adds the objects of an exchange, by its place among all, or of what comes behind them; false where there is no more.
    pub(in crate::engine) fn collect(&mut self, objects: &mut Objects, exchange: u32) -> Result<bool, Unshown> {
        let session = self.pass_one.session();
        let Some(all) = self.exchanges.as_ref() else { return Ok(false) };
        let Some(row) = all.row(session, exchange) else {
            let stray = all.stray((exchange as usize).saturating_sub(all.len()));
            let Some((packet, place)) = stray else { return Ok(false) };
            let bytes = self.stray(packet, place)?;
            objects.add_stray(packet, place, &bytes.unwrap_or_default());
            return Ok(true);
        };
        let bodies = row.sizes.iter().flatten().any(|size| size.body > 0);
        if row.kind == Kind::Dns || !bodies {
            return Ok(true);
        }
        let Some(dialogue) = self.dialogue(exchange)? else { return Ok(false) };
        for (told, response) in [(&dialogue.request, false), (&dialogue.response, true)] {
            if let Some(told) = told {
                objects.add(&row, told, response);
            }
        }
        Ok(true)
    }

    /// The bytes of an object, by its place among all; nothing where there is none.
    pub(in crate::engine) fn object(&mut self, number: u32) -> Result<Option<Vec<u8>>, Unshown> {
        let Some(row) = self.objects.as_ref().and_then(|all| all.row(number)) else { return Ok(None) };
        let (packet, response) = (row.packet, row.response);
        let Some(exchange) = row.exchange else {
            let place = self.objects.as_ref().and_then(|all| all.places.iter().find(|(of, _)| *of == number));
            let Some(&(_, place)) = place else { return Ok(None) };
            return self.stray(packet, place);
        };
        let Some(dialogue) = self.dialogue(exchange)? else { return Ok(None) };
        let told = if response { dialogue.response } else { dialogue.request };
        Ok(told.map(|told| told.unpacked.unwrap_or(told.body)))
    }

    /// What is a body in a message of HTTP that has no beginning.
    fn stray(&mut self, packet: u32, place: u16) -> Result<Option<Vec<u8>>, Unshown> {
        self.want(wants_whole());
        let bytes = self.show(packet.into(), &Options::default(), |record, known| {
            let all = located(record, known);
            let message = all.get(usize::from(place))?;
            if message.layer.is_empty() {
                return Some(unseen(message.bytes).to_vec());
            }
            body(record, message.node).map(|at| record.bytes_at(known, at).to_vec())
        });
        Ok(bytes?.flatten())
    }
}
