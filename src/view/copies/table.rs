//! A table on its way to the clipboard, and its plainest form: columns that line up in a fixed-width font.

use crate::{
    bytes::text::write_escaped,
    engine::request::Row,
    view::columns::{Column, Columns},
};

/// Rows under heads; what a row lacks is empty, what it has too much is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns' names.
    pub heads: Vec<String>,
    /// Cells in the order of `heads`.
    pub rows: Vec<Vec<String>>,
    /// Which columns are numbers: they stand at the right.
    pub numbers: Vec<usize>,
}

impl Table {
    /// Rows of the packet list in the columns that are shown, under the heads that `head` gives them.
    pub fn of_rows<'r>(
        columns: &Columns,
        head: impl Fn(&Column) -> String,
        rows: impl IntoIterator<Item = &'r Row>,
    ) -> Self {
        let is_number = |column: &Column| matches!(column, Column::Number | Column::Time | Column::Length);
        let numbers = columns.all().iter().enumerate().filter(|(_, column)| is_number(column));
        Self {
            heads: columns.all().iter().map(head).collect(),
            rows: rows.into_iter().map(|row| cells(columns, row)).collect(),
            numbers: numbers.map(|(place, _)| place).collect(),
        }
    }

    /// The table in columns padded with spaces, two between them.
    pub fn text(&self) -> String {
        let lines: Vec<Vec<String>> = self.lines().map(|line| line.map(escaped).collect()).collect();
        let widest =
            |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|cell: &String| width(cell)).max();
        let widths: Vec<usize> = (0..self.heads.len()).map(|column| widest(column).unwrap_or(0)).collect();
        let mut out = String::new();
        for line in &lines {
            let from = out.len();
            for (column, (cell, widest)) in line.iter().zip(&widths).enumerate() {
                let gap = " ".repeat(widest.saturating_sub(width(cell)));
                let (before, after) = if self.numbers.contains(&column) { (&*gap, "") } else { ("", &*gap) };
                let parts = [if column == 0 { "" } else { "  " }, before, cell, after];
                out.extend(parts);
            }
            let end = out.trim_end_matches(' ').len().max(from);
            out.truncate(end);
            out.push('\n');
        }
        out
    }

    /// The heads, then each row, with a cell for every head.
    pub(super) fn lines(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        let columns = self.heads.len();
        std::iter::once(&self.heads)
            .chain(&self.rows)
            .map(move |cells| (0..columns).map(|column| cells.get(column).map_or("", String::as_str)))
    }
}

/// What a row has in each column; its cells are those of the field columns, from left to right.
fn cells(columns: &Columns, row: &Row) -> Vec<String> {
    let mut fields = row.cells.iter();
    let cell = |column: &Column| match column {
        Column::Number => row.number.to_string(),
        Column::Time => row.time.clone(),
        Column::Source => row.source.clone(),
        Column::Destination => row.destination.clone(),
        Column::Protocol => row.protocol.clone(),
        Column::Length => row.length.to_string(),
        Column::Info => row.info.clone(),
        Column::Field(_) => fields.next().cloned().unwrap_or_default(),
    };
    columns.all().iter().map(cell).collect()
}

/// The text on one line, with what does not print spelled out as the list spells it.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing to a `String` never fails.
    let _ = write_escaped(&mut out, text);
    out
}

/// Columns of a fixed-width font that a text takes.
pub fn width(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// East Asian characters and emoji take two columns, accents that join the letter before them none.
fn columns_of(c: char) -> usize {
    match u32::from(c) {
        0x300..=0x36f | 0x483..=0x489 | 0x591..=0x5bd | 0x610..=0x61a | 0x64b..=0x65f | 0x20d0..=0x20f0 => 0,
        0xfe00..=0xfe0f | 0xfe20..=0xfe2f => 0,
        0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0xa4cf | 0xa960..=0xa97c | 0xac00..=0xd7a3 => 2,
        0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 => 2,
        0x1f300..=0x1f64f | 0x1f680..=0x1f6ff | 0x1f900..=0x1faff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::engine::request::Family;

    /// A table of two columns, the first of which is numbers.
    pub fn table(rows: &[[&str; 2]]) -> Table {
        let rows = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        Table { heads: vec!["No.".into(), "Info".into()], rows, numbers: vec![0] }
    }

    #[test]
    fn columns_line_up_and_numbers_stand_at_the_right() {
        let table = table(&[["9", "SYN"], ["1000", "ACK"]]);
        assert_eq!(table.text(), " No.  Info\n   9  SYN\n1000  ACK\n");
    }

    #[test]
    fn rows_of_the_list_are_a_table() {
        let row = Row {
            number: 6,
            time: "0.010372".into(),
            source: "192.0.2.1".into(),
            destination: "198.51.100.2".into(),
            protocol: "HTTP".into(),
            length: 531,
            info: "GET / HTTP/1.1".into(),
            family: Family::default(),
            comment: false,
            cells: vec!["80,1024".into()],
        };
        let columns = Columns::from_text("no,time,src,tcp.port,dst,proto,len,info").unwrap();
        assert_eq!(
            Table::of_rows(&columns, |column| column.key().to_owned(), [&row]).text(),
            "no      time  src        tcp.port  dst           proto  len  info\n \
              6  0.010372  192.0.2.1  80,1024   198.51.100.2  HTTP   531  GET / HTTP/1.1\n"
        );
    }

    #[test]
    fn chinese_takes_two_columns_and_joined_accents_none() {
        let table = Table {
            heads: vec!["源".into(), "x".into()],
            rows: vec![vec!["猪肉".into(), "1".into()], vec!["e\u{301}".into(), "2".into()]],
            numbers: vec![],
        };
        assert_eq!(table.text(), "源    x\n猪肉  1\ne\u{301}     2\n");
    }

    #[test]
    fn hostile_cells_stay_on_their_line() {
        let table = table(&[["1", "a\r\nb\0\u{202e}c | `"]]);
        assert_eq!(table.text(), "No.  Info\n  1  a\\r\\nb\\000\\u202Ec | `\n");
    }

    #[test]
    fn nothing_is_a_line_of_heads_and_odd_rows_fit() {
        assert_eq!(table(&[]).text(), "No.  Info\n");
        assert_eq!(Table::default().text(), "\n");
        let mut odd = table(&[["1", ""]]);
        odd.rows.push(vec![]);
        odd.rows.push(vec!["2".into(), "b".into(), "too much".into()]);
        assert_eq!(odd.text(), "No.  Info\n  1\n\n  2  b\n");
    }
}
