//! Display filters: an expression's text → what it says → what it asks of a packet → the packets of which it is true.

pub mod mistake;
pub mod parser;
pub mod syntax;
mod token;
