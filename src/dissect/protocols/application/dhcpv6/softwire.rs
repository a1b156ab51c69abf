//! Options for IPv4 carried over IPv6 networks (RFC 7598, RFC 8026).

use crate::dissect::{
    pdu::Pdu,
    protocol::Short,
    protocols::application::dhcpv6::{names, options::prefix},
    sink::Sink,
};

const TRUTH: [&str; 2] = ["True", "False"];

more_fields! { "dhcpv6":
    RULE_FLAGS      "s46_rule.flags" Hex(2) "Flags" "What the rule is for.";
    RULE_RESERVED   "s46_rule.flags.reserved" FlagNamed(TRUTH) & 0xfe "Reserved" "Always zero.";
    RULE_FORWARDING "s46_rule.flags.fmr" FlagNamed(TRUTH) & 0x01 "Forwarding Mapping Rule" "It is for packets to other customers as well.";
    RULE_BITS       "s46_rule.ea_len" Dec "EA-bit length" "Bits of the IPv6 prefix that hold the customer's IPv4 address.";
    RULE_IPV4_LENGTH "s46_rule.ipv4_pref_len" Dec "IPv4 prefix length" "Bits of the IPv4 prefix.";
    RULE_IPV4       "s46_rule.ipv4_prefix" Ipv4 "IPv4 prefix" "What all customers' IPv4 addresses begin with.";
    RULE_IPV6_LENGTH "s46_rule.ipv6_prefix_len" Dec "IPv6 prefix length" "Bits of the IPv6 prefix.";
    RULE_IPV6       "s46_rule.ipv6_prefix" Ipv6 "IPv6 prefix" "What all customers' IPv6 prefixes begin with.";
    BORDER          "s46_br.address" Ipv6 "BR address" "Where IPv4 packets leave the network.";
    DEFAULT_LENGTH  "s46_dmr.dmr_pref_len" Dec "IPv6 prefix length" "Bits of the prefix.";
    DEFAULT         "s46_dmr.dmr_prefix" Ipv6 "IPv6 prefix" "What all other IPv4 addresses are mapped to.";
    BOUND_IPV4      "s46_v4v6bind.ipv4_address" Ipv4 "IPv4 Address" "The customer's IPv4 address.";
    BOUND_LENGTH    "s46_v4v6bind.ipv6_pref_len" Dec "IPv6 prefix length" "Bits of the prefix.";
    BOUND_IPV6      "s46_v4v6bind.ipv6_prefix" Ipv6 "IPv6 prefix" "The customer's IPv6 prefix.";
    PORT_OFFSET     "s46_portparam.offset" Dec "Offset" "Bits before the port set's number.";
    PORT_LENGTH     "s46_portparam.psid_len" Dec "PSID length" "Bits of the port set's number.";
    PORT_SET        "s46_portparam.psid" Dec "PSID" "Which of an address's ports are the customer's.";
    PRIORITY        "option_code" HexNamed(4, &names::SOFTWIRES) "S46 Option code" "A way of carrying IPv4, the best one first.";
}

/// What option `code` holds.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, code: u16) -> Result<(), Short> {
    let length = pdu.claimed_left();
    match code {
        89 if length >= 8 => {
            pdu.flags::<1>(&RULE_FLAGS, &[&RULE_RESERVED, &RULE_FORWARDING])?;
            pdu.u8(&RULE_BITS)?;
            pdu.u8(&RULE_IPV4_LENGTH)?;
            pdu.ipv4(&RULE_IPV4)?;
            prefix(pdu, &RULE_IPV6_LENGTH, &RULE_IPV6)?;
        }
        90 if length == 16 => drop(pdu.ipv6(&BORDER)?),
        91 if length >= 1 => prefix(pdu, &DEFAULT_LENGTH, &DEFAULT)?,
        92 if length >= 5 => {
            pdu.ipv4(&BOUND_IPV4)?;
            prefix(pdu, &BOUND_LENGTH, &BOUND_IPV6)?;
        }
        93 if length == 4 => {
            pdu.u8(&PORT_OFFSET)?;
            let bits = pdu.u8(&PORT_LENGTH)?;
            let set = pdu.peeled::<2>()?.value;
            // Only the first bits of the word count.
            let value = set >> 16u8.saturating_sub(bits);
            pdu.read_back(&PORT_SET, 2, crate::dissect::record::Value::Number(value));
        }
        111 => {
            while pdu.claimed_left() >= 2 {
                pdu.u16(&PRIORITY)?;
            }
        }
        _ => {}
    }
    Ok(())
}
