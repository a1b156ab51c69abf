//! Reading where values are recorded: a call, as it would be most of the program if it were inlined at thousands of places.

use std::fmt;

use super::{Group, Pdu, Word, big, masked};
use crate::{
    bytes::Address,
    dissect::{
        field::{Field, Note},
        protocol::Short,
        record::Value,
        sink::{Say, Sink},
    },
};

impl<'a, S: Sink> Pdu<'a, S> {
    #[inline(never)]
    pub(super) fn recorded<const N: usize>(
        &mut self,
        field: &'static Field,
        number: fn([u8; N]) -> u64,
    ) -> Result<u64, Short> {
        let (bytes, at) = self.take::<N>()?;
        let value = number(bytes);
        if self.shows() {
            self.sink.field(field, at, Value::Number(masked(field, value)), false);
        }
        Ok(value)
    }

    #[inline(never)]
    pub(super) fn recorded_bytes(&mut self, field: &'static Field, len: usize) -> Result<&'a [u8], Short> {
        let at = self.span(self.at(), len);
        let bytes = self.skip(len)?;
        if self.shows() {
            self.sink.field(field, at, Value::Span, false);
        }
        Ok(bytes)
    }

    #[inline(never)]
    pub(super) fn recorded_address(&mut self, field: &'static Field, len: usize) -> Result<Address, Short> {
        self.recorded_bytes(field, len).map(Address::from_octets)
    }

    #[inline(never)]
    pub(super) fn recorded_rest(&mut self, field: &'static Field) -> &'a [u8] {
        let (bytes, at) = (self.rest, self.span(self.at(), self.rest.len()));
        if !bytes.is_empty() {
            self.rest = &[];
            self.sink.field(field, at, Value::Span, false);
        }
        bytes
    }

    #[inline(never)]
    pub(super) fn recorded_back(&mut self, field: &'static Field, len: usize, value: Value) {
        if !self.shows() {
            return;
        }
        let at = self.span(self.at().saturating_sub(len), len.min(self.at()));
        self.sink.field(field, at, value, false);
    }

    #[inline(never)]
    pub(super) fn recorded_text_back(&mut self, field: &'static Field, len: usize, text: &dyn fmt::Display) {
        if !self.shows() {
            return;
        }
        let at = self.span(self.at().saturating_sub(len), len.min(self.at()));
        self.sink.text(field, at, text, false);
    }

    #[inline(never)]
    pub(super) fn recorded_result(&mut self, field: &'static Field, value: Value) {
        let at = self.span(self.at(), 0);
        self.sink.field(field, at, value, true);
    }

    #[inline(never)]
    pub(super) fn recorded_part(&mut self, field: &'static Field, from: usize, to: usize) {
        if !self.shows() {
            return;
        }
        let end = self.at() + self.rest.len();
        let start = (self.layer + from).min(end);
        let at = self.span(start, (self.layer + to).min(end).saturating_sub(start));
        self.sink.field(field, at, Value::Span, false);
    }

    #[inline(never)]
    pub(super) fn recorded_group(&mut self, field: &'static Field, computed: bool) -> Group {
        if !self.shows() {
            return Group(usize::MAX);
        }
        let at = self.span(self.at(), 0);
        let mark = self.sink.mark();
        self.sink.field(field, at, Value::None, computed);
        self.sink.nest(1);
        Group(self.recorded_at(mark))
    }

    #[inline(never)]
    pub(super) fn recorded_end(&mut self, group: Group) {
        if self.shows() {
            self.sink.stretch(group.0, self.at() as u32);
            self.sink.nest(-1);
        }
    }

    #[inline(never)]
    pub(super) fn recorded_words(&mut self, what: Say, text: fmt::Arguments<'_>) {
        if what.is_info() || self.shows() {
            self.sink.say(what, |out, _| fmt::Write::write_fmt(out, text));
        }
    }

    #[inline(never)]
    pub(super) fn recorded_info(&mut self, what: Say, text: fmt::Arguments<'_>) {
        if !self.context.quoted {
            self.recorded_words(what, text);
        }
    }

    #[inline(never)]
    pub(super) fn recorded_note(&mut self, note: &'static Note, len: usize) {
        let at = self.span(self.at().saturating_sub(len), len.min(self.at()));
        self.sink.note(note, at);
    }

    #[inline(never)]
    pub(super) fn recorded_bits(&mut self, field: &'static Field, word: Word) -> u64 {
        let value = masked(field, word.value);
        if self.shows() {
            self.sink.field(field, word.at, Value::Number(value), false);
        }
        value
    }

    #[inline(never)]
    pub(super) fn recorded_word<const N: usize>(&mut self, field: &'static Field) -> Result<Word, Short> {
        let (bytes, at) = self.take::<N>()?;
        let word = Word { value: big(bytes), at };
        self.sink.field(field, at, Value::Number(masked(field, word.value)), false);
        Ok(word)
    }
}
