//! The same tables for programs: an array of objects each.

use std::io::{self, Write};

use wirelight::analyse::{
    conversations::{Amount, Conversation, End, Endpoint},
    hierarchy::Layer,
};

/// An object a conversation; times are seconds, `start` since the first packet.
pub fn conversations(out: &mut impl Write, all: &[Conversation], first: i64) -> io::Result<()> {
    array(out, all, |one| {
        format!(
            "{{\"a\":{},\"b\":{},\"a_to_b\":{},\"b_to_a\":{},\"start\":{},\"duration\":{}}}",
            end(one.from),
            end(one.to),
            amount(one.there),
            amount(one.back),
            seconds(one.start.saturating_sub(first)),
            seconds(one.end.saturating_sub(one.start))
        )
    })
}

/// An object an end.
pub fn endpoints(out: &mut impl Write, all: &[Endpoint]) -> io::Result<()> {
    array(out, all, |one| {
        format!("{{\"end\":{},\"sent\":{},\"received\":{}}}", end(one.end), amount(one.sent), amount(one.received))
    })
}

/// An object a layer, in it those it carries.
pub fn hierarchy(out: &mut impl Write, layers: &[Layer]) -> io::Result<()> {
    array(out, layers, layer)
}

fn layer(layer: &Layer) -> String {
    let inner: Vec<String> = layer.inner.iter().map(self::layer).collect();
    let Layer { protocol, packets, bytes, .. } = layer;
    let inner = inner.join(",");
    format!("{{\"protocol\":\"{protocol}\",\"packets\":{packets},\"bytes\":{bytes},\"inner\":[{inner}]}}")
}

fn array<T>(out: &mut impl Write, all: &[T], object: impl Fn(&T) -> String) -> io::Result<()> {
    writeln!(out, "[")?;
    for (place, one) in all.iter().enumerate() {
        let comma = if place + 1 < all.len() { "," } else { "" };
        writeln!(out, "  {}{comma}", object(one))?;
    }
    writeln!(out, "]")
}

fn end((address, port): End) -> String {
    // addresses are digits, letters, dots and colons: nothing to escape
    match port {
        Some(port) => format!("{{\"address\":\"{address}\",\"port\":{port}}}"),
        None => format!("{{\"address\":\"{address}\"}}"),
    }
}

fn amount(amount: Amount) -> String {
    format!("{{\"packets\":{},\"bytes\":{}}}", amount.packets, amount.bytes)
}

/// Exact to the nanosecond.
fn seconds(nanoseconds: i64) -> String {
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let (whole, rest) = (nanoseconds.unsigned_abs() / 1_000_000_000, nanoseconds.unsigned_abs() % 1_000_000_000);
    format!("{sign}{whole}.{rest:09}")
}
