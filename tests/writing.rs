//! Captures at hand through reader, writer and reader again: the same packets. tshark and capinfos, where they are, read what is
//! written without a complaint.
#![cfg(not(target_arch = "wasm32"))]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use wirelight::capture::{
    self, Bytes, Facts, Interface, Memory, Name, Packet, Reader, Secrets, Section, Statistics, Store,
    write::{Form, Refusal, Writer},
};

const APPLICATION: &str = "Wirelight (test)";

/// What is compared of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    time: i64,
    original: u32,
    interface: u32,
    flags: u32,
    link_type: u16,
    bytes: Vec<u8>,
    comments: Vec<String>,
}

impl Seen {
    fn packet(&self) -> Packet<'_> {
        Packet {
            time: self.time,
            offset: 0,
            original: self.original,
            interface: self.interface,
            flags: self.flags,
            link_type: self.link_type,
            comment: !self.comments.is_empty(),
            bytes: &self.bytes,
        }
    }
}

/// Reads as much of a file as is not damaged.
fn read(file: &[u8]) -> (Vec<Seen>, Facts, bool) {
    let (mut reader, mut packets) = (Reader::new(), Vec::new());
    let mut keep = |packet: Packet<'_>| {
        let Packet { time, offset, original, interface, flags, link_type, comment, bytes } = packet;
        let seen = Seen { time, original, interface, flags, link_type, bytes: bytes.to_vec(), comments: Vec::new() };
        packets.push((seen, comment.then_some(offset)));
    };
    let whole = reader.feed(file, &mut keep).and_then(|()| reader.finish(&mut keep)).is_ok();
    let mut store = Store::new(Memory::new(file), reader.unpacking());
    for (packet, at) in &mut packets {
        if let Some(at) = *at {
            packet.comments = capture::comments(&mut store, at, packet.bytes.len() as u32).unwrap().unwrap();
        }
    }
    (packets.into_iter().map(|(packet, _)| packet).collect(), reader.facts().clone(), whole)
}

fn written(form: Form, facts: &Facts, packets: &[Seen]) -> Result<Vec<u8>, Refusal> {
    let used = packets.iter().map(|packet| packet.interface);
    let mut writer = Writer::new(form, facts, used, APPLICATION)?;
    let mut file = Vec::new();
    writer.start(&mut file);
    for packet in packets {
        let comments: Vec<_> = packet.comments.iter().map(String::as_str).collect();
        assert!(writer.packet(&mut file, &packet.packet(), &comments));
    }
    writer.finish(&mut file);
    Ok(file)
}

/// What is written, read again; it is never damaged.
fn again(form: Form, facts: &Facts, packets: &[Seen]) -> (Vec<Seen>, Facts) {
    let (packets, facts, whole) = read(&written(form, facts, packets).unwrap());
    assert!(whole);
    (packets, facts)
}

fn captures() -> Vec<PathBuf> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.extension().and_then(|extension| extension.to_str()) {
                None => below(&path, found),
                Some("pcap" | "pcapng") => found.push(path),
                Some(_) => {}
            }
        }
    }
    let mut found = Vec::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures"), &mut found);
    if let Some(kit) = std::env::var_os("WIRELIGHT_KIT") {
        below(&Path::new(&kit).join("captures"), &mut found);
    }
    found.sort();
    assert!(found.len() > 100);
    found
}

/// Facts without what may change: where sections begin, their order of bytes, who wrote them, and what a default is.
fn lasting(facts: &Facts) -> Facts {
    let interface = |interface: &Interface| Interface {
        section: 0,
        resolution: interface.resolution.or(Some(interface.digits)),
        ..interface.clone()
    };
    Facts {
        format: None,
        sections: Vec::new(),
        interfaces: facts.interfaces.iter().map(interface).collect(),
        ..facts.clone()
    }
}

#[test]
fn every_capture_comes_back_as_pcapng() {
    for path in captures() {
        let (packets, facts, _) = read(&fs::read(&path).unwrap());
        // Custom blocks that may not be copied are not.
        let packets: Vec<_> = packets.into_iter().filter(|p| p.link_type != Packet::CUSTOM || p.flags != 0).collect();
        let (packets_again, facts_again) = again(Form::Pcapng, &facts, &packets);
        // Simple packet blocks are of the section's first interface, and all sections become one.
        let timed = |packet: &Seen| {
            let unsaid = packet.time == Packet::UNTIMED && ![0, Packet::NO_INTERFACE].contains(&packet.interface);
            Seen { time: if unsaid { 0 } else { packet.time }, ..packet.clone() }
        };
        let first = packets.iter().zip(&packets_again).position(|(packet, again)| timed(packet) != *again);
        assert_eq!((first, packets_again.len()), (None, packets.len()), "{}", path.display());
        assert_eq!(lasting(&facts_again), lasting(&facts), "{}", path.display());
    }
}

#[test]
fn every_capture_of_one_link_type_comes_back_as_pcap() {
    for path in captures() {
        let (packets, facts, _) = read(&fs::read(&path).unwrap());
        let mut link_types: Vec<_> = packets.iter().map(|packet| packet.link_type).collect();
        link_types.sort_unstable();
        link_types.dedup();
        match written(Form::Pcap, &facts, &packets) {
            Ok(file) => {
                let (packets_again, facts_again, whole) = read(&file);
                assert!(whole && link_types.len() <= 1, "{}", path.display());
                let bare = |packet: &Seen| Seen {
                    time: packet.time.clamp(0, i64::from(u32::MAX) * 1_000_000_000 + 999_999_999),
                    comments: Vec::new(),
                    interface: 0,
                    flags: 0,
                    ..packet.clone()
                };
                assert!(packets_again == packets.iter().map(bare).collect::<Vec<_>>(), "{}", path.display());
                assert_eq!(facts_again.interfaces.len(), 1, "{}", path.display());
            }
            Err(Refusal::SeveralLinkTypes(refused)) => assert_eq!(refused, link_types, "{}", path.display()),
            Err(Refusal::LinkType(refused)) => {
                assert!([refused] == link_types[..] && refused > 303, "{}", path.display())
            }
            Err(Refusal::NoInterface) => assert!(packets.iter().any(|p| p.interface == Packet::NO_INTERFACE)),
        }
    }
}

fn packet(interface: u32, time: i64, bytes: &[u8]) -> Seen {
    let bytes = bytes.to_vec();
    Seen { time, original: bytes.len() as u32, interface, flags: 0, link_type: 1, bytes, comments: Vec::new() }
}

/// Two interfaces of a file that says everything there is to say.
fn talkative() -> Facts {
    let text = |text: &str| Some(text.to_owned());
    let wired = Interface {
        link_type: 1,
        snap_length: 262_144,
        digits: 9,
        fcs_length: Some(4),
        name: text("eth0"),
        description: text("到路由器"),
        filter: text("tcp port 80"),
        hardware: text("Intel"),
        os: text("Linux 6.1"),
        speed: Some(10_000_000_000),
        comments: vec!["first".into(), "second".into()],
        ..Interface::default()
    };
    let section = Section {
        hardware: text("arm64"),
        os: text("Linux"),
        application: text("other"),
        comments: vec!["一".into()],
        ..Section::default()
    };
    let named = |address: &str, name: &str| Name { address: address.parse().unwrap(), name: name.into() };
    Facts {
        sections: vec![section.clone(), Section { comments: vec!["two".into()], ..section }],
        interfaces: vec![wired.clone(), Interface { section: 1, digits: 6, resolution: Some(7), ..wired }],
        names: vec![named("10.0.0.1", "a.example"), named("10.0.0.1", "b"), named("2001:db8::1", "六.example")],
        statistics: vec![
            Statistics { interface: 1, received: Some(1_000), dropped: Some(3), ..Statistics::default() },
            Statistics {
                interface: 0,
                accepted: Some(u64::MAX),
                dropped_by_system: Some(0),
                delivered: Some(5),
                comments: vec!["later".into()],
                ..Statistics::default()
            },
        ],
        secrets: vec![Secrets { kind: Secrets::TLS_KEY_LOG, data: b"CLIENT_RANDOM 00 11\n".to_vec() }],
        ..Facts::default()
    }
}

#[test]
fn what_a_file_says_of_itself_comes_back() {
    let facts = talkative();
    let (_, again) = again(Form::Pcapng, &facts, &[]);
    assert_eq!(lasting(&again), lasting(&facts));
    let [section] = &again.sections[..] else { panic!("{} sections", again.sections.len()) };
    assert_eq!(section.comments, ["一", "two"]);
    assert_eq!(section.application.as_deref(), Some(APPLICATION));
    assert_eq!((section.hardware.as_deref(), section.os.as_deref()), (Some("arm64"), Some("Linux")));
}

#[test]
fn packets_keep_time_flags_and_comments() {
    let time = 1_258_133_614_430_569_100;
    let mut packets = vec![packet(0, time + 23, &[1; 60]), packet(1, time, &[2; 61]), packet(1, Packet::UNTIMED, &[])];
    packets[0].comments = vec!["猪".into(), String::new()];
    packets[1].flags = 0x8000_0001;
    packets[1].original = 1_500;
    let (again, _) = again(Form::Pcapng, &talkative(), &packets);
    // Only the first interface has packets without a time.
    packets[2].time = 0;
    assert_eq!(again, packets);
}

#[test]
fn a_packet_without_time_stays_without_where_that_can_be_said() {
    let interface = |snap_length| Interface { link_type: 1, snap_length, digits: 6, ..Interface::default() };
    let facts = Facts { interfaces: vec![interface(40), interface(0)], ..Facts::default() };
    let cut = Seen { original: 90, ..packet(0, Packet::UNTIMED, &[7; 40]) };
    let said = [packet(0, Packet::UNTIMED, &[7; 33]), cut];
    assert_eq!(again(Form::Pcapng, &facts, &said).0, said);
    let unsaid = [
        Seen { original: 90, ..packet(0, Packet::UNTIMED, &[7; 30]) },
        Seen { comments: vec!["c".into()], ..packet(0, Packet::UNTIMED, &[7; 3]) },
        packet(1, Packet::UNTIMED, &[7; 3]),
    ];
    let at_zero = unsaid.clone().map(|packet| Seen { time: 0, ..packet });
    assert_eq!(again(Form::Pcapng, &facts, &unsaid).0, at_zero);
    assert_eq!(again(Form::Pcap, &facts, &unsaid[..1]).0, at_zero[..1]);
}

#[test]
fn records_of_no_interface_are_written_where_they_may() {
    let record = |link_type, flags, bytes: &[u8]| Seen {
        link_type,
        flags,
        ..packet(Packet::NO_INTERFACE, Packet::UNTIMED, bytes)
    };
    let journal = Seen { time: 12_000, ..record(Packet::JOURNAL, 0, b"__REALTIME_TIMESTAMP=12\nMESSAGE=hi\n") };
    let kept = [journal, record(Packet::CUSTOM, 32_473, b"customer")];
    assert_eq!(again(Form::Pcapng, &Facts::default(), &kept).0, kept);
    assert_eq!(written(Form::Pcap, &Facts::default(), &kept), Err(Refusal::NoInterface));
    let mut writer = Writer::new(Form::Pcapng, &Facts::default(), [], APPLICATION).unwrap();
    let mut out = Vec::new();
    assert!(!writer.packet(&mut out, &record(Packet::CUSTOM, 0, b"private").packet(), &[]));
    assert!(!writer.packet(&mut out, &packet(0, 0, b"of an interface there is not").packet(), &[]));
    assert!(out.is_empty());
}

#[test]
fn times_that_do_not_fit_are_the_nearest_that_do() {
    let facts = |digits| Facts {
        interfaces: vec![Interface { link_type: 1, digits, ..Interface::default() }],
        ..Facts::default()
    };
    let times = [-5, i64::MAX, i64::MIN + 1, 4_294_967_295_999_999_999, 4_294_967_296_000_000_000];
    let packets = times.map(|time| packet(0, time, &[0; 4]));
    let again = |form, digits| again(form, &facts(digits), &packets).0.iter().map(|p| p.time).collect::<Vec<_>>();
    let last = 4_294_967_295_999_999_999;
    assert_eq!(again(Form::Pcapng, 9), [0, i64::MAX, 0, last, last + 1]);
    assert_eq!(again(Form::Pcapng, 0), [0, i64::MAX, 0, 4_294_967_295_000_000_000, last + 1]);
    assert_eq!(again(Form::Pcap, 9), [0, last, 0, last, last]);
    assert_eq!(again(Form::Pcap, 6), [0, last - 999, 0, last - 999, last - 999]);
}

#[test]
fn texts_that_are_too_long_are_cut_between_characters() {
    let long = "猪".repeat(30_000);
    let mut facts = talkative();
    facts.interfaces[0].name = Some(long.clone());
    facts.interfaces[0].filter = Some(long.clone());
    facts.names = (0..9).map(|_| Name { address: [10, 0, 0, 1].into(), name: long.clone() }).collect();
    let commented = Seen { comments: vec![long.clone(), "short".into()], ..packet(0, 5, &[1, 2, 3]) };
    let (packets, facts) = again(Form::Pcapng, &facts, &[commented]);
    assert_eq!(packets[0].comments, [&long[..65_535], "short"]);
    assert_eq!(facts.interfaces[0].name.as_deref(), Some(&long[..65_535]));
    assert_eq!(facts.interfaces[0].filter.as_deref(), Some(&long[..65_532]));
    assert_eq!(facts.names.iter().map(|name| name.name.len()).collect::<Vec<_>>(), [65_529; 9]);
}

#[test]
fn pcap_is_in_nanoseconds_where_a_used_interface_is() {
    let interface = |digits, resolution| Interface { link_type: 1, digits, resolution, ..Interface::default() };
    let fine = interface(6, Some(7));
    let facts = Facts { interfaces: vec![interface(6, None), interface(9, None), fine], ..Facts::default() };
    let magic = |used: &[u32]| {
        let mut out = Vec::new();
        Writer::new(Form::Pcap, &facts, used.iter().copied(), APPLICATION).unwrap().start(&mut out);
        u32::from_le_bytes(out[..4].try_into().unwrap())
    };
    assert_eq!(magic(&[0]), 0xa1b2_c3d4);
    assert_eq!([magic(&[0, 1]), magic(&[2, 0])], [0xa1b2_3c4d; 2]);
    assert_eq!(magic(&[]), 0xa1b2_c3d4);
}

#[test]
fn pcap_is_of_one_link_type_among_the_interfaces_that_are_used() {
    let interface = |link_type| Interface { link_type, digits: 6, ..Interface::default() };
    let facts = Facts { interfaces: [113, 1, 113, 304].map(interface).into(), ..Facts::default() };
    let refused = |used: &[u32]| Writer::new(Form::Pcap, &facts, used.iter().copied(), APPLICATION).err();
    assert_eq!(refused(&[2, 0, 2]), None);
    assert_eq!(refused(&[2, 1, 0]), Some(Refusal::SeveralLinkTypes(vec![1, 113])));
    assert_eq!(refused(&[3]), Some(Refusal::LinkType(304)));
    assert_eq!(refused(&[1, 4]), Some(Refusal::NoInterface));
    assert!(Writer::new(Form::Pcapng, &facts, [0, 1, 2], APPLICATION).is_ok());
}

#[test]
fn pcap_keeps_snapshot_and_fcs_length() {
    let interface =
        |snap_length| Interface { link_type: 1, digits: 6, snap_length, fcs_length: Some(4), ..Interface::default() };
    let facts = Facts { interfaces: vec![interface(96), interface(128), interface(0)], ..Facts::default() };
    let kept = |used: &[u32]| {
        let packets: Vec<_> = used.iter().map(|place| packet(*place, 0, &[1])).collect();
        let (_, facts) = again(Form::Pcap, &facts, &packets);
        (facts.interfaces[0].snap_length, facts.interfaces[0].fcs_length)
    };
    assert_eq!(kept(&[0, 1]), (128, Some(4)));
    assert_eq!(kept(&[0, 2]), (262_144, Some(4)));
}

/// What a program of Wireshark's prints about a file, which must be without a complaint; nothing where there is none.
fn wireshark(program: &str, words: &str, file: &[u8]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(words.split_whitespace()).stdin(Stdio::null());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("written");
    fs::write(&path, file).unwrap();
    let output = command.arg(&path).output().ok()?;
    let complaints: Vec<_> = String::from_utf8_lossy(&output.stderr)
        .lines()
        .filter(|line| !line.starts_with("Running as user \"root\""))
        .map(str::to_owned)
        .collect();
    assert!(complaints.is_empty() && output.status.success(), "{program}: {complaints:?}");
    Some(String::from_utf8_lossy(&output.stdout).replace(path.to_str().unwrap(), "written"))
}

/// What tshark is asked about every packet.
const FIELDS: &str = "-n -T fields -e frame.time_epoch -e frame.len -e frame.cap_len -e frame.comment -e frame.packet_flags \
    -e _ws.col.Protocol -e _ws.col.Info -r";

#[test]
fn tshark_sees_in_what_is_written_what_it_sees_in_the_original() {
    for path in captures().iter().filter(|path| path.to_str().unwrap().contains("tests/captures")).step_by(15) {
        let original = fs::read(path).unwrap();
        let (packets, facts, _) = read(&original);
        let Some(expected) = wireshark("tshark", FIELDS, &original) else { return };
        for form in [Form::Pcapng, Form::Pcap] {
            let Ok(file) = written(form, &facts, &packets) else { continue };
            assert_eq!(wireshark("tshark", FIELDS, &file).unwrap(), expected, "{form:?} of {}", path.display());
        }
    }
}

#[test]
fn tshark_and_capinfos_understand_what_a_file_says_of_itself() {
    let time = 1_258_133_614_430_569_100;
    let mut packets =
        vec![packet(0, time + 23, &[1; 60]), packet(1, time, &[2; 61]), packet(0, Packet::UNTIMED, &[3; 9])];
    packets[0].comments = vec!["猪".into(), "two".into()];
    packets[1].flags = 1;
    let file = written(Form::Pcapng, &talkative(), &packets).unwrap();
    let Some(infos) = wireshark("capinfos", "-M", &file) else { return };
    for said in [
        "Number of interfaces in file: 2",
        "Name = eth0",
        "Capture length = 262144",
        "Filter string = tcp port 80",
        "Hardware = Intel",
        "Operating system = Linux 6.1",
        "Speed = 10000000000",
        "FCS length = 4",
        "Time resolution = 0x07",
        "Number of stat entries = 1",
        "Capture application: Wirelight (test)",
        "Number of packets:   3",
        "Number of decryption secrets in file: 1",
        "Number of resolved IPv4 addresses in file: 2",
        "Number of resolved IPv6 addresses in file: 1",
    ] {
        assert!(infos.contains(said), "{said} is not in\n{infos}");
    }
    let rows = wireshark("tshark", FIELDS, &file).unwrap();
    assert!(rows.starts_with("1258133614.430569123\t60\t60\t猪,two\t\t"), "{rows}");
    assert!(rows.contains("\n1258133614.430569100\t61\t61\t\t0x00000001\t"), "{rows}");
}

#[test]
fn bytes_are_those_of_the_capture_in_the_store_too() {
    // Captured bytes lie where the reader says in what is written, too.
    let file = written(Form::Pcapng, &talkative(), &[packet(0, 5, b"one"), packet(1, 6, b"three")]).unwrap();
    let (mut reader, mut seen) = (Reader::new(), Vec::new());
    reader.feed(&file, &mut |packet: Packet<'_>| seen.push((packet.offset, packet.bytes.to_vec()))).unwrap();
    let mut store = Store::new(Memory::new(file), reader.unpacking());
    for (offset, bytes) in seen {
        assert_eq!(store.bytes(offset..offset + bytes.len() as u64), Ok(Bytes::Here(&bytes)));
    }
}
