//! `wirelight stats`: tables about a whole capture.

mod json;
mod tables;

use std::io::{self, BufWriter, Write};

use wirelight::{
    analyse::{
        conversations::{self, ByAddress, Conversation},
        hierarchy::hierarchy,
    },
    capture::{Problem, Reader},
    dissect::{options::Options, record::Wants, registry::Registry},
    engine::detail::Writer,
    index::{Session, flows::Transport},
    query::fields,
};

use crate::{
    args::{Kind, Stats, StatsFormat, Table},
    chosen::{self, Chosen},
    exit::Stop,
    follow,
    input::Input,
    problem, read,
};

/// Prints the tables that were asked for.
pub fn run(stats: &Stats) -> Result<(), Stop> {
    chosen::check(stats.filter.as_deref())?;
    let path = stats.file.display().to_string();
    let stop = |problem| Stop::Unreadable(problem::sentence(&problem, None, &path));
    let unreadable = |error: io::Error| stop(Problem::Unreadable(error.to_string()));
    let mut input = Input::open(&stats.file).map_err(unreadable)?;
    let mut engine = follow::opened(&mut input).map_err(unreadable)?;
    let chosen = Chosen::of(&mut engine, stats.filter.as_deref()).map_err(stop)?;
    let pass_one = engine.pass_one();
    let mut out = BufWriter::new(io::stdout().lock());
    for table in &stats.tables {
        match *table {
            Table::Talks { endpoints, kind } => {
                let mut all = of_kind(kind, &mut input, pass_one.session(), &chosen).map_err(unreadable)?;
                let first = pass_one.session().packets.get(0).map_or(0, |row| row.instant().unwrap_or(0));
                print(&mut out, endpoints, kind, stats, &mut all, first)?;
            }
            Table::Hierarchy => {
                let layers = hierarchy(pass_one.session(), Registry::get_all(), |packet| chosen.has(packet));
                match stats.format {
                    StatsFormat::Text => tables::hierarchy(&mut out, stats.filter.as_deref(), &layers)?,
                    StatsFormat::Json => json::hierarchy(&mut out, &layers)?,
                }
            }
        }
    }
    out.flush()?;
    match pass_one.damage() {
        Some(damage) => Err(read::stop(damage, pass_one.session().packets.len() as u64, &input.name)),
        None => Ok(()),
    }
}

fn print(
    out: &mut impl Write,
    endpoints: bool,
    kind: Kind,
    stats: &Stats,
    all: &mut [Conversation],
    first: i64,
) -> io::Result<()> {
    let mut ends = if endpoints { conversations::endpoints(all) } else { Vec::new() };
    // those with the most packets first, as tshark has them
    all.sort_by_key(|one| std::cmp::Reverse(one.total().packets));
    ends.sort_by_key(|one| std::cmp::Reverse(one.sent.and(one.received).packets));
    let filter = stats.filter.as_deref();
    match (stats.format, endpoints) {
        (StatsFormat::Text, false) => tables::conversations(out, kind, filter, all, first),
        (StatsFormat::Text, true) => tables::endpoints(out, kind, filter, &ends),
        (StatsFormat::Json, false) => json::conversations(out, all, first),
        (StatsFormat::Json, true) => json::endpoints(out, &ends),
    }
}

/// The conversations of one kind: those of ports are in the index, addresses are read from the packets again.
fn of_kind(kind: Kind, input: &mut Input, session: &Session, chosen: &Chosen) -> io::Result<Vec<Conversation>> {
    let Some(keys) = kind.keys() else {
        let transport = if kind == Kind::Tcp { Transport::Tcp } else { Transport::Udp };
        return Ok(conversations::of_ports(session, transport, |packet| chosen.has(packet)));
    };
    let mut found = ByAddress::default();
    let mut writer = Writer::default();
    let wanted = keys.map(fields::named).concat();
    writer.record.wants = Wants::fields(wanted.iter(), false);
    let options = Options::default();
    let mut reader = Reader::new();
    let mut number = 0;
    let mut take = |packet: wirelight::capture::Packet<'_>| {
        // tshark counts a fragmented datagram of IPv6 where it is whole
        if !chosen.has(number) || kind == Kind::Ipv6 && session.is_only_fragment(number) {
            number += 1;
            return;
        }
        if let Some((known, _)) = writer.write(session, number, packet.bytes, &[], &options) {
            for pair in conversations::pairs(&writer.record, keys, known.bytes) {
                found.take(known.row, number, pair);
            }
        }
        number += 1;
    };
    input.chunks(|chunk| reader.feed(chunk, &mut take).is_ok())?;
    let _ = reader.finish(&mut take);
    Ok(found.finish())
}
