//! English for the views beside the packets.

use wirelight::engine::request::{By, Severity};

use crate::texts::views::ViewTexts;

/// The English texts.
pub const VIEWS: ViewTexts = ViewTexts {
    conversations: "Conversations",
    endpoints: "Endpoints",
    kinds: "Addresses",
    pairs_or_ends: "Conversations or endpoints",
    sort_by: "Sort by",
    column: |by, table| match by {
        By::First if table.kind.keys().is_none() => "Stream",
        By::First => "First",
        By::FromAddress if table.endpoints => "Address",
        By::FromPort if table.endpoints => "Port",
        By::FromAddress => "Address A",
        By::FromPort => "Port A",
        By::ToAddress => "Address B",
        By::ToPort => "Port B",
        By::Packets => "Packets",
        By::Bytes => "Bytes",
        By::PacketsThere if table.endpoints => "Tx packets",
        By::BytesThere if table.endpoints => "Tx bytes",
        By::PacketsBack if table.endpoints => "Rx packets",
        By::BytesBack if table.endpoints => "Rx bytes",
        By::PacketsThere => "Packets A → B",
        By::BytesThere => "Bytes A → B",
        By::PacketsBack => "Packets B → A",
        By::BytesBack => "Bytes B → A",
        By::Start => "Rel start",
        By::Duration => "Duration",
        By::RateThere => "Bits/s A → B",
        By::RateBack => "Bits/s B → A",
        By::RoundTrip => "RTT ms",
        By::Losses => "Losses",
    },
    column_more: |by| {
        Some(match by {
            By::First => "Number of the stream, or of the first packet; a click goes there",
            By::Start => "Seconds from the first packet of the capture",
            By::Duration => "Seconds from the first packet to the last",
            By::RoundTrip => "Initial round-trip time: from SYN to the ACK that completes the handshake",
            By::Losses => "Segments that were sent again, or are missing in this capture",
            _ => return None,
        })
    },
    to_packets: "Go to its first packet",
    amounts: |packets, bytes| format!("{packets} packets · {bytes} bytes"),
    losses: |count| if count == 1 { "1 loss".into() } else { format!("{count} losses") },
    no_conversations: |kind| format!("This capture has no {kind} conversations. Choose other addresses above."),
    findings: "Findings",
    severity: |severity| match severity {
        Severity::Error => "Errors",
        Severity::Warning => "Warnings",
        Severity::Note => "Notes",
        Severity::Chat => "Chats",
    },
    no_findings: "Nothing out of the ordinary was found in this capture.",
    findings_later: "Findings are gathered when the file is read.",
    still_reading: "Tables are made when the file is read.",
    counting: "Counting…",
    not_counted: "Counting was stopped. Choose other addresses, or these again, to count.",
};
