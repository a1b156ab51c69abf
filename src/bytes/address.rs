//! Link and network addresses as small values that print themselves as Wireshark prints them.

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
};

/// An address of any layer, as the Source and Destination columns show it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Address {
    /// Nothing addressed so far.
    #[default]
    None,
    /// The link layer has no addresses, and nothing above it has any either.
    Unavailable,
    /// EUI-48.
    Mac([u8; 6]),
    /// IPv4.
    Ipv4([u8; 4]),
    /// IPv6.
    Ipv6([u8; 16]),
}

impl Address {
    /// Its bytes in network order.
    pub fn octets(&self) -> &[u8] {
        match self {
            Self::None | Self::Unavailable => &[],
            Self::Mac(a) => a,
            Self::Ipv4(a) => a,
            Self::Ipv6(a) => a,
        }
    }

    /// Its bytes as one number, a different one for each address of one kind.
    #[inline]
    pub fn number(&self) -> u128 {
        match self {
            Self::None | Self::Unavailable => 0,
            Self::Mac([a, b, c, d, e, f]) => u64::from_be_bytes([0, 0, *a, *b, *c, *d, *e, *f]).into(),
            Self::Ipv4(a) => u32::from_be_bytes(*a).into(),
            Self::Ipv6(a) => u128::from_be_bytes(*a),
        }
    }

    /// The address of the kind that `octets` has the length of.
    pub fn from_octets(octets: &[u8]) -> Self {
        match octets.len() {
            4 => octets.try_into().map_or(Self::None, Self::Ipv4),
            6 => octets.try_into().map_or(Self::None, Self::Mac),
            16 => octets.try_into().map_or(Self::None, Self::Ipv6),
            _ => Self::None,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Unavailable => f.write_str("N/A"),
            Self::Mac(a) => Mac(*a).fmt(f),
            Self::Ipv4(a) => Ipv4Addr::from(*a).fmt(f),
            Self::Ipv6(a) => Ipv6(*a).fmt(f),
        }
    }
}

/// A MAC address that prints as `00:1b:21:…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mac(pub [u8; 6]);

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

/// An IPv6 address that prints as RFC 5952 wants it, with IPv4-compatible ones in dots as `inet_ntop` has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ipv6(pub [u8; 16]);

impl fmt::Display for Ipv6 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = [self.0[12], self.0[13], self.0[14], self.0[15]];
        if self.0[..12] == [0; 12] && (a != 0 || b != 0) {
            return write!(f, "::{a}.{b}.{c}.{d}");
        }
        Ipv6Addr::from(self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_wireshark_does() {
        assert_eq!(Address::Mac([0, 0x1b, 0x21, 3, 4, 0xff]).to_string(), "00:1b:21:03:04:ff");
        assert_eq!(Address::Ipv4([127, 0, 0, 1]).to_string(), "127.0.0.1");
        let mut mapped = [0; 16];
        mapped[10..].copy_from_slice(&[0xff, 0xff, 10, 0, 0, 1]);
        assert_eq!(Address::Ipv6(mapped).to_string(), "::ffff:10.0.0.1");
        let mut compatible = [0; 16];
        compatible[12..].copy_from_slice(&[10, 0, 0, 1]);
        assert_eq!(Address::Ipv6(compatible).to_string(), "::10.0.0.1");
        let mut loopback = [0; 16];
        loopback[15] = 1;
        assert_eq!(Address::Ipv6(loopback).to_string(), "::1");
    }
}
