//! Text → tree: the grammar of Wireshark's display filters, by recursive descent.

use crate::query::{
    mistake::{Mistake, What},
    syntax::{Arithmetic, Comparison, Member, Operand, Place, Quantifier, Range, Term, Test},
    token::{Token, Tokens},
};

/// Bytes of an expression at most.
const LONGEST: usize = 16 << 10;
/// Parts of an expression at most, and parts within parts.
const PARTS: usize = 2000;
const DEPTH: usize = 100;

/// The tree of an expression; nothing of an empty one.
pub fn parse(text: &str) -> Result<Option<Test>, Mistake> {
    if text.len() > LONGEST {
        let at = Place { start: 0, end: text.len() as u32 };
        return Err(Mistake { what: What::TooLong, at, instead: None });
    }
    let mut parser = Parser { tokens: Tokens::new(text), next: (Token::End, Place::default()), parts: 0, depth: 0 };
    parser.advance()?;
    if parser.next.0 == Token::End {
        return Ok(None);
    }
    let test = parser.or()?;
    match parser.next.0 {
        Token::End => Ok(Some(test)),
        _ => Err(parser.unexpected()),
    }
}

/// Whether a word is an operator and never a value without quotes.
pub fn is_operator(word: &str) -> bool {
    comparison_word(word).is_some()
        || matches!(word, "and" | "or" | "xor" | "not" | "in" | "any" | "all" | "bitwise_and")
}

fn comparison_word(word: &str) -> Option<Comparison> {
    Some(match word {
        "eq" | "any_eq" => Comparison::Equal,
        "ne" | "all_ne" => Comparison::NotEqual,
        "all_eq" => Comparison::AllEqual,
        "any_ne" => Comparison::AnyNotEqual,
        "gt" => Comparison::Greater,
        "ge" => Comparison::GreaterOrEqual,
        "lt" => Comparison::Less,
        "le" => Comparison::LessOrEqual,
        "contains" => Comparison::Contains,
        "matches" => Comparison::Matches,
        _ => return None,
    })
}

fn comparison_sign(sign: &str) -> Option<Comparison> {
    Some(match sign {
        "==" => Comparison::Equal,
        "!=" => Comparison::NotEqual,
        "===" => Comparison::AllEqual,
        "!==" | "~=" => Comparison::AnyNotEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        "~" => Comparison::Matches,
        _ => return None,
    })
}

fn arithmetic(token: &Token) -> Option<Arithmetic> {
    Some(match token {
        Token::Sign("+") => Arithmetic::Add,
        Token::Sign("-") => Arithmetic::Subtract,
        Token::Sign("*") => Arithmetic::Multiply,
        Token::Sign("/") => Arithmetic::Divide,
        Token::Sign("%") => Arithmetic::Remainder,
        Token::Sign("&") => Arithmetic::And,
        Token::Word(word) if word == "bitwise_and" => Arithmetic::And,
        _ => return None,
    })
}

struct Parser<'t> {
    tokens: Tokens<'t>,
    /// The token looked at, and where it stands.
    next: (Token, Place),
    parts: usize,
    depth: usize,
}

impl Parser<'_> {
    /// Looks at the next token; the one looked at so far.
    fn advance(&mut self) -> Result<(Token, Place), Mistake> {
        let next = self.tokens.next()?;
        Ok(std::mem::replace(&mut self.next, next))
    }

    fn is(&self, sign: &str, word: &str) -> bool {
        match &self.next.0 {
            Token::Sign(one) => *one == sign,
            Token::Word(one) => one == word,
            _ => false,
        }
    }

    /// Passes over a sign, or a word, if it is the next token.
    fn pass(&mut self, sign: &str, word: &str) -> Result<bool, Mistake> {
        let is = self.is(sign, word);
        if is {
            self.advance()?;
        }
        Ok(is)
    }

    fn mistake<T>(&self, what: What) -> Result<T, Mistake> {
        Err(Mistake { what, at: self.next.1, instead: None })
    }

    fn unexpected(&self) -> Mistake {
        let Place { start, end } = self.next.1;
        let written = self.tokens.rest(start).get(..(end - start) as usize).unwrap_or_default();
        let what = match &self.next.0 {
            Token::End => What::Unfinished,
            Token::Sign("=") => What::SingleEqual,
            _ => What::Unexpected(written.to_owned()),
        };
        Mistake { what, at: self.next.1, instead: None }
    }

    /// Within brackets, of which nobody needs many, and one part more.
    fn within<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T, Mistake>) -> Result<T, Mistake> {
        self.parts += 1;
        if self.depth == DEPTH || self.parts > PARTS {
            return self.mistake(What::TooLong);
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    fn or(&mut self) -> Result<Test, Mistake> {
        let mut test = self.xor()?;
        while self.pass("||", "or")? {
            test = test.or(self.xor()?);
        }
        Ok(test)
    }

    fn xor(&mut self) -> Result<Test, Mistake> {
        let mut test = self.and()?;
        while self.pass("^^", "xor")? {
            test = Test::Xor(Box::new(test), Box::new(self.and()?));
        }
        Ok(test)
    }

    fn and(&mut self) -> Result<Test, Mistake> {
        let mut test = self.not()?;
        while self.pass("&&", "and")? {
            test = test.and(self.not()?);
        }
        Ok(test)
    }

    fn not(&mut self) -> Result<Test, Mistake> {
        self.within(|parser| {
            if parser.pass("!", "not")? {
                return Ok(parser.not()?.negated());
            }
            if !parser.is("(", "(") {
                return parser.relation();
            }
            let open = parser.advance()?.1;
            let test = parser.or()?;
            parser.close(')', open)?;
            Ok(test)
        })
    }

    fn close(&mut self, bracket: char, open: Place) -> Result<Place, Mistake> {
        let sign = bracket.encode_utf8(&mut [0; 4]).to_owned();
        match &self.next.0 {
            Token::Sign(next) if **next == sign => Ok(self.advance()?.1),
            Token::End => Err(Mistake { what: What::OpenBracket(bracket), at: open, instead: None }),
            _ => Err(self.unexpected()),
        }
    }

    /// `left`, `left == right`, `a < b < c`, `left in {…}`.
    fn relation(&mut self) -> Result<Test, Mistake> {
        let quantifier = match &self.next.0 {
            Token::Word(word) if word == "any" => Some(Quantifier::Any),
            Token::Word(word) if word == "all" => Some(Quantifier::All),
            _ => None,
        };
        if quantifier.is_some() {
            self.advance()?;
        }
        let mut left = self.sum(0)?;
        if let Some(not) = self.set_follows()? {
            let set = self.set()?;
            return Ok(Test::In { quantifier, left, not, set });
        }
        let mut all: Option<Test> = None;
        while let Some(comparison) = self.comparison() {
            self.advance()?;
            let right = self.sum(0)?;
            let next = right.clone();
            let one = Test::Relation { quantifier, left, comparison, right };
            all = Some(match all {
                Some(before) => before.and(one),
                None => one,
            });
            left = next;
            self.parts += 1;
        }
        match (all, quantifier) {
            (Some(test), _) => Ok(test),
            (None, None) => Ok(Test::Has(left)),
            (None, Some(_)) => Err(self.unexpected()),
        }
    }

    fn comparison(&self) -> Option<Comparison> {
        match &self.next.0 {
            Token::Sign(sign) => comparison_sign(sign),
            Token::Word(word) => comparison_word(word),
            _ => None,
        }
    }

    /// Passes over `in`, or `not in`; whether it was the latter.
    fn set_follows(&mut self) -> Result<Option<bool>, Mistake> {
        if self.pass("", "in")? {
            return Ok(Some(false));
        }
        if self.is("!", "not") {
            let (here, tokens) = (self.next.clone(), self.tokens.clone());
            self.advance()?;
            if self.pass("", "in")? {
                return Ok(Some(true));
            }
            (self.next, self.tokens) = (here, tokens);
        }
        Ok(None)
    }

    fn set(&mut self) -> Result<Vec<Member>, Mistake> {
        let open = self.next.1;
        if !self.pass("{", "{")? {
            return Err(self.unexpected());
        }
        let mut set = Vec::new();
        loop {
            let first = self.signed()?;
            set.push(if self.pass("..", "..")? { Member::Range(first, self.signed()?) } else { Member::One(first) });
            self.parts += 1;
            if self.parts > PARTS {
                return self.mistake(What::TooLong);
            }
            if !self.pass(",", ",")? {
                self.close('}', open)?;
                return Ok(set);
            }
        }
    }

    /// Sums, products and the like whose parts hold together at least so tightly.
    fn sum(&mut self, binding: u8) -> Result<Operand, Mistake> {
        self.within(|parser| {
            let mut left = parser.signed()?;
            while let Some(how) = arithmetic(&parser.next.0).filter(|how| how.binding() > binding) {
                parser.advance()?;
                let right = parser.sum(how.binding())?;
                let at = left.at.to(right.at);
                left = Operand { what: Term::Sum(Box::new(left), how, Box::new(right)), at };
                parser.parts += 1;
            }
            Ok(left)
        })
    }

    fn signed(&mut self) -> Result<Operand, Mistake> {
        let start = self.next.1;
        if self.pass("+", "+")? {
            return self.within(Self::signed);
        }
        if self.pass("-", "-")? {
            let of = self.within(Self::signed)?;
            let at = start.to(of.at);
            return Ok(Operand { what: Term::Minus(Box::new(of)), at });
        }
        let mut operand = self.primary()?;
        while self.is("[", "[") {
            let (ranges, end) = self.ranges()?;
            let at = operand.at.to(end);
            operand = Operand { what: Term::Slice(Box::new(operand), ranges), at };
        }
        Ok(operand)
    }

    fn primary(&mut self) -> Result<Operand, Mistake> {
        if self.is("{", "{") {
            let open = self.advance()?.1;
            let operand = self.sum(0)?;
            self.close('}', open)?;
            return Ok(operand);
        }
        if self.is("@", "@") {
            let start = self.advance()?.1;
            let of = self.within(Self::primary)?;
            let at = start.to(of.at);
            return Ok(Operand { what: Term::Raw(Box::new(of)), at });
        }
        let (what, at) = match self.next.clone() {
            (Token::Word(word), at) if !is_operator(&word) => (Term::Word(word), at),
            (Token::Quoted(bytes), at) => (Term::Quoted(bytes), at),
            (Token::Character(byte), at) => (Term::Character(byte), at),
            (Token::Reference(key), at) => (Term::Reference(key), at),
            _ => return Err(self.unexpected()),
        };
        self.advance()?;
        match what {
            Term::Word(name) if self.is("(", "(") => self.call(name, at),
            what if self.is("#", "#") => self.layers(Operand { what, at }),
            what => Ok(Operand { what, at }),
        }
    }

    fn call(&mut self, name: String, start: Place) -> Result<Operand, Mistake> {
        let open = self.advance()?.1;
        let mut arguments = Vec::new();
        if !self.is(")", ")") {
            arguments.push(self.sum(0)?);
            while self.pass(",", ",")? {
                arguments.push(self.sum(0)?);
            }
        }
        let end = self.close(')', open)?;
        Ok(Operand { what: Term::Call(name, arguments), at: start.to(end) })
    }

    /// `#2` or `#[1-2]` behind a field.
    fn layers(&mut self, of: Operand) -> Result<Operand, Mistake> {
        let sign = self.next.1;
        let rest = self.tokens.rest(sign.end);
        if rest.starts_with('[') {
            self.advance()?;
            let (ranges, end) = self.ranges()?;
            let at = of.at.to(end);
            return Ok(Operand { what: Term::Layers(Box::new(of), ranges), at });
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Some(layer) = rest.get(..digits).and_then(|digits| digits.parse().ok()) else {
            return self.mistake(What::BadRange("#".into()));
        };
        let end = sign.end + digits as u32;
        self.tokens.go_to(end);
        self.advance()?;
        let at = Place { start: of.at.start, end };
        Ok(Operand { what: Term::Layers(Box::new(of), vec![Range::One(layer)]), at })
    }

    /// `[0:3,-2:]`, the bracket that opens it being the next token.
    fn ranges(&mut self) -> Result<(Vec<Range>, Place), Mistake> {
        let open = self.next.1;
        let rest = self.tokens.rest(open.end);
        let Some(len) = rest.find(']') else {
            return Err(Mistake { what: What::OpenBracket(']'), at: open, instead: None });
        };
        let end = Place { start: open.end + len as u32, end: open.end + len as u32 + 1 };
        let inside = rest.get(..len).unwrap_or_default();
        let mut ranges = Vec::new();
        for written in inside.split(',') {
            match range(written.trim()) {
                Some(range) => ranges.push(range),
                None => {
                    let at = Place { start: open.start, end: end.end };
                    return Err(Mistake { what: What::BadRange(written.trim().to_owned()), at, instead: None });
                }
            }
        }
        self.parts += ranges.len();
        self.tokens.go_to(end.end);
        self.advance()?;
        Ok((ranges, end))
    }
}

/// `2`, `0:3`, `1-3`, `:3`, `3:`.
fn range(text: &str) -> Option<Range> {
    if let Some((first, len)) = text.split_once(':') {
        let (first, len) = (first.trim(), len.trim());
        let at = if first.is_empty() { 0 } else { number(first)? };
        return match len {
            "" => Some(Range::Onward(at)),
            len => number(len).filter(|len| *len > 0).map(|len| Range::From(at, len)),
        };
    }
    // a minus sign behind a digit stands between two numbers
    let between = text.char_indices().skip(1).find(|(_, letter)| *letter == '-').map(|(at, _)| at);
    match between {
        Some(at) => {
            let (first, last) = (number(text.get(..at)?.trim())?, number(text.get(at + 1..)?.trim())?);
            let backwards = (first < 0) == (last < 0) && first > last;
            (!backwards).then_some(Range::To(first, last))
        }
        None => number(text).map(Range::One),
    }
}

fn number(text: &str) -> Option<i32> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let number = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hex) => i32::from_str_radix(hex, 16).ok()?,
        None if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse::<i32>().ok()?,
        None => return None,
    };
    Some(sign * number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> String {
        parse(text)
            .unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"))
            .map_or_else(String::new, |test| test.to_string())
    }

    #[test]
    fn words_and_signs_are_the_same_operators() {
        assert_eq!(printed("tcp.port eq 80 and not udp or ip.ttl ge 3"), "tcp.port == 80 && !udp || ip.ttl >= 3");
        assert_eq!(printed("tcp.port==80&&!udp||ip.ttl>=3"), "tcp.port == 80 && !udp || ip.ttl >= 3");
        assert_eq!(printed("a ~= 1 or b any_ne 1 or c !== 1"), "a !== 1 || b !== 1 || c !== 1");
        assert_eq!(printed("a all_eq 1 ^^ b ~ \"x\""), "a === 1 xor b matches \"x\"");
    }

    #[test]
    fn brackets_stay_where_they_are_needed() {
        assert_eq!(printed("(a or b) and c"), "(a || b) && c");
        assert_eq!(printed("(a and b) or ((c))"), "a && b || c");
        assert_eq!(printed("a and (b and c)"), "a && (b && c)");
        assert_eq!(printed("not (a == 1)"), "!(a == 1)");
        assert_eq!(printed("not a == 1"), "!(a == 1)");
        assert_eq!(printed("{a + 1} * 2 > -{b - c}"), "{a + 1} * 2 > -{b - c}");
        assert_eq!(printed("a - {b - c} > 1 & 3"), "a - {b - c} > 1 & 3");
    }

    #[test]
    fn slices_sets_layers_and_calls_print_as_they_were() {
        for text in [
            "eth.src[0:3] == 00:0c:29",
            "a[-2:] == 0d:0a",
            "a[1-3,5,-4:2] == 01",
            "tcp.port in {80, 443, 8000..8100}",
            "all tcp.port not in {1..5}",
            "ip.addr#2 == 10.0.0.1",
            "ip.addr#[1-2,-1] == 10.0.0.1",
            "len(http.host) > 15",
            "max(a, b + 1) < 3",
            "@ip.src == 7f:00:00:01",
            "tcp.stream == ${tcp.stream}",
            r#"a contains "x\"\\\x01\n""#,
            "a == 'x'",
            r"a == '\''",
        ] {
            assert_eq!(printed(text), text);
        }
    }

    #[test]
    fn chains_hold_all_their_parts() {
        assert_eq!(printed("a < b < c"), "a < b && b < c");
    }

    #[test]
    fn what_does_not_belong_is_pointed_at() {
        let wrong = |text: &str| {
            let mistake = parse(text).unwrap_err();
            (mistake.what, mistake.at.start, mistake.at.end)
        };
        let unexpected = |text: &str| What::Unexpected(text.into());
        assert_eq!(wrong("tcp.port = 80"), (What::SingleEqual, 9, 10));
        assert_eq!(wrong("tcp.port in {80 443}"), (unexpected("443"), 16, 19));
        assert_eq!(wrong("tcp.port in 80"), (unexpected("80"), 12, 14));
        assert_eq!(wrong("tcp.port in {80, 443"), (What::OpenBracket('}'), 12, 13));
        assert_eq!(wrong("and tcp"), (unexpected("and"), 0, 3));
        assert_eq!(wrong("(tcp and udp"), (What::OpenBracket(')'), 0, 1));
        assert_eq!(wrong("tcp and udp)"), (unexpected(")"), 11, 12));
        assert_eq!(wrong("tcp udp"), (unexpected("udp"), 4, 7));
        assert_eq!(wrong("not"), (What::Unfinished, 3, 3));
        assert_eq!(wrong("any tcp"), (What::Unfinished, 7, 7));
        assert_eq!(wrong("a[0:0]"), (What::BadRange("0:0".into()), 1, 6));
        assert_eq!(wrong("a[3-1]"), (What::BadRange("3-1".into()), 1, 6));
    }

    #[test]
    fn nothing_is_too_deep_or_too_long() {
        assert_eq!(parse(&"(".repeat(9000)).unwrap_err().what, What::TooLong);
        assert_eq!(parse(&"!".repeat(9000)).unwrap_err().what, What::TooLong);
        assert_eq!(parse(&format!("a == {}1", "-".repeat(9000))).unwrap_err().what, What::TooLong);
        assert_eq!(parse(&"a&&".repeat(5000)).unwrap_err().what, What::TooLong);
        assert_eq!(parse(&"a ".repeat(9000)).unwrap_err().what, What::TooLong);
    }
}
