//! Saving packets as a capture file of their own.

use std::collections::BTreeSet;

use wirelight::{
    capture::write::Form,
    engine::tasks::{Outcome, Task, Which},
    view::amounts,
};

use crate::{
    copying::{save as hand_over, stem},
    page::Page,
    state::{Action, Job, Overlay, State},
};

/// Which packets a person saves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All that could be read.
    All,
    /// Those that a filter shows.
    Shown,
    /// Those that are selected in the list.
    Selected,
    /// Those that are marked.
    Marked,
    /// All but those that are ignored.
    Heeded,
}

impl Part {
    /// All, in the order of the sheet.
    pub const ALL: [Self; 5] = [Self::All, Self::Shown, Self::Selected, Self::Marked, Self::Heeded];

    /// How many packets it is now.
    pub fn count(self, state: &State) -> u64 {
        match self {
            Self::All => state.packets(),
            Self::Shown if !state.order.is_narrowed() => 0,
            Self::Shown => state.shown(),
            Self::Selected => state.selected_places().count() as u64,
            Self::Marked => state.annotations.marks.len() as u64,
            Self::Heeded if state.annotations.ignored.is_empty() => 0,
            Self::Heeded => state.packets().saturating_sub(state.annotations.ignored.len() as u64),
        }
    }

    fn packets(self, state: &State) -> Which {
        let notes = &state.annotations;
        match self {
            Self::All => Which::All,
            Self::Shown => Which::Packets(of(&mut (0..state.shown()).filter_map(|place| state.order.packet(place)))),
            Self::Selected => Which::Packets(of(&mut state.selection())),
            Self::Marked => Which::Packets(notes.marks.iter().copied().collect()),
            Self::Heeded => Which::Packets(all_but(&notes.ignored, state.packets())),
        }
    }
}

/// In the file's order.
fn of(packets: &mut dyn Iterator<Item = u64>) -> Vec<u32> {
    let mut packets: Vec<u32> = packets.filter_map(|packet| u32::try_from(packet).ok()).collect();
    packets.sort_unstable();
    packets
}

fn all_but(ignored: &BTreeSet<u32>, packets: u64) -> Vec<u32> {
    let packets = u32::try_from(packets).unwrap_or(u32::MAX);
    (0..packets).filter(|packet| !ignored.contains(packet)).collect()
}

/// The name that is proposed for the file.
pub fn file_name(state: &State, form: Form) -> String {
    let kind = if form == Form::Pcap { "pcap" } else { "pcapng" };
    format!("{}.{kind}", stem(state))
}

/// Saves, and says how it ended.
pub fn save(page: &Page, part: Part, form: Form, name: String) {
    let comments = page.state.annotations.comments.iter().cloned().collect();
    let task = Task::Save { which: part.packets(&page.state), form, comments };
    let saving = page.clone();
    page.start(Job::Saving, task, move |finished| {
        let texts = saving.texts;
        match (finished.outcome, finished.file) {
            (Outcome::Saved { packets, left_out }, Some(file)) => {
                hand_over(&file, &name);
                let size = amounts::size(file.size() as u64);
                saving.say((texts.saved)(packets, left_out, &name, &size));
            }
            (Outcome::Refused(refusal), _) => {
                saving.state.dispatch(Action::Overlay(Some(Overlay::Save(Some(refusal)))));
            }
            _ => saving.say(texts.not_saved),
        }
    });
}
