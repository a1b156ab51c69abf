//! Domain Name System: questions about names and the records that answer them; multicast DNS and LLMNR speak it too.

mod addresses;
mod dnssec;
mod dso;
mod edns;
mod exchange;
mod keys;
mod located;
mod name;
mod records;
mod services;
mod text;
mod transactions;
mod values;
mod words;

use std::fmt;

use crate::{
    dissect::{
        cut::{Cut, Piece, Stream},
        field::{Field, Note, Severity},
        names::Names,
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        sink::Sink,
    },
    index::flows::Transport,
};

use name::Name;

fields! { "dns" "Domain Name System" "Questions about names and the records that answer them.":
    LENGTH           "length"              Dec        "Length"                 "Bytes of the message that follows, over TCP.";
    ID               "id"                  Hex(4)     "Transaction ID"         "The same in a query and its response.";
    FLAGS            "flags"               Hex(4)     "Flags"                  "What kind of message this is, and how it went.";
    RESPONSE         "flags.response"      FlagNamed(["Message is a response", "Message is a query"]) & 0x8000 "Response" "Query or response.";
    OPCODE           "flags.opcode"        Named(&values::OPCODES) & 0x7800 "Opcode" "What is asked for.";
    AUTHORITATIVE    "flags.authoritative" FlagNamed(["Server is an authority for domain", "Server is not an authority for domain"]) & 0x0400 "Authoritative" "The server itself holds the zone.";
    CONFLICT         "flags.conflict"      FlagNamed(["The name is not considered unique", "The name is considered unique"]) & 0x0400 "Conflict" "LLMNR: several hosts answered to the name.";
    TRUNCATED        "flags.truncated"     FlagNamed(["Message is truncated", "Message is not truncated"]) & 0x0200 "Truncated" "There was more than fitted.";
    RECURSION_DESIRED "flags.recdesired"   FlagNamed(["Do query recursively", "Don't do query recursively"]) & 0x0100 "Recursion desired" "The server should ask others.";
    TENTATIVE        "flags.tentative"     FlagNamed(["Tentative", "Not tentative"]) & 0x0100 "Tentative" "LLMNR: the host has not made sure yet that the name is its own.";
    RECURSION_AVAILABLE "flags.recavail"   FlagNamed(["Server can do recursive queries", "Server can't do recursive queries"]) & 0x0080 "Recursion available" "The server does ask others.";
    RESERVED         "flags.z"             FlagNamed(["reserved - incorrect!", "reserved (0)"]) & 0x0040 "Z" "Always zero.";
    AUTHENTICATED    "flags.authenticated" FlagNamed(["Answer/authority portion was authenticated by the server", "Answer/authority portion was not authenticated by the server"]) & 0x0020 "Answer authenticated" "The server has checked the signatures.";
    AUTHENTICATED_TOO "flags.authenticated" Flag & 0x0020 "AD bit"               "The client wants to know whether the server has checked the signatures.";
    CHECKING_DISABLED "flags.checkdisable" FlagNamed(["Acceptable", "Unacceptable"]) & 0x0010 "Non-authenticated data" "Whether unchecked data will do.";
    RCODE            "flags.rcode"         Named(&values::RCODES) & 0x000f "Reply code" "How it went.";
    QUESTIONS        "count.queries"       Dec        "Questions"              "How many questions follow.";
    ANSWERS          "count.answers"       Dec        "Answer RRs"             "How many records answer.";
    AUTHORITIES      "count.auth_rr"       Dec        "Authority RRs"          "How many records point to who knows.";
    ADDITIONALS      "count.add_rr"        Dec        "Additional RRs"         "How many records may be useful as well.";
    ZONES            "count.zones"         Dec        "Zones"                  "Zones to update: one.";
    PREREQUISITES    "count.prerequisites" Dec        "Prerequisites"          "Records that must or must not be there for the update.";
    UPDATES          "count.updates"       Dec        "Updates"                "Records to add or delete.";
    QUERIES          "queries"             Group      "Queries"                "What is asked.";
    ZONE             "zone"                Group      "Zone"                   "What is to be updated.";
    ANSWER_SECTION   "answers"             Group      "Answers"                "What was asked for.";
    PREREQUISITE_SECTION "prerequisites"   Group      "Prerequisites"          "What must hold.";
    AUTHORITY_SECTION "authorities"        Group      "Authoritative nameservers" "Who knows.";
    UPDATE_SECTION   "updates"             Group      "Updates"                "What changes.";
    ADDITIONAL_SECTION "additionals"       Group      "Additional records"     "What may be useful as well.";
    QUERY            "query"               Group      ""                       "One question.";
    QUERY_NAME       "qry.name"            Text       "Name"                   "The name asked about.";
    QUERY_NAME_LENGTH "qry.name.len"       Dec        "Name Length"            "Characters of the name.";
    LABEL_COUNT      "count.labels"        Dec        "Label Count"            "Parts of the name between its dots.";
    QUERY_TYPE       "qry.type"            Named(&values::TYPES_IN_WORDS) "Type" "The kind of record asked for.";
    QUERY_CLASS      "qry.class"           HexNamed(4, &values::CLASSES) "Class" "Which world the name belongs to.";
    QUERY_CLASS_BITS "qry.class"           HexNamed(4, &values::CLASSES) & 0x7fff "Class" "The same in multicast DNS, which takes a bit of it.";
    UNICAST_WANTED   "qry.qu"              FlagNamed(["True", "False"]) & 0x8000 "\"QU\" question" "The answer may come by unicast.";
    EXTRANEOUS       "extraneous"          Group      "Extraneous Data"        "Bytes behind the last record.";
    EXTRANEOUS_DATA  "extraneous.data"     Bytes      "Extraneous Data Bytes"  "The bytes.";
    EXTRANEOUS_LENGTH "extraneous.length"  Dec        "Extraneous Data Length" "How many there are.";
}

static UNDECODED: Note = Note {
    key: "dns.undecoded.type",
    severity: Severity::Note,
    text: "No dissector for records of this type: their data is shown as bytes",
};
static HIGH_TTL: Note = Note {
    key: "dns.ttl.high_bit_set",
    severity: Severity::Warning,
    text: "The uppermost bit of the TTL is set (RFC 2181, section 8)",
};
static DEPRECATED_OPTION: Note = Note {
    key: "dns.depr.opc",
    severity: Severity::Warning,
    text: "Deprecated opcode. Client subnet OPT assigned as 8.",
};
static BAD_ADDRESS_LENGTH: Note = Note {
    key: "dns.rr.opt.bad_length",
    severity: Severity::Error,
    text: "Length too long for any type of IP address.",
};
static UNKNOWN_MAC: Note = Note {
    key: "dns.tsig.noalg",
    severity: Severity::Warning,
    text: "No dissector for this algorithm's message authentication code",
};

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "dns",
    column: "DNS",
    spec: "RFC 1035",
    family: Family::Naming,
    fields: FIELDS,
    more: &[
        records::FIELDS,
        words::FIELDS,
        addresses::FIELDS,
        services::FIELDS,
        located::FIELDS,
        dnssec::FIELDS,
        keys::FIELDS,
        transactions::FIELDS,
        edns::FIELDS,
        dso::FIELDS,
        exchange::FIELDS,
    ],
    notes: &[&UNDECODED, &HIGH_TTL, &DEPRECATED_OPTION, &BAD_ADDRESS_LENGTH, &UNKNOWN_MAC],
    claims: &[
        Claim::Udp(53),
        Claim::Tcp(53),
        Claim::Tcp(5353),
        Claim::Looks(Transport::Udp, looks),
        Claim::GoesOn(goes_on),
    ],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: Some(cut),
};

/// A message that lay in a stream: two bytes of length come first. Above the link types, which packets begin with as their mode.
const IN_STREAM: u32 = 1 << 16;

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.info_alone();
    if pdu.context.mode == IN_STREAM {
        let length = usize::from(pdu.u16(&LENGTH)?);
        pdu.limit(2 + length);
    }
    message(pdu, Dialect::Unicast)
}

/// Whether a datagram between any ports is a standard query or its response: the counts say so.
fn looks(datagram: &[u8]) -> bool {
    let Some([_, _, flags, _, counts @ ..]) = datagram.first_chunk::<12>() else { return false };
    let (counts, _) = counts.as_chunks::<2>();
    let counts: [u16; 4] = std::array::from_fn(|place| counts.get(place).map_or(0, |count| u16::from_be_bytes(*count)));
    let plausible = match (flags >> 7, counts) {
        (0, [1, 0, 0, additionals]) => additionals <= 10,
        (1, [0..=1, answers, authorities, additionals]) => answers <= 100 && authorities <= 10 && additionals <= 10,
        _ => false,
    };
    plausible && flags >> 3 & 15 == 0 && datagram.len() > 12
}

/// Whether a length and a message follow.
fn goes_on(stream: &[u8]) -> bool {
    stream.split_first_chunk::<2>().is_some_and(|(length, message)| u16::from_be_bytes(*length) > 12 && looks(message))
}

fn cut(stream: &mut Stream<'_>) -> Cut {
    match stream.bytes.first_chunk::<2>() {
        Some(length) => {
            let len = 2 + u32::from(u16::from_be_bytes(*length));
            Cut::Message(Piece { len: len.into(), head: len, mode: IN_STREAM })
        }
        None => Cut::More,
    }
}

/// Who speaks DNS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// DNS itself.
    Unicast,
    /// Multicast DNS: RFC 6762.
    Multicast,
    /// Link-local multicast name resolution: RFC 4795.
    LinkLocal,
}

/// A message that is being read.
#[derive(Debug, Clone, Copy)]
struct Message<'a> {
    bytes: &'a [u8],
    /// Where it begins in its layer.
    start: usize,
    dialect: Dialect,
    response: bool,
    update: bool,
}

impl<'a> Message<'a> {
    /// Reads a name and records it as `field`.
    fn name<S: Sink>(&self, pdu: &mut Pdu<'a, S>, field: &'static Field) -> Result<Name<'a>, Short> {
        let name = Name::read(pdu, self.bytes, self.start)?;
        name.record(pdu, field);
        Ok(name)
    }
}

/// Reads a message of any dialect from here to the layer's end.
pub(super) fn message<S: Sink>(pdu: &mut Pdu<'_, S>, dialect: Dialect) -> Dissected {
    pdu.info(format_args!(""));
    let (bytes, start) = (pdu.rest(), pdu.done());
    let id = pdu.u16(&ID)?;
    let flags = flags(pdu, dialect, id)?;
    let (response, opcode) = (flags & 0x8000 != 0, flags >> 11 & 15);
    let message = Message { bytes, start, dialect, response, update: opcode == 5 };
    let counts = counts(pdu, message.update)?;
    exchange::learn(pdu, id, response);
    sections(pdu, message, counts)?;
    if opcode == 6 && counts == [0; 4] {
        pdu.either(|pdu| dso::dissect(pdu))?;
    }
    extraneous(pdu);
    exchange::show(pdu, id, response);
    Ok(Next::Done)
}

fn flags<S: Sink>(pdu: &mut Pdu<'_, S>, dialect: Dialect, id: u16) -> Result<u64, Short> {
    let word = pdu.word::<2>(&FLAGS)?;
    let flags = word.value;
    let response = flags & 0x8000 != 0;
    let said = if response { " response" } else { "" };
    pdu.heading(format_args!(" ({})", if response { "response" } else { "query" }));
    pdu.label_more(format_args!(" {}{said}", Plain(&values::OPCODES, flags >> 11 & 15, "Unknown operation")));
    pdu.info(format_args!("{}{said} 0x{id:04x}", Word(&values::OPCODES, flags >> 11 & 15, "Unknown operation")));
    if response {
        pdu.label_more(format_args!(", {}", Plain(&values::RCODES, flags & 15, "Unknown error")));
        if flags & 15 != 0 {
            pdu.info_more(format_args!(" {}", Word(&values::RCODES, flags & 15, "Unknown error")));
        }
    }
    pdu.below(|pdu| {
        pdu.bits(&RESPONSE, word);
        pdu.bits(&OPCODE, word);
        if dialect == Dialect::LinkLocal {
            pdu.bits(&CONFLICT, word);
            if !response {
                pdu.label(format_args!(
                    "{}",
                    if flags & 0x400 == 0 { "None" } else { "The sender received multiple responses" }
                ));
            }
            pdu.bits(&TRUNCATED, word);
            pdu.bits(&TENTATIVE, word);
        } else {
            server_flags(pdu, word, response);
        }
        if response {
            pdu.bits(&RCODE, word);
        }
    });
    Ok(flags)
}

fn server_flags<S: Sink>(pdu: &mut Pdu<'_, S>, word: crate::dissect::pdu::Word, response: bool) {
    if response {
        pdu.bits(&AUTHORITATIVE, word);
    }
    pdu.bits(&TRUNCATED, word);
    pdu.bits(&RECURSION_DESIRED, word);
    if response {
        pdu.bits(&RECURSION_AVAILABLE, word);
    }
    pdu.bits(&RESERVED, word);
    if response {
        pdu.bits(&AUTHENTICATED, word);
    } else if word.value & AUTHENTICATED_TOO.mask != 0 {
        pdu.bits(&AUTHENTICATED_TOO, word);
    }
    pdu.bits(&CHECKING_DISABLED, word);
}

fn counts<S: Sink>(pdu: &mut Pdu<'_, S>, update: bool) -> Result<[u16; 4], Short> {
    let of = |query, other| if update { other } else { query };
    Ok([
        pdu.u16(of(&QUESTIONS, &ZONES))?,
        pdu.u16(of(&ANSWERS, &PREREQUISITES))?,
        pdu.u16(of(&AUTHORITIES, &UPDATES))?,
        pdu.u16(&ADDITIONALS)?,
    ])
}

fn sections<'a, S: Sink>(pdu: &mut Pdu<'a, S>, message: Message<'a>, counts: [u16; 4]) -> Result<(), Short> {
    let update = message.update;
    let of = |query, other| if update { other } else { query };
    let [questions, answers, authorities, additionals] = counts;
    if questions > 0 {
        let group = pdu.open(of(&QUERIES, &ZONE));
        for _ in 0..questions {
            question(pdu, message)?;
        }
        pdu.close(group);
    }
    let rest = [
        (of(&ANSWER_SECTION, &PREREQUISITE_SECTION), answers),
        (of(&AUTHORITY_SECTION, &UPDATE_SECTION), authorities),
        (&ADDITIONAL_SECTION, additionals),
    ];
    for (section, count) in rest {
        if count > 0 {
            let group = pdu.open(section);
            for _ in 0..count {
                records::dissect(pdu, message)?;
            }
            pdu.close(group);
        }
    }
    Ok(())
}

fn question<'a, S: Sink>(pdu: &mut Pdu<'a, S>, message: Message<'a>) -> Result<(), Short> {
    let group = pdu.open(&QUERY);
    let name = message.name(pdu, &QUERY_NAME)?;
    pdu.derived(&QUERY_NAME_LENGTH, |_| Some(name.measures().0));
    pdu.derived(&LABEL_COUNT, |_| Some(name.measures().1));
    let kind = pdu.u16(&QUERY_TYPE)?;
    pdu.info_more(format_args!(" {} {name}", type_name(kind)));
    let (class, asks) = if message.dialect == Dialect::Multicast {
        let word = pdu.peeled::<2>()?;
        let class = pdu.bits(&QUERY_CLASS_BITS, word);
        let unicast = pdu.bits(&UNICAST_WANTED, word) != 0;
        (class, if unicast { ", \"QU\" question" } else { ", \"QM\" question" })
    } else {
        (pdu.u16(&QUERY_CLASS)?.into(), "")
    };
    pdu.info_more(format_args!("{asks}"));
    let class = Plain(&values::CLASSES, class, "Unknown");
    pdu.label_group(&group, format_args!("{name}: type {}, class {class}{asks}", type_name(kind)));
    pdu.close(group);
    Ok(())
}

fn extraneous<S: Sink>(pdu: &mut Pdu<'_, S>) {
    let len = pdu.left();
    if len > 0 {
        let group = pdu.open(&EXTRANEOUS);
        pdu.all(&EXTRANEOUS_DATA);
        pdu.computed(&EXTRANEOUS_LENGTH, len as u64);
        pdu.label_group(&group, format_args!(" ({len} byte{})", if len == 1 { "" } else { "s" }));
        pdu.close(group);
    }
}

/// A number's name, looked up when it is shown: `A`; a stand-in and the number for what has none: `Unknown (53)`.
#[derive(Debug, Clone, Copy)]
struct Word(&'static Names, u64, &'static str);

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.get(self.1) {
            Some(name) => f.write_str(name),
            None => write!(f, "{} ({})", self.2, self.1),
        }
    }
}

/// The same with the stand-in alone.
#[derive(Debug, Clone, Copy)]
struct Plain(&'static Names, u64, &'static str);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.get(self.1).unwrap_or(self.2))
    }
}

/// A record type as rows show it.
fn type_name(kind: u16) -> Word {
    Word(&values::TYPES, kind.into(), "Unknown")
}
