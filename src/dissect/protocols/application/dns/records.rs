//! Resource records: what they all begin with, and who reads the data of each type.

use super::{
    Dialect, HIGH_TTL, Message, Name, Plain, UNDECODED, addresses, dnssec, edns, keys, located, services,
    text::Lasting, transactions, type_name, values, words,
};
use crate::dissect::{
    pdu::{Group, Pdu},
    protocol::Short,
    sink::Sink,
};

more_fields! { "dns":
    RECORD      "record"           Group "" "One record.";
    NAME        "resp.name"        Text  "Name" "What the record is about.";
    SERVICE     "srv.service"      Text  "Service" "The service that the name asks for.";
    SERVICE_PROTOCOL "srv.proto"   Text  "Protocol" "What that service runs over.";
    SERVICE_NAME "srv.name"        Text  "Name" "The domain that offers it.";
    TYPE        "resp.type"        Named(&values::TYPES_IN_WORDS) "Type" "What kind of record this is.";
    TYPE_LISTED "resp.type"        Named(&values::TYPES_IN_WORDS) "RR type in bit map" "A type that the name has records of.";
    CLASS       "resp.class"       HexNamed(4, &values::CLASSES) "Class" "Which world the name belongs to.";
    CLASS_BITS  "resp.class"       HexNamed(4, &values::CLASSES) & 0x7fff "Class" "The same in multicast DNS, which takes a bit of it.";
    CACHE_FLUSH "resp.cache_flush" FlagNamed(["True", "False"]) & 0x8000 "Cache flush" "What was known before is to be forgotten.";
    TTL         "resp.ttl"         Dec   "Time to live" "Seconds for which the record may be remembered.";
    DATA_LENGTH "resp.len"         Dec   "Data length" "Bytes of the record's own data.";
    DATA        "data"             Bytes "Data" "The data of a type that is not read.";
}

/// One record whose data is being read: where its wording goes.
pub(super) struct Entry<'a, 'g> {
    /// The message it stands in.
    pub message: Message<'a>,
    /// Its heading.
    pub group: &'g Group,
    /// What it is about.
    pub owner: Name<'a>,
    /// Class without multicast DNS's bit.
    pub class: u64,
    /// Which type it is.
    pub kind: u16,
    /// All of its data is there: rows say nothing of half a record.
    pub whole: bool,
}

impl Entry<'_, '_> {
    /// Words it in its heading and in the row.
    pub(super) fn say<S: Sink>(
        &self,
        pdu: &mut Pdu<'_, S>,
        heading: std::fmt::Arguments<'_>,
        info: std::fmt::Arguments<'_>,
    ) {
        pdu.label_group(self.group, heading);
        if self.whole {
            pdu.info_more(info);
        }
    }
}

/// Reads one record.
pub(super) fn dissect<'a, S: Sink>(pdu: &mut Pdu<'a, S>, message: Message<'a>) -> Result<(), Short> {
    let group = pdu.open(&RECORD);
    let owner = Name::read(pdu, message.bytes, message.start)?;
    let kind = pdu.peek_u16(0).unwrap_or_default();
    owner_name(pdu, owner, kind);
    let has_head = pdu.left() >= 10;
    let kind = pdu.u16(&TYPE)?;
    if has_head {
        pdu.info_more(format_args!(" {}", type_name(kind)));
    }
    let is_option = kind == edns::OPT;
    let class = class(pdu, message, is_option)?;
    let flush = if class & 0x8000 != 0 && message.dialect == Dialect::Multicast { ", cache flush" } else { "" };
    if has_head {
        pdu.info_more(format_args!("{flush}"));
    }
    let class = if message.dialect == Dialect::Multicast { class & 0x7fff } else { class };
    if is_option {
        pdu.label_group(&group, format_args!("{owner}: type OPT{flush}"));
        edns::extended_flags(pdu)?;
    } else {
        let name = Plain(&values::CLASSES, class, "Unknown");
        pdu.label_group(&group, format_args!("{owner}: type {}, class {name}{flush}", type_name(kind)));
        let ttl = pdu.u32(&TTL)?;
        pdu.label(format_args!("{}", Lasting(ttl)));
        if ttl >> 31 != 0 {
            pdu.below(|pdu| pdu.note(&HIGH_TTL, 4));
        }
    }
    let len = usize::from(pdu.u16(&DATA_LENGTH)?);
    if len > 0 {
        let entry = Entry { message, group: &group, owner, class, kind, whole: pdu.left() >= len };
        pdu.within(len, |pdu| data(pdu, &entry))?;
    }
    pdu.close(group);
    Ok(())
}

/// A service record's owner is shown in its parts.
fn owner_name<'a, S: Sink>(pdu: &mut Pdu<'a, S>, owner: Name<'a>, kind: u16) {
    if kind != services::SRV || !owner.is_proper() {
        owner.record(pdu, &NAME);
        return;
    }
    let labels = owner.label_count();
    pdu.text_back(&SERVICE, owner.taken(), owner.part(0, 1));
    if labels > 1 {
        pdu.text_back(&SERVICE_PROTOCOL, owner.taken(), owner.part(1, 2));
    }
    if labels > 2 {
        pdu.text_back(&SERVICE_NAME, owner.taken(), owner.part(2, labels));
    }
}

fn class<S: Sink>(pdu: &mut Pdu<'_, S>, message: Message<'_>, is_option: bool) -> Result<u64, Short> {
    match (message.dialect == Dialect::Multicast, is_option) {
        (false, false) => Ok(pdu.u16(&CLASS)?.into()),
        (false, true) => Ok(pdu.u16(&edns::PAYLOAD_SIZE)?.into()),
        (true, _) => {
            let word = pdu.peeled::<2>()?;
            pdu.bits(if is_option { &edns::PAYLOAD_SIZE_BITS } else { &CLASS_BITS }, word);
            pdu.bits(&CACHE_FLUSH, word);
            Ok(word.value)
        }
    }
}

fn data<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    match entry.kind {
        1 | 28 => addresses::dissect(pdu, entry),
        2 | 5 | 6 | 12 | 15 | 16 => words::dissect(pdu, entry),
        _ => pdu.either(|pdu| rare_data(pdu, entry)),
    }
}

fn rare_data<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    match entry.kind {
        11 | 38 | 42 | 104..=109 => addresses::rare(pdu, entry),
        3 | 4 | 7..=10 | 13 | 14 | 17..=23 | 26 | 27 | 36 | 39 | 99 => words::rare(pdu, entry),
        29 | 65281 | 65282 | 65422 => located::dissect(pdu, entry),
        33 | 35 | 64 | 65 | 257 => services::dissect(pdu, entry),
        edns::OPT => edns::options(pdu, entry.message),
        30 | 43 | 46 | 47 | 50 | 51 | 59 | 62 | 63 | 24 | 32769 => dnssec::dissect(pdu, entry),
        25 | 37 | 44 | 45 | 48 | 49 | 52 | 55 | 60 | 61 => keys::dissect(pdu, entry),
        249 | 250 => transactions::dissect(pdu, entry),
        _ => {
            pdu.note(&UNDECODED, 0);
            pdu.all(&DATA);
            Ok(())
        }
    }
}
