//! How rows are worded, worked out once for many of them.

use crate::{
    dissect::{
        known::Known,
        options::Options,
        record::{Record, Wants},
    },
    engine::{
        cells::Cells,
        request::{Row, Settings, TimeFormat},
        rows,
    },
};

/// A person's settings, ready to be used.
pub struct Wording {
    /// What dissection heeds of them.
    pub options: Options,
    time: TimeFormat,
    cells: Cells,
}

impl Wording {
    /// The wording that these settings ask for.
    pub fn new(settings: &Settings) -> Self {
        Self { options: settings.options(), time: settings.time, cells: Cells::new(settings) }
    }

    /// What has to be written down of a packet for its row.
    pub fn wants(&self) -> Wants {
        self.cells.wants()
    }

    /// The row of the packet that `record` holds.
    pub fn row(&self, record: &Record, known: Known<'_>) -> Row {
        Row { cells: self.cells.texts(record, known), ..rows::row(record, known, self.time) }
    }
}
