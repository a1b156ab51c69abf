//! Every protocol, one file each; a folder's list is all that names them.

pub mod application;
pub mod body;
pub mod encapsulation;
pub mod frame;
pub mod link;
pub mod network;
pub mod transport;
pub mod tunnel;

use crate::dissect::protocol::Protocol;

/// Every protocol that takes part in stacks.
pub fn all() -> impl Iterator<Item = &'static Protocol> {
    [link::ALL, network::ALL, transport::ALL, tunnel::ALL, application::ALL, body::ALL].into_iter().flatten().copied()
}
