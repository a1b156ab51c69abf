//! How a capture comes into the page: files that are chosen, dropped or pasted, links, and what was open before.

mod download;
mod files;
mod making;
mod opener;
mod pasting;

use wirelight::{
    capture::{Problem, hexdump},
    view::link::Link,
};

pub use self::{
    download::own_file,
    files::{Picked, chosen, dropped},
    opener::{Opener, use_opener},
    pasting::use_paste,
};

/// A capture on its way, or why it did not come.
#[derive(Debug, Clone, PartialEq)]
pub enum Opening {
    /// A link is being fetched.
    Fetching(Fetching),
    /// The sample of this name is being fetched, which takes a while.
    Sample(&'static str),
    /// A capture is made of what was given.
    Making {
        /// What it will be called.
        name: String,
        /// How much is done.
        percent: u8,
    },
    /// It is open, without what can not be read of the damaged files of these names.
    InPart(String),
    /// It is not coming.
    Refused(Refusal),
}

/// How far a download is.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetching {
    /// What is fetched.
    pub link: Link,
    /// Bytes that have come.
    pub received: u64,
    /// Of how many, where the server says it.
    pub size: Option<u64>,
    /// When it began, in milliseconds.
    pub since: f64,
    /// When bytes came last.
    pub now: f64,
}

/// Why there is no capture.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The text is no address of http or https.
    NoAddress(String),
    /// A page that came by https gets nothing by http.
    MixedContent(Link),
    /// The server is there and does not share the file with other pages.
    NotShared(Link),
    /// Nobody answers.
    Unreachable(Link),
    /// The server answers with something else: its number and words.
    Status(Link, u16, String),
    /// It broke off after so many bytes.
    Broken(Link, u64),
    /// The sample at this place of the list does not come.
    NoSample(u8),
    /// The person does not want it any more.
    Cancelled(Link),
    /// A file that was open before may not be read again; its name.
    NotAllowed(String),
    /// A file that was open before is not there any more; its name.
    Gone(String),
    /// The text dumps no packets.
    NoDump(hexdump::Problem),
    /// There is no text on the clipboard.
    NothingToPaste,
    /// The clipboard may not be read.
    ClipboardClosed,
    /// A file that can not be merged with the others; its name.
    NotMerged(String, Problem),
    /// The browser has no memory for it.
    NoRoom,
}

impl Opening {
    /// The address that it is about, as it was given.
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Fetching(fetching) => Some(&fetching.link.address),
            Self::Sample(_) | Self::Making { .. } | Self::InPart(_) => None,
            Self::Refused(refusal) => refusal.address(),
        }
    }
}

impl Refusal {
    /// The address, as it was given.
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::NoAddress(text) => Some(text),
            Self::MixedContent(link)
            | Self::NotShared(link)
            | Self::Unreachable(link)
            | Self::Status(link, ..)
            | Self::Broken(link, _)
            | Self::Cancelled(link) => Some(&link.address),
            _ => None,
        }
    }
}
