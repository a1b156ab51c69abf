//! What one way of a conversation said before a packet, where messages refer back to it: packed WebSocket messages, and
//! those in several frames.

use crate::dissect::joined::Part;

/// How far back deflate refers: RFC 1951 2.
const WINDOW: usize = 32 << 10;
/// Bytes of the fragments of one message that are kept at most.
const MOST_FRAGMENTS: usize = 32 << 20;

/// What was said before, as far as it matters for what comes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The end of what was unpacked.
    pub window: Vec<u8>,
    /// The payloads of a message that is under way, without their masks.
    pub fragments: Vec<u8>,
    /// Which packets brought them.
    pub parts: Vec<Part>,
    /// What a client that wants to change to WebSocket gave the server to prove itself with.
    pub key: Vec<u8>,
}

impl History {
    /// Nothing was said.
    pub fn clear(&mut self) {
        self.window.clear();
        self.fragments.clear();
        self.parts.clear();
        self.key.clear();
    }

    /// Something was unpacked.
    pub fn unpacked(&mut self, bytes: &[u8]) {
        let kept = bytes.get(bytes.len().saturating_sub(WINDOW)..).unwrap_or_default();
        let old = (self.window.len() + kept.len()).saturating_sub(WINDOW);
        self.window.drain(..old);
        self.window.extend_from_slice(kept);
    }

    /// A packet brought a fragment; what is too much is not kept.
    pub fn add_fragment(&mut self, packet: u32, bytes: &[u8]) {
        let start = self.parts.last().map_or(0, |part| part.start + part.len);
        self.parts.push(Part { packet, start, len: bytes.len() as u64 });
        let room = MOST_FRAGMENTS.saturating_sub(self.fragments.len());
        self.fragments.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
    }

    /// Whether nothing of it matters.
    pub fn is_empty(&self) -> bool {
        self.window.is_empty() && self.parts.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_keeps_the_end() {
        let mut history = History::default();
        history.unpacked(&vec![1; WINDOW - 2]);
        history.unpacked(b"abc");
        assert_eq!(history.window.len(), WINDOW);
        assert!(history.window.ends_with(b"\x01abc"));
        history.unpacked(&vec![2; 3 * WINDOW]);
        assert_eq!(history.window, vec![2; WINDOW]);
    }
}
