//! What was found out about a segment, as its tree and its row show it.

use std::fmt::{self, Write};

use crate::{
    dissect::{field::Severity, known::Known, pdu::Pdu, sink::Sink},
    index::{
        analysis::{Finding, Segment, found},
        packets::{NONE, flags},
    },
};

more_fields! { "tcp":
    ANALYSIS           "analysis"           Group "SEQ/ACK analysis" "What the segment is beside what its conversation has seen.";
    FLAGS              "analysis.flags"              Group "TCP Analysis Flags" "What is out of the ordinary.";
    ACKNOWLEDGES       "analysis.acks_frame"         Packet "This is an ACK to the segment in frame" "The packet that is acknowledged to its last byte.";
    ACK_ROUND_TRIP     "analysis.ack_rtt"            Duration "The RTT to ACK the segment was" "Time since that packet.";
    ROUND_TRIP         "analysis.initial_rtt"        Duration "iRTT" "Time that the handshake took.";
    IN_FLIGHT          "analysis.bytes_in_flight"    Dec "Bytes in flight" "Bytes that nobody has acknowledged yet.";
    SINCE_PUSH         "analysis.push_bytes_sent"    Dec "Bytes sent since last PSH flag" "Bytes that the receiver may hold back.";
    DUPLICATE_NUMBER   "analysis.duplicate_ack_num"  Dec "Duplicate ACK #" "How often the acknowledgment has been repeated.";
    DUPLICATE_OF       "analysis.duplicate_ack_frame" Packet "Duplicate to the ACK in frame" "The packet with that acknowledgment first.";
    TIMEOUT            "analysis.rto"                Duration "The RTO for this segment was" "How long the sender waited before it sent again.";
    TIMEOUT_SINCE      "analysis.rto_frame"          Packet "RTO based on delta from frame" "The packet from which that time counts.";
    ZERO_WINDOW_PROBE_ACK "analysis.zero_window_probe_ack" Finding(Severity::Note) "ACK to a TCP Zero Window Probe" "The window is still closed.";
    ZERO_WINDOW        "analysis.zero_window"        Finding(Severity::Warning) "TCP Zero Window segment" "The sender takes no more data.";
    ZERO_WINDOW_PROBE  "analysis.zero_window_probe"  Finding(Severity::Note) "TCP Zero Window Probe" "Asks whether the window is open again.";
    KEEP_ALIVE_ACK     "analysis.keep_alive_ack"     Finding(Severity::Note) "ACK to a TCP keep-alive segment" "The sender is still there.";
    KEEP_ALIVE         "analysis.keep_alive"         Finding(Severity::Note) "TCP keep-alive segment" "Asks whether the other side is still there.";
    DUPLICATE_ACK      "analysis.duplicate_ack"      Finding(Severity::Note) "Duplicate ACK" "Something is missing at the receiver.";
    WINDOW_UPDATE      "analysis.window_update"      Finding(Severity::Chat) "TCP window update" "The sender takes more data than before.";
    WINDOW_FULL        "analysis.window_full"        Finding(Severity::Warning) "TCP window specified by the receiver is now completely full" "Nothing more may be sent.";
    ACKED_UNSEEN       "analysis.ack_lost_segment"   Finding(Severity::Warning) "ACKed segment that wasn't captured (common at capture start)" "The capture misses something that did arrive.";
    OUT_OF_ORDER       "analysis.out_of_order"       Finding(Severity::Warning) "This frame is a (suspected) out-of-order segment" "It comes later than what follows it.";
    RETRANSMISSION     "analysis.retransmission"     Finding(Severity::Note) "This frame is a (suspected) retransmission" "The same was sent before.";
    FAST_RETRANSMISSION "analysis.fast_retransmission" Finding(Severity::Note) "This frame is a (suspected) fast retransmission" "Sent again after duplicate acknowledgments.";
    SPURIOUS_RETRANSMISSION "analysis.spurious_retransmission" Finding(Severity::Note) "This frame is a (suspected) spurious retransmission" "Sent again though it had been acknowledged.";
    PREVIOUS_UNSEEN    "analysis.lost_segment"       Finding(Severity::Warning) "Previous segment(s) not captured (common at capture start)" "Something before it is not in the capture.";
    PORTS_REUSED       "analysis.reused_ports"       Finding(Severity::Note) "A new tcp session is started with the same ports as an earlier session in this trace" "The ports were free again.";
}

/// Every finding, its field and what it is called in a row, in the order in which a row has them.
const ALL: [(u16, &crate::dissect::field::Field, &str); 15] = [
    (found::ZERO_WINDOW_PROBE_ACK, &ZERO_WINDOW_PROBE_ACK, "ZeroWindowProbeAck"),
    (found::ZERO_WINDOW, &ZERO_WINDOW, "ZeroWindow"),
    (found::ZERO_WINDOW_PROBE, &ZERO_WINDOW_PROBE, "ZeroWindowProbe"),
    (found::KEEP_ALIVE_ACK, &KEEP_ALIVE_ACK, "Keep-Alive ACK"),
    (found::KEEP_ALIVE, &KEEP_ALIVE, "Keep-Alive"),
    (found::DUPLICATE_ACK, &DUPLICATE_ACK, "Dup ACK"),
    (found::WINDOW_UPDATE, &WINDOW_UPDATE, "Window Update"),
    (found::WINDOW_FULL, &WINDOW_FULL, "Window Full"),
    (found::ACKED_UNSEEN, &ACKED_UNSEEN, "ACKed unseen segment"),
    (found::OUT_OF_ORDER, &OUT_OF_ORDER, "Out-Of-Order"),
    (found::RETRANSMISSION, &RETRANSMISSION, "Retransmission"),
    (found::FAST_RETRANSMISSION, &FAST_RETRANSMISSION, "Fast Retransmission"),
    (found::SPURIOUS_RETRANSMISSION, &SPURIOUS_RETRANSMISSION, "Spurious Retransmission"),
    (found::PREVIOUS_UNSEEN, &PREVIOUS_UNSEEN, "Previous segment not captured"),
    (found::PORTS_REUSED, &PORTS_REUSED, "Port numbers reused"),
];

fn finding(known: Known<'_>) -> Option<&Finding> {
    (known.row.flags & flags::FOUND != 0).then(|| known.session.analysis.finding(known.packet))?
}

fn segment(known: Known<'_>) -> Option<Segment> {
    known.session.analysis.segment(known.packet)
}

/// What leads the Info column: `[TCP Retransmission] `.
pub(super) fn write_names(out: &mut String, known: Known<'_>) -> fmt::Result {
    let Some(finding) = finding(known) else { return Ok(()) };
    for (_, _, name) in ALL.iter().filter(|(flag, ..)| finding.flags & flag != 0) {
        if *name == "Dup ACK" {
            write!(out, "[TCP {name} {}#{}] ", u64::from(finding.since) + 1, finding.repetition)?;
        } else {
            write!(out, "[TCP {name}] ")?;
        }
    }
    Ok(())
}

/// The group that holds all of it, of a segment of which anything is known.
pub(super) fn show<S: Sink>(pdu: &mut Pdu<'_, S>) {
    if pdu.context.quoted || !pdu.shows() {
        return;
    }
    let any = |known: Known<'_>| finding(known).is_some() || segment(known).is_some();
    pdu.derived_group(&ANALYSIS, any, |pdu| {
        pdu.derived(&ACKNOWLEDGES, |known| acknowledged(known).map(|packet| u64::from(packet) + 1));
        pdu.derived(&ACK_ROUND_TRIP, |known| since(known, acknowledged(known)?));
        pdu.derived(&ROUND_TRIP, round_trip);
        let known_bytes = |bytes: u32| (bytes > 0).then_some(u64::from(bytes));
        pdu.derived(&IN_FLIGHT, |known| known_bytes(segment(known)?.in_flight));
        pdu.derived(&SINCE_PUSH, |known| known_bytes(segment(known)?.since_push));
        pdu.derived_group(
            &FLAGS,
            |known| finding(known).is_some(),
            |pdu| {
                // a fast one and a spurious one are retransmissions all the same
                let again = found::FAST_RETRANSMISSION | found::SPURIOUS_RETRANSMISSION;
                for (flag, field, _) in ALL {
                    let flag = if flag == found::RETRANSMISSION { flag | again } else { flag };
                    pdu.derived_finding(field, |known| finding(known).is_some_and(|finding| finding.flags & flag != 0));
                }
            },
        );
        pdu.derived(&TIMEOUT, |known| since(known, timeout(known)?));
        pdu.derived(&TIMEOUT_SINCE, |known| timeout(known).map(|packet| u64::from(packet) + 1));
        pdu.derived(&DUPLICATE_NUMBER, |known| duplicate(known).map(|finding| finding.repetition.into()));
        pdu.derived(&DUPLICATE_OF, |known| duplicate(known).map(|finding| u64::from(finding.since) + 1));
        pdu.derived_finding(&DUPLICATE_ACK, |known| duplicate(known).is_some());
    });
}

fn acknowledged(known: Known<'_>) -> Option<u32> {
    segment(known).map(|segment| segment.acknowledges).filter(|packet| *packet != NONE)
}

fn duplicate(known: Known<'_>) -> Option<&Finding> {
    finding(known).filter(|finding| finding.flags & found::DUPLICATE_ACK != 0)
}

/// The packet from which a retransmission's timeout counts.
fn timeout(known: Known<'_>) -> Option<u32> {
    let finding = finding(known).filter(|finding| finding.flags & found::RETRANSMISSION != 0)?;
    Some(finding.since).filter(|packet| *packet != NONE && since(known, *packet) != Some(0))
}

fn since(known: Known<'_>, packet: u32) -> Option<u64> {
    let earlier = known.session.packets.get(packet as usize)?;
    Some(known.row.since(earlier).cast_unsigned())
}

fn round_trip(known: Known<'_>) -> Option<u64> {
    let (syn, last) = known.flow()?.handshake;
    let [syn, last] = [syn, last].map(|packet| known.session.packets.get(packet as usize));
    Some(last?.since(syn?).cast_unsigned())
}
