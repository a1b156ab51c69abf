//! Decoding what a layer carries: the bytes it stands for become a source of their own, which layers can be read from.

use std::sync::Arc;

use super::Pdu;
use crate::{
    bytes::Span,
    decode::End,
    dissect::{
        decoded::{Coding, MOST_SOURCES, Made, Source},
        either::Either,
        field::Field,
        record::Value,
        sink::Sink,
    },
};

/// Where the next layer is read from, if not behind this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elsewhere {
    /// The source; one that nothing was decoded into holds no bytes.
    pub(crate) source: u16,
}

impl<S: Sink> Pdu<'_, S> {
    /// The next layer is read from a decoded source; from nothing where there is none, as in pass one.
    ///
    /// Pass one enters it without a look at it, so that which one it is may not depend on its bytes.
    pub fn go_on_in(&mut self, source: Option<u16>) {
        self.elsewhere = Some(Elsewhere { source: source.unwrap_or(u16::MAX) });
    }

    /// Where the next layer is read from, asked once.
    #[inline(always)]
    pub(crate) fn take_elsewhere(&mut self) -> Option<Elsewhere> {
        self.elsewhere.take()
    }
}

impl Pdu<'_, Either<'_, '_>> {
    /// Decodes the `len` bytes ahead, as far as they were captured, without passing over them: `make` is given them and how
    /// many bytes are wanted at most. Answers the source that holds the result; pass one has none.
    pub fn decode(&mut self, coding: Coding, len: usize, make: impl FnOnce(&[u8], usize) -> Made) -> Option<u16> {
        let bytes = self.rest().get(..len).unwrap_or(self.rest());
        let from = self.span(self.at(), bytes.len());
        let most = self.room()?;
        self.keep(from, coding, make(bytes, most))
    }

    /// Decodes a decoded source further.
    pub fn decode_again(
        &mut self,
        coding: Coding,
        source: u16,
        make: impl FnOnce(&[u8], usize) -> Made,
    ) -> Option<u16> {
        let bytes = self.decoded(source)?.bytes.clone();
        let from = Span { start: 0, len: bytes.len() as u32, source };
        let most = self.room()?;
        self.keep(from, coding, make(&bytes, most))
    }

    /// How many bytes a decoded source holds, and how its decoding ended.
    pub fn decoded_end(&mut self, source: u16) -> Option<(usize, End)> {
        self.decoded(source).map(|source| (source.bytes.len(), source.end))
    }

    /// Records `field` as the bytes of a decoded source, all of them.
    pub fn value_in(&mut self, field: &'static Field, source: u16) {
        let Some((len, _)) = self.decoded_end(source) else { return };
        let at = Span { start: 0, len: len as u32, source };
        self.sink().field(field, at, Value::Span, false);
    }

    /// Bytes that may still be decoded; nothing in pass one.
    fn room(&mut self) -> Option<usize> {
        match self.sink() {
            Either::Scan(_) => None,
            Either::Detail(detail) if detail.record.decoded.len() >= MOST_SOURCES => None,
            // for the columns alone nothing is decoded that no layer looks at
            Either::Detail(detail) if !detail.record.nodes_wanted() && !detail.goes_on() => None,
            Either::Detail(detail) => Some(detail.record.may_decode()),
        }
    }

    fn keep(&mut self, from: Span, coding: Coding, made: Made) -> Option<u16> {
        let Either::Detail(detail) = self.sink() else { return None };
        let place = 1 + detail.known.joined.len() + detail.record.decoded.len();
        let Made { bytes, pieces, end } = made;
        detail.record.decoded.push(Source { from, coding, bytes: Arc::new(bytes), pieces, end });
        u16::try_from(place).ok()
    }

    pub(crate) fn decoded(&mut self, source: u16) -> Option<&Source> {
        let Either::Detail(detail) = self.sink() else { return None };
        let place = usize::from(source).checked_sub(1 + detail.known.joined.len())?;
        detail.record.decoded.get(place)
    }
}
