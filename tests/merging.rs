//! Several captures become one in the order of time, as a person who drops them together wants it.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::process::Command;

use support::{capture, nanosecond_pcap, packets_of, shown::opened};
use wirelight::{
    capture::{Memory, Problem, Slow, Source},
    engine::{
        Engine,
        merging::{Merging, Part},
        request::{Reply, Request, Settings, TimeFormat},
    },
};

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(capture(name)).unwrap()
}

/// A file that was read in chunks of an odd length.
fn part<S: Source>(file: &[u8], source: S) -> Part<S> {
    let mut part = Part::new(source);
    let _ = file.chunks(1009).all(|chunk| part.feed(chunk));
    assert_eq!(part.end(), None);
    part
}

fn merged<S: Source>(parts: Vec<Part<S>>) -> Vec<u8> {
    let (mut merging, mut out, mut before) = (Merging::new(parts), Vec::new(), 0);
    while merging.step(&mut out).unwrap() {
        let (done, of) = merging.progress();
        assert!(before <= done && done <= of);
        before = done;
    }
    out
}

fn parts(names: &[&str]) -> Vec<Part<Memory>> {
    names.iter().map(|name| bytes(name)).map(|file| part(&file, Memory::new(file.clone()))).collect()
}

/// Seconds since 1970 and length of every packet, as the list shows them.
fn packets(engine: &mut Engine<Memory>) -> Vec<(String, u32, bool)> {
    let settings = Settings { time: TimeFormat::Epoch, ..Settings::default() };
    let Reply::Rows { rows, .. } = engine.ask(&Request::Rows { first: 0, count: 1000, settings }) else { panic!() };
    rows.into_iter().map(|row| (row.time, row.length, row.comment)).collect()
}

const THREE: [&str; 3] =
    ["static/samples/live-video.pcap.gz", "static/samples/websocket-chat.pcap.gz", "static/samples/page-load.pcap.zst"];

#[test]
fn packets_of_several_files_come_in_the_order_of_time() {
    let file = merged(parts(&THREE));
    let together = packets(&mut opened(&file));
    let mut apart: Vec<_> = THREE.iter().flat_map(|name| packets(&mut opened(&bytes(name)))).collect();
    // the digits differ between files, not the moments
    let moment = |text: &str| text.parse::<f64>().unwrap();
    apart.sort_by(|a, b| moment(&a.0).total_cmp(&moment(&b.0)));
    assert_eq!(together.len(), apart.len());
    for (one, other) in together.iter().zip(&apart) {
        assert!((moment(&one.0) - moment(&other.0)).abs() < 1e-6 && one.1 == other.1, "{one:?} {other:?}");
    }
}

#[test]
fn two_halves_of_a_capture_become_it_again() {
    let packets_of = packets_of("seeds/seed003.pcap");
    let timed: Vec<(u64, &[u8], u32)> = (0..)
        .zip(&packets_of)
        .map(|(number, (_, bytes))| (1_000_000_007 * number, bytes.as_slice(), bytes.len() as u32))
        .collect();
    let half = |odd: u64| {
        let every = timed.iter().filter(|(time, ..)| time / 1_000_000_007 % 2 == odd).copied();
        let file = nanosecond_pcap(1, &every.collect::<Vec<_>>());
        part(&file, Memory::new(file.clone()))
    };
    let together = packets(&mut opened(&merged(vec![half(1), half(0)])));
    assert_eq!(together, packets(&mut opened(&nanosecond_pcap(1, &timed))));
}

#[test]
fn interfaces_comments_and_names_come_along() {
    let file = merged(parts(&["frame/interfaces_and_comments.pcapng", "static/samples/live-video.pcap.gz"]));
    let mut engine = opened(&file);
    let Reply::Facts(facts) = engine.ask(&Request::Facts) else { panic!() };
    assert_eq!(facts.interfaces.len(), 3);
    assert_eq!(facts.interfaces[0].interface.name.as_deref(), Some("eth0"));
    assert_eq!(facts.interfaces[2].packets.packets, 14);
    assert_eq!(facts.names, 1);
    let alone = packets(&mut opened(&bytes("frame/interfaces_and_comments.pcapng")));
    let comments = |packets: &[(String, u32, bool)]| packets.iter().filter(|packet| packet.2).count();
    assert!(comments(&alone) > 0);
    assert_eq!(comments(&packets(&mut engine)), comments(&alone));
}

#[test]
fn bytes_that_come_later_are_waited_for() {
    let slow: Vec<_> =
        THREE.iter().map(|name| bytes(name)).map(|file| part(&file, Slow::new(Memory::new(file.clone())))).collect();
    assert_eq!(merged(slow), merged(parts(&THREE)));
}

#[test]
fn what_is_no_capture_is_said_so_and_what_is_cut_is_kept_so_far() {
    let mut picture = Part::new(Memory::new(*b"\x89PNG\r\n\x1a\n"));
    assert!(!picture.feed(b"\x89PNG\r\n\x1a\n") || picture.end().is_some());
    assert_eq!(picture.end().map(|damage| &damage.problem), Some(&Problem::NotACapture(Some("png".into()))));
    let whole = bytes("seeds/seed003.pcap");
    let cut = &whole[..whole.len() - 3];
    let mut part = Part::new(Memory::new(cut.to_vec()));
    part.feed(cut);
    assert!(matches!(part.end().map(|damage| &damage.problem), Some(Problem::CutShort { .. })));
    let count = part.packets();
    assert!(count > 0);
    assert_eq!(packets(&mut opened(&merged(vec![part]))).len() as u64, count);
}

#[test]
fn mergecap_has_the_same_order() {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = THREE.iter().map(|name| capture(name)).collect();
    let theirs = folder.path().join("theirs.pcapng");
    let Ok(run) = Command::new("mergecap").arg("-w").arg(&theirs).args(&paths).status() else { return };
    assert!(run.success());
    let mut theirs = opened(&std::fs::read(theirs).unwrap());
    let lengths = |engine: &mut Engine<Memory>| packets(engine).into_iter().map(|packet| packet.1).collect::<Vec<_>>();
    assert_eq!(lengths(&mut theirs), lengths(&mut opened(&merged(parts(&THREE)))));
}
