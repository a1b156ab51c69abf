//! User Datagram Protocol: ports, a length and a checksum in front of the payload.

use std::fmt::Write;

use crate::{
    bytes::{
        Address,
        checksum::{self, Verdict},
    },
    dissect::{
        field::{Note, Severity},
        known::Known,
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::network::checksum_status,
        sink::Sink,
    },
    index::flows::{Ends, Transport},
};

fields! { "udp" "User Datagram Protocol" "Datagrams between ports.":
    SOURCE_PORT      "srcport"  Port(Transport::Udp) "Source Port"      "Where a reply should go; 0 when none is expected.";
    DESTINATION_PORT "dstport"  Port(Transport::Udp) "Destination Port" "The service addressed.";
    LENGTH           "length"   Dec    "Length"           "Header and payload in bytes; 0 in an IPv6 jumbogram.";
    CHECKSUM         "checksum" Hex(4) "Checksum"         "Over header, payload and IP addresses; 0 when unused on IPv4.";
    CHECKSUM_STATUS  "checksum.status" Named(&checksum_status::NAMES) "Checksum Status" "Whether the checksum fits.";
    STREAM           "stream"   Dec    "Stream index"     "Number of the conversation among those of UDP.";
    TIMESTAMPS       "timestamps" Group "Timestamps"      "When this datagram came, within its conversation.";
    TIME_RELATIVE    "time_relative" Duration "Time since first frame" "Since the conversation's first packet.";
    TIME_DELTA       "time_delta" Duration "Time since previous frame" "Since the packet before it in the conversation.";
    PAYLOAD          "payload"  Content "UDP payload"     "What the datagram carries.";
    PORT             "port"     Either(&[&SOURCE_PORT, &DESTINATION_PORT]) "Source or Destination Port" "Either end.";
}

static BAD_LENGTH: Note = Note {
    key: "udp.length.bad",
    severity: Severity::Error,
    text: "Bad length value: less than 8 bytes or more than the packet",
};
static ZERO_CHECKSUM: Note =
    Note { key: "udp.checksum.zero", severity: Severity::Error, text: "Illegal checksum value (0): IPv6 demands one" };

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "udp",
    column: "UDP",
    spec: "RFC 768",
    family: Family::Udp,
    fields: FIELDS,
    more: &[],
    notes: &[&BAD_LENGTH, &ZERO_CHECKSUM],
    claims: &[Claim::IpProtocol(17)],
    trailer: None,
    scan: |pdu| dissect(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let source = pdu.u16(&SOURCE_PORT)?;
    let destination = pdu.u16(&DESTINATION_PORT)?;
    pdu.context.ports = (source, destination);
    pdu.heading_with(|out, known| {
        let of = |port| known.port_in_tree(Transport::Udp, port);
        write!(out, ", Src Port: {}, Dst Port: {}", of(source), of(destination))
    });
    pdu.info_with(|out, known| {
        let of = |port| known.port(Transport::Udp, port);
        write!(out, "{} → {}", of(source), of(destination))
    });
    if !length(pdu)? {
        return Ok(Next::Done);
    }
    datagram_checksum(pdu)?;
    learn_flow(pdu);
    pdu.derived(&STREAM, |known| known.flow().map(|flow| flow.stream.into()));
    if pdu.left() > 0 {
        if !pdu.context.quoted {
            timestamps(pdu);
        }
        let payload = pdu.done();
        pdu.part(&PAYLOAD, payload, payload + pdu.left());
    }
    if pdu.left() == 0 && pdu.claimed_left() > 0 {
        return Err(pdu.lacking(1));
    }
    Ok(Next::Datagram(source, destination))
}

/// The length, and whether the datagram can be read with it.
fn length<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<bool, Short> {
    let length = usize::from(pdu.u16(&LENGTH)?);
    let there = pdu.claimed_left() + 6;
    // RFC 2675: 0 means "to the end of the IP packet", in IPv6 alone.
    if length == 0 && matches!(pdu.context.source, Address::Ipv6(_)) {
        pdu.info_more(format_args!(" Len={} [Jumbogram]", there.saturating_sub(8)));
        return Ok(true);
    }
    if length < 8 {
        pdu.label_more(format_args!(" (bogus, must be >= 8)"));
        pdu.note(&BAD_LENGTH, 2);
        pdu.info_more(format_args!(" [BAD UDP LENGTH {length} < 8]"));
        return Ok(false);
    }
    if length > there && !pdu.context.quoted {
        pdu.label_more(format_args!(" (bogus, payload length {there})"));
        pdu.note(&BAD_LENGTH, 2);
        pdu.info_more(format_args!(" [BAD UDP LENGTH {length} > IP PAYLOAD LENGTH]"));
    } else {
        pdu.limit(length);
    }
    pdu.info_more(format_args!(" Len={}", length - 8));
    Ok(true)
}

fn datagram_checksum<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let field = pdu.u16(&CHECKSUM)?;
    let (context, bytes) = (pdu.context, pdu.layer_bytes());
    if field == 0 {
        zero_checksum(pdu);
        return Ok(());
    }
    let whole = pdu.left() == pdu.claimed_left() && !context.fragment && !context.quoted;
    let check = |known: Known<'_>| {
        (known.options.checksums.udp && whole)
            .then(|| checksum::with_pseudo_header(bytes, context.source, context.destination, 17, field))
    };
    pdu.checksum(&CHECKSUM_STATUS, "unverified", check);
    pdu.info_more_with(|out, known| match check(known) {
        Some(Verdict::Bad(_)) => out.write_str(" [UDP CHECKSUM INCORRECT]"),
        _ => Ok(()),
    });
    Ok(())
}

/// 0 says that there is none; IPv6, whose header has no checksum either, does not allow that.
fn zero_checksum<S: Sink>(pdu: &mut Pdu<'_, S>) {
    let illegal = matches!(pdu.context.source, Address::Ipv6(_));
    if illegal {
        pdu.label_more(format_args!(" [zero-value illegal]"));
        pdu.note(&ZERO_CHECKSUM, 2);
        pdu.info_more(format_args!(" [ILLEGAL CHECKSUM (0)]"));
    } else {
        pdu.label_more(format_args!(" [zero-value ignored]"));
    }
    let status = if illegal { checksum_status::ILLEGAL } else { checksum_status::NOT_PRESENT };
    pdu.below(|pdu| {
        pdu.computed(&CHECKSUM_STATUS, status);
        pdu.label(format_args!("{}", checksum_status::NAMES.or_unknown(status)));
    });
}

fn timestamps<S: Sink>(pdu: &mut Pdu<'_, S>) {
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

/// The datagram belongs to the flow of its addresses and ports, whichever way it goes.
fn learn_flow<S: Sink>(pdu: &mut Pdu<'_, S>) {
    pdu.learn(|lesson| {
        let context = lesson.context;
        let ends = Ends {
            transport: Transport::Udp,
            source: (context.source, context.ports.0),
            destination: (context.destination, context.ports.1),
        };
        lesson.join(ends);
    });
}
