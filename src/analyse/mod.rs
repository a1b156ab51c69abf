//! What the index tells about a capture as a whole.

pub mod conversations;
