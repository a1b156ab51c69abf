//! One packet on one line: aligned for reading, or seven columns for a script.

use std::io::{self, Write};

use wirelight::engine::request::Row;

/// Aligned as tshark aligns its seven columns.
pub fn text(out: &mut impl Write, row: &Row) -> io::Result<()> {
    let Row { number, time, source, destination, protocol, length, info, .. } = row;
    writeln!(out, "{number:5} {time:>10} {source:>12} → {destination:12} {protocol} {length} {info}")
}

/// A tab between the seven columns.
pub fn tsv(out: &mut impl Write, row: &Row) -> io::Result<()> {
    let Row { number, time, source, destination, protocol, length, info, .. } = row;
    writeln!(out, "{number}\t{time}\t{source}\t{destination}\t{protocol}\t{length}\t{info}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wirelight::engine::request::Family;

    fn row() -> Row {
        Row {
            number: 1,
            time: "0.000000".into(),
            source: "9.186.58.171".into(),
            destination: "::".into(),
            protocol: "TCP".into(),
            length: 66,
            info: "54185 → 80 [SYN]".into(),
            family: Family::Tcp,
            comment: false,
            cells: Vec::new(),
        }
    }

    #[test]
    fn text_is_aligned_and_tsv_is_not() {
        let (mut aligned, mut tabbed) = (Vec::new(), Vec::new());
        text(&mut aligned, &row()).unwrap();
        tsv(&mut tabbed, &row()).unwrap();
        assert_eq!(
            String::from_utf8(aligned).unwrap(),
            "    1   0.000000 9.186.58.171 → ::           TCP 66 54185 → 80 [SYN]\n"
        );
        assert_eq!(String::from_utf8(tabbed).unwrap(), "1\t0.000000\t9.186.58.171\t::\tTCP\t66\t54185 → 80 [SYN]\n");
    }
}
