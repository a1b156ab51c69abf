//! What a clock is set by: an address, or four letters for a kind of clock or a reason for having none.

use std::fmt;

use crate::bytes::{Address, text::Text};

/// Kinds of reference clocks, as Wireshark words them.
static CLOCKS: &[(&[u8], &str)] = &[
    (b"LOCL", "uncalibrated local clock"),
    (b"CESM", "calibrated Cesium clock"),
    (b"RBDM", "calibrated Rubidium clock"),
    (b"PPS", "Generic pulse-per-second"),
    (b"IRIG", "Inter-Range Instrumentation Group"),
    (b"ACTS", "NIST telephone modem"),
    (b"NIST", "NIST telephone modem"),
    (b"USNO", "USNO telephone modem"),
    (b"PTB", "European telephone modem"),
    (b"TDF", "MF Radio Allouis, FR 162 kHz"),
    (b"DCF", "LF Radio DCF77 Mainflingen, DE 77.5 kHz"),
    (b"MSF", "LF Radio MSF Anthorn, UK 60 kHz"),
    (b"WWV", "HF Radio WWV Ft. Collins, CO"),
    (b"WWVB", "LF Radio WWVB Ft. Collins, CO 60 kHz"),
    (b"WWVH", "HF Radio WWVH Kauai, HI"),
    (b"CHU", "HF Radio CHU Ottawa, Ontario"),
    (b"LORC", "MF Radio LORAN C station, 100 kHz"),
    (b"OMEG", "OMEGA radionavigation system"),
    (b"GPS", "Global Position System"),
    (b"GOES", "Geostationary Orbit Environment Satellite"),
    (b"GAL", "Galileo Positioning System"),
    (b"JJY", "LF Radio JJY Fukushima, JP 40 kHz, Saga, JP 60 kHz"),
    (b"HBG", "LF Radio HBG Prangins, HB 75 kHz"),
    (b"ATOM", "Atomic clock (calibrated)"),
    (b"VLF", "VLF radio (OMEGA,, etc.)"),
    (b"1PPS", "External 1 PPS input"),
    (b"FREE", "(Internal clock)"),
    (b"INIT", "(Initialization)"),
];

/// A reference id; what it means depends on the stratum.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'a> {
    /// Its four bytes.
    pub id: &'a [u8],
    /// The clock's stratum.
    pub stratum: u8,
}

impl fmt::Display for Reference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.id == [0; 4] {
            return f.write_str("NULL");
        }
        if self.stratum > 1 {
            return write!(f, "{}", Address::from_octets(self.id));
        }
        let letters = self.id.split(|byte| *byte == 0).next().unwrap_or_default();
        match CLOCKS.iter().find(|(id, _)| *id == letters) {
            Some((_, name)) => f.write_str(name),
            None => write!(f, "Unidentified reference source '{}'", Text(letters)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_or_an_address() {
        assert_eq!(Reference { id: b"GPS\0", stratum: 1 }.to_string(), "Global Position System");
        assert_eq!(Reference { id: b"RATE", stratum: 0 }.to_string(), "Unidentified reference source 'RATE'");
        assert_eq!(Reference { id: &[10, 0, 0, 5], stratum: 2 }.to_string(), "10.0.0.5");
        assert_eq!(Reference { id: &[0; 4], stratum: 16 }.to_string(), "NULL");
    }
}
