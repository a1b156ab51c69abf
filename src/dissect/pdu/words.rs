//! What a layer says: wordings of lines, the columns, anomalies. Nothing of it is heard in pass one.

use std::fmt;

use super::{Group, Mark, Pdu};
use crate::{
    bytes::{Address, Span},
    dissect::{
        either::Either,
        field::Note,
        known::Known,
        names::Names,
        sink::{Say, Sink},
    },
    index::packets::flags,
};

impl Pdu<'_, Either<'_, '_>> {
    /// Adds to what the Protocol column shows.
    pub fn protocol_more(&mut self, more: &'static str) {
        let unheard = self.context.quoted || self.context.refers_back;
        if let (Either::Detail(detail), false) = (self.sink(), unheard) {
            detail.protocol_more(more);
        }
    }
}

impl<S: Sink> Pdu<'_, S> {
    /// The node that will be recorded next, for [`Pdu::label_of`].
    #[inline(always)]
    pub fn mark(&self) -> Mark {
        Mark(self.sink.mark())
    }

    /// Hides the node recorded last from the tree; filters and `-T fields` see it.
    #[inline(always)]
    pub fn hide(&mut self) {
        self.sink.hide();
    }

    /// What `body` records is for the tree alone: filters and `-T fields` do not see it.
    #[inline(always)]
    pub fn tree_only<T>(&mut self, body: impl FnOnce(&mut Self) -> T) -> T {
        self.sink.tree_only(true);
        let result = body(self);
        self.sink.tree_only(false);
        result
    }

    /// Words the node recorded last, behind `Name: `.
    #[inline(always)]
    pub fn label(&mut self, text: fmt::Arguments<'_>) {
        self.said(Say::Label, text);
    }

    /// Words the node recorded last, with names and what else was learnt.
    #[inline(always)]
    pub fn label_with(&mut self, write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result) {
        self.sink.say(Say::Label, write);
    }

    /// Adds to the wording of the node recorded last.
    #[inline(always)]
    pub fn label_more(&mut self, text: fmt::Arguments<'_>) {
        self.said(Say::LabelMore, text);
    }

    /// Adds to the wording of a node recorded earlier.
    #[inline(always)]
    pub fn label_of(&mut self, mark: Mark, text: fmt::Arguments<'_>) {
        self.said(Say::LabelOf(mark.0), text);
    }

    /// Words the heading of an open group instead of its name.
    #[inline(always)]
    pub fn title_group(&mut self, group: &Group, text: fmt::Arguments<'_>) {
        self.said(Say::Title(group.0), text);
    }

    /// Adds to the wording of an open group.
    #[inline(always)]
    pub fn label_group(&mut self, group: &Group, text: fmt::Arguments<'_>) {
        self.said(Say::LabelOf(group.0), text);
    }

    /// Adds to the wording of an open group, with names and what else was learnt.
    #[inline(always)]
    pub fn label_group_with(&mut self, group: &Group, write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result) {
        self.sink.say(Say::LabelOf(group.0), write);
    }

    /// Adds to the layer's heading, behind its name.
    #[inline(always)]
    pub fn heading(&mut self, text: fmt::Arguments<'_>) {
        self.said(Say::LabelOf(self.layer_node), text);
    }

    /// Words the layer's heading instead of its name.
    #[inline(always)]
    pub fn title(&mut self, text: fmt::Arguments<'_>) {
        self.said(Say::Title(self.layer_node), text);
    }

    /// Adds to the layer's heading, with names and what else was learnt.
    #[inline(always)]
    pub fn heading_with(&mut self, write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result) {
        self.sink.say(Say::LabelOf(self.layer_node), write);
    }

    /// Says how the value of the node recorded last was worked out: `8437 × 256`.
    #[inline(always)]
    pub fn working_with(&mut self, write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result) {
        self.sink.say(Say::Working, write);
    }

    /// Words the Info column; inside a quoted packet nothing happens.
    #[inline(always)]
    pub fn info(&mut self, text: fmt::Arguments<'_>) {
        self.said_of_packet(Say::Info, text);
    }

    /// Empties the Info column, also of what earlier messages of the packet said.
    #[inline(always)]
    pub fn info_alone(&mut self) {
        if !self.context.quoted {
            self.sink.say(Say::InfoAlone, |_, _| Ok(()));
        }
    }

    /// Adds to the Info column.
    #[inline(always)]
    pub fn info_more(&mut self, text: fmt::Arguments<'_>) {
        self.said_of_packet(Say::InfoMore, text);
    }

    /// Adds to the Info column, behind a comma where something stands there.
    #[inline(always)]
    pub fn info_next(&mut self, text: fmt::Arguments<'_>) {
        self.info_more_with(|out, _| {
            if !out.is_empty() && !out.ends_with(", ") {
                out.push_str(", ");
            }
            fmt::Write::write_fmt(out, text)
        });
    }

    /// Words the Info column with names and what else was learnt.
    #[inline(always)]
    pub fn info_with(&mut self, write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result) {
        if !self.context.quoted {
            self.sink.say(Say::Info, write);
        }
    }

    /// Words the beginning of the Info column, which stays whatever inner layers say.
    #[inline(always)]
    pub fn info_lead_with(&mut self, write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result) {
        if !self.context.quoted {
            self.sink.say(Say::InfoLead, write);
        }
    }

    /// Adds to the Info column with names and what else was learnt.
    #[inline(always)]
    pub fn info_more_with(&mut self, write: impl FnOnce(&mut String, Known<'_>) -> fmt::Result) {
        if !self.context.quoted {
            self.sink.say(Say::InfoMore, write);
        }
    }

    /// What the Protocol column shows, where it is not the protocol's usual word.
    #[inline(always)]
    pub fn protocol(&mut self, column: impl fmt::Display) {
        if !self.context.quoted {
            self.sink.protocol(column);
        }
    }

    /// Who sends to whom, for the columns and for inner layers.
    #[inline(always)]
    pub fn addresses(&mut self, source: Address, destination: Address) {
        self.context.source = source;
        self.context.destination = destination;
        if !self.context.quoted {
            self.sink.addresses(source, destination);
        }
    }

    /// The link layer has no addresses; those of an outer one stay.
    #[inline(always)]
    pub fn unaddressed(&mut self) {
        if self.context.source == Address::None {
            self.addresses(Address::Unavailable, Address::Unavailable);
        }
    }

    /// The name of a number that is only shown: pass one spares itself the search.
    #[inline(always)]
    pub fn shown_name(&self, names: &'static Names, number: u64) -> Option<&'static str> {
        if S::RECORDS { names.get(number) } else { None }
    }

    #[inline(always)]
    fn said(&mut self, what: Say, text: fmt::Arguments<'_>) {
        if S::RECORDS {
            self.recorded_words(what, text);
        }
    }

    #[inline(always)]
    fn said_of_packet(&mut self, what: Say, text: fmt::Arguments<'_>) {
        if S::RECORDS {
            self.recorded_info(what, text);
        }
    }

    /// Reports an anomaly about the `len` bytes before the place reached.
    #[inline(always)]
    pub fn note(&mut self, note: &'static Note, len: usize) {
        if S::RECORDS {
            self.recorded_note(note, len);
        } else {
            self.sink.note(note, Span::default());
        }
    }

    /// Says that a length lies, without giving up what else can be read.
    pub fn malformed(&mut self, note: &'static Note, len: usize) {
        self.note(note, len);
        self.sink.flag(flags::MALFORMED);
        self.info_more(format_args!("[Malformed Packet]"));
    }
}
