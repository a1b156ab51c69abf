//! A JSON text as a tree that can be folded: a flat table of its values, read in steps, whatever its size and depth.

use std::ops::Range;

use crate::bytes::json::{Event, Parser, Unescaped, What};

/// A value: 24 bytes, of which 50 MB of JSON have some millions.
#[derive(Debug, Clone, Copy)]
struct Node {
    start: u32,
    end: u32,
    /// Where the key of a member begins, plus 1; 0 for what is no member.
    key: u32,
    /// The first value that is not inside of this one.
    next: u32,
    /// Members or items.
    count: u32,
    depth: u32,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Members in braces.
    Object,
    /// Items in brackets.
    Array,
    /// Text in quotes.
    String,
    /// Digits.
    Number,
    /// `true`, `false` or `null`.
    Word,
}

/// All values of a text; the text itself is handed over again with each question.
#[derive(Debug, Default)]
pub struct Document {
    parser: Parser,
    nodes: Vec<Node>,
    /// Objects and arrays that are open.
    open: Vec<u32>,
    key: u32,
    broken: Option<usize>,
    done: bool,
}

impl Document {
    /// Reads about `bytes` more of the text; whether that was all.
    pub fn step(&mut self, text: &[u8], bytes: usize) -> bool {
        let enough = self.parser.at().saturating_add(bytes);
        // places are numbers of four bytes
        let text = text.get(..u32::MAX as usize - 1).unwrap_or(text);
        while !self.done && self.parser.at() < enough {
            match self.parser.next(text) {
                Some(event) => self.heed(event),
                None => self.done = true,
            }
        }
        if self.done {
            self.close_all(text.len() as u32);
        }
        self.done
    }

    fn heed(&mut self, event: Event) {
        let (start, end) = (event.start as u32, event.end as u32);
        match event.what {
            What::Key => self.key = start + 1,
            What::End => self.close(end),
            What::Broken => self.broken = Some(event.start),
            what => {
                let node = self.nodes.len() as u32;
                let parent = self.open.last().and_then(|parent| self.nodes.get_mut(*parent as usize));
                if let Some(parent) = parent {
                    parent.count += 1;
                }
                let (key, depth) = (std::mem::take(&mut self.key), self.open.len() as u32);
                self.nodes.push(Node { start, end, key, next: node + 1, count: 0, depth });
                if matches!(what, What::Object | What::Array) {
                    self.open.push(node);
                }
            }
        }
    }

    fn close(&mut self, end: u32) {
        let next = self.nodes.len() as u32;
        if let Some(node) = self.open.pop().and_then(|node| self.nodes.get_mut(node as usize)) {
            (node.end, node.next) = (end, next);
        }
    }

    fn close_all(&mut self, end: u32) {
        let end = self.broken.map_or(end, |broken| broken as u32);
        while !self.open.is_empty() {
            self.close(end);
        }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Where the text ends to be JSON, if it does.
    pub fn broken(&self) -> Option<usize> {
        self.broken
    }

    fn node(&self, node: u32) -> Option<&Node> {
        self.nodes.get(node as usize)
    }

    /// The members or items of a value; without one those that stand beside each other in the text.
    fn children(&self, parent: Option<u32>) -> impl Iterator<Item = u32> {
        let all = (0, self.nodes.len() as u32);
        let (first, end) = parent.map_or(all, |node| (node + 1, self.node(node).map_or(0, |it| it.next)));
        let first = (first < end).then_some(first);
        std::iter::successors(first, move |child| self.node(*child).map(|it| it.next).filter(|next| *next < end))
    }

    /// What a value is, by its first byte.
    pub fn kind(&self, text: &[u8], node: u32) -> Kind {
        match self.node(node).and_then(|node| text.get(node.start as usize)) {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::String,
            Some(b't' | b'f' | b'n') => Kind::Word,
            _ => Kind::Number,
        }
    }

    /// Where a value stands in the text.
    pub fn range(&self, node: u32) -> Range<usize> {
        self.node(node).map_or(0..0, |node| node.start as usize..node.end as usize)
    }

    /// The key of a member as it stands, without its quotes.
    fn raw_key<'t>(&self, text: &'t [u8], node: u32) -> Option<&'t [u8]> {
        let start = self.node(node)?.key.checked_sub(1)? as usize;
        let rest = text.get(start..)?;
        let event = Parser::default().next(rest)?;
        rest.get(1..event.end.checked_sub(1)?)
    }

    /// The value that encloses the byte at `place`, the innermost one.
    pub fn at(&self, place: usize) -> Option<u32> {
        let holds = |node: u32| self.range(node).contains(&place);
        let mut found = None;
        while let Some(child) = self.children(found).find(|child| holds(*child)) {
            found = Some(child);
        }
        found
    }

    /// The values that a value lies in, from the outermost one on, and itself; each with its place among its siblings.
    fn way_to(&self, node: u32) -> Vec<(u32, usize)> {
        let mut way: Vec<(u32, usize)> = Vec::new();
        let holds = |child: u32| child <= node && self.node(child).is_some_and(|it| node < it.next);
        while way.last().is_none_or(|(last, _)| *last != node) {
            let parent = way.last().map(|(last, _)| *last);
            let found = self.children(parent).enumerate().find(|(_, child)| holds(*child));
            let Some((place, child)) = found else { break };
            way.push((child, place));
        }
        way
    }

    /// `$.items[3].name`; of several texts in a row the second one is `$1`.
    pub fn path(&self, text: &[u8], node: u32) -> String {
        let mut path = String::from("$");
        for (depth, (node, place)) in self.way_to(node).into_iter().enumerate() {
            match self.raw_key(text, node).map(|key| Unescaped(key).to_string()) {
                Some(key) if is_word(&key) => path.extend([".", &key]),
                Some(key) => path.extend(["[\"", &key.replace('\\', "\\\\").replace('"', "\\\""), "\"]"]),
                None if depth > 0 => path.extend(["[", &place.to_string(), "]"]),
                None if place > 0 => path.push_str(&place.to_string()),
                None => {}
            }
        }
        path
    }

    /// The value with this path: of several with the same, the first.
    pub fn find(&self, text: &[u8], path: &str) -> Option<u32> {
        let rest = path.strip_prefix('$')?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (root, mut rest) = rest.split_at_checked(digits)?;
        let mut node = self.children(None).nth(if root.is_empty() { 0 } else { root.parse().ok()? })?;
        while !rest.is_empty() {
            let (step, behind) = step(rest)?;
            rest = behind;
            let is = |child: &u32, key: &str| {
                self.raw_key(text, *child).is_some_and(|raw| Unescaped(raw).to_string() == *key)
            };
            node = match step {
                Step::Item(place) => self.children(Some(node)).nth(place)?,
                Step::Member(key) => self.children(Some(node)).find(|child| is(child, &key))?,
            };
        }
        Some(node)
    }

    /// A line of the tree.
    pub fn line(&self, text: &[u8], node: u32) -> Line {
        let kind = self.kind(text, node);
        let range = self.range(node);
        let (count, depth) = self.node(node).map_or((0, 0), |node| (node.count, node.depth));
        let value = text.get(range.clone()).unwrap_or_default();
        let shown = value.get(..LONGEST_VALUE).unwrap_or(value);
        let (as_it_stands, means) = match kind {
            Kind::Object | Kind::Array => (String::new(), None),
            Kind::String => {
                let inside = shown.get(1..).unwrap_or_default();
                let inside =
                    if shown.len() < value.len() { inside } else { inside.strip_suffix(b"\"").unwrap_or(inside) };
                (String::from_utf8_lossy(shown).into_owned(), Some(Unescaped(inside).to_string()))
            }
            Kind::Number | Kind::Word => (String::from_utf8_lossy(shown).into_owned(), None),
        };
        let key = self.raw_key(text, node).map(|key| Unescaped(key.get(..LONGEST_VALUE).unwrap_or(key)).to_string());
        let unshown = if as_it_stands.is_empty() { 0 } else { value.len() - shown.len() };
        Line { node, depth, kind, key, as_it_stands, means, unshown, count, range }
    }
}

/// Bytes of a value or key that a line shows.
const LONGEST_VALUE: usize = 2_000;

/// What a line of the tree shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The value.
    pub node: u32,
    /// How many it lies in.
    pub depth: u32,
    /// What it is.
    pub kind: Kind,
    /// What it is called, if it is a member.
    pub key: Option<String>,
    /// The value with its quotes and escapes: `"\u732a"`; empty for objects and arrays.
    pub as_it_stands: String,
    /// What a string stands for: `猪`.
    pub means: Option<String>,
    /// Bytes at the end of a long value that are not shown.
    pub unshown: usize,
    /// Members or items.
    pub count: u32,
    /// Where it stands in the text.
    pub range: Range<usize>,
}

enum Step {
    Item(usize),
    Member(String),
}

/// The first step of a path, and what follows.
fn step(path: &str) -> Option<(Step, &str)> {
    if let Some(rest) = path.strip_prefix('.') {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (key, behind) = rest.split_at_checked(end)?;
        return Some((Step::Member(key.to_owned()), behind));
    }
    let rest = path.strip_prefix('[')?;
    if rest.starts_with('"') {
        let event = Parser::default().next(rest.as_bytes())?;
        let key = rest.get(1..event.end.checked_sub(1)?)?;
        let behind = rest.get(event.end..)?.strip_prefix(']')?;
        return Some((Step::Member(Unescaped(key.as_bytes()).to_string()), behind));
    }
    let (place, behind) = rest.split_once(']')?;
    Some((Step::Item(place.parse().ok()?), behind))
}

/// Whether a key can stand in a path as it is.
fn is_word(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// Which lines one sees: all that lie in nothing closed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folds {
    visible: Vec<u32>,
}

/// Lines that are opened unasked.
const OPEN_UNASKED: usize = 200;

impl Folds {
    /// The outermost values and what is in them, level by level, as long as it is not too much.
    pub fn of(document: &Document) -> Self {
        let mut folds = Self { visible: document.children(None).collect() };
        for depth in 0.. {
            let inside = |node: &&u32| document.node(**node).is_some_and(|node| node.depth == depth);
            let more: usize = folds
                .visible
                .iter()
                .filter(inside)
                .filter_map(|node| document.node(*node))
                .map(|node| node.count as usize)
                .sum();
            if more == 0 || (depth > 0 && folds.visible.len() + more > OPEN_UNASKED) {
                break;
            }
            let mut opened = Vec::new();
            for node in &folds.visible {
                opened.push(*node);
                if inside(&node) {
                    opened.extend(document.children(Some(*node)));
                }
            }
            folds.visible = opened;
        }
        folds
    }

    /// How many lines one sees.
    pub fn len(&self) -> usize {
        self.visible.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.visible.is_empty()
    }

    /// The values of these lines.
    pub fn lines(&self, range: Range<usize>) -> &[u32] {
        self.visible.get(range.start.min(self.len())..range.end.min(self.len())).unwrap_or_default()
    }

    /// Whether the value of this line is open; nothing when there is nothing in it.
    pub fn is_open(&self, document: &Document, line: usize) -> Option<bool> {
        let node = document.node(*self.visible.get(line)?).filter(|node| node.count > 0)?;
        Some(self.visible.get(line + 1).is_some_and(|below| *below < node.next))
    }

    /// The line of the value that the value of this line lies in.
    pub fn parent(&self, document: &Document, line: usize) -> Option<usize> {
        let depth = document.node(*self.visible.get(line)?)?.depth;
        let is_above = |node: &u32| document.node(*node).is_some_and(|node| node.depth < depth);
        self.visible.get(..line)?.iter().rposition(is_above)
    }

    /// Opens or closes the value of this line.
    pub fn toggle(&mut self, document: &Document, line: usize) {
        let (Some(node), Some(open)) = (self.visible.get(line).copied(), self.is_open(document, line)) else { return };
        if open {
            let next = document.node(node).map_or(0, |node| node.next);
            let end = self.visible.partition_point(|visible| *visible < next);
            self.visible.drain(line + 1..end);
        } else {
            self.visible.splice(line + 1..line + 1, document.children(Some(node)));
        }
    }

    /// Opens everything that a value lies in; its line.
    pub fn reveal(&mut self, document: &Document, node: u32) -> Option<usize> {
        let mut line = None;
        for (node, _) in document.way_to(node) {
            if let Some(above) = line.filter(|above| self.is_open(document, *above) == Some(false)) {
                self.toggle(document, above);
            }
            line = self.visible.binary_search(&node).ok();
        }
        line
    }

    /// Opens everything.
    pub fn open_all(&mut self, document: &Document) {
        self.visible = (0..document.nodes.len() as u32).collect();
    }

    /// Closes everything but the outermost values.
    pub fn close_all(&mut self, document: &Document) {
        self.visible = document.children(None).collect();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Document {
        let mut document = Document::default();
        while !document.step(text.as_bytes(), 3) {}
        document
    }

    const SHOP: &str = r#"{"items": [{"name": "\u732a", "price": -0.10, "name": "again"}, [], "x"], "odd key": null, "n": 12345678901234567890}"#;

    fn drawn(text: &str, document: &Document, folds: &Folds) -> Vec<String> {
        let line = |node: &u32| {
            let line = document.line(text.as_bytes(), *node);
            let key = line.key.map(|key| key + "=").unwrap_or_default();
            format!("{}{key}{}({})", " ".repeat(line.depth as usize), line.as_it_stands, line.count)
        };
        folds.lines(0..folds.len()).iter().map(line).collect()
    }

    #[test]
    fn lines_open_and_close() {
        let document = read(SHOP);
        let mut folds = Folds::of(&document);
        assert_eq!(folds.len(), document.len());
        assert_eq!(folds.is_open(&document, 0), Some(true));
        folds.toggle(&document, 1);
        assert_eq!(
            drawn(SHOP, &document, &folds),
            ["(3)", " items=(3)", " odd key=null(0)", " n=12345678901234567890(0)"]
        );
        folds.toggle(&document, 1);
        assert_eq!(drawn(SHOP, &document, &folds)[1..5], [" items=(3)", "  (3)", "  (0)", "  \"x\"(0)"]);
        assert_eq!(folds.is_open(&document, 3), None, "an empty array has nothing in it");
        folds.toggle(&document, 2);
        assert_eq!(
            drawn(SHOP, &document, &folds)[3..6],
            ["   name=\"\\u732a\"(0)", "   price=-0.10(0)", "   name=\"again\"(0)"]
        );
        assert_eq!(
            [6, 3, 2, 1, 0].map(|line| folds.parent(&document, line)),
            [Some(1), Some(2), Some(1), Some(0), None]
        );
        folds.close_all(&document);
        assert_eq!(folds.len(), 1);
        let name = document.find(SHOP.as_bytes(), "$.items[0].price").unwrap();
        let line = folds.reveal(&document, name).unwrap();
        assert_eq!(folds.lines(line..line + 1), [name]);
    }

    #[test]
    fn values_have_paths_and_are_found_by_them() {
        let (document, text) = (read(SHOP), SHOP.as_bytes());
        let paths: Vec<String> = (0..document.len() as u32).map(|node| document.path(text, node)).collect();
        assert_eq!(
            paths,
            [
                "$",
                "$.items",
                "$.items[0]",
                "$.items[0].name",
                "$.items[0].price",
                "$.items[0].name",
                "$.items[1]",
                "$.items[2]",
                "$[\"odd key\"]",
                "$.n"
            ]
        );
        assert_eq!(document.find(text, "$[\"odd key\"]"), Some(8));
        assert_eq!(document.find(text, "$.items[0].name"), Some(3), "the first of two");
        assert_eq!(document.find(text, "$.items[9]"), None);
        assert_eq!(document.find(text, "items"), None);
        let name = document.line(text, 3);
        assert_eq!((name.as_it_stands.as_str(), name.means.as_deref()), ("\"\\u732a\"", Some("猪")));
        assert_eq!(&SHOP[name.range.clone()], "\"\\u732a\"");
        assert_eq!(document.at(name.range.start + 2), Some(3));
    }

    #[test]
    fn values_in_a_row_and_broken_ones_are_read_as_far_as_they_go() {
        let document = read("{\"a\":1}\n[2]\n");
        assert_eq!(document.path(b"{\"a\":1}\n[2]\n", 3), "$1[0]");
        assert_eq!(document.find(b"{\"a\":1}\n[2]\n", "$1[0]"), Some(3));
        let text = "{\"a\": [1, tru";
        let document = read(text);
        assert_eq!(document.broken(), Some(10));
        assert_eq!(document.range(1), 6..10);
        assert_eq!(document.len(), 3);
    }

    #[test]
    fn a_hundred_thousand_levels_are_no_danger() {
        let text = "[".repeat(100_000) + "1";
        let document = read(&text);
        assert_eq!(document.len(), 100_001);
        let mut folds = Folds::of(&document);
        folds.open_all(&document);
        assert_eq!(folds.len(), 100_001);
        let last = document.len() as u32 - 1;
        assert_eq!(document.line(text.as_bytes(), last).depth, 100_000);
        assert_eq!(document.path(text.as_bytes(), last).len(), 1 + 3 * 100_000);
    }

    proptest! {
        #[test]
        fn values_nest_and_folds_show_each_once(
            text in "[\\[\\]{}\",:\\\\ a-b0-9]{0,60}",
            toggles in proptest::collection::vec(0_usize..40, 0..12),
        ) {
            let document = read(&text);
            for (place, node) in document.nodes.iter().enumerate() {
                prop_assert!(node.start <= node.end && node.end as usize <= text.len());
                prop_assert!(node.next as usize > place && node.next as usize <= document.len());
                for inner in document.nodes.get(place + 1..node.next as usize).unwrap() {
                    prop_assert!(inner.start >= node.start && inner.end <= node.end && inner.depth > node.depth);
                }
                prop_assert_eq!(document.children(Some(place as u32)).count(), node.count as usize);
            }
            let mut folds = Folds::of(&document);
            for line in toggles {
                let (before, open) = (folds.clone(), folds.is_open(&document, line));
                folds.toggle(&document, line);
                prop_assert!(folds.visible.is_sorted_by(|a, b| a < b));
                prop_assert_eq!(folds.is_open(&document, line), open.map(|open| !open));
                if open == Some(false) {
                    folds.toggle(&document, line);
                    prop_assert_eq!(&folds, &before);
                }
            }
        }
    }
}
