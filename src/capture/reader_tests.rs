//! Files fed to the reader whole, in pieces, cut and damaged.

use proptest::prelude::*;

use super::testing::{BIG, LITTLE, Order, pcap, pcapng, read, read_whole};
use super::{Damage, Format, Packet, Problem, Reader};

#[test]
fn pcap_in_both_orders_and_precisions() {
    for order in [LITTLE, BIG] {
        for (magic, fraction, digits) in [(0xa1b2_c3d4, 1_000, 6), (0xa1b2_3c4d, 1, 9)] {
            let file = [order.pcap(magic, 1), order.record(7, 5, 90, &[1, 2, 3]), order.record(8, 0, 0, &[])].concat();
            let (packets, reader) = read_whole(&file);
            let seen: Vec<_> = packets.iter().map(|p| (p.time, p.offset, p.original, p.bytes.len())).collect();
            assert_eq!(seen, [(7_000_000_000 + 5 * fraction, 40, 90, 3), (8_000_000_000, 59, 0, 0)]);
            let facts = reader.facts();
            assert_eq!((facts.interfaces[0].digits, facts.interfaces[0].link_type), (digits, 1));
            assert_eq!(facts.sections[0].big_endian, order.big);
        }
    }
}

#[test]
fn pcap_with_long_record_headers() {
    for order in [LITTLE, BIG] {
        let mut file = order.pcap(0xa1b2_cd34, 1);
        for second in [1, 2] {
            let record = order.record(second, 0, 3, &[1, 2, 3]);
            file.extend([&record[..16], &[0; 8], &record[16..]].concat());
        }
        let (packets, reader) = read_whole(&file);
        assert_eq!(packets.iter().map(|p| p.offset).collect::<Vec<_>>(), [48, 75]);
        assert_eq!(reader.facts().format, Some(Format::Pcap { nanoseconds: false, modified: true }));
    }
}

#[test]
fn long_record_headers_behind_the_usual_magic_are_noticed() {
    for (order, longer, count) in [LITTLE, BIG].into_iter().flat_map(|o| [(o, 4, 2), (o, 8, 2), (o, 4, 9), (o, 8, 9)]) {
        let mut file = order.pcap(0xa1b2_c3d4, 1);
        for second in 0..count {
            let record = order.record(1_000 + second, 7, 60, &vec![0x45; 40 + second as usize]);
            file.extend([&record[..16], &vec![0; longer], &record[16..]].concat());
        }
        for chunk in [1, file.len()] {
            let (packets, ended, _) = read(&file, chunk);
            assert_eq!(ended, Ok(()), "{longer} more bytes, {count} packets");
            assert_eq!(packets.len(), count as usize);
            assert!(packets.iter().all(|packet| packet.bytes.iter().all(|byte| *byte == 0x45)));
        }
    }
}

#[test]
fn usual_record_headers_are_believed_whatever_they_say() {
    // The second record is captured longer than it was, in the first second of 1970.
    let records = [LITTLE.record(1_000_000_000, 0, 60, &[0; 60]), LITTLE.record(0, 2_000_000, 1, &[0; 60])].concat();
    let (packets, _) = read_whole(&[LITTLE.pcap(0xa1b2_c3d4, 1), records].concat());
    assert_eq!(packets.iter().map(|packet| packet.offset).collect::<Vec<_>>(), [40, 116]);
}

#[test]
fn old_versions_write_the_original_length_first() {
    let swapped = [LITTLE.record(1, 0, 0, &[])[..8].to_vec(), vec![9, 0, 0, 0, 2, 0, 0, 0, 0xaa, 0xbb]].concat();
    for (version, record) in [(2, &swapped), (3, &swapped), (3, &LITTLE.record(1, 0, 9, &[0xaa, 0xbb]))] {
        let file = [LITTLE.pcap_version(0xa1b2_c3d4, 1, 2, version), record.clone()].concat();
        let (packets, _) = read_whole(&file);
        assert_eq!((packets[0].original, &packets[0].bytes[..]), (9, &[0xaa, 0xbb][..]), "2.{version}");
    }
}

#[test]
fn aix_writes_interface_types_and_nanoseconds() {
    for (written, meant) in [(6, 1), (9, 6), (24, 0)] {
        let file = [BIG.pcap_version(0xa1b2_c3d4, written, 2, 2), BIG.record(7, 5, 3, &[1, 2, 3])].concat();
        let (packets, reader) = read_whole(&file);
        assert_eq!((packets[0].time, packets[0].link_type), (7_000_000_005, meant));
        assert_eq!(reader.facts().interfaces[0].digits, 9);
    }
}

#[test]
fn the_link_type_is_the_lower_half() {
    let (_, reader) = read_whole(&LITTLE.pcap(0xa1b2_c3d4, 0x2400_0069));
    let interface = &reader.facts().interfaces[0];
    assert_eq!((interface.link_type, interface.fcs_length), (105, Some(4)));
    for network in [9_999, 0x0001_0001] {
        let (_, ended, _) = read(&LITTLE.pcap(0xa1b2_c3d4, network), 24);
        assert!(matches!(ended, Err(Damage { problem: Problem::Unsupported(_), .. })), "{network}");
    }
}

#[test]
fn pcapng_interfaces_count_over_all_sections() {
    let mut file = Vec::new();
    for order in [LITTLE, BIG] {
        file.extend(order.section(&order.option(4, b"writer")));
        file.extend(order.interface(1, 0, &[order.option(2, b"eth0"), order.option(9, &[3])].concat()));
        let offset = order.option(14, &order.u64(10));
        file.extend(order.interface(101, 2, &[order.option(9, &[0x80]), offset].concat()));
        file.extend(order.enhanced(0, 1_500, 60, &[1, 2, 3, 4, 5], &[]));
        file.extend(order.enhanced(1, 2, 1, &[6], &order.option(2, &order.u32(0x21))));
        // Simple packet: the first interface, no time.
        file.extend(order.block(3, &[&order.u32(3)[..], &[7, 8, 9]].concat()));
        // Obsolete packet block: interface and drops are two u16.
        let head = [&order.u16(1)[..], &order.u16(5), &order.u32(0), &order.u32(4), &order.u32(2), &order.u32(2)];
        file.extend(order.block(2, &[&head.concat()[..], &[10, 11]].concat()));
    }
    let (packets, reader) = read_whole(&file);
    let seen: Vec<_> = packets.iter().map(|p| (p.interface, p.link_type, p.time, p.flags, p.bytes.len())).collect();
    let section = |base| {
        [
            (base, 1, 1_500_000_000, 0, 5),
            (base + 1, 101, 12_000_000_000, 0x21, 1),
            (base, 1, Packet::UNTIMED, 0, 3),
            (base + 1, 101, 14_000_000_000, 0, 2),
        ]
    };
    assert_eq!(seen, [section(0), section(2)].concat());
    for packet in &packets {
        assert_eq!(&file[packet.offset as usize..][..packet.bytes.len()], packet.bytes);
    }
    let facts = reader.facts();
    assert_eq!(
        facts.interfaces.iter().map(|i| (i.digits, i.section)).collect::<Vec<_>>(),
        [(3, 0), (0, 0), (3, 1), (0, 1)]
    );
    assert_eq!(facts.interfaces[2].name.as_deref(), Some("eth0"));
    assert_eq!(facts.sections[1].application.as_deref(), Some("writer"));
}

#[test]
fn pcapng_says_more_than_packets() {
    for order in [LITTLE, BIG] {
        let mut file = order.section(&[order.option(1, b"first"), order.option(1, b"second")].concat());
        file.extend(order.interface(1, 0, &[order.option(11, b"\0tcp port 80"), order.option(13, &[4])].concat()));
        let names = [&order.u16(1)[..], &order.u16(9), &[10, 0, 0, 1], b"a\0b.c\0", &[0, 0], &[0; 4]].concat();
        file.extend(order.block(4, &names));
        let counts = [order.option(4, &order.u64(1_000)), order.option(5, &order.u64(3))].concat();
        file.extend(order.block(5, &[&order.u32(0)[..], &[0; 8], &counts].concat()));
        file.extend(order.block(10, &[&order.u32(0x544c_534b)[..], &order.u32(5), b"CLIEN", &[0; 3]].concat()));
        file.extend(order.block(0xbad, &[&order.u32(32_473)[..], b"custom"].concat()));
        file.extend(order.block(9, b"__REALTIME_TIMESTAMP=1404101101501874\nMESSAGE=hi\n"));
        file.extend(order.block(4, &[0xff; 8]));
        let (packets, reader) = read_whole(&file);
        let facts = reader.facts();
        assert_eq!(facts.sections[0].comments, ["first", "second"]);
        assert_eq!(facts.interfaces[0].filter.as_deref(), Some("tcp port 80"));
        assert_eq!(facts.interfaces[0].fcs_length, Some(4));
        let names: Vec<_> = facts.names.iter().map(|n| format!("{} {}", n.address, n.name)).collect();
        assert_eq!(names, ["10.0.0.1 a", "10.0.0.1 b.c"]);
        assert_eq!((facts.statistics[0].received, facts.statistics[0].dropped), (Some(1_000), Some(3)));
        assert_eq!(facts.secrets[0].data, b"CLIEN");
        assert_eq!(packets.iter().map(|p| p.link_type).collect::<Vec<_>>(), [Packet::CUSTOM, Packet::JOURNAL]);
        assert_eq!((packets[1].time, packets[1].bytes.len()), (1_404_101_101_501_874_000, 49));
    }
}

#[test]
fn comments_are_noticed() {
    let (packets, _) = read_whole(&pcapng(BIG, 9));
    let commented: Vec<_> = packets.iter().filter(|p| p.comment).map(|p| p.time).collect();
    assert_eq!(commented, [1_000, 4_000_000, 7_000]);
}

/// Where the damage of a good file with something bad behind it is, and how many packets come before it.
fn damage(good: &[u8], bad: &[u8]) -> (usize, Problem) {
    let (packets, ended, _) = read(&[good, bad].concat(), usize::MAX);
    let Err(Damage { at, problem }) = ended else { panic!("no damage seen") };
    assert_eq!(at, good.len() as u64);
    (packets.len(), problem)
}

#[test]
fn lengths_that_cannot_be_are_damage_at_their_record() {
    let huge = [LITTLE.record(1, 0, 0, &[])[..8].to_vec(), vec![0xff; 8]].concat();
    assert!(matches!(damage(&pcap(LITTLE, 5), &huge), (5, Problem::Damaged(_))));
    let good = [LITTLE.section(&[]), LITTLE.interface(1, 0, &[]), LITTLE.enhanced(0, 1, 2, &[1, 2], &[])].concat();
    let mut differ = LITTLE.enhanced(0, 1, 2, &[1, 2], &[]);
    *differ.last_mut().unwrap() ^= 1;
    let mut differ_unknown = LITTLE.block(0x9999, &[0; 40]);
    *differ_unknown.last_mut().unwrap() ^= 1;
    let captured = [&LITTLE.enhanced(0, 1, 2, &[1, 2], &[])[..20], &[200, 0, 0, 0], &[0; 12]].concat();
    for bad in
        [&differ, &LITTLE.enhanced(1, 1, 2, &[1, 2], &[]), &captured, &[6, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0].into()]
    {
        assert!(matches!(damage(&good, bad), (1, Problem::Damaged(_))));
    }
    let (_, ended, _) = read(&[good, differ_unknown].concat(), 1);
    assert!(matches!(ended, Err(Damage { problem: Problem::Damaged(_), .. })));
    assert!(matches!(damage(&pcapng(BIG, 3), &[1, 2, 3]), (_, Problem::CutShort { needed: 12, had: 3 })));
    assert!(matches!(damage(&pcap(BIG, 3), &[1, 2, 3]), (3, Problem::CutShort { needed: 16, had: 3 })));
}

#[test]
fn a_file_cannot_fill_the_memory_with_what_it_says_of_itself() {
    let name = [&LITTLE.u16(1)[..], &LITTLE.u16(4 + 60_000), &[10, 0, 0, 1], &[b'x'; 60_000], &[0; 4]].concat();
    let (names, interface) = (LITTLE.block(4, &name), LITTLE.interface(1, 0, &[]));
    let mut reader = Reader::new();
    reader.feed(&LITTLE.section(&[]), &mut |_| {}).unwrap();
    for _ in 0..1_300 {
        reader.feed(&names, &mut |_| {}).unwrap();
    }
    assert!((1_000..1_200).contains(&reader.facts().names.len()));
    let interfaces = interface.repeat(100);
    let ended = (0..10_000).try_for_each(|_| reader.feed(&interfaces, &mut |_| {}));
    assert!(matches!(ended, Err(Damage { problem: Problem::Unsupported(_), .. })));
    assert!(reader.facts().interfaces.len() < 300_000);
}

#[test]
fn what_is_no_capture_is_named() {
    for (file, key) in [(&b""[..], Some("empty")), (b"words\n", Some("text")), (&[0; 4096], None), (&[0; 3], None)] {
        for chunk in [1, 4096] {
            let (_, ended, _) = read(file, chunk);
            let problem = Problem::NotACapture(key.map(str::to_owned));
            assert_eq!(ended, Err(Damage { at: 0, problem }));
        }
    }
    let (_, ended, _) = read(&0xa1b2_c3d4_u32.to_le_bytes(), 4);
    assert!(matches!(ended, Err(Damage { problem: Problem::CutShort { had: 4, .. }, .. })));
}

#[test]
fn a_header_alone_is_an_empty_capture() {
    for file in [LITTLE.pcap(0xa1b2_c3d4, 1), BIG.section(&[])] {
        assert!(read_whole(&file).0.is_empty());
    }
}

/// Files of both formats and orders.
fn files() -> Vec<Vec<u8>> {
    let all = |order: Order| [pcap(order, 40), pcapng(order, 40)];
    [all(LITTLE), all(BIG)].concat()
}

#[test]
fn every_prefix_gives_the_first_packets() {
    for file in files() {
        let (all, _) = read_whole(&file);
        for end in 0..file.len() {
            let (packets, ended, _) = read(&file[..end], usize::MAX);
            assert_eq!(packets[..], all[..packets.len()]);
            let (in_bytes, ended_in_bytes, _) = read(&file[..end], 1);
            assert_eq!((packets, &ended), (in_bytes, &ended_in_bytes), "at {end}");
            // Where a record begins nothing is amiss, elsewhere the file is cut.
            if let Err(Damage { at, .. }) = ended {
                assert!(at <= end as u64);
            }
        }
    }
}

proptest! {
    #[test]
    fn chunks_do_not_matter(chunk in 1_usize..300) {
        for file in files() {
            let (whole, ended, reader) = read(&file, usize::MAX);
            let (pieces, ended_in_pieces, reader_of_pieces) = read(&file, chunk);
            prop_assert_eq!(whole, pieces);
            prop_assert_eq!(ended, ended_in_pieces);
            prop_assert_eq!(reader.facts(), reader_of_pieces.facts());
        }
    }

    #[test]
    fn anything_behind_a_magic_is_read_or_refused(
        magic in prop::sample::select(vec![
            vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0], vec![0xa1, 0xb2, 0xcd, 0x34, 0, 2, 0, 4], LITTLE.section(&[]),
            [BIG.section(&[]), BIG.interface(1, 0, &[])].concat(), b"snoop\0\0\0\0\0\0\x02\0\0\0\x04".to_vec(),
            vec![0x1f, 0x8b, 8], vec![0x28, 0xb5, 0x2f, 0xfd], vec![0x04, 0x22, 0x4d, 0x18], vec![0x50, 0x2a, 0x4d, 0x18],
        ]),
        rest in prop::collection::vec(prop_oneof![Just(0_u8), Just(1), 0_u8..64, any::<u8>()], 0..400),
    ) {
        let file = [magic, rest].concat();
        let (whole, ended, _) = read(&file, usize::MAX);
        let (pieces, ended_in_pieces, _) = read(&file, 1);
        prop_assert_eq!(whole, pieces);
        prop_assert_eq!(ended, ended_in_pieces);
    }

    #[test]
    fn flipped_bytes_do_not_matter_more_in_pieces(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        for mut file in files() {
            for (place, value) in &flips {
                let place = place.index(file.len());
                file[place] = *value;
            }
            let (whole, ended, _) = read(&file, usize::MAX);
            let (pieces, ended_in_pieces, _) = read(&file, 7);
            prop_assert_eq!(whole, pieces);
            prop_assert_eq!(ended, ended_in_pieces);
        }
    }
}
