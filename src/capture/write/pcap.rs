//! Packets → classic pcap: one header, then records of 16 bytes and a packet.

use super::super::pcap::longest;
use super::super::{Interface, Packet};

/// Timestamps in microseconds.
const MICROSECONDS: u32 = 0xa1b2_c3d4;
/// Timestamps in nanoseconds.
const NANOSECONDS: u32 = 0xa1b2_3c4d;
const SECOND: i64 = 1_000_000_000;

/// A pcap file that is being written.
#[derive(Debug)]
pub(super) struct Pcap {
    nanoseconds: bool,
    snap_length: u32,
    /// The header's last field: `FCS(4) P(1) R(11) type(16)`.
    network: u32,
}

impl Pcap {
    /// For packets of these interfaces, which are of one link type.
    pub fn new(interfaces: &[&Interface]) -> Self {
        let link_type = interfaces.first().map_or(1, |interface| interface.link_type);
        // 0 is unlimited.
        let snap_lengths = interfaces.iter().map(|interface| interface.snap_length);
        let snap_length = snap_lengths.map(|length| if length == 0 { longest(link_type) } else { length }).max();
        Self {
            nanoseconds: !interfaces.iter().all(|interface| interface.clock().is_in_microseconds()),
            snap_length: snap_length.unwrap_or(longest(link_type)),
            network: u32::from(link_type) | fcs(interfaces),
        }
    }

    pub fn start(&mut self, out: &mut Vec<u8>) {
        numbers(out, &[if self.nanoseconds { NANOSECONDS } else { MICROSECONDS }]);
        // Version 2.4, no time zone, no accuracy.
        out.extend_from_slice(&[2, 0, 4, 0]);
        numbers(out, &[0, 0, self.snap_length, self.network]);
    }

    pub fn packet(&mut self, out: &mut Vec<u8>, packet: &Packet<'_>) -> bool {
        if packet.interface == Packet::NO_INTERFACE {
            return false;
        }
        let (seconds, fraction) = match u32::try_from(packet.time.div_euclid(SECOND)) {
            Ok(seconds) => (seconds, packet.time.rem_euclid(SECOND)),
            // No time, one before 1970 or one after 2106.
            Err(_) if packet.time < 0 => (0, 0),
            Err(_) => (u32::MAX, SECOND - 1),
        };
        let fraction = (if self.nanoseconds { fraction } else { fraction / 1_000 }) as u32;
        numbers(out, &[seconds, fraction, packet.bytes.len() as u32, packet.original]);
        out.extend_from_slice(packet.bytes);
        true
    }
}

/// The header's bits that say how long the frame check sequences are, where all interfaces agree.
fn fcs(interfaces: &[&Interface]) -> u32 {
    let mut lengths = interfaces.iter().map(|interface| interface.fcs_length);
    let Some(first) = lengths.next().flatten() else { return 0 };
    // In units of two bytes.
    let fits = first.is_multiple_of(2) && first <= 30;
    if fits && lengths.all(|length| length == Some(first)) { u32::from(first / 2) << 28 | 1 << 26 } else { 0 }
}

fn numbers(out: &mut Vec<u8>, numbers: &[u32]) {
    numbers.iter().for_each(|number| out.extend_from_slice(&number.to_le_bytes()));
}
