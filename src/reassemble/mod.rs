//! Layers → streams and messages.
