//! Options that two servers who stand in for each other exchange (RFC 8156).

use crate::dissect::{pdu::Pdu, protocol::Short, protocols::application::dhcpv6::names, sink::Sink};

const TRUTH: [&str; 2] = ["True", "False"];

more_fields! { "dhcpv6":
    BINDING         "failover.binding_status" Named(&names::BINDINGS) "Failover Binding Status" "The lease's state.";
    CONNECT_FLAGS   "failover.connect.flags" Hex(4) "Flags" "How prefixes are delegated.";
    CONNECT_RESERVED "failover.connect.flags.reserved" FlagNamed(TRUTH) & 0xfffe "Reserved" "Always zero.";
    CONNECT_FIXED   "failover.connect.flags.f" FlagNamed(TRUTH) & 0x0001 "Fixed PD Length (F)" "Delegated prefixes are all of one length.";
    HOST            "failover.dns_hostname" Text "DNS Hostname" "The client's name.";
    ZONE            "failover.dns_zonename" Text "DNS Zone Name" "The zone that it is entered in.";
    DNS_FLAGS       "failover.dns.flags" Hex(4) "Flags" "What was entered into DNS.";
    DNS_RESERVED    "failover.dns.flags.reserved" FlagNamed(TRUTH) & 0xfff0 "Reserved" "Always zero.";
    DNS_REQUESTED   "failover.dns.flags.u" FlagNamed(TRUTH) & 0x0008 "Using Requested FQDN (U)" "The name that the client asked for.";
    DNS_MADE        "failover.dns.flags.s" FlagNamed(TRUTH) & 0x0004 "Synthesized Name (S)" "A name that the server made.";
    DNS_REVERSE     "failover.dns.flags.r" FlagNamed(TRUTH) & 0x0002 "Rev Uptodate (R)" "The reverse entry is done.";
    DNS_FORWARD     "failover.dns.flags.f" FlagNamed(TRUTH) & 0x0001 "Fwd Uptodate (F)" "The address is entered.";
    EXPIRATION      "failover.expiration_time" Dec "Expiration Time" "When the lease ends.";
    UNACKNOWLEDGED  "failover.max_unacked_bndupd" Dec "Max number of unacked BNDUPD messages" "How many updates may be under way.";
    LEAD_TIME       "failover.mclt" Dec "Maximum Client Lead Time (MCLT)" "How far a lease may run ahead of what the partner knows.";
    PARTNER         "failover.partner_lifetime" Dec "Partner Lifetime" "When the partner may take the lease as ended.";
    PARTNER_SENT    "failover.partner_lifetime_sent" Dec "Partner Lifetime Sent" "The same, as last sent.";
    PARTNER_DOWN    "failover.partner_down_time" Dec "Partner Down Time" "Since when the partner is down.";
    PARTNER_CLIENT  "failover.partner_raw_clt_time" Dec "Partner Raw Client Time" "When the partner last heard of the client.";
    MAJOR           "failover.protocol.major_version" Dec "Protocol Major Version" "The version spoken.";
    MINOR           "failover.protocol.minor_version" Dec "Protocol Minor Version" "The version spoken.";
    KEEPALIVE       "failover.keepalive_time" Dec "Keepalive Time" "Seconds of silence after which the partner is down.";
    RECONFIGURE_TIME "failover.reconfigure_time" Dec "Reconfigure Time" "When the reconfigure key was made.";
    RECONFIGURE_KEY "failover.reconfigure_key" Bytes "Reconfigure Key" "What the client checks reconfigurations with.";
    RELATIONSHIP    "failover.relationship_name" Text "Relationship Name" "What the two servers share.";
    SERVER_FLAGS    "failover.server.flags" Hex(2) "Flags" "How the server is doing.";
    SERVER_RESERVED "failover.server.flags.reserved" FlagNamed(TRUTH) & 0xf8 "Reserved" "Always zero.";
    SERVER_ACK      "failover.server.flags.a" FlagNamed(TRUTH) & 0x04 "Ack Startup (A)" "It knows that the partner starts up.";
    SERVER_STARTUP  "failover.server.flags.s" FlagNamed(TRUTH) & 0x02 "Startup (S)" "It starts up.";
    SERVER_TALKED   "failover.server.flags.c" FlagNamed(TRUTH) & 0x01 "Communicated (C)" "The two have talked before.";
    SERVER_STATE    "failover.server_state" Named(&names::SERVER_STATES) "Server State" "What it is doing.";
    STATE_START     "failover.start_time_of_state" Dec "Start Time of State" "Since when.";
    STATE_END       "failover.state_expiration_time" Dec "State Expiration Time" "Until when.";
}

/// What option `code` holds.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, code: u16) -> Result<(), Short> {
    let length = pdu.claimed_left();
    match code {
        114 if length == 1 => drop(pdu.u8(&BINDING)?),
        115 if length == 2 => drop(pdu.flags::<2>(&CONNECT_FLAGS, &[&CONNECT_RESERVED, &CONNECT_FIXED])?),
        117 => drop(pdu.all(&HOST)),
        118 => drop(pdu.all(&ZONE)),
        119 if length == 2 => {
            pdu.flags::<2>(&DNS_FLAGS, &[&DNS_RESERVED, &DNS_REQUESTED, &DNS_MADE, &DNS_REVERSE, &DNS_FORWARD])?;
        }
        120..=126 | 128 | 133 | 134 if length == 4 => {
            pdu.u32(match code {
                120 => &EXPIRATION,
                121 => &UNACKNOWLEDGED,
                122 => &LEAD_TIME,
                123 => &PARTNER,
                124 => &PARTNER_SENT,
                125 => &PARTNER_DOWN,
                126 => &PARTNER_CLIENT,
                128 => &KEEPALIVE,
                133 => &STATE_START,
                _ => &STATE_END,
            })?;
        }
        127 if length == 4 => {
            pdu.u16(&MAJOR)?;
            pdu.u16(&MINOR)?;
        }
        129 if length > 4 => {
            pdu.u32(&RECONFIGURE_TIME)?;
            pdu.all(&RECONFIGURE_KEY);
        }
        130 => drop(pdu.all(&RELATIONSHIP)),
        131 if length == 1 => {
            pdu.flags::<1>(&SERVER_FLAGS, &[&SERVER_RESERVED, &SERVER_ACK, &SERVER_STARTUP, &SERVER_TALKED])?;
        }
        132 if length == 1 => drop(pdu.u8(&SERVER_STATE)?),
        _ => {}
    }
    Ok(())
}
