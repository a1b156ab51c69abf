//! What IPv4's protocol and IPv6's next header can name (IANA protocol numbers).

names! {
    /// Names as Wireshark words them.
    pub NAMES:
        0 "IPv6 Hop-by-Hop Option", 1 "ICMP", 2 "IGMP", 4 "IPIP", 6 "TCP", 8 "EGP", 9 "IGRP", 17 "UDP", 33 "DCCP", 41 "IPv6",
        43 "Routing Header for IPv6", 44 "Fragment Header for IPv6", 46 "RSVP", 47 "Generic Routing Encapsulation",
        50 "Encap Security Payload", 51 "Authentication Header", 58 "ICMPv6", 59 "No Next Header for IPv6",
        60 "Destination Options for IPv6", 88 "EIGRP", 89 "OSPF IGP", 103 "PIM", 112 "VRRP", 115 "L2TP", 132 "SCTP", 136 "UDPlite";
}
