//! The layer tree as one sees it: which lines are open, which line a byte belongs to, which layer a line is in.

use std::collections::HashMap;

use crate::engine::request::{LineKind, TreeLine};

/// Which subtrees a person opened or closed, by what they are, so that it holds from packet to packet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folds(HashMap<String, bool>);

/// A line that is visible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Its place in the tree.
    pub index: usize,
    /// Whether it is open; `None` when it has nothing in it.
    pub open: Option<bool>,
}

impl Folds {
    /// Whether the subtree under line `index` is open; untouched, only the last layer is.
    pub fn is_open(&self, tree: &[TreeLine], index: usize) -> bool {
        let Some(line) = tree.get(index) else { return false };
        self.0.get(name(line)).copied().unwrap_or_else(|| line.depth == 0 && last_layer(tree) == Some(index))
    }

    /// Opens or closes the subtree under line `index`.
    pub fn set(&mut self, tree: &[TreeLine], index: usize, open: bool) {
        if let Some(line) = tree.get(index) {
            self.0.insert(name(line).to_owned(), open);
        }
    }

    /// Opens everything that line `index` lies in.
    pub fn reveal(&mut self, tree: &[TreeLine], index: usize) {
        let mut line = index;
        while let Some(parent) = parent(tree, line) {
            self.set(tree, parent, true);
            line = parent;
        }
    }

    /// Opens or closes line `index` and everything in it.
    pub fn set_all_in(&mut self, tree: &[TreeLine], index: usize, open: bool) {
        self.set(tree, index, open);
        let Some(depth) = tree.get(index).map(|line| line.depth) else { return };
        for inner in (index + 1..tree.len()).take_while(|inner| tree.get(*inner).is_some_and(|line| line.depth > depth))
        {
            if has_children(tree, inner) {
                self.set(tree, inner, open);
            }
        }
    }

    /// The visible lines in order.
    pub fn shown(&self, tree: &[TreeLine]) -> Vec<Shown> {
        let mut shown = Vec::new();
        let mut closed_at = None;
        for (index, line) in tree.iter().enumerate() {
            if closed_at.is_some_and(|depth| line.depth > depth) {
                continue;
            }
            let open = has_children(tree, index).then(|| self.is_open(tree, index));
            closed_at = (open == Some(false)).then_some(line.depth);
            shown.push(Shown { index, open });
        }
        shown
    }
}

/// The line that line `index` lies in.
pub fn parent(tree: &[TreeLine], index: usize) -> Option<usize> {
    let depth = tree.get(index)?.depth;
    tree.get(..index)?.iter().rposition(|line| line.depth < depth)
}

/// The layer that line `index` belongs to.
pub fn layer_of(tree: &[TreeLine], index: usize) -> Option<usize> {
    tree.get(..=index)?.iter().rposition(|line| line.depth == 0)
}

/// The line of the `occurrence`th field with that key.
pub fn line_of(tree: &[TreeLine], key: &str, occurrence: u16) -> Option<usize> {
    tree.iter().position(|line| line.key == key && line.occurrence == occurrence)
}

/// The line that says most about one byte: the shortest field over it, else the layer.
pub fn line_at(tree: &[TreeLine], source: u16, byte: u32) -> Option<usize> {
    let over = |line: &TreeLine| {
        line.source == source && line.start <= byte && u64::from(byte) < u64::from(line.start) + u64::from(line.len)
    };
    // a bit or a computed value shares its bytes with the field it comes from, which says more
    let rank = |line: &TreeLine| match line.kind {
        LineKind::Field => 0,
        LineKind::Bits | LineKind::Computed => 1,
        LineKind::Note(_) => 2,
        LineKind::Layer => 3,
    };
    tree.iter()
        .enumerate()
        .filter(|(_, line)| over(line))
        .min_by_key(|(_, line)| (rank(line), line.len, u8::MAX - line.depth))
        .map(|(index, _)| index)
}

fn has_children(tree: &[TreeLine], index: usize) -> bool {
    match (tree.get(index), tree.get(index + 1)) {
        (Some(line), Some(next)) => next.depth > line.depth,
        _ => false,
    }
}

fn last_layer(tree: &[TreeLine]) -> Option<usize> {
    tree.iter().rposition(|line| line.depth == 0)
}

/// What a line is called whatever its value: its key, or for a mere group the words before its value.
fn name(line: &TreeLine) -> &str {
    if line.key.is_empty() { line.text.split([':', ',', '(']).next().unwrap_or_default() } else { &line.key }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(depth: u8, kind: LineKind, key: &str, start: u32, len: u32) -> TreeLine {
        TreeLine {
            depth,
            kind,
            text: key.to_owned(),
            working: String::new(),
            key: key.to_owned(),
            occurrence: 1,
            source: 0,
            start,
            len,
            target: None,
        }
    }

    fn packet() -> Vec<TreeLine> {
        use LineKind::{Bits, Computed, Field, Layer};
        vec![
            line(0, Layer, "ip", 0, 20),
            line(1, Field, "ip.ttl", 8, 1),
            line(0, Layer, "tcp", 20, 20),
            line(1, Field, "tcp.flags", 32, 2),
            line(2, Bits, "tcp.flags.syn", 33, 1),
            line(1, Field, "tcp.window_size_value", 34, 2),
            line(1, Computed, "tcp.window_size", 34, 2),
        ]
    }

    fn keys(folds: &Folds, tree: &[TreeLine]) -> Vec<String> {
        folds.shown(tree).iter().filter_map(|shown| tree.get(shown.index)).map(|line| line.key.clone()).collect()
    }

    #[test]
    fn only_the_last_layer_is_open_at_first() {
        let tree = packet();
        assert_eq!(
            keys(&Folds::default(), &tree),
            ["ip", "tcp", "tcp.flags", "tcp.window_size_value", "tcp.window_size"]
        );
    }

    #[test]
    fn what_was_opened_stays_open_in_the_next_packet() {
        let tree = packet();
        let mut folds = Folds::default();
        folds.set(&tree, 0, true);
        folds.set(&tree, 2, false);
        assert_eq!(keys(&folds, &tree), ["ip", "ip.ttl", "tcp"]);
        assert!(folds.is_open(&packet(), 0));
    }

    #[test]
    fn revealing_a_line_opens_all_above_it() {
        let tree = packet();
        let mut folds = Folds::default();
        folds.set(&tree, 2, false);
        folds.reveal(&tree, 4);
        assert!(keys(&folds, &tree).contains(&"tcp.flags.syn".to_owned()));
        folds.set_all_in(&tree, 2, false);
        assert_eq!(keys(&folds, &tree), ["ip", "tcp"]);
    }

    #[test]
    fn a_93_the_ninth_byte_of_the_ip_header_is_its_ttl() {
        let tree = packet();
        let found = line_at(&tree, 0, 8).and_then(|index| tree.get(index)).map(|line| line.key.as_str());
        assert_eq!(found, Some("ip.ttl"));
    }

    #[test]
    fn a_byte_belongs_to_the_shortest_field_over_it() {
        let tree = packet();
        assert_eq!(line_at(&tree, 0, 33), Some(3), "the flags, not one of their bits");
        assert_eq!(line_at(&tree, 0, 35), Some(5), "the value, not what is computed from it");
        assert_eq!(line_at(&tree, 0, 21), Some(2), "only the layer covers it");
        assert_eq!(line_at(&tree, 0, 40), None);
        assert_eq!(line_at(&tree, 1, 8), None, "another source");
    }

    #[test]
    fn lines_know_their_parent_and_layer() {
        let tree = packet();
        assert_eq!((parent(&tree, 4), parent(&tree, 0), layer_of(&tree, 6)), (Some(3), None, Some(2)));
        assert_eq!(line_of(&tree, "tcp.flags", 1), Some(3));
        assert_eq!(line_of(&tree, "tcp.flags", 2), None);
    }
}
