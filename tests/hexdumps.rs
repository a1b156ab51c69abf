//! Hex dumps as programs print them → the bytes that were dumped. The programs themselves are asked where they are.
#![cfg(not(target_arch = "wasm32"))]

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use proptest::prelude::*;
use wirelight::capture::{
    self, Memory, Packet, Reader, Store,
    hexdump::{self, Dumped, Problem},
};

/// How a program lays a dump out.
#[derive(Debug, Clone, Copy)]
struct Style {
    offset: fn(usize) -> String,
    /// Bytes of a row, and of a group in it.
    width: usize,
    group: usize,
    /// A wider gap in the middle.
    halves: bool,
    /// The characters, behind so many blanks and between these; blanks are dots in some.
    picture: Option<(usize, &'static str, bool)>,
    /// Rows that are like the one before are a star, and an offset ends the dump.
    squeezed: bool,
}

const PLAIN: Style = Style {
    offset: |offset| format!("{offset:04x}  "),
    width: 16,
    group: 1,
    halves: false,
    picture: Some((3, "", false)),
    squeezed: false,
};

const STYLES: [(&str, Style); 12] = [
    ("wireshark", PLAIN),
    ("old wireshark", Style { halves: true, ..PLAIN }),
    ("without characters", Style { picture: None, ..PLAIN }),
    ("xxd", Style { group: 2, picture: Some((2, "", false)), ..XXD }),
    ("xxd -g1", XXD),
    ("xxd -c8 -g1", Style { width: 8, ..XXD }),
    ("xxd -g4", Style { group: 4, ..XXD }),
    ("hexdump -C", HEXDUMP),
    ("od -Ax -tx1", Style { offset: |offset| format!("{offset:06x} "), halves: false, picture: None, ..HEXDUMP }),
    ("od -tx1", Style { offset: |offset| format!("{offset:07o} "), halves: false, picture: None, ..HEXDUMP }),
    ("tcpdump -x", Style { picture: None, ..TCPDUMP }),
    ("tcpdump -X", TCPDUMP),
];

const XXD: Style = Style { offset: |offset| format!("{offset:08x}: "), picture: Some((2, "", false)), ..PLAIN };
const HEXDUMP: Style = Style {
    offset: |offset| format!("{offset:08x}  "),
    halves: true,
    picture: Some((2, "|", false)),
    squeezed: true,
    ..PLAIN
};
const TCPDUMP: Style =
    Style { offset: |offset| format!("\t0x{offset:04x}:  "), group: 2, picture: Some((2, "", true)), ..PLAIN };

impl Style {
    fn print(&self, bytes: &[u8]) -> String {
        let mut text = String::new();
        let mut before = None;
        for (place, row) in bytes.chunks(self.width).enumerate() {
            let offset = place * self.width;
            let repeated = self.squeezed && before.replace(row) == Some(row) && offset + row.len() < bytes.len();
            match repeated {
                false => writeln!(text, "{}{}", (self.offset)(offset), self.row(row)).unwrap(),
                true if text.ends_with("*\n") => {}
                true => text.push_str("*\n"),
            }
        }
        if self.squeezed {
            writeln!(text, "{}", (self.offset)(bytes.len()).trim_end()).unwrap();
        }
        text
    }

    fn row(&self, row: &[u8]) -> String {
        let mut text = self.digits(row);
        let Some((gap, bars, dots)) = self.picture else { return text };
        let full = self.digits(&vec![0; self.width]).len();
        let picture = row.iter().map(|byte| match byte {
            b' ' if dots => '.',
            b' '..0x7f => char::from(*byte),
            _ => '.',
        });
        write!(text, "{:1$}{bars}{2}{bars}", "", full - text.len() + gap, picture.collect::<String>()).unwrap();
        text
    }

    fn digits(&self, row: &[u8]) -> String {
        let mut text = String::new();
        for (place, byte) in row.iter().enumerate() {
            let gap = if place == 0 || place % self.group > 0 { "" } else { " " };
            let half = if self.halves && place == self.width / 2 { " " } else { "" };
            write!(text, "{gap}{half}{byte:02x}").unwrap();
        }
        text
    }
}

/// The packets as they stand in the text, without headers that were added.
fn dumped(text: &str) -> Vec<Vec<u8>> {
    let dump = hexdump::read(text).unwrap_or_else(|problem| panic!("{problem}\n{text}"));
    dump.packets.into_iter().map(bare).collect()
}

fn bare(packet: Dumped) -> Vec<u8> {
    packet.bytes[if packet.header_added { 14 } else { 0 }..].to_vec()
}

/// Bytes of all kinds: any, many that look like digits of a dump, and many alike.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let like_digits = prop::sample::select(b"0123456789abcdefAF  .:|>*".to_vec());
    prop_oneof![
        prop::collection::vec(any::<u8>(), 1..90),
        prop::collection::vec(like_digits, 1..90),
        prop::collection::vec(prop::sample::select(vec![0, b' ']), 1..90),
        (any::<u8>(), 1_usize..300).prop_map(|(byte, count)| vec![byte; count]),
    ]
}

/// What mail programs and chats do to a text.
fn mangled(text: &str, how: u8) -> String {
    let lines = text.lines().map(|line| match how {
        1 => format!("{}\r\n", line),
        2 => format!("> {}\n", line.trim_end()),
        3 => format!("  > >\t{line}\n"),
        4 => format!("{}\n", line.replace(' ', "\u{a0}")),
        5 => format!("{line}\n这一行是说明 0000 文字\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_dumped_comes_back(packets in prop::collection::vec(bytes(), 1..4), how in 0_u8..6) {
        for (name, style) in STYLES {
            let text: String = packets.iter().map(|packet| style.print(packet)).collect();
            let text = mangled(&text, how);
            prop_assert_eq!(&dumped(&text), &packets, "{}\n{}", name, text);
        }
    }

    #[test]
    fn no_text_is_a_panic(text in "[0-9a-f :x>*|.\t\n中]{0,200}", cut in 0_usize..100) {
        let _ = hexdump::capture(&text);
        for (_, style) in STYLES {
            let dump = style.print(text.as_bytes());
            let place = dump.floor_char_boundary(cut);
            let _ = hexdump::capture(&format!("{}{text}{}", &dump[..place], &dump[place..]));
        }
    }

    #[test]
    fn bare_digits_come_back(packets in prop::collection::vec(prop::collection::vec(any::<u8>(), 8..90), 1..4), kind in 0_usize..4) {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
        let line = |bytes: &Vec<u8>| match kind {
            0 => hex(bytes).concat(),
            1 => hex(bytes).join(" "),
            2 => hex(bytes).join(":"),
            _ => bytes.chunks(12).map(|row| hex(row).iter().map(|byte| format!("0x{byte}, ")).collect::<String>() + "\n").collect(),
        };
        let text = packets.iter().map(line).collect::<Vec<_>>().join("\n\n");
        prop_assert_eq!(dumped(&text), packets, "{}", text);
    }
}

#[test]
fn rows_that_tell_of_other_rows_are_counted_and_left_out() {
    let text = "看这个包：\n0000  61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f 70   abcdefghijklmnop\nthen 下一页\n\
        0010  61 62   ab\n\n2024 10 20 no row\nFrame (1 bytes)?\n";
    let dump = hexdump::read(text).unwrap();
    assert_eq!((dump.packets.len(), dump.skipped), (1, 4));
    assert_eq!(dump.packets[0].bytes, b"abcdefghijklmnopab");
    assert_eq!(dump.packets[0].line, 2);
}

#[test]
fn a_missing_row_is_named() {
    let row = "61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f 70";
    let offset = |line, expected, found| Err(Problem::Offset { line, expected, found });
    assert_eq!(hexdump::read(&format!("0000  {row}\n0020  {row}\n")), offset(2, 16, 32));
    assert_eq!(hexdump::read(&format!("text\n\n0x0010:  {row}\n")), offset(3, 0, 16));
    assert_eq!(hexdump::read(&format!("0000  61 62 zz\n0010  {row}\n")), offset(2, 2, 16));
    assert_eq!(hexdump::read("just 一些 words\n"), Err(Problem::NoBytes));
    assert_eq!(hexdump::read(""), Err(Problem::NoBytes));
}

#[test]
fn packets_longer_than_there_can_be_are_refused() {
    let too_long = |line| Err(Problem::TooLong { line, most: 262_144 });
    assert_eq!(hexdump::read(&format!("\n{}\n", "00".repeat(262_145))), too_long(2));
    let zeros = "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n*\n";
    assert_eq!(hexdump::read(&format!("{zeros}7ffffffffffffff0\n")), too_long(1));
    assert_eq!(dumped(&format!("{zeros}00040000\n")), [vec![0; 262_144]]);
}

#[test]
fn times_above_the_rows_are_those_of_the_packets() {
    let row = "\t0x0000:  4500 001c 0000 4000 4011\n";
    let text = format!(
        "23:59:59.000001 IP 10.0.0.1 > 10.0.0.2: ICMP\n{row}00:00:01.5 IP\n{row}{row}2026-01-01 00:00:00.000000007 IP\n{row}\
         1767225600.25 IP\n    10.0.0.1.80 > 10.0.0.2.81: UDP\n{row}"
    );
    let times: Vec<_> = hexdump::read(&text).unwrap().packets.iter().map(|packet| packet.time).collect();
    let (day, new_year) = (86_400_000_000_000, 1_767_225_600_000_000_000);
    let expected = [
        Some(day - 1_000_000_000 + 1_000),
        Some(day + 1_500_000_000),
        None,
        Some(new_year + 7),
        Some(new_year + 250_000_000),
    ];
    assert_eq!(times, expected);
}

#[test]
fn what_is_dumped_of_the_inside_of_a_packet_is_no_packet() {
    let tshark = "Frame (9 bytes):\n\n0000  61 62 63 64 65 66 67 68 69   abcdefghi\n\nDe-chunked entity body (2 bytes):\n\n\
        0000  61 62   ab\n\nBase64 decoded (1 byte):\n\n0000  7a   z\n\n0000  78 79   xy\n";
    assert_eq!(dumped(tshark), [&b"abcdefghi"[..], b"xy"]);
    let tcpdump = "12:00:00.000000 IP 10.0.0.1 > 10.0.0.2: option\n\t\t0x0000:  6364\n\t    other option\n\t\t0x0000:  6768\n\
        \t0x0000:  6162 6364 6566 6768\n12:00:01.000000 IP\n\t0x0000:  6364 6566 6768\n";
    let dump = hexdump::read(tcpdump).unwrap();
    let noon = 43_200_000_000_000;
    let seen: Vec<_> = dump.packets.iter().map(|packet| (packet.time, &packet.bytes[..])).collect();
    assert_eq!(seen, [(Some(noon), &b"abcdefgh"[..]), (Some(noon + 1_000_000_000), b"cdefgh")]);
}

#[test]
fn a_capture_of_a_dump_is_one_that_opens() {
    let mut ip =
        vec![0x45, 0, 0, 28, 0, 0, 0x40, 0, 64, 17, 0x26, 0xcf, 10, 0, 0, 1, 10, 0, 0, 2, 0, 1, 0, 2, 0, 8, 0, 0];
    let arp = [&[255; 6][..], &[2, 0, 0, 0, 0, 1, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1], &[0; 20]].concat();
    let text = format!("12:00:00.000001 IP\n{}\n{}", TCPDUMP.print(&ip), PLAIN.print(&arp));
    let file = hexdump::capture(&text).unwrap();
    let (mut reader, mut seen) = (Reader::new(), Vec::new());
    let mut each = |packet: Packet<'_>| seen.push((packet.time, packet.offset, packet.bytes.to_vec()));
    reader.feed(&file, &mut each).and_then(|()| reader.finish(&mut each)).unwrap();
    let mut store = Store::new(Memory::new(file), reader.unpacking());
    let mut comments = |place: usize| capture::comments(&mut store, seen[place].1, seen[place].2.len() as u32);
    assert_eq!(comments(0), Ok(Some(vec!["Ethernet header added".into()])));
    assert_eq!(comments(1), Ok(Some(vec![])));
    ip.splice(0..0, [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0]);
    assert_eq!((seen[0].0, &seen[0].2), (43_200_000_001_000, &ip));
    assert_eq!((seen[1].0, &seen[1].2), (Packet::UNTIMED, &arp));
}

#[test]
fn time_grows_as_the_text_does() {
    let rows = PLAIN.print(&[b'a'; 1_400]);
    let text = rows.repeat(3_000);
    let start = std::time::Instant::now();
    assert_eq!(hexdump::read(&text).unwrap().packets.len(), 3_000);
    // A machine that does other things besides takes half a second without optimisation; squared, it would be minutes.
    assert!(start.elapsed().as_secs() < 30, "{:?} for {} bytes", start.elapsed(), text.len());
}

/// A packet's time and bytes.
type Timed = (i64, Vec<u8>);

/// Captures of Ethernet below `tests/captures`, with times and bytes of their packets.
fn captures() -> Vec<(PathBuf, Vec<Timed>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut files: Vec<_> =
        folders.flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "pcap"));
    files.sort();
    let read = |path: PathBuf| {
        let (mut reader, mut packets, mut ethernet) = (Reader::new(), Vec::new(), true);
        let mut each = |packet: Packet<'_>| {
            ethernet &= packet.link_type == 1;
            packets.push((packet.time, packet.bytes.to_vec()));
        };
        let whole = reader.feed(&fs::read(&path).unwrap(), &mut each).and_then(|()| reader.finish(&mut each));
        (ethernet && whole.is_ok()).then_some((path, packets))
    };
    files.into_iter().filter_map(read).collect()
}

/// What a program prints, with these bytes in its pipe; nothing where there is no such program.
fn printed(command: &str, last: &Path, input: &[u8]) -> Option<String> {
    let mut words = command.split_whitespace();
    let mut command = Command::new(words.next()?);
    command.args(words).args((last != Path::new("")).then_some(last)).env("TZ", "UTC");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    // A program that does not read its pipe closes it.
    let _ = child.stdin.take()?.write_all(input);
    Some(String::from_utf8_lossy(&child.wait_with_output().unwrap().stdout).into_owned())
}

#[test]
fn dumps_of_bytes_by_real_programs() {
    for program in
        ["xxd", "xxd -g1", "xxd -c8 -u", "hexdump -C", "od -Ax -tx1", "od -tx1", "od -Ad -tx1", "od -Ax -tx1z"]
    {
        for (path, packets) in captures().into_iter().step_by(9) {
            for (_, bytes) in packets.into_iter().filter(|(_, bytes)| !bytes.is_empty()).take(3) {
                let Some(text) = printed(program, Path::new(""), &bytes) else { return };
                assert_eq!(dumped(&text), [bytes], "{program} of {}\n{text}", path.display());
            }
        }
    }
}

#[test]
fn dumps_of_frames_by_tcpdump_and_tshark() {
    for (program, every) in [("tcpdump -tttt -n -XX -r", 1), ("tcpdump -n -v -xx -r", 1), ("tshark -x -r", 12)] {
        for (path, packets) in captures().into_iter().step_by(every) {
            let Some(text) = printed(program, &path, b"") else { continue };
            let packets: Vec<_> = packets.into_iter().filter(|(_, bytes)| !bytes.is_empty()).collect();
            assert!(!packets.is_empty());
            let expected: Vec<_> = packets.iter().map(|(_, bytes)| bytes.clone()).collect();
            let dump =
                hexdump::read(&text).unwrap_or_else(|problem| panic!("{program} of {}: {problem}", path.display()));
            if program.contains("tttt") {
                let times: Vec<_> = packets.iter().map(|(time, _)| Some(time / 1_000 * 1_000)).collect();
                assert_eq!(
                    dump.packets.iter().map(|packet| packet.time).collect::<Vec<_>>(),
                    times,
                    "{}",
                    path.display()
                );
            }
            let added: Vec<_> =
                dump.packets.iter().filter(|packet| packet.header_added).map(|packet| packet.line).collect();
            assert_eq!(added, [0_u32; 0], "{program} of {}", path.display());
            assert_eq!(
                dump.packets.into_iter().map(bare).collect::<Vec<_>>(),
                expected,
                "{program} of {}",
                path.display()
            );
        }
    }
}

#[test]
fn dumps_behind_the_link_header_by_tcpdump() {
    let mut seen = 0;
    for (path, packets) in captures() {
        // What is IP in Ethernet and honest about it.
        let is_ip = |bytes: &[u8]| match bytes.get(12..14) {
            Some([8, 0]) => etherparse::Ipv4Slice::from_slice(&bytes[14..]).is_ok(),
            Some([0x86, 0xdd]) => etherparse::Ipv6Slice::from_slice(&bytes[14..]).is_ok(),
            _ => false,
        };
        if !packets.iter().all(|(_, bytes)| is_ip(bytes)) {
            continue;
        }
        for program in ["tcpdump -n -x -r", "tcpdump -n -X -r"] {
            let Some(text) = printed(program, &path, b"") else { return };
            let dump = hexdump::read(&text).unwrap();
            assert_eq!(dump.packets.len(), packets.len(), "{program} of {}", path.display());
            for (packet, (_, bytes)) in dump.packets.iter().zip(&packets) {
                // Where tcpdump finds a packet cut short, it dumps the frame in spite of its options.
                let alike =
                    if packet.header_added { packet.bytes[12..] == bytes[12..] } else { packet.bytes == *bytes };
                assert!(alike, "{program} of {}, line {}", path.display(), packet.line);
                seen += usize::from(packet.header_added);
            }
        }
    }
    assert!(seen > 100);
}
