//! `-Y` of every command, `wirelight filter` and `wirelight save`, from outside.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use support::{Done, block, capture as file_of, done, option, packets_of, printed, wirelight};
use wirelight::{
    capture::{self, Facts, Memory, Packet, Reader, Store},
    index::packets::flags,
    query::{
        check::check,
        columns::{Columns, Reach},
        parser,
    },
};

const PAGE_LOAD: &str = "static/samples/page-load.pcap.zst";
const CHAT: &str = "static/samples/websocket-chat.pcap.gz";
const WIFI: &str = "seeds/seed003.pcap";
const PORT_81: &str = "seeds/seed001.pcap";

/// A command over a capture, with words as they are.
fn run(command: &str, name: &str, words: &[&str]) -> Done {
    done(wirelight().arg(command).arg(file_of(name)).args(words))
}

/// Standard output of a run that must go well.
#[track_caller]
fn out(command: &str, name: &str, words: &[&str]) -> String {
    let done = run(command, name, words);
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{command} {name} {words:?}");
    done.out
}

fn explained(words: &[&str]) -> Done {
    done(wirelight().arg("filter").args(words))
}

#[test]
fn a_filter_is_explained() {
    let filter = r#"tcp.port eq 80 && frame.len lt 99 or json && tcp.analysis.flags and http.host contains "a""#;
    let done = explained(&[filter]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let lines: Vec<_> = done.out.lines().collect();
    assert_eq!(lines[0], "Understood as    a display filter");
    assert!(lines[1].starts_with("Display filter   tcp.port == 80 "), "{}", lines[1]);
    assert!(lines[2].starts_with("Capture filter   "));
    let line = |start: &str| {
        let found = lines.iter().find(|line| line.starts_with(start));
        found.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
    };
    assert_eq!(line("  tcp.port  "), "tcp.port number Source or Destination Port: Either end.");
    assert_eq!(
        line("  tcp.port == 80  "),
        "tcp.port == 80 columns answer it: the ends of a conversation; packets in tunnels are dissected"
    );
    assert_eq!(line("  frame.len < 99  "), "frame.len < 99 columns answer it: what is noted of each packet");
    let marked = "tcp.analysis.flags packets that are marked as out of the ordinary are dissected";
    let marks = lines.iter().rev().find(|line| line.starts_with("  tcp.analysis.flags"));
    assert_eq!(marks.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).as_deref(), Some(marked));
    assert!(line("  http.host contains").ends_with("packets that have the layers for it are dissected"));
}

#[test]
fn columns_reach_as_far_as_the_explanation_says() {
    let mut open = BTreeMap::new();
    for (question, reach) in [
        ("frame", Reach::Layers),
        ("tcp", Reach::Layers),
        ("dns", Reach::Layers),
        ("http", Reach::Layers),
        ("frame.number > 3", Reach::Row),
        ("frame.time < \"2020-01-01\"", Reach::Row),
        ("tcp.flags.syn == 1", Reach::Row),
        ("tcp.port == 80", Reach::Ends),
        ("ip.addr == 127.0.0.0/8", Reach::Ends),
        ("tcp.analysis.flags", Reach::Marks),
        ("http.host == \"a\"", Reach::Absence),
        ("json", Reach::Absence),
        ("tcp.len > 0", Reach::Absence),
        ("frame.time_relative > 0.5", Reach::Nothing),
    ] {
        let asked = check(&parser::parse(question).unwrap().unwrap(), &|_| Vec::new()).unwrap();
        let mut asks = None;
        asked.each_leaf(&mut |leaf| asks = Some(leaf.asks.clone()));
        let asks = asks.unwrap();
        assert_eq!(Columns::reach(&asks), reach, "{question}");
        for name in [PORT_81, WIFI, "seeds/seed000.pcap", "dns/over_tcp.pcap", "tcp/losses.pcap"] {
            let engine = support::shown::opened(&fs::read(file_of(name)).unwrap());
            let session = engine.pass_one().session();
            let mut columns = Columns::new(&asks);
            for (packet, row) in (0..).zip(session.packets.iter()) {
                let is_open = columns.decide(&asks, session, packet, row).is_none();
                let may_be = match reach {
                    Reach::Layers => false,
                    Reach::Row => row.flags & (flags::CUT_SHORT | flags::MALFORMED) != 0,
                    Reach::Ends => session.flows.get(row.flow).is_none(),
                    Reach::Marks => row.flags & (flags::FOUND | flags::CUT_SHORT | flags::MALFORMED) != 0,
                    Reach::Absence | Reach::Nothing => true,
                };
                assert!(may_be || !is_open, "{question}: {name} {packet}");
                assert!(is_open || reach != Reach::Nothing, "{question}: {name} {packet}");
                *open.entry(question).or_insert(0) += u32::from(is_open);
            }
        }
    }
    assert!(open["tcp.analysis.flags"] > 0 && open["tcp.len > 0"] > 0 && open["http.host == \"a\""] > 0, "{open:?}");
}

#[test]
fn words_of_a_filter_need_no_quotes() {
    assert_eq!(explained(&["tcp.port", "eq", "80"]).out, explained(&["tcp.port eq 80"]).out);
    assert_eq!(explained(&[""]).out, "This filter is empty: it is true of every packet.\n");
    assert!(explained(&["frame.time_delta", ">", "1"]).out.contains("every packet is dissected"));
    assert!(explained(&["tcp.stream", "==", "${tcp.stream}"]).out.contains("false here: no packet is selected"));
    assert!(explained(&["--help"]).out.contains("Examples:"));
}

#[test]
fn a_mistake_is_shown_by_every_command_before_it_reads() {
    let expected = "wirelight: there is neither a field nor a protocol called `tcp.prt`\n    ip && tcp.prt == 80\n          ^~~~~~~\n";
    let filter = "ip && tcp.prt == 80";
    let explained = explained(&[filter]);
    assert_eq!((explained.code, explained.out.as_str()), (2, ""));
    assert!(explained.err.starts_with(expected) && explained.err.contains("tcp.port"), "{}", explained.err);
    for words in [
        &["read", "missing.pcap"][..],
        &["follow", "missing.pcap", "tcp", "0"],
        &["stats", "missing.pcap", "conv,tcp"],
        &["http", "missing.pcap"],
        &["objects", "missing.pcap", "folder"],
        &["save", "missing.pcap", "out.pcap"],
    ] {
        let done = done(wirelight().args(words).args(["-Y", filter]));
        assert_eq!((done.code, done.err), (2, explained.err.clone()), "{words:?}");
    }
}

#[test]
fn a_stream_is_what_chosen_packets_brought() {
    let whole = out("follow", WIFI, &["tcp", "0"]);
    let server = out("follow", WIFI, &["tcp", "0", "-Y", "ip.src == 10.2.200.140"]);
    assert!(whole.contains("GET / HTTP/1.1") && whole.contains("HTTP/1.1 200 OK"));
    assert!(!server.contains("GET / HTTP/1.1") && server.contains("HTTP/1.1 200 OK"));
    let raw = out("follow", WIFI, &["tcp", "0", "--raw", "-Y", "frame.number == 5"]);
    assert_eq!(raw.matches("474554202f20485454502f312e31").count(), 1, "{raw}");
    assert!(!raw.contains("485454502f312e3120323030"));
    let said = out("follow", CHAT, &["websocket", "1", "-Y", "tcp.dstport == 7272"]);
    assert!(said.contains("\"login\",\"name\":\"mynick\"}") && !said.contains("user_list"), "{said}");
}

#[test]
fn exchanges_are_those_with_a_chosen_packet() {
    let urls = |words: &[&str]| -> Vec<String> {
        let text = out("http", PAGE_LOAD, words);
        text.lines().skip(1).filter_map(|line| line.rsplit('/').next().map(str::to_owned)).collect()
    };
    assert_eq!(urls(&[]), ["", "icon.jpg", "intro.mp3", "icon2.jpg"]);
    assert_eq!(urls(&["-Y", "http.response.code == 206"]), ["intro.mp3"]);
    assert_eq!(urls(&["-Y", r#"http.request.uri contains "icon""#]), ["icon.jpg", "icon2.jpg"]);
    assert!(urls(&["-Y", "udp"]).is_empty());
    let archive = out("http", PAGE_LOAD, &["-T", "har", "-Y", r#"http.request.uri contains "icon""#]);
    let archive: serde_json::Value = serde_json::from_str(&archive).unwrap();
    assert_eq!(archive["log"]["entries"].as_array().unwrap().len(), 2);
    // one has its beginning in the capture, the other one only frames
    assert_eq!(out("http", CHAT, &["-Y", "websocket"]).lines().count(), 3);
    assert_eq!(out("http", CHAT, &["-Y", "websocket && tcp.stream == 0"]).lines().count(), 2);
}

#[test]
fn objects_are_those_of_chosen_exchanges() {
    let folder = tempfile::tempdir().unwrap();
    let filter = r#"http.request.uri contains "icon""#;
    let printed = out("objects", PAGE_LOAD, &[folder.path().to_str().unwrap(), "-Y", filter]);
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["icon.jpg", "icon2.jpg"]);
    assert_eq!(printed.lines().count(), 2, "{printed}");
}

/// The tables that tshark prints, that which was asked for last first; only the release whose tables are promised counts.
fn tshark(name: &str, tables: &[String]) -> Option<String> {
    let version = Command::new("tshark").arg("--version").output().ok()?;
    if !String::from_utf8_lossy(&version.stdout).contains("4.0.17") {
        return None;
    }
    let wanted = tables.iter().rev().flat_map(|table| ["-z", table]);
    let answer = Command::new("tshark").args(["-q", "-n", "-2", "-r"]).arg(file_of(name)).args(wanted).output();
    Some(String::from_utf8(answer.ok()?.stdout).unwrap())
}

#[test]
fn tables_count_chosen_packets() {
    let text = out("stats", WIFI, &["conv,tcp", "-Y", "ip.src == 10.2.200.140 && tcp.len > 0"]);
    let first = text.lines().find(|line| line.contains("<->")).unwrap();
    // the first packet that counts is the server's
    assert!(first.starts_with("10.2.200.140:8080          <-> 10.2.200.11:63826 "), "{first}");
    assert!(first.contains(" 0 0 bytes         2 589 bytes       2 589 bytes     0.043010000"), "{first}");
    let layers = out("stats", WIFI, &["io,phs", "-T", "json", "-Y", "arp"]);
    let layers: serde_json::Value = serde_json::from_str(&layers).unwrap();
    assert_eq!((layers[0]["packets"].as_u64(), layers.as_array().unwrap().len()), (Some(2), 1));
}

#[test]
fn tshark_counts_the_same_packets() {
    let conversations = ["conv,tcp", "conv,udp", "conv,ip", "conv,eth", "endpoints,tcp", "endpoints,ip"];
    for name in [PORT_81, "tcp/losses.pcap", "dns/over_tcp.pcap", "udp/datagrams.pcap"] {
        for filter in ["tcp.dstport < 5000 && tcp.len > 0", "ip.src < 100.0.0.0", "tcp.analysis.flags"] {
            // of layers it counts other ones where segments are sent again
            let tables: &[&[&str]] =
                if name == "tcp/losses.pcap" { &[&conversations] } else { &[&conversations, &["io,phs"]] };
            for tables in tables {
                let asked: Vec<_> = tables.iter().map(|table| format!("{table},{filter}")).collect();
                let Some(expected) = tshark(name, &asked) else { return };
                let words = [*tables, &["-Y", filter]].concat();
                assert_eq!(out("stats", name, &words), expected, "{name} {filter}");
            }
        }
    }
}

/// Rows of a file without their numbers.
fn rows(path: &Path, words: &[&str]) -> Vec<String> {
    let done = done(wirelight().arg("read").arg(path).args(["-T", "tsv", "-t", "e"]).args(words));
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{}", path.display());
    done.out.lines().map(|line| line.split_once('\t').unwrap().1.to_owned()).collect()
}

#[test]
fn what_is_saved_reads_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for (name, filter) in [(WIFI, "tcp.stream == 4"), (PORT_81, "tcp.len > 0"), (PAGE_LOAD, "tcp.flags.syn == 1")] {
        for ending in ["pcap", "pcapng"] {
            let path = folder.path().join("saved").with_extension(ending);
            assert_eq!(out("save", name, &[path.to_str().unwrap(), "-Y", filter]), "");
            let magic: &[u8] = if ending == "pcap" { &[0xd4, 0xc3] } else { &[0x0a, 0x0d] };
            assert!(fs::read(&path).unwrap().starts_with(magic));
            assert_eq!(rows(&path, &["-Y", "tcp"]).len(), rows(&file_of(name), &["-Y", filter]).len(), "{name}");
        }
    }
    // a whole conversation says the same of itself
    let path = folder.path().join("one.pcapng");
    out("save", WIFI, &[path.to_str().unwrap(), "-Y", "tcp.stream == 0"]);
    assert_eq!(rows(&path, &[]), rows(&file_of(WIFI), &["-Y", "tcp.stream == 0"]));
    let numbers = done(wirelight().arg("read").arg(&path).args(["-T", "fields", "-e", "frame.number"])).out;
    assert!(numbers.lines().enumerate().all(|(place, number)| number == (place + 1).to_string()), "{numbers}");
}

/// Two named interfaces, names of hosts, secrets, and packets of which every second has a comment.
fn annotated() -> Vec<u8> {
    let mut file = Vec::new();
    let mut section = 0x1a2b_3c4d_u32.to_le_bytes().to_vec();
    section.extend_from_slice(&[1, 0, 0, 0]);
    section.extend_from_slice(&[0xff; 8]);
    block(&mut file, 0x0a0d_0d0a, &section);
    for name in ["outside", "inside"] {
        let mut interface = vec![113, 0, 0, 0, 0, 0, 0, 0];
        option(&mut interface, 2, name.as_bytes());
        option(&mut interface, 9, &[9]);
        option(&mut interface, 0, &[]);
        block(&mut file, 1, &interface);
    }
    // an IPv4 record: RFC draft-ietf-opsawg-pcapng 4.5
    let mut names = vec![1, 0, 12, 0, 127, 0, 0, 1];
    names.extend_from_slice(b"teacher\0");
    names.extend_from_slice(&[0; 4]);
    block(&mut file, 4, &names);
    let mut secrets = 0x544c_534b_u32.to_le_bytes().to_vec();
    let line = b"CLIENT_RANDOM 00 11\n";
    secrets.extend_from_slice(&(line.len() as u32).to_le_bytes());
    secrets.extend_from_slice(line);
    block(&mut file, 10, &secrets);
    for (place, (time, bytes)) in (0_u32..).zip(packets_of("seeds/seed002.pcap")) {
        let mut body = Vec::new();
        for word in [place % 2, (time >> 32) as u32, time as u32, bytes.len() as u32, bytes.len() as u32] {
            body.extend_from_slice(&word.to_le_bytes());
        }
        body.extend_from_slice(&bytes);
        body.resize(body.len().next_multiple_of(4), 0);
        if place % 2 == 0 {
            option(&mut body, 1, format!("note {place}").as_bytes());
            option(&mut body, 0, &[]);
        }
        block(&mut file, 6, &body);
    }
    file
}

/// Interface and comments of each packet, and what the file says besides.
fn noted(file: &[u8]) -> (Vec<(u32, Vec<String>)>, Facts) {
    let (mut reader, mut places) = (Reader::new(), Vec::new());
    let mut keep = |packet: Packet<'_>| places.push((packet.interface, packet.offset, packet.bytes.len() as u32));
    reader.feed(file, &mut keep).and_then(|()| reader.finish(&mut keep)).unwrap();
    let mut store = Store::new(Memory::new(file), reader.unpacking());
    let mut comments = |offset, len| capture::comments(&mut store, offset, len).unwrap().unwrap();
    let packets = places.into_iter().map(|(interface, offset, len)| (interface, comments(offset, len))).collect();
    (packets, reader.facts().clone())
}

#[test]
fn comments_names_and_secrets_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let [whole, saved] = ["whole", "saved"].map(|name| folder.path().join(name).with_extension("pcapng"));
    fs::write(&whole, annotated()).unwrap();
    let done = done(wirelight().arg("save").args([&whole, &saved]).args(["-Y", "tcp.len > 0"]));
    assert_eq!((done.code, done.err.as_str(), done.out.as_str()), (0, "", ""));
    let numbers = support::done(
        wirelight().arg("read").arg(&whole).args(["-T", "fields", "-e", "frame.number"]).args(["-Y", "tcp.len > 0"]),
    );
    let (all, before) = noted(&fs::read(&whole).unwrap());
    let (kept, after) = noted(&fs::read(&saved).unwrap());
    let chosen: Vec<_> = numbers.out.lines().map(|number| all[number.parse::<usize>().unwrap() - 1].clone()).collect();
    assert!(chosen.contains(&(0, vec!["note 6".to_owned()])) && chosen.len() < all.len(), "{chosen:?}");
    assert_eq!(kept, chosen);
    assert_eq!((after.interfaces, after.names), (before.interfaces, before.names));
    assert_eq!((after.secrets.len(), &after.secrets), (1, &before.secrets));
    let read = |words: &[&str]| support::done(wirelight().arg("read").arg(&saved).args(words)).out;
    assert!(read(&["-N", "n"]).contains("teacher"));
    assert!(read(&["-V"]).lines().any(|line| line.ends_with("on interface inside, id 1")));
}

#[test]
fn pcap_says_what_it_has_no_place_for() {
    let folder = tempfile::tempdir().unwrap();
    let [whole, small] = ["whole.pcapng", "small.pcap"].map(|name| folder.path().join(name));
    fs::write(&whole, annotated()).unwrap();
    let done = done(wirelight().arg("save").args([&whole, &small]));
    let said = "wirelight: pcap has no place for these, which are left out: comments, names of interfaces, names of hosts, secrets\n";
    assert_eq!((done.code, done.err.as_str()), (0, said));
    assert_eq!(rows(&small, &[]), rows(&whole, &[]));
}

#[test]
fn two_link_types_are_no_pcap() {
    let folder = tempfile::tempdir().unwrap();
    let [mixed, small] = ["mixed.pcapng", "small.pcap"].map(|name| folder.path().join(name));
    let mut file = annotated();
    let second = file.windows(8).rposition(|bytes| bytes == [113, 0, 0, 0, 0, 0, 0, 0]).unwrap();
    file[second] = 1;
    fs::write(&mixed, file).unwrap();
    let refused = done(wirelight().arg("save").args([&mixed, &small]));
    assert_eq!((refused.code, small.exists()), (2, false));
    let expected = "pcap holds packets of one link type, and these are of 1, 113; pcapng does";
    assert!(refused.err.contains(expected), "{}", refused.err);
    // those of one of them alone are another matter
    let sll = done(wirelight().arg("save").args([&mixed, &small]).args(["-Y", "sll"]));
    assert_eq!((sll.code, small.exists()), (0, true), "{}", sll.err);
}

#[test]
fn what_is_read_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.pcap");
    let bytes = fs::read(file_of(WIFI)).unwrap();
    fs::write(&path, &bytes).unwrap();
    let roundabout = folder.path().join(".").join("one.pcap");
    let refused = done(wirelight().arg("save").args([&path, &roundabout]).args(["-Y", "arp"]));
    assert!(refused.code == 2 && refused.err.contains("not written over"), "{}", refused.err);
    let mistaken = done(wirelight().arg("save").args([&file_of(WIFI), &path]).args(["-Y", "arpp"]));
    assert_eq!((mistaken.code, fs::read(&path).unwrap() == bytes), (2, true));
    let packed = done(wirelight().arg("save").args([&path, &path.with_extension("pcap.gz")]));
    assert!(packed.code == 2 && packed.err.contains("not packed"), "{}", packed.err);
}

#[test]
fn a_file_is_saved_into_a_pipe() {
    let save = wirelight().arg("save").arg(file_of(WIFI)).args(["-", "-Y", "arp"]).stdin(Stdio::null()).output();
    let save = save.unwrap();
    assert_eq!(save.status.code(), Some(0));
    let read = support::read_piped(&save.stdout, "-T fields -e frame.number -e arp.opcode");
    assert_eq!(read.out, "1\t1\n2\t2\n");
}

#[test]
fn what_a_damaged_file_holds_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let [cut, saved] = ["cut.pcap", "saved.pcap"].map(|name| folder.path().join(name));
    let bytes = fs::read(file_of(WIFI)).unwrap();
    fs::write(&cut, &bytes[..bytes.len() - 10]).unwrap();
    let done = done(wirelight().arg("save").args([&cut, &saved]));
    assert!(done.code == 1 && done.err.contains("cut short"), "{}", done.err);
    assert_eq!(rows(&saved, &[]).len(), rows(&file_of(WIFI), &[]).len() - 1);
}

#[test]
fn a_10_a_12_rows_keep_their_numbers_and_their_time_base_below_a_filter() {
    let all = out("read", WIFI, &["-T", "tsv"]);
    let of_stream = out("read", WIFI, &["-T", "tsv", "-Y", "tcp.stream eq 3"]);
    let numbers: Vec<_> = of_stream.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(numbers, ["23", "24", "25", "26"]);
    assert!(of_stream.lines().all(|line| all.lines().any(|other| other == line)));
    assert!(of_stream.starts_with("23\t7248.940096\t"));
}

#[test]
fn a_40_words_for_operators() {
    for (word, sign) in [
        ("tcp.port eq 81", "tcp.port == 81"),
        ("tcp.len ne 0", "tcp.len != 0"),
        ("tcp.len gt 400", "tcp.len > 400"),
        ("tcp.len lt 400", "tcp.len < 400"),
        ("tcp.len ge 401", "tcp.len >= 401"),
        ("tcp.len le 401", "tcp.len <= 401"),
        ("tcp.flags.syn eq 1 and not tcp.flags.ack eq 1", "tcp.flags.syn == 1 && !(tcp.flags.ack == 1)"),
        ("http or tcp.flags.fin eq 1", "http || tcp.flags.fin == 1"),
    ] {
        let rows = out("read", PORT_81, &["-T", "tsv", "-Y", word]);
        assert!(!rows.is_empty(), "{word}");
        assert_eq!(rows, out("read", PORT_81, &["-T", "tsv", "-Y", sign]), "{word}");
    }
    assert_eq!(out("read", PORT_81, &["-T", "tsv", "-Y", "tcp.port eq 81"]), printed(PORT_81, "-T tsv"));
}

#[test]
fn a_54_filters_of_tcpdump_select_the_same_packets() {
    let rows = |filter: &str| out("read", WIFI, &["-T", "tsv", "-Y", filter]);
    for (capture, display) in [
        ("src host 10.2.200.11 or dst host 10.2.200.11", "ip.src == 10.2.200.11 || ip.dst == 10.2.200.11"),
        ("host 10.2.200.140 and port 8080", "ip.addr == 10.2.200.140 && (tcp.port == 8080 || udp.port == 8080)"),
        ("tcp[13] & 2 != 0", "tcp.flags.syn == 1"),
    ] {
        let (found, all) = (rows(capture), rows("frame"));
        assert!(!found.is_empty() && found.len() < all.len(), "{capture}");
        // tcpdump's hosts are those of ARP, too
        let without_arp: Vec<_> = found.lines().filter(|line| !line.contains("\tARP\t")).collect();
        assert_eq!(without_arp, rows(display).lines().collect::<Vec<_>>(), "{capture}");
    }
    let lines = explained(&["host", "10.2.200.11", "and", "port", "8080"]).out;
    assert!(lines.starts_with("Understood as    a capture filter\nDisplay filter   "), "{lines}");
    assert!(lines.contains("\nCapture filter   host 10.2.200.11 and port 8080\n"), "{lines}");
}
