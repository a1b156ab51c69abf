//! What is out of the ordinary, as a screen shows it: groups, and the rows of one.

use serde::{Deserialize, Serialize};

use super::{Engine, Unshown, wording::Wording};
use crate::{
    analyse::findings::Group,
    capture::Source,
    dissect::field::Severity,
    engine::request::{Row, Settings},
};

/// Rows answered at once at most.
const MOST: u32 = 1000;

/// Packets of which the same is to be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingGroup {
    /// How bad it is.
    pub severity: Severity,
    /// The key of what says it.
    pub key: String,
    /// The sentence, as Wireshark has it.
    pub text: String,
    /// How many packets.
    pub packets: u32,
}

impl FindingGroup {
    /// The group, without its packets.
    pub(super) fn of(group: &Group) -> Self {
        let Group { severity, key, text, packets } = group;
        Self { severity: *severity, key: (*key).to_owned(), text: (*text).to_owned(), packets: packets.len() as u32 }
    }
}

impl<S: Source> Engine<S> {
    /// Rows of a group of the findings that were gathered last.
    pub(super) fn finding_rows(
        &mut self,
        group: u32,
        (first, count): (u32, u32),
        settings: &Settings,
    ) -> Result<Vec<Row>, Unshown> {
        let wording = Wording::new(settings);
        let group = self.findings.get(group as usize);
        let packets = group.and_then(|group| group.packets.get(first as usize..)).unwrap_or_default();
        let packets: Vec<u32> = packets.iter().take(count.min(MOST) as usize).copied().collect();
        self.want(wording.wants());
        let mut rows = Vec::new();
        for packet in packets {
            rows.extend(self.show(packet.into(), &wording.options, |record, known| wording.row(record, known))?);
        }
        Ok(rows)
    }
}
