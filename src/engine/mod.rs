//! The one door for both skins: open a capture in steps, then ask for what a screen shows.

pub mod detail;
pub mod fields;
pub mod pass_one;
pub mod request;
pub mod rows;
pub mod tree;

use crate::{
    capture::{Bytes, Problem, Source, Store, Unpacking},
    dissect::{
        known::Known,
        options::Options,
        record::{Record, Wants},
    },
    engine::{
        detail::Writer,
        pass_one::PassOne,
        request::{ByteSource, Origin, PacketView, Progress, Reply, Request, Settings},
    },
};

/// Rows answered at once at most.
const MOST_ROWS: u32 = 1000;

/// A capture that is being opened, or is open.
pub struct Engine<S> {
    pass_one: PassOne,
    store: Store<S>,
    writer: Writer,
    read: u64,
    size: u64,
    finished: bool,
    stopped: bool,
    failure: Option<Problem>,
}

impl<S: Source> Engine<S> {
    /// Nothing read yet of a file of `size` bytes whose bytes `source` gives again later; `seed` must be unpredictable.
    pub fn new(source: S, size: u64, seed: u64) -> Self {
        Self {
            pass_one: PassOne::new(seed),
            store: Store::new(source, &Unpacking::default()),
            writer: Writer::default(),
            read: 0,
            size,
            finished: false,
            stopped: false,
            failure: None,
        }
    }

    /// Takes the next bytes of the file; false when nothing more can be read.
    pub fn feed(&mut self, chunk: &[u8]) -> bool {
        self.read += chunk.len() as u64;
        let more = self.pass_one.feed(chunk);
        self.store.learn(self.pass_one.unpacking());
        self.finished |= !more;
        more
    }

    /// The file ends here.
    pub fn finish(&mut self) {
        if !self.finished {
            self.pass_one.finish();
            self.store.learn(self.pass_one.unpacking());
            self.finished = true;
        }
    }

    /// The person does not want the rest: what was read stays.
    pub fn stop(&mut self) {
        if !self.finished {
            self.finished = true;
            self.stopped = true;
        }
    }

    /// The file cannot be read on: what was read stays.
    pub fn fail(&mut self, problem: Problem) {
        if !self.finished {
            self.finished = true;
            self.failure = Some(problem);
        }
    }

    /// How far opening has come.
    pub fn progress(&self) -> Progress {
        Progress {
            read: self.read,
            size: self.size,
            packets: self.pass_one.session().packets.len() as u64,
            finished: self.finished,
            stopped: self.stopped,
            damage: match &self.failure {
                Some(problem) => Some((problem.clone(), self.read)),
                None => self.pass_one.damage().map(|damage| (damage.problem.clone(), damage.at)),
            },
            memory: self.pass_one.session().memory() as u64,
        }
    }

    /// What pass one learnt.
    pub fn pass_one(&self) -> &PassOne {
        &self.pass_one
    }

    /// Answers a question, or says that its bytes are not here yet.
    pub fn ask(&mut self, request: &Request) -> Reply {
        match request {
            Request::Rows { first, count, settings } => self.rows(*first, (*count).min(MOST_ROWS), settings),
            Request::Packet { position, settings } => self.packet(*position, settings),
        }
    }

    fn rows(&mut self, first: u64, count: u32, settings: &Settings) -> Reply {
        let options = settings.options();
        let mut rows = Vec::new();
        for position in first..first.saturating_add(count.into()) {
            match self.show(position, Wants::Columns, &options, |record, known| rows::row(record, known, settings.time))
            {
                Ok(Some(row)) => rows.push(row),
                Ok(None) => break,
                Err(reply) => return reply,
            }
        }
        Reply::Rows { first, rows }
    }

    fn packet(&mut self, position: u64, settings: &Settings) -> Reply {
        let options = settings.options();
        let view = |record: &Record, known: Known<'_>| PacketView {
            row: rows::row(record, known, settings.time),
            tree: tree::tree(record, known),
            sources: vec![ByteSource {
                origin: Origin::Packet,
                bytes: known.bytes.to_vec(),
                original: known.row.original,
            }],
        };
        match self.show(position, Wants::Everything, &options, view) {
            Ok(packet) => Reply::Packet(packet.map(Box::new)),
            Err(reply) => reply,
        }
    }

    /// Reads a packet's bytes again and lets `view` make of its record what is wanted; nothing where there is no packet.
    fn show<T>(
        &mut self,
        position: u64,
        wants: Wants,
        options: &Options,
        view: impl FnOnce(&Record, Known<'_>) -> T,
    ) -> Result<Option<T>, Reply> {
        let session = self.pass_one.session();
        let packet =
            u32::try_from(position).ok().and_then(|packet| Some((packet, session.packets.get(packet as usize)?)));
        let Some((packet, row)) = packet else { return Ok(None) };
        let range = row.offset..row.offset.saturating_add(row.captured.into());
        let bytes = match self.store.bytes(range) {
            Ok(Bytes::Here(bytes)) => bytes,
            Ok(Bytes::Later) => return Err(Reply::Pending),
            Err(problem) => return Err(Reply::Unreadable(problem)),
        };
        self.writer.record.wants = wants;
        let written = self.writer.write(session, packet, bytes, options);
        Ok(written.map(|(known, _)| view(&self.writer.record, known)))
    }
}
