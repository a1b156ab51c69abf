//! A filter and what was written down of a packet → true or false.

use std::{borrow::Cow, cmp::Ordering};

use memchr::memmem;

use crate::{
    bytes::Address,
    dissect::{
        field::{Field, Kind, Type},
        format,
        known::Known,
        protocols::transport::tcp,
        record::{Node, Record},
        registry::Registry,
    },
    query::{
        filter::{Asked, Asks, Filter, Function, Operand, Order},
        syntax::{Arithmetic, Range},
        value::Value,
    },
};

/// A packet as filters see it: what was written down of it has to hold all fields that they ask for.
#[derive(Clone, Copy)]
pub struct Packet<'p> {
    /// What was written down.
    pub record: &'p Record,
    /// What it is read with.
    pub known: Known<'p>,
}

type Values<'v> = Vec<Value<'v>>;

impl Filter {
    /// Whether it is true of a packet.
    pub fn is_true(&self, packet: Packet<'_>) -> bool {
        match self {
            Self::Everything => true,
            Self::And(all) => all.iter().all(|one| one.is_true(packet)),
            Self::Or(all) => all.iter().any(|one| one.is_true(packet)),
            Self::Xor(one, other) => one.is_true(packet) != other.is_true(packet),
            Self::Not(one) => !one.is_true(packet),
            Self::Leaf(leaf) => leaf.asks.is_true(packet),
        }
    }
}

impl Asks {
    /// Whether it is true of a packet.
    pub fn is_true(&self, packet: Packet<'_>) -> bool {
        match self {
            Self::Has(Operand::Field(asked)) => asked.nodes(packet).next().is_some(),
            Self::Has(operand @ Operand::Slice(..)) => operand.of(packet).iter().any(|slice| !slice.bytes().is_empty()),
            Self::Has(operand) => operand.of(packet).iter().any(Value::is_set),
            Self::Relation { all, order, left, right } => {
                let left = if *order == Order::Contains { left.looked_through(packet) } else { left.of(packet) };
                !left.is_empty() && order.relates(*all, &left, &right.of(packet))
            }
            Self::In { all, left, set } => {
                let values = left.of(packet);
                let set: Vec<_> = set.iter().map(|(first, last)| (first.of(packet), last.of(packet))).collect();
                !values.is_empty() && quantified(*all, &values, |value| is_in(value, &set))
            }
            Self::Matches { all, left, pattern } => {
                let values = left.looked_through(packet);
                !values.is_empty() && quantified(*all, &values, |value| pattern.is_in(&value.bytes()))
            }
        }
    }
}

fn quantified(all: bool, values: &[Value<'_>], holds: impl Fn(&Value<'_>) -> bool) -> bool {
    if all { values.iter().all(holds) } else { values.iter().any(holds) }
}

fn is_in(value: &Value<'_>, set: &[(Values<'_>, Values<'_>)]) -> bool {
    set.iter().any(|(first, last)| {
        let above = first.iter().any(|first| Order::GreaterOrEqual.holds(value, first));
        above && last.iter().any(|last| Order::LessOrEqual.holds(value, last))
    })
}

impl Order {
    /// Whether values of both sides compare like this: one pair of them, or all.
    pub fn relates(self, all: bool, left: &[Value<'_>], right: &[Value<'_>]) -> bool {
        if all {
            !right.is_empty() && left.iter().all(|one| right.iter().all(|other| self.holds(one, other)))
        } else {
            left.iter().any(|one| right.iter().any(|other| self.holds(one, other)))
        }
    }

    /// Whether two values compare like this.
    pub fn holds(self, one: &Value<'_>, other: &Value<'_>) -> bool {
        if self == Self::Contains {
            let (one, other) = (one.bytes(), other.bytes());
            return memmem::find(&one, &other).is_some();
        }
        let Some(order) = one.order(other) else { return false };
        match self {
            Self::Equal => order == Ordering::Equal,
            Self::Different => order != Ordering::Equal,
            Self::Greater => order == Ordering::Greater,
            Self::GreaterOrEqual => order != Ordering::Less,
            Self::Less => order == Ordering::Less,
            Self::LessOrEqual => order != Ordering::Greater,
            Self::Contains => false,
        }
    }
}

impl Asked {
    /// The nodes of a packet that answer to it.
    fn nodes<'p>(&'p self, packet: Packet<'p>) -> impl Iterator<Item = &'p Node> {
        let nodes = packet.record.nodes.iter().enumerate();
        let mine = nodes.filter(|(_, node)| self.fields.iter().any(|field| format::answers(node, field)));
        let mine =
            mine.filter(move |(place, node)| self.layers.is_empty() || self.lies_in(packet.record, *place, node));
        mine.map(|(_, node)| node)
    }

    fn of<'p>(&'p self, packet: Packet<'p>) -> Values<'p> {
        let value = |node: &'p Node| match node.field.kind {
            // tshark counts a segment's payload to TCP, and to no other protocol what follows its header
            Kind::Layer if std::ptr::eq(node.field, &tcp::LAYER) => Some(reach(node, packet)),
            _ if self.raw => Some(Value::Bytes(Cow::Borrowed(packet.record.bytes_at(packet.known, node.at)))),
            _ => Value::of(node, packet.record, packet.known),
        };
        self.nodes(packet).filter_map(value).collect()
    }

    /// The same, for those who look through the bytes of layers: with all that follows their headers.
    fn looked_through<'p>(&'p self, packet: Packet<'p>) -> Values<'p> {
        match self.fields {
            [field] if matches!(field.kind, Kind::Layer) => {
                self.nodes(packet).map(|node| reach(node, packet)).collect()
            }
            _ => self.of(packet),
        }
    }

    /// Whether the layer that the node at `place` lies in has one of the numbers that are asked for.
    fn lies_in(&self, record: &Record, place: usize, node: &Node) -> bool {
        let before = record.nodes.get(..=place).unwrap_or_default();
        let is_layer = |node: &&Node| matches!(node.field.kind, Kind::Layer);
        let layer = if is_layer(&node) { Some(node) } else { before.iter().rev().find(is_layer) };
        let Some(layer) = layer else { return false };
        let same = |nodes: &[Node]| nodes.iter().filter(|node| std::ptr::eq(node.field, layer.field)).count() as i64;
        let (number, all) = (same(before), same(&record.nodes));
        self.layers.iter().any(|range| {
            let at = |number: i32| if number < 0 { all + 1 + i64::from(number) } else { i64::from(number) };
            match *range {
                Range::One(one) => at(one) == number,
                Range::From(first, len) => (at(first)..at(first) + i64::from(len)).contains(&number),
                Range::To(first, last) => (at(first)..=at(last)).contains(&number),
                Range::Onward(first) => at(first) <= number,
            }
        })
    }
}

/// The bytes of a layer: those behind its header belong to it as well.
fn reach<'p>(node: &Node, packet: Packet<'p>) -> Value<'p> {
    let at = packet.record.reach_of(node).unwrap_or(node.at);
    Value::Bytes(Cow::Borrowed(packet.record.bytes_at(packet.known, at)))
}

impl Operand {
    fn looked_through<'p>(&'p self, packet: Packet<'p>) -> Values<'p> {
        match self {
            Self::Field(asked) => asked.looked_through(packet),
            other => other.of(packet),
        }
    }

    /// Its values in a packet.
    fn of<'p>(&'p self, packet: Packet<'p>) -> Values<'p> {
        match self {
            Self::Field(asked) => asked.of(packet),
            Self::Constant(value) => vec![value.clone()],
            Self::Reference(_, values) => values.clone(),
            Self::Slice(of, ranges) => {
                let slice = |value: &Value<'_>| Value::Bytes(sliced(&value.bytes(), ranges).unwrap_or_default().into());
                of.of(packet).iter().map(slice).collect()
            }
            Self::Call(function, arguments) => function.of(arguments, packet),
            Self::Minus(of) => of.of(packet).into_iter().filter_map(|value| negative(&value)).collect(),
            Self::Sum(left, how, right) => {
                let (left, right) = (left.of(packet), right.of(packet));
                let pairs = left.iter().flat_map(|one| right.iter().map(move |other| (one, other)));
                let signed = self.is_signed();
                pairs.filter_map(|(one, other)| how.of(one, other, signed)).collect()
            }
        }
    }

    /// Whether its values may lie below zero.
    fn is_signed(&self) -> bool {
        matches!(self.values(), Type::Signed | Type::Duration | Type::Time)
    }
}

fn negative(value: &Value<'_>) -> Option<Value<'static>> {
    match value {
        Value::Number(number) => number.checked_neg().map(Value::Number),
        _ => None,
    }
}

impl Arithmetic {
    fn of(self, one: &Value<'_>, other: &Value<'_>, signed: bool) -> Option<Value<'static>> {
        if self == Self::And {
            return one.bits_of_both(other);
        }
        let (Value::Number(one), Value::Number(other)) = (one, other) else { return None };
        let number = match self {
            Self::Add => one.checked_add(*other),
            Self::Subtract => one.checked_sub(*other),
            Self::Multiply => one.checked_mul(*other),
            Self::Divide => one.checked_div(*other),
            Self::Remainder => one.checked_rem(*other),
            Self::And => None,
        }?;
        (signed || number >= 0).then_some(Value::Number(number))
    }
}

/// Some bytes of these; none where a range reaches behind their end.
fn sliced(bytes: &[u8], ranges: &[Range]) -> Option<Vec<u8>> {
    let len = bytes.len() as i64;
    let at = |number: i32| if number < 0 { len + i64::from(number) } else { i64::from(number) };
    let mut taken = Vec::new();
    for range in ranges {
        let (first, end) = match *range {
            Range::One(one) => (at(one), at(one) + 1),
            Range::From(first, count) => (at(first), at(first) + i64::from(count)),
            Range::To(first, last) => (at(first), at(last) + 1),
            Range::Onward(first) => (at(first), len),
        };
        let (first, end) = (usize::try_from(first).ok()?, usize::try_from(end).ok()?);
        let part = bytes.get(first..end).filter(|part| !part.is_empty())?;
        taken.extend_from_slice(part);
    }
    Some(taken)
}

impl Function {
    fn of<'p>(self, arguments: &'p [Operand], packet: Packet<'p>) -> Values<'p> {
        let Some(first) = arguments.first() else { return Vec::new() };
        let values = || first.of(packet);
        let text = |change: fn(&str) -> String| {
            values().into_iter().map(move |value| match value {
                Value::Text(text) => Value::Text(Cow::Owned(change(&text))),
                other => other,
            })
        };
        match self {
            Self::Count => match first {
                Operand::Field(asked) => match asked.nodes(packet).count() {
                    0 => Vec::new(),
                    count => vec![Value::Number(count as i128)],
                },
                _ => vec![Value::Number(values().len() as i128)],
            },
            Self::Len => values().iter().map(|value| Value::Number(value.bytes().len() as i128)).collect(),
            Self::Lower => text(str::to_ascii_lowercase).collect(),
            Self::Upper => text(str::to_ascii_uppercase).collect(),
            Self::Text => values().iter().map(spelled).collect(),
            Self::Abs => values()
                .into_iter()
                .map(|value| match value {
                    Value::Number(number) => Value::Number(number.saturating_abs()),
                    other => other,
                })
                .collect(),
            Self::Max | Self::Min => {
                let wanted = if self == Self::Max { Ordering::Greater } else { Ordering::Less };
                let all = arguments.iter().flat_map(|argument| argument.of(packet));
                let best = all.reduce(|best, next| if next.order(&best) == Some(wanted) { next } else { best });
                best.into_iter().collect()
            }
        }
    }
}

/// A value as text, numbers with ten digits.
fn spelled(value: &Value<'_>) -> Value<'static> {
    Value::Text(Cow::Owned(match value {
        Value::Number(number) => number.to_string(),
        other => Address::from_octets(&other.bytes()).to_string(),
    }))
}

impl Asks {
    /// All fields that it needs of a packet; where layers are counted, the headings of all protocols as well.
    pub fn wanted(&self, into: &mut Vec<&'static Field>) {
        let mut layered = false;
        self.each_field(&mut |asked| {
            into.extend_from_slice(asked.fields);
            layered |= !asked.layers.is_empty();
        });
        if layered {
            let all = Registry::get_all().all();
            into.extend(all.iter().filter_map(|protocol| protocol.fields.first().copied()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(bytes: &[u8], ranges: &[Range]) -> Option<Vec<u8>> {
        sliced(bytes, ranges)
    }

    #[test]
    fn slices_count_from_either_end() {
        let bytes = [1, 2, 3, 4, 5];
        assert_eq!(slice(&bytes, &[Range::From(0, 3)]), Some(vec![1, 2, 3]));
        assert_eq!(slice(&bytes, &[Range::One(-1)]), Some(vec![5]));
        assert_eq!(slice(&bytes, &[Range::Onward(-2)]), Some(vec![4, 5]));
        assert_eq!(slice(&bytes, &[Range::To(1, 2), Range::One(0)]), Some(vec![2, 3, 1]));
        assert_eq!(slice(&bytes, &[Range::To(-2, -1)]), Some(vec![4, 5]));
        assert_eq!(slice(&bytes, &[Range::From(3, 3)]), None);
        assert_eq!(slice(&bytes, &[Range::One(5)]), None);
        assert_eq!(slice(&bytes, &[Range::One(-6)]), None);
    }

    #[test]
    fn nothing_unsigned_goes_below_zero() {
        let number = |number| Value::Number(number);
        assert_eq!(Arithmetic::Subtract.of(&number(1), &number(2), false), None);
        assert_eq!(Arithmetic::Subtract.of(&number(1), &number(2), true), Some(number(-1)));
        assert_eq!(Arithmetic::Divide.of(&number(1), &number(0), false), None);
    }
}
