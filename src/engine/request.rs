//! What a skin can ask and what comes back, as plain data: replies hold values and keys, never a sentence of ours.

use serde::{Deserialize, Serialize};

use crate::{capture::Problem, dissect::options::Options};

pub use crate::{
    analyse::{
        conversations::{Amount, Kind},
        ranking::By,
    },
    decode::End,
    dissect::{
        decoded::{Coding, Piece},
        field::{Severity, Type},
        options::Checksums,
        protocol::Family,
    },
    engine::{
        connection::Connection,
        exchanges::{Choice, ExchangeRow, ExchangeRows, frames::Frames, told::Dialogue},
        file::{FileFacts, InterfaceFacts},
        findings::FindingGroup,
        followed::{SideFacts, StreamFacts, StreamName},
        ladder::{Remark, RungView},
        objects::ObjectRows,
        related::Relation,
        stream_lines::{Layout, StreamLine, StreamLines},
        summary::{Amounts, Marks},
        tables::{Table, TableRow},
    },
    query::{dialect::Dialect, fields::FieldName, mistake::Mistake},
};

/// A question about the opened capture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// How a filter is understood, in whatever language it is written.
    Understand {
        /// The filter.
        text: String,
    },
    /// Rows of the shown set from position `first` (0-based), at most `count`.
    Rows {
        /// Position in the shown set, 0 is its first packet.
        first: u64,
        /// How many at most.
        count: u32,
        /// How values are worded.
        settings: Settings,
    },
    /// Everything about one packet, shown or not.
    Packet {
        /// Its place in the file, from 0.
        packet: u64,
        /// How values are worded.
        settings: Settings,
    },
    /// The file as a whole.
    Facts,
    /// What occurs in each of so many equal parts of the packets, in file order.
    Map {
        /// How many parts.
        parts: u16,
    },
    /// The nearest packet of the same conversation.
    Neighbour {
        /// Whose, by its place in the file from 0.
        packet: u64,
        /// The next one, else the one before.
        later: bool,
    },
    /// Rows of a table of conversations, once [`crate::engine::tasks::Task::Count`] has counted them.
    Conversations {
        /// Which one.
        table: Table,
        /// The column by which it is sorted.
        by: By,
        /// The greatest first.
        descending: bool,
        /// The first row, from 0.
        first: u32,
        /// How many at most.
        count: u32,
        /// Which addresses and ports are shown by name.
        settings: Settings,
    },
    /// What the packets at some positions have to do with one.
    Related {
        /// That one, by its place in the file from 0.
        packet: u64,
        /// The first position in the shown set.
        first: u64,
        /// How many at most.
        count: u32,
    },
    /// The stream that a packet belongs to.
    StreamOf {
        /// Its place in the file, from 0.
        packet: u64,
    },
    /// Lines of the stream that was followed last.
    StreamLines {
        /// Which stream that has to be.
        name: StreamName,
        /// How it has to be laid out.
        layout: Layout,
        /// The first line, from 0.
        first: u64,
        /// How many at most.
        count: u32,
    },
    /// Rungs of the ladder that [`crate::engine::tasks::Task::Climb`] has made last.
    Rungs {
        /// The first one, from 0.
        first: u32,
        /// How many at most.
        count: u32,
        /// How times are worded.
        settings: Settings,
    },
    /// Rows of packets of which the same is to be said, once [`crate::engine::tasks::Task::Examine`] has gathered them.
    FindingRows {
        /// The place of the group among all.
        group: u32,
        /// The first packet, from 0.
        first: u32,
        /// How many at most.
        count: u32,
        /// How values are worded.
        settings: Settings,
    },
    /// Rows of objects, once [`crate::engine::tasks::Task::Collect`] has collected them.
    Objects {
        /// The first row's place.
        first: u32,
        /// How many.
        count: u32,
    },
    /// The bytes of an object.
    Object {
        /// Its place among all.
        number: u32,
    },
    /// Rows of exchanges, once [`crate::engine::tasks::Task::Gather`] has gathered them.
    Exchanges {
        /// Which ones, and in which order.
        choice: Choice,
        /// The first row, from 0.
        first: u32,
        /// How many at most.
        count: u32,
    },
    /// Both messages of an exchange in full.
    Dialogue {
        /// Its place among all.
        number: u32,
        /// How many bytes of each body at most.
        most: u32,
    },
    /// Frames of WebSocket that belong to an exchange.
    Frames {
        /// Its place among all.
        number: u32,
        /// The first frame, from 0.
        first: u32,
        /// How many at most.
        count: u32,
    },
    /// Fields whose key or name contains a text; those whose key begins with it first.
    Fields {
        /// What to look for, in upper or lower case.
        text: String,
        /// How many at most.
        most: u32,
    },
}

/// The answer to the [`Request`] of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// How a filter is understood, or why it is not.
    Understood(Result<Understanding, Box<Mistake>>),
    /// Rows from position `first`; fewer than asked at the end.
    Rows {
        /// Position of the first of `rows`.
        first: u64,
        /// The rows in order.
        rows: Vec<Row>,
    },
    /// One packet, whole; nothing where there is none.
    Packet(Option<Box<PacketView>>),
    /// The file as a whole, as far as it was read.
    Facts(Box<FileFacts>),
    /// The parts in order.
    Map(Vec<Marks>),
    /// Its place in the file, from 0; nothing at the conversation's end.
    Neighbour(Option<u64>),
    /// Rows of a table.
    Conversations {
        /// How many rows the table has; nothing while they are not counted.
        all: Option<u32>,
        /// The place of the first of `rows`.
        first: u32,
        /// The rows in order.
        rows: Vec<TableRow>,
    },
    /// Relations from position `first`; fewer than asked at the end.
    Related {
        /// Position of the first of `relations`.
        first: u64,
        /// One for each position.
        relations: Vec<Relation>,
    },
    /// Its stream, if it is one of TCP or UDP.
    StreamOf(Option<StreamName>),
    /// The lines; nothing where another stream was followed, or laid out otherwise.
    StreamLines(Option<StreamLines>),
    /// Rungs of a ladder.
    Rungs {
        /// The place of the first of `rungs`.
        first: u32,
        /// The rungs from the top down.
        rungs: Vec<RungView>,
    },
    /// Rows of a group of findings.
    FindingRows {
        /// The group.
        group: u32,
        /// The place of the first of `rows` in it.
        first: u32,
        /// The rows in order.
        rows: Vec<Row>,
    },
    /// Rows of objects; nothing while they are not collected.
    Objects(Option<Box<ObjectRows>>),
    /// The bytes of an object; nothing where there is none.
    Object(Option<Vec<u8>>),
    /// Rows of exchanges; nothing while they are not gathered.
    Exchanges(Option<Box<ExchangeRows>>),
    /// Both messages; nothing where there is no such exchange.
    Dialogue(Option<Box<Dialogue>>),
    /// Frames; nothing while exchanges are not gathered.
    Frames(Option<Frames>),
    /// The fields, best first.
    Fields(Vec<FieldName>),
    /// Its bytes are not here yet: the request runs again when they come.
    Pending,
    /// The bytes can not be read any more: the file changed or is gone.
    Unreadable(Problem),
}

/// What changes the text of a row or a tree without changing what is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What the Time column counts from.
    pub time: TimeFormat,
    /// Show names for link-layer addresses (vendors).
    pub mac_names: bool,
    /// Show names for network addresses learnt in the capture.
    pub network_names: bool,
    /// Show names for ports.
    pub transport_names: bool,
    /// Check IPv4, TCP and UDP checksums.
    pub checksums: Checksums,
    /// Seconds east of UTC, by instant: `(from, offset)` sorted by `from` (seconds since the epoch).
    pub zone: Vec<(i64, i32)>,
    /// What the zone is called.
    pub zone_name: String,
    /// Time references: packets by their place in the file, from 0, sorted.
    pub references: Vec<u32>,
    /// Fields that rows show besides the seven columns, by their keys.
    pub columns: Vec<String>,
}

impl Settings {
    /// What of this dissection heeds.
    pub fn options(&self) -> Options {
        Options {
            checksums: self.checksums,
            mac_names: self.mac_names,
            network_names: self.network_names,
            transport_names: self.transport_names,
            zone: self.zone.clone(),
            zone_name: self.zone_name.clone(),
            references: self.references.clone(),
        }
    }
}

/// The Time column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeFormat {
    /// Seconds since the last time reference, else since the first packet.
    #[default]
    Relative,
    /// Time of day, local zone.
    Absolute,
    /// Date and time of day, local zone.
    AbsoluteWithDate,
    /// Seconds since the previous packet.
    Delta,
    /// Seconds since the previous packet among those that are displayed.
    DeltaDisplayed,
    /// Seconds since 1970.
    Epoch,
    /// Time of day, UTC.
    Utc,
    /// Date and time of day, UTC.
    UtcWithDate,
}

/// One row of the packet list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Packet number in the file, from 1.
    pub number: u64,
    /// Time column.
    pub time: String,
    /// Source column.
    pub source: String,
    /// Destination column.
    pub destination: String,
    /// Protocol column.
    pub protocol: String,
    /// Bytes on the wire.
    pub length: u32,
    /// Info column; control characters are escaped.
    pub info: String,
    /// What colours it.
    pub family: Family,
    /// The file holds a comment on it.
    pub comment: bool,
    /// A text for each of [`Settings::columns`]: the field's values joined by commas, empty where it has none.
    pub cells: Vec<String>,
}

/// One packet: its layer tree and the byte sources the tree points into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketView {
    /// Its row.
    pub row: Row,
    /// The tree in reading order; a line's children are the deeper lines after it.
    pub tree: Vec<TreeLine>,
    /// What spans point into; the first is the packet itself.
    pub sources: Vec<ByteSource>,
    /// The file's comments on it.
    pub comments: Vec<String>,
    /// Its conversation, if it belongs to one: its place among the capture's flows.
    pub conversation: Option<u32>,
    /// How far its TCP connection has come.
    pub connection: Option<Connection>,
}

/// One line of the layer tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeLine {
    /// 0 for a layer, more for what lies in it.
    pub depth: u8,
    /// What it is, for its looks.
    pub kind: LineKind,
    /// The whole text, as Wireshark words it; computed lines are in brackets already.
    pub text: String,
    /// How its value was worked out: `8437 × 256`; empty where that is nothing to tell.
    pub working: String,
    /// Filter key, empty for a mere group.
    pub key: String,
    /// Which occurrence of `key` in this packet, from 1.
    pub occurrence: u16,
    /// Place in [`PacketView::sources`].
    pub source: u16,
    /// First byte in that source.
    pub start: u32,
    /// Bytes; 0 when it has none.
    pub len: u32,
    /// The packet that its value names, by its place in the file from 0.
    pub target: Option<u64>,
}

/// The looks of a tree line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineKind {
    /// Heading of a layer.
    Layer,
    /// A value read from the bytes.
    Field,
    /// Some bits of a value.
    Bits,
    /// A value worked out.
    Computed,
    /// An anomaly.
    Note(Severity),
}

/// Bytes that spans point into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByteSource {
    /// Where the bytes come from.
    pub origin: Origin,
    /// The bytes themselves.
    pub bytes: Vec<u8>,
    /// How many there were on the wire; more than `bytes` when the capture cut them.
    pub original: u32,
    /// What they were decoded from, if they were.
    pub derivation: Option<Derivation>,
}

/// Where the bytes of a source come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// The packet as captured.
    Packet,
    /// An IP datagram put together from fragments.
    Datagram,
    /// A message put together from TCP segments.
    Stream,
    /// Decoded: out of chunks, unpacked, unmasked.
    Decoded(Coding),
}

/// What decoded bytes were made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    /// Place of the parent in [`PacketView::sources`].
    pub source: u16,
    /// First byte there.
    pub start: u32,
    /// Bytes there.
    pub len: u32,
    /// Which bytes stand for which, in order; none where only all of them stand for all.
    pub pieces: Vec<Piece>,
    /// How decoding ended.
    pub end: End,
}

/// A filter as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Understanding {
    /// In which language it was written.
    pub dialect: Dialect,
    /// The same as a display filter.
    pub display: String,
    /// The same as a capture filter, where that can say it.
    pub capture: Option<String>,
    /// The keys of the fields that it asks for.
    pub fields: Vec<String>,
}

/// How far opening has come, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes of the file read so far.
    pub read: u64,
    /// Size of the file, 0 when unknown.
    pub size: u64,
    /// Packets so far.
    pub packets: u64,
    /// Nothing more will come.
    pub finished: bool,
    /// The person stopped it.
    pub stopped: bool,
    /// What is wrong with the file, and at which byte of the unpacked file.
    pub damage: Option<(Problem, u64)>,
    /// Memory the engine holds, in bytes.
    pub memory: u64,
}
