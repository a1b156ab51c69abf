//! Moments and spans of time as text, with the digits that the file has and no word to translate.

use crate::{
    bytes::time::{Civil, Seconds},
    engine::request::Settings,
};

/// Date and time in the person's zone and how far that is from UTC: `2023-10-24 15:14:03.745460 +08:00`.
pub fn local(ns: i64, settings: &Settings, digits: u8) -> String {
    let offset = settings.options().offset_at(ns);
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs() / 60;
    format!("{} {sign}{:02}:{:02}", civil(ns, offset, digits), minutes / 60, minutes % 60)
}

/// Date and time in UTC: `2023-10-24 07:14:03.745460 UTC`.
pub fn utc(ns: i64, digits: u8) -> String {
    format!("{} UTC", civil(ns, 0, digits))
}

/// Whether the person's zone is UTC then.
pub fn is_utc(ns: i64, settings: &Settings) -> bool {
    settings.options().offset_at(ns) == 0
}

/// Seconds of a span: `84.217093`.
pub fn seconds(ns: u64, digits: u8) -> String {
    Seconds { ns: i64::try_from(ns).unwrap_or(i64::MAX), digits }.to_string()
}

/// A span as one says it: `9.086 ms`, `4.749 s`.
pub fn span(ns: u64) -> String {
    let (parts, unit) = if ns < 1_000_000_000 {
        (ns.saturating_add(500) / 1_000, "ms")
    } else {
        (ns.saturating_add(500_000) / 1_000_000, "s")
    };
    format!("{}.{:03} {unit}", parts / 1_000, parts % 1_000)
}

/// Hours, minutes and seconds of a span of a minute or more: `1:03:20`.
pub fn clock(ns: u64) -> Option<String> {
    let seconds = ns / 1_000_000_000;
    (seconds >= 60).then(|| format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

fn civil(ns: i64, offset: i32, digits: u8) -> String {
    let civil = Civil::from_epoch(ns, offset);
    format!("{} {}", civil.date(), civil.time(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_both_zones() {
        let settings = Settings { zone: vec![(i64::MIN, 8 * 3600)], ..Settings::default() };
        let ns = 1_698_131_643_745_460_000;
        assert_eq!(local(ns, &settings, 6), "2023-10-24 15:14:03.745460 +08:00");
        assert_eq!(utc(ns, 3), "2023-10-24 07:14:03.745 UTC");
        let west = Settings { zone: vec![(i64::MIN, -12_600)], ..Settings::default() };
        assert_eq!(local(ns, &west, 0), "2023-10-24 03:44:03 -03:30");
        assert!(is_utc(ns, &Settings::default()) && !is_utc(ns, &west));
    }

    #[test]
    fn spans_keep_their_digits() {
        assert_eq!(seconds(84_217_093_000, 6), "84.217093");
        assert_eq!((span(38_000), span(4_748_863_000)), ("0.038 ms".into(), "4.749 s".into()));
        assert_eq!(clock(59_999_999_999), None);
        assert_eq!(clock(3_800_000_000_000), Some("1:03:20".into()));
    }
}
