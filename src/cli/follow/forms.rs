//! The forms in which a stream is printed: those of `tshark -z follow`, and JSON.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use wirelight::{
    engine::followed::{SideFacts, StreamFacts},
    index::flows::Transport,
    reassemble::transcript::{Kind, Piece},
};

use crate::args::StreamForm;

const LINE: &str = "===================================================================";

/// Prints a stream, piece by piece.
pub struct Printer {
    form: StreamForm,
    /// How much each side has said.
    said: [usize; 2],
    first: bool,
    text: String,
}

impl Printer {
    /// Nothing is printed yet.
    pub fn new(form: StreamForm) -> Self {
        Self { form, said: [0; 2], first: true, text: String::new() }
    }

    /// What stands before the stream, of which `what` is followed: who talks.
    pub fn begin(&self, out: &mut impl Write, facts: &StreamFacts, what: &str) -> io::Result<()> {
        let (name, number) = (name(facts.name.transport), facts.name.number);
        let [a, b] = &facts.sides;
        let form = match self.form {
            StreamForm::Ascii => "ascii",
            StreamForm::Hex => "hex",
            StreamForm::Raw => "raw",
            StreamForm::Json => {
                return write!(
                    out,
                    "{{\"protocol\":\"{what}\",\"stream\":{number},\"sides\":[{},{}],\"pieces\":[",
                    side(a),
                    side(b)
                );
            }
        };
        writeln!(out, "\n{LINE}\nFollow: {what},{form}\nFilter: {name}.stream eq {number}")?;
        writeln!(out, "Node 0: {}\nNode 1: {}", end(a), end(b))
    }

    /// A piece, whose bytes these are.
    pub fn piece(&mut self, out: &mut impl Write, piece: &Piece, bytes: &[u8]) -> io::Result<()> {
        if let StreamForm::Json = self.form {
            let comma = if std::mem::take(&mut self.first) { "" } else { "," };
            return write!(out, "{comma}\n  {}", object(piece, bytes));
        }
        match piece.kind {
            Kind::Data => self.chunk(out, piece.side, bytes),
            // the zero behind it is tshark's
            Kind::Missing => {
                let said = format!("[{} bytes missing in capture file]\0", piece.len);
                self.chunk(out, piece.side, said.as_bytes())
            }
            Kind::Cut | Kind::Again => Ok(()),
        }
    }

    fn chunk(&mut self, out: &mut impl Write, side: u8, bytes: &[u8]) -> io::Result<()> {
        let indent = if side == 0 { "" } else { "\t" };
        self.text.clear();
        match self.form {
            StreamForm::Ascii => {
                writeln!(out, "{indent}{}", bytes.len())?;
                self.text.extend(bytes.iter().map(|byte| match byte {
                    b'\n' | b'\r' => char::from(*byte),
                    _ => printable(*byte),
                }));
                self.text.push('\n');
            }
            StreamForm::Raw => {
                self.text.push_str(indent);
                push_hex(&mut self.text, bytes);
                self.text.push('\n');
            }
            StreamForm::Hex | StreamForm::Json => {
                if let Some(said) = self.said.get_mut(usize::from(side)) {
                    for row in bytes.chunks(16) {
                        self.text.push_str(indent);
                        push_row(&mut self.text, *said, row);
                        *said += row.len();
                    }
                }
            }
        }
        out.write_all(self.text.as_bytes())
    }

    /// What stands behind the stream.
    pub fn end(&self, out: &mut impl Write) -> io::Result<()> {
        match self.form {
            StreamForm::Json => writeln!(out, "\n]}}"),
            _ => writeln!(out, "{LINE}"),
        }
    }
}

/// As filters call it.
pub fn name(transport: Transport) -> &'static str {
    match transport {
        Transport::Tcp => "tcp",
        Transport::Udp => "udp",
    }
}

fn end(side: &SideFacts) -> String {
    let SideFacts { address, port, .. } = side;
    if address.contains(':') { format!("[{address}]:{port}") } else { format!("{address}:{port}") }
}

fn side(side: &SideFacts) -> String {
    // addresses are digits, letters, dots and colons: nothing to escape
    let SideFacts { address, port, bytes, missing, again } = side;
    format!("{{\"address\":\"{address}\",\"port\":{port},\"bytes\":{bytes},\"missing\":{missing},\"again\":{again}}}")
}

/// Packets count from 1, as everywhere where they are shown.
fn object(piece: &Piece, bytes: &[u8]) -> String {
    let Piece { side, len, packet, .. } = *piece;
    let uncertain = if piece.certain { "}" } else { ",\"uncertain\":true}" };
    let mut text = format!("{{\"side\":{side},\"packet\":{},", u64::from(packet) + 1);
    let count = match piece.kind {
        Kind::Data => {
            text.push_str("\"data\":\"");
            push_hex(&mut text, bytes);
            text.push('"');
            text.push_str(uncertain);
            return text;
        }
        Kind::Missing => "missing",
        Kind::Cut => "not_captured",
        Kind::Again => "again",
    };
    // writing to a string never fails
    let _ = write!(text, "\"{count}\":{len}{uncertain}");
    text
}

fn push_hex(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(digit.into(), 16).unwrap_or_default());
        }
    }
}

/// Sixteen bytes as digits and as characters.
fn push_row(text: &mut String, offset: usize, bytes: &[u8]) {
    let _ = write!(text, "{offset:08X}  ");
    for place in 0..16 {
        match bytes.get(place) {
            Some(byte) => push_hex(text, std::slice::from_ref(byte)),
            None => text.push_str("  "),
        }
        text.push_str(if place == 7 { "  " } else { " " });
    }
    text.push(' ');
    for (place, byte) in bytes.iter().enumerate() {
        text.push_str(if place == 8 { " " } else { "" });
        text.push(printable(*byte));
    }
    // spaces at a line's end are left out, those that were said, too
    text.truncate(text.trim_end_matches(' ').len());
    text.push('\n');
}

fn printable(byte: u8) -> char {
    if byte == b' ' || byte.is_ascii_graphic() { byte.into() } else { '.' }
}
