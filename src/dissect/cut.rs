//! How a protocol divides a byte stream into messages: asked once, in pass one.

use crate::dissect::protocol::Protocol;

/// The contiguous bytes of one way of a stream from where the next message, or its next part, should begin.
#[derive(Debug, Clone, Copy)]
pub struct Stream<'a> {
    /// What is there so far.
    pub bytes: &'a [u8],
    /// 0 for who opened the flow, 1 for the other side.
    pub way: u8,
    /// 0 where a message begins, else what the [`Cut::Part`] before said.
    pub inside: u32,
    /// What the protocol remembers of the flow, both ways together; 0 at first.
    ///
    /// It may be changed where the answer is a message or a part of one.
    pub memory: u64,
}

/// What a protocol says of a stream's next bytes.
#[derive(Debug, Clone, Copy)]
pub enum Cut {
    /// A message, or its last part.
    Message(Piece),
    /// A message's beginning, or more of it: the same is asked again behind it, with this number as [`Stream::inside`].
    Part(Piece, u32),
    /// A message that goes on until its sender has no more to send.
    Rest(Piece),
    /// Bytes that nobody can read, among this protocol's own or on its port: it shows them if they are nobody else's, unless the
    /// piece is empty. Where it is longer than what is there, it is not known yet how far they go.
    Stray(Piece),
    /// Bytes that nobody can read, on this protocol's port: it lets them be, and nobody shows them.
    Silence,
    /// Where the message or its part ends cannot be said yet.
    More,
    /// From here on another protocol speaks.
    Switch(&'static Protocol),
    /// These bytes are not this protocol's; inside of a message: it ends before them.
    NotThis,
}

/// The mode of a message of whose bytes nobody says anything: it can only be found again.
pub const UNSEEN: u32 = u32::MAX;
/// The mode of a message that its packet's row says nothing of.
pub const QUIET: u32 = u32::MAX - 1;

/// Bytes that belong together, perhaps more than are there yet.
#[derive(Debug, Clone, Copy, Default)]
pub struct Piece {
    /// Bytes.
    pub len: u64,
    /// Of a message's first piece: from how many of its bytes pass one learns all that it wants to know.
    pub head: u32,
    /// Likewise: what its meaning depends on beside its bytes; `dissect` finds it in its context.
    pub mode: u32,
}
