//! Columns that a person adds: field keys → the text that a packet has for each.

use crate::{
    dissect::{
        field::Field,
        format,
        known::Known,
        record::{Record, Wants},
    },
    engine::request::Settings,
    query::fields,
};

/// The fields of each added column; none for a key that does not exist.
pub struct Cells(Vec<&'static [&'static Field]>);

impl Cells {
    /// The columns that these settings add.
    pub fn new(settings: &Settings) -> Self {
        Self(settings.columns.iter().map(|key| fields::named(key)).collect())
    }

    /// What has to be written down of a packet for its row.
    pub fn wants(&self) -> Wants {
        if self.0.is_empty() { Wants::Columns } else { Wants::fields(self.0.iter().copied().flatten(), true) }
    }

    /// The texts of the packet that `record` holds.
    pub fn texts(&self, record: &Record, known: Known<'_>) -> Vec<String> {
        let text = |fields: &&'static [&'static Field]| {
            let mut out = String::new();
            write_values(&mut out, fields, record, known);
            out
        };
        self.0.iter().map(text).collect()
    }
}

/// Writes the values of every node that answers to one of `fields`, as `-T fields` spells them, with commas between.
pub fn write_values(out: &mut String, fields: &[&'static Field], record: &Record, known: Known<'_>) {
    let mut comma = "";
    for node in record.nodes.iter().filter(|node| fields.iter().any(|field| format::answers(node, field))) {
        out.push_str(comma);
        comma = ",";
        // Writing to a `String` never fails.
        let _ = format::write_field(node, record, known, out);
    }
}
