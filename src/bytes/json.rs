//! JSON texts, piece by piece: RFC 8259, as far as they are right, without recursion and whatever their depth.

use std::fmt::{self, Write};

use memchr::{memchr, memchr2};

/// A piece of a JSON text, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// What it is.
    pub what: What,
    /// Its first byte.
    pub start: usize,
    /// Behind its last byte.
    pub end: usize,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// `{`
    Object,
    /// `[`
    Array,
    /// What closes the object or array opened last.
    End,
    /// A member's name with its quotes; its value follows.
    Key,
    /// A string with its quotes.
    String,
    /// A number as it stands.
    Number,
    /// `true`
    True,
    /// `false`
    False,
    /// `null`
    Null,
    /// From here to the end it is no JSON, or something is missing; nothing follows.
    Broken,
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    FirstItem,
    FirstKey,
    Key,
    Comma,
    Nothing,
}

/// Reads a text, which may hold several values one after another, as NDJSON has them.
#[derive(Debug, Clone)]
pub struct Parser {
    at: usize,
    levels: Levels,
    expect: Expect,
}

impl Default for Parser {
    fn default() -> Self {
        Self { at: 0, levels: Levels::default(), expect: Expect::Value }
    }
}

impl Parser {
    /// The next piece of `text`, which is the same at each call.
    pub fn next(&mut self, text: &[u8]) -> Option<Event> {
        if self.at == 0 && text.starts_with(b"\xef\xbb\xbf") {
            self.at = 3;
        }
        loop {
            self.skip_blanks(text);
            let start = self.at;
            let Some(&byte) = text.get(start) else {
                let whole = self.expect == Expect::Nothing || (self.levels.len == 0 && self.expect == Expect::Value);
                return if whole { None } else { self.broken(text) };
            };
            return match (self.expect, byte) {
                (Expect::Nothing, _) => None,
                (Expect::Comma, b',') => {
                    self.at += 1;
                    self.expect = if self.levels.in_object() { Expect::Key } else { Expect::Value };
                    continue;
                }
                (Expect::Comma | Expect::FirstKey, b'}') if self.levels.in_object() => self.close(),
                (Expect::Comma | Expect::FirstItem, b']') if !self.levels.in_object() => self.close(),
                (Expect::Key | Expect::FirstKey, b'"') => self.key(text),
                (Expect::Value | Expect::FirstItem, _) => self.value(text, byte),
                _ => self.broken(text),
            };
        }
    }

    /// How many objects and arrays are open.
    pub fn depth(&self) -> usize {
        self.levels.len
    }

    /// How far the text was read, in bytes.
    pub fn at(&self) -> usize {
        self.at
    }

    fn skip_blanks(&mut self, text: &[u8]) {
        let rest = text.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
    }

    fn broken(&mut self, text: &[u8]) -> Option<Event> {
        self.expect = Expect::Nothing;
        let start = std::mem::replace(&mut self.at, text.len());
        Some(Event { what: What::Broken, start, end: text.len() })
    }

    fn close(&mut self) -> Option<Event> {
        self.levels.pop();
        self.behind(What::End, 1)
    }

    /// A value of `len` bytes is over.
    fn behind(&mut self, what: What, len: usize) -> Option<Event> {
        self.expect = if self.levels.len == 0 { Expect::Value } else { Expect::Comma };
        self.take(what, len)
    }

    fn take(&mut self, what: What, len: usize) -> Option<Event> {
        let start = self.at;
        self.at += len;
        Some(Event { what, start, end: self.at })
    }

    fn key(&mut self, text: &[u8]) -> Option<Event> {
        let (start, Some(len)) = (self.at, string_len(text, self.at)) else { return self.broken(text) };
        self.at += len;
        self.skip_blanks(text);
        if text.get(self.at) != Some(&b':') {
            self.at = start;
            return self.broken(text);
        }
        self.at += 1;
        self.expect = Expect::Value;
        Some(Event { what: What::Key, start, end: start + len })
    }

    fn value(&mut self, text: &[u8], byte: u8) -> Option<Event> {
        let rest = text.get(self.at..).unwrap_or_default();
        let literal = |word: &str, what| rest.starts_with(word.as_bytes()).then_some((what, word.len()));
        let found = match byte {
            b'{' | b'[' => {
                self.levels.push(byte == b'{');
                let (what, expect) =
                    if byte == b'{' { (What::Object, Expect::FirstKey) } else { (What::Array, Expect::FirstItem) };
                self.expect = expect;
                return self.take(what, 1);
            }
            b'"' => string_len(text, self.at).map(|len| (What::String, len)),
            b'-' | b'0'..=b'9' => number_len(rest).map(|len| (What::Number, len)),
            b't' => literal("true", What::True),
            b'f' => literal("false", What::False),
            b'n' => literal("null", What::Null),
            _ => None,
        };
        match found {
            Some((what, len)) => self.behind(what, len),
            None => self.broken(text),
        }
    }
}

/// For each open level whether it is an object, a bit each.
#[derive(Debug, Clone, Default)]
struct Levels {
    bits: Vec<u64>,
    len: usize,
}

impl Levels {
    fn push(&mut self, object: bool) {
        let (word, bit) = (self.len / 64, self.len % 64);
        if word == self.bits.len() {
            self.bits.push(0);
        }
        if let Some(word) = self.bits.get_mut(word) {
            *word = (*word & !(1 << bit)) | u64::from(object) << bit;
        }
        self.len += 1;
    }

    fn pop(&mut self) {
        self.len = self.len.saturating_sub(1);
    }

    fn in_object(&self) -> bool {
        let Some(last) = self.len.checked_sub(1) else { return false };
        self.bits.get(last / 64).is_some_and(|word| word >> (last % 64) & 1 == 1)
    }
}

/// Bytes of the string that begins at `at`, its quotes included; nothing when it does not end.
fn string_len(text: &[u8], at: usize) -> Option<usize> {
    let mut end = at + 1;
    loop {
        let rest = text.get(end..)?;
        let found = memchr2(b'"', b'\\', rest)?;
        if rest.get(found) == Some(&b'"') {
            return Some(end + found + 1 - at);
        }
        end += found + 2;
    }
}

/// Bytes of the number at the beginning of `text`; nothing when it is spelled as none may be.
fn number_len(text: &[u8]) -> Option<usize> {
    let belongs = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let len = text.iter().take_while(belongs).count();
    let number = text.get(..len)?;
    let rest = number.strip_prefix(b"-").unwrap_or(number);
    let (whole, rest) = digits(rest)?;
    if whole.len() > 1 && whole.starts_with(b"0") {
        return None;
    }
    let rest = match rest.strip_prefix(b".") {
        Some(rest) => digits(rest)?.1,
        None => rest,
    };
    let rest = match rest {
        [b'e' | b'E', b'+' | b'-', rest @ ..] | [b'e' | b'E', rest @ ..] => digits(rest)?.1,
        rest => rest,
    };
    rest.is_empty().then_some(len)
}

/// The digits at the beginning, at least one, and what follows.
fn digits(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.split_at_checked(count).filter(|_| count > 0)
}

/// The inside of a string that prints as what it stands for: `\u732a` as 猪; what stands for nothing prints as it is.
#[derive(Debug, Clone, Copy)]
pub struct Unescaped<'a>(pub &'a [u8]);

impl fmt::Display for Unescaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = memchr(b'\\', rest) {
            let (before, escape) = rest.split_at_checked(at).unwrap_or_default();
            write_lossy(f, before)?;
            let (stands_for, len) = unescape(escape);
            match stands_for {
                Some(c) => f.write_char(c)?,
                None => write_lossy(f, escape.get(..len).unwrap_or(escape))?,
            }
            rest = escape.get(len..).unwrap_or_default();
        }
        write_lossy(f, rest)
    }
}

/// Writes UTF-8 with what is none as U+FFFD.
pub fn write_lossy(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.utf8_chunks().try_for_each(|chunk| {
        f.write_str(chunk.valid())?;
        if chunk.invalid().is_empty() { Ok(()) } else { f.write_char(char::REPLACEMENT_CHARACTER) }
    })
}

/// What the escape at the beginning stands for, if for anything, and how many bytes it has.
fn unescape(escape: &[u8]) -> (Option<char>, usize) {
    let plain = match escape.get(1) {
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(&byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
        Some(b'u') => return unicode(escape),
        _ => return (None, 1),
    };
    (Some(plain), 2)
}

/// `\u732a`, or two of them for one character beyond the first 65,536.
fn unicode(escape: &[u8]) -> (Option<char>, usize) {
    let Some(unit) = unit(escape) else { return (None, 2) };
    let low = escape.get(6..).and_then(self::unit).filter(|low| (0xdc00..0xe000).contains(low));
    match (unit, low) {
        (0xd800..0xdc00, Some(low)) => (char::from_u32(0x10000 + ((unit - 0xd800) << 10 | (low - 0xdc00))), 12),
        _ => (Some(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)), 6),
    }
}

fn unit(escape: &[u8]) -> Option<u32> {
    let digits = escape.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |unit, byte| Some(unit << 4 | char::from(*byte).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The pieces, each as its first letter and its bytes.
    fn pieces(text: &str) -> Vec<(What, &str)> {
        let mut parser = Parser::default();
        let next = || parser.next(text.as_bytes()).map(|event| (event.what, &text[event.start..event.end]));
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn every_piece_stands_where_it_is() {
        use What::{Array, End, False, Key, Null, Number, Object, String, True};
        assert_eq!(
            pieces(" { \"a\" : [ 1 , -0.5e+3, \"b\\\"c\" ] , \"a\" : {} }\n[true,false,null]"),
            [
                (Object, "{"),
                (Key, "\"a\""),
                (Array, "["),
                (Number, "1"),
                (Number, "-0.5e+3"),
                (String, "\"b\\\"c\""),
                (End, "]"),
                (Key, "\"a\""),
                (Object, "{"),
                (End, "}"),
                (End, "}"),
                (Array, "["),
                (True, "true"),
                (False, "false"),
                (Null, "null"),
                (End, "]"),
            ]
        );
        assert_eq!(pieces("\u{feff}12345678901234567890.10"), [(Number, "12345678901234567890.10")]);
        assert_eq!(pieces(" \n"), []);
    }

    #[test]
    fn what_is_no_json_is_broken_from_there() {
        for (text, broken) in [
            ("[1,]", "]"),
            ("{\"a\":1,}", "}"),
            ("{\"a\" 1}", "\"a\" 1}"),
            ("[01]", "01]"),
            ("[1.]", "1.]"),
            ("{\"a\":tru}", "tru}"),
            ("[1", ""),
            ("\"open", "\"open"),
            ("[1}", "}"),
            ("hello", "hello"),
            ("{} x", "x"),
            ("{a:1}", "a:1}"),
        ] {
            assert_eq!(pieces(text).pop(), Some((What::Broken, broken)), "{text}");
        }
    }

    #[test]
    fn strings_print_as_what_they_stand_for() {
        let printed = |text: &str| Unescaped(text.as_bytes()).to_string();
        assert_eq!(printed("\\u732a\\n\\\"\\/\\\\猪"), "猪\n\"/\\猪");
        assert_eq!(printed("\\ud83d\\ude00 \\ud83d! \\ude00"), "😀 \u{fffd}! \u{fffd}");
        assert_eq!(printed("\\x \\u12 \\"), "\\x \\u12 \\");
        assert_eq!(Unescaped(b"\xff!").to_string(), "\u{fffd}!");
    }

    #[test]
    fn a_million_levels_are_read() {
        let text = "[".repeat(1_000_000);
        let mut parser = Parser::default();
        let begun = std::iter::from_fn(|| parser.next(text.as_bytes())).filter(|event| event.what == What::Array);
        assert_eq!(begun.count(), 1_000_000);
        assert_eq!(parser.depth(), 1_000_000);
    }

    proptest! {
        #[test]
        fn pieces_never_overlap_and_levels_close(text in "[\\[\\]{}\",:\\\\ a-f0-9.truels+-]{0,80}") {
            let mut parser = Parser::default();
            let (mut reached, mut open) = (0, 0_i64);
            while let Some(event) = parser.next(text.as_bytes()) {
                prop_assert!(event.start >= reached && event.end >= event.start && event.end <= text.len());
                reached = event.end;
                open += match event.what {
                    What::Object | What::Array => 1,
                    What::End => -1,
                    _ => 0,
                };
                prop_assert!(open >= 0);
                prop_assert_eq!(open as usize, parser.depth());
            }
        }

        #[test]
        fn what_serde_reads_is_read_and_the_rest_is_broken(text in "[\\[\\]{}\",: a-b0-9.e+-]{0,24}") {
            let mut parser = Parser::default();
            let events: Vec<_> = std::iter::from_fn(|| parser.next(text.as_bytes())).collect();
            let broken = events.iter().any(|event| event.what == What::Broken);
            let values = serde_json::Deserializer::from_str(&text).into_iter::<serde_json::Value>();
            let read = values.map(|value| value.is_ok()).collect::<Vec<_>>();
            // Numbers beyond its own are refused by it and not by us.
            prop_assume!(!text.contains('e'));
            if read.iter().all(|ok| *ok) {
                prop_assert!(!broken, "{}", text);
            }
        }
    }
}
