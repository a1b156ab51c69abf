//! Several captures → one, in the order of time: which packet comes next, and what the whole says of itself.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use super::{Facts, Format, Interface, Packet, Section, Statistics};

/// A packet among the files that are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which file.
    pub file: usize,
    /// Its number in that file, from 0.
    pub packet: u64,
}

/// The packets of several files in the order of their times, as an iterator.
///
/// Each file keeps its own order, even where its times go back. What came at the same time comes in the order of the files, and
/// a packet without a time right behind the one before it in its file.
#[derive(Debug)]
pub struct Merge<I> {
    files: Vec<Head<I>>,
    /// The next time of each file that waits, and which file.
    waiting: BinaryHeap<Reverse<(i64, usize)>>,
    /// The file whose next packet has no time, behind one that has just been given out.
    following: Option<usize>,
}

/// A file, and its next packet.
#[derive(Debug)]
struct Head<I> {
    times: I,
    packet: u64,
}

impl<I: Iterator<Item = i64>> Merge<I> {
    /// Merges files of which only the times of their packets are looked at ([`Packet::time`]).
    pub fn new(files: impl IntoIterator<Item = I>) -> Self {
        let files = files.into_iter().map(|times| Head { times, packet: 0 }).collect();
        let mut merge = Self { files, waiting: BinaryHeap::new(), following: None };
        for file in 0..merge.files.len() {
            // Without a time it is the earliest: UNTIMED is the least number.
            if let Some(time) = merge.time(file) {
                merge.waiting.push(Reverse((time, file)));
            }
        }
        merge
    }

    /// The time of a file's next packet.
    fn time(&mut self, file: usize) -> Option<i64> {
        self.files.get_mut(file)?.times.next()
    }
}

impl<I: Iterator<Item = i64>> Iterator for Merge<I> {
    type Item = Place;

    fn next(&mut self) -> Option<Place> {
        let file = self.following.take().or_else(|| self.waiting.pop().map(|Reverse((_, file))| file))?;
        match self.time(file) {
            Some(Packet::UNTIMED) => self.following = Some(file),
            Some(time) => self.waiting.push(Reverse((time, file))),
            None => {}
        }
        let head = self.files.get_mut(file)?;
        let packet = head.packet;
        head.packet += 1;
        Some(Place { file, packet })
    }
}

/// What several files say of themselves, as one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Sections, interfaces and statistics of all files, in order; a name or a secret that several have is there once.
    pub facts: Facts,
    /// Where the interfaces of each file begin.
    first_interfaces: Vec<u32>,
}

impl Merged {
    /// Merges the facts of files.
    pub fn new<'f>(files: impl IntoIterator<Item = &'f Facts>) -> Self {
        let mut merged = Self::default();
        merged.facts.format = Some(Format::Pcapng);
        let (mut names, mut secrets) = (HashSet::new(), HashSet::new());
        for file in files {
            merged.interfaces(file);
            let new = file.names.iter().filter(|name| names.insert((name.address, &name.name)));
            merged.facts.names.extend(new.cloned());
            let new = file.secrets.iter().filter(|secret| secrets.insert((secret.kind, &secret.data)));
            merged.facts.secrets.extend(new.cloned());
        }
        merged
    }

    /// The place, among all interfaces, of an interface of a file ([`Packet::interface`]).
    pub fn interface(&self, file: usize, interface: u32) -> u32 {
        let first = self.first_interfaces.get(file).copied().unwrap_or_default();
        // Packet::NO_INTERFACE is the largest number and stays.
        interface.saturating_add(first)
    }

    /// Appends the sections of a file, its interfaces and what was counted at them.
    fn interfaces(&mut self, file: &Facts) {
        let Facts { sections, interfaces, statistics, .. } = &mut self.facts;
        let (first_section, first_interface) = (sections.len() as u32, interfaces.len() as u32);
        sections.extend(file.sections.iter().map(Section::clone));
        interfaces.extend(file.interfaces.iter().map(|interface| Interface {
            section: interface.section.saturating_add(first_section),
            ..interface.clone()
        }));
        statistics.extend(file.statistics.iter().map(|statistics| Statistics {
            interface: statistics.interface.saturating_add(first_interface),
            ..statistics.clone()
        }));
        self.first_interfaces.push(first_interface);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{BIG, LITTLE, pcap, pcapng, read_whole};
    use super::super::write::{Form, Writer};
    use super::super::{Name, Secrets};
    use super::*;
    use proptest::prelude::*;

    const NONE: i64 = Packet::UNTIMED;

    /// `0a 1a 0b`: the second packet of a file is `b`.
    fn order(files: &[&[i64]]) -> String {
        let merge = Merge::new(files.iter().map(|times| times.iter().copied()));
        let names = merge.map(|place| format!("{}{}", place.file, char::from(b'a' + place.packet as u8)));
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_earliest_comes_first() {
        assert_eq!(order(&[&[1, 4, 9], &[2, 3, 10], &[], &[0]]), "3a 0a 1a 1b 0b 0c 1c");
        assert_eq!(order(&[&[-5, 7], &[-6]]), "1a 0a 0b");
        assert_eq!(order(&[]), "");
    }

    #[test]
    fn at_the_same_time_files_and_packets_keep_their_order() {
        assert_eq!(order(&[&[5, 5, 6], &[5, 5], &[5]]), "0a 0b 1a 1b 2a 0c");
    }

    #[test]
    fn a_packet_without_time_follows_the_one_before_it() {
        assert_eq!(order(&[&[1, NONE, NONE, 8], &[1, NONE, 3]]), "0a 0b 0c 1a 1b 1c 0d");
        assert_eq!(order(&[&[5], &[NONE, 7], &[NONE, NONE]]), "1a 2a 2b 0a 1b");
    }

    #[test]
    fn a_file_that_is_out_of_order_stays_so() {
        assert_eq!(order(&[&[5, 1, 6], &[2, 7]]), "1a 0a 0b 0c 1b");
    }

    proptest! {
        #[test]
        fn sorted_files_come_out_as_a_stable_sort_has_them(mut files in prop::collection::vec(prop::collection::vec(0_i64..50, 0..40), 0..64)) {
            files.iter_mut().for_each(|times| times.sort_unstable());
            let mut expected: Vec<(i64, usize, u64)> = Vec::new();
            for (file, times) in files.iter().enumerate() {
                expected.extend(times.iter().zip(0..).map(|(time, packet)| (*time, file, packet)));
            }
            expected.sort_by_key(|(time, ..)| *time);
            let places: Vec<_> = Merge::new(files.iter().map(|times| times.iter().copied())).collect();
            let expected: Vec<_> = expected.into_iter().map(|(_, file, packet)| Place { file, packet }).collect();
            prop_assert_eq!(places, expected);
        }
    }

    #[test]
    fn interfaces_and_what_belongs_to_them_are_renumbered() {
        let name = |name: &str| Name { address: [10, 0, 0, 1].into(), name: name.into() };
        let facts = |interfaces: usize, names: &[&str]| Facts {
            sections: vec![Section::default()],
            interfaces: vec![Interface { digits: interfaces as u8, ..Interface::default() }; interfaces],
            statistics: vec![Statistics { interface: interfaces as u32 - 1, ..Statistics::default() }],
            names: names.iter().copied().map(name).collect(),
            secrets: vec![Secrets { kind: 1, data: names.concat().into() }],
            ..Facts::default()
        };
        let files = [facts(2, &["a", "b"]), facts(1, &["c", "b"]), facts(1, &["c", "b"])];
        let merged = Merged::new(&files);
        let facts = &merged.facts;
        assert_eq!(
            facts.interfaces.iter().map(|i| (i.section, i.digits)).collect::<Vec<_>>(),
            [(0, 2), (0, 2), (1, 1), (2, 1)]
        );
        assert_eq!(facts.statistics.iter().map(|s| s.interface).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(facts.names.iter().map(|n| &n.name[..]).collect::<String>(), "abc");
        assert_eq!((facts.sections.len(), facts.secrets.len()), (3, 2));
        assert_eq!([merged.interface(0, 1), merged.interface(1, 0), merged.interface(2, 0)], [1, 2, 3]);
        assert_eq!(merged.interface(2, Packet::NO_INTERFACE), Packet::NO_INTERFACE);
    }

    #[test]
    fn what_is_merged_and_written_is_a_capture_of_all() {
        let files = [read_whole(&pcap(LITTLE, 9)), read_whole(&pcapng(BIG, 20)), read_whole(&pcap(BIG, 5))];
        let merged = Merged::new(files.iter().map(|(_, reader)| reader.facts()));
        let times = files.iter().map(|(packets, _)| packets.iter().map(|packet| packet.time));
        let (mut file, mut expected) = (Vec::new(), Vec::new());
        let mut writer = Writer::new(Form::Pcapng, &merged.facts, [], "Wirelight").unwrap();
        writer.start(&mut file);
        for place in Merge::new(times) {
            let kept = &files[place.file].0[place.packet as usize];
            let interface = merged.interface(place.file, kept.interface);
            let packet = Packet { interface, ..kept.packet() };
            assert!(writer.packet(&mut file, &packet, &[]));
            expected.push((kept.time, interface, kept.bytes.clone()));
        }
        writer.finish(&mut file);
        let (packets, reader) = read_whole(&file);
        let seen: Vec<_> = packets.into_iter().map(|packet| (packet.time, packet.interface, packet.bytes)).collect();
        assert_eq!(seen, expected);
        let last: Vec<_> = seen[24..].iter().map(|(_, interface, _)| *interface).collect();
        assert_eq!(last, [0, 3, 0, 3, 0, 3, 0, 3, 0, 3, 0, 0, 0, 0]);
        assert_eq!(reader.facts().interfaces.iter().map(|i| i.link_type).collect::<Vec<_>>(), [1, 1, 101, 1]);
    }
}
