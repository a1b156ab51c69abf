//! English for the ladder.

use wirelight::{
    engine::request::Remark,
    index::analysis::found,
    view::{amounts::thousands, moments::span},
};

use crate::texts::flow::FlowTexts;

/// The English texts.
pub const FLOW: FlowTexts = FlowTexts {
    flow: "Flow",
    states: "States of both sides",
    half_closed: "Half-closed",
    of: "Packets of",
    this_stream: "This stream",
    this_host: "This host",
    selected_packets: "Selected packets",
    everything: "All streams",
    streams: |count| if count == 1 { "Stream".into() } else { format!("{count} streams") },
    spacing: "Spacing",
    even: "Even",
    true_time: "True time",
    bare_acks: "Bare ACKs",
    show: "Show",
    fold: "Fold",
    lanes: "Lanes",
    ports: "Ports",
    hosts: "Hosts",
    in_words: "In words",
    client: "client",
    server: "server",
    sent_again: "sent again",
    lost: "lost or not captured",
    bare_ack: "ACK without data",
    drawn: |drawn, folded| format!("Drawn {drawn} · folded {folded}"),
    left_out: |packets| format!("{packets} packets are left out: there are too many ends"),
    nothing: "No packet of TCP or UDP is here. Choose all streams, or another packet in the list.",
    drawing: "Drawing…",
    still_reading: "The ladder is drawn when the file is read.",
    to_packet: |number| format!("Packet {number} in the list"),
    too_long: "Too long for a picture; SVG takes it, or fewer packets",
    arrow: |from, to| format!("from {from} to {to}"),
    remark,
    found: name,
};

fn side(is_client: bool) -> &'static str {
    if is_client { "client" } else { "server" }
}

fn remark(remark: &Remark) -> String {
    match *remark {
        Remark::Opens => "Opens. SYN counts one.".into(),
        Remark::Agrees(after) => ["Agrees after ", &span(after)].concat(),
        Remark::Complete(after) => ["Open after ", &span(after)].concat(),
        Remark::Acknowledges { packet, sum: (sequence, taken), after } => {
            let sum = sequence.wrapping_add(taken);
            format!("{sum} = {sequence} + {taken}, {} after {}", span(after), u64::from(packet) + 1)
        }
        Remark::ClosesFirst(is_client) => format!("The {} closes first.", side(is_client)),
        Remark::ClosesToo(is_client) => format!("The {} closes too.", side(is_client)),
        Remark::Resets => "Breaks the connection off.".into(),
        Remark::Refuses => "Refuses: nobody listens on this port.".into(),
        Remark::Again(None) => "Sent again.".into(),
        Remark::Again(Some(after)) => ["Sent again after ", &span(after)].concat(),
        Remark::Repeats(packet, times) => format!("Duplicate ACK #{times} of {}", u64::from(packet) + 1),
        Remark::Missing(start, count) => format!("Missing here: Seq={start} Len={count}"),
        Remark::Selects(left, right, hole) => {
            format!("Has {left}–{right}; {} bytes before are missing", thousands(hole.into()))
        }
        Remark::Twice(left, right) => format!("{left}–{right} came twice (D-SACK)"),
        Remark::Window(count) => format!("Takes {} bytes now", thousands(count.into())),
        Remark::Pause(ns, 0) => [&span(ns), " without packets"].concat(),
        Remark::Pause(ns, folded) => format!("{} without packets · {folded} bare ACKs folded", span(ns)),
        Remark::HalfClosed(is_client) => format!("half-closed: only the {} may still send", side(is_client)),
        Remark::NoFin(is_client) => format!("The {}’s FIN is not in this capture", side(is_client)),
        Remark::StillOpen => "Still open when the capture ends".into(),
    }
}

fn name(bit: u16) -> &'static str {
    match bit {
        found::ZERO_WINDOW_PROBE_ACK => "ACK to zero window probe",
        found::ZERO_WINDOW => "zero window",
        found::ZERO_WINDOW_PROBE => "zero window probe",
        found::KEEP_ALIVE_ACK => "ACK to keep-alive",
        found::KEEP_ALIVE => "keep-alive",
        found::DUPLICATE_ACK => "duplicate ACK",
        found::WINDOW_UPDATE => "window update",
        found::WINDOW_FULL => "window full",
        found::ACKED_UNSEEN => "ACKed unseen segment",
        found::OUT_OF_ORDER => "out of order",
        found::RETRANSMISSION => "retransmission",
        found::FAST_RETRANSMISSION => "fast retransmission",
        found::SPURIOUS_RETRANSMISSION => "spurious retransmission",
        found::PREVIOUS_UNSEEN => "previous segment not captured",
        found::PORTS_REUSED => "port numbers reused",
        _ => "",
    }
}
