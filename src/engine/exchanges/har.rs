//! Exchanges as an HTTP archive, HAR 1.2: what the tools of browsers import.
//!
//! ```text
//! {"log": {"version": "1.2", "creator": …, "entries": [ {request, response, cache, timings}, … ]}}
//! ```

use std::fmt::Write;

use super::{
    Kind,
    head::Header,
    told::{Dialogue, Told},
};
use crate::bytes::{base64::Base64, quoted::Quoted, time::Civil};

/// What comes before the first entry.
pub fn begin() -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "{{\"log\":{{\"version\":\"1.2\",\"creator\":{{\"name\":\"Wirelight\",\"version\":\"{version}\"}},\"pages\":[],\"entries\":["
    )
}

/// What comes behind the last one.
pub fn end() -> &'static str {
    "\n]}}\n"
}

/// An entry; nothing of an exchange that has no request of HTTP, which the format has no place for.
pub fn entry(one: &Dialogue, first: bool) -> Option<String> {
    let request = one.request.as_ref()?;
    let mut out = String::from(if first { "\n" } else { ",\n" });
    // writing to a `String` never fails
    let _ = write_entry(&mut out, one, request);
    Some(out)
}

fn write_entry(out: &mut String, one: &Dialogue, request: &Told) -> std::fmt::Result {
    let timings = Timings::of(one);
    let started = one.row.times.whole().map_or(0, |(begin, _)| begin);
    let civil = Civil::from_epoch(started, 0);
    write!(out, "{{\"startedDateTime\":\"{}T{}Z\",\"time\":{}", civil.date(), civil.time(6), Ms(timings.sum()))?;
    write!(out, ",\"request\":")?;
    write_request(out, one, request)?;
    write!(out, ",\"response\":")?;
    write_response(out, one.response.as_ref())?;
    write!(out, ",\"cache\":{{}},\"timings\":{{\"blocked\":{},\"dns\":{}", Ms(timings.blocked), Ms(timings.names))?;
    write!(out, ",\"connect\":{},\"ssl\":-1,\"send\":{}", Ms(timings.connect), Ms(Some(timings.send.unwrap_or(0))))?;
    // these two have no word for what is not known
    let (wait, receive) = (timings.wait.unwrap_or(0), timings.receive.unwrap_or(0));
    write!(out, ",\"wait\":{},\"receive\":{}}}", Ms(Some(wait)), Ms(Some(receive)))?;
    let (address, _) = &one.row.ends[1];
    if !address.is_empty() {
        write!(out, ",\"serverIPAddress\":\"{address}\"")?;
    }
    if let Some(stream) = one.row.stream {
        write!(out, ",\"connection\":\"{}\"", stream.number)?;
    }
    if one.response.is_none() {
        write!(out, ",\"comment\":\"no response in the capture\"")?;
    }
    out.push('}');
    Ok(())
}

fn write_request(out: &mut String, one: &Dialogue, request: &Told) -> std::fmt::Result {
    let url = url(one, request);
    write!(out, "{{\"method\":{},\"url\":{}", Quoted(&request.words[0]), Quoted(&url))?;
    write!(out, ",\"httpVersion\":{},\"cookies\":", Quoted(&request.words[2]))?;
    let cookies = named(&request.headers, "cookie").flat_map(|header| header.value.split(';'));
    pairs(out, cookies.filter_map(pair))?;
    write_headers(out, request)?;
    write!(out, ",\"queryString\":")?;
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let query = query.split_once('#').map_or(query, |(query, _)| query);
    let parts = query.split('&').filter(|part| !part.is_empty());
    pairs(out, parts.map(|part| part.split_once('=').unwrap_or((part, ""))))?;
    if request.sent > 0 {
        let media = request.media();
        write!(out, ",\"postData\":{{\"mimeType\":{}", Quoted(media))?;
        match std::str::from_utf8(request.contents()) {
            Ok(text) => write!(out, ",\"text\":{}", Quoted(text))?,
            // the format has no way to say base64 here; browsers write their bytes as letters, too
            Err(_) => {
                let letters: String = request.contents().iter().map(|byte| char::from(*byte)).collect();
                write!(out, ",\"text\":{},\"comment\":\"a letter for each byte\"", Quoted(&letters))?;
            }
        }
        out.push('}');
    }
    write!(out, ",\"headersSize\":{},\"bodySize\":{}}}", request.head, request.sent)
}

fn write_response(out: &mut String, response: Option<&Told>) -> std::fmt::Result {
    let Some(response) = response else {
        return out.write_str(
            "{\"status\":0,\"statusText\":\"\",\"httpVersion\":\"\",\"cookies\":[],\"headers\":[],\
             \"content\":{\"size\":0,\"mimeType\":\"\"},\"redirectURL\":\"\",\"headersSize\":-1,\"bodySize\":-1}",
        );
    };
    let status: u16 = response.words[1].parse().unwrap_or(0);
    write!(out, "{{\"status\":{status},\"statusText\":{}", Quoted(&response.words[2]))?;
    write!(out, ",\"httpVersion\":{},\"cookies\":", Quoted(&response.words[0]))?;
    let cookies = named(&response.headers, "set-cookie").filter_map(|header| pair(header.value.split(';').next()?));
    pairs(out, cookies)?;
    write_headers(out, response)?;
    write_content(out, response)?;
    let place = response.value("location").unwrap_or_default();
    write!(out, ",\"redirectURL\":{}", Quoted(place))?;
    write!(out, ",\"headersSize\":{},\"bodySize\":{}}}", response.head, response.sent)
}

fn write_content(out: &mut String, response: &Told) -> std::fmt::Result {
    let contents = response.contents();
    write!(out, ",\"content\":{{\"size\":{},\"mimeType\":{}", contents.len(), Quoted(response.media()))?;
    if let Some(unpacked) = &response.unpacked {
        let saved = unpacked.len() as i64 - i64::try_from(response.sent).unwrap_or(i64::MAX);
        write!(out, ",\"compression\":{saved}")?;
    }
    match std::str::from_utf8(contents) {
        Ok("") => {}
        Ok(text) => write!(out, ",\"text\":{}", Quoted(text))?,
        Err(_) => write!(out, ",\"text\":\"{}\",\"encoding\":\"base64\"", Base64(contents))?,
    }
    if !response.whole {
        write!(out, ",\"comment\":\"truncated: the capture, or what is unpacked of it, ends here\"")?;
    }
    out.push('}');
    Ok(())
}

fn write_headers(out: &mut String, told: &Told) -> std::fmt::Result {
    out.push_str(",\"headers\":");
    pairs(out, told.headers.iter().map(|header| (header.name.as_str(), header.value.as_str())))
}

fn named<'h>(headers: &'h [Header], name: &'static str) -> impl Iterator<Item = &'h Header> {
    headers.iter().filter(move |header| header.name.eq_ignore_ascii_case(name))
}

/// `name=value`
fn pair(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.split_once('=').unwrap_or((text, "")))
}

fn pairs<'p>(out: &mut String, all: impl Iterator<Item = (&'p str, &'p str)>) -> std::fmt::Result {
    out.push('[');
    for ((name, value), place) in all.zip(0..) {
        let comma = if place == 0 { "" } else { "," };
        write!(out, "{comma}{{\"name\":{},\"value\":{}}}", Quoted(name), Quoted(value))?;
    }
    out.push(']');
    Ok(())
}

/// The URL as it was asked for, with the host in front; what no URL may hold is percent-encoded.
pub fn url(one: &Dialogue, request: &Told) -> String {
    let target = request.words[1].as_str();
    let scheme = if one.row.kind == Kind::WebSocket { "ws://" } else { "http://" };
    let (address, port) = &one.row.ends[1];
    let mut server = if address.contains(':') { ["[", address, "]"].concat() } else { address.clone() };
    if *port != 80 {
        server.push(':');
        server.push_str(&port.to_string());
    }
    let host = request.value("host").filter(|host| is_host(host)).unwrap_or(&server);
    let mut out = String::new();
    let gap = if target.starts_with('/') { "" } else { "/" };
    let parts = match target {
        _ if target.contains("://") => [target, "", "", ""],
        _ if request.words[0] == "CONNECT" => [scheme, target, "", ""],
        _ => [scheme, host, gap, target],
    };
    for part in parts {
        write_safely(&mut out, part);
    }
    out
}

/// Whether a URL can have this host, which anyone can write into a header.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte) || (byte == b':' && inner.is_some());
    let name = inner.unwrap_or(name);
    !name.is_empty() && name.bytes().all(plain) && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

fn write_safely(out: &mut String, part: &str) {
    for byte in part.bytes() {
        if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`') {
            out.push(char::from(byte));
        } else {
            // writing to a `String` never fails
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// How long each phase lasted, in nanoseconds; `blocked` is what passes between the others before the request.
#[derive(Debug, Default)]
struct Timings {
    blocked: Option<u64>,
    names: Option<u64>,
    connect: Option<u64>,
    send: Option<u64>,
    wait: Option<u64>,
    receive: Option<u64>,
}

impl Timings {
    fn of(one: &Dialogue) -> Self {
        let times = one.row.times;
        let span = |interval: Option<(i64, i64)>| interval.map(|(begin, end)| between(begin, end));
        let (names, connect, send) = (span(times.names), span(times.connect), span(times.request));
        let before = times.whole().zip(times.request).map(|((begin, _), (request, _))| between(begin, request));
        let known = names.unwrap_or(0).saturating_add(connect.unwrap_or(0));
        Self {
            blocked: before.map(|before| before.saturating_sub(known)).filter(|blocked| *blocked > 0),
            names,
            connect,
            send,
            wait: times.request.zip(times.response).map(|((_, asked), (told, _))| between(asked, told)),
            receive: span(times.response),
        }
    }

    fn sum(&self) -> Option<u64> {
        let all = [self.blocked, self.names, self.connect, self.send, self.wait, self.receive];
        Some(all.into_iter().flatten().fold(0, u64::saturating_add))
    }
}

fn between(begin: i64, end: i64) -> u64 {
    end.saturating_sub(begin).max(0).cast_unsigned()
}

/// Milliseconds; -1 for what is not known.
struct Ms(Option<u64>);

impl std::fmt::Display for Ms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(ns) => write!(f, "{}.{:06}", ns / 1_000_000, ns % 1_000_000),
            None => f.write_str("-1"),
        }
    }
}
