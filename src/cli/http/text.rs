//! A line an exchange, the URL last, which alone may be long.

use std::io::{self, Write};

use wirelight::{
    bytes::time::Seconds,
    capture::Source,
    engine::exchanges::{By, ExchangeRow},
    view::exchanges::cell,
};

use super::Pages;

/// Prints all of them.
pub fn print<S: Source>(out: &mut impl Write, pages: &mut Pages<'_, S>) -> io::Result<()> {
    let heads = ["#", "Packet", "Start", "ms", "Stream", "Body B", "Wire B", "Status", "Type", "Method", "URL"];
    line(out, heads.map(str::to_owned))?;
    while let Some(page) = pages.next() {
        for row in &page.rows {
            line(out, cells(row, pages.zero))?;
        }
    }
    Ok(())
}

fn cells(row: &ExchangeRow, zero: i64) -> [String; 11] {
    let packet = row.packet().map(|packet| (u64::from(packet) + 1).to_string()).unwrap_or_default();
    let start = row.times.request.or(row.times.response);
    let start = start.map(|(begin, _)| Seconds { ns: begin.saturating_sub(zero), digits: 6 }.to_string());
    let cell = |by: By| match cell(row, by, false) {
        text if text.is_empty() => "-".to_owned(),
        text => text,
    };
    [
        cell(By::Number),
        packet,
        start.unwrap_or_default(),
        cell(By::Time),
        cell(By::Stream),
        cell(By::Body),
        cell(By::Wire),
        cell(By::Status),
        cell(By::Media),
        cell(By::Method),
        cell(By::Url),
    ]
}

fn line(out: &mut impl Write, cells: [String; 11]) -> io::Result<()> {
    let [number, packet, start, time, stream, body, wire, status, media, method, url] = cells;
    write!(out, "{number:>5} {packet:>7} {start:>12} {time:>10}  {stream:<8} {body:>10} {wire:>10}")?;
    writeln!(out, "  {status:<18} {media:<24} {method:<7} {url}")
}
