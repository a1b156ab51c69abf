//! Internet Protocol version 4: addresses, lengths, fragments and options.

pub mod fragments;
mod options;
mod security;

use std::fmt::Write;

use crate::{
    bytes::{Address, checksum},
    dissect::{
        field::{Note, Severity},
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Fragment, Next, Protocol, Short},
        protocols::network::{checksum_status, dscp, ip_protocol},
        record::Value,
        sink::Sink,
    },
};

fields! { "ip" "Internet Protocol Version 4" "Datagrams from host to host.":
    VERSION         "version"         Dec & 0xf0       "Version"         "Always 4.";
    HEADER_LENGTH   "hdr_len"         Times(4) & 0x0f  "Header Length"   "Bytes of the header, options included.";
    DS_FIELD        "dsfield"         Hex(2)           "Differentiated Services Field" "How routers should treat the datagram.";
    DSCP            "dsfield.dscp"    Named(&dscp::NAMES) & 0xfc "Differentiated Services Codepoint" "The class of service.";
    ECN             "dsfield.ecn"     Named(&dscp::ECN) & 0x03   "Explicit Congestion Notification" "Whether routers may mark congestion instead of dropping.";
    LENGTH          "len"             Dec              "Total Length"    "Bytes of the datagram, header included; 0 when the network card was to fill it in.";
    ID              "id"              HexDec(4)        "Identification"  "The same in all fragments of a datagram.";
    FLAGS           "flags"           Hex(2) & 0xe0    "Flags"           "What routers may do with the datagram.";
    RESERVED        "flags.rb"        Flag & 0x80      "Reserved bit"    "Always zero.";
    DONT_FRAGMENT   "flags.df"        Flag & 0x40      "Don't fragment"  "Routers may not divide it.";
    MORE_FRAGMENTS  "flags.mf"        Flag & 0x20      "More fragments"  "Further fragments of the datagram follow.";
    FRAGMENT_OFFSET "frag_offset"     Dec & 0x1fff     "Fragment Offset" "Where the fragment lies in the datagram, in units of eight bytes.";
    TTL             "ttl"             Dec              "Time to Live"    "Routers it may still pass.";
    PROTOCOL_NUMBER "proto"           Named(&ip_protocol::NAMES) "Protocol" "What the datagram carries.";
    CHECKSUM        "checksum"        Hex(4)           "Header Checksum" "Over the header alone.";
    CHECKSUM_STATUS "checksum.status" Named(&checksum_status::NAMES) "Header checksum status" "Whether the checksum fits.";
    SOURCE          "src"             Ipv4             "Source Address"      "The host that sent it.";
    DESTINATION     "dst"             Ipv4             "Destination Address" "The host addressed.";
    CURRENT_ROUTE   "cur_rt"          Ipv4             "Current Route"       "The next stop of a source route that goes on.";
    ADDRESS         "addr"            Either(&[&SOURCE, &DESTINATION]) "Source or Destination Address" "Either end.";
}

static BOGUS_VERSION: Note = Note { key: "ip.bogus_ip_version", severity: Severity::Error, text: "Bogus IPv4 version" };
static PAST_FRAME: Note =
    Note { key: "ip.len.past_end", severity: Severity::Error, text: "IPv4 total length exceeds packet length" };
static FEW_HOPS: Note = Note {
    key: "ip.ttl.too_small",
    severity: Severity::Note,
    text: "The packet may pass fewer than five more routers",
};
static NOT_LOCAL: Note = Note {
    key: "ip.ttl.lncb",
    severity: Severity::Note,
    text: "More than one hop for a packet to the Local Network Control Block (RFC 3171)",
};
static BOGUS_HEADER_LENGTH: Note = Note {
    key: "ip.bogus_header_length",
    severity: Severity::Error,
    text: "Bogus IP header length: less than 20 bytes",
};
static BOGUS_LENGTH: Note =
    Note { key: "ip.bogus_ip_length", severity: Severity::Error, text: "IPv4 total length is less than the header" };

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "ip",
    column: "IPv4",
    spec: "RFC 791",
    family: Family::Ip,
    fields: FIELDS,
    more: &[fragments::FIELDS, options::FIELDS, security::FIELDS],
    notes: &[
        &BOGUS_VERSION,
        &BOGUS_HEADER_LENGTH,
        &BOGUS_LENGTH,
        &PAST_FRAME,
        &FEW_HOPS,
        &NOT_LOCAL,
        &options::NOPS,
        &options::BAD_LENGTH,
        &options::BAD_POINTER,
    ],
    claims: &[
        Claim::EtherType(0x0800),
        Claim::IpProtocol(4),
        Claim::Ppp(0x0021),
        Claim::LinkType(228),
        Claim::Llc(0x06),
    ],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let Some((header, total)) = lengths(pdu)? else { return Ok(Next::Done) };
    if header == 0 {
        return Ok(Next::Type(0x86dd));
    }
    let id = pdu.u16(&ID)?;
    let (more, offset) = fragment(pdu)?;
    let hops = pdu.u8(&TTL)?;
    pdu.context.hops = hops;
    let protocol = pdu.u8(&PROTOCOL_NUMBER)?;
    header_checksum(pdu, header, total)?;
    addresses(pdu, header, hops)?;
    if header > 20 {
        pdu.either(|pdu| options::read(pdu, header - 20))?;
    }
    pdu.context.fragment = more;
    let name = ip_protocol::NAMES.or_unknown(protocol.into());
    if more || offset > 0 {
        pdu.info(format_args!("Fragmented IP protocol (proto={name} {protocol}, off={offset}, ID={id:04x})"));
        let (id, offset) = (id.into(), offset as u32);
        return Ok(Next::Fragment(Fragment { six: false, id, protocol, offset, more }));
    }
    if pdu.claimed_left() == 0 {
        return Ok(Next::Done);
    }
    if !pdu.sink().leads_on() {
        pdu.info(format_args!("{name} ({protocol})"));
    }
    Ok(Next::IpProtocol(protocol))
}

/// The version, the class of service, and the lengths of header and datagram: nothing where one of them cannot be,
/// and no header at all where version 6 follows.
fn lengths<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<Option<(usize, usize)>, Short> {
    let first = pdu.peeked::<1>()?;
    match first.value >> 4 {
        4 => {}
        6 => return Ok(Some((0, 0))),
        other => {
            pdu.bits(&VERSION, first);
            pdu.note(&BOGUS_VERSION, 0);
            pdu.info(format_args!("Bogus IPv4 version ({other}, must be 4)"));
            return Ok(None);
        }
    }
    let first = pdu.peeled::<1>()?;
    if pdu.shows() {
        pdu.bits(&VERSION, first);
    }
    let header = pdu.bits(&HEADER_LENGTH, first) as usize * 4;
    if header < 20 {
        pdu.note(&BOGUS_HEADER_LENGTH, 1);
        pdu.info(format_args!("Bogus IP header length ({header}, must be at least 20)"));
        return Ok(None);
    }
    let services = pdu.word::<1>(&DS_FIELD)?;
    if pdu.shows() {
        pdu.label_more(format_args!(" {}", dscp::Summary(services.value as u8)));
        pdu.below(|pdu| {
            pdu.bits(&DSCP, services);
            pdu.bits(&ECN, services);
        });
    }
    Ok(total_length(pdu, header)?.map(|total| (header, total)))
}

fn total_length<S: Sink>(pdu: &mut Pdu<'_, S>, header: usize) -> Result<Option<usize>, Short> {
    let there = pdu.claimed_left() + 2;
    let stated = usize::from(pdu.peeked::<2>()?.value as u16);
    if stated == 0 {
        // The network card was to cut the data into datagrams: whatever is there belongs to it.
        pdu.skip(2)?;
        pdu.read_back(&LENGTH, 2, Value::Number(there as u64));
        pdu.label_more(format_args!(
            " bytes (reported as 0, presumed to be because of \"TCP segmentation offload\" (TSO))"
        ));
        return Ok(Some(there));
    }
    pdu.u16(&LENGTH)?;
    if stated < header {
        pdu.label_more(format_args!(" bytes (bogus, less than header length {header})"));
        pdu.note(&BOGUS_LENGTH, 2);
        pdu.info(format_args!("Bogus IP length ({stated}, less than header length {header})"));
        return Ok(None);
    }
    if stated > there && !pdu.context.quoted {
        pdu.note(&PAST_FRAME, 2);
    }
    pdu.limit(stated);
    Ok(Some(stated))
}

/// Both ends; where a source route goes on, the header names only its next stop.
fn addresses<S: Sink>(pdu: &mut Pdu<'_, S>, header: usize, hops: u8) -> Result<(), Short> {
    let source = pdu.ipv4(&SOURCE)?;
    if pdu.left() < 4 {
        pdu.addresses(source, pdu.context.destination);
    }
    let route = options::source_route(pdu.rest().get(4..).unwrap_or_default(), header - 20);
    let next = pdu.ipv4(if let options::Route::To(_) = route { &CURRENT_ROUTE } else { &DESTINATION })?;
    let destination = if let options::Route::To(end) = route { Address::Ipv4(end) } else { next };
    // Where the options are missing, a source route among them could lead elsewhere.
    let known = if route == options::Route::Missing { pdu.context.destination } else { destination };
    pdu.addresses(source, known);
    pdu.heading_with(|out, known| {
        write!(out, ", Src: {}, Dst: {}", known.address_in_tree(source), known.address_in_tree(destination))
    });
    match destination {
        Address::Ipv4([224, 0, 0, _]) if hops != 1 => pdu.note(&NOT_LOCAL, 12),
        Address::Ipv4([first, ..]) if hops < 5 && first < 224 => pdu.note(&FEW_HOPS, 12),
        _ => {}
    }
    Ok(())
}

/// The flags and the offset share two bytes; tshark shows the flags as if they had a byte of their own.
fn fragment<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(bool, u64), Short> {
    let flags = pdu.peeked::<1>()?;
    if pdu.shows() {
        let bits = pdu.bits(&FLAGS, flags);
        pdu.label_more(format_args!("{}", set_flags(bits)));
        pdu.below(|pdu| {
            pdu.bits(&RESERVED, flags);
            pdu.bits(&DONT_FRAGMENT, flags);
            pdu.bits(&MORE_FRAGMENTS, flags);
        });
    }
    let word = pdu.peeled::<2>()?;
    let offset = pdu.bits(&FRAGMENT_OFFSET, word) * 8;
    pdu.label(format_args!("{offset}"));
    Ok((flags.value & MORE_FRAGMENTS.mask != 0, offset))
}

fn set_flags(bits: u64) -> &'static str {
    match bits & 3 {
        1 => ", More fragments",
        2 => ", Don't fragment",
        3 => ", Don't fragment, More fragments",
        _ => "",
    }
}

fn header_checksum<S: Sink>(pdu: &mut Pdu<'_, S>, header: usize, total: usize) -> Result<(), Short> {
    let field = pdu.u16(&CHECKSUM)?;
    let bytes = pdu.layer_bytes().get(..header.min(total));
    pdu.checksum(&CHECKSUM_STATUS, "validation disabled", |known| {
        bytes.filter(|_| known.options.checksums.ip).map(|bytes| checksum::plain(bytes, field))
    });
    Ok(())
}
