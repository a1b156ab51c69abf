//! Applications: what is said between ports, and bytes that nobody claims.

pub mod data;
pub mod dns;
pub mod llmnr;
pub mod mdns;

use crate::dissect::protocol::Protocol;

/// All of this folder.
pub static ALL: &[&Protocol] = &[&data::PROTOCOL, &dns::PROTOCOL, &llmnr::PROTOCOL, &mdns::PROTOCOL];
