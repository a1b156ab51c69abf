//! What qualifiers and an address, a port or a protocol's number ask, as a test of fields.

use crate::{
    dissect::field::Type,
    query::{
        mistake::{Mistake, What},
        syntax::{Comparison, Member, Operand, Place, Test},
    },
};

/// What a capture filter says in front of an address or a number.
#[derive(Debug, Clone, Copy)]
pub struct Qualifiers {
    /// As it is written: `tcp`, `ip6` …
    pub protocol: Option<&'static str>,
    /// Of which end.
    pub direction: Direction,
    /// What the value is.
    pub kind: Kind,
}

/// Which end of a packet's way is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// One of them.
    Either,
    /// Where it comes from.
    Source,
    /// Where it goes.
    Destination,
    /// Both of them.
    Both,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An address.
    Host,
    /// A network.
    Net,
    /// A port, or a range of them.
    Port,
    /// A protocol's number.
    Protocol,
}

/// Which fields can have a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// IPv4 addresses.
    Ipv4,
    /// IPv6 addresses.
    Ipv6,
    /// Ethernet addresses.
    Mac,
    /// Ports.
    Port,
    /// Numbers of protocols.
    Protocol,
}

/// The fields of both ends.
struct Ends {
    either: Option<&'static str>,
    source: &'static str,
    destination: &'static str,
}

const IPV4: Ends = Ends { either: Some("ip.addr"), source: "ip.src", destination: "ip.dst" };
const IPV6: Ends = Ends { either: Some("ipv6.addr"), source: "ipv6.src", destination: "ipv6.dst" };
const ETHERNET: Ends = Ends { either: Some("eth.addr"), source: "eth.src", destination: "eth.dst" };
const ARP: Ends = Ends { either: None, source: "arp.src.proto_ipv4", destination: "arp.dst.proto_ipv4" };
const TCP: Ends = Ends { either: Some("tcp.port"), source: "tcp.srcport", destination: "tcp.dstport" };
const UDP: Ends = Ends { either: Some("udp.port"), source: "udp.srcport", destination: "udp.dstport" };
const SCTP: Ends = Ends { either: Some("sctp.port"), source: "sctp.srcport", destination: "sctp.dstport" };

const fn one(key: &'static str) -> Ends {
    Ends { either: Some(key), source: key, destination: key }
}

impl Qualifiers {
    /// What they ask about `values`, which are all of one family and stand at `at`.
    ///
    /// `host` means ARP's addresses to libpcap as well. Who asks for a host hardly ever means them and would not
    /// know the long expression again, so they are added only where the filter speaks of ARP elsewhere.
    pub fn test(self, family: Family, values: &[Member], at: Place, speaks_of_arp: bool) -> Result<Test, Mistake> {
        let fields = match (family, self.protocol) {
            (Family::Ipv4, None) if speaks_of_arp => vec![IPV4, ARP],
            (Family::Ipv4, Some("arp")) => vec![ARP],
            (Family::Ipv4, None | Some("ip" | "tcp" | "udp" | "icmp")) => vec![IPV4],
            (Family::Ipv6, None | Some("ip6" | "tcp" | "udp" | "icmp6")) => vec![IPV6],
            (Family::Mac, None | Some("ether" | "link")) => vec![ETHERNET],
            (Family::Port, None) => vec![TCP, UDP],
            (Family::Port, Some("tcp")) => vec![TCP],
            (Family::Port, Some("udp")) => vec![UDP],
            (Family::Port, Some("sctp")) => vec![SCTP],
            (Family::Protocol, None) => vec![one("ip.proto"), one("ipv6.nxt")],
            (Family::Protocol, Some("ip")) => vec![one("ip.proto")],
            (Family::Protocol, Some("ip6")) => vec![one("ipv6.nxt")],
            (Family::Protocol, Some("ether" | "link")) => vec![one("eth.type")],
            _ => return Err(self.impossible(values, at)),
        };
        let tests = fields.iter().map(|ends| ends.test(self.direction, values, at));
        let test = tests.reduce(Test::or).ok_or_else(|| self.impossible(values, at))?;
        Ok(match (family, self.protocol) {
            // libpcap refuses `tcp host`, though it can only mean one thing
            (Family::Ipv4 | Family::Ipv6, Some(protocol @ ("tcp" | "udp" | "icmp" | "icmp6"))) => {
                presence(protocol, at).and(test)
            }
            _ => test,
        })
    }

    /// Why a protocol's fields never have such a value.
    fn impossible(self, values: &[Member], at: Place) -> Mistake {
        let text = match values {
            [Member::One(value)] => value.to_string(),
            _ => String::new(),
        };
        let protocol = self.protocol.unwrap_or_default();
        let (field, type_of) = match protocol {
            "ip" => ("ip.addr", Type::Ipv4),
            "ip6" => ("ipv6.addr", Type::Ipv6),
            "ether" | "link" => ("eth.addr", Type::Mac),
            _ => ("", Type::Protocol),
        };
        let what = match self.kind {
            Kind::Host | Kind::Net if !field.is_empty() => {
                What::NotAValue { text, field: field.to_owned(), values: type_of }
            }
            kind => {
                What::NotFor { text: protocol.to_owned(), values: Type::Protocol, operation: kind.word().to_owned() }
            }
        };
        Mistake { what, at, instead: None }
    }
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Net => "net",
            Self::Port => "port",
            Self::Protocol => "proto",
        }
    }
}

impl Ends {
    fn test(&self, direction: Direction, values: &[Member], at: Place) -> Test {
        let one = |key| is(key, values, at);
        match (direction, self.either) {
            (Direction::Either, Some(either)) => one(either),
            (Direction::Either, None) => one(self.source).or(one(self.destination)),
            (Direction::Source, _) => one(self.source),
            (Direction::Destination, _) => one(self.destination),
            (Direction::Both, _) => one(self.source).and(one(self.destination)),
        }
    }
}

/// A field is one of `values`.
fn is(key: &str, values: &[Member], at: Place) -> Test {
    let left = word(key, at);
    match values {
        [Member::One(right)] => {
            Test::Relation { quantifier: None, left, comparison: Comparison::Equal, right: right.clone() }
        }
        _ => Test::In { quantifier: None, left, not: false, set: values.to_vec() },
    }
}

/// There is such a protocol in a packet; `protocol` as a capture filter calls it.
pub fn presence(protocol: &str, at: Place) -> Test {
    let number = |key, number: &str| is(key, &[Member::One(word(number, at))], at);
    match protocol {
        "ether" | "link" => Test::Has(word("eth", at)),
        "ip6" => Test::Has(word("ipv6", at)),
        "icmp6" => Test::Has(word("icmpv6", at)),
        "rarp" => number("eth.type", "0x8035"),
        // what lies in these need not be known to tell that they are there
        "ah" => number("ip.proto", "51").or(number("ipv6.nxt", "51")),
        "esp" => number("ip.proto", "50").or(number("ipv6.nxt", "50")),
        "pim" => number("ip.proto", "103").or(number("ipv6.nxt", "103")),
        "vrrp" | "carp" => number("ip.proto", "112"),
        "igrp" => number("ip.proto", "9"),
        other => Test::Has(word(other, at)),
    }
}

/// What a whole group of stations gets; none where a protocol has no such addresses.
pub fn group(protocol: Option<&str>, all: bool, at: Place) -> Option<Test> {
    let compare = |key, comparison, value| Test::Relation {
        quantifier: None,
        left: word(key, at),
        comparison,
        right: word(value, at),
    };
    Some(match (protocol, all) {
        (None | Some("ether" | "link"), true) => compare("eth.dst", Comparison::Equal, "ff:ff:ff:ff:ff:ff"),
        (None | Some("ether" | "link"), false) => compare("eth.dst.ig", Comparison::Equal, "1"),
        // a capture does not say which mask its network has, by which others end in ones as well
        (Some("ip"), true) => compare("ip.dst", Comparison::Equal, "255.255.255.255"),
        (Some("ip"), false) => compare("ip.dst", Comparison::GreaterOrEqual, "224.0.0.0"),
        (Some("ip6"), false) => compare("ipv6.dst", Comparison::Equal, "ff00::/8"),
        _ => return None,
    })
}

/// A word of the display filter that stands for what is written at `at`.
pub fn word(text: &str, at: Place) -> Operand {
    Operand { at, ..Operand::word(text) }
}
