//! Values that are not read in passing: of bytes already passed, worked out, stated by the file.

use std::fmt;

use super::{Derived, Pdu};
use crate::{
    bytes::{Address, Span, checksum::Verdict},
    dissect::{
        field::{Field, Kind},
        known::Known,
        record::Value,
        sink::{Say, Sink},
    },
};

impl<S: Sink> Pdu<'_, S> {
    /// Records a value that stands for the `len` bytes before the place reached.
    #[inline(always)]
    pub fn read_back(&mut self, field: &'static Field, len: usize, value: Value) {
        if S::RECORDS {
            self.recorded_back(field, len, value);
        }
    }

    /// Records a built text that stands for the `len` bytes before the place reached.
    #[inline(always)]
    pub fn text_back(&mut self, field: &'static Field, len: usize, text: impl fmt::Display) {
        if S::RECORDS {
            self.recorded_text_back(field, len, &text);
        }
    }

    /// Records a built text that stands for the `len` bytes ahead, whose parts follow.
    #[inline(always)]
    pub fn text_ahead(&mut self, field: &'static Field, len: usize, text: impl fmt::Display) {
        let at = self.span(self.at(), len.min(self.left()));
        self.sink.text(field, at, text, false);
    }

    /// Records a built text that stands for `part`, a part of the bytes that were handed out.
    #[inline(always)]
    pub fn text_of(&mut self, field: &'static Field, part: &[u8], text: impl fmt::Display) {
        let at = self.span_of(part);
        self.sink.text(field, at, text, false);
    }

    /// Records a value that stands for `part`, a part of the bytes that were handed out.
    #[inline(always)]
    pub fn value_of(&mut self, field: &'static Field, part: &[u8], value: Value) {
        let at = self.span_of(part);
        self.sink.field(field, at, value, false);
    }

    /// Where a parser's sub-slice lies; nowhere when it is none of ours.
    #[inline(always)]
    fn span_of(&self, part: &[u8]) -> Span {
        let start = part.as_ptr().addr().wrapping_sub(self.bytes.as_ptr().addr());
        if start <= self.bytes.len() { self.span(start, part.len()) } else { self.span(self.at(), 0) }
    }

    /// Records the bytes `from..to`, counted from the layer's start, as `field`, as far as they were captured.
    #[inline(always)]
    pub fn part(&mut self, field: &'static Field, from: usize, to: usize) {
        if S::RECORDS {
            self.recorded_part(field, from, to);
        }
    }

    /// Records a value worked out from this packet alone.
    #[inline(always)]
    pub fn computed(&mut self, field: &'static Field, value: u64) {
        if S::RECORDS {
            self.recorded_result(field, Value::Number(value));
        }
    }

    /// Records an address worked out from this packet alone.
    #[inline(always)]
    pub fn computed_address(&mut self, field: &'static Field, address: Address) {
        if S::RECORDS {
            self.recorded_result(field, Value::Address(address));
        }
    }

    /// Records a text worked out from this packet alone.
    #[inline(always)]
    pub fn computed_text(&mut self, field: &'static Field, text: impl fmt::Display) {
        let at = self.span(self.at(), 0);
        self.sink.text(field, at, text, true);
    }

    /// Records a value that depends on what was learnt, if there is one.
    #[inline(always)]
    pub fn derived(&mut self, field: &'static Field, value: impl FnOnce(Known<'_>) -> Option<u64>) -> Derived {
        let value = self.sink.derive(|known| value(known).map_or(Value::None, Value::Number));
        if !matches!(value, Value::None) {
            let at = self.span(self.at(), 0);
            self.sink.field(field, at, value, true);
        }
        Derived(value)
    }

    /// Records what is out of the ordinary, where what was learnt says so.
    #[inline(always)]
    pub fn derived_finding(&mut self, field: &'static Field, is: impl FnOnce(Known<'_>) -> bool) {
        if let Value::Number(1) = self.sink.derive(|known| Value::Number(is(known).into())) {
            let at = self.span(self.at(), 0);
            self.sink.field(field, at, Value::None, true);
        }
    }

    /// Records what is out of the ordinary about the `len` bytes before the place reached.
    ///
    /// For what pass one does not look at; what it does see is a note.
    #[inline(always)]
    pub fn finding(&mut self, field: &'static Field, len: usize) {
        self.read_back(field, len, Value::None);
    }

    /// Records a heading and what `body` works out below it, where what was learnt gives reason for it.
    #[inline(always)]
    pub fn derived_group(
        &mut self,
        field: &'static Field,
        is: impl FnOnce(Known<'_>) -> bool,
        body: impl FnOnce(&mut Self),
    ) {
        if let Value::Number(1) = self.sink.derive(|known| Value::Number(is(known).into())) {
            let group = self.open_computed(field);
            body(self);
            self.close(group);
        }
    }

    /// Records what the capture file states, which is neither read from the packet nor worked out.
    #[inline(always)]
    pub fn stated(&mut self, field: &'static Field, value: impl FnOnce(Known<'_>) -> Option<u64>) {
        let value = self.sink.derive(|known| value(known).map_or(Value::None, Value::Number));
        if !matches!(value, Value::None) {
            let at = self.span(self.at(), 0);
            self.sink.field(field, at, value, false);
        }
    }

    /// Records a text that depends on what was learnt; nothing when `write` writes nothing.
    #[inline(always)]
    pub fn derived_text(&mut self, field: &'static Field, write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result) {
        let at = self.span(self.at(), 0);
        self.sink.derive_text(field, at, true, write);
    }

    /// Records a text that the capture file states; nothing when `write` writes nothing.
    #[inline(always)]
    pub fn stated_text(&mut self, field: &'static Field, write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result) {
        let at = self.span(self.at(), 0);
        self.sink.derive_text(field, at, false, write);
    }

    /// Records a value read from the `len` bytes before the place reached, but shown through what was learnt.
    #[inline(always)]
    pub fn derived_back(&mut self, field: &'static Field, len: usize, value: impl FnOnce(Known<'_>) -> u64) -> Derived {
        let value = self.sink.derive(|known| Value::Number(value(known)));
        let at = self.span(self.at().saturating_sub(len), len.min(self.at()));
        self.sink.field(field, at, value, false);
        Derived(value)
    }

    /// Says of the checksum recorded last whether it fits; `check` answers nothing when it was not to be looked at.
    #[inline(always)]
    pub fn checksum(
        &mut self,
        status: &'static Field,
        unchecked: &'static str,
        check: impl FnOnce(Known<'_>) -> Option<Verdict>,
    ) {
        if !self.shows() {
            return;
        }
        let verdict = std::cell::Cell::new(None);
        let value = self.sink.derive(|known| {
            verdict.set(check(known));
            Value::Number(match verdict.get() {
                Some(Verdict::Bad(_)) => 0,
                Some(Verdict::Good) => 1,
                None => 2,
                Some(Verdict::Partial(_)) => 5,
            })
        });
        if matches!(value, Value::None) {
            return;
        }
        self.sink.say(Say::LabelMore, |out, _| match verdict.get() {
            None => fmt::Write::write_fmt(out, format_args!(" [{unchecked}]")),
            Some(Verdict::Good) => fmt::Write::write_str(out, " [correct]"),
            Some(Verdict::Bad(should)) => {
                fmt::Write::write_fmt(out, format_args!(" incorrect, should be 0x{should:04x}"))
            }
            Some(Verdict::Partial(_)) => {
                fmt::Write::write_str(out, " [partial: the pseudo-header's sum only, left to the network card]")
            }
        });
        let at = self.span(self.at(), 0);
        self.sink.field(status, at, value, true);
        if let (Kind::Named(names), Value::Number(number)) = (status.kind, value) {
            self.label(format_args!("{}", names.or_unknown(number)));
        }
    }

    /// Like [`Pdu::derived_back`], for `len` bytes that begin `back` bytes before the place reached.
    #[inline(always)]
    pub fn derived_at(&mut self, field: &'static Field, back: usize, len: usize, value: impl FnOnce(Known<'_>) -> u64) {
        let value = self.sink.derive(|known| Value::Number(value(known)));
        let at = self.span(self.at().saturating_sub(back), len);
        self.sink.field(field, at, value, false);
    }
}
