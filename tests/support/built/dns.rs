//! DNS records of every type that is read, by what they are about; options, stateful operations, updates, repetitions.

use super::Raw;
use crate::support::build::{ETHERNET, File, hex, name, udp4, udp4_back};

/// Types and data: hex, `n:` a name, `s:` a string behind its length, `t:` text.
type Records = &'static [(u16, &'static str)];

const ADDRESSES: Records = &[
    (1, "c6336450"),
    (11, "c6336450 06 000080 40"),
    (28, "20010db8000000000000000000000050"),
    (38, "40 0000000000000050 n:prefix.example"),
    (42, "0001 18 03 c63364 0002 20 84 20010db8 0003 01 01 aa"),
    (104, "000a 0014 4fff ff20 ee64"),
    (105, "000a 0a010200"),
    (106, "000a 2001 0db8 1140 1000"),
    (107, "000a n:l64.example"),
    (108, "00 00 5e 00 53 2a"),
    (109, "00 00 5e ef 10 00 00 2a"),
];

const NAMES_AND_STRINGS: Records = &[
    (2, "n:ns1.example"),
    (3, "n:md.example"),
    (4, "n:mf.example"),
    (5, "n:c.example"),
    (6, "n:ns1.example n:admin.example 78a5ee01 00001c20 00000e10 00127500 00000e10"),
    (7, "n:mb.example"),
    (8, "n:mg.example"),
    (9, "n:mr.example"),
    (10, "01 02"),
    (12, "n:p.example"),
    (13, "s:PC s:Linux"),
    (14, "n:r.example n:e.example"),
    (15, "000a n:mail.example"),
    (16, "s:one s:two"),
    (17, "n:admin.example n:more.example"),
    (18, "0001 n:afs.example"),
    (19, "s:31161700956"),
    (20, "s:150862028003217 s:004"),
    (21, "0002 n:relay.example"),
    (22, "47 0005 80"),
    (23, "n:o.example"),
    (26, "000a n:mail.example n:admd.example"),
    (27, "s:-32.6882 s:116.8652 s:10.0"),
    (36, "0001 n:kx.example"),
    (39, "n:other.example"),
    (99, "s:v=spf1"),
];

const SERVICES: Records = &[
    (33, "0001 0002 13c4 n:sip.example"),
    (35, "0064 000a s:u s:E2U+sip s:!^.*$!sip:a@example! n:"),
    (64, "0000 n:svc.example"),
    (
        65,
        "0001 n: 0000 0004 0001 0004 0001 0006 s:h2 s:h3 0002 0000 0003 0002 20fb 0004 0004 c6336450 0005 0004 t:echo \
         0006 0010 20010db8000000000000000000000050 0007 0003 t:abc 8001 0003 t:odo",
    ),
    (257, "00 s:issue t:ca.example"),
    (257, "80 s:issuewild t:ca.example"),
    (257, "00 s:iodef t:mailto:a@example"),
    (257, "00 s:other t:thing"),
];

const SIGNATURES: Records = &[
    (24, "0001 05 02 00000e10 6a000000 69f00000 1234 n:example t:signed"),
    (30, "n:next.example 62 00 00 02"),
    (43, "ec45 05 01 2bb183af5f22588179a53b0a98631fad1a292118"),
    (46, "0001 08 02 00000e10 6a000000 69f00000 1234 n:example t:signed"),
    (47, "n:next.example 00 06 400100000003 04 01 20"),
    (50, "01 01 000c 04 aabbccdd 05 0102030405 00 07 22018000000290"),
    (51, "01 00 000c 04 aabbccdd"),
    (62, "00000042 0003 00 04 60000008"),
    (63, "785a8cfc 01 01 0102030405060708"),
];

const KEYS: Records = &[
    (25, "0000 03 05 t:key"),
    (25, "c000 03 01 t:none"),
    (37, "0001 3039 05 t:certificate"),
    (44, "01 01 d3f2a7b9c0d1e2f3a4b5c6d7e8f9010203040506"),
    (45, "0a 00 02 t:key"),
    (45, "0a 01 02 c6336450 t:key"),
    (45, "0a 02 02 20010db8000000000000000000000050 t:key"),
    (45, "0a 03 02 n:gw.example t:key"),
    (48, "0101 03 08 0301000101020304"),
    (49, "00 01 02 t:client"),
    (52, "03 01 01 0102030405060708"),
    (55, "04 02 0003 01020304 t:key n:rvs.example"),
    (61, "t:pgp"),
];

const PLACES: Records = &[
    (29, "00 12 16 13 8b0d2c8c 7ff8f83e 00989fe0"),
    (29, "01 02"),
    (65_281, "00010000 00000002 00000384 00000001 c6336450"),
    (65_282, "00010000 00000002 00000384 n:example"),
    (65_422, "04 11 c6336450 c0000201 03e8 0035"),
    (65_422, "06 11 20010db8000000000000000000000050 20010db8000000000000000000000051 03e8 0035"),
];

const TRANSACTIONS: Records = &[
    (249, "n:gss-tsig 69f00000 6a000000 0003 0000 0003 t:key 0002 t:ot"),
    (250, "n:hmac-sha256 0000 69f00000 012c 0004 t:macm 2b1a 0012 0006 0000 69f00001"),
];

const OPTIONS: &str = "0003 0004 t:nsid 0005 0002 080d 0006 0001 02 0007 0001 01 0008 0007 0001 18 00 c63364 \
     0008 0008 0002 20 00 20010db8 0008 0005 0003 08 00 09 0009 0000 000a 0010 t:clientcoserverco 000b 0002 0064 000c 0003 000000 \
     000d 0003 n:x 000f 0006 0012 t:text 50fa 0007 0001 18 00 c63364 ea60 0001 ff";

pub fn all() -> Vec<Raw> {
    vec![
        ("dns/addresses", answers(ADDRESSES)),
        ("dns/names_and_strings", answers(NAMES_AND_STRINGS)),
        ("dns/services", answers(SERVICES)),
        ("dns/signatures", answers(SIGNATURES)),
        ("dns/keys", answers(KEYS)),
        ("dns/places", answers(PLACES)),
        ("dns/transactions", answers(TRANSACTIONS)),
        ("dns/options", options()),
        ("dns/stateful_and_update", others()),
        ("dns/said_twice", said_twice()),
    ]
}

/// Bytes as [`Records`] spells them.
fn data(text: &str) -> Vec<u8> {
    let part = |word: &str| match word.split_once(':') {
        Some(("n", "")) => vec![0],
        Some(("n", labels)) => name(labels),
        Some(("s", text)) => [&[text.len() as u8], text.as_bytes()].concat(),
        Some(("t", text)) => text.as_bytes().to_vec(),
        _ => hex(word),
    };
    text.split_whitespace().flat_map(part).collect()
}

fn message(head: &str, body: &[u8]) -> Vec<u8> {
    [hex(head), body.to_vec()].concat()
}

/// A response of these records to a question for all that there is.
fn answers(records: Records) -> Vec<u8> {
    let record = |&(kind, text): &(u16, &str)| {
        let data = data(text);
        [&hex("c00c")[..], &kind.to_be_bytes(), &hex("0001 0000012c"), &(data.len() as u16).to_be_bytes(), &data]
            .concat()
    };
    let count = (records.len() as u16).to_be_bytes();
    let head =
        [&hex("2b1a 8400 0001")[..], &count, &hex("0000 0000"), &name("_x._y.example"), &hex("00ff 0001")].concat();
    let response = [head, records.iter().flat_map(record).collect()].concat();
    File::of(ETHERNET, [udp4_back(53, 40_010, &response)]).bytes()
}

fn options() -> Vec<u8> {
    let options = data(OPTIONS);
    let head = [&hex("00 0029 1000 01 00 8001")[..], &(options.len() as u16).to_be_bytes()].concat();
    let body = [name("example"), hex("0001 0001"), head, options].concat();
    File::of(ETHERNET, [udp4(40_010, 53, &message("2b1a 0120 0001 0000 0000 0001", &body))]).bytes()
}

fn others() -> Vec<u8> {
    let stateful = "0001 0008 00003a98 0000ea60 0002 0004 0000004d 0003 0002 0000 0040 0003 t:abc";
    let update =
        "n:zone.example 0006 0001 n:a.example 00ff 00fe 00000000 0000 n:b.example 0001 0001 80000001 0004 c6336450";
    let packets = [
        udp4(40_010, 53, &message("2b1a 3000 0000 0000 0000 0000", &data(stateful))),
        udp4(40_010, 53, &message("2b1b 2800 0001 0001 0001 0000", &data(update))),
    ];
    File::of(ETHERNET, packets).bytes()
}

/// A query twice, its response twice, a response that nobody asked for, and a query between ports of nobody.
fn said_twice() -> Vec<u8> {
    let asked = data("n:example.com 0001 0001");
    let query = message("0001 0100 0001 0000 0000 0000", &asked);
    let response = message(
        "0001 8180 0001 0001 0000 0000",
        &[asked.clone(), data("c00c 0001 0001 0000003c 0004 c6336450")].concat(),
    );
    let nobody = message("0002 8180 0001 0000 0000 0000", &asked);
    let packets = [
        udp4(40_010, 53, &query),
        udp4(40_010, 53, &query),
        udp4_back(53, 40_010, &response),
        udp4_back(53, 40_010, &response),
        udp4_back(53, 40_010, &nobody),
        udp4(40_010, 40_011, &query),
    ];
    File::of(ETHERNET, packets).bytes()
}
