//! The head of an HTTP message once more: its first line and its headers, from the bytes that the message lies in.

use serde::{Deserialize, Serialize};

use crate::dissect::protocols::application::http::head::{blank, content, header, is_folded, kind, next_line, words};

/// Headers of one message at most; nobody reads more, and a capture can hold ten million.
const MOST: usize = 1000;

/// A head, as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head<'a> {
    /// The three words of the first line, the last one with its blanks.
    pub words: [&'a [u8]; 3],
    lines: &'a [u8],
    /// Bytes of the head, the blank line included.
    pub len: usize,
}

/// One header line as it was sent, only made Unicode.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl<'a> Head<'a> {
    /// The head that `bytes` begin with, if one does; it ends where they do.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let (line, lines) = next_line(bytes.get(blank(bytes)..)?)?;
        let words = kind(line).map(|_| words(line))?;
        let mut rest = lines;
        while let Some((line, behind)) = next_line(rest) {
            rest = behind;
            if content(line).is_empty() {
                break;
            }
        }
        Some(Self { words, lines, len: bytes.len() - rest.len() })
    }

    /// Whether it answers.
    pub fn answers(&self) -> bool {
        self.words[0].starts_with(b"HTTP/")
    }

    /// The status code.
    pub fn status(&self) -> Option<u16> {
        std::str::from_utf8(self.words[1]).ok()?.parse().ok().filter(|_| self.answers())
    }

    /// Names and values; a folded line is one without a name.
    pub fn headers(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        let mut rest = self.lines;
        let lines = std::iter::from_fn(move || {
            let (line, behind) = next_line(rest)?;
            rest = behind;
            Some(line).filter(|line| !content(line).is_empty())
        });
        lines.take(MOST).map(|line| match header(line) {
            Some((name, value)) if !is_folded(line) => (name.trim_ascii_end(), value.trim_ascii_end()),
            _ => (&[][..], content(line).trim_ascii()),
        })
    }

    /// The value of the first header of that name.
    pub fn value(&self, name: &str) -> Option<&'a [u8]> {
        self.headers().find(|(known, _)| known.eq_ignore_ascii_case(name.as_bytes())).map(|(_, value)| value)
    }

    /// The headers as texts; folded lines belong to the header before them.
    pub fn shown(&self) -> Vec<Header> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut all: Vec<Header> = Vec::new();
        for (name, value) in self.headers() {
            match all.last_mut() {
                Some(last) if name.is_empty() => {
                    last.value.push(' ');
                    last.value.push_str(&text(value));
                }
                _ => all.push(Header { name: text(name), value: text(value) }),
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_at_its_blank_line() {
        let bytes = b"\r\nHTTP/1.1 404 Not Found\r\nHost : a\r\nX: 1\r\n\t2\r\nno header\r\n\r\nbody";
        let head = Head::of(bytes).unwrap();
        assert_eq!((head.words[2], head.status(), head.len), (&b"Not Found"[..], Some(404), bytes.len() - 4));
        assert_eq!(head.value("host"), Some(&b"a"[..]));
        let shown: Vec<_> = head.shown().into_iter().map(|it| (it.name, it.value)).collect();
        assert_eq!(shown, [("Host".to_owned(), "a".to_owned()), ("X".to_owned(), "1 2 no header".to_owned())]);
    }

    #[test]
    fn a_head_that_is_cut_ends_where_it_is_cut() {
        let head = Head::of(b"GET /a b HTTP/1.1\r\nHost: x\r\nCut").unwrap();
        assert_eq!((head.len, head.status(), head.answers()), (28, None, false));
        assert_eq!(Head::of(b"GET / HT"), None);
    }
}
