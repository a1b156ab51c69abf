//! The one door for both skins: open a capture in steps, then ask for what a screen shows.

pub mod cells;
pub mod detail;
pub mod families;
pub mod fields;
pub mod file;
mod neighbour;
pub mod pass_one;
pub mod request;
pub mod rows;
pub mod summary;
pub mod tree;

use crate::{
    capture::{self, Bytes, Problem, Source, Store, Unpacking},
    dissect::{
        known::Known,
        options::Options,
        record::{Record, Wants},
    },
    engine::{
        cells::Cells,
        detail::Writer,
        file::file_facts,
        neighbour::neighbour,
        pass_one::PassOne,
        request::{ByteSource, Origin, PacketView, Progress, Reply, Request, Row, Settings},
        summary::Summary,
    },
    index::packets::{NONE, flags},
};

/// Rows answered at once at most.
const MOST_ROWS: u32 = 1000;

/// A capture that is being opened, or is open.
pub struct Engine<S> {
    pass_one: PassOne,
    summary: Summary,
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
            summary: Summary::default(),
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
        self.learn();
        self.finished |= !more;
        more
    }

    /// The file ends here.
    pub fn finish(&mut self) {
        if !self.finished {
            self.pass_one.finish();
            self.learn();
            self.finished = true;
        }
    }

    /// What else has to know of packets that came.
    fn learn(&mut self) {
        self.store.learn(self.pass_one.unpacking());
        self.summary.follow(self.pass_one.session());
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
            damage: self.damage(),
            memory: (self.pass_one.session().memory() + self.summary.memory()) as u64,
        }
    }

    fn damage(&self) -> Option<(Problem, u64)> {
        match &self.failure {
            Some(problem) => Some((problem.clone(), self.read)),
            None => self.pass_one.damage().map(|damage| (damage.problem.clone(), damage.at)),
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
            Request::Packet { packet, settings } => self.packet(*packet, settings),
            Request::Facts => {
                let (facts, unpacking) = (self.pass_one.reader().facts(), self.pass_one.unpacking());
                Reply::Facts(Box::new(file_facts(facts, unpacking, &self.summary, self.size, self.damage())))
            }
            Request::Map { parts } => Reply::Map(self.summary.map(self.pass_one.session(), *parts)),
            Request::Neighbour { packet, later } => {
                Reply::Neighbour(neighbour(self.pass_one.session(), *packet, *later))
            }
            Request::Fields { text, most } => Reply::Fields(fields::search(text, *most as usize)),
        }
    }

    fn rows(&mut self, first: u64, count: u32, settings: &Settings) -> Reply {
        let (options, cells) = (settings.options(), Cells::new(settings));
        let mut rows = Vec::new();
        self.writer.record.wants = cells.wants();
        for position in first..first.saturating_add(count.into()) {
            let row = |record: &Record, known: Known<'_>| Row {
                cells: cells.texts(record, known),
                ..rows::row(record, known, settings.time)
            };
            match self.show(position, &options, row) {
                Ok(Some(row)) => rows.push(row),
                Ok(None) => break,
                Err(reply) => return reply,
            }
        }
        Reply::Rows { first, rows }
    }

    fn packet(&mut self, packet: u64, settings: &Settings) -> Reply {
        let (options, cells) = (settings.options(), Cells::new(settings));
        let comments = match self.comments(packet) {
            Ok(comments) => comments,
            Err(reply) => return reply,
        };
        let view = |record: &Record, known: Known<'_>| PacketView {
            row: Row { cells: cells.texts(record, known), ..rows::row(record, known, settings.time) },
            tree: tree::tree(record, known),
            sources: vec![ByteSource {
                origin: Origin::Packet,
                bytes: known.bytes.to_vec(),
                original: known.row.original,
            }],
            comments,
            conversation: Some(known.row.flow).filter(|flow| *flow != NONE),
        };
        self.writer.record.wants = Wants::Everything;
        match self.show(packet, &options, view) {
            Ok(packet) => Reply::Packet(packet.map(Box::new)),
            Err(reply) => reply,
        }
    }

    /// What the file says of a packet in words.
    fn comments(&mut self, packet: u64) -> Result<Vec<String>, Reply> {
        let place = usize::try_from(packet).unwrap_or(usize::MAX);
        let row = self.pass_one.session().packets.get(place).filter(|row| row.flags & flags::COMMENT != 0);
        let Some(row) = row else { return Ok(Vec::new()) };
        match capture::comments(&mut self.store, row.offset, row.captured) {
            Ok(Some(comments)) => Ok(comments),
            Ok(None) => Err(Reply::Pending),
            Err(problem) => Err(Reply::Unreadable(problem)),
        }
    }

    /// Reads a packet's bytes again and lets `view` make something of its record, which holds what it was told to before;
    /// nothing where there is no packet.
    fn show<T>(
        &mut self,
        packet: u64,
        options: &Options,
        view: impl FnOnce(&Record, Known<'_>) -> T,
    ) -> Result<Option<T>, Reply> {
        let session = self.pass_one.session();
        let packet =
            u32::try_from(packet).ok().and_then(|packet| Some((packet, session.packets.get(packet as usize)?)));
        let Some((packet, row)) = packet else { return Ok(None) };
        let range = row.offset..row.offset.saturating_add(row.captured.into());
        let bytes = match self.store.bytes(range) {
            Ok(Bytes::Here(bytes)) => bytes,
            Ok(Bytes::Later) => return Err(Reply::Pending),
            Err(problem) => return Err(Reply::Unreadable(problem)),
        };
        let written = self.writer.write(session, packet, bytes, options);
        Ok(written.map(|(known, _)| view(&self.writer.record, known)))
    }
}
