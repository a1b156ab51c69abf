//! What is drawn. Each file has a style sheet of its name in `styles/components`.

pub mod bytes_pane;
pub mod digest;
pub mod drop_overlay;
pub mod field_bytes;
pub mod file_view;
pub mod go_to;
pub mod hex_line;
pub mod icon;
pub mod interfaces;
pub mod keys_sheet;
pub mod layer_tree;
pub mod menu;
pub mod overlay;
pub mod packet_list;
pub mod palette;
pub mod sheet;
pub mod splitter;
pub mod status_bar;
pub mod strip;
pub mod top_bar;
pub mod trouble;
pub mod view_tabs;
pub mod welcome;
pub mod workbench;
