//! Names of numbers, packed into one text when they are compiled: a table of pointers would be a tenth of the page's download.

use std::fmt;

/// Names of numbers, sorted by number; a name can stand for a range.
///
/// ```text
/// number − last number before │ last − first of its range │ bytes of the name │ name │ …
/// ```
#[derive(Debug)]
pub struct Names(&'static str);

/// A name with the first and the last number that it stands for.
pub type Name<'n> = (u32, u32, &'n str);

/// Bits of a number that a byte holds; the next bit says that more follow, and the highest is ASCII's.
const BITS: u32 = 6;
const MORE: u8 = 1 << BITS;

impl Names {
    /// Those that `packed` made.
    pub const fn new(packed: &'static [u8]) -> Self {
        match std::str::from_utf8(packed) {
            Ok(text) => Self(text),
            Err(_) => panic!("numbers are ASCII and names are text"),
        }
    }

    /// The name of `number`.
    pub fn get(&self, number: u64) -> Option<&'static str> {
        let number = u32::try_from(number).ok()?;
        let (first, _, name) = self.iter().find(|&(_, last, _)| number <= last)?;
        (first <= number).then_some(name)
    }

    /// The name of `number`, or `Unknown`; it is looked up when it is shown, so that pass one spares itself the way.
    #[inline(always)]
    pub fn or_unknown(&'static self, number: u64) -> OrUnknown {
        OrUnknown(self, number)
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = Name<'static>> + use<> {
        let (text, mut rest, mut before) = (self.0, self.0.as_bytes(), 0_u32);
        std::iter::from_fn(move || {
            let first = before.wrapping_add(read(&mut rest)?);
            let last = first.wrapping_add(read(&mut rest)?);
            let len = read(&mut rest)? as usize;
            let start = text.len() - rest.len();
            rest = rest.get(len..)?;
            before = last;
            Some((first, last, text.get(start..start + len)?))
        })
    }
}

/// A number that prints as its name.
#[derive(Debug, Clone, Copy)]
pub struct OrUnknown(&'static Names, u64);

impl fmt::Display for OrUnknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.get(self.1).unwrap_or("Unknown"))
    }
}

/// Reads a number.
#[inline(always)]
fn read(rest: &mut &[u8]) -> Option<u32> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        number |= u32::from(byte & (MORE - 1)).wrapping_shl(shift);
        if byte & MORE == 0 {
            return Some(number);
        }
        shift += BITS;
    }
}

/// Bytes that `names` take when they are packed.
pub const fn size(names: &[Name<'_>]) -> usize {
    let (mut size, mut place, mut before) = (0, 0, 0);
    while place < names.len() {
        let (first, last, name) = names[place];
        size += digits(first - before) + digits(last - first) + digits(name.len() as u32) + name.len();
        before = last;
        place += 1;
    }
    size
}

/// Packs `names`, which must be sorted.
pub const fn packed<const SIZE: usize>(names: &[Name<'_>]) -> [u8; SIZE] {
    let (mut out, mut at, mut place, mut before) = ([0; SIZE], 0, 0, 0);
    while place < names.len() {
        let (first, last, name) = names[place];
        at = write(&mut out, at, first - before);
        at = write(&mut out, at, last - first);
        at = write(&mut out, at, name.len() as u32);
        let mut byte = 0;
        while byte < name.len() {
            out[at] = name.as_bytes()[byte];
            (at, byte) = (at + 1, byte + 1);
        }
        before = last;
        place += 1;
    }
    out
}

/// Bytes that a number takes.
const fn digits(number: u32) -> usize {
    if number < 1 << BITS { 1 } else { 1 + digits(number >> BITS) }
}

/// Writes a number at `at`; where it ends.
const fn write(out: &mut [u8], at: usize, number: u32) -> usize {
    let low = (number as u8) & (MORE - 1);
    if number < 1 << BITS {
        out[at] = low;
        return at + 1;
    }
    out[at] = low | MORE;
    write(out, at + 1, number >> BITS)
}

/// Names of numbers: `names! { OPCODE: 1 "request", 2 "reply", 16..=31 "reserved" }`.
macro_rules! names {
    ($($(#[$doc:meta])* $visible:vis $id:ident: $($first:literal $(..= $last:literal)? $name:literal),* $(,)?;)*) => {
        $($(#[$doc])* $visible static $id: $crate::dissect::names::Names = {
            use $crate::dissect::names::{Name, Names, packed, size};
            const ALL: &[Name<'_>] = &[$(($first, names!(@last $first $($last)?), $name)),*];
            const PACKED: &[u8] = &packed::<{ size(ALL) }>(ALL);
            Names::new(PACKED)
        };)*
    };
    (@last $first:literal) => { $first };
    (@last $first:literal $last:literal) => { $last };
}

#[cfg(test)]
mod tests {
    names! {
        OPCODE: 1 "request", 2 "reply", 16..=31 "reserved", 4000 "", 70000..=4294967295 "günstig";
        NONE:;
    }

    #[test]
    fn numbers_and_ranges_have_names() {
        assert_eq!(OPCODE.get(0), None);
        assert_eq!(OPCODE.get(1), Some("request"));
        assert_eq!(OPCODE.get(2), Some("reply"));
        assert_eq!(OPCODE.get(3), None);
        assert_eq!([15, 16, 20, 31, 32].map(|number| OPCODE.get(number).is_some()), [false, true, true, true, false]);
        assert_eq!(OPCODE.get(4000), Some(""));
        assert_eq!(OPCODE.get(69_999), None);
        assert_eq!(OPCODE.get(u32::MAX.into()), Some("günstig"));
        assert_eq!(OPCODE.get(1 << 40), None);
        assert_eq!(NONE.get(0), None);
    }

    #[test]
    fn they_stand_in_order() {
        let all: Vec<_> = OPCODE.iter().collect();
        let expected = [(1, 1, "request"), (2, 2, "reply"), (16, 31, "reserved"), (4000, 4000, "")];
        assert_eq!(all[..4], expected);
        assert_eq!(all[4..], [(70_000, u32::MAX, "günstig")]);
    }
}
