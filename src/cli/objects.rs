//! `wirelight objects`: what HTTP transferred, as files in a folder.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, BufWriter, Write},
    iter,
    path::Path,
};

use wirelight::{
    bytes::text::Hex,
    capture::Source,
    engine::{
        Engine,
        objects::ObjectRow,
        request::{Reply, Request},
        tasks::Task,
    },
};

use crate::{
    args::Objects,
    chosen::{self, Chosen},
    exit::Stop,
    follow,
    http::{self, Pages},
    input::Input,
    read,
};

/// Names tried for a file before giving up: those of files that were there before are left alone.
const MOST_NAMES: u32 = 1000;

/// Writes the objects of a capture.
pub fn run(objects: &Objects) -> Result<(), Stop> {
    chosen::check(objects.filter.as_deref())?;
    let path = objects.file.display().to_string();
    let stop = |problem| Stop::Unreadable(follow::unreadable(problem, &path));
    let unreadable = |why: io::Error| stop(wirelight::capture::Problem::Unreadable(why.to_string()));
    let mut input = Input::open(&objects.file).map_err(unreadable)?;
    let mut engine = follow::opened(&mut input).map_err(unreadable)?;
    http::work(&mut engine, Task::Collect).map_err(stop)?;
    let chosen = Chosen::of(&mut engine, objects.filter.as_deref()).map_err(stop)?;
    fs::create_dir_all(&objects.folder)
        .map_err(|why| Stop::Unreadable(format!("{why}: {}", objects.folder.display())))?;
    let open = write_all(&mut engine, objects, &chosen)?;
    if open > 0 {
        eprintln!("wirelight: {open} more that go on where the capture ends: --open saves what came of them");
    }
    match engine.pass_one().damage() {
        Some(damage) => Err(read::stop(damage, engine.progress().packets, &input.name)),
        None => Ok(()),
    }
}

/// Writes those that were chosen and prints a line about each; how many were left out because they go on.
fn write_all<S: Source>(engine: &mut Engine<S>, objects: &Objects, chosen: &Chosen) -> Result<u32, Stop> {
    let exchanges = exchanges(engine);
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut numbers, mut open) = (0.., 0);
    while let Some((number, row)) = numbers.next().and_then(|number| Some((number, row(engine, number)?))) {
        if !row.exchange.map_or_else(|| chosen.has(row.packet), |exchange| exchanges.contains(&exchange)) {
            continue;
        }
        if row.open && !objects.open {
            open += 1;
            continue;
        }
        let Reply::Object(Some(bytes)) = engine.ask(&Request::Object { number }) else { break };
        let name = write(&objects.folder, &row.name, &bytes)
            .map_err(|why| Stop::Unreadable(format!("{why}: {}", objects.folder.join(&row.name).display())))?;
        line(&mut out, &row, &name)?;
    }
    out.flush()?;
    Ok(open)
}

/// The places of the exchanges whose packets the list shows.
fn exchanges<S: Source>(engine: &mut Engine<S>) -> HashSet<u32> {
    let mut pages = Pages::new(engine, true);
    iter::from_fn(|| pages.next()).flat_map(|page| page.rows).map(|row| row.number).collect()
}

fn row<S: Source>(engine: &mut Engine<S>, number: u32) -> Option<ObjectRow> {
    match engine.ask(&Request::Objects { first: number, count: 1 }) {
        Reply::Objects(Some(rows)) => rows.rows.into_iter().next(),
        _ => None,
    }
}

/// Writes a file under its name, or under the name with a number where there is one already; the name it got.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<String> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    for number in 1..=MOST_NAMES {
        let own = if number == 1 { name.to_owned() } else { format!("{stem} [{number}].{ending}") };
        match File::create_new(folder.join(&own)) {
            Ok(mut file) => return file.write_all(bytes).map(|()| own),
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {}
            Err(why) => return Err(why),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// The packet, how many bytes, the type, the SHA-256, the name, and what is missing.
fn line(out: &mut impl Write, row: &ObjectRow, name: &str) -> io::Result<()> {
    let media = if row.media.is_empty() { "-" } else { &row.media };
    let packet = u64::from(row.packet) + 1;
    write!(out, "{packet}\t{}\t{media}\t{}\t{name}", row.len, Hex(&row.sha256))?;
    if !row.range.is_empty() {
        write!(out, "\t{}", row.range)?;
    }
    if !row.whole {
        write!(out, "\t{}", if row.open { "still open" } else { "incomplete" })?;
    }
    writeln!(out)
}
