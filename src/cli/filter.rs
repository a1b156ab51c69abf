//! `wirelight filter`: what a display filter says, which fields it asks for, and what answers it.

use std::io::{self, BufWriter, Write};

use wirelight::{
    dissect::field::Field,
    query::{
        columns::{Columns, Reach},
        dialect::{Dialect, Understood},
        filter::{Filter as Asked, Leaf},
    },
};

use crate::{args::Filter, exit::Stop, mistake};

/// A reference's values, of which there are none.
const NOTHING: &str = " []";

/// Prints what the filter says, or why it is none.
pub fn explain(filter: &Filter) -> Result<(), Stop> {
    let (said, asked) = mistake::understood(&filter.words.join(" "))?;
    let mut out = BufWriter::new(io::stdout().lock());
    if said.test.is_none() {
        writeln!(out, "This filter is empty: it is true of every packet.")?;
        return Ok(out.flush()?);
    }
    forms(&mut out, &said)?;
    fields(&mut out, &asked)?;
    questions(&mut out, &asked)?;
    Ok(out.flush()?)
}

fn forms(out: &mut impl Write, said: &Understood) -> io::Result<()> {
    let language = match said.dialect {
        Dialect::Display => "a display filter",
        Dialect::Capture => "a capture filter",
        Dialect::Bare => "an address, a port, a URL or a request",
    };
    writeln!(out, "Understood as    {language}")?;
    writeln!(out, "Display filter   {}", said.display)?;
    writeln!(out, "Capture filter   {}", said.capture.as_deref().unwrap_or("none says this"))
}

/// Each field once, in the order in which they are asked for.
fn fields(out: &mut impl Write, asked: &Asked) -> io::Result<()> {
    let mut fields: Vec<&Field> = Vec::new();
    asked.each_leaf(&mut |leaf| {
        leaf.asks.each_field(&mut |asked| {
            let first = asked.fields.first().copied();
            fields.extend(first.filter(|field| fields.iter().all(|known| known.key() != field.key())));
        });
    });
    let keys = fields.iter().map(|field| field.key().len()).max().unwrap_or(0);
    let types = fields.iter().map(|field| field.kind.type_name().len()).max().unwrap_or(0);
    writeln!(out, "\nFields")?;
    for field in &fields {
        let (key, values) = (field.key(), field.kind.type_name());
        writeln!(out, "  {key:keys$}  {values:types$}  {}: {}", field.name(), field.about)?;
    }
    Ok(())
}

/// Each question once, with what answers it.
fn questions(out: &mut impl Write, asked: &Asked) -> io::Result<()> {
    let mut leaves: Vec<&Leaf> = Vec::new();
    asked.each_leaf(&mut |leaf| {
        if leaves.iter().all(|known| known.text != leaf.text) {
            leaves.push(leaf);
        }
    });
    // what references stand for is behind the question: nothing, as no packet is selected
    let question = |leaf: &Leaf| leaf.text.trim_end_matches(NOTHING).to_owned();
    let longest = leaves.iter().map(|leaf| question(leaf).chars().count()).max().unwrap_or(0);
    writeln!(out, "\nQuestions")?;
    for leaf in leaves {
        let answer = match leaf.text.ends_with(NOTHING) {
            true => "false here: no packet is selected whose value `${…}` could stand for",
            false => answer(Columns::reach(&leaf.asks)),
        };
        writeln!(out, "  {:longest$}  {answer}", question(leaf))?;
    }
    Ok(())
}

fn answer(reach: Reach) -> &'static str {
    match reach {
        Reach::Layers => "columns answer it: the layers of a packet",
        Reach::Row => "columns answer it: what is noted of each packet",
        Reach::Ends => "columns answer it: the ends of a conversation; packets in tunnels are dissected",
        Reach::Marks => "packets that are marked as out of the ordinary are dissected",
        Reach::Absence => "packets that have the layers for it are dissected",
        Reach::Nothing => "every packet is dissected",
    }
}
