//! The walk over DHCP's options, and those that have a form of their own.

use std::fmt;

use crate::{
    bytes::{Address, labels::Labels},
    dissect::{
        field::{Note, Severity},
        pdu::{Group, Pdu},
        protocol::Short,
        protocols::application::dhcp::{
            FILE_AREA, Found, MESSAGES, NAME_AREA, agent, client, options, options::Shape, values, vendor,
        },
        record::Value,
        sink::Sink,
    },
};

names! {
    OVERLOADS:
        1 "Boot file name holds options", 2 "Server host name holds options",
        3 "Boot file and server host names hold options";
    AUTHENTICATIONS: 0 "configuration token", 1 "delayed authentication";
    DELAY_ALGORITHMS: 1 "HMAC_MD5";
    DETECTIONS: 0 "Monotonically-increasing counter";
    NAME_SERVICES:
        0 "Local naming information (e.g., an /etc/hosts file on a UNIX machine)", 6 "Domain Name Server Option",
        41 "Network Information Servers Option", 44 "NetBIOS over TCP/IP Name Server Option",
        65 "Network Information Service+ Servers Option";
    SIP_ENCODINGS: 0 "Fully Qualified Domain Name", 1 "IPv4 Address";
    PREFERENCES: 0 "Medium", 1 "High", 2 "Reserved", 3 "Low";
    STATUSES: 0 "Success", 1 "UpsecFail", 2 "QueryTerminated", 3 "MalformedQuery", 4 "NotAllowed";
    AGENTS: 0 "Dynamic Discovery", 1 "Static Discovery", 128 "Backwards compatibility";
    SCOPES: 0 "Preferred Scope", 1 "Mandatory Scope";
}

more_fields! { "dhcp":
    OPTION          "option.type"    Dec   "Option"  "Which option it is.";
    LENGTH          "option.length"  Dec   "Length"  "Bytes of its value.";
    PADDING         "option.padding" Bytes "Padding" "Bytes that fill the message up.";
    END             "option.end"     Dec   "Option End" "Nothing follows.";
    OVERLOAD        "option.option_overload" Named(&OVERLOADS) "Option Overload" "Where further options lie.";
    IN_NAME         "option.option_overload.sname" Group "Server host name option overload" "Options where the server's name would be.";
    IN_FILE         "option.option_overload.file" Group "Boot file name option overload" "Options where the boot file's name would be.";
    MESSAGE         "option.dhcp"    Named(&MESSAGES) "DHCP" "What kind of message it is.";
    REQUESTED       "option.request_list_item" Dec "Parameter Request List Item" "An option that the client would like to have.";
    AGENT_KIND      "option.slp_directory_agent.value" Named(&AGENTS) "Value" "How the agents are to be found.";
    AGENT           "option.slp_directory_agent.slpda_address" Ipv4 "IP Address" "A service location agent.";
    SCOPE_KIND      "option.slp_service_scope.value" Named(&SCOPES) "Value" "Whether others may be used.";
    SCOPE           "option.slp_service_scope.string" Text "SLP Service Scope" "The scopes to use.";
    PROTOCOL_USED   "option.dhcp_authentication.protocol" Named(&AUTHENTICATIONS) "Protocol" "How the message is authenticated.";
    DELAY_ALGORITHM "option.dhcp_authentication.alg_delay" Named(&DELAY_ALGORITHMS) "Delay Algorithm" "The algorithm of delayed authentication.";
    ALGORITHM       "option.dhcp_authentication.algorithm" Dec "Algorithm" "The algorithm.";
    DETECTION       "option.dhcp_authentication.rdm" Named(&DETECTIONS) "Replay Detection Method" "What tells a replay.";
    REPLAY          "option.dhcp_authentication.rdm_replay_detection" Hex(16) "RDM Replay Detection Value" "It must grow from message to message.";
    SECRET          "option.dhcp_authentication.secret_id" Hex(8) "Secret ID" "Which key it is made with.";
    HASH            "option.dhcp_authentication.hmac_md5_hash" Bytes "HMAC MD5 Hash" "The authentication of the message.";
    INFORMATION     "option.dhcp_authentication.information" Text "Authentication Information" "What the algorithm needs.";
    NAME_SERVICE    "option.dhcp_name_service_search_option" Dec "Name Service" "A service to look names up with, the first one first.";
    SEARCH_DOMAIN   "option.dhcp_dns_domain_search_list_fqdn" Text "FQDN" "A domain to look for short names in.";
    SIP_ENCODING    "option.sip_server.encoding" Named(&SIP_ENCODINGS) "SIP Server Encoding" "How the servers are named.";
    SIP_NAME        "option.sip_server.name" Text "SIP Server Name" "A telephony server.";
    SIP_ADDRESS     "option.sip_server.address" Ipv4 "SIP Server Address" "A telephony server.";
    ROUTE           "option.classless_static_route" Bytes "Classless Static Route" "A destination and the router towards it.";
    DNS_PREFERENCE  "option.rdnss.preference" Named(&PREFERENCES) & 0x03 "Preference" "How good these name servers are.";
    DNS_PRIMARY     "option.rdnss.primary_dns" Ipv4 "Primary DNS" "The name server to ask first.";
    DNS_SECONDARY   "option.rdnss.secondary_dns" Ipv4 "Secondary DNS" "The name server to ask next.";
    DNS_DOMAINS     "option.rdnss.domain" Text "Domains and networks" "What they are to be asked about.";
    STATUS          "option.bulk_lease.status_code" Named(&STATUSES) "Status Code" "What became of the query.";
    STATUS_MESSAGE  "option.bulk_lease.status_code_message" Text "Status Code Message" "The same in words.";
    PCP_LENGTH      "option.pcp.list_length" Dec "List-Length" "Bytes of the list.";
    PCP_SERVER      "option.pcp.server" Ipv4 "PCP Server" "A server that opens ports.";
    PORT_OFFSET     "option.portparams.offset" Dec "Offset" "Bits before the port set's number.";
    PORT_LENGTH     "option.portparams.psid_length" Dec "PSID-Length" "Bits of the port set's number.";
    PORT_SET        "option.portparams.psid" Bytes "PSID" "The port set's number.";
    SIX_MASK        "option.6RD.ipv4_mask_len" Dec "6RD IPv4 Mask Length" "Bits of the IPv4 address that all clients share.";
    SIX_LENGTH      "option.6RD.prefix_len" Dec "6RD Prefix Length" "Bits of the prefix that count.";
    SIX_PREFIX      "option.6RD.prefix" Ipv6 "6RD Prefix" "What IPv6 addresses are made from.";
    SIX_RELAY       "option.6RD.border_relay_ip" Ipv4 "Border Relay IP" "Where IPv6 packets go.";
}

static INVALID_SERVICE: Note =
    Note { key: "dhcp.option.dhcp_name_service.invalid", severity: Severity::Error, text: "Invalid Name Service" };

/// All options at the place reached; whether an end option closed them.
pub fn options<S: Sink>(pdu: &mut Pdu<'_, S>, found: &Found<'_>) -> Result<bool, Short> {
    while pdu.claimed_left() > 0 {
        let code = pdu.peek(0).unwrap_or_default();
        match code {
            0 => padding(pdu)?,
            255 => {
                end(pdu)?;
                if pdu.left() > 0 {
                    pdu.all(&PADDING);
                }
                return Ok(true);
            }
            _ => option(pdu, found)?,
        }
    }
    Ok(false)
}

fn padding<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let length = pdu.rest().iter().take_while(|byte| **byte == 0).count();
    let (_, group) = pdu.open_u8(&OPTION)?;
    pdu.label(format_args!("(0) Padding"));
    pdu.skip(length - 1)?;
    let done = pdu.done();
    pdu.part(&PADDING, done - length, done);
    pdu.close(group);
    Ok(())
}

/// tshark gives the end option's type as 0, and so do we.
fn end<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.skip(1)?;
    pdu.read_back(&OPTION, 1, Value::Number(0));
    pdu.label(format_args!("(255) End"));
    pdu.below(|pdu| pdu.read_back(&END, 1, Value::Number(255)));
    Ok(())
}

fn option<S: Sink>(pdu: &mut Pdu<'_, S>, found: &Found<'_>) -> Result<(), Short> {
    let (code, group) = pdu.open_u8(&OPTION)?;
    pdu.label(format_args!("({code}) {}", options::NAMES.or_unknown(code.into())));
    let length = usize::from(pdu.u8(&LENGTH)?);
    // A value that is cut off is not read in part: all of it, or an error.
    pdu.ahead(length, |_| Ok(()))?;
    pdu.within(length, |pdu| value(pdu, code, found, &group))?;
    pdu.close(group);
    Ok(())
}

fn value<S: Sink>(pdu: &mut Pdu<'_, S>, code: u8, found: &Found<'_>, group: &Group) -> Result<(), Short> {
    let shape = options::shape(code);
    let (start, length) = (pdu.done(), pdu.left());
    let fits = match shape {
        Shape::Opaque => {
            pdu.skip(length)?;
            true
        }
        Shape::Special => special(pdu, code, found, group)?,
        _ => values::read(pdu, shape, group)?,
    };
    pdu.part(&values::VALUE, start, start + length);
    if !fits {
        pdu.note(&values::BAD_LENGTH, 0);
    } else if !matches!(shape, Shape::Opaque) {
        pdu.hide();
    }
    Ok(())
}

/// Options with a form of their own; false when the length does not fit.
fn special<S: Sink>(pdu: &mut Pdu<'_, S>, code: u8, found: &Found<'_>, group: &Group) -> Result<bool, Short> {
    let length = pdu.claimed_left();
    match code {
        43 => vendor::own(pdu, found, group)?,
        52 if length > 0 => overload(pdu)?,
        53 if length > 0 => {
            let message = pdu.u8(&MESSAGE)?;
            match MESSAGES.get(message.into()) {
                Some(name) => pdu.label_group(group, format_args!(" ({name})")),
                None => pdu.label_group(group, format_args!(" (Unknown Message Type (0x{message:02x}))")),
            }
        }
        55 => {
            while pdu.claimed_left() > 0 {
                let wanted = pdu.u8(&REQUESTED)?;
                pdu.label(format_args!("({wanted}) {}", options::NAMES.or_unknown(wanted.into())));
            }
        }
        61 | 77 | 81 | 94 | 97 | 99 => return client::dissect(pdu, code),
        63 => vendor::novell(pdu)?,
        78 if length > 0 => {
            pdu.u8(&AGENT_KIND)?;
            while pdu.claimed_left() >= 4 {
                pdu.ipv4(&AGENT)?;
            }
        }
        79 if length > 0 => {
            pdu.u8(&SCOPE_KIND)?;
            pdu.padded_text(&SCOPE, length - 1)?;
        }
        82 => agent::dissect(pdu)?,
        90 if length >= 11 => authentication(pdu)?,
        117 => return name_services(pdu),
        119 => search_list(pdu)?,
        120 if length > 0 => return telephony(pdu),
        121 | 249 if length >= 5 => return routes(pdu),
        124 | 125 if length >= 5 => vendor::identified(pdu, code)?,
        146 if length >= 9 => {
            let bits = pdu.peeled::<1>()?;
            pdu.bits(&DNS_PREFERENCE, bits);
            pdu.ipv4(&DNS_PRIMARY)?;
            pdu.ipv4(&DNS_SECONDARY)?;
            names(pdu, &DNS_DOMAINS)?;
        }
        151 if length > 0 => {
            pdu.u8(&STATUS)?;
            pdu.padded_text(&STATUS_MESSAGE, length - 1)?;
        }
        158 if length >= 5 => {
            while pdu.claimed_left() > 0 {
                let count = usize::from(pdu.u8(&PCP_LENGTH)?) / 4;
                for _ in 0..count {
                    pdu.ipv4(&PCP_SERVER)?;
                }
            }
        }
        159 if length == 4 => {
            pdu.u8(&PORT_OFFSET)?;
            pdu.u8(&PORT_LENGTH)?;
            pdu.bytes(&PORT_SET, 2)?;
        }
        212 if length >= 22 => {
            pdu.u8(&SIX_MASK)?;
            pdu.u8(&SIX_LENGTH)?;
            pdu.ipv6(&SIX_PREFIX)?;
            while pdu.claimed_left() >= 4 {
                pdu.ipv4(&SIX_RELAY)?;
            }
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// Options that lie before this one, in the areas of the two names.
fn overload<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let which = pdu.u8(&OVERLOAD)?;
    let areas = [(2, &IN_NAME, NAME_AREA, 64), (1, &IN_FILE, FILE_AREA, 128)];
    for (_, heading, from, length) in areas.into_iter().filter(|(bit, ..)| which & bit != 0) {
        pdu.apart(from, length, |pdu| {
            let group = pdu.open(heading);
            // Overflowing areas hold plain options: what depends on other options stays in the main area.
            while pdu.claimed_left() > 0 {
                match pdu.peek(0).unwrap_or_default() {
                    0 => padding(pdu)?,
                    255 => {
                        end(pdu)?;
                        break;
                    }
                    // An overload inside an overload would go round in circles.
                    52 => {
                        pdu.skip(1)?;
                        let length = pdu.peek(0).unwrap_or_default();
                        pdu.skip(1 + usize::from(length))?;
                    }
                    _ => option(pdu, &Found::default())?,
                }
            }
            pdu.close(group);
            Ok(())
        })?;
    }
    Ok(())
}

/// RFC 3118.
fn authentication<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let protocol = pdu.u8(&PROTOCOL_USED)?;
    pdu.u8(if protocol == 1 { &DELAY_ALGORITHM } else { &ALGORITHM })?;
    pdu.u8(&DETECTION)?;
    pdu.u64(&REPLAY)?;
    if protocol == 1 {
        if pdu.claimed_left() >= 20 {
            pdu.u32(&SECRET)?;
            pdu.bytes(&HASH, 16)?;
        }
    } else if pdu.claimed_left() > 0 {
        let left = pdu.claimed_left();
        pdu.padded_text(&INFORMATION, left)?;
    }
    Ok(())
}

fn name_services<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<bool, Short> {
    while pdu.claimed_left() >= 2 {
        let service = pdu.u16(&NAME_SERVICE)?;
        match NAME_SERVICES.get(service.into()) {
            Some(name) => pdu.label(format_args!("{name} ({service})")),
            None => pdu.note(&INVALID_SERVICE, 2),
        }
    }
    Ok(pdu.claimed_left() == 0)
}

/// Names that may jump back to names before them (RFC 3397).
fn search_list<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let list = pdu.rest();
    while pdu.claimed_left() > 0 {
        let name = Labels::new(list, list.len() - pdu.left());
        let taken = name.taken().max(1);
        pdu.skip(taken)?;
        if taken == 1 {
            pdu.text_back(&SEARCH_DOMAIN, 1, "<Root>");
        } else {
            pdu.text_back(&SEARCH_DOMAIN, taken, name);
        }
    }
    Ok(())
}

fn names<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static crate::dissect::field::Field) -> Result<(), Short> {
    while pdu.claimed_left() > 0 {
        let name = Labels::new(pdu.rest(), 0);
        let taken = name.taken().max(1);
        pdu.skip(taken)?;
        pdu.text_back(field, taken, name);
    }
    Ok(())
}

fn telephony<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<bool, Short> {
    match pdu.u8(&SIP_ENCODING)? {
        0 => names(pdu, &SIP_NAME)?,
        1 => {
            while pdu.claimed_left() >= 4 {
                pdu.ipv4(&SIP_ADDRESS)?;
            }
        }
        _ => return Ok(false),
    }
    Ok(pdu.claimed_left() == 0)
}

/// RFC 3442: a mask's width, as many bytes of the destination as it needs, and the router.
fn routes<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<bool, Short> {
    while pdu.claimed_left() >= 5 {
        let width = pdu.peek(0).unwrap_or_default();
        let octets = usize::from(width).div_ceil(8);
        if width > 32 || pdu.claimed_left() < 5 + octets {
            return Ok(false);
        }
        let route = Route(pdu.bytes(&ROUTE, 5 + octets)?);
        pdu.label(format_args!("{route}"));
    }
    Ok(pdu.claimed_left() == 0)
}

/// A route that prints as `10.1.2.0/24-192.168.0.1`.
struct Route<'a>(&'a [u8]);

impl fmt::Display for Route<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((width, rest)) = self.0.split_first() else { return Ok(()) };
        let (network, router) = rest.split_at(rest.len().saturating_sub(4));
        let mut octets = [0; 4];
        for (octet, byte) in octets.iter_mut().zip(network) {
            *octet = *byte;
        }
        match width {
            0 => f.write_str("default")?,
            width => write!(f, "{}/{width}", Address::Ipv4(octets))?,
        }
        write!(f, "-{}", Address::from_octets(router))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_print_as_people_write_them() {
        assert_eq!(Route(&[24, 10, 1, 2, 192, 168, 0, 1]).to_string(), "10.1.2.0/24-192.168.0.1");
        assert_eq!(Route(&[0, 1, 1, 1, 1]).to_string(), "default-1.1.1.1");
    }
}
