//! Applications: what is said between ports, and bytes that nobody claims.

pub mod data;

use crate::dissect::protocol::Protocol;

/// All of this folder.
pub static ALL: &[&Protocol] = &[&data::PROTOCOL];
