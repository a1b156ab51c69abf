//! What changes how values are worded or checked, without changing what is read.

use serde::{Deserialize, Serialize};

/// Choices of a person that dissection's later passes heed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Which checksums are verified.
    pub checksums: Checksums,
    /// Show names for link-layer addresses (vendors).
    pub mac_names: bool,
    /// Show names for network addresses learnt in the capture.
    pub network_names: bool,
    /// Show names for ports.
    pub transport_names: bool,
    /// Seconds east of UTC, by instant: `(from, offset)` sorted by `from` (seconds since 1970); empty for UTC.
    pub zone: Vec<(i64, i32)>,
    /// What the zone is called, for the arrival time.
    pub zone_name: String,
    /// Packets, counted from 0 and sorted, from which the time of those behind them counts.
    pub references: Vec<u32>,
}

impl Options {
    /// Seconds east of UTC at `ns` nanoseconds since 1970.
    pub fn offset_at(&self, ns: i64) -> i32 {
        let seconds = ns.div_euclid(1_000_000_000);
        let place = self.zone.partition_point(|&(from, _)| from <= seconds);
        self.zone.get(place.saturating_sub(1)).map_or(0, |&(_, offset)| offset)
    }
}

/// Which checksums are verified; the others are shown as Unverified.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksums {
    /// IPv4 header.
    pub ip: bool,
    /// TCP segment.
    pub tcp: bool,
    /// UDP datagram.
    pub udp: bool,
}
