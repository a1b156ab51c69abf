//! Elements as nodes of the tree, which lie where the elements lie.

use std::fmt;

use super::{
    der::{Element, ObjectId},
    object_ids::Named,
};
use crate::{
    bytes::{text::Text, time::days_from_date},
    dissect::{field::Field, pdu::Pdu, record::Value, sink::Sink},
};

/// Records `element` as a heading, its words behind the name, over what `body` records.
pub fn heading<S: Sink>(
    pdu: &mut Pdu<'_, S>,
    field: &'static Field,
    element: Element<'_>,
    words: fmt::Arguments<'_>,
    body: impl FnOnce(&mut Pdu<'_, S>),
) {
    pdu.value_of(field, element.whole, Value::None);
    pdu.label_more(words);
    pdu.below(body);
}

/// Records `element` as a value that has parts.
pub fn part<S: Sink>(
    pdu: &mut Pdu<'_, S>,
    field: &'static Field,
    element: Element<'_>,
    value: Value,
    words: Option<fmt::Arguments<'_>>,
    body: impl FnOnce(&mut Pdu<'_, S>),
) {
    pdu.value_of(field, element.whole, value);
    if let Some(words) = words {
        pdu.label(words);
    }
    pdu.below(body);
}

/// Records an object's number and name.
pub fn object_id<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field, element: Element<'_>) {
    let id = ObjectId(element.content);
    pdu.text_of(field, element.content, id);
    pdu.label(format_args!("{id} ({})", Named(id)));
}

/// Nanoseconds since 1970 of a time like `20200716000000Z`.
pub fn time(text: &[u8]) -> Option<i64> {
    let number = |from: usize, len: usize| {
        let part = text.get(from..from + len)?;
        part.iter().all(u8::is_ascii_digit).then(|| part.iter().fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0')))
    };
    let days = days_from_date(number(0, 4)?, number(4, 2)?, number(6, 2)?);
    let seconds = (days * 24 + number(8, 2)?) * 3600 + number(10, 2)? * 60 + number(12, 2)?;
    seconds.checked_mul(1_000_000_000)
}

/// A time like `200716000000Z` that prints as `2020-07-16 00:00:00 (UTC)`, or as it stands where it is none.
#[derive(Debug, Clone, Copy)]
pub struct ShortTime<'a>(pub &'a [u8]);

impl fmt::Display for ShortTime<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Text(self.0);
        let Some(&[a, b, c, d, e, g, h, i, j, k, l, m, b'Z']) = self.0.first_chunk() else {
            return write!(f, "{text}");
        };
        // 50 to 99 are of the last century: RFC 5280 4.1.2.5.1.
        let century = if a < b'5' { "20" } else { "19" };
        let pair = |a: u8, b: u8| fmt::from_fn(move |f| write!(f, "{}{}", char::from(a), char::from(b)));
        if !self.0.iter().take(12).all(u8::is_ascii_digit) {
            return write!(f, "{text}");
        }
        write!(f, "{century}{}-{}-{} {}", pair(a, b), pair(c, d), pair(e, g), pair(h, i))?;
        write!(f, ":{}:{} (UTC)", pair(j, k), pair(l, m))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_moments() {
        assert_eq!(time(b"20200716043229Z"), Some(1_594_873_949_000_000_000));
        assert_eq!(time(b"99991231235959Z"), None);
        assert_eq!(time(b"2020x716043229Z"), None);
        assert_eq!(ShortTime(b"200716000001Z").to_string(), "2020-07-16 00:00:01 (UTC)");
        assert_eq!(ShortTime(b"501231235959Z").to_string(), "1950-12-31 23:59:59 (UTC)");
        assert_eq!(ShortTime(b"soon").to_string(), "soon");
    }
}
