//! Applications: what is said between ports, and bytes that nobody claims.

pub mod data;
pub mod dhcp;
pub mod dhcpv6;
pub mod dns;
pub mod enterprise;
pub mod http;
pub mod llmnr;
pub mod mdns;
pub mod ntp;
pub mod tls;
pub mod websocket;

use crate::dissect::protocol::Protocol;

/// All of this folder.
pub static ALL: &[&Protocol] = &[
    &data::PROTOCOL,
    &dhcp::PROTOCOL,
    &dhcpv6::PROTOCOL,
    &dns::PROTOCOL,
    &http::PROTOCOL,
    &http::ssdp::PROTOCOL,
    &llmnr::PROTOCOL,
    &mdns::PROTOCOL,
    &ntp::PROTOCOL,
    &tls::PROTOCOL,
    &websocket::PROTOCOL,
];
