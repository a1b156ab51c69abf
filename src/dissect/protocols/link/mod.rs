//! Link layers: what a capture's packets begin with.

pub mod chdlc;
pub mod ethernet;
pub mod ethertype;
pub mod hardware;
pub mod ieee8021ad;
pub mod llc;
pub mod mpls;
pub mod null;
pub mod ppp;
pub mod pppoe;
pub mod pppoed;
pub mod pppoed_line;
pub mod pppoes;
pub mod pwach;
pub mod pwethcw;
pub mod raw;
pub mod sll;
pub mod vlan;
pub mod xid;

use crate::dissect::protocol::Protocol;

/// All of this folder.
pub static ALL: &[&Protocol] = &[
    &chdlc::PROTOCOL,
    &ethernet::PROTOCOL,
    &ethertype::PROTOCOL,
    &ieee8021ad::PROTOCOL,
    &llc::PROTOCOL,
    &mpls::PROTOCOL,
    &null::PROTOCOL,
    &ppp::PROTOCOL,
    &pppoed::PROTOCOL,
    &pppoes::PROTOCOL,
    &pwach::PROTOCOL,
    &pwethcw::PROTOCOL,
    &raw::PROTOCOL,
    &sll::PROTOCOL,
    &vlan::PROTOCOL,
];
