//! The map beside the list: what lies where in the whole file, as paths of a drawing.

use std::{collections::BTreeSet, fmt::Write};

use super::amounts;
use crate::{dissect::protocol::Family, engine::request::Marks};

/// Parts of a whole file; more could not be told apart.
pub const PARTS: u16 = 200;

/// Width of the drawing.
pub const WIDTH: u16 = 13;

/// The drawing, a path for each thing worth a look; its height is the number of parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticks {
    /// Connections open and close: at the left.
    pub control: String,
    /// HTTP and what else the web speaks: at the right.
    pub web: String,
    /// Anomalies: over the whole width.
    pub trouble: String,
    /// Comments of the file and the person: at the right edge.
    pub comments: String,
    /// The person's marks: at the left edge.
    pub marks: String,
}

/// Draws what occurs in each part of the packets, and what the person noted on them.
pub fn draw(parts: &[Marks], packets: u64, marks: &BTreeSet<u32>, comments: impl Iterator<Item = u32>) -> Ticks {
    let among = |wanted: Marks| parts.iter().map(move |marks| marks.has(wanted)).collect::<Vec<bool>>();
    let at = |packets_noted: &mut dyn Iterator<Item = u32>| {
        let mut there = vec![false; parts.len()];
        for packet in packets_noted {
            let place = u64::from(packet).saturating_mul(parts.len() as u64).checked_div(packets).unwrap_or(0);
            if let Some(part) = usize::try_from(place).ok().and_then(|place| there.get_mut(place)) {
                *part = true;
            }
        }
        there
    };
    let noted = at(&mut { comments });
    let commented =
        among(Marks::COMMENT).into_iter().zip(noted).map(|(file, person)| file || person).collect::<Vec<_>>();
    Ticks {
        control: path(&among(Marks::CONTROL), 1, 5),
        web: path(&among(Marks::of(Family::Web)), 7, 5),
        trouble: path(&among(Marks::ANOMALY), 0, WIDTH),
        comments: path(&commented, 10, 3),
        marks: path(&at(&mut marks.iter().copied()), 0, 4),
    }
}

/// A rectangle for each run of parts, `x` from the left and so wide; a tick stays thin where the parts are large.
fn path(there: &[bool], x: u16, width: u16) -> String {
    let thin = (there.len() as f64 / f64::from(PARTS)).min(1.0);
    let (whole, thin) = (thin == 1.0, amounts::decimal(thin, 3));
    let mut out = String::new();
    let mut from = 0;
    for run in there.chunk_by(|one, next| one == next) {
        if run.first() == Some(&true) {
            if whole {
                // Writing to a `String` never fails.
                let _ = write!(out, "M{x} {from}h{width}v{}h-{width}z", run.len());
            } else {
                for place in from..from + run.len() {
                    let _ = write!(out, "M{x} {place}h{width}v{thin}h-{width}z");
                }
            }
        }
        from += run.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_parts_are_one_rectangle() {
        let mut parts = vec![Marks::default(); 200];
        for part in [0, 1, 2, 199] {
            parts[part] = Marks::CONTROL;
        }
        parts[7] = Marks::ANOMALY.and(Marks::of(Family::Web));
        let ticks = draw(&parts, 1_000_000, &BTreeSet::new(), std::iter::empty());
        assert_eq!(ticks.control, "M1 0h5v3h-5zM1 199h5v1h-5z");
        assert_eq!((ticks.web.as_str(), ticks.trouble.as_str()), ("M7 7h5v1h-5z", "M0 7h13v1h-13z"));
        assert!(ticks.marks.is_empty() && ticks.comments.is_empty());
    }

    #[test]
    fn few_packets_have_thin_ticks() {
        let ticks = draw(&[Marks::CONTROL; 2], 2, &BTreeSet::new(), std::iter::empty());
        assert_eq!(ticks.control, "M1 0h5v0.010h-5zM1 1h5v0.010h-5z");
    }

    #[test]
    fn notes_stand_at_the_part_of_their_packet() {
        let parts = vec![Marks::default(); 200];
        let marks = BTreeSet::from([0, 999, 4_000_000]);
        let ticks = draw(&parts, 1_000, &marks, [500].into_iter());
        assert_eq!(ticks.marks, "M0 0h4v1h-4zM0 199h4v1h-4z");
        assert_eq!(ticks.comments, "M10 100h3v1h-3z");
        assert_eq!(draw(&[], 0, &marks, std::iter::empty()), Ticks::default());
    }
}
