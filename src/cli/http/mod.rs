//! `wirelight http`: requests with their responses, for reading and for programs.

mod json;
mod text;

use std::io::{self, BufWriter, Write};

use wirelight::{
    capture::{Problem, Source},
    engine::{
        Engine,
        exchanges::{Choice, ExchangeRows, Kind},
        request::{Reply, Request},
        tasks::{Outcome, Step, Task, Work},
    },
};

use crate::{
    args::{Http, HttpFormat},
    chosen::{self, Chosen},
    exit::Stop,
    follow,
    input::Input,
    read,
};

/// Rows asked for at once.
const STEP: u32 = 4096;

/// Prints the exchanges of a capture.
pub fn run(http: &Http) -> Result<(), Stop> {
    chosen::check(http.filter.as_deref())?;
    let path = http.file.display().to_string();
    let stop = |problem: Problem| Stop::Unreadable(follow::unreadable(problem, &path));
    let unreadable = |why: io::Error| stop(Problem::Unreadable(why.to_string()));
    let mut input = Input::open(&http.file).map_err(unreadable)?;
    let mut engine = follow::opened(&mut input).map_err(unreadable)?;
    work(&mut engine, Task::Gather).map_err(stop)?;
    Chosen::of(&mut engine, http.filter.as_deref()).map_err(stop)?;
    let mut out = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    match http.format {
        HttpFormat::Text => text::print(&mut out, &mut Pages::new(&mut engine, http.all))?,
        HttpFormat::Json => json::print(&mut out, &mut Pages::new(&mut engine, http.all))?,
        HttpFormat::Har => archive(&mut out, &mut engine)?.map_err(stop)?,
    }
    out.flush()?;
    match engine.pass_one().damage() {
        Some(damage) => Err(read::stop(damage, engine.progress().packets, &input.name)),
        None => Ok(()),
    }
}

/// Does all of a task that gives nothing on its way.
pub fn work<S: Source>(engine: &mut Engine<S>, task: Task) -> Result<(), Problem> {
    let mut work = Work::new(task, engine, str::to_lowercase);
    loop {
        match work.step(engine) {
            Step::Done(Outcome::Unreadable(problem)) => return Err(problem),
            Step::Done(_) => return Ok(()),
            _ => {}
        }
    }
}

fn archive<S: Source>(out: &mut impl Write, engine: &mut Engine<S>) -> io::Result<Result<(), Problem>> {
    let mut work = Work::new(Task::Archive(listed()), engine, str::to_lowercase);
    loop {
        match work.step(engine) {
            Step::Bytes(bytes) => out.write_all(&bytes)?,
            Step::Done(Outcome::Unreadable(problem)) => return Ok(Err(problem)),
            Step::Done(_) => return Ok(Ok(())),
            _ => {}
        }
    }
}

/// The exchanges whose packets the list shows.
fn listed() -> Choice {
    Choice { listed: true, ..Choice::default() }
}

/// All rows, some thousands at a time.
pub struct Pages<'e, S> {
    engine: &'e mut Engine<S>,
    /// Those of DNS, too.
    all: bool,
    next: u32,
    /// When the capture begins.
    zero: i64,
}

impl<'e, S: Source> Pages<'e, S> {
    /// Of an engine that has gathered them; those of DNS only where all are wanted.
    pub fn new(engine: &'e mut Engine<S>, all: bool) -> Self {
        let zero = engine.pass_one().session().packets.get(0).and_then(|row| row.instant()).unwrap_or(0);
        Self { engine, all, next: 0, zero }
    }

    /// The next rows; nothing behind the last.
    pub fn next(&mut self) -> Option<ExchangeRows> {
        match self.engine.ask(&Request::Exchanges { choice: listed(), first: self.next, count: STEP }) {
            Reply::Exchanges(Some(mut rows)) if !rows.rows.is_empty() => {
                self.next += rows.rows.len() as u32;
                rows.rows.retain(|row| self.all || row.kind != Kind::Dns);
                Some(*rows)
            }
            _ => None,
        }
    }
}
