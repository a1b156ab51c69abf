//! What page and worker say to each other. A message is an array: its postcard bytes in a `Uint8Array`, and beside them
//! what is no plain data, such as a `File` that is opened; the bytes are handed over, not copied.

use serde::{Deserialize, Serialize};
use wirelight::{
    capture::{Problem, hexdump},
    engine::{
        request::{Progress, Reply, Request, Row},
        tasks::{Outcome, Task},
    },
};

/// Page to worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Read the file that comes beside this message; what was open before is dropped.
    Open {
        /// Counts the captures opened; progress names it.
        generation: u32,
    },
    /// Make a capture of the files that come in an array beside this message; what is open stays open.
    Make {
        /// Never used twice; only the latest is made.
        job: u32,
        /// Of what kind the files are.
        what: What,
    },
    /// What is being made is not wanted any more.
    StopMaking {
        /// Which one.
        job: u32,
    },
    /// Read no further.
    Stop,
    /// A question about the capture.
    Ask {
        /// Never used twice.
        id: u32,
        /// The question.
        request: Request,
    },
    /// The answer is not wanted any more.
    Cancel {
        /// Of the question.
        id: u32,
    },
    /// Long work, done beside questions.
    Start {
        /// Never used twice.
        task: u32,
        /// What to do.
        what: Task,
    },
    /// The task is not wanted any more.
    Abandon {
        /// Which one.
        task: u32,
    },
}

/// Worker to page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromWorker {
    /// The worker runs; messages sent before are lost.
    Ready {
        /// [`BUILD`] of the worker.
        build: u64,
    },
    /// How far reading has come.
    Progress {
        /// Which capture it is about.
        generation: u32,
        /// Counts so far.
        progress: Progress,
    },
    /// The answer to a question.
    Answer {
        /// Of the question.
        id: u32,
        /// What was found.
        reply: Reply,
    },
    /// More is known of what things are called: answers given before are old.
    NamesChanged,
    /// A task goes on.
    TaskProgress {
        /// Which one.
        task: u32,
        /// How much is done.
        done: u64,
        /// Of how much.
        of: u64,
    },
    /// The next rows of a task that gives rows.
    TaskRows {
        /// Which one.
        task: u32,
        /// In order.
        rows: Vec<Row>,
    },
    /// The next packets of which the filter of a task is true, counted from 0, in order.
    TaskFound {
        /// Which one.
        task: u32,
        /// They stand behind all that are shown.
        packets: Vec<u32>,
    },
    /// A task has ended. Beside this message comes, after a sort, a `Uint32Array` of the packets in order, and after
    /// saving a `Blob` of the file.
    TaskDone {
        /// Which one.
        task: u32,
        /// How.
        outcome: Outcome,
    },
    /// Making a capture goes on.
    Making {
        /// Which one.
        job: u32,
        /// How much is done.
        percent: u8,
    },
    /// A capture was made, which comes as a `Blob` beside this message, or was not.
    Made {
        /// Which one.
        job: u32,
        /// How.
        made: Made,
    },
    /// The worker is about to stop for good; the text names the place in our code and holds no capture bytes.
    Panicked(String),
}

/// What a capture is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// A text that dumps packets.
    OfText,
    /// Captures, in the order of time.
    OfFiles,
}

/// What became of a capture that was to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Made {
    /// All is in it.
    Whole,
    /// These of the files, counted from 0, are damaged: what could be read of them is in it.
    AsFarAsReadable(Vec<u32>),
    /// The text dumps no packets.
    NoDump(hexdump::Problem),
    /// One of the files, counted from 0, can not be read.
    Refused(u32, Problem),
    /// A file changed while it was read again.
    Unwritable(Problem),
    /// There is no memory for it.
    NoRoom,
}

/// A fingerprint of the vocabulary: page and worker understand each other only when it is the same.
pub const BUILD: u64 = fingerprint(&[
    include_bytes!("messages.rs"),
    include_bytes!("../engine/request.rs"),
    include_bytes!("../query/fields.rs"),
    include_bytes!("../query/dialect.rs"),
    include_bytes!("../query/mistake.rs"),
    include_bytes!("../query/syntax.rs"),
    include_bytes!("../engine/file.rs"),
    include_bytes!("../engine/sought.rs"),
    include_bytes!("../engine/summary.rs"),
    include_bytes!("../engine/tables.rs"),
    include_bytes!("../analyse/conversations.rs"),
    include_bytes!("../analyse/ladder.rs"),
    include_bytes!("../analyse/ranking.rs"),
    include_bytes!("../engine/connection.rs"),
    include_bytes!("../engine/findings.rs"),
    include_bytes!("../engine/ladder/mod.rs"),
    include_bytes!("../engine/objects/mod.rs"),
    include_bytes!("../engine/ladder/remarks.rs"),
    include_bytes!("../engine/tasks/mod.rs"),
    include_bytes!("../engine/tasks/save.rs"),
    include_bytes!("../capture/write/mod.rs"),
    include_bytes!("../capture/facts.rs"),
    include_bytes!("../capture/hexdump/mod.rs"),
    include_bytes!("../capture/mod.rs"),
    include_bytes!("../dissect/field.rs"),
    include_bytes!("../dissect/options.rs"),
    include_bytes!("../dissect/protocol.rs"),
]);

/// FNV-1a over the files' bytes.
const fn fingerprint(files: &[&[u8]]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut file = 0;
    while file < files.len() {
        let mut at = 0;
        while at < files[file].len() {
            hash = (hash ^ files[file][at] as u64).wrapping_mul(0x100_0000_01b3);
            at += 1;
        }
        file += 1;
    }
    hash
}
