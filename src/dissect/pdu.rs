//! The reader that a dissector is handed: every value is read, placed, named and bounds-checked in one line.

pub(crate) mod decoding;
mod either;
mod layers;
mod recorded;
mod values;
mod words;

use std::fmt;

use crate::{
    bytes::{Address, MediaType, Span},
    dissect::{
        Context,
        field::{Field, Kind},
        protocol::{Limit, Short},
        record::Value,
        sink::{Learning, Sink},
    },
};

/// A number read as a whole whose bits are looked at one by one.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// The number.
    pub value: u64,
    at: Span,
}

impl Word {
    /// The same bytes read as another number: in the other byte order, for instance.
    pub fn with(self, value: u64) -> Self {
        Self { value, at: self.at }
    }
}

/// A value worked out from what was learnt: it can be shown and nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Derived(Value);

impl fmt::Display for Derived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Number(number) => number.fmt(f),
            Value::Address(address) => address.fmt(f),
            _ => Ok(()),
        }
    }
}

/// A group that is still open: see [`Pdu::open`].
#[derive(Debug)]
#[must_use = "a group that is not closed has no end"]
pub struct Group(usize);

/// A node recorded earlier whose wording can still grow: see [`Pdu::mark`].
#[derive(Debug, Clone, Copy)]
pub struct Mark(usize);

/// A place in a packet, and how far what lies there reaches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    rest: &'a [u8],
    /// Offset in the source.
    pub at: usize,
    /// Offset where it ends by what the lengths say.
    pub claimed: usize,
}

impl Place<'_> {
    /// Offset where the captured bytes end.
    pub fn end(&self) -> usize {
        self.at + self.rest.len()
    }
}

/// The bytes of one layer and everything behind it, with the place reached so far.
pub struct Pdu<'a, S: Sink> {
    bytes: &'a [u8],
    /// From the place reached to the end.
    rest: &'a [u8],
    /// Offset where `rest` ends; the place reached is worked out from it, which spares every read a store.
    end: usize,
    claimed: usize,
    layer: usize,
    layer_node: usize,
    source: u16,
    /// All that was on the wire was captured.
    whole: bool,
    /// The next layer is content.
    onward: Option<decoding::Onward>,
    /// What outer layers said; small and copied freely.
    pub context: Context,
    /// What a body is said to be, if anything is.
    pub media: Option<MediaType<'a>>,
    sink: S,
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $read:ident $size:literal $type:ty, $from:ident;)*) => { $(
        $(#[$doc])*
        #[inline(always)]
        pub fn $read(&mut self, field: &'static Field) -> Result<$type, Short> {
            if S::RECORDS {
                return Ok(self.recorded::<$size>(field, |bytes| $from(bytes) as $type as u64)? as $type);
            }
            let (bytes, at) = self.take::<$size>()?;
            let value = $from(bytes) as $type;
            self.sink.field(field, at, Value::Number(masked(field, value as u64)), false);
            Ok(value)
        }
    )* };
}

impl<'a, S: Sink> Pdu<'a, S> {
    /// Over all of `bytes`, of which there were `original` on the wire.
    pub(crate) fn new(bytes: &'a [u8], original: usize, source: u16, sink: S) -> Self {
        let claimed = original.max(bytes.len());
        let whole = claimed == bytes.len();
        Self {
            bytes,
            rest: bytes,
            end: bytes.len(),
            claimed,
            layer: 0,
            layer_node: 0,
            source,
            whole,
            onward: None,
            context: Context::default(),
            media: None,
            sink,
        }
    }

    numbers! {
        /// Reads one byte.
        u8 1 u8, big;
        /// Reads two bytes, high byte first.
        u16 2 u16, big;
        /// Reads three bytes, high byte first.
        u24 3 u32, big;
        /// Reads four bytes, high byte first.
        u32 4 u32, big;
        /// Reads six bytes, high byte first.
        u48 6 u64, big;
        /// Reads eight bytes, high byte first.
        u64 8 u64, big;
        /// Reads one byte with a sign.
        i8 1 i8, big;
        /// Reads two bytes with a sign, high byte first.
        i16 2 i16, big;
        /// Reads four bytes with a sign, high byte first.
        i32 4 i32, big;
        /// Reads two bytes, low byte first.
        u16_le 2 u16, little;
        /// Reads four bytes, low byte first.
        u32_le 4 u32, little;
        /// Reads eight bytes, low byte first.
        u64_le 8 u64, little;
    }

    #[inline(always)]
    fn take<const N: usize>(&mut self) -> Result<([u8; N], Span), Short> {
        match self.rest.split_first_chunk::<N>() {
            Some((&bytes, rest)) => {
                let at = self.span(self.at(), N);
                self.rest = rest;
                Ok((bytes, at))
            }
            None => Err(self.short(N)),
        }
    }

    /// The place reached, as an offset in the source.
    #[inline(always)]
    fn at(&self) -> usize {
        self.end - self.rest.len()
    }

    #[inline(always)]
    fn span(&self, start: usize, len: usize) -> Span {
        Span { start: start as u32, len: len as u32, source: self.source }
    }

    #[cold]
    #[inline(never)]
    fn short(&self, needed: usize) -> Short {
        let limit = if self.at().saturating_add(needed) > self.claimed { Limit::Claimed } else { Limit::Captured };
        Short { needed: needed as u32, had: self.left() as u32, at: self.at() as u32, limit }
    }

    /// Reads `N` bytes as a number, recorded as `field`; its bits can then be read with [`Pdu::bits`].
    #[inline(always)]
    pub fn word<const N: usize>(&mut self, field: &'static Field) -> Result<Word, Short> {
        if S::RECORDS { self.recorded_word::<N>(field) } else { self.peeled::<N>() }
    }

    /// Reads `N` bytes as a number that is only shown by its bits.
    #[inline(always)]
    pub fn peeled<const N: usize>(&mut self) -> Result<Word, Short> {
        let (bytes, at) = self.take::<N>()?;
        Ok(Word { value: big(bytes), at })
    }

    /// Looks at `N` bytes as a number without passing over them.
    #[inline(always)]
    pub fn peeked<const N: usize>(&mut self) -> Result<Word, Short> {
        let before = self.place();
        let word = self.peeled::<N>()?;
        self.return_to(before);
        Ok(word)
    }

    /// Looks at the `N` bytes that begin `ahead` of the place reached.
    #[inline(always)]
    pub fn peeked_at<const N: usize>(&mut self, ahead: usize) -> Result<Word, Short> {
        self.ahead(ahead, |pdu| pdu.peeled::<N>())
    }

    /// The bits of `word` that `field`'s mask names, shifted down.
    #[inline(always)]
    pub fn bits(&mut self, field: &'static Field, word: Word) -> u64 {
        if S::RECORDS { self.recorded_bits(field, word) } else { masked(field, word.value) }
    }

    /// Reads `N` bytes whose bits are `parts`, and names those that are set behind the number.
    #[inline(always)]
    pub fn flags<const N: usize>(&mut self, field: &'static Field, parts: &[&'static Field]) -> Result<u64, Short> {
        let mark = self.mark();
        let word = self.word::<N>(field)?;
        self.below(|pdu| {
            for part in parts {
                let value = pdu.bits(part, word);
                match part.kind {
                    Kind::Flag | Kind::FlagIn(_) | Kind::FlagNamed(_) if value != 0 => {
                        pdu.label_of(mark, format_args!(", {}", part.name()));
                    }
                    Kind::Named(names) => {
                        pdu.label_of(mark, format_args!(", {}: {}", part.name(), names.or_unknown(value)));
                    }
                    _ => {}
                }
            }
        });
        Ok(word.value)
    }

    /// Reads an IPv4 address.
    #[inline(always)]
    pub fn ipv4(&mut self, field: &'static Field) -> Result<Address, Short> {
        if S::RECORDS {
            return self.recorded_address(field, 4);
        }
        let (bytes, _) = self.take::<4>()?;
        Ok(Address::Ipv4(bytes))
    }

    /// Reads an IPv6 address.
    #[inline(always)]
    pub fn ipv6(&mut self, field: &'static Field) -> Result<Address, Short> {
        if S::RECORDS {
            return self.recorded_address(field, 16);
        }
        let (bytes, _) = self.take::<16>()?;
        Ok(Address::Ipv6(bytes))
    }

    /// Reads an Ethernet address.
    #[inline(always)]
    pub fn mac(&mut self, field: &'static Field) -> Result<Address, Short> {
        if S::RECORDS {
            return self.recorded_address(field, 6);
        }
        let (bytes, _) = self.take::<6>()?;
        Ok(Address::Mac(bytes))
    }

    /// Reads `len` bytes whose spelling is the field's: bytes, text or an address.
    #[inline(always)]
    pub fn bytes(&mut self, field: &'static Field, len: usize) -> Result<&'a [u8], Short> {
        if S::RECORDS { self.recorded_bytes(field, len) } else { self.skip(len) }
    }

    /// Reads text that zeros fill up to `len` bytes; its value ends before the first of them.
    pub fn padded_text(&mut self, field: &'static Field, len: usize) -> Result<&'a [u8], Short> {
        let start = self.at();
        let bytes = self.skip(len)?;
        let text = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        let at = self.span(start, text.len());
        self.sink.field(field, at, Value::Span, false);
        Ok(text)
    }

    /// Reads what is left of the layer; nothing is recorded when nothing is left.
    #[inline(always)]
    pub fn all(&mut self, field: &'static Field) -> &'a [u8] {
        if S::RECORDS { self.recorded_rest(field) } else { std::mem::take(&mut self.rest) }
    }

    /// Passes over `len` bytes that have no name of their own.
    #[inline(always)]
    pub fn skip(&mut self, len: usize) -> Result<&'a [u8], Short> {
        match self.rest.split_at_checked(len) {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(bytes)
            }
            None => Err(self.short(len)),
        }
    }

    /// Passes over `len` bytes that have a name and no value.
    #[inline(always)]
    pub fn blank(&mut self, field: &'static Field, len: usize) -> Result<&'a [u8], Short> {
        let at = self.span(self.at(), len);
        let bytes = self.skip(len)?;
        self.sink.field(field, at, Value::None, false);
        Ok(bytes)
    }

    /// What to answer when `needed` bytes from here on would have had to be there.
    #[cold]
    pub fn lacking(&self, needed: usize) -> Short {
        self.short(needed)
    }

    /// What follows until [`Pdu::close`] lies below a heading that has no value.
    #[inline(always)]
    pub fn open(&mut self, field: &'static Field) -> Group {
        self.open_group(field, false)
    }

    /// Like [`Pdu::open`], for a heading over what is worked out.
    #[inline(always)]
    pub fn open_computed(&mut self, field: &'static Field) -> Group {
        self.open_group(field, true)
    }

    #[inline(always)]
    fn open_group(&mut self, field: &'static Field, computed: bool) -> Group {
        if S::RECORDS { self.recorded_group(field, computed) } else { Group(usize::MAX) }
    }

    /// The place of the node that was to be recorded at `mark`: one that nobody wanted is not there to be worded or stretched.
    #[inline(always)]
    fn recorded_at(&self, mark: usize) -> usize {
        if self.sink.mark() > mark { mark } else { usize::MAX }
    }

    /// Reads one byte as a heading: what follows until [`Pdu::close`] lies below it.
    #[inline(always)]
    pub fn open_u8(&mut self, field: &'static Field) -> Result<(u8, Group), Short> {
        let mark = self.sink.mark();
        let value = self.u8(field)?;
        self.sink.nest(1);
        Ok((value, Group(self.recorded_at(mark))))
    }

    /// Ends a group: it reaches up to here.
    #[inline(always)]
    pub fn close(&mut self, group: Group) {
        if S::RECORDS {
            self.recorded_end(group);
        }
    }

    /// What `body` records lies below the node recorded last.
    #[inline(always)]
    pub fn below<T>(&mut self, body: impl FnOnce(&mut Self) -> T) -> T {
        self.sink.nest(1);
        let result = body(self);
        self.sink.nest(-1);
        result
    }

    /// When the packet was captured, in nanoseconds since 1970 UTC.
    #[inline(always)]
    pub fn time(&self) -> i64 {
        self.sink.time()
    }

    /// Runs in pass one only: what later passes will know.
    #[inline(always)]
    pub fn learn(&mut self, lesson: impl FnOnce(&mut Learning<'_>)) {
        self.sink.learn(&self.context, lesson);
    }

    /// The layer has `len` bytes in all, header included; what lies behind them is not its own.
    #[inline(always)]
    pub fn limit(&mut self, len: usize) {
        let claimed = self.layer.saturating_add(len);
        self.claimed = self.claimed.min(claimed.max(self.at()));
        self.end_where_claimed();
    }

    #[inline(always)]
    fn end_where_claimed(&mut self) {
        let at = self.at();
        if let Some(rest) = self.rest.get(..self.claimed.saturating_sub(at)) {
            self.rest = rest;
            self.end = at + rest.len();
        }
    }

    /// Reads what lies `skip` bytes further on, then returns to the place reached.
    ///
    /// For what stands behind a quoted packet but belongs to who quotes it.
    pub fn ahead<T>(&mut self, skip: usize, body: impl FnOnce(&mut Self) -> Result<T, Short>) -> Result<T, Short> {
        let before = self.place();
        self.skip(skip)?;
        let result = body(self);
        self.return_to(before);
        result
    }

    /// Reads the `len` bytes that lie `from` bytes into the layer, then returns to the place reached.
    pub fn apart<T>(
        &mut self,
        from: usize,
        len: usize,
        body: impl FnOnce(&mut Self) -> Result<T, Short>,
    ) -> Result<T, Short> {
        let before = self.place();
        let start = self.layer.saturating_add(from).min(before.end());
        (self.rest, self.end) = (self.bytes.get(start..before.end()).unwrap_or_default(), before.end());
        self.claimed = self.claimed.min(start.saturating_add(len));
        self.end_where_claimed();
        let result = body(self);
        self.return_to(before);
        result
    }

    /// Reads `len` bytes as a smaller unit: inside `body` nothing behind them can be read.
    ///
    /// Afterwards the place reached is behind them, however much `body` read.
    pub fn within<T>(&mut self, len: usize, body: impl FnOnce(&mut Self) -> Result<T, Short>) -> Result<T, Short> {
        let before = self.place();
        self.claimed = self.claimed.min(self.at().saturating_add(len));
        self.end_where_claimed();
        let value = body(self);
        if value.is_ok() {
            self.return_to(before);
            self.skip(len)?;
        } else {
            self.rest = before.rest.get(self.at() - before.at..).unwrap_or_default();
            (self.end, self.claimed) = (before.end(), before.claimed);
        }
        value
    }

    /// Reads `len` bytes of which pass one learns nothing: it passes over them, where they were captured.
    ///
    /// `body` must read exactly these bytes, run out of none and report nothing; whoever calls has looked before.
    #[inline(always)]
    pub fn only_shown(&mut self, len: usize, body: impl FnOnce(&mut Self) -> Result<(), Short>) -> Result<(), Short> {
        if S::RECORDS { body(self) } else { self.skip(len).map(drop) }
    }

    /// Whether fields are recorded. Where they are not, what does nothing else may be left out, which makes rows quicker;
    /// what is learnt, read on and said in the columns must not depend on it.
    #[inline(always)]
    pub fn shows(&self) -> bool {
        self.sink.shows()
    }

    /// The byte `ahead` of the place reached, if it was captured.
    #[inline(always)]
    pub fn peek(&self, ahead: usize) -> Option<u8> {
        self.rest().get(ahead).copied()
    }

    /// The two bytes `ahead` of the place reached, high byte first.
    #[inline(always)]
    pub fn peek_u16(&self, ahead: usize) -> Option<u16> {
        self.rest().get(ahead..)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
    }

    /// The `len` bytes before the place reached.
    #[inline(always)]
    pub fn behind(&self, len: usize) -> &'a [u8] {
        self.bytes.get(self.at().saturating_sub(len)..self.at()).unwrap_or_default()
    }

    /// What is left and was captured.
    #[inline(always)]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The layer from its first byte, as far as captured.
    #[inline(always)]
    pub fn layer_bytes(&self) -> &'a [u8] {
        self.bytes.get(self.layer..self.at() + self.rest.len()).unwrap_or_default()
    }

    /// Bytes left that were captured.
    #[inline(always)]
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    /// Bytes left by what the lengths say, captured or not.
    #[inline(always)]
    pub fn claimed_left(&self) -> usize {
        self.claimed.saturating_sub(self.at())
    }

    /// Bytes read of this layer so far.
    #[inline(always)]
    pub fn done(&self) -> usize {
        self.at().saturating_sub(self.layer)
    }

    #[inline(always)]
    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    #[inline(always)]
    pub(crate) fn place(&self) -> Place<'a> {
        Place { rest: self.rest, at: self.at(), claimed: self.claimed }
    }

    #[inline(always)]
    fn return_to(&mut self, place: Place<'a>) {
        (self.rest, self.end, self.claimed) = (place.rest, place.end(), place.claimed);
    }

    pub(crate) fn between(&self, from: usize, to: usize) -> &'a [u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }

    pub(crate) fn source(&self) -> u16 {
        self.source
    }

    pub(crate) fn sink(&mut self) -> &mut S {
        &mut self.sink
    }
}

#[inline(always)]
fn masked(field: &Field, value: u64) -> u64 {
    if field.mask == 0 { value } else { (value & field.mask) >> field.mask.trailing_zeros() }
}

#[inline(always)]
fn big<const N: usize>(bytes: [u8; N]) -> u64 {
    let mut wide = [0; 8];
    wide[8 - N..].copy_from_slice(&bytes);
    u64::from_be_bytes(wide)
}

#[inline(always)]
fn little<const N: usize>(bytes: [u8; N]) -> u64 {
    let mut wide = [0; 8];
    wide[..N].copy_from_slice(&bytes);
    u64::from_le_bytes(wide)
}
