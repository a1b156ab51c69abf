//! An array with an object an exchange, which says everything that its row knows; times are seconds since the capture's
//! first packet.

use std::io::{self, Write};

use wirelight::{
    bytes::{quoted::Quoted, time::Seconds},
    capture::Source,
    engine::exchanges::{ExchangeRow, Size, Talk},
    view::exchanges::{KINDS, phases, stream},
};

use super::Pages;

/// Prints all of them.
pub fn print<S: Source>(out: &mut impl Write, pages: &mut Pages<'_, S>) -> io::Result<()> {
    let mut comma = "";
    out.write_all(b"[")?;
    while let Some(page) = pages.next() {
        for row in &page.rows {
            write!(out, "{comma}\n  ")?;
            object(out, row, pages.zero)?;
            comma = ",";
        }
    }
    out.write_all(if comma.is_empty() { b"]\n" } else { b"\n]\n" })
}

fn object(out: &mut impl Write, row: &ExchangeRow, zero: i64) -> io::Result<()> {
    let (_, kind, _) = KINDS.into_iter().find(|(kind, ..)| *kind == row.kind).unwrap_or_default();
    write!(out, "{{\"number\":{},\"kind\":\"{kind}\"", u64::from(row.number) + 1)?;
    if let Some(name) = row.stream {
        write!(out, ",\"stream\":\"{}\"", stream(name))?;
    }
    for (name, (address, port)) in ["client", "server"].into_iter().zip(&row.ends) {
        write!(out, ",\"{name}\":{{\"address\":\"{address}\",\"port\":{port}}}")?;
    }
    for (name, text) in [("method", &row.method), ("url", &row.url)] {
        if !text.is_empty() {
            write!(out, ",\"{name}\":{}", Quoted(text))?;
        }
    }
    if let Some(status) = row.status {
        write!(out, ",\"status\":{status},\"phrase\":{}", Quoted(&row.phrase))?;
    }
    if !row.media.is_empty() {
        write!(out, ",\"type\":{}", Quoted(&row.media))?;
    }
    part(out, "request", row.request, row.sizes[0])?;
    part(out, "response", row.response, row.sizes[1])?;
    if let Some([client, server]) = row.talk {
        write!(out, ",\"messages\":{{\"client\":{},\"server\":{}}}", talk(client), talk(server))?;
    }
    write!(out, ",\"times\":{{")?;
    for ((phase, (begin, end)), place) in phases(row).zip(0..) {
        let comma = if place == 0 { "" } else { "," };
        write!(out, "{comma}\"{}\":[{},{}]", phase.key(), seconds(begin, zero), seconds(end, zero))?;
    }
    out.write_all(b"}}")
}

fn part(out: &mut impl Write, name: &str, packets: Option<(u32, u32)>, size: Option<Size>) -> io::Result<()> {
    let Some(((first, last), size)) = packets.zip(size) else { return Ok(()) };
    let [first, last] = [first, last].map(|packet| u64::from(packet) + 1);
    let Size { head, body } = size;
    write!(out, ",\"{name}\":{{\"packets\":[{first},{last}],\"head\":{head},\"body\":{body}}}")
}

fn talk(talk: Talk) -> String {
    format!("{{\"messages\":{},\"bytes\":{}}}", talk.messages, talk.bytes)
}

fn seconds(time: i64, zero: i64) -> Seconds {
    Seconds { ns: time.saturating_sub(zero), digits: 9 }
}
