//! A filter over a whole capture: columns first, and a packet's bytes where they do not decide.

use crate::{
    dissect::{
        known::Known,
        record::{Record, Wants},
    },
    index::Session,
    query::{
        columns::{Columns, Decided},
        evaluate::Packet,
        filter::{Asks, Filter, Leaf},
    },
};

/// A filter with what is known of each of its questions.
pub struct Selection {
    filter: Filter,
    columns: Vec<Columns>,
}

impl Selection {
    /// Nothing known yet.
    pub fn new(filter: Filter) -> Self {
        let mut columns = Vec::new();
        filter.each_leaf(&mut |leaf| columns.push(Columns::new(&leaf.asks)));
        Self { filter, columns }
    }

    /// What columns say of a packet; they say nothing of one that is not there.
    pub fn by_columns(&mut self, session: &Session, packet: u32) -> Decided {
        let row = session.packets.get(packet as usize)?;
        let mut columns = self.columns.iter_mut();
        decide(&self.filter, &mut |leaf| columns.next()?.decide(&leaf.asks, session, packet, row))
    }

    /// What has to be written down of the packets that columns do not decide.
    pub fn wants(&self) -> Wants {
        let mut fields = Vec::new();
        self.filter.each_leaf(&mut |leaf| leaf.asks.wanted(&mut fields));
        Wants::fields(fields.iter(), false)
    }

    /// Whether the filter is true of a packet of which that was written down.
    pub fn is_true(&self, record: &Record, known: Known<'_>) -> bool {
        self.filter.is_true(Packet { record, known })
    }

    /// Its questions.
    pub fn asks(&self) -> Vec<&Asks> {
        let mut asks = Vec::new();
        self.filter.each_leaf(&mut |leaf| asks.push(&leaf.asks));
        asks
    }
}

/// True or false where the questions that are answered leave no doubt; each is asked, in order.
fn decide<'f>(filter: &'f Filter, answer: &mut dyn FnMut(&'f Leaf) -> Decided) -> Decided {
    match filter {
        Filter::Everything => Some(true),
        Filter::Leaf(leaf) => answer(leaf),
        Filter::Not(one) => decide(one, answer).map(|is| !is),
        Filter::Xor(one, other) => {
            let (one, other) = (decide(one, answer), decide(other, answer));
            Some(one? != other?)
        }
        Filter::And(all) => decide_all(all, false, answer),
        Filter::Or(all) => decide_all(all, true, answer),
    }
}

/// `end` as soon as one of them is that, else the opposite where none is open.
fn decide_all<'f>(all: &'f [Filter], end: bool, answer: &mut dyn FnMut(&'f Leaf) -> Decided) -> Decided {
    let (mut ended, mut open) = (false, false);
    for one in all {
        match decide(one, answer) {
            Some(is) => ended |= is == end,
            None => open = true,
        }
    }
    match (ended, open) {
        (true, _) => Some(end),
        (false, true) => None,
        (false, false) => Some(!end),
    }
}
