//! TCP conversations in which something goes wrong, drawn as text: a line is who sends what, when.

use super::Raw;
use crate::support::build::{ETHERNET, File, IPV4, MACS};
use etherparse::PacketBuilder;

pub fn all() -> Vec<Raw> {
    vec![
        ("tcp/losses", drawn(LOSSES)),
        ("tcp/windows", drawn(WINDOWS)),
        ("tcp/keep_alive", drawn(KEEP_ALIVE)),
        ("tcp/reused_ports", drawn(REUSED)),
    ]
}

/// `milliseconds who flags sequence acknowledgment window payload [left-right]`: numbers count from the SYN's, as rows show
/// them; the last is a range received out of order.
const LOSSES: &str = "
    0    C S  0    0    1000 0
    10   S SA 0    1    1000 0
    20   C A  1    1    1000 0
    21   C PA 1    1    1000 100
    22   C PA 101  1    1000 100
    40   S A  1    201  1000 0
    41   S PA 1    201  1000 100
    42   S PA 201  201  1000 100
    43   S PA 301  201  1000 100
    44   S PA 401  201  1000 100
    50   C A  201  101  1000 0
    51   C A  201  101  1000 0   201-301
    52   C A  201  101  1000 0   201-401
    53   C A  201  101  1000 0   201-501
    60   S PA 101  201  1000 100
    70   C A  201  501  1000 0
    71   C PA 301  501  1000 50
    72   C PA 201  501  1000 100
    90   S A  501  351  1000 0
    91   C PA 351  501  1000 10
    500  C PA 351  501  1000 10
    520  S A  501  361  1000 0
    700  C PA 351  501  1000 10
    710  S PA 601  361  1000 20
    720  C A  361  641  1000 0
    730  C FA 361  641  1000 0
    740  S A  641  362  1000 0
";

const WINDOWS: &str = "
    0    C S  0    0    400  0
    10   S SA 0    1    400  0
    20   C A  1    1    400  0
    21   C PA 1    1    400  300
    22   C PA 301  1    400  100
    30   S A  1    401  0    0
    40   C A  401  1    400  1
    41   S A  1    401  0    0
    60   S A  1    401  400  0
    70   C A  401  1    400  100
    80   S A  1    501  400  0
";

const KEEP_ALIVE: &str = "
    0    C S  0    0    400  0
    10   S SA 0    1    400  0
    20   C A  1    1    400  0
    30   C PA 1    1    400  10
    40   S A  1    11   400  0
    9000 C A  10   1    400  1
    9010 S A  1    11   400  0
    9020 C RA 11   1    0    0
";

const REUSED: &str = "
    0    C S  0    0    400  0
    10   S RA 0    1    0    0
    500  C S  9000 0    400  0
    510  S SA 0    9001 400  0
    520  C A  9001 1    400  0
";

fn drawn(lines: &str) -> Vec<u8> {
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let packets = lines.map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        (words[0].parse::<u32>().unwrap(), segment(&words[1..]))
    });
    File::at(ETHERNET, packets).bytes()
}

fn segment(words: &[&str]) -> Vec<u8> {
    let who = usize::from(words[0] == "S");
    let number = |at: usize| words[at].parse::<u32>().unwrap();
    let starts = [1_000_000_u32, 4_294_967_000];
    let (sequence, acknowledgment) = (starts[who].wrapping_add(number(2)), starts[1 - who].wrapping_add(number(3)));
    let ports = [43_210, 7777];
    let ip = PacketBuilder::ethernet2(MACS[who], MACS[1 - who]).ipv4(IPV4[who], IPV4[1 - who], 64);
    let mut tcp = ip.tcp(ports[who], ports[1 - who], sequence, number(4) as u16);
    for flag in words[1].chars() {
        tcp = match flag {
            'S' => tcp.syn(),
            'A' => tcp.ack(acknowledgment),
            'F' => tcp.fin(),
            'P' => tcp.psh(),
            'R' => tcp.rst(),
            other => panic!("no flag {other}"),
        };
    }
    let mut options = Vec::new();
    if words[1].contains('S') {
        options.extend([2, 4, 5, 180, 1, 3, 3, 0]);
    }
    if let Some((left, right)) = words.get(6).and_then(|range| range.split_once('-')) {
        options.extend([1, 1, 5, 10]);
        for edge in [left, right] {
            options.extend(starts[1 - who].wrapping_add(edge.parse().unwrap()).to_be_bytes());
        }
    }
    let payload: Vec<u8> = (0..number(5)).map(|at| b'a' + ((number(2) + at) % 26) as u8).collect();
    let mut frame = Vec::new();
    tcp.options_raw(&options).unwrap().write_to_vec(&mut frame, &payload).unwrap();
    frame
}
