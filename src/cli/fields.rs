//! Every field there is, by its key: what `wirelight fields` lists and `-e` looks up.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use wirelight::dissect::{OWN_FIELDS, field::Field, protocols::frame, registry::Registry};

use crate::exit::Stop;

/// The seven columns can be asked for like fields, by the names that tshark gives them.
pub const COLUMNS: [(&str, &str); 7] = [
    ("_ws.col.No.", "The packet's place in the file."),
    ("_ws.col.Time", "The Time column."),
    ("_ws.col.Source", "The Source column."),
    ("_ws.col.Destination", "The Destination column."),
    ("_ws.col.Protocol", "The Protocol column."),
    ("_ws.col.Length", "The Length column."),
    ("_ws.col.Info", "The Info column."),
];

/// All fields by key. A key may be several fields: `tcp.port` is the source's and the destination's.
pub fn by_key() -> BTreeMap<&'static str, Vec<&'static Field>> {
    let protocols = Registry::get_all().all().iter().flat_map(|protocol| protocol.all_fields());
    let mut all: BTreeMap<_, Vec<&'static Field>> = BTreeMap::new();
    for field in frame::FIELDS.iter().chain(OWN_FIELDS).copied().chain(protocols) {
        let same = all.entry(field.key).or_default();
        if !same.iter().any(|known| std::ptr::eq(*known, field)) {
            same.push(field);
        }
    }
    all
}

/// Prints key, kind and sentence of every field, a tab between them.
pub fn list() -> Result<(), Stop> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (key, fields) in by_key() {
        let Some(field) = fields.first() else { continue };
        writeln!(out, "{key}\t{}\t{}: {}", field.kind.type_name(), field.name, field.about)?;
    }
    for (key, about) in COLUMNS {
        writeln!(out, "{key}\ttext\t{about}")?;
    }
    Ok(out.flush()?)
}
