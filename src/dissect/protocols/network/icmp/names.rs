//! What ICMP's types and codes are called (IANA ICMP parameters), as Wireshark words them.

use crate::dissect::names::Names;

names! {
    /// Message types.
    pub TYPES:
        0 "Echo (ping) reply", 1..=2 "Reserved", 3 "Destination unreachable", 4 "Source quench (flow control)", 5 "Redirect",
        6 "Alternate host address", 8 "Echo (ping) request", 9 "Router advertisement", 10 "Router solicitation",
        11 "Time-to-live exceeded", 12 "Parameter problem", 13 "Timestamp request", 14 "Timestamp reply",
        15 "Information request", 16 "Information reply", 17 "Address mask request", 18 "Address mask reply",
        19 "Reserved (for security)", 30 "Traceroute", 31 "Datagram Conversion Error", 32 "Mobile Host Redirect",
        33 "IPv6 Where-Are-You", 34 "IPv6 I-Am-Here", 35 "Mobile Registration Request", 36 "Mobile Registration Reply",
        37 "Domain Name Request", 38 "Domain Name Reply", 39 "SKIP", 40 "Photuris", 41 "Experimental mobility protocols",
        42 "Extended Echo request", 43 "Extended Echo reply";
    UNREACHABLE:
        0 "Network unreachable", 1 "Host unreachable", 2 "Protocol unreachable", 3 "Port unreachable",
        4 "Fragmentation needed", 5 "Source route failed", 6 "Destination network unknown", 7 "Destination host unknown",
        8 "Source host isolated", 9 "Network administratively prohibited", 10 "Host administratively prohibited",
        11 "Network unreachable for TOS", 12 "Host unreachable for TOS", 13 "Communication administratively filtered",
        14 "Host precedence violation", 15 "Precedence cutoff in effect";
    REDIRECT:
        0 "Redirect for network", 1 "Redirect for host", 2 "Redirect for TOS and network", 3 "Redirect for TOS and host";
    ALTERNATE: 0 "Alternate address for host";
    ADVERTISEMENT: 0 "Normal router advertisement", 16 "Does not route common traffic";
    EXCEEDED: 0 "Time to live exceeded in transit", 1 "Fragment reassembly time exceeded";
    PARAMETER: 0 "Pointer indicates the error", 1 "Required option missing", 2 "Bad length";
    PHOTURIS:
        0 "Bad SPI", 1 "Authentication Failed", 2 "Decompression Failed", 3 "Decryption Failed", 4 "Need Authentication",
        5 "Need Authorization";
    EXTENDED_REQUEST: 0 "No error";
    EXTENDED_REPLY:
        0 "No error", 1 "Malformed Query", 2 "No Such Interface", 3 "No Such Table Entry",
        4 "Multiple Interfaces Satisfy Query";
    /// What an extended echo reply says of the neighbour asked about (RFC 8335).
    pub STATE: 0 "Reserved", 1 "Incomplete", 2 "Reachable", 3 "Stale", 4 "Delay", 5 "Probe", 6 "Failed";
}

/// What `kind` is called; `code` tells mobile IP's router advertisements from the others.
pub fn kind(kind: u8, code: u8) -> &'static str {
    match (kind, code) {
        (9, 0 | 16) => "Mobile IP Advertisement",
        _ => TYPES.get(kind.into()).unwrap_or("Unknown ICMP (obsolete or malformed?)"),
    }
}

/// The codes that `kind` has names for.
pub fn codes(kind: u8) -> Option<&'static Names> {
    Some(match kind {
        3 => &UNREACHABLE,
        5 => &REDIRECT,
        6 => &ALTERNATE,
        9 => &ADVERTISEMENT,
        11 => &EXCEEDED,
        12 => &PARAMETER,
        40 => &PHOTURIS,
        42 => &EXTENDED_REQUEST,
        43 => &EXTENDED_REPLY,
        _ => return None,
    })
}
