//! English for the list of objects.

use crate::texts::objects::ObjectTexts;

/// The English texts.
pub const OBJECTS: ObjectTexts = ObjectTexts {
    objects: "Objects",
    columns: ["Picture", "Name", "Type", "Size B", "Packet", "SHA-256", "Part"],
    incomplete: "incomplete",
    save: "Save",
    save_all: "Save all",
    copy_digest: "Copy SHA-256",
    summary: |count, size| {
        let objects = if count == "1" { "object" } else { "objects" };
        format!("{count} {objects} · {size}")
    },
    saved: |count, name, size| {
        let s = if count == 1 { "" } else { "s" };
        format!("Saved {name}: {count} object{s}, {size}")
    },
    empty: "No message of HTTP in this capture has a body, or it is encrypted. Look at Exchanges for what was asked.",
    still_reading: "Objects are collected when the file is read.",
    collecting: "Collecting what was transferred…",
    not_collected: "Collecting was stopped. Come back to this view to go on.",
};
