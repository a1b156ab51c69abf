//! Lines of the layer tree as text, as a Markdown list and as JSON: all that are visible, or one with what lies in it.

use std::fmt::Write;

use super::{markdown::code, table::escaped};
use crate::{bytes::quoted::Quoted, engine::request::TreeLine, view::folding::Folds};

/// Lines of a tree in their order, with how deep each is below the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline<'t>(Vec<(usize, &'t TreeLine)>);

impl<'t> Outline<'t> {
    /// The lines that a person sees.
    pub fn visible(tree: &'t [TreeLine], folds: &Folds) -> Self {
        Self::of(folds.shown(tree).into_iter().filter_map(|shown| tree.get(shown.index)))
    }

    /// Line `index` and everything in it, open or not.
    pub fn subtree(tree: &'t [TreeLine], index: usize) -> Self {
        let Some((first, rest)) = tree.get(index..).and_then(<[_]>::split_first) else { return Self(Vec::new()) };
        Self::of([first].into_iter().chain(rest.iter().take_while(|line| line.depth > first.depth)))
    }

    /// No line is more than one level below the line before it, or Markdown would take it for code.
    fn of(lines: impl Iterator<Item = &'t TreeLine>) -> Self {
        let mut outline: Vec<(usize, &TreeLine)> = Vec::new();
        for line in lines {
            let first = outline.first().map_or(line.depth, |(_, first)| first.depth);
            let deepest = outline.last().map_or(0, |(level, _)| level + 1);
            outline.push((usize::from(line.depth.saturating_sub(first)).min(deepest), line));
        }
        Self(outline)
    }

    /// The lines, each with its level.
    pub fn lines(&self) -> &[(usize, &'t TreeLine)] {
        &self.0
    }

    /// A line each, four spaces a level.
    pub fn text(&self) -> String {
        let line = |(level, line): &(usize, &TreeLine)| format!("{:1$}{2}\n", "", 4 * level, escaped(&line.text));
        self.0.iter().map(line).collect()
    }

    /// A nested list whose items are code.
    pub fn markdown(&self) -> String {
        let line = |(level, line): &(usize, &TreeLine)| format!("{:1$}- {2}\n", "", 2 * level, code(&line.text));
        self.0.iter().map(line).collect()
    }

    /// An array of objects with `key`, `text` and, where there is something in it, `children`.
    pub fn json(&self) -> String {
        let mut out = String::from("[");
        let mut open = 0;
        for (place, (level, line)) in self.0.iter().enumerate() {
            close(&mut out, &mut open, *level);
            let comma = if place > 0 && !out.ends_with('[') { "," } else { "" };
            let (key, text) = (Quoted(&line.key), Quoted(&line.text));
            // Writing to a `String` never fails.
            let _ = write!(out, "{comma}\n{:1$}{{\"key\": {key}, \"text\": {text}", "", 2 * level + 2);
            match self.0.get(place + 1) {
                Some((next, _)) if next > level => {
                    out.push_str(", \"children\": [");
                    open += 1;
                }
                _ => out.push('}'),
            }
        }
        close(&mut out, &mut open, 0);
        out.push_str(if self.0.is_empty() { "]\n" } else { "\n]\n" });
        out
    }
}

/// Ends children until `level` of them are open.
fn close(out: &mut String, open: &mut usize, level: usize) {
    while *open > level {
        // Writing to a `String` never fails.
        let _ = write!(out, "\n{:1$}]}}", "", 2 * *open);
        *open -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::request::LineKind;

    fn line(depth: u8, key: &str, text: &str) -> TreeLine {
        let (key, text) = (key.to_owned(), text.to_owned());
        TreeLine {
            depth,
            kind: LineKind::Field,
            text,
            working: String::new(),
            key,
            occurrence: 1,
            source: 0,
            start: 0,
            len: 0,
            target: None,
        }
    }

    fn tree() -> Vec<TreeLine> {
        vec![
            line(0, "ip", "Internet Protocol Version 4"),
            line(1, "ip.flags", "010. .... = Flags: 0x2, Don't fragment"),
            line(2, "ip.flags.df", ".1.. .... = Don't fragment: Set"),
            line(1, "ip.ttl", "Time to Live: 64"),
            line(0, "http", "Hypertext Transfer Protocol"),
            line(1, "", "GET /`a`|猪肉 \"\\"),
        ]
    }

    #[test]
    fn what_is_folded_is_left_out() {
        let tree = tree();
        let mut folds = Folds::default();
        let text = "Internet Protocol Version 4\nHypertext Transfer Protocol\n    GET /`a`|猪肉 \"\\\n";
        assert_eq!(Outline::visible(&tree, &folds).text(), text);
        folds.set(&tree, 0, true);
        assert_eq!(
            Outline::visible(&tree, &folds).text(),
            "Internet Protocol Version 4\n    010. .... = Flags: 0x2, Don't fragment\n    Time to Live: 64\n\
             Hypertext Transfer Protocol\n    GET /`a`|猪肉 \"\\\n"
        );
    }

    #[test]
    fn a_subtree_begins_at_the_margin() {
        let tree = tree();
        assert_eq!(
            Outline::subtree(&tree, 1).text(),
            "010. .... = Flags: 0x2, Don't fragment\n    .1.. .... = Don't fragment: Set\n"
        );
        assert_eq!(Outline::subtree(&tree, 3).text(), "Time to Live: 64\n");
    }

    #[test]
    fn a_list_of_code_is_nested() {
        let tree = tree();
        assert_eq!(
            Outline::subtree(&tree, 0).markdown(),
            "- `Internet Protocol Version 4`\n  - `010. .... = Flags: 0x2, Don't fragment`\n    \
             - `.1.. .... = Don't fragment: Set`\n  - `Time to Live: 64`\n"
        );
        assert_eq!(
            Outline::subtree(&tree, 4).markdown(),
            "- `Hypertext Transfer Protocol`\n  - ``GET /`a`|猪肉 \"\\``\n"
        );
    }

    #[test]
    fn json_has_children_where_there_are_some() {
        let tree = tree();
        let text = Outline::subtree(&tree, 0).json();
        assert_eq!(
            text,
            r#"[
  {"key": "ip", "text": "Internet Protocol Version 4", "children": [
    {"key": "ip.flags", "text": "010. .... = Flags: 0x2, Don't fragment", "children": [
      {"key": "ip.flags.df", "text": ".1.. .... = Don't fragment: Set"}
    ]},
    {"key": "ip.ttl", "text": "Time to Live: 64"}
  ]}
]
"#
        );
        let mut folds = Folds::default();
        folds.set(&tree, 0, true);
        folds.set(&tree, 1, true);
        let all: serde_json::Value = serde_json::from_str(&Outline::visible(&tree, &folds).json()).unwrap();
        assert_eq!(all[0]["children"][0]["children"][0]["key"], "ip.flags.df");
        assert_eq!(all[1]["children"][0], serde_json::json!({ "key": "", "text": "GET /`a`|猪肉 \"\\" }));
    }

    #[test]
    fn hostile_lines_stay_lines() {
        let tree = [line(0, "x", "a\r\n- b\0\u{202e}"), line(9, "y", "deep"), line(1, "z", "")];
        let outline = Outline::subtree(&tree, 0);
        assert_eq!(outline.text(), "a\\r\\n- b\\000\\u202E\n    deep\n    \n");
        assert_eq!(outline.markdown(), "- `a\\r\\n- b\\000\\u202E`\n  - `deep`\n  - \n");
        let read: serde_json::Value = serde_json::from_str(&outline.json()).unwrap();
        assert_eq!(read[0]["text"], "a\r\n- b\0\u{202e}");
        assert_eq!(read[0]["children"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn nothing_is_nothing() {
        let outline = Outline::subtree(&[], 0);
        assert_eq!((outline.text(), outline.markdown(), outline.json()), (String::new(), String::new(), "[]\n".into()));
    }
}
