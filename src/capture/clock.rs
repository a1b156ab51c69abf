//! Timestamps of an interface → nanoseconds since 1970 and back, whatever its resolution and offset.

/// How an interface counts time: `if_tsresol` and `if_tsoffset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    unit: Unit,
    /// Nanoseconds to add.
    offset: i64,
    /// Digits of a second's fraction to show.
    pub digits: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// One tick is so many nanoseconds.
    Times(u64),
    /// So many ticks are one nanosecond.
    Over(u128),
    /// So many halvings of a second are one tick.
    Halved(u8),
}

impl Clock {
    /// The clock of a pcapng interface: the raw `if_tsresol` byte (6 when absent) and `if_tsoffset` in seconds.
    pub fn new(resolution: u8, offset_seconds: i64) -> Self {
        let exponent = resolution & 0x7f;
        let offset = offset_seconds.saturating_mul(1_000_000_000);
        if resolution & 0x80 != 0 {
            return Self { unit: Unit::Halved(exponent), offset, digits: digits_of_halvings(exponent) };
        }
        let unit = match 9_u8.checked_sub(exponent) {
            Some(less) => Unit::Times(10_u64.pow(u32::from(less))),
            None => Unit::Over(10_u128.checked_pow(u32::from(exponent - 9)).unwrap_or(u128::MAX)),
        };
        Self { unit, offset, digits: digits_of_tenths(exponent) }
    }

    /// Nanoseconds since 1970 of a raw timestamp; what does not fit is the nearest that does.
    #[inline]
    pub fn time(&self, ticks: u64) -> i64 {
        let since_offset = match self.unit {
            Unit::Times(factor) => i64::try_from(ticks.saturating_mul(factor)).unwrap_or(i64::MAX),
            Unit::Over(divisor) => i64::try_from(u128::from(ticks) / divisor).unwrap_or(i64::MAX),
            Unit::Halved(exponent) => {
                i64::try_from((u128::from(ticks) * 1_000_000_000) >> exponent).unwrap_or(i64::MAX)
            }
        };
        // i64::MIN means "no time at all".
        since_offset.saturating_add(self.offset).max(i64::MIN + 1)
    }

    /// The raw timestamp of which [`Clock::time`] makes these nanoseconds; one that is finer is cut, and what does not fit is
    /// the nearest that does.
    pub fn ticks(&self, time: i64) -> u64 {
        let since_offset = u128::try_from(i128::from(time) - i128::from(self.offset)).unwrap_or(0);
        let ticks = match self.unit {
            // The latest time stands for all that are later.
            Unit::Times(factor) if time == i64::MAX => since_offset.div_ceil(factor.into()),
            Unit::Times(factor) => since_offset / u128::from(factor),
            Unit::Over(divisor) => since_offset.saturating_mul(divisor),
            // Rounded up, because the other way is rounded down. Where 128 bits are too few, 64 are by far.
            Unit::Halved(exponent) => {
                let halved = since_offset.checked_mul(1 << exponent);
                halved.map_or(u128::MAX, |ticks| ticks.div_ceil(1_000_000_000))
            }
        };
        u64::try_from(ticks).unwrap_or(u64::MAX)
    }

    /// Whether its timestamps are whole microseconds.
    pub fn is_in_microseconds(&self) -> bool {
        matches!(self.unit, Unit::Times(factor) if factor >= 1_000)
    }
}

/// Wireshark shows 0, 1, 2, 3, 6 or 9 digits: the most that the resolution fills.
fn digits_of_tenths(exponent: u8) -> u8 {
    match exponent {
        0..=3 => exponent,
        4..=5 => 3,
        6..=8 => 6,
        _ => 9,
    }
}

fn digits_of_halvings(exponent: u8) -> u8 {
    match exponent {
        0..=3 => 0,
        4..=6 => 1,
        7..=9 => 2,
        10..=19 => 3,
        20..=29 => 6,
        _ => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_resolutions() {
        assert_eq!(Clock::new(6, 0).time(1_258_133_614_430_569), 1_258_133_614_430_569_000);
        assert_eq!(Clock::new(0, 0).time(7), 7_000_000_000);
        assert_eq!(Clock::new(9, 0).time(7), 7);
        assert_eq!(Clock::new(12, 0).time(7_999), 7);
        assert_eq!(Clock::new(127, 0).time(u64::MAX), 0);
    }

    #[test]
    fn binary_resolutions() {
        // What tshark shows for the same ticks.
        let ticks = |exponent: u32| (1_258_133_614_u64 << exponent) + ((430_569_123_u64 << exponent) / 1_000_000_000);
        assert_eq!(Clock::new(0x80 | 20, 0).time(ticks(20)), 1_258_133_614_430_568_695);
        assert_eq!(Clock::new(0x80 | 7, 0).time(ticks(7)), 1_258_133_614_429_687_500);
        assert_eq!(Clock::new(0x80 | 127, 0).time(u64::MAX), 0);
    }

    #[test]
    fn offsets_and_overflow() {
        assert_eq!(Clock::new(6, -5).time(1_000_000), -4_000_000_000);
        assert_eq!(Clock::new(6, 0).time(u64::MAX), i64::MAX);
        assert_eq!(Clock::new(6, i64::MAX).time(u64::MAX), i64::MAX);
        assert_eq!(Clock::new(6, i64::MIN).time(0), i64::MIN + 1);
    }

    #[test]
    fn raw_timestamps_come_back() {
        for resolution in
            [0, 1, 3, 6, 7, 9, 10, 12].into_iter().chain([0, 1, 7, 20, 29, 30, 33, 64].map(|bits| bits | 0x80))
        {
            for offset in [0, -7, 1_600_000_000] {
                let clock = Clock::new(resolution, offset);
                for ticks in [0, 1, 999, 123_456_789, 8_000_000_007] {
                    let time = clock.time(ticks);
                    let again = clock.ticks(time);
                    assert_eq!(clock.time(again), time, "{ticks} of {resolution:#x}, offset {offset}");
                }
            }
        }
        assert_eq!(Clock::new(6, 0).ticks(1_258_133_614_430_569_999), 1_258_133_614_430_569);
        assert_eq!(Clock::new(0x80 | 20, 0).ticks(Clock::new(0x80 | 20, 0).time(987_654_321)), 987_654_321);
    }

    #[test]
    fn times_that_no_timestamp_means_are_the_nearest() {
        assert_eq!(Clock::new(6, 0).ticks(-1), 0);
        assert_eq!(Clock::new(6, 0).ticks(i64::MIN), 0);
        assert_eq!(Clock::new(6, -5).ticks(-4_000_000_000), 1_000_000);
        assert_eq!(Clock::new(12, 0).ticks(i64::MAX), u64::MAX);
        assert_eq!(Clock::new(0x80 | 127, 0).ticks(i64::MAX), u64::MAX);
        assert_eq!(Clock::new(127, i64::MIN).ticks(i64::MAX), u64::MAX);
    }

    #[test]
    fn digits_follow_the_resolution() {
        let digits = |resolutions: [u8; 8]| resolutions.map(|resolution| Clock::new(resolution, 0).digits);
        assert_eq!(digits([0, 1, 2, 3, 5, 6, 8, 9]), [0, 1, 2, 3, 3, 6, 6, 9]);
        assert_eq!(digits([3, 4, 7, 9, 10, 19, 20, 30].map(|bits| bits | 0x80)), [0, 1, 2, 2, 3, 3, 6, 9]);
    }
}
