//! What is known of filters' questions: for each a set of packets that are decided, and a set of those of which it is true.
//!
//! Answers outlive their filter: when one term of it changes, the others need not be asked again.

use std::ops::Range;

use roaring::RoaringBitmap;

use crate::{
    dissect::{
        known::Known,
        options::Options,
        record::{Record, Wants},
    },
    index::Session,
    query::{
        columns::Columns,
        evaluate::Packet,
        filter::{Asks, Filter},
    },
};

/// Questions remembered at most.
const MOST: usize = 64;

/// All questions that were asked of a capture, the latest ones last.
#[derive(Debug, Default)]
pub struct Filtering {
    questions: Vec<Question>,
    /// What values depended on.
    options: Options,
}

/// A question with its answers.
#[derive(Debug)]
struct Question {
    text: String,
    asks: Asks,
    columns: Columns,
    /// Packets that columns were asked about.
    seen: u32,
    known: RoaringBitmap,
    is: RoaringBitmap,
}

impl Filtering {
    /// Remembers a filter's questions, and forgets those that were not asked for long, or answered otherwise: by
    /// other references of time, say.
    pub fn begin(&mut self, filter: &Filter, options: &Options) {
        if self.options != *options {
            self.questions.clear();
            self.options.clone_from(options);
        }
        let mut latest = Vec::new();
        filter.each_leaf(&mut |leaf| {
            if latest.iter().any(|question: &Question| question.text == leaf.text) {
                return;
            }
            let known = self.questions.iter().position(|question| question.text == leaf.text);
            latest.push(match known {
                Some(place) => self.questions.remove(place),
                None => Question {
                    text: leaf.text.clone(),
                    asks: leaf.asks.clone(),
                    columns: Columns::new(&leaf.asks),
                    seen: 0,
                    known: RoaringBitmap::new(),
                    is: RoaringBitmap::new(),
                },
            });
        });
        self.questions.append(&mut latest);
        let surplus = self.questions.len().saturating_sub(MOST);
        self.questions.drain(..surplus);
    }

    fn question(&self, text: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.text == text)
    }

    /// Asks columns about some more packets, of `packets`; false when they have been asked about all.
    pub fn ask_columns(&mut self, filter: &Filter, session: &Session, packets: u32, at_once: u32) -> bool {
        let mut texts: Vec<&str> = Vec::new();
        filter.each_leaf(&mut |leaf| texts.push(&leaf.text));
        let behind = self
            .questions
            .iter_mut()
            .find(|question| question.seen < packets && texts.contains(&question.text.as_str()));
        match behind {
            Some(question) => {
                let end = packets.min(question.seen.saturating_add(at_once));
                question.ask_columns(session, question.seen..end);
                true
            }
            None => false,
        }
    }

    /// The packets of which the filter is true, and those of which that is known.
    pub fn answers(&self, filter: &Filter, packets: u32) -> (RoaringBitmap, RoaringBitmap) {
        let whole = || all(packets);
        match filter {
            Filter::Everything => (whole(), whole()),
            Filter::Leaf(leaf) => self
                .question(&leaf.text)
                .map_or_else(Default::default, |question| (question.is.clone(), question.known.clone())),
            Filter::Not(one) => {
                let (is, known) = self.answers(one, packets);
                (&known - is, known)
            }
            Filter::Xor(one, other) => {
                let ((one, one_known), (other, known)) = (self.answers(one, packets), self.answers(other, packets));
                let known = one_known & known;
                ((one ^ other) & &known, known)
            }
            Filter::And(all) => {
                let (mut is, mut not) = (whole(), RoaringBitmap::new());
                for one in all {
                    let (one, known) = self.answers(one, packets);
                    not |= known - &one;
                    is &= one;
                }
                let known = &is | not;
                (is, known)
            }
            Filter::Or(all) => {
                let (mut is, mut not) = (RoaringBitmap::new(), whole());
                for one in all {
                    let (one, known) = self.answers(one, packets);
                    not &= known - &one;
                    is |= one;
                }
                let known = &is | not;
                (is, known)
            }
        }
    }

    /// What has to be written down of packets that columns leave open.
    pub fn wants(filter: &Filter) -> Wants {
        let mut fields = Vec::new();
        filter.each_leaf(&mut |leaf| leaf.asks.wanted(&mut fields));
        Wants::fields(fields.iter(), false)
    }

    /// Answers a filter's questions about a packet that was written down; whether the filter is true of it.
    pub fn answer(&mut self, filter: &Filter, record: &Record, known: Known<'_>) -> bool {
        let packet = Packet { record, known };
        match filter {
            Filter::Everything => true,
            Filter::Not(one) => !self.answer(one, record, known),
            Filter::Xor(one, other) => self.answer(one, record, known) != self.answer(other, record, known),
            Filter::And(all) => all.iter().all(|one| self.answer(one, record, known)),
            Filter::Or(all) => all.iter().any(|one| self.answer(one, record, known)),
            Filter::Leaf(leaf) => {
                let Some(question) = self.questions.iter_mut().find(|question| question.text == leaf.text) else {
                    return leaf.asks.is_true(packet);
                };
                if !question.known.insert(known.packet) {
                    return question.is.contains(known.packet);
                }
                let is = leaf.asks.is_true(packet);
                if is {
                    question.is.insert(known.packet);
                }
                is
            }
        }
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        let of = |question: &Question| {
            question.known.serialized_size() + question.is.serialized_size() + question.columns.memory()
        };
        self.questions.iter().map(of).sum()
    }
}

/// So many packets, all of them.
pub fn all(packets: u32) -> RoaringBitmap {
    let mut all = RoaringBitmap::new();
    all.insert_range(0..packets);
    all
}

impl Question {
    fn ask_columns(&mut self, session: &Session, packets: Range<u32>) {
        // whole bytes of a bitmap, whose place in it is one of bits
        let first = packets.start & !63;
        let mut known = vec![0_u8; (packets.end - first).div_ceil(8) as usize];
        let mut is = known.clone();
        for packet in packets.clone() {
            let Some(row) = session.packets.get(packet as usize) else { break };
            let Some(decided) = self.columns.decide(&self.asks, session, packet, row) else { continue };
            let (place, bit) = ((packet - first) as usize / 8, 1 << ((packet - first) % 8));
            if let (Some(known), Some(is)) = (known.get_mut(place), is.get_mut(place)) {
                *known |= bit;
                *is |= if decided { bit } else { 0 };
            }
        }
        self.known |= RoaringBitmap::from_lsb0_bytes(first, &known);
        self.is |= RoaringBitmap::from_lsb0_bytes(first, &is);
        self.seen = packets.end;
    }
}
