//! Wirelight: a capture viewer. One engine, two skins: a web page and the `wirelight` command.
//!
//! Data flows one way, and a file may use only what stands to the left of it:
//!
//! ```text
//! bytes → decode → capture → index → dissect → reassemble → analyse → query → engine → view → app | cli
//! ```

pub mod analyse;
pub mod bytes;
pub mod capture;
pub mod decode;
pub mod dissect;
pub mod engine;
pub mod index;
pub mod query;
pub mod reassemble;
pub mod view;
