//! What an expression asks of a packet: its tree with fields instead of names and values instead of words.

use std::borrow::Cow;

use regex_lite::Regex;

use crate::{
    dissect::field::{Field, Type},
    query::{
        syntax::{Arithmetic, Range},
        value::Value,
    },
};

/// True or false of a packet.
#[derive(Debug, Clone)]
pub enum Filter {
    /// Of every packet.
    Everything,
    /// All of them.
    And(Vec<Self>),
    /// Any of them.
    Or(Vec<Self>),
    /// Either and not both.
    Xor(Box<Self>, Box<Self>),
    /// Not this.
    Not(Box<Self>),
    /// A question that has no parts.
    Leaf(Box<Leaf>),
}

/// A question about the values of fields.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// How it is written, with what references stand for: the same for the same question.
    pub text: String,
    /// What is asked.
    pub asks: Asks,
}

/// What is asked about values of fields.
#[derive(Debug, Clone)]
pub enum Asks {
    /// There is such a thing in the packet; of what is worked out, one that is not zero.
    Has(Operand),
    /// Values compare like this.
    Relation {
        /// One of the pairs is enough, or all must.
        all: bool,
        /// How they compare.
        order: Order,
        /// The left side.
        left: Operand,
        /// The right side.
        right: Operand,
    },
    /// A value is one of several.
    In {
        /// One of its values is enough, or all must be.
        all: bool,
        /// What has to be one of them.
        left: Asked,
        /// From the first to the last of each.
        set: Vec<(Operand, Operand)>,
    },
    /// A value holds a match.
    Matches {
        /// One of its values is enough, or all must.
        all: bool,
        /// What is looked through.
        left: Operand,
        /// What is looked for.
        pattern: Pattern,
    },
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// They are the same.
    Equal,
    /// They are not.
    Different,
    /// The left one is greater.
    Greater,
    /// It is not less.
    GreaterOrEqual,
    /// It is less.
    Less,
    /// It is not greater.
    LessOrEqual,
    /// It holds the right one.
    Contains,
}

/// What has values.
#[derive(Debug, Clone)]
pub enum Operand {
    /// A field.
    Field(Asked),
    /// A value that was written.
    Constant(Value<'static>),
    /// What the packet that is selected has of a field.
    Reference(Asked, Vec<Value<'static>>),
    /// Some bytes of values.
    Slice(Box<Self>, Vec<Range>),
    /// What a function makes of others.
    Call(Function, Vec<Self>),
    /// The opposite of numbers.
    Minus(Box<Self>),
    /// What two become.
    Sum(Box<Self>, Arithmetic, Box<Self>),
}

/// A field that is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// All that have its key.
    pub fields: &'static [&'static Field],
    /// Only those in layers with these numbers; none for all.
    pub layers: Vec<Range>,
    /// The bytes that its values lie in.
    pub raw: bool,
}

impl Asked {
    /// Its key.
    pub fn key(&self) -> &'static str {
        self.fields.first().map_or("", |field| field.key())
    }

    /// What its values are.
    pub fn values(&self) -> Type {
        if self.raw { Type::Bytes } else { self.fields.first().map_or(Type::Label, |field| field.kind.values()) }
    }

    /// Whether all its values are meant.
    pub fn is_plain(&self) -> bool {
        self.layers.is_empty() && !self.raw
    }
}

/// What can be made of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// Bytes of each.
    Len,
    /// How many there are.
    Count,
    /// Each in lower case.
    Lower,
    /// Each in upper case.
    Upper,
    /// Each as text.
    Text,
    /// The greatest.
    Max,
    /// The least.
    Min,
    /// Each without its sign.
    Abs,
}

impl Function {
    /// All of them, by name.
    pub const ALL: [(&'static str, Self); 8] = [
        ("abs", Self::Abs),
        ("count", Self::Count),
        ("len", Self::Len),
        ("lower", Self::Lower),
        ("max", Self::Max),
        ("min", Self::Min),
        ("string", Self::Text),
        ("upper", Self::Upper),
    ];

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(one, _)| *one == name).map(|(_, function)| *function)
    }
}

/// A regular expression over bytes, whatever they are: each is a letter of its own, and case does not matter.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// What `bytes` say; why they say nothing otherwise.
    pub fn new(bytes: &[u8]) -> Result<Self, String> {
        let mut builder = regex_lite::RegexBuilder::new(&letters(bytes));
        builder.case_insensitive(true).size_limit(1 << 20).nest_limit(100);
        builder.build().map(Self).map_err(|error| error.to_string())
    }

    /// Whether they hold a match.
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        self.0.is_match(&letters(bytes))
    }
}

/// A letter for each byte, the one of its number.
fn letters(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => Cow::Borrowed(text),
        _ => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

impl Filter {
    /// Calls `see` with every question that has no parts.
    pub fn each_leaf<'f>(&'f self, see: &mut dyn FnMut(&'f Leaf)) {
        match self {
            Self::Everything => {}
            Self::And(all) | Self::Or(all) => all.iter().for_each(|one| one.each_leaf(see)),
            Self::Xor(one, other) => {
                one.each_leaf(see);
                other.each_leaf(see);
            }
            Self::Not(one) => one.each_leaf(see),
            Self::Leaf(leaf) => see(leaf),
        }
    }
}

impl Asks {
    /// Calls `see` with every field that is asked for.
    pub fn each_field(&self, see: &mut dyn FnMut(&Asked)) {
        match self {
            Self::Has(operand) | Self::Matches { left: operand, .. } => operand.each_field(see),
            Self::Relation { left, right, .. } => {
                left.each_field(see);
                right.each_field(see);
            }
            Self::In { left, set, .. } => {
                see(left);
                for (first, last) in set {
                    first.each_field(see);
                    last.each_field(see);
                }
            }
        }
    }
}

impl Asks {
    /// Calls `see` with what every reference stands for.
    pub fn each_reference(&self, see: &mut dyn FnMut(&[Value<'static>])) {
        let mut look = |operand: &Operand| {
            operand.each(&mut |one| {
                if let Operand::Reference(_, values) = one {
                    see(values);
                }
            })
        };
        match self {
            Self::Has(operand) | Self::Matches { left: operand, .. } => look(operand),
            Self::Relation { left, right, .. } => {
                look(left);
                look(right);
            }
            Self::In { set, .. } => {
                for (first, last) in set {
                    look(first);
                    look(last);
                }
            }
        }
    }
}

impl Operand {
    /// Calls `see` with it and all that it is made of.
    fn each(&self, see: &mut dyn FnMut(&Self)) {
        see(self);
        match self {
            Self::Field(_) | Self::Constant(_) | Self::Reference(..) => {}
            Self::Slice(of, _) | Self::Minus(of) => of.each(see),
            Self::Call(_, arguments) => arguments.iter().for_each(|one| one.each(see)),
            Self::Sum(left, _, right) => {
                left.each(see);
                right.each(see);
            }
        }
    }

    fn each_field(&self, see: &mut dyn FnMut(&Asked)) {
        self.each(&mut |one| {
            if let Self::Field(asked) = one {
                see(asked);
            }
        });
    }

    /// What its values are.
    pub fn values(&self) -> Type {
        match self {
            Self::Field(asked) | Self::Reference(asked, _) => asked.values(),
            Self::Constant(value) => match value {
                Value::Number(_) => Type::Number,
                Value::Ipv4(..) => Type::Ipv4,
                Value::Ipv6(..) => Type::Ipv6,
                Value::Bytes(_) => Type::Bytes,
                Value::Text(_) => Type::Text,
            },
            Self::Slice(..) => Type::Bytes,
            Self::Call(Function::Len | Function::Count, _) => Type::Number,
            Self::Call(Function::Lower | Function::Upper | Function::Text, _) => Type::Text,
            Self::Call(_, arguments) => arguments.first().map_or(Type::Label, Self::values),
            Self::Minus(of) | Self::Sum(of, ..) => of.values(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_see_bytes() {
        let is_in = |pattern: &str, bytes: &[u8]| Pattern::new(pattern.as_bytes()).unwrap().is_in(bytes);
        assert!(is_in("^get", b"GET /") && !is_in("(?-i)^get", b"GET /"));
        assert!(is_in(r"\.(gif|jpg)$", b"/a.JPG") && is_in("猪", "一只猪".as_bytes()) && is_in("a.b", b"a\xffb"));
        assert!(Pattern::new(b"(").is_err() && Pattern::new(b"(?=a)").is_err());
        assert!(!is_in(
            "(a+)+$",
            "a".repeat(5000).as_bytes().iter().chain(b"b").copied().collect::<Vec<_>>().as_slice()
        ));
    }
}
