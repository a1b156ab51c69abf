//! What a person takes away as text: rows as a table, layers as an outline, bytes in the spellings that programs read.
//!
//! All of it may come from a stranger's packet and is pasted into documents, sheets and programs, so nothing of it may
//! be more there than the text it is: no link, no formula, no end of a comment, no turned line.

pub mod csv;
pub mod curl;
pub mod dump;
pub mod json;
pub mod literals;
pub mod markdown;
pub mod outline;
pub mod table;
