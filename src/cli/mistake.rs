//! What is wrong with a filter, as text: a sentence, the filter, a mark below the place, and what may have been meant.

use std::fmt::Write;

use wirelight::{
    dissect::field::{Kind, Type},
    engine::selection::Selection,
    query::{
        check::check,
        dialect::{self, Understood},
        filter::Filter,
        mistake::{Mistake, What},
        syntax::Test,
    },
};

use crate::exit::Stop;

/// The packets of which a filter is true; why it is none otherwise.
pub fn selection(text: &str) -> Result<Selection, Stop> {
    understood(text).map(|(_, filter)| Selection::new(filter))
}

/// What a filter says, in whatever language, and what it asks; why it says nothing otherwise.
pub fn understood(text: &str) -> Result<(Understood, Filter), Stop> {
    // nothing is selected here that references could stand for
    let ask = |test: &Test| check(test, &|_| Vec::new());
    let said = dialect::understand(text, |test| ask(test).map(|_| ())).and_then(|said| {
        let filter = said.test.as_ref().map_or(Ok(Filter::Everything), ask)?;
        Ok((said, filter))
    });
    said.map_err(|mistake| stop(&mistake, text))
}

/// How to end for a filter that is none.
pub fn stop(mistake: &Mistake, text: &str) -> Stop {
    Stop::Usage(format!("wirelight: {}", sentence(mistake, text)))
}

/// The sentence, the filter, and a mark below the place.
pub fn sentence(mistake: &Mistake, text: &str) -> String {
    let mut out = what(&mistake.what);
    let before = text.get(..mistake.at.start as usize).unwrap_or(text).chars().count();
    let marked = text.get(mistake.at.start as usize..mistake.at.end as usize).unwrap_or_default().chars().count();
    let _ = write!(out, "\n    {text}\n    {}^{}", " ".repeat(before), "~".repeat(marked.saturating_sub(1)));
    let hint = hint(&mistake.what);
    if !hint.is_empty() {
        let _ = write!(out, "\n{hint}");
    }
    if let Some(instead) = &mistake.instead {
        let _ = write!(out, "\nPerhaps this was meant:\n    {instead}");
    }
    out
}

fn what(what: &What) -> String {
    match what {
        What::Unfinished => "the filter ends where something is missing".into(),
        What::Unexpected(text) => format!("`{text}` does not belong here"),
        What::UnknownName(name, _) => format!("there is neither a field nor a protocol called `{name}`"),
        What::UnknownFunction(name, _) => format!("there is no function called `{name}`"),
        What::NotAValue { text, field, values } if field.is_empty() => {
            format!("`{text}` is no {}", name_of(*values))
        }
        What::NotAValue { text, field, values } => {
            format!("`{text}` is no value of {field}, which is a field of type {}", name_of(*values))
        }
        What::TooBig { text, field, most } => format!("`{text}` is too great for {field}, which goes up to {most}"),
        What::NotComparable { left, right } => {
            format!("`{}` ({}) and `{}` ({}) can not be compared", left.0, name_of(left.1), right.0, name_of(right.1))
        }
        What::NotFor { text, values, operation } => {
            format!("`{operation}` does not work with `{text}`, which is of type {}", name_of(*values))
        }
        What::ValueAlone(text) => format!("`{text}` is a value, and a field or a function belongs here"),
        What::FunctionAlone(name) => format!("what {name}() gives has to be compared with something"),
        What::Arguments { name, least, most } if least == most => {
            format!("{name}() takes {least} argument{}", if *least == 1 { "" } else { "s" })
        }
        What::Arguments { name, least, .. } => format!("{name}() takes {least} argument or more"),
        What::FieldWanted(text) => format!("`{text}` is no field, and only a field can stand here"),
        What::OpenQuotes => "a quotation mark is missing at the end".into(),
        What::BadEscape(text) => format!("`{text}` is no escape"),
        What::OpenBracket(bracket) => format!("a `{bracket}` is missing"),
        What::BadRange(text) => format!("`{text}` is no range"),
        What::BadPattern(why) => {
            format!("this is no regular expression that can be used: {}", why.lines().last().unwrap_or(""))
        }
        What::PatternWanted => "a regular expression is written in double quotes".into(),
        What::SingleEqual => "`=` is no operator".into(),
        What::HostName(name) => format!("`{name}` is a name, and no names of hosts are looked up"),
        What::NoDisplayForm(text) => format!("`{text}` is a part of capture filters that no display filter can say"),
        What::TooLong => "the filter has too many parts".into(),
    }
}

fn hint(what: &What) -> String {
    let near = |names: &[String]| match names {
        [] => "`wirelight fields` lists all names.".to_owned(),
        names => format!("Names that look like it: {}.", names.join(", ")),
    };
    match what {
        What::UnknownName(_, names) | What::UnknownFunction(_, names) => near(names),
        What::SingleEqual => "Equality is written `==` or `eq`.".into(),
        What::Unfinished => "A field, a protocol, a value or a bracket should follow.".into(),
        What::Unexpected(_) => {
            "Between two tests stands `and` or `or`; between the values of a set stand commas.".into()
        }
        What::BadEscape(_) => r#"A backslash is written `\\`, or the text as r"…"."#.into(),
        What::BadRange(_) => "A range is [first:count], [first-last], [place], [:count] or [first:].".into(),
        What::HostName(_) => "Write the host's address instead.".into(),
        What::PatternWanted => r#"As in http.host matches "^www"."#.into(),
        What::BadPattern(_) => "Look-around and back-references are not understood.".into(),
        What::FunctionAlone(name) => format!("As in {name}(…) > 0."),
        What::ValueAlone(_) => "The field stands on the left, its value on the right.".into(),
        What::NotAValue { values, .. } => example(*values).into(),
        What::NotComparable { .. } => "Only values of one type can be compared.".into(),
        _ => String::new(),
    }
}

fn example(values: Type) -> &'static str {
    match values {
        Type::Number | Type::Signed | Type::Packet => "A number is written 80, 0x50 or -1.",
        Type::Boolean => "It is 1 or 0, True or False.",
        Type::Ipv4 => "An address is written 10.0.0.1, a network 10.0.0.0/8.",
        Type::Ipv6 => "An address is written 2001:db8::1, a network 2001:db8::/32.",
        Type::Mac => "An address is written 00:0c:29:12:34:56.",
        Type::Bytes | Type::Protocol => "Bytes are written 0d:0a, or as text in double quotes.",
        Type::Time => "A time is written \"2010-01-31 12:00:00\".",
        Type::Duration => "A time is written in seconds: 0.5.",
        Type::Text | Type::Label => "",
    }
}

fn name_of(values: Type) -> &'static str {
    match values {
        Type::Protocol => Kind::Layer,
        Type::Label => Kind::Group,
        Type::Number => Kind::Dec,
        Type::Signed => Kind::Signed,
        Type::Boolean => Kind::Flag,
        Type::Ipv4 => Kind::Ipv4,
        Type::Ipv6 => Kind::Ipv6,
        Type::Mac => Kind::Mac,
        Type::Bytes => Kind::Bytes,
        Type::Text => Kind::Text,
        Type::Time => Kind::Time,
        Type::Duration => Kind::Duration,
        Type::Packet => Kind::Packet,
    }
    .type_name()
}
