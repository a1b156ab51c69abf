//! What colours a row: its innermost protocol, or the part a segment plays whose payload nobody claims.

use std::iter;

use crate::{
    dissect::{
        protocol::{Family, Protocol},
        protocols::application::data::PROTOCOL as DATA,
        registry::Registry,
    },
    index::{Row, Session, packets::flags},
};

/// The family of a packet's row.
pub fn family(session: &Session, row: &Row) -> Family {
    of_segment(of_stack(session, row.stack), row)
}

/// Families by stack, each worked out once, from the stack below it: a hostile packet makes thousands of deep ones.
#[derive(Debug, Default)]
pub struct Families(Vec<Layer>);

/// What is known of a stack's last layer.
#[derive(Debug, Clone, Copy, Default)]
struct Layer {
    /// Of the protocol itself.
    own: Family,
    /// Of the error message that it is in, or is.
    quoting: Option<Family>,
    /// Of the row.
    row: Family,
}

impl Families {
    /// The family of a packet's row.
    pub fn family(&mut self, session: &Session, row: &Row) -> Family {
        for stack in self.0.len()..session.stacks.len() {
            let layer = self.layer(session, stack as u16).unwrap_or_default();
            self.0.push(layer);
        }
        of_segment(self.0.get(usize::from(row.stack)).map_or_else(Family::default, |layer| layer.row), row)
    }

    fn layer(&self, session: &Session, stack: u16) -> Option<Layer> {
        let (id, below) = session.stacks.top(stack)?;
        let protocol = Registry::get_all().get(id)?;
        let below = self.0.get(usize::from(below)).copied().unwrap_or_default();
        let carrier = Some(below.own).filter(|family| is_carried(protocol, *family));
        let quotes = matches!(protocol.key, "icmp" | "icmpv6").then_some(protocol.family);
        Some(Layer {
            own: protocol.family,
            quoting: quotes.or(below.quoting),
            row: below.quoting.or(carrier).unwrap_or(protocol.family),
        })
    }
}

/// Whether these are bytes that nobody claims, in a transport of that family.
fn is_carried(protocol: &Protocol, carrier: Family) -> bool {
    protocol.key == DATA.key && matches!(carrier, Family::Tcp | Family::Udp)
}

/// The family of a stack's last layer. Bytes that nobody claims are their transport's; what an error message quotes is
/// the message's.
fn of_stack(session: &Session, stack: u16) -> Family {
    let registry = Registry::get_all();
    let layers = iter::successors(session.stacks.top(stack), |(_, below)| session.stacks.top(*below));
    let mut layers = layers.filter_map(|(id, _)| registry.get(id)).peekable();
    let Some(last) = layers.next() else { return Family::default() };
    let carrier = layers.peek().map(|protocol| protocol.family);
    let carrier = carrier.filter(|family| is_carried(last, *family));
    let quoting = layers.find(|protocol| matches!(protocol.key, "icmp" | "icmpv6"));
    quoting.map(|protocol| protocol.family).or(carrier).unwrap_or(last.family)
}

fn of_segment(family: Family, row: &Row) -> Family {
    match family {
        Family::Tcp if row.flags & flags::CONTROL != 0 => Family::Control,
        Family::Tcp if row.flags & flags::QUIET != 0 => Family::Quiet,
        family => family,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_the_stack_below_it_is_the_same_as_from_all_layers() {
        let registry = Registry::get_all();
        let mut session = Session::new(7, registry.all().len());
        let mut stack = 0;
        for key in ["eth", "ip", "icmp", "ip", "udp", "data"] {
            stack = session.stacks.push(stack, id(key)).unwrap();
        }
        for key in ["eth", "ip", "udp", "data", "eth", "ipv6", "tcp", "data", "http", "arp"] {
            stack = session.stacks.push(if key == "eth" { 0 } else { stack }, id(key)).unwrap();
        }
        let mut families = Families::default();
        for stack in 0..session.stacks.len() as u16 {
            let row = Row { stack, ..Row::default() };
            assert_eq!(families.family(&session, &row), family(&session, &row), "{stack}");
        }
    }

    fn id(key: &str) -> u8 {
        let place = Registry::get_all().all().iter().position(|protocol| protocol.key == key);
        u8::try_from(place.unwrap()).unwrap()
    }
}
