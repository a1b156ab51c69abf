//! Which columns the packet list has, in which order, and what it is sorted by, as the short text that links carry.

use std::borrow::Cow;

use crate::engine::{request::Row, tasks::SortBy};

/// A column of the packet list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// Number in the file.
    Number,
    /// Time, in the format chosen.
    Time,
    /// Sender.
    Source,
    /// Receiver.
    Destination,
    /// Innermost protocol.
    Protocol,
    /// Bytes on the wire.
    Length,
    /// What the packet says.
    Info,
    /// The values of a field, by its filter key.
    Field(String),
}

/// The columns from left to right; there is always one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<Column>);

/// What the list is sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorting {
    /// The column that decides; equal rows stay in the file's order.
    pub by: Column,
    /// The greatest first.
    pub descending: bool,
}

/// The columns that are no fields, with their names in links.
const FIXED: [(Column, &str); 7] = [
    (Column::Number, "no"),
    (Column::Time, "time"),
    (Column::Source, "src"),
    (Column::Destination, "dst"),
    (Column::Protocol, "proto"),
    (Column::Length, "len"),
    (Column::Info, "info"),
];

/// More columns than anyone can read side by side.
const MOST: usize = 40;

impl Column {
    /// The column of that name: one of the fixed names, or a field's key.
    pub fn from_key(key: &str) -> Option<Self> {
        if let Some((column, _)) = FIXED.iter().find(|(_, name)| *name == key) {
            return Some(column.clone());
        }
        let is_key = key.contains('.') || key.len() > 1;
        let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        (is_key && plain).then(|| Self::Field(key.to_owned()))
    }

    /// What it says of a row whose cells are the values of `fields`; empty where they are not among them.
    pub fn text<'r>(&self, row: &'r Row, fields: &[String]) -> Cow<'r, str> {
        match self {
            Self::Number => row.number.to_string().into(),
            Self::Time => row.time.as_str().into(),
            Self::Source => row.source.as_str().into(),
            Self::Destination => row.destination.as_str().into(),
            Self::Protocol => row.protocol.as_str().into(),
            Self::Length => row.length.to_string().into(),
            Self::Info => row.info.as_str().into(),
            Self::Field(key) => {
                let place = fields.iter().position(|field| field == key);
                place.and_then(|place| row.cells.get(place)).map_or("", String::as_str).into()
            }
        }
    }

    /// What the engine sorts by for it.
    pub fn sort_by(&self) -> SortBy {
        match self {
            Self::Number => SortBy::Number,
            Self::Time => SortBy::Time,
            Self::Source => SortBy::Source,
            Self::Destination => SortBy::Destination,
            Self::Protocol => SortBy::Protocol,
            Self::Length => SortBy::Length,
            Self::Info => SortBy::Info,
            Self::Field(key) => SortBy::Field(key.clone()),
        }
    }

    /// Its name in links.
    pub fn key(&self) -> &str {
        match self {
            Self::Field(key) => key,
            fixed => FIXED.iter().find(|(column, _)| column == fixed).map_or("", |(_, name)| name),
        }
    }
}

impl Default for Columns {
    fn default() -> Self {
        Self(FIXED.iter().map(|(column, _)| column.clone()).collect())
    }
}

impl Columns {
    /// Reads `no,time,src,dst,proto,len,info,tcp.stream`; nothing when it names no column, unknown words are left out.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut columns = Self(Vec::new());
        for column in text.split(',').filter_map(Column::from_key) {
            if !columns.has(&column) && columns.0.len() < MOST {
                columns.0.push(column);
            }
        }
        (!columns.0.is_empty()).then_some(columns)
    }

    /// The text that [`Columns::from_text`] reads.
    pub fn text(&self) -> String {
        self.0.iter().map(Column::key).collect::<Vec<_>>().join(",")
    }

    /// Those of the seven that are not shown.
    pub fn hidden(&self) -> impl Iterator<Item = Column> {
        FIXED.iter().map(|(column, _)| column.clone()).filter(|column| !self.has(column))
    }

    /// The columns from left to right.
    pub fn all(&self) -> &[Column] {
        &self.0
    }

    /// The field keys among them, from left to right.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|column| match column {
            Column::Field(key) => Some(key.as_str()),
            _ => None,
        })
    }

    /// Whether the column is shown.
    pub fn has(&self, column: &Column) -> bool {
        self.0.contains(column)
    }

    /// Adds a column before Info where that is the last one, else at the right; one that is there stays where it is.
    pub fn add(&mut self, column: Column) {
        if self.has(&column) || self.0.len() >= MOST {
            return;
        }
        let before_info = matches!(column, Column::Field(_)) && self.0.last() == Some(&Column::Info);
        self.0.insert(self.0.len() - usize::from(before_info), column);
    }

    /// Takes a column out, unless it is the only one.
    pub fn remove(&mut self, column: &Column) {
        if self.0.len() > 1 {
            self.0.retain(|shown| shown != column);
        }
    }

    /// Moves a column to a place counted from the left.
    pub fn move_to(&mut self, column: &Column, place: usize) {
        if let Some(from) = self.0.iter().position(|shown| shown == column) {
            let moved = self.0.remove(from);
            self.0.insert(place.min(self.0.len()), moved);
        }
    }

    /// Moves a column one place to the left or to the right.
    pub fn shift(&mut self, column: &Column, right: bool) {
        if let Some(from) = self.0.iter().position(|shown| shown == column) {
            self.move_to(column, if right { from + 1 } else { from.saturating_sub(1) });
        }
    }
}

impl Sorting {
    /// What a click on a column's heading asks for: ascending, then descending, then the file's order again.
    pub fn turned(before: Option<&Self>, by: &Column) -> Option<Self> {
        let again = before.filter(|sorting| sorting.by == *by);
        match again {
            Some(sorting) if sorting.descending => None,
            again => Some(Self { by: by.clone(), descending: again.is_some() }),
        }
    }

    /// Reads `info`, or `-info` for the greatest first.
    pub fn from_text(text: &str) -> Option<Self> {
        let (key, descending) = text.strip_prefix('-').map_or((text, false), |key| (key, true));
        Some(Self { by: Column::from_key(key)?, descending })
    }

    /// The text that [`Sorting::from_text`] reads.
    pub fn text(&self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.by.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str) -> Columns {
        Columns::from_text(text).unwrap()
    }

    #[test]
    fn columns_are_read_and_written_back() {
        for text in ["no,time,src,dst,proto,len,info", "info", "no,tcp.stream,info", "ip.ttl,http"] {
            assert_eq!(columns(text).text(), text);
        }
        assert_eq!(Columns::default().text(), "no,time,src,dst,proto,len,info");
    }

    #[test]
    fn what_is_no_column_is_left_out() {
        assert_eq!(columns("no,,no,<b>,x,time").text(), "no,time");
        assert_eq!(Columns::from_text(""), None);
        assert_eq!(Columns::from_text("a b"), None);
        assert_eq!(columns(&"a.b,".repeat(9)).text(), "a.b");
        assert_eq!(columns("info,tcp.len").text(), "info,tcp.len");
    }

    #[test]
    fn a_field_comes_before_info() {
        let mut columns = Columns::default();
        columns.add(Column::Field("tcp.len".into()));
        columns.add(Column::Field("tcp.len".into()));
        assert_eq!(columns.text(), "no,time,src,dst,proto,len,tcp.len,info");
        assert_eq!(columns.fields().collect::<Vec<_>>(), ["tcp.len"]);
        columns.remove(&Column::Info);
        columns.add(Column::Info);
        assert_eq!(columns.all().last(), Some(&Column::Info));
    }

    #[test]
    fn columns_move_and_one_stays() {
        let mut columns = columns("no,time,info");
        columns.shift(&Column::Number, false);
        columns.shift(&Column::Info, true);
        assert_eq!(columns.text(), "no,time,info");
        columns.shift(&Column::Info, false);
        columns.move_to(&Column::Number, 99);
        assert_eq!(columns.text(), "info,time,no");
        for column in [Column::Info, Column::Time, Column::Number] {
            columns.remove(&column);
        }
        assert_eq!(columns.text(), "no");
    }

    #[test]
    fn a_heading_turns_the_order_and_gives_it_back() {
        let first = Sorting::turned(None, &Column::Info).unwrap();
        let second = Sorting::turned(Some(&first), &Column::Info).unwrap();
        assert_eq!((first.text(), second.text()), ("info".into(), "-info".into()));
        assert_eq!(Sorting::turned(Some(&second), &Column::Info), None);
        assert_eq!(Sorting::turned(Some(&second), &Column::Length).unwrap().text(), "len");
    }

    #[test]
    fn sorting_is_read_and_written_back() {
        for text in ["info", "-len", "tcp.seq", "-ip.ttl"] {
            assert_eq!(Sorting::from_text(text).unwrap().text(), text);
        }
        assert_eq!(Sorting::from_text("-"), None);
    }
}
