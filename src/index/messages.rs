//! Where each message of a stream lies: in which packet, and what it depends on.

use crate::index::column::Column;

/// A message that lies whole in one segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message {
    /// The packet that holds it.
    pub packet: u32,
    /// First byte, counted from the start of the segment's payload.
    pub start: u32,
    /// Bytes.
    pub len: u32,
    /// What its meaning depends on, as its protocol's `cut` chose.
    pub mode: u32,
}

/// All messages, in packet order.
#[derive(Debug, Default)]
pub struct Messages {
    all: Column<Message>,
}

impl Messages {
    /// Adds one; packets must come in order. Without memory for it the message is not remembered.
    pub fn push(&mut self, message: Message) -> bool {
        self.all.push(message).is_ok()
    }

    /// Those of `packet`, in order.
    pub fn of(&self, packet: u32) -> impl Iterator<Item = Message> + '_ {
        let first = self.all.partition_point(|message| message.packet < packet);
        (first..).map_while(|place| self.all.get(place)).take_while(move |message| message.packet == packet).copied()
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.all.memory()
    }
}
