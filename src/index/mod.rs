//! What the first pass learns, as compact columns; later passes can read it and nothing else.

pub mod analysis;
pub mod column;
pub mod datagrams;
pub mod flows;
pub mod marked;
pub mod messages;
pub mod names;
pub mod packets;
pub mod pairs;
pub mod session;
pub mod sides;
pub mod stacks;
pub mod states;
pub mod stations;
pub mod waiting;

pub use column::Column;
pub use packets::Row;
pub use session::Session;
