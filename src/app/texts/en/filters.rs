//! English for display filters.

use wirelight::{engine::request::Type, query::mistake::What};

use crate::texts::filters::FilterTexts;

/// The English texts.
pub const FILTERS: FilterTexts = FilterTexts {
    filter: "Display filter",
    placeholder: "Filter: http, ip.addr == 10.0.0.1, port 443",
    apply: "Apply",
    clear: "Clear the filter",
    shown: |shown, all| format!("{shown} of {all} shown"),
    nothing: "No packet matches the filter.",
    map: "Where the view is among the packets shown. The map of the file returns without a filter.",
    hidden: |number| format!("Packet {number} is hidden by the filter"),
    filtering: "Filtering",
    stopped: "The packets could not be filtered.",
    valid: "valid",
    incomplete: "incomplete",
    wrong: "not understood",
    capture_form: "capture form",
    bare_form: "understood",
    what,
    hint,
    instead: "Perhaps this was meant:",
    type_name,
    suggestions: "Suggestions",
    function: "function",
    operator: "operator",
    used_before: "used before",
    hide_conversation: "Hide",
    other_language: "This is a capture filter.",
    other_language_more: "It chooses what gets recorded, in another language than the display filter. It is understood here too.",
    bare: "This is no filter, but what it means is clear.",
    bare_more: "It was taken for the display filter below.",
    as_display: "Display filter",
    as_capture: "Capture filter",
    use_display: "Use this form",
};

fn what(what: &What) -> String {
    match what {
        What::Unfinished => "The filter ends where something is missing.".into(),
        What::Unexpected(text) => format!("“{text}” does not belong here."),
        What::UnknownName(name, _) => format!("There is neither a field nor a protocol called “{name}”."),
        What::UnknownFunction(name, _) => format!("There is no function called “{name}”."),
        What::NotAValue { text, field, values } if field.is_empty() => format!("“{text}” is not {}.", a(*values)),
        What::NotAValue { text, field, values } => {
            format!("“{text}” is no value of {field}, which holds {}.", a(*values))
        }
        What::TooBig { text, field, most } => format!("“{text}” is too great for {field}, which goes up to {most}."),
        What::NotComparable { left, right } => {
            format!(
                "“{}” ({}) and “{}” ({}) can not be compared.",
                left.0,
                type_name(left.1),
                right.0,
                type_name(right.1)
            )
        }
        What::NotFor { text, values, operation } => {
            format!("“{operation}” does not work with “{text}”, which is {}.", a(*values))
        }
        What::ValueAlone(text) => format!("“{text}” is a value, and a field or a function belongs here."),
        What::FunctionAlone(name) => format!("What {name}() gives has to be compared with something."),
        What::Arguments { name, least, most } if least == most => format!("{name}() takes {least}."),
        What::Arguments { name, least, .. } => format!("{name}() takes {least} or more."),
        What::FieldWanted(text) => format!("“{text}” is no field, and only a field can stand here."),
        What::OpenQuotes => "A quotation mark is missing at the end.".into(),
        What::BadEscape(text) => format!("“{text}” is no escape."),
        What::OpenBracket(bracket) => format!("A “{bracket}” is missing."),
        What::BadRange(text) => format!("“{text}” is no range."),
        What::BadPattern(_) => "This is no regular expression that can be used.".into(),
        What::PatternWanted => "A regular expression is written in double quotes.".into(),
        What::SingleEqual => "“=” is no operator.".into(),
        What::HostName(name) => format!("“{name}” is a name, and only addresses can be looked for."),
        What::NoDisplayForm(text) => format!("“{text}” has no form as a display filter."),
        What::TooLong => "The filter has too many parts.".into(),
    }
}

fn hint(what: &What) -> &'static str {
    match what {
        What::UnknownName(_, names) | What::UnknownFunction(_, names) if !names.is_empty() => {
            "Names that look like it:"
        }
        What::SingleEqual => "Equality is written == or eq.",
        What::Unfinished => "A field, a protocol, a value or a bracket should follow.",
        What::Unexpected(_) => "Between two tests stands and or or; between the values of a set stand commas.",
        What::BadRange(_) => "A range is [first:count], [first-last], [place], [:count] or [first:].",
        What::BadPattern(_) => "Look-around and back-references are not understood.",
        What::ValueAlone(_) => "The field stands on the left, its value on the right.",
        What::NotAValue { values, .. } => match values {
            Type::Number | Type::Signed | Type::Packet => "A number is written 80, 0x50 or -1.",
            Type::Boolean => "It is 1 or 0, True or False.",
            Type::Ipv4 => "An address is written 10.0.0.1, a network 10.0.0.0/8.",
            Type::Ipv6 => "An address is written 2001:db8::1, a network 2001:db8::/32.",
            Type::Mac => "An address is written 00:0c:29:12:34:56.",
            Type::Bytes | Type::Protocol => "Bytes are written 0d:0a, or as text in double quotes.",
            Type::Time => "A time is written in double quotes: 2010-01-31 12:00:00.",
            Type::Duration => "A time is written in seconds: 0.5.",
            Type::Text | Type::Label => "",
        },
        _ => "",
    }
}

fn a(values: Type) -> String {
    let name = type_name(values);
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'I', 'E']) { "an" } else { "a" };
    format!("{article} {name}")
}

fn type_name(values: Type) -> &'static str {
    match values {
        Type::Protocol => "protocol",
        Type::Label => "heading",
        Type::Number => "number",
        Type::Signed => "signed number",
        Type::Boolean => "yes-or-no value",
        Type::Ipv4 => "IPv4 address",
        Type::Ipv6 => "IPv6 address",
        Type::Mac => "Ethernet address",
        Type::Bytes => "byte string",
        Type::Text => "text",
        Type::Time => "time",
        Type::Duration => "time span",
        Type::Packet => "packet number",
    }
}
