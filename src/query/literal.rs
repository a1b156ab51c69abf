//! What somebody wrote → a value of the type that the field beside it has.

use std::{
    borrow::Cow,
    net::{Ipv4Addr, Ipv6Addr},
};

use crate::{
    bytes::time::days_from_date,
    dissect::field::{Field, Kind, Type},
    query::value::Value,
};

/// A value as it is written.
#[derive(Debug, Clone, Copy)]
pub enum Written<'w> {
    /// Without quotes.
    Word(&'w str),
    /// In double quotes.
    Quoted(&'w [u8]),
    /// In single quotes.
    Character(u8),
}

/// Why something is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoValue {
    /// It is none of this type.
    Other,
    /// It is greater than this.
    MoreThan(u64),
}

/// A value of this type; of a field, also by the names that it has for its values.
pub fn value(written: Written<'_>, values: Type, field: Option<&Field>) -> Result<Value<'static>, NoValue> {
    let kind = field.map(|field| field.kind);
    let found = match values {
        Type::Number | Type::Packet => return unsigned(written, kind),
        Type::Signed => integer(written).or_else(|| named(written, kind)).map(Value::Number),
        Type::Boolean => boolean(written, kind),
        Type::Ipv4 => word(written).and_then(ipv4),
        Type::Ipv6 => word(written).and_then(ipv6),
        Type::Mac => word(written).and_then(hex_bytes).filter(|bytes| bytes.len() == 6).map(owned),
        Type::Bytes | Type::Protocol => bytes(written),
        Type::Text => Some(text(written)),
        Type::Time => instant(written).map(Value::Number),
        Type::Duration => {
            let unit = if matches!(kind, Some(Kind::Milliseconds)) { 6 } else { 9 };
            word(written).and_then(|word| decimal(word, unit)).map(Value::Number)
        }
        Type::Label => None,
    };
    found.ok_or(NoValue::Other)
}

fn word(written: Written<'_>) -> Option<&str> {
    match written {
        Written::Word(word) => Some(word),
        _ => None,
    }
}

fn owned(bytes: Vec<u8>) -> Value<'static> {
    Value::Bytes(Cow::Owned(bytes))
}

fn unsigned(written: Written<'_>, kind: Option<Kind>) -> Result<Value<'static>, NoValue> {
    let most = kind.map_or(u64::from(u32::MAX), most);
    match integer(written).or_else(|| named(written, kind)) {
        Some(number) if number > most.into() => Err(NoValue::MoreThan(most)),
        // below zero it goes round, as in 32 bits
        Some(number) if number < 0 => Ok(Value::Number(number.rem_euclid(1 << 32))),
        Some(number) => Ok(Value::Number(number)),
        None => Err(NoValue::Other),
    }
}

/// The greatest number that a field of this kind holds.
fn most(kind: Kind) -> u64 {
    match kind {
        Kind::Port(_) => u16::MAX.into(),
        Kind::Either([first, ..]) => most(first.kind),
        Kind::Hex(digits) | Kind::DecHex(digits) | Kind::HexDec(digits) | Kind::HexNamed(digits, _) if digits < 16 => {
            (1 << (4 * u64::from(digits).div_ceil(2) * 2)) - 1
        }
        Kind::Packet => u32::MAX.into(),
        Kind::Dec | Kind::Times(_) | Kind::Named(_) => u32::MAX.into(),
        _ => u64::MAX,
    }
}

/// A whole number: `80`, `0x50`, `0120`, `0b1010000`, `-1`, `'P'`.
pub fn integer(written: Written<'_>) -> Option<i128> {
    let word = match written {
        Written::Word(word) => word,
        Written::Character(byte) => return Some(byte.into()),
        Written::Quoted(_) => return None,
    };
    let (sign, digits) = word.strip_prefix('-').map_or((1, word), |digits| (-1, digits));
    if !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let (radix, digits) = match digits.get(..2) {
        Some("0x" | "0X") => (16, digits.get(2..)?),
        Some("0b" | "0B") => (2, digits.get(2..)?),
        Some(_) if digits.starts_with('0') => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    u64::from_str_radix(digits, radix).ok().map(|number| i128::from(number) * sign)
}

/// The number that a field's own names give this text.
fn named(written: Written<'_>, kind: Option<Kind>) -> Option<i128> {
    let text = match written {
        Written::Word(word) => word,
        Written::Quoted(bytes) => std::str::from_utf8(bytes).ok()?,
        Written::Character(_) => return None,
    };
    let (Kind::Named(names) | Kind::HexNamed(_, names)) = kind? else { return None };
    names.iter().find(|(.., name)| name.eq_ignore_ascii_case(text)).map(|(first, ..)| first.into())
}

fn boolean(written: Written<'_>, kind: Option<Kind>) -> Option<Value<'static>> {
    let words = match kind {
        Some(Kind::FlagNamed(words)) => words,
        _ => ["Set", "Not set"],
    };
    let is = match written {
        Written::Word("True" | "TRUE") => true,
        Written::Word("False" | "FALSE") => false,
        Written::Word(word) if word.starts_with(|first: char| first.is_ascii_digit()) => integer(written)? != 0,
        Written::Word(word) => words.iter().position(|one| one.eq_ignore_ascii_case(word))? == 0,
        Written::Quoted(text) => words.iter().position(|one| one.as_bytes().eq_ignore_ascii_case(text))? == 0,
        Written::Character(byte) => byte != 0,
    };
    Some(Value::Number(is.into()))
}

/// `10.0.0.1`, `10.0.0.0/8`.
pub fn ipv4(text: &str) -> Option<Value<'static>> {
    let (address, bits) = network(text, 32)?;
    Some(Value::Ipv4(u32::from(address.parse::<Ipv4Addr>().ok()?), bits))
}

/// `fe80::1`, `fe80::/10`.
pub fn ipv6(text: &str) -> Option<Value<'static>> {
    let (address, bits) = network(text, 128)?;
    Some(Value::Ipv6(u128::from(address.parse::<Ipv6Addr>().ok()?), bits))
}

fn network(text: &str, most: u8) -> Option<(&str, u8)> {
    match text.split_once('/') {
        Some((address, bits)) => Some((address, bits.parse().ok().filter(|bits| *bits <= most)?)),
        None => Some((text, most)),
    }
}

fn bytes(written: Written<'_>) -> Option<Value<'static>> {
    Some(owned(match written {
        Written::Quoted(bytes) => bytes.to_vec(),
        Written::Character(byte) => vec![byte],
        Written::Word(word) => match integer(written).filter(|_| word.starts_with("0x")) {
            Some(number) => vec![u8::try_from(number).ok()?],
            None => hex_bytes(word)?,
        },
    }))
}

/// `00:0c:29`, `00-0c-29`, `000c.29`, `000c29`, `5`, `:05`.
pub fn hex_bytes(word: &str) -> Option<Vec<u8>> {
    let word = word.strip_prefix(':').unwrap_or(word);
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    if let [one] = word.as_bytes() {
        return Some(vec![digit(*one)?]);
    }
    let mut bytes = Vec::new();
    for part in word.split([':', '-', '.']) {
        if let [one] = part.as_bytes() {
            bytes.push(digit(*one)?);
            continue;
        }
        let (pairs, rest) = part.as_bytes().as_chunks::<2>();
        if pairs.is_empty() {
            return None;
        }
        for [high, low] in pairs {
            bytes.push(digit(*high)? << 4 | digit(*low)?);
        }
        // a last digit that is alone is a byte as well
        if let [one] = rest {
            bytes.push(digit(*one)?);
        }
    }
    Some(bytes)
}

fn text(written: Written<'_>) -> Value<'static> {
    Value::Text(Cow::Owned(match written {
        Written::Word(word) => word.strip_prefix(':').unwrap_or(word).to_owned(),
        Written::Quoted(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Written::Character(byte) => char::from(byte).into(),
    }))
}

/// `1.5`, `-0.25`, `1e-3` in units of 10⁻ⁿ.
fn decimal(word: &str, digits: u32) -> Option<i128> {
    let (word, exponent) = match word.split_once(['e', 'E']) {
        Some((word, exponent)) => (word, exponent.parse::<i32>().ok()?),
        None => (word, 0),
    };
    let (sign, word) = word.strip_prefix('-').map_or((1, word), |word| (-1, word));
    let (whole, fraction) = word.split_once('.').unwrap_or((word, ""));
    if whole.len() + fraction.len() == 0 || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let written: i128 = format!("{whole}{fraction}").get(..)?.parse().ok().filter(|_| whole.len() < 20)?;
    let shift = i32::try_from(digits).ok()?.checked_add(exponent)?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let factor = 10_i128.checked_pow(shift.unsigned_abs())?;
    let number = if shift >= 0 { written.checked_mul(factor)? } else { written / factor };
    Some(number * sign)
}

/// `2010-01-01`, `2010-01-01 00:00:00.5`, `2010-01-01T00:00:00Z`, `… +0800`, `… UTC`, `Jan 1, 2010 00:00:00`; what names
/// no zone is UTC.
fn instant(written: Written<'_>) -> Option<i128> {
    let text = match written {
        Written::Word(word) => word,
        Written::Quoted(bytes) => std::str::from_utf8(bytes).ok()?.trim(),
        Written::Character(_) => return None,
    };
    let (year, month, day, rest) = iso_date(text).or_else(|| date_in_words(text))?;
    let mut time = rest.trim_start_matches(['T', ' ']);
    let mut offset = 0_i64;
    if let Some(utc) = time.strip_suffix("UTC").or_else(|| time.strip_suffix('Z')) {
        time = utc.trim_end();
    } else if let Some(at) = time.rfind(['+', '-']) {
        offset = zone(time.get(at..)?)?;
        time = time.get(..at)?.trim_end();
    }
    let (clock, fraction) = time.split_once('.').unwrap_or((time, ""));
    let mut parts = clock.split(':');
    let mut part = |most: u32| match parts.next() {
        None | Some("") => Some(0),
        Some(digits) => digits.parse::<u32>().ok().filter(|number| *number <= most),
    };
    let (hour, minute, second) = (part(23)?, part(59)?, part(60)?);
    if parts.next().is_some() {
        return None;
    }
    let days = days_from_date(year, month.into(), day.into());
    let seconds = days * 86_400 + i64::from(hour * 3600 + minute * 60 + second) - offset;
    let nanoseconds = if fraction.is_empty() { 0 } else { decimal(&format!("0.{fraction}"), 9)? };
    Some(i128::from(seconds) * 1_000_000_000 + nanoseconds)
}

fn iso_date(text: &str) -> Option<(i64, u8, u8, &str)> {
    let year = text.get(..4)?.parse().ok()?;
    let (dash, rest) = text.get(4..)?.split_at_checked(1)?;
    let month = rest.get(..2)?.parse().ok()?;
    let day = rest.get(3..5)?.parse().ok()?;
    let is_date = dash == "-" && rest.get(2..3)? == "-" && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then_some((year, month, day, rest.get(5..)?))
}

fn date_in_words(text: &str) -> Option<(i64, u8, u8, &str)> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let place = MONTHS.find(&text.get(..3)?.to_ascii_lowercase()).filter(|place| place % 3 == 0)?;
    let (day, rest) = text.get(3..)?.split_once(',')?;
    let rest = rest.trim_start();
    let year = rest.get(..4)?.parse().ok()?;
    Some((year, (place / 3 + 1) as u8, day.trim().parse().ok()?, rest.get(4..)?))
}

/// `+0800`, `-01:30`: seconds east of UTC.
fn zone(text: &str) -> Option<i64> {
    let (sign, digits) = text.split_at_checked(1)?;
    let digits = digits.replace(':', "");
    let number: i64 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    let seconds = (number / 100) * 3600 + (number % 100) * 60;
    Some(if sign == "-" { -seconds } else { seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str, values: Type) -> Option<i128> {
        match value(Written::Word(text), values, None) {
            Ok(Value::Number(number)) => Some(number),
            _ => None,
        }
    }

    #[test]
    fn numbers_are_written_in_many_ways() {
        for (text, expected) in [("80", 80), ("0x50", 80), ("0120", 80), ("0b101", 5), ("0", 0), ("-1", 0xffff_ffff)] {
            assert_eq!(number(text, Type::Number), Some(expected), "{text}");
        }
        for text in ["", "x", "1.5", "0x", "08", "1e3", "99999999999999999999"] {
            assert_eq!(number(text, Type::Number), None, "{text}");
        }
    }

    #[test]
    fn times_are_nanoseconds() {
        for (text, expected) in
            [("1", 1_000_000_000), ("0.5", 500_000_000), ("-1.25", -1_250_000_000), ("1e-3", 1_000_000)]
        {
            assert_eq!(number(text, Type::Duration), Some(expected), "{text}");
        }
        assert_eq!(number("1s", Type::Duration), None);
        let year_2010 = 1_262_304_000_000_000_000;
        for text in [
            "2010-01-01",
            "2010-01-01 00:00:00",
            "2010-01-01T00:00:00Z",
            "2010-01-01 08:00:00+0800",
            "Jan  1, 2010 00:00",
        ] {
            assert_eq!(number(text, Type::Time), Some(year_2010), "{text}");
        }
        assert_eq!(number("2010-01-01 00:00:00.5 UTC", Type::Time), Some(year_2010 + 500_000_000));
        for text in ["1262304000", "2010-13-01", "2010-01-01 25:00", "yesterday"] {
            assert_eq!(number(text, Type::Time), None, "{text}");
        }
    }

    #[test]
    fn bytes_may_have_signs_between_them() {
        for text in ["00:0c:29", "00-0c-29", "00.0c.29", "000c29", "0:c:29"] {
            assert_eq!(hex_bytes(text), Some(vec![0, 12, 0x29]), "{text}");
        }
        assert_eq!((hex_bytes("5"), hex_bytes(":05")), (Some(vec![5]), Some(vec![5])));
        for text in ["", "zz", "00:", "00::01"] {
            assert_eq!(hex_bytes(text), None, "{text}");
        }
    }

    #[test]
    fn networks_have_bits() {
        assert_eq!(ipv4("10.0.0.0/8"), Some(Value::Ipv4(0x0a00_0000, 8)));
        assert_eq!((ipv4("10.0.0.0/33"), ipv4("999.1.1.1"), ipv4("10.1")), (None, None, None));
        assert_eq!(ipv6("fe80::/10"), Some(Value::Ipv6(0xfe80 << 112, 10)));
    }
}
