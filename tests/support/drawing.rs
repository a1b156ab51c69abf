//! TCP conversations drawn as text → packets.
//!
//! ```text
//! C: SYN | S: SYN ACK | C: ACK | C: 'GET / HTTP/1.1\r\n\r\n' | lost S: 'HTTP/1.1 ' | S: '200 OK\r\n\r\n' | again S: 'HTTP/1.1 '
//! ```
//!
//! Steps stand between bars, each by the client (`C:`) or the server (`S:`): flags, then perhaps a payload in quotes (`\r`, `\n`)
//! or as `hex 00 01`. A `lost` segment was sent and not captured; one sent `again` has the place in the stream of the earlier
//! segment with the same payload; one of `@3 C:` begins with the stream's byte 3, counted from 0. Numbers and acknowledgements follow from what was sent.

use etherparse::PacketBuilder;

use super::build::{ETHERNET, File, IPV4, MACS, hex};

/// The first sequence numbers of the client and the server.
pub const FIRST: [u32; 2] = [1000, 5000];

/// The client's port.
const CLIENT: u16 = 43_210;

struct Step {
    who: usize,
    lost: bool,
    again: bool,
    at: Option<u32>,
    flags: Vec<String>,
    payload: Vec<u8>,
}

/// The capture of a conversation with a server's port.
pub fn capture(drawing: &str, port: u16) -> Vec<u8> {
    File::of(ETHERNET, packets(drawing, port, FIRST)).bytes()
}

/// The packets that were captured of a conversation.
pub fn packets(drawing: &str, port: u16, first: [u32; 2]) -> Vec<Vec<u8>> {
    let mut next = first;
    let mut sent: Vec<(usize, Vec<u8>, u32)> = Vec::new();
    let mut packets = Vec::new();
    for step in steps(drawing) {
        let before = sent.iter().find(|(who, payload, _)| step.again && (*who, payload) == (step.who, &step.payload));
        let placed = step.at.map(|at| first[step.who].wrapping_add(1 + at));
        let number = placed.or(before.map(|&(.., number)| number)).unwrap_or(next[step.who]);
        assert!(!step.again || before.is_some(), "nothing was sent before that is sent again in {drawing}");
        let taken = step.flags.iter().filter(|flag| ["SYN", "FIN"].contains(&flag.as_str())).count();
        if !step.again {
            let end = number.wrapping_add((taken + step.payload.len()) as u32);
            if end.wrapping_sub(next[step.who]).cast_signed() > 0 {
                next[step.who] = end;
            }
            sent.push((step.who, step.payload.clone(), number));
        }
        if !step.lost {
            packets.push(segment(&step, number, next[1 - step.who], port));
        }
    }
    packets
}

fn segment(step: &Step, number: u32, acknowledged: u32, port: u16) -> Vec<u8> {
    let ports = [CLIENT, port];
    let (to, from) = (1 - step.who, step.who);
    let ip = PacketBuilder::ethernet2(MACS[from], MACS[to]).ipv4(IPV4[from], IPV4[to], 64);
    let mut tcp = ip.tcp(ports[from], ports[to], number, 501);
    if !step.payload.is_empty() {
        tcp = tcp.psh().ack(acknowledged);
    }
    for flag in &step.flags {
        tcp = match flag.as_str() {
            "SYN" => tcp.syn(),
            "ACK" => tcp.ack(acknowledged),
            "FIN" => tcp.fin(),
            "RST" => tcp.rst(),
            other => panic!("no flag is called {other}"),
        };
    }
    let mut frame = Vec::new();
    tcp.write_to_vec(&mut frame, &step.payload).unwrap();
    frame
}

fn steps(drawing: &str) -> Vec<Step> {
    divided(drawing).iter().map(|step| read_step(step.trim())).collect()
}

/// The drawing at its bars, those in quotes aside.
fn divided(drawing: &str) -> Vec<String> {
    let mut steps = vec![String::new()];
    let mut quoted = false;
    for c in drawing.chars() {
        quoted ^= c == '\'';
        match c {
            '|' if !quoted => steps.push(String::new()),
            _ => steps.last_mut().unwrap().push(c),
        }
    }
    steps
}

fn read_step(text: &str) -> Step {
    let (words, what) = text.split_once(':').unwrap_or_else(|| panic!("nobody says {text}"));
    let words: Vec<&str> = words.split_whitespace().collect();
    let who = match words.last() {
        Some(&"C") => 0,
        Some(&"S") => 1,
        _ => panic!("nobody says {text}"),
    };
    let at = words.iter().find_map(|word| word.strip_prefix('@')).map(|at| at.parse().unwrap());
    let (flags, payload) = match (what.split_once('\''), what.split_once("hex")) {
        (Some((flags, quoted)), _) => {
            (flags, quoted.trim_end().strip_suffix('\'').map(unescaped).expect("an end of the quote"))
        }
        (None, Some((flags, digits))) => (flags, hex(digits)),
        (None, None) => (what, Vec::new()),
    };
    let flags = flags.split_whitespace().map(str::to_owned).collect();
    Step { who, lost: words.contains(&"lost"), again: words.contains(&"again"), at, flags, payload }
}

fn unescaped(text: &str) -> Vec<u8> {
    text.replace("\\r", "\r").replace("\\n", "\n").into_bytes()
}
