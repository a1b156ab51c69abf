//! From one layer to the next: who reads it, and its heading.

use std::fmt;

use super::{Group, Pdu};
use crate::{
    bytes::MediaType,
    dissect::{
        either::Either,
        field::Field,
        known::Known,
        protocol::{Dissected, Next, Protocol, Short},
        record::Value,
        sink::{Say, Sink},
    },
};

/// Bodies of parts within parts at most.
const MOST_WITHIN: u8 = 4;

impl<'a> Pdu<'a, Either<'_, '_>> {
    /// Reads the `len` bytes ahead as a layer below what is open, by what they are said to be: part of a body, which stacks do
    /// not name and pass one does not see.
    pub fn nested(&mut self, len: usize, media: Option<MediaType<'a>>) -> Result<(), Short> {
        let (layer, layer_node) = (self.layer, self.layer_node);
        let (context, outer) = (self.context, std::mem::replace(&mut self.media, media));
        self.context.within_parts += 1;
        let depth = self.depth();
        let result = self.within(len, |pdu| {
            let known = pdu.sink.registry().by_media(media.filter(|_| context.within_parts < MOST_WITHIN), pdu.rest());
            let Some(protocol) = known else { return Ok(()) };
            pdu.layer = pdu.at();
            let (mark, at) = (pdu.sink.mark(), pdu.span(pdu.at(), len));
            if let Some(heading) = protocol.fields.first() {
                pdu.sink.field(heading, at, Value::None, false);
            }
            pdu.layer_node = pdu.recorded_at(mark);
            pdu.sink.nest(1);
            // what goes wrong in there has been said in there
            let _ = (protocol.dissect)(pdu);
            Ok(())
        });
        self.set_depth(depth);
        (self.layer, self.layer_node, self.context, self.media) = (layer, layer_node, context, outer);
        result
    }

    fn depth(&mut self) -> u8 {
        match &self.sink {
            Either::Scan(_) => 0,
            Either::Detail(detail) => detail.record.depth,
        }
    }

    fn set_depth(&mut self, depth: u8) {
        if let Either::Detail(detail) = &mut self.sink {
            detail.record.depth = depth;
        }
    }
}

impl<S: Sink> Pdu<'_, S> {
    /// Begins another heading of the same layer, beside its first one.
    #[inline(always)]
    pub fn again(&mut self, layer: &'static Field) {
        self.sink.end(self.layer_node, (self.at() - self.layer) as u32);
        self.sink.nest(-1);
        self.layer = self.at();
        let (mark, at) = (self.sink.mark(), self.span(self.at(), 0));
        self.sink.field(layer, at, Value::None, false);
        self.layer_node = self.recorded_at(mark);
        self.sink.nest(1);
    }

    /// Like [`Pdu::open`], for a heading that has a text of its own.
    pub fn open_text(&mut self, field: &'static Field, text: impl fmt::Display) -> Group {
        if !self.shows() {
            return Group(usize::MAX);
        }
        let mark = self.sink.mark();
        self.text_ahead(field, 0, text);
        self.sink.nest(1);
        Group(self.recorded_at(mark))
    }

    pub(crate) fn choose(&mut self, next: Next) -> Option<&'static Protocol> {
        self.choose_by(next, self.rest())
    }

    /// Who reads on, by these bytes; later passes replay what was chosen.
    pub(crate) fn choose_by(&mut self, next: Next, payload: &[u8]) -> Option<&'static Protocol> {
        let next = match next {
            Next::Media if self.sink.decides() => Next::To(self.sink.registry().by_media(self.media, payload)?),
            next => next,
        };
        let id = self.sink.choose(next, payload)?;
        self.sink.registry().get(id)
    }

    /// Begins the layer of `protocol` here and dissects it.
    #[inline(always)]
    pub(crate) fn enter(&mut self, protocol: &'static Protocol) -> Dissected {
        self.layer = self.at();
        self.layer_node = self.sink.begin(protocol, (self.at() as u32, self.end as u32), self.context.quoted);
        let result = S::enter(protocol, self);
        self.sink.end(self.layer_node, (self.at() - self.layer) as u32);
        result
    }

    /// Begins the layer that stands for the packet itself and reaches over all its bytes.
    #[inline(always)]
    pub(crate) fn frame(&mut self, layer: &'static Field, heading: impl FnOnce(&mut String, Known<'_>) -> fmt::Result) {
        let at = self.span(0, self.bytes.len());
        self.layer_node = self.sink.mark();
        self.sink.field(layer, at, Value::None, false);
        self.sink.say(Say::LabelOf(self.layer_node), heading);
        self.sink.nest(1);
    }
}
