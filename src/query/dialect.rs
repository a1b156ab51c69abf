//! The languages in which people ask, tried one after the other.

use serde::{Deserialize, Serialize};

use crate::query::{mistake::Mistake, parser, syntax::Test};

/// The language of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dialect {
    /// Wireshark's display filters.
    Display,
    /// tcpdump's capture filters.
    Capture,
    /// An address, a port, a URL or a request's first line, and nothing else.
    Bare,
}

/// What a filter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// Nothing of an empty filter.
    pub test: Option<Test>,
    /// In which language it says so.
    pub dialect: Dialect,
    /// The same as a display filter.
    pub display: String,
    /// The same as a capture filter, where that can say it.
    pub capture: Option<String>,
}

/// What `text` says in the first language in which it says something; `check` knows the names.
pub fn understand(text: &str, check: impl Fn(&Test) -> Result<(), Mistake>) -> Result<Understood, Mistake> {
    let test = parser::parse(text)?;
    if let Some(test) = &test {
        check(test)?;
    }
    let display = test.as_ref().map_or_else(String::new, ToString::to_string);
    Ok(Understood { test, dialect: Dialect::Display, display, capture: None })
}
