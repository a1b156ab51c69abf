//! A table for spreadsheets: CSV by RFC 4180, and TSV.

use super::table::{Table, escaped};

impl Table {
    /// Comma-separated values; cells keep their line breaks, in quotes.
    pub fn csv(&self) -> String {
        self.separated(",", "\r\n", |cell| {
            let cell = harmless(cell);
            if cell.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
        })
    }

    /// Tab-separated values, as sheets take them from the clipboard; there are no quotes, so tabs and line breaks are
    /// spelled out.
    pub fn tsv(&self) -> String {
        self.separated("\t", "\n", |cell| harmless(&escaped(cell)))
    }

    fn separated(&self, between: &str, end: &str, spelled: fn(&str) -> String) -> String {
        self.lines().map(|line| line.map(spelled).collect::<Vec<_>>().join(between) + end).collect()
    }
}

/// The cell with an apostrophe before what a sheet would run as a formula.
///
/// A sender of packets could otherwise have a reader's sheet fetch an address with the neighbouring cells in it. Signed
/// numbers stay numbers.
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if formula && !is_number(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// `-0.000123`
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::super::table::{Table, tests::table};

    #[test]
    fn plain_cells_have_no_quotes() {
        let table = table(&[["1", "GET / HTTP/1.1"], ["2", "猪肉"], ["3", ""]]);
        assert_eq!(table.csv(), "No.,Info\r\n1,GET / HTTP/1.1\r\n2,猪肉\r\n3,\r\n");
        assert_eq!(table.tsv(), "No.\tInfo\n1\tGET / HTTP/1.1\n2\t猪肉\n3\t\n");
    }

    #[test]
    fn quotes_commas_and_line_breaks_are_quoted() {
        let table = table(&[["1", "a \"b\", c"], ["2", "a\r\nb"], ["3", "a\tb|\0\u{202e}`"]]);
        assert_eq!(table.csv(), "No.,Info\r\n1,\"a \"\"b\"\", c\"\r\n2,\"a\r\nb\"\r\n3,a\tb|\0\u{202e}`\r\n");
        assert_eq!(table.tsv(), "No.\tInfo\n1\ta \"b\", c\n2\ta\\r\\nb\n3\ta\\tb|\\000\\u202E`\n");
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        for formula in ["=HYPERLINK(\"x\")", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "＝1", "-", "-1.", "--1"] {
            let (csv, tsv) = (table(&[["1", formula]]).csv(), table(&[["1", formula]]).tsv());
            assert!(csv.contains(",'") || csv.contains(",\"'"), "{csv}");
            assert_eq!(tsv, format!("No.\tInfo\n1\t'{formula}\n"));
        }
        assert_eq!(table(&[["-0.000123", "+1"]]).csv(), "No.,Info\r\n-0.000123,+1\r\n");
        assert_eq!(table(&[["1", "\t=1"]]).csv(), "No.,Info\r\n1,'\t=1\r\n");
        assert_eq!(table(&[["1", "a=b"]]).csv(), "No.,Info\r\n1,a=b\r\n");
    }

    #[test]
    fn nothing_is_a_line_of_heads() {
        assert_eq!((table(&[]).csv(), table(&[]).tsv()), ("No.,Info\r\n".into(), "No.\tInfo\n".into()));
        assert_eq!(Table::default().csv(), "\r\n");
    }
}
