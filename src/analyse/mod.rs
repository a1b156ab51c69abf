//! What the index tells about a capture as a whole.

pub mod conversations;
pub mod findings;
pub mod hierarchy;
pub mod ladder;
pub mod ranking;
