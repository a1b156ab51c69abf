//! Words of display filters: the box, what is wrong with one, and what it was understood as.

use wirelight::{engine::request::Type, query::mistake::What};

/// The texts of filters in one language.
#[derive(Debug)]
pub struct FilterTexts {
    pub filter: &'static str,
    pub placeholder: &'static str,
    pub apply: &'static str,
    pub clear: &'static str,
    /// How many packets are shown of how many.
    pub shown: fn(shown: &str, all: &str) -> String,
    pub nothing: &'static str,
    pub map: &'static str,
    pub hidden: fn(number: &str) -> String,
    pub filtering: &'static str,
    pub stopped: &'static str,
    /// Words for how a filter is understood while it is written.
    pub valid: &'static str,
    pub incomplete: &'static str,
    pub wrong: &'static str,
    pub capture_form: &'static str,
    pub bare_form: &'static str,
    pub what: fn(what: &What) -> String,
    pub hint: fn(what: &What) -> &'static str,
    pub instead: &'static str,
    pub type_name: fn(values: Type) -> &'static str,
    pub suggestions: &'static str,
    pub function: &'static str,
    pub operator: &'static str,
    pub used_before: &'static str,
    pub hide_conversation: &'static str,
    /// Of another language than that of display filters: what it is, and more.
    pub other_language: &'static str,
    pub other_language_more: &'static str,
    pub bare: &'static str,
    pub bare_more: &'static str,
    pub as_display: &'static str,
    pub as_capture: &'static str,
    pub use_display: &'static str,
}
