//! The page: to be mounted by the browser.
fn main() {}
