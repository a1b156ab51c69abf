//! Ethernet II and IEEE 802.3: two addresses and a type or a length.

use std::fmt::Write;

use crate::{
    bytes::Address,
    dissect::{
        field::{Field, Note, Severity},
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::{
            link::{ethertype, llc},
            network::checksum_status,
        },
        sink::Sink,
        trailer::Trailer,
    },
};

fields! { "eth" "Ethernet II" "Frames between stations of one network.":
    DESTINATION    "dst"     Mac "Destination" "The station or group addressed.";
    DESTINATION_LG "dst.lg"  FlagNamed(ADMINISTERED) & 0x02_0000 "LG bit" "Whether the destination's address was given by a local administrator.";
    DESTINATION_IG "dst.ig"  FlagNamed(GROUP) & 0x01_0000 "IG bit" "Whether the destination is a group of stations.";
    SOURCE         "src"     Mac "Source"      "The station that sent the frame.";
    SOURCE_LG      "src.lg"  FlagNamed(ADMINISTERED) & 0x02_0000 "LG bit" "Whether the source's address was given by a local administrator.";
    SOURCE_IG      "src.ig"  FlagNamed(GROUP) & 0x01_0000 "IG bit" "Never set: a group cannot send.";
    TYPE           "type"    HexNamed(4, &ethertype::NAMES) "Type" "What the frame carries, from 0x0600 up.";
    LENGTH         "len"     Dec   "Length"  "Bytes of the frame's content, up to 0x05dc.";
    INVALID        "invalid_lentype" HexDec(4) "Invalid length/type" "Too large for a length and too small for a type.";
    PADDING        "padding" Bytes "Padding" "Bytes that fill the frame up to its shortest length.";
    TRAILER        "trailer" Bytes "Trailer" "Bytes behind what the frame carries.";
    FCS            "fcs"     Hex(8) "Frame check sequence" "Checksum of the frame, seldom captured.";
    FCS_STATUS     "fcs.status" Named(&checksum_status::NAMES) "FCS Status" "Whether the frame's checksum fits.";
    ADDRESS        "addr"    Either(&[&DESTINATION, &SOURCE]) "Address" "Source or destination.";
    LG             "lg"      Either(&[&DESTINATION_LG, &SOURCE_LG]) "LG bit" "Whether either address was given by a local administrator.";
    IG             "ig"      Either(&[&DESTINATION_IG, &SOURCE_IG]) "IG bit" "Whether either address is that of a group.";
}

const ADMINISTERED: [&str; 2] =
    ["Locally administered address (this is NOT the factory default)", "Globally unique address (factory default)"];
const GROUP: [&str; 2] = ["Group address (multicast/broadcast)", "Individual address (unicast)"];

/// The longest content of an 802.3 frame; larger numbers are types, from 0x0600 on.
const LONGEST: u16 = 1500;
const LOWEST_TYPE: u16 = 0x0600;
/// As in tshark: nobody reads what has this type.
const UNREADABLE: u16 = 0xaaaa;

static SOURCE_IS_GROUP: Note = Note {
    key: "eth.src_not_group",
    severity: Severity::Warning,
    text: "Source MAC must not be a group address: IEEE 802.3-2002, Section 3.2.3(b)",
};
static PAST_END: Note = Note {
    key: "eth.len.past_end",
    severity: Severity::Error,
    text: "Length field value goes past the end of the payload",
};
static INVALID_NOTE: Note =
    Note { key: "eth.invalid_lentype.expert", severity: Severity::Warning, text: "Invalid length/type" };

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "eth",
    column: "Ethernet",
    spec: "IEEE 802.3",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[&SOURCE_IS_GROUP, &PAST_END, &INVALID_NOTE],
    claims: &[Claim::LinkType(1), Claim::EtherType(0x6558)],
    trailer: Some(Trailer::Shown { padding: &PADDING, rest: &TRAILER, checksum: Some([&FCS, &FCS_STATUS]) }),
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let (destination, _) = station(pdu, [&DESTINATION, &DESTINATION_LG, &DESTINATION_IG])?;
    pdu.addresses(Address::None, destination);
    let (source, source_is_group) = station(pdu, [&SOURCE, &SOURCE_LG, &SOURCE_IG])?;
    pdu.addresses(source, destination);
    if source_is_group {
        pdu.note(&SOURCE_IS_GROUP, 6);
    }
    let number = pdu.peeked::<2>()?.value as u16;
    match number {
        // No frame is empty: a zero is read as a type.
        0 | LOWEST_TYPE.. => {
            pdu.heading_with(|out, known| {
                write!(out, ", Src: {}, Dst: {}", known.address_in_tree(source), known.address_in_tree(destination))
            });
            pdu.u16(&TYPE)?;
            pdu.info_with(|out, _| out.write_str("Ethernet II"));
            if number == UNREADABLE {
                return Ok(Next::Done);
            }
            Ok(ethertype::next(pdu, number))
        }
        ..=LONGEST => length(pdu),
        _ => {
            pdu.title(format_args!("Ethernet Unknown, Src: {source}, Dst: {destination}"));
            pdu.u16(&INVALID)?;
            pdu.note(&INVALID_NOTE, 2);
            pdu.info(format_args!("Ethernet Unknown: Invalid length/type: 0x{number:04x} ({number})"));
            Ok(Next::Data)
        }
    }
}

/// An address and what its first byte says of it; whether it is a group's.
fn station<S: Sink>(pdu: &mut Pdu<'_, S>, [address, lg, ig]: [&'static Field; 3]) -> Result<(Address, bool), Short> {
    let first = pdu.peeked::<3>()?;
    let station = pdu.mac(address)?;
    if pdu.shows() {
        pdu.below(|pdu| {
            pdu.bits(lg, first);
            pdu.bits(ig, first);
        });
    }
    Ok((station, first.value & ig.mask != 0))
}

/// IEEE 802.3: a length, then LLC, or IPX straight away ("raw" 802.3).
fn length<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.title(format_args!("IEEE 802.3 Ethernet "));
    let len = usize::from(pdu.u16(&LENGTH)?);
    if len > pdu.claimed_left() {
        pdu.note(&PAST_END, 2);
    }
    pdu.limit(len + 14);
    if pdu.peek_u16(0) == Some(0xffff) {
        pdu.title(format_args!("IEEE 802.3 Ethernet Raw "));
        pdu.protocol("IPX");
        return Ok(Next::Data);
    }
    Ok(Next::To(&llc::PROTOCOL))
}
