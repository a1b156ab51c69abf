//! `wirelight follow`: what both sides of a conversation said, in order.

mod forms;

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
    io::{self, BufWriter, Write},
};

use wirelight::{
    capture::{Bytes, Problem, Source},
    engine::{
        Engine,
        followed::{StreamFacts, StreamName},
        said::{Speech, Utterance},
        tasks::{Outcome, Step, Task, Work},
    },
    index::flows::Transport,
    reassemble::transcript::{Kind, Piece},
};

use crate::{
    args::{Follow, Over, StreamForm},
    chosen::{self, Chosen},
    exit::Stop,
    input::{Anywhere, Input},
    problem, read,
};
use forms::Printer;

/// Prints the stream that was asked for.
pub fn run(follow: &Follow) -> Result<(), Stop> {
    chosen::check(follow.filter.as_deref())?;
    let path = follow.file.display().to_string();
    let unreadable = |why: io::Error| Stop::Unreadable(unreadable(Problem::Unreadable(why.to_string()), &path));
    let mut input = Input::open(&follow.file).map_err(unreadable)?;
    let mut engine = opened(&mut input).map_err(unreadable)?;
    let transport = if follow.over == Over::Udp { Transport::Udp } else { Transport::Tcp };
    let speech = match follow.over {
        Over::Tcp | Over::Udp => None,
        Over::Http => Some(Speech::Http),
        Over::Websocket => Some(Speech::WebSocket),
    };
    let name = StreamName { transport, number: follow.stream };
    let stop = |problem| Stop::Unreadable(self::unreadable(problem, &path));
    let chosen = Chosen::of(&mut engine, follow.filter.as_deref()).map_err(stop)?;
    let facts = put_together(&mut engine, name).map_err(stop)?;
    match facts {
        Some(facts) => match speech {
            None => print(&mut engine, follow, &facts, (&chosen, &path))?,
            Some(speech) => print_said(&mut engine, follow, &facts, (speech, &chosen, &path))?,
        },
        None if engine.pass_one().damage().is_none() => return Err(Stop::Usage(no_such_stream(&engine, name))),
        None => {}
    }
    match engine.pass_one().damage() {
        Some(damage) => Err(read::stop(damage, engine.progress().packets, &input.name)),
        None => Ok(()),
    }
}

/// An engine that has read everything.
pub fn opened(input: &mut Input) -> io::Result<Engine<Anywhere>> {
    let source = input.anywhere()?;
    let size = source.len();
    // Unpredictable, so that nobody can make a capture whose flows all fall into one place of a table.
    let mut engine = Engine::new(source, size, RandomState::new().build_hasher().finish());
    input.chunks(|chunk| engine.feed(chunk))?;
    engine.finish();
    Ok(engine)
}

fn put_together<S: Source>(engine: &mut Engine<S>, name: StreamName) -> Result<Option<Box<StreamFacts>>, Problem> {
    let mut work = Work::new(Task::Follow { name, layout: None }, engine, str::to_lowercase);
    loop {
        match work.step(engine) {
            Step::Done(Outcome::Followed(facts)) => return Ok(facts),
            Step::Done(Outcome::Unreadable(problem)) => return Err(problem),
            _ => {}
        }
    }
}

fn print<S: Source>(
    engine: &mut Engine<S>,
    follow: &Follow,
    facts: &StreamFacts,
    (chosen, path): (&Chosen, &str),
) -> Result<(), Stop> {
    let mut out = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    let mut printer = Printer::new(follow.form());
    printer.begin(&mut out, facts, forms::name(facts.name.transport))?;
    let pieces = engine.followed().map(|followed| followed.pieces().to_vec()).unwrap_or_default();
    // tshark says nothing of what is not certain
    let is_said = |piece: &Piece| piece.certain || follow.form() == StreamForm::Json;
    for piece in pieces.into_iter().filter(|piece| is_said(piece) && chosen.has(piece.packet)) {
        match engine.piece_bytes(&piece) {
            Ok(Bytes::Here(bytes)) => printer.piece(&mut out, &piece, bytes)?,
            Ok(Bytes::Later) => {}
            Err(problem) => return Err(Stop::Unreadable(unreadable(problem, path))),
        }
    }
    printer.end(&mut out)?;
    out.flush()?;
    Ok(())
}

/// Prints the messages of a stream.
fn print_said<S: Source>(
    engine: &mut Engine<S>,
    follow: &Follow,
    facts: &StreamFacts,
    (speech, chosen, path): (Speech, &Chosen, &str),
) -> Result<(), Stop> {
    let mut out = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    let mut printer = Printer::new(follow.form());
    let name = if speech == Speech::Http { "http" } else { "websocket" };
    printer.begin(&mut out, facts, name)?;
    for packet in engine.speaking(facts.name).unwrap_or_default() {
        let said = engine.said(packet, speech).map_err(|problem| Stop::Unreadable(unreadable(problem, path)))?;
        let said = said.unwrap_or_default().into_iter().filter(|one| chosen.has(one.packet));
        for Utterance { side, packet, bytes } in said {
            let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
            let piece = Piece { side, kind: Kind::Data, datagram: false, packet, start: 0, len, certain: true };
            printer.piece(&mut out, &piece, &bytes)?;
        }
    }
    printer.end(&mut out)?;
    out.flush()?;
    Ok(())
}

/// Why nothing of a file can be said.
pub fn unreadable(problem: Problem, path: &str) -> String {
    problem::sentence(&problem, None, path)
}

fn no_such_stream<S: Source>(engine: &Engine<S>, name: StreamName) -> String {
    let flows = &engine.pass_one().session().flows;
    let numbers = (0..flows.len() as u32).filter_map(|id| flows.get(id));
    let count = numbers.filter(|flow| flow.ends.transport == name.transport).count();
    let (what, number) = (forms::name(name.transport).to_uppercase(), name.number);
    match count.checked_sub(1) {
        None => format!("wirelight: there is no {what} stream {number}: this capture has none"),
        Some(last) => format!("wirelight: there is no {what} stream {number}: the last one here is {last}"),
    }
}
