//! What an expression says, as it is written: a tree that prints itself in the language of display filters.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where something stands in an expression: bytes of its text. Trees that differ in nothing else are equal.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Place {
    /// First byte.
    pub start: u32,
    /// Behind the last byte.
    pub end: u32,
}

impl Place {
    /// From the beginning of this one to the end of `last`.
    pub fn to(self, last: Self) -> Self {
        Self { start: self.start, end: last.end }
    }
}

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Place {}

/// True or false of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Both.
    And(Box<Self>, Box<Self>),
    /// Either or both.
    Or(Box<Self>, Box<Self>),
    /// Either and not both.
    Xor(Box<Self>, Box<Self>),
    /// Not this.
    Not(Box<Self>),
    /// There is such a thing in the packet; of sums and the like, one that is not zero.
    Has(Operand),
    /// Values compare like this.
    Relation {
        /// Of which values, where somebody says so.
        quantifier: Option<Quantifier>,
        /// The left side.
        left: Operand,
        /// How they have to compare.
        comparison: Comparison,
        /// The right side.
        right: Operand,
    },
    /// A value is one of several.
    In {
        /// Of which values, where somebody says so.
        quantifier: Option<Quantifier>,
        /// What has to be one of them.
        left: Operand,
        /// None of them, instead.
        not: bool,
        /// The values.
        set: Vec<Member>,
    },
}

/// Of which values something has to be true, where a packet has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// Of one of them.
    Any,
    /// Of all of them.
    All,
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`: any are equal.
    Equal,
    /// `!=`: all differ.
    NotEqual,
    /// `===`: all are equal.
    AllEqual,
    /// `!==` or `~=`: any differ.
    AnyNotEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// The left one holds the right one.
    Contains,
    /// The right one is a regular expression, of which the left one holds a match.
    Matches,
}

impl Comparison {
    /// How it is printed.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::AllEqual => "===",
            Self::AnyNotEqual => "!==",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Contains => "contains",
            Self::Matches => "matches",
        }
    }
}

/// One of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Member {
    /// This value.
    One(Operand),
    /// All from the one to the other, both included.
    Range(Operand, Operand),
}

/// What has values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// What it is.
    pub what: Term,
    /// Where it stands.
    pub at: Place,
}

/// What an [`Operand`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A field's key, or a value without quotes: what stands beside it decides.
    Word(String),
    /// A value in quotes.
    Quoted(Vec<u8>),
    /// A character in single quotes.
    Character(u8),
    /// Only the values of layers with these numbers, counted from 1 for each protocol.
    Layers(Box<Operand>, Vec<Range>),
    /// A field's bytes as they lie in the packet.
    Raw(Box<Operand>),
    /// What the field has in the packet that is selected.
    Reference(String),
    /// Some of its bytes.
    Slice(Box<Operand>, Vec<Range>),
    /// What a function makes of others.
    Call(String, Vec<Operand>),
    /// Its opposite.
    Minus(Box<Operand>),
    /// What two become.
    Sum(Box<Operand>, Arithmetic, Box<Operand>),
}

/// How two values become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
    /// `%`.
    Remainder,
    /// `&`.
    And,
}

impl Arithmetic {
    /// How it is printed.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::And => "&",
        }
    }

    /// Greater binds more tightly.
    pub fn binding(self) -> u8 {
        match self {
            Self::And => 1,
            Self::Add | Self::Subtract => 2,
            Self::Multiply | Self::Divide | Self::Remainder => 3,
        }
    }
}

/// Some bytes of a value, or some layers; below zero from its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// `[a]`: this one.
    One(i32),
    /// `[a:n]`: so many from here on.
    From(i32, i32),
    /// `[a-b]`: from the one to the other, both included.
    To(i32, i32),
    /// `[a:]`: from here on.
    Onward(i32),
}

impl Test {
    /// Both.
    pub fn and(self, other: Self) -> Self {
        Self::And(Box::new(self), Box::new(other))
    }

    /// Either or both.
    pub fn or(self, other: Self) -> Self {
        Self::Or(Box::new(self), Box::new(other))
    }

    /// The opposite.
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// `key comparison word`.
    pub fn compare(key: &str, comparison: Comparison, word: impl Into<String>) -> Self {
        Self::Relation { quantifier: None, left: Operand::word(key), comparison, right: Operand::word(word) }
    }

    /// There is a field, or a protocol, of this key.
    pub fn has(key: &str) -> Self {
        Self::Has(Operand::word(key))
    }

    /// How tightly its parts hold together.
    fn binding(&self) -> u8 {
        match self {
            Self::Or(..) => 0,
            Self::Xor(..) => 1,
            Self::And(..) => 2,
            _ => 3,
        }
    }
}

impl Operand {
    /// A word that stands nowhere.
    pub fn word(text: impl Into<String>) -> Self {
        Term::Word(text.into()).into()
    }

    /// How tightly its parts hold together.
    fn binding(&self) -> u8 {
        match &self.what {
            Term::Sum(_, how, _) => how.binding(),
            Term::Minus(_) => 4,
            _ => 5,
        }
    }
}

impl From<Term> for Operand {
    fn from(what: Term) -> Self {
        Self { what, at: Place::default() }
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let two = |f: &mut fmt::Formatter<'_>, left: &Self, word: &str, right: &Self| {
            in_brackets(f, left.binding() < self.binding(), ('(', ')'), left)?;
            write!(f, " {word} ")?;
            in_brackets(f, right.binding() <= self.binding() && right.binding() < 3, ('(', ')'), right)
        };
        match self {
            Self::And(left, right) => two(f, left, "&&", right),
            Self::Xor(left, right) => two(f, left, "xor", right),
            Self::Or(left, right) => two(f, left, "||", right),
            Self::Not(test) => {
                f.write_str("!")?;
                let alone = matches!(**test, Self::Has(_) | Self::Not(_));
                in_brackets(f, !alone, ('(', ')'), test)
            }
            Self::Has(operand) => operand.fmt(f),
            Self::Relation { quantifier, left, comparison, right } => {
                write_quantifier(f, *quantifier)?;
                write!(f, "{left} {} {right}", comparison.symbol())
            }
            Self::In { quantifier, left, not, set } => {
                write_quantifier(f, *quantifier)?;
                write!(f, "{left} {}in {{", if *not { "not " } else { "" })?;
                let mut comma = "";
                for member in set {
                    f.write_str(std::mem::replace(&mut comma, ", "))?;
                    match member {
                        Member::One(value) => value.fmt(f)?,
                        Member::Range(first, last) => write!(f, "{first}..{last}")?,
                    }
                }
                f.write_str("}")
            }
        }
    }
}

fn write_quantifier(f: &mut fmt::Formatter<'_>, quantifier: Option<Quantifier>) -> fmt::Result {
    f.write_str(match quantifier {
        None => "",
        Some(Quantifier::Any) => "any ",
        Some(Quantifier::All) => "all ",
    })
}

fn in_brackets(f: &mut fmt::Formatter<'_>, are: bool, signs: (char, char), what: &dyn fmt::Display) -> fmt::Result {
    if are { write!(f, "{}{what}{}", signs.0, signs.1) } else { what.fmt(f) }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            Term::Word(word) => f.write_str(word),
            Term::Quoted(bytes) => write_quoted(f, bytes),
            Term::Character(byte) => write!(f, "'{}'", Escaped(*byte, b'\'')),
            Term::Raw(of) => write!(f, "@{of}"),
            Term::Reference(key) => write!(f, "${{{key}}}"),
            Term::Layers(of, ranges) => {
                write!(f, "{of}#")?;
                match ranges.as_slice() {
                    [Range::One(layer)] if *layer >= 0 => write!(f, "{layer}"),
                    _ => write_ranges(f, ranges),
                }
            }
            Term::Slice(of, ranges) => {
                of.fmt(f)?;
                write_ranges(f, ranges)
            }
            Term::Call(name, values) => {
                write!(f, "{name}(")?;
                for (place, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if place == 0 { "" } else { ", " })?;
                }
                f.write_str(")")
            }
            Term::Minus(of) => {
                f.write_str("-")?;
                in_brackets(f, of.binding() <= self.binding(), ('{', '}'), of)
            }
            Term::Sum(left, how, right) => {
                in_brackets(f, left.binding() < self.binding(), ('{', '}'), left)?;
                write!(f, " {} ", how.symbol())?;
                in_brackets(f, right.binding() <= self.binding(), ('{', '}'), right)
            }
        }
    }
}

fn write_ranges(f: &mut fmt::Formatter<'_>, ranges: &[Range]) -> fmt::Result {
    for (place, range) in ranges.iter().enumerate() {
        f.write_str(if place == 0 { "[" } else { "," })?;
        match range {
            Range::One(at) => write!(f, "{at}")?,
            Range::From(at, len) => write!(f, "{at}:{len}")?,
            Range::To(first, last) => write!(f, "{first}-{last}")?,
            Range::Onward(at) => write!(f, "{at}:")?,
        }
    }
    f.write_str("]")
}

/// Text in double quotes; bytes that are none are written by their numbers.
fn write_quoted(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    f.write_str("\"")?;
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match u8::try_from(letter) {
                Ok(byte) if byte.is_ascii() => write!(f, "{}", Escaped(byte, b'"'))?,
                _ => write!(f, "{letter}")?,
            }
        }
        for byte in chunk.invalid() {
            write!(f, "\\x{byte:02x}")?;
        }
    }
    f.write_str("\"")
}

/// A byte that is escaped where it has to be within these quotes.
struct Escaped(u8, u8);

impl fmt::Display for Escaped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            b'\n' => f.write_str("\\n"),
            b'\r' => f.write_str("\\r"),
            b'\t' => f.write_str("\\t"),
            b'\\' => f.write_str("\\\\"),
            byte if byte == self.1 => write!(f, "\\{}", char::from(byte)),
            byte if byte.is_ascii_graphic() || byte == b' ' => write!(f, "{}", char::from(byte)),
            byte => write!(f, "\\x{byte:02x}"),
        }
    }
}
