//! What a packet completed, put together again from the bytes of the packets before it.

use crate::{
    capture::{Bytes, Problem, Source, Store},
    dissect::{
        Onward, Outcome,
        joined::Joined,
        options::Options,
        record::{Record, Wants},
    },
    engine::detail,
    index::Session,
    reassemble::gathering::{Gathering, add},
};

/// Bytes put together of a message for its row: a head is never longer.
const FOR_ROW: usize = 64 << 10;
/// Bytes put together of a message for its tree.
const FOR_TREE: usize = 32 << 20;

/// Puts together what packets completed, one packet after the other; the last one's is kept.
#[derive(Debug, Default)]
pub struct Joining {
    /// Of which packet, and up to how many bytes.
    of: Option<(u32, usize)>,
    under_way: Option<Gathering>,
    done: Vec<Joined>,
    /// The datagram whose bytes were asked for last, and its packet.
    kept: Option<(u32, Joined)>,
    /// What goes on where the capture ends, by the last packet that brought some of it, while it is put together.
    open: Option<(u32, Gathering)>,
    record: Record,
    options: Options,
}

impl Joining {
    /// Puts together what `packet` completed, as far as those want it who get it; false while bytes are not here yet: then
    /// the same is asked again.
    #[inline]
    pub fn prepare<S: Source>(
        &mut self,
        session: &Session,
        store: &mut Store<S>,
        packet: u32,
        wants: &Wants,
    ) -> Result<bool, Problem> {
        if session.completes(packet) {
            return self.join(session, store, packet, wants);
        }
        self.of = None;
        self.done.clear();
        Ok(true)
    }

    fn join<S: Source>(
        &mut self,
        session: &Session,
        store: &mut Store<S>,
        packet: u32,
        wants: &Wants,
    ) -> Result<bool, Problem> {
        let most = if wants.only_beginnings() { FOR_ROW } else { FOR_TREE };
        if self.of != Some((packet, most)) {
            self.record.wants = Wants::fields([], false);
            self.done.clear();
            let Some(datagram) = self.datagram(session, store, packet)? else { return Ok(false) };
            self.done.extend(datagram);
            self.under_way = Gathering::new(session, packet, most);
            self.of = Some((packet, most));
        }
        if let Some(mut gathering) = self.under_way.take() {
            while let Some(next) = gathering.next(session) {
                let take = |bytes: &[u8], outcome: Outcome| gathering.take(bytes, outcome.segment());
                if !self.take(session, store, next, take)? {
                    self.under_way = Some(gathering);
                    return Ok(false);
                }
            }
            self.done.extend(gathering.finish());
        }
        Ok(true)
    }

    /// Puts together what nothing completed, by the last packet that brought some of it; nothing while bytes are not here yet.
    pub fn open<S: Source>(
        &mut self,
        session: &Session,
        store: &mut Store<S>,
        packet: u32,
        make: impl FnOnce() -> Gathering,
    ) -> Result<Option<Joined>, Problem> {
        let under_way = self.open.take().filter(|(of, _)| *of == packet).map(|(_, gathering)| gathering);
        let mut gathering = under_way.unwrap_or_else(make);
        self.record.wants = Wants::fields([], false);
        while let Some(next) = gathering.next(session) {
            let take = |bytes: &[u8], outcome: Outcome| gathering.take(bytes, outcome.segment());
            if !self.take(session, store, next, take)? {
                self.open = Some((packet, gathering));
                return Ok(None);
            }
        }
        Ok(Some(gathering.finish().pop().unwrap_or_default()))
    }

    /// The datagram that is whole by a packet; nothing while bytes are not here yet.
    fn datagram<S: Source>(
        &mut self,
        session: &Session,
        store: &mut Store<S>,
        packet: u32,
    ) -> Result<Option<Option<Joined>>, Problem> {
        let datagram = session.datagrams.of(packet).filter(|(_, datagram)| datagram.last == packet);
        let Some((number, datagram)) = datagram else { return Ok(Some(None)) };
        let len = datagram.len.into();
        let mut joined = Joined { number, datagram: true, len, ..Joined::default() };
        for part in session.datagrams.packets(number) {
            let Some(bytes) = bytes(session, store, part)? else { return Ok(None) };
            let outcome = detail::outcome(session, part, bytes, None, &self.options, &mut self.record);
            if let Onward::Fragment(fragment, place) = outcome.onward {
                let payload = bytes.get(place.start..place.start.saturating_add(place.captured)).unwrap_or_default();
                add(&mut joined, part, fragment.offset.into(), payload, len);
            }
        }
        Ok(Some(Some(joined)))
    }

    /// The datagram that is whole by a packet, if one is, kept for who asks again; nothing while bytes are not here yet.
    pub fn whole<S: Source>(
        &mut self,
        session: &Session,
        store: &mut Store<S>,
        packet: u32,
    ) -> Result<Option<Option<&Joined>>, Problem> {
        if session.datagrams.of(packet).is_none_or(|(_, datagram)| datagram.last != packet) {
            return Ok(Some(None));
        }
        if self.kept.as_ref().is_none_or(|(kept, _)| *kept != packet) {
            self.record.wants = Wants::fields([], false);
            let Some(datagram) = self.datagram(session, store, packet)? else { return Ok(None) };
            self.kept = datagram.map(|datagram| (packet, datagram));
        }
        Ok(Some(self.kept.as_ref().map(|(_, datagram)| datagram)))
    }

    /// Gives the bytes in which a packet's stream goes on, and how; false while they are not here yet.
    fn take<S: Source>(
        &mut self,
        session: &Session,
        store: &mut Store<S>,
        packet: u32,
        take: impl FnOnce(&[u8], Outcome),
    ) -> Result<bool, Problem> {
        let Some(datagram) = self.datagram(session, store, packet)? else { return Ok(false) };
        let Some(bytes) = bytes(session, store, packet)? else { return Ok(false) };
        let outcome = detail::outcome(session, packet, bytes, datagram.as_ref(), &self.options, &mut self.record);
        take(datagram.as_ref().map_or(bytes, |datagram| &datagram.bytes), outcome);
        Ok(true)
    }

    /// What the packet prepared last completed: first the datagram, if it completed one.
    pub fn joined(&self) -> &[Joined] {
        &self.done
    }
}

fn bytes<'s, S: Source>(session: &Session, store: &'s mut Store<S>, packet: u32) -> Result<Option<&'s [u8]>, Problem> {
    let Some(row) = session.packets.get(packet as usize) else { return Ok(Some(&[])) };
    Ok(match store.bytes(row.offset..row.offset.saturating_add(row.captured.into()))? {
        Bytes::Here(bytes) => Some(bytes),
        Bytes::Later => None,
    })
}
