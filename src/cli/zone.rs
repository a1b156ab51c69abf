//! The time zone of this machine (`TZ`), as the engine wants it: offsets by instant.

use jiff::{Timestamp, tz::TimeZone};

/// Seconds east of UTC between two instants (seconds since 1970): `(from, offset)`, the first from the beginning of
/// time; and what the zone is called at `first`.
pub fn local(first: i64, last: i64) -> (Vec<(i64, i32)>, String) {
    between(&TimeZone::system(), first, last)
}

fn between(zone: &TimeZone, first: i64, last: i64) -> (Vec<(i64, i32)>, String) {
    let Ok(start) = Timestamp::from_second(first) else { return (Vec::new(), String::new()) };
    let info = zone.to_offset_info(start);
    let mut offsets = vec![(i64::MIN, info.offset().seconds())];
    for change in zone.following(start).take_while(|change| change.timestamp().as_second() <= last) {
        offsets.push((change.timestamp().as_second(), change.offset().seconds()));
    }
    (offsets, info.abbreviation().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_time_within_a_capture_is_two_offsets() {
        let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        // 2026-03-29 01:00 UTC: clocks go from 02:00 to 03:00.
        let change = 1_774_746_000;
        let (offsets, name) = between(&berlin, change - 60, change + 60);
        assert_eq!(offsets, [(i64::MIN, 3600), (change, 7200)]);
        assert_eq!(name, "CET");
        assert_eq!(between(&TimeZone::UTC, 0, change).0, [(i64::MIN, 0)]);
    }
}
