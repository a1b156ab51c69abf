//! DHCPv6's options; those that hold options are read again from here.

use std::fmt;

use crate::{
    bytes::{labels::Labels, text::Hex},
    dissect::{
        field::Field,
        pdu::Pdu,
        protocol::Short,
        protocols::{
            application::{
                dhcpv6::{DEEPEST, LONG_OPTION, TOO_DEEP, duid, failover, message, names, softwire},
                enterprise,
            },
            network::icmpv6::short_address,
        },
        record::Value,
        sink::Sink,
    },
};

more_fields! { "dhcpv6":
    OPTION          "option.type_str" Group "Option" "One option.";
    CODE            "option.type"   Named(&names::OPTIONS) "Option" "Which option it is.";
    LENGTH          "option.length" Dec  "Length" "Bytes of its value.";
    VALUE           "option.value"  Bytes "Value" "What an option without a form of its own holds.";
    IAID            "iaid"          Text "IAID" "Which of the client's interfaces it is for.";
    RENEW           "iaid.t1"       Dec  "T1" "Seconds after which to renew.";
    REBIND          "iaid.t2"       Dec  "T2" "Seconds after which to ask any server.";
    IATA            "iata"          Text "IATA" "Which temporary addresses these are.";
    ADDRESS         "iaaddr.ip"     Ipv6 "IPv6 address" "An address for the client.";
    ADDRESS_PREFERRED "iaaddr.pref_lifetime" Dec "Preferred lifetime" "Seconds for which new connections may use it.";
    ADDRESS_VALID   "iaaddr.valid_lifetime" Dec "Valid lifetime" "Seconds for which it may be used.";
    PREFIX_PREFERRED "iaprefix.pref_lifetime" Dec "Preferred lifetime" "Seconds for which it is preferred.";
    PREFIX_VALID    "iaprefix.valid_lifetime" Dec "Valid lifetime" "Seconds for which it may be used.";
    PREFIX_LENGTH   "iaprefix.pref_len" Dec "Prefix length" "Bits of the prefix.";
    PREFIX          "iaprefix.pref_addr" Ipv6 "Prefix address" "A prefix for the client's networks.";
    EXCLUDED_LENGTH "pd_exclude.pref_len" Dec "Prefix length" "Bits of the prefix that the server keeps.";
    EXCLUDED        "pd_exclude.subnet_id" Bytes "IPv6 subnet ID" "The part of it behind the delegated prefix.";
    REQUESTED       "requested_option_code" Named(&names::OPTIONS) "Requested Option code" "An option that the client would like to have.";
    PREFERENCE      "option_preference" Dec "Pref-value" "The highest one is best.";
    ELAPSED         "elapsed_time"  Dec  "Elapsed time" "Milliseconds for which the client has been trying.";
    AUTH_PROTOCOL   "auth.protocol" Dec  "Protocol" "How the message is authenticated.";
    AUTH_ALGORITHM  "auth.algorithm" Dec "Algorithm" "The algorithm.";
    AUTH_METHOD     "auth.rdm"      Dec  "RDM" "What tells a replay.";
    AUTH_REPLAY     "auth.replay_detection" Bytes "Replay Detection" "It must grow from message to message.";
    AUTH_INFO       "auth.info"     Bytes "Authentication Information" "What the algorithm needs.";
    UNICAST         "unicast"       Ipv6 "IPv6 address" "Where the client may write to the server directly.";
    STATUS          "status_code"   Named(&names::STATUSES) "Status Code" "What became of the request.";
    STATUS_MESSAGE  "status_msg"    Text "Status Message" "The same in words.";
    CLASS           "userclass"     Group "User Class suboption" "One of the client's classes.";
    CLASS_LENGTH    "userclass.length" Dec "Length" "Bytes of it.";
    CLASS_DATA      "userclass.opaque_data" Bytes "Suboption" "The class.";
    VENDOR_CLASS    "vendorclass.enterprise" Named(&enterprise::NAMES) "Enterprise ID" "Who made the client.";
    VENDOR_DATA     "vendorclass.data" Text "vendor-class-data" "What kind of client it is.";
    VENDOR          "vendoropts.enterprise" Named(&enterprise::NAMES) "Enterprise ID" "Whose options follow.";
    VENDOR_OPTION   "vendoropts.option" Group "option" "One of the vendor's options.";
    VENDOR_CODE     "vendoropts.enterprise.option_code" Dec "Option code" "Which one.";
    VENDOR_LENGTH   "vendoropts.enterprise.option_length" Dec "Option length" "Bytes of its value.";
    VENDOR_VALUE    "vendoropts.enterprise.option_data" Bytes "Option data" "Its value.";
    INTERFACE       "interface_id"  Bytes "Interface-ID" "The relay's interface that the client is on.";
    RECONFIGURE     "reconf_msg"    Named(&names::MESSAGES) "Reconfigure message type" "What the client should send.";
    SIP_NAME        "sip_server_domain_search_fqdn" Text "SIP Server Domain Search FQDN" "A telephony server.";
    SIP_ADDRESS     "sip_server_a"  Ipv6 "SIP server address" "A telephony server.";
    DNS_SERVER      "dns_server"    Ipv6 "DNS server address" "A name server, the best one first.";
    SEARCH_ENTRY    "search_list_entry" Text "List entry" "A domain to look for short names in.";
    NIS_SERVER      "nis_server"    Ipv6 "NIS server address" "A NIS server.";
    NISP_SERVER     "nisp_server"   Ipv6 "NISP server address" "A NIS+ server.";
    NIS_NAME        "nis_fqdn"      Text "NIS FQDN" "The client's NIS domain.";
    NISP_NAME       "nisp_fqdn"     Text "NISP FQDN" "The client's NIS+ domain.";
    SNTP_SERVER     "sntp_server"   Ipv6 "SNTP server address" "A time server.";
    LIFETIME        "lifetime"      Dec  "Lifetime" "Seconds after which to ask for settings again.";
    BCMCS_NAME      "bcmcs_server_fqdn" Text "BCMCS server FQDN" "A broadcast controller.";
    BCMCS_SERVER    "bcmcs_server_a" Ipv6 "BCMCS server address" "A broadcast controller.";
    REMOTE_VENDOR   "remoteid.enterprise" Named(&enterprise::NAMES) "Enterprise ID" "Who made the relay.";
    REMOTE          "remoteid_enterprise_id" Bytes "Remote-ID" "The client's end of the line.";
    SUBSCRIBER      "subscriber_id" Text "Subscriber-ID" "Whose line it is.";
    NAME_FLAGS      "client_fqdn_flags" Hex(2) "Flags" "Who enters the name into DNS.";
    NAME_NONE       "clientfqdn.client.n" FlagNamed(["Server SHOULD NOT perform PTR RR updates", "Server SHOULD perform PTR RR updates"]) & 0x04 "N bit" "The server enters nothing.";
    NAME_OVERRIDE   "clientfqdn.server.o" FlagNamed(["Server HAS overridden client's S bit preference", "Server HAS NOT overridden client's S bit preference"]) & 0x02 "O bit" "The server does otherwise than asked.";
    NAME_SERVER     "clientfqdn.client.s" FlagNamed(["Server SHOULD perform AAAA RR updates", "Server SHOULD NOT perform AAAA RR updates"]) & 0x01 "S bit" "The server enters the address.";
    NAME            "client_domain" Text "Client Domain Name" "The client's name.";
    PANA            "pana_agent"    Ipv6 "PANA agents address" "An authentication agent.";
    ZONE            "timezone"      Text "Time-zone" "The time zone as POSIX writes it.";
    ZONE_NAME       "tzdb"          Text "TZ-database" "The time zone's name in the tz database.";
    QUERY           "lq_query"      Named(&names::QUERIES) "Query-type" "What the query asks by.";
    QUERY_LINK      "lq_query_link_address" Ipv6 "Link address" "The link asked about.";
    LAST_TIME       "clt_time"      Dec  "Clt_time" "Seconds since the client was last heard of.";
    RELAY_PEER      "lq_relay_data_peer_addr" Ipv6 "Peer address" "The relay that the client was last heard by.";
    CLIENT_LINK     "lq_client_link" Ipv6 "LQ client links address" "A link that the client has leases on.";
    CAPWAP          "capwap_ac_v6"  Ipv6 "CAPWAP Access Controllers address" "A controller of wireless access points.";
    NTP_CODE        "ntpserver.option.type" Named(&names::NTP) "Suboption" "How the server is named.";
    NTP_OPTION      "ntpserver.option" Group "NTP server" "One time server.";
    NTP_LENGTH      "ntpserver.option.length" Dec "Length" "Bytes of its value.";
    NTP_ADDRESS     "ntpserver.addr" Ipv6 "NTP Server Address" "A time server.";
    NTP_MULTICAST   "ntpserver.mc_addr" Ipv6 "NTP Multicast Address" "A group that time servers speak to.";
    NTP_NAME        "ntpserver.fqdn" Text "NTP Server FQDN" "A time server.";
    AFTR            "aftr_name"     Text "DS-Lite AFTR Name" "Where IPv4 packets leave their tunnel.";
    PORTAL          "captive_portal" Text "Captive Portal" "Where one has to register first.";
    USAGE           "mudurl"        Text "MUDURL" "Where the device's maker says what it needs.";
    RELAYED         "relayed"       Group "DHCPv6" "The message that the relay passes on.";
    RELAY_PORT      "relay_port"    Dec  "Downstream Source Port" "The port that the relay was written from.";
    HOME_AGENT      "mip6_home_agent" Ipv6 "Home Agent" "A mobile IPv6 home agent.";
    HOME_ADDRESS    "mip6_home_address" Ipv6 "Home Address" "The client's address at home.";
    ACCESS          "nai"           Text "NAI" "Who the client is to its network.";
}

/// All options up to the end of what may be read.
pub fn all<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, depth: u8) -> Result<(), Short> {
    if depth >= DEEPEST {
        pdu.note(&TOO_DEEP, 0);
        pdu.all(&VALUE);
        return Ok(());
    }
    while pdu.claimed_left() >= 4 {
        let length = pdu.peek_u16(2).map_or(0, usize::from);
        if length > pdu.claimed_left() - 4 {
            pdu.note(&LONG_OPTION, 0);
            break;
        }
        option(pdu, kind, depth)?;
    }
    Ok(())
}

fn option<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, depth: u8) -> Result<(), Short> {
    let group = pdu.open(&OPTION);
    let code = pdu.peek_u16(0).unwrap_or_default();
    match names::OPTIONS.get(code.into()) {
        Some(name) => pdu.title_group(&group, format_args!("{name}")),
        None => pdu.title_group(&group, format_args!("DHCP option {code}")),
    }
    let code = pdu.u16(&CODE)?;
    let length = usize::from(pdu.u16(&LENGTH)?);
    pdu.within(length, |pdu| {
        value(pdu, code, kind, depth)?;
        pdu.all(&VALUE);
        Ok(())
    })?;
    pdu.close(group);
    Ok(())
}

/// What the option holds; bytes that it leaves are shown as such.
fn value<S: Sink>(pdu: &mut Pdu<'_, S>, code: u16, kind: u8, depth: u8) -> Result<(), Short> {
    let length = pdu.claimed_left();
    match code {
        1 | 2 | 53 => identity(pdu, code)?,
        3..=5 | 25 | 26 | 67 => lease(pdu, code, kind, depth)?,
        6 | 43 => {
            while pdu.claimed_left() >= 2 {
                pdu.u16(&REQUESTED)?;
            }
        }
        7 if length == 1 => drop(pdu.u8(&PREFERENCE)?),
        8 if length == 2 => {
            let hundredths = pdu.peeled::<2>()?.value;
            pdu.read_back(&ELAPSED, 2, Value::Number(hundredths * 10));
            pdu.label(format_args!("{}ms", hundredths * 10));
        }
        9 => {
            let group = pdu.open(&RELAYED);
            message(pdu, depth + 1)?;
            pdu.close(group);
        }
        11 if length >= 11 => authentication(pdu)?,
        13 if length >= 2 => {
            pdu.u16(&STATUS)?;
            text(pdu, &STATUS_MESSAGE)?;
        }
        15..=17 => vendor(pdu, code)?,
        18 => drop(pdu.all(&INTERFACE)),
        19 if length == 1 => drop(pdu.u8(&RECONFIGURE)?),
        32 if length == 4 => drop(seconds(pdu, &LIFETIME)?),
        37 if length >= 4 => {
            pdu.u32(&REMOTE_VENDOR)?;
            pdu.all(&REMOTE);
        }
        39 if length >= 1 => name(pdu, kind)?,
        44 if length >= 17 => {
            pdu.u8(&QUERY)?;
            pdu.ipv6(&QUERY_LINK)?;
            all(pdu, kind, depth + 1)?;
        }
        45 | 66 => all(pdu, kind, depth + 1)?,
        46 if length == 4 => drop(pdu.u32(&LAST_TIME)?),
        47 if length >= 16 => {
            pdu.ipv6(&RELAY_PEER)?;
            message(pdu, depth + 1)?;
        }
        56 => time_servers(pdu)?,
        94..=96 => all(pdu, kind, depth + 1)?,
        89..=93 | 111 => softwire::dissect(pdu, code)?,
        114..=134 => failover::dissect(pdu, code)?,
        135 if length == 2 => drop(pdu.u16(&RELAY_PORT)?),
        _ => listed(pdu, code)?,
    }
    Ok(())
}

/// Options that are one text, or names or addresses side by side.
fn listed<S: Sink>(pdu: &mut Pdu<'_, S>, code: u16) -> Result<(), Short> {
    match code {
        12 => addresses(pdu, &UNICAST),
        21 => domains(pdu, &SIP_NAME),
        22 => addresses(pdu, &SIP_ADDRESS),
        23 => addresses(pdu, &DNS_SERVER),
        24 => domains(pdu, &SEARCH_ENTRY),
        27 => addresses(pdu, &NIS_SERVER),
        28 => addresses(pdu, &NISP_SERVER),
        29 => domains(pdu, &NIS_NAME),
        30 => domains(pdu, &NISP_NAME),
        31 => addresses(pdu, &SNTP_SERVER),
        33 => domains(pdu, &BCMCS_NAME),
        34 => addresses(pdu, &BCMCS_SERVER),
        38 => text(pdu, &SUBSCRIBER),
        40 => addresses(pdu, &PANA),
        41 => text(pdu, &ZONE),
        42 => text(pdu, &ZONE_NAME),
        48 => addresses(pdu, &CLIENT_LINK),
        52 => addresses(pdu, &CAPWAP),
        64 => domains(pdu, &AFTR),
        103 => text(pdu, &PORTAL),
        112 => text(pdu, &USAGE),
        165 => addresses(pdu, &HOME_AGENT),
        166 => addresses(pdu, &HOME_ADDRESS),
        167 => text(pdu, &ACCESS),
        _ => Ok(()),
    }
}

fn text<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field) -> Result<(), Short> {
    let left = pdu.claimed_left();
    if left > 0 {
        pdu.padded_text(field, left)?;
    }
    Ok(())
}

fn addresses<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field) -> Result<(), Short> {
    while pdu.claimed_left() >= 16 {
        pdu.ipv6(field)?;
    }
    Ok(())
}

/// A name, with a dot behind it when its root says that it is whole.
struct Dotted<'a>(&'a [u8]);

impl fmt::Display for Dotted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Labels::new(self.0, 0), if self.0.ends_with(&[0]) { "." } else { "" })
    }
}

fn domains<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field) -> Result<(), Short> {
    while pdu.claimed_left() > 0 {
        let taken = Labels::new(pdu.rest(), 0).taken().max(1);
        let name = pdu.skip(taken)?;
        if taken == 1 {
            pdu.text_back(field, taken, ".");
            pdu.info_more(format_args!(" [ROOT-ONLY DOMAIN NAME]"));
            break;
        }
        pdu.text_back(field, taken, Dotted(name));
    }
    Ok(())
}

fn seconds<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field) -> Result<u32, Short> {
    let seconds = pdu.u32(field)?;
    if seconds == u32::MAX {
        pdu.label(format_args!("infinity"));
    }
    Ok(seconds)
}

fn identity<S: Sink>(pdu: &mut Pdu<'_, S>, code: u16) -> Result<(), Short> {
    let bytes = pdu.rest();
    if code == 1 && !bytes.is_empty() {
        pdu.info_more(format_args!("CID: {} ", Hex(bytes)));
    }
    duid::read(pdu)?;
    Ok(())
}

/// Addresses and prefixes, and what they are grouped in.
fn lease<S: Sink>(pdu: &mut Pdu<'_, S>, code: u16, kind: u8, depth: u8) -> Result<(), Short> {
    let length = pdu.claimed_left();
    match code {
        3 | 25 if length >= 12 => {
            number(pdu, &IAID)?;
            seconds(pdu, &RENEW)?;
            seconds(pdu, &REBIND)?;
        }
        4 if length >= 4 => number(pdu, &IATA)?,
        5 if length >= 24 => {
            let address = pdu.ipv6(&ADDRESS)?;
            pdu.info_more(format_args!("IAA: {address} "));
            seconds(pdu, &ADDRESS_PREFERRED)?;
            seconds(pdu, &ADDRESS_VALID)?;
        }
        26 if length >= 25 => {
            seconds(pdu, &PREFIX_PREFERRED)?;
            seconds(pdu, &PREFIX_VALID)?;
            pdu.u8(&PREFIX_LENGTH)?;
            pdu.ipv6(&PREFIX)?;
        }
        67 if length >= 2 => {
            pdu.u8(&EXCLUDED_LENGTH)?;
            pdu.all(&EXCLUDED);
            return Ok(());
        }
        _ => return Ok(()),
    }
    all(pdu, kind, depth + 1)
}

fn number<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field) -> Result<(), Short> {
    let number = pdu.peeled::<4>()?.value;
    pdu.text_back(field, 4, format_args!("{number:08x}"));
    Ok(())
}

fn authentication<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    for field in [&AUTH_PROTOCOL, &AUTH_ALGORITHM, &AUTH_METHOD] {
        pdu.u8(field)?;
    }
    pdu.bytes(&AUTH_REPLAY, 8)?;
    pdu.all(&AUTH_INFO);
    Ok(())
}

/// Classes, and options that only their vendor knows.
fn vendor<S: Sink>(pdu: &mut Pdu<'_, S>, code: u16) -> Result<(), Short> {
    match code {
        15 => {
            while let Some(length) = pdu.peek_u16(0) {
                let length = usize::from(length);
                if length > pdu.claimed_left() - 2 {
                    pdu.note(&LONG_OPTION, 0);
                    break;
                }
                let group = pdu.open(&CLASS);
                pdu.u16(&CLASS_LENGTH)?;
                pdu.bytes(&CLASS_DATA, length)?;
                pdu.close(group);
            }
        }
        16 if pdu.claimed_left() >= 4 => {
            pdu.u32(&VENDOR_CLASS)?;
            while let Some(length) = pdu.peek_u16(0) {
                pdu.skip(2)?;
                let length = usize::from(length).min(pdu.claimed_left());
                pdu.bytes(&VENDOR_DATA, length)?;
            }
        }
        17 if pdu.claimed_left() >= 4 => {
            pdu.u32(&VENDOR)?;
            while pdu.claimed_left() >= 4 {
                let group = pdu.open(&VENDOR_OPTION);
                pdu.u16(&VENDOR_CODE)?;
                let length = usize::from(pdu.u16(&VENDOR_LENGTH)?).min(pdu.claimed_left());
                pdu.bytes(&VENDOR_VALUE, length)?;
                pdu.close(group);
            }
        }
        _ => {}
    }
    Ok(())
}

/// RFC 4704; the O bit is the server's alone.
fn name<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8) -> Result<(), Short> {
    let server = matches!(kind, 2 | 7);
    let mark = pdu.mark();
    let bits = pdu.word::<1>(&NAME_FLAGS)?;
    pdu.label_of(mark, format_args!("  {}", intent(bits.value, server)));
    pdu.below(|pdu| {
        pdu.bits(&NAME_NONE, bits);
        if server {
            pdu.bits(&NAME_OVERRIDE, bits);
        }
        pdu.bits(&NAME_SERVER, bits);
    });
    let left = pdu.claimed_left();
    if left > 0 {
        let name = pdu.skip(left)?;
        pdu.text_back(&NAME, left, Dotted(name));
    }
    Ok(())
}

fn intent(bits: u64, server: bool) -> &'static str {
    match (bits & 5, server) {
        (4 | 5, false) => "[CLIENT wants SERVER to update neither AAAA nor PTR RRs]",
        (1, false) => "[CLIENT wants SERVER to update both its AAAA and PTR RRs]",
        (_, false) => "[CLIENT wants to update its AAAA RRs and SERVER to update its PTR RRs]",
        (4 | 5, true) => "[SERVER SHALL NOT update AAAA or PTR RRs]",
        (1, true) => "[SERVER SHALL update both AAAA and PTR RRs]",
        (_, true) => "[SERVER SHALL update PTR but not AAAA RRs]",
    }
}

fn time_servers<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    while pdu.claimed_left() >= 4 {
        let group = pdu.open(&NTP_OPTION);
        let code = pdu.peek_u16(0).unwrap_or_default();
        pdu.title_group(&group, format_args!("{}", names::NTP.or_unknown(code.into())));
        pdu.u16(&NTP_CODE)?;
        let length = usize::from(pdu.u16(&NTP_LENGTH)?).min(pdu.claimed_left());
        pdu.within(length, |pdu| match code {
            1 => addresses(pdu, &NTP_ADDRESS),
            2 => addresses(pdu, &NTP_MULTICAST),
            3 => domains(pdu, &NTP_NAME),
            _ => Ok(()),
        })?;
        pdu.close(group);
    }
    Ok(())
}

/// A prefix in as many bytes as its length needs.
pub fn prefix<S: Sink>(pdu: &mut Pdu<'_, S>, length: &'static Field, field: &'static Field) -> Result<(), Short> {
    let bits = pdu.u8(length)?;
    let octets = usize::from(bits).div_ceil(8).min(16).min(pdu.claimed_left());
    short_address(pdu, field, octets)?;
    Ok(())
}
