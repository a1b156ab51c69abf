//! JSON: a table as an array of objects, and strings that survive it.

use std::fmt::Write;

use super::table::Table;
use crate::bytes::quoted::Quoted;

impl Table {
    /// An array with an object for each row, keyed by the heads; every value is a string, as in `-T json`.
    pub fn json(&self) -> String {
        let mut lines = self.lines();
        let heads: Vec<&str> = lines.next().into_iter().flatten().collect();
        let mut out = String::from("[");
        for (place, line) in lines.enumerate() {
            out.push_str(if place == 0 { "\n  {" } else { ",\n  {" });
            for (column, (head, cell)) in heads.iter().zip(line).enumerate() {
                let comma = if column == 0 { "" } else { ", " };
                // Writing to a `String` never fails.
                let _ = write!(out, "{comma}{}: {}", Quoted(head), Quoted(cell));
            }
            out.push('}');
        }
        out.push_str(if self.rows.is_empty() { "]\n" } else { "\n]\n" });
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::tests::table;

    #[test]
    fn a_row_is_an_object() {
        let table = table(&[["1", "GET / HTTP/1.1"], ["2", "猪肉"]]);
        assert_eq!(
            table.json(),
            "[\n  {\"No.\": \"1\", \"Info\": \"GET / HTTP/1.1\"},\n  {\"No.\": \"2\", \"Info\": \"猪肉\"}\n]\n"
        );
    }

    #[test]
    fn hostile_text_reads_back_as_it_was() {
        let hostile = "\"},{\\\"\r\n\t\0\u{1b}\u{7f}\u{202e}|`</script>";
        let text = table(&[["1", hostile]]).json();
        assert_eq!(
            text,
            "[\n  {\"No.\": \"1\", \"Info\": \"\\\"},{\\\\\\\"\\r\\n\\t\\u0000\\u001b\\u007f\\u202e|`</script>\"}\n]\n"
        );
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read, serde_json::json!([{ "No.": "1", "Info": hostile }]));
    }

    #[test]
    fn nothing_is_an_empty_array() {
        assert_eq!(table(&[]).json(), "[]\n");
    }
}
