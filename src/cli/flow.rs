//! `wirelight flow`: a conversation as the sequence ladder that a teacher draws on the board.

use std::io::{self, BufWriter, Write};

use wirelight::{
    analyse::ladder::Drawing,
    capture::Source,
    engine::{
        Engine,
        followed::StreamName,
        ladder::{LadderChoice, LadderFacts, Ladders, Remark, RungView},
        request::{Reply, Request, Settings},
        tasks::{Outcome, Step, Task, Work},
    },
    index::{analysis::found, flows::Transport},
    view::{
        amounts,
        ladder::{Sheet, Words, mermaid::mermaid, svg::svg, text::text},
        moments::span,
    },
};

use crate::{
    args::{Flow, FlowFormat},
    exit::Stop,
    follow,
    input::Input,
    read,
};

/// Rungs asked for at once.
const STEP: u32 = 1024;
/// Width of a picture in pixels.
const WIDTH: f64 = 1280.0;

/// Prints the ladder that was asked for.
pub fn run(flow: &Flow) -> Result<(), Stop> {
    let path = flow.file.display().to_string();
    let unreadable = |why: io::Error| {
        Stop::Unreadable(follow::unreadable(wirelight::capture::Problem::Unreadable(why.to_string()), &path))
    };
    let mut input = Input::open(&flow.file).map_err(unreadable)?;
    let mut engine = follow::opened(&mut input).map_err(unreadable)?;
    let names = flow.streams.iter().map(|number| StreamName { transport: Transport::Tcp, number: *number }).collect();
    let of = if flow.streams.is_empty() { Ladders::All } else { Ladders::Streams(names) };
    let drawing = Drawing { ports: !flow.hosts, folded: flow.fold, true_time: flow.time };
    let Some(facts) = climb(&mut engine, LadderChoice { of, drawing }) else { return Ok(()) };
    if facts.rungs == 0 && engine.pass_one().damage().is_none() {
        return Err(Stop::Usage("wirelight: there is no such conversation in this capture".to_owned()));
    }
    print(&mut engine, flow.format, &facts)?;
    match engine.pass_one().damage() {
        Some(damage) => Err(read::stop(damage, engine.progress().packets, &input.name)),
        None => Ok(()),
    }
}

fn climb<S: Source>(engine: &mut Engine<S>, choice: LadderChoice) -> Option<LadderFacts> {
    let mut work = Work::new(Task::Climb(choice), engine, str::to_lowercase);
    loop {
        match work.step(engine) {
            Step::Done(Outcome::Climbed(facts)) => return Some(*facts),
            Step::Done(_) => return None,
            _ => {}
        }
    }
}

fn print<S: Source>(engine: &mut Engine<S>, format: FlowFormat, facts: &LadderFacts) -> io::Result<()> {
    let mut rungs: Vec<RungView> = Vec::new();
    while (rungs.len() as u32) < facts.rungs {
        let request = Request::Rungs { first: rungs.len() as u32, count: STEP, settings: Settings::default() };
        match engine.ask(&request) {
            Reply::Rungs { rungs: more, .. } if !more.is_empty() => rungs.extend(more),
            _ => break,
        }
    }
    let words = Words { remark: &remark, found: &name };
    let drawn = match format {
        FlowFormat::Text => text(facts, &rungs, &words),
        FlowFormat::Mermaid => mermaid(facts, &rungs, &words),
        FlowFormat::Svg => svg(facts, &rungs, &Sheet::new(facts.lanes.len(), WIDTH), &words, &colour),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    out.write_all(drawn.as_bytes())?;
    if facts.left_out > 0 {
        eprintln!("wirelight: {} packets are left out: there are too many ends", facts.left_out);
    }
    out.flush()
}

/// The colours of the page's light theme.
fn colour(token: &str) -> String {
    match token {
        "--paper" => "#ffffff",
        "--cli" => "#98390d",
        "--srv" => "#0b616c",
        "--warn" => "#7d5100",
        "--note" => "#1b5c88",
        "--err" => "#b01b1b",
        "--ink-2" => "#4a524f",
        "--ink-3" => "#626a67",
        _ => "#171b1a",
    }
    .to_owned()
}

fn side(is_client: bool) -> &'static str {
    if is_client { "client" } else { "server" }
}

fn remark(remark: &Remark) -> String {
    let bytes = |count: u32| amounts::thousands(count.into());
    match *remark {
        Remark::Opens => "opens".into(),
        Remark::Agrees(after) => format!("agrees after {}", span(after)),
        Remark::Complete(after) => format!("open after {}", span(after)),
        Remark::Acknowledges { packet, sum: (sequence, taken), after } => {
            format!(
                "{} = {sequence} + {taken}, {} after {}",
                sequence.wrapping_add(taken),
                span(after),
                u64::from(packet) + 1
            )
        }
        Remark::ClosesFirst(is_client) => format!("the {} closes first", side(is_client)),
        Remark::ClosesToo(is_client) => format!("the {} closes too", side(is_client)),
        Remark::Resets => "breaks the connection off".into(),
        Remark::Refuses => "refuses: nobody listens on this port".into(),
        Remark::Again(after) => after.map_or("sent again".into(), |after| format!("sent again after {}", span(after))),
        Remark::Repeats(packet, times) => format!("duplicate ACK #{times} of {}", u64::from(packet) + 1),
        Remark::Missing(start, count) => format!("Seq={start} Len={count} is missing"),
        Remark::Selects(left, right, hole) => {
            format!("has {left}–{right}, {} bytes before it are missing", bytes(hole))
        }
        Remark::Twice(left, right) => format!("{left}–{right} came twice"),
        Remark::Window(count) => format!("takes {} bytes now", bytes(count)),
        Remark::Pause(ns, 0) => format!("{} without packets", span(ns)),
        Remark::Pause(ns, folded) => format!("{} without packets, {folded} bare ACKs folded", span(ns)),
        Remark::HalfClosed(is_client) => format!("half-closed: only the {} may still send", side(is_client)),
        Remark::NoFin(is_client) => format!("the {}'s FIN is not in this capture", side(is_client)),
        Remark::StillOpen => "still open when the capture ends".into(),
    }
}

/// As rows call it.
fn name(bit: u16) -> &'static str {
    match bit {
        found::ZERO_WINDOW_PROBE_ACK => "zero window probe ACK",
        found::ZERO_WINDOW => "zero window",
        found::ZERO_WINDOW_PROBE => "zero window probe",
        found::KEEP_ALIVE_ACK => "keep-alive ACK",
        found::KEEP_ALIVE => "keep-alive",
        found::DUPLICATE_ACK => "duplicate ACK",
        found::WINDOW_UPDATE => "window update",
        found::WINDOW_FULL => "window full",
        found::ACKED_UNSEEN => "ACKed unseen segment",
        found::OUT_OF_ORDER => "out-of-order",
        found::RETRANSMISSION => "retransmission",
        found::FAST_RETRANSMISSION => "fast retransmission",
        found::SPURIOUS_RETRANSMISSION => "spurious retransmission",
        found::PREVIOUS_UNSEEN => "previous segment not captured",
        found::PORTS_REUSED => "port numbers reused",
        _ => "",
    }
}
