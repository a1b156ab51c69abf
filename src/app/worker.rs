//! The worker behind the page: to own the engine.
fn main() {}
