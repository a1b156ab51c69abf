//! `wirelight read`: a capture from its beginning to its end, twice: once to learn, once to print.

mod columns;
mod items;
mod json;
mod printer;

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
    io::{self, BufWriter, Write},
    path::Path,
};

use wirelight::{
    capture::{Damage, Packet, Problem, Reader, Source, Store},
    dissect::options::{Checksums, Options},
    engine::{
        detail::Writer, histories::Histories, joining::Joining, pass_one::PassOne, request::TimeFormat,
        selection::Selection,
    },
    index::Session,
};

use crate::{
    args::{Preference, Read, Time},
    exit::Stop,
    input::Input,
    mistake, problem, zone,
};
use printer::Printer;

/// Prints what was asked for of the file that was named.
pub fn run(read: &Read) -> Result<(), Stop> {
    let printer = Printer::new(read)?;
    let mut selection = read.filter.as_deref().map(mistake::selection).transpose()?;
    let path = read.file.as_deref().or(read.read.as_deref()).unwrap_or(Path::new("-"));
    let unreadable = |error: io::Error| {
        Stop::Unreadable(problem::sentence(&Problem::Unreadable(error.to_string()), None, &path.display().to_string()))
    };
    let mut input = Input::open(path).map_err(unreadable)?;
    let pass_one = learn(&mut input, read.count).map_err(unreadable)?;
    let printed =
        print(&mut input, &pass_one, printer, selection.as_mut(), &options(read, &pass_one), time_format(read.time))?;
    match pass_one.damage() {
        // Nothing is missing of a file that holds nothing; whoever expected something is told.
        Some(Damage { problem: Problem::NotACapture(Some(what)), .. }) if what == "empty" => {
            eprintln!("wirelight: the file is empty: {}", input.name);
            Ok(())
        }
        Some(damage) => Err(stop(damage, printed, &input.name)),
        None => Ok(()),
    }
}

/// Pass one over the file, or over its first packets.
pub fn learn(input: &mut Input, count: Option<u64>) -> io::Result<PassOne> {
    // Unpredictable, so that nobody can make a capture whose flows all fall into one place of a table.
    let mut pass_one = PassOne::new(RandomState::new().build_hasher().finish());
    pass_one.stop_after(count.unwrap_or(u64::MAX));
    let mut more = true;
    input.chunks(|chunk| {
        more = pass_one.feed(chunk);
        more
    })?;
    if more {
        pass_one.finish();
    }
    Ok(pass_one)
}

/// Pass two: the file's packets once more in order, each written down and printed. How many there were.
fn print(
    input: &mut Input,
    pass_one: &PassOne,
    mut printer: Printer,
    mut selection: Option<&mut Selection>,
    options: &Options,
    time: TimeFormat,
) -> Result<u64, Stop> {
    let mut out = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    let session = pass_one.session();
    let total = session.packets.len();
    let mut writer = Writer::default();
    writer.record.wants = printer.wants();
    let mut store = Store::new(input.anywhere()?, pass_one.unpacking());
    let mut look = Look::default();
    if let Some(selection) = &selection {
        look.writer.record.wants = selection.wants();
    }
    let mut joining = Joining::default();
    let mut histories = Histories::default();
    let mut number = 0;
    let mut failed = None;
    let mut reader = Reader::new();
    let mut show = |packet: Packet<'_>, number: &mut usize, failed: &mut Option<io::Error>| {
        if *number == total || failed.is_some() {
            return;
        }
        if let Some(selection) = selection.as_deref_mut()
            && !is_selected(selection, &mut look, session, &mut store, (*number as u32, packet.bytes), options)
        {
            *number += 1;
            return;
        }
        // What cannot be read again is shown as far as it is here.
        let _ = joining.prepare(session, &mut store, *number as u32, &writer.record.wants);
        let before = histories.before(session, &mut store, *number as u32, &writer.record.wants);
        writer.history = before.ok().flatten().unwrap_or_default();
        if let Some((known, _)) = writer.write(session, *number as u32, packet.bytes, joining.joined(), options) {
            *failed = printer.packet(&mut out, &mut writer.record, known, time).err();
        }
        *number += 1;
    };
    // What is damaged was damaged in pass one, too: it is reported by that.
    let read = input.chunks(|chunk| {
        let whole = reader.feed(chunk, &mut |packet| show(packet, &mut number, &mut failed));
        whole.is_ok() && number < total && failed.is_none()
    });
    let _ = reader.finish(&mut |packet| show(packet, &mut number, &mut failed));
    if let Some(error) = failed {
        return Err(error.into());
    }
    printer.end(&mut out)?;
    out.flush()?;
    read.map_err(|error| Stop::Unreadable(format!("the file changed while it was read: {error}: {}", input.name)))?;
    Ok(number as u64)
}

/// What packets are looked at with that are printed only where a filter is true of them.
#[derive(Default)]
struct Look {
    writer: Writer,
    joining: Joining,
    histories: Histories,
}

/// Whether a filter is true of a packet: its bytes are dissected only where columns leave it open.
fn is_selected<S: Source>(
    selection: &mut Selection,
    look: &mut Look,
    session: &Session,
    store: &mut Store<S>,
    (packet, bytes): (u32, &[u8]),
    options: &Options,
) -> bool {
    if let Some(is) = selection.by_columns(session, packet) {
        return is;
    }
    let _ = look.joining.prepare(session, store, packet, &look.writer.record.wants);
    let before = look.histories.before(session, store, packet, &look.writer.record.wants);
    look.writer.history = before.ok().flatten().unwrap_or_default();
    let written = look.writer.write(session, packet, bytes, look.joining.joined(), options);
    written.is_some_and(|(known, _)| selection.is_true(&look.writer.record, known))
}

/// How to end after a file that is damaged.
pub fn stop(damage: &Damage, printed: u64, name: &str) -> Stop {
    let text = problem::sentence(&damage.problem, Some(damage.at), name);
    if problem::leaves_packets(&damage.problem) || printed > 0 { Stop::Damaged(text) } else { Stop::Unreadable(text) }
}

fn options(read: &Read, pass_one: &PassOne) -> Options {
    let mut checksums = Checksums::default();
    for preference in &read.preferences {
        match *preference {
            Preference::Ip(on) => checksums.ip = on,
            Preference::Tcp(on) => checksums.tcp = on,
            Preference::Udp(on) => checksums.udp = on,
        }
    }
    let names = read.names.unwrap_or_default();
    let (zone, zone_name) = zone_of(pass_one);
    Options {
        checksums,
        mac_names: names.mac,
        network_names: names.network,
        transport_names: names.transport,
        zone,
        zone_name,
        references: Vec::new(),
    }
}

/// The local zone for as long as the capture lasted; its packets need not be in order, nor all have a time.
fn zone_of(pass_one: &PassOne) -> (Vec<(i64, i32)>, String) {
    let packets = &pass_one.session().packets;
    let instants = (0..packets.len()).filter_map(|place| packets.get(place)?.instant());
    let span = instants.fold(None, |span: Option<(i64, i64)>, instant| match span {
        Some((first, last)) => Some((first.min(instant), last.max(instant))),
        None => Some((instant, instant)),
    });
    let (first, last) = span.unwrap_or_default();
    zone::local(first.div_euclid(1_000_000_000), last.div_euclid(1_000_000_000))
}

fn time_format(time: Time) -> TimeFormat {
    match time {
        Time::R => TimeFormat::Relative,
        Time::D => TimeFormat::Delta,
        Time::A => TimeFormat::Absolute,
        Time::Ad => TimeFormat::AbsoluteWithDate,
        Time::E => TimeFormat::Epoch,
        Time::U => TimeFormat::Utc,
        Time::Ud => TimeFormat::UtcWithDate,
    }
}
