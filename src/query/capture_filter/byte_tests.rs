//! Comparisons of a packet's bytes → tests of fields or of slices, which compare bytes with bytes.

use crate::query::{
    capture_filter::{names, sums::Sum},
    syntax::{Arithmetic, Comparison, Operand, Place, Range, Term, Test},
};

/// What a comparison asks, where a display filter can say it.
///
/// Whole fields are asked for by their names, flags by theirs where the filter names them, anything else as bytes.
pub fn test(left: &Sum, comparison: Comparison, right: &Sum, at: Place) -> Option<Test> {
    let (left, comparison, right) = match left {
        Sum::Number(_) => (right, mirrored(comparison), left),
        _ => (left, comparison, right),
    };
    if matches!(left, Sum::Number(_)) {
        return None;
    }
    let relation = |left, right| Test::Relation { quantifier: None, left, comparison, right };
    if let (Some(left), Some(right)) = (field_of(left), field_of(right)) {
        return Some(placed(relation(left, right), at));
    }
    let test = match (left, right) {
        (Sum::Two(of, "&", mask), Sum::Number(number)) => {
            let (Sum::Bytes { width, are_flags, .. }, Sum::Number(mask)) = (&**of, &**mask) else { return None };
            match are_flags.then(|| flags(*mask, comparison, *number)).flatten() {
                Some(test) => test,
                None => {
                    let mask = Box::new(literal(*mask, *width)?);
                    let masked = Term::Sum(Box::new(slice(of)?), Arithmetic::And, mask);
                    relation(masked.into(), literal(*number, *width)?)
                }
            }
        }
        (Sum::Bytes { width, .. }, Sum::Number(number)) => relation(slice(left)?, literal(*number, *width)?),
        (Sum::Bytes { width, .. }, Sum::Bytes { width: other, .. }) if width == other => {
            relation(slice(left)?, slice(right)?)
        }
        _ => return None,
    };
    Some(placed(test, at))
}

fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        other => other,
    }
}

/// The test with its words at the place of the whole comparison.
fn placed(mut test: Test, at: Place) -> Test {
    match &mut test {
        Test::And(left, right) | Test::Or(left, right) => {
            for side in [left, right] {
                **side = placed((**side).clone(), at);
            }
        }
        Test::Not(inner) => **inner = placed((**inner).clone(), at),
        Test::Relation { left, right, .. } => (left.at, right.at) = (at, at),
        _ => {}
    }
    test
}

/// Bits of TCP's flags: all of them, or one of them, set or not.
fn flags(mask: u32, comparison: Comparison, number: u32) -> Option<Test> {
    let mask = u8::try_from(mask).ok().filter(|mask| *mask != 0)?;
    let number = u8::try_from(number).ok().filter(|number| number & !mask == 0)?;
    let asked = names::FLAGS.iter().filter(|(_, bit, _)| mask & bit != 0);
    let bit_is = |key: &str, set: bool| Test::compare(key, Comparison::Equal, if set { "1" } else { "0" });
    match (comparison, number) {
        (Comparison::NotEqual, 0) => asked.map(|(_, _, key)| bit_is(key, true)).reduce(Test::or),
        (Comparison::Equal, _) => asked.map(|(_, bit, key)| bit_is(key, number & bit != 0)).reduce(Test::and),
        _ => None,
    }
}

/// A number that a packet's fields make; not of single bytes, which slices are for.
fn field_of(sum: &Sum) -> Option<Operand> {
    if let Some(key) = bits(sum) {
        return Some(Operand::word(key));
    }
    match sum {
        Sum::Number(number) => Some(Operand::word(number.to_string())),
        Sum::Len => Some(Operand::word("frame.len")),
        Sum::Bytes { protocol, offset, width, .. } => {
            let Sum::Number(offset) = **offset else { return None };
            let here = |of: &&(&str, &str, u32, u8)| (of.1, of.2, of.3) == (*protocol, offset, *width);
            names::FIELDS.iter().find(here).map(|(key, ..)| Operand::word(*key))
        }
        Sum::Two(left, operator, right) => {
            let how = match *operator {
                "+" => Arithmetic::Add,
                "-" => Arithmetic::Subtract,
                "*" => Arithmetic::Multiply,
                "/" => Arithmetic::Divide,
                "%" => Arithmetic::Remainder,
                _ => return None,
            };
            Some(Term::Sum(Box::new(field_of(left)?), how, Box::new(field_of(right)?)).into())
        }
    }
}

/// Bits of a byte that are a field, as everybody writes them.
fn bits(sum: &Sum) -> Option<&'static str> {
    let Sum::Two(masked, shift, by) = sum else { return None };
    let Sum::Two(byte, "&", mask) = &**masked else { return None };
    let Sum::Bytes { protocol, offset, width: 1, .. } = &**byte else { return None };
    match (*protocol, &**offset, &**mask, *shift, &**by) {
        ("tcp", Sum::Number(12), Sum::Number(0xf0), ">>", Sum::Number(2)) => Some("tcp.hdr_len"),
        ("ip", Sum::Number(1), Sum::Number(0xfc), ">>", Sum::Number(2)) => Some("ip.dsfield.dscp"),
        ("ip", Sum::Number(0), Sum::Number(0x0f), "<<", Sum::Number(2))
        | ("ip", Sum::Number(0), Sum::Number(0x0f), "*", Sum::Number(4)) => Some("ip.hdr_len"),
        _ => None,
    }
}

/// Bytes of a protocol; those behind a TCP header of any length are its payload.
fn slice(sum: &Sum) -> Option<Operand> {
    let Sum::Bytes { protocol, offset, width, .. } = sum else { return None };
    let (key, offset) = match &**offset {
        Sum::Number(offset) => (*protocol, *offset),
        offset if *protocol == "tcp" => ("tcp.payload", behind_header(offset)?),
        _ => return None,
    };
    let offset = i32::try_from(offset).ok()?;
    let range = if *width == 1 { Range::One(offset) } else { Range::From(offset, i32::from(*width)) };
    Some(Term::Slice(Box::new(Operand::word(key)), vec![range]).into())
}

/// How far behind a TCP header an offset is.
fn behind_header(offset: &Sum) -> Option<u32> {
    let (header, more) = match offset {
        Sum::Two(header, "+", more) => (&**header, &**more),
        header => (header, &Sum::Number(0)),
    };
    match more {
        Sum::Number(more) if bits(header) == Some("tcp.hdr_len") => Some(*more),
        _ => None,
    }
}

/// A number as so many bytes.
fn literal(number: u32, width: u8) -> Option<Operand> {
    let bytes = number.to_be_bytes();
    let (before, shown) = bytes.split_at_checked(4 - usize::from(width))?;
    let pairs: Vec<_> = shown.iter().map(|byte| format!("{byte:02x}")).collect();
    before.iter().all(|byte| *byte == 0).then(|| Operand::word(pairs.join(":")))
}
