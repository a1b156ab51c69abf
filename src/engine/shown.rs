//! Which packets are shown, and in which order: all or those of a filter, as the file has them or as a sort has made it.

use roaring::RoaringBitmap;

/// Positions in the list → packets.
#[derive(Debug, Default)]
pub struct Shown {
    /// All packets in the order of a sort; those behind them, or all of them, stand where the file has them.
    sorted: Vec<u32>,
    /// The only ones that are shown, if a filter says which.
    only: Option<RoaringBitmap>,
    /// The packets in the order in which they are shown, where that is not the file's.
    order: Vec<u32>,
    generation: u32,
}

impl Shown {
    /// Shows the packets in this order, or in the file's if there is none.
    pub fn sort(&mut self, order: Vec<u32>) {
        self.sorted = order;
        self.arrange();
    }

    /// Shows only these packets, or all.
    pub fn narrow(&mut self, only: Option<RoaringBitmap>) {
        self.only = only;
        self.arrange();
    }

    /// More packets of which a filter is true, behind all that are shown; nothing where the list is sorted.
    pub fn append(&mut self, packets: &[u32]) {
        if let (Some(only), true) = (&mut self.only, self.sorted.is_empty()) {
            only.extend(packets);
            self.order.extend_from_slice(packets);
        }
    }

    fn arrange(&mut self) {
        self.order = match (&self.only, self.sorted.as_slice()) {
            (None, sorted) => sorted.to_vec(),
            (Some(only), []) => only.iter().collect(),
            (Some(only), sorted) => {
                let behind = sorted.len() as u32;
                let late = only.iter().skip_while(|packet| *packet < behind);
                sorted.iter().copied().filter(|packet| only.contains(*packet)).chain(late).collect()
            }
        };
        self.generation += 1;
    }

    /// The packet at a position, both counted from 0; nothing behind the last one that a filter shows.
    pub fn packet_at(&self, position: u64) -> Option<u64> {
        let place = usize::try_from(position).unwrap_or(usize::MAX);
        match self.order.get(place) {
            Some(packet) => Some(u64::from(*packet)),
            None => self.only.is_none().then_some(position),
        }
    }

    /// Whether a filter says which packets are shown.
    pub fn is_narrowed(&self) -> bool {
        self.only.is_some()
    }

    /// Whether a packet is shown.
    pub fn shows(&self, packet: u32) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(packet))
    }

    /// How many packets are shown of so many.
    pub fn len(&self, packets: u64) -> u64 {
        if self.only.is_some() { self.order.len() as u64 } else { packets }
    }

    /// The packets in the order in which they are shown; none for all in the file's own, unless a filter shows none.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// Whether the packets are shown in the file's order.
    pub fn is_in_file_order(&self) -> bool {
        self.sorted.is_empty()
    }

    /// Counts the orders there have been.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        let only = self.only.as_ref().map_or(0, RoaringBitmap::serialized_size);
        (self.sorted.capacity() + self.order.capacity()) * size_of::<u32>() + only
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_and_sorts_work_together() {
        let mut shown = Shown::default();
        let at = |shown: &Shown| (0..4).map(|position| shown.packet_at(position)).collect::<Vec<_>>();
        assert_eq!((at(&shown), shown.len(9)), (vec![Some(0), Some(1), Some(2), Some(3)], 9));
        shown.sort(vec![3, 1, 2, 0]);
        assert_eq!(at(&shown), [Some(3), Some(1), Some(2), Some(0)]);
        shown.narrow(Some([0, 1, 7].into_iter().collect()));
        assert_eq!((at(&shown), shown.len(9)), (vec![Some(1), Some(0), Some(7), None], 3));
        shown.sort(Vec::new());
        assert_eq!(at(&shown), [Some(0), Some(1), Some(7), None]);
        shown.append(&[8]);
        assert_eq!((at(&shown), shown.len(9)), (vec![Some(0), Some(1), Some(7), Some(8)], 4));
        shown.narrow(None);
        assert_eq!(at(&shown), [Some(0), Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn a_filter_may_show_nothing() {
        let mut shown = Shown::default();
        shown.narrow(Some(RoaringBitmap::new()));
        assert_eq!((shown.packet_at(0), shown.len(9)), (None, 0));
    }
}
