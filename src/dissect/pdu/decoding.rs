//! Decoding what a layer carries: the bytes it stands for become a source of their own, which layers can be read from.

use std::sync::Arc;

use super::Pdu;
use crate::{
    bytes::Span,
    decode::End,
    dissect::{
        Context,
        decoded::{Coding, MOST_SOURCES, Made, Source},
        either::Either,
        field::Field,
        history::History,
        record::Value,
        sink::Sink,
    },
};

/// Bytes that are taken to follow where decoding has come to no end: so many that no length field is said to lie.
const UNKNOWN: usize = 1 << 30;

/// Where the next layer is read from, of which pass one notes no more than its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Onward {
    /// Behind this layer, where it is the content of a message.
    Here,
    /// In a decoded source; nowhere where nothing was decoded, as in pass one.
    In(Option<u16>),
}

impl<S: Sink> Pdu<'_, S> {
    /// The next layer is content: pass one notes which one it is, by what is said here and its first bytes, and does not read
    /// it.
    pub fn go_on_unread(&mut self) {
        self.onward = Some(Onward::Here);
    }

    /// The next layer is content and is read from a decoded source; which one it is may not depend on its bytes.
    pub fn go_on_in(&mut self, source: Option<u16>) {
        self.onward = Some(Onward::In(source));
    }

    #[inline(always)]
    pub(crate) fn take_onward(&mut self) -> Option<Onward> {
        self.onward.take()
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

    /// Reads a decoded source with `body`, as far as it was decoded; what is wrong in there does not mark the packet's row. In
    /// pass one nothing happens.
    pub fn in_source<T>(&mut self, source: u16, body: impl FnOnce(&mut Pdu<'_, Either<'_, '_>>) -> T) -> Option<T> {
        let (bytes, end) = self.decoded(source).map(|source| (source.bytes.clone(), source.end))?;
        let (context, media, layer_node) = (self.context, self.media, self.layer_node);
        self.unmarked(|pdu| {
            let Either::Detail(detail) = pdu.sink() else { return None };
            let from = std::mem::replace(&mut detail.known.source, source);
            let missing = if end == End::Whole { 0 } else { UNKNOWN };
            let mut inner = Pdu::new(&bytes, bytes.len() + missing, source, Either::Detail(detail));
            inner.context = Context { beginning: end != End::Whole, ..context };
            (inner.media, inner.layer_node) = (media, layer_node);
            let result = body(&mut inner);
            detail.known.source = from;
            Some(result)
        })
    }

    /// Reads on with `body`; what is wrong in there does not mark the packet's row, since pass one does not see it.
    pub(crate) fn unmarked<T>(&mut self, body: impl FnOnce(&mut Self) -> T) -> T {
        let marks = match self.sink() {
            Either::Scan(_) => None,
            Either::Detail(detail) => Some((detail.flags, detail.record.notes.len())),
        };
        let result = body(self);
        if let (Either::Detail(detail), Some((flags, notes))) = (self.sink(), marks) {
            detail.flags = flags;
            detail.record.notes.truncate(notes);
        }
        result
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

    /// The bytes of a decoded source; none in pass one.
    pub fn decoded_bytes(&mut self, source: u16) -> Option<Arc<Vec<u8>>> {
        self.decoded(source).map(|source| source.bytes.clone())
    }

    /// Uses and changes what the sender said before, given the packet at hand; in pass one nothing happens.
    pub fn remember<T>(&mut self, body: impl FnOnce(&mut History, u32) -> T) -> Option<T> {
        match self.sink() {
            Either::Scan(_) => None,
            Either::Detail(detail) => Some(body(&mut detail.record.history, detail.known.packet)),
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
