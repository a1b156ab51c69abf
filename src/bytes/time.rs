//! Nanosecond times and durations: civil dates (proleptic Gregorian) and fractions of as many digits as a file has.

use std::fmt;

const SECOND: i64 = 1_000_000_000;
const DAY: i64 = 86_400;

/// A signed number of nanoseconds that prints as seconds with `digits` of a fraction, rounded towards zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seconds {
    /// Nanoseconds.
    pub ns: i64,
    /// Digits after the point, 0–9.
    pub digits: u8,
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.ns.unsigned_abs();
        let (seconds, fraction) = (all / SECOND as u64, all % SECOND as u64);
        let sign = if self.ns < 0 { "-" } else { "" };
        write!(f, "{sign}{seconds}")?;
        write_fraction(f, fraction, self.digits)
    }
}

fn write_fraction(f: &mut fmt::Formatter<'_>, ns: u64, digits: u8) -> fmt::Result {
    let digits = digits.min(9);
    if digits == 0 {
        return Ok(());
    }
    let shown = ns / 10u64.pow(u32::from(9 - digits));
    write!(f, ".{shown:0width$}", width = usize::from(digits))
}

/// A span of time that prints in words: `1 day, 2 hours, 0.5 seconds`, parts that are zero left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InWords {
    ms: u64,
}

impl InWords {
    /// So many seconds.
    pub fn from_seconds(seconds: u64) -> Self {
        Self { ms: seconds.saturating_mul(1000) }
    }

    /// So many milliseconds.
    pub fn from_ms(ms: impl Into<u64>) -> Self {
        Self { ms: ms.into() }
    }
}

impl fmt::Display for InWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, ms) = (self.ms / 1000, self.ms % 1000);
        let parts = [(seconds / 86_400, "day"), (seconds / 3600 % 24, "hour"), (seconds / 60 % 60, "minute")];
        let mut comma = "";
        for (count, unit) in parts.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, "{comma}{count} {unit}{}", if count == 1 { "" } else { "s" })?;
            comma = ", ";
        }
        match (seconds % 60, ms) {
            (0, 0) if self.ms > 0 => Ok(()),
            (1, 0) => write!(f, "{comma}1 second"),
            (rest, 0) => write!(f, "{comma}{rest} seconds"),
            (rest, ms) => write!(f, "{comma}{rest}.{ms:03} seconds"),
        }
    }
}

/// A day and a time of day in some zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    /// Year, astronomical.
    pub year: i64,
    /// 1–12.
    pub month: u8,
    /// 1–31.
    pub day: u8,
    /// 1–366.
    pub day_of_year: u16,
    /// 0–23.
    pub hour: u8,
    /// 0–59.
    pub minute: u8,
    /// 0–59.
    pub second: u8,
    /// 0–999,999,999.
    pub nanosecond: u32,
}

impl Civil {
    /// The moment `ns` after 1970-01-01 00:00 UTC, shown in a zone `offset` seconds east of UTC.
    pub fn from_epoch(ns: i64, offset: i32) -> Self {
        let seconds = ns.div_euclid(SECOND) + i64::from(offset);
        let (days, time) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
        let (year, month, day) = date_from_days(days);
        Self {
            year,
            month,
            day,
            day_of_year: (days - days_from_date(year, 1, 1) + 1) as u16,
            hour: (time / 3600) as u8,
            minute: (time / 60 % 60) as u8,
            second: (time % 60) as u8,
            nanosecond: ns.rem_euclid(SECOND) as u32,
        }
    }

    /// `2023-10-24`.
    pub fn date(self) -> impl fmt::Display {
        fmt::from_fn(move |f| write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day))
    }

    /// `22:46:40.745460`, with `digits` of a fraction.
    pub fn time(self, digits: u8) -> impl fmt::Display {
        fmt::from_fn(move |f| {
            write!(f, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
            write_fraction(f, u64::from(self.nanosecond), digits)
        })
    }

    /// `Oct 24, 2023 22:46:40.745460000`, as the Arrival Time line has it.
    pub fn long(self) -> impl fmt::Display {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        fmt::from_fn(move |f| {
            let month = MONTHS.get(usize::from(self.month).wrapping_sub(1)).copied().unwrap_or("?");
            write!(f, "{month} {:2}, {} {}", self.day, self.year, self.time(9))
        })
    }
}

/// Days since 1970-01-01 to (year, month, day); Howard Hinnant's `civil_from_days`, years beginning in March.
fn date_from_days(days: i64) -> (i64, u8, u8) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month as u8, day as u8)
}

/// Days since 1970-01-01 of a date; Howard Hinnant's `days_from_civil`.
pub fn days_from_date(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_the_arrival_time_of_the_lab() {
        let civil = Civil::from_epoch(1_698_158_800_745_460_000, 8 * 3600);
        assert_eq!(civil.long().to_string(), "Oct 24, 2023 22:46:40.745460000");
        assert_eq!(format!("{} {}", civil.date(), civil.time(6)), "2023-10-24 22:46:40.745460");
    }

    #[test]
    fn agrees_with_jiff_as_far_as_nanoseconds_reach() {
        for day in (-106_000..106_000).step_by(17) {
            let zoned = jiff::Timestamp::from_second(day * DAY + 5).unwrap().to_zoned(jiff::tz::TimeZone::UTC);
            let civil = Civil::from_epoch((day * DAY + 5) * SECOND, 0);
            assert_eq!(
                (civil.year, civil.month, civil.day),
                (zoned.year().into(), zoned.month() as u8, zoned.day() as u8)
            );
            assert_eq!(civil.day_of_year, zoned.day_of_year() as u16);
        }
    }

    #[test]
    fn spans_have_words() {
        assert_eq!(InWords::from_seconds(0).to_string(), "0 seconds");
        assert_eq!(InWords::from_seconds(90_061).to_string(), "1 day, 1 hour, 1 minute, 1 second");
        assert_eq!(InWords::from_seconds(3600).to_string(), "1 hour");
        assert_eq!(InWords::from_ms(7_200_050u32).to_string(), "2 hours, 0.050 seconds");
    }

    #[test]
    fn seconds_round_towards_zero() {
        assert_eq!(Seconds { ns: 1_999_999_999, digits: 6 }.to_string(), "1.999999");
        assert_eq!(Seconds { ns: -1_500, digits: 6 }.to_string(), "-0.000001");
        assert_eq!(Seconds { ns: 2_000_000_000, digits: 0 }.to_string(), "2");
    }
}
