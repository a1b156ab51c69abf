//! What was transferred: the bodies of HTTP messages, out of their chunks and unpacked, each as a file with a name.

pub mod name;
pub mod zip;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    capture::Source,
    engine::{
        Engine, Unshown,
        exchanges::{ExchangeRow, Kind, told::Told},
    },
};

/// One object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectRow {
    /// The exchange it belongs to, by its place among all.
    pub exchange: u32,
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
    /// Their SHA-256.
    pub sha256: [u8; 32],
    /// Which bytes of which whole it is, where its sender says so: `bytes 0-99/1000`.
    pub range: String,
    /// Nothing of it is missing.
    pub whole: bool,
}

/// All objects of a capture, in the order of their exchanges.
#[derive(Debug, Default)]
pub struct Objects {
    rows: Vec<ObjectRow>,
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
        let text = |row: &ObjectRow| row.name.capacity() + row.url.capacity() + row.media.capacity();
        self.rows.capacity() * size_of::<ObjectRow>() + self.rows.iter().map(text).sum::<usize>() + self.names.memory()
    }

    /// Adds the body of a message, if it has one.
    fn add(&mut self, row: &ExchangeRow, told: &Told, response: bool) {
        let contents = told.contents();
        if told.body.is_empty() {
            return;
        }
        let media = told.media().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let name = name::of(&row.url, told.value("content-disposition").unwrap_or_default(), &media);
        self.rows.push(ObjectRow {
            exchange: row.number,
            response,
            packet: told.packet,
            name: self.names.own(name),
            url: row.url.clone(),
            media,
            len: contents.len() as u64,
            sha256: Sha256::digest(contents).into(),
            range: told.value("content-range").unwrap_or_default().to_owned(),
            whole: told.whole,
        });
    }
}

impl<S: Source> Engine<S> {
    /// Adds the objects of an exchange, by its place among all; false where there is none at that place.
    pub(in crate::engine) fn collect(&mut self, objects: &mut Objects, exchange: u32) -> Result<bool, Unshown> {
        let session = self.pass_one.session();
        let Some(row) = self.exchanges.as_ref().and_then(|all| all.row(session, exchange)) else { return Ok(false) };
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
        let place = self.objects.row(number).map(|row| (row.exchange, row.response));
        let Some((exchange, response)) = place else { return Ok(None) };
        let Some(dialogue) = self.dialogue(exchange)? else { return Ok(None) };
        let told = if response { dialogue.response } else { dialogue.request };
        Ok(told.map(|told| told.unpacked.unwrap_or(told.body)))
    }
}
