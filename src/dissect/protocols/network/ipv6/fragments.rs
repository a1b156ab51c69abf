//! How a fragment shows the datagram that it belongs to, and a datagram its fragments.

use crate::dissect::joined::Lines;

more_fields! { "ipv6":
    REASSEMBLED_IN "reassembled.in"     Packet "Reassembled IPv6 in frame" "The packet that brought the last missing fragment.";
    FRAGMENTS      "fragments"          Group  "IPv6 Fragments"           "What the datagram came in.";
    FRAGMENT       "fragment"           Packet "Frame"                    "One of them.";
    COUNT          "fragment.count"     Dec    "Fragment count"           "How many they are.";
    LENGTH         "reassembled.length" Dec    "Reassembled IPv6 length"  "Bytes behind the datagram's header.";
    DATA           "reassembled.data"   Bytes  "Reassembled IPv6 data"    "What the datagram carries.";
}

/// How a datagram in fragments is shown.
pub static LINES: Lines = Lines {
    elsewhere: &REASSEMBLED_IN,
    parts: &FRAGMENTS,
    part: &FRAGMENT,
    count: &COUNT,
    length: &LENGTH,
    data: &DATA,
};
