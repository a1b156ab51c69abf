//! Transmission Control Protocol: ports, numbers, flags and options in front of a part of a byte stream.

mod analysis;
mod conversation;
mod findings;
mod flags;
mod options;
pub mod reassembled;
mod states;

use std::fmt::Write;

use crate::{
    bytes::{checksum, text::write_number},
    dissect::{
        field::{Note, Severity},
        pdu::{Pdu, Word},
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::network::checksum_status,
        record::Value,
        sink::Sink,
    },
    index::flows::Transport,
};

use conversation::Header;
use flags::Flags;

fields! { "tcp" "Transmission Control Protocol" "Byte streams between ports.":
    SOURCE_PORT      "srcport"         Port(Transport::Tcp) "Source Port"          "Where answers go.";
    DESTINATION_PORT "dstport"         Port(Transport::Tcp) "Destination Port"     "The service addressed, or the client answered.";
    STREAM           "stream"          Dec       "Stream index"         "Number of the conversation among those of TCP.";
    COMPLETENESS     "completeness"    Dec       "Conversation completeness" "Which parts of a connection's life the capture holds.";
    SEGMENT_LENGTH   "len"             Dec       "TCP Segment Len"      "Bytes of payload.";
    SEQUENCE         "seq"             Dec       "Sequence Number"      "Number of the first payload byte, counted from the connection's start.";
    SEQUENCE_RAW     "seq_raw"         Dec       "Sequence Number (raw)" "The same as it stands in the header.";
    NEXT_SEQUENCE    "nxtseq"          Dec       "Next Sequence Number" "What the sender's next segment should begin with.";
    ACKNOWLEDGMENT   "ack"             Dec       "Acknowledgment Number" "The byte expected next from the other side, counted from its start.";
    ACKNOWLEDGMENT_RAW "ack_raw"       Dec       "Acknowledgment number (raw)" "The same as it stands in the header.";
    HEADER_LENGTH    "hdr_len"         Times(4) & 0xf0 "Header Length"  "Bytes of the header, options included.";
    FLAGS            "flags"           Hex(4)    "Flags"                "What the segment is for.";
    RESERVED         "flags.res"       FlagIn(12) & 0xe00 "Reserved"    "Always zero.";
    ACCURATE_ECN     "flags.ae"        FlagIn(12) & 0x100 "Accurate ECN" "Part of the counter of congestion marks.";
    CONGESTION_WINDOW_REDUCED "flags.cwr" FlagIn(12) & 0x080 "Congestion Window Reduced" "The sender slowed down after a congestion mark.";
    ECN_ECHO         "flags.ece"       FlagIn(12) & 0x040 "ECN-Echo"    "A congestion mark was seen.";
    URGENT           "flags.urg"       FlagIn(12) & 0x020 "Urgent"      "The urgent pointer counts.";
    ACK              "flags.ack"       FlagIn(12) & 0x010 "Acknowledgment" "The acknowledgment number counts.";
    PUSH             "flags.push"      FlagIn(12) & 0x008 "Push"        "The receiver should hand the data on at once.";
    RESET            "flags.reset"     FlagIn(12) & 0x004 "Reset"       "The connection is broken off.";
    SYN              "flags.syn"       FlagIn(12) & 0x002 "Syn"         "The connection is opened; the number is the first one.";
    FIN              "flags.fin"       FlagIn(12) & 0x001 "Fin"         "The sender has nothing more to send.";
    FLAGS_TEXT       "flags.str"       Text      "TCP Flags"            "The flags as letters.";
    WINDOW           "window_size_value" Dec     "Window"               "Bytes the sender takes, before scaling.";
    WINDOW_SIZE      "window_size"     Dec       "Calculated window size" "Bytes the sender takes.";
    WINDOW_SCALE     "window_size_scalefactor" Signed "Window size scaling factor" "What the window is multiplied by; -1 unknown, -2 not used.";
    CHECKSUM         "checksum"        Hex(4)    "Checksum"             "Over header, payload and IP addresses.";
    CHECKSUM_STATUS  "checksum.status" Named(&checksum_status::NAMES) "Checksum Status" "Whether the checksum fits.";
    URGENT_POINTER   "urgent_pointer"  Dec       "Urgent Pointer"       "Where urgent data ends.";
    OPTIONS          "options"         Bytes     "Options"              "What the header holds beyond its 20 bytes.";
    TIMESTAMPS       "timestamps"      Group     "Timestamps"           "When this segment came, within its conversation.";
    TIME_RELATIVE    "time_relative"   Duration  "Time since first frame in this TCP stream" "Since the conversation's first packet.";
    TIME_DELTA       "time_delta"      Duration  "Time since previous frame in this TCP stream" "Since the conversation's packet before it.";
    PAYLOAD          "payload"         Content   "TCP payload"          "The part of the byte stream.";
    PORT             "port"            Either(&[&SOURCE_PORT, &DESTINATION_PORT]) "Source or Destination Port" "Either end.";
}

static BOGUS_HEADER_LENGTH: Note = Note {
    key: "tcp.bogus_header_length",
    severity: Severity::Error,
    text: "Bogus TCP header length: less than 20 bytes, or more than the segment",
};

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "tcp",
    column: "TCP",
    spec: "RFC 9293",
    family: Family::Tcp,
    fields: FIELDS,
    more: &[options::FIELDS, findings::FIELDS, reassembled::FIELDS],
    notes: &[&BOGUS_HEADER_LENGTH, &options::BAD_LENGTH],
    claims: &[Claim::IpProtocol(6)],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let source = pdu.u16(&SOURCE_PORT)?;
    let destination = pdu.u16(&DESTINATION_PORT)?;
    pdu.context.ports = (source, destination);
    if pdu.shows() {
        pdu.heading_with(|out, known| {
            let of = |port| known.port_in_tree(Transport::Tcp, port);
            write!(out, ", Src Port: {}, Dst Port: {}", of(source), of(destination))
        });
    }
    pdu.info_lead_with(findings::write_names);
    pdu.info_with(|out, known| {
        known.write_port(out, Transport::Tcp, source)?;
        out.push_str(" → ");
        known.write_port(out, Transport::Tcp, destination)
    });
    let header = Header::peek(pdu);
    conversation::learn(pdu, header);
    if pdu.shows() {
        pdu.derived(&STREAM, |known| known.flow().map(|flow| flow.stream.into()));
        pdu.derived(&COMPLETENESS, |known| conversation::completeness(known).map(u64::from));
        pdu.label_with(conversation::write_completeness);
    }
    let Some(header) = header else { return cut_short(pdu) };
    if !pdu.context.quoted {
        pdu.sink().flag(header.part_played());
    }
    numbers(pdu, header)?;
    flags_and_window(pdu, header)?;
    segment_checksum(pdu)?;
    let urgent = pdu.u16(&URGENT_POINTER)?;
    if header.len < 20 {
        pdu.note(&BOGUS_HEADER_LENGTH, 0);
        pdu.info_more(format_args!(", bogus TCP header length ({}, must be at least 20)", header.len));
        return Ok(Next::Done);
    }
    if header.flags.has(Flags::URG) {
        pdu.info_more(format_args!(" Urg={urgent}"));
    }
    if header.len <= pdu.claimed_left() + 20 {
        pdu.info_more_with(|out, _| {
            write_number(out, " Len=", header.payload as u32);
            Ok(())
        });
    }
    options::dissect(pdu, header)?;
    timestamps(pdu);
    findings::show(pdu);
    if header.payload > 0 && pdu.left() > 0 {
        let start = pdu.done();
        pdu.part(&PAYLOAD, start, start + pdu.left());
    }
    pdu.context.sequence = header.sequence.wrapping_add(u32::from(header.flags.has(Flags::SYN)));
    pdu.context.end = header.flags.has(Flags::FIN);
    Ok(if header.payload > 0 || pdu.context.end { Next::Stream } else { Next::Done })
}

/// What is there of a header that ends before its flags, as in most packets that errors quote.
fn cut_short<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.u32(&SEQUENCE_RAW)?;
    pdu.u32(&ACKNOWLEDGMENT_RAW)?;
    pdu.word::<2>(&FLAGS)?;
    Ok(Next::Done)
}

/// Sequence and acknowledgment: what the header holds, and both counted from the connection's start.
fn numbers<S: Sink>(pdu: &mut Pdu<'_, S>, header: Header) -> Result<(), Short> {
    if !pdu.shows() {
        pdu.skip(4)?;
        pdu.skip(4)?;
        return Ok(());
    }
    pdu.computed(&SEGMENT_LENGTH, header.payload as u64);
    pdu.skip(4)?;
    pdu.derived_back(&SEQUENCE, 4, |known| header.relative_sequence(known).into());
    pdu.label_more(format_args!("    (relative sequence number)"));
    pdu.read_back(&SEQUENCE_RAW, 4, Value::Number(header.sequence.into()));
    pdu.derived(&NEXT_SEQUENCE, |known| Some(header.next_sequence(known).into()));
    pdu.label_more(format_args!("    (relative sequence number)"));
    pdu.working_with(|out, known| header.write_sum(out, known));
    pdu.skip(4)?;
    pdu.derived_back(&ACKNOWLEDGMENT, 4, |known| header.relative_acknowledgment(known).into());
    if header.flags.has(Flags::ACK) {
        pdu.label_more(format_args!("    (relative ack number)"));
    }
    pdu.read_back(&ACKNOWLEDGMENT_RAW, 4, Value::Number(header.acknowledgment.into()));
    pdu.heading_with(|out, known| {
        write!(out, ", Seq: {}", header.relative_sequence(known))?;
        if header.flags.has(Flags::ACK) {
            write!(out, ", Ack: {}", header.relative_acknowledgment(known))?;
        }
        write!(out, ", Len: {}", header.payload)
    });
    Ok(())
}

fn flags_and_window<S: Sink>(pdu: &mut Pdu<'_, S>, header: Header) -> Result<(), Short> {
    let flags = header.flags;
    let first = pdu.peeked::<1>()?;
    let word = pdu.peeled::<2>()?;
    if pdu.shows() {
        show_flags(pdu, flags, first, word);
    }
    let window = pdu.u16(&WINDOW)?;
    if pdu.shows() {
        pdu.derived(&WINDOW_SIZE, |known| Some(header.scaled(window, known).into()));
        pdu.working_with(|out, known| match header.scale(known) {
            2.. if flags.has(Flags::SYN) => Ok(()),
            scale @ 2.. => write!(out, "{window} × {scale}"),
            _ => Ok(()),
        });
        if !flags.has(Flags::SYN) {
            pdu.derived(&WINDOW_SCALE, |known| Some(header.scale(known).cast_unsigned()));
            pdu.label_with(|out, known| header.write_scale(out, known));
        }
    }
    pdu.info_more_with(|out, known| {
        out.push_str(" [");
        flags.write_names(out)?;
        write_number(out, "] Seq=", header.relative_sequence(known));
        if flags.has(Flags::ACK) {
            write_number(out, " Ack=", header.relative_acknowledgment(known));
        }
        write_number(out, " Win=", header.scaled(window, known));
        Ok(())
    });
    Ok(())
}

/// The length that stands beside the flags, and the flags as words and one by one.
fn show_flags<S: Sink>(pdu: &mut Pdu<'_, S>, flags: Flags, first: Word, word: Word) {
    pdu.bits(&HEADER_LENGTH, first);
    pdu.read_back(&FLAGS, 2, Value::Number(flags.0.into()));
    pdu.label(format_args!("0x{:03x} ({})", flags.0, flags.names()));
    pdu.below(|pdu| {
        for field in
            [&RESERVED, &ACCURATE_ECN, &CONGESTION_WINDOW_REDUCED, &ECN_ECHO, &URGENT, &ACK, &PUSH, &RESET, &SYN, &FIN]
        {
            pdu.bits(field, word);
        }
        pdu.computed_text(&FLAGS_TEXT, flags.letters());
    });
}

fn segment_checksum<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let field = pdu.u16(&CHECKSUM)?;
    let (context, whole) = (pdu.context, pdu.left() == pdu.claimed_left());
    let bytes = pdu.layer_bytes();
    pdu.checksum(&CHECKSUM_STATUS, "unverified", |known| {
        (known.options.checksums.tcp && whole && !context.fragment && !context.quoted)
            .then(|| checksum::with_pseudo_header(bytes, context.source, context.destination, 6, field))
    });
    Ok(())
}

fn timestamps<S: Sink>(pdu: &mut Pdu<'_, S>) {
    if pdu.context.quoted || !pdu.shows() {
        return;
    }
    let group = pdu.open_computed(&TIMESTAMPS);
    pdu.derived(&TIME_RELATIVE, |known| {
        let first = known.session.packets.get(known.flow()?.first as usize)?;
        Some(known.row.since(first).cast_unsigned())
    });
    pdu.derived(&TIME_DELTA, |known| {
        Some(known.before_in_flow().map_or(0, |before| known.row.since(before)).cast_unsigned())
    });
    pdu.close(group);
}
