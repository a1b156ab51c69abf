//! What `Detail` writes down of one packet: flat nodes in reading order, texts in one store.

use std::fmt::{self, Write};

use crate::{
    bytes::{Address, Span},
    dissect::{
        decoded::{FOR_COLUMNS, FOR_TREE, Source},
        field::{Field, Note},
        history::History,
        known::Known,
        protocol::Protocol,
    },
};
use hashbrown::HashSet;

/// A value as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// It only has a name.
    None,
    /// A number, a bit, nanoseconds (as two's complement) or a packet.
    Number(u64),
    /// The bytes of its span say it.
    Span,
    /// Text in the record's store.
    Text {
        /// First byte there.
        start: u32,
        /// Bytes.
        len: u32,
    },
    /// An address that no bytes hold.
    Address(Address),
}

/// One line of the tree.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// What it is.
    pub field: &'static Field,
    /// Its value.
    pub value: Value,
    /// The bytes it was read from.
    pub at: Span,
    /// 0 for a layer.
    pub depth: u8,
    /// Worked out and not read.
    pub computed: bool,
    /// Not shown in the tree.
    pub hidden: bool,
    /// Its wording in [`Record::texts`] instead of its value's, if it has one.
    pub label: Option<(u32, u32)>,
    /// An anomaly instead of a value.
    pub note: Option<&'static Note>,
}

/// Which nodes are wanted.
#[derive(Debug, Default)]
pub enum Wants {
    /// None: columns only.
    #[default]
    Columns,
    /// Those of some fields, found by the addresses of their statics; columns as well when asked.
    Fields {
        /// Addresses of the statics.
        fields: HashSet<usize, foldhash::fast::FixedState>,
        /// Columns too.
        columns: bool,
        /// The beginnings of messages that came in several packets are enough.
        beginnings: bool,
    },
    /// All, with their wording.
    Everything,
}

impl Wants {
    /// Only these fields (what `Either` stands for included).
    pub fn fields<'f>(fields: impl IntoIterator<Item = &'f &'static Field>, columns: bool) -> Self {
        let mut wanted = HashSet::with_hasher(foldhash::fast::FixedState::with_seed(0));
        for field in fields {
            match field.kind {
                crate::dissect::field::Kind::Either(all) => wanted.extend(all.iter().map(|field| identity(field))),
                _ => {
                    wanted.insert(identity(field));
                }
            }
        }
        Self::Fields { fields: wanted, columns, beginnings: false }
    }

    /// Only these fields, and only those that the beginnings of messages hold.
    pub fn beginnings<'f>(fields: impl IntoIterator<Item = &'f &'static Field>) -> Self {
        match Self::fields(fields, false) {
            Self::Fields { fields, columns, .. } => Self::Fields { fields, columns, beginnings: true },
            other => other,
        }
    }

    /// Whether the beginnings of messages that came in several packets are enough.
    pub fn only_beginnings(&self) -> bool {
        matches!(self, Self::Columns | Self::Fields { beginnings: true, .. })
    }
}

fn identity(field: &'static Field) -> usize {
    std::ptr::from_ref(field).addr()
}

/// What was written down of one packet; reused from packet to packet.
#[derive(Debug, Default)]
pub struct Record {
    /// What to write down.
    pub wants: Wants,
    /// In reading order.
    pub nodes: Vec<Node>,
    /// Built values and wordings.
    pub texts: String,
    /// How values were worked out: the place of the node, and the text in `texts`; in order of nodes.
    pub workings: Vec<(usize, (u32, u32))>,
    /// The Info column.
    pub info: String,
    /// Where the current message's part of `info` begins: what earlier messages said stays.
    pub fence: usize,
    /// How much of it leads what messages say, and stays.
    pub(crate) lead: usize,
    /// The Protocol column.
    pub protocol: String,
    /// The Source column.
    pub source: Address,
    /// The Destination column.
    pub destination: Address,
    /// Anomalies, and where.
    pub notes: Vec<(&'static Note, Span)>,
    /// The innermost protocol.
    pub last: Option<&'static Protocol>,
    /// How far the bytes of layers reach behind their headers: the places of their nodes, in order, and where that is.
    pub(crate) reaches: Vec<(u32, u32)>,
    /// What was decoded of the packet's bytes: the sources behind those that were put together.
    pub decoded: Vec<Source>,
    /// What its sender said before, in a protocol whose messages refer back.
    pub history: History,
    pub(crate) depth: u8,
    /// What is read now is for the tree alone: filters and `-T fields` do not see it.
    pub(crate) tree_only: bool,
}

impl Record {
    /// Forgets the last packet and keeps the memory.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.texts.clear();
        self.workings.clear();
        self.info.clear();
        self.fence = 0;
        self.lead = 0;
        self.protocol.clear();
        self.source = Address::None;
        self.destination = Address::None;
        self.notes.clear();
        self.reaches.clear();
        self.last = None;
        self.decoded.clear();
        self.history.clear();
        self.depth = 0;
        self.tree_only = false;
    }

    /// What leads the Info column stays; the layer's own words give way to those of its messages.
    pub fn keep_lead(&mut self) {
        if self.fence > 0 && self.columns() {
            self.info.truncate(self.fence);
            self.lead = self.fence;
        }
    }

    /// All of the row stays: its Protocol column and innermost protocol, for whoever puts them back behind a quiet message.
    pub fn keep_row(&mut self) -> (String, Option<&'static Protocol>) {
        self.fence = self.info.len();
        (self.protocol.clone(), self.last)
    }

    /// The bytes of a span.
    pub fn bytes_at<'r>(&'r self, known: Known<'r>, at: Span) -> &'r [u8] {
        let joined = 1 + known.joined.len();
        let source = match usize::from(at.source) {
            0 => known.bytes,
            place if place < joined => known.joined.get(place - 1).map_or(&[][..], |joined| &joined.bytes),
            place => self.decoded.get(place - joined).map_or(&[][..], |source| &source.bytes),
        };
        at.of(source)
    }

    /// Where a layer's bytes lie with all that follows its header; `node` must be one of this record's.
    pub fn reach_of(&self, node: &Node) -> Option<Span> {
        let place = self.nodes.iter().position(|one| std::ptr::eq(one, node))? as u32;
        let found = self.reaches.binary_search_by_key(&place, |(of, _)| *of).ok()?;
        let (_, end) = self.reaches.get(found)?;
        Some(Span { len: end.saturating_sub(node.at.start), ..node.at })
    }

    /// Bytes that may still be decoded.
    pub fn may_decode(&self) -> usize {
        if self.wants.only_beginnings() {
            // of each step, or the second one would have nothing to begin with
            return FOR_COLUMNS;
        }
        self.decoded.iter().fold(FOR_TREE, |most, source| most.saturating_sub(source.bytes.len()))
    }

    /// Whether columns are wanted.
    #[inline]
    pub fn columns(&self) -> bool {
        !matches!(self.wants, Wants::Fields { columns: false, .. })
    }

    /// Whether any nodes are wanted.
    #[inline]
    pub fn nodes_wanted(&self) -> bool {
        !matches!(self.wants, Wants::Columns)
    }

    /// Whether wordings of nodes are wanted.
    #[inline]
    pub fn labels(&self) -> bool {
        matches!(self.wants, Wants::Everything)
    }

    /// Whether a node of `field` is wanted.
    #[inline]
    pub fn wanted(&self, field: &'static Field) -> bool {
        match &self.wants {
            Wants::Columns => false,
            Wants::Everything => true,
            Wants::Fields { fields, .. } => !self.tree_only && fields.contains(&identity(field)),
        }
    }

    /// The text of a value or a wording.
    pub fn text(&self, start: u32, len: u32) -> &str {
        self.texts.get(start as usize..start as usize + len as usize).unwrap_or_default()
    }

    /// Adds a node if it is wanted.
    #[inline(never)]
    pub(crate) fn node(&mut self, field: &'static Field, at: Span, value: Value, computed: bool) {
        if self.wanted(field) {
            let depth = self.depth;
            self.nodes.push(Node { field, value, at, depth, computed, hidden: false, label: None, note: None });
        }
    }

    /// Adds a node whose value is built text, if it is wanted.
    pub(crate) fn text_node(&mut self, field: &'static Field, at: Span, text: &dyn fmt::Display, computed: bool) {
        if self.wanted(field) {
            let (start, len) = self.store(|out| write!(out, "{text}"));
            self.node(field, at, Value::Text { start, len }, computed);
        }
    }

    /// Words the node recorded last, which must be of `field`, if wordings are wanted.
    pub(crate) fn word_last(&mut self, field: &'static Field, text: impl fmt::Display) {
        if self.labels() {
            debug_assert!(self.nodes.last().is_some_and(|node| std::ptr::eq(node.field, field)));
            let label = self.store(|out| write!(out, "{text}"));
            if let Some(node) = self.nodes.last_mut() {
                node.label = Some(label);
            }
        }
    }

    /// Keeps how the value of the node recorded last was worked out, unless `write` writes nothing.
    pub(crate) fn work(&mut self, write: impl FnOnce(&mut String) -> fmt::Result) {
        if let (true, Some(node)) = (self.labels(), self.nodes.len().checked_sub(1)) {
            let text = self.store(write);
            if text.1 > 0 {
                self.workings.push((node, text));
            }
        }
    }

    /// How the value of the node at `place` was worked out; empty where nobody says so.
    pub fn working(&self, place: usize) -> &str {
        let found = self.workings.binary_search_by_key(&place, |(node, _)| *node).ok();
        found.and_then(|found| self.workings.get(found)).map_or("", |(_, (start, len))| self.text(*start, *len))
    }

    /// A node comes in between, at `place`.
    pub(crate) fn insert(&mut self, place: usize, node: Node) {
        self.nodes.insert(place, node);
        self.workings.iter_mut().filter(|(of, _)| *of >= place).for_each(|(of, _)| *of += 1);
        self.reaches.iter_mut().filter(|(of, _)| *of as usize >= place).for_each(|(of, _)| *of += 1);
    }

    /// Keeps what `write` writes.
    pub(crate) fn store(&mut self, write: impl FnOnce(&mut String) -> fmt::Result) -> (u32, u32) {
        let start = self.texts.len();
        // A dissector's own `Display` never fails; if it did, what it wrote so far stands.
        let _ = write(&mut self.texts);
        (start as u32, (self.texts.len() - start) as u32)
    }
}
