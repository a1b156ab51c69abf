//! Reading what is compiled once for both listeners.

use super::Pdu;
use crate::dissect::{
    either::Either,
    protocol::{Dissected, Protocol},
    sink::Sink,
};

impl<'a, S: Sink> Pdu<'a, S> {
    /// Reads on with `body`, which is compiled once for both listeners: what is rare in pass one needs no copy of its own.
    #[inline(always)]
    pub fn either<T>(&mut self, body: impl FnOnce(&mut Pdu<'a, Either<'_, '_>>) -> T) -> T {
        S::either(self, body)
    }

    /// Reads the layer with the copy of `dissect` for any pass.
    #[inline(never)]
    pub fn rarely(&mut self, protocol: &'static Protocol) -> Dissected {
        self.either(|pdu| (protocol.dissect)(pdu))
    }

    /// Reads on with `body`, heard by what `listener` makes of this one's.
    pub(crate) fn heard_by<'s, L: Sink, T>(
        &'s mut self,
        listener: impl FnOnce(&'s mut S) -> L,
        body: impl FnOnce(&mut Pdu<'a, L>) -> T,
    ) -> T {
        let mut pdu = Pdu {
            bytes: self.bytes,
            rest: self.rest,
            end: self.end,
            claimed: self.claimed,
            layer: self.layer,
            layer_node: self.layer_node,
            source: self.source,
            whole: self.whole,
            onward: None,
            context: self.context,
            media: self.media,
            sink: listener(&mut self.sink),
        };
        let result = body(&mut pdu);
        (self.rest, self.end, self.claimed) = (pdu.rest, pdu.end, pdu.claimed);
        (self.layer, self.layer_node, self.context) = (pdu.layer, pdu.layer_node, pdu.context);
        (self.onward, self.media) = (pdu.onward, pdu.media);
        result
    }
}
