//! What all packets amount to, kept up while they come: marks for every few packets, and counts of all.

use serde::{Deserialize, Serialize};

use crate::{
    capture::Packet,
    dissect::protocol::Family,
    engine::families::Families,
    index::{Row, Session, packets::flags},
};

/// Packets that share their marks.
const BLOCK: usize = 64;

/// What occurs in a part of the packets: families, and what else is worth a look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks(u16);

impl Marks {
    /// A connection is opened, closed or broken off, whatever else its segment carries.
    pub const CONTROL: Self = Self(1 << 13);
    /// An anomaly.
    pub const ANOMALY: Self = Self(1 << 14);
    /// A comment of the file's.
    pub const COMMENT: Self = Self(1 << 15);

    /// The mark of a family.
    pub fn of(family: Family) -> Self {
        Self(1 << family as u16)
    }

    /// These marks and those.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of these marks are among them.
    pub fn has(self, marks: Self) -> bool {
        self.0 & marks.0 == marks.0
    }
}

/// Counts over packets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts {
    /// How many.
    pub packets: u64,
    /// Bytes in the file.
    pub captured: u64,
    /// Bytes on the wire.
    pub original: u64,
    /// Packets of which the file holds fewer bytes than were on the wire.
    pub cut: u64,
    /// Earliest time, nanoseconds since 1970 UTC.
    pub first: Option<i64>,
    /// Latest time.
    pub last: Option<i64>,
    /// A packet is older than one before it.
    pub disordered: bool,
}

impl Amounts {
    /// Nanoseconds from the earliest packet to the latest.
    pub fn duration(&self) -> Option<u64> {
        Some(self.last?.abs_diff(self.first?))
    }

    /// So much of an amount in a second, on average; nothing for packets of one instant.
    pub fn a_second(&self, amount: u64) -> Option<f64> {
        let duration = self.duration().filter(|duration| *duration > 0)?;
        Some(amount as f64 * 1e9 / duration as f64)
    }
}

/// Grows as the index grows; asking for a map of it costs by its blocks and not by its packets.
#[derive(Debug, Default)]
pub struct Summary {
    packets: usize,
    families: Families,
    blocks: Vec<Marks>,
    all: Amounts,
    interfaces: Vec<Amounts>,
}

impl Summary {
    /// Takes in what pass one has added meanwhile.
    pub fn follow(&mut self, session: &Session) {
        for packet in self.packets..session.packets.len() {
            let Some(row) = session.packets.get(packet) else { break };
            let marks = marks(&mut self.families, session, row);
            match self.blocks.last_mut() {
                Some(block) if packet % BLOCK != 0 => *block = block.and(marks),
                _ => self.blocks.push(marks),
            }
            count(&mut self.all, row);
            if let Some(interface) = self.interface(row.interface) {
                count(interface, row);
            }
        }
        self.packets = session.packets.len();
    }

    fn interface(&mut self, number: u16) -> Option<&mut Amounts> {
        let place = usize::from(number);
        if place >= self.interfaces.len() && number < u16::MAX {
            self.interfaces.resize(place + 1, Amounts::default());
        }
        self.interfaces.get_mut(place)
    }

    /// Counts of all packets.
    pub fn all(&self) -> &Amounts {
        &self.all
    }

    /// Counts of the packets of one interface.
    pub fn of_interface(&self, number: usize) -> Amounts {
        self.interfaces.get(number).cloned().unwrap_or_default()
    }

    /// The interfaces that packets came in on, [`Packet::NO_INTERFACE`] among them.
    pub fn interfaces(&self) -> impl Iterator<Item = u32> {
        let used = self.interfaces.iter().zip(0..).filter(|(amounts, _)| amounts.packets > 0);
        let counted: u64 = self.interfaces.iter().map(|amounts| amounts.packets).sum();
        let none = (counted < self.all.packets).then_some(Packet::NO_INTERFACE);
        used.map(|(_, number)| number).chain(none)
    }

    /// What occurs in each of `parts` equal parts of the packets, in file order.
    pub fn map(&mut self, session: &Session, parts: u16) -> Vec<Marks> {
        let bound = |part: u16| (self.packets as u64 * u64::from(part) / u64::from(parts.max(1))) as usize;
        let bounds: Vec<_> = (0..parts).map(|part| bound(part)..bound(part + 1).max(bound(part) + 1)).collect();
        bounds.into_iter().map(|packets| self.marks(session, packets.start, packets.end.min(self.packets))).collect()
    }

    /// What occurs in the packets from `start` up to `end`: whole blocks as they are, the rest packet by packet.
    fn marks(&mut self, session: &Session, start: usize, end: usize) -> Marks {
        let (first, last) = (start.div_ceil(BLOCK), end / BLOCK);
        let whole = self.blocks.get(first..last).unwrap_or_default();
        let mut all = whole.iter().fold(Marks::default(), |all, block| all.and(*block));
        let (before, behind) = if first < last { (first * BLOCK, last * BLOCK) } else { (end, end) };
        for packet in (start..before).chain(behind..end) {
            if let Some(row) = session.packets.get(packet) {
                all = all.and(marks(&mut self.families, session, row));
            }
        }
        all
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.blocks.capacity() * size_of::<Marks>()
    }
}

fn marks(families: &mut Families, session: &Session, row: &Row) -> Marks {
    let mut marks = Marks::of(families.family(session, row));
    for (so, mark) in [
        (row.flags & flags::CONTROL != 0, Marks::CONTROL),
        (row.flags & flags::COMMENT != 0, Marks::COMMENT),
        (row.notes > 0 || row.flags & flags::TROUBLE != 0, Marks::ANOMALY),
    ] {
        marks = if so { marks.and(mark) } else { marks };
    }
    marks
}

fn count(amounts: &mut Amounts, row: &Row) {
    amounts.packets += 1;
    amounts.captured += u64::from(row.captured);
    amounts.original += u64::from(row.original);
    amounts.cut += u64::from(row.captured < row.original);
    if row.time != Packet::UNTIMED {
        amounts.disordered |= amounts.last.is_some_and(|last| row.time < last);
        amounts.first = Some(amounts.first.map_or(row.time, |first| first.min(row.time)));
        amounts.last = Some(amounts.last.map_or(row.time, |last| last.max(row.time)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dissect::registry::Registry, index::packets::NONE};

    fn session(rows: impl Iterator<Item = Row>) -> Session {
        let mut session = Session::new(1, Registry::get_all().all().len());
        rows.for_each(|row| session.packets.push(row).unwrap());
        session
    }

    fn commented(packets: usize, comments: &[usize]) -> Session {
        session((0..packets).map(|packet| Row {
            flags: if comments.contains(&packet) { flags::COMMENT } else { 0 },
            flow: NONE,
            ..Row::default()
        }))
    }

    #[test]
    fn each_part_has_the_marks_of_its_packets_and_no_others() {
        let comments = [0, 127, 128, 9_999, 7_777];
        let session = commented(10_000, &comments);
        let mut summary = Summary::default();
        summary.follow(&session);
        for parts in [1, 2, 3, 7, 100, 1_000, 10_000] {
            let map = summary.map(&session, parts);
            assert_eq!(map.len(), usize::from(parts));
            for (part, marks) in map.iter().enumerate() {
                let bound = |part: usize| part * 10_000 / usize::from(parts);
                let has = comments.iter().any(|packet| (bound(part)..bound(part + 1)).contains(packet));
                assert_eq!(marks.has(Marks::COMMENT), has, "part {part} of {parts}");
            }
        }
    }

    #[test]
    fn fewer_packets_than_parts_fill_all_of_them() {
        let session = commented(3, &[1]);
        let mut summary = Summary::default();
        assert_eq!(summary.map(&session, 2), [Marks::default(); 2], "nothing is taken in yet");
        summary.follow(&session);
        let has: Vec<_> = summary.map(&session, 6).iter().map(|marks| marks.has(Marks::COMMENT)).collect();
        assert_eq!(has, [false, false, true, true, false, false]);
        assert!(summary.map(&session, 0).is_empty());
    }

    #[test]
    fn packets_that_come_later_are_counted_once() {
        let row = |time, captured| Row { time, captured, original: 100, ..Row::default() };
        let mut session = session([row(5, 100), row(3, 60)].into_iter());
        let mut summary = Summary::default();
        summary.follow(&session);
        session.packets.push(Row { interface: 2, ..row(Packet::UNTIMED, 100) }).unwrap();
        summary.follow(&session);
        summary.follow(&session);
        let all = summary.all();
        assert_eq!((all.packets, all.captured, all.original, all.cut), (3, 260, 300, 1));
        assert_eq!((all.first, all.last, all.disordered), (Some(3), Some(5), true));
        assert_eq!((summary.of_interface(0).packets, summary.of_interface(1).packets), (2, 0));
        assert_eq!((summary.of_interface(2).packets, summary.of_interface(9).packets), (1, 0));
    }
}
