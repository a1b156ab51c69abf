//! tcpdump's language, [pcap-filter(7)](https://www.tcpdump.org/manpages/pcap-filter.7.html): a capture filter's text →
//! the test that a display filter would be.
//!
//! What libpcap asks of a packet's first headers, the test asks of all of them: `ip.addr` is also an address in a
//! tunnel. Who types `host 10.0.0.1` wants to see what has to do with that host.

use crate::query::{
    mistake::{Mistake, What},
    syntax::{Place, Test},
};

mod byte_tests;
pub(super) mod names;
mod parser;
mod qualified;
mod sums;
mod token;

pub(super) use parser::mac;

/// Bytes of a filter at most.
const LONGEST: usize = 4096;

/// What a capture filter asks; its words stand where the filter has what they come from.
pub fn parse(text: &str) -> Result<Test, Mistake> {
    if text.len() > LONGEST {
        let at = Place { start: 0, end: text.len() as u32 };
        return Err(Mistake { what: What::TooLong, at, instead: None });
    }
    parser::Parser::new(text)?.whole()
}

/// Words that no display filter has.
const SIGNS_OF_ONE: [&str; 20] = [
    "broadcast",
    "dst",
    "ether",
    "gateway",
    "greater",
    "host",
    "icmp6",
    "icmptype",
    "inbound",
    "ip6",
    "less",
    "multicast",
    "net",
    "outbound",
    "port",
    "portrange",
    "proto",
    "protochain",
    "src",
    "tcpflags",
];

/// Whether a text that is wrong in either language was probably meant as a capture filter.
pub fn looks_like_one(text: &str) -> bool {
    let is_between = |letter: char| letter.is_whitespace() || "()[]!&|=<>".contains(letter);
    !text.contains('"') && text.split(is_between).any(|word| SIGNS_OF_ONE.contains(&word))
}

#[cfg(test)]
mod tests;
