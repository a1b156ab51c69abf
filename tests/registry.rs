//! Rules over everything that the registry lists: protocols, fields, notes, claims.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

use support::{
    captures::{self, Capture},
    shown,
};
use wirelight::{
    capture::{Memory, Store},
    dissect::{
        OWN_FIELDS,
        field::{Field, Kind},
        options::Options,
        protocol::{Claim, Protocol},
        protocols::{frame, transport::tcp::reassembled},
        record::{Node, Wants},
        registry::{BORROWS, Registry},
    },
    engine::{detail::Writer, histories::Histories, joining::Joining},
};

/// Protocols whose keys in Wireshark begin otherwise than they are called.
const OTHER_PREFIXES: [(&str, &str); 10] = [
    ("pppoed", "pppoe"),
    ("pppoes", "pppoe"),
    ("llc", "basicxid.llc"),
    ("tls", "x509af"),
    ("tls", "x509if"),
    ("tls", "x509sat"),
    ("tls", "x509ce"),
    ("tls", "pkcs1"),
    ("tls", "pkix1implicit"),
    ("tls", "ocsp"),
];
/// Words that Wireshark's own keys hold in capitals.
const CAPITALS: [&str; 8] = ["6RD", "cmprI", "cmprE", "Xdensity", "Ydensity", "Xthumbnail", "Ythumbnail", "RGB"];

fn protocols() -> &'static [&'static Protocol] {
    Registry::get_all().all()
}

/// Every listed field with the protocol that lists it.
fn listed() -> Vec<(&'static str, &'static Field)> {
    let frame = frame::FIELDS.iter().map(|field| ("frame", *field));
    let of =
        |protocol: &&'static Protocol| protocol.all_fields().map(|field| (protocol.key, field)).collect::<Vec<_>>();
    frame.chain(protocols().iter().flat_map(of)).collect()
}

fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{} times:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_protocol_file_is_listed() {
    let mut declared = BTreeSet::new();
    for file in rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/dissect/protocols")) {
        let text = fs::read_to_string(&file).unwrap();
        for declaration in text.split("pub static PROTOCOL: Protocol = Protocol {").skip(1) {
            let key = declaration.split("key: \"").nth(1).and_then(|rest| rest.split('"').next());
            declared.insert(
                key.unwrap_or_else(|| panic!("{} declares a protocol without a key", file.display())).to_owned(),
            );
        }
    }
    let registered: BTreeSet<String> = protocols().iter().map(|protocol| protocol.key.to_owned()).collect();
    assert_eq!(registered.len(), protocols().len(), "a protocol is listed twice");
    assert_eq!(declared, registered);
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] }).collect()
}

#[test]
fn keys_are_lower_case_and_begin_with_the_protocol_s() {
    let mut wrong = Vec::new();
    for (protocol, field) in listed() {
        let proper = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
        // ASN.1 names have capitals, and so have Wireshark's keys for them.
        let is_asn1 = protocol == "tls" && !field.key().starts_with("tls");
        let words = field.key().split('.').filter(|word| !CAPITALS.contains(word) && !is_asn1);
        if field.key().is_empty() || !words.flat_map(str::chars).all(proper) {
            wrong.push(format!("{protocol}: {} is no key", field.key()));
        }
        let prefixed = |prefix: &str| {
            field.key().strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '_']))
        };
        if !prefixed(protocol) && !OTHER_PREFIXES.iter().any(|&(of, prefix)| of == protocol && prefixed(prefix)) {
            wrong.push(format!("{protocol}: {} has another prefix", field.key()));
        }
    }
    none(wrong);
}

#[test]
fn fields_of_one_key_are_of_one_type() {
    let mut types: BTreeMap<&str, &Field> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (protocol, field) in listed() {
        let first = *types.entry(field.key()).or_insert(field);
        if first.kind.type_name() != field.kind.type_name() {
            let (is, was) = (field.kind.type_name(), first.kind.type_name());
            wrong.push(format!("{protocol}: {} is a {is} and a {was}", field.key()));
        }
    }
    none(wrong);
}

#[test]
fn a_field_is_listed_once() {
    let mut seen = BTreeSet::new();
    let twice =
        listed().into_iter().filter(|(protocol, field)| !seen.insert((*protocol, std::ptr::from_ref(*field).addr())));
    none(twice.map(|(protocol, field)| format!("{protocol}: {}", field.key())).collect());
}

#[test]
fn what_a_field_is_about_is_a_sentence() {
    let mut wrong = Vec::new();
    for (_, field) in listed().into_iter().chain(OWN_FIELDS.iter().map(|field| ("", *field))) {
        let about = field.about;
        let begins = about.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        if !begins || !about.ends_with(['.', '?', '!']) || about.chars().count() > 120 || about.contains("  ") {
            wrong.push(format!("{}: {about:?}", field.key()));
        }
        let built = matches!(field.kind, Kind::Group | Kind::Layer | Kind::Part);
        if field.name().is_empty() && !built || field.name().starts_with(' ') {
            wrong.push(format!("{}: is called {:?}", field.key(), field.name()));
        }
    }
    none(wrong);
}

#[test]
fn notes_are_keyed_and_worded() {
    let mut wrong = Vec::new();
    for protocol in protocols() {
        for note in protocol.notes {
            if !note.key.starts_with(protocol.key) || note.text.is_empty() || !note.text.is_ascii() {
                wrong.push(format!("{}: {} {:?}", protocol.key, note.key, note.text));
            }
        }
    }
    none(wrong);
}

#[test]
fn a_number_is_claimed_once() {
    let mut claimed: BTreeMap<String, &str> = BTreeMap::new();
    let mut wrong = Vec::new();
    for protocol in protocols() {
        for claim in protocol
            .claims
            .iter()
            .filter(|claim| !matches!(claim, Claim::Looks(..) | Claim::GoesOn(_) | Claim::Body(_)))
        {
            if let Some(other) = claimed.insert(format!("{claim:?}"), protocol.key) {
                wrong.push(format!("{claim:?} is claimed by {other} and {}", protocol.key));
            }
        }
    }
    none(wrong);
}

/// Calls `each` with every node of every packet of this project's captures, and the protocol in whose layer it lies.
fn for_each_node(mut each: impl FnMut(&str, Option<&'static Protocol>, &Node)) {
    let layers: BTreeMap<usize, &'static Protocol> = protocols()
        .iter()
        .filter_map(|protocol| Some((std::ptr::from_ref(*protocol.fields.first()?).addr(), *protocol)))
        .collect();
    let options = Options::default();
    for name in captures::own_names() {
        let file = fs::read(captures::folder().join(&name)).unwrap();
        let engine = shown::opened(&file);
        let mut store = Store::new(Memory::new(file.clone()), engine.pass_one().unpacking());
        let (mut joining, mut histories) = (Joining::default(), Histories::default());
        let mut writer = Writer::default();
        writer.record.wants = Wants::Everything;
        for (number, packet) in (0..).zip(&Capture::read(&name, &file).packets) {
            let session = engine.pass_one().session();
            joining.prepare(session, &mut store, number, &writer.record.wants).expect("the bytes are in memory");
            let before = histories.before(session, &mut store, number, &writer.record.wants);
            let before = before.expect("the bytes are in memory");
            writer.history = before.expect("the bytes are here");
            writer.write(session, number, &packet.bytes, joining.joined(), &options).expect("a packet");
            let mut open: Vec<(u8, &'static Protocol)> = Vec::new();
            for node in &writer.record.nodes {
                while open.last().is_some_and(|(depth, _)| *depth >= node.depth) {
                    open.pop();
                }
                open.extend(layers.get(&std::ptr::from_ref(node.field).addr()).map(|protocol| (node.depth, *protocol)));
                each(&name, open.last().map(|(_, protocol)| *protocol), node);
            }
        }
    }
}

#[test]
fn recorded_fields_are_listed_by_their_protocol() {
    let mut wrong = BTreeSet::new();
    for_each_node(|capture, protocol, node| {
        let lenders = BORROWS.iter().filter(|(borrower, _)| protocol.is_some_and(|one| one.key == *borrower));
        let lenders = lenders.filter_map(|(_, key)| protocols().iter().find(|one| one.key == *key).copied());
        let mut lists: Vec<&Field> = protocol.into_iter().chain(lenders).flat_map(Protocol::all_fields).collect();
        if protocol.is_none() {
            lists.extend(frame::FIELDS);
            // What a message was put together from stands between its segment and itself.
            lists.extend(reassembled::FIELDS);
        }
        if !lists.iter().chain(OWN_FIELDS).any(|field| std::ptr::eq(*field, node.field)) {
            let layer = protocol.map_or("frame", |protocol| protocol.key);
            wrong
                .insert(format!("{} lies in a layer of {layer}, which does not list it ({capture})", node.field.key()));
        }
    });
    none(wrong.into_iter().collect());
}

#[test]
fn every_field_is_seen_or_known_to_be_unseen() {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for_each_node(|_, _, node| {
        seen.insert(node.field.key());
    });
    let recordable = listed().into_iter().filter(|(_, field)| !matches!(field.kind, Kind::Either(_)));
    let unseen: BTreeSet<&str> = recordable.map(|(_, field)| field.key()).filter(|key| !seen.contains(key)).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/unseen_fields.txt");
    let text = fs::read_to_string(&path).unwrap_or_default();
    let known: BTreeSet<&str> = text.lines().collect();
    if env::var_os("UPDATE").is_some() {
        // The list may only shrink: what is new and unseen wants a capture.
        let kept: Vec<&str> = known.intersection(&unseen).copied().collect();
        fs::write(&path, kept.join("\n") + "\n").unwrap();
    }
    let without_capture: Vec<&str> = unseen.difference(&known).copied().collect();
    assert!(without_capture.is_empty(), "no capture shows these fields:\n{}", without_capture.join("\n"));
    let seen_now: Vec<&str> = known.difference(&unseen).copied().collect();
    assert!(
        seen_now.is_empty() || env::var_os("UPDATE").is_some(),
        "seen or gone by now, UPDATE=1 cargo test --test registry takes them from the list:\n{}",
        seen_now.join("\n")
    );
}
