//! Words of the stream view.

use wirelight::engine::request::Relation;

/// The texts of the stream view in one language.
#[derive(Debug)]
pub struct StreamTexts {
    pub title: &'static str,
    pub follow: &'static str,
    pub form: &'static str,
    pub encoding: &'static str,
    pub sides: &'static str,
    pub both: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub find: &'static str,
    pub hits: fn(at: usize, of: usize) -> String,
    pub no_hits: &'static str,
    pub save: &'static str,
    pub missing: fn(bytes: &str) -> String,
    pub cut: fn(bytes: &str) -> String,
    pub again: fn(bytes: &str) -> String,
    pub uncertain: &'static str,
    pub to_packet: fn(packet: u64) -> String,
    pub none_here: fn(transport: &str) -> String,
    pub no_such_stream: fn(title: &str) -> String,
    pub nothing_said: &'static str,
    pub still_reading: &'static str,
    pub working: &'static str,
    pub stopped: &'static str,
    pub saved: fn(size: &str, name: &str) -> String,
    pub said: fn(bytes: &str) -> String,
    pub lost: fn(bytes: &str) -> String,
    /// What a packet is to the selected one, where that is worth a word.
    pub relation: fn(relation: Relation) -> Option<&'static str>,
}
