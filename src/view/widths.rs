//! How wide the columns of the packet list are: as wide as what was seen in them, until the person says otherwise.

use crate::{
    engine::request::Row,
    view::columns::{Column, Columns},
};

/// The narrowest and the widest that a person can make a column, in pixels.
pub const NARROWEST: u32 = 24;
/// See [`NARROWEST`].
pub const WIDEST: u32 = 2_000;

/// Before the first column: marks and comments, in pixels.
const GUTTER: u32 = 40;

/// What Info keeps when the others take the rest of the list, in pixels.
const INFO: u32 = 96;

/// Longer headings are cut off, in characters.
const HEADING: usize = 24;

/// Characters that each column needs, from the rows seen so far; they only grow, so that nothing jumps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs(Vec<(String, usize)>);

/// The columns of a row as a style sheet takes them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// `grid-template-columns`.
    pub tracks: String,
    /// The least width of a row.
    pub least: String,
}

impl Needs {
    /// Makes room for these rows, whose cells are the values of `fields`, and for the number of the last packet.
    pub fn see<'r>(&mut self, columns: &Columns, rows: impl Iterator<Item = &'r Row>, fields: &[String], packets: u64) {
        self.grow(&Column::Number, packets.checked_ilog10().map_or(1, |digits| digits as usize + 1));
        for row in rows {
            for column in columns.all().iter().filter(|column| **column != Column::Info) {
                let chars = match column {
                    Column::Number => 1,
                    Column::Length => row.length.checked_ilog10().map_or(1, |digits| digits as usize + 1),
                    column => column.text(row, fields).chars().count(),
                };
                self.grow(column, chars);
            }
        }
    }

    /// Makes room for the heading of a field.
    pub fn see_heading(&mut self, column: &Column, heading: &str) {
        self.grow(column, heading.chars().count().min(HEADING));
    }

    fn grow(&mut self, column: &Column, chars: usize) {
        match self.0.iter_mut().find(|(key, _)| key == column.key()) {
            Some((_, most)) => *most = chars.max(*most),
            None => self.0.push((column.key().to_owned(), chars)),
        }
    }

    fn of(&self, column: &Column) -> usize {
        let (least, most) = match column {
            Column::Number => (4, 20),
            Column::Time => (8, 40),
            Column::Source | Column::Destination => (15, 39),
            Column::Protocol => (7, 14),
            Column::Length => (6, 10),
            Column::Field(_) => (10, 39),
            Column::Info => (0, 0),
        };
        let seen = self.0.iter().find(|(key, _)| key == column.key());
        seen.map_or(0, |(_, chars)| *chars).clamp(least, most)
    }

    /// The grid of every row. What nobody resized has what it needs, an address or a field a fifth of the list at most;
    /// Info, or else the last column, takes what is left.
    pub fn grid(&self, columns: &Columns, chosen: impl Fn(&Column) -> Option<u32>) -> Grid {
        let all = columns.all();
        let spare = all.iter().position(|column| *column == Column::Info && chosen(column).is_none());
        let spare = spare.unwrap_or(all.len().saturating_sub(1));
        let gutter = format!("{GUTTER}px");
        let mut grid = Grid { tracks: gutter.clone(), least: format!("calc({gutter}") };
        for (place, column) in all.iter().enumerate() {
            let width = match chosen(column) {
                Some(pixels) => format!("{}px", pixels.clamp(NARROWEST, WIDEST)),
                None => self.width(column),
            };
            grid.least.push_str(" + ");
            grid.least.push_str(&width);
            grid.tracks.push_str(&if place == spare { format!(" minmax({width}, 1fr)") } else { format!(" {width}") });
        }
        grid.least.push(')');
        grid
    }

    /// What a column has of its own accord: its characters, and room for what stands beside them.
    fn width(&self, column: &Column) -> String {
        let chars = self.of(column);
        match column {
            Column::Number | Column::Time => format!("calc({chars}ch + 12px)"),
            Column::Length => format!("calc({chars}ch + 24px)"),
            Column::Protocol => format!("calc({chars}ch + 30px)"),
            Column::Source | Column::Destination | Column::Field(_) => format!("min({chars}ch + 11px, 20cqw)"),
            Column::Info => format!("{INFO}px"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::request::Family;

    fn row(source: &str, cells: &[&str]) -> Row {
        Row {
            number: 1,
            time: "0.000000".into(),
            source: source.into(),
            destination: "10.0.0.2".into(),
            protocol: "TCP".into(),
            length: 1_234_567,
            info: "443 → 50417".into(),
            family: Family::Tcp,
            comment: false,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        }
    }

    fn tracks(needs: &Needs, columns: &str, chosen: &[(&str, u32)]) -> String {
        let chosen = |column: &Column| chosen.iter().find(|(key, _)| *key == column.key()).map(|(_, pixels)| *pixels);
        needs.grid(&Columns::from_text(columns).unwrap(), chosen).tracks
    }

    #[test]
    fn columns_grow_with_what_is_seen_and_never_shrink() {
        let columns = Columns::from_text("no,src,len,ip.ttl").unwrap();
        let mut needs = Needs::default();
        let fields = ["ip.ttl".to_owned()];
        needs.see(&columns, [row("2001:db8::1:2:3:4:5", &["64,128,255,64,1"])].iter(), &fields, 1_284_032);
        let before = tracks(&needs, "no,src,len,ip.ttl", &[]);
        assert_eq!(
            before,
            "40px calc(7ch + 12px) min(19ch + 11px, 20cqw) calc(7ch + 24px) minmax(min(15ch + 11px, 20cqw), 1fr)"
        );
        needs.see(&columns, [row("::1", &[""])].iter(), &fields, 3);
        assert_eq!(tracks(&needs, "no,src,len,ip.ttl", &[]), before);
    }

    #[test]
    fn a_chosen_width_stays_and_info_takes_the_rest() {
        let needs = Needs::default();
        assert_eq!(tracks(&needs, "time,info,no", &[("time", 200)]), "40px 200px minmax(96px, 1fr) calc(4ch + 12px)");
        assert_eq!(tracks(&needs, "info,time", &[("info", 300)]), "40px 300px minmax(calc(8ch + 12px), 1fr)");
        assert_eq!(tracks(&needs, "time,info", &[("time", 1)]), "40px 24px minmax(96px, 1fr)");
    }

    #[test]
    fn a_row_is_never_narrower_than_its_columns() {
        let grid = Needs::default().grid(&Columns::from_text("no,tcp.len,info").unwrap(), |_| None);
        assert_eq!(grid.least, "calc(40px + calc(4ch + 12px) + min(10ch + 11px, 20cqw) + 96px)");
    }
}
