//! Long work that a person starts and may give up: done in steps, between which questions are answered.
//!
//! ```text
//! Task ──▶ Work ──step──▶ More, More, Rows, …, Done(Outcome)
//! ```
//!
//! A step takes about a millisecond. While the file is still being read a task works on the packets that were there when
//! it began.

mod archive;
mod body;
mod climb;
mod collect;
mod count;
mod examine;
mod filter;
mod find;
mod follow;
mod gather;
mod hash;
mod pack;
mod rows;
mod save;
mod sort;
mod stream;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{
    analyse::conversations::Kind,
    capture::{
        Problem, Source,
        write::{Form, Refusal},
    },
    engine::{
        Engine, Unshown,
        exchanges::Choice,
        followed::{StreamFacts, StreamName},
        ladder::{LadderChoice, LadderFacts},
        request::{FindingGroup, Row, Settings},
        sought::Search,
        stream_lines::Layout,
    },
    query::mistake::Mistake,
};

pub(super) use self::filter::understood;
pub use self::save::Which;
use self::{
    archive::Archive,
    body::SaveBody,
    climb::Climb,
    collect::Collect,
    count::Count,
    examine::Examine,
    filter::Filter,
    find::Find,
    follow::Follow,
    gather::Gather,
    hash::Hash,
    pack::Pack,
    rows::Rows,
    save::Save,
    sort::Sort,
    stream::{Pour, Seek},
};

/// Packets that one step writes down.
const PACKETS: usize = 256;

/// What can be started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// Shows the packets in another order; those that are equal stay in the file's order.
    Sort {
        /// By what.
        by: SortBy,
        /// The greatest first.
        descending: bool,
        /// How values are worded.
        settings: Settings,
    },
    /// Shows only the packets of which a filter is true; an empty one shows all.
    Filter {
        /// The filter, in whatever language.
        text: String,
        /// The packet whose values references stand for, counted from 0.
        selected: Option<u64>,
        /// How values are worded.
        settings: Settings,
    },
    /// Looks for the next packet of the list that holds something.
    Find {
        /// What to look for, and where.
        search: Search,
        /// The position to go on behind, which is itself the last one looked at; nothing to begin at the beginning, or
        /// backwards at the end.
        from: Option<u64>,
        /// Upwards.
        backwards: bool,
        /// How values are worded, and further columns.
        settings: Settings,
    },
    /// Puts together what both sides of a stream said, so that it can be asked for.
    Follow {
        /// Which stream.
        name: StreamName,
        /// How it becomes lines, for whom asks for these.
        layout: Option<Layout>,
    },
    /// Looks for bytes in the stream that is followed, as it is laid out.
    FindInStream {
        /// Which stream that has to be.
        name: StreamName,
        /// What to look for; nothing contains none.
        bytes: Vec<u8>,
        /// Whether upper and lower case of ASCII letters differ.
        case_sensitive: bool,
    },
    /// Gives the bytes of the stream that is followed.
    SaveStream {
        /// Which stream that has to be.
        name: StreamName,
        /// Those of one side alone.
        side: Option<u8>,
    },
    /// Makes a ladder, for [`crate::engine::request::Request::Rungs`].
    Climb(LadderChoice),
    /// Counts the conversations of one kind, for [`crate::engine::request::Request::Conversations`].
    Count {
        /// What their ends are.
        kind: Kind,
    },
    /// Gathers all that is out of the ordinary, for [`crate::engine::request::Request::FindingRows`].
    Examine,
    /// Gathers requests and their responses, for [`crate::engine::request::Request::Exchanges`].
    Gather,
    /// Collects the objects of all exchanges, which are gathered where they were not yet, for [`crate::engine::request::Request::Objects`].
    Collect,
    /// Makes a zip file of objects that were collected, by their places.
    Pack(Vec<u32>),
    /// Writes an HTTP archive of exchanges that were gathered.
    Archive(Choice),
    /// Gives the body of a message of an exchange.
    SaveBody {
        /// The exchange's place among all.
        number: u32,
        /// That of the response, else that of the request.
        response: bool,
        /// As it was sent, in its chunks and packed.
        as_sent: bool,
    },
    /// Works out the SHA-256 of the file as it lies there, packed or not.
    Hash,
    /// Gives many rows.
    Rows {
        /// Their positions.
        positions: Vec<Range<u64>>,
        /// How values are worded, and further columns.
        settings: Settings,
    },
    /// Makes a capture file of packets.
    Save {
        /// Of which ones.
        which: Which,
        /// In which format.
        form: Form,
        /// Comments on packets, by their places in the file from 0, instead of those that the file has on these packets;
        /// an empty one removes them.
        comments: Vec<(u32, String)>,
    },
}

/// What packets are sorted by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortBy {
    /// Place in the file.
    Number,
    /// What the Time column tells.
    Time,
    /// The Source column's text.
    Source,
    /// The Destination column's text.
    Destination,
    /// The Protocol column's text.
    Protocol,
    /// Bytes on the wire.
    Length,
    /// The Info column's text.
    Info,
    /// The values of a field, by its key; packets without it come first.
    Field(String),
}

/// How a task ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The shown order is another one, the so many'th; [`Engine::order`] has it.
    Sorted {
        /// Counts the orders there have been.
        generation: u32,
    },
    /// So many packets are shown; [`Engine::order`] has them.
    Filtered {
        /// How many.
        packets: u64,
    },
    /// The filter is none: what is shown stays.
    Mistaken(Box<Mistake>),
    /// The position of the row that was found.
    Found(Option<u64>),
    /// Who talks in the stream that is followed; nothing when there is no such stream.
    Followed(Option<Box<StreamFacts>>),
    /// The lines in which what was looked for begins, not more than ten thousand.
    FoundInStream(Vec<u32>),
    /// The ladder is made; [`Engine::ladder_places`] has its rungs.
    Climbed(Box<LadderFacts>),
    /// The conversations of that kind are counted.
    Counted,
    /// All that is out of the ordinary, the gravest first.
    Examined(Vec<FindingGroup>),
    /// Requests and their responses are gathered.
    Gathered,
    /// All bytes of a body were given, or there is none.
    Given {
        /// Nothing of it is missing.
        whole: bool,
    },
    /// All bytes of an archive were given.
    Archived {
        /// How many exchanges it holds.
        exchanges: u64,
        /// How many have no request of HTTP.
        left_out: u64,
    },
    /// The objects are collected.
    Collected {
        /// How many there are.
        objects: u32,
        /// How many bytes they have.
        bytes: u64,
    },
    /// All bytes of a zip file were given.
    Packed {
        /// How many objects it holds.
        objects: u32,
    },
    /// SHA-256.
    Hashed([u8; 32]),
    /// All rows were given.
    Rows,
    /// All bytes were given.
    Saved {
        /// How many packets they hold.
        packets: u64,
        /// How many the format has no place for.
        left_out: u64,
    },
    /// The format can not hold these packets.
    Refused(Refusal),
    /// The bytes can not be read any more: the file changed or is gone.
    Unreadable(Problem),
    /// There is not enough memory for it.
    OutOfMemory,
}

/// What one step brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// There is more to do.
    More,
    /// There is more to do, but its bytes are not here yet.
    Later,
    /// The next rows; there may be more.
    Rows(Vec<Row>),
    /// The next packets of which a filter is true, which stand behind all that are shown; there may be more.
    Found(Vec<u32>),
    /// The next bytes of a file; there may be more.
    Bytes(Vec<u8>),
    /// That was all.
    Done(Outcome),
}

impl From<Unshown> for Step {
    fn from(why: Unshown) -> Self {
        match why {
            Unshown::Later => Self::Later,
            Unshown::Unreadable(problem) => Self::Done(Outcome::Unreadable(problem)),
        }
    }
}

/// A text in lower case. The browser knows all languages' letters, and its tables need not be downloaded.
pub type Lower = fn(&str) -> String;

/// A task under way.
pub enum Work {
    /// [`Task::Sort`].
    Sort(Sort),
    /// [`Task::Filter`].
    Filter(Box<Filter>),
    /// [`Task::Find`].
    Find(Find),
    /// [`Task::Follow`].
    Follow(Box<Follow>),
    /// [`Task::FindInStream`].
    Seek(Box<Seek>),
    /// [`Task::SaveStream`].
    Pour(Pour),
    /// [`Task::Climb`].
    Climb(Climb),
    /// [`Task::Count`].
    Count(Count),
    /// [`Task::Examine`].
    Examine(Examine),
    /// [`Task::Gather`].
    Gather(Box<Gather>),
    /// [`Task::Archive`].
    Archive(Archive),
    /// [`Task::SaveBody`].
    SaveBody(SaveBody),
    /// [`Task::Collect`].
    Collect(Collect),
    /// [`Task::Pack`].
    Pack(Pack),
    /// [`Task::Hash`].
    Hash(Hash),
    /// [`Task::Rows`].
    Rows(Rows),
    /// [`Task::Save`].
    Save(Save),
}

impl Work {
    /// Begins a task on what `engine` holds now.
    pub fn new<S: Source>(task: Task, engine: &mut Engine<S>, lower: Lower) -> Self {
        match task {
            Task::Sort { by, descending, settings } => Self::Sort(Sort::new(&by, descending, &settings, engine)),
            Task::Filter { text, selected, settings } => {
                Self::Filter(Box::new(Filter::new(&text, selected, &settings, engine)))
            }
            Task::Find { search, from, backwards, settings } => {
                Self::Find(Find::new(&search, from, backwards, lower, &settings, engine))
            }
            Task::Follow { name, layout } => Self::Follow(Box::new(Follow::new(name, layout, engine))),
            Task::FindInStream { name, bytes, case_sensitive } => {
                Self::Seek(Box::new(Seek::new(name, bytes, case_sensitive, engine)))
            }
            Task::SaveStream { name, side } => Self::Pour(Pour::new(name, side, engine)),
            Task::Climb(choice) => Self::Climb(Climb::new(&choice, engine)),
            Task::Count { kind } => Self::Count(Count::new(kind, engine)),
            Task::Examine => Self::Examine(Examine::new(engine)),
            Task::Gather => Self::Gather(Box::new(Gather::new(engine))),
            Task::Archive(choice) => Self::Archive(Archive::new(&choice, engine)),
            Task::SaveBody { number, response, as_sent } => Self::SaveBody(SaveBody::new(number, response, as_sent)),
            Task::Collect => Self::Collect(Collect::new(engine)),
            Task::Pack(wanted) => Self::Pack(Pack::new(wanted)),
            Task::Hash => Self::Hash(Hash::new(engine)),
            Task::Rows { positions, settings } => Self::Rows(Rows::new(positions, &settings, engine)),
            Task::Save { which, form, comments } => Self::Save(Save::new(which, form, comments, engine)),
        }
    }

    /// Does a little of it.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        match self {
            Self::Sort(sort) => sort.step(engine),
            Self::Filter(filter) => filter.step(engine),
            Self::Find(find) => find.step(engine),
            Self::Follow(follow) => follow.step(engine),
            Self::Seek(seek) => seek.step(engine),
            Self::Pour(pour) => pour.step(engine),
            Self::Climb(climb) => climb.step(engine),
            Self::Count(count) => count.step(engine),
            Self::Examine(examine) => examine.step(engine),
            Self::Gather(gather) => gather.step(engine),
            Self::Archive(archive) => archive.step(engine),
            Self::SaveBody(body) => body.step(engine),
            Self::Collect(collect) => collect.step(engine),
            Self::Pack(pack) => pack.step(engine),
            Self::Hash(hash) => hash.step(engine),
            Self::Rows(rows) => rows.step(engine),
            Self::Save(save) => save.step(engine),
        }
    }

    /// How much is done, and of how much.
    pub fn progress(&self) -> (u64, u64) {
        match self {
            Self::Sort(sort) => sort.progress(),
            Self::Filter(filter) => filter.progress(),
            Self::Find(find) => find.progress(),
            Self::Follow(follow) => follow.progress(),
            Self::Seek(seek) => seek.progress(),
            Self::Pour(pour) => pour.progress(),
            Self::Climb(climb) => climb.progress(),
            Self::Count(count) => count.progress(),
            Self::Examine(examine) => examine.progress(),
            Self::Gather(gather) => gather.progress(),
            Self::Archive(archive) => archive.progress(),
            Self::SaveBody(body) => body.progress(),
            Self::Collect(collect) => collect.progress(),
            Self::Pack(pack) => pack.progress(),
            Self::Hash(hash) => hash.progress(),
            Self::Rows(rows) => rows.progress(),
            Self::Save(save) => save.progress(),
        }
    }
}
