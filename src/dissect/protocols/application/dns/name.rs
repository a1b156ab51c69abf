//! Domain names: labels and jumps to labels said before, decoded only when shown.

use std::fmt::{self, Write};

use crate::{
    bytes::text::Text,
    dissect::{field::Field, pdu::Pdu, protocol::Short, sink::Sink},
};

/// Text of a name at most; RFC 1035's 255 bytes on the wire are 253 as text.
const LONGEST: usize = 253;
/// Jumps in a name at most: a name has 127 labels at most, and a jump for each is already absurd.
const MOST_JUMPS: usize = 128;

/// How a name ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Proper,
    Loops,
    TooLong,
    Extended,
}

/// A name in a message: where it begins, and what a walk through it found.
#[derive(Debug, Clone, Copy)]
pub struct Name<'a> {
    message: &'a [u8],
    at: usize,
    /// Bytes it takes where it stands: a jump takes two.
    taken: usize,
    /// Labels.
    labels: usize,
    /// Bytes of its text, dots included.
    text: usize,
    end: End,
}

/// One step through a name.
enum Step {
    Label(usize, usize),
    Jump(usize),
    Bits(usize),
    Extended,
    Root,
}

/// What stands at `at`; on failure how many bytes of the message would have had to be there.
fn step(message: &[u8], at: usize) -> Result<Step, usize> {
    let byte = |at: usize| message.get(at).map(|&byte| usize::from(byte)).ok_or(at.saturating_add(1));
    let first = byte(at)?;
    match first {
        0 => Ok(Step::Root),
        1..=63 => Ok(Step::Label(at + 1, first)),
        // RFC 2673's bit strings: `count` bits, 0 for 256.
        0x41 => {
            let bits = byte(at + 1)?;
            Ok(Step::Bits(2 + if bits == 0 { 32 } else { bits.div_ceil(8) }))
        }
        0x40..=0x7f => Ok(Step::Extended),
        0xc0.. => Ok(Step::Jump((first & 0x3f) << 8 | byte(at + 1)?)),
        _ => Err(usize::MAX),
    }
}

impl<'a> Name<'a> {
    /// Walks through the name at `at`. Bounded: in place by the message, after the first jump by the limits above.
    fn find(message: &'a [u8], start: usize) -> Result<Self, usize> {
        let mut name = Self { message, at: start, taken: 0, labels: 0, text: 0, end: End::Proper };
        let (mut at, mut jumps) = (start, 0);
        loop {
            match step(message, at)? {
                Step::Root => {
                    at += 1;
                    break;
                }
                Step::Label(from, len) => {
                    at = from + len;
                    name.text += len + usize::from(name.labels > 0);
                    name.labels += 1;
                }
                Step::Bits(len) => at += len,
                // RFC 2671's other labels, which nobody has defined: their length is not known.
                Step::Extended if name.labels > 0 => {
                    at += 1;
                    name.end = End::Extended;
                    break;
                }
                Step::Extended => return Err(usize::MAX),
                Step::Jump(to) => {
                    if jumps == 0 {
                        name.taken = at + 2 - start;
                    }
                    jumps += 1;
                    // A jump to itself, or round in circles: to go on forward is odd but ends.
                    if to >= message.len() {
                        return Err(to.saturating_add(1));
                    }
                    at = to;
                }
            }
            if name.text > LONGEST {
                name.end = End::TooLong;
            }
            if jumps > MOST_JUMPS || (jumps > 0 && name.end == End::TooLong) {
                // Labels that come round again fill the text long before the jumps run out.
                name.end = if round(message, at) { End::Loops } else { End::TooLong };
                break;
            }
        }
        if jumps == 0 {
            name.taken = at - start;
        }
        if name.end == End::Proper && message.len() < start.saturating_add(name.taken) {
            return Err(start.saturating_add(name.taken));
        }
        Ok(name)
    }

    /// Reads the name at the place reached in a message that begins `start` bytes into the layer.
    pub fn read<S: Sink>(pdu: &mut Pdu<'a, S>, message: &'a [u8], start: usize) -> Result<Self, Short> {
        let at = pdu.done().saturating_sub(start);
        match Self::find(message, at) {
            Ok(name) => {
                pdu.skip(name.taken)?;
                Ok(name)
            }
            Err(needed) => Err(pdu.lacking(needed.saturating_sub(at))),
        }
    }

    /// Records it as `field`, standing for the bytes just read.
    pub fn record<S: Sink>(self, pdu: &mut Pdu<'a, S>, field: &'static Field) {
        pdu.text_back(field, self.taken, self);
    }

    /// Whether it can be taken for a host's name.
    pub fn is_proper(&self) -> bool {
        self.labels > 0 && self.end == End::Proper
    }

    /// Bytes it takes where it stands.
    pub fn taken(&self) -> usize {
        self.taken
    }

    /// Its labels.
    pub fn label_count(&self) -> usize {
        self.labels
    }

    /// Bytes of its text before escapes, and labels as dots divide them; Wireshark counts a single character as nothing.
    pub fn measures(&self) -> (u64, u64) {
        let stand_in = self.stand_in();
        let len = stand_in.map_or(self.text, str::len);
        let dots = match stand_in {
            Some(_) => 0,
            None => self.labels().flatten().filter(|&&byte| byte == b'.').count() + self.labels.saturating_sub(1),
        };
        if len > 1 { (len as u64, dots as u64 + 1) } else { (0, 0) }
    }

    fn stand_in(&self) -> Option<&'static str> {
        match self.end {
            End::Loops => Some("<Name contains a pointer that loops>"),
            End::TooLong => Some("<Name too long>"),
            End::Extended => Some("<Unknown extended label>"),
            End::Proper if self.labels == 0 => Some("<Root>"),
            End::Proper => None,
        }
    }

    /// Its labels in order; the walk that made the name has seen that they end.
    pub fn labels(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let (message, mut at, mut left) = (self.message, self.at, self.labels);
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            loop {
                match step(message, at).ok()? {
                    Step::Root | Step::Extended => return None,
                    Step::Bits(len) => at += len,
                    Step::Jump(to) => at = to,
                    Step::Label(from, len) => {
                        at = from + len;
                        return message.get(from..at);
                    }
                }
            }
        })
    }

    /// The labels `from..to`, joined by dots.
    pub fn part(self, from: usize, to: usize) -> impl fmt::Display {
        fmt::from_fn(move |f| write_labels(self.labels().skip(from).take(to.saturating_sub(from)), f))
    }
}

/// Whether following the name from `at` comes back to `at`.
fn round(message: &[u8], at: usize) -> bool {
    let mut place = at;
    for _ in 0..4 * MOST_JUMPS {
        place = match step(message, place) {
            Ok(Step::Label(from, len)) => from + len,
            Ok(Step::Bits(len)) => place + len,
            Ok(Step::Jump(to)) => to,
            _ => return false,
        };
        if place == at {
            return true;
        }
    }
    false
}

fn write_labels<'a>(labels: impl Iterator<Item = &'a [u8]>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (place, label) in labels.enumerate() {
        if place > 0 {
            f.write_char('.')?;
        }
        write!(f, "{}", Text(label))?;
    }
    Ok(())
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.stand_in() {
            Some(text) => f.write_str(text),
            None => write_labels(self.labels(), f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(message: &[u8], at: usize) -> (String, usize, (u64, u64)) {
        let name = Name::find(message, at).unwrap();
        (name.to_string(), name.taken, name.measures())
    }

    #[test]
    fn labels_and_jumps() {
        let message = b"\x03www\x07example\x03com\0\x04mail\xc0\x04\0";
        assert_eq!(shown(message, 0), ("www.example.com".into(), 17, (15, 3)));
        assert_eq!(shown(message, 17), ("mail.example.com".into(), 7, (16, 3)));
        assert_eq!(shown(message, 24), ("<Root>".into(), 1, (6, 1)));
        assert_eq!(shown(b"\x01a\0", 0), ("a".into(), 3, (0, 0)));
        assert_eq!(shown(b"\x03a\0.\0", 0), ("a\\000.".into(), 5, (3, 2)));
    }

    #[test]
    fn hostile_names_end() {
        assert_eq!(shown(b"\xc0\x00", 0), ("<Name contains a pointer that loops>".into(), 2, (36, 1)));
        assert_eq!(shown(b"\x01a\xc0\x00", 0), ("<Name contains a pointer that loops>".into(), 4, (36, 1)));
        let mut long = [&[63][..], &[b'a'; 63]].concat().repeat(5);
        long.push(0);
        assert_eq!(shown(&long, 0), ("<Name too long>".into(), 321, (15, 1)));
        assert_eq!(Name::find(b"\x05abc", 0).unwrap_err(), 7);
        assert_eq!(Name::find(b"\x01a\xc3\xff", 0).unwrap_err(), 0x400);
        assert!(Name::find(b"\x80a", 0).is_err());
        assert!(Name::find(b"\x41\x08", 0).is_err());
    }

    #[test]
    fn jumps_forward_end_too() {
        assert_eq!(shown(b"\xc0\x03\xff\x02ab\0", 0), ("ab".into(), 2, (2, 1)));
    }
}
