//! English for a message in full.

use crate::texts::message::MessageTexts;

/// The English texts.
pub const MESSAGE: MessageTexts = MessageTexts {
    message: "Message",
    resize: "Height of the list of exchanges",
    request: "Request",
    response: "Response",
    timing: "Timing",
    headers: "Headers",
    header: "Header",
    value: "Value",
    meaning: "Meaning",
    messages: "Messages",
    more: |count| format!("Show more of the other {count}"),
    client: "client",
    server: "server",
    mask: "Mask",
    not_here: "It is not in this capture.",
    carried: |all, head, body, packets| {
        let packets = if packets == 1 { "packet" } else { "packets" };
        format!("{all} = {head} + {body} bytes in {packets}")
    },
    total: "total, as Wireshark’s “Time since request”",
    body: "Body",
    no_body: "There is no body.",
    preview: "Preview",
    text: "Text",
    hex: "Hex",
    unpacked: "Unpacked",
    as_sent: "As sent",
    rest: |bytes| format!("{bytes} more bytes are not shown here. Save the body to have all of them."),
    strings: "Strings",
    read: "As read",
    broken: |place| format!("No JSON from byte {place} on"),
    reading: "Reading…",
    place: |first, last, unpacked| {
        let body = if unpacked { "unpacked body" } else { "body" };
        format!("bytes {first}–{last} of the {body}")
    },
    in_packet: "in packet ",
    kind: "Type",
    size: "Size",
    sizes: |sent, unpacked| format!("{sent} B sent, {unpacked} B unpacked"),
    sniffed: |media, agrees| if agrees { " ✓ its bytes agree".into() } else { format!(" its bytes are {media}") },
    not_whole: "Not all of it is here: the capture lacks some, or it is too long to be shown.",
    copy: "Copy",
    save: "Save",
    saved: |name, size, whole| {
        let rest = if whole { "" } else { "; the rest is not in this capture" };
        format!("Saved {name}, {size}{rest}")
    },
};
