//! Conversations in the order of any of their columns.

use serde::{Deserialize, Serialize};

use super::conversations::{Amount, Conversation, End};

/// A column of a table of conversations. Of a table of ends, `There` is what they sent and `Back` what they received.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum By {
    /// The first packet, and so the number of the stream.
    First,
    /// Address of the first packet's sender.
    FromAddress,
    /// Its port.
    FromPort,
    /// Address of the receiver.
    ToAddress,
    /// Its port.
    ToPort,
    /// Packets both ways.
    #[default]
    Packets,
    /// Bytes both ways.
    Bytes,
    /// Packets from the first sender.
    PacketsThere,
    /// Bytes from the first sender.
    BytesThere,
    /// Packets towards it.
    PacketsBack,
    /// Bytes towards it.
    BytesBack,
    /// When the first packet came.
    Start,
    /// Time from the first packet to the last one.
    Duration,
    /// Bits a second from the first sender.
    RateThere,
    /// Bits a second towards it.
    RateBack,
    /// How long the handshake took.
    RoundTrip,
    /// Segments sent again or missing.
    Losses,
}

/// The places of `all` in the order of a column; equal ones stay in the order of their first packets, and those without
/// a value come last.
pub fn order(all: &[Conversation], by: By, descending: bool) -> Vec<u32> {
    let ranked = all.iter().zip(0..).map(|(one, place)| {
        let rank = rank(one, by);
        (rank.map_or(u128::MAX, |rank| if descending { !rank - 1 } else { rank }), place)
    });
    let mut ranked: Vec<(u128, u32)> = ranked.collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, place)| place).collect()
}

/// Bits a second that so much is in the conversation's time; nothing where that is an instant.
pub fn rate(one: &Conversation, amount: Amount) -> Option<u64> {
    let bits = u128::from(amount.bytes) * 8 * 1_000_000_000;
    bits.checked_div(one.end.abs_diff(one.start).into()).and_then(|rate| u64::try_from(rate).ok())
}

fn rank(one: &Conversation, by: By) -> Option<u128> {
    Some(match by {
        By::First => one.first.into(),
        By::FromAddress => address(one.from),
        By::ToAddress => address(one.to),
        By::FromPort => one.from.1?.into(),
        By::ToPort => one.to.1?.into(),
        By::Packets => one.total().packets.into(),
        By::Bytes => one.total().bytes.into(),
        By::PacketsThere => one.there.packets.into(),
        By::BytesThere => one.there.bytes.into(),
        By::PacketsBack => one.back.packets.into(),
        By::BytesBack => one.back.bytes.into(),
        By::Start => one.start.abs_diff(i64::MIN).into(),
        By::Duration => one.end.abs_diff(one.start).into(),
        By::RateThere => rate(one, one.there)?.into(),
        By::RateBack => rate(one, one.back)?.into(),
        By::RoundTrip => one.round_trip?.into(),
        By::Losses => one.losses.into(),
    })
}

/// Addresses as numbers; of IPv6 all but the last bit, so that none is the largest number.
fn address((address, _): End) -> u128 {
    if address.octets().len() == 16 { address.number() >> 1 } else { address.number() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{bytes::Address, index::Row};

    fn conversation(last: u8, packets: u64, losses: u32, round_trip: Option<u64>) -> Conversation {
        let mut by_address = crate::analyse::conversations::ByAddress::default();
        let (a, b) = (Address::Ipv4([10, 0, 0, last]), Address::Ipv4([10, 0, 0, 99]));
        by_address.take(&Row::default(), last.into(), (a, b));
        let mut one = by_address.finish().remove(0);
        one.there = Amount { packets, bytes: packets * 100 };
        Conversation { losses, round_trip, end: 1_000_000_000, ..one }
    }

    #[test]
    fn equal_ones_keep_their_order_and_unknown_ones_come_last() {
        let all = [conversation(3, 5, 1, None), conversation(1, 9, 1, Some(7)), conversation(2, 5, 0, Some(3))];
        assert_eq!(order(&all, By::Packets, true), [1, 0, 2]);
        assert_eq!(order(&all, By::Packets, false), [0, 2, 1]);
        assert_eq!(order(&all, By::FromAddress, false), [1, 2, 0]);
        assert_eq!(order(&all, By::RoundTrip, false), [2, 1, 0]);
        assert_eq!(order(&all, By::RoundTrip, true), [1, 2, 0]);
        assert_eq!(order(&all, By::Losses, true), [0, 1, 2]);
    }

    #[test]
    fn a_rate_is_bits_a_second() {
        let one = conversation(1, 10, 0, None);
        assert_eq!(rate(&one, one.there), Some(8_000));
        let instant = Conversation { end: one.start, ..one };
        assert_eq!(rate(&instant, instant.there), None);
    }
}
