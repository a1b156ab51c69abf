//! How a protocol divides a byte stream into messages: asked once, in pass one.

use crate::dissect::protocol::Protocol;

/// The contiguous bytes of one way of a stream from where the next message should begin.
#[derive(Debug, Clone, Copy)]
pub struct Stream<'a> {
    /// What is there so far.
    pub bytes: &'a [u8],
    /// 0 for who opened the flow, 1 for the other side.
    pub way: u8,
}

/// What a protocol says of a stream's next bytes.
#[derive(Debug, Clone, Copy)]
pub enum Cut {
    /// A message of `len` bytes, perhaps more than are there yet.
    Message {
        /// Bytes, head and body.
        len: u32,
        /// What its meaning depends on beside its bytes; `dissect` finds it in its context.
        mode: u32,
    },
    /// Where the message ends cannot be said yet.
    More,
    /// From here on another protocol speaks.
    Switch(&'static Protocol),
    /// These bytes are not this protocol's.
    NotThis,
}
