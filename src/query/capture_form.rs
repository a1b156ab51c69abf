//! A display filter's test → the capture filter that says the same, for those who learn the one by the other.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::query::{
    capture_filter::{mac, names},
    syntax::{Arithmetic, Comparison, Member, Operand, Range, Term, Test},
};

/// How the parts of a capture filter hold together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    One,
    And,
    Or,
}

/// A capture filter, and how its parts hold together.
type Form = (String, Joint);

/// The capture filter that keeps the packets of which `test` is true; none where there is none.
pub fn written(test: &Test) -> Option<String> {
    form(test, true).map(|(text, _)| text)
}

/// `shifts` where `vlan` may stand: to libpcap, all that is written behind it speaks of what the tag carries.
fn form(test: &Test, shifts: bool) -> Option<Form> {
    match test {
        Test::And(left, right) => two(form(left, shifts)?, "and", form(right, false)?, Joint::And),
        Test::Or(left, right) => {
            let (left, right) = (form(left, false)?, form(right, false)?);
            either_transport(&left, &right).or_else(|| two(left, "or", right, Joint::Or))
        }
        Test::Not(test) => Some(negated(form(test, false)?)),
        Test::Has(Operand { what: Term::Word(key), .. }) => Some((protocol(key, shifts)?.to_owned(), Joint::One)),
        Test::Relation { quantifier: None, left, comparison, right } => relation(left, *comparison, right, shifts),
        Test::In { quantifier: None, left: Operand { what: Term::Word(key), .. }, not, set } => {
            let form = any_of(key, set)?;
            Some(if *not { negated(form) } else { form })
        }
        _ => None,
    }
}

fn two(left: Form, word: &str, right: Form, joint: Joint) -> Option<Form> {
    let right_joint = if right.1 == Joint::One { joint } else { Joint::One };
    Some((format!("{} {word} {}", in_brackets(left, joint), in_brackets(right, right_joint)), joint))
}

/// Brackets where parts hold together in another way.
fn in_brackets((text, joint): Form, within: Joint) -> String {
    if joint == Joint::One || joint == within { text } else { format!("({text})") }
}

fn negated(form: Form) -> Form {
    (format!("not {}", in_brackets(form, Joint::One)), Joint::One)
}

fn one(text: impl Into<String>) -> Option<Form> {
    Some((text.into(), Joint::One))
}

/// A protocol as capture filters call it.
fn protocol(key: &str, shifts: bool) -> Option<&'static str> {
    Some(match key {
        "arp" => "arp",
        "icmp" => "icmp",
        "icmpv6" => "icmp6",
        "igmp" => "igmp",
        "ip" => "ip",
        "ipv6" => "ip6",
        "sctp" => "sctp",
        "tcp" => "tcp",
        "udp" => "udp",
        "vlan" if shifts => "vlan",
        "mpls" if shifts => "mpls",
        "pppoes" if shifts => "pppoes",
        "pppoed" => "pppoed",
        _ => return None,
    })
}

/// The protocol of a field.
fn layer(key: &str) -> Option<&'static str> {
    protocol(key.split('.').next()?, false)
}

/// What stands in front of an address or a port that the field can have.
fn qualifiers(key: &str) -> Option<(&'static str, Family)> {
    Some(match key {
        "ip.addr" => ("", Family::Ipv4),
        "ip.src" => ("src ", Family::Ipv4),
        "ip.dst" => ("dst ", Family::Ipv4),
        "arp.src.proto_ipv4" => ("arp src ", Family::Ipv4),
        "arp.dst.proto_ipv4" => ("arp dst ", Family::Ipv4),
        "ipv6.addr" => ("", Family::Ipv6),
        "ipv6.src" => ("src ", Family::Ipv6),
        "ipv6.dst" => ("dst ", Family::Ipv6),
        "eth.addr" => ("ether host ", Family::Mac),
        "eth.src" => ("ether src ", Family::Mac),
        "eth.dst" => ("ether dst ", Family::Mac),
        "tcp.port" => ("tcp ", Family::Port),
        "tcp.srcport" => ("tcp src ", Family::Port),
        "tcp.dstport" => ("tcp dst ", Family::Port),
        "udp.port" => ("udp ", Family::Port),
        "udp.srcport" => ("udp src ", Family::Port),
        "udp.dstport" => ("udp dst ", Family::Port),
        "sctp.port" => ("sctp ", Family::Port),
        "sctp.srcport" => ("sctp src ", Family::Port),
        "sctp.dstport" => ("sctp dst ", Family::Port),
        _ => return None,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Ipv4,
    Ipv6,
    Mac,
    Port,
}

/// A value with the kind of thing that it is: `host 10.0.0.1`.
fn value(family: Family, operand: &Operand) -> Option<(&'static str, String)> {
    let word = word(operand)?;
    match family {
        Family::Ipv4 => {
            let (address, bits) = prefixed(word, 32)?;
            let network = u32::from(address.parse::<Ipv4Addr>().ok()?) & u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            let address = Ipv4Addr::from(network);
            Some(if bits == 32 { ("host ", address.to_string()) } else { ("net ", format!("{address}/{bits}")) })
        }
        Family::Ipv6 => {
            let (address, bits) = prefixed(word, 128)?;
            let network =
                u128::from(address.parse::<Ipv6Addr>().ok()?) & u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            let address = Ipv6Addr::from(network);
            Some(if bits == 128 { ("host ", address.to_string()) } else { ("net ", format!("{address}/{bits}")) })
        }
        Family::Mac => Some(("", mac(word)?)),
        Family::Port => Some(("port ", u16::try_from(names::number(word)?).ok()?.to_string())),
    }
}

fn word(operand: &Operand) -> Option<&str> {
    match &operand.what {
        Term::Word(word) => Some(word),
        _ => None,
    }
}

fn prefixed(text: &str, most: u32) -> Option<(&str, u32)> {
    match text.split_once('/') {
        Some((address, bits)) => Some((address, bits.parse().ok().filter(|bits| *bits <= most)?)),
        None => Some((text, most)),
    }
}

fn relation(left: &Operand, comparison: Comparison, right: &Operand, shifts: bool) -> Option<Form> {
    let Some(key) = word(left) else { return bytes(left, comparison, right) };
    let equal = match comparison {
        Comparison::Equal => true,
        Comparison::NotEqual => false,
        _ => return numbers(key, comparison, right),
    };
    if let Some((words, family)) = qualifiers(key) {
        let (kind, value) = value(family, right)?;
        let form = match (key, value.as_str()) {
            ("eth.dst", "ff:ff:ff:ff:ff:ff") => "ether broadcast".to_owned(),
            _ => format!("{words}{kind}{value}"),
        };
        return if equal {
            one(form)
        } else {
            let form = negated((form, Joint::One));
            // every Ethernet frame has addresses; of others, those that have none are not asked
            match layer(key) {
                Some(layer) => two((layer.to_owned(), Joint::One), "and", form, Joint::And),
                None => Some(form),
            }
        };
    }
    let number = || names::number(word(right)?);
    match key {
        "vlan.id" if equal && shifts => one(format!("vlan {}", number()?)),
        "mpls.label" if equal && shifts => one(format!("mpls {}", number()?)),
        "pppoe.session_id" if equal && shifts => one(format!("pppoes {}", number()?)),
        "eth.type" if equal => one(format!("ether proto {:#06x}", number().filter(|number| *number >= 0x600)?)),
        "ip.proto" if equal => one(format!("ip proto {}", number()?)),
        "ipv6.nxt" if equal => one(format!("ip6 proto {}", number()?)),
        "eth.dst.ig" => match (flag(right)?, equal) {
            (true, true) | (false, false) => one("ether multicast"),
            _ => one("not ether multicast"),
        },
        _ => flag_of(key, equal, right).or_else(|| numbers(key, comparison, right)),
    }
}

/// Whether a bit is set.
fn flag(operand: &Operand) -> Option<bool> {
    match word(operand)? {
        "1" | "True" => Some(true),
        "0" | "False" => Some(false),
        _ => None,
    }
}

/// A bit that has a name, or a place that everybody knows.
fn flag_of(key: &str, equal: bool, right: &Operand) -> Option<Form> {
    let bit = match key {
        "ip.flags.df" => "ip[6] & 0x40",
        "ip.flags.mf" => "ip[6] & 0x20",
        _ => {
            let (name, ..) = names::FLAGS.iter().find(|(_, _, flag)| *flag == key)?;
            return flag_form(&format!("tcp[tcpflags] & {name}"), equal, right);
        }
    };
    flag_form(bit, equal, right)
}

fn flag_form(bit: &str, equal: bool, right: &Operand) -> Option<Form> {
    one(format!("{bit} {} 0", if flag(right)? == equal { "!=" } else { "==" }))
}

/// A field that is a number in a header, compared with a number.
fn numbers(key: &str, comparison: Comparison, right: &Operand) -> Option<Form> {
    if (key, comparison, word(right)?) == ("ip.dst", Comparison::GreaterOrEqual, "224.0.0.0") {
        return one("ip multicast");
    }
    let (sign, number) = (sign(comparison)?, names::number(word(right)?)?);
    if let Some((words, Family::Port)) = qualifiers(key) {
        return ports(words, comparison, number);
    }
    match (key, comparison) {
        ("frame.len", Comparison::LessOrEqual) => return one(format!("less {number}")),
        ("frame.len", Comparison::GreaterOrEqual) => return one(format!("greater {number}")),
        ("frame.len", _) => return one(format!("len {sign} {number}")),
        _ => {}
    }
    let bytes = match key {
        "icmp.type" => "icmp[icmptype]".to_owned(),
        "icmp.code" => "icmp[icmpcode]".to_owned(),
        "icmpv6.type" => "icmp6[icmp6type]".to_owned(),
        "icmpv6.code" => "icmp6[icmp6code]".to_owned(),
        "ip.hdr_len" => "(ip[0] & 0xf) << 2".to_owned(),
        "tcp.hdr_len" => "(tcp[12] & 0xf0) >> 2".to_owned(),
        "ip.dsfield.dscp" => "(ip[1] & 0xfc) >> 2".to_owned(),
        "tcp.flags" => "tcp[12:2] & 0xfff".to_owned(),
        key => {
            let (_, protocol, offset, width) = names::FIELDS.iter().find(|(field, ..)| *field == key)?;
            load(protocol, *offset, *width)?
        }
    };
    one(format!("{bytes} {sign} {number}"))
}

/// All ports on one side of a number.
fn ports(words: &str, comparison: Comparison, number: u32) -> Option<Form> {
    let (first, last) = match comparison {
        Comparison::Less => (0, number.checked_sub(1)?),
        Comparison::LessOrEqual => (0, number),
        Comparison::Greater => (number.checked_add(1)?, 65535),
        Comparison::GreaterOrEqual => (number, 65535),
        _ => return None,
    };
    (first <= last && last <= 65535).then(|| one(format!("{words}portrange {first}-{last}")))?
}

fn sign(comparison: Comparison) -> Option<&'static str> {
    match comparison {
        Comparison::Equal
        | Comparison::NotEqual
        | Comparison::Greater
        | Comparison::GreaterOrEqual
        | Comparison::Less
        | Comparison::LessOrEqual => Some(comparison.symbol()),
        _ => None,
    }
}

/// Bytes of a header as capture filters count them.
fn load(protocol: &str, offset: u32, width: u8) -> Option<String> {
    let (name, _) = names::HEADERS.iter().find(|(_, key)| *key == protocol)?;
    Some(if width == 1 { format!("{name}[{offset}]") } else { format!("{name}[{offset}:{width}]") })
}

/// `tcp[13] & 02 != 00`.
fn bytes(left: &Operand, comparison: Comparison, right: &Operand) -> Option<Form> {
    let sign = sign(comparison)?;
    if let Term::Sum(of, Arithmetic::And, mask) = &left.what {
        let (bytes, width) = slice(of)?;
        return one(format!("{bytes} & {} {sign} {}", literal(mask, width)?, literal(right, width)?));
    }
    let (bytes, width) = slice(left)?;
    let right = match slice(right) {
        Some((bytes, other)) => (width == other).then_some(bytes)?,
        None => literal(right, width)?,
    };
    one(format!("{bytes} {sign} {right}"))
}

fn slice(operand: &Operand) -> Option<(String, u8)> {
    let Term::Slice(of, ranges) = &operand.what else { return None };
    let (offset, width) = match ranges.as_slice() {
        [Range::One(offset)] => (*offset, 1),
        [Range::From(offset, width)] => (*offset, u8::try_from(*width).ok()?),
        [Range::To(first, last)] => (*first, u8::try_from(last.checked_sub(*first)?.checked_add(1)?).ok()?),
        _ => return None,
    };
    let offset = u32::try_from(offset).ok().filter(|_| matches!(width, 1 | 2 | 4))?;
    let bytes = match (word(of)?, offset) {
        ("tcp.payload", 0) => format!("tcp[((tcp[12] & 0xf0) >> 2):{width}]"),
        ("tcp.payload", offset) => format!("tcp[(((tcp[12] & 0xf0) >> 2) + {offset}):{width}]"),
        ("frame", offset) => load("eth", offset, width)?,
        (protocol, offset) => load(protocol, offset, width)?,
    };
    Some((bytes, width))
}

/// So many bytes as a number.
fn literal(operand: &Operand, width: u8) -> Option<String> {
    let word = word(operand)?;
    let parts: Vec<_> = word.split([':', '-', '.']).collect();
    if parts.len() != usize::from(width) || parts.iter().any(|part| part.len() != 2) {
        return None;
    }
    let digits = parts.concat();
    u32::from_str_radix(&digits, 16).ok().map(|number| format!("{number:#x}"))
}

/// `tcp port 80` or `udp port 80`: `port 80`.
fn either_transport((left, left_joint): &Form, (right, right_joint): &Form) -> Option<Form> {
    let (left, right) = (left.strip_prefix("tcp ")?, right.strip_prefix("udp ")?);
    let is_one = *left_joint == Joint::One && *right_joint == Joint::One;
    (left == right && is_one && left.contains("port")).then(|| one(left))?
}

/// A field that has one of several values: `tcp port (80 or 443) or tcp portrange 1-5`.
fn any_of(key: &str, set: &[Member]) -> Option<Form> {
    let (words, family) = qualifiers(key)?;
    let (mut ones, mut kinds, mut ranges) = (Vec::new(), Vec::new(), Vec::new());
    for member in set {
        match member {
            Member::One(operand) => {
                let (kind, value) = value(family, operand)?;
                ones.push(value);
                kinds.push(kind);
            }
            Member::Range(first, last) if family == Family::Port => {
                let (first, last) = (value(family, first)?.1, value(family, last)?.1);
                ranges.push(format!("{words}portrange {first}-{last}"));
            }
            Member::Range(..) => return None,
        }
    }
    let mut forms = Vec::new();
    match (ones.as_slice(), kinds.first()) {
        ([value], Some(kind)) => forms.push(format!("{words}{kind}{value}")),
        // hosts and networks are not said in the same brackets
        (_, Some(kind)) if kinds.iter().all(|other| other == kind) => {
            forms.push(format!("{words}{kind}({})", ones.join(" or ")));
        }
        _ => forms.extend(ones.iter().zip(&kinds).map(|(value, kind)| format!("{words}{kind}{value}"))),
    }
    forms.append(&mut ranges);
    let joint = if forms.len() == 1 { Joint::One } else { Joint::Or };
    Some((forms.join(" or "), joint))
}

#[cfg(test)]
mod tests;
