//! Distinguished Encoding Rules: elements of a tag, a length and a content, which may be elements again (X.690).
//!
//! Whoever reads them knows how deep they lie, so nothing here calls itself, and what does not fit its surroundings is no element.

use std::fmt;

/// `BOOLEAN`
pub const BOOLEAN: u8 = 0x01;
/// `INTEGER`
pub const INTEGER: u8 = 0x02;
/// `BIT STRING`
pub const BIT_STRING: u8 = 0x03;
/// `OCTET STRING`
pub const OCTET_STRING: u8 = 0x04;
/// `OBJECT IDENTIFIER`
pub const OBJECT_ID: u8 = 0x06;
/// `UTCTime`
pub const UTC_TIME: u8 = 0x17;
/// `GeneralizedTime`
pub const GENERALIZED_TIME: u8 = 0x18;
/// `SEQUENCE`
pub const SEQUENCE: u8 = 0x30;

/// A tag that stands for itself and its content's elements: `[number]`.
pub const fn explicit(number: u8) -> u8 {
    0xa0 | number
}

/// A tag that stands instead of its content's own: `[number] IMPLICIT`.
pub const fn implicit(number: u8) -> u8 {
    0x80 | number
}

/// A tag with its content.
#[derive(Debug, Clone, Copy)]
pub struct Element<'a> {
    /// What it is.
    pub tag: u8,
    /// What follows tag and length.
    pub content: &'a [u8],
    /// All of it.
    pub whole: &'a [u8],
}

/// The elements that follow each other.
#[derive(Debug, Clone, Copy)]
pub struct Elements<'a>(pub &'a [u8]);

impl<'a> Element<'a> {
    /// The elements of its content.
    pub fn inside(self) -> Elements<'a> {
        Elements(self.content)
    }

    /// A bit string's bits, and how many of the last byte's are none.
    pub fn bits(self) -> Option<(u8, &'a [u8])> {
        let (unused, bits) = self.content.split_first()?;
        Some((*unused, bits))
    }

    /// A number that fits into 64 bits.
    pub fn number(self) -> Option<u64> {
        let bytes = self.content;
        (1..=8).contains(&bytes.len()).then(|| bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }
}

impl<'a> Elements<'a> {
    /// The next one if it has this tag, which is passed over then.
    pub fn accept(&mut self, tag: u8) -> Option<Element<'a>> {
        let mut ahead = *self;
        let next = ahead.next().filter(|next| next.tag == tag)?;
        *self = ahead;
        Some(next)
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let (&tag, rest) = self.0.split_first()?;
        let (&len, rest) = rest.split_first()?;
        // A tag of several bytes stands in nothing that is read here.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (len, rest) = match len {
            0..=0x7f => (usize::from(len), rest),
            0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(len & 0x7f))?;
                (bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(len)?;
        let whole = self.0.get(..self.0.len() - rest.len())?;
        self.0 = rest;
        Some(Element { tag, content, whole })
    }
}

/// An object's number, which prints as `1.2.840.113549.1.1.11`.
#[derive(Debug, Clone, Copy)]
pub struct ObjectId<'a>(pub &'a [u8]);

impl fmt::Display for ObjectId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut number, mut is_first) = (0_u64, true);
        for byte in self.0 {
            number = number << 7 | u64::from(byte & 0x7f);
            if byte & 0x80 != 0 {
                continue;
            }
            if std::mem::take(&mut is_first) {
                let first = (number / 40).min(2);
                write!(f, "{first}.{}", number - 40 * first)?;
            } else {
                write!(f, ".{number}")?;
            }
            number = 0;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_end_where_their_lengths_say() {
        let mut all = Elements(&[0x30, 3, 2, 1, 5, 4, 0x81, 1, 7, 4, 9, 1]);
        let sequence = all.accept(SEQUENCE).unwrap();
        assert_eq!(sequence.inside().next().unwrap().number(), Some(5));
        assert!(all.accept(SEQUENCE).is_none());
        assert_eq!(all.accept(OCTET_STRING).unwrap().content, [7]);
        assert!(all.next().is_none());
    }

    #[test]
    fn lengths_that_lie_and_endless_tags_are_no_elements() {
        for bytes in [&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff][..], &[0x1f, 0x81], &[0x30, 0x80, 0, 0], &[0x30]] {
            assert!(Elements(bytes).next().is_none());
        }
    }

    #[test]
    fn object_ids_are_numbers() {
        let shown = |bytes: &[u8]| ObjectId(bytes).to_string();
        assert_eq!(shown(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0b]), "1.2.840.113549.1.1.11");
        assert_eq!(shown(&[0x55, 4, 3]), "2.5.4.3");
        assert_eq!(shown(&[0x88, 0x37, 1]), "2.999.1");
        assert_eq!(shown(&[0xff; 30]), "");
    }
}
