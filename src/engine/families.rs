//! What colours a row: its innermost protocol, or the part a segment plays whose payload nobody claims.

use std::iter;

use crate::{
    dissect::{protocol::Family, protocols::application::data::PROTOCOL as DATA, registry::Registry},
    index::{Row, Session, packets::flags},
};

/// The family of a packet's row.
pub fn family(session: &Session, row: &Row) -> Family {
    of_segment(of_stack(session, row.stack), row)
}

/// Families by stack, worked out once for each.
#[derive(Debug, Default)]
pub struct Families(Vec<Family>);

impl Families {
    /// The family of a packet's row.
    pub fn family(&mut self, session: &Session, row: &Row) -> Family {
        for stack in self.0.len()..session.stacks.len() {
            self.0.push(of_stack(session, stack as u16));
        }
        of_segment(self.0.get(usize::from(row.stack)).copied().unwrap_or_default(), row)
    }
}

/// The family of a stack's last layer. Bytes that nobody claims are their transport's; what an error message quotes is
/// the message's.
fn of_stack(session: &Session, stack: u16) -> Family {
    let registry = Registry::get_all();
    let layers = iter::successors(session.stacks.top(stack), |(_, below)| session.stacks.top(*below));
    let mut layers = layers.filter_map(|(id, _)| registry.get(id)).peekable();
    let Some(last) = layers.next() else { return Family::default() };
    let carrier = layers.peek().map(|protocol| protocol.family);
    let carrier = carrier.filter(|family| last.key == DATA.key && matches!(family, Family::Tcp | Family::Udp));
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
