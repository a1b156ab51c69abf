//! Transports: from port to port.

pub mod udp;

use crate::dissect::protocol::Protocol;

/// All of this folder.
pub static ALL: &[&Protocol] = &[&udp::PROTOCOL];
