//! A ladder in characters, for a terminal.

use super::{Words, columns, cut, names, width};
use crate::{
    analyse::ladder::Stands,
    engine::{ladder::LadderFacts, request::RungView},
    index::states::State,
};

/// Columns of numbers and time at the left.
const LEFT: usize = 22;
/// Columns for a state.
const STATE: usize = 14;
/// Columns between two lanes.
const GAP: usize = 48;

/// All lines.
pub fn text(facts: &LadderFacts, rungs: &[RungView], words: &Words<'_>) -> String {
    let mut out = String::new();
    let mut head = Line::default();
    for ((name, _), lane) in facts.lanes.iter().zip(0..) {
        head.put(column(lane).saturating_sub(width(name) / 2), name);
    }
    out += &head.text();
    for rung in rungs {
        for line in lines(facts.lanes.len(), rung, words) {
            out += &line.text();
        }
    }
    out
}

/// A line of characters, of which each stands in a column.
#[derive(Default)]
struct Line(Vec<(usize, String)>);

impl Line {
    fn put(&mut self, column: usize, text: &str) {
        self.0.push((column, text.to_owned()));
    }

    /// The line; what was put later lies above what was put before.
    fn text(&self) -> String {
        let mut cells: Vec<Option<char>> = Vec::new();
        for (start, text) in &self.0 {
            let mut at = *start;
            for character in text.chars() {
                let wide = columns(character);
                if cells.len() < at + wide {
                    cells.resize(at + wide, Some(' '));
                }
                for (place, cell) in cells.iter_mut().skip(at).take(wide).enumerate() {
                    *cell = (place == 0).then_some(character);
                }
                at += wide;
            }
        }
        let line: String = cells.into_iter().flatten().collect();
        line.trim_end().to_owned() + "\n"
    }
}

fn column(lane: usize) -> usize {
    LEFT + STATE + lane * GAP
}

fn lines(lanes: usize, rung: &RungView, words: &Words<'_>) -> Vec<Line> {
    let bars = || {
        let mut line = Line::default();
        (0..lanes).for_each(|lane| line.put(column(lane), "|"));
        line
    };
    let said: Vec<String> = rung.remarks.iter().map(|remark| (words.remark)(remark)).collect();
    let (from, to) = (column(rung.lanes.0.into()), column(rung.lanes.1.into()));
    let (left, right) = (from.min(to), from.max(to));
    let room = (right - left).saturating_sub(2);
    let between = |line: &mut Line, text: &str| {
        let text = cut(text, room);
        line.put(left + 1 + room.saturating_sub(width(&text)) / 2, &text);
    };
    match rung.stands {
        Stands::Pause | Stands::Open => {
            let mut line = bars();
            let text = format!("  {}  ", said.join(", "));
            let (first, last) = (column(0), column(lanes.saturating_sub(1)));
            line.put((first + last).saturating_sub(width(&text)) / 2, &text);
            vec![line]
        }
        Stands::Missing => {
            let mut label = bars();
            between(&mut label, &said.join(", "));
            let mut line = bars();
            let dashes = "- ".repeat(room / 4);
            let half = room / 2;
            if to > from {
                line.put(left + 1, &(dashes + "X"))
            } else {
                line.put(left + half, &("X".to_owned() + " -".repeat(room / 4).as_str()))
            }
            vec![label, line]
        }
        Stands::Packet => {
            let mut label = bars();
            label.put(0, &format!("{:>7} {:>13}", u64::from(rung.packet) + 1, rung.time));
            between(&mut label, &format!("[{}] {}", rung.flags, rung.numbers));
            let mut line = bars();
            let bar = if rung.quiet { "-" } else { "=" }.repeat(room.saturating_sub(1));
            line.put(left + 1, &if to > from { bar + ">" } else { "<".to_owned() + &bar });
            for (state, lane, outwards) in [(rung.states.0, from, from < to), (rung.states.1, to, to < from)] {
                if state != State::Unknown {
                    let name = state.name();
                    line.put(if outwards { lane.saturating_sub(name.len() + 1) } else { lane + 2 }, name);
                }
            }
            let mut all = vec![label, line];
            let found = if rung.found == 0 { String::new() } else { names(rung.found, words) };
            for more in [&rung.info, &found].into_iter().filter(|more| !more.is_empty()) {
                let mut line = bars();
                between(&mut line, more);
                all.push(line);
            }
            if let Some(first) = all.first_mut() {
                first.put(column(lanes.saturating_sub(1)) + STATE + 4, &said.join(", "));
            }
            all
        }
    }
}
