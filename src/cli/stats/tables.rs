//! Tables as `tshark -z` prints them.

use std::io::{self, Write};

use wirelight::analyse::{
    conversations::{Conversation, End, Endpoint},
    hierarchy::Layer,
};

use crate::args::Kind;

const LINE: &str = "================================================================================";

const NO_FILTER: &str = "<No Filter>";

/// A line a conversation; times count from `first`.
pub fn conversations(
    out: &mut impl Write,
    kind: Kind,
    filter: Option<&str>,
    all: &[Conversation],
    first: i64,
) -> io::Result<()> {
    let width = if has_ports(kind) { 26 } else { 20 };
    let indent = 2 * width + 7;
    writeln!(out, "{LINE}\n{} Conversations\nFilter:{}", name(kind), filter.unwrap_or(NO_FILTER))?;
    let heads = "|       <-      | |       ->      | |     Total     |    Relative    |   Duration   |";
    writeln!(out, "{:indent$}{heads}", "")?;
    let heads = "| Frames  Bytes | | Frames  Bytes | | Frames  Bytes |      Start     |              |";
    writeln!(out, "{:indent$}{heads}", "")?;
    for one in all {
        write!(out, "{:<width$} <-> {:<width$}", end(one.from), end(one.to))?;
        for amount in [one.back, one.there, one.total()] {
            write!(out, "  {:>6} {:<9}", amount.packets, size(amount.bytes))?;
        }
        let (start, duration) = (seconds(one.start.saturating_sub(first)), seconds(one.end.saturating_sub(one.start)));
        writeln!(out, "  {start:>14.9}   {duration:>12.4}")?;
    }
    writeln!(out, "{LINE}")
}

/// A line an end.
pub fn endpoints(out: &mut impl Write, kind: Kind, filter: Option<&str>, all: &[Endpoint]) -> io::Result<()> {
    writeln!(out, "{LINE}\n{} Endpoints\nFilter:{}", name(kind), filter.unwrap_or(NO_FILTER))?;
    let port = if has_ports(kind) { "|  Port  |" } else { "" };
    let heads = "|  Packets  | |  Bytes  | | Tx Packets | | Tx Bytes | | Rx Packets | | Rx Bytes |";
    writeln!(out, "{:23}{port}{heads}", "")?;
    for one in all {
        let total = one.sent.and(one.received);
        write!(out, "{:<20}", one.end.0.to_string())?;
        match one.end.1 {
            Some(port) => write!(out, "      {port:>5}     {:>6}", total.packets)?,
            None => write!(out, "      {:>6}", total.packets)?,
        }
        let (sent, received) = (one.sent, one.received);
        write!(out, "     {:>9}     {:>6}       {:>9}", total.bytes, sent.packets, sent.bytes)?;
        writeln!(out, "      {:>6}       {:>9}   ", received.packets, received.bytes)?;
    }
    writeln!(out, "{LINE}")
}

/// A line a layer, below the one that carries it.
pub fn hierarchy(out: &mut impl Write, filter: Option<&str>, layers: &[Layer]) -> io::Result<()> {
    const LINE: &str = "===================================================================";
    writeln!(out, "\n{LINE}\nProtocol Hierarchy Statistics\nFilter: {}\n", filter.unwrap_or(""))?;
    lines(out, layers, 0)?;
    writeln!(out, "{LINE}")
}

fn lines(out: &mut impl Write, layers: &[Layer], depth: usize) -> io::Result<()> {
    for layer in layers {
        let name = format!("{:depth$}{}", "", layer.protocol);
        writeln!(out, "{name:<40} frames:{} bytes:{}", layer.packets, layer.bytes)?;
        lines(out, &layer.inner, depth + 2)?;
    }
    Ok(())
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Ethernet => "Ethernet",
        Kind::Ipv4 => "IPv4",
        Kind::Ipv6 => "IPv6",
        Kind::Tcp => "TCP",
        Kind::Udp => "UDP",
    }
}

fn has_ports(kind: Kind) -> bool {
    matches!(kind, Kind::Tcp | Kind::Udp)
}

fn end((address, port): End) -> String {
    port.map_or_else(|| address.to_string(), |port| format!("{address}:{port}"))
}

/// Bytes in the unit that leaves no more than four digits.
fn size(bytes: u64) -> String {
    match bytes {
        ..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} kB", bytes / 1000),
        10_000_000..10_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{} GB", bytes / 1_000_000_000),
    }
}

/// Rounded as tshark rounds: seconds and the rest are added up as floating numbers.
fn seconds(nanoseconds: i64) -> f64 {
    (nanoseconds / 1_000_000_000) as f64 + (nanoseconds % 1_000_000_000) as f64 / 1e9
}
