//! A ladder as a sequence diagram in the language of Mermaid.

use super::{Words, names};
use crate::{
    analyse::ladder::Stands,
    engine::{ladder::LadderFacts, request::RungView},
    index::states::State,
};

/// The whole diagram.
pub fn mermaid(facts: &LadderFacts, rungs: &[RungView], words: &Words<'_>) -> String {
    let mut out = String::from("sequenceDiagram\n");
    for ((name, _), lane) in facts.lanes.iter().zip(1..) {
        out += &format!("    participant L{lane} as {}\n", plain(name));
    }
    let last = facts.lanes.len().max(1);
    for rung in rungs {
        let (from, to) = (rung.lanes.0 + 1, rung.lanes.1 + 1);
        let said: Vec<String> = rung.remarks.iter().map(|remark| plain(&(words.remark)(remark))).collect();
        match rung.stands {
            Stands::Packet => {
                // an arrow of dashes is an acknowledgment that does nothing else
                let arrow = if rung.quiet { "-->>" } else { "->>" };
                let parts = [&*format!("{} [{}]", u64::from(rung.packet) + 1, rung.flags), &rung.numbers, &rung.info];
                let label = parts.into_iter().filter(|part| !part.is_empty()).map(plain).collect::<Vec<_>>().join(" ");
                out += &format!("    L{from}{arrow}L{to}: {}\n", label.trim_end());
                if rung.found != 0 {
                    let (left, right) = (from.min(to), from.max(to));
                    out += &format!("    Note over L{left},L{right}: {}\n", plain(&names(rung.found, words)));
                }
                for (state, lane) in [(rung.states.0, from), (rung.states.1, to)] {
                    if state != State::Unknown {
                        out += &format!("    Note over L{lane}: {}\n", state.name());
                    }
                }
            }
            Stands::Missing => out += &format!("    L{from}--xL{to}: {}\n", said.join(", ")),
            Stands::Pause | Stands::Open => out += &format!("    Note over L1,L{last}: {}\n", said.join(", ")),
        }
    }
    out
}

/// A text that the language reads as text: `;` and `#` end a line or begin an entity, and a line is a statement.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '#' => out.push_str("#35;"),
            ';' => out.push_str("#59;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '%' => out.push_str("#37;"),
            character if character.is_control() => out.push(' '),
            character => out.push(character),
        }
    }
    out
}
