//! Names → fields, words → values: what an expression says is something that can be asked, or why it is not.

use crate::{
    dissect::field::{Field, Type},
    query::{
        fields,
        filter::{Asked, Asks, Filter, Function, Leaf, Operand, Order, Pattern},
        literal::{self, NoValue, Written},
        mistake::{Mistake, What},
        nearest,
        parser::is_operator,
        syntax::{self, Arithmetic, Comparison, Member, Place, Quantifier, Term, Test},
        value::Value,
    },
};

/// Values of a field in the packet that is selected, by its key; what `${…}` stands for.
pub type References<'r> = &'r dyn Fn(&str) -> Vec<Value<'static>>;

/// What `test` asks.
pub fn check(test: &Test, references: References<'_>) -> Result<Filter, Mistake> {
    Checker { references }.test(test)
}

struct Checker<'r> {
    references: References<'r>,
}

type Checked<T> = Result<T, Mistake>;

fn mistake<T>(what: What, at: Place) -> Checked<T> {
    Err(Mistake { what, at, instead: None })
}

/// Values that are alike enough to be compared.
fn alike(one: Type, other: Type) -> bool {
    let class = |values| match values {
        Type::Packet => Type::Number,
        Type::Mac => Type::Bytes,
        other => other,
    };
    class(one) == class(other) || matches!((one, other), (Type::Protocol, Type::Bytes) | (Type::Bytes, Type::Protocol))
}

fn is_bytes(values: Type) -> bool {
    matches!(values, Type::Bytes | Type::Mac | Type::Protocol)
}

impl Checker<'_> {
    fn test(&self, test: &Test) -> Checked<Filter> {
        let asks = match test {
            Test::And(..) => {
                return Ok(Filter::And(self.flat(test, &|test| match test {
                    Test::And(left, right) => Some((left, right)),
                    _ => None,
                })?));
            }
            Test::Or(..) => {
                return Ok(Filter::Or(self.flat(test, &|test| match test {
                    Test::Or(left, right) => Some((left, right)),
                    _ => None,
                })?));
            }
            Test::Xor(left, right) => {
                return Ok(Filter::Xor(Box::new(self.test(left)?), Box::new(self.test(right)?)));
            }
            Test::Not(test) => return Ok(Filter::Not(Box::new(self.test(test)?))),
            Test::In { quantifier, left, not: true, set } => {
                let one = Test::In { quantifier: *quantifier, left: left.clone(), not: false, set: set.clone() };
                return Ok(Filter::Not(Box::new(self.test(&one)?)));
            }
            Test::Has(operand) => self.has(operand)?,
            Test::Relation { quantifier, left, comparison, right } => {
                self.relation(*quantifier, left, *comparison, right)?
            }
            Test::In { quantifier, left, set, .. } => self.membership(*quantifier, left, set)?,
        };
        let mut text = test.to_string();
        asks.each_reference(&mut |values| text.push_str(&format!(" {values:?}")));
        Ok(Filter::Leaf(Box::new(Leaf { text, asks })))
    }

    /// All parts of a row of the same operator.
    fn flat<'t>(&self, test: &'t Test, split: &Split<'t>) -> Checked<Vec<Filter>> {
        let (mut right, mut rest) = (Vec::new(), test);
        while let Some((left, last)) = split(rest) {
            right.push(self.test(last)?);
            rest = left;
        }
        right.push(self.test(rest)?);
        right.reverse();
        Ok(right)
    }

    fn has(&self, operand: &syntax::Operand) -> Checked<Asks> {
        let checked = self.asking(operand)?;
        match (&checked, &operand.what) {
            (Operand::Call(..), Term::Call(name, _)) => mistake(What::FunctionAlone(name.clone()), operand.at),
            (Operand::Constant(_) | Operand::Minus(_), _) => mistake(What::ValueAlone(operand.to_string()), operand.at),
            _ => Ok(Asks::Has(checked)),
        }
    }

    /// What stands on the left: it has values of its own.
    fn asking(&self, operand: &syntax::Operand) -> Checked<Operand> {
        match &operand.what {
            Term::Word(name) if is_name(name) => Ok(Operand::Field(self.field(operand)?)),
            Term::Word(_) | Term::Quoted(_) | Term::Character(_) => {
                mistake(What::ValueAlone(operand.to_string()), operand.at)
            }
            Term::Reference(_) => mistake(What::ValueAlone(operand.to_string()), operand.at),
            Term::Layers(..) | Term::Raw(_) => Ok(Operand::Field(self.field(operand)?)),
            Term::Slice(of, ranges) => {
                let checked = self.asking(of)?;
                if !is_bytes(checked.values()) && !matches!(checked.values(), Type::Text | Type::Ipv4 | Type::Ipv6) {
                    return self.not_for(of, checked.values(), "[…]");
                }
                Ok(Operand::Slice(Box::new(checked), ranges.clone()))
            }
            Term::Call(name, arguments) => self.call(name, arguments, operand.at),
            Term::Minus(of) => {
                let checked = self.asking(of)?;
                self.counts(of, checked.values(), Arithmetic::Subtract)?;
                Ok(Operand::Minus(Box::new(checked)))
            }
            Term::Sum(left, how, right) => {
                let checked = self.asking(left)?;
                self.counts(left, checked.values(), *how)?;
                let right = self.beside(right, &checked, left)?;
                Ok(Operand::Sum(Box::new(checked), *how, Box::new(right)))
            }
        }
    }

    fn not_for<T>(&self, of: &syntax::Operand, values: Type, operation: &str) -> Checked<T> {
        mistake(What::NotFor { text: of.to_string(), values, operation: operation.to_owned() }, of.at)
    }

    /// Whether one can reckon like this with values of a type.
    fn counts(&self, of: &syntax::Operand, values: Type, how: Arithmetic) -> Checked<()> {
        let bits = how == Arithmetic::And && (is_bytes(values) || matches!(values, Type::Ipv4 | Type::Ipv6));
        let can = matches!(values, Type::Number | Type::Signed | Type::Packet)
            || values == Type::Duration && how != Arithmetic::And
            || bits;
        if can { Ok(()) } else { self.not_for(of, values, how.symbol()) }
    }

    /// A field by its name, with what limits it.
    fn field(&self, operand: &syntax::Operand) -> Checked<Asked> {
        match &operand.what {
            Term::Word(name) => {
                let fields = fields::named(name);
                if fields.is_empty() {
                    return mistake(What::UnknownName(name.clone(), nearest::names(name)), operand.at);
                }
                Ok(Asked { fields, layers: Vec::new(), raw: false })
            }
            Term::Layers(of, ranges) => Ok(Asked { layers: ranges.clone(), ..self.field(of)? }),
            Term::Raw(of) => {
                let asked = self.field(of)?;
                if matches!(asked.values(), Type::Label) {
                    return self.not_for(of, asked.values(), "@");
                }
                Ok(Asked { raw: true, ..asked })
            }
            _ => mistake(What::FieldWanted(operand.to_string()), operand.at),
        }
    }

    fn call(&self, name: &str, arguments: &[syntax::Operand], at: Place) -> Checked<Operand> {
        let Some(function) = Function::named(name) else {
            return mistake(What::UnknownFunction(name.to_owned(), nearest::functions(name)), at);
        };
        let (least, most) = if matches!(function, Function::Max | Function::Min) { (1, 255) } else { (1, 1) };
        if !(least..=most).contains(&arguments.len()) {
            return mistake(What::Arguments { name: name.to_owned(), least: least as u8, most: most as u8 }, at);
        }
        let Some(first) = arguments.first() else { return mistake(What::Unfinished, at) };
        let checked = match (function, &first.what) {
            (Function::Max | Function::Min | Function::Abs, _) => self.asking(first)?,
            (_, Term::Word(name)) if !is_name(name) => return mistake(What::FieldWanted(first.to_string()), first.at),
            (Function::Lower | Function::Upper, Term::Word(_) | Term::Call(..)) => self.asking(first)?,
            (_, Term::Word(_) | Term::Layers(..) | Term::Raw(_)) => Operand::Field(self.field(first)?),
            _ => return mistake(What::FieldWanted(first.to_string()), first.at),
        };
        let values = checked.values();
        let can = match function {
            Function::Len => is_bytes(values) || values == Type::Text,
            Function::Count => true,
            Function::Lower | Function::Upper => values == Type::Text,
            Function::Text => {
                matches!(values, Type::Number | Type::Signed | Type::Packet | Type::Ipv4 | Type::Ipv6 | Type::Mac)
            }
            Function::Max | Function::Min => values != Type::Label,
            Function::Abs => matches!(values, Type::Number | Type::Signed | Type::Duration),
        };
        if !can {
            return self.not_for(first, values, name);
        }
        let mut all = vec![checked];
        for argument in arguments.get(1..).unwrap_or_default() {
            let Some(left) = all.first() else { break };
            let right = self.beside(argument, left, first)?;
            all.push(right);
        }
        Ok(Operand::Call(function, all))
    }

    /// What stands beside a value of a type: a field, or a value that is written as that type wants it.
    fn beside(&self, operand: &syntax::Operand, left: &Operand, written_left: &syntax::Operand) -> Checked<Operand> {
        let field = match left {
            Operand::Field(asked) if !asked.raw => asked.fields.first().copied(),
            _ => None,
        };
        let written = match &operand.what {
            Term::Word(word) if fields::named(word).is_empty() => Written::Word(word),
            Term::Quoted(bytes) => Written::Quoted(bytes),
            Term::Character(byte) => Written::Character(*byte),
            Term::Minus(of) => match &of.what {
                Term::Word(word)
                    if literal::integer(Written::Word(word)).is_some() || left.values() == Type::Duration =>
                {
                    return self.constant(Written::Word(&format!("-{word}")), operand, left, field);
                }
                _ => {
                    let checked = self.beside(of, left, written_left)?;
                    self.counts(operand, checked.values(), Arithmetic::Subtract)?;
                    return Ok(Operand::Minus(Box::new(checked)));
                }
            },
            Term::Sum(one, how, other) => {
                let one = self.beside(one, left, written_left)?;
                self.counts(operand, left.values(), *how)?;
                let other = self.beside(other, left, written_left)?;
                return Ok(Operand::Sum(Box::new(one), *how, Box::new(other)));
            }
            Term::Reference(key) => return self.reference(key, operand, left, written_left),
            _ => {
                let right = self.asking(operand)?;
                if !alike(left.values(), right.values()) {
                    return self.incomparable(left, written_left, right.values(), operand);
                }
                return Ok(right);
            }
        };
        self.constant(written, operand, left, field)
    }

    fn incomparable<T>(
        &self,
        left: &Operand,
        written_left: &syntax::Operand,
        right: Type,
        operand: &syntax::Operand,
    ) -> Checked<T> {
        let (left, right) = ((written_left.to_string(), left.values()), (operand.to_string(), right));
        mistake(What::NotComparable { left, right }, operand.at)
    }

    fn reference(
        &self,
        key: &str,
        operand: &syntax::Operand,
        left: &Operand,
        written_left: &syntax::Operand,
    ) -> Checked<Operand> {
        let asked = self.field(&syntax::Operand { what: Term::Word(key.to_owned()), at: operand.at })?;
        if !alike(left.values(), asked.values()) {
            return self.incomparable(left, written_left, asked.values(), operand);
        }
        Ok(Operand::Reference(asked, (self.references)(key)))
    }

    fn constant(
        &self,
        written: Written<'_>,
        operand: &syntax::Operand,
        left: &Operand,
        field: Option<&'static Field>,
    ) -> Checked<Operand> {
        let values = left.values();
        let name = field.map_or_else(String::new, |field| field.key().to_owned());
        let text = operand.to_string();
        literal::value(written, values, field).map(Operand::Constant).or_else(|why| match why {
            NoValue::MoreThan(most) => mistake(What::TooBig { text, field: name, most }, operand.at),
            NoValue::Other => mistake(What::NotAValue { text, field: name, values }, operand.at),
        })
    }

    fn relation(
        &self,
        quantifier: Option<Quantifier>,
        left: &syntax::Operand,
        comparison: Comparison,
        right: &syntax::Operand,
    ) -> Checked<Asks> {
        let checked = self.asking(left)?;
        let values = checked.values();
        let all = |default: bool| quantifier.map_or(default, |quantifier| quantifier == Quantifier::All);
        let (order, all) = match comparison {
            Comparison::Equal => (Order::Equal, all(false)),
            Comparison::NotEqual => (Order::Different, all(true)),
            Comparison::AllEqual => (Order::Equal, all(true)),
            Comparison::AnyNotEqual => (Order::Different, all(false)),
            Comparison::Greater => (Order::Greater, all(false)),
            Comparison::GreaterOrEqual => (Order::GreaterOrEqual, all(false)),
            Comparison::Less => (Order::Less, all(false)),
            Comparison::LessOrEqual => (Order::LessOrEqual, all(false)),
            Comparison::Contains => (Order::Contains, all(false)),
            Comparison::Matches => {
                let pattern = self.pattern(left, values, right)?;
                return Ok(Asks::Matches { all: all(false), left: checked, pattern });
            }
        };
        let holds = is_bytes(values) && values != Type::Mac || values == Type::Text;
        if values == Type::Label || comparison == Comparison::Contains && !(holds || values == Type::Mac) {
            return self.not_for(left, values, comparison.symbol());
        }
        let right = self.beside(right, &checked, left)?;
        Ok(Asks::Relation { all, order, left: checked, right })
    }

    fn pattern(&self, left: &syntax::Operand, values: Type, right: &syntax::Operand) -> Checked<Pattern> {
        if !is_bytes(values) && values != Type::Text || values == Type::Mac {
            return self.not_for(left, values, "matches");
        }
        let Term::Quoted(bytes) = &right.what else { return mistake(What::PatternWanted, right.at) };
        Pattern::new(bytes).or_else(|why| mistake(What::BadPattern(why), right.at))
    }

    fn membership(&self, quantifier: Option<Quantifier>, left: &syntax::Operand, members: &[Member]) -> Checked<Asks> {
        let asked = self.field(left)?;
        if asked.values() == Type::Label {
            return self.not_for(left, asked.values(), "in");
        }
        let field = Operand::Field(asked.clone());
        let mut set = Vec::with_capacity(members.len());
        for member in members {
            let (first, last) = match member {
                Member::One(value) => (value, value),
                Member::Range(first, last) => (first, last),
            };
            set.push((self.beside(first, &field, left)?, self.beside(last, &field, left)?));
        }
        Ok(Asks::In { all: quantifier == Some(Quantifier::All), left: asked, set })
    }
}

type Split<'t> = dyn Fn(&'t Test) -> Option<(&'t Test, &'t Test)>;

/// Whether a word can only be meant as a name: values of fields begin with digits or colons, or stand behind something.
fn is_name(word: &str) -> bool {
    !is_operator(word)
        && word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_' || !first.is_ascii())
        || !fields::named(word).is_empty()
}
