//! Bytes that were put together from several packets: what a reassembled message or datagram is read from.

/// A message or datagram that is whole by the packet at hand, put together again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Joined {
    /// Its number among the spread messages or the datagrams.
    pub number: u32,
    /// It is an IP datagram, not a message of a TCP stream.
    pub datagram: bool,
    /// Its bytes from the first on; where it is very long, not all of them.
    pub bytes: Vec<u8>,
    /// How many it has.
    pub len: u64,
    /// Which packets they came in, in the order in which they stand in it.
    pub parts: Vec<Part>,
}

/// What one packet brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The packet.
    pub packet: u32,
    /// Where its bytes stand in the whole.
    pub start: u64,
    /// How many they are.
    pub len: u64,
}
