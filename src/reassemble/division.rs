//! A stream → messages: its protocol's `cut` says where they end, and whoever is whole by the packet at hand is scanned.

mod asking;

use crate::{
    dissect::{
        self, Context, Segment, Within,
        cut::{Cut, Piece, UNSEEN},
        protocol::{Family, Next, Protocol, Short},
        sink::Scan,
    },
    index::{
        analysis::found,
        flows::Transport,
        messages::{Message, Place},
        packets::{NONE, flags},
        waiting::{Begun, Early, Gap, Then, Waiting},
    },
};

/// Bytes that a message may leave unread until its protocol can say where it, or its next part, ends.
const MOST_UNREAD: usize = 64 << 10;
/// Bytes that wait in all streams together at most: what would need more is not put together.
const MOST_WAITING: usize = 32 << 20;

/// Bytes of a stream that are read together.
#[derive(Debug, Clone, Copy)]
pub struct Window<'w> {
    bytes: &'w [u8],
    /// From here on they are the packet's own.
    own: usize,
    /// Where in the packet those begin.
    place: usize,
    /// The packet of the others.
    earlier: u32,
}

impl<'w> Window<'w> {
    /// Bytes of the packet at hand, from `place` on.
    pub fn of_packet(bytes: &'w [u8], place: usize) -> Self {
        Self { bytes, own: 0, place, earlier: NONE }
    }

    /// Bytes of an earlier packet.
    pub fn of_earlier(bytes: &'w [u8], packet: u32) -> Self {
        Self { bytes, own: bytes.len(), place: 0, earlier: packet }
    }

    fn rest(&self, at: usize) -> &'w [u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// Where in the packet at hand the byte at `at` lies, if it does.
    fn in_packet(&self, at: usize) -> Option<usize> {
        at.checked_sub(self.own).map(|behind| self.place + behind)
    }
}

/// One way of a stream, while a packet extends it.
pub struct Division<'r, 's> {
    scan: &'r mut Scan<'s>,
    packet: &'r [u8],
    /// The segment at hand.
    pub segment: &'r Segment,
    /// The number of the next byte.
    pub next: u32,
    /// Data is missing: where a message begins has to be seen.
    pub lost: bool,
    /// No data of this way has been read before.
    fresh: bool,
    waiting: Option<Box<Waiting>>,
    /// Bytes that it held before the packet.
    held: usize,
    /// While a gap is read: the gap, with the stream's own state in it, and whether data is lost there.
    outside: Option<(Box<Gap>, bool)>,
    /// The spread message that goes on behind the packet.
    part: u32,
    /// The bytes are somebody's, or were seen before.
    found: bool,
    short: Option<Short>,
}

/// How the way's next bytes are to be taken.
enum Beginning {
    /// As a whole message of so many bytes, which was scanned.
    Whole(usize),
    /// As the beginning of one.
    Begun(Begun),
    /// Nobody reads them.
    Nothing,
}

impl<'r, 's> Division<'r, 's> {
    /// A way whose next byte is numbered `next`.
    pub fn new(
        scan: &'r mut Scan<'s>,
        packet: &'r [u8],
        segment: &'r Segment,
        next: u32,
        (lost, fresh): (bool, bool),
        waiting: Option<Box<Waiting>>,
    ) -> Self {
        let held = waiting.as_ref().map_or(0, |waiting| waiting.memory());
        Self {
            scan,
            packet,
            segment,
            next,
            lost,
            fresh,
            waiting,
            held,
            outside: None,
            part: NONE,
            found: false,
            short: None,
        }
    }

    /// What the way waits for.
    pub fn waiting(&mut self) -> Option<&mut Waiting> {
        self.waiting.as_deref_mut()
    }

    fn make_waiting(&mut self) -> &mut Waiting {
        self.waiting.get_or_insert_default()
    }

    /// Ends the packet's part in it: the next number, whether data is lost, where bytes ran out, and what the way waits for.
    pub fn finish(self) -> (u32, bool, Option<Short>, Option<Box<Waiting>>) {
        if self.part != NONE {
            self.scan.session.messages.add_part(self.scan.packet, self.part);
        } else if !self.found && self.segment.captured > 0 {
            // Data has nothing to read in pass one.
            let data = self.scan.session.stacks.push(self.scan.row.stack, self.scan.registry.data_id());
            self.scan.row.stack = data.unwrap_or(self.scan.row.stack);
        }
        let held = self.waiting.as_ref().map_or(0, |waiting| waiting.memory());
        let waiting = &mut self.scan.session.waiting;
        *waiting = (*waiting + held).saturating_sub(self.held);
        if *waiting > MOST_WAITING {
            *waiting -= held;
            return (self.next, true, self.short, None);
        }
        (self.next, self.lost, self.short, self.waiting.filter(|waiting| !waiting.is_empty()))
    }

    /// The packet brings nothing that has to be read.
    pub fn bring_nothing(&mut self) {
        self.found = true;
    }

    /// Reads bytes whose first one is the next one.
    pub fn read(&mut self, window: Window<'_>) {
        let mut at = 0;
        loop {
            let begun = self.waiting.as_mut().and_then(|waiting| waiting.message.take());
            let begun = match begun {
                Some(begun) => begun,
                None if at == window.bytes.len() => return,
                None => match self.begin(&window, at) {
                    Beginning::Whole(len) => {
                        at += len;
                        self.next = self.next.wrapping_add(len as u32);
                        continue;
                    }
                    Beginning::Begun(begun) => begun,
                    Beginning::Nothing => {
                        self.next = self.next.wrapping_add(window.rest(at).len() as u32);
                        return;
                    }
                },
            };
            match self.go_on(begun, &window, at) {
                Some(end) => at = end,
                None => return,
            }
        }
    }

    /// A message begins at `at`, if anything does.
    fn begin(&mut self, window: &Window<'_>, at: usize) -> Beginning {
        let rest = window.rest(at);
        let Some((id, protocol, cut)) = self.ask(rest) else { return Beginning::Nothing };
        let here = window.in_packet(at);
        match (cut, here) {
            // one row for the packet says enough
            (Cut::Message(piece), Some(_)) if id == self.scan.registry.data_id() && piece.len <= rest.len() as u64 => {
                Beginning::Whole(piece.len as usize)
            }
            (Cut::Message(piece), Some(start)) if piece.len <= rest.len() as u64 => {
                self.accept(id);
                self.scan_here(start, piece.len as u32, piece.mode, protocol);
                Beginning::Whole(piece.len as usize)
            }
            (Cut::Stray(_), Some(_)) if !is_open(cut, rest) && self.comes_again() => {
                self.found = true;
                Beginning::Nothing
            }
            (_, Some(_)) if id == self.scan.registry.data_id() && self.comes_again() => {
                self.found = true;
                Beginning::Nothing
            }
            (Cut::Stray(piece), Some(start)) if (1..=rest.len() as u64).contains(&piece.len) => {
                self.scan_here(start, piece.len as u32, piece.mode, protocol);
                Beginning::Whole(piece.len as usize)
            }
            (Cut::Stray(_), Some(_)) if is_open(cut, rest) && !self.lost => {
                let begun = Begun { protocol: id, ..Begun::new(self.next, here) };
                Beginning::Begun(begun)
            }
            (Cut::Stray(_), _) => Beginning::Nothing,
            (Cut::Silence, _) => {
                self.found = true;
                Beginning::Nothing
            }
            (Cut::NotThis | Cut::Switch(_), _) => {
                self.give_up_protocol();
                Beginning::Nothing
            }
            _ => {
                self.accept(id);
                let mut begun = Begun::new(self.next, here);
                begun.protocol = id;
                if here.is_none() {
                    begun.number = self.number_of(window.earlier, self.next);
                }
                if let Some(piece) = follow(&mut begun, cut) {
                    (begun.wanted, begun.mode) = (piece.head, piece.mode);
                }
                Beginning::Begun(begun)
            }
        }
    }

    /// Whether the packet brings what came before, or comes too late: what it holds beside messages is not worth a look.
    fn comes_again(&self) -> bool {
        let again = found::RETRANSMISSION
            | found::FAST_RETRANSMISSION
            | found::SPURIOUS_RETRANSMISSION
            | found::OUT_OF_ORDER
            | found::KEEP_ALIVE;
        let finding = self.scan.session.analysis.finding(self.scan.packet);
        self.scan.row.flags & flags::FOUND != 0 && finding.is_some_and(|finding| finding.flags & again != 0)
    }

    /// Goes on with a message at `at`; where the bytes behind it begin, if it ends.
    fn go_on(&mut self, mut begun: Begun, window: &Window<'_>, mut at: usize) -> Option<usize> {
        loop {
            let rest = window.rest(at);
            let len = (rest.len() as u64).min(begun.left) as usize;
            if begun.here.is_none() {
                begun.keep(begun.done, rest.get(..len).unwrap_or_default());
            }
            at += len;
            begun.done += len as u64;
            begun.left -= len as u64;
            self.next = self.next.wrapping_add(len as u32);
            let rest = window.rest(at);
            match begun.then {
                _ if begun.left > 0 => return self.wait(begun),
                Then::Rest => return self.wait(begun),
                Then::Whole => {
                    self.end_message(begun);
                    return Some(at);
                }
                Then::Ask(_) if rest.is_empty() => return self.wait(begun),
                Then::Ask(_) if !begun.unread.is_empty() => return self.read_joined(begun, window, at),
                Then::Ask(inside) => match self.ask_on(&begun, inside, rest) {
                    cut if is_open(cut, rest) && rest.len() < MOST_UNREAD => {
                        begun.unread = rest.to_vec();
                        self.next = self.next.wrapping_add(rest.len() as u32);
                        return self.wait(begun);
                    }
                    Cut::NotThis if inside != 0 => {
                        self.end_message(begun);
                        return Some(at);
                    }
                    cut @ (Cut::Message(_) | Cut::Part(..) | Cut::Rest(_) | Cut::Stray(_)) if !is_open(cut, rest) => {
                        let piece = follow(&mut begun, cut);
                        if let Some(piece) = piece.filter(|_| inside == 0) {
                            (begun.wanted, begun.mode) = (piece.head, piece.mode);
                        }
                    }
                    _ => {
                        self.give_up_protocol();
                        self.next = self.next.wrapping_add(rest.len() as u32);
                        return None;
                    }
                },
            }
        }
    }

    /// Reads what a message left unread together with what follows at `at`.
    fn read_joined(&mut self, mut begun: Begun, window: &Window<'_>, at: usize) -> Option<usize> {
        let mut bytes = std::mem::take(&mut begun.unread);
        let (unread, earlier) = (bytes.len(), self.first_packet(begun.number));
        bytes.extend_from_slice(window.rest(at));
        self.next = self.next.wrapping_sub(unread as u32);
        self.make_waiting().message = Some(begun);
        let own = unread + window.own.saturating_sub(at);
        let place = window.place + at.saturating_sub(window.own);
        self.read(Window { bytes: &bytes, own, place, earlier });
        None
    }

    /// The message goes on in another packet.
    fn wait(&mut self, mut begun: Begun) -> Option<usize> {
        if let Some(start) = begun.here.take() {
            if begun.number == NONE {
                begun.number = self.number_of(self.scan.packet, begun.sequence);
            }
            let end = self.segment.start.saturating_add(self.segment.captured);
            let bytes = self.packet.get(start..end).unwrap_or_default();
            begun.keep(0, bytes.get(..begun.done as usize).unwrap_or(bytes));
        }
        self.found = true;
        if !begun.cut {
            self.part = begun.number;
        }
        self.make_waiting().message = Some(begun);
        None
    }

    fn number_of(&mut self, first: u32, sequence: u32) -> u32 {
        self.scan.session.messages.begin(first, sequence).unwrap_or(NONE)
    }

    fn first_packet(&self, number: u32) -> u32 {
        self.scan.session.messages.spread(number).map_or(NONE, |spread| spread.first)
    }

    /// All bytes of a message have been passed over.
    fn end_message(&mut self, begun: Begun) {
        self.found = true;
        if begun.cut {
            return;
        }
        if !begun.holes.is_empty() {
            self.part = begun.number;
            return self.make_waiting().leave_open(begun);
        }
        let Some(protocol) = self.scan.registry.get(begun.protocol) else { return };
        match begun.here {
            Some(start) => self.scan_here(start, begun.done as u32, begun.mode, protocol),
            None => self.scan_spread(&begun, protocol),
        }
    }

    fn scan_here(&mut self, start: usize, len: u32, mode: u32, protocol: &'static Protocol) {
        self.found = true;
        // that it also ended a message of which more is missing matters less
        self.part = NONE;
        let place = Place::Here((start - self.segment.start) as u32, len);
        self.remember(Message { packet: self.scan.packet, place, mode });
        if mode == UNSEEN {
            return;
        }
        let context = Context { mode, ..self.segment.context };
        let within = Within { bytes: self.packet, source: 0, start, len: len as usize };
        let end = dissect::message(within, context, Next::To(protocol), &mut *self.scan);
        self.short = self.short.or(end);
    }

    fn scan_spread(&mut self, begun: &Begun, protocol: &'static Protocol) {
        let packet = self.scan.packet;
        self.scan.session.messages.complete(begun.number, packet, begun.done);
        self.remember(Message { packet, place: Place::Spread(begun.number), mode: begun.mode });
        if begun.mode == UNSEEN {
            return;
        }
        let beginning = (begun.head.len() as u64) < begun.done;
        let context = Context { mode: begun.mode, beginning, ..self.segment.context };
        let len = usize::try_from(begun.done).unwrap_or(usize::MAX);
        let within = Within { bytes: &begun.head, source: 1, start: 0, len };
        dissect::message(within, context, Next::To(protocol), &mut *self.scan);
    }

    fn remember(&mut self, message: Message) {
        if self.scan.session.messages.push(message) {
            self.scan.row.flags |= flags::MESSAGES;
        }
    }

    /// Bytes of the packet that were not captured come next.
    pub fn lose(&mut self, missing: u32) {
        let begun = self.waiting.as_mut().and_then(|waiting| waiting.message.take());
        self.next = self.next.wrapping_add(missing);
        let Some(mut begun) = begun else {
            self.lost = true;
            return;
        };
        self.part = NONE;
        if u64::from(missing) > begun.left {
            self.lost = true;
            return;
        }
        begun.cut = true;
        begun.done += u64::from(missing);
        begun.left -= u64::from(missing);
        self.make_waiting().message = Some(begun);
    }

    /// The sender has no more to send: what goes on until then is whole.
    pub fn end(&mut self) {
        let is_rest = |waiting: &Waiting| waiting.message.as_ref().is_some_and(|begun| begun.then == Then::Rest);
        if self.waiting.as_deref().is_some_and(is_rest)
            && let Some(begun) = self.waiting.as_mut().and_then(|waiting| waiting.message.take())
        {
            self.part = NONE;
            self.end_message(begun);
        }
        self.waiting = None;
    }

    /// What came so far does not go on: the next byte is another one.
    pub fn forget(&mut self, sequence: u32) {
        self.waiting = None;
        (self.next, self.lost) = (sequence, true);
    }

    /// The message that is being read will never be whole.
    pub fn give_up_message(&mut self) {
        if let Some(waiting) = self.waiting.as_mut() {
            waiting.message = None;
        }
    }

    /// Gives up a message of unknown length behind a hole where another one is seen to begin, which no message would hold there.
    pub fn interrupt(&mut self, bytes: &[u8]) {
        let message = self.waiting.as_ref().and_then(|waiting| waiting.message.as_ref());
        let open = message.filter(|begun| matches!(begun.then, Then::Ask(_)) && begun.left > 0);
        // what looks like a record of TLS is too short to be sure of
        let looks = |begun: &Begun| {
            let looking = self.scan.registry.looking(Transport::Tcp, bytes).filter(|id| *id == begun.protocol);
            looking.and_then(|id| self.scan.registry.get(id)).is_some_and(|protocol| protocol.family == Family::Web)
        };
        if open.is_some_and(looks) {
            self.give_up_message();
        }
    }

    /// Passes over bytes that have not come, where the message that is being read says that they are its own.
    pub fn pass_hole(&mut self, sequence: u32, distance: u32) -> bool {
        let next = self.next;
        let message = self.waiting.as_mut().and_then(|waiting| waiting.message.as_mut());
        let passed = message.is_some_and(|begun| {
            begun.left >= distance.into() && begun.unread.is_empty() && begun.skip(next, distance)
        });
        if passed {
            self.next = sequence;
        }
        passed
    }

    /// Whether a gap between messages may be left behind: something is seen to begin here, or nobody read the stream anyhow.
    pub fn begins_anew(&mut self, sequence: u32, bytes: &[u8]) -> bool {
        let busy = self.waiting.as_ref().is_some_and(|waiting| waiting.message.is_some() || !waiting.early.is_empty());
        if busy || self.outside.is_some() {
            return false;
        }
        let was_lost = std::mem::replace(&mut self.lost, true);
        let flow = self.scan.session.flows.get(self.scan.row.flow);
        let unread = !self.fresh && flow.is_none_or(|flow| flow.application == 0);
        let begins = unread
            || self.ask(bytes).is_some_and(|(.., cut)| match cut {
                // the beginning of something may be the end of something else
                Cut::More => !self.fresh,
                Cut::NotThis | Cut::Stray(_) | Cut::Silence => false,
                _ => true,
            });
        if begins {
            let gap = Gap { next: self.next, end: sequence, waiting: None };
            if !unread {
                self.make_waiting().gap = Some(Box::new(gap));
            }
            self.next = sequence;
        } else {
            self.lost = was_lost;
        }
        begins
    }

    /// Keeps data that came too early.
    pub fn hold(&mut self, sequence: u32, bytes: &[u8]) {
        self.found = true;
        self.show_early(bytes);
        let packet = self.scan.packet;
        let waiting = self.make_waiting();
        waiting.hold(Early { sequence, packet, bytes: bytes.to_vec() });
        if let Some(number) = waiting.message.as_ref().filter(|begun| !begun.cut).map(|begun| begun.number) {
            self.part = number;
        }
    }

    /// Shows early data between messages as what its protocol would make of it, should nothing ever come before it.
    fn show_early(&mut self, bytes: &[u8]) {
        let busy = self.outside.is_some() || self.waiting.as_ref().is_some_and(|waiting| waiting.message.is_some());
        if busy || bytes.len() != self.segment.captured {
            return;
        }
        let was_lost = std::mem::replace(&mut self.lost, true);
        if let Some((_, protocol, Cut::Stray(piece))) = self.ask(bytes)
            && piece.len == bytes.len() as u64
        {
            self.scan_here(self.segment.start, piece.len as u32, piece.mode, protocol);
        }
        self.lost = was_lost;
    }

    /// Early data that is early no longer.
    pub fn take_early(&mut self) -> Option<Early> {
        let next = self.next;
        let waiting = self.waiting.as_mut()?;
        let first = waiting.early.first()?;
        (next.wrapping_sub(first.sequence).cast_signed() >= 0).then(|| waiting.early.remove(0))
    }

    /// The message that is being read goes on in an earlier packet.
    pub fn reach_back(&mut self, packet: u32) {
        let message = self.waiting.as_ref().and_then(|waiting| waiting.message.as_ref());
        if let Some(begun) = message {
            self.scan.session.messages.reach_back(begun.number, packet);
        }
    }

    /// Late data, which may be what a message misses.
    pub fn fill(&mut self, sequence: u32, bytes: &[u8]) {
        let Some(mut waiting) = self.waiting.take() else { return };
        for place in (0..waiting.open.len()).rev() {
            let Some(begun) = waiting.open.get_mut(place) else { continue };
            if !begun.fill(sequence, bytes) {
                continue;
            }
            self.part = begun.number;
            if begun.holes.is_empty() {
                self.part = NONE;
                self.end_message(waiting.open.remove(place));
            }
        }
        if let Some(begun) = &mut waiting.message
            && begun.fill(sequence, bytes)
        {
            self.part = begun.number;
        }
        self.waiting = Some(waiting);
    }

    /// Turns from the stream to the gap in it, or back: what is read then belongs there.
    pub fn turn_to_gap(&mut self) -> bool {
        let Some(mut gap) = self.waiting.as_mut().and_then(|waiting| waiting.gap.take()) else { return false };
        std::mem::swap(&mut self.next, &mut gap.next);
        std::mem::swap(&mut self.waiting, &mut gap.waiting);
        self.outside = Some((gap, std::mem::replace(&mut self.lost, false)));
        true
    }

    /// Where the gap ends that is being read.
    pub fn end_of_gap(&self) -> Option<u32> {
        self.outside.as_ref().map(|(gap, _)| gap.end)
    }

    /// Turns back to the stream; the gap is forgotten when all of it has come.
    pub fn turn_back(&mut self) {
        let Some((mut gap, lost)) = self.outside.take() else { return };
        std::mem::swap(&mut self.next, &mut gap.next);
        std::mem::swap(&mut self.waiting, &mut gap.waiting);
        self.lost = lost;
        if gap.next != gap.end {
            self.make_waiting().gap = Some(gap);
        }
    }
}

/// Whether it cannot be said yet how far these bytes go.
fn is_open(cut: Cut, rest: &[u8]) -> bool {
    match cut {
        Cut::More => true,
        Cut::Stray(piece) => piece.len > rest.len() as u64,
        _ => false,
    }
}

/// What follows in a message by the answer of its protocol; the piece that the answer named.
fn follow(begun: &mut Begun, cut: Cut) -> Option<Piece> {
    let (piece, left, then) = match cut {
        Cut::Message(piece) | Cut::Stray(piece) => (piece, piece.len, Then::Whole),
        Cut::Part(piece, inside) => (piece, piece.len, Then::Ask(inside)),
        Cut::Rest(piece) => (piece, u64::MAX, Then::Rest),
        _ => return None,
    };
    (begun.left, begun.then) = (left, then);
    Some(piece)
}
