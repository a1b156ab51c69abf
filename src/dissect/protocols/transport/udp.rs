//! User Datagram Protocol: ports, a length and a checksum in front of the payload.

use std::fmt::Write;

use crate::{
    bytes::checksum,
    dissect::{
        field::{Note, Severity},
        pdu::Pdu,
        protocol::{Claim, Dissected, Family, Next, Protocol, Short},
        protocols::network::checksum_status,
        sink::Sink,
    },
    index::flows::{Ends, Transport},
};

fields! { "udp" "User Datagram Protocol" "Datagrams between ports.":
    SOURCE_PORT      "srcport"  Dec    "Source Port"      "Where a reply should go; 0 when none is expected.";
    DESTINATION_PORT "dstport"  Dec    "Destination Port" "The service addressed.";
    LENGTH           "length"   Dec    "Length"           "Header and payload in bytes; 0 in an IPv6 jumbogram.";
    CHECKSUM         "checksum" Hex(4) "Checksum"         "Over header, payload and IP addresses; 0 when unused on IPv4.";
    CHECKSUM_STATUS  "checksum.status" Named(&checksum_status::NAMES) "Checksum Status" "Whether the checksum fits.";
    STREAM           "stream"   Dec    "Stream index"     "Number of the conversation among those of UDP.";
    PAYLOAD          "payload"  Bytes  "UDP payload"      "What the datagram carries.";
    PORT             "port"     Either(&[&SOURCE_PORT, &DESTINATION_PORT]) "Source or Destination Port" "Either end.";
}

static BAD_LENGTH: Note = Note {
    key: "udp.length.bad",
    severity: Severity::Error,
    text: "Bad length value: less than 8 bytes or more than the packet",
};

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "udp",
    column: "UDP",
    spec: "RFC 768",
    family: Family::Udp,
    fields: FIELDS,
    more: &[],
    notes: &[&BAD_LENGTH],
    claims: &[Claim::IpProtocol(17)],
    trailer: None,
    scan: |pdu| dissect(pdu),
    detail: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let source = pdu.u16(&SOURCE_PORT)?;
    let destination = pdu.u16(&DESTINATION_PORT)?;
    pdu.context.ports = (source, destination);
    pdu.heading_with(|out, known| {
        write!(out, ", Src Port: {}, Dst Port: {}", known.port(source), known.port(destination))
    });
    pdu.info_with(|out, known| write!(out, "{} → {}", known.port(source), known.port(destination)));
    let length = usize::from(pdu.u16(&LENGTH)?);
    // RFC 2675: 0 means "to the end of the IP packet".
    let length = if length == 0 { pdu.claimed_left() + 6 } else { length };
    if length < 8 || length - 6 > pdu.claimed_left() {
        pdu.note(&BAD_LENGTH, 2);
        pdu.info_more(format_args!(" [BAD UDP LENGTH {length} > IP PAYLOAD LENGTH] Len={}", length.saturating_sub(8)));
    } else {
        pdu.limit(length);
        pdu.info_more(format_args!(" Len={}", length - 8));
    }
    datagram_checksum(pdu)?;
    learn_flow(pdu);
    pdu.derived(&STREAM, |known| known.flow().map(|flow| flow.stream.into()));
    let payload = pdu.done();
    if pdu.left() > 0 {
        pdu.part(&PAYLOAD, payload, payload + pdu.left());
    }
    Ok(Next::Datagram(source, destination))
}

fn datagram_checksum<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let field = pdu.u16(&CHECKSUM)?;
    let (context, whole) = (pdu.context, pdu.left() == pdu.claimed_left());
    let bytes = pdu.layer_bytes();
    pdu.checksum(&CHECKSUM_STATUS, "unverified", |known| {
        (known.options.checksums.udp && whole && field != 0 && !context.fragment)
            .then(|| checksum::with_pseudo_header(bytes, context.source, context.destination, 17, field))
    });
    Ok(())
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
