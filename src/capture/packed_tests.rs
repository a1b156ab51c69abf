//! Packed files: read in pieces, cut, damaged, and by range.

use std::io::Write;
use std::sync::LazyLock;

use flate2::{Compression, write::GzEncoder};
use lz4_flex::frame::{BlockMode, BlockSize, FrameEncoder, FrameInfo};
use proptest::prelude::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::testing::{BIG, LITTLE, pcap, pcapng, read, read_whole};
use super::{Bytes, Damage, Memory, Packing, Problem, Reader, Slow, Source, Store, Unpacking};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

fn lz4(bytes: &[u8], mode: BlockMode, size: BlockSize) -> Vec<u8> {
    let info = FrameInfo::new().block_mode(mode).block_size(size).block_checksums(true).content_checksum(true);
    let mut encoder = FrameEncoder::with_frame_info(info, Vec::new());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn lz4_linked(bytes: &[u8]) -> Vec<u8> {
    lz4(bytes, BlockMode::Linked, BlockSize::Max64KB)
}

fn lz4_independent(bytes: &[u8]) -> Vec<u8> {
    lz4(bytes, BlockMode::Independent, BlockSize::Max256KB)
}

/// A frame that zstd and lz4 pass over.
fn skippable() -> Vec<u8> {
    [&[0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0][..], b"aside"].concat()
}

/// Packed forms of a file, named.
type Forms = Vec<(&'static str, Vec<u8>)>;

/// Every way to pack, in one piece and in three.
fn packed(file: &[u8]) -> Forms {
    let thirds = |pack: fn(&[u8]) -> Vec<u8>| -> Vec<u8> { file.chunks(file.len() / 3 + 1).flat_map(pack).collect() };
    vec![
        ("gzip", gzip(file)),
        ("gzip members", thirds(gzip)),
        ("zstd", zstd(file)),
        ("zstd frames", [skippable(), thirds(zstd), skippable()].concat()),
        ("lz4", lz4_linked(file)),
        ("lz4 frames", [skippable(), thirds(lz4_linked)].concat()),
        ("lz4 independent", lz4_independent(file)),
        ("lz4 independent frames", thirds(lz4_independent)),
    ]
}

/// A capture of ten megabytes that packs neither too well nor too badly, and all its packed forms.
static LARGE: LazyLock<(Vec<u8>, Forms)> = LazyLock::new(|| {
    let mut file = LITTLE.pcap(0xa1b2_c3d4, 1);
    let mut state = 1_u32;
    let mut bytes = vec![0; 1_400];
    while file.len() < 10 << 20 {
        for byte in bytes.iter_mut().step_by(40) {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (state >> 24) as u8;
        }
        bytes.rotate_left(13);
        file.extend(LITTLE.record(state >> 20, 0, 1_400, &bytes));
    }
    let packed = packed(&file);
    (file, packed)
});

/// Pass one over a packed file.
fn pass_one(file: &[u8]) -> (Result<(), Damage>, Reader) {
    let mut reader = Reader::new();
    let fed = file.chunks(100_000).try_for_each(|chunk| reader.feed(chunk, &mut |_| {}));
    let ended = fed.and_then(|()| reader.finish(&mut |_| {}));
    (ended, reader)
}

/// The bytes of a range, asked for until they are here.
fn bytes_of<S: Source>(store: &mut Store<S>, range: std::ops::Range<u64>) -> Vec<u8> {
    loop {
        if let Bytes::Here(bytes) = store.bytes(range.clone()).unwrap() {
            return bytes.to_vec();
        }
    }
}

#[test]
fn packets_are_those_of_the_unpacked_file() {
    for file in [pcap(BIG, 200), pcapng(LITTLE, 200)] {
        let (expected, plain) = read_whole(&file);
        for (name, packed) in packed(&file) {
            for chunk in [1, 7, packed.len()] {
                let (packets, ended, reader) = read(&packed, chunk);
                assert_eq!(ended, Ok(()), "{name}");
                assert_eq!(packets, expected, "{name}");
                assert_eq!(reader.facts(), plain.facts(), "{name}");
                assert_eq!(reader.unpacking().length(), file.len() as u64);
            }
        }
    }
}

#[test]
fn what_follows_the_last_member_does_not_count() {
    let file = pcap(LITTLE, 20);
    for (name, packed) in packed(&file) {
        let (packets, ended, _) = read(&[packed, vec![0; 100]].concat(), 9);
        assert_eq!((packets.len(), ended), (20, Ok(())), "{name}");
    }
}

#[test]
fn a_packed_file_cut_anywhere_gives_the_first_packets() {
    let file = pcapng(BIG, 60);
    let (expected, _) = read_whole(&file);
    for (name, packed) in packed(&file) {
        for end in 4..packed.len() {
            let (packets, ended, _) = read(&packed[..end], usize::MAX);
            assert_eq!(packets[..], expected[..packets.len()], "{name} at {end}");
            let all = packets.len() == expected.len();
            assert!(all || ended.is_err(), "{name} at {end}");
        }
    }
}

#[test]
fn what_is_packed_and_no_capture_is_named() {
    let zeros = vec![0; 2_000];
    for (file, key) in
        [(gzip(b"some words\n"), "text"), (gzip(&zeros), "gzip"), (zstd(&zeros), "zstd"), (lz4_linked(&zeros), "lz4")]
    {
        let (_, ended, _) = read(&file, usize::MAX);
        assert_eq!(ended, Err(Damage { at: 0, problem: Problem::NotACapture(Some(key.to_owned())) }));
    }
    let legacy = [&[0x02, 0x21, 0x4c, 0x18][..], &[9; 600]].concat();
    assert!(matches!(read(&legacy, 600).1, Err(Damage { problem: Problem::Compression(_), .. })));
}

#[test]
fn any_range_can_be_read_again() {
    let (file, all) = &*LARGE;
    let end = file.len() as u64;
    for (name, packed) in all {
        let (ended, reader) = pass_one(packed);
        assert_eq!(ended, Ok(()), "{name}");
        let mut store = Store::new(Slow::new(Memory::new(&packed[..])), reader.unpacking());
        let mut start = 1;
        // Far forth and back, near by, and over pages.
        for step in 0..24_u64 {
            start = (start * 7_919 + step * 1_000_003) % end;
            let range = start..end.min(start + [10, 1_500, 300_000][step as usize % 3]);
            let expected = &file[range.start as usize..range.end as usize];
            assert!(bytes_of(&mut store, range.clone()) == expected, "{name} {range:?}");
        }
        let beyond = loop {
            match store.bytes(end - 1..end + 1) {
                Ok(Bytes::Later) => {}
                other => break other,
            }
        };
        assert!(matches!(beyond, Err(Problem::CutShort { .. })), "{name}");
    }
}

#[test]
fn points_come_every_four_megabytes() {
    let (file, all) = &*LARGE;
    for (name, packed) in all {
        let (_, reader) = pass_one(packed);
        let unpacking = reader.unpacking();
        let whole_zstd = *name == "zstd";
        let farthest = (0..file.len() as u64)
            .step_by(10_000)
            .filter(|at| unpacking.kept_from(*at).is_empty())
            .map(|at| at - unpacking.point_before(at).unwrap().unpacked)
            .max();
        match farthest {
            None => assert!(whole_zstd, "{name}"),
            Some(far) => assert!(far < 7 << 20, "{name}: {far} bytes to the point before"),
        }
        let most = if whole_zstd { file.len() + 200 } else { 8 << 20 };
        assert!(unpacking.memory() < most, "{name}: {} bytes", unpacking.memory());
    }
}

#[test]
fn a_store_learns_while_pass_one_runs() {
    for (name, packed) in &LARGE.1 {
        let mut reader = Reader::new();
        let mut store = Store::new(Memory::new(&packed[..]), &Unpacking::default());
        for chunk in packed.chunks(packed.len() / 5) {
            let mut last = None;
            reader.feed(chunk, &mut |packet| last = Some((packet.offset, packet.bytes.to_vec()))).unwrap();
            store.learn(reader.unpacking());
            if let Some((offset, bytes)) = last {
                assert!(bytes_of(&mut store, offset..offset + bytes.len() as u64) == bytes, "{name}");
            }
        }
        assert!(matches!(reader.unpacking().packing(), Some(Packing::Gzip | Packing::Zstd | Packing::Lz4)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn damaged_data_never_panics_and_does_not_depend_on_chunks(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        chunk in 1_usize..500,
    ) {
        let file = pcap(LITTLE, 60);
        for (name, mut packed) in packed(&file) {
            for (place, value) in &flips {
                let place = place.index(packed.len());
                packed[place] = *value;
            }
            let (whole, ended, reader) = read(&packed, usize::MAX);
            let (pieces, ended_in_pieces, _) = read(&packed, chunk);
            // An early check sees damage that a late one does not reach, so only what was unpacked in both is compared.
            let both = whole.len().min(pieces.len());
            prop_assert_eq!(&whole[..both], &pieces[..both], "{}", name);
            prop_assert_eq!(ended.is_err(), ended_in_pieces.is_err(), "{}", name);
            let mut store = Store::new(Memory::new(packed), reader.unpacking());
            for packet in whole {
                let range = packet.offset..packet.offset + packet.bytes.len() as u64;
                prop_assert_eq!(bytes_of(&mut store, range), packet.bytes, "{}", name);
            }
        }
    }
}
