//! How a fragment shows the datagram that it belongs to, and a datagram its fragments.

use crate::dissect::joined::Lines;

more_fields! { "ip":
    REASSEMBLED_IN "reassembled_in"     Packet "Reassembled IPv4 in frame" "The packet that brought the last missing fragment.";
    FRAGMENTS      "fragments"          Group  "IPv4 Fragments"           "What the datagram came in.";
    FRAGMENT       "fragment"           Packet "Frame"                    "One of them.";
    COUNT          "fragment.count"     Dec    "Fragment count"           "How many they are.";
    LENGTH         "reassembled.length" Dec    "Reassembled IPv4 length"  "Bytes behind the datagram's header.";
    DATA           "reassembled.data"   Bytes  "Reassembled IPv4 data"    "What the datagram carries.";
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
