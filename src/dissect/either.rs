//! Either of the two listeners, told apart when packets are read: what hears with it is compiled once for both.

use std::fmt;

use crate::{
    bytes::{Address, Span},
    dissect::{
        Context,
        field::{Field, Note},
        known::Known,
        pdu::Pdu,
        protocol::{Dissected, Next, Protocol},
        record::Value,
        registry::Registry,
        sink::{Detail, Learning, Say, Scan, Sink, Write},
    },
    index::stacks::ProtocolId,
};

/// Pass one or a later pass. It hears all of a later pass, and of pass one what is too rare to be compiled twice.
pub enum Either<'p, 's> {
    /// Pass one.
    Scan(&'p mut Scan<'s>),
    /// A later pass.
    Detail(&'p mut Detail<'s>),
}

// To ask which it is takes some bytes, and there are thousands of places: most of these are calls.
impl Sink for Either<'_, '_> {
    const RECORDS: bool = true;
    #[inline(always)]
    fn enter(protocol: &'static Protocol, pdu: &mut Pdu<'_, Self>) -> Dissected {
        (protocol.dissect)(pdu)
    }
    #[inline(always)]
    fn either<'a, T>(pdu: &mut Pdu<'a, Self>, body: impl FnOnce(&mut Pdu<'a, Either<'_, '_>>) -> T) -> T {
        body(pdu)
    }
    fn decides(&self) -> bool {
        matches!(self, Self::Scan(_))
    }
    fn choose(&mut self, next: Next, payload: &[u8]) -> Option<ProtocolId> {
        match self {
            Self::Scan(scan) => scan.choose(next, payload),
            Self::Detail(detail) => detail.choose(next),
        }
    }
    fn registry(&self) -> &'static Registry {
        match self {
            Self::Scan(scan) => scan.registry,
            Self::Detail(detail) => detail.registry,
        }
    }
    fn shows(&self) -> bool {
        matches!(self, Self::Detail(detail) if detail.record.nodes_wanted())
    }
    fn leads_on(&self) -> bool {
        match self {
            Self::Scan(_) => true,
            Self::Detail(detail) => detail.leads_on(),
        }
    }
    fn begin(&mut self, protocol: &'static Protocol, reach: (u32, u32), quoted: bool) -> usize {
        match self {
            Self::Scan(_) => 0,
            Self::Detail(detail) => detail.begin(protocol, reach, quoted),
        }
    }
    fn end(&mut self, mark: usize, len: u32) {
        if let Self::Detail(detail) = self {
            detail.end(mark, len);
        }
    }
    #[inline(never)]
    fn field(&mut self, field: &'static Field, at: Span, value: Value, computed: bool) {
        if let Self::Detail(detail) = self
            && detail.record.nodes_wanted()
        {
            detail.record.node(field, at, value, computed);
        }
    }
    #[inline(always)]
    fn text(&mut self, field: &'static Field, at: Span, text: impl fmt::Display, computed: bool) {
        self.text_node(field, at, &text, computed);
    }
    #[inline(never)]
    fn mark(&self) -> usize {
        match self {
            Self::Scan(_) => 0,
            Self::Detail(detail) => detail.record.nodes.len(),
        }
    }
    #[inline(never)]
    fn nest(&mut self, by: i8) {
        if let Self::Detail(detail) = self {
            detail.nest(by);
        }
    }
    #[inline(never)]
    fn stretch(&mut self, mark: usize, end: u32) {
        if let Self::Detail(detail) = self {
            detail.stretch(mark, end);
        }
    }
    #[inline(never)]
    fn hide(&mut self) {
        if let Self::Detail(detail) = self {
            detail.hide();
        }
    }
    fn tree_only(&mut self, so: bool) {
        if let Self::Detail(detail) = self {
            detail.record.tree_only = so;
        }
    }
    fn insert(
        &mut self,
        mark: usize,
        field: &'static Field,
        at: Span,
        value: Value,
        wording: Option<fmt::Arguments<'_>>,
    ) {
        if let Self::Detail(detail) = self {
            detail.insert(mark, field, at, value, wording);
        }
    }
    #[inline(always)]
    fn say(&mut self, what: Say, write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result) {
        let mut write = Some(write);
        self.say_by(what, &mut |out, known| write.take().map_or(Ok(()), |write| write(out, known)));
    }
    #[inline(always)]
    fn protocol(&mut self, column: impl fmt::Display) {
        self.protocol_by(&column);
    }
    #[inline(never)]
    fn addresses(&mut self, source: Address, destination: Address) {
        if let Self::Detail(detail) = self {
            (detail.record.source, detail.record.destination) = (source, destination);
        }
    }
    #[inline(never)]
    fn note(&mut self, note: &'static Note, at: Span) {
        match self {
            Self::Scan(scan) => scan.note(note, at),
            Self::Detail(detail) => detail.note(note, at),
        }
    }
    #[inline(always)]
    fn learn(&mut self, context: &Context, lesson: impl FnOnce(&mut Learning<'_>)) {
        if let Self::Scan(scan) = self {
            scan.learn(context, lesson);
        }
    }
    #[inline(always)]
    fn derive(&self, value: impl FnOnce(Known<'_>) -> Value) -> Value {
        match self {
            Self::Scan(_) => Value::None,
            Self::Detail(detail) => value(detail.known),
        }
    }
    #[inline(always)]
    fn derive_text(
        &mut self,
        field: &'static Field,
        at: Span,
        computed: bool,
        write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result,
    ) {
        let mut write = Some(write);
        self.text_by(field, at, computed, &mut |out, known| write.take().map_or(Ok(()), |write| write(out, known)));
    }
    fn time(&self) -> i64 {
        match self {
            Self::Scan(scan) => scan.row.time,
            Self::Detail(detail) => detail.known.row.time,
        }
    }
    fn flag(&mut self, bits: u16) {
        match self {
            Self::Scan(scan) => scan.flag(bits),
            Self::Detail(detail) => detail.flag(bits),
        }
    }
}

/// What writes is of one type here, whoever it is.
impl Either<'_, '_> {
    #[inline(never)]
    fn text_node(&mut self, field: &'static Field, at: Span, text: &dyn fmt::Display, computed: bool) {
        if let Self::Detail(detail) = self {
            detail.record.text_node(field, at, text, computed);
        }
    }

    #[inline(never)]
    fn say_by(&mut self, what: Say, write: &mut Write<'_>) {
        if let Self::Detail(detail) = self {
            detail.say(what, write);
        }
    }

    #[inline(never)]
    fn protocol_by(&mut self, column: &dyn fmt::Display) {
        if let Self::Detail(detail) = self {
            detail.protocol(column);
        }
    }

    #[inline(never)]
    fn text_by(&mut self, field: &'static Field, at: Span, computed: bool, write: &mut Write<'_>) {
        if let Self::Detail(detail) = self {
            detail.derive_text(field, at, computed, write);
        }
    }
}
