//! EDNS: the OPT record, whose class and time to live are flags, and its options.

use super::{BAD_ADDRESS_LENGTH, DEPRECATED_OPTION, Message, Word, addresses::partial, values};
use crate::bytes::ascii::Ascii;
use crate::dissect::{pdu::Pdu, protocol::Short, sink::Sink};

/// The type of the record that carries EDNS.
pub(super) const OPT: u16 = 41;

more_fields! { "dns":
    PAYLOAD_SIZE    "rr.udp_payload_size"  Dec   "UDP payload size" "The longest datagram that the sender takes.";
    PAYLOAD_SIZE_BITS "rr.udp_payload_size" Hex(4) & 0x7fff "UDP payload size" "The same in multicast DNS, which takes a bit of it.";
    EXTENDED_RCODE  "resp.ext_rcode"       Hex(2) "Higher bits in extended RCODE" "What stands in front of the reply code's four bits.";
    VERSION         "resp.edns0_version"   Dec   "EDNS0 version" "Always 0.";
    Z               "resp.z"               Hex(4) "Z" "More flags.";
    DNSSEC_OK       "resp.z.do"            FlagNamed(["Accepts DNSSEC security RRs", "Cannot handle DNSSEC security RRs"]) & 0x8000 "DO bit" "Signatures are welcome.";
    Z_RESERVED      "resp.z.reserved"      Hex(4) & 0x7fff "Reserved" "Always zero.";
    OPTION          "opt"                  Group "Option" "One option.";
    CODE            "opt.code"             Named(&values::OPTIONS) "Option Code" "What it is about.";
    LENGTH          "opt.len"              Dec   "Option Length" "Bytes of what follows.";
    DATA            "opt.data"             Bytes "Option Data" "What is said about it.";
    DAU             "opt.dau"              Named(&values::ALGORITHMS) "DAU" "A signature algorithm that the sender knows.";
    DHU             "opt.dhu"              Named(&values::DIGESTS) "DHU" "A digest that the sender knows.";
    N3U             "opt.n3u"              Named(&values::NSEC3_HASHES) "N3U" "A hash that the sender knows.";
    FAMILY          "opt.client.family"    Named(&values::FAMILIES) "Family" "IPv4 or IPv6.";
    SOURCE_MASK     "opt.client.netmask"   Dec   "Source Netmask" "Bits of the client's network that are told.";
    SCOPE_MASK      "opt.client.scope"     Dec   "Scope Netmask" "Bits for which the answer holds.";
    CLIENT          "opt.client.addr"      Bytes "Client Subnet" "The client's network.";
    CLIENT_IPV4     "opt.client.addr4"     Ipv4  "Client Subnet" "The client's network.";
    CLIENT_IPV6     "opt.client.addr6"     Ipv6  "Client Subnet" "The client's network.";
    CLIENT_COOKIE   "opt.cookie.client"    Bytes "Client Cookie" "By which the client knows the server's answers.";
    SERVER_COOKIE   "opt.cookie.server"    Bytes "Server Cookie" "By which the server knows the client.";
    KEEPALIVE       "opt.edns_tcp_keepalive.timeout" Dec "Timeout" "How long the connection may idle, in tenths of a second.";
    PADDING         "opt.padding"          Bytes "Padding" "Nothing: it hides the length.";
    CHAIN           "opt.chain.fqdn"       Text  "Closest Trust Point" "What the client has checked already.";
    INFO_CODE       "opt.ext_error.info_code" Named(&values::ERRORS) "Info Code" "What went wrong.";
    EXTRA_TEXT      "opt.ext_error.extra_text" Text "Extra Text" "The same in words.";
}

/// What stands where other records have their time to live.
pub(super) fn extended_flags<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u8(&EXTENDED_RCODE)?;
    pdu.u8(&VERSION)?;
    let flags = pdu.word::<2>(&Z)?;
    pdu.below(|pdu| {
        pdu.bits(&DNSSEC_OK, flags);
        pdu.bits(&Z_RESERVED, flags);
    });
    Ok(())
}

/// Reads the options up to the record's end.
pub(super) fn options<S: Sink>(pdu: &mut Pdu<'_, S>, _: Message<'_>) -> Result<(), Short> {
    while pdu.claimed_left() > 0 {
        let group = pdu.open(&OPTION);
        let code = pdu.u16(&CODE)?;
        pdu.label_group(&group, format_args!(": {}", Word(&values::OPTIONS, code.into(), "Unknown")));
        if code == 20730 {
            pdu.below(|pdu| pdu.note(&DEPRECATED_OPTION, 2));
        }
        let len = usize::from(pdu.u16(&LENGTH)?);
        pdu.ahead(0, |pdu| pdu.bytes(&DATA, len))?;
        pdu.within(len, |pdu| option(pdu, code, len))?;
        pdu.close(group);
    }
    Ok(())
}

fn option<S: Sink>(pdu: &mut Pdu<'_, S>, code: u16, len: usize) -> Result<(), Short> {
    match code {
        5..=7 => {
            let field = match code {
                5 => &DAU,
                6 => &DHU,
                _ => &N3U,
            };
            for _ in 0..len {
                pdu.u8(field)?;
            }
        }
        8 | 20730 => client_subnet(pdu, len)?,
        10 => {
            pdu.bytes(&CLIENT_COOKIE, 8)?;
            pdu.bytes(&SERVER_COOKIE, len.saturating_sub(8))?;
        }
        11 if len == 2 => {
            pdu.u16(&KEEPALIVE)?;
        }
        12 => {
            pdu.bytes(&PADDING, len)?;
        }
        13 => {
            let bytes = pdu.skip(len)?;
            pdu.text_back(&CHAIN, len, Ascii(bytes));
        }
        15 => {
            pdu.u16(&INFO_CODE)?;
            let rest = pdu.claimed_left();
            if rest > 0 {
                let bytes = pdu.skip(rest)?;
                pdu.text_back(&EXTRA_TEXT, rest, crate::bytes::text::Text(bytes));
            }
        }
        _ => {}
    }
    Ok(())
}

/// RFC 7871.
fn client_subnet<S: Sink>(pdu: &mut Pdu<'_, S>, len: usize) -> Result<(), Short> {
    let family = pdu.u16(&FAMILY)?;
    pdu.u8(&SOURCE_MASK)?;
    pdu.u8(&SCOPE_MASK)?;
    let address = len.saturating_sub(4);
    if address > 16 {
        pdu.note(&BAD_ADDRESS_LENGTH, 4);
        return Ok(());
    }
    partial(pdu, family, address, [&CLIENT_IPV4, &CLIENT_IPV6, &CLIENT])
}
