//! A range of bytes in one of the sources that a packet's tree points into.

/// `len` bytes from `start` of the source numbered `source`; source 0 is the packet itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Number of bytes; 0 for what is worked out and not read.
    pub len: u32,
    /// Which bytes: 0 the packet, then what was put together or decoded from it.
    pub source: u16,
}

impl Span {
    /// The span's bytes in `bytes`, which must be its source; whatever lies outside is left out.
    pub fn of(self, bytes: &[u8]) -> &[u8] {
        let start = (self.start as usize).min(bytes.len());
        let end = start.saturating_add(self.len as usize).min(bytes.len());
        bytes.get(start..end).unwrap_or_default()
    }

    /// First byte after it.
    pub fn end(self) -> u32 {
        self.start.saturating_add(self.len)
    }
}
