//! Link layers: what a capture's packets begin with.

pub mod ethernet;
pub mod ethertype;

use crate::dissect::protocol::Protocol;

/// All of this folder.
pub static ALL: &[&Protocol] = &[&ethernet::PROTOCOL, &ethertype::PROTOCOL];
