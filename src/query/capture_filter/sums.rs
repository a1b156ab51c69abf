//! Sums of a packet's bytes, as capture filters compare them: `tcp[13] & 2`, `len - 4`.

use crate::query::{
    capture_filter::{
        byte_tests, names,
        parser::{Parsed, Parser},
        token::Token,
    },
    mistake::{Mistake, What},
    syntax::{Comparison, Test},
};

/// A number of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sum {
    /// The same in every packet.
    Number(u32),
    /// The packet's length.
    Len,
    /// Bytes of a header, the high one first.
    Bytes {
        /// The protocol's key.
        protocol: &'static str,
        /// Where they begin.
        offset: Box<Self>,
        /// 1, 2 or 4.
        width: u8,
        /// Whether the offset is `tcpflags`, whose bits have names.
        are_flags: bool,
    },
    /// What two become.
    Two(Box<Self>, &'static str, Box<Self>),
}

/// Operators, and how tightly they bind.
const OPERATORS: [(&str, u8); 10] =
    [("|", 1), ("&", 1), ("^", 1), ("<<", 2), (">>", 2), ("+", 3), ("-", 3), ("*", 4), ("/", 4), ("%", 4)];

const COMPARISONS: [(&str, Comparison); 7] = [
    ("==", Comparison::Equal),
    ("=", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    (">", Comparison::Greater),
    (">=", Comparison::GreaterOrEqual),
    ("<", Comparison::Less),
    ("<=", Comparison::LessOrEqual),
];

impl Sum {
    /// What two become, at once where both are known.
    fn of(left: Self, operator: &'static str, right: Self) -> Self {
        let folded = match (&left, &right) {
            (Self::Number(left), Self::Number(right)) => fold(*left, operator, *right),
            _ => None,
        };
        folded.map_or_else(|| Self::Two(Box::new(left), operator, Box::new(right)), Self::Number)
    }
}

fn fold(left: u32, operator: &str, right: u32) -> Option<u32> {
    match operator {
        "|" => Some(left | right),
        "&" => Some(left & right),
        "^" => Some(left ^ right),
        "<<" => left.checked_shl(right),
        ">>" => left.checked_shr(right),
        "+" => Some(left.wrapping_add(right)),
        "-" => Some(left.wrapping_sub(right)),
        "*" => Some(left.wrapping_mul(right)),
        "/" => left.checked_div(right),
        _ => left.checked_rem(right),
    }
}

impl Parser<'_> {
    /// Whether a sum can begin here; a bracket may be any kind.
    pub(super) fn sum_follows(&self) -> bool {
        match (self.ahead(0), self.ahead(1)) {
            (Token::Sign(sign), _) => matches!(*sign, "(" | "-"),
            (Token::Word(word), _) if word == "len" => true,
            (Token::Word(_), Token::Sign("[")) => true,
            (Token::Word(word), Token::Sign(sign)) => {
                // a slash stands behind a network's number
                let is_operator = |(operator, _): &(&str, u8)| operator == sign && *sign != "/";
                let compares = COMPARISONS.iter().any(|(comparison, _)| comparison == sign);
                let is_number = names::number(word).or_else(|| names::constant(word)).is_some();
                is_number && (compares || OPERATORS.iter().any(is_operator))
            }
            _ => false,
        }
    }

    /// Two sums that are compared.
    pub(super) fn relation(&mut self) -> Parsed<Test> {
        let start = self.at;
        let left = self.sum(0)?;
        let comparison = COMPARISONS.iter().find(|(sign, _)| self.is(sign)).map(|(_, comparison)| *comparison);
        let comparison = comparison.ok_or_else(|| self.unexpected())?;
        self.at += 1;
        let right = self.sum(0)?;
        let at = self.since(start);
        byte_tests::test(&left, comparison, &right, at).ok_or_else(|| {
            let what = What::NoDisplayForm(self.written(at).to_owned());
            Mistake { what, at, instead: None }
        })
    }

    /// A sum whose parts hold together more tightly than `binding`.
    fn sum(&mut self, binding: u8) -> Parsed<Sum> {
        let mut left = self.part()?;
        loop {
            let operator = OPERATORS.iter().find(|(sign, tightly)| self.is(sign) && *tightly > binding);
            let Some((operator, tightly)) = operator else { return Ok(left) };
            self.at += 1;
            let right = self.sum(*tightly)?;
            left = Sum::of(left, operator, right);
        }
    }

    fn part(&mut self) -> Parsed<Sum> {
        self.within(|parser| {
            if parser.pass(&["-"]) {
                return Ok(Sum::of(Sum::Number(0), "-", parser.part()?));
            }
            if parser.pass(&["("]) {
                let sum = parser.sum(0)?;
                return parser.expect(")").map(|()| sum);
            }
            if parser.pass(&["len"]) {
                return Ok(Sum::Len);
            }
            let Token::Word(word) = parser.ahead(0).clone() else { return Err(parser.unexpected()) };
            if *parser.ahead(1) == Token::Sign("[") {
                return parser.bytes(&word);
            }
            let number = names::number(&word).or_else(|| names::constant(&word)).or_else(|| names::offset(&word));
            let number = number.ok_or_else(|| parser.unexpected())?;
            parser.at += 1;
            Ok(Sum::Number(number))
        })
    }

    /// `tcp[12:2]`, the protocol being the next token.
    fn bytes(&mut self, protocol: &str) -> Parsed<Sum> {
        let header = names::HEADERS.iter().find(|(name, _)| *name == protocol);
        let Some((_, protocol)) = header else { return Err(self.unexpected()) };
        self.at += 2;
        let are_flags = self.is("tcpflags") && matches!(self.ahead(1), Token::Sign("]"));
        let offset = Box::new(self.sum(0)?);
        let width = match self.pass(&[":"]) {
            true => {
                let (width, at) = self.take_number()?;
                let what = || What::BadRange(self.written(at).to_owned());
                let width = Some(width as u8).filter(|_| matches!(width, 1 | 2 | 4));
                width.ok_or_else(|| Mistake { what: what(), at, instead: None })?
            }
            false => 1,
        };
        self.expect("]")?;
        Ok(Sum::Bytes { protocol, offset, width, are_flags })
    }
}
