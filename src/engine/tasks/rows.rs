//! Many rows in pieces.

use std::{collections::VecDeque, ops::Range};

use super::{Outcome, PACKETS, Step};
use crate::{
    capture::Source,
    engine::{
        Engine, Unshown,
        request::{Row, Settings},
        wording::Wording,
    },
};

/// Rows that are read together: where they are sorted, in the order in which their packets lie in the file.
const TOGETHER: u64 = 32 << 10;

/// Gives the rows at some positions, in order.
pub struct Rows {
    positions: VecDeque<Range<u64>>,
    wording: Wording,
    batch: Batch,
    done: u64,
    of: u64,
}

/// Rows that are being read, then given.
#[derive(Default)]
struct Batch {
    /// Packets in file order, each in the upper half, and in the lower its place among the rows.
    packets: Vec<u64>,
    read: usize,
    rows: Vec<Option<Row>>,
    given: usize,
}

impl Rows {
    /// Nothing given yet of these positions; those behind the last packet have no rows.
    pub fn new<S: Source>(positions: Vec<Range<u64>>, settings: &Settings, engine: &Engine<S>) -> Self {
        let packets = engine.listed();
        let inside = positions.into_iter().map(|range| range.start..range.end.min(packets));
        let positions: VecDeque<_> = inside.filter(|range| !range.is_empty()).collect();
        let of = positions.iter().map(|range| range.end - range.start).fold(0, u64::saturating_add);
        Self { positions, wording: Wording::new(settings), batch: Batch::default(), done: 0, of }
    }

    /// Reads some packets, or gives the next rows.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        if self.batch.read < self.batch.packets.len() {
            return self.batch.read(engine, &self.wording).map_or_else(Step::from, |()| Step::More);
        }
        if let Some(rows) = self.batch.give() {
            self.done += rows.len() as u64;
            return Step::Rows(rows);
        }
        self.batch = Batch::of(&mut self.positions, engine);
        if self.batch.packets.is_empty() { Step::Done(Outcome::Rows) } else { Step::More }
    }

    /// Rows given, and asked for.
    pub fn progress(&self) -> (u64, u64) {
        let read = self.batch.read.saturating_sub(self.batch.given) as u64;
        (self.of.min(self.done + read), self.of)
    }
}

impl Batch {
    /// The next of these positions, which are taken away.
    fn of<S: Source>(positions: &mut VecDeque<Range<u64>>, engine: &Engine<S>) -> Self {
        let mut packets = Vec::new();
        while let Some(range) = positions.front_mut() {
            let room = TOGETHER.saturating_sub(packets.len() as u64);
            let taken = range.start..range.end.min(range.start + room);
            range.start = taken.end;
            for position in taken {
                let packet = engine.shown.packet_at(position).unwrap_or(u64::MAX >> 32);
                packets.push(packet << 32 | packets.len() as u64);
            }
            if !range.is_empty() {
                break;
            }
            positions.pop_front();
        }
        packets.sort_unstable();
        let rows = packets.iter().map(|_| None).collect();
        Self { packets, read: 0, rows, given: 0 }
    }

    fn read<S: Source>(&mut self, engine: &mut Engine<S>, wording: &Wording) -> Result<(), Unshown> {
        engine.want(wording.wants());
        for packet in self.packets.iter().skip(self.read).take(PACKETS) {
            let row = engine.show(packet >> 32, &wording.options, |record, known| wording.row(record, known))?;
            if let Some(slot) = self.rows.get_mut(*packet as u32 as usize) {
                *slot = row;
            }
            self.read += 1;
        }
        Ok(())
    }

    /// The next of the rows that were read; nothing when all were given.
    fn give(&mut self) -> Option<Vec<Row>> {
        let next = self.rows.get_mut(self.given..).filter(|left| !left.is_empty())?;
        let given = next.len().min(PACKETS);
        self.given += given;
        Some(next.iter_mut().take(given).filter_map(Option::take).collect())
    }
}
