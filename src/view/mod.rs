//! What a screen shows, as plain data: no browser, no terminal, no sentence in any language.

pub mod amounts;
pub mod annotations;
pub mod columns;
pub mod completion;
pub mod copies;
pub mod exchanges;
pub mod folding;
pub mod fragment;
pub mod hex;
pub mod info;
pub mod json;
pub mod ladder;
pub mod link;
pub mod map;
pub mod matches;
pub mod moments;
pub mod order;
pub mod scroll;
pub mod stream;
pub mod tables;
pub mod widths;
