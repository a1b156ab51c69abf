//! A line of bytes as hexadecimal and as text, cut into runs of one look.

use std::ops::Range;

/// How a run of bytes stands out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    /// Not at all.
    #[default]
    Plain,
    /// In the layer of the selected field.
    Soft,
    /// In the selected field.
    Lit,
}

/// What stands out in the bytes of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Bytes of the selected field.
    pub lit: Range<u32>,
    /// Bytes of its layer.
    pub soft: Range<u32>,
    /// The byte under the pointer.
    pub hover: Option<u32>,
}

/// Neighbouring bytes of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Their look.
    pub look: Look,
    /// It is the one byte under the pointer.
    pub hover: bool,
    /// Their digits, a gap between bytes but none at the ends.
    pub hex: String,
    /// The gap before the next run.
    pub gap: &'static str,
    /// Their characters, a dot for what is not printable.
    pub text: String,
}

impl Marks {
    fn at(&self, byte: u32) -> (Look, bool) {
        let look = if self.lit.contains(&byte) {
            Look::Lit
        } else if self.soft.contains(&byte) {
            Look::Soft
        } else {
            Look::Plain
        };
        (look, self.hover == Some(byte))
    }
}

/// How many lines `len` bytes fill.
pub fn lines(len: usize, columns: usize) -> u64 {
    len.div_ceil(columns.max(1)) as u64
}

/// Characters that the hexadecimal part of a whole line takes.
pub fn hex_width(columns: usize) -> usize {
    (columns * 3).saturating_sub(1) + usize::from(columns > 8)
}

/// The runs of line `line`.
pub fn runs(bytes: &[u8], line: u64, columns: usize, marks: &Marks) -> Vec<Run> {
    let start = usize::try_from(line).unwrap_or(usize::MAX).saturating_mul(columns);
    let mut runs: Vec<Run> = Vec::new();
    let mut last = None;
    for (column, byte) in bytes.get(start..).unwrap_or_default().iter().take(columns).enumerate() {
        let look = marks.at(u32::try_from(start + column).unwrap_or(u32::MAX));
        let gap = gap_before(column, columns);
        match runs.last_mut() {
            Some(run) if last == Some(look) => run.hex.push_str(gap),
            before => {
                if let Some(run) = before {
                    run.gap = gap;
                }
                runs.push(Run { look: look.0, hover: look.1, hex: String::new(), gap: "", text: String::new() });
            }
        }
        last = Some(look);
        if let Some(run) = runs.last_mut() {
            run.hex.push_str(&format!("{byte:02x}"));
            run.text.push(if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '·' });
        }
    }
    runs
}

/// The byte of a line at a character of its hexadecimal part; the gap after a byte belongs to it.
pub fn column_of_hex(character: usize, columns: usize) -> Option<usize> {
    let column = if columns > 8 && character >= 25 { (character - 1) / 3 } else { character.min(23) / 3 };
    let column = if columns <= 8 { character / 3 } else { column };
    (column < columns).then_some(column)
}

/// Digits of an offset column that can hold every offset of `len` bytes.
pub fn offset_digits(len: usize) -> usize {
    match len {
        ..=0x1_0000 => 4,
        0x1_0001..=0x100_0000 => 6,
        _ => 8,
    }
}

fn gap_before(column: usize, columns: usize) -> &'static str {
    match column {
        0 => "",
        8 if columns > 8 => "  ",
        _ => " ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BYTES: &[u8] = b"\x02\x00\x00\x00E\x00\x03\xd3\x00j@\x00\x80\x06. tail";

    fn drawn(runs: &[Run]) -> String {
        runs.iter().map(|run| format!("{}{}", run.hex, run.gap)).collect()
    }

    #[test]
    fn a_line_is_drawn_as_two_halves_and_text() {
        let runs = runs(BYTES, 0, 16, &Marks::default());
        assert_eq!(drawn(&runs), "02 00 00 00 45 00 03 d3  00 6a 40 00 80 06 2e 20");
        assert_eq!(drawn(&runs).len(), hex_width(16));
        assert_eq!(runs.iter().map(|run| run.text.as_str()).collect::<String>(), "····E····j@···. ");
    }

    #[test]
    fn the_last_line_may_be_short_and_the_next_is_empty() {
        assert_eq!(lines(BYTES.len(), 16), 2);
        assert_eq!(drawn(&runs(BYTES, 1, 16, &Marks::default())), "74 61 69 6c");
        assert_eq!(runs(BYTES, 2, 16, &Marks::default()), []);
        assert_eq!(lines(0, 16), 0);
    }

    #[test]
    fn marks_cut_a_line_without_moving_a_digit() {
        let marks = Marks { lit: 4..6, soft: 4..12, hover: Some(9) };
        let runs = runs(BYTES, 0, 16, &marks);
        let looks: Vec<_> = runs.iter().map(|run| (run.look, run.hover, run.text.as_str())).collect();
        assert_eq!(
            looks,
            [
                (Look::Plain, false, "····"),
                (Look::Lit, false, "E·"),
                (Look::Soft, false, "···"),
                (Look::Soft, true, "j"),
                (Look::Soft, false, "@·"),
                (Look::Plain, false, "··. "),
            ]
        );
        assert_eq!(drawn(&runs), "02 00 00 00 45 00 03 d3  00 6a 40 00 80 06 2e 20");
    }

    #[test]
    fn every_digit_finds_its_byte() {
        for columns in [8, 16] {
            let line: Vec<u8> = (0..columns as u8).collect();
            let text = drawn(&runs(&line, 0, columns, &Marks::default()));
            for column in 0..columns {
                let place = text.find(&format!("{column:02x}"));
                assert_eq!(place.and_then(|place| column_of_hex(place, columns)), Some(column));
                assert_eq!(place.and_then(|place| column_of_hex(place + 1, columns)), Some(column));
            }
            assert_eq!(column_of_hex(text.len() + 2, columns), None);
        }
    }
}
