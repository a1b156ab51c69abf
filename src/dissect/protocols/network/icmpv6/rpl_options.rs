//! Options of RPL's messages: prefixes, routes, targets and how the graph is built.

use crate::dissect::{
    pdu::Pdu,
    protocol::Short,
    protocols::network::icmpv6::{
        DATA, names,
        options::{lifetime, short_address},
    },
    sink::Sink,
};

names! {
    TYPES:
        0 "1-byte padding", 1 "n-byte padding", 2 "DAG Metric container", 3 "Routing Information",
        4 "DODAG configuration", 5 "RPL Target", 6 "Transit Information", 7 "Solicited Information",
        8 "Prefix Information", 9 "RPL Target Descriptor", 10 "P2P Route Discovery";
    METRICS:
        1 "Node State and Attribute", 2 "Node Energy", 3 "Hop Count", 4 "Link Throughput", 5 "Link Latency",
        6 "Link Quality Level", 7 "Link ETX", 8 "Link Color";
}

const TRUTH: [&str; 2] = ["True", "False"];
const YES: [&str; 2] = ["Yes", "No"];

more_fields! { "icmpv6":
    OPTION          "rpl.opt"            Group "ICMPv6 RPL Option" "Something said beside the message itself.";
    TYPE            "rpl.opt.type"       Named(&TYPES) "Type" "What the option says.";
    LENGTH          "rpl.opt.length"     Dec "Length" "Bytes that follow.";
    RESERVED        "rpl.opt.reserved"   Group "Reserved" "Always zero.";
    PADDING         "rpl.opt.padn"       Group "Paddn" "Bytes that fill the message up.";
    METRIC_TYPE     "rpl.opt.metric.type" Named(&METRICS) "Routing Metric/Constraint Type" "What is measured.";
    METRIC_FLAGS    "rpl.opt.metric.flags" Hex(4) "Flags" "How it is put together along the path.";
    METRIC_RESERVED "rpl.opt.metric.reserved" Hex(2) & 0xf800 "Reserved Flags" "Always zero.";
    METRIC_P        "rpl.opt.metric.flag.p" Flag & 0x0400 "Flag P" "Some node of the path could not add its part.";
    METRIC_C        "rpl.opt.metric.flag.c" Flag & 0x0200 "Flag C" "It is a constraint.";
    METRIC_O        "rpl.opt.metric.flag.o" Flag & 0x0100 "Flag O" "The constraint need not be met.";
    METRIC_R        "rpl.opt.metric.flag.r" Flag & 0x0080 "Flag R" "Each node's part is kept.";
    METRIC_A        "rpl.opt.metric.flag.a" Hex(1) & 0x0070 "A Field" "Sum, maximum, minimum or product.";
    METRIC_PRECEDENCE "rpl.opt.metric.prec" Hex(1) & 0x000f "Precedence field" "0 is the most important one.";
    METRIC_LENGTH   "rpl.opt.metric.length" Dec "Metric Length" "Bytes of its body.";
    ROUTE_LENGTH    "rpl.opt.route.prefix_length" Dec "Prefix Length" "Bits of the prefix that count.";
    ROUTE_FLAGS     "rpl.opt.route.flag" Hex(2) "Flag" "How good the route is.";
    ROUTE_PREFERENCE "rpl.opt.route.pref" Named(&names::PREFERENCE) & 0x18 "Preference" "Which of several routers to prefer.";
    ROUTE_RESERVED  "rpl.opt.route.reserved" Dec & 0xe7 "Reserved" "Always zero.";
    ROUTE_LIFETIME  "rpl.opt.route.lifetime" Dec "Route Lifetime" "Seconds for which the route holds.";
    ROUTE_PREFIX    "rpl.opt.route.prefix" Ipv6 "Prefix" "The prefix that the route leads to.";
    CONFIG_FLAGS    "rpl.opt.config.flag" Hex(2) "Flag" "How the graph is guarded.";
    CONFIG_RESERVED "rpl.opt.config.reserved" Dec & 0xf0 "Reserved" "Always zero.";
    CONFIG_AUTH     "rpl.opt.config.auth" Flag & 0x08 "Authentication Enabled" "Nodes have to prove who they are.";
    CONFIG_CONTROL  "rpl.opt.config.pcs" Dec & 0x07 "Path Control Size" "Bits of path control, less one.";
    CONFIG_DOUBLINGS "rpl.opt.config.interval_double" Dec "DIOIntervalDoublings" "How often the interval doubles.";
    CONFIG_MINIMUM  "rpl.opt.config.interval_min" Dec "DIOIntervalMin" "The shortest interval, as a power of two of milliseconds.";
    CONFIG_REDUNDANCY "rpl.opt.config.redundancy" Dec "DIORedundancyConstant" "How many others make a node keep silent.";
    CONFIG_MAX_RANK "rpl.opt.config.max_rank_inc" Dec "MaxRankInc" "How much a rank may grow.";
    CONFIG_MIN_HOP  "rpl.opt.config.min_hop_rank_inc" Dec "MinHopRankInc" "How much it grows with every hop.";
    CONFIG_GOAL     "rpl.opt.config.ocp" Dec "OCP (Objective Code Point)" "What the graph is built for.";
    CONFIG_ZERO     "rpl.opt.config.rsv" Dec "Reserved" "Always zero.";
    CONFIG_LIFETIME "rpl.opt.config.def_lifetime" Dec "Default Lifetime" "How long routes hold.";
    CONFIG_UNIT     "rpl.opt.config.lifetime_unit" Dec "Lifetime Unit" "Seconds that lifetimes count in.";
    TARGET_FLAGS    "rpl.opt.target.flag" Group "Reserved" "Always zero.";
    TARGET_LENGTH   "rpl.opt.target.prefix_length" Dec "Target Length" "Bits of the target that count.";
    TARGET          "rpl.opt.target.prefix" Ipv6 "Target" "An address or prefix that can be reached.";
    TRANSIT_FLAGS   "rpl.opt.transit.flag" Hex(2) "Flags" "Where the target is.";
    TRANSIT_EXTERNAL "rpl.opt.transit.flag.e" Flag & 0x80 "External" "It lies outside the RPL network.";
    TRANSIT_RESERVED "rpl.opt.transit.flag.rsv" Dec & 0x7f "Reserved" "Always zero.";
    TRANSIT_CONTROL "rpl.opt.transit.pathctl" Dec "Path Control" "How many parents may be told.";
    TRANSIT_SEQUENCE "rpl.opt.transit.pathseq" Dec "Path Sequence" "Counts the changes.";
    TRANSIT_LIFETIME "rpl.opt.transit.pathlifetime" Dec "Path Lifetime" "How long the path holds.";
    TRANSIT_PARENT  "rpl.opt.transit.parent" Ipv6 "Parent Address" "The node above the target.";
    WANTED_INSTANCE "rpl.opt.solicited.instance" Dec "Instance" "Which RPL network is asked for.";
    WANTED_FLAGS    "rpl.opt.solicited.flag" Hex(2) "Flag" "What has to match.";
    WANTED_V        "rpl.opt.solicited.flag.v" FlagNamed(TRUTH) & 0x80 "Version predicate" "The version.";
    WANTED_I        "rpl.opt.solicited.flag.i" FlagNamed(TRUTH) & 0x40 "InstanceID predicate" "The network.";
    WANTED_D        "rpl.opt.solicited.flag.d" FlagNamed(TRUTH) & 0x20 "DODAGID predicate" "The root.";
    WANTED_RESERVED "rpl.opt.solicited.flag.rsv" Dec & 0x1f "Reserved" "Always zero.";
    WANTED_DODAG    "rpl.opt.solicited.dodagid" Ipv6 "DODAGID" "The root asked for.";
    WANTED_VERSION  "rpl.opt.solicited.version" Dec "Version" "The version asked for.";
    PREFIX_LENGTH   "rpl.opt.prefix.length" Dec "Prefix Length" "Bits of the prefix that count.";
    PREFIX_FLAGS    "rpl.opt.prefix.flag" Hex(2) "Flag" "What the prefix may be used for.";
    PREFIX_LINK     "rpl.opt.prefix.flag.l" Flag & 0x80 "On Link" "Its addresses are on this link.";
    PREFIX_AUTO     "rpl.opt.config.flag.a" Flag & 0x40 "Auto Address Config" "Nodes may make themselves addresses from it.";
    PREFIX_ROUTER   "rpl.opt.config.flag.r" Flag & 0x20 "Router Address" "It is the router's whole address.";
    PREFIX_RESERVED "rpl.opt.config.flag.rsv" Dec & 0x1f "Reserved" "Always zero.";
    PREFIX_VALID    "rpl.opt.prefix.valid_lifetime" Dec "Valid Lifetime" "Seconds for which it is on this link.";
    PREFIX_PREFERRED "rpl.opt.prefix.preferred_lifetime" Dec "Preferred Lifetime" "Seconds for which addresses made from it are preferred.";
    PREFIX          "rpl.opt.prefix"     Ipv6 "Destination Prefix" "The prefix.";
    DESCRIPTOR      "rpl.opt.targetdesc.descriptor" Hex(8) "Descriptor" "What the target's owner says of it.";
    SEARCH_FLAGS    "rpl.opt.routediscovery.flag" Group "Flags" "What kind of route is looked for.";
    SEARCH_REPLY    "rpl.opt.routediscovery.flag.reply" FlagNamed(YES) & 0x80 "Reply" "The target may answer.";
    SEARCH_HOPS     "rpl.opt.routediscovery.flag.hopbyhop" FlagNamed(YES) & 0x40 "Hop-by-Hop" "A route that each hop knows, not one from the source.";
    SEARCH_ROUTES   "rpl.opt.routediscovery.flag.numofroutes" Dec & 0x30 "Number of Routes" "How many routes, less one.";
    SEARCH_ELIDED   "rpl.opt.routediscovery.flag.compr" Dec & 0x0f "Compr" "Bytes left out of every address.";
    SEARCH_LIFETIME "rpl.opt.routediscovery.lifetime" Dec & 0xc0 "Lifetime" "How long the graph holds.";
    SEARCH_RANK     "rpl.opt.routediscovery.maxrank" Dec & 0x3f "MaxRank" "How far to look.";
    SEARCH_TARGET   "rpl.opt.routediscovery.targetaddr" Ipv6 "Target Address" "Who is looked for.";
    SEARCH_ADDRESS  "rpl.opt.routediscovery.addrvec.addr" Ipv6 "Address" "A node on the way.";
}

/// One option: a single byte of padding, or type, length and body.
pub fn option<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&OPTION);
    let kind = pdu.u8(&TYPE)?;
    match TYPES.get(kind.into()) {
        Some(name) => pdu.label_group(&group, format_args!(" ({name})")),
        None => pdu.label_group(&group, format_args!(" (Unknown {kind})")),
    }
    if kind != 0 {
        let length = usize::from(pdu.u8(&LENGTH)?);
        pdu.within(length, |pdu| body(pdu, kind))?;
    }
    pdu.close(group);
    Ok(())
}

fn body<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8) -> Result<(), Short> {
    match kind {
        1 => {
            let left = pdu.claimed_left();
            pdu.blank(&PADDING, left)?;
        }
        2 => metric(pdu)?,
        3 => {
            pdu.u8(&ROUTE_LENGTH)?;
            pdu.flags::<1>(&ROUTE_FLAGS, &[&ROUTE_PREFERENCE, &ROUTE_RESERVED])?;
            lifetime(pdu, &ROUTE_LIFETIME, "")?;
            short_rest(pdu, &ROUTE_PREFIX)?;
        }
        4 => configuration(pdu)?,
        5 => {
            pdu.blank(&TARGET_FLAGS, 1)?;
            pdu.u8(&TARGET_LENGTH)?;
            short_rest(pdu, &TARGET)?;
        }
        6 => {
            pdu.flags::<1>(&TRANSIT_FLAGS, &[&TRANSIT_EXTERNAL, &TRANSIT_RESERVED])?;
            pdu.u8(&TRANSIT_CONTROL)?;
            pdu.u8(&TRANSIT_SEQUENCE)?;
            pdu.u8(&TRANSIT_LIFETIME)?;
            while pdu.claimed_left() >= 16 {
                pdu.ipv6(&TRANSIT_PARENT)?;
            }
        }
        7 => {
            pdu.u8(&WANTED_INSTANCE)?;
            pdu.flags::<1>(&WANTED_FLAGS, &[&WANTED_V, &WANTED_I, &WANTED_D, &WANTED_RESERVED])?;
            pdu.ipv6(&WANTED_DODAG)?;
            pdu.u8(&WANTED_VERSION)?;
        }
        8 => {
            pdu.u8(&PREFIX_LENGTH)?;
            pdu.flags::<1>(&PREFIX_FLAGS, &[&PREFIX_LINK, &PREFIX_AUTO, &PREFIX_ROUTER, &PREFIX_RESERVED])?;
            lifetime(pdu, &PREFIX_VALID, "")?;
            lifetime(pdu, &PREFIX_PREFERRED, "")?;
            pdu.blank(&RESERVED, 4)?;
            pdu.ipv6(&PREFIX)?;
        }
        9 => drop(pdu.u32(&DESCRIPTOR)?),
        10 => discovery(pdu)?,
        _ => {}
    }
    pdu.all(&DATA);
    Ok(())
}

fn short_rest<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static crate::dissect::field::Field) -> Result<(), Short> {
    let left = pdu.claimed_left().min(16);
    if left > 0 {
        short_address(pdu, field, left)?;
    }
    Ok(())
}

fn metric<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    while pdu.claimed_left() >= 4 {
        pdu.u8(&METRIC_TYPE)?;
        pdu.flags::<2>(
            &METRIC_FLAGS,
            &[&METRIC_RESERVED, &METRIC_P, &METRIC_C, &METRIC_O, &METRIC_R, &METRIC_A, &METRIC_PRECEDENCE],
        )?;
        let length = usize::from(pdu.u8(&METRIC_LENGTH)?);
        pdu.bytes(&DATA, length)?;
    }
    Ok(())
}

fn configuration<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.flags::<1>(&CONFIG_FLAGS, &[&CONFIG_RESERVED, &CONFIG_AUTH, &CONFIG_CONTROL])?;
    for field in [&CONFIG_DOUBLINGS, &CONFIG_MINIMUM, &CONFIG_REDUNDANCY] {
        pdu.u8(field)?;
    }
    for field in [&CONFIG_MAX_RANK, &CONFIG_MIN_HOP, &CONFIG_GOAL] {
        pdu.u16(field)?;
    }
    pdu.u8(&CONFIG_ZERO)?;
    pdu.u8(&CONFIG_LIFETIME)?;
    pdu.u16(&CONFIG_UNIT)?;
    Ok(())
}

/// RFC 6997: addresses come without the bytes that they share.
fn discovery<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&SEARCH_FLAGS);
    let bits = pdu.peeled::<1>()?;
    pdu.bits(&SEARCH_REPLY, bits);
    pdu.bits(&SEARCH_HOPS, bits);
    pdu.bits(&SEARCH_ROUTES, bits);
    let elided = pdu.bits(&SEARCH_ELIDED, bits) as usize;
    pdu.close(group);
    let bits = pdu.peeled::<1>()?;
    pdu.bits(&SEARCH_LIFETIME, bits);
    pdu.bits(&SEARCH_RANK, bits);
    let len = 16 - elided.min(15);
    for field in std::iter::once(&SEARCH_TARGET).chain(std::iter::repeat(&SEARCH_ADDRESS)) {
        if pdu.claimed_left() < len {
            break;
        }
        let bytes = pdu.skip(len)?;
        let mut octets = [0; 16];
        for (octet, byte) in octets.iter_mut().skip(16 - len).zip(bytes) {
            *octet = *byte;
        }
        let address = crate::bytes::Address::Ipv6(octets);
        pdu.read_back(field, len, crate::dissect::record::Value::Address(address));
    }
    Ok(())
}
