//! Values that filters compare: what a field of a packet holds, or what somebody wrote.

use std::{borrow::Cow, cmp::Ordering};

use crate::{
    bytes::Address,
    dissect::{
        field::Kind,
        known::Known,
        record::{Node, Record, Value as Recorded},
    },
};

/// A value; which one a field has, its type says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'v> {
    /// A number, a bit, a packet, or nanoseconds.
    Number(i128),
    /// An IPv4 address, or a network with so many bits.
    Ipv4(u32, u8),
    /// An IPv6 address, or a network with so many bits.
    Ipv6(u128, u8),
    /// Bytes.
    Bytes(Cow<'v, [u8]>),
    /// Text.
    Text(Cow<'v, str>),
}

impl<'v> Value<'v> {
    /// What a node of a packet holds; nothing if it only has a name.
    pub fn of(node: &Node, record: &'v Record, known: Known<'v>) -> Option<Self> {
        let bytes = || record.bytes_at(known, node.at);
        Some(match (node.field.kind, node.value) {
            (Kind::Layer, _) => Self::Bytes(Cow::Borrowed(bytes())),
            (_, Recorded::Number(number)) => Self::number(node.field.kind, number),
            (_, Recorded::Text { start, len }) => Self::Text(Cow::Borrowed(record.text(start, len))),
            (_, Recorded::Address(address)) => Self::of_address(address)?,
            (Kind::Ipv4 | Kind::Ipv6, Recorded::Span) => Self::address(bytes())?,
            (Kind::Mac | Kind::Bytes | Kind::Content | Kind::Part, _) => Self::Bytes(Cow::Borrowed(bytes())),
            (_, Recorded::Span) => Self::Text(String::from_utf8_lossy(bytes())),
            (_, Recorded::None) => return None,
        })
    }

    fn number(kind: Kind, number: u64) -> Self {
        Self::Number(match kind {
            Kind::Signed | Kind::Time | Kind::Duration | Kind::Milliseconds => number.cast_signed().into(),
            Kind::Times(by) | Kind::Scaled(by) => i128::from(number) * i128::from(by),
            Kind::Flag | Kind::FlagIn(_) | Kind::FlagNamed(_) => i128::from(number != 0),
            _ => number.into(),
        })
    }

    /// An address of any layer; nothing where there is none.
    pub fn of_address(address: Address) -> Option<Self> {
        Some(match address {
            Address::None | Address::Unavailable => return None,
            Address::Mac(octets) => Self::Bytes(Cow::Owned(octets.to_vec())),
            Address::Ipv4(octets) => Self::Ipv4(u32::from_be_bytes(octets), 32),
            Address::Ipv6(octets) => Self::Ipv6(u128::from_be_bytes(octets), 128),
        })
    }

    fn address(octets: &'v [u8]) -> Option<Self> {
        Some(match octets.len() {
            4 => Self::Ipv4(u32::from_be_bytes(octets.try_into().ok()?), 32),
            16 => Self::Ipv6(u128::from_be_bytes(octets.try_into().ok()?), 128),
            _ => Self::Bytes(Cow::Borrowed(octets)),
        })
    }

    /// The same, which depends on no packet.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Number(number) => Value::Number(number),
            Self::Ipv4(address, bits) => Value::Ipv4(address, bits),
            Self::Ipv6(address, bits) => Value::Ipv6(address, bits),
            Self::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
        }
    }

    /// Its bytes: of a number none.
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        match self {
            Self::Number(_) => Cow::Borrowed(&[]),
            Self::Ipv4(address, _) => Cow::Owned(address.to_be_bytes().to_vec()),
            Self::Ipv6(address, _) => Cow::Owned(address.to_be_bytes().to_vec()),
            Self::Bytes(bytes) => Cow::Borrowed(bytes),
            Self::Text(text) => Cow::Borrowed(text.as_bytes()),
        }
    }

    /// How it compares with another of its type; networks equal the addresses in them. Nothing for other types.
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => Some(one.cmp(other)),
            (Self::Ipv4(one, bits), Self::Ipv4(other, other_bits)) => {
                let free = 32 - u32::from(*bits.min(other_bits)).min(32);
                let network = |address: u32| address.checked_shr(free).unwrap_or(0);
                Some(network(*one).cmp(&network(*other)))
            }
            (Self::Ipv6(one, bits), Self::Ipv6(other, other_bits)) => {
                let free = 128 - u32::from(*bits.min(other_bits)).min(128);
                let network = |address: u128| address.checked_shr(free).unwrap_or(0);
                Some(network(*one).cmp(&network(*other)))
            }
            (Self::Text(one), Self::Text(other)) => Some(one.as_bytes().cmp(other.as_bytes())),
            // the longer ones are greater, as in tshark
            (Self::Bytes(one), Self::Bytes(other)) => Some(one.len().cmp(&other.len()).then_with(|| one.cmp(other))),
            _ => None,
        }
    }

    /// Whether it is more than nothing.
    pub fn is_set(&self) -> bool {
        match self {
            Self::Number(number) => *number != 0,
            other => other.bytes().iter().any(|byte| *byte != 0),
        }
    }

    /// The bits that both have; nothing for values that have none, or not the same number of them.
    pub fn bits_of_both(&self, other: &Self) -> Option<Value<'static>> {
        Some(match (self, other) {
            (Self::Number(one), Self::Number(other)) => Value::Number(one & other),
            (Self::Ipv4(one, _), Self::Ipv4(other, _)) => Value::Ipv4(one & other, 32),
            (Self::Ipv6(one, _), Self::Ipv6(other, _)) => Value::Ipv6(one & other, 128),
            (Self::Bytes(one), Self::Bytes(other)) => {
                Value::Bytes(one.iter().zip(other.iter()).map(|(one, other)| one & other).collect())
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_equal_their_addresses() {
        let net = Value::Ipv4(0x0a00_0000, 8);
        assert_eq!(Value::Ipv4(0x0a01_0203, 32).order(&net), Some(Ordering::Equal));
        assert_eq!(Value::Ipv4(0x0b01_0203, 32).order(&net), Some(Ordering::Greater));
        assert_eq!(Value::Ipv4(7, 32).order(&Value::Ipv4(0, 0)), Some(Ordering::Equal));
        assert_eq!(Value::Ipv6(7, 128).order(&Value::Ipv6(0, 0)), Some(Ordering::Equal));
        assert_eq!(Value::Number(1).order(&net), None);
    }

    #[test]
    fn bits_are_those_of_both() {
        let bytes = |bytes: &'static [u8]| Value::Bytes(Cow::Borrowed(bytes));
        assert_eq!(bytes(&[3, 6]).bits_of_both(&bytes(&[2, 1])), Some(bytes(&[2, 0])));
        assert!(!bytes(&[0, 0]).is_set() && bytes(&[0, 1]).is_set());
        assert_eq!(Value::Number(6).bits_of_both(&Value::Number(3)), Some(Value::Number(2)));
    }
}
