//! etherparse as judge: what it reads in a header is what our layers say, on every packet at hand.
//!
//! With `WIRELIGHT_KIT` the captures of the conformance kit are judged as well.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
};

use etherparse::{
    ArpPacketSlice, Ethernet2HeaderSlice, Icmpv4Slice, Icmpv6Slice, Ipv4HeaderSlice, Ipv6HeaderSlice, LaxSlicedPacket,
    SingleVlanHeaderSlice, TcpHeaderSlice, TcpOptionElement, UdpHeaderSlice,
};
use support::{
    captures::{self, check_each},
    passes::{Look, Passes},
};
use wirelight::{
    dissect::record::{Node, Value},
    index::packets::flags,
};

/// What the judge reads: field keys with numbers, addresses as numbers too.
type Verdict = Vec<(&'static str, u128)>;

#[test]
fn headers_say_what_etherparse_reads() {
    let judged = AtomicUsize::new(0);
    check_each(&captures::all(), |capture, wrong| {
        let mut passes = Passes::new(&capture.interfaces);
        for (number, packet) in capture.packets.iter().enumerate() {
            passes.add(&packet.packet(), Look::Passes).unwrap();
            let nodes = &passes.writer.record.nodes;
            // A header that is cut, or says something impossible, is not read to its end.
            let ends_early = passes.writer.flags & (flags::CUT_SHORT | flags::MALFORMED) != 0;
            let whole = !ends_early && passes.writer.record.notes.is_empty();
            let ethernet = passes.session.interfaces.first().is_some_and(|one| one.link_type == 1);
            let found = judge(nodes, &packet.bytes, whole, &judged)
                .or_else(|| if ethernet && whole { judge_places(nodes, &packet.bytes) } else { None });
            if let Some(what) = found {
                wrong.push(format!("packet {}: {what}", number + 1));
                return;
            }
        }
    });
    let judged = judged.load(Ordering::Relaxed);
    assert!(judged > 5_000, "only {judged} values were judged");
    println!("{judged} values agree");
}

/// Judges each layer of a packet on its own: the first disagreement.
fn judge(nodes: &[Node], bytes: &[u8], whole: bool, judged: &AtomicUsize) -> Option<String> {
    // etherparse reads packets, and nothing that was put together from several
    for (place, layer) in nodes.iter().enumerate().filter(|(_, layer)| layer.at.source == 0) {
        let Some(header) = bytes.get(layer.at.start as usize..) else { continue };
        let verdict = match layer.field.key() {
            "eth" => ethernet(header),
            "vlan" => vlan(header),
            "arp" => arp(header),
            "ip" => ipv4(header),
            "ipv6" => ipv6(header),
            "udp" => udp(header),
            "tcp" => tcp(header),
            "icmp" => icmp(header),
            "icmpv6" => icmpv6(header),
            _ => None,
        };
        let Some(verdict) = verdict.filter(|_| layer.at.len > 0) else { continue };
        let values = values_of(nodes, place, bytes);
        for (key, read) in verdict {
            match values.get(key) {
                Some(shown) if *shown == read => judged.fetch_add(1, Ordering::Relaxed),
                Some(shown) => return Some(format!("{key} is {shown:#x}, etherparse reads {read:#x}")),
                None if whole => return Some(format!("{key} is missing, etherparse reads {read:#x}")),
                None => 0,
            };
        }
    }
    None
}

/// The first value of each field in the layer at `place`.
fn values_of(nodes: &[Node], place: usize, bytes: &[u8]) -> BTreeMap<&'static str, u128> {
    let depth = nodes[place].depth;
    let mut values = BTreeMap::new();
    for node in nodes[place + 1..].iter().take_while(|node| node.depth > depth) {
        let value = match node.value {
            Value::Number(number) => u128::from(number),
            Value::Span if node.at.len <= 16 => number(node.at.of(bytes)),
            _ => continue,
        };
        values.entry(node.field.key()).or_insert(value);
    }
    values
}

/// Judges where the network and transport headers of an Ethernet frame begin, where both know what it carries.
fn judge_places(nodes: &[Node], bytes: &[u8]) -> Option<String> {
    let sliced = LaxSlicedPacket::from_ethernet(bytes).ok()?;
    let first = |keys: &[&str]| {
        let layer =
            nodes.iter().find(|node| node.depth == 0 && node.at.source == 0 && keys.contains(&node.field.key()))?;
        Some(layer.at.start as usize)
    };
    let place = |slice: &[u8]| slice.as_ptr().addr() - bytes.as_ptr().addr();
    let net = match sliced.net.as_ref()? {
        etherparse::LaxNetSlice::Ipv4(slice) => ("ip", place(slice.header().slice())),
        etherparse::LaxNetSlice::Ipv6(slice) => ("ipv6", place(slice.header().slice())),
        etherparse::LaxNetSlice::Arp(slice) => ("arp", place(slice.slice())),
    };
    // What an authentication header stands before is not read here.
    let authenticated = nodes
        .iter()
        .any(|node| ["ip.proto", "ipv6.nxt"].contains(&node.field.key()) && node.value == Value::Number(51));
    let transport = match sliced.transport.as_ref().filter(|_| !authenticated) {
        Some(etherparse::TransportSlice::Udp(slice)) => Some(("udp", place(slice.slice()))),
        Some(etherparse::TransportSlice::Tcp(slice)) => Some(("tcp", place(slice.slice()))),
        Some(etherparse::TransportSlice::Icmpv4(slice)) => Some(("icmp", place(slice.slice()))),
        Some(etherparse::TransportSlice::Icmpv6(slice)) => Some(("icmpv6", place(slice.slice()))),
        _ => None,
    };
    // An IP packet of one version under the other's type is nobody's for us.
    let named = match net.1.checked_sub(2).and_then(|at| bytes.get(at..net.1)) {
        Some([0x08, 0x00]) => "ip",
        Some([0x86, 0xdd]) => "ipv6",
        _ => "arp",
    };
    if named != net.0 {
        return None;
    }
    for (key, should) in [Some(net), transport].into_iter().flatten() {
        let is = first(&[key]);
        if is != Some(should) {
            return Some(format!("{key} begins at {is:?}, etherparse finds it at {should}"));
        }
    }
    None
}

fn number(bytes: &[u8]) -> u128 {
    bytes.iter().fold(0, |number, byte| number << 8 | u128::from(*byte))
}

fn ethernet(bytes: &[u8]) -> Option<Verdict> {
    let header = Ethernet2HeaderSlice::from_slice(bytes).ok()?;
    let mut verdict = vec![("eth.dst", number(&header.destination())), ("eth.src", number(&header.source()))];
    if header.ether_type().0 >= 0x600 {
        verdict.push(("eth.type", header.ether_type().0.into()));
    }
    Some(verdict)
}

fn vlan(bytes: &[u8]) -> Option<Verdict> {
    let tag = SingleVlanHeaderSlice::from_slice(bytes).ok()?;
    let mut verdict = vec![
        ("vlan.priority", tag.priority_code_point().value().into()),
        ("vlan.dei", tag.drop_eligible_indicator().into()),
        ("vlan.id", tag.vlan_identifier().value().into()),
    ];
    if tag.ether_type().0 >= 0x600 {
        verdict.push(("vlan.etype", tag.ether_type().0.into()));
    }
    Some(verdict)
}

fn arp(bytes: &[u8]) -> Option<Verdict> {
    let packet = ArpPacketSlice::from_slice(bytes).ok()?;
    let mut verdict = vec![
        ("arp.hw.type", packet.hw_addr_type().0.into()),
        ("arp.proto.type", packet.proto_addr_type().0.into()),
        ("arp.hw.size", packet.hw_addr_size().into()),
        ("arp.proto.size", packet.proto_addr_size().into()),
        ("arp.opcode", packet.operation().0.into()),
    ];
    if (packet.hw_addr_type().0, packet.proto_addr_type().0) == (1, 0x0800)
        && packet.hw_addr_size() == 6
        && packet.proto_addr_size() == 4
    {
        verdict.extend([
            ("arp.src.hw_mac", number(packet.sender_hw_addr())),
            ("arp.src.proto_ipv4", number(packet.sender_protocol_addr())),
            ("arp.dst.hw_mac", number(packet.target_hw_addr())),
        ]);
        // In an error of DRARP a status stands there.
        if packet.operation().0 != 7 {
            verdict.push(("arp.dst.proto_ipv4", number(packet.target_protocol_addr())));
        }
    }
    Some(verdict)
}

fn ipv4(bytes: &[u8]) -> Option<Verdict> {
    let header = Ipv4HeaderSlice::from_slice(bytes).ok()?;
    let mut verdict = vec![
        ("ip.version", header.version().into()),
        ("ip.hdr_len", header.ihl().into()),
        ("ip.dsfield.dscp", header.dcp().value().into()),
        ("ip.dsfield.ecn", header.ecn().value().into()),
        ("ip.id", header.identification().into()),
        ("ip.flags.df", header.dont_fragment().into()),
        ("ip.flags.mf", header.more_fragments().into()),
        ("ip.frag_offset", header.fragments_offset().value().into()),
        ("ip.ttl", header.ttl().into()),
        ("ip.proto", header.protocol().0.into()),
        ("ip.checksum", header.header_checksum().into()),
        ("ip.src", number(&header.source())),
    ];
    // What a network card is to fill in is shown as what it will be.
    if header.total_len() > 0 {
        verdict.push(("ip.len", header.total_len().into()));
    }
    // With a source route the destination is the last address of the route.
    if !header.options().iter().any(|byte| [131, 137].contains(byte)) {
        verdict.push(("ip.dst", number(&header.destination())));
    }
    Some(verdict)
}

fn ipv6(bytes: &[u8]) -> Option<Verdict> {
    let header = Ipv6HeaderSlice::from_slice(bytes).ok()?;
    Some(vec![
        ("ipv6.version", header.version().into()),
        ("ipv6.tclass", header.traffic_class().into()),
        ("ipv6.flow", header.flow_label().value().into()),
        ("ipv6.plen", header.payload_length().into()),
        ("ipv6.nxt", header.next_header().0.into()),
        ("ipv6.hlim", header.hop_limit().into()),
        ("ipv6.src", number(&header.source())),
        ("ipv6.dst", number(&header.destination())),
    ])
}

fn udp(bytes: &[u8]) -> Option<Verdict> {
    let header = UdpHeaderSlice::from_slice(bytes).ok()?;
    Some(vec![
        ("udp.srcport", header.source_port().into()),
        ("udp.dstport", header.destination_port().into()),
        ("udp.length", header.length().into()),
        ("udp.checksum", header.checksum().into()),
    ])
}

fn tcp(bytes: &[u8]) -> Option<Verdict> {
    let header = TcpHeaderSlice::from_slice(bytes).ok()?;
    let mut verdict = vec![
        ("tcp.srcport", header.source_port().into()),
        ("tcp.dstport", header.destination_port().into()),
        ("tcp.seq_raw", header.sequence_number().into()),
        ("tcp.ack_raw", header.acknowledgment_number().into()),
        ("tcp.hdr_len", header.data_offset().into()),
        ("tcp.flags.cwr", header.cwr().into()),
        ("tcp.flags.ece", header.ece().into()),
        ("tcp.flags.urg", header.urg().into()),
        ("tcp.flags.ack", header.ack().into()),
        ("tcp.flags.push", header.psh().into()),
        ("tcp.flags.reset", header.rst().into()),
        ("tcp.flags.syn", header.syn().into()),
        ("tcp.flags.fin", header.fin().into()),
        ("tcp.window_size_value", header.window_size().into()),
        ("tcp.checksum", header.checksum().into()),
        ("tcp.urgent_pointer", header.urgent_pointer().into()),
    ];
    for option in header.options_iterator().map_while(Result::ok) {
        let judged = match option {
            TcpOptionElement::MaximumSegmentSize(size) => [Some(("tcp.options.mss_val", size.into())), None],
            TcpOptionElement::WindowScale(shift) => [Some(("tcp.options.wscale.shift", shift.into())), None],
            TcpOptionElement::Timestamp(own, echo) => {
                [Some(("tcp.options.timestamp.tsval", own.into())), Some(("tcp.options.timestamp.tsecr", echo.into()))]
            }
            _ => [None, None],
        };
        for (key, value) in judged.into_iter().flatten() {
            // An option said twice is shown twice: the first one is compared.
            if !verdict.iter().any(|(known, _)| *known == key) {
                verdict.push((key, value));
            }
        }
    }
    Some(verdict)
}

fn icmp(bytes: &[u8]) -> Option<Verdict> {
    let message = Icmpv4Slice::from_slice(bytes).ok()?;
    let mut verdict = vec![
        ("icmp.type", message.type_u8().into()),
        ("icmp.code", message.code_u8().into()),
        ("icmp.checksum", message.checksum().into()),
    ];
    if let etherparse::Icmpv4Type::EchoRequest(echo) | etherparse::Icmpv4Type::EchoReply(echo) = message.icmp_type() {
        verdict.extend([("icmp.ident", echo.id.into()), ("icmp.seq", echo.seq.into())]);
    }
    Some(verdict)
}

fn icmpv6(bytes: &[u8]) -> Option<Verdict> {
    let message = Icmpv6Slice::from_slice(bytes).ok()?;
    let mut verdict = vec![
        ("icmpv6.type", message.type_u8().into()),
        ("icmpv6.code", message.code_u8().into()),
        ("icmpv6.checksum", message.checksum().into()),
    ];
    if let etherparse::Icmpv6Type::EchoRequest(echo) | etherparse::Icmpv6Type::EchoReply(echo) = message.icmp_type() {
        verdict.extend([("icmpv6.echo.identifier", echo.id.into()), ("icmpv6.echo.sequence_number", echo.seq.into())]);
    }
    Some(verdict)
}
