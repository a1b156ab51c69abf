//! When a packet came, as the line above its dump says.

use crate::bytes::time::days_from_date;

const SECOND: i64 = 1_000_000_000;
const DAY: i64 = 86_400;

/// A time in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    /// Nanoseconds since 1970.
    Moment(i64),
    /// Nanoseconds since midnight.
    Clock(i64),
}

/// Times of day, one after another → moments.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    day: i64,
    last: i64,
}

impl Calendar {
    /// Nanoseconds since 1970; a clock that goes back by half a day and more has passed midnight.
    pub fn moment(&mut self, stamp: Stamp) -> i64 {
        match stamp {
            Stamp::Moment(time) => time,
            Stamp::Clock(time) => {
                if self.last - time > DAY / 2 * SECOND {
                    self.day += 1;
                }
                self.last = time;
                self.day * DAY * SECOND + time
            }
        }
    }
}

impl Stamp {
    /// The time among the first words of a line: of day, with a date before it, or in seconds since 1970.
    pub fn of(line: &str) -> Option<Self> {
        let mut date = None;
        for word in line.split([' ', '\t', 'T']).filter(|word| !word.is_empty()).take(4) {
            let word = word.trim_matches(['[', ']', '(', ')', ',', 'Z']);
            if let Some(clock) = clock(word) {
                let day = |date: i64| date.checked_mul(DAY * SECOND)?.checked_add(clock);
                return Some(date.and_then(day).map_or(Self::Clock(clock), Self::Moment));
            }
            date = self::date(word);
        }
        since_1970(line.split_whitespace().next()?).map(Self::Moment)
    }
}

/// `12:34:56.789012`, in nanoseconds.
fn clock(word: &str) -> Option<i64> {
    let (whole, fraction) = word.split_once('.').unwrap_or((word, ""));
    let mut parts = whole.split(':').map(|part| number(part, 2));
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    let is_time = parts.next().is_none() && hours < 24 && minutes < 60 && seconds <= 60;
    let nanoseconds = nanoseconds(fraction)?;
    is_time.then_some(((hours * 60 + minutes) * 60 + seconds) * SECOND + nanoseconds)
}

/// `2026-01-31`, in days since 1970.
fn date(word: &str) -> Option<i64> {
    let mut parts = word.split(['-', '/']);
    let (year, month, day) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let is_date = parts.next().is_none() && year > 1900 && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then(|| days_from_date(year, month, day))
}

/// `1767225600.000000`, in nanoseconds.
fn since_1970(word: &str) -> Option<i64> {
    let (seconds, fraction) = word.split_once('.')?;
    let seconds = if seconds.len() >= 9 { number(seconds, 10)? } else { return None };
    seconds.checked_mul(SECOND)?.checked_add(nanoseconds(fraction)?)
}

/// Digits of a second's fraction.
fn nanoseconds(fraction: &str) -> Option<i64> {
    let digits = u32::try_from(fraction.len()).ok().filter(|digits| *digits <= 9)?;
    if digits == 0 { Some(0) } else { Some(number(fraction, 9)? * 10_i64.pow(9 - digits)) }
}

/// A number of so many digits at most.
fn number(digits: &str, most: usize) -> Option<i64> {
    let is = digits.len() <= most && digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse().ok().filter(|_| is)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_stand_at_the_beginning() {
        let noon = 43_200 * SECOND;
        assert_eq!(Stamp::of("12:00:00.000001 IP 10.0.0.1 > 10.0.0.2: ICMP"), Some(Stamp::Clock(noon + 1_000)));
        assert_eq!(Stamp::of("    7  12:00:00.000000001 IP"), Some(Stamp::Clock(noon + 1)));
        let moment = Some(Stamp::Moment(1_767_225_600 * SECOND + noon));
        assert_eq!(Stamp::of("2026-01-01 12:00:00.000000 IP"), moment);
        assert_eq!(Stamp::of("[2026-01-01T12:00:00Z] frame"), moment);
        assert_eq!(Stamp::of("1767268800.000000 IP 10.0.0.1"), moment);
    }

    #[test]
    fn other_numbers_are_no_times() {
        for line in [
            "aa:bb:cc:dd:ee:ff > 1",
            "25:00:00 IP",
            "IP6 2001:db8::1",
            "12:00:00.0000000001",
            "1.5 s",
            "",
            "第12:00:00包",
        ] {
            assert_eq!(Stamp::of(line), None, "{line}");
        }
    }

    #[test]
    fn a_clock_that_goes_back_has_passed_midnight() {
        let mut calendar = Calendar::default();
        let hours = |hour: i64| hour * 3_600 * SECOND;
        let moments = [23, 22, 1, 2, 23, 0].map(|hour| calendar.moment(Stamp::Clock(hours(hour))) / hours(1));
        assert_eq!(moments, [23, 22, 25, 26, 47, 48]);
    }
}
