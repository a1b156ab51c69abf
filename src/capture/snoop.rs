//! snoop (RFC 1761), Solaris' capture format: a header of 16 bytes, then records of 24, a packet and padding, all big-endian.

use super::carry::Want;
use super::pcap::{clamped, longest};
use super::{Facts, Format, Interface, Packet, Problem, Section};

/// A file's first bytes.
pub(super) const MAGIC: [u8; 8] = *b"snoop\0\0\0";
/// Bytes of the file header.
const HEADER: usize = 16;
/// Bytes of a record before its packet.
const RECORD: usize = 24;

/// A snoop file behind its header.
#[derive(Debug)]
pub(super) struct Snoop {
    link_type: u16,
}

impl Snoop {
    /// Reads the file header at the start of `bytes`; `None` when there are fewer than it needs.
    pub fn open(bytes: &[u8], facts: &mut Facts) -> Result<Option<(Self, usize)>, Problem> {
        let Some([_, _, version, datalink]) = numbers(bytes) else { return Ok(None) };
        if version != 2 {
            return Err(Problem::Unsupported(format!("snoop version {version}")));
        }
        let link_type = match datalink {
            // 802.3 and Ethernet.
            0 | 4 => 1,
            // Token ring.
            2 => 6,
            // FDDI.
            8 => 10,
            other => return Err(Problem::Unsupported(format!("snoop datalink type {other}"))),
        };
        facts.format = Some(Format::Snoop);
        facts.sections.push(Section { big_endian: true, ..Section::default() });
        facts.interfaces.push(Interface { link_type, digits: 6, ..Interface::default() });
        Ok(Some((Self { link_type }, HEADER)))
    }

    /// Reads all records that are whole in `bytes`, as [`Records::walk`](super::carry::Records) does.
    pub fn walk(&self, bytes: &[u8], at: u64, each: &mut impl FnMut(Packet<'_>)) -> (usize, Result<Want, Problem>) {
        let mut used = 0;
        loop {
            let rest = bytes.get(used..).unwrap_or_default();
            let Some([original, captured, length, _drops, seconds, microseconds]) = numbers(rest) else {
                return (used, Ok(Want::More(RECORD)));
            };
            let (captured, length) = (captured as usize, length as usize);
            if captured > longest(self.link_type) as usize || length.checked_sub(RECORD).is_none_or(|l| l < captured) {
                return (used, Err(Problem::Damaged(format!("a record of {length} bytes with {captured} captured"))));
            }
            // Padding is a few bytes; much more is a damaged length.
            if length > RECORD + captured + usize::from(u16::MAX) {
                return (used, Err(Problem::Damaged(format!("a record of {length} bytes with {captured} captured"))));
            }
            let Some(record) = rest.get(..length) else { return (used, Ok(Want::More(length))) };
            each(Packet {
                time: i64::from(seconds) * 1_000_000_000 + i64::from(microseconds) * 1_000,
                offset: at + (used + RECORD) as u64,
                original: clamped(original),
                interface: 0,
                flags: 0,
                link_type: self.link_type,
                comment: false,
                bytes: record.get(RECORD..RECORD + captured).unwrap_or_default(),
            });
            used += length;
        }
    }
}

/// The big-endian numbers that `bytes` begin with.
fn numbers<const N: usize>(bytes: &[u8]) -> Option<[u32; N]> {
    let mut numbers = [0; N];
    let words = bytes.as_chunks::<4>().0.get(..N)?;
    numbers.iter_mut().zip(words).for_each(|(number, word)| *number = u32::from_be_bytes(*word));
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read, read_whole};
    use super::super::{Damage, Problem};

    fn record(original: u32, bytes: &[u8], padding: usize, second: u32) -> Vec<u8> {
        let length = 24 + bytes.len() + padding;
        let numbers = [original, bytes.len() as u32, length as u32, 0, second, 5];
        [&numbers.map(u32::to_be_bytes).concat(), bytes, &vec![0; padding]].concat()
    }

    fn file(datalink: u32) -> Vec<u8> {
        [&b"snoop\0\0\0"[..], &[0, 0, 0, 2], &datalink.to_be_bytes()].concat()
    }

    #[test]
    fn records_with_their_padding() {
        let file = [file(4), record(90, &[1, 2, 3], 1, 7), record(4, &[4; 4], 0, 8)].concat();
        let (packets, reader) = read_whole(&file);
        let seen: Vec<_> = packets.iter().map(|p| (p.time, p.offset, p.original, p.bytes.len())).collect();
        assert_eq!(seen, [(7_000_005_000, 40, 90, 3), (8_000_005_000, 68, 4, 4)]);
        assert_eq!(reader.facts().interfaces[0].link_type, 1);
        assert_eq!(read(&file, 1).0, packets);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(matches!(read(&file(99), 99).1, Err(Damage { problem: Problem::Unsupported(_), .. })));
        let mut short = record(9, &[1; 9], 0, 1);
        short[11] = 8;
        assert!(matches!(read(&[file(4), short].concat(), 99).1, Err(Damage { at: 16, problem: Problem::Damaged(_) })));
    }
}
