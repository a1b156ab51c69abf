//! English for the stream view.

use wirelight::engine::request::Relation;

use crate::texts::stream::StreamTexts;

/// The English texts.
pub const STREAM: StreamTexts = StreamTexts {
    title: "Stream",
    follow: "Follow this stream",
    form: "Form",
    encoding: "Encoding",
    sides: "Show",
    both: "Both sides",
    previous: "Previous stream",
    next: "Next stream",
    find: "Find in stream",
    hits: |at, of| format!("{at} of {of}"),
    no_hits: "Not found",
    save: "Save",
    missing: |bytes| format!("{bytes} bytes are missing in this capture"),
    cut: |bytes| format!("{bytes} bytes were sent and not captured"),
    again: |bytes| format!("{bytes} bytes sent again"),
    uncertain: "Nobody acknowledged what is missing before this",
    to_packet: |packet| format!("Go to packet {packet}"),
    none_here: |transport| format!("This packet belongs to no {transport} stream"),
    no_such_stream: |title| {
        format!("This capture has no {title}. Choose another stream, or follow the stream of a packet.")
    },
    nothing_said: "Neither side said anything in this stream.",
    still_reading: "Streams can be followed when the file is read.",
    working: "Putting the stream together…",
    stopped: "This was stopped. Choose another form, or another stream, to go on.",
    saved: |size, name| format!("{size} saved as {name}"),
    said: |bytes| format!("{bytes} bytes"),
    lost: |bytes| format!("{bytes} missing"),
    relation: |relation| {
        Some(match relation {
            Relation::Request => "Request of the selected packet",
            Relation::Response => "Response to the selected packet",
            Relation::Acknowledged => "Acknowledged by the selected packet",
            Relation::Acknowledges => "Acknowledges the selected packet",
            _ => return None,
        })
    },
};
