//! The grammar of capture filters: primitives joined by `and` and `or`, which bind alike, from left to right.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::{
    dissect::field::Type,
    query::{
        capture_filter::{
            names,
            qualified::{Direction, Family, Kind, Qualifiers, group, presence, word},
            token::{Token, tokens},
        },
        mistake::{Mistake, What},
        syntax::{Comparison, Member, Place, Test},
    },
};

/// Brackets within brackets at most.
const DEPTH: usize = 100;
/// Protocols that qualify what follows, or stand alone.
const PROTOCOLS: [&str; 20] = [
    "ether", "link", "ip", "ip6", "arp", "rarp", "tcp", "udp", "sctp", "icmp", "icmp6", "igmp", "ah", "esp", "pim",
    "vrrp", "carp", "igrp", "stp", "pppoed",
];
/// Words that speak of protocols that are long gone, of the moment of capturing, or of how a kernel filtered.
const UNSAYABLE: [&str; 35] = [
    "aarp",
    "action",
    "atalk",
    "clnp",
    "decnet",
    "dir",
    "esis",
    "fddi",
    "gateway",
    "geneve",
    "ifindex",
    "ifname",
    "inbound",
    "ipx",
    "isis",
    "iso",
    "lane",
    "lat",
    "llc",
    "mopdl",
    "moprc",
    "netbeui",
    "on",
    "outbound",
    "ppp",
    "protochain",
    "reason",
    "rnr",
    "ruleset",
    "sca",
    "slip",
    "subtype",
    "tr",
    "type",
    "wlan",
];
/// Words that are no names of hosts.
const QUALIFIERS: [&str; 20] = [
    "and",
    "or",
    "not",
    "src",
    "dst",
    "host",
    "net",
    "port",
    "portrange",
    "proto",
    "mask",
    "broadcast",
    "multicast",
    "less",
    "greater",
    "len",
    "vlan",
    "mpls",
    "pppoes",
    "byte",
];

/// Whether a word has a meaning in capture filters.
pub fn is_keyword(word: &str) -> bool {
    QUALIFIERS.contains(&word) || PROTOCOLS.contains(&word) || UNSAYABLE.contains(&word)
}

pub(super) type Parsed<T> = Result<T, Mistake>;

pub(super) struct Parser<'t> {
    text: &'t str,
    tokens: Vec<(Token, Place)>,
    /// The token looked at.
    pub(super) at: usize,
    depth: usize,
    /// Qualifiers of the value before, which hold for values without any.
    last: Option<Qualifiers>,
    speaks_of_arp: bool,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Parsed<Self> {
        let tokens = tokens(text)?;
        let speaks_of_arp = tokens.iter().any(|(token, _)| *token == Token::Word("arp".to_owned()));
        Ok(Self { text, tokens, at: 0, depth: 0, last: None, speaks_of_arp })
    }

    /// The token so many behind the one looked at.
    pub(super) fn ahead(&self, by: usize) -> &Token {
        self.tokens.get(self.at + by).map_or(&Token::End, |(token, _)| token)
    }

    /// Where the token looked at stands.
    pub(super) fn place(&self) -> Place {
        self.tokens.get(self.at).or(self.tokens.last()).map_or_else(Place::default, |(_, place)| *place)
    }

    /// From a token to the one before that looked at.
    pub(super) fn since(&self, first: usize) -> Place {
        let place = |at: usize| self.tokens.get(at).map_or_else(Place::default, |(_, place)| *place);
        place(first).to(place(self.at.saturating_sub(1)))
    }

    pub(super) fn written(&self, at: Place) -> &'t str {
        self.text.get(at.start as usize..at.end as usize).unwrap_or_default()
    }

    pub(super) fn is(&self, written: &str) -> bool {
        match self.ahead(0) {
            Token::Word(word) => word == written,
            Token::Sign(sign) => *sign == written,
            Token::End => false,
        }
    }

    /// Passes over one of these words or signs.
    pub(super) fn pass(&mut self, written: &[&str]) -> bool {
        let passes = written.iter().any(|written| self.is(written));
        self.at += usize::from(passes);
        passes
    }

    pub(super) fn expect(&mut self, sign: &str) -> Parsed<()> {
        if self.pass(&[sign]) { Ok(()) } else { Err(self.unexpected()) }
    }

    pub(super) fn unexpected(&self) -> Mistake {
        let at = self.place();
        let what = match self.ahead(0) {
            Token::End => What::Unfinished,
            _ => What::Unexpected(self.written(at).to_owned()),
        };
        Mistake { what, at, instead: None }
    }

    fn unsayable(&self) -> Mistake {
        let at = self.place();
        Mistake { what: What::NoDisplayForm(self.written(at).to_owned()), at, instead: None }
    }

    fn take_word(&mut self) -> Parsed<(String, Place)> {
        let at = self.place();
        match self.ahead(0).clone() {
            Token::Word(word) => {
                self.at += 1;
                Ok((word, at))
            }
            _ => Err(self.unexpected()),
        }
    }

    pub(super) fn take_number(&mut self) -> Parsed<(u32, Place)> {
        let at = self.place();
        let number = match self.ahead(0) {
            Token::Word(word) => names::number(word),
            _ => None,
        };
        let number = number.ok_or_else(|| self.unexpected())?;
        self.at += 1;
        Ok((number, at))
    }

    /// Within brackets, of which nobody needs many.
    pub(super) fn within<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEPTH {
            return Err(Mistake { what: What::TooLong, at: self.place(), instead: None });
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    pub(super) fn whole(&mut self) -> Parsed<Test> {
        let test = self.expression()?;
        if *self.ahead(0) == Token::End { Ok(test) } else { Err(self.unexpected()) }
    }

    fn expression(&mut self) -> Parsed<Test> {
        let mut test = self.term()?;
        loop {
            if self.pass(&["and", "&&"]) {
                test = test.and(self.term()?);
            } else if self.pass(&["or", "||"]) {
                test = test.or(self.term()?);
            } else {
                return Ok(test);
            }
        }
    }

    fn term(&mut self) -> Parsed<Test> {
        self.within(|parser| {
            if parser.pass(&["not", "!"]) {
                return Ok(parser.term()?.negated());
            }
            if !parser.sum_follows() {
                return if parser.is("(") { parser.bracketed() } else { parser.primitive() };
            }
            let start = parser.at;
            let brackets = parser.is("(");
            let mistake = match parser.relation() {
                Err(mistake) if brackets => mistake,
                other => return other,
            };
            // only what follows tells which kind of brackets it was: whoever got farther is right
            let reached = std::mem::replace(&mut parser.at, start);
            parser.bracketed().map_err(|other| if parser.at < reached { mistake } else { other })
        })
    }

    fn bracketed(&mut self) -> Parsed<Test> {
        let open = self.place();
        self.expect("(")?;
        let test = self.expression()?;
        match self.ahead(0) {
            Token::End => Err(Mistake { what: What::OpenBracket(')'), at: open, instead: None }),
            _ => self.expect(")").map(|()| test),
        }
    }

    fn primitive(&mut self) -> Parsed<Test> {
        let Token::Word(first) = self.ahead(0).clone() else { return Err(self.unexpected()) };
        let at = self.place();
        match first.as_str() {
            "less" => return self.length(Comparison::LessOrEqual),
            "greater" => return self.length(Comparison::GreaterOrEqual),
            "vlan" => return self.numbered("vlan", "vlan.id"),
            "mpls" => return self.numbered("mpls", "mpls.label"),
            "pppoes" => return self.numbered("pppoes", "pppoe.session_id"),
            first if UNSAYABLE.contains(&first) => return Err(self.unsayable()),
            _ => {}
        }
        let protocol = PROTOCOLS.into_iter().find(|protocol| *protocol == first);
        self.at += usize::from(protocol.is_some());
        let direction = self.direction();
        if direction.is_none() {
            for (written, all) in [("broadcast", true), ("multicast", false)] {
                if self.is(written) {
                    let test = group(protocol, all, at).ok_or_else(|| self.unexpected())?;
                    self.at += 1;
                    return Ok(test);
                }
            }
        }
        let kind = self.kind(direction)?;
        let qualifiers = match (protocol, direction, kind) {
            (Some(protocol), None, None) => return Ok(presence(protocol, at)),
            (None, None, None) if is_keyword(&first) => return Err(self.unexpected()),
            (None, None, None) => {
                let host = Qualifiers { protocol, direction: Direction::Either, kind: Kind::Host };
                self.last.unwrap_or(host)
            }
            (protocol, direction, kind) => Qualifiers {
                protocol,
                direction: direction.unwrap_or(Direction::Either),
                kind: kind.unwrap_or(Kind::Host),
            },
        };
        self.qualified(qualifiers)
    }

    /// `src`, `dst`, `src or dst`, `src and dst`.
    fn direction(&mut self) -> Option<Direction> {
        let first = match self.ahead(0) {
            Token::Word(word) if word == "src" => Direction::Source,
            Token::Word(word) if word == "dst" => Direction::Destination,
            _ => return None,
        };
        let other = if first == Direction::Source { "dst" } else { "src" };
        let both = match (self.ahead(1), self.ahead(2)) {
            (Token::Word(joint), Token::Word(second)) if second == other => joint.as_str(),
            (Token::Sign(joint), Token::Word(second)) if second == other => joint,
            _ => "",
        };
        let (direction, len) = match both {
            "or" | "||" => (Direction::Either, 3),
            "and" | "&&" => (Direction::Both, 3),
            _ => (first, 1),
        };
        self.at += len;
        Some(direction)
    }

    fn kind(&mut self, direction: Option<Direction>) -> Parsed<Option<Kind>> {
        let Token::Word(word) = self.ahead(0) else { return Ok(None) };
        let kind = match word.as_str() {
            "host" => Kind::Host,
            "net" => Kind::Net,
            "port" | "portrange" => Kind::Port,
            "proto" if direction.is_none() => Kind::Protocol,
            "gateway" | "protochain" => return Err(self.unsayable()),
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(kind))
    }

    fn length(&mut self, comparison: Comparison) -> Parsed<Test> {
        let start = self.place();
        self.at += 1;
        let (number, at) = self.take_number()?;
        let (left, right) = (word("frame.len", start), word(&number.to_string(), at));
        Ok(Test::Relation { quantifier: None, left, comparison, right })
    }

    /// A protocol, whose number may follow.
    fn numbered(&mut self, protocol: &str, key: &str) -> Parsed<Test> {
        let start = self.place();
        self.at += 1;
        if !matches!(self.ahead(0), Token::Word(word) if names::number(word).is_some()) {
            return Ok(Test::Has(word(protocol, start)));
        }
        let (number, at) = self.take_number()?;
        let (left, right) = (word(key, start), word(&number.to_string(), at));
        Ok(Test::Relation { quantifier: None, left, comparison: Comparison::Equal, right })
    }

    /// What follows qualifiers: a value, or several in brackets.
    fn qualified(&mut self, qualifiers: Qualifiers) -> Parsed<Test> {
        self.last = Some(qualifiers);
        let start = self.at;
        if self.is("(") {
            if let Ok((family, values)) = self.alternatives(qualifiers) {
                return qualifiers.test(family, &values, self.since(start), self.speaks_of_arp);
            }
            self.at = start;
            return self.bracketed();
        }
        let (family, value) = self.value(qualifiers)?;
        qualifiers.test(family, &[value], self.since(start), self.speaks_of_arp)
    }

    /// `(80 or 443)`.
    fn alternatives(&mut self, qualifiers: Qualifiers) -> Parsed<(Family, Vec<Member>)> {
        self.expect("(")?;
        let (family, first) = self.value(qualifiers)?;
        let mut values = vec![first];
        while self.pass(&["or", "||"]) {
            let (other, value) = self.value(qualifiers)?;
            if other != family {
                return Err(self.unexpected());
            }
            values.push(value);
        }
        self.expect(")")?;
        Ok((family, values))
    }

    fn value(&mut self, qualifiers: Qualifiers) -> Parsed<(Family, Member)> {
        match qualifiers.kind {
            Kind::Host | Kind::Net => self.address(qualifiers.kind == Kind::Net),
            Kind::Port => self.port(),
            Kind::Protocol => self.protocol(qualifiers.protocol),
        }
    }

    fn port(&mut self) -> Parsed<(Family, Member)> {
        let (written, at) = self.take_word()?;
        let shown = |port: u16| word(&port.to_string(), at);
        if let Some(port) = names::port(&written) {
            return Ok((Family::Port, Member::One(shown(port))));
        }
        let range = written.match_indices('-').find_map(|(hyphen, _)| {
            Some((names::port(written.get(..hyphen)?)?, names::port(written.get(hyphen + 1..)?)?))
        });
        let Some((first, last)) = range else {
            let field = "tcp.port".to_owned();
            let what = match names::number(&written) {
                Some(_) => What::TooBig { text: written, field, most: u16::MAX.into() },
                None if is_keyword(&written) => What::Unexpected(written),
                None => What::NotAValue { text: written, field, values: Type::Number },
            };
            return Err(Mistake { what, at, instead: None });
        };
        Ok((Family::Port, Member::Range(shown(first.min(last)), shown(first.max(last)))))
    }

    fn protocol(&mut self, of: Option<&str>) -> Parsed<(Family, Member)> {
        let (written, at) = self.take_word()?;
        let is_ethernet = matches!(of, Some("ether" | "link"));
        let shown = match is_ethernet {
            // below that it is a frame's length, and the protocol stands behind it
            true => {
                names::ether_type(&written).filter(|number| *number >= 0x600).map(|number| format!("{number:#06x}"))
            }
            false => names::ip_protocol(&written).map(|number| number.to_string()),
        };
        match shown {
            Some(shown) => Ok((Family::Protocol, Member::One(word(&shown, at)))),
            None => {
                let field = if is_ethernet { "eth.type" } else { "ip.proto" };
                let what = What::NotAValue { text: written, field: field.to_owned(), values: Type::Number };
                Err(Mistake { what, at, instead: None })
            }
        }
    }

    /// An address, and what it says of its network: `/8` or `mask 255.0.0.0`.
    fn address(&mut self, is_net: bool) -> Parsed<(Family, Member)> {
        let (written, start) = self.take_word()?;
        let v4 = written.parse().ok().map(|address: Ipv4Addr| (address, 32));
        let v4 = v4.or_else(|| network(&written).filter(|_| is_net || self.is("/")));
        let v6 = written.parse::<Ipv6Addr>().ok();
        let prefix = self.prefix(if v6.is_some() { 128 } else { 32 })?;
        let at = start.to(self.since(self.at.saturating_sub(1)));
        let with_prefix = |address: String, prefix: u32, most: u32| match prefix {
            prefix if prefix == most => word(&address, at),
            prefix => word(&format!("{address}/{prefix}"), at),
        };
        let (family, value) = if let Some((address, len)) = v4 {
            (Family::Ipv4, with_prefix(address.to_string(), prefix.unwrap_or(len), 32))
        } else if let Some(address) = v6 {
            (Family::Ipv6, with_prefix(address.to_string(), prefix.unwrap_or(128), 128))
        } else if let Some(address) = mac(&written) {
            (Family::Mac, word(&address, at))
        } else {
            let is_name = written.bytes().any(|byte| byte.is_ascii_alphabetic()) && !written.contains(':');
            let what = match is_name {
                true if is_keyword(&written) => What::Unexpected(written),
                true => What::HostName(written),
                false => What::NotAValue { text: written, field: "ip.addr".to_owned(), values: Type::Ipv4 },
            };
            return Err(Mistake { what, at: start, instead: None });
        };
        Ok((family, Member::One(value)))
    }

    /// How many bits of an address are its network's.
    fn prefix(&mut self, most: u32) -> Parsed<Option<u32>> {
        if self.pass(&["/"]) {
            let (prefix, at) = self.take_number()?;
            let what = || What::Unexpected(self.written(at).to_owned());
            return if prefix <= most { Ok(Some(prefix)) } else { Err(Mistake { what: what(), at, instead: None }) };
        }
        if !self.pass(&["mask"]) {
            return Ok(None);
        }
        let (mask, at) = self.take_word()?;
        let bits = mask.parse::<Ipv4Addr>().ok().map(u32::from).filter(|mask| mask.leading_ones() == mask.count_ones());
        match bits {
            Some(bits) => Ok(Some(bits.leading_ones())),
            None => Err(Mistake { what: What::Unexpected(mask), at, instead: None }),
        }
    }
}

/// A network of IPv4 by its first one to three numbers, and the bits that they are.
fn network(text: &str) -> Option<(Ipv4Addr, u32)> {
    let numbers: Option<Vec<u8>> = text.split('.').map(|number| number.parse().ok()).collect();
    let numbers = numbers.filter(|numbers| numbers.len() <= 3)?;
    let mut octets = [0; 4];
    octets.iter_mut().zip(&numbers).for_each(|(octet, number)| *octet = *number);
    Some((octets.into(), numbers.len() as u32 * 8))
}

/// A station's address as a display filter has it: six numbers of one or two digits, or three of four.
pub fn mac(text: &str) -> Option<String> {
    let parts: Vec<_> = text.split([':', '-', '.']).collect();
    let (count, longest) = (parts.len(), if parts.len() == 3 { 4 } else { 2 });
    let width = if count == 3 { 4 } else { 1 };
    let fits =
        |part: &&str| (width..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !matches!(count, 3 | 6) || !parts.iter().all(fits) {
        return None;
    }
    let digits: String = parts.iter().map(|part| format!("{part:0>longest$}")).collect();
    let pairs: Vec<_> = (0..6).filter_map(|at| digits.get(at * 2..at * 2 + 2)).collect();
    Some(pairs.join(":").to_ascii_lowercase())
}
