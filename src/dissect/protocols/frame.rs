//! The packet as the capture file holds it: number, times, lengths; nothing here is read from its bytes.

use crate::dissect::{known::Known, pdu::Pdu, sink::Sink};
use std::fmt::Write;

fields! { "frame" "Frame" "The packet as the capture file holds it.":
    INTERFACE_ID   "interface_id"     Dec      "Interface id" "Which of the file's interfaces the packet came in on.";
    INTERFACE_NAME "interface_name"   Text     "Interface name" "What the file calls that interface.";
    ENCAPSULATION  "encap_type"       Dec      "Encapsulation type" "What the packet begins with, as Wireshark numbers it.";
    TIME           "time"             Time     "Arrival Time" "When the packet was captured, in the local zone.";
    OFFSET_SHIFT   "offset_shift"     Duration "Time shift for this packet" "Always zero: times are not shifted.";
    TIME_EPOCH     "time_epoch"       Duration "Epoch Time" "When the packet was captured, since 1970 UTC.";
    TIME_DELTA     "time_delta"       Duration "Time delta from previous captured frame" "Since the packet before it in the file.";
    TIME_DISPLAYED "time_delta_displayed" Duration "Time delta from previous displayed frame" "Since the packet shown before it.";
    TIME_RELATIVE  "time_relative"    Duration "Time since reference or first frame" "Since the first packet.";
    NUMBER         "number"           Dec      "Frame Number" "The packet's place in the file, from 1.";
    LENGTH         "len"              Dec      "Frame Length" "Bytes on the wire.";
    CAPTURED       "cap_len"          Dec      "Capture Length" "Bytes in the file.";
    MARKED         "marked"           FlagNamed(["True", "False"]) "Frame is marked" "Marked by the reader.";
    IGNORED        "ignored"          FlagNamed(["True", "False"]) "Frame is ignored" "Ignored by the reader.";
    PROTOCOLS      "protocols"        Text     "Protocols in frame" "The packet's layers, joined by colons.";
}

/// Records what the file says of the packet; reads none of its bytes.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) {
    pdu.frame(&LAYER, |out, known| {
        let (number, row) = (u64::from(known.packet) + 1, known.row);
        write!(out, " {number}: {} bytes on wire ({} bits)", row.original, u64::from(row.original) * 8)?;
        write!(out, ", {} bytes captured ({} bits)", row.captured, u64::from(row.captured) * 8)?;
        match known.session.interface(row).and_then(|interface| interface.name.as_deref()) {
            Some(name) => write!(out, " on interface {name}, id {}", row.interface),
            None => Ok(()),
        }
    });
    pdu.stated(&INTERFACE_ID, |known| Some(known.row.interface.into()));
    pdu.stated(&TIME, |known| Some(known.row.time.cast_unsigned()));
    pdu.derived(&OFFSET_SHIFT, |_| Some(0));
    pdu.stated(&TIME_EPOCH, |known| Some(known.row.time.cast_unsigned()));
    let since_previous = |known: Known<'_>| {
        let before = known.captured_before().map_or(known.row.time, |row| row.time);
        Some(known.row.time.wrapping_sub(before).cast_unsigned())
    };
    pdu.derived(&TIME_DELTA, since_previous);
    pdu.derived(&TIME_DISPLAYED, since_previous);
    pdu.derived(&TIME_RELATIVE, |known| {
        let first = known.session.packets.get(0).map_or(known.row.time, |row| row.time);
        Some(known.row.time.wrapping_sub(first).cast_unsigned())
    });
    pdu.stated(&NUMBER, |known| Some(u64::from(known.packet) + 1));
    pdu.stated(&LENGTH, |known| Some(known.row.original.into()));
    pdu.stated(&CAPTURED, |known| Some(known.row.captured.into()));
    pdu.derived(&MARKED, |_| Some(0));
    pdu.derived(&IGNORED, |_| Some(0));
    pdu.derived_text(&PROTOCOLS, |out, known| known.write_stack(out));
}
