//! Options in IPv6's hop-by-hop and destination headers: a kind, a length and a value each.

use crate::dissect::{
    field::{Field, Note, Severity},
    pdu::{Group, Pdu},
    protocol::Short,
    protocols::network::ipv6::mesh,
    sink::Sink,
};

more_fields! { "ipv6":
    OPTION       "opt"               Group "IPv6 Option" "One option.";
    KIND         "opt.type"          HexNamed(2, &KINDS) "Type" "What the option is.";
    ACTION       "opt.type.action"   Named(&ACTIONS) & 0xc0 "Action" "What a host does that does not know it.";
    CHANGE       "opt.type.change"   FlagNamed(["Yes", "No"]) & 0x20 "May Change" "Whether routers may change the value.";
    REST         "opt.type.rest"     Hex(2) & 0x1f "Low-Order Bits" "The rest of the kind.";
    OPTION_LENGTH "opt.length"       Dec "Length" "Bytes of the value.";
    PAD_1        "opt.pad1"          Part "Pad1" "One byte of padding.";
    PAD_N        "opt.padn"          Bytes "PadN" "Padding.";
    TUNNEL_LIMIT "opt.tel"           Dec "Tunnel Encapsulation Limit" "Tunnels that the packet may still enter.";
    ROUTER_ALERT "opt.router_alert"  Named(&ALERTS) "Router Alert" "Why routers should look at the packet.";
    CALIPSO_DOMAIN "opt.calipso.doi" Dec "CALIPSO Domain of Interpretation" "Who says what the labels mean.";
    CALIPSO_LENGTH "opt.calipso.cmpt.length" Dec "Compartment Length" "Four-byte words of the bitmap.";
    CALIPSO_LEVEL  "opt.calipso.sens_level"  Dec "Sensitivity Level" "How secret the packet is.";
    CALIPSO_CHECKSUM "opt.calipso.checksum"  Hex(4) "Checksum" "Over the option.";
    CALIPSO_BITMAP "opt.calipso.cmpt_bitmap" Bytes "Compartment Bitmap" "Whom the packet concerns.";
    DELTA_SCALE_RECEIVED "opt.pdm.scale_dtlr" Dec "Scale DTLR" "Scale of the time since the last packet came.";
    DELTA_SCALE_SENT "opt.pdm.scale_dtls" Dec "Scale DTLS" "Scale of the time since the last packet left.";
    THIS_PACKET  "opt.pdm.psn_this_pkt"  Dec "PSN This Packet" "The packet's number.";
    LAST_PACKET  "opt.pdm.psn_last_recv" Dec "PSN Last Received" "The number of the packet received last.";
    DELTA_RECEIVED "opt.pdm.delta_last_recv" Dec "Delta Time Last Received" "Time since the last packet came.";
    DELTA_SENT   "opt.pdm.delta_last_sent" Dec "Delta Time Last Sent" "Time since the last packet left.";
    FUNCTION     "opt.qs_func"       Named(&FUNCTIONS) & 0xf0 "Function" "Whether a rate is asked for or reported.";
    RATE         "opt.qs_rate"       Named(&RATES) & 0x0f "Rate" "The rate.";
    QUICK_TTL    "opt.qs_ttl"        Dec "QS TTL" "Falls with every router that agrees.";
    QUICK_DIFFERENCE "opt.qs_ttl_diff" Dec "TTL Diff" "Hop limit and QS TTL keep their distance while all agree.";
    QUICK_UNUSED "opt.qs_unused"     Dec "Not Used" "Unused in a report.";
    NONCE        "opt.qs_nonce"      Hex(8) & 0xffff_fffc "QS Nonce" "Proves that no router was passed over.";
    QUICK_RESERVED "opt.qs_reserved" Hex(8) & 0x0000_0003 "Reserved" "Always zero.";
    MTU_LEAST    "opt.pmtu.min"      Dec "Minimum Reported PMTU" "The narrowest link so far.";
    MTU_RETURNED "opt.pmtu.rtn"      Dec "Return Minimum PMTU" "The narrowest link of the other way.";
    MTU_FLAG     "opt.pmtu.r_flag"   FlagNamed(["True", "False"]) "Return Flag" "The receiver should report back.";
    IOAM_RESERVED "opt.ioam.rsv"     Dec "Reserved" "Always zero.";
    IOAM_TYPE    "opt.ioam.opt_type" Named(&IOAM_TYPES) "Option-Type" "What routers write down.";
    JUMBO        "opt.jumbo"         Dec "Payload Length" "Bytes behind the IPv6 header, more than 65,535.";
    HOME_ADDRESS "opt.mipv6.home_address" Ipv6 "MIPv6 Home Address" "The address of a mobile host at home.";
    NONCE_ILNP   "opt.ilnp_nonce"    Bytes "ILNP Nonce" "Protects a change of locators.";
    LINE_LENGTH  "opt.lio.length"    Dec "LineIDLen" "Bytes of the line's name.";
    LINE         "opt.lio.line_id"   Text "Line ID" "The subscriber's line.";
    FORWARDING   "opt.tpf_information" Hex(8) "TPF Information" "How the tunnel's payload goes on.";
    EXPERIMENT   "opt.experimental"  Bytes "Experimental Option" "The value of an experiment.";
    UNREAD       "opt_unknown_data"  Bytes "Unknown Data" "What stands behind the value.";
    UNKNOWN      "opt.unknown"       Bytes "Unknown Option Payload" "The value of an option that is not read here.";
}

names! {
    KINDS:
        0x00 "Pad1", 0x01 "PadN", 0x04 "Tunnel Encapsulation Limit", 0x05 "Router Alert", 0x07 "CALIPSO",
        0x08 "SMF_DPD", 0x0f "Performance and Diagnostic Metrics", 0x1e "Experimental (0x1E)", 0x26 "Quick-Start",
        0x30 "Path MTU Option", 0x31 "IOAM Option", 0x3e "Experimental (0x3E)",
        0x41 "Tunnel Payload Forwarding (TPF) Information", 0x5e "Experimental (0x5E)", 0x63 "RPL Option",
        0x6d "MPL Option", 0x7e "Experimental (0x7E)", 0x8a "Endpoint Identification", 0x8b "ILNP Nonce",
        0x8c "Line-Identification Option", 0x9e "Experimental (0x9E)", 0xbe "Experimental (0xBE)", 0xc2 "Jumbo Payload",
        0xc9 "Home Address", 0xde "Experimental (0xDE)", 0xee "IP_DFF", 0xfe "Experimental (0xFE)";
    ACTIONS:
        0 "Skip and continue", 1 "Discard", 2 "Discard and send ICMP Parameter Problem",
        3 "Discard and send ICMP if not multicast";
    ALERTS:
        0 "MLD", 1 "RSVP", 2 "Active Network";
    FUNCTIONS:
        0 "Rate request", 8 "Rate report";
    /// Rates that a Quick-Start option names, here and in IPv4.
    pub RATES:
        0 "0 bit/s", 1 "80 Kbit/s", 2 "160 Kbit/s", 3 "320 Kbit/s", 4 "640 Kbit/s", 5 "1.28 Mbit/s", 6 "2.56 Mbit/s",
        7 "5.12 Mbit/s", 8 "10.24 Mbit/s", 9 "20.48 Mbit/s", 10 "40.96 Mbit/s", 11 "81.92 Mbit/s", 12 "163.84 Mbit/s",
        13 "327.68 Mbit/s", 14 "655.36 Mbit/s", 15 "1.31072 Gbit/s";
    IOAM_TYPES:
        0 "Pre-allocated Trace", 1 "Incremental Trace", 2 "Proof of Transit", 3 "Edge to Edge";
}

pub(super) static JUMBO_PROHIBITED: Note = Note {
    key: "ipv6.opt.jumbo.prohibited",
    severity: Severity::Warning,
    text: "When IPv6 payload length does not equal 0 a Jumbo Payload option must not be present",
};

const PAD: u8 = 0;
const JUMBO_PAYLOAD: u8 = 0xc2;

/// Reads the rest of a header of options, whose length and byte count have these fields.
pub(super) fn header<S: Sink>(pdu: &mut Pdu<'_, S>, [length, bytes]: [&'static Field; 2]) -> Result<(), Short> {
    let units = pdu.u8(length)?;
    let total = (usize::from(units) + 1) * 8;
    pdu.computed(bytes, total as u64);
    pdu.label(format_args!("{total} bytes"));
    pdu.within(total - 2, |pdu| {
        while pdu.claimed_left() > 0 {
            option(pdu)?;
        }
        Ok(())
    })
}

/// The value of a Jumbo Payload option in the hop-by-hop header that `bytes` begin with.
pub(super) fn jumbo(bytes: &[u8]) -> Option<usize> {
    let total = (usize::from(*bytes.get(1)?) + 1) * 8;
    let mut rest = bytes.get(2..total.min(bytes.len()))?;
    // Each turn is at least one byte nearer to the end.
    while let Some((&kind, tail)) = rest.split_first() {
        if kind == PAD {
            rest = tail;
            continue;
        }
        let (&len, value) = tail.split_first()?;
        if kind == JUMBO_PAYLOAD {
            return value.first_chunk().map(|bytes| u32::from_be_bytes(*bytes) as usize);
        }
        rest = value.get(usize::from(len)..)?;
    }
    None
}

fn option<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&OPTION);
    let kind = pdu.peek(0).unwrap_or_default();
    match KINDS.get(kind.into()) {
        Some(_) if (0x1e..=0xfe).contains(&kind) && kind & 0x1f == 0x1e => {
            pdu.title_group(&group, format_args!("Experimental (0x{kind:02X})"))
        }
        Some(name) => pdu.title_group(&group, format_args!("{name}")),
        None => pdu.title_group(&group, format_args!("Unknown IPv6 Option ({kind})")),
    }
    let result = body(pdu, &group);
    pdu.close(group);
    result
}

fn body<S: Sink>(pdu: &mut Pdu<'_, S>, group: &Group) -> Result<(), Short> {
    let word = pdu.word::<1>(&KIND)?;
    let kind = word.value as u8;
    if kind == PAD {
        pdu.part(&PAD_1, pdu.done().saturating_sub(1), pdu.done());
        return Ok(());
    }
    pdu.below(|pdu| {
        pdu.bits(&ACTION, word);
        pdu.bits(&CHANGE, word);
        pdu.bits(&REST, word);
    });
    let len = usize::from(pdu.u8(&OPTION_LENGTH)?);
    pdu.within(len, |pdu| {
        value(pdu, kind, len, group)?;
        pdu.all(&UNREAD);
        Ok(())
    })
}

fn value<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, len: usize, group: &Group) -> Result<(), Short> {
    match kind {
        0x01 => {
            pdu.bytes(&PAD_N, len)?;
        }
        0x04 => {
            pdu.u8(&TUNNEL_LIMIT)?;
        }
        0x05 => {
            pdu.u16(&ROUTER_ALERT)?;
        }
        0x07 => calipso(pdu)?,
        0x08 => mesh::duplicates(pdu)?,
        0x0f => performance(pdu)?,
        0x26 => quick_start(pdu, group)?,
        0x30 => path_mtu(pdu)?,
        0x31 => {
            pdu.u8(&IOAM_RESERVED)?;
            pdu.u8(&IOAM_TYPE)?;
        }
        0x41 => {
            pdu.u32(&FORWARDING)?;
        }
        0x63 => mesh::rpl(pdu)?,
        0x6d => mesh::multicast(pdu)?,
        0x8b => {
            pdu.bytes(&NONCE_ILNP, len)?;
        }
        0x8c => {
            let len = pdu.u8(&LINE_LENGTH)?;
            pdu.bytes(&LINE, len.into())?;
        }
        JUMBO_PAYLOAD => {
            pdu.u32(&JUMBO)?;
        }
        0xc9 => {
            let (home, destination) = (pdu.ipv6(&HOME_ADDRESS)?, pdu.context.destination);
            pdu.addresses(home, destination);
        }
        0xee => mesh::depth_first(pdu)?,
        _ if kind & 0x1f == 0x1e => {
            pdu.bytes(&EXPERIMENT, len)?;
        }
        _ => {
            pdu.bytes(&UNKNOWN, len)?;
        }
    }
    Ok(())
}

/// RFC 5570: how secret the packet is.
fn calipso<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u32(&CALIPSO_DOMAIN)?;
    let words = pdu.u8(&CALIPSO_LENGTH)?;
    pdu.u8(&CALIPSO_LEVEL)?;
    pdu.u16(&CALIPSO_CHECKSUM)?;
    if words > 0 {
        pdu.bytes(&CALIPSO_BITMAP, usize::from(words) * 4)?;
    }
    Ok(())
}

/// RFC 8250: how long packets and their answers took.
fn performance<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u8(&DELTA_SCALE_RECEIVED)?;
    pdu.u8(&DELTA_SCALE_SENT)?;
    for field in [&THIS_PACKET, &LAST_PACKET, &DELTA_RECEIVED, &DELTA_SENT] {
        pdu.u16(field)?;
    }
    Ok(())
}

/// RFC 4782: asks the routers for a rate to start with.
fn quick_start<S: Sink>(pdu: &mut Pdu<'_, S>, group: &Group) -> Result<(), Short> {
    let first = pdu.peeled::<1>()?;
    let function = pdu.bits(&FUNCTION, first);
    if !matches!(function, 0 | 8) {
        return Ok(());
    }
    let rate = RATES.or_unknown(pdu.bits(&RATE, first));
    pdu.label_group(group, format_args!(", {rate}"));
    if function == 0 {
        let ttl = pdu.u8(&QUICK_TTL)?;
        let difference = pdu.context.hops.wrapping_sub(ttl);
        pdu.computed(&QUICK_DIFFERENCE, difference.into());
        pdu.label_group(group, format_args!(", QS TTL {ttl}, QS TTL diff {difference}"));
    } else {
        pdu.u8(&QUICK_UNUSED)?;
    }
    let nonce = pdu.peeled::<4>()?;
    pdu.bits(&NONCE, nonce);
    pdu.bits(&QUICK_RESERVED, nonce);
    Ok(())
}

/// RFC 9268: the narrowest link of the way. The last bit of the second number is a flag.
fn path_mtu<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u16(&MTU_LEAST)?;
    let returned = pdu.peeled::<2>()?;
    pdu.bits(&MTU_RETURNED, returned.with(returned.value & !1));
    pdu.bits(&MTU_FLAG, returned.with(returned.value & 1));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::jumbo;

    #[test]
    fn a_jumbo_option_is_found_behind_padding() {
        assert_eq!(jumbo(&[6, 0, 0xc2, 4, 0, 1, 0, 0]), Some(65_536));
        assert_eq!(jumbo(&[6, 1, 0, 1, 1, 0, 0, 0, 0xc2, 4, 0, 2, 0, 0, 0, 0]), Some(131_072));
        assert_eq!(jumbo(&[6, 0, 5, 2, 0, 0, 0, 0]), None);
        assert_eq!(jumbo(&[6, 0, 0xc2, 4, 0, 1]), None);
    }
}
