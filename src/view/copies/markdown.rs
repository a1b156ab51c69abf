//! Markdown: a table, and code that no backtick ends.

use super::table::{Table, escaped};

impl Table {
    /// A table of GitHub's Markdown.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        for (place, line) in self.lines().enumerate() {
            push_line(&mut out, line.map(cell));
            if place == 0 {
                let rule = |column| if self.numbers.contains(&column) { "--:" } else { "---" }.to_owned();
                push_line(&mut out, (0..self.heads.len()).map(rule));
            }
        }
        out
    }
}

fn push_line(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push('|');
    for cell in cells {
        out.extend([" ", &cell, " |"]);
    }
    out.push('\n');
}

/// The text as it is: nothing in it ends the cell, and nothing becomes a link, a picture, a tag or bold.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in escaped(text).chars() {
        if matches!(c, '\\' | '|' | '`' | '*' | '_' | '[' | '<' | '&' | '~' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The text as a code span, in more backticks than it has in a row itself.
pub(super) fn code(text: &str) -> String {
    let text = escaped(text);
    if text.is_empty() {
        return text;
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // One space at both ends is no part of the code.
    let touches = text.starts_with('`') || text.ends_with('`');
    let stripped = text.starts_with(' ') && text.ends_with(' ') && text.trim() != "";
    let pad = if touches || stripped { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::{super::table::tests::table, *};

    #[test]
    fn numbers_stand_at_the_right() {
        let table = table(&[["1", "GET / HTTP/1.1"], ["2", "猪肉"]]);
        assert_eq!(table.markdown(), "| No. | Info |\n| --: | --- |\n| 1 | GET / HTTP/1.1 |\n| 2 | 猪肉 |\n");
    }

    #[test]
    fn a_cell_stays_text_on_one_line() {
        let line = |cell| table(&[["1", cell]]).markdown().lines().nth(2).map(str::to_owned);
        assert_eq!(line("a | b\\|c").as_deref(), Some("| 1 | a \\| b\\\\\\|c |"));
        assert_eq!(line("a\r\nb\0\u{202e}").as_deref(), Some("| 1 | a\\\\r\\\\nb\\\\000\\\\u202E |"));
        assert_eq!(line("![x](http://a/`b`)").as_deref(), Some("| 1 | !\\[x](http://a/\\`b\\`) |"));
        assert_eq!(line("<img> &lt; **b** _i_").as_deref(), Some("| 1 | \\<img> \\&lt; \\*\\*b\\*\\* \\_i\\_ |"));
        assert_eq!(line("443 → 80 [ACK]").as_deref(), Some("| 1 | 443 → 80 \\[ACK] |"));
    }

    #[test]
    fn nothing_is_a_table_of_heads() {
        assert_eq!(table(&[]).markdown(), "| No. | Info |\n| --: | --- |\n");
    }

    #[test]
    fn code_survives_its_backticks() {
        for (text, span) in [
            ("Source Port: 80", "`Source Port: 80`"),
            ("a `b` c", "``a `b` c``"),
            ("a ``b", "```a ``b```"),
            ("`", "`` ` ``"),
            ("```", "```` ``` ````"),
            (" a ", "`  a  `"),
            (" ", "` `"),
            ("", ""),
            ("a\nb\u{202e}", "`a\\nb\\u202E`"),
        ] {
            assert_eq!(code(text), span, "{text:?}");
        }
    }
}
