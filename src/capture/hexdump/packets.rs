//! Lines → packets: which rows belong together, and whether their offsets agree.

use super::line::{Line, Offset, bare};
use super::row::{self, Shape};
use super::stamp::{Calendar, Stamp};
use super::{Dump, Dumped, LONGEST, Problem, link};

/// Bytes that make sure that a line is a row of a dump, where its offset does not fit.
const SURELY: usize = 8;
/// Dumps of parts of a packet before the packet's own.
const MOST_PARTS: usize = 64;

/// Reads all packets of a text.
pub(super) fn read(text: &str) -> Result<Dump, Problem> {
    let mut reading = Reading::default();
    for (line, number) in text.lines().zip(1..) {
        reading.line = number;
        reading.take(Line::of(line))?;
    }
    reading.end()?;
    Ok(reading.dump)
}

/// A text, read as far as `line`.
#[derive(Debug, Default)]
struct Reading<'t> {
    line: u32,
    dump: Dump,
    open: Option<Open<'t>>,
    stamp: Option<Stamp>,
    calendar: Calendar,
    heading: Heading,
}

/// tshark dumps a frame, then what was put together or unpacked from it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Heading {
    #[default]
    None,
    Frame,
    /// Of bytes that are no packet.
    Other,
}

/// A packet that may go on.
#[derive(Debug, Default)]
struct Open<'t> {
    line: u32,
    stamp: Option<Stamp>,
    /// No packet of its own.
    secondary: bool,
    bytes: Vec<u8>,
    /// The last row; `None` where there are no offsets.
    last: Option<Row<'t>>,
    shape: Shape,
    base: Option<u32>,
}

/// A row whose end is told by the next.
#[derive(Debug, Clone, Copy)]
struct Row<'t> {
    offset: Offset<'t>,
    text: &'t str,
    /// It comes again up to the next offset.
    repeated: bool,
}

impl<'t> Reading<'t> {
    fn take(&mut self, line: Line<'t>) -> Result<(), Problem> {
        match line {
            Line::Row(offset, text) => self.row(offset, text),
            Line::Offset(offset) => self.offset(offset),
            Line::Bare(bytes) => self.bare(&bytes),
            Line::Repeat => {
                if let Some(row) = self.open.as_mut().and_then(|open| open.last.as_mut()) {
                    row.repeated = true;
                }
                Ok(())
            }
            Line::Blank => self.pause(),
            Line::Other(text) => self.other(text),
        }
    }

    /// A row begins a packet by its offset of 0, or goes on with one.
    fn row(&mut self, offset: Offset<'t>, text: &'t str) -> Result<(), Problem> {
        if offset.value(16) == Some(0) {
            self.end()?;
            let row = Row { offset, text, repeated: false };
            self.begin(Open { last: Some(row), ..Open::default() });
            return Ok(());
        }
        let expected = match self.open.as_mut().map(|open| open.go_on(offset, text)).transpose()?.unwrap_or(Err(0)) {
            Ok(()) => return Ok(()),
            Err(expected) => expected,
        };
        if row::most(text) < SURELY {
            self.dump.skipped += 1;
            return Ok(());
        }
        Err(Problem::Offset { line: self.line, expected, found: offset.value(16).unwrap_or(u64::MAX) })
    }

    /// An offset alone ends a packet that has offsets, and is bytes where there are none.
    fn offset(&mut self, offset: Offset<'t>) -> Result<(), Problem> {
        if self.open.as_ref().is_some_and(|open| open.last.is_some()) {
            return self.row(offset, "");
        }
        match bare(offset.digits).filter(|_| !offset.marked) {
            Some(bytes) => self.bare(&bytes),
            None => self.other(""),
        }
    }

    fn bare(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        if let Some(open) = self.open.as_mut().filter(|open| open.last.is_none()) {
            if !link::is_whole(bytes) && !link::is_whole(&open.bytes) {
                open.bytes.extend_from_slice(bytes);
                return open.check();
            }
        } else if bytes.len() < SURELY {
            self.dump.skipped += 1;
            return Ok(());
        }
        self.end()?;
        self.begin(Open { bytes: bytes.to_vec(), ..Open::default() });
        Ok(())
    }

    /// Digits without offsets end where something else comes.
    fn pause(&mut self) -> Result<(), Problem> {
        if self.open.as_ref().is_some_and(|open| open.last.is_none()) { self.end() } else { Ok(()) }
    }

    fn other(&mut self, text: &str) -> Result<(), Problem> {
        self.dump.skipped += 1;
        self.stamp = Stamp::of(text).or(self.stamp);
        let is_heading = [" bytes):", " byte):"].iter().any(|end| text.ends_with(end));
        self.heading = match self.heading {
            _ if is_heading && text.starts_with("Frame (") => Heading::Frame,
            Heading::Frame if is_heading => Heading::Other,
            heading => heading,
        };
        self.pause()
    }

    fn begin(&mut self, open: Open<'t>) {
        let secondary = self.heading == Heading::Other;
        // What is unpacked from one frame comes under several headings.
        if secondary {
            self.heading = Heading::Frame;
        }
        self.open = Some(Open { line: self.line, stamp: self.stamp.take(), secondary, ..open });
    }

    /// The packet that is open has come to its end.
    fn end(&mut self) -> Result<(), Problem> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        open.close()?;
        if open.secondary || open.bytes.is_empty() {
            return Ok(());
        }
        let time = match open.stamp {
            Some(stamp) => Some(self.calendar.moment(stamp)),
            None => self.forget_parts(&open.bytes),
        };
        let header_added = link::complete(&mut open.bytes);
        self.dump.packets.push(Dumped { line: open.line, time, bytes: open.bytes, header_added });
        Ok(())
    }

    /// tcpdump dumps what it does not know inside a packet, and then under the same time the packet: forgets those parts, and
    /// says the time.
    fn forget_parts(&mut self, whole: &[u8]) -> Option<i64> {
        let packets = &mut self.dump.packets;
        let timed = packets.iter().rev().take(MOST_PARTS).position(|packet| packet.time.is_some())?;
        let timed = packets.len() - 1 - timed;
        let parts = packets.get(timed..)?;
        if !parts.iter().all(|part| part.is_part_of(whole)) {
            return None;
        }
        let time = parts.first()?.time;
        packets.truncate(timed);
        time
    }
}

impl Dumped {
    fn is_part_of(&self, whole: &[u8]) -> bool {
        let added = if self.header_added { link::ADDED } else { 0 };
        let own = self.bytes.get(added..).unwrap_or_default();
        own.len() < whole.len() && memchr::memmem::find(whole, own).is_some()
    }
}

impl<'t> Open<'t> {
    /// Takes the next row, or says by an error inside which offset was due.
    fn go_on(&mut self, offset: Offset<'t>, text: &'t str) -> Result<Result<(), u64>, Problem> {
        let Some(row) = self.last else { return Ok(Err(0)) };
        let start = self.bytes.len() as u64;
        let most = row::most(row.text);
        let due = start + most as u64;
        let base = *self.base.get_or_insert_with(|| base(offset, due));
        let fits = offset.marked == row.offset.marked && offset.digits.len() >= row.offset.digits.len();
        let Some(count) =
            offset.value(base).and_then(|found| found.checked_sub(start)).filter(|count| fits && *count > 0)
        else {
            return Ok(Err(due));
        };
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        if row.repeated {
            self.repeat(row, count)?;
        } else if !self.shape.take(row.text, count.min(LONGEST), &mut self.bytes) {
            self.bytes.truncate(start as usize);
            return Ok(Err(due));
        }
        self.last = Some(Row { offset, text, repeated: false });
        self.check()?;
        Ok(Ok(()))
    }

    /// Appends a row again and again, `count` bytes in all.
    fn repeat(&mut self, row: Row<'t>, count: usize) -> Result<(), Problem> {
        if count > LONGEST {
            return Err(self.too_long());
        }
        let mut bytes = Vec::new();
        self.shape.take_last(row.text, &mut bytes);
        self.bytes.extend(bytes.iter().cycle().take(count));
        Ok(())
    }

    /// Appends the last row.
    fn close(&mut self) -> Result<(), Problem> {
        if let Some(row) = self.last.take() {
            self.shape.take_last(row.text, &mut self.bytes);
        }
        self.check()
    }

    fn check(&self) -> Result<(), Problem> {
        if self.bytes.len() > LONGEST { Err(self.too_long()) } else { Ok(()) }
    }

    fn too_long(&self) -> Problem {
        Problem::TooLong { line: self.line, most: LONGEST as u32 }
    }
}

impl Offset<'_> {
    fn value(&self, base: u32) -> Option<u64> {
        u64::from_str_radix(self.digits, base).ok()
    }
}

/// In which base a dump counts, by its second offset. `od` counts in octal unless it is told otherwise, in seven digits; all
/// other programs count in hexadecimal.
fn base(offset: Offset<'_>, due: u64) -> u32 {
    if offset.marked || offset.digits.len() != 7 {
        return 16;
    }
    let bases = [8, 10, 16];
    let fitting = bases.into_iter().find(|base| offset.value(*base) == Some(due));
    let possible = || bases.into_iter().find(|base| offset.value(*base).is_some());
    fitting.or_else(possible).unwrap_or(16)
}
