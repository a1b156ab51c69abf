//! Counts and sizes as short text: digits, a unit, and nothing that needs translating.

/// A whole number with its thousands separated: `1,284,032`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of bytes in decimal units, two digits of it: `983 B`, `3.3 kB`, `812 MB`.
pub fn size(bytes: u64) -> String {
    let (value, unit) = scaled(bytes, bytes);
    format!("{value} {unit}")
}

/// An average with as many digits as one reads: `12,346`, `12.3`, `0.012`.
pub fn average(number: f64) -> String {
    match number {
        100.0.. => thousands(number.round() as u64),
        1.0.. => decimal(number, 1),
        _ => decimal(number, 3),
    }
}

/// A number that is not negative with so many digits behind the point: `0.012`.
///
/// The language's own way prints every number to the last digit, and half of it would be 25 kB of the page.
pub fn decimal(number: f64, digits: u32) -> String {
    let unit = 10_u64.pow(digits);
    let units = (number * unit as f64).round() as u64;
    format!("{}.{:0places$}", units / unit, units % unit, places = digits as usize)
}

/// Bits a second in decimal units: `100 Mbit/s`.
pub fn bit_rate(bits: f64) -> String {
    let whole = bits.round() as u64;
    let (value, unit) = if whole < 1000 { (average(bits), "B") } else { scaled(whole, whole) };
    format!("{value} {}bit/s", unit.trim_end_matches('B'))
}

/// How much of a size is there, sharing one unit: `("1.3", "3.1", "GB")`.
pub fn part_of(bytes: u64, whole: u64) -> (String, String, &'static str) {
    let (part, _) = scaled(bytes, whole);
    let (whole, unit) = scaled(whole, whole);
    (part, whole, unit)
}

/// `bytes` in the unit that suits `measure`.
fn scaled(bytes: u64, measure: u64) -> (String, &'static str) {
    const UNITS: [(u64, &str); 4] =
        [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    let Some((step, unit)) = UNITS.into_iter().find(|(step, _)| measure >= *step) else {
        return (bytes.to_string(), "B");
    };
    let tenths = (u128::from(bytes) * 10 + u128::from(step) / 2) / u128::from(step);
    let whole_tenths = (u128::from(measure) * 10 + u128::from(step) / 2) / u128::from(step);
    if whole_tenths < 100 {
        (format!("{}.{}", tenths / 10, tenths % 10), unit)
    } else {
        (((u128::from(bytes) + u128::from(step) / 2) / u128::from(step)).to_string(), unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(12_345_678), "12,345,678");
    }

    #[test]
    fn sizes_have_two_digits() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(983), "983 B");
        assert_eq!(size(3_343), "3.3 kB");
        assert_eq!(size(10_039), "10 kB");
        assert_eq!(size(4_209_389), "4.2 MB");
        assert_eq!(size(812_400_000), "812 MB");
        assert_eq!(size(3_100_000_000), "3.1 GB");
    }

    #[test]
    fn averages_and_rates_are_short() {
        assert_eq!(average(12_345.6), "12,346");
        assert_eq!(average(12.34), "12.3");
        assert_eq!(average(0.0123), "0.012");
        assert_eq!(bit_rate(100_000_000.0), "100 Mbit/s");
        assert_eq!(bit_rate(999.7), "1.0 kbit/s");
        assert_eq!(bit_rate(512.0), "512 bit/s");
        assert_eq!(bit_rate(0.4267), "0.427 bit/s");
    }

    #[test]
    fn decimals_are_rounded() {
        assert_eq!(decimal(0.0, 3), "0.000");
        assert_eq!(decimal(2.0 / 3.0, 6), "0.666667");
        assert_eq!(decimal(0.9996, 3), "1.000");
        assert_eq!(decimal(12.05, 1), "12.1");
    }

    #[test]
    fn a_part_has_the_unit_of_the_whole() {
        assert_eq!(part_of(1_300_000_000, 3_100_000_000), ("1.3".into(), "3.1".into(), "GB"));
        assert_eq!(part_of(400, 12_000), ("0".into(), "12".into(), "kB"));
    }
}
