//! What is looked for in packets, and where: in rows, in layers, in bytes however they are packed, or by a filter.

use serde::{Deserialize, Serialize};

use crate::{
    bytes::writings::{Writing, writings},
    dissect::{
        known::Known,
        record::{Record, Wants},
    },
    engine::{selection::Selection, tasks::Lower, tree, wording::Wording},
    query::{
        check::check,
        dialect,
        filter::{Filter, Pattern},
        literal::hex_bytes,
        mistake::{Mistake, What},
        syntax::Place,
    },
};

/// What the words that somebody looks for mean.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meaning {
    /// A text.
    #[default]
    Text,
    /// A regular expression.
    Pattern,
    /// Bytes, as hex digits.
    Bytes,
    /// A filter; where does not matter.
    Filter,
}

/// Where it is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Within {
    /// The columns of the list.
    #[default]
    Rows,
    /// The lines of the layer tree.
    Layers,
    /// The packet's bytes, those of the messages that are whole by it, and what was decoded of them.
    Bytes,
}

/// How somebody looks for something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// What is looked for; nothing holds an empty text.
    pub text: String,
    /// What it means.
    pub meaning: Meaning,
    /// Where.
    pub within: Within,
    /// Whether upper and lower case differ.
    pub case_sensitive: bool,
    /// The text in GBK, which browsers know.
    pub gbk: Option<Vec<u8>>,
}

/// Something that packets are looked through for.
pub struct Sought {
    what: Wanted,
    within: Within,
}

enum Wanted {
    Nothing,
    Text(String, Option<Lower>),
    Pattern(Pattern),
    Writings(Vec<Writing>),
    Filter(Box<Selection>),
}

impl Sought {
    /// What a search looks for, or why it can not be looked for.
    pub fn new(search: &Search, lower: Lower) -> Result<Self, Mistake> {
        let at = Place { start: 0, end: search.text.len() as u32 };
        let mistake = |what| Mistake { what, at, instead: None };
        let lower = (!search.case_sensitive).then_some(lower);
        let what = match search.meaning {
            _ if search.text.is_empty() => Wanted::Nothing,
            Meaning::Text if search.within == Within::Bytes => {
                Wanted::Writings(writings(&search.text, search.gbk.as_deref(), search.case_sensitive))
            }
            Meaning::Text => {
                Wanted::Text(lower.map_or_else(|| search.text.clone(), |lower| lower(&search.text)), lower)
            }
            Meaning::Pattern => {
                let flags = if search.case_sensitive { "(?-i)" } else { "" };
                let pattern = Pattern::new([flags, &search.text].concat().as_bytes());
                Wanted::Pattern(pattern.map_err(|why| mistake(What::BadPattern(why)))?)
            }
            Meaning::Bytes => {
                let digits: String = search.text.split_whitespace().collect();
                let values = crate::dissect::field::Type::Bytes;
                let no_bytes = || What::NotAValue { text: search.text.clone(), field: String::new(), values };
                Wanted::Writings(vec![Writing::exactly(hex_bytes(&digits).ok_or_else(|| mistake(no_bytes()))?)])
            }
            Meaning::Filter => {
                let names = |test: &_| check(test, &|_| Vec::new());
                let said = dialect::understand(&search.text, |test| names(test).map(|_| ()))?;
                let filter = said.test.as_ref().map_or(Ok(Filter::Everything), names)?;
                Wanted::Filter(Box::new(Selection::new(filter)))
            }
        };
        let within = match search.meaning {
            Meaning::Bytes => Within::Bytes,
            _ => search.within,
        };
        Ok(Self { what, within })
    }

    /// Whether there is anything to look for.
    pub fn is_nothing(&self) -> bool {
        matches!(self.what, Wanted::Nothing)
    }

    /// What has to be written down of a packet for it.
    pub fn wants(&self, wording: &Wording) -> Wants {
        match (&self.what, self.within) {
            (Wanted::Filter(selection), _) => selection.wants(),
            (_, Within::Rows) => wording.wants(),
            (_, Within::Layers | Within::Bytes) => Wants::Everything,
        }
    }

    /// Whether a packet holds it, of which that was written down.
    pub fn is_in(&self, record: &Record, known: Known<'_>, wording: &Wording) -> bool {
        match (&self.what, self.within) {
            (Wanted::Nothing, _) => false,
            (Wanted::Filter(selection), _) => selection.is_true(record, known),
            (_, Within::Bytes) => self.is_in_bytes(record, known),
            (_, Within::Layers) => {
                let lines: Vec<String> = tree::tree(record, known).into_iter().map(|line| line.text).collect();
                self.is_in_text(lines.join("\n"))
            }
            (_, Within::Rows) => {
                let row = wording.row(record, known);
                let mut texts = vec![row.number.to_string(), row.time, row.source, row.destination, row.protocol];
                texts.extend([row.length.to_string(), row.info]);
                texts.extend(row.cells);
                self.is_in_text(texts.join("\n"))
            }
        }
    }

    /// A line break stands in none of the lines.
    fn is_in_text(&self, mut text: String) -> bool {
        match &self.what {
            Wanted::Text(sought, lower) => {
                match lower {
                    None => {}
                    Some(_) if sought.is_ascii() => text.make_ascii_lowercase(),
                    Some(lower) => text = lower(&text),
                }
                text.contains(sought)
            }
            Wanted::Pattern(pattern) => text.lines().any(|line| pattern.is_in(line.as_bytes())),
            _ => false,
        }
    }

    fn is_in_bytes(&self, record: &Record, known: Known<'_>) -> bool {
        let is_in = |bytes: &[u8]| match &self.what {
            Wanted::Writings(all) => all.iter().any(|writing| writing.is_in(bytes)),
            Wanted::Pattern(pattern) => pattern.is_in(bytes),
            _ => false,
        };
        is_in(known.bytes)
            || known.joined.iter().any(|joined| is_in(&joined.bytes))
            || record.decoded.iter().any(|source| is_in(&source.bytes))
    }
}
