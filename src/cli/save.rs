//! `wirelight save`: packets as a capture file of their own.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

use wirelight::{
    capture::{
        Facts, Format, Problem, Source,
        write::{Form, Refusal},
    },
    engine::{
        Engine,
        tasks::{Outcome, Step, Task, Which, Work},
    },
    index::packets::flags,
};

use crate::{
    args::Save,
    chosen::{self, Chosen},
    exit::Stop,
    follow,
    input::Input,
    read,
};

/// Endings of files that are packed, which are not written here.
const PACKED: [&str; 5] = ["gz", "zst", "lz4", "xz", "bz2"];

/// Writes the file.
pub fn run(save: &Save) -> Result<(), Stop> {
    chosen::check(save.filter.as_deref())?;
    let ending = save.out.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    let out = save.out.display().to_string();
    if PACKED.contains(&ending.as_str()) {
        return Err(usage(format!("what is saved is not packed: please leave out .{ending}: {out}")));
    }
    if is_same(&save.file, &save.out) {
        return Err(usage(format!("this is the file that is read, and it is not written over: {out}")));
    }
    let path = save.file.display().to_string();
    let stop = |problem| Stop::Unreadable(follow::unreadable(problem, &path));
    let unreadable = |why: io::Error| stop(Problem::Unreadable(why.to_string()));
    let mut input = Input::open(&save.file).map_err(unreadable)?;
    let mut engine = follow::opened(&mut input).map_err(unreadable)?;
    if let Some(damage) = engine.pass_one().damage().filter(|_| engine.progress().packets == 0) {
        return Err(read::stop(damage, 0, &input.name));
    }
    let which = Chosen::of(&mut engine, save.filter.as_deref()).map_err(stop)?.which();
    let form = form(&ending, engine.pass_one().reader().facts());
    if form == Form::Pcap {
        say_what_is_lost(&engine, &which);
    }
    write(&mut engine, which, form, &save.out)?.map_err(stop)?;
    match engine.pass_one().damage() {
        Some(damage) => Err(read::stop(damage, engine.progress().packets, &input.name)),
        None => Ok(()),
    }
}

fn usage(sentence: String) -> Stop {
    Stop::Usage(format!("wirelight: {sentence}"))
}

/// The format that the file's name says, or else that of the capture.
fn form(ending: &str, facts: &Facts) -> Form {
    match (ending, facts.format) {
        ("pcap" | "cap" | "dmp", _) => Form::Pcap,
        ("pcapng" | "ntar", _) => Form::Pcapng,
        (_, Some(Format::Pcap { .. })) => Form::Pcap,
        _ => Form::Pcapng,
    }
}

/// Writes packets to `path`, of which nothing is touched before there is something to write.
fn write<S: Source>(
    engine: &mut Engine<S>,
    which: Which,
    form: Form,
    path: &Path,
) -> Result<Result<(), Problem>, Stop> {
    let mut work = Work::new(Task::Save { which, form, comments: Vec::new() }, engine, str::to_lowercase);
    let mut out: Option<Box<dyn Write>> = None;
    loop {
        match work.step(engine) {
            Step::Bytes(bytes) => {
                let out = match &mut out {
                    Some(out) => out,
                    None => out.insert(opened(path).map_err(|why| cannot_write(&why, path))?),
                };
                out.write_all(&bytes)?;
            }
            Step::Done(Outcome::Unreadable(problem)) => return Ok(Err(problem)),
            Step::Done(Outcome::Refused(refusal)) => return Err(usage(refused(&refusal, path))),
            Step::Done(Outcome::Saved { left_out, .. }) if left_out > 0 => {
                eprintln!("wirelight: {left_out} records are left out: they may not be copied");
                break;
            }
            Step::Done(_) => break,
            _ => {}
        }
    }
    if let Some(mut out) = out {
        out.flush()?;
    }
    Ok(Ok(()))
}

fn opened(path: &Path) -> io::Result<Box<dyn Write>> {
    Ok(match path == Path::new("-") {
        true => Box::new(BufWriter::new(io::stdout().lock())),
        false => Box::new(File::create(path)?),
    })
}

fn cannot_write(why: &io::Error, path: &Path) -> Stop {
    Stop::Unreadable(format!("the file cannot be written: {why}: {}", path.display()))
}

/// Why packets do not fit into pcap, and what to do.
fn refused(refusal: &Refusal, path: &Path) -> String {
    let why = match refusal {
        Refusal::SeveralLinkTypes(all) => {
            let all: Vec<_> = all.iter().map(u16::to_string).collect();
            format!("pcap holds packets of one link type, and these are of {}", all.join(", "))
        }
        Refusal::LinkType(one) => format!("pcap holds no packets of link type {one}"),
        Refusal::NoInterface => "pcap holds no records that belong to no interface".to_owned(),
    };
    let name = path.with_extension("pcapng");
    format!("{why}; pcapng does, under a name that says so: {}", name.display())
}

/// Tells what pcap has no place for.
fn say_what_is_lost<S: Source>(engine: &Engine<S>, which: &Which) {
    let (facts, session) = (engine.pass_one().reader().facts(), engine.pass_one().session());
    let has_comment = |place: usize| session.packets.get(place).is_some_and(|row| row.flags & flags::COMMENT != 0);
    let comments = match which {
        Which::All => (0..session.packets.len()).any(has_comment),
        Which::Packets(packets) => packets.iter().any(|packet| has_comment(*packet as usize)),
    };
    let comments = comments || facts.sections.iter().any(|section| !section.comments.is_empty());
    let lost = [
        ("comments", comments),
        ("names of interfaces", facts.interfaces.iter().any(|interface| interface.name.is_some())),
        ("names of hosts", !facts.names.is_empty()),
        ("secrets", !facts.secrets.is_empty()),
    ];
    let lost: Vec<_> = lost.into_iter().filter(|(_, is_lost)| *is_lost).map(|(what, _)| what).collect();
    if !lost.is_empty() {
        eprintln!("wirelight: pcap has no place for these, which are left out: {}", lost.join(", "));
    }
}

/// Whether two names are the same file's; standard input may be one, too.
fn is_same(one: &Path, other: &Path) -> bool {
    let one = if one == Path::new("-") { Path::new("/dev/stdin") } else { one };
    match (identity(one), identity(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// What tells a regular file from all others, whatever it is called.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some((metadata.dev(), metadata.ino()))
}

/// What tells a regular file from all others.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<std::path::PathBuf> {
    fs::canonicalize(path).ok().filter(|path| path.is_file())
}
