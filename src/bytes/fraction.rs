//! Fractions as decimals, worked out in whole numbers: printing floating point brings 6 kB of code and tables to the page.

use std::{cmp::Ordering, fmt};

/// A fraction that prints with six digits behind the point, what lies halfway rounded to even.
#[derive(Debug, Clone, Copy)]
pub struct Fraction {
    /// What is divided.
    pub numerator: u128,
    /// By what: 1 to 2¹⁰⁰.
    pub denominator: u128,
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNIT: u128 = 1_000_000;
        let denominator = self.denominator.clamp(1, 1 << 100);
        let rest = self.numerator % denominator * UNIT;
        let units = rounded(rest / denominator, (rest % denominator * 2).cmp(&denominator));
        write!(f, "{}.{:06}", self.numerator / denominator + units / UNIT, (units % UNIT) as u32)
    }
}

/// `number` or the next one, by how what was cut off compares with a half.
pub fn rounded(number: u128, cut_off: Ordering) -> u128 {
    match cut_off {
        Ordering::Less => number,
        Ordering::Equal => number + (number & 1),
        Ordering::Greater => number + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_printed_like_floating_point() {
        for power in -128..=127_i32 {
            let fraction = match u32::try_from(power) {
                Ok(power) => Fraction { numerator: 1 << power, denominator: 1 },
                Err(_) => Fraction { numerator: 1, denominator: 1 << power.unsigned_abs().min(100) },
            };
            assert_eq!(fraction.to_string(), format!("{:.6}", 2_f64.powi(power)), "{power}");
        }
        for value in (0..u32::MAX).step_by(65_521).chain([1, 32_768, 65_535, 65_536, u32::MAX]) {
            let fraction = Fraction { numerator: value.into(), denominator: 65_536 };
            assert_eq!(fraction.to_string(), format!("{:.6}", f64::from(value) / 65_536.0), "{value}");
        }
    }
}
