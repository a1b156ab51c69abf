//! Display filters: an expression's text → what it says → what it asks of a packet → the packets of which it is true.

pub mod bare;
pub mod capture_filter;
pub mod capture_form;
pub mod check;
pub mod columns;
pub mod dialect;
pub mod evaluate;
pub mod fields;
pub mod filter;
pub mod literal;
pub mod mistake;
mod nearest;
pub mod parser;
mod remedy;
pub mod syntax;
mod token;
pub mod value;
