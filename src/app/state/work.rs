//! Long work under way, as the status bar tells it.

use yew::Callback;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// Conversations are counted.
    Counting,
    /// Rows are gathered to be copied.
    Copying,
    /// Packets are asked a filter.
    Filtering,
    /// Rows are looked through for a text.
    Finding,
    /// A stream is put together.
    Following,
    /// Packets are written into a file.
    Saving,
    /// The list gets another order.
    Sorting,
}

/// Long work under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// What is done.
    pub job: Job,
    /// How much of it.
    pub done: u64,
    /// Of how much.
    pub of: u64,
    /// When it began, in milliseconds since 1970.
    pub started: f64,
    /// Gives it up.
    pub stop: Callback<()>,
}

impl Work {
    /// Done, in percent.
    pub fn percent(&self) -> u64 {
        self.done.saturating_mul(100).checked_div(self.of).unwrap_or(0).min(100)
    }
}
