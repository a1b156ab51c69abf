//! A capture filter's text → its words and signs.

use crate::query::{
    mistake::{Mistake, What},
    syntax::Place,
};

/// A word or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A qualifier, a number, an address or a name, without the backslash that tells it from a qualifier.
    Word(String),
    /// One of [`SIGNS`].
    Sign(&'static str),
    /// There is no more.
    End,
}

/// Signs, those that begin like others in front of them.
const SIGNS: [&str; 25] = [
    "&&", "||", "==", "!=", ">=", "<=", ">>", "<<", "=", ">", "<", "!", "&", "|", "^", "+", "-", "*", "/", "%", "(",
    ")", "[", "]", ":",
];

/// All tokens and where they stand, [`Token::End`] last.
pub fn tokens(text: &str) -> Result<Vec<(Token, Place)>, Mistake> {
    let (mut tokens, mut at, mut depth) = (Vec::new(), 0, 0_usize);
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let rest = rest.trim_start();
        at = text.len() - rest.len();
        let (token, len) = next(rest, depth > 0).ok_or_else(|| {
            let first = rest.chars().next().unwrap_or_default();
            Mistake { what: What::Unexpected(first.into()), at: place(at, first.len_utf8()), instead: None }
        })?;
        match token {
            Token::Sign("[") => depth += 1,
            Token::Sign("]") => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_end = token == Token::End;
        tokens.push((token, place(at, len)));
        if is_end {
            return Ok(tokens);
        }
        at += len;
    }
}

fn place(at: usize, len: usize) -> Place {
    Place { start: at as u32, end: (at + len) as u32 }
}

/// The token that the text begins with, and its bytes.
fn next(text: &str, in_brackets: bool) -> Option<(Token, usize)> {
    let Some(first) = text.chars().next() else { return Some((Token::End, 0)) };
    let backslash = usize::from(first == '\\');
    let word = text.get(backslash..).unwrap_or_default();
    let len = word_len(word, in_brackets);
    if len > 0 {
        let word = word.get(..len).unwrap_or_default();
        let word = word.chars().map(|letter| if is_hyphen(letter) { '-' } else { letter }).collect();
        return Some((Token::Word(word), backslash + len));
    }
    if is_hyphen(first) {
        return Some((Token::Sign("-"), first.len_utf8()));
    }
    SIGNS.iter().find(|sign| text.starts_with(**sign)).map(|sign| (Token::Sign(sign), sign.len()))
}

/// What typesetters make of a hyphen comes along when a filter is copied from a book or a page.
fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2212}')
}

/// Bytes of the word that the text begins with: between square brackets a colon stands between two numbers.
fn word_len(text: &str, in_brackets: bool) -> usize {
    for (at, letter) in text.char_indices() {
        let next = text.get(at + letter.len_utf8()..).and_then(|rest| rest.chars().next());
        let is_number = text.starts_with(|first: char| first.is_ascii_digit());
        let belongs = match letter {
            ':' if at == 0 => !in_brackets && next == Some(':'),
            ':' => !in_brackets,
            '.' => at > 0,
            letter if is_hyphen(letter) => {
                at > 0 && !(in_brackets && is_number) && next.is_some_and(|next| next.is_ascii_alphanumeric())
            }
            letter => letter.is_ascii_alphanumeric() || letter == '_',
        };
        if !belongs {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let shown = |(token, _)| match token {
            Token::Word(word) => word,
            Token::Sign(sign) => format!("`{sign}`"),
            Token::End => String::new(),
        };
        let mut words: Vec<_> = tokens(text).unwrap().into_iter().map(shown).collect();
        words.pop();
        words
    }

    #[test]
    fn words_and_signs() {
        assert_eq!(words("host 10.0.0.1&&port 80"), ["host", "10.0.0.1", "`&&`", "port", "80"]);
        assert_eq!(words("net 10.0.0.0/8"), ["net", "10.0.0.0", "`/`", "8"]);
        assert_eq!(words("host ::1 or fe80::1"), ["host", "::1", "or", "fe80::1"]);
        assert_eq!(words("ether host 00:0c:29:1:2:3"), ["ether", "host", "00:0c:29:1:2:3"]);
        assert_eq!(words("ip[6:2]&0x1fff!=0"), ["ip", "`[`", "6", "`:`", "2", "`]`", "`&`", "0x1fff", "`!=`", "0"]);
        assert_eq!(words("portrange 6000-6008"), ["portrange", "6000-6008"]);
        assert_eq!(words(r"ether proto \ip"), ["ether", "proto", "ip"]);
    }

    #[test]
    fn other_hyphens_are_hyphens() {
        assert_eq!(words("portrange 6000–6008"), ["portrange", "6000-6008"]);
        assert_eq!(words("tcp[tcpflags] & tcp–syn"), ["tcp", "`[`", "tcpflags", "`]`", "`&`", "tcp-syn"]);
        assert_eq!(words("len − 4"), ["len", "`-`", "4"]);
    }

    #[test]
    fn what_is_neither_is_pointed_at() {
        let mistake = tokens("port 80; udp").unwrap_err();
        assert_eq!((mistake.what, mistake.at.start, mistake.at.end), (What::Unexpected(";".into()), 7, 8));
        assert_eq!(tokens("\"x\"").unwrap_err().what, What::Unexpected("\"".into()));
        assert_eq!(tokens("\\").unwrap_err().what, What::Unexpected("\\".into()));
    }
}
