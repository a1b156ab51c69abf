//! What a packet completed, put together again from the bytes of the packets before it.

use crate::{
    capture::{Bytes, Problem, Source, Store},
    dissect::{
        joined::Joined,
        options::Options,
        record::{Record, Wants},
    },
    engine::detail,
    index::Session,
    reassemble::gathering::Gathering,
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
    record: Record,
    options: Options,
}

impl Joining {
    /// Puts together what `packet` completed, as far as those want it who get it; false while bytes are not here yet: then
    /// the same is asked again.
    pub fn prepare<S: Source>(
        &mut self,
        session: &Session,
        store: &mut Store<S>,
        packet: u32,
        wants: &Wants,
    ) -> Result<bool, Problem> {
        let most = if matches!(wants, Wants::Columns) { FOR_ROW } else { FOR_TREE };
        if self.of != Some((packet, most)) {
            self.of = Some((packet, most));
            self.done.clear();
            self.under_way = Gathering::new(session, packet, most);
            self.record.wants = Wants::fields([], false);
        }
        let Some(gathering) = &mut self.under_way else { return Ok(true) };
        while let Some(next) = gathering.next(session) {
            let Some(row) = session.packets.get(next as usize) else { break };
            match store.bytes(row.offset..row.offset.saturating_add(row.captured.into()))? {
                Bytes::Later => return Ok(false),
                Bytes::Here(bytes) => {
                    let segment = detail::segment(session, next, bytes, &self.options, &mut self.record);
                    gathering.take(bytes, segment.as_ref());
                }
            }
        }
        self.done = self.under_way.take().map(Gathering::finish).unwrap_or_default();
        Ok(true)
    }

    /// What the packet prepared last completed.
    pub fn joined(&self) -> &[Joined] {
        &self.done
    }
}
