//! The order in which packets are shown: the file's own, or one that a sort has made.

/// Positions in the list → packets.
#[derive(Debug, Default)]
pub struct Shown {
    /// The packets in their order; those behind them, or all of them, stand where the file has them.
    order: Vec<u32>,
    generation: u32,
}

impl Shown {
    /// Shows the packets in this order, or in the file's if there is none.
    pub fn set(&mut self, order: Vec<u32>) {
        self.order = order;
        self.generation += 1;
    }

    /// The packet at a position, both counted from 0.
    pub fn packet_at(&self, position: u64) -> u64 {
        let place = usize::try_from(position).unwrap_or(usize::MAX);
        self.order.get(place).map_or(position, |packet| u64::from(*packet))
    }

    /// The packets in their order; none for the file's own.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// Counts the orders there have been.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.order.capacity() * size_of::<u32>()
    }
}
