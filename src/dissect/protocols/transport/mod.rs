//! Transports: from port to port.

pub mod tcp;
pub mod udp;

use crate::dissect::protocol::Protocol;

/// All of this folder.
pub static ALL: &[&Protocol] = &[&tcp::PROTOCOL, &udp::PROTOCOL];
