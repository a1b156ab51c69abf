//! All that is out of the ordinary, gathered: most of it is in the index; packets with notes are dissected again.

use super::{Outcome, PACKETS, Step};
use crate::{
    analyse::findings::Groups,
    capture::Source,
    dissect::{
        field::{Kind, Severity},
        options::Options,
        record::Wants,
    },
    engine::{Engine, Unshown, findings::FindingGroup},
    index::packets::flags,
    query::fields,
};

/// Packets whose rows are looked at in one step.
const ROWS: u64 = 16 << 10;

/// Gathers findings.
pub struct Examine {
    groups: Groups,
    options: Options,
    done: u64,
    of: u64,
}

impl Examine {
    /// Nothing gathered yet.
    pub fn new<S: Source>(engine: &Engine<S>) -> Self {
        Self { groups: Groups::default(), options: Options::default(), done: 0, of: engine.packets() }
    }

    /// Looks at the next packets.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let end = self.of.min(self.done + ROWS);
        let mut left = PACKETS;
        engine.want(Wants::Columns);
        while self.done < end && left > 0 {
            match self.take(engine) {
                Ok(read) => left -= usize::from(read),
                Err(why) => return why.into(),
            }
            self.done += 1;
        }
        if self.done < self.of {
            return Step::More;
        }
        engine.findings = std::mem::take(&mut self.groups).finish();
        Step::Done(Outcome::Examined(engine.findings.iter().map(FindingGroup::of).collect()))
    }

    /// Takes the next packet; whether it had to be read.
    fn take<S: Source>(&mut self, engine: &mut Engine<S>) -> Result<bool, Unshown> {
        let session = engine.pass_one.session();
        let packet = self.done as u32;
        let Some(row) = session.packets.get(packet as usize).copied() else { return Ok(false) };
        let finding = (row.flags & flags::FOUND != 0).then(|| session.analysis.finding(packet)).flatten().copied();
        let notes = row.notes > 0 || row.flags & flags::MALFORMED != 0;
        let mut noted = false;
        if notes {
            let groups = &mut self.groups;
            engine.show(packet.into(), &self.options, |record, _| {
                for (note, _) in &record.notes {
                    groups.note(packet, note);
                    noted |= note.severity == Severity::Error;
                }
            })?;
            if row.flags & flags::MALFORMED != 0 && !noted {
                self.groups.malformed(packet);
            }
        }
        if let Some(finding) = finding {
            self.groups.segment(packet, &finding, named);
        }
        self.groups.row(packet, &row);
        Ok(notes)
    }

    /// Packets looked at, and packets there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.of)
    }
}

/// Severity and sentence of a field that is a finding.
fn named(key: &str) -> Option<(Severity, &'static str)> {
    fields::named(key).iter().find_map(|field| match field.kind {
        Kind::Finding(severity) => Some((severity, field.name())),
        _ => None,
    })
}
