//! The packet as the capture file holds it: number, times, lengths; nothing here is read from its bytes.

use std::fmt::Write;

use crate::{
    capture::{Interface, Packet},
    dissect::{
        known::Known,
        pdu::Pdu,
        protocols::encapsulation,
        sink::{Say, Sink},
    },
};

fields! { "frame" "Frame" "The packet as the capture file holds it.":
    SECTION        "section_number"   Dec      "Section number" "Which of the file's sections the packet is in, from 1.";
    INTERFACE_ID   "interface_id"     Dec      "Interface id" "Which of its section's interfaces the packet came in on.";
    INTERFACE_NAME "interface_name"   Text     "Interface name" "What the file calls that interface.";
    INTERFACE_DESCRIPTION "interface_description" Text "Interface description" "What the file says of that interface.";
    ENCAPSULATION  "encap_type"       Named(&encapsulation::NAMES) "Encapsulation type" "What the packet begins with, as Wireshark numbers it.";
    TIME           "time"             Time     "Arrival Time" "When the packet was captured, in the local zone.";
    OFFSET_SHIFT   "offset_shift"     Duration "Time shift for this packet" "Always zero: times are not shifted.";
    TIME_EPOCH     "time_epoch"       Duration "Epoch Time" "When the packet was captured, since 1970 UTC.";
    TIME_DELTA     "time_delta"       Duration "Time delta from previous captured frame" "Since the packet before it in the file.";
    TIME_DISPLAYED "time_delta_displayed" Duration "Time delta from previous displayed frame" "Since the packet shown before it.";
    TIME_RELATIVE  "time_relative"    Duration "Time since reference or first frame" "Since the last time reference, else since the first packet.";
    NUMBER         "number"           Dec      "Frame Number" "The packet's place in the file, from 1.";
    LENGTH         "len"              Dec      "Frame Length" "Bytes on the wire.";
    CAPTURED       "cap_len"          Dec      "Capture Length" "Bytes in the file.";
    MARKED         "marked"           FlagNamed(["True", "False"]) "Frame is marked" "Marked by the reader.";
    IGNORED        "ignored"          FlagNamed(["True", "False"]) "Frame is ignored" "Ignored by the reader.";
    PROTOCOLS      "protocols"        Text     "Protocols in frame" "The packet's layers, joined by colons.";
}

/// Records what the file says of the packet; reads none of its bytes.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) {
    if !pdu.shows() {
        return;
    }
    pdu.frame(&LAYER, |out, known| {
        let (number, row) = (u64::from(known.packet) + 1, known.row);
        write!(out, " {number}: {} on wire ({})", counted(row.original, "byte"), bits(row.original))?;
        write!(out, ", {} captured ({})", counted(row.captured, "byte"), bits(row.captured))?;
        match numbered_interface(known) {
            Some((interface, id)) => write!(out, " on interface {}, id {id}", name(interface)),
            None => Ok(()),
        }
    });
    interface(pdu);
    times(pdu);
    pdu.stated(&NUMBER, |known| Some(u64::from(known.packet) + 1));
    pdu.stated(&LENGTH, |known| Some(known.row.original.into()));
    pdu.label_with(|out, known| write!(out, "{} ({})", counted(known.row.original, "byte"), bits(known.row.original)));
    pdu.stated(&CAPTURED, |known| Some(known.row.captured.into()));
    pdu.label_with(|out, known| write!(out, "{} ({})", counted(known.row.captured, "byte"), bits(known.row.captured)));
    pdu.derived(&MARKED, |_| Some(0));
    pdu.derived(&IGNORED, |_| Some(0));
    pdu.derived_text(&PROTOCOLS, |out, known| known.write_stack(out));
}

/// Says what the packet begins with where nobody reads that.
#[cold]
pub fn unread<S: Sink>(pdu: &mut Pdu<'_, S>, link_type: u16) {
    match link_type {
        // Later passes cannot tell these records apart but by what they hold.
        Packet::CUSTOM | Packet::JOURNAL if pdu.rest().starts_with(b"__") => pdu.protocol("Systemd Journal"),
        Packet::CUSTOM | Packet::JOURNAL => {
            pdu.protocol("PCAPNG");
            pdu.info(format_args!("Custom Block"));
        }
        _ => {
            pdu.protocol("UNKNOWN");
            pdu.info(format_args!("WTAP_ENCAP = {}", encapsulation::number(link_type)));
        }
    }
}

fn interface<S: Sink>(pdu: &mut Pdu<'_, S>) {
    pdu.stated(&SECTION, |known| numbered_interface(known).map(|(interface, _)| u64::from(interface.section) + 1));
    // The wording of a node that may not be there: it must not become that of the node before.
    let place = pdu.sink().mark();
    pdu.stated(&INTERFACE_ID, |known| numbered_interface(known).map(|(_, id)| id as u64));
    pdu.sink().say(Say::LabelOf(place), |out, known| match numbered_interface(known) {
        Some((interface, _)) => write!(out, " ({})", name(interface)),
        None => Ok(()),
    });
    pdu.below(|pdu| {
        pdu.stated_text(&INTERFACE_NAME, |out, known| {
            out.push_str(numbered_interface(known).map_or("", |(interface, _)| name(interface)));
            Ok(())
        });
        pdu.stated_text(&INTERFACE_DESCRIPTION, |out, known| {
            let interface = numbered_interface(known).map(|(interface, _)| interface);
            out.push_str(interface.and_then(|interface| interface.description.as_deref()).unwrap_or_default());
            Ok(())
        });
    });
    pdu.stated(&ENCAPSULATION, |known| {
        let link_type = known.session.interface(known.row).map_or(u16::MAX, |interface| interface.link_type);
        Some(encapsulation::number(link_type).into())
    });
}

fn times<S: Sink>(pdu: &mut Pdu<'_, S>) {
    let instant = |known: Known<'_>| known.row.instant().map(i64::cast_unsigned);
    let since_previous = |known: Known<'_>| {
        known.row.instant()?;
        Some(known.captured_before().map_or(0, |before| known.row.since(before)).cast_unsigned())
    };
    pdu.stated(&TIME, instant);
    pdu.derived(&OFFSET_SHIFT, |known| known.row.instant().map(|_| 0));
    pdu.stated(&TIME_EPOCH, instant);
    pdu.derived(&TIME_DELTA, since_previous);
    pdu.derived(&TIME_DISPLAYED, since_previous);
    pdu.derived(&TIME_RELATIVE, |known| {
        known.row.instant()?;
        Some(known.reference().map_or(0, |first| known.row.since(first)).cast_unsigned())
    });
}

/// The packet's interface and its number within its section; pcap files number none.
fn numbered_interface(known: Known<'_>) -> Option<(&Interface, usize)> {
    let session = known.session;
    let interface = session.interface(known.row).filter(|_| session.numbered_interfaces)?;
    let first = session.interfaces.iter().position(|other| other.section == interface.section)?;
    Some((interface, usize::from(known.row.interface).checked_sub(first)?))
}

fn name(interface: &Interface) -> &str {
    interface.name.as_deref().unwrap_or("unknown")
}

fn counted(number: u32, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn bits(bytes: u32) -> String {
    format!("{} bits", u64::from(bytes) * 8)
}
