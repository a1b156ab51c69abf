//! Tables of conversations and of their ends: counted once by a task, then shown in any order, some rows at a time.

use serde::{Deserialize, Serialize};

use crate::{
    analyse::{
        conversations::{self, Amount, Conversation, End, Kind},
        ranking::{self, By},
    },
    bytes::Address,
    dissect::{known::Known, options::Options},
    index::{Row, Session, flows::Transport},
};

/// Rows answered at once at most.
const MOST: u32 = 100_000;

/// Which table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What the ends are.
    pub kind: Kind,
    /// Ends alone instead of pairs of them.
    pub endpoints: bool,
}

/// One row of a table. In one of ends there is no second end: `there` is what it sent, `back` what it received.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// Its first packet, by its place in the file from 0.
    pub first: u32,
    /// Its number among the streams of its transport, where it is one.
    pub stream: Option<u32>,
    /// Who sent the first packet, and to whom: address and port, as they are shown.
    pub ends: [(String, String); 2],
    /// What the first sender sent.
    pub there: Amount,
    /// What was sent to it.
    pub back: Amount,
    /// Nanoseconds from the capture's first packet to the conversation's.
    pub start: i64,
    /// Nanoseconds from the conversation's first packet to its last one.
    pub duration: u64,
    /// Bits a second each way.
    pub rates: [Option<u64>; 2],
    /// Nanoseconds that the handshake took.
    pub round_trip: Option<u64>,
    /// Segments sent again or missing.
    pub losses: u32,
}

/// What was counted so far.
#[derive(Debug, Default)]
pub struct Tables {
    counted: Vec<(Kind, Vec<Conversation>)>,
    /// The table that was shown last, sorted.
    sorted: Option<Sorted>,
}

#[derive(Debug)]
struct Sorted {
    table: Table,
    by: By,
    descending: bool,
    /// The ends, in a table of them.
    ends: Vec<Conversation>,
    order: Vec<u32>,
}

impl Tables {
    /// Takes what was counted of one kind.
    pub fn put(&mut self, kind: Kind, all: Vec<Conversation>) {
        self.counted.retain(|(known, _)| *known != kind);
        self.sorted = self.sorted.take().filter(|sorted| sorted.table.kind != kind);
        self.counted.push((kind, all));
    }

    /// How many conversations of that kind there are, once they are counted.
    pub fn count(&self, kind: Kind) -> Option<u32> {
        self.of(kind).map(|all| all.len() as u32)
    }

    fn of(&self, kind: Kind) -> Option<&[Conversation]> {
        self.counted.iter().find(|(known, _)| *known == kind).map(|(_, all)| &**all)
    }

    /// How many rows a table has, and some of them from `first` on in the order of a column.
    pub fn rows(
        &mut self,
        session: &Session,
        (table, by, descending): (Table, By, bool),
        (first, count): (u32, u32),
        options: &Options,
    ) -> (u32, Vec<TableRow>) {
        self.sort(table, by, descending);
        let (Some(sorted), Some(counted)) = (&self.sorted, self.of(table.kind)) else { return (0, Vec::new()) };
        let all = if table.endpoints { &sorted.ends } else { counted };
        let places = sorted.order.iter().skip(first as usize).take(count.min(MOST) as usize);
        let wording = Wording { session, options, kind: table.kind };
        let rows = places.filter_map(|place| all.get(*place as usize)).map(|one| wording.row(one));
        (sorted.order.len() as u32, rows.collect())
    }

    fn sort(&mut self, table: Table, by: By, descending: bool) {
        let mut last = self.sorted.take().filter(|sorted| sorted.table == table);
        if !last.as_ref().is_some_and(|last| (last.by, last.descending) == (by, descending)) {
            let ends = last.take().map(|last| last.ends);
            let counted = self.of(table.kind).unwrap_or_default();
            let ends = ends.unwrap_or_else(|| if table.endpoints { conversations::ends(counted) } else { Vec::new() });
            let order = ranking::order(if table.endpoints { &ends } else { counted }, by, descending);
            last = Some(Sorted { table, by, descending, ends, order });
        }
        self.sorted = last;
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        let ends = self.sorted.as_ref().map_or(0, |sorted| sorted.ends.capacity());
        let all: usize = self.counted.iter().map(|(_, all)| all.capacity()).sum();
        (ends + all) * size_of::<Conversation>()
    }
}

/// How addresses and ports are shown.
struct Wording<'w> {
    session: &'w Session,
    options: &'w Options,
    kind: Kind,
}

impl Wording<'_> {
    fn row(&self, one: &Conversation) -> TableRow {
        let stream = one.flow.and_then(|flow| self.session.flows.get(flow)).map(|flow| flow.stream);
        let zero = self.session.packets.get(0).map_or(0, |row| row.instant().unwrap_or(0));
        TableRow {
            first: one.first,
            stream,
            ends: [self.end(one.from), self.end(one.to)],
            there: one.there,
            back: one.back,
            start: one.start.saturating_sub(zero),
            duration: one.end.abs_diff(one.start),
            rates: [one.there, one.back].map(|amount| ranking::rate(one, amount)),
            round_trip: one.round_trip,
            losses: one.losses,
        }
    }

    fn end(&self, (address, port): End) -> (String, String) {
        if address == Address::None {
            return <(String, String)>::default();
        }
        let row = Row::default();
        let known = Known {
            session: self.session,
            row: &row,
            packet: 0,
            options: self.options,
            bytes: &[],
            joined: &[],
            source: 0,
        };
        let transport = if self.kind == Kind::Tcp { Transport::Tcp } else { Transport::Udp };
        let port = port.map(|port| known.port(transport, port).to_string());
        (known.address(address).to_string(), port.unwrap_or_default())
    }
}
