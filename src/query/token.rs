//! An expression's text → its words and signs, one after the other.

use crate::query::{
    mistake::{Mistake, What},
    syntax::Place,
};

/// A word or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A key, a value or a word that is an operator where it stands.
    Word(String),
    /// What stands in double quotes, and whether its backslashes are meant literally.
    Quoted(Vec<u8>),
    /// What stands in single quotes.
    Character(u8),
    /// The key in `${…}`.
    Reference(String),
    /// One of [`SIGNS`].
    Sign(&'static str),
    /// There is no more.
    End,
}

/// Signs, those that begin like others in front of them.
const SIGNS: [&str; 29] = [
    "===", "!==", "==", "!=", "~=", ">=", "<=", "&&", "||", "^^", "..", "=", "~", ">", "<", "&", "!", "+", "-", "*",
    "/", "%", "(", ")", "[", "]", "{", "}", ",",
];
/// Signs that stand before or behind what they belong to.
const MARKS: [&str; 2] = ["#", "@"];

/// Reads tokens off a text.
#[derive(Debug, Clone)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tokens<'t> {
    /// Those of `text`.
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The text from a byte on.
    pub fn rest(&self, at: u32) -> &'t str {
        self.text.get(at as usize..).unwrap_or_default()
    }

    /// Goes on at another byte.
    pub fn go_to(&mut self, at: u32) {
        self.at = at as usize;
    }

    /// The next token, and where it stands.
    pub fn next(&mut self) -> Result<(Token, Place), Mistake> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let rest = rest.trim_start();
        self.at = self.text.len() - rest.len();
        let Some(first) = rest.chars().next() else { return Ok((Token::End, self.place(0))) };
        if let Some(raw) = rest.strip_prefix("r\"").or_else(|| rest.strip_prefix("R\"")) {
            return self.raw(raw);
        }
        match first {
            '"' => self.quoted(rest),
            '\'' => self.character(rest),
            '$' if rest.starts_with("${") => self.reference(rest),
            first if is_in_word(first) && !rest.starts_with("..") => Ok(self.word(rest)),
            ':' if rest.chars().nth(1).is_some_and(|next| is_in_word(next) || next == ':') => Ok(self.word(rest)),
            first => match SIGNS.iter().chain(&MARKS).find(|sign| rest.starts_with(**sign)) {
                Some(sign) => Ok((Token::Sign(sign), self.pass(sign.len()))),
                None => Err(self.mistake(What::Unexpected(first.into()), first.len_utf8())),
            },
        }
    }

    fn place(&self, len: usize) -> Place {
        Place { start: self.at as u32, end: (self.at + len) as u32 }
    }

    fn pass(&mut self, len: usize) -> Place {
        let place = self.place(len);
        self.at += len;
        place
    }

    fn mistake(&self, what: What, len: usize) -> Mistake {
        Mistake { what, at: self.place(len), instead: None }
    }

    fn word(&mut self, rest: &str) -> (Token, Place) {
        let len = word_len(rest);
        let text = rest.get(..len).unwrap_or_default();
        (Token::Word(text.to_owned()), self.pass(len))
    }

    fn reference(&mut self, rest: &str) -> Result<(Token, Place), Mistake> {
        match rest.find('}') {
            Some(end) => {
                let key = rest.get(2..end).unwrap_or_default().trim().to_owned();
                Ok((Token::Reference(key), self.pass(end + 1)))
            }
            None => Err(self.mistake(What::OpenBracket('{'), 2)),
        }
    }

    fn raw(&mut self, rest: &str) -> Result<(Token, Place), Mistake> {
        match rest.find('"') {
            Some(end) => {
                Ok((Token::Quoted(rest.as_bytes().get(..end).unwrap_or_default().to_vec()), self.pass(end + 3)))
            }
            None => Err(self.mistake(What::OpenQuotes, rest.len() + 2)),
        }
    }

    fn quoted(&mut self, rest: &str) -> Result<(Token, Place), Mistake> {
        let (mut bytes, mut at) = (Vec::new(), 1);
        loop {
            let Some(letter) = rest.get(at..).and_then(|rest| rest.chars().next()) else {
                return Err(self.mistake(What::OpenQuotes, rest.len()));
            };
            match letter {
                '"' => return Ok((Token::Quoted(bytes), self.pass(at + 1))),
                '\\' => at += self.escape(rest, at, &mut bytes)?,
                letter => {
                    bytes.extend(letter.encode_utf8(&mut [0; 4]).as_bytes());
                    at += letter.len_utf8();
                }
            }
        }
    }

    fn character(&mut self, rest: &str) -> Result<(Token, Place), Mistake> {
        let (mut bytes, mut at) = (Vec::new(), 1);
        match rest.as_bytes().get(1) {
            Some(b'\\') => at += self.escape(rest, at, &mut bytes)?,
            Some(byte) if byte.is_ascii() && *byte != b'\'' => {
                bytes.push(*byte);
                at += 1;
            }
            _ => {}
        }
        match (bytes.as_slice(), rest.as_bytes().get(at)) {
            ([byte], Some(b'\'')) => Ok((Token::Character(*byte), self.pass(at + 1))),
            _ => Err(self.mistake(What::OpenQuotes, rest.len().min(at))),
        }
    }

    /// Reads the escape at `at`; how many bytes it takes.
    fn escape(&self, rest: &str, at: usize, into: &mut Vec<u8>) -> Result<usize, Mistake> {
        let written = rest.get(at + 1..).unwrap_or_default();
        let Some(letter) = written.chars().next() else { return Ok(1) };
        let simple = match letter {
            'a' => Some(7),
            'b' => Some(8),
            'f' => Some(12),
            'n' => Some(b'\n'),
            'r' => Some(b'\r'),
            't' => Some(b'\t'),
            'v' => Some(11),
            '\'' | '"' | '\\' | '?' => Some(letter as u8),
            _ => None,
        };
        if let Some(byte) = simple {
            into.push(byte);
            return Ok(2);
        }
        let digits = |from: usize, radix: u32, most: usize| {
            let digits = written.get(from..).unwrap_or_default();
            digits.bytes().take(most).take_while(|byte| char::from(*byte).is_digit(radix)).count()
        };
        let (from, len, radix) = match letter {
            'x' => (1, digits(1, 16, 2), 16),
            'u' => (1, digits(1, 16, 4), 16),
            'U' => (1, digits(1, 16, 8), 16),
            _ => (0, digits(0, 8, 3), 8),
        };
        let number = written.get(from..from + len).and_then(|digits| u32::from_str_radix(digits, radix).ok());
        let bad = || {
            let shown: String = ['\\', letter].into_iter().collect();
            Mistake {
                at: Place { start: (self.at + at) as u32, end: (self.at + at + 1 + letter.len_utf8()) as u32 },
                what: What::BadEscape(shown),
                instead: None,
            }
        };
        let number = number.ok_or_else(bad)?;
        if matches!(letter, 'u' | 'U') {
            let letter = char::from_u32(number).ok_or_else(bad)?;
            into.extend(letter.encode_utf8(&mut [0; 4]).as_bytes());
        } else {
            into.push(u8::try_from(number).map_err(|_| bad())?);
        }
        Ok(1 + from + len)
    }
}

/// What words are made of.
fn is_in_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '.' || !letter.is_ascii()
}

/// Bytes of the word that the text begins with: colons and slashes belong to addresses alone.
fn word_len(text: &str) -> usize {
    let mut digits_only = true;
    for (at, letter) in text.char_indices() {
        let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
        let belongs = match letter {
            '.' => next != Some('.') && !(at > 0 && text.get(..at).is_some_and(|before| before.ends_with('.'))),
            ':' => digits_only && !text.get(..at).is_some_and(|before| before.contains('.') && !before.contains(':')),
            '-' => at > 0 && next.is_some_and(is_in_word),
            '/' => is_address(text.get(..at).unwrap_or_default()) && next.is_some_and(|next| next.is_ascii_digit()),
            letter => is_in_word(letter),
        };
        if !belongs {
            return at;
        }
        digits_only &= letter.is_ascii_hexdigit() || matches!(letter, ':' | '.' | '-');
    }
    text.len()
}

/// Digits with dots or colons between them.
fn is_address(text: &str) -> bool {
    let dots = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.contains('.');
    let colons = text.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.')) && text.contains(':');
    dots || colons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Token> {
        let mut tokens = Tokens::new(text);
        std::iter::from_fn(|| Some(tokens.next().unwrap().0)).take_while(|token| *token != Token::End).collect()
    }

    fn word(text: &str) -> Token {
        Token::Word(text.to_owned())
    }

    #[test]
    fn words_end_where_signs_begin() {
        assert_eq!(all("tcp.port==80"), [word("tcp.port"), Token::Sign("=="), word("80")]);
        assert_eq!(all("1..5"), [word("1"), Token::Sign(".."), word("5")]);
        assert_eq!(all("tcp.len/2"), [word("tcp.len"), Token::Sign("/"), word("2")]);
        assert_eq!(all("tcp.len -1"), [word("tcp.len"), Token::Sign("-"), word("1")]);
        assert_eq!(all("localhost:8080"), [word("localhost"), word(":8080")]);
        assert_eq!(all("tcp[0:3]").len(), 4);
    }

    #[test]
    fn addresses_are_words() {
        for text in ["10.0.0.0/8", "fe80::/10", "::", "::1", "00:0c:29", "00-0c-29", "2010-01-01", "ff02::1:ff00:0"] {
            assert_eq!(all(text), [word(text)], "{text}");
        }
    }

    #[test]
    fn quotes_hold_what_is_escaped_in_them() {
        assert_eq!(all(r#""a\"b\x41\101\\\u732a""#), [Token::Quoted("a\"bAA\\猪".into())]);
        assert_eq!(all(r#"r"\w\x""#), [Token::Quoted(r"\w\x".into())]);
        assert_eq!(all(r"'a' '\n'"), [Token::Character(b'a'), Token::Character(b'\n')]);
        assert_eq!(all("${tcp.stream}"), [Token::Reference("tcp.stream".into())]);
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let wrong = |text: &str| {
            let mut tokens = Tokens::new(text);
            loop {
                match tokens.next() {
                    Ok((Token::End, _)) => panic!("{text} is right"),
                    Ok(_) => {}
                    Err(mistake) => break (mistake.what, mistake.at.start, mistake.at.end),
                }
            }
        };
        assert_eq!(wrong("a \"bc"), (What::OpenQuotes, 2, 5));
        assert_eq!(wrong(r#"a "\w""#), (What::BadEscape("\\w".into()), 3, 5));
        assert_eq!(wrong("tcp; udp"), (What::Unexpected(";".into()), 3, 4));
    }
}
