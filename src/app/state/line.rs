//! A chosen line of the layer tree.

use wirelight::{
    engine::request::TreeLine,
    view::{folding, fragment::FieldName},
};

/// A line of the tree: a field by its name holds from packet to packet, any other line only in its packet.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// A field.
    Field(FieldName),
    /// A line without a key, by its place.
    Place(usize),
}

impl Line {
    /// How to name a line of a tree.
    pub fn of(tree: &[TreeLine], index: usize) -> Option<Self> {
        let line = tree.get(index)?;
        Some(match line.key.as_str() {
            "" => Self::Place(index),
            key => Self::Field(FieldName { key: key.to_owned(), occurrence: line.occurrence }),
        })
    }

    /// Its place in a tree.
    pub fn index_in(&self, tree: &[TreeLine]) -> Option<usize> {
        match self {
            Self::Field(field) => folding::line_of(tree, &field.key, field.occurrence),
            Self::Place(index) => (*index < tree.len()).then_some(*index),
        }
    }
}
