//! Option 82: what a relay agent adds about the client it heard (RFC 3046 and those after it).

use crate::dissect::{
    pdu::Pdu,
    protocol::Short,
    protocols::application::{
        dhcp::{
            options::Shape,
            values::{Suboptions, suboptions},
        },
        enterprise,
    },
    sink::Sink,
};

names! {
    SUBOPTIONS:
        0 "Padding", 1 "Agent Circuit ID", 2 "Agent Remote ID", 3 "Reserved", 4 "DOCSIS Device Class",
        5 "Link selection", 6 "Subscriber ID", 7 "RADIUS Attributes", 8 "Authentication",
        9 "Vendor-Specific Information", 10 "Flags", 11 "Server ID Override", 12 "Relay Agent Identifier",
        13 "Access Technology Type", 14 "Access Network Name", 15 "Access Point Name", 16 "Access Point BSSID",
        17 "Access Network Operator ID", 18 "Access Network Operator Realm", 19 "Source Port",
        150 "Link selection (Cisco proprietary)", 151 "VRF name/VPN ID", 152 "Server ID Override (Cisco proprietary)";
}

more_fields! { "dhcp":
    SUBOPTION       "option.agent_information_option.suboption" Named(&SUBOPTIONS) "Option 82 Suboption" "What the relay says.";
    LENGTH          "option.suboption_length" Dec "Length" "Bytes of its value.";
    VALUE           "option.agent_information_option.value" Bytes "Value" "What an unknown suboption holds.";
    CIRCUIT         "option.agent_information_option.agent_circuit_id" Bytes "Agent Circuit ID" "The port that the client is on.";
    REMOTE          "option.agent_information_option.agent_remote_id" Bytes "Agent Remote ID" "The relay, or the client's end of the line.";
    RESERVED        "option.agent_information_option.reserved" Bytes "Reserved" "No longer used.";
    DEVICE_CLASS    "option.agent_information_option.docsis_device_class" Hex(8) "DOCSIS Device Class" "What kind of cable modem it is.";
    LINK            "option.agent_information_option.link_selection" Ipv4 "Link selection" "The subnet that the client is on.";
    SUBSCRIBER      "option.agent_information_option.subscriber_id" Text "Subscriber ID" "Whose line it is.";
    RADIUS          "option.agent_information_option.radius_attributes" Bytes "RADIUS Attributes" "What the authentication server said.";
    AUTHENTICATION  "option.agent_information_option.authentication" Bytes "Authentication" "The relay's signature.";
    VENDOR          "option.agent_information_option.vi.enterprise" Named(&enterprise::NAMES) "Enterprise" "Whose suboptions follow.";
    VENDOR_LENGTH   "option.agent_information_option.vi.data_length" Dec "Data Length" "Bytes of them.";
    FLAGS           "option.agent_information_option.flags" Hex(2) "Flags" "Whether the client's packet was unicast.";
    SERVER          "option.agent_information_option.server_id_override" Ipv4 "Server ID Override" "Where the client should send renewals.";
    RELAY           "option.agent_information_option.relay_agent_id" Bytes "Relay Agent Identifier" "The relay.";
    TECHNOLOGY      "option.agent_information_option.ani_att" Dec "Access Technology Type" "How the client is connected.";
    NETWORK         "option.agent_information_option.ani_network_name" Text "Access Network Name" "The network's name.";
    POINT           "option.agent_information_option.ani_ap_name" Text "Access Point Name" "The access point's name.";
    BSSID           "option.agent_information_option.ani_ap_bssid" Mac "Access Point BSSID" "The access point's address.";
    OPERATOR        "option.agent_information_option.ani_operator_id" Bytes "Access Network Operator ID" "Who runs the network.";
    REALM           "option.agent_information_option.ani_operator_realm" Text "Access Network Operator Realm" "Who runs the network.";
    LINK_CISCO      "option.agent_information_option.link_selection_cisco" Ipv4 "Link selection (Cisco proprietary)" "The subnet that the client is on.";
    VPN             "option.agent_information_option.vrf_name.vpn_id" Bytes "VRF name/VPN ID" "The private network that the client is in.";
    SERVER_CISCO    "option.agent_information_option.server_id_override_cisco" Ipv4 "Server ID Override (Cisco proprietary)" "Where the client should send renewals.";
}

/// All suboptions.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let how = Suboptions { number: &SUBOPTION, length: &LENGTH, value: &VALUE, end: None };
    suboptions(pdu, how, special, shape)
}

fn shape(number: u8) -> Shape {
    match number {
        5 => Shape::Address(&LINK),
        6 => Shape::Text(&SUBSCRIBER),
        10 => Shape::Byte(&FLAGS),
        11 => Shape::Address(&SERVER),
        13 => Shape::Byte(&TECHNOLOGY),
        14 => Shape::Text(&NETWORK),
        15 => Shape::Text(&POINT),
        18 => Shape::Text(&REALM),
        150 => Shape::Address(&LINK_CISCO),
        152 => Shape::Address(&SERVER_CISCO),
        _ => Shape::Opaque,
    }
}

fn special<S: Sink>(pdu: &mut Pdu<'_, S>, number: u8) -> Result<bool, Short> {
    let field = match number {
        1 => &CIRCUIT,
        2 => &REMOTE,
        3 => &RESERVED,
        4 if pdu.claimed_left() == 4 => {
            pdu.u32(&DEVICE_CLASS)?;
            return Ok(true);
        }
        7 => &RADIUS,
        8 => &AUTHENTICATION,
        9 => {
            while pdu.claimed_left() >= 5 {
                pdu.u32(&VENDOR)?;
                let length = pdu.below(|pdu| pdu.u8(&VENDOR_LENGTH))?;
                let length = usize::from(length).min(pdu.claimed_left());
                pdu.bytes(&VALUE, length)?;
            }
            return Ok(true);
        }
        12 => &RELAY,
        16 if pdu.claimed_left() == 6 => {
            pdu.mac(&BSSID)?;
            return Ok(true);
        }
        17 => &OPERATOR,
        151 => &VPN,
        _ => return Ok(false),
    };
    pdu.all(field);
    Ok(true)
}
