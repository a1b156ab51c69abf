//! What is wrong with an expression, and where: data, which page and command word in their languages.

use serde::{Deserialize, Serialize};

use crate::{dissect::field::Type, query::syntax::Place};

/// An expression that can not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistake {
    /// What is wrong.
    pub what: What,
    /// Where, in bytes of its text.
    pub at: Place,
    /// The whole expression as it may have been meant.
    pub instead: Option<String>,
}

/// What can be wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// It ends where more is needed.
    Unfinished,
    /// This does not belong here.
    Unexpected(String),
    /// There is neither a field nor a protocol of this name; names that look like it.
    UnknownName(String, Vec<String>),
    /// There is no function of this name; names that look like it.
    UnknownFunction(String, Vec<String>),
    /// This is no value that the field can have.
    NotAValue {
        /// What was written.
        text: String,
        /// The field's key.
        field: String,
        /// What its values are.
        values: Type,
    },
    /// The field cannot hold this number.
    TooBig {
        /// What was written.
        text: String,
        /// The field's key.
        field: String,
        /// The greatest that it can hold.
        most: u64,
    },
    /// Values of these two types are never compared.
    NotComparable {
        /// The left side and what its values are.
        left: (String, Type),
        /// The right side and what its values are.
        right: (String, Type),
    },
    /// Values of this type can not be asked for this.
    NotFor {
        /// The field's key, or what stands there.
        text: String,
        /// What its values are.
        values: Type,
        /// `contains`, `[…]`, `+`, `len` …
        operation: String,
    },
    /// A value stands where a field or a function has to.
    ValueAlone(String),
    /// A function's result has to be compared with something.
    FunctionAlone(String),
    /// A function has another number of arguments.
    Arguments {
        /// Its name.
        name: String,
        /// At least so many.
        least: u8,
        /// At most so many.
        most: u8,
    },
    /// A function is told something else than a field.
    FieldWanted(String),
    /// A quotation mark is missing at the end.
    OpenQuotes,
    /// This is no escape.
    BadEscape(String),
    /// A bracket is missing at the end.
    OpenBracket(char),
    /// This is no range of bytes.
    BadRange(String),
    /// A regular expression is no such thing, and why.
    BadPattern(String),
    /// A regular expression is not in double quotes.
    PatternWanted,
    /// `=` instead of `==`.
    SingleEqual,
    /// A capture filter names a host, whose address nobody can look up here.
    HostName(String),
    /// A part of a capture filter that no display filter can say.
    NoDisplayForm(String),
    /// It has too many parts, or parts within parts.
    TooLong,
}
