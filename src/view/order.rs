//! The order in which packets are listed: as in the file, sorted, or only those of a filter. Packets are counted from
//! 0, places too.

use std::rc::Rc;

/// Place in the list ↔ packet in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    // not `Rc<[u32]>`: only of a sized value does an `Rc` see by its address that it is equal, and pages compare often
    packets: Option<Rc<Vec<u32>>>,
    narrowed: bool,
}

impl Order {
    /// Sorted: the packets from the top of the list on. Packets that came later follow in the file's order.
    pub fn sorted(packets: impl Into<Vec<u32>>) -> Self {
        Self { packets: Some(Rc::new(packets.into())), narrowed: false }
    }

    /// Only these packets, from the top of the list on.
    pub fn narrowed(packets: impl Into<Vec<u32>>) -> Self {
        Self { packets: Some(Rc::new(packets.into())), narrowed: true }
    }

    /// Whether the list is as the file is.
    pub fn is_file(&self) -> bool {
        self.packets.is_none()
    }

    /// Whether a filter says what is shown.
    pub fn is_narrowed(&self) -> bool {
        self.narrowed
    }

    /// How many packets are shown of so many.
    pub fn len(&self, packets: u64) -> u64 {
        self.only().map_or(packets, |shown| shown.len() as u64)
    }

    /// The packet at a place of the list; nothing below the last one that a filter shows.
    pub fn packet(&self, place: u64) -> Option<u64> {
        let listed = self.packets.as_ref().zip(usize::try_from(place).ok());
        let packet = listed.and_then(|(packets, place)| packets.get(place)).map(|packet| u64::from(*packet));
        packet.or((!self.narrowed).then_some(place))
    }

    /// The place of a packet in the list; nothing for one that a filter hides.
    pub fn place(&self, packet: u64) -> Option<u64> {
        let listed = self.packets.as_ref().zip(u32::try_from(packet).ok());
        let place = listed.and_then(|(packets, packet)| packets.iter().position(|listed| *listed == packet));
        place.map(|place| place as u64).or((!self.narrowed).then_some(packet))
    }

    /// The packet itself if it is shown, else the nearest one in the file that is, rather a later one; nothing where a
    /// filter shows none.
    pub fn nearest(&self, packet: u64) -> Option<u64> {
        let Some(shown) = self.only() else { return Some(packet) };
        let shown = || shown.iter().map(|shown| u64::from(*shown));
        shown().filter(|shown| *shown >= packet).min().or_else(|| shown().max())
    }

    fn only(&self) -> Option<&Vec<u32>> {
        self.packets.as_deref().filter(|_| self.narrowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_order_is_the_number() {
        let order = Order::default();
        assert!(order.is_file() && !order.is_narrowed());
        assert_eq!((order.packet(7), order.place(7), order.len(9), order.nearest(7)), (Some(7), Some(7), 9, Some(7)));
    }

    #[test]
    fn a_sorted_list_goes_both_ways() {
        let order = Order::sorted([2, 0, 1]);
        for place in 0..5 {
            assert_eq!(order.place(order.packet(place).unwrap()), Some(place));
        }
        assert_eq!((order.packet(0), order.place(0), order.packet(3), order.len(5)), (Some(2), Some(1), Some(3), 5));
    }

    #[test]
    fn a_narrowed_list_has_only_what_a_filter_shows() {
        let order = Order::narrowed([9, 3, 5]);
        assert_eq!((order.packet(0), order.packet(3), order.place(5), order.place(4)), (Some(9), None, Some(2), None));
        assert_eq!(
            (order.len(11), order.nearest(3), order.nearest(4), order.nearest(10)),
            (3, Some(3), Some(5), Some(9))
        );
        let nothing = Order::narrowed([]);
        assert_eq!((nothing.len(11), nothing.packet(0), nothing.nearest(0)), (0, None, None));
    }
}
