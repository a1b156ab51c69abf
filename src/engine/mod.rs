//! The one door for both skins: open a capture in steps, then ask for what a screen shows.

pub mod cells;
pub mod connection;
pub mod detail;
pub mod exchanges;
pub mod families;
pub mod file;
pub mod filtering;
pub mod findings;
pub mod followed;
pub mod histories;
pub mod joining;
pub mod ladder;
pub mod merging;
mod neighbour;
pub mod objects;
pub mod pass_one;
pub mod related;
pub mod request;
pub mod rows;
pub mod said;
pub mod selection;
mod shown;
pub mod sought;
pub mod stream_lines;
pub mod summary;
pub mod tables;
pub mod tasks;
pub mod tree;
mod wording;

use std::ops::Range;

use crate::{
    analyse::{findings::Group, ladder::Ladder},
    capture::{self, Bytes, Problem, Source, Store, Unpacking},
    dissect::{
        known::Known,
        options::Options,
        record::{Record, Wants},
    },
    engine::{
        connection::connection,
        detail::Writer,
        exchanges::Exchanges,
        file::file_facts,
        filtering::Filtering,
        followed::{Followed, StreamName},
        histories::Histories,
        joining::Joining,
        neighbour::neighbour,
        objects::Objects,
        pass_one::PassOne,
        request::{ByteSource, Derivation, Origin, PacketView, Progress, Reply, Request, Row, Settings, Understanding},
        shown::Shown,
        summary::Summary,
        tables::Tables,
        wording::Wording,
    },
    index::{
        Row as IndexRow,
        packets::{NONE, flags},
    },
    query::{fields, mistake::Mistake},
};

/// Objects answered at once at most.
const MOST_OBJECTS: u32 = 10_000;

/// Rows answered at once at most.
const MOST_ROWS: u32 = 1000;

/// A capture that is being opened, or is open.
pub struct Engine<S> {
    pass_one: PassOne,
    summary: Summary,
    store: Store<S>,
    joining: Joining,
    histories: Histories,
    writer: Writer,
    shown: Shown,
    filtering: Filtering,
    followed: Option<Followed>,
    tables: Tables,
    ladder: Ladder,
    findings: Vec<Group>,
    exchanges: Option<Exchanges>,
    objects: Option<Objects>,
    /// What nobody who makes captures can know.
    seed: u64,
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
            joining: Joining::default(),
            histories: Histories::default(),
            writer: Writer::default(),
            shown: Shown::default(),
            filtering: Filtering::default(),
            followed: None,
            tables: Tables::default(),
            ladder: Ladder::default(),
            findings: Vec::new(),
            exchanges: None,
            objects: None,
            seed: seed.rotate_left(23),
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
            packets: self.packets(),
            finished: self.finished,
            stopped: self.stopped,
            damage: self.damage(),
            memory: (self.pass_one.session().memory()
                + self.summary.memory()
                + self.shown.memory()
                + self.filtering.memory()
                + self.tables.memory()
                + self.ladder.memory()
                + self.objects.as_ref().map_or(0, Objects::memory)
                + self.exchanges.as_ref().map_or(0, Exchanges::memory)) as u64,
        }
    }

    fn damage(&self) -> Option<(Problem, u64)> {
        match &self.failure {
            Some(problem) => Some((problem.clone(), self.read)),
            None => self.pass_one.damage().map(|damage| (damage.problem.clone(), damage.at)),
        }
    }

    /// How many packets there are by now.
    fn packets(&self) -> u64 {
        self.pass_one.session().packets.len() as u64
    }

    /// How many packets the list shows.
    fn listed(&self) -> u64 {
        self.shown.len(self.packets())
    }

    /// The packets in the order in which they are shown, counted from 0; none for all of them in the file's own order.
    pub fn order(&self) -> &[u32] {
        self.shown.order()
    }

    /// What pass one learnt.
    pub fn pass_one(&self) -> &PassOne {
        &self.pass_one
    }

    /// Answers a question, or says that its bytes are not here yet.
    pub fn ask(&mut self, request: &Request) -> Reply {
        match request {
            Request::Rows { first, count, settings } => self.rows(*first, (*count).min(MOST_ROWS), settings),
            Request::Packet { packet, settings } => {
                self.packet(*packet, settings).map_or_else(Reply::from, Reply::Packet)
            }
            Request::Facts => {
                let (facts, unpacking) = (self.pass_one.reader().facts(), self.pass_one.unpacking());
                Reply::Facts(Box::new(file_facts(facts, unpacking, &self.summary, self.size, self.damage())))
            }
            Request::Map { parts } => Reply::Map(self.summary.map(self.pass_one.session(), *parts)),
            Request::Neighbour { packet, later } => {
                Reply::Neighbour(neighbour(self.pass_one.session(), *packet, *later))
            }
            Request::Conversations { table, by, descending, first, count, settings } => {
                let (session, options) = (self.pass_one.session(), settings.options());
                let counted = self.tables.count(table.kind).is_some();
                let (all, rows) = self.tables.rows(session, (*table, *by, *descending), (*first, *count), &options);
                Reply::Conversations { all: counted.then_some(all), first: *first, rows }
            }
            Request::Related { packet, first, count } => {
                let shown = (*first..self.listed()).take((*count).min(MOST_ROWS) as usize);
                let packets = shown.filter_map(|position| self.shown.packet_at(position));
                let in_order = self.shown.is_in_file_order();
                let relations = related::related(self.pass_one.session(), *packet, packets, in_order);
                Reply::Related { first: *first, relations }
            }
            Request::StreamOf { packet } => {
                let session = self.pass_one.session();
                let row = usize::try_from(*packet).ok().and_then(|packet| session.packets.get(packet));
                Reply::StreamOf(row.and_then(|row| session.flows.get(row.flow)).map(StreamName::of))
            }
            Request::StreamLines { name, layout, first, count } => {
                match self.stream_lines(*name, *layout, *first, (*count).min(MOST_ROWS).into()) {
                    Ok(lines) => Reply::StreamLines(lines),
                    Err(why) => why.into(),
                }
            }
            Request::Rungs { first, count, settings } => match self.rungs(*first, *count, settings) {
                Ok(rungs) => Reply::Rungs { first: *first, rungs },
                Err(why) => why.into(),
            },
            Request::FindingRows { group, first, count, settings } => {
                match self.finding_rows(*group, (*first, *count), settings) {
                    Ok(rows) => Reply::FindingRows { group: *group, first: *first, rows },
                    Err(why) => why.into(),
                }
            }
            Request::Exchanges { choice, first, count } => {
                let session = self.pass_one.session();
                let exchanges = self.exchanges.as_mut();
                Reply::Exchanges(
                    exchanges.map(|all| Box::new(all.rows(session, choice, &self.shown, (*first, *count)))),
                )
            }
            Request::Objects { first, count } => Reply::Objects(self.object_rows(*first, (*count).min(MOST_OBJECTS))),
            Request::Object { number } => match self.object(*number) {
                Ok(bytes) => Reply::Object(bytes),
                Err(why) => why.into(),
            },
            Request::Dialogue { number, most } => match self.dialogue(*number) {
                Ok(one) => Reply::Dialogue(one.map(|one| Box::new(one.cut(*most as usize)))),
                Err(why) => why.into(),
            },
            Request::Frames { number, first, count } => match self.frames(*number, *first, *count) {
                Ok(frames) => Reply::Frames(frames),
                Err(why) => why.into(),
            },
            Request::Understand { text } => Reply::Understood(self.understand(text)),
            Request::Fields { text, most } => Reply::Fields(fields::search(text, *most as usize)),
        }
    }

    /// How a filter is understood.
    fn understand(&mut self, text: &str) -> Result<Understanding, Box<Mistake>> {
        let (said, filter) = tasks::understood(text, None, &Settings::default(), self).map_err(Box::new)?;
        let mut fields = Vec::new();
        if let Some(filter) = &filter {
            filter.each_leaf(&mut |leaf| leaf.asks.each_field(&mut |asked| fields.push(asked.key().to_owned())));
        }
        fields.dedup();
        Ok(Understanding { dialect: said.dialect, display: said.display, capture: said.capture, fields })
    }

    fn rows(&mut self, first: u64, count: u32, settings: &Settings) -> Reply {
        let wording = Wording::new(settings);
        match self.some_rows(first..first.saturating_add(count.into()), &wording) {
            (_, Some(why)) => why.into(),
            (rows, None) => Reply::Rows { first, rows },
        }
    }

    /// The rows at these positions, as far as there are packets, or up to the first one that can not be shown.
    fn some_rows(&mut self, positions: Range<u64>, wording: &Wording) -> (Vec<Row>, Option<Unshown>) {
        let mut rows = Vec::new();
        self.want(wording.wants());
        for position in positions {
            let Some(packet) = self.shown.packet_at(position) else { break };
            match self.show(packet, &wording.options, |record, known| wording.row(record, known)) {
                Ok(Some(row)) => rows.push(row),
                Ok(None) => break,
                Err(why) => return (rows, Some(why)),
            }
        }
        (rows, None)
    }

    fn packet(&mut self, packet: u64, settings: &Settings) -> Result<Option<Box<PacketView>>, Unshown> {
        let wording = Wording::new(settings);
        let comments = self.comments(packet)?;
        let view = |record: &Record, known: Known<'_>| PacketView {
            row: wording.row(record, known),
            tree: tree::tree(record, known),
            sources: sources(record, known),
            comments,
            conversation: Some(known.row.flow).filter(|flow| *flow != NONE),
            connection: connection(known.session, known.row),
        };
        self.want(Wants::Everything);
        Ok(self.show(packet, &wording.options, view)?.map(Box::new))
    }

    /// What the file says of a packet in words.
    fn comments(&mut self, packet: u64) -> Result<Vec<String>, Unshown> {
        let place = usize::try_from(packet).unwrap_or(usize::MAX);
        let row = self.pass_one.session().packets.get(place).filter(|row| row.flags & flags::COMMENT != 0);
        let Some(row) = row else { return Ok(Vec::new()) };
        let comments = capture::comments(&mut self.store, row.offset, row.captured);
        comments.map_err(Unshown::Unreadable)?.ok_or(Unshown::Later)
    }

    /// What packets that are shown next are asked for.
    fn want(&mut self, wants: Wants) {
        self.writer.record.wants = wants;
    }

    /// The bytes of a packet, as far as they were captured.
    fn frame(&mut self, row: &IndexRow) -> Result<&[u8], Unshown> {
        let range = row.offset..row.offset.saturating_add(row.captured.into());
        match self.store.bytes(range).map_err(Unshown::Unreadable)? {
            Bytes::Here(bytes) => Ok(bytes),
            Bytes::Later => Err(Unshown::Later),
        }
    }

    /// Reads a packet's bytes again and lets `view` make something of its record, which holds what is wanted; nothing
    /// where there is no packet.
    fn show<T>(
        &mut self,
        packet: u64,
        options: &Options,
        view: impl FnOnce(&Record, Known<'_>) -> T,
    ) -> Result<Option<T>, Unshown> {
        Ok(self.write_down(packet, options)?.map(|(record, known)| view(record, known)))
    }

    /// The same for every `view`: what is compiled once is downloaded once.
    #[inline(never)]
    fn write_down<'a>(
        &'a mut self,
        packet: u64,
        options: &'a Options,
    ) -> Result<Option<(&'a Record, Known<'a>)>, Unshown> {
        let session = self.pass_one.session();
        let packet =
            u32::try_from(packet).ok().and_then(|packet| Some((packet, session.packets.get(packet as usize)?)));
        let Some((packet, row)) = packet else { return Ok(None) };
        let prepared = self.joining.prepare(session, &mut self.store, packet, &self.writer.record.wants);
        if !prepared.map_err(Unshown::Unreadable)? {
            return Err(Unshown::Later);
        }
        let before = self.histories.before(session, &mut self.store, packet, &self.writer.record.wants);
        self.writer.history = before.map_err(Unshown::Unreadable)?.ok_or(Unshown::Later)?;
        let range = row.offset..row.offset.saturating_add(row.captured.into());
        let bytes = match self.store.bytes(range).map_err(Unshown::Unreadable)? {
            Bytes::Here(bytes) => bytes,
            Bytes::Later => return Err(Unshown::Later),
        };
        let written = self.writer.write(session, packet, bytes, self.joining.joined(), options);
        Ok(written.map(|(known, _)| (&self.writer.record, known)))
    }
}

/// The packet's bytes, and what was put together with them.
fn sources(record: &Record, known: Known<'_>) -> Vec<ByteSource> {
    let (bytes, original) = (known.bytes.to_vec(), known.row.original);
    let packet = ByteSource { origin: Origin::Packet, bytes, original, derivation: None };
    let joined = known.joined.iter().map(|joined| ByteSource {
        origin: if joined.datagram { Origin::Datagram } else { Origin::Stream },
        bytes: joined.bytes.clone(),
        original: u32::try_from(joined.len).unwrap_or(u32::MAX),
        derivation: None,
    });
    let decoded = record.decoded.iter().map(|source| ByteSource {
        origin: Origin::Decoded(source.coding),
        bytes: source.bytes.to_vec(),
        original: source.bytes.len() as u32,
        derivation: Some(Derivation {
            source: source.from.source,
            start: source.from.start,
            len: source.from.len,
            pieces: source.pieces.clone(),
            end: source.end,
        }),
    });
    std::iter::once(packet).chain(joined).chain(decoded).collect()
}

/// Why a packet can not be shown now.
#[derive(Debug)]
enum Unshown {
    /// Its bytes are not here yet.
    Later,
    /// They can not be read any more.
    Unreadable(Problem),
}

impl From<Unshown> for Reply {
    fn from(why: Unshown) -> Self {
        match why {
            Unshown::Later => Self::Pending,
            Unshown::Unreadable(problem) => Self::Unreadable(problem),
        }
    }
}
