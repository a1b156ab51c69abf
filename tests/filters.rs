//! Display filters over whole captures: what columns say is what packets say, and changing a filter changes nothing else.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use support::{capture, captures, shown::opened};
use wirelight::{
    capture::{Memory, Store},
    dissect::options::Options,
    engine::{
        Engine,
        detail::Writer,
        histories::Histories,
        joining::Joining,
        request::{Reply, Request, Settings},
        selection::Selection,
        tasks::{Outcome, SortBy, Step, Task, Work},
    },
    query::{
        check::check,
        dialect::understand,
        filter::Filter,
        parser,
        syntax::{Arithmetic, Comparison, Member, Operand, Quantifier, Range, Term, Test},
    },
};

/// Questions that columns answer, some of them only for some packets, and some that they never do.
const EXPRESSIONS: [&str; 46] = [
    "tcp",
    "ip and not udp",
    "data",
    "json or xml",
    "http",
    "frame",
    "_ws.malformed",
    "frame.number in {1, 3..5, 100}",
    "frame.len > 100",
    "frame.cap_len != frame.len",
    "frame.time < \"2015-01-01\"",
    "frame.time_relative > 0.5",
    "ip.addr == 10.0.0.0/8",
    "ip.src == 192.168.0.0/16 or ipv6.src == fe80::/10",
    "ip.src != 10.0.0.1",
    "ip.dst == ip.src",
    "all ip.addr == 127.0.0.1",
    "ip.addr#2 == 10.0.0.0/8",
    "ipv6.addr == ::1",
    "tcp.port == 80",
    "tcp.port != 80",
    "!(tcp.port == 80)",
    "any tcp.port > 1024 and all tcp.port < 60000",
    "tcp.srcport > tcp.dstport",
    "tcp.dstport in {80, 8000..9000}",
    "udp.port == 53",
    "udp.srcport == udp.dstport",
    "tcp.stream == 0",
    "udp.stream >= 1",
    "tcp.flags.syn == 1",
    "tcp.flags.syn == 1 && tcp.flags.ack == 0",
    "tcp.flags.fin == True or tcp.flags.reset != 0",
    "tcp.analysis.flags",
    "tcp.analysis.retransmission or tcp.analysis.out_of_order",
    "tcp.analysis.duplicate_ack_num > 0",
    "not tcp.analysis.flags xor udp",
    "tcp.len > 0",
    "len(tcp.payload) > 100 or count(ip.addr) > 2",
    "max(tcp.srcport, tcp.dstport) < 1024",
    "http.host contains \"a\" or dns.qry.name matches \"^[a-m]\"",
    "frame contains 0d:0a",
    "eth.src[0:3] == 00:00:00 or eth.dst[0] & 1",
    "tcp[13] & 02",
    "ip.ttl * 2 > 128",
    "vlan.id == 1 or icmp.type in {3, 8}",
    "http.response.code == 200 && http.content_length > 10",
];

fn filter(text: &str) -> Filter {
    let test = parser::parse(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}")).unwrap();
    check(&test, &|_| Vec::new()).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"))
}

fn narrow(engine: &mut Engine<Memory>, text: &str) -> Outcome {
    let task = Task::Filter { text: text.into(), selected: None, settings: Settings::default() };
    let mut work = Work::new(task, engine, str::to_lowercase);
    let mut found: Vec<u32> = Vec::new();
    loop {
        match work.step(engine) {
            Step::More => {}
            Step::Found(packets) => {
                assert!(found.last() < packets.first(), "{text}: packets come in order, each once");
                found.extend(packets);
            }
            Step::Done(outcome) => {
                let shown = engine.order();
                assert!(found.iter().all(|packet| shown.contains(packet)), "{text}: what was found is shown");
                return outcome;
            }
            other => panic!("{other:?}"),
        }
    }
}

fn narrowed(engine: &mut Engine<Memory>, text: &str) -> Vec<u32> {
    match narrow(engine, text) {
        Outcome::Filtered { packets } => {
            assert_eq!(packets, engine.order().len() as u64, "{text}");
            engine.order().to_vec()
        }
        other => panic!("{text}: {other:?}"),
    }
}

/// The packets of which a filter is true, each of them dissected for it.
fn dissected(engine: &Engine<Memory>, file: &[u8], text: &str) -> Vec<u32> {
    let selection = Selection::new(filter(text));
    let session = engine.pass_one().session();
    let mut store = Store::new(Memory::new(file), engine.pass_one().unpacking());
    let (mut joining, mut histories, mut writer) = (Joining::default(), Histories::default(), Writer::default());
    writer.record.wants = selection.wants();
    let options = Options::default();
    let is_true = |packet: &u32| {
        assert!(joining.prepare(session, &mut store, *packet, &writer.record.wants).unwrap());
        let before = histories.before(session, &mut store, *packet, &writer.record.wants);
        writer.history = before.unwrap().unwrap();
        let row = session.packets.get(*packet as usize).unwrap();
        let bytes = match store.bytes(row.offset..row.offset + u64::from(row.captured)).unwrap() {
            wirelight::capture::Bytes::Here(bytes) => bytes,
            wirelight::capture::Bytes::Later => panic!("bytes in memory are here"),
        };
        let (known, _) = writer.write(session, *packet, bytes, joining.joined(), &options).unwrap();
        selection.is_true(&writer.record, known)
    };
    (0..session.packets.len() as u32).filter(is_true).collect()
}

fn same_by_columns_and_by_bytes(file: &[u8], name: &str) {
    let mut engine = opened(file);
    for text in EXPRESSIONS {
        let shown = narrowed(&mut engine, text);
        assert_eq!(shown, dissected(&engine, file, text), "{text} in {name}");
    }
}

#[test]
fn columns_say_what_packets_say() {
    let names: Vec<String> = captures::own_names();
    for name in names {
        same_by_columns_and_by_bytes(&std::fs::read(captures::folder().join(&name)).unwrap(), &name);
    }
}

#[test]
fn columns_say_what_packets_say_in_the_kit() {
    let Some(kit) = std::env::var_os("WIRELIGHT_KIT") else { return };
    let folder = std::path::Path::new(&kit).join("captures");
    for name in captures::names_below(&folder) {
        let file = std::fs::read(folder.join(&name)).unwrap();
        // the largest ones hold more of the same
        if file.len() < 2 << 20 {
            same_by_columns_and_by_bytes(&file, &name);
        }
    }
}

#[test]
fn numbers_and_times_stay_when_others_are_hidden() {
    let file = std::fs::read(capture("seeds/seed000.pcap")).unwrap();
    let mut engine = opened(&file);
    let rows = |engine: &mut Engine<Memory>| match engine.ask(&Request::Rows {
        first: 0,
        count: 1000,
        settings: Settings::default(),
    }) {
        Reply::Rows { rows, .. } => rows,
        other => panic!("{other:?}"),
    };
    let all = rows(&mut engine);
    let packets = narrowed(&mut engine, "tcp.flags.syn == 1");
    assert!(!packets.is_empty() && packets.len() < all.len());
    let expected: Vec<_> = packets.iter().map(|packet| all[*packet as usize].clone()).collect();
    assert_eq!(rows(&mut engine), expected);
    assert_eq!(narrow(&mut engine, ""), Outcome::Filtered { packets: all.len() as u64 });
    assert_eq!(rows(&mut engine), all);
}

#[test]
fn a_filter_that_is_wrong_changes_nothing() {
    let file = std::fs::read(capture("seeds/seed000.pcap")).unwrap();
    let mut engine = opened(&file);
    let shown = narrowed(&mut engine, "tcp.flags.syn == 1");
    for wrong in ["tcp.port = 80", "nonsense", "tcp and", "tcp.port == 70000", "http.host matches \"(\""] {
        assert!(matches!(narrow(&mut engine, wrong), Outcome::Mistaken(_)), "{wrong}");
        assert_eq!(engine.order(), shown, "{wrong}");
    }
}

#[test]
fn filters_and_sorts_go_together() {
    let file = std::fs::read(capture("seeds/seed000.pcap")).unwrap();
    let mut engine = opened(&file);
    let mut shown = narrowed(&mut engine, "tcp.len > 0");
    let sort = Task::Sort { by: SortBy::Number, descending: true, settings: Settings::default() };
    let mut work = Work::new(sort, &mut engine, str::to_lowercase);
    while !matches!(work.step(&mut engine), Step::Done(_)) {}
    shown.reverse();
    assert_eq!(engine.order(), shown);
    let syns: Vec<u32> = narrowed(&mut engine, "tcp.flags.syn == 1");
    assert!(syns.is_sorted_by(|one, next| one > next) && !syns.is_empty());
}

#[test]
fn references_stand_for_what_is_selected() {
    let file = std::fs::read(capture("seeds/seed000.pcap")).unwrap();
    let mut engine = opened(&file);
    let expected = narrowed(&mut engine, "tcp.stream == 0");
    let packet = u64::from(expected[0]);
    let text = "tcp.stream == ${tcp.stream}";
    let task = Task::Filter { text: text.into(), selected: Some(packet), settings: Settings::default() };
    let mut work = Work::new(task, &mut engine, str::to_lowercase);
    while !matches!(work.step(&mut engine), Step::Done(_)) {}
    assert_eq!(engine.order(), expected);
    assert!(narrowed(&mut engine, text).is_empty(), "nothing is selected");
}

#[test]
fn answers_are_not_kept_where_times_count_from_elsewhere() {
    let file = std::fs::read(capture("seeds/seed000.pcap")).unwrap();
    let mut engine = opened(&file);
    let text = "frame.time_relative == 0";
    assert_eq!(narrowed(&mut engine, text), [0]);
    let settings = Settings { references: vec![3], ..Settings::default() };
    let mut work =
        Work::new(Task::Filter { text: text.into(), selected: None, settings }, &mut engine, str::to_lowercase);
    while !matches!(work.step(&mut engine), Step::Done(_)) {}
    assert_eq!(engine.order(), [0, 3]);
}

#[test]
fn one_key_has_values_of_one_type() {
    let mut types = BTreeMap::new();
    for (key, fields) in wirelight::query::fields::by_key() {
        for field in fields {
            types.entry(key).or_insert_with(Vec::new).push(field.kind.values());
        }
    }
    let mixed: Vec<_> = types.iter().filter(|(_, types)| types.iter().any(|one| one != &types[0])).collect();
    assert!(mixed.is_empty(), "a filter can not know which is meant: {mixed:?}");
}

/// Operands of all kinds, some within others.
fn operands() -> impl Strategy<Value = Operand> {
    let keys =
        prop::sample::select(vec!["tcp.port", "ip.addr", "http.host", "80", "0x1f", "10.0.0.0/8", "fe80::1", "a-b"]);
    let leaves = prop_oneof![
        keys.prop_map(Operand::word),
        prop::collection::vec(any::<u8>(), 0..6).prop_map(|bytes| Term::Quoted(bytes).into()),
        any::<u8>().prop_map(|byte| Term::Character(byte & 0x7f).into()),
        Just(Term::Reference("tcp.stream".into()).into()),
    ];
    let ranges = || {
        let range = prop_oneof![
            (-9..9).prop_map(Range::One),
            (-9..9, 1..9).prop_map(|(at, len)| Range::From(at, len)),
            (0..9, 0..9).prop_map(|(at, len)| Range::To(at, at + len)),
            (-9..9).prop_map(Range::Onward),
        ];
        prop::collection::vec(range, 1..3)
    };
    let how = prop::sample::select(vec![
        Arithmetic::Add,
        Arithmetic::Subtract,
        Arithmetic::Multiply,
        Arithmetic::Divide,
        Arithmetic::Remainder,
        Arithmetic::And,
    ]);
    leaves.prop_recursive(4, 24, 3, move |inner| {
        prop_oneof![
            (inner.clone(), ranges()).prop_filter_map("only these are sliced", |(of, ranges)| {
                let sliced = matches!(of.what, Term::Word(_) | Term::Slice(..) | Term::Call(..) | Term::Layers(..));
                sliced.then(|| Term::Slice(Box::new(of), ranges).into())
            }),
            ranges().prop_map(|ranges| Term::Layers(Box::new(Operand::word("ip.addr")), ranges).into()),
            Just(Term::Raw(Box::new(Operand::word("ip.addr"))).into()),
            prop::collection::vec(inner.clone(), 0..3).prop_map(|values| Term::Call("max".into(), values).into()),
            inner.clone().prop_map(|of| Term::Minus(Box::new(of)).into()),
            (inner.clone(), how.clone(), inner).prop_map(|(left, how, right)| Term::Sum(
                Box::new(left),
                how,
                Box::new(right)
            )
            .into()),
        ]
    })
}

fn tests() -> impl Strategy<Value = Test> {
    let quantifier = || prop::option::of(prop::sample::select(vec![Quantifier::Any, Quantifier::All]));
    let comparison = prop::sample::select(vec![
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::AllEqual,
        Comparison::AnyNotEqual,
        Comparison::Greater,
        Comparison::GreaterOrEqual,
        Comparison::Less,
        Comparison::LessOrEqual,
        Comparison::Contains,
        Comparison::Matches,
    ]);
    let value = || prop::sample::select(vec!["80", "tcp.port", "10.0.0.1", "a"]).prop_map(Operand::word);
    let member = prop_oneof![
        value().prop_map(Member::One),
        (value(), value()).prop_map(|(first, last)| Member::Range(first, last)),
    ];
    let leaves = prop_oneof![
        operands().prop_map(Test::Has),
        (quantifier(), operands(), comparison, operands()).prop_map(|(quantifier, left, comparison, right)| {
            Test::Relation { quantifier, left, comparison, right }
        }),
        (quantifier(), operands(), any::<bool>(), prop::collection::vec(member, 1..4))
            .prop_map(|(quantifier, left, not, set)| Test::In { quantifier, left, not, set }),
    ];
    leaves.prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left.and(right)),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left.or(right)),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| Test::Xor(Box::new(left), Box::new(right))),
            inner.prop_map(Test::negated),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_as_it_was(test in tests()) {
        let printed = test.to_string();
        let read = parser::parse(&printed);
        prop_assert_eq!(read.as_ref().ok().cloned().flatten(), Some(test), "{}: {:?}", printed, read);
    }

    #[test]
    fn no_text_does_harm(text in "[ -~\\u{80}-\\u{2fff}]{0,60}") {
        if let Ok(Some(test)) = parser::parse(&text) {
            let _ = check(&test, &|_| Vec::new());
        }
    }

    #[test]
    fn what_was_understood_reads_as_it_is_shown(words in prop::collection::vec(prop::sample::select(CAPTURE_WORDS.to_vec()), 0..9)) {
        let text = words.join(" ");
        match understand(&text, |test| check(test, &|_| Vec::new()).map(|_| ())) {
            Ok(understood) => prop_assert_eq!(parser::parse(&understood.display).unwrap(), understood.test, "{}", text),
            Err(mistake) => {
                let place = mistake.at.start as usize..mistake.at.end as usize;
                prop_assert!(text.get(place.clone()).is_some(), "{}: {:?}", text, place);
            }
        }
    }

    #[test]
    fn no_mixture_of_words_does_harm(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..20)) {
        let text = words.join(" ");
        match parser::parse(&text).and_then(|test| test.map(|test| check(&test, &|_| Vec::new())).transpose()) {
            Ok(_) => {}
            Err(mistake) => {
                let place = mistake.at.start as usize..mistake.at.end as usize;
                prop_assert!(text.get(place.clone()).is_some(), "{}: {:?}", text, place);
            }
        }
    }
}

const CAPTURE_WORDS: [&str; 30] = [
    "host",
    "net",
    "port",
    "portrange",
    "src",
    "dst",
    "tcp",
    "udp",
    "ip",
    "ip6",
    "icmp",
    "arp",
    "ether",
    "vlan",
    "and",
    "or",
    "not",
    "(",
    ")",
    "10.0.0.1",
    "10.0.0.0/8",
    "fe80::1",
    "80",
    "8000-8010",
    "http",
    "less",
    "tcp[13] & 2 != 0",
    "tcp.port == 80",
    "GET /",
    "–",
];

const WORDS: [&str; 40] = [
    "tcp",
    "udp.port",
    "ip.addr",
    "http.host",
    "frame",
    "tcp.flags.syn",
    "frame.time",
    "tcp.payload",
    "==",
    "!=",
    "===",
    ">",
    "<=",
    "contains",
    "matches",
    "in",
    "not",
    "and",
    "or",
    "xor",
    "any",
    "all",
    "(",
    ")",
    "{",
    "}",
    "[0:2]",
    "#2",
    "@",
    "80",
    "\"x\"",
    "'c'",
    "10.0.0.0/8",
    "00:0c:29",
    "len(",
    "max(",
    ",",
    "&",
    "-",
    "${tcp.stream}",
];
