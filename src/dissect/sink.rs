//! The two listeners a dissector can have: `Scan` for pass one, `Detail` for everything later.

use std::fmt;

use crate::{
    bytes::{Address, Span},
    dissect::{
        Context,
        either::Either,
        field::{Field, Note},
        known::Known,
        pdu::Pdu,
        protocol::{Dissected, Next, Protocol},
        record::{Node, Record, Value},
        registry::Registry,
    },
    index::{
        Row, Session,
        flows::{Ends, Flow},
        packets::flags,
        stacks::ProtocolId,
    },
};

/// Bytes of the Info column at most, as in Wireshark: a message may hold thousands of names.
const LONGEST_INFO: usize = 4095;

/// What a lesson may touch: pass one only.
pub struct Learning<'l> {
    /// All that is learnt.
    pub session: &'l mut Session,
    /// The packet's row.
    pub row: &'l mut Row,
    /// The packet, counted from 0.
    pub packet: u32,
    /// What outer layers said.
    pub context: &'l Context,
}

impl Learning<'_> {
    /// The packet joins the flow with these ends, which is made if there is none; the flow, and the packet's way in it.
    #[inline]
    pub fn join(&mut self, ends: Ends) -> Option<(&mut Flow, u8)> {
        let (flow, way) = match self.session.flows.find(ends) {
            Some(found) => found,
            None => (self.session.flows.add(ends, self.packet)?, 0),
        };
        self.enter(flow, way)
    }

    /// The packet opens a new flow with these ends, whatever was there before.
    pub fn open(&mut self, ends: Ends) -> Option<(&mut Flow, u8)> {
        let flow = self.session.flows.add(ends, self.packet)?;
        self.enter(flow, 0)
    }

    #[inline]
    fn enter(&mut self, id: u32, way: u8) -> Option<(&mut Flow, u8)> {
        let flow = self.session.flows.get_mut(id)?;
        self.row.previous = flow.last;
        flow.last = self.packet;
        self.row.flow = id;
        self.row.flags = (self.row.flags & !flags::BACK) | (u16::from(way) * flags::BACK);
        Some((flow, way))
    }
}

/// Which text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Say {
    /// The Info column, replacing what is there.
    Info,
    /// The Info column, replacing also what earlier messages of the packet said.
    InfoAlone,
    /// The beginning of the Info column, which stays whatever inner layers say.
    InfoLead,
    /// The Info column, added to what is there.
    InfoMore,
    /// The wording of the node recorded last, instead of its value's.
    Label,
    /// More for the wording of the node recorded last.
    LabelMore,
    /// More for the wording of the node at this place.
    LabelOf(usize),
    /// The wording of the heading at this place, its name included.
    Title(usize),
    /// How the value of the node recorded last was worked out.
    Working,
}

impl Say {
    /// Whether it is a column's, and not a node's wording.
    #[inline]
    pub fn is_info(self) -> bool {
        matches!(self, Self::Info | Self::InfoAlone | Self::InfoLead | Self::InfoMore)
    }
}

/// What stays of a node's wording when it is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// All of it.
    Wording,
    /// A heading's name.
    Name,
    /// Not even that.
    Nothing,
}

/// A listener: `Scan`, or [`Either`] of the two.
pub trait Sink: Sized {
    /// Whether values are written down.
    const RECORDS: bool;
    /// Calls the copy of the protocol's `dissect` that was compiled for this listener.
    fn enter(protocol: &'static Protocol, pdu: &mut Pdu<'_, Self>) -> Dissected;
    /// Reads on with `body`, which is compiled once for both listeners.
    fn either<'a, T>(pdu: &mut Pdu<'a, Self>, body: impl FnOnce(&mut Pdu<'a, Either<'_, '_>>) -> T) -> T;
    /// Whether it decides who reads on, as pass one does.
    fn decides(&self) -> bool;
    /// Which protocol comes next: decided in pass one, replayed later.
    fn choose(&mut self, next: Next, payload: &[u8]) -> Option<ProtocolId>;
    /// All protocols.
    fn registry(&self) -> &'static Registry;
    /// Whether fields are written down: not in pass one, and not where a packet's columns are all that is wanted.
    fn shows(&self) -> bool;
    /// Whether a layer follows whose Info replaces what is said now, so that it need not be said.
    fn leads_on(&self) -> bool;
    /// A layer begins, all of whose bytes lie from `reach.0` up to `reach.1`; the place of its node.
    fn begin(&mut self, protocol: &'static Protocol, reach: (u32, u32), quoted: bool) -> usize;
    /// A layer has `len` bytes of its own.
    fn end(&mut self, mark: usize, len: u32);
    /// A value was read or worked out.
    fn field(&mut self, field: &'static Field, at: Span, value: Value, computed: bool);
    /// A value was built.
    fn text(&mut self, field: &'static Field, at: Span, text: impl fmt::Display, computed: bool);
    /// The place of the next node.
    fn mark(&self) -> usize;
    /// What follows lies below (1) or beside (-1) again.
    fn nest(&mut self, by: i8);
    /// The node at `mark` reaches up to `end`.
    fn stretch(&mut self, mark: usize, end: u32);
    /// The node recorded last is not shown in the tree.
    fn hide(&mut self);
    /// Whether what follows is for the tree alone.
    fn tree_only(&mut self, so: bool);
    /// A value that belongs to a layer whose nodes end at `mark`, worked out where it takes no bytes.
    fn insert(
        &mut self,
        mark: usize,
        field: &'static Field,
        at: Span,
        value: Value,
        wording: Option<fmt::Arguments<'_>>,
    );
    /// Text for people.
    fn say(&mut self, what: Say, write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result);
    /// The Protocol column.
    fn protocol(&mut self, column: impl fmt::Display);
    /// The Source and Destination columns.
    fn addresses(&mut self, source: Address, destination: Address);
    /// An anomaly.
    fn note(&mut self, note: &'static Note, at: Span);
    /// Pass one learns; later passes do nothing.
    fn learn(&mut self, context: &Context, lesson: impl FnOnce(&mut Learning<'_>));
    /// A value that depends on what was learnt; pass one has none.
    fn derive(&self, value: impl FnOnce(Known<'_>) -> Value) -> Value;
    /// A text that depends on what was learnt; pass one has none.
    fn derive_text(
        &mut self,
        field: &'static Field,
        at: Span,
        computed: bool,
        write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result,
    );
    /// When the packet was captured.
    fn time(&self) -> i64;
    /// Sets bits of the row.
    fn flag(&mut self, bits: u16);
}

/// Pass one: learns, decides, records nothing.
pub struct Scan<'s> {
    /// What is learnt.
    pub session: &'s mut Session,
    /// The packet's row.
    pub row: Row,
    /// The packet, counted from 0.
    pub packet: u32,
    /// All protocols.
    pub registry: &'static Registry,
}

impl Sink for &mut Scan<'_> {
    const RECORDS: bool = false;
    #[inline(always)]
    fn enter(protocol: &'static Protocol, pdu: &mut Pdu<'_, Self>) -> Dissected {
        // The lifetimes of `Scan` in the pointer's type are all late-bound, so the call fits any.
        (protocol.scan)(pdu)
    }
    #[inline(always)]
    fn either<'a, T>(pdu: &mut Pdu<'a, Self>, body: impl FnOnce(&mut Pdu<'a, Either<'_, '_>>) -> T) -> T {
        pdu.heard_by(|scan| Either::Scan(scan), body)
    }
    #[inline(always)]
    fn decides(&self) -> bool {
        true
    }
    #[inline(always)]
    fn choose(&mut self, next: Next, payload: &[u8]) -> Option<ProtocolId> {
        if let Next::EtherType(_) = next {
            self.row.stack = self.session.stacks.push(self.row.stack, self.registry.ethertype)?;
        }
        let chosen = self.registry.choose(next, payload)?;
        self.row.stack = self.session.stacks.push(self.row.stack, chosen)?;
        Some(chosen)
    }
    #[inline(always)]
    fn registry(&self) -> &'static Registry {
        self.registry
    }
    #[inline(always)]
    fn shows(&self) -> bool {
        false
    }
    #[inline(always)]
    fn leads_on(&self) -> bool {
        true
    }
    #[inline(always)]
    fn begin(&mut self, _: &'static Protocol, _: (u32, u32), _: bool) -> usize {
        0
    }
    #[inline(always)]
    fn end(&mut self, _: usize, _: u32) {}
    #[inline(always)]
    fn field(&mut self, _: &'static Field, _: Span, _: Value, _: bool) {}
    #[inline(always)]
    fn text(&mut self, _: &'static Field, _: Span, _: impl fmt::Display, _: bool) {}
    #[inline(always)]
    fn mark(&self) -> usize {
        0
    }
    #[inline(always)]
    fn nest(&mut self, _: i8) {}
    #[inline(always)]
    fn stretch(&mut self, _: usize, _: u32) {}
    #[inline(always)]
    fn hide(&mut self) {}
    #[inline(always)]
    fn tree_only(&mut self, _: bool) {}
    #[inline(always)]
    fn insert(&mut self, _: usize, _: &'static Field, _: Span, _: Value, _: Option<fmt::Arguments<'_>>) {}
    #[inline(always)]
    fn say(&mut self, _: Say, _: impl FnOnce(&mut String, Known<'_>) -> fmt::Result) {}
    #[inline(always)]
    fn protocol(&mut self, _: impl fmt::Display) {}
    #[inline(always)]
    fn addresses(&mut self, _: Address, _: Address) {}
    #[inline(always)]
    fn note(&mut self, _: &'static Note, _: Span) {
        self.row.notes = self.row.notes.saturating_add(1);
    }
    #[inline(always)]
    fn learn(&mut self, context: &Context, lesson: impl FnOnce(&mut Learning<'_>)) {
        lesson(&mut Learning { session: self.session, row: &mut self.row, packet: self.packet, context });
    }
    #[inline(always)]
    fn derive(&self, _: impl FnOnce(Known<'_>) -> Value) -> Value {
        Value::None
    }
    #[inline(always)]
    fn derive_text(
        &mut self,
        _: &'static Field,
        _: Span,
        _: bool,
        _: impl FnOnce(&mut String, Known<'_>) -> fmt::Result,
    ) {
    }
    #[inline(always)]
    fn time(&self) -> i64 {
        self.row.time
    }
    #[inline(always)]
    fn flag(&mut self, bits: u16) {
        self.row.flags |= bits;
    }
}

/// Later passes: records, can only read what was learnt, and replays the stack that pass one decided.
pub struct Detail<'s> {
    /// What is known.
    pub known: Known<'s>,
    /// What is written down.
    pub record: &'s mut Record,
    /// Layers that pass one chose, in order, and how many of them have been entered.
    pub path: &'s [ProtocolId],
    /// How many of `path` have been entered.
    pub entered: usize,
    /// All protocols.
    pub registry: &'static Registry,
    /// Bits that this pass set: the same ones as pass one.
    pub flags: u16,
}

impl Detail<'_> {
    fn node_at(&mut self, place: usize) -> Option<&mut Node> {
        self.record.nodes.get_mut(place)
    }

    fn word(&mut self, place: usize, keep: Keep, write: &mut Write<'_>) {
        if !self.record.labels() || place >= self.record.nodes.len() {
            return;
        }
        let known = self.known;
        let before = self.record.nodes.get(place).and_then(|node| node.label).filter(|_| keep == Keep::Wording);
        let (start, len) = self.record.store(|_| Ok(()));
        debug_assert_eq!(len, 0);
        if let Some((from, len)) = before {
            // Texts only grow: wording that is added to is written anew behind the rest.
            let old = self.record.text(from, len).to_owned();
            self.record.texts.push_str(&old);
        } else if keep != Keep::Nothing {
            let node = self.record.nodes.get(place).copied();
            if let Some(node) = node.filter(|node| keep == Keep::Wording || node.field.kind.is_heading()) {
                crate::dissect::format::wording_into(&node, self.record, known);
            }
        }
        self.record.store(|out| write(out, known));
        let len = self.record.texts.len() as u32 - start;
        if let Some(node) = self.node_at(place) {
            node.label = Some((start, len));
        }
    }
}

/// What writes a text, called once: one type for all of them, so that what calls it is compiled once.
pub(super) type Write<'w> = dyn FnMut(&mut String, Known<'_>) -> fmt::Result + 'w;

/// What `Either` lets it hear; see [`Sink`].
impl Detail<'_> {
    pub(super) fn choose(&mut self, next: Next) -> Option<ProtocolId> {
        // What follows in the path belongs to the segment's next message.
        if matches!(next, Next::Done) {
            return None;
        }
        if matches!(next, Next::EtherType(_)) && self.path.get(self.entered).copied() == Some(self.registry.ethertype) {
            self.entered += 1;
        }
        let chosen = self.path.get(self.entered).copied()?;
        self.entered += 1;
        Some(chosen)
    }

    /// Whether another layer follows.
    pub(super) fn goes_on(&self) -> bool {
        self.entered < self.path.len()
    }

    pub(crate) fn leads_on(&self) -> bool {
        let next = self.path.get(self.entered).and_then(|id| self.registry.get(*id));
        next.is_some_and(|protocol| !protocol.column.is_empty())
    }

    pub(super) fn begin(&mut self, protocol: &'static Protocol, (start, end): (u32, u32), quoted: bool) -> usize {
        self.record.last = Some(protocol);
        self.record.depth = u8::from(quoted);
        let mark = self.record.nodes.len();
        if let Some(layer) = protocol.fields.first() {
            self.record.node(layer, Span { start, len: 0, source: self.known.source }, Value::None, false);
        }
        self.record.depth += 1;
        if !quoted && !protocol.column.is_empty() {
            if self.record.columns() {
                self.record.protocol.clear();
                self.record.protocol.push_str(protocol.column);
            }
            self.record.info.truncate(self.record.fence);
        }
        // A node that nobody wanted is not there to be worded or stretched.
        if self.record.nodes.len() == mark {
            return usize::MAX;
        }
        self.record.reaches.push((mark as u32, end));
        mark
    }

    pub(super) fn end(&mut self, mark: usize, len: u32) {
        if let Some(node) = self.node_at(mark) {
            node.at.len = len;
        }
    }

    pub(super) fn nest(&mut self, by: i8) {
        self.record.depth = self.record.depth.saturating_add_signed(by);
    }

    pub(super) fn stretch(&mut self, mark: usize, end: u32) {
        if let Some(node) = self.node_at(mark) {
            node.at.len = end.saturating_sub(node.at.start);
        }
    }

    pub(super) fn hide(&mut self) {
        if let (true, Some(node)) = (self.record.labels(), self.record.nodes.last_mut()) {
            node.hidden = true;
        }
    }

    pub(super) fn insert(
        &mut self,
        mark: usize,
        field: &'static Field,
        at: Span,
        value: Value,
        wording: Option<fmt::Arguments<'_>>,
    ) {
        if self.record.wanted(field) && mark <= self.record.nodes.len() {
            let label = wording.map(|wording| self.record.store(|out| fmt::Write::write_fmt(out, wording)));
            let node = Node { field, value, at, depth: 1, computed: at.len == 0, hidden: false, label, note: None };
            self.record.insert(mark, node);
        }
    }

    pub(super) fn say(&mut self, what: Say, write: &mut Write<'_>) {
        match what {
            Say::Info | Say::InfoAlone | Say::InfoLead | Say::InfoMore => {
                if self.record.columns() {
                    if what == Say::InfoAlone {
                        self.record.fence = self.record.lead;
                        self.record.info.truncate(self.record.lead);
                    }
                    if matches!(what, Say::Info | Say::InfoLead) {
                        self.record.info.truncate(self.record.fence);
                    }
                    let info = &mut self.record.info;
                    if info.len() < LONGEST_INFO {
                        let _ = write(info, self.known);
                        if info.len() > LONGEST_INFO {
                            info.truncate(info.floor_char_boundary(LONGEST_INFO));
                        }
                    }
                    if what == Say::InfoLead {
                        self.record.fence = self.record.info.len();
                    }
                }
            }
            Say::Label => self.word(self.record.nodes.len().wrapping_sub(1), Keep::Name, write),
            Say::LabelMore => self.word(self.record.nodes.len().wrapping_sub(1), Keep::Wording, write),
            Say::LabelOf(place) => self.word(place, Keep::Wording, write),
            Say::Title(place) => self.word(place, Keep::Nothing, write),
            Say::Working => {
                let known = self.known;
                self.record.work(|out| write(out, known));
            }
        }
    }

    /// Adds to the Info column.
    pub(crate) fn say_more(&mut self, text: fmt::Arguments<'_>) {
        self.say(Say::InfoMore, &mut |out, _| fmt::Write::write_fmt(out, text));
    }

    pub(super) fn protocol(&mut self, column: &dyn fmt::Display) {
        if self.record.columns() {
            self.record.protocol.clear();
            let _ = fmt::Write::write_fmt(&mut self.record.protocol, format_args!("{column}"));
        }
    }

    /// Adds to the Protocol column.
    pub(super) fn protocol_more(&mut self, more: &str) {
        if self.record.columns() {
            self.record.protocol.push_str(more);
        }
    }

    #[cold]
    pub(super) fn note(&mut self, note: &'static Note, at: Span) {
        self.record.notes.push((note, at));
        if self.record.labels() {
            let (depth, field) = (self.record.depth, &crate::dissect::NOTE);
            let value = Value::None;
            self.record.nodes.push(Node {
                field,
                value,
                at,
                depth,
                computed: true,
                hidden: false,
                label: None,
                note: Some(note),
            });
        }
    }

    pub(super) fn derive_text(&mut self, field: &'static Field, at: Span, computed: bool, write: &mut Write<'_>) {
        if self.record.wanted(field) {
            let known = self.known;
            let (start, len) = self.record.store(|out| write(out, known));
            if len > 0 {
                self.record.node(field, at, Value::Text { start, len }, computed);
            }
        }
    }

    pub(super) fn flag(&mut self, bits: u16) {
        self.flags |= bits & (flags::CUT_SHORT | flags::MALFORMED);
    }
}
