//! What is out of the ordinary in a capture, in groups of one kind, the gravest first.

use crate::{
    dissect::field::{Note, Severity},
    index::{
        Row,
        analysis::{Finding, found},
        packets::flags,
        states::State,
    },
};

/// Packets of which the same is to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// How bad it is.
    pub severity: Severity,
    /// The key of the field or note that says it.
    pub key: &'static str,
    /// The sentence, in the words that Wireshark has for it.
    pub text: &'static str,
    /// The packets, in the file's order.
    pub packets: Vec<u32>,
}

/// Groups that are being filled.
#[derive(Debug, Default)]
pub struct Groups(Vec<Group>);

/// Findings about segments by their bits, with the keys of the fields that name them.
const SEGMENTS: [(u16, &str); 15] = [
    // a fast one and a spurious one are retransmissions all the same
    (
        found::RETRANSMISSION | found::FAST_RETRANSMISSION | found::SPURIOUS_RETRANSMISSION,
        "tcp.analysis.retransmission",
    ),
    (found::FAST_RETRANSMISSION, "tcp.analysis.fast_retransmission"),
    (found::SPURIOUS_RETRANSMISSION, "tcp.analysis.spurious_retransmission"),
    (found::OUT_OF_ORDER, "tcp.analysis.out_of_order"),
    (found::PREVIOUS_UNSEEN, "tcp.analysis.lost_segment"),
    (found::ACKED_UNSEEN, "tcp.analysis.ack_lost_segment"),
    (found::DUPLICATE_ACK, "tcp.analysis.duplicate_ack"),
    (found::ZERO_WINDOW, "tcp.analysis.zero_window"),
    (found::ZERO_WINDOW_PROBE, "tcp.analysis.zero_window_probe"),
    (found::ZERO_WINDOW_PROBE_ACK, "tcp.analysis.zero_window_probe_ack"),
    (found::WINDOW_FULL, "tcp.analysis.window_full"),
    (found::WINDOW_UPDATE, "tcp.analysis.window_update"),
    (found::KEEP_ALIVE, "tcp.analysis.keep_alive"),
    (found::KEEP_ALIVE_ACK, "tcp.analysis.keep_alive_ack"),
    (found::PORTS_REUSED, "tcp.analysis.reused_ports"),
];

impl Groups {
    /// A packet of which a note is to be made.
    pub fn note(&mut self, packet: u32, note: &'static Note) {
        self.add(packet, note.severity, note.key, note.text);
    }

    /// What was found out about a packet's segment; `named` tells severity and sentence of a field.
    pub fn segment(
        &mut self,
        packet: u32,
        finding: &Finding,
        named: impl Fn(&str) -> Option<(Severity, &'static str)>,
    ) {
        for (bit, key) in SEGMENTS {
            if let Some((severity, text)) = named(key).filter(|_| finding.flags & bit != 0) {
                self.add(packet, severity, key, text);
            }
        }
    }

    /// What a packet's row says of it.
    pub fn row(&mut self, packet: u32, row: &Row) {
        if row.flags & flags::CUT_SHORT != 0 {
            self.add(packet, Severity::Note, "_ws.short", "Packet size limited during capture");
        }
        let [fin, syn, rst] = [0, 1, 2].map(|bit| row.flags & (1 << (8 + bit)) != 0);
        if rst {
            self.add(packet, Severity::Warning, "tcp.connection.rst", "Connection reset (RST)");
        } else if syn && row.states.of(row.way()) == State::SynSent {
            self.add(packet, Severity::Chat, "tcp.connection.syn", "Connection establish request (SYN)");
        } else if syn {
            self.add(packet, Severity::Chat, "tcp.connection.synack", "Connection establish acknowledge (SYN+ACK)");
        } else if fin {
            self.add(packet, Severity::Chat, "tcp.connection.fin", "Connection finish (FIN)");
        }
    }

    /// A packet whose lengths lie, without a note that says how.
    pub fn malformed(&mut self, packet: u32) {
        self.add(packet, Severity::Error, "_ws.malformed", "Malformed Packet (Exception occurred)");
    }

    fn add(&mut self, packet: u32, severity: Severity, key: &'static str, text: &'static str) {
        let known = self.0.iter_mut().find(|group| (group.key, group.text) == (key, text));
        match known {
            Some(group) if group.packets.last() == Some(&packet) => {}
            Some(group) => group.packets.push(packet),
            None => self.0.push(Group { severity, key, text, packets: vec![packet] }),
        }
    }

    /// The groups, the gravest first, of those the largest.
    pub fn finish(mut self) -> Vec<Group> {
        self.0.sort_by_key(|group| (std::cmp::Reverse(rank(group.severity)), std::cmp::Reverse(group.packets.len())));
        self.0
    }
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Chat => 0,
        Severity::Note => 1,
        Severity::Warning => 2,
        Severity::Error => 3,
    }
}
