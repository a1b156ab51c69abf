//! What is open, and how far it is read.

use wirelight::{capture::Problem, engine::request::Progress};

use crate::engine_client::{News, Origin};

/// An opened capture.
#[derive(Clone, PartialEq)]
pub struct Capture {
    /// Name of the file.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Where it came from.
    pub origin: Origin,
    /// Counts captures, so that nothing of an older one is taken for this one's.
    pub number: u32,
    /// How far reading has come; `None` before the first word.
    pub progress: Option<Progress>,
    /// Names came after the first answers.
    pub named: bool,
    /// When it was opened, in milliseconds.
    pub opened_at: f64,
    /// The worker is dead; what it said.
    pub dead: Option<Option<String>>,
    /// The file changed under our hands.
    pub unreadable: Option<Problem>,
    /// The strip was read and closed.
    pub strip_closed: bool,
}

impl Capture {
    /// Packets that can be shown.
    pub fn packets(&self) -> u64 {
        self.progress.as_ref().map_or(0, |progress| progress.packets)
    }

    /// Whether all that will be read has been read.
    pub fn finished(&self) -> bool {
        self.progress.as_ref().is_some_and(|progress| progress.finished)
    }

    /// Whether the file is still being read.
    pub fn reading(&self) -> bool {
        self.dead.is_none() && !self.finished()
    }

    /// What is wrong with the file, and where.
    pub fn damage(&self) -> Option<(&Problem, u64)> {
        self.progress.as_ref()?.damage.as_ref().map(|(problem, at)| (problem, *at))
    }

    /// Takes what the worker says unasked.
    pub fn hear(&mut self, news: News) {
        match news {
            News::Progress(progress) => self.progress = Some(progress),
            News::Named => self.named = true,
            News::Unreadable(problem) => self.unreadable = Some(problem),
            News::Stopped(text) => self.dead = Some(text),
        }
    }
}
