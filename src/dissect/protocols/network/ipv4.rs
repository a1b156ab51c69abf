//! Internet Protocol version 4: addresses, lengths, fragments and options.

use std::fmt::Write;

use crate::{
    bytes::checksum,
    dissect::{
        field::{Note, Severity},
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::network::{checksum_status, dscp, ip_protocol},
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
    FRAGMENT_OFFSET "frag_offset"     Scaled(8) & 0x1fff     "Fragment Offset" "Where the fragment lies in the datagram.";
    TTL             "ttl"             Dec              "Time to Live"    "Routers it may still pass.";
    PROTOCOL_NUMBER "proto"           Named(&ip_protocol::NAMES) "Protocol" "What the datagram carries.";
    CHECKSUM        "checksum"        Hex(4)           "Header Checksum" "Over the header alone.";
    CHECKSUM_STATUS "checksum.status" Named(&checksum_status::NAMES) "Header checksum status" "Whether the checksum fits.";
    SOURCE          "src"             Ipv4             "Source Address"      "The host that sent it.";
    DESTINATION     "dst"             Ipv4             "Destination Address" "The host addressed.";
    OPTIONS         "options"         Group            "Options"         "What the header holds beyond its 20 bytes.";
    ADDRESS         "addr"            Either(&[&SOURCE, &DESTINATION]) "Source or Destination Address" "Either end.";
}

static BOGUS_VERSION: Note = Note { key: "ip.bogus_ip_version", severity: Severity::Error, text: "Bogus IP version" };
static BOGUS_HEADER_LENGTH: Note = Note {
    key: "ip.bogus_header_length",
    severity: Severity::Error,
    text: "Bogus IP header length: less than 20 bytes",
};
static BOGUS_LENGTH: Note = Note {
    key: "ip.bogus_ip_length",
    severity: Severity::Error,
    text: "IPv4 total length is less than the header or more than the packet",
};

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "ip",
    column: "IPv4",
    spec: "RFC 791",
    family: Family::Ip,
    fields: FIELDS,
    more: &[],
    notes: &[&BOGUS_VERSION, &BOGUS_HEADER_LENGTH, &BOGUS_LENGTH],
    claims: &[Claim::EtherType(0x0800), Claim::IpProtocol(4), Claim::Ppp(0x0021)],
    trailer: None,
    scan: |pdu| dissect(pdu),
    detail: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let first = pdu.peeled::<1>()?;
    if pdu.bits(&VERSION, first) != 4 {
        pdu.note(&BOGUS_VERSION, 1);
    }
    let header = pdu.bits(&HEADER_LENGTH, first) as usize * 4;
    if header < 20 {
        pdu.note(&BOGUS_HEADER_LENGTH, 1);
        return Ok(Next::Done);
    }
    let services = pdu.word::<1>(&DS_FIELD)?;
    pdu.below(|pdu| {
        pdu.bits(&DSCP, services);
        pdu.bits(&ECN, services);
    });
    let total = usize::from(pdu.u16(&LENGTH)?);
    // 0 stands for "whatever is there": the network card was to cut the data into datagrams.
    if total >= header {
        pdu.limit(total);
    } else if total != 0 {
        pdu.note(&BOGUS_LENGTH, 2);
    }
    let id = pdu.u16(&ID)?;
    let (more, offset) = fragment(pdu)?;
    pdu.context.hops = pdu.u8(&TTL)?;
    let protocol = pdu.u8(&PROTOCOL_NUMBER)?;
    header_checksum(pdu, header)?;
    let source = pdu.ipv4(&SOURCE)?;
    let destination = pdu.ipv4(&DESTINATION)?;
    pdu.addresses(source, destination);
    pdu.heading_with(|out, known| {
        write!(out, ", Src: {}, Dst: {}", known.address_in_tree(source), known.address_in_tree(destination))
    });
    if header > 20 {
        let options = pdu.open(&OPTIONS);
        pdu.skip(header - 20)?;
        pdu.close(options);
    }
    pdu.context.fragment = more;
    if more || offset > 0 {
        pdu.info(format_args!(
            "Fragmented IP protocol (proto={} {protocol}, off={offset}, ID={id:04x})",
            ip_protocol::NAMES.or_unknown(protocol.into())
        ));
        return Ok(Next::Data);
    }
    pdu.info(format_args!("{} ({protocol})", ip_protocol::NAMES.or_unknown(protocol.into())));
    Ok(Next::IpProtocol(protocol))
}

/// The flags and the offset share two bytes; tshark shows the flags as if they had a byte of their own.
fn fragment<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(bool, u64), Short> {
    let flags = pdu.peeked::<1>()?;
    let bits = pdu.bits(&FLAGS, flags);
    pdu.label_more(format_args!("{}", set_flags(bits)));
    let more = pdu.below(|pdu| {
        pdu.bits(&RESERVED, flags);
        pdu.bits(&DONT_FRAGMENT, flags);
        pdu.bits(&MORE_FRAGMENTS, flags)
    });
    let word = pdu.peeled::<2>()?;
    Ok((more != 0, pdu.bits(&FRAGMENT_OFFSET, word) * 8))
}

fn set_flags(bits: u64) -> &'static str {
    match bits & 3 {
        1 => ", More fragments",
        2 => ", Don't fragment",
        3 => ", Don't fragment, More fragments",
        _ => "",
    }
}

fn header_checksum<S: Sink>(pdu: &mut Pdu<'_, S>, header: usize) -> Result<(), Short> {
    let field = pdu.u16(&CHECKSUM)?;
    let bytes = pdu.layer_bytes().get(..header);
    pdu.checksum(&CHECKSUM_STATUS, "validation disabled", |known| {
        bytes.filter(|_| known.options.checksums.ip).map(|bytes| checksum::plain(bytes, field))
    });
    Ok(())
}
