//! Reading where values are recorded: a call, as it would be most of the program if it were inlined at thousands of places.

use super::{Pdu, Word, big, masked};
use crate::dissect::{field::Field, protocol::Short, record::Value, sink::Sink};

impl<'a, S: Sink> Pdu<'a, S> {
    #[inline(never)]
    pub(super) fn recorded<const N: usize>(
        &mut self,
        field: &'static Field,
        number: fn([u8; N]) -> u64,
    ) -> Result<u64, Short> {
        let (bytes, at) = self.take::<N>()?;
        let value = number(bytes);
        self.sink.field(field, at, Value::Number(masked(field, value)), false);
        Ok(value)
    }

    #[inline(never)]
    pub(super) fn recorded_bytes(&mut self, field: &'static Field, len: usize) -> Result<&'a [u8], Short> {
        let at = self.span(self.at(), len);
        let bytes = self.skip(len)?;
        self.sink.field(field, at, Value::Span, false);
        Ok(bytes)
    }

    #[inline(never)]
    pub(super) fn recorded_bits(&mut self, field: &'static Field, word: Word) -> u64 {
        let value = masked(field, word.value);
        self.sink.field(field, word.at, Value::Number(value), false);
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
