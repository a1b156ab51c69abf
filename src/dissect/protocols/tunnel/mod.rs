//! Protocols that carry other protocols' packets.

use crate::dissect::protocol::Protocol;

/// All of this folder.
pub static ALL: &[&Protocol] = &[];
