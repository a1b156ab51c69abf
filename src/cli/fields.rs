//! `wirelight fields`: every field there is.

use std::io::{self, Write};

use wirelight::query::fields::{COLUMNS, by_key};

use crate::exit::Stop;

/// Prints key, kind and sentence of every field, a tab between them.
pub fn list() -> Result<(), Stop> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (key, fields) in by_key() {
        let Some(field) = fields.first() else { continue };
        writeln!(out, "{key}\t{}\t{}: {}", field.kind.type_name(), field.name(), field.about)?;
    }
    for (key, about) in COLUMNS {
        writeln!(out, "{key}\ttext\t{about}")?;
    }
    Ok(out.flush()?)
}
