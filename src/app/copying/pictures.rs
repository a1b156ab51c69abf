//! What the pictures show: rows with their tints and marks, layers with their indentation, bytes with the lit field.

use web_sys::Blob;
use wirelight::{
    engine::request::{Family, PacketView, Row, TreeLine},
    view::{
        copies::{
            outline::Outline,
            table::{Table, escaped, width},
        },
        hex::{self, Look},
    },
};

use super::picture::{Line, MOST_LINES, Run, png};
use crate::{
    components::{bytes_pane::marks_of, icon::family_key},
    page::Page,
};

/// A longer text ends in an ellipsis.
const WIDEST: usize = 110;
/// Bytes in a line.
pub const BYTES: usize = 16;

/// Rows under their heads.
pub async fn of_rows(page: &Page, table: &Table, rows: &[Row]) -> Option<Blob> {
    let lines: Vec<Vec<String>> = table
        .rows
        .iter()
        .take(MOST_LINES)
        .map(|cells| cells.iter().map(|cell| cut(&escaped(cell))).collect())
        .collect();
    let widths: Vec<usize> = (0..table.heads.len())
        .map(|column| {
            let cells = lines.iter().filter_map(|line| line.get(column));
            cells.chain(table.heads.get(column)).map(|cell| width(cell)).max().unwrap_or(0)
        })
        .collect();
    let runs = |cells: &[String], ink: &'static str, bold: bool| {
        let mut left = 1;
        let mut runs = Vec::new();
        for (column, (cell, widest)) in cells.iter().zip(&widths).enumerate() {
            let gap = if table.numbers.contains(&column) { widest.saturating_sub(width(cell)) } else { 0 };
            runs.push(Run { bold, ..Run::new(left + gap, cell.as_str(), ink) });
            left += widest + 2;
        }
        runs
    };
    let mut picture = vec![Line { fill: Some("--panel".into()), runs: runs(&table.heads, "--ink-2", true) }];
    for (cells, row) in lines.iter().zip(rows) {
        let marked = u32::try_from(row.number - 1).is_ok_and(|packet| page.state.annotations.marks.contains(&packet));
        let mut runs = runs(cells, "--ink", marked);
        if marked {
            runs.push(Run::new(0, "▌", "--accent"));
        }
        let fill = (row.family != Family::Quiet).then(|| format!("--f-{}-bg", family_key(row.family)));
        picture.push(Line { fill, runs });
    }
    png(&picture, widths.iter().map(|width| width + 2).sum()).await
}

/// Lines of the tree, the selected one lit.
pub async fn of_layers(page: &Page, outline: &Outline<'_>, selected: Option<&TreeLine>) -> Option<Blob> {
    let _ = page;
    let mut picture = Vec::new();
    let mut columns = 0;
    for (level, line) in outline.lines().iter().take(MOST_LINES) {
        let text = cut(&escaped(&line.text));
        let characters = width(&text);
        columns = columns.max(2 * level + characters);
        let lit = selected.is_some_and(|selected| std::ptr::eq(selected, *line));
        let mut run = Run::new(2 * level, text, if lit { "--on-lit" } else { "--ink" });
        run.fill = lit.then_some(("--lit", characters));
        run.bold = line.depth == 0;
        picture.push(Line { fill: (line.depth == 0).then(|| "--panel".into()), runs: vec![run] });
    }
    png(&picture, columns).await
}

/// Lines of bytes, all of them or those around the selected field, which is lit.
pub async fn of_bytes(page: &Page, packet: &PacketView, all: bool) -> Option<Blob> {
    let selected = page.state.line.as_ref().and_then(|line| line.index_in(&packet.tree));
    let source =
        selected.and_then(|index| packet.tree.get(index)).filter(|_| !all).map_or(0, |line| line.source.into());
    let bytes = &packet.sources.get(source)?.bytes;
    let marks = marks_of(packet, selected, source, None);
    let end = hex::lines(bytes.len(), BYTES);
    let lines = match all {
        true => 0..end,
        false => u64::from(marks.lit.start) / BYTES as u64..u64::from(marks.lit.end).div_ceil(BYTES as u64).min(end),
    };
    let digits = hex::offset_digits(bytes.len());
    let text_at = digits + 2 + hex::hex_width(BYTES) + 2;
    let mut picture = Vec::new();
    for line in lines.take(MOST_LINES) {
        let mut runs = vec![Run::new(0, format!("{:0digits$x}", line * BYTES as u64), "--ink-3")];
        let (mut hex_at, mut character_at) = (digits + 2, text_at);
        for run in hex::runs(bytes, line, BYTES, &marks) {
            let (ink, fill) = match run.look {
                Look::Plain => ("--ink-2", None),
                Look::Soft => ("--ink", Some("--lit-soft")),
                Look::Lit => ("--on-lit", Some("--lit")),
            };
            let width = run.hex.chars().count();
            let characters = run.text.chars().count();
            for (at, text, width) in [(hex_at, run.hex, width), (character_at, run.text, characters)] {
                let fill = fill.map(|fill| (fill, width));
                runs.push(Run { fill, bold: run.look == Look::Lit, ..Run::new(at, text, ink) });
            }
            hex_at += width + run.gap.chars().count();
            character_at += characters;
        }
        picture.push(Line { fill: None, runs });
    }
    png(&picture, text_at + BYTES).await
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(WIDEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
