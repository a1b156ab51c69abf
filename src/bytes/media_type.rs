//! Media types as headers spell them: RFC 9110 8.3.1.

use std::fmt::{self, Write};

/// The value of a `Content-Type` header: `text/html; charset=utf-8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaType<'a>(pub &'a [u8]);

impl<'a> MediaType<'a> {
    /// Type and subtype alone, as they stand: `text/html`.
    pub fn essence(self) -> &'a [u8] {
        let value = self.0.trim_ascii();
        value.split(|byte| matches!(byte, b';' | b' ' | b'\t')).next().unwrap_or_default()
    }

    /// The value of a parameter, without quotes around it; `name` in lower case.
    pub fn parameter(self, name: &str) -> Option<&'a [u8]> {
        self.parameters().find(|(one, _)| one.eq_ignore_ascii_case(name.as_bytes())).map(|(_, value)| value)
    }

    /// Names and values of all parameters; a semicolon in quotes divides nothing.
    fn parameters(self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        let mut rest = split_quoted(self.0).1;
        std::iter::from_fn(move || {
            while !rest.is_empty() {
                let (one, behind) = split_quoted(rest);
                rest = behind;
                let mut halves = one.splitn(2, |byte| *byte == b'=');
                if let (Some(name), Some(value)) = (halves.next(), halves.next()) {
                    return Some((name.trim_ascii(), unquoted(value.trim_ascii())));
                }
            }
            None
        })
    }

    /// Whether type and subtype are these, in lower case.
    pub fn is(self, essence: &str) -> bool {
        self.essence().eq_ignore_ascii_case(essence.as_bytes())
    }

    /// Whether the subtype ends in this, in lower case: `+json`.
    pub fn ends_with(self, suffix: &str) -> bool {
        let essence = self.essence();
        let end = essence.len().checked_sub(suffix.len()).and_then(|from| essence.get(from..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(suffix.as_bytes()))
    }
}

/// Type and subtype in lower case.
impl fmt::Display for MediaType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let write =
            |byte: &u8| f.write_char(if byte.is_ascii() { byte.to_ascii_lowercase().into() } else { '\u{fffd}' });
        self.essence().iter().try_for_each(write)
    }
}

/// What stands before the first semicolon outside of quotes, and behind it.
fn split_quoted(text: &[u8]) -> (&[u8], &[u8]) {
    let (mut quoted, mut escaped) = (false, false);
    let end = text.iter().position(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b';' => return !quoted,
            _ => {}
        }
        false
    });
    let (before, behind) = text.split_at_checked(end.unwrap_or(text.len())).unwrap_or_default();
    (before, behind.get(1..).unwrap_or_default())
}

fn unquoted(value: &[u8]) -> &[u8] {
    let inner = value.strip_prefix(b"\"");
    inner.map_or(value, |inner| inner.split(|byte| *byte == b'"').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_parameters_are_told_apart() {
        let html = MediaType(b" Text/HTML ; Charset=\"utf-8\"; x=1");
        assert_eq!(html.to_string(), "text/html");
        assert!(html.is("text/html"));
        assert_eq!(html.parameter("charset"), Some(&b"utf-8"[..]));
        assert_eq!(html.parameter("x"), Some(&b"1"[..]));
        assert_eq!(html.parameter("y"), None);
        assert!(MediaType(b"application/ld+JSON;a").ends_with("+json"));
        assert!(!MediaType(b"a").ends_with("+json"));
    }

    #[test]
    fn a_semicolon_in_quotes_divides_nothing() {
        let parts = MediaType(b"multipart/mixed; a; boundary=\"x; y=z\"; y=2");
        assert_eq!(parts.parameter("boundary"), Some(&b"x; y=z"[..]));
        assert_eq!(parts.parameter("y"), Some(&b"2"[..]));
        assert_eq!(MediaType(b"a/b; c=\"d").parameter("c"), Some(&b"d"[..]));
        assert_eq!(MediaType(b"").parameter(""), None);
        assert_eq!(MediaType(b"").essence(), b"");
    }
}
