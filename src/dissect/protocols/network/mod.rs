//! Network layers: from host to host.

pub mod address_family;
pub mod arp;
pub mod checksum_status;
pub mod dscp;
pub mod icmp;
pub mod icmpv6;
pub mod igmp;
pub mod ip_protocol;
pub mod ipv4;
pub mod ipv6;

use crate::dissect::{joined::Lines, protocol::Protocol};

/// All of this folder.
pub static ALL: &[&Protocol] = &[
    &arp::PROTOCOL,
    &icmp::PROTOCOL,
    &icmpv6::PROTOCOL,
    &igmp::PROTOCOL,
    &ipv4::PROTOCOL,
    &ipv6::PROTOCOL,
    &ipv6::dstopts::PROTOCOL,
    &ipv6::fraghdr::PROTOCOL,
    &ipv6::hopopts::PROTOCOL,
    &ipv6::routing::PROTOCOL,
];

/// How datagrams in fragments are shown: of IPv6, or of IPv4.
pub fn fragments(six: bool) -> &'static Lines {
    if six { &ipv6::fragments::LINES } else { &ipv4::fragments::LINES }
}
