//! What `-T`, `-e`, `-V` and `-x` ask for, and how a packet that was written down becomes that.

use std::io::{self, Write};

use wirelight::{
    bytes::time::Civil,
    dissect::{
        field::Field,
        format,
        known::Known,
        record::{Record, Wants},
    },
    engine::{
        cells,
        request::{Row, TimeFormat},
        rows, tree,
    },
    query::fields,
    view::copies::dump::hex_dump,
};

use super::{
    columns,
    items::{Either, items},
    json,
};
use crate::{
    args::{Format, Read},
    exit::Stop,
};

/// Prints packets one way.
pub struct Printer {
    style: Style,
    first: bool,
    text: String,
}

enum Style {
    Text,
    Tsv,
    Fields(Vec<Asked>),
    Json { asked: Vec<Asked>, either: Either },
    Layers { tree: bool, bytes: bool },
}

/// A field that `-e` names.
struct Asked {
    key: String,
    what: What,
}

enum What {
    Column(usize),
    Fields(&'static [&'static Field]),
}

impl Printer {
    /// The printer for these arguments, if they fit together.
    pub fn new(read: &Read) -> Result<Printer, Stop> {
        let layers = read.tree || read.bytes;
        if layers && read.format != Format::Text {
            return Err(Stop::Usage("wirelight: -V and -x print text: they do not go with another -T".into()));
        }
        if !read.fields.is_empty() && !matches!(read.format, Format::Fields | Format::Json) {
            return Err(Stop::Usage(
                "wirelight: -e names fields for -T fields or -T json: please add one of these".into(),
            ));
        }
        let style = match read.format {
            Format::Text if layers => Style::Layers { tree: read.tree, bytes: read.bytes },
            Format::Text => Style::Text,
            Format::Tsv => Style::Tsv,
            Format::Json => Style::Json { asked: asked(&read.fields)?, either: Either::of_all() },
            Format::Fields if read.fields.is_empty() => {
                let text = "wirelight: -T fields needs to know which: -e FIELD for each; `wirelight fields` lists them";
                return Err(Stop::Usage(text.into()));
            }
            Format::Fields => Style::Fields(asked(&read.fields)?),
        };
        Ok(Printer { style, first: true, text: String::new() })
    }

    /// What has to be written down of a packet to print it so.
    pub fn wants(&self) -> Wants {
        match &self.style {
            Style::Text | Style::Tsv => Wants::Columns,
            Style::Fields(asked) => wants(asked),
            Style::Json { asked, .. } if !asked.is_empty() => wants(asked),
            Style::Json { .. } | Style::Layers { .. } => Wants::Everything,
        }
    }

    /// Prints a packet.
    pub fn packet(
        &mut self,
        out: &mut impl Write,
        record: &mut Record,
        known: Known<'_>,
        time: TimeFormat,
    ) -> io::Result<()> {
        let first = std::mem::replace(&mut self.first, false);
        match &self.style {
            Style::Text => columns::text(out, &rows::row(record, known, time)),
            Style::Tsv => columns::tsv(out, &rows::row(record, known, time)),
            Style::Layers { tree, bytes } => layers(out, record, known, *tree, *bytes),
            Style::Fields(asked) => {
                self.text.clear();
                fields_line(&mut self.text, asked, record, known, time);
                out.write_all(self.text.as_bytes())
            }
            Style::Json { asked, either } => {
                let offset = known.options.offset_at(known.row.time);
                let day = Civil::from_epoch(known.row.time, offset).date().to_string();
                json::open_packet(out, first, &day)?;
                if asked.is_empty() {
                    json::layers(out, &items(record, known, either))?;
                } else {
                    json::chosen(out, &chosen(asked, record, known, time))?;
                }
                json::close_packet(out)
            }
        }
    }

    /// Prints what stands behind the last packet.
    pub fn end(&self, out: &mut impl Write) -> io::Result<()> {
        match self.style {
            Style::Json { .. } => json::close(out, self.first),
            _ => Ok(()),
        }
    }
}

/// Looks up what `-e` named; everything that is not known is said at once, each alone on its line.
fn asked(keys: &[String]) -> Result<Vec<Asked>, Stop> {
    let mut unknown = Vec::new();
    let mut asked = Vec::new();
    for key in keys {
        let column = fields::COLUMNS.iter().position(|(name, _)| name == key);
        let what = match (column, fields::named(key)) {
            (Some(column), _) => What::Column(column),
            (None, []) => {
                unknown.push(key.as_str());
                continue;
            }
            (None, fields) => What::Fields(fields),
        };
        asked.push(Asked { key: key.clone(), what });
    }
    if unknown.is_empty() {
        return Ok(asked);
    }
    unknown.sort_unstable();
    unknown.dedup();
    let list = unknown.join("\n\t");
    Err(Stop::Usage(format!(
        "wirelight: there are no fields of these names; `wirelight fields` lists those there are:\n\t{list}"
    )))
}

fn wants(asked: &[Asked]) -> Wants {
    let columns = asked.iter().any(|one| matches!(one.what, What::Column(_)));
    let fields = asked.iter().filter_map(|one| match &one.what {
        What::Fields(fields) => Some(*fields),
        What::Column(_) => None,
    });
    Wants::fields(fields.flatten(), columns)
}

/// A tab between fields, a comma between the values of one.
fn fields_line(out: &mut String, asked: &[Asked], record: &Record, known: Known<'_>, time: TimeFormat) {
    let row = row_if_asked(asked, record, known, time);
    for (place, one) in asked.iter().enumerate() {
        if place > 0 {
            out.push('\t');
        }
        match &one.what {
            What::Column(column) => out.push_str(&column_text(row.as_ref(), *column)),
            What::Fields(fields) => cells::write_values(out, fields, record, known),
        }
    }
    out.push('\n');
}

fn row_if_asked(asked: &[Asked], record: &Record, known: Known<'_>, time: TimeFormat) -> Option<Row> {
    asked.iter().any(|one| matches!(one.what, What::Column(_))).then(|| rows::row(record, known, time))
}

fn column_text(row: Option<&Row>, column: usize) -> String {
    let Some(row) = row else { return String::new() };
    match column {
        0 => row.number.to_string(),
        1 => row.time.clone(),
        2 => row.source.clone(),
        3 => row.destination.clone(),
        4 => row.protocol.clone(),
        5 => row.length.to_string(),
        _ => row.info.clone(),
    }
}

fn chosen<'a>(asked: &'a [Asked], record: &Record, known: Known<'_>, time: TimeFormat) -> Vec<(&'a str, Vec<String>)> {
    let row = row_if_asked(asked, record, known, time);
    let values = |one: &Asked| match &one.what {
        What::Column(column) => vec![column_text(row.as_ref(), *column)],
        What::Fields(fields) => {
            let answers = record.nodes.iter().filter(|node| fields.iter().any(|field| format::answers(node, field)));
            answers.map(|node| value(node, record, known)).collect()
        }
    };
    asked.iter().map(|one| (one.key.as_str(), values(one))).collect()
}

fn value(node: &wirelight::dissect::record::Node, record: &Record, known: Known<'_>) -> String {
    let mut text = String::new();
    // Writing to a `String` never fails.
    let _ = format::write_field(node, record, known, &mut text);
    text
}

/// A packet as a tree, as bytes, or as both.
fn layers(
    out: &mut impl Write,
    record: &Record,
    known: Known<'_>,
    with_tree: bool,
    with_bytes: bool,
) -> io::Result<()> {
    if with_tree {
        for line in tree::tree(record, known) {
            writeln!(out, "{:width$}{}", "", line.text, width = 4 * usize::from(line.depth))?;
        }
        writeln!(out)?;
    }
    if with_bytes {
        writeln!(out, "{}", hex_dump(known.bytes))?;
    }
    Ok(())
}
