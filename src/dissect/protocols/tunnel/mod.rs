//! Protocols that carry other protocols' packets.

pub mod gre;

use crate::dissect::protocol::Protocol;

/// All of this folder.
pub static ALL: &[&Protocol] = &[&gre::PROTOCOL];
