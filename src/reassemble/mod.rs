//! Segments → streams, messages; fragments → datagrams.

pub mod division;
pub mod gathering;
pub mod shown;
pub mod stream;
pub mod transcript;
