//! The order in which packets are listed: as in the file, or sorted. Packets are counted from 0, places too.

use std::rc::Rc;

/// Place in the list ↔ packet in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order(
    // not `Rc<[u32]>`: only of a sized value does an `Rc` see by its address that it is equal, and pages compare often
    Option<Rc<Vec<u32>>>,
);

impl Order {
    /// Sorted: the packets from the top of the list on. Packets that came later follow in the file's order.
    pub fn sorted(packets: impl Into<Vec<u32>>) -> Self {
        Self(Some(Rc::new(packets.into())))
    }

    /// Whether the list is as the file is.
    pub fn is_file(&self) -> bool {
        self.0.is_none()
    }

    /// The packet at a place of the list.
    pub fn packet(&self, place: u64) -> u64 {
        let sorted = self.0.as_ref().zip(usize::try_from(place).ok());
        sorted.and_then(|(packets, place)| packets.get(place)).map_or(place, |packet| u64::from(*packet))
    }

    /// The place of a packet in the list.
    pub fn place(&self, packet: u64) -> u64 {
        let sorted = self.0.as_ref().zip(u32::try_from(packet).ok());
        sorted
            .and_then(|(packets, packet)| packets.iter().position(|sorted| *sorted == packet))
            .map_or(packet, |place| place as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_order_is_the_number() {
        let order = Order::default();
        assert!(order.is_file());
        assert_eq!((order.packet(7), order.place(7)), (7, 7));
    }

    #[test]
    fn a_sorted_list_goes_both_ways() {
        let order = Order::sorted([2, 0, 1]);
        for place in 0..5 {
            assert_eq!(order.place(order.packet(place)), place);
        }
        assert_eq!((order.packet(0), order.place(0), order.packet(3)), (2, 1, 3));
    }
}
