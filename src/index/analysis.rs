//! What pass one found out about TCP segments: whom they acknowledge, how much was on its way, and what went wrong.

use crate::index::{marked::Marked, packets::NONE};

/// What most segments of a conversation have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// The packet that it acknowledges to its last byte, or [`crate::index::packets::NONE`].
    pub acknowledges: u32,
    /// Bytes of its sender that nobody has acknowledged, its own included; 0 where that is not known.
    pub in_flight: u32,
    /// Bytes of its sender since the last push, its own included; 0 where that is not known.
    pub since_push: u32,
}

/// What is out of the ordinary about a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// [`found`].
    pub flags: u16,
    /// How often the same acknowledgment has been repeated, of a duplicate one.
    pub repetition: u32,
    /// The packet that a duplicate acknowledgment repeats, or from which the timeout of a retransmission counts.
    pub since: u32,
}

/// Bits of [`Finding::flags`], in the order in which a row names them.
pub mod found {
    /// Acknowledges a probe of a closed window, which is still closed.
    pub const ZERO_WINDOW_PROBE_ACK: u16 = 1 << 0;
    /// Takes no more data.
    pub const ZERO_WINDOW: u16 = 1 << 1;
    /// Probes a closed window.
    pub const ZERO_WINDOW_PROBE: u16 = 1 << 2;
    /// Answers a probe for whether the other side is still there.
    pub const KEEP_ALIVE_ACK: u16 = 1 << 3;
    /// Probes whether the other side is still there.
    pub const KEEP_ALIVE: u16 = 1 << 4;
    /// Repeats an acknowledgment.
    pub const DUPLICATE_ACK: u16 = 1 << 5;
    /// Only opens the window.
    pub const WINDOW_UPDATE: u16 = 1 << 6;
    /// Fills the other side's window.
    pub const WINDOW_FULL: u16 = 1 << 7;
    /// Acknowledges what is not in the capture.
    pub const ACKED_UNSEEN: u16 = 1 << 8;
    /// Comes later than what follows it.
    pub const OUT_OF_ORDER: u16 = 1 << 9;
    /// Sent again.
    pub const RETRANSMISSION: u16 = 1 << 10;
    /// Sent again after duplicate acknowledgments.
    pub const FAST_RETRANSMISSION: u16 = 1 << 11;
    /// Sent again though it had been acknowledged.
    pub const SPURIOUS_RETRANSMISSION: u16 = 1 << 12;
    /// Something before it is not in the capture.
    pub const PREVIOUS_UNSEEN: u16 = 1 << 13;
    /// Opens another conversation between the same ports.
    pub const PORTS_REUSED: u16 = 1 << 14;
}

/// Findings that are ordinary.
pub const ORDINARY: u16 = found::WINDOW_UPDATE;

/// All that was found out, in packet order.
#[derive(Debug, Default)]
pub struct Analysis {
    /// The packets that segments acknowledge, and what those with data have on its way: few have both.
    acknowledges: Marked<u32>,
    sent: Marked<[u32; 2]>,
    findings: Marked<Finding>,
}

impl Analysis {
    /// Adds what a segment has; packets must come in order. Without memory for it it is not remembered.
    #[inline]
    pub fn add_segment(&mut self, packet: u32, segment: Segment) {
        if segment.acknowledges != NONE {
            self.acknowledges.push(packet, segment.acknowledges);
        }
        if segment.in_flight != 0 {
            self.sent.push(packet, [segment.in_flight, segment.since_push]);
        }
    }

    /// Adds what is out of the ordinary about a segment, likewise.
    pub fn add_finding(&mut self, packet: u32, finding: Finding) {
        self.findings.push(packet, finding);
    }

    /// What a packet's segment has.
    pub fn segment(&self, packet: u32) -> Option<Segment> {
        let (acknowledges, sent) = (self.acknowledges.get(packet), self.sent.get(packet));
        let [in_flight, since_push] = sent.copied().unwrap_or_default();
        let acknowledges = acknowledges.copied().or(sent.map(|_| NONE))?;
        Some(Segment { acknowledges, in_flight, since_push })
    }

    /// What is out of the ordinary about a packet's segment.
    pub fn finding(&self, packet: u32) -> Option<&Finding> {
        self.findings.get(packet)
    }

    /// All that is out of the ordinary, with the packet, in packet order.
    pub fn findings(&self) -> impl Iterator<Item = (u32, &Finding)> {
        self.findings.iter()
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.acknowledges.memory() + self.sent.memory() + self.findings.memory()
    }
}
