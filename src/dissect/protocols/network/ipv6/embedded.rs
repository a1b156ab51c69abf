//! What IPv6 addresses hold of other addresses: a MAC, an IPv4 address, a tunnel's ends.

use crate::{
    bytes::Address,
    dissect::{field::Field, pdu::Pdu, sink::Sink},
};

more_fields! { "ipv6":
    SOURCE_SLAAC      "src_slaac_mac"     Mac  "Source SLAAC MAC" "The MAC that the sender made its address from.";
    SOURCE_ISATAP     "src_isatap_ipv4"   Ipv4 "Source ISATAP IPv4" "The sender's address in its site's tunnel.";
    SOURCE_GATEWAY    "src_6to4_gw_ipv4"  Ipv4 "Source 6to4 Gateway IPv4" "The 6to4 router of the sender's network.";
    SOURCE_SLA        "src_6to4_sla_id"   Dec  "Source 6to4 SLA ID" "The sender's network behind that router.";
    SOURCE_TEREDO     "src_ts_ipv4"       Ipv4 "Source Teredo Server IPv4" "The sender's Teredo server.";
    SOURCE_PORT       "src_tc_port"       Dec  "Source Teredo Port" "The sender's UDP port behind its translator.";
    SOURCE_CLIENT     "src_tc_ipv4"       Ipv4 "Source Teredo Client IPv4" "The sender's translator.";
    SOURCE_EMBEDDED   "src_embed_ipv4"    Ipv4 "Source Embedded IPv4" "The IPv4 host that the sender stands for.";
    TARGET_SLAAC      "dst_slaac_mac"     Mac  "Destination SLAAC MAC" "The MAC that the receiver made its address from.";
    TARGET_ISATAP     "dst_isatap_ipv4"   Ipv4 "Destination ISATAP IPv4" "The receiver's address in its site's tunnel.";
    TARGET_GATEWAY    "dst_6to4_gw_ipv4"  Ipv4 "Destination 6to4 Gateway IPv4" "The 6to4 router of the receiver's network.";
    TARGET_SLA        "dst_6to4_sla_id"   Dec  "Destination 6to4 SLA ID" "The receiver's network behind that router.";
    TARGET_TEREDO     "dst_ts_ipv4"       Ipv4 "Destination Teredo Server IPv4" "The receiver's Teredo server.";
    TARGET_PORT       "dst_tc_port"       Dec  "Destination Teredo Port" "The receiver's UDP port behind its translator.";
    TARGET_CLIENT     "dst_tc_ipv4"       Ipv4 "Destination Teredo Client IPv4" "The receiver's translator.";
    TARGET_EMBEDDED   "dst_embed_ipv4"    Ipv4 "Destination Embedded IPv4" "The IPv4 host that the receiver stands for.";
    SLAAC      "slaac_mac"    Either(&[&SOURCE_SLAAC, &TARGET_SLAAC]) "SLAAC MAC" "The MAC that either end made its address from.";
    ISATAP     "isatap_ipv4"  Either(&[&SOURCE_ISATAP, &TARGET_ISATAP]) "ISATAP IPv4" "Either end's address in its site's tunnel.";
    GATEWAY    "6to4_gw_ipv4" Either(&[&SOURCE_GATEWAY, &TARGET_GATEWAY]) "6to4 Gateway IPv4" "The 6to4 router of either end.";
    SLA        "6to4_sla_id"  Either(&[&SOURCE_SLA, &TARGET_SLA]) "6to4 SLA ID" "Either end's network behind its router.";
    TEREDO     "ts_ipv4"      Either(&[&SOURCE_TEREDO, &TARGET_TEREDO]) "Teredo Server IPv4" "Either end's Teredo server.";
    PORT       "tc_port"      Either(&[&SOURCE_PORT, &TARGET_PORT]) "Teredo Port" "Either end's UDP port behind its translator.";
    CLIENT     "tc_ipv4"      Either(&[&SOURCE_CLIENT, &TARGET_CLIENT]) "Teredo Client IPv4" "Either end's translator.";
    EMBEDDED   "embed_ipv4"   Either(&[&SOURCE_EMBEDDED, &TARGET_EMBEDDED]) "Embedded IPv4" "The IPv4 host that either end stands for.";
}

/// The fields of one end.
struct End {
    slaac: &'static Field,
    isatap: &'static Field,
    gateway: &'static Field,
    sla: &'static Field,
    teredo: &'static Field,
    port: &'static Field,
    client: &'static Field,
    embedded: &'static Field,
}

static SOURCE_FIELDS: End = End {
    slaac: &SOURCE_SLAAC,
    isatap: &SOURCE_ISATAP,
    gateway: &SOURCE_GATEWAY,
    sla: &SOURCE_SLA,
    teredo: &SOURCE_TEREDO,
    port: &SOURCE_PORT,
    client: &SOURCE_CLIENT,
    embedded: &SOURCE_EMBEDDED,
};
static TARGET_FIELDS: End = End {
    slaac: &TARGET_SLAAC,
    isatap: &TARGET_ISATAP,
    gateway: &TARGET_GATEWAY,
    sla: &TARGET_SLA,
    teredo: &TARGET_TEREDO,
    port: &TARGET_PORT,
    client: &TARGET_CLIENT,
    embedded: &TARGET_EMBEDDED,
};

/// Shows what both addresses hold; nothing in pass one.
#[inline(always)]
pub(super) fn both<S: Sink>(pdu: &mut Pdu<'_, S>, source: Address, destination: Address) {
    if S::RECORDS {
        one(pdu, source, &SOURCE_FIELDS);
        one(pdu, destination, &TARGET_FIELDS);
    }
}

fn one<S: Sink>(pdu: &mut Pdu<'_, S>, address: Address, fields: &End) {
    let Address::Ipv6([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]) = address else { return };
    match [a, b, c, d, e, f, g, h] {
        [0x20, 0x02, ..] => {
            pdu.computed_address(fields.gateway, Address::Ipv4([c, d, e, f]));
            pdu.computed(fields.sla, u16::from_be_bytes([g, h]).into());
        }
        [0x20, 0x01, 0, 0, ..] => {
            pdu.computed_address(fields.teredo, Address::Ipv4([e, f, g, h]));
            pdu.computed(fields.port, (!u16::from_be_bytes([k, l])).into());
            pdu.computed_address(fields.client, Address::Ipv4([!m, !n, !o, !p]));
        }
        [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0] if [i, j, k, l] == [0; 4] => {
            pdu.computed_address(fields.embedded, Address::Ipv4([m, n, o, p]));
        }
        _ => {}
    }
    match [i, j, k, l] {
        _ if a == 0xff => {}
        [.., 0xff] if m == 0xfe => pdu.computed_address(fields.slaac, Address::Mac([i ^ 2, j, k, n, o, p])),
        [0x00 | 0x02, 0x00, 0x5e, 0xfe] => pdu.computed_address(fields.isatap, Address::Ipv4([m, n, o, p])),
        _ => {}
    }
}
