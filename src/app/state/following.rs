//! The stream that is followed, what is looked for in it, and where one is.

use std::rc::Rc;

use wirelight::engine::request::StreamFacts;

/// What is known of the stream and done in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Following {
    /// Who talks, once it is put together.
    pub facts: Option<Rc<StreamFacts>>,
    /// The line one is at.
    pub line: u64,
    /// What is looked for.
    pub sought: String,
    /// The lines in which it begins, once they were looked for.
    pub found: Option<Rc<[u32]>>,
    /// Which of them was gone to last, counted from 0.
    pub hit: usize,
    /// Counts how often a line was gone to: each time it is brought into view.
    pub moves: u32,
}

impl Following {
    /// The same stream laid out anew: lines are others.
    pub fn laid_out_anew(&self) -> Self {
        Self { line: 0, found: None, hit: 0, moves: self.moves.wrapping_add(1), ..self.clone() }
    }

    /// At another line, which is brought into view.
    pub fn at(&self, line: u64) -> Self {
        Self { line, moves: self.moves.wrapping_add(1), ..self.clone() }
    }
}
