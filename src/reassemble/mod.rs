//! Layers → streams and messages: which bytes of a stream belong together, decided once, in pass one.

pub mod stream;
