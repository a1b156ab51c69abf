//! What is drawn. Each file has a style sheet of its name in `styles/components`.

pub mod bytes_pane;
pub mod drop_overlay;
pub mod field_bytes;
pub mod hex_line;
pub mod icon;
pub mod layer_tree;
pub mod packet_list;
pub mod splitter;
pub mod status_bar;
pub mod strip;
pub mod top_bar;
pub mod trouble;
pub mod welcome;
pub mod workbench;
